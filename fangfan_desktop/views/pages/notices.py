"""公示公告: a notice made from the cases at its step, and the notices that were put up."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from fangfan_desktop.views.notices.book import NoticeBook
from fangfan_desktop.views.notices.desk import NoticeMaking
from fangfan_desktop.views.page import Page, PageContext
from fangfan_desktop.views.sheet_keys import step_by_tab
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

MAKING, BOOK = "making", "book"
_TABLES = (
    "notice",
    "notice_case",
    "notice_text",
    "monitoring_case",
    "case_step",
    "identification",
    "household",
    "person",
    "village",
    "village_group",
    "setting",
    "day_correction",
    "campaign",
)


class NoticesPage(Page):
    """The page. Target: `notice_id`, or `kind` and `village_id` of a notice to be made."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.tabs = TabStrip()
        self.tabs.set_items([TabItem(MAKING, "做公示"), TabItem(BOOK, "已公示")])
        self.making, self.book = NoticeMaking(context), NoticeBook(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.making)
        self._stack.addWidget(self.book)
        self.content.addWidget(self.tabs)
        self.content.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._take_tab)
        self.making.started.connect(self.open_notice)
        self._fit()

    def on_shown(self) -> None:
        self._reload()

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        if self.isVisible() and (touches is None or touches(*_TABLES)):
            self._reload()

    def show_target(self, target: Mapping[str, Any]) -> None:
        if target.get("notice_id") is not None:
            self.open_notice(int(target["notice_id"]))
        elif target.get("kind"):
            self._show_tab(MAKING)
            self.making.show_target(target)

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether that notice is the one in hand."""
        notice = self.book.notice
        is_shown = self._stack.currentWidget() is self.book
        return is_shown and notice is not None and notice.line.notice_id == target.get("notice_id")

    def open_notice(self, notice_id: int) -> None:
        """Show a notice that was put up."""
        self._show_tab(BOOK)
        self.book.reload(notice_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab changes between making a notice and those that were put up."""
        if not step_by_tab(event, self.tabs.step):
            super().keyPressEvent(event)

    def _take_tab(self, key: str) -> None:
        self._show_tab(key)
        self._reload()

    def _show_tab(self, key: str) -> None:
        self.tabs.select(key)
        self._stack.setCurrentWidget(self.book if key == BOOK else self.making)
        self._fit()

    def _fit(self) -> None:
        """Only the tab in hand says how wide and high the page must be."""
        for tab in (self.making, self.book):
            is_shown = tab is self._stack.currentWidget()
            policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            tab.setSizePolicy(policy, policy)

    def _reload(self) -> None:
        if self._stack.currentWidget() is self.book:
            self.book.reload()
        else:
            self.making.reload()
