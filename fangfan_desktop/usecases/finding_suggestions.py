"""What the program knows for a finding (核实情况) that is still empty; nothing is saved here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain import income as income_rules
from fangfan_desktop.domain.case_progress import CaseFacts, facts_of, finding_round
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.forms.form import Value
from fangfan_desktop.models import CaseFinding, Income, MonitoringCase
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.campaigns import find_campaign
from fangfan_desktop.storage.cases import find_case, read_facts, rows_of_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings

PARTS = (
    "wages_fen",
    "business_fen",
    "property_fen",
    "transfer_fen",
    "business_cost_fen",
    "claims_fen",
    "medical_self_paid_fen",
)
_REGISTRY = "农户档案"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value to look at, and where it comes from; money in fen, days as ISO text."""

    key: str
    value: Value
    source: str


def suggest_finding(database: Database, *, case_id: int, stage: Stage) -> tuple[Suggestion, ...]:
    """What is known elsewhere of a household, for the finding of a stage.

    The day of the visit, the present people, the income line of the campaign in hand (else the
    one of the identification), the twelve months before the clue (for clearing: before today) and
    the income kept for just these months, housing and water of the registry. Medical care and
    schooling are never suggested: they are looked into in the house.
    """
    today = database.today()
    with database.read() as session:
        case = find_case(session, case_id)
        facts = read_facts(session, case)
        found = [
            Suggestion("found_on", _visit_day(facts, stage, today).isoformat(), "入户核实的日期")
        ]
        people = len(registry.present_people(session, case.household_id))
        if people:
            found.append(Suggestion("population", people, _REGISTRY))
        others = _others(session, case, facts, stage)
        found += _line(session, others)
        found += _income(session, case, others, _period(facts, stage, today))
        household = registry.get_household(session, case.household_id)
        for key in ("housing_safe", "water_safe"):
            if (answer := getattr(household, key)) is not None:
                found.append(Suggestion(key, answer, _REGISTRY))
    return tuple(found)


def _visit_day(facts: CaseFacts, stage: Stage, today: date) -> date:
    """The day of the visit where it is recorded, else today."""
    visit = facts_of(facts, stage, finding_round(facts, stage)).get("visit")
    return visit.done_on if visit is not None and visit.done_on is not None else today


def _period(facts: CaseFacts, stage: Stage, today: date) -> income_rules.Period:
    day = facts.clue_on if stage is Stage.IDENTIFY else None
    return income_rules.months_before(day or today)


def _others(
    session: Session, case: MonitoringCase, facts: CaseFacts, stage: Stage
) -> list[CaseFinding]:
    """The case's other findings, the newest first."""
    own = (stage.value, finding_round(facts, stage))
    rows = rows_of_case(session, CaseFinding, case.id)
    return [row for row in reversed(rows) if (row.stage, row.round) != own]


def _line(session: Session, others: Sequence[CaseFinding]) -> list[Suggestion]:
    campaign_id = read_settings(session)["campaign_id"]
    if isinstance(campaign_id, int) and campaign_id:
        campaign = find_campaign(session, campaign_id)
        return [Suggestion("line_fen", campaign.line_fen, campaign.name)]
    for row in others:
        if row.line_fen is not None:
            return [Suggestion("line_fen", row.line_fen, f"{row.found_on.isoformat()}核实")]
    limit = registry.latest_limit(session)
    if limit is None:
        return []
    return [Suggestion("line_fen", limit.line_fen, f"{limit.year}年排查")]


def _income(
    session: Session,
    case: MonitoringCase,
    others: Sequence[CaseFinding],
    period: income_rules.Period,
) -> list[Suggestion]:
    """The period, and what is kept of the income in just this period."""
    found = [
        Suggestion("period_from", period.starts.isoformat(), "此前12个月"),
        Suggestion("period_to", period.ends.isoformat(), "此前12个月"),
    ]
    kept: list[tuple[CaseFinding | Income, str]] = [
        *((row, _REGISTRY) for row in registry.rows_of(session, Income, [case.household_id])),
        *((row, f"{row.found_on.isoformat()}核实") for row in others),
    ]
    for row, source in kept:
        if (row.period_from, row.period_to) != (period.starts, period.ends):
            continue
        parts = [(key, getattr(row, key)) for key in PARTS]
        if any(value is not None for _key, value in parts):
            return found + [Suggestion(k, v, source) for k, v in parts if v is not None]
    return found
