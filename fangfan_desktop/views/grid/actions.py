"""What can be done to the selected cells, beside what blocks can: choose, today, find, menu."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.views.grid.block_actions import BlockActions
from fangfan_desktop.views.grid.view import GridView


class GridActions(BlockActions):
    """Actions on the selection of one grid.

    Signals:
        find_requested: open the find bar; True for replacing too.
    """

    find_requested = Signal(bool)
    today: Callable[[], date]  # the day that Ctrl+; enters

    def __init__(self, view: GridView, parent: QObject | None = None) -> None:
        super().__init__(view, parent)
        self.today = date.today

    def answer(self, row_id: int, column: int, value: Value) -> None:
        """Give the answer of one key; 否 leaves nothing that would have to be explained."""
        described = self._grid.columns[column]
        values: tuple[Value, ...] = (value,)
        if described.note_place >= 0 and value != 1:
            values = (value, None)
        self.ask(self._grid.edits_of(row_id, column, values))

    def enter_today(self) -> None:
        """The date of today into the current cell."""
        row, column = self._view.place
        if self._grid.can_edit(row, column):
            self._grid.enter_text(row, column, self.today().isoformat())
        else:
            self.tell_locked()

    # Selecting and choosing

    def select_all(self) -> None:
        """Select every cell."""
        last = self._grid.rowCount() - 1, len(self._grid.columns) - 1
        self._view.select_block(0, 0, *last)

    def select_rows(self) -> None:
        """Select the rows of the selection."""
        bounds = self._view.bounds()
        if bounds is not None:
            self._view.select_block(bounds[0], 0, bounds[2], len(self._grid.columns) - 1)

    def select_columns(self) -> None:
        """Select the columns of the selection."""
        bounds = self._view.bounds()
        if bounds is not None:
            self._view.select_block(0, bounds[1], self._grid.rowCount() - 1, bounds[3])

    def ask_find(self) -> None:
        """Open the find bar."""
        self.find_requested.emit(False)

    def ask_replace(self) -> None:
        """Open the find bar with replacing."""
        self.find_requested.emit(True)

    def make_menu(self) -> QMenu:
        """The menu of the right mouse button, each line with its key."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines: tuple[tuple[str, str, Callable[[], object]] | None, ...] = (
            ("剪切", "Ctrl+X", self.cut),
            ("复制", "Ctrl+C", self.copy),
            ("粘贴", "Ctrl+V", self.paste),
            ("清除", "Delete", self.clear),
            None,
            ("向下填充", "Ctrl+D", self.fill_down),
            ("向右填充", "Ctrl+R", self.fill_right),
            ("填满选中的格", "Ctrl+回车", self.fill_selection),
            None,
            ("选择答案…", "Alt+↓", self.open_choices),
            ("查找…", "Ctrl+F", self.ask_find),
            ("替换…", "Ctrl+H", self.ask_replace),
        )
        for line in lines:
            if line is None:
                menu.addSeparator()
            else:
                text, key, action = line
                menu.addAction(f"{text}\t{key}").triggered.connect(
                    lambda _=False, action=action: action()
                )
        return menu

    def open_choices(self) -> QMenu | None:
        """Open the choices of the current cell; None where it has none."""
        row, column = self._view.place
        field = self._grid.columns[column].field
        choices: tuple[Value, ...] = (1, 0, None) if field.kind is Kind.YES_NO else field.choices
        if not choices or not self._grid.can_edit(row, column):
            self.tell_locked() if not self._grid.can_edit(row, column) else None
            return None
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row_id = self._grid.row_id(row)  # rows may be shown otherwise when it is chosen
        for choice in choices:
            action = menu.addAction(format_value(field, choice) or "清空（未排查）")
            action.triggered.connect(
                lambda _=False, choice=choice: self.answer(row_id, column, choice)
            )
        below = self._view.cell_rect(row, column).bottomLeft()
        menu.popup(self._view.mapToGlobal(below))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        return menu
