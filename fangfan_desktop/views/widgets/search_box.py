"""The search box of the window: the list below follows each letter typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.page import SearchHit
from fangfan_desktop.views.widgets.label import IconLabel

_SHOWN = 12
_LIST_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class SearchBox(QLineEdit):
    """Emits `searched` as one types and `chosen` with a SearchHit."""

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("姓名、拼音首字母、身份证号、电话…   Ctrl+K")
        self.setAccessibleName("搜索")
        self.setProperty("role", "search")
        self._sign = IconLabel("search", parent=self)
        self._hits: list[SearchHit] = []
        self._list = QListWidget(self)
        self._list.setProperty("role", "popup")
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("搜索结果")
        self._list.itemClicked.connect(self._take_item)
        self.textEdited.connect(self._ask)
        self._list.hide()
        self._resize()

    def take_keys(self) -> None:
        """Let the clerk type what is searched for, in the place of what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_hits(self, hits: Sequence[SearchHit], total: int | None = None) -> None:
        """List what was found; with no hit the list says so."""
        self._hits = list(hits[:_SHOWN])
        self._list.clear()
        for hit in self._hits:
            self._list.addItem(f"{hit.title}    {hit.detail}")
        if not self._hits:
            self._add_note("没有找到。可以输姓名、拼音首字母、身份证号任意一段、电话、户编号")
        elif (total or len(hits)) > len(self._hits):
            self._add_note(f"共 {total or len(hits)} 条，多输几个字再找")
        self._place()

    def listed(self) -> list[str]:
        """The lines of the list, as read."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._list.isVisible() and key in _LIST_KEYS:
            self._list.event(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._list.isVisible():
            self._take(max(0, self._list.currentRow()))
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.WindowDeactivate}:
            self._list.hide()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._resize()

    def _resize(self) -> None:
        self.setMaximumWidth(style.current().px("search"))
        self.setMinimumWidth(style.current().px("search") // 3)
        self._place_sign()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sign()

    def _place_sign(self) -> None:
        width = style.current().px("icon")
        self._sign.move(style.current().px("space_2"), (self.height() - width) // 2)

    def _add_note(self, text: str) -> None:
        note = QListWidgetItem(text)
        note.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(note)

    def _ask(self, text: str) -> None:
        if text.strip():
            self.searched.emit(text.strip())
        else:
            self._list.hide()

    def _place(self) -> None:
        if not self.hasFocus() or not self.text().strip():
            self._list.hide()
            return
        self.window().installEventFilter(self)
        width = max(self.width(), style.current().px("popup"))
        below = self.mapToGlobal(self.rect().bottomRight())
        height = sum(self._list.sizeHintForRow(i) for i in range(self._list.count()))
        self._list.setGeometry(
            below.x() - width, below.y(), width, height + style.current().px("space_2")
        )
        if self._hits:
            self._list.setCurrentRow(0)
        self._list.show()

    def _take_item(self, item: QListWidgetItem) -> None:
        self._take(self._list.row(item))

    def _take(self, row: int) -> None:
        if row < len(self._hits):
            self._list.hide()
            self.clear()
            self.chosen.emit(self._hits[row])
