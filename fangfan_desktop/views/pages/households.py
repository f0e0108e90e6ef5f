"""农户档案: the list of households with one of them as one thing, or the roster as grids."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from fangfan_desktop.usecases.areas import village_choices
from fangfan_desktop.usecases.household_page import HouseholdPage, household_page
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.household_new import NewHousehold
from fangfan_desktop.views.households.household_view import HouseholdView
from fangfan_desktop.views.households.list_panel import ListPanel
from fangfan_desktop.views.households.roster_panel import RosterPanel
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.sheet_keys import step_by_tab
from fangfan_desktop.views.widgets.card import EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

_LIST_TABLES = (
    "household",
    "person",
    "identification",
    "village",
    "village_group",
    "grid",
    "code_item",
)
_PAGE_TABLES = (
    *_LIST_TABLES,
    "income",
    "measure",
    "visit",
    "household_event",
    "household_form",
    "further_form",
    "campaign_form",
    "ledger_line",
    "campaign",
)
_LIST_SHARE = 268
LIST = "list"
_LIST_STATUS = "身份证号码默认遮盖，点“显示”10秒"


class HouseholdsPage(Page):
    """The page.

    Targets: `household_id`, `village_id`, `identity` (key of a filter), `view` (list, or the key of
    a sheet of the roster).
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.header = PageHeader("农户档案")
        self.header.add_button("导入花名册", self._open_import, icon="arrows")
        self.new_button = self.header.add_button(
            "新增农户", self.add_household, icon="users", is_main=True
        )
        self.list = ListPanel(context)
        self.household = HouseholdView(context)
        self.roster = RosterPanel(context)
        self.views = TabStrip()
        self.views.set_items(
            [TabItem(LIST, "列表")]
            + [TabItem(sheet, f"花名册·{sheet.words}") for sheet in RosterSheet]
        )
        self._empty = EmptyState(
            "users",
            "还没有选中农户",
            "左边选一户，就能看到它的成员、收入、住房饮水、监测识别和历次排查。"
            "还没有农户时，先导入花名册，或者点“新增农户”。",
        )
        self._empty.setMinimumWidth(1)  # large letters: it must not widen the page
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.household)
        self._splitter, self._body = QSplitter(), QStackedWidget()
        self._villages: tuple[tuple[int, str], ...] = ()
        self._household_id: int | None = None
        self._is_loaded = False
        self._is_stale = False  # the list has changes to follow, when it is shown again
        self._counted = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        splitter = self._splitter
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(style.current().px("space_3"))
        splitter.addWidget(self.list)
        splitter.addWidget(self._stack)
        splitter.setStretchFactor(1, 1)
        self._share()
        style.current().zoom_changed.connect(self._share)
        self.content.addWidget(self.header)
        bar = QHBoxLayout()
        bar.addWidget(self.views, 1)
        bar.addWidget(self.roster.bar)
        self.content.addLayout(bar)
        self._body.addWidget(splitter)
        self._body.addWidget(self.roster)
        self.content.addWidget(self._body, 1)
        self.roster.bar.hide()

    def _connect(self) -> None:
        self.list.chosen.connect(self.open_household)
        self.list.counted.connect(self._take_count)
        self.household.opened.connect(self._go_to)
        self.views.chosen.connect(self.show_view)
        self.roster.household_opened.connect(self._go_to)
        self.roster.counted.connect(self.header.set_subtitle)
        self.roster.import_requested.connect(self._open_import)

    def _share(self, _zoom: int = 0) -> None:
        """A narrow list and a wide household, at every size of letters."""
        self._splitter.setSizes([style.current().scaled(_LIST_SHARE), 10_000])

    def on_shown(self) -> None:
        if not self._is_loaded:
            self._is_loaded = True
            self._load_villages()
            self.list.reload()
        self._show_status()

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        if not self._is_loaded:
            return
        if touches is None or touches("village"):
            self._load_villages()
        self.roster.refresh(changes)
        if self.is_list:
            self._refresh_list(changes)
        else:
            self._is_stale = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the next view."""
        if not step_by_tab(event, self.views.step):
            super().keyPressEvent(event)

    @property
    def is_list(self) -> bool:
        """Whether the list is shown, and not the roster."""
        return self._body.currentWidget() is not self.roster

    def show_view(self, key: object) -> None:
        """Show the list, or a sheet of the roster."""
        was_list = self.is_list
        self.views.select(key)
        self.roster.bar.setVisible(key != LIST)
        if isinstance(key, RosterSheet):
            if was_list:
                self.roster.take_village(self.list.village_id)
            self.roster.show_sheet(key)
            self._body.setCurrentWidget(self.roster)
            self.roster.tell_counts()
            self.roster.current.setFocus()
        else:
            self._body.setCurrentIndex(0)
            self.header.set_subtitle(self._counted)
            if self._is_stale:
                self._is_stale = False
                self._refresh_list(None)
        self._show_status()

    def _show_status(self) -> None:
        if self.is_list:
            self.context.show_status(_LIST_STATUS)
        else:
            self.roster.show_status()

    def _take_count(self, words: str) -> None:
        self._counted = words
        if self.is_list:
            self.header.set_subtitle(words)

    def _refresh_list(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        if touches is None or touches(*_LIST_TABLES):
            self.list.reload()
        if touches is None or touches(*_PAGE_TABLES):
            self._load_household()

    def show_target(self, target: Mapping[str, Any]) -> None:
        household, village = target.get("household_id"), target.get("village_id")
        view = target.get("view")
        self.show_view(RosterSheet(view) if view in set(RosterSheet) else LIST)
        if isinstance(household, int):
            self._go_to(household)
        elif isinstance(village, int):
            self.list.show_village(village)
        if isinstance(target.get("identity"), str):
            self.list.set_filters([str(target["identity"])])

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether the household is shown, or its village in the roster."""
        if self.is_list:
            return self._household_id == target.get("household_id")
        return self.roster.village_id in {None, target.get("village_id")}

    def open_household(self, household_id: int) -> None:
        """Show a household at the right."""
        self._household_id = household_id
        self._load_household()

    def add_household(self) -> NewHousehold:
        """Ask for a new household."""
        dialog = NewHousehold(self.context, self._villages, self.list.village_id, self)
        dialog.succeeded.connect(self._show_new)
        dialog.open()
        return dialog

    def _show_new(self, result: RegistryResult) -> None:
        if result.household_id is not None:
            self._go_to(result.household_id)

    def _go_to(self, household_id: int) -> None:
        if not self.is_list:
            self.show_view(LIST)
        self.open_household(household_id)
        self.list.show_household(household_id)

    def _load_villages(self) -> None:
        self.context.read(
            lambda: village_choices(self.context.database),
            label="读取村名",
            on_done=self._show_villages,
            latest="household_villages",
            owner=self,
        )

    def _show_villages(self, villages: tuple[tuple[int, str], ...]) -> None:
        self._villages = villages
        self.list.set_villages(villages)
        self.household.set_villages(villages)
        self.roster.set_villages(villages)

    def _load_household(self) -> None:
        household = self._household_id
        if household is None:
            return
        self.context.operations.start(
            lambda: household_page(self.context.database, household_id=household),
            label="读取农户",
            on_done=self._show_page,
            on_error=self._show_gone,
            latest="household_page",
            owner=self,
        )

    def _show_page(self, page: HouseholdPage) -> None:
        self.household.show_page(page)
        self._stack.setCurrentWidget(self.household)

    def _show_gone(self, _sentence: str) -> None:
        """The household was removed or its adding undone."""
        self._household_id = None
        self._stack.setCurrentWidget(self._empty)

    def _open_import(self) -> None:
        self.context.open_page("exchange")


SPEC = PageSpec("households", "农户档案", "users", HouseholdsPage)
