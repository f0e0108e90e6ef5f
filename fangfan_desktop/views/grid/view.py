"""The table on the screen: lit row and column, one cell in hand, its editor."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.delegate import CellDelegate
from fangfan_desktop.views.grid.heading_mouse import HeadingMouse
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.selecting import SelectingTable


class GridView(SelectingTable):
    """The grid without its lines above and below; keys are handled by `grid.keys`."""

    current_moved = Signal(int, int)  # row, column; -1, -1 where there is none
    key_pressed = Signal(object)  # a QKeyEvent that `handle_key` may accept

    def __init__(
        self,
        model: GridModel,
        cells: Sequence[HeaderCell],
        frozen_columns: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cells, frozen_columns, parent)
        self.setProperty("role", "grid")
        self.setAccessibleName("录入表格")
        self.delegate = CellDelegate(model, self.painter, self)
        self.setItemDelegate(self.delegate)
        # A delegate of its own: a shared one would tell both halves of each editor.
        self.frozen_delegate = CellDelegate(model, self.painter, self.frozen)
        self.frozen.setItemDelegate(self.frozen_delegate)
        self._is_leaving = False
        hands = HeadingMouse(self)
        for head in (self.head, self.frozen.head):
            head.hands = hands
        self.selectionModel().currentChanged.connect(self._follow_current)
        self.selectionModel().selectionChanged.connect(self._place_handle)
        self._kept: tuple[int, int] | None = None
        self._around: tuple[list[int], int] = [], 0  # rows that were shown, and the place in them
        model.reloading.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        self.rescale()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_cells(self.painter, event)

    # Where the clerk is

    def rows_a_page(self) -> int:
        """Rows that fit on the screen."""
        return max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1)

    def _follow_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.painter.lit_row, self.painter.lit_column = current.row(), current.column()
        self.head.set_lit(current.column())
        self.frozen.head.set_lit(current.column())
        self.viewport().update()
        self.frozen.viewport().update()
        self.current_moved.emit(current.row(), current.column())

    def _place_handle(self) -> None:
        blocks = [] if self.grid.read_only else self.shown_blocks()
        rows, columns = blocks[0] if len(blocks) == 1 else (range(0), [])
        self.painter.corner = (rows[-1], columns[-1]) if rows and columns else None
        self.viewport().update()
        self.frozen.viewport().update()

    def _before_reset(self) -> None:
        for table, delegate in ((self, self.delegate), (self.frozen, self.frozen_delegate)):
            if table.state() == QAbstractItemView.State.EditingState:
                delegate.take()
        row, column = self.place
        is_somewhere = 0 <= row < self.grid.rowCount()
        self._kept = (self.grid.row_id(row), column) if is_somewhere else None
        self._around = self.grid.visible_ids(), row

    def _after_reset(self) -> None:
        self.painter.lit_row = self.painter.lit_column = -1
        self.painter.found = None  # it was a place, not a row
        self.forget_selection()
        self._place_frozen()
        if self._kept is None or not self.grid.rowCount():
            self.current_moved.emit(-1, -1)
            return
        self.go(self._nearest_row(), self._kept[1])

    def _nearest_row(self) -> int:
        """The row in hand; where it went, the next one that is left, else the one before it.

        The first one where all rows are others, as in another village.
        """
        ids, at = self._around
        places = (self.grid.view_row(i) for i in (*ids[at:], *reversed(ids[:at])))
        return next((place for place in places if place is not None), 0)

    # Events

    @property
    def is_editing(self) -> bool:
        """Whether an editor is open in one of the halves."""
        editing = QAbstractItemView.State.EditingState
        return editing in {self.state(), self.frozen.state()}

    def begin_edit(self, text: str | None = None) -> bool:
        """Open the editor of the current cell, `text` being what was typed over it."""
        index = self.currentIndex()
        if not index.isValid() or not self.grid.can_edit(index.row(), index.column()):
            return False
        is_frozen = self.is_frozen(index.column())
        table = self.frozen if is_frozen else self
        if table.state() == QAbstractItemView.State.EditingState:
            return True
        delegate = self.frozen_delegate if is_frozen else self.delegate
        delegate.typed = text
        table.edit(index)
        delegate.deselect()  # Qt selects all; what was typed must not be typed over
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.place[0] < 0 and self.grid.rowCount():
            # Qt would take the very first cell, which mostly cannot be typed in.
            editable = [c for c in self.shown_columns() if self.grid.columns[c].is_editable]
            self.go(0, editable[0] if editable else 0)
            # It may be asked before the window has its size; nothing needs to be scrolled for it.
            self.horizontalScrollBar().setValue(0)
        super().focusInEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        # Tab goes to the next cell; F6 leaves the grid.
        return self._is_leaving and super().focusNextPrevChild(next)

    def leave(self, *, is_backwards: bool = False) -> None:
        """Give the focus to the control after the grid, or before it."""
        self._is_leaving = True
        self.focusNextPrevChild(not is_backwards)
        self._is_leaving = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        if self.is_editing and event.key() != Qt.Key.Key_F6:
            return  # what the editor has no use for is not meant for the cells
        self.key_pressed.emit(event)
        if not event.isAccepted():
            # Not to QTableView: its own search by letters would move the cell.
            QWidget.keyPressEvent(self, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        text = event.commitString() or event.preeditString()
        if not text:
            return
        typed = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
        typed.ignore()
        if event.commitString():
            self.key_pressed.emit(typed)
        elif self.begin_edit(""):
            # What is being spelt goes on in the editor; there one answer is enough, too.
            editor = QApplication.focusWidget()
            if editor is not None and editor is not self:
                QApplication.sendEvent(editor, event)
        else:
            QGuiApplication.inputMethod().reset()
            self.key_pressed.emit(typed)  # says why nothing can be typed here
