"""The two halves of a grid are tables of one kind: all columns, and the first ones over them."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.header import MergedHeader
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.painting import CellPainter


class GridTable(QTableView):
    """What both halves have in common."""

    def __init__(
        self, model: GridModel, cells: Sequence[HeaderCell], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.head = MergedHeader(cells, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Keys are handled by us; AnyKeyPressed lets an input method open the editor.
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)

    def paint_cells(self, painter: CellPainter, event: QPaintEvent) -> None:
        """Paint what is asked for in one go."""
        brush = QPainter(self.viewport())
        painter.paint(brush, self, event.rect())
        brush.end()


class FrozenHalf(GridTable):
    """The first columns."""

    def __init__(
        self, model: GridModel, cells: Sequence[HeaderCell], painter: CellPainter, parent: QWidget
    ) -> None:
        super().__init__(model, cells, parent)
        self._painter = painter

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_cells(self._painter, event)
