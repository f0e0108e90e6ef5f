"""Thin bars: progress of a village, with words and numbers beside it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level

_NAME_SHARE = 0.16
_FIGURE_SHARE = 0.26


class ProgressLine(QWidget):
    """One line: name, bar, "355/370 96%"; click or Enter opens it."""

    opened = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._done, self._total, self._level = name, 0, 0, Level.OK
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, name: str, done: int, total: int, level: Level | None = None) -> None:
        """Show `done` of `total`; without a level: below 50 % danger, below 70 % warn."""
        self._name, self._done, self._total = name, done, total
        self._level = level or _level_of(done, total)
        self.setAccessibleName(f"{name} {done}/{total}")
        self.update()

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("search"), look.px("row") - look.px("hairline"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, gap = self.height(), look.px("space_2")
        name_width = max(look.px("icon_big") * 1.5, self.width() * _NAME_SHARE)
        figure_width = max(look.px("icon_big") * 2.6, self.width() * _FIGURE_SHARE)
        painter.setFont(look.font("text_cell"))
        painter.setPen(look.colour("text"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(gap / 2, 0, name_width, height), left, self._name)
        ratio = self._done / self._total if self._total else 0
        figures = f"{self._done:,}/{self._total:,} {ratio:.0%}"
        painter.drawText(
            QRectF(self.width() - figure_width - gap / 2, 0, figure_width, height), right, figures
        )
        bar = QRectF(
            name_width + gap,
            (height - look.px("progress")) / 2,
            self.width() - name_width - figure_width - 2 * gap,
            look.px("progress"),
        )
        self._paint_bar(painter, bar, ratio)
        if self.hasFocus():
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF, ratio: float) -> None:
        look = style.current()
        radius = bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("plain_ground"))
        painter.drawRoundedRect(bar, radius, radius)
        if ratio > 0:
            filled = QRectF(bar)
            filled.setWidth(max(bar.height(), bar.width() * min(ratio, 1)))
            painter.setBrush(look.colour(self._level.value))
            painter.drawRoundedRect(filled, radius, radius)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _level_of(done: int, total: int) -> Level:
    ratio = done / total if total else 0
    half, most = 0.5, 0.7
    if ratio < half:
        return Level.DANGER
    return Level.WARN if ratio < most else Level.OK
