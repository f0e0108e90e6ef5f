"""Campaigns (排查): opening one with its prefilled forms, closing it, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from fangfan_desktop.domain.campaign_presets import FORMS, PRESETS, CampaignPreset
from fangfan_desktop.domain.dates import format_month
from fangfan_desktop.domain.income import Period
from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.load import dump_form, parse_form
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.models import (
    Campaign,
    CampaignForm,
    Milestone,
    SupervisedVillage,
    SupervisionGroup,
)
from fangfan_desktop.storage.campaigns import (
    CampaignCounts,
    VillageProgress,
    campaign_counts,
    find_campaign,
    form_definition,
    form_keys,
    group_villages,
    is_name_taken,
    list_campaign_rows,
    milestone_rows,
    village_names,
    village_progress_rows,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.household_forms import HOUSEHOLD_FORM, campaign_bases
from fangfan_desktop.storage.office_settings import read_settings, write_settings
from fangfan_desktop.storage.registry_facts import CAMPAIGN_SCOPES
from fangfan_desktop.storage.screening_rows import Progress, add_rows, refresh_campaign
from fangfan_desktop.storage.statistics import freeze_figures
from fangfan_desktop.usecases.office_forms import form_in_use

KINDS = ("集中排查", "重点排查", "回头看", "季度排查")
SCOPE_NAMES = {"all": "全部农户", "lifted-monitored": "脱贫户和监测户"}
_YEARS = range(2015, 2101)
_LONGEST_NAME = 60
_HIGHEST_LINE_FEN = 10_000_000  # 100,000 yuan a head: no line of any place comes near


@dataclass(frozen=True, slots=True)
class CreatedCampaign:
    """A new campaign and how many households it is about."""

    id: int
    households: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """One campaign of the list; `line_fen` is fen a head and year."""

    id: int
    name: str
    kind: str
    year: int
    document_number: str
    starts_on: date
    ends_on: date
    line_fen: int
    income_from: date
    income_to: date
    scope: str
    is_open: bool
    counts: CampaignCounts


@dataclass(frozen=True, slots=True)
class CampaignDetails:
    """What pages and papers need to know of one campaign."""

    summary: CampaignSummary
    forms: tuple[str, ...]
    milestones: tuple[tuple[str, date, str], ...]  # name, date, what must be done
    groups: tuple[tuple[str, tuple[str, ...]], ...]  # supervision group, names of its villages
    facts: CampaignFacts
    township: str


def create_campaign(  # noqa: PLR0913 - a parameter for each thing that the office lays down
    database: Database,
    *,
    name: str,
    year: int,
    line_fen: int,
    income_from: date,
    income_to: date,
    starts_on: date,
    ends_on: date,
    kind: str = KINDS[0],
    preset: str | None = None,
    document_number: str | None = None,
    scope: str | None = None,
    forms: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> CreatedCampaign:
    """Open a campaign with prefilled 附件1 rows for every household in scope.

    It becomes the campaign in hand (the setting `campaign_id`).

    Args:
        database: the open database.
        name: unique, e.g. 2022年集中排查.
        year: year of the campaign.
        line_fen: income line (监测范围) a head and year.
        income_from: first day of the income period.
        income_to: its last day.
        starts_on: first day of the campaign.
        ends_on: its last day.
        kind: one of `KINDS`, or the office's own word.
        preset: key of `PRESETS`: brings milestones (moved with the first day), supervision
            groups of villages that exist here, document number and forms.
        document_number: 文号; the preset's where not given.
        scope: key of `SCOPE_NAMES`; all present households where not given.
        forms: keys of the forms besides 附件1 to 附件4; the preset's where None.
        progress: told the households done; may raise to cancel, then nothing is made.

    Raises:
        UserError: a value is missing or impossible; the sentence says which.
    """
    plan = _preset(preset)
    campaign = Campaign(
        name=name.strip(),
        kind=kind.strip() or KINDS[0],
        year=year,
        document_number=document_number or (plan.document_number if plan else None) or None,
        preset=preset,
        starts_on=starts_on,
        ends_on=ends_on,
        line_fen=line_fen,
        income_from=income_from,
        income_to=income_to,
        scope=scope or "all",
    )
    check_campaign(campaign)
    with database.action(f"新建排查“{campaign.name}”") as unit:
        if is_name_taken(unit.session, campaign.name):
            raise UserError(f"已有名为“{campaign.name}”的排查，请换一个名称。")
        unit.session.add(campaign)
        unit.session.flush()
        _add_forms(unit, campaign, (plan.forms if plan else ()) if forms is None else forms)
        if plan is not None:
            _add_plan(unit, campaign, plan)
        unit.session.flush()
        households = _add_household_rows(unit, campaign, progress)
        write_settings(unit.session, {"campaign_id": campaign.id})
    return CreatedCampaign(campaign.id, households, unit.changes)


def list_campaigns(database: Database) -> list[CampaignSummary]:
    """All campaigns, the newest first."""
    with database.read() as session:
        counts = campaign_counts(session)
        return [
            _summary(row, counts.get(row.id, CampaignCounts()))
            for row in list_campaign_rows(session)
        ]


def campaign_facts(database: Database, *, campaign_id: int) -> CampaignDetails:
    """One campaign with its forms, milestones and supervision groups.

    Raises:
        UserError: there is no such campaign.
    """
    with database.read() as session:
        row = find_campaign(session, campaign_id)
        counts = campaign_counts(session).get(row.id, CampaignCounts())
        groups = group_villages(session, campaign_id)
        return CampaignDetails(
            summary=_summary(row, counts),
            forms=tuple(form_keys(session, campaign_id)),
            milestones=tuple(milestone_rows(session, campaign_id)),
            groups=tuple((group, tuple(villages)) for group, villages in groups.items()),
            facts=CampaignFacts(line_fen=row.line_fen, year=row.year),
            township=str(read_settings(session)["township_name"]),
        )


def campaign_form(
    database: Database, *, campaign_id: int, form_key: str = HOUSEHOLD_FORM, village: str = ""
) -> Form:
    """The campaign's own copy of a form, its headings filled in; `village` goes into the title.

    Raises:
        UserError: there is no such campaign, or it does not use the form.
    """
    with database.read() as session:
        return read_campaign_form(session, campaign_id, form_key, village)


def read_campaign_form(
    session: Session, campaign_id: int, form_key: str = HOUSEHOLD_FORM, village: str = ""
) -> Form:
    """Like `campaign_form`, in a session that is open already."""
    row = find_campaign(session, campaign_id)
    definition = form_definition(session, campaign_id, form_key)
    if definition is None:
        raise UserError(f"“{row.name}”不用这张表，请换一次排查或换一张表。")
    return campaign_headings(session, campaign_id, parse_form(definition), village)


def campaign_headings(session: Session, campaign_id: int, form: Form, village: str = "") -> Form:
    """A form with its headings filled in from the campaign; `village` goes into the title.

    Raises:
        UserError: there is no such campaign.
    """
    place = f"{read_settings(session)['township_name']}{village}"
    return fill_headings(form, _heading_values(find_campaign(session, campaign_id), place))


def village_progress(
    database: Database, *, campaign_id: int, form_key: str = HOUSEHOLD_FORM
) -> list[VillageProgress]:
    """Every village with its rows of a form and those that are complete."""
    with database.read() as session:
        return village_progress_rows(session.connection(), campaign_id, form_key)


def close_campaign(
    database: Database, *, campaign_id: int, closed_on: date | None = None
) -> Changes:
    """End a campaign: its figures are frozen, writing to its forms is refused afterwards.

    Raises:
        UserError: there is no such campaign.
    """
    with database.action("结束排查") as unit:
        campaign = find_campaign(unit.session, campaign_id)
        if campaign.state == "open":
            freeze_figures(unit, campaign_id)
        campaign.state = "closed"
        campaign.closed_on = closed_on or database.today()
    return unit.changes


def reopen_campaign(database: Database, *, campaign_id: int) -> Changes:
    """Open a closed campaign again; its rows catch up with the registry.

    Raises:
        UserError: there is no such campaign.
    """
    with database.action("重新打开排查") as unit:
        campaign = find_campaign(unit.session, campaign_id)
        campaign.state = "open"
        campaign.closed_on = None
        unit.session.flush()
        refresh_campaign(unit, campaign_id)
    return unit.changes


def _preset(key: str | None) -> CampaignPreset | None:
    if key is None:
        return None
    if key not in PRESETS:
        raise UserError(f"没有名为“{key}”的方案，请从这些中选：{'、'.join(PRESETS)}。")
    return PRESETS[key]


def check_campaign(campaign: Campaign) -> None:
    """Refuse what no campaign can be.

    Raises:
        UserError: a value is missing or impossible; the sentence says which.
    """
    problems = {
        "请填写排查名称，如“2022年集中排查”。": not campaign.name,
        f"排查名称太长，最多{_LONGEST_NAME}个字，请写短一些。": len(campaign.name) > _LONGEST_NAME,
        f"年度{campaign.year}不合理，请填{_YEARS.start}到{_YEARS.stop - 1}之间的年份。": (
            campaign.year not in _YEARS
        ),
        "监测范围（元/人·年）应大于0，请核对当年本地标准。": campaign.line_fen <= 0,
        f"监测范围{format_yuan(campaign.line_fen)}元过大，请核对，单位是元。": (
            campaign.line_fen > _HIGHEST_LINE_FEN
        ),
        "排查的结束日期早于开始日期，请改正。": campaign.ends_on < campaign.starts_on,
        "收入期的截止日期早于起始日期，请改正。": campaign.income_to < campaign.income_from,
        "排查范围只能是：全部农户（all）、脱贫户和监测户（lifted-monitored）。": (
            campaign.scope not in CAMPAIGN_SCOPES
        ),
    }
    for sentence, is_wrong in problems.items():
        if is_wrong:
            raise UserError(sentence)


def _add_forms(unit: UnitOfWork, campaign: Campaign, further: Sequence[str]) -> None:
    """附件1 to 附件4, then the further forms."""
    for position, key in enumerate(dict.fromkeys((*FORMS, *further))):
        unit.session.add(
            CampaignForm(
                campaign_id=campaign.id,
                form_key=key,
                position=position,
                definition=dump_form(form_in_use(unit.session, key, campaign.year)),
            )
        )


def _add_plan(unit: UnitOfWork, campaign: Campaign, plan: CampaignPreset) -> None:
    """Milestones move with the campaign's first day; groups keep the villages found here."""
    later: timedelta = campaign.starts_on - plan.starts
    for milestone in plan.milestones:
        unit.session.add(
            Milestone(
                campaign_id=campaign.id,
                name=milestone.name,
                due_on=milestone.due + later,
                what=milestone.task,
            )
        )
    here = village_names(unit.session)
    for group in plan.groups:
        names = [match_village(name, here) for name in group.villages]
        found = [here[name] for name in names if name is not None]
        if not found:
            continue
        row = SupervisionGroup(campaign_id=campaign.id, name=group.name)
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(SupervisedVillage(group_id=row.id, village_id=key) for key in found)


def _add_household_rows(unit: UnitOfWork, campaign: Campaign, progress: Progress | None) -> int:
    """Rows of every form, prefilled; returns the households of 附件1."""
    added = {
        basis.form_key: add_rows(unit.connection, basis, None, progress)
        for basis in campaign_bases(unit.connection, campaign.id)
    }
    return added.get(HOUSEHOLD_FORM, 0)


def _summary(row: Campaign, counts: CampaignCounts) -> CampaignSummary:
    return CampaignSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        year=row.year,
        document_number=row.document_number or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        line_fen=row.line_fen,
        income_from=row.income_from,
        income_to=row.income_to,
        scope=row.scope,
        is_open=row.state == "open",
        counts=counts,
    )


def _heading_values(row: Campaign, place: str) -> dict[str, str]:
    starts, _, ends = str(Period(row.income_from, row.income_to)).partition("-")
    return {
        "place": place,
        "year": str(row.year),
        "line": format_yuan(row.line_fen),
        "income_from": starts,
        "income_to": ends,
        "fill_month": format_month(row.starts_on),
    }
