"""How a cell is painted: plain fills and one text, because 400 of them make one frame."""

from PySide6.QtCore import QLineF, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from fangfan_desktop.views.grid.model import (
    CLOSED,
    DOUBT,
    ERROR,
    HINT,
    LOCKED,
    PENDING,
    GridModel,
)
from fangfan_desktop.views.style import Style

Index = QModelIndex | QPersistentModelIndex
CellPlace = tuple[QRect, QStyle.StateFlag]
_SELECTED = QStyle.StateFlag.State_Selected


class CellPainter(QObject):
    """Colours and measures made ready for one zoom; the view says which cell is current."""

    def __init__(self, model: GridModel, look: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self.lit_row = -1
        self.lit_column = -1
        self.found: tuple[int, int] | None = None
        self._aligned = [int(column.alignment) for column in model.columns]
        self.prepare()
        look.zoom_changed.connect(self.prepare)

    def prepare(self) -> None:
        """Take colours and sizes of the present zoom."""
        look = self._look
        self.font: QFont = look.font("text_cell")
        self._metrics = QFontMetrics(self.font)
        self._em = self._metrics.horizontalAdvance("国")
        self._pad = look.px("cell_pad")
        self._bar = look.px("cell_bar")
        self._frame = QPen(look.colour("accent"), look.px("cell_frame"))
        self._frame.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self._inset = look.px("cell_frame") // 2
        self._text_pen = QPen(look.colour("text"))
        self._locked_pen = QPen(look.colour("text_2"))
        self._danger_pen = QPen(look.colour("danger_text"))
        self._hatch = self._make_hatch()
        self._dot = QBrush(look.colour("info"))

    def _make_hatch(self) -> QBrush:
        step = self._look.px("hatch_step") * 2
        tile = QPixmap(step, step)
        tile.fill(self._look.colour("computed_ground"))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("hatch"), step / 3))
        for start in (-step, 0, step):
            painter.drawLine(QLineF(start - 1, step + 1, start + step + 1, -1))
        painter.end()
        return QBrush(tile)

    def paint(self, painter: QPainter, place: CellPlace, index: Index) -> None:
        """Paint one cell; `place` is its rectangle and the state of Qt's option."""
        rect, state = place
        row, column = index.row(), index.column()
        text, look = self._model.face(row, column)
        is_current = row == self.lit_row and column == self.lit_column
        ground = self._ground(row, column, look)
        if state & _SELECTED and not is_current:
            ground = self._look.colour("selection")
        if look & CLOSED:
            painter.fillRect(rect, self._hatch)
        if ground is not None:
            painter.fillRect(rect, ground)
        if look & (ERROR | DOUBT | HINT):
            name = "danger" if look & ERROR else "warn" if look & DOUBT else "info"
            painter.fillRect(rect.x(), rect.y(), self._bar, rect.height(), self._look.colour(name))
        if text:
            self._paint_text(painter, rect, column, text, look)
        if look & PENDING:
            self._paint_corner(painter, rect)
        if is_current:
            painter.setPen(self._frame)
            inset = self._inset
            painter.drawRect(rect.adjusted(inset, inset, -inset - 1, -inset - 1))

    def _ground(self, row: int, column: int, look: int) -> QColor | None:
        colour = self._look.colour
        if self.found == (row, column):
            return colour("find_ground")
        if look & ERROR:
            return colour("danger_ground")
        if look & DOUBT:
            return colour("warn_ground")
        if look & CLOSED:
            return None
        if row == self.lit_row or column == self.lit_column:
            return colour("lit")
        return colour("computed_ground") if look & LOCKED else None

    def _paint_text(
        self, painter: QPainter, rect: QRect, column: int, text: str, look: int
    ) -> None:
        room = rect.adjusted(self._pad, 0, -self._pad, 0)
        width = room.width()
        if "\n" in text:
            text = text.replace("\n", " ")
        if len(text) * self._em > width:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        if look & ERROR:
            painter.setPen(self._danger_pen)
        else:
            painter.setPen(self._locked_pen if look & CLOSED else self._text_pen)
        painter.drawText(room, self._aligned[column], text)

    def _paint_corner(self, painter: QPainter, rect: QRect) -> None:
        """保存中: a small square in the upper right corner."""
        side = self._bar
        painter.fillRect(rect.right() - side, rect.y() + 1, side, side, self._dot)
