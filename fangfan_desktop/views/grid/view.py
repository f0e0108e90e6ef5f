"""The table on the screen: frozen first columns, lit row and column, one cell in hand.

The first columns are a second view laid over the first, with the same model and selection.
"""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.delegate import CellDelegate
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.painting import CellPainter
from fangfan_desktop.views.grid.rows import Index
from fangfan_desktop.views.grid.selecting import SelectingTable
from fangfan_desktop.views.grid.table import FrozenHalf

_HEADER_SHARE = 0.4  # of the grid's height; where letters are large, rows need the room more
ROW_HEIGHTS = ("row_compact", "row", "row_wide", "row_lines")


class GridView(SelectingTable):
    """The grid without its lines above and below; keys are handled by `grid.keys`."""

    current_moved = Signal(int, int)  # row, column; -1, -1 where there is none
    frozen_columns = 0  # Qt asks for it before it is set
    fold_changed = Signal()
    key_pressed = Signal(object)  # a QKeyEvent that `handle_key` may accept

    def __init__(
        self,
        model: GridModel,
        cells: Sequence[HeaderCell],
        frozen_columns: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cells, parent)
        self.frozen_columns = frozen_columns
        self.row_size = "row"
        self.setProperty("role", "grid")
        self.setAccessibleName("录入表格")
        self.painter = CellPainter(model, style.current(), self)
        self.delegate = CellDelegate(model, self.painter, self)
        self.setItemDelegate(self.delegate)
        self.frozen = FrozenHalf(model, cells, self.painter, self)
        self._set_up_frozen()
        self._widths = {i: c.field.width for i, c in enumerate(model.columns)}
        self._least: dict[int, int] = {}
        self.is_rescaling = False
        self._is_leaving = False
        self.head.sectionResized.connect(self._column_resized)
        self.frozen.head.sectionResized.connect(self._column_resized)
        for head in (self.head, self.frozen.head):
            head.sectionClicked.connect(self._click_heading)
            head.fold_requested.connect(self.toggle_fold)
        self.selectionModel().currentChanged.connect(self._follow_current)
        self.selectionModel().selectionChanged.connect(self._place_handle)
        self._kept: tuple[int, int] | None = None
        model.reloading.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        style.current().zoom_changed.connect(self.rescale)
        self.rescale()

    # Sizes

    def set_row_size(self, name: str) -> None:
        """Row height by token: row_compact (22), row (26), row_wide (32) or row_lines (60).

        In rows of more than one line long texts are broken into lines.
        """
        self.row_size = name
        self.rescale()

    def column_widths(self) -> dict[str, int]:
        """Widths at 100 % by key, to be kept."""
        return {self.grid.columns[i].key: width for i, width in self._widths.items()}

    def set_column_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths that were kept; unknown keys are passed over."""
        for key, width in widths.items():
            column = self.grid.column_of.get(key)
            if column is not None:
                self._widths[column] = max(style.current().tokens.sizes["icon"], width)
        self.rescale()

    def set_least_width(self, key: str, width: int) -> None:
        """Let a column be at least as wide as this, in pixels at 100 %, for the time being."""
        column = self.grid.column_of[key]
        if self._least.get(column, 0) != width:
            self._least[column] = width
            self.rescale()

    def rescale(self) -> None:
        """Heights and widths at the present zoom."""
        look = style.current()
        height = look.px(self.row_size)
        self.is_rescaling = True
        for table in (self, self.frozen):
            table.verticalHeader().setMinimumSectionSize(1)
            table.verticalHeader().setDefaultSectionSize(height)
            for column, width in self._widths.items():
                table.setColumnWidth(column, look.scaled(max(width, self._least.get(column, 0))))
        self.is_rescaling = False
        self._level_headers()

    def _level_headers(self) -> None:
        # Hidden columns of the frozen half would be measured otherwise, so it takes these heights.
        self.head.forget_heights()
        self.frozen.head.take_heights(self.head.heights())
        self.updateGeometries()
        self._place_frozen()

    def _column_resized(self, column: int, _old: int, new: int) -> None:
        if self.is_rescaling or new == 0:
            return
        look = style.current()
        self._widths[column] = round(new * 100 / look.zoom)
        self._least.pop(column, None)
        self.is_rescaling = True
        for table in (self, self.frozen):
            if not table.isColumnHidden(column):
                table.setColumnWidth(column, new)
        self.is_rescaling = False
        self._level_headers()

    # The frozen half

    def _set_up_frozen(self) -> None:
        frozen = self.frozen
        frozen.setProperty("role", "frozen")
        # A delegate of its own: a shared one would tell both halves of each editor.
        self.frozen_delegate = CellDelegate(self.grid, self.painter, frozen)
        frozen.setItemDelegate(self.frozen_delegate)
        frozen.setSelectionModel(self.selectionModel())
        frozen.setFocusProxy(self)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        frozen.setVerticalScrollBarPolicy(off)
        frozen.setHorizontalScrollBarPolicy(off)
        for column in range(self.frozen_columns, len(self.grid.columns)):
            frozen.setColumnHidden(column, True)
        self.verticalScrollBar().valueChanged.connect(frozen.verticalScrollBar().setValue)
        frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        frozen.setVisible(self.frozen_columns > 0)

    def frozen_width(self) -> int:
        """Pixels that the frozen columns take."""
        return sum(self.columnWidth(c) for c in range(self.frozen_columns))

    def _place_frozen(self) -> None:
        frame = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        self.head.covered = self.frozen_width()
        self.frozen.setGeometry(frame, frame, self.frozen_width() + 1, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_cells(self.painter, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = self.head.heights()
        self.head.set_most(round(self.height() * _HEADER_SHARE))
        if self.head.heights() != before:
            self._level_headers()
        self._place_frozen()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if index.column() < self.frozen_columns:
            bar = self.horizontalScrollBar()
            before = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(before)
            return
        super().scrollTo(index, hint)
        hidden = self.frozen_width() - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    # Groups

    def toggle_fold(self, cell: HeaderCell) -> None:
        """Fold a group of columns to its first one, or unfold it."""
        self._fold(self.head.folded ^ {(cell.row, cell.column)})
        self.fold_changed.emit()

    def folded_groups(self) -> tuple[tuple[int, str], ...]:
        """Level and key of the first column of each folded group, to be kept."""
        return tuple((row, self.grid.columns[column].key) for row, column in self.head.folded)

    def fold_groups(self, groups: Iterable[tuple[int, str]]) -> None:
        """Fold these groups and no others; unknown ones are passed over."""
        known = {(cell.row, cell.column) for cell in self.head.cells if cell.column_span > 1}
        column_of = self.grid.column_of
        self._fold({(row, column_of[key]) for row, key in groups if key in column_of} & known)

    def _fold(self, folded: set[tuple[int, int]]) -> None:
        self.head.folded = self.frozen.head.folded = folded
        hidden = self.head.folded_away()
        for column in range(self.frozen_columns, len(self.grid.columns)):
            if self.isColumnHidden(column) != (column in hidden):
                self.setColumnHidden(column, column in hidden)
        row, column = self.place
        if row >= 0 and self.isColumnHidden(column):
            self.go(row, column)
        self._level_headers()

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
        selection = self.selectionModel().selection()
        one = selection.at(0) if selection.size() == 1 and not self.grid.read_only else None
        self.painter.corner = (one.bottom(), one.right()) if one else None
        self.viewport().update()
        self.frozen.viewport().update()

    def _click_heading(self, column: int) -> None:
        """Select a column as the held keys ask for."""
        held = QGuiApplication.keyboardModifiers()
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        self.select_column(
            column, extend=extend, add=bool(held & Qt.KeyboardModifier.ControlModifier)
        )
        self.setFocus()

    def _before_reset(self) -> None:
        for table, delegate in ((self, self.delegate), (self.frozen, self.frozen_delegate)):
            if table.state() == QAbstractItemView.State.EditingState:
                delegate.take()
        row, column = self.place
        is_somewhere = 0 <= row < self.grid.rowCount()
        self._kept = (self.grid.row_id(row), column) if is_somewhere else None

    def _after_reset(self) -> None:
        self.painter.lit_row = self.painter.lit_column = -1
        self.forget_selection()
        self._place_frozen()
        row = self.grid.view_row(self._kept[0]) if self._kept else None
        if row is None or self._kept is None:
            self.current_moved.emit(-1, -1)
        else:
            self.go(row, self._kept[1])

    # Events

    def begin_edit(self, text: str | None = None) -> bool:
        """Open the editor of the current cell, `text` being what was typed over it."""
        index = self.currentIndex()
        if not index.isValid() or not self.grid.can_edit(index.row(), index.column()):
            return False
        is_frozen = index.column() < self.frozen_columns
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

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell stands in this widget, frozen or not."""
        table = self.frozen if column < self.frozen_columns else self
        rect = table.visualRect(self.grid.index(row, column))
        return QRect(table.viewport().mapTo(self, rect.topLeft()), rect.size())
