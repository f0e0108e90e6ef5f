"""Filters and sorts of a grid at the clerk's hand: menus, keys, signs and the line above."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent

from fangfan_desktop.views.grid.column_menu import ColumnMenu
from fangfan_desktop.views.grid.filter_line import FilterLine
from fangfan_desktop.views.grid.header_signs import ColumnSign
from fangfan_desktop.views.grid.row_order import RowOrder, SortLevel
from fangfan_desktop.views.grid.sort_dialog import SortDialog
from fangfan_desktop.views.grid.view import GridView

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class OrderControl(QObject):
    """Alt+Shift+↓ or Ctrl+Shift+L open the menu of the current column, Ctrl+Alt+L applies anew."""

    def __init__(self, view: GridView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._model = view.grid
        self.order = RowOrder(self._model, self)
        self.line = FilterLine(self._model, self.order)
        self.menu: ColumnMenu | None = None  # that is open
        self.dialog: SortDialog | None = None
        self._column = 0  # in hand last, for when no row is left
        self._rows_after: list[int] = []  # the row in hand and those below it, before a change
        view.current_moved.connect(self._keep_column)
        self._model.reloading.connect(self._keep_place)
        self._model.rows_updated.connect(self._show_found)
        self.order.changed.connect(self._follow)

    # Opening

    def open_menu(self, column: int) -> ColumnMenu:
        """Open the menu of a column below its heading; what is being typed is taken first."""
        self._take_typed()
        key = self._model.columns[column].key
        menu = self.menu = ColumnMenu(self.order, key, self.open_sort, self._view)
        menu.finished.connect(self._closed)
        menu.open_at(self._below(column))
        return menu

    def open_sort(self, key: str = "") -> SortDialog:
        """Open the dialog of sorting by several columns, one more of them being `key`."""
        levels = list(self.order.levels)
        if key and all(level.key != key for level in levels):
            levels.append(SortLevel(key))
        fields = [column.field for column in self._model.columns]
        dialog = self.dialog = SortDialog(self.order, fields, levels, self._view)
        dialog.finished.connect(self._closed)
        dialog.open()
        return dialog

    def reveal(self, row_id: int) -> bool:
        """Clear the filters where they alone hide a row; whether they were cleared."""
        is_hidden = self._model.view_row(row_id) is None and row_id in self._model.base_ids()
        if is_hidden:
            self.order.clear_filters()
        return is_hidden

    def handle(self, event: QKeyEvent) -> None:
        """Do what the key asks for and accept it; other keys are left alone."""
        key, held = event.key(), event.modifiers() & ~_KEYPAD
        is_menu = (key == Qt.Key.Key_Down and held == _ALT | _SHIFT) or (
            key == Qt.Key.Key_L and held == _CONTROL | _SHIFT
        )
        if is_menu:
            self.open_menu(max(0, self._column))
        elif key == Qt.Key.Key_L and held == _CONTROL | _ALT:
            self.order.reapply()
        else:
            return
        event.accept()

    def _below(self, column: int) -> QPoint:
        head = self._view.frozen.head if self._view.is_frozen(column) else self._view.head
        left = max(0, head.sectionViewportPosition(column))
        return head.viewport().mapToGlobal(QPoint(left, head.height()))

    def _closed(self) -> None:
        self.menu = self.dialog = None
        self._view.setFocus()

    def _take_typed(self) -> None:
        self._model.reloading.emit()

    # Showing

    def _keep_column(self, row: int, column: int) -> None:
        if row >= 0:
            self._column = column

    def _keep_place(self) -> None:
        if self._model.rowCount():
            row = self._view.place[0]
            self._rows_after = self._model.visible_ids()[max(0, row) :]

    def _show_found(self, row_ids: Iterable[int]) -> None:
        """Rows that were changed elsewhere, as by an undo, and pass the filters now."""
        if self.order.would_show(row_ids):
            self.order.reapply()

    def _follow(self) -> None:
        """Signs and place after filters or sorts were changed."""
        view, model = self._view, self._model
        signs = self._signs()
        for head in (view.head, view.frozen.head):
            head.signs = signs
        model.heading_tips = {column: sign.tip for column, sign in signs.items()}
        view.rescale()  # headings with signs are higher
        if view.place[0] < 0 and model.rowCount():  # no row had been left
            rows = (model.view_row(row_id) for row_id in self._rows_after)
            near = next((row for row in rows if row is not None), model.rowCount() - 1)
            view.go(near, self._column)

    def _signs(self) -> dict[int, ColumnSign]:
        order = self.order
        places = {level.key: place for place, level in enumerate(order.levels, 1)}
        signs: dict[int, ColumnSign] = {}
        for key in {*order.filters, *places}:
            is_down = key in places and order.levels[places[key] - 1].is_down
            place = places.get(key, 0)
            tip: list[str] = []
            if key in order.filters:
                tip.append(f"筛选：{order.filters[key].words()}")
            if place:
                tip.append(f"排序：第 {place} 级，{'降序' if is_down else '升序'}")
            sign = ColumnSign(key in order.filters, place, is_down, "\n".join(tip))
            signs[self._model.column_of[key]] = sign
        return signs
