"""集中排查: the campaign in hand with its annexes, each a panel of its own."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QWidget

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.usecases.campaign_forms import UsedForm, list_used_forms
from fangfan_desktop.usecases.campaigns import (
    CampaignSummary,
    close_campaign,
    create_campaign,
    list_campaigns,
    reopen_campaign,
)
from fangfan_desktop.usecases.form_import import FormImport, import_form
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs import new_campaign
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.survey.campaign_editing import CampaignEditing
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
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
_LEDGER = "ledger"  # has a page of its own
_IMPORTED = (_ANNEX_1, "village-form")
_WORKBOOKS = "表格 (*.xlsx *.xls *.ods *.csv)"
_NARROW = 1000  # pixels at 100 %, below which the income period gives way to the tabs
_PACKAGE = "fangfan_desktop.views.survey"


class SurveyPage(Page):
    """Tabs for the annexes; panels are made when first shown."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._campaign_id: int | None = None
        self._used: dict[str, UsedForm] = {}
        self._wanted = ""  # a form to go to, once the campaign's forms are known
        self._campaigns: list[CampaignSummary] = []
        self._panels: dict[str, QWidget] = {}
        self.editing = CampaignEditing(context, self)
        self.forms = TabStrip()
        self._show_tabs([])
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
        self._campaign_id = campaign_id
        self._load_campaigns()
        self._load_tabs()
        for panel in self._panels.values():
            cast("SurveyPanel", panel).set_campaign(campaign_id)
        self._show_panel()

    def refresh(self, changes: object) -> None:
        """Something was changed."""
        touches = getattr(changes, "touches", None)
        if touches is None or touches("campaign", "campaign_form"):
            self._load_tabs()
        if touches is not None and not touches("campaign"):
            self._refresh_panels(changes)
            return
        database = self.context.database

        def show(campaigns: list[CampaignSummary]) -> None:
            self._show_campaigns(campaigns)
            # one that is gone is asked for nothing more; the window takes another in hand
            if self._campaign is not None:
                self._refresh_panels(changes)

        self.context.read(
            lambda: list_campaigns(database), label="读取排查", on_done=show, owner=self
        )

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
        if key not in _PANELS and key not in self._used:
            self._wanted = key
            return
        self.forms.select(key)
        self._show_panel()
        panel = self._panels.get(str(self.forms.current))
        follow = cast("Callable[[Any], None]", getattr(panel, "show_target", _pass_over))
        follow(target)

    # Campaigns

    def ask_new_campaign(self) -> None:
        """Ask for a new campaign and make it."""
        names = [campaign.name for campaign in self._campaigns]
        asked = new_campaign.ask(self, taken_names=names, today=self.context.today())
        if asked is not None:
            self.make_campaign(asked)

    def make_campaign(self, asked: new_campaign.NewCampaign) -> None:
        """Make a campaign with its prefilled rows, off the window's thread."""
        database = self.context.database
        self.context.operations.start(
            lambda progress: create_campaign(database, **asdict(asked), progress=progress),
            label=f"新建排查“{asked.name}”",
            is_long=True,
            on_done=self._campaign_made,
            owner=self,
        )

    def _campaign_made(self, made: Any) -> None:
        self.context.show_saved()
        self.context.changed(made.changes)
        words = f"已建立排查，{made.households:,} 户的到户排查表已按农户档案预填。"
        self.context.show_message(words, Level.OK)

    def _close(self) -> None:
        database, campaign_id = self.context.database, self._campaign_id
        if campaign_id is not None:
            self.context.write(
                lambda: close_campaign(database, campaign_id=campaign_id), label="结束排查"
            )

    def _reopen(self) -> None:
        database, campaign_id = self.context.database, self._campaign_id
        if campaign_id is not None:
            self.context.write(
                lambda: reopen_campaign(database, campaign_id=campaign_id), label="重新打开排查"
            )

    def _load_campaigns(self) -> None:
        database = self.context.database
        self.context.read(
            lambda: list_campaigns(database),
            label="读取排查",
            on_done=self._show_campaigns,
            latest="survey-campaigns",
            owner=self,
        )

    def _load_tabs(self) -> None:
        """The forms of the campaign in hand as tabs."""
        database, campaign_id = self.context.database, self._campaign_id
        if campaign_id is None:
            return
        self.context.operations.start(
            lambda: list_used_forms(database, campaign_id=campaign_id),
            label="读取本次排查的表",
            on_done=self._show_tabs,
            on_error=lambda _sentence: None,  # the campaign is gone; another one is taken in hand
            latest="survey-tabs",
            owner=self,
        )

    def _show_tabs(self, used: list[UsedForm]) -> None:
        """附件1 to 附件3, then the further forms in their order."""
        self._used = {each.form.key: each for each in used}
        items = [TabItem(key, text) for key, (text, *_) in _known_panels().items()]
        items += [TabItem(each.form.key, each.form.name) for each in used if each.is_further]
        if any(item.key == self._wanted for item in items):
            self.forms.select(self._wanted)
            self._wanted = ""
        before = self.forms.current
        self.forms.set_items(items)
        if self.forms.current != before and self._campaign_id is not None:
            self._show_panel()

    def _show_campaigns(self, campaigns: list[CampaignSummary]) -> None:
        self._campaigns = campaigns
        found = self._campaign
        self.line_tag.set(f"监测范围 {format_yuan(found.line_fen)} 元" if found else "", Level.INFO)
        self.period.setText(f"收入期 {found.income_from} — {found.income_to}" if found else "")

    @property
    def _campaign(self) -> CampaignSummary | None:
        return next((c for c in self._campaigns if c.id == self._campaign_id), None)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_head()

    def _show_head(self) -> None:
        has_campaign = self._campaign_id is not None
        is_wide = self.width() >= style.current().scaled(_NARROW)
        self.forms.setVisible(has_campaign)
        self.line_tag.setVisible(has_campaign)
        self.period.setVisible(has_campaign and is_wide)
        for button in (self.manage, self.print_button, self.export_button):
            button.setVisible(has_campaign)

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

    def _open_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("新建排查…").triggered.connect(self.ask_new_campaign)
        found = self._campaign
        if found is not None and found.is_open:
            self._add_open_actions(menu, found)
        elif found is not None:
            menu.addAction("重新打开本次排查").triggered.connect(self._reopen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.manage.mapToGlobal(QPoint(0, self.manage.height())))
        return menu

    def _add_open_actions(self, menu: QMenu, campaign: CampaignSummary) -> None:
        """What may be done while the campaign is open."""
        editing, key = self.editing, campaign.id
        menu.addSeparator()
        menu.addAction("修改本次排查…").triggered.connect(lambda: editing.ask_change(key))
        menu.addAction("工作节点…").triggered.connect(lambda: editing.ask_milestones(key))
        menu.addAction("督导组…").triggered.connect(lambda: editing.ask_groups(key))
        menu.addSeparator()
        if self.forms.current in _IMPORTED:
            menu.addAction("导入填好的本表…").triggered.connect(self._ask_import)
        menu.addAction("结束本次排查（固定数据）").triggered.connect(self._close)
        menu.addAction("删除本次排查").triggered.connect(lambda: editing.remove(campaign))

    # In and out

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入填好的表", "", _WORKBOOKS)
        if name:
            self.import_filled(Path(name))

    def import_filled(self, path: Path) -> None:
        """Take the form in hand in from a workbook; a report is written where rows are refused."""
        database, campaign_id = self.context.database, self._campaign_id
        key = str(self.forms.current)
        if campaign_id is None:
            return

        def work(progress: Progress) -> FormImport:
            taken = import_form(
                database, form_key=key, campaign_id=campaign_id, path=path, progress=progress
            )
            if taken.refused:
                import_form(
                    database,
                    form_key=key,
                    campaign_id=campaign_id,
                    path=path,
                    report_path=_report_of(path),
                    is_trial=True,
                )
            return taken

        self.context.operations.start(
            work,
            label=f"导入“{path.name}”",
            is_long=True,
            on_done=lambda taken: self._imported(taken, path),
            owner=self,
        )

    def _imported(self, taken: FormImport, path: Path) -> None:
        self.context.show_saved()
        self.context.changed(taken.changes)
        rows = taken.rows
        words = f"导入完成：新增 {rows.added:,} 行，更改 {rows.changed:,} 行，相同 {rows.same:,} 行"
        if taken.warnings:
            words += f"，提醒 {len(taken.warnings):,} 处"
        if taken.refused:
            words += (
                f"，拒收 {taken.refused:,} 行。原因写在“{_report_of(path).name}”中，改好后可再导入"
            )
        self.context.show_message(f"{words}。", Level.WARN if taken.refused else Level.OK)

    def _export(self) -> None:
        self._open_reports(action="export")

    def _print(self) -> None:
        self._open_reports(action="print")

    def _open_reports(self, action: str) -> None:
        key = str(self.forms.current)
        village_id = getattr(self._panels.get(key), "village_id", None)
        self.context.open_page("reports", table=key, village_id=village_id, action=action)


def _known_panels() -> dict[str, tuple[str, str, str]]:
    """The panels that this program has."""
    return {
        key: panel
        for key, panel in _PANELS.items()
        if find_spec(f"{_PACKAGE}.{panel[1]}") is not None
    }


def _make_panel(key: str, context: PageContext) -> QWidget:
    if key not in _PANELS or key == _ANNEX_1:
        return HouseholdPanel(context, form_key=key)
    _, module, name = _PANELS[key]
    return getattr(import_module(f"{_PACKAGE}.{module}"), name)(context)


def _report_of(path: Path) -> Path:
    """Where the report of an import goes: beside the workbook."""
    return path.with_name(f"{path.stem}（导入报告）.xlsx")


def _nothing() -> None:
    """A panel that has no counts to show."""


def _pass_over(target: object) -> None:
    """A panel that has no places to go to."""
    del target


SPEC = PageSpec("survey", "集中排查", "table", SurveyPage)
