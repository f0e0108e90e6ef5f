"""Messages in the window: a line that says what happened, never a dialog in the way.

It lies over the page's lower edge and takes no room of its own: a page that jumps when a message
comes or goes makes the next click hit something else.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_WORDS = {
    Level.PLAIN: "提示",
    Level.OK: "完成",
    Level.INFO: "提示",
    Level.WARN: "注意",
    Level.DANGER: "没有完成",
}
_STAYS_MS = 8000


class Banner(QWidget):
    """One message; a good one goes by itself, a warning stays until closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QHBoxLayout(self)
        look = style.current()
        side, above = look.px("space_3"), look.px("space_1")
        layout.setContentsMargins(side, above, above, above)
        self._word = label("", "heading")
        self._text = wrapped()
        layout.addWidget(self._word)
        layout.addWidget(self._text, 1)
        self.link = Button("去看", self._follow, role="link")
        self.link.hide()
        self._on_link: Callable[[], object] | None = None
        layout.addWidget(self.link)
        layout.addWidget(IconButton("x", "关闭消息", self.hide))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._page: QWidget | None = None
        self.hide()

    def lie_over(self, page: QWidget) -> None:
        """Show messages over the lower edge of `page`, whatever its size; both have one parent."""
        self._page = page
        page.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """As wide as the sentence needs, at most as the page; in the middle, above its edge."""
        page, layout = self._page, self.layout()
        if page is None or layout is None:
            return
        gap = style.current().px("space_4")
        room = max(page.width() - 2 * gap, gap)
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        beside = layout.sizeHint().width() - self._text.sizeHint().width()
        width = min(room, words + beside + gap)
        height = max(layout.totalHeightForWidth(width), layout.sizeHint().height())
        box = page.geometry()
        left = box.left() + (box.width() - width) // 2
        self.setGeometry(left, box.bottom() - height - gap, width, height)
        self.raise_()

    def _follow(self) -> None:
        self.hide()
        if self._on_link is not None:
            self._on_link()

    @property
    def text(self) -> str:
        """The message shown, or ""."""
        return "" if self.isHidden() else self._text.text()

    @property
    def is_going(self) -> bool:
        """Whether the message goes by itself."""
        return self._timer.isActive()

    def show_message(
        self,
        text: str,
        level: Level = Level.INFO,
        link: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a sentence in its tone, with the word for it; `link` is words and what they do."""
        self._on_link = link[1] if link else None
        if link is not None:
            self.link.setText(link[0])
        self.link.setVisible(link is not None)
        self._word.setText(_WORDS[level])
        self._text.setText(text)
        self.setAccessibleName(f"{_WORDS[level]}：{text}")
        set_level(self, level)
        self.ensurePolished()
        self._place()
        self.show()
        if level in {Level.OK, Level.INFO, Level.PLAIN}:
            self._timer.start(_STAYS_MS)
        else:
            self._timer.stop()
