"""The chart of cases by month: taken in, cleared, and how many are not cleared at the end."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.workbench import CaseMonth
from fangfan_desktop.views import style

_BAR_SHARE = 0.3  # of a month's width, each of the two bars
_LEGEND = ("新纳入", "消除", "月末未消除")


class CaseMonths(QWidget):
    """Bars of the households taken in (filled) and cleared (outlined), a line of those open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[CaseMonth, ...] = ()

    def show_months(self, months: Sequence[CaseMonth]) -> None:
        """Show these months, the oldest first."""
        self._months = tuple(months)
        words = "；".join(
            f"{m.first.year}年{m.first.month}月新纳入{m.taken_in}户、消除{m.cleared}户、"
            f"未消除{m.open_at_end}户"
            for m in self._months
        )
        self.setAccessibleName(f"监测对象逐月情况：{words}")
        self.setToolTip(words.replace("；", "\n"))
        self.update()

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("search"), look.scaled(132))

    def minimumSizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("search") // 2, look.scaled(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.current().font("text_small"))
        if self._months:
            line = painter.fontMetrics().height()
            area = QRectF(self.rect()).adjusted(0, line * 2.6, 0, -line * 1.2)
            self._paint_legend(painter, line)
            self._paint_bars(painter, area, line)
            self._paint_open(painter, area, line)
        painter.end()

    def _paint_legend(self, painter: QPainter, line: float) -> None:
        look = style.current()
        x = 0.0
        for place, words in enumerate(_LEGEND):
            mark = QRectF(x, line * 0.2, line * 0.6, line * 0.6)
            if place == len(_LEGEND) - 1:
                painter.setPen(QPen(look.colour("warn"), look.px("focus")))
                painter.drawLine(mark.topLeft() + QPointF(0, line * 0.3), mark.topRight()
                                 + QPointF(0, line * 0.3))  # fmt: skip
            else:
                self._bar(painter, mark, is_filled=place == 0)
            painter.setPen(look.colour("text_2"))
            width = painter.fontMetrics().horizontalAdvance(words)
            left = mark.right() + look.px("space_1")
            painter.drawText(QRectF(left, 0, width + 2, line), Qt.AlignmentFlag.AlignVCenter, words)
            x = left + width + look.px("space_4")

    def _paint_bars(self, painter: QPainter, area: QRectF, line: float) -> None:
        look = style.current()
        step = area.width() / len(self._months)
        most = max(max(m.taken_in, m.cleared) for m in self._months) or 1
        room = area.height() - line
        painter.setPen(QPen(look.colour("line_strong"), look.px("hairline")))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        is_narrow = step < painter.fontMetrics().horizontalAdvance("12月") + look.px("space_1")
        for place, month in enumerate(self._months):
            left = area.left() + step * place
            for turn, count in enumerate((month.taken_in, month.cleared)):
                height = room * count / most
                x = left + step * (0.5 - _BAR_SHARE + turn * _BAR_SHARE)
                bar = QRectF(x, area.bottom() - height, step * _BAR_SHARE, height)
                if count:
                    self._bar(painter, bar, is_filled=turn == 0)
                    painter.setPen(look.colour("text_2"))
                    box = QRectF(x - step / 2, bar.top() - line, step * (1 + _BAR_SHARE), line)
                    painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(count))
            painter.setPen(look.colour("text_2"))
            foot = QRectF(left, area.bottom(), step, line * 1.2)
            words = f"{month.first.month}{'' if is_narrow else '月'}"
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_open(self, painter: QPainter, area: QRectF, line: float) -> None:
        """The line of those not cleared, on a scale of its own, with its first and last figure."""
        look = style.current()
        step = area.width() / len(self._months)
        figures = [month.open_at_end for month in self._months]
        low, high = min(figures), max(figures)
        top, span = area.top() - line * 0.3, line * 0.9

        def spot(place: int) -> QPointF:
            share = (figures[place] - low) / (high - low) if high > low else 0.5
            return QPointF(area.left() + step * (place + 0.5), top + span * (1 - share))

        painter.setPen(QPen(look.colour("warn"), look.px("focus")))
        painter.drawPolyline(QPolygonF([spot(place) for place in range(len(figures))]))
        painter.setPen(look.colour("warn_text"))
        for place in dict.fromkeys((0, len(figures) - 1)):
            at = spot(place)
            box = QRectF(at.x() - step, at.y() - line * 1.05, step * 2, line)
            if place:
                box.moveRight(area.right())
            else:
                box.moveLeft(area.left())
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, side, f"{figures[place]:,}")

    def _bar(self, painter: QPainter, box: QRectF, *, is_filled: bool) -> None:
        look = style.current()
        painter.setPen(QPen(look.colour("accent"), look.px("hairline")))
        painter.setBrush(look.colour("accent") if is_filled else look.colour("accent_ground"))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
