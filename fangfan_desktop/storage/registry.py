"""Queries about single households and their people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.household_type import Identification as Taking
from fangfan_desktop.domain.household_type import is_open
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    FocusMember,
    FurtherForm,
    Household,
    HouseholdEvent,
    HouseholdForm,
    Identification,
    Income,
    LedgerLine,
    Measure,
    MonitoringCase,
    Person,
    SecondKeying,
    Village,
    VillageGroup,
    Visit,
)

Owned = TypeVar("Owned", Income, Identification, Measure, Visit, HouseholdEvent)


@dataclass(frozen=True, slots=True)
class SameNumber:
    """A person on the books who has the same ID number."""

    person_id: int
    name: str
    household_id: int
    household_code: str
    village: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """A household's row of one campaign's 附件1, with its ledger lines counted."""

    form_id: int
    campaign_id: int
    campaign: str
    year: int
    is_complete: bool
    answered: int
    errors: int
    doubts: int
    income_per_capita_fen: int | None
    needs: str | None
    remarks: str | None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A ledger line about the household."""

    line_id: int
    campaign_id: int
    campaign: str
    problem_type: str | None
    problem: str | None
    state: str


@dataclass(frozen=True, slots=True)
class IncomeLimit:
    """The income line (监测范围) of a campaign, in fen a head."""

    line_fen: int
    year: int


def latest_limit(session: Session) -> IncomeLimit | None:
    """The line of the newest campaign; None where there is no campaign."""
    row = session.execute(
        text("SELECT line_fen, year FROM campaign ORDER BY starts_on DESC, id DESC LIMIT 1")
    ).first()
    return None if row is None else IncomeLimit(*row)


def get_household(session: Session, household_id: int) -> Household:
    """The household.

    Raises:
        UserError: it is not there any more.
    """
    found = session.get(Household, household_id)
    if found is None:
        raise UserError("这一户已经不在农户档案里了，可能刚被删除或撤销。请重新查找。")
    return found


def get_person(session: Session, person_id: int) -> Person:
    """The person.

    Raises:
        UserError: not there any more.
    """
    found = session.get(Person, person_id)
    if found is None:
        raise UserError("这个人已经不在农户档案里了，可能刚被删除或撤销。请重新查找。")
    return found


def all_people(session: Session, household_id: int) -> Sequence[Person]:
    """People of the household, those who left too: head first, then by position."""
    return session.scalars(
        select(Person)
        .where(Person.household_id == household_id)
        .order_by(Person.left_on.is_not(None), Person.relation != HEAD, Person.position, Person.id)
    ).all()


def present_people(session: Session, household_id: int) -> list[Person]:
    """People who live in the household: head first, then by position."""
    return [person for person in all_people(session, household_id) if person.left_on is None]


def next_position(session: Session, household_id: int) -> int:
    """Position for one more person of the household."""
    last = session.scalar(
        select(func.max(Person.position)).where(Person.household_id == household_id)
    )
    return (last or 0) + 1


def people_with_number(
    session: Session, id_number: str, *, except_person: int | None = None
) -> list[SameNumber]:
    """Present people of present households who have this ID number."""
    rows = session.execute(
        select(Person.id, Person.name, Household.id, Household.code, Village.name)
        .join(Household, Household.id == Person.household_id)
        .join(Village, Village.id == Household.village_id)
        .where(Person.id_number == id_number, Person.left_on.is_(None))
        .order_by(Person.id)
    )
    return [SameNumber(*row) for row in rows if row[0] != except_person]


def is_code_taken(session: Session, code: str, *, except_household: int | None = None) -> bool:
    """Whether another household has this 户编号."""
    found = session.scalar(select(Household.id).where(Household.code == code))
    return found is not None and found != except_household


def next_code(session: Session, village_id: int, group_id: int | None) -> str:
    """A free 户编号 for the village and group: two digits each, then a number, as `0401-0012`."""
    village = session.get_one(Village, village_id)
    group = session.get(VillageGroup, group_id) if group_id is not None else None
    prefix = f"{village.position:02}{group.position if group else 0:02}-"
    last = session.execute(
        text(
            "SELECT max(CAST(substr(code, :length) AS INTEGER)) FROM household"
            " WHERE substr(code, 1, :length - 1) = :prefix"
        ),
        {"prefix": prefix, "length": len(prefix) + 1},
    ).scalar()
    number = (last or 0) + 1
    while is_code_taken(session, f"{prefix}{number:04}"):
        number += 1
    return f"{prefix}{number:04}"


def household_forms(session: Session, household_id: int) -> list[tuple[HouseholdForm, str, int]]:
    """Rows of 附件1 with the campaign's name and year, newest campaign first."""
    rows = session.execute(
        text(
            "SELECT f.id, c.name, c.year FROM household_form AS f"
            " JOIN campaign AS c ON c.id = f.campaign_id"
            " WHERE f.household_id = :household ORDER BY c.starts_on DESC, c.id DESC"
        ),
        {"household": household_id},
    ).all()
    return [(session.get_one(HouseholdForm, form), name, year) for form, name, year in rows]


def form_lines(session: Session, household_id: int) -> tuple[FormLine, ...]:
    """The household's row of every campaign, newest campaign first."""
    return tuple(
        FormLine(
            form_id=form.id,
            campaign_id=form.campaign_id,
            campaign=name,
            year=year,
            is_complete=bool(form.is_complete),
            answered=form.answered_count,
            errors=form.error_count,
            doubts=form.doubt_count,
            income_per_capita_fen=form.income_per_capita,
            needs=form.needs,
            remarks=form.remarks,
        )
        for form, name, year in household_forms(session, household_id)
    )


def ledger_entries(session: Session, household_id: int) -> tuple[LedgerEntry, ...]:
    """Ledger lines about the household, newest first."""
    rows = session.execute(
        text(
            "SELECT l.id, l.campaign_id, c.name, l.problem_type, l.problem, l.state"
            " FROM ledger_line AS l JOIN campaign AS c ON c.id = l.campaign_id"
            " WHERE l.household_id = :household ORDER BY l.id DESC"
        ),
        {"household": household_id},
    )
    return tuple(LedgerEntry(*row) for row in rows)


def is_running(case: Identification) -> bool:
    """Whether the case is running: not cleared, or cleared and rolled back; not withdrawn."""
    return is_open(
        Taking(
            case.category, case.identified_on, case.cleared_on, case.rolled_back_on, case.removed_on
        )
    )


def hanging_on(session: Session, household_id: int) -> list[str]:
    """What keeps a household from being removed, in Chinese words with counts."""
    checks = (
        (Identification, "监测识别记录"),
        (MonitoringCase, "监测个案"),
        (Measure, "帮扶措施"),
        (Visit, "走访记录"),
        (LedgerLine, "整改台账"),
        (Income, "收入记录"),
    )
    found: list[str] = []
    for table, words in checks:
        count = session.scalar(
            select(func.count()).select_from(table).where(table.household_id == household_id)
        )
        if count:
            found.append(f"{words}{count}条")
    linked = session.scalar(
        select(func.count())
        .select_from(HouseholdEvent)
        .where(HouseholdEvent.other_household_id == household_id)
    )
    if linked:
        found.append(f"与别的户的分户、合户记录{linked}条")
    return found


def delete_household(session: Session, household_id: int) -> None:
    """Delete the household with people, events, places in groups, form rows nobody has begun."""
    owned = (HouseholdEvent, HouseholdForm, FurtherForm, SecondKeying, FocusMember, Person)
    for table in owned:
        session.execute(delete(table).where(table.household_id == household_id))
    session.execute(delete(Household).where(Household.id == household_id))


def delete_person(session: Session, person_id: int) -> None:
    """Delete a person with the events about them."""
    session.execute(delete(HouseholdEvent).where(HouseholdEvent.person_id == person_id))
    session.execute(delete(Person).where(Person.id == person_id))


def rows_of(
    session: Session, table: type[Owned], household_ids: Collection[int]
) -> Sequence[Owned]:
    """Rows of the table that belong to the households, oldest first."""
    return session.scalars(
        select(table).where(table.household_id.in_(household_ids)).order_by(table.id)
    ).all()
