"""The small chart of net income a head: the figures of each period and the line (监测范围)."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fangfan_desktop.domain.money import FEN_PER_YUAN
from fangfan_desktop.views import style

_MOST = 6  # periods shown, the latest
_HEADROOM = 1.15


class IncomeChart(QWidget):
    """Points joined by a line; all amounts are fen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[tuple[str, int], ...] = ()
        self._limit: int | None = None

    def set_figures(self, points: Sequence[tuple[str, int]], limit: int | None) -> None:
        """Show the latest figures: (label, fen a head), oldest first, and the line in fen."""
        self._points = tuple(points)[-_MOST:]
        self._limit = limit
        words = "，".join(f"{name} {_yuan(fen)}元" for name, fen in self._points)
        self.setAccessibleName(f"人均纯收入：{words or '还没有登记'}")
        self.update()

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("search"), look.scaled(120))

    def minimumSizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("search") // 2, look.scaled(100))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("text_small"))
        if self._points:
            self._paint(painter)
        else:
            painter.setPen(look.colour("text_2"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, "还没有登记收入，请到“收入”页填写"
            )
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        look = style.current()
        line = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(look.px("space_4"), line * 1.4, 0, -line * 1.6)
        area.setRight(self.width() - look.px("space_4"))
        top = max([fen for _, fen in self._points] + [self._limit or 0, 1]) * _HEADROOM
        low = min([fen for _, fen in self._points] + [0])

        def height(fen: int) -> float:
            return area.bottom() - (fen - low) / (top - low) * area.height()

        step = area.width() / len(self._points)
        spots = [
            QPointF(area.left() + step * (place + 0.5), height(fen))
            for place, (_, fen) in enumerate(self._points)
        ]
        if self._limit is not None:
            self._paint_limit(painter, area, height(self._limit))
        painter.setPen(QPen(look.colour("accent"), look.px("focus")))
        painter.drawPolyline(QPolygonF(spots))
        radius = look.px("dot") / 3
        for spot, (name, fen) in zip(spots, self._points, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(spot, radius, radius)
            painter.setPen(look.colour("text_2"))
            centre = Qt.AlignmentFlag.AlignCenter
            box = QRectF(spot.x() - step / 2, spot.y() - line * 1.4, step, line)
            painter.drawText(box, centre, _yuan(fen))
            foot = QRectF(spot.x() - step / 2, self.height() - line * 1.2, step, line)
            painter.drawText(foot, centre, name)

    def _paint_limit(self, painter: QPainter, area: QRectF, at: float) -> None:
        look = style.current()
        pen = QPen(look.colour("danger"), look.px("hairline"))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
        painter.setPen(look.colour("danger_text"))
        height = painter.fontMetrics().height()
        painter.drawText(
            QRectF(area.left(), at - height, area.width(), height),
            Qt.AlignmentFlag.AlignRight,
            f"监测范围 {_yuan(self._limit or 0)}",
        )


def _yuan(fen: int) -> str:
    return f"{round(fen / FEN_PER_YUAN):,}"
