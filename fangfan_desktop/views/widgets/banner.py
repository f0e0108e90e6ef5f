"""Messages in the window: a line that says what happened, never a dialog in the way."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import IconButton
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
        layout.addWidget(IconButton("x", "关闭消息", self.hide))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown, or ""."""
        return "" if self.isHidden() else self._text.text()

    @property
    def is_going(self) -> bool:
        """Whether the message goes by itself."""
        return self._timer.isActive()

    def show_message(self, text: str, level: Level = Level.INFO) -> None:
        """Show a sentence in its tone, with the word for it."""
        self._word.setText(_WORDS[level])
        self._text.setText(text)
        self.setAccessibleName(f"{_WORDS[level]}：{text}")
        set_level(self, level)
        self.show()
        if level in {Level.OK, Level.INFO, Level.PLAIN}:
            self._timer.start(_STAYS_MS)
        else:
            self._timer.stop()
