"""The one window: pages left, township and campaign above, status below.

It knows nothing of the business: `app` puts in pages and answers its signals with use cases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.usecases.key_list import KEYS
from fangfan_desktop.views import style
from fangfan_desktop.views.field_undo import step_in_field
from fangfan_desktop.views.focus_chain import ChainWindow
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.navigation import Navigation
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec, SearchHit
from fangfan_desktop.views.top_bar import TopBar
from fangfan_desktop.views.unread_words import given_back_words, waiting_words
from fangfan_desktop.views.widgets.banner import Banner
from fangfan_desktop.views.widgets.status_line import StatusLine
from fangfan_desktop.views.zoom_steps import ZoomSteps


class MainWindow(ChainWindow):
    """Pages, made when first shown, and what stands around them.

    Signals:
        undo_requested, redo_requested: the clerk wants the last action back, or again.
        campaign_chosen: id of the campaign that was taken in hand.
        searched: text of the search box, at each letter; answer with `show_hits`.
        help_requested: F1, with the key of the page in hand, or of the chapter that it names;
            Ctrl+/ with that of the keys.
        data_changed: the Changes that were handed to the pages; app refreshes counts and undo.
        closing: the window is about to close.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    campaign_chosen = Signal(object)
    searched = Signal(str)
    help_requested = Signal(str)
    data_changed = Signal(object)
    closing = Signal()

    def __init__(
        self, specs: Sequence[PageSpec], operations: Operations, database: object = None
    ) -> None:
        super().__init__()
        self.setWindowTitle("防返贫工作台")
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._scrolls: dict[str, QScrollArea] = {}
        self._campaign: int | None = None
        self._current = ""
        self.operations = operations
        self.may_close: Callable[[], bool] = lambda: True  # app asks where work is under way
        self.context = PageContext(
            operations=operations,
            database=database,
            style=style.current(),
            campaign_id=lambda: self._campaign,
            changed=self.changed,
            open_page=self.open_page,
            show_message=self.show_message,
            show_saved=self.show_saved,
            show_status=self.show_status,
        )
        self.navigation = Navigation(specs)
        self.top = TopBar()
        self.banner = Banner()
        self.status = StatusLine(operations)
        self._stack = QStackedWidget()
        self._zoom = ZoomSteps(self.show_status, self)
        self._lay_out()
        self._connect()
        self._make_shortcuts(list(self._specs))
        size = style.current().tokens.window
        self.setMinimumSize(size["min_width"], size["min_height"])
        self.resize(size["width"], size["height"])

    # What app tells the window

    def use_database(self, database: object) -> None:
        """Lend pages the open database; before the first page is made."""
        self.context = replace(self.context, database=database)

    def set_township(self, name: str, note: str = "") -> None:
        """Show the township's name, and what has to be known of its data."""
        self.top.set_township(name, note)

    def set_campaigns(self, choices: Sequence[CampaignChoice], current: int | None) -> None:
        """List the campaigns and take one in hand; open pages are told where it is another."""
        self.top.set_campaigns(choices, current)
        if current != self._campaign:
            left, self._campaign = self._campaign, current
            words = waiting_words(self._pages, choices, left)
            for page in self._pages.values():
                page.set_campaign(current)
            if words:
                self.show_message(words, Level.WARN)

    def set_undo(self, undo: str, redo: str) -> None:
        """Names of the actions that undo and redo would touch; "" where there is none."""
        self.top.set_undo(undo, redo)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Red counts of the navigation, by page key."""
        self.navigation.set_counts(counts)

    def show_hits(self, hits: Sequence[SearchHit], total: int | None = None) -> None:
        """Answer to `searched`; `total` where more were found than are given."""
        self.top.search.show_hits(hits, total)

    # What pages ask for, through their context

    def changed(self, changes: object) -> None:
        """Hand what a use case changed to every page that was made; None means all of it."""
        for page in self._pages.values():
            page.refresh(changes)
        self.data_changed.emit(changes)

    def open_page(self, key: str, **target: Any) -> None:
        """Show a page, and on it what `target` names.

        Raises:
            KeyError: there is no page of that key.
        """
        page = self.page(key)
        if key != self._current:
            # else the next control that Qt finds would have the keys, whichever it is
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._current = key
        self._stack.setCurrentWidget(self._scrolls[key])
        self.navigation.set_current(key)
        self.status.show_text("")
        page.on_shown()
        if target:
            page.show_target(target)

    def show_message(self, text: str, level: Level = Level.INFO) -> None:
        """Show a sentence above the page."""
        self.banner.show_message(text, level)

    def show_place(self, text: str, place: str, page: str, target: Mapping[str, Any]) -> None:
        """Say what was done; where it is not in sight, say where it is, and offer to go there."""
        if page == self._current and self.page(page).has_in_hand(target):
            self.show_message(f"{text}。", Level.INFO)
            return
        where = place if page == self._current else f"“{self._specs[page].title}”{place}"
        link = ("去看", lambda: self.open_page(page, **target))
        self.banner.show_message(f"{text}，改动在{where}。", Level.INFO, link)

    def show_saved(self) -> None:
        """Say in the status line that all is on disk."""
        self.status.show_saved()

    def show_status(self, text: str) -> None:
        """Show counts in the status line."""
        self.status.show_text(text)

    @property
    def current_key(self) -> str:
        """Key of the page that is shown."""
        return self._current

    def page(self, key: str) -> Page:
        """The page of that key; made now where it was not shown before."""
        if key not in self._pages:
            made = self._specs[key].make(self.context)
            made.setObjectName(key)
            made.setAccessibleName(self._specs[key].title)
            self._pages[key] = made
            # Where the letters are large, a page may need more height than there is.
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(made)
            self._stack.addWidget(scroll)
            self._scrolls[key] = scroll
        return self._pages[key]

    def show_fitting(self) -> None:
        """Show the window; on a screen that has no room for it and its title, over all of it."""
        size = style.current().tokens.window
        room = self.screen().availableSize()
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        if room.width() < size["width"] or room.height() < size["height"] + title:
            self.showMaximized()
        else:
            self.show()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_width()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        # Leaving the cell saves what was typed in it.
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.closing.emit()
        super().closeEvent(event)

    def _choose_width(self) -> None:
        look = style.current()
        is_narrow = self.width() * 100 / look.zoom < look.tokens.window["narrow"]
        self.navigation.set_narrow(is_narrow=is_narrow)
        self.top.set_narrow(is_narrow=is_narrow)

    def _lay_out(self) -> None:
        centre = QWidget()
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        down = QVBoxLayout()
        down.setSpacing(0)
        for widget, stretch in ((self.top, 0), (self._stack, 1)):
            down.addWidget(widget, stretch)
        down.addWidget(self.status)
        across.addWidget(self.navigation)
        across.addLayout(down, 1)
        self.banner.setParent(centre)
        self.banner.lie_over(self._stack)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.open_page)
        self.top.undo.clicked.connect(self._undo_last)
        self.top.redo.clicked.connect(self.redo_requested)
        self.top.campaign_chosen.connect(self.campaign_chosen)
        self.top.search.searched.connect(self.searched)
        self.top.search.chosen.connect(self._open_hit)
        self.operations.failed.connect(self._show_failure)
        self.operations.cancelled.connect(self._show_cancelled)
        style.current().zoom_changed.connect(self._choose_width)

    def _make_shortcuts(self, keys: Sequence[str]) -> None:
        for number, key in enumerate(keys[:10], 1):
            self._shortcut(f"Ctrl+{number % 10}", lambda key=key: self.open_page(key), "page")
        for text, take in self._zoom.shortcuts():
            self._shortcut(text, take, "zoom")
        self._shortcut("Ctrl+K", self.top.search.take_keys, "search")
        self._shortcut("Ctrl+Z", lambda: self._undo(is_redo=False), "undo")
        self._shortcut("Ctrl+Y", lambda: self._undo(is_redo=True), "redo")
        self._shortcut("Ctrl+Shift+Z", lambda: self._undo(is_redo=True), "redo")
        self._shortcut("F1", self._ask_help, "help")
        self._shortcut("Ctrl+/", lambda: self.help_requested.emit(KEYS), "keys")

    def _shortcut(self, keys: str, action: Any, name: str) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setObjectName(f"{name}:{keys}")
        shortcut.activated.connect(action)

    def _undo(self, *, is_redo: bool) -> None:
        """Undo in a field being typed in where there is something, else the last action."""
        if step_in_field(is_redo=is_redo):
            return
        if not is_redo:
            self._undo_last()
        elif self.top.redo.isEnabled():
            self.redo_requested.emit()

    def _undo_last(self) -> None:
        """Texts that the last entry left in red go first; they are in no step."""
        if words := given_back_words(self):
            self.show_message(words, Level.INFO)
        elif self.top.undo.isEnabled():
            self.undo_requested.emit()

    def _ask_help(self) -> None:
        page = self._pages.get(self._current)
        self.help_requested.emit((page and page.help_chapter) or self._current)

    def _open_hit(self, hit: SearchHit) -> None:
        self.open_page(hit.page, **hit.target)

    def _show_failure(self, sentence: str) -> None:
        self.show_message(sentence, Level.DANGER)

    def _show_cancelled(self, label: str) -> None:
        self.show_message(f"{label}已取消，没有留下任何改动。", Level.WARN)
