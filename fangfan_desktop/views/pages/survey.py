"""集中排查: the campaign in hand with its annexes, each a panel of its own."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.usecases.campaign_forms import UsedForm, list_used_forms
from fangfan_desktop.usecases.campaigns import CampaignSummary, list_campaigns
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.unread import put_away
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.sheet_keys import step_by_tab
from fangfan_desktop.views.survey.campaign_menu import CampaignMenu
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.in_hand import InHand
from fangfan_desktop.views.survey.second_keying_desk import SecondKeyingDesk
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import EmptyState
from fangfan_desktop.views.widgets.label import Tag, label
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip


class SurveyPanel(Protocol):
    """What each annex's panel can do; all are widgets."""

    def set_campaign(self, campaign_id: int | None) -> None:
        """Show another campaign."""

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""


# key, name of the tab, module and class of the panel, table on the command line
_PANELS: dict[str, tuple[str, str, str]] = {
    "household-form": ("附件1 到户排查表", "household_panel", "HouseholdPanel"),
    "village-form": ("附件2 村级排查表", "village_panel", "VillagePanel"),
    "statistics": ("附件3 情况统计表", "statistics_panel", "StatisticsPanel"),
}
_ANNEX_1 = "household-form"
_Known = tuple[list[CampaignSummary], list[UsedForm]]
_NARROW = 1000  # pixels at 100 %, below which the income period gives way to the tabs
_PACKAGE = "fangfan_desktop.views.survey"


class SurveyPage(Page):
    """Tabs for the annexes; panels are made when first shown."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._campaign_id: int | None = None
        self._used: dict[str, UsedForm] = {}
        self._wanted = ""  # a form to go to, once the campaign's forms are known
        self._target: Mapping[str, Any] | None = None  # and where in it
        self._campaigns: list[CampaignSummary] = []
        self._panels: dict[str, QWidget] = {}
        self.menu = CampaignMenu(context, self)
        self._mode = self.menu.second_keying
        self._mode.switched.connect(self._switch_panel)
        self.forms = TabStrip()
        self.forms.set_items(_tabs([]))
        self.line_tag = Tag("", Level.INFO)
        self.period = label("", "secondary")
        self.manage = Button("排查", self._open_menu, icon="calendar")
        self.print_button = Button("打印", self._print, icon="printer")
        self.export_button = Button("导出", self._export, icon="file-export", role="main")
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "table",
            "还没有排查",
            "新建后，到户排查表按农户档案自动列出并预填，再逐户填写。",
            "新建排查",
            self.ask_new_campaign,
        )
        self._stack.addWidget(self._empty)
        self._lay_out()
        self.set_campaign(context.campaign_id())

    # What the window tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Another campaign was taken in hand."""
        if campaign_id != self._campaign_id:
            for key in [key for key in self._panels if self._mode.is_on(key)]:
                self._drop_panel(key)
        self._campaign_id = campaign_id
        for key, panel in self._panels.items():
            if key in _PANELS:  # the other campaign may not use the further forms
                cast("SurveyPanel", panel).set_campaign(campaign_id)
        self._load()
        self._show_panel()

    def refresh(self, changes: object) -> None:
        """Something was changed."""
        touches = getattr(changes, "touches", None)
        if touches is not None and not touches("campaign", "campaign_form"):
            self._refresh_panels(changes)
            return

        def go_on() -> None:
            # one that is gone is asked for nothing more; the window takes another in hand
            if self._campaign is not None:
                self._refresh_panels(changes)

        self._load(go_on)

    def _refresh_panels(self, changes: object) -> None:
        for panel in self._panels.values():
            cast("SurveyPanel", panel).refresh(changes)

    def on_shown(self) -> None:
        """The clerk has come to this page."""
        panel = self._panels.get(str(self.forms.current))
        if panel is not None:
            show_status = cast("Callable[[], None]", getattr(panel, "show_status", _nothing))
            show_status()
            panel.setFocus()

    @property
    def help_chapter(self) -> str:
        """附件2 and 附件3 have chapters of their own."""
        key = str(self.forms.current)
        return key if key in {"village-form", "statistics"} else ""

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to a form (`form`), a village, a household's cell; or ask for a `new_campaign`."""
        if target.get("new_campaign"):
            self.ask_new_campaign()
            return
        key = str(target.get("form", _ANNEX_1))
        self._target = target
        if key not in _PANELS and key not in self._used:
            self._wanted = key
            return
        self.forms.select(key)
        self._show_panel()
        self._follow()

    def _follow(self) -> None:
        """Let the panel in hand go where another page led to."""
        panel, target = self._panels.get(str(self.forms.current)), self._target
        if target is None or str(target.get("form", _ANNEX_1)) != self.forms.current:
            return
        self._target = None
        follow = cast("Callable[[Any], None]", getattr(panel, "show_target", _pass_over))
        follow(target)

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether the form and the village of a target are shown."""
        key = str(self.forms.current)
        has = cast("Callable[[Any], bool]", getattr(self._panels.get(key), "has_in_hand", _has_all))
        return key == target.get("form") and has(target)

    # Campaigns and their forms

    def ask_new_campaign(self) -> None:
        """Ask for a new campaign and make it."""
        self.menu.editing.ask_new()

    def _load(self, then: Callable[[], None] | None = None) -> None:
        """The campaigns, and the forms of the one in hand."""
        database, campaign_id = self.context.database, self._campaign_id

        def read() -> _Known:
            campaigns = list_campaigns(database)
            if not any(one.id == campaign_id for one in campaigns):
                return campaigns, []  # it is gone; another one is taken in hand
            return campaigns, list_used_forms(database, campaign_id=campaign_id or 0)

        def show(known: _Known) -> None:
            if campaign_id == self._campaign_id:
                self._show_campaigns(known[0])
                self._show_tabs(known[1])
            if then is not None:
                then()

        self.context.read(read, label="读取排查", on_done=show, owner=self)

    def _show_tabs(self, used: list[UsedForm]) -> None:
        """附件1 to 附件3, then the further forms in their order."""
        self._used = {each.form.key: each for each in used}
        items = _tabs(used)
        keys = {item.key for item in items}
        for key in self._panels.keys() - keys:
            self._drop_panel(key)
        if self._wanted in keys:
            wanted, self._wanted = self._wanted, ""
            self.forms.select(wanted)
        before = self.forms.current
        self.forms.set_items(items)
        for key, panel in self._panels.items():
            if key not in _PANELS:
                cast("SurveyPanel", panel).set_campaign(self._campaign_id)
        is_shown = self._stack.currentWidget() is self._panels.get(str(self.forms.current))
        if self._campaign_id is not None and not (is_shown and self.forms.current == before):
            self._show_panel()
            self._follow()

    def _switch_panel(self, key: str) -> None:
        """A form begins or ends to be keyed a second time: its other panel, in the same village."""
        village_id = getattr(self._panels.get(key), "village_id", None)
        if key in self._panels:
            self._take_out(key)
        panel = self._panels[key] = self._make_form_panel(key)
        panel.bar.select_village(village_id)
        self._stack.addWidget(panel)
        panel.set_campaign(self._campaign_id)
        self._show_panel()

    def _make_form_panel(self, key: str) -> HouseholdPanel | SecondKeyingDesk:
        if not self._mode.is_on(key):
            return HouseholdPanel(self.context, form_key=key)
        desk = SecondKeyingDesk(self.context, form_key=key)
        desk.left.connect(self._mode.stop)
        return desk

    def _drop_panel(self, key: str) -> None:
        """The campaign does not use the form any more."""
        self._mode.forget(key)
        self._take_out(key)

    def _take_out(self, key: str) -> None:
        panel = self._panels.pop(key)
        put_away(panel)
        self._stack.removeWidget(panel)
        panel.deleteLater()

    def _show_campaigns(self, campaigns: list[CampaignSummary]) -> None:
        self._campaigns = campaigns
        found = self._campaign
        self.line_tag.set(f"监测范围 {format_yuan(found.line_fen)} 元" if found else "", Level.INFO)
        self.period.setText(f"收入期 {found.income_from} — {found.income_to}" if found else "")

    @property
    def _campaign(self) -> CampaignSummary | None:
        return next((c for c in self._campaigns if c.id == self._campaign_id), None)

    @property
    def in_hand(self) -> InHand | None:
        """The campaign and form that are shown; None where there is no campaign."""
        campaign, key = self._campaign, str(self.forms.current)
        used = self._used.get(key)
        if campaign is None or used is None:
            return None
        return InHand(campaign, used.form, tuple(self._used.values()), self._panels.get(key))

    # Making and showing

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.forms, 1)
        for widget in (self.line_tag, self.period):
            head.addWidget(widget)
        for button in (self.manage, self.print_button, self.export_button):
            head.addWidget(button)
        self.content.addLayout(head)
        self.content.addWidget(self._stack, 1)
        self.forms.chosen.connect(self._show_panel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the next form."""
        if not step_by_tab(event, self.forms.step):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_head()

    def _show_head(self) -> None:
        has_campaign = self._campaign_id is not None
        is_wide = self.width() >= style.current().scaled(_NARROW)
        self.forms.setVisible(has_campaign)
        self.line_tag.setVisible(has_campaign)
        self.period.setVisible(has_campaign and is_wide)
        self.manage.setVisible(has_campaign)
        is_blind = self._mode.is_on(str(self.forms.current))  # what is printed is the first keying
        for button in (self.print_button, self.export_button):
            button.setVisible(has_campaign and not is_blind)

    def _show_panel(self) -> None:
        has_campaign = self._campaign_id is not None
        self._show_head()
        if not has_campaign:
            self._stack.setCurrentWidget(self._empty)
            return
        key = str(self.forms.current)
        if key not in self._panels:
            panel = _make_panel(key, self.context)
            self._panels[key] = panel
            self._stack.addWidget(panel)
            cast("SurveyPanel", panel).set_campaign(self._campaign_id)
        self._stack.setCurrentWidget(self._panels[key])
        self.on_shown()

    def _open_menu(self) -> None:
        self.menu.open(self.in_hand, self.manage)

    # In and out

    def _export(self) -> None:
        self._open_reports(action="export")

    def _print(self) -> None:
        self._open_reports(action="print")

    def _open_reports(self, action: str) -> None:
        key = str(self.forms.current)
        village_id = getattr(self._panels.get(key), "village_id", None)
        self.context.open_page("reports", table=key, village_id=village_id, action=action)


def _tabs(used: list[UsedForm]) -> list[TabItem]:
    items = [TabItem(key, text) for key, (text, *_) in _PANELS.items()]
    return items + [TabItem(each.form.key, each.form.name) for each in used if each.is_further]


def _make_panel(key: str, context: PageContext) -> QWidget:
    if key not in _PANELS or key == _ANNEX_1:
        return HouseholdPanel(context, form_key=key)
    _, module, name = _PANELS[key]
    return getattr(import_module(f"{_PACKAGE}.{module}"), name)(context)


def _nothing() -> None:
    """A panel that has no counts to show."""


def _has_all(target: object) -> bool:
    """A panel that shows all villages."""
    del target
    return True


def _pass_over(target: object) -> None:
    """A panel that has no places to go to."""
    del target


SPEC = PageSpec("survey", "集中排查", "table", SurveyPage)
