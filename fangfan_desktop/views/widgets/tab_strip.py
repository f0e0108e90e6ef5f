"""Villages as tabs with n/m done; tabs that do not fit go into a menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import IconButton


@dataclass(frozen=True, slots=True)
class TabItem:
    """One tab: its key (a village's id, None for 全部), name and counts."""

    key: Any
    name: str
    done: int | None = None
    total: int | None = None

    @property
    def text(self) -> str:
        """Name and counts as shown."""
        return self.name if self.total is None else f"{self.name}  {self.done or 0}/{self.total}"


class TabStrip(QWidget):
    """A row of tabs; emits `chosen` with the key of the tab taken."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[TabItem] = []
        self._buttons: list[QPushButton] = []
        self._current: Any = None
        self._group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._more = IconButton("more", "更多")
        self._more.clicked.connect(self._open_menu)
        self._layout.addWidget(self._more)
        self._layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> Any:
        """Key of the tab in hand."""
        return self._current

    def set_items(self, items: Sequence[TabItem]) -> None:
        """Show these tabs; the one in hand stays where its key is still there."""
        self._items = list(items)
        if len(self._buttons) != len(items):
            self._make_buttons(len(items))
        for item, button in zip(self._items, self._buttons, strict=True):
            button.setText(item.text)
            button.setAccessibleName(item.text)
        if self._items and all(item.key != self._current for item in self._items):
            self._current = self._items[0].key
        self._mark()
        QTimer.singleShot(0, self, self._fit)

    def select(self, key: Any) -> None:
        """Take a tab in hand without a signal."""
        self._current = key
        self._mark()
        self._fit()

    def step(self, sign: int) -> None:
        """Take the next tab (1) or the one before (-1); at the ends nothing happens."""
        keys = [item.key for item in self._items]
        at = keys.index(self._current) + sign if self._current in keys else -1
        if 0 <= at < len(keys):
            self._take(keys[at])

    def minimumSizeHint(self) -> QSize:
        # However many villages there are, the strip makes no page wider.
        return QSize(self._more.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _make_buttons(self, count: int) -> None:
        while len(self._buttons) > count:
            self._buttons.pop().deleteLater()
        while len(self._buttons) < count:
            button = QPushButton(self)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.clicked.connect(self._take_clicked)
            self._group.addButton(button)
            self._layout.insertWidget(len(self._buttons), button)
            # made last, it would be the last stop of Tab in the whole window
            self.setTabOrder(self._buttons[-1] if self._buttons else self._more, button)
            self._buttons.append(button)

    def _take_clicked(self) -> None:
        sender = self.sender()
        index = next(i for i, button in enumerate(self._buttons) if button is sender)
        self._take(self._items[index].key)

    def _take(self, key: Any) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _mark(self) -> None:
        for item, button in zip(self._items, self._buttons, strict=True):
            button.setChecked(item.key == self._current)

    def _fit(self) -> None:
        """Hide tabs from the right until the row fits; the tab in hand always shows."""
        widths = [button.sizeHint().width() for button in self._buttons]
        room = self.width()
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + style.current().px("space_2")
            for item, width in zip(self._items, widths, strict=True):
                room -= width if item.key == self._current else 0
        is_cut = False
        for item, button, width in zip(self._items, self._buttons, widths, strict=True):
            if item.key == self._current:
                button.setVisible(True)
                continue
            room -= width
            is_cut = is_cut or room < 0
            button.setVisible(not is_cut)
        self._more.setVisible(is_cut)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item, button in zip(self._items, self._buttons, strict=True):
            if button.isHidden():
                action = menu.addAction(item.text)
                action.triggered.connect(lambda _=False, key=item.key: self._take(key))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
