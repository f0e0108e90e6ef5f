"""What the made-up content needs to know of the rows that were made up before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from fangfan_desktop.models import Identification, MonitoringCase, Village
from fangfan_desktop.storage.ledger import Head
from fangfan_desktop.storage.office_settings import office_day


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A monitoring case; `risk` is the first one, or ""."""

    id: int
    household_id: int
    risk: str
    identified_on: date
    cleared_on: date | None
    helper_name: str | None


def case_facts(session: Session) -> list[CaseFacts]:
    """All cases in their order."""
    rows = session.scalars(select(Identification).order_by(Identification.id))
    return [
        CaseFacts(
            row.id,
            row.household_id,
            (row.risks or "").split(",")[0].split("、")[0],
            row.identified_on,
            row.cleared_on,
            row.helper_name,
        )
        for row in rows
    ]


def village_list(session: Session) -> list[tuple[int, str]]:
    """Key and name of the villages in their order."""
    rows = session.execute(select(Village.id, Village.name).order_by(Village.position, Village.id))
    return [(row[0], row[1]) for row in rows]


def workers_away(session: Session) -> list[int]:
    """People of lifted and monitored households who work outside the province."""
    rows = session.execute(
        text(
            "SELECT p.id FROM person AS p JOIN household AS h ON h.id = p.household_id"
            " WHERE p.work_region = '省外务工' AND p.left_on IS NULL AND (h.is_lifted = 1"
            " OR EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id))"
            " ORDER BY p.id"
        )
    )
    return [row[0] for row in rows]


def mark_blocked(session: Session, people: Mapping[int, int]) -> None:
    """Mark people as kept from going out to work: person → 1 where it is solved, 0 where not."""
    if people:
        session.execute(
            text(
                "UPDATE person SET work_blocked = 1, work_blocked_solved = :solved WHERE id = :id"
            ),
            [{"id": person, "solved": solved} for person, solved in people.items()],
        )


def heads(session: Session) -> list[Head]:
    """Heads of all present households, by household."""
    rows = session.execute(
        text(
            "SELECT h.id, h.village_id, p.name, p.id_number FROM person AS p"
            " JOIN household AS h ON h.id = p.household_id"
            " WHERE p.relation = '户主' AND p.left_on IS NULL AND h.left_on IS NULL ORDER BY h.id"
        )
    )
    return [Head(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A case that was taken in, and the day that it is looked at."""

    case_id: int
    category: str
    risks: str | None
    identified_on: date
    clearing_started_on: date | None
    cleared_on: date | None
    people: int
    today: date


@dataclass(frozen=True, slots=True)
class FreeHousehold:
    """A present household that never had a case."""

    id: int
    village_id: int
    is_lifted: bool
    people: int


def taken_in(session: Session, since: date) -> list[TakenIn]:
    """Cases taken in since a day, each the first of its household."""
    rows = session.execute(
        select(MonitoringCase.id, Identification)
        .join(Identification, Identification.id == MonitoringCase.identification_id)
        .where(Identification.identified_on >= since, Identification.previous_id.is_(None))
        .order_by(MonitoringCase.id)
    )
    today, people = office_day(session), _people(session)
    return [
        TakenIn(
            case_id,
            row.category,
            row.risks,
            row.identified_on,
            row.clearing_started_on,
            row.cleared_on,
            people.get(row.household_id, 1),
            today,
        )
        for case_id, row in rows
    ]


def free_households(session: Session) -> list[FreeHousehold]:
    """Present households without an identification, in their order."""
    rows = session.execute(
        text(
            "SELECT h.id, h.village_id, coalesce(h.is_lifted, 0) FROM household AS h"
            " WHERE h.left_on IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id)"
            " ORDER BY h.id"
        )
    )
    people = _people(session)
    return [
        FreeHousehold(key, village, bool(lifted), people.get(key, 1))
        for key, village, lifted in rows
    ]


def _people(session: Session) -> dict[int, int]:
    """Household → present people."""
    rows = session.execute(
        text("SELECT household_id, count(*) FROM person WHERE left_on IS NULL GROUP BY 1")
    )
    return {row[0]: row[1] for row in rows}
