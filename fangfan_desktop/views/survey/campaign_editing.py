"""What the menu 排查 does to a campaign: make it, change it, plan it, end it, remove it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.campaign_changes import (
    CampaignPlan,
    change_campaign,
    read_plan,
    remove_campaign,
)
from fangfan_desktop.usecases.campaigns import (
    CampaignSummary,
    close_campaign,
    create_campaign,
    list_campaigns,
    reopen_campaign,
)
from fangfan_desktop.usecases.form_choice import OfferedForm, list_offered_forms
from fangfan_desktop.views.dialogs import new_campaign
from fangfan_desktop.views.dialogs.action_dialog import show_warnings
from fangfan_desktop.views.dialogs.campaign_plan import GroupsDialog, MilestonesDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext

_LAID_DOWN_ONCE = ("year", "scope", "preset", "forms")
T = TypeVar("T")


class CampaignEditing:
    """Asks with a page as the dialogs' owner, and does it."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        self._context = context
        self._owner = owner

    def ask_new(self) -> None:
        """Ask for a new campaign and make it."""
        database = self._context.database

        def ask(found: tuple[list[str], tuple[OfferedForm, ...]]) -> None:
            asked = new_campaign.ask(
                self._owner, taken_names=found[0], today=self._context.today(), forms=found[1]
            )
            if asked is not None:
                self.make(asked)

        self._read(
            lambda: ([one.name for one in list_campaigns(database)], list_offered_forms(database)),
            ask,
        )

    def make(self, asked: new_campaign.NewCampaign) -> None:
        """Make a campaign with its prefilled rows, off the window's thread."""
        database = self._context.database
        self._context.operations.start(
            lambda progress: create_campaign(database, **asdict(asked), progress=progress),
            label=f"新建排查“{asked.name}”",
            is_long=True,
            on_done=self._made,
            owner=self._owner,
        )

    def _made(self, made: Any) -> None:
        self._context.show_saved()
        self._context.changed(made.changes)
        words = f"已建立排查，{made.households:,} 户的到户排查表已按农户档案预填。"
        self._context.show_message(words, Level.OK)

    def close(self, campaign_id: int) -> None:
        """End it; its data are fixed."""
        database = self._context.database
        self._context.write(
            lambda: close_campaign(database, campaign_id=campaign_id), label="结束排查"
        )

    def reopen(self, campaign_id: int) -> None:
        """Open it again."""
        database = self._context.database
        self._context.write(
            lambda: reopen_campaign(database, campaign_id=campaign_id), label="重新打开排查"
        )

    def ask_change(self, campaign_id: int) -> None:
        """Ask what is to be another, by the campaigns as they are now."""
        database = self._context.database
        self._read(lambda: list_campaigns(database), lambda all_: self._ask(campaign_id, all_))

    def _ask(self, campaign_id: int, campaigns: list[CampaignSummary]) -> None:
        found = next((one for one in campaigns if one.id == campaign_id), None)
        if found is None:
            return
        asked = new_campaign.ask_change(
            self._owner,
            campaign=found,
            taken_names=[one.name for one in campaigns if one.id != campaign_id],
            today=self._context.today(),
        )
        if asked is not None:
            self.change(campaign_id, asked)

    def change(self, campaign_id: int, asked: new_campaign.NewCampaign) -> None:
        """Change the campaign, off the window's thread: all rows may have to be worked out anew."""
        database = self._context.database
        values = {key: v for key, v in asdict(asked).items() if key not in _LAID_DOWN_ONCE}
        self._context.operations.start(
            lambda progress: change_campaign(
                database, campaign_id=campaign_id, **values, progress=progress
            ),
            label=f"修改排查“{asked.name}”",
            is_long=True,
            on_done=self._changed,
            owner=self._owner,
        )

    def _changed(self, result: Any) -> None:
        self._context.show_saved()
        self._context.changed(result.changes)
        show_warnings(self._context, result)

    def ask_milestones(self, campaign_id: int) -> None:
        """Open 工作节点."""
        self._open_plan(campaign_id, MilestonesDialog)

    def ask_groups(self, campaign_id: int) -> None:
        """Open 督导组."""
        self._open_plan(campaign_id, GroupsDialog)

    def _open_plan(
        self, campaign_id: int, kind: type[MilestonesDialog] | type[GroupsDialog]
    ) -> None:
        database = self._context.database

        def show(plan: CampaignPlan) -> None:
            kind(self._context, campaign_id, plan, self._owner).open()

        self._read(lambda: read_plan(database, campaign_id=campaign_id), show)

    def remove(self, campaign: CampaignSummary) -> None:
        """Remove it; refused where somebody has worked in it. It can be undone, so nobody asks."""
        database = self._context.database
        words = f"已删除“{campaign.name}”。删错了可以撤销。"
        self._context.write(
            lambda: remove_campaign(database, campaign_id=campaign.id),
            label="删除排查",
            on_done=lambda _: self._context.show_message(words, Level.OK),
            owner=self._owner,
        )

    def _read(self, call: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._context.read(call, label="读取排查", on_done=on_done, owner=self._owner)
