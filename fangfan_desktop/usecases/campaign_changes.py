"""Changing a campaign (排查) once it is made: its facts, milestones and groups; removing it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Campaign
from fangfan_desktop.storage.campaign_changes import (
    GroupRow,
    KeptWork,
    complete_rows,
    delete_campaign,
    group_rows,
    kept_work,
    recount_rows,
    write_groups,
    write_milestones,
)
from fangfan_desktop.storage.campaigns import (
    find_campaign,
    is_name_taken,
    milestone_rows,
    require_open,
    village_names,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.household_forms import CampaignBasis, campaign_bases
from fangfan_desktop.storage.office_settings import read_settings, write_settings
from fangfan_desktop.storage.screening_rows import Progress
from fangfan_desktop.usecases.campaigns import KINDS, check_campaign

MilestoneRow = tuple[str, date, str]  # name, day, what must be done by it


@dataclass(frozen=True, slots=True)
class ChangedCampaign:
    """What was changed, and what the clerk should look at again."""

    changes: Changes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """Milestones and supervision groups of a campaign, and the villages to choose from."""

    name: str
    starts_on: date
    ends_on: date
    is_open: bool
    milestones: tuple[MilestoneRow, ...]
    groups: tuple[GroupRow, ...]
    villages: tuple[tuple[int, str], ...]  # key and name, in their order


def line_locked(complete: int) -> str:
    """Why line and income period may not be changed any more; "" while they may.

    A form keeps the line it was judged by; a new line never recounts an old form.
    """
    if not complete:
        return ""
    return (
        f"已有{complete:,}户排查完成，他们是按现在的监测范围和收入期判断的，不能再改。"
        "要按新的监测范围或收入期排查，请新建一次排查。"
    )


def change_campaign(  # noqa: PLR0913 - a parameter for each thing that the office lays down
    database: Database,
    *,
    campaign_id: int,
    name: str,
    kind: str,
    document_number: str | None,
    starts_on: date,
    ends_on: date,
    line_fen: int,
    income_from: date,
    income_to: date,
    progress: Progress | None = None,
) -> ChangedCampaign:
    """Change what was laid down for a campaign.

    Line and income period may be changed only while no household is complete (已排查). Column 8 and
    the checks of all rows are then worked out anew; the prefilled values of rows that nobody has
    begun become those of the new period.

    Args:
        database: the open database.
        campaign_id: the campaign.
        name: unique.
        kind: one of `KINDS`, or the office's own word.
        document_number: 文号, if any.
        starts_on: first day.
        ends_on: last day.
        line_fen: income line (监测范围), fen a head and year.
        income_from: first day of the income period.
        income_to: its last day.
        progress: told the rows done; may raise to cancel, then nothing is changed.

    Raises:
        UserError: the campaign is closed, a value is impossible, or line or period may not be
            changed any more; the sentence says which and what to do.
    """
    values = {
        "name": name.strip(),
        "kind": kind.strip() or KINDS[0],
        "document_number": (document_number or "").strip() or None,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "line_fen": line_fen,
        "income_from": income_from,
        "income_to": income_to,
    }
    kept = 0
    with database.action(f"修改排查“{values['name']}”") as unit:
        require_open(unit.connection, campaign_id)
        campaign = find_campaign(unit.session, campaign_id)
        check_campaign(Campaign(**values, year=campaign.year, scope=campaign.scope))
        if values["name"] != campaign.name and is_name_taken(unit.session, str(values["name"])):
            raise UserError(f"已有名为“{values['name']}”的排查，请换一个名称。")
        judged_by = ("line_fen", "income_from", "income_to")
        if any(getattr(campaign, key) != values[key] for key in judged_by):
            _require_unjudged(unit, campaign_id)
        before = campaign_bases(unit.connection, campaign_id)
        for key, value in values.items():
            setattr(campaign, key, value)
        unit.session.flush()
        for old, new in zip(before, campaign_bases(unit.connection, campaign_id), strict=True):
            if _judges_anew(old, new):
                kept += recount_rows(unit.connection, old, new, progress)
    return ChangedCampaign(unit.changes, _kept_words(kept))


def read_plan(database: Database, *, campaign_id: int) -> CampaignPlan:
    """Milestones and supervision groups, to be shown and changed.

    Raises:
        UserError: there is no such campaign.
    """
    with database.read() as session:
        campaign = find_campaign(session, campaign_id)
        return CampaignPlan(
            name=campaign.name,
            starts_on=campaign.starts_on,
            ends_on=campaign.ends_on,
            is_open=campaign.state == "open",
            milestones=tuple(milestone_rows(session, campaign_id)),
            groups=group_rows(session, campaign_id),
            villages=tuple((key, name) for name, key in village_names(session).items()),
        )


def set_milestones(
    database: Database, *, campaign_id: int, milestones: Iterable[MilestoneRow]
) -> Changes:
    """Lay down the days of the campaign's plan anew; the workbench's tasks follow.

    Args:
        database: the open database.
        campaign_id: the campaign.
        milestones: name, day, and what must be done by it; names differ.

    Raises:
        UserError: the campaign is closed, a name is missing or there twice.
    """
    wanted = [(name.strip(), due, what.strip()) for name, due, what in milestones]
    _check_names([name for name, *_ in wanted], "节点")
    with database.action("修改工作节点") as unit:
        require_open(unit.connection, campaign_id)
        if sorted(wanted) != sorted(milestone_rows(unit.session, campaign_id)):
            write_milestones(unit.session, campaign_id, wanted)
    return unit.changes


def set_supervision_groups(
    database: Database, *, campaign_id: int, groups: Iterable[tuple[str, str, Sequence[int]]]
) -> Changes:
    """Lay down the supervision groups (督导组) anew.

    Args:
        database: the open database.
        campaign_id: the campaign.
        groups: name, members as text, and keys of the villages; names differ.

    Raises:
        UserError: the campaign is closed, a name is missing or there twice, a village is unknown.
    """
    wanted = tuple(
        GroupRow(name.strip(), members.strip(), tuple(sorted(set(villages))))
        for name, members, villages in groups
    )
    _check_names([group.name for group in wanted], "督导组")
    with database.action("修改督导组") as unit:
        require_open(unit.connection, campaign_id)
        known = set(village_names(unit.session).values())
        if any(not known.issuperset(group.village_ids) for group in wanted):
            raise UserError("督导组里有一个村已不在本镇，请关上后重新打开再选。")
        if wanted != group_rows(unit.session, campaign_id):
            write_groups(unit.session, campaign_id, wanted)
    return unit.changes


def remove_campaign(database: Database, *, campaign_id: int) -> Changes:
    """Remove a campaign made by mistake, while nobody has worked in it.

    Raises:
        UserError: something was answered, found or counted in it; the sentence says what.
    """
    with database.action("删除排查") as unit:
        campaign = find_campaign(unit.session, campaign_id)
        work = kept_work(unit.connection, campaign_id)
        if any(work):
            raise UserError(
                f"“{campaign.name}”已有{_work_words(work)}，不能删除。"
                "做完了或不再做，请用“结束本次排查”。"
            )
        delete_campaign(unit.session, campaign_id)
        if read_settings(unit.session)["campaign_id"] == campaign_id:
            write_settings(unit.session, {"campaign_id": 0})
    return unit.changes


def _require_unjudged(unit: UnitOfWork, campaign_id: int) -> None:
    sentence = line_locked(complete_rows(unit.connection, campaign_id))
    if sentence:
        raise UserError(sentence)


def _judges_anew(before: CampaignBasis, after: CampaignBasis) -> bool:
    """Whether anything changed that rows are filled in or checked by."""
    return (before.facts, before.starts_on, before.income_from, before.income_to) != (
        after.facts,
        after.starts_on,
        after.income_from,
        after.income_to,
    )


def _kept_words(kept: int) -> tuple[str, ...]:
    if not kept:
        return ()
    return (f"有{kept:,}户的人均纯收入是按原来的收入期填的，没有改动，请按新的收入期核对。",)


def _work_words(work: KeptWork) -> str:
    named = (
        (work.households, "户填写"),
        (work.further_rows, "行其他表"),
        (work.village_forms, "行村级排查表"),
        (work.figures, "个村的统计填报"),
        (work.ledger_lines, "条整改台账"),
        (work.snapshots, "份保存的统计"),
    )
    return "、".join(f"{count:,}{what}" for count, what in named if count)


def _check_names(names: Sequence[str], what: str) -> None:
    if not all(names):
        raise UserError(f"有一个{what}没有名称，请填写，或删去这一行。")
    twice = next((name for name, count in Counter(names).items() if count > 1), "")
    if twice:
        raise UserError(f"{what}“{twice}”有两个，请换一个名称，或删去一行。")
