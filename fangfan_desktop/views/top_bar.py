"""The top of the window: township, campaign in hand, search, undo and redo, size of letters."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import Tag
from fangfan_desktop.views.widgets.search_box import SearchBox


class TopBar(QWidget):
    """Everything above the pages."""

    campaign_chosen = Signal(object)  # id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QHBoxLayout(self)
        self.township = Button("乡镇", tip="乡镇")
        self.campaign = Button("没有排查", tip="切换正在做的排查")
        self.campaign.setProperty("has_menu", "true")
        self._menu = QMenu(self.campaign)
        self.campaign.setMenu(self._menu)
        self._note = Tag()
        self._note.hide()
        self._note_words = ""
        self._tag = Tag()
        self._tag.hide()
        self._is_narrow = False
        self.search = SearchBox()
        self.undo = IconButton("undo", "撤销")
        self.redo = IconButton("redo", "重做")
        self.zoom = IconButton("type", "字号 100%")
        self.lock = IconButton("lock", "锁定")
        self._zoom_menu = QMenu(self.zoom)
        self.zoom.clicked.connect(self._open_zoom)
        for widget in (self.township, self._note, self.campaign, self._tag):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._layout.addWidget(self.search, 2)
        for widget in (self.undo, self.redo, self.zoom, self.lock):
            self._layout.addWidget(widget)
        self.township.hide()
        self.lock.hide()
        self.set_undo("", "")
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    def set_campaigns(self, choices: Sequence[CampaignChoice], current: int | None) -> None:
        """List the campaigns and show the one in hand."""
        self._menu.clear()
        for choice in choices:
            words = f"{choice.name}    {choice.tag}" if choice.tag else choice.name
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(choice.id == current)
            action.triggered.connect(lambda _=False, key=choice.id: self.campaign_chosen.emit(key))
        chosen = next((choice for choice in choices if choice.id == current), None)
        self.campaign.setText(chosen.name if chosen else "没有排查")
        self.campaign.setAccessibleName(f"排查：{self.campaign.text()}")
        self.campaign.setEnabled(bool(choices))
        if chosen:
            self._tag.set(chosen.tag, chosen.level)
        else:
            self._tag.set("")
        self.set_narrow(is_narrow=self._is_narrow)

    def set_township(self, name: str, note: str = "") -> None:
        """Show the township's name and, beside it, a note about its data."""
        self.township.setText(name)
        self.township.setAccessibleName(f"乡镇：{name}")
        self.township.setVisible(bool(name))
        self._note_words = note
        self._note.setToolTip(note)
        self.set_narrow(is_narrow=self._is_narrow)

    @property
    def note(self) -> str:
        """The note about the data that is shown, or ""."""
        return "" if self._note.isHidden() else self._note.text()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave out the campaign's tag, and all but the note's first words, for want of room."""
        self._is_narrow = is_narrow
        words = self._note_words.partition(" · ")[0] if is_narrow else self._note_words
        self._note.set(words, Level.WARN)
        self._tag.setVisible(bool(self._tag.text()) and not is_narrow)

    def set_undo(self, undo: str, redo: str) -> None:
        """Names of the actions that undo and redo would touch; "" where there is none."""
        self.undo.setEnabled(bool(undo))
        self.undo.set_name(f"撤销：{undo}（Ctrl+Z）" if undo else "没有可撤销的操作")
        self.redo.setEnabled(bool(redo))
        self.redo.set_name(f"重做：{redo}（Ctrl+Y）" if redo else "没有可重做的操作")

    def _open_zoom(self) -> None:
        look = style.current()
        self._zoom_menu.clear()
        for percent in (80, 90, 100, 110, 125, 150, 175, 200):
            action = self._zoom_menu.addAction(f"字号 {percent}%")
            action.setCheckable(True)
            action.setChecked(percent == look.zoom)
            action.triggered.connect(lambda _=False, wanted=percent: look.set_zoom(wanted))
        self._zoom_menu.popup(self.zoom.mapToGlobal(self.zoom.rect().bottomLeft()))

    def _resize(self) -> None:
        look = style.current()
        self.setFixedHeight(look.px("top_bar"))
        self._layout.setContentsMargins(look.px("space_4"), 0, look.px("space_4"), 0)
        self._layout.setSpacing(look.px("space_2"))
        self.zoom.set_name(f"字号 {look.zoom}%（Ctrl+加号、Ctrl+减号）")
