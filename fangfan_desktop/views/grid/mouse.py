"""The mouse over both halves of the grid: selecting, opening editors, and the fill handle.

Qt's own way would move the cell in hand to where a drag ends, and would know nothing of the other
half; so all presses are handled here.
"""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from fangfan_desktop.views.grid.selecting import Place
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.style import ZOOM_STEP

_SCROLL_EVERY_MS = 50
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
Bounds = tuple[int, int, int, int]  # top, left, bottom, right


class GridMouse(QObject):
    """Handles the presses of one grid.

    Signals:
        filled: (source, target), each (top, left, bottom, right): the fill handle was let go.
        zoomed: the wheel was turned with Ctrl; percent points, more or less.
    """

    filled = Signal(object, object)
    zoomed = Signal(int)

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._mode = ""  # "", "cells", "rows" or "fill" while the button is held
        self._source: Bounds = (0, 0, 0, 0)
        self._at = QPoint()
        self._is_from_frozen = False
        self._scroller = QTimer(self, interval=_SCROLL_EVERY_MS)
        self._scroller.timeout.connect(self._scroll_on)
        for table in (view, view.frozen):
            table.viewport().installEventFilter(self)
            table.viewport().setMouseTracking(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            point = watched.mapTo(self._view, event.position().toPoint())
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(point, event)
            if kind == QEvent.Type.MouseMove:
                return self._move(point, event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release(event)
            if kind == QEvent.Type.MouseButtonDblClick:
                return self._open(point, event)
        if isinstance(event, QWheelEvent) and event.modifiers() & (_SHIFT | _CONTROL):
            return self._wheel(event)
        return super().eventFilter(watched, event)

    # Where the mouse is

    def _cell_at(self, point: QPoint) -> Place | None:
        """The cell at a point of the view; None beside all cells."""
        view = self._view
        inner = view.viewport().mapFrom(view, point)
        column = view.columnAt(inner.x())
        if inner.x() < view.frozen_width():
            column = view.frozen.columnAt(view.frozen.viewport().mapFrom(view, point).x())
        row = view.rowAt(inner.y())
        return (row, column) if row >= 0 and column >= 0 else None

    def _room(self) -> QRect:
        """Where cells are in sight, in the view; without the frozen half where that is passed."""
        view = self._view
        corner = view.viewport().mapTo(view, QPoint())
        room = QRect(corner, view.viewport().size())
        if not self._is_from_frozen and view.horizontalScrollBar().value() > 0:
            room.setLeft(room.left() + view.frozen_width())
        return room

    def _nearest_cell(self, point: QPoint) -> Place | None:
        view, room = self._view, self._room()
        last = view.cell_rect(view.grid.rowCount() - 1, view.shown_columns()[-1])
        return self._cell_at(
            QPoint(
                max(room.left(), min(room.right(), last.right(), point.x())),
                max(room.top(), min(room.bottom(), last.bottom(), point.y())),
            )
        )

    def handle_rect(self) -> QRect:
        """The little square at the corner of the selection, in the view; empty where none is."""
        corner = self._view.painter.corner
        if corner is None:
            return QRect()
        rect = self._view.cell_rect(*corner)
        side = self._view.painter.handle_side + 1
        return QRect(rect.right() - side, rect.bottom() - side, side + 2, side + 2)

    # Pressing, dragging, letting go

    def _press(self, point: QPoint, event: QMouseEvent) -> bool:
        view, cell = self._view, self._cell_at(point)
        if event.button() == Qt.MouseButton.RightButton:
            if cell is not None and not view.selectionModel().isSelected(view.grid.index(*cell)):
                view.go(*cell)
            return True
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            return True
        self._at = point
        self._is_from_frozen = view.is_frozen(cell[1])
        if self.handle_rect().contains(point) and not event.modifiers():
            self._mode, self._source = "fill", cast("Bounds", view.bounds())
            return True
        is_number = view.grid.columns[cell[1]].key == "seq"
        self._mode = "rows" if is_number else "cells"
        column = cell[1]
        if is_number:
            here = view.place[1]
            column = view.entry_column() if here < 0 or view.is_frozen(here) else here
        if event.modifiers() & _SHIFT:
            self._drag_to(cell)
            return True
        is_selected = view.selectionModel().isSelected(view.grid.index(cell[0], column))
        is_one = sum(len(rows) * len(span) for rows, span in view.selected_ranges()) == 1
        if event.modifiers() & _CONTROL and is_selected and not is_number and not is_one:
            self._mode = ""
            view.drop_cell(cell[0], column)
        elif event.modifiers() & _CONTROL:
            view.go_beside(cell[0], column)
        else:
            view.go(cell[0], column)
        if is_number:
            view.select_rows()
        return True

    def _move(self, point: QPoint, event: QMouseEvent) -> bool:
        is_held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if not is_held or not self._mode:
            is_handle = self.handle_rect().contains(point)
            shape = Qt.CursorShape.CrossCursor if is_handle else Qt.CursorShape.ArrowCursor
            for table in (self._view, self._view.frozen):
                table.viewport().setCursor(shape)
            return False
        self._at = point
        self._follow()
        if self._room().contains(point):
            self._scroller.stop()
        elif not self._scroller.isActive():
            self._scroller.start()
        return True

    def _follow(self) -> None:
        cell = self._nearest_cell(self._at)
        if cell is None:
            return
        if self._mode == "fill":
            position = self._view.columns_.position
            self._view.painter.preview = stretched(self._source, cell, position)
            self._view.viewport().update()
            self._view.frozen.viewport().update()
            return
        row, column = self._view.reach
        if cell[0] != row or (self._mode == "cells" and cell[1] != column):
            self._drag_to(cell)

    def _drag_to(self, cell: Place) -> None:
        if self._mode == "rows":
            self._view.go(cell[0], self._view.reach[1], extend=True)
            self._view.select_rows()
        else:
            self._view.go(*cell, extend=True)

    def _scroll_on(self) -> None:
        """The mouse is held outside: more comes into sight."""
        view, room = self._view, self._room()
        down, across = view.verticalScrollBar(), view.horizontalScrollBar()
        height = view.verticalHeader().defaultSectionSize()
        if not room.top() <= self._at.y() <= room.bottom():
            down.setValue(down.value() + (height if self._at.y() > room.bottom() else -height))
        if not room.left() <= self._at.x() <= room.right():
            across.setValue(
                across.value() + (height if self._at.x() > room.right() else -height) * 2
            )
        self._follow()

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        mode, self._mode = self._mode, ""
        self._scroller.stop()
        target, self._view.painter.preview = self._view.painter.preview, None
        if mode == "fill":
            self._view.viewport().update()
            self._view.frozen.viewport().update()
            if target is not None and target != self._source:
                self.filled.emit(self._source, target)
        return True

    def _open(self, point: QPoint, event: QMouseEvent) -> bool:
        """A double click edits; on the handle it fills down as far as the column beside goes."""
        view, cell = self._view, self._cell_at(point)
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            return True
        if self.handle_rect().contains(point):
            source = cast("Bounds", view.bounds())
            last = self._end_beside(source)
            if last > source[2]:
                self.filled.emit(source, (source[0], source[1], last, source[3]))
            return True
        view.go(*cell)
        view.doubleClicked.emit(view.grid.index(*cell))
        view.begin_edit()
        return True

    def _end_beside(self, block: Bounds) -> int:
        """The last row down to which the column left of a block is filled without a gap."""
        view, row = self._view, block[2]
        left = view.columns_between(view.columns_.order[0], block[1])
        before = [column for column in left if column != block[1]]
        while (
            before and row + 1 < view.grid.rowCount() and view.grid.copied_text(row + 1, before[-1])
        ):
            row += 1
        return row

    def _wheel(self, event: QWheelEvent) -> bool:
        """With Ctrl letters grow and shrink, with Shift columns go by."""
        bar = self._view.horizontalScrollBar()
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not event.modifiers() & _CONTROL:
            bar.setValue(bar.value() - turned)
        elif turned:
            self.zoomed.emit(ZOOM_STEP if turned > 0 else -ZOOM_STEP)
        return True


def stretched(source: Bounds, cell: Place, position: Mapping[int, int]) -> Bounds:
    """The block that the fill handle of `source`, drawn to `cell`, covers: down, up or across.

    `position` says where each column stands, from the left.
    """
    top, left, bottom, right = source
    row, column = cell
    down = max(row - bottom, top - row, 0)
    at = position[column]
    across = max(at - position[right], position[left] - at, 0)
    if down >= across:
        return min(top, row), left, max(bottom, row), right
    place = position.__getitem__
    return top, min(left, column, key=place), bottom, max(right, column, key=place)
