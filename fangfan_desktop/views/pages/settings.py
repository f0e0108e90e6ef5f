"""设置与备份: the office, villages and grids, code lists, history, each a tab."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QTabWidget

from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.settings.panels import PANELS
from fangfan_desktop.views.widgets.page_header import PageHeader


class _Tabs(QTabWidget):
    """As high as the tab in hand needs; Qt's own is as high as the highest of all."""

    def heightForWidth(self, width: int) -> int:
        panel = self.currentWidget()
        around = self.minimumSizeHint().height() - panel.minimumSizeHint().height()
        own = panel.heightForWidth(width) if panel.hasHeightForWidth() else -1
        return around + max(own, panel.minimumSizeHint().height())


class SettingsPage(Page):
    """The page. Target: `tab`, the name of a tab."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.content.addWidget(PageHeader("设置与备份", "每一处改动马上保存，可以撤销"))
        self.tabs = _Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)  # else a pale line stands above the names
        self.panels = [(name, make(context)) for name, make in PANELS]
        for name, panel in self.panels:
            self.tabs.addTab(panel, name)
        self.content.addWidget(self.tabs, 1)
        self._stale = {name for name, _ in self.panels}
        self.tabs.currentChanged.connect(self._load_current)
        self.tabs.currentChanged.connect(self._fit)
        self._fit()

    @property
    def help_chapter(self) -> str:
        """A tab may have a chapter of its own."""
        return self.panels[self.tabs.currentIndex()][1].help_chapter

    def on_shown(self) -> None:
        self._load_current()

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        for name, panel in self.panels:
            if touches is None or not panel.tables or touches(*panel.tables):
                self._stale.add(name)
        if self.isVisible():
            self._load_current()

    def show_target(self, target: Mapping[str, Any]) -> None:
        for place, (name, _) in enumerate(self.panels):
            if name == target.get("tab"):
                self.tabs.setCurrentIndex(place)
                self.panels[place][1].show_target(target)

    def _fit(self) -> None:
        """Only the tab in hand says how wide and high the page must be."""
        for place, (_, panel) in enumerate(self.panels):
            is_shown = place == self.tabs.currentIndex()
            policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            panel.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()

    def _load_current(self) -> None:
        name, panel = self.panels[self.tabs.currentIndex()]
        if name in self._stale:
            self._stale.discard(name)
            panel.reload()


SPEC = PageSpec("settings", "设置与备份", "settings", SettingsPage, is_at_bottom=True)
