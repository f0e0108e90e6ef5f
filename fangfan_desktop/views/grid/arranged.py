"""A table whose columns stand as the clerk wants them, the first ones frozen over the others.

The frozen columns are a second view laid over the first, with the same model and selection. Columns
are moved as sections of the header, so that a column's number stays its place in the rows.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.arrangement import Arrangement, ColumnChoices
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.painting import CellPainter
from fangfan_desktop.views.grid.rows import Index
from fangfan_desktop.views.grid.table import FrozenHalf, GridTable

_HEADER_SHARE = 0.4  # of the grid's height; where letters are large, rows need the room more
_FROZEN_SHARE = 0.7  # of the grid's width; the others have to be reached too
_MOST_FITTED = 360  # pixels at 100 % that a column gets to fit its texts
ROW_HEIGHTS = ("row_compact", "row", "row_wide", "row_lines")


class ArrangedTable(GridTable):
    """Widths, order, hidden, folded and frozen columns of both halves of a grid."""

    arrangement_changed = Signal()  # by the clerk, widths and heights of rows excepted
    frozen_columns = 0  # columns that are frozen now; Qt asks for it before it is set
    header_share = _HEADER_SHARE

    def __init__(
        self,
        model: GridModel,
        cells: Sequence[HeaderCell],
        frozen_columns: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cells, parent)
        self.grid = model
        keys = [column.key for column in model.columns]
        self.columns_ = Arrangement(keys, cells, frozen_columns)
        self.row_size = "row"
        self.painter = CellPainter(model, style.current(), self)
        self.frozen = FrozenHalf(model, cells, self.painter, self)
        self._widths = {i: c.field.width for i, c in enumerate(model.columns)}
        self._least: dict[int, int] = {}
        self.is_rescaling = False
        self._set_up_frozen()
        for head in (self.head, self.frozen.head):
            head.sectionResized.connect(self._column_resized)
            head.fold_requested.connect(self.toggle_fold)
            head.columns_of = self.columns_.columns_of
        style.current().zoom_changed.connect(self._rezoom)

    def _set_up_frozen(self) -> None:
        frozen = self.frozen
        frozen.setProperty("role", "frozen")
        frozen.setSelectionModel(self.selectionModel())
        frozen.setFocusProxy(self)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        frozen.setVerticalScrollBarPolicy(off)
        frozen.setHorizontalScrollBarPolicy(off)
        self.verticalScrollBar().valueChanged.connect(frozen.verticalScrollBar().setValue)
        frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)

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
        """Give columns these widths, in pixels at 100 %; unknown keys are passed over."""
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

    def _rezoom(self) -> None:
        """The same rows and columns stay in sight at another zoom."""
        top, left = self.rowAt(0), self.columnAt(self.frozen_width())
        current = self.currentIndex()
        was_seen = self.viewport().rect().intersects(self.visualRect(current))
        self.rescale()
        if top >= 0:
            self.verticalScrollBar().setValue(self.verticalHeader().sectionPosition(top))
        if left >= 0:
            place = self.head.sectionPosition(left) - self.frozen_width()
            self.horizontalScrollBar().setValue(place)
        if current.isValid() and was_seen:
            # once the lines around the grid have their new heights too
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def _level_headers(self) -> None:
        # Hidden columns of the frozen half would be measured otherwise, so it takes these heights.
        self._fit_frozen()
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

    def fit_column(self, column: int) -> None:
        """Make a column as wide as what is seen of it needs, within reason."""
        fitted = round(self.sizeHintForColumn(column) * 100 / style.current().zoom)
        self._least.pop(column, None)
        self.set_column_widths({self.grid.columns[column].key: fitted})

    def sizeHintForColumn(self, column: int) -> int:
        """Pixels that the texts on the screen and a part of the heading need (double click)."""
        look = style.current()
        metrics = QFontMetrics(self.painter.font)
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = range(max(0, first), last + 1 if last >= 0 else self.grid.rowCount())
        texts = {self.grid.face(row, column)[0] for row in rows}
        lines = [line for text in texts for line in text.split("\n")]
        widest = max(map(metrics.horizontalAdvance, lines), default=0) + 2 * look.px("cell_pad") + 2
        heading = self.grid.columns[column].field.name
        in_lines = -(-len(heading) // 4) + 1  # a long heading is broken into several lines
        em = QFontMetrics(look.font("text_header")).horizontalAdvance("国")
        title = min(len(heading), in_lines) * em + 2 * look.px("header_pad")
        return max(look.px("icon"), min(look.scaled(_MOST_FITTED), max(widest, title)))

    # The frozen half

    def is_frozen(self, column: int) -> bool:
        """Whether a column stays while the others scroll."""
        return self.columns_.position[column] < self.frozen_columns

    def frozen_width(self) -> int:
        """Pixels that the frozen columns take."""
        return sum(self.columnWidth(c) for c in self.columns_.order[: self.frozen_columns])

    def _fit_frozen(self) -> None:
        """Freeze as many columns as were asked for and leave room for the others."""
        count, room = self.columns_.frozen, self.viewport().width() * _FROZEN_SHARE
        if self.isVisible():
            widths = [self.columnWidth(column) for column in self.columns_.order[:count]]
            while count > 1 and sum(widths[:count]) > room:
                count -= 1
        self.frozen_columns = count
        shown = set(self.columns_.shown)
        for at, column in enumerate(self.columns_.order):
            is_away = at >= count or column not in shown
            if self.frozen.isColumnHidden(column) != is_away:
                self.frozen.setColumnHidden(column, is_away)
        self.frozen.setVisible(self.frozen_width() > 0)

    def _place_frozen(self) -> None:
        frame = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        self.head.covered = self.frozen_width()
        self.frozen.setGeometry(frame, frame, self.frozen_width() + 1, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, frozen = self.head.heights(), self.frozen_columns
        self.head.set_most(round(self.height() * self.header_share))
        self._fit_frozen()
        if self.head.heights() != before or self.frozen_columns != frozen:
            self._level_headers()
        self._place_frozen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._level_headers()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if self.is_frozen(index.column()):
            bar.setValue(before)
            return
        hidden = self.frozen_width() - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell stands in this widget, frozen or not."""
        table = self.frozen if self.is_frozen(column) else self
        rect = table.visualRect(self.grid.index(row, column))
        return QRect(table.viewport().mapTo(self, rect.topLeft()), rect.size())

    def heading_left(self, column: int) -> int:
        """Where a heading begins, in pixels from the grid's left."""
        head = self.frozen.head if self.is_frozen(column) else self.head
        return head.sectionViewportPosition(column)

    # The arrangement

    def shown_columns(self) -> list[int]:
        """Columns that are neither hidden nor folded away, from the left as they stand."""
        return self.columns_.shown

    def columns_between(self, left: int, right: int) -> list[int]:
        """The columns shown from one to another that stands right of it, both of them in."""
        shown = set(self.columns_.shown)
        return [column for column in self.columns_.between(left, right) if column in shown]

    def entry_column(self) -> int:
        """The first column that scrolls; the last one where all are frozen."""
        shown = self.columns_.shown
        return next((c for c in shown if not self.is_frozen(c)), shown[-1])

    def arrange(self, change: Callable[[Arrangement], object]) -> bool:
        """Change the arrangement as the clerk wants it; False where `change` came to nothing."""
        if change(self.columns_) is False:
            return False
        self._show_arrangement()
        self.arrangement_changed.emit()
        return True

    def toggle_fold(self, cell: HeaderCell) -> None:
        """Fold a group of columns to its first one, or unfold it."""
        group = cell.row, cell.column
        self.arrange(lambda columns: columns.fold(columns.folded ^ {group}))

    def set_choices(self, choices: ColumnChoices) -> None:
        """Stand as was kept."""
        self.columns_.choose(choices)
        self._show_arrangement()

    def restore(self) -> None:
        """Stand as the form has it: order, widths, nothing hidden or folded."""
        self._least.clear()
        self.columns_.choose(ColumnChoices())
        self.set_column_widths({c.key: c.field.width for c in self.grid.columns})
        self._show_arrangement()
        self.arrangement_changed.emit()

    def reveal(self, column: int) -> None:
        """Show a column that is hidden or folded away, since something leads to it."""
        if column not in self.columns_.shown:
            self.arrange(lambda columns: columns.reveal(column))

    def _show_arrangement(self) -> None:
        """Bring both halves in step with the arrangement."""
        shown = set(self.columns_.shown)
        self.painter.position = self.columns_.position
        self.is_rescaling = True
        for table in (self, self.frozen):
            table.head.folded = self.columns_.folded
            table.head.left_out = self.columns_.left_out()
            if table.head.sectionsMoved() or not self.columns_.is_own_order:
                for at, column in enumerate(self.columns_.order):
                    table.head.moveSection(table.head.visualIndex(column), at)
        for column in range(len(self.grid.columns)):
            if self.isColumnHidden(column) != (column not in shown):
                self.setColumnHidden(column, column not in shown)
        self.is_rescaling = False
        self._level_headers()
        self._keep_current_shown()

    def _keep_current_shown(self) -> None:
        """Hook: the cell in hand may stand in a column that is hidden now."""
