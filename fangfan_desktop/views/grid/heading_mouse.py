"""The mouse on headings: a click selects the column or the group, dragging over others does too.

What is selected already is moved by dragging its heading, among the headings beside it only.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.selecting import SelectingTable


@dataclass(slots=True)
class _Drag:
    cell: HeaderCell  # what is moved: the heading that was pressed, or the group it is alone in
    pressed: HeaderCell
    start: int
    drop: tuple[HeaderCell, bool] | None = None  # the one it goes beside; whether after it
    is_far: bool = False


class HeadingMouse:
    """Clicks and drags on the headings of both halves; places are pixels from the grid's left."""

    def __init__(self, view: SelectingTable) -> None:
        self._view = view
        self._drag: _Drag | None = None
        self._is_picking = False

    @property
    def is_busy(self) -> bool:
        """Whether the button is held."""
        return self._is_picking or self._drag is not None

    def press(self, cell: HeaderCell, x: int, held: Qt.KeyboardModifier) -> None:
        """Select what was pressed, or take hold of it where it is selected."""
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        add = bool(held & Qt.KeyboardModifier.ControlModifier)
        columns = [c for c in self._view.columns_.columns_of(cell) if c in self._shown()]
        if not extend and not add and columns and self._are_selected(columns):
            self._drag = _Drag(self._view.columns_.climbed(cell), cell, x)
            return
        self._is_picking = True
        self._pick(columns, extend=extend, add=add)

    def move(self, x: int) -> None:
        """Select as far as this, or show where the heading would go."""
        column = self._column_at(x)
        if column < 0:
            return
        if self._drag is None:
            self._view.select_column(column, extend=True)
        else:
            drag = self._drag
            drag.is_far = drag.is_far or abs(x - drag.start) >= QApplication.startDragDistance()
            if drag.is_far:
                self._show_drop(drag, column, x)
        row = self._view.rowAt(0)
        if row >= 0:
            self._view.scrollTo(self._view.grid.index(row, column))

    def release(self) -> None:
        """Put the heading where it was dragged; a click alone selects it and nothing else."""
        drag, self._drag, self._is_picking = self._drag, None, False
        self._set_drop(None)
        if drag is None:
            return
        if drag.drop is not None:
            other, is_after = drag.drop
            cell = drag.cell
            self._view.arrange(lambda c: c.move_beside(cell, other, is_after=is_after))
        elif not drag.is_far:
            columns = self._view.columns_.columns_of(drag.pressed)
            self._pick([c for c in columns if c in self._shown()], extend=False, add=False)

    def _shown(self) -> list[int]:
        return self._view.shown_columns()

    def _pick(self, columns: list[int], *, extend: bool, add: bool) -> None:
        if not columns:
            return
        first, last = columns[0], columns[-1]
        if not extend:
            self._view.select_column(first, add=add)
        if extend or last != first:
            self._view.select_column(last, extend=True)

    def _are_selected(self, columns: list[int]) -> bool:
        count = self._view.grid.rowCount()
        whole = {
            column
            for rows, span in self._view.selected_ranges()
            if count and len(rows) == count
            for column in span
        }
        return whole.issuperset(columns)

    def _column_at(self, x: int) -> int:
        """The column at a place; the outermost one seen where the mouse has left the grid."""
        view = self._view
        x = max(0, min(view.viewport().width() - 1, x))
        head = view.frozen.head if x < view.frozen_width() else view.head
        column = head.logicalIndexAt(x)
        return column if column >= 0 else self._shown()[-1]

    def _show_drop(self, drag: _Drag, column: int, x: int) -> None:
        view, columns = self._view, self._view.columns_
        drag.drop = None
        for other in columns.siblings(drag.cell):
            span = [c for c in columns.columns_of(other) if c in self._shown()]
            if column in span and other != drag.cell:
                left = view.heading_left(span[0])
                right = view.heading_left(span[-1]) + view.columnWidth(span[-1])
                is_after = x > (left + right) // 2
                drag.drop = other, is_after
                self._set_drop(right if is_after else left)
                return
        self._set_drop(None)

    def _set_drop(self, x: int | None) -> None:
        for head in (self._view.head, self._view.frozen.head):
            head.set_drop(x)
