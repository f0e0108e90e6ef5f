"""Buttons: text with an icon that keeps its size factor; one main button a page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from fangfan_desktop.views import icons, style


class Button(QPushButton):
    """A push button; `role` is "", main, flat, link or danger (see the style sheet)."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        role: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._colour = "on_accent" if role == "main" else "text_2"
        if role:
            self.setProperty("role", role)
        if tip:
            self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # the Enter key presses it, on a page as in a dialog
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        look = style.current()
        width = look.px("icon")
        if self.iconSize().width() != width:
            self.setIconSize(QSize(width, width))
        if self._icon and self.icon().isNull():
            colours = look.tokens.colours
            self.setIcon(icons.icon(self._icon, colours[self._colour], colours["text_3"]))


class IconButton(QToolButton):
    """A button of an icon alone; its name is in the tooltip and read aloud."""

    def __init__(
        self,
        icon: str,
        name: str,
        on_click: Callable[[], object] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        colours = style.current().tokens.colours
        self.setIcon(icons.icon(icon, colours["text"], colours["line_strong"]))
        self.set_name(name)
        self._resize()
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_name(self, name: str) -> None:
        """What the button does now, such as 撤销：改附件1 1 格."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._resize()

    def _resize(self) -> None:
        width = style.current().px("icon")
        if self.iconSize().width() != width:
            self.setIconSize(QSize(width, width))
