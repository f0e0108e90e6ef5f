"""What can be done to the selected cells: copy, cut, paste, fill, clear, choose."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.views.grid import clipboard
from fangfan_desktop.views.grid.block import BlockPlan, plan_block, repeated
from fangfan_desktop.views.grid.clipboard import Block
from fangfan_desktop.views.grid.column import CellEdit
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.level import Level

_LARGEST_COPY = 1_000_000  # cells


class GridActions(QObject):
    """Actions on the selection of one grid.

    Signals:
        told: a sentence about what was done or left out, with its level.
        plan_ready: (BlockPlan, action name) that is to be looked at before it is done.
        find_requested: open the find bar; True for replacing too.
    """

    told = Signal(str, object)
    plan_ready = Signal(object, str)
    find_requested = Signal(bool)

    def __init__(self, view: GridView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._grid = view.grid

    def ask(self, edits: Sequence[CellEdit], action: str = "") -> None:
        """Ask for edits as one step."""
        if not edits:
            return
        if not action:
            field = self._grid.columns[self._grid.column_of[edits[0].key]].field
            action = f"填写“{field.name}”" if len(edits) == 1 else f"填写 {len(edits):,} 格"
        self._grid.request(edits, action)

    def tell_locked(self) -> None:
        """Say why the current cell cannot be typed in."""
        row, column = self._view.place
        reason = self._grid.closed_reason(row, column)
        if self._grid.columns[column].is_editable and reason:
            self.told.emit(f"这一格不适用：{reason}", Level.INFO)
        else:
            name = self._grid.columns[column].field.name
            self.told.emit(f"“{name}”来自农户档案或自动得出，请在来处修改。", Level.INFO)

    # The clipboard

    def copy(self) -> bool:
        """Copy the selected block; False where it is not one block."""
        block = self._selected_block()
        if block is not None:
            QGuiApplication.clipboard().setMimeData(clipboard.to_mime(block))
        return block is not None

    def cut(self) -> None:
        """Copy, then clear."""
        if self.copy():
            self.clear("剪切")

    def paste(self) -> None:
        """Paste the clipboard at the selection; looked at first where it is larger than that."""
        block = clipboard.from_mime(QGuiApplication.clipboard().mimeData())
        bounds = self._view.bounds()
        if not block or bounds is None:
            self.told.emit("剪贴板里没有文字，请先在表格中复制。", Level.INFO)
            return
        top, left, bottom, right = bounds
        shown = [c for c in self._view.shown_columns() if c >= left]
        width = sum(c <= right for c in shown)
        rows = bottom - top + 1
        is_larger = (rows, width) != (1, 1) and (len(block) > rows or len(block[0]) > width)
        block = repeated(block, rows, width)
        plan = plan_block(self._grid, top, shown, block)
        if not plan.edits and plan.is_whole:
            return
        action = f"粘贴 {len(plan.edits):,} 格"
        if is_larger or plan.rows_beyond or plan.columns_beyond:
            self.plan_ready.emit(plan, action)
        else:
            self.carry_out(plan, action)

    def carry_out(self, plan: BlockPlan, action: str) -> None:
        """Do what was planned, as one step, and say what was left out."""
        self.ask(plan.edits, action)
        self._grid.keep_refused(plan.refused)
        if not plan.is_whole:
            self.told.emit(plan.sentence() + "。", Level.WARN)

    def _selected_block(self) -> Block | None:
        blocks = self._view.selected_ranges()
        bounds = self._view.bounds()
        if bounds is None:
            return None
        top, left, bottom, right = bounds
        area = (bottom - top + 1) * (right - left + 1)
        if area != sum(len(rows) * len(columns) for rows, columns in blocks):
            self.told.emit("选中的是几块不相连的格，请选成一整块再复制。", Level.WARN)
            return None
        if area > _LARGEST_COPY:
            self.told.emit("选得太多，剪贴板放不下；要整张表请用“导出”。", Level.WARN)
            return None
        columns = [c for c in self._view.shown_columns() if left <= c <= right]
        return [[self._grid.copied_text(row, c) for c in columns] for row in range(top, bottom + 1)]

    # Filling

    def clear(self, action: str = "清除") -> None:
        """Empty the selected cells that may be typed in."""
        edits: list[CellEdit] = []
        for rows, columns in self._view.selected_ranges():
            keys = [
                (c, self._grid.columns[c].key) for c in columns if self._grid.columns[c].is_editable
            ]
            for row in rows:
                row_id = self._grid.row_id(row)
                values = self._grid.values(row_id)
                edits += [
                    CellEdit(row_id, key, None)
                    for c, key in keys
                    if values[c] is not None or self._grid.is_refused(row_id, c)
                ]
        if edits:
            self.ask(edits, f"{action} {len(edits):,} 格")
        elif not self._grid.columns[self._view.place[1]].is_editable:
            self.tell_locked()

    def fill_down(self) -> None:
        """The top row of the selection downwards; of one row, the row above it."""
        bounds = self._view.bounds()
        if bounds is None:
            return
        top, left, bottom, right = bounds
        source = top if bottom > top else top - 1
        if source >= 0:
            columns = self._columns(left, right)
            texts = [self._grid.copied_text(source, c) for c in columns]
            self._fill(source + 1, columns, [texts] * (bottom - source), "向下填充")

    def fill_right(self) -> None:
        """The left column of the selection to the right; of one column, the one left of it."""
        bounds = self._view.bounds()
        if bounds is None:
            return
        top, left, bottom, right = bounds
        columns = self._columns(left, right)
        if len(columns) == 1:
            before = [c for c in self._view.shown_columns() if c < left]
            columns = before[-1:] + columns
        source, targets = columns[0], columns[1:]
        texts = [
            [self._grid.copied_text(row, source)] * len(targets) for row in range(top, bottom + 1)
        ]
        if targets:
            self._fill(top, targets, texts, "向右填充")

    def fill_selection(self) -> None:
        """The current cell's value into every selected cell."""
        row, column = self._view.place
        bounds = self._view.bounds()
        if bounds is None:
            return
        text = self._grid.copied_text(row, column)
        top, left, bottom, right = bounds
        columns = self._columns(left, right)
        block = [[text] * len(columns) for _ in range(top, bottom + 1)]
        self._fill(top, columns, block, "填充")

    def enter_today(self) -> None:
        """The date of today into the current cell."""
        row, column = self._view.place
        if self._grid.can_edit(row, column):
            self._grid.enter_text(row, column, date.today().isoformat())  # noqa: DTZ011 - the clerk's own day
        else:
            self.tell_locked()

    def _fill(self, row: int, columns: Sequence[int], block: Block, action: str) -> None:
        if block:
            plan = plan_block(self._grid, row, columns, block)
            self.carry_out(plan, f"{action} {len(plan.edits):,} 格")

    def _columns(self, left: int, right: int) -> list[int]:
        return [c for c in self._view.shown_columns() if left <= c <= right]

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
        choices: Sequence[Value] = (1, 0, None) if field.kind is Kind.YES_NO else field.choices
        if not choices or not self._grid.can_edit(row, column):
            self.tell_locked() if not self._grid.can_edit(row, column) else None
            return None
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row_id = self._grid.row_id(row)
        for choice in choices:
            action = menu.addAction(format_value(field, choice) or "清空（未排查）")
            edit = CellEdit(row_id, field.key, choice)
            action.triggered.connect(lambda _=False, edit=edit: self.ask([edit]))
        below = self._view.cell_rect(row, column).bottomLeft()
        menu.popup(self._view.mapToGlobal(below))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        return menu
