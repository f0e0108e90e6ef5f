"""The line above a grid: the full heading of the current column, and what there is to say."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fangfan_desktop.forms.form import Field, Kind, Source
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.label import Tag, label, set_level

# Said in words too: colours are not told apart by everybody.
_WORDS = {Level.DANGER: "错误：", Level.WARN: "疑问：", Level.INFO: "提示："}
_HINTS = {
    Kind.YES_NO: "1 或 y 是 · 0 或 n 否 · 空格切换 · 空 = 未排查",
    Kind.CHOICE: "按序号选 · Alt+↓ 打开选项",
    Kind.DATE: "如 2022-05-01 · Ctrl+; 今天",
    Kind.MONEY: "单位：元",
    Kind.LONG_TEXT: "Alt+回车换行",
}


class HeadingLine(QWidget):
    """The full heading of the current column, and what there is to say about the cell."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._number = Tag()
        self._path = label("", "small")
        self._name = label("", "heading")
        self._note = ElidedLabel()
        for widget in (self._number, self._path, self._name):
            self._layout.addWidget(widget)
        self._layout.addWidget(self._note, 1)
        self.clear()
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    @property
    def text(self) -> str:
        """Number and full heading as shown."""
        parts = (self._number.text(), self._path.text(), self._name.text())
        return " ".join(part for part in parts if part)

    @property
    def note(self) -> str:
        """What is said of the cell."""
        return self._note.whole

    def clear(self) -> None:
        """No cell is in hand."""
        for widget in (self._number, self._path, self._name):
            widget.hide()
        self._note.set_whole("点一格开始填写；箭头移动，直接打字填写，F2 修改")
        set_level(self._note, Level.PLAIN)

    def show_field(self, column: int, field: Field, message: str, level: Level) -> None:
        """Show the column's heading from the top level down, and the message or the keys."""
        levels = [text for text in field.headings if text]
        self._number.set(f"列 {column + 1}", Level.OK)
        self._path.setText(" › ".join(levels[:-1]) + " ›" if len(levels) > 1 else "")
        self._path.setVisible(len(levels) > 1)
        self._name.setText(levels[-1] if levels else field.name)
        self._name.show()
        self._note.set_whole(f"{_WORDS.get(level, '')}{message}" if message else _hint(field))
        set_level(self._note, level if message else Level.PLAIN)

    def _resize(self) -> None:
        look = style.current()
        side = look.px("space_3")
        self._layout.setContentsMargins(side, 0, side, 0)
        self._layout.setSpacing(look.px("space_2"))
        self.setFixedHeight(look.px("tab"))
        # A long heading must not push the window wider.
        self.setMinimumWidth(1)


class ElidedLabel(QLabel):
    """A label that takes the room that is left, ends in … there, and says all in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = ""
        self.setProperty("role", "small")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, mode, self.width()))


def _hint(field: Field) -> str:
    if field.source in {Source.REGISTRY, Source.COMPUTED}:
        where = "来自农户档案" if field.source is Source.REGISTRY else "自动得出"
        return f"{where}，不在这里填"
    if field.kind is Kind.CHOICE and field.choices:
        listed = " · ".join(f"{i} {text}" for i, text in enumerate(field.choices[:9], 1))
        return f"{listed} · Alt+↓ 打开选项"
    if field.note_key and not field.note_at:
        return "1 是 · 0 否 · 填“否”的写成 否（具体情况）· F2 修改"
    if field.note_key:
        return "1 是 · 0 否 · 直接打字写明具体情况（即为“是”）· F2 修改"
    return field.hint or _HINTS.get(field.kind, "")
