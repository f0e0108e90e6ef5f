"""Words on the screen: labels by role, tags, lights and icons."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fangfan_desktop.views import icons, style
from fangfan_desktop.views.level import Level


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label; roles: title, heading, secondary, small, hint, figure, or "" for plain text."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def wrapped(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that breaks its lines."""
    made = label(text, role, parent)
    made.setWordWrap(True)
    return made


def set_level(widget: QWidget, level: Level) -> None:
    """Give a styled widget another tone."""
    if widget.property("level") == level.value:
        return
    widget.setProperty("level", level.value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Tag(QLabel):
    """A rounded word of the trade: 未排查, 已完成, 超 3 天."""

    def __init__(
        self, text: str = "", level: Level = Level.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "tag")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_level(self, level)

    def set(self, text: str, level: Level = Level.PLAIN) -> None:
        """Show another word; nothing is shown where it is empty."""
        self.setText(text)
        set_level(self, level)
        self.setVisible(bool(text))


class IconLabel(QLabel):
    """An icon in a token's colour, always beside a word."""

    def __init__(
        self,
        icon: str,
        colour: str = "text_2",
        size: str = "icon",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._colour, self._size = icon, colour, size
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        look = style.current()
        ratio = self.devicePixelRatioF()
        width = round(look.px(self._size) * ratio)
        picture = icons.pixmap(self._icon, look.tokens.colours[self._colour], width).copy()
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
        self.setFixedSize(look.px(self._size), look.px(self._size))


class _Dot(QWidget):
    def __init__(self, level: Level) -> None:
        super().__init__()
        self.level = level
        self.setFixedSize(style.current().px("dot"), style.current().px("dot"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedSize(style.current().px("dot"), style.current().px("dot"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(Qt.GlobalColor.transparent))
        painter.setBrush(style.current().colour(self.level.value))
        painter.drawEllipse(self.rect())
        painter.end()


class Light(QWidget):
    """A coloured dot beside a word (红灯, 黄灯, 绿灯 of a deadline)."""

    def __init__(
        self, text: str = "", level: Level = Level.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._dot = _Dot(level)
        self._label = label(text)
        layout.addWidget(self._dot)
        layout.addWidget(self._label)
        layout.addStretch()

    def set(self, text: str, level: Level) -> None:
        """Show another word and colour."""
        self._label.setText(text)
        self._dot.level = level
        self._dot.update()
