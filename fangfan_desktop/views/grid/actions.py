"""What can be done to the selected cells, beside what blocks can: choose, today, find, menu."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.views.grid.clipboard_actions import ClipboardActions
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.level import Level

_WITH_DAYS = {Kind.DATE, Kind.TEXT, Kind.LONG_TEXT}
_MOST_TEXTS = 12  # of a column, offered as choices
_MOST_ROWS = 2_000  # that are looked through for them


class GridActions(ClipboardActions):
    """Actions on the selection of one grid.

    Signals:
        find_requested: open the find bar; True for replacing too.
        find_again: the next place (1) of what was looked for, or the one before (-1).
        problem_requested: the next cell (1) that is wrong, or the one before (-1).
        menu_requested: the menu of the right mouse button was asked for by a key.
    """

    find_requested = Signal(bool)
    find_again = Signal(int)
    problem_requested = Signal(int)
    menu_requested = Signal()
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
        field = self._grid.columns[column].field
        if not self._grid.can_edit(row, column):
            self.tell_locked()
        elif field.kind not in _WITH_DAYS:
            self.told.emit(f"“{field.name}”不填日期；Ctrl+; 只在日期栏和文字栏里用。", Level.INFO)
        else:
            self._grid.enter_text(row, column, self.today().isoformat())

    def clear_current(self) -> None:
        """Empty the current cell alone."""
        row, column = self._view.place
        if not self._grid.can_edit(row, column):
            self.tell_locked()
        else:
            self.answer(self._grid.row_id(row), column, None)

    # Selecting and choosing

    def select_all(self) -> None:
        """Select every cell."""
        self._view.select_all()

    def select_rows(self) -> None:
        """Select the rows of the selection."""
        self._view.select_rows()

    def select_columns(self) -> None:
        """Select the columns of the selection."""
        self._view.select_columns()

    def select_current(self) -> None:
        """Select the current cell alone."""
        self._view.go(*self._view.place)

    def show_current(self) -> None:
        """Scroll back to the current cell."""
        self._view.scrollTo(self._view.currentIndex())

    def find_next(self) -> None:
        """The next place of what was looked for last."""
        self.find_again.emit(1)

    def find_previous(self) -> None:
        """The place before it."""
        self.find_again.emit(-1)

    def next_problem(self) -> None:
        """The next cell with an error, a doubt or a text that was not written."""
        self.problem_requested.emit(1)

    def previous_problem(self) -> None:
        """The one before it."""
        self.problem_requested.emit(-1)

    def ask_menu(self) -> None:
        """Open the menu of the cell."""
        self.menu_requested.emit()

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
            ("复制（带表头）", "Ctrl+Shift+C", self.copy_with_headings),
            ("粘贴", "Ctrl+V", self.paste),
            ("粘贴到空格", "", self.paste_into_empty),
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
                menu.addAction(f"{text}\t{key}" if key else text).triggered.connect(
                    lambda _=False, action=action: action()
                )
        return menu

    def open_choices(self) -> QMenu | None:
        """Open the choices of the current cell; None where it has none.

        A column of text offers what stands in it already.
        """
        row, column = self._view.place
        field = self._grid.columns[column].field
        if not self._grid.can_edit(row, column):
            self.tell_locked()
            return None
        choices: tuple[Value, ...] = (1, 0, None) if field.kind is Kind.YES_NO else field.choices
        if field.kind is Kind.TEXT and not choices:
            choices = self._texts_of(column)
        if not choices:
            self.told.emit(f"“{field.name}”没有可选的内容，请直接打字。", Level.INFO)
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
        here = self._grid.value(row, column)
        is_listed = here is not None and here in choices
        menu.setActiveAction(menu.actions()[choices.index(here) if is_listed else 0])
        return menu

    def _texts_of(self, column: int) -> tuple[Value, ...]:
        """The first texts of a column, each once."""
        found: dict[Value, None] = {}
        for row in range(min(self._grid.rowCount(), _MOST_ROWS)):
            found.setdefault(self._grid.value(row, column))
            if len(found) > _MOST_TEXTS:
                break
        return tuple(text for text in found if text not in {None, ""})[:_MOST_TEXTS]
