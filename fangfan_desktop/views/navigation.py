"""The left side: the pages with icons and red counts; icons alone where the window is narrow."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.views import icons, style
from fangfan_desktop.views.page import PageSpec

_MOST_SHOWN = 999


class _Entry(QAbstractButton):
    """One page: icon, name, count."""

    def __init__(self, spec: PageSpec, key_hint: str) -> None:
        super().__init__()
        self.spec = spec
        self.count = 0
        self.is_narrow = False
        self.setText(spec.title)
        self.setToolTip(f"{spec.title}（{key_hint}）" if key_hint else spec.title)
        self.setAccessibleName(spec.title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("nav_narrow"), look.px("nav_row"))

    def minimumSizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("icon"), look.px("icon") + look.px("space_2"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        colour = "accent_text" if self.isChecked() else "text"
        width, gap = look.px("icon"), look.px("space_3") - look.px("hairline")
        left = (self.width() - width) // 2 if self.is_narrow else gap
        top = (self.height() - width) // 2
        ratio = self.devicePixelRatioF()
        icon_colour = look.tokens.colours[colour]
        picture = icons.pixmap(self.spec.icon, icon_colour, round(width * ratio))
        painter.drawPixmap(QRectF(left, top, width, width), picture, QRectF(picture.rect()))
        if not self.is_narrow:
            painter.setFont(look.font("text", is_bold=self.isChecked()))
            painter.setPen(look.colour(colour))
            room = self.rect().adjusted(left + width + gap, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.count:
            self._paint_count(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        look = style.current()
        radius = look.px("radius")
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_ground" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(look.colour("accent"))
            pen.setWidth(look.px("focus"))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, radius, radius)

    def _paint_count(self, painter: QPainter) -> None:
        look = style.current()
        painter.setFont(look.font("text_small", is_bold=True))
        text = str(self.count) if self.count <= _MOST_SHOWN else f"{_MOST_SHOWN}+"
        height = look.px("icon")
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + look.px("space_2"))
        right = self.width() - (0 if self.is_narrow else look.px("space_2"))
        top = 0 if self.is_narrow else (self.height() - height) / 2
        box = QRectF(right - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("danger_ground"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(look.colour("danger_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QWidget):
    """The list of pages; emits `chosen` with a page's key."""

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("页面")
        self._entries: dict[str, _Entry] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._brand = _Brand()
        self._layout.addWidget(self._brand)
        for number, spec in enumerate(specs, 1):
            if spec.is_at_bottom:
                self._layout.addStretch()
            entry = _Entry(spec, f"Ctrl+{number % 10}" if number <= 10 else "")  # noqa: PLR2004 - ten digit keys
            entry.clicked.connect(lambda _=False, key=spec.key: self.chosen.emit(key))
            self._group.addButton(entry)
            self._entries[spec.key] = entry
            self._layout.addWidget(entry)
        if not any(spec.is_at_bottom for spec in specs):
            self._layout.addStretch()
        self.is_narrow = False
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    def entries(self) -> list[QAbstractButton]:
        """The buttons, from the top."""
        return list(self._entries.values())

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        self._entries[key].setChecked(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Red counts by page key; 0 shows nothing, a page not named keeps its count."""
        for key, count in counts.items():
            entry = self._entries.get(key)
            if entry is not None and entry.count != count:
                entry.count = count
                entry.setAccessibleName(f"{entry.spec.title} {count or ''}".strip())
                entry.update()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show icons only, or icons with names."""
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self._resize()

    def _resize(self) -> None:
        look = style.current()
        self.setFixedWidth(look.px("nav_narrow" if self.is_narrow else "nav"))
        gap = look.px("space_2")
        self._layout.setContentsMargins(gap, 0, gap, gap)
        self._layout.setSpacing(look.px("focus"))
        self._brand.is_narrow = self.is_narrow
        for entry in self._entries.values():
            entry.is_narrow = self.is_narrow
            entry.updateGeometry()
            entry.update()


class _Brand(QWidget):
    """The program's sign and name."""

    def __init__(self) -> None:
        super().__init__()
        self.is_narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("nav_narrow"), look.px("top_bar"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px("icon") + look.px("space_1")
        left = (self.width() - side) / 2 if self.is_narrow else look.px("space_3")
        box = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(box, look.px("space_1"), look.px("space_1"))
        painter.setPen(look.colour("on_accent"))
        painter.setFont(look.font("text_small", is_bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "防")
        if not self.is_narrow:
            painter.setPen(look.colour("accent_text"))
            painter.setFont(look.font("text", is_bold=True))
            room = self.rect().adjusted(int(box.right()) + look.px("space_2"), 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "防返贫工作台")
        painter.end()
