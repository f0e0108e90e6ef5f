"""One household as one thing: its people, income, cases, visits, forms, ledger lines, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain import income as income_rules
from fangfan_desktop.domain.identity_number import age_on
from fangfan_desktop.domain.money import per_capita
from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.forms.registry_fields import (
    HOUSEHOLD_FIELDS,
    IDENTIFICATION_FIELDS,
    INCOME_FIELDS,
    MEASURE_FIELDS,
    PERSON_FIELDS,
    REGISTRY_TABLES,
    VISIT_FIELDS,
)
from fangfan_desktop.models import (
    Grid,
    Household,
    HouseholdEvent,
    Identification,
    Income,
    Measure,
    Person,
    Visit,
)
from fangfan_desktop.storage import household_search, registry
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_history import household_changes
from fangfan_desktop.storage.household_papers import FurtherLine, further_lines
from fangfan_desktop.storage.registry import FormLine, IncomeLimit, LedgerEntry, Owned
from fangfan_desktop.usecases.household_history import HistoryEntry, history_entries
from fangfan_desktop.usecases.household_records import case_doubts
from fangfan_desktop.usecases.household_tags import HouseholdTag, household_tags
from fangfan_desktop.usecases.people import number_doubts
from fangfan_desktop.usecases.registry_values import values_of, with_choices

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member; `age` in full years today, None where the date of birth is not known."""

    person_id: int
    values: Values
    age: int | None
    left_on: date | None
    left_reason: str | None

    @property
    def name(self) -> str:
        """Name."""
        return str(self.values["name"])

    @property
    def relation(self) -> str:
        """与户主关系."""
        return str(self.values["relation"])


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """Income of a period; worked-out figures in fen, None where no part is known.

    `net_per_capita_fen` is the declared figure where only that is known.
    """

    income_id: int
    values: Values
    period_from: date
    period_to: date
    net_fen: int | None
    net_per_capita_fen: int | None
    reference_per_capita_fen: int | None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """An identification, a measure or a visit."""

    row_id: int
    values: Values


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened to the household or one of its people."""

    kind: str
    happened_on: date
    reason: str
    note: str
    other_household_id: int | None


@dataclass(frozen=True, slots=True)
class RegistryFields:
    """The fields with the office's choices, for editing."""

    person: tuple[Field, ...]
    household: tuple[Field, ...]
    income: tuple[Field, ...]
    identification: tuple[Field, ...]
    measure: tuple[Field, ...]
    visit: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """All that is known of a household. Lists are newest first but for the people."""

    household_id: int
    village_id: int
    village: str
    group_id: int | None
    group: str
    grid_id: int | None
    grid: str
    head_name: str
    left_on: date | None
    left_reason: str | None
    tags: tuple[HouseholdTag, ...]
    values: Values
    people: tuple[PersonLine, ...]
    gone: tuple[PersonLine, ...]
    incomes: tuple[IncomeLine, ...]  # oldest first, as the chart draws them
    limit: IncomeLimit | None
    identifications: tuple[RecordLine, ...]
    measures: tuple[RecordLine, ...]
    visits: tuple[RecordLine, ...]
    forms: tuple[FormLine, ...]  # 附件1
    further: tuple[FurtherLine, ...]  # all other forms
    ledger: tuple[LedgerEntry, ...]
    events: tuple[EventLine, ...]
    history: tuple[HistoryEntry, ...]
    doubts: tuple[str, ...]
    fields: RegistryFields

    @property
    def code(self) -> str:
        """户编号."""
        return str(self.values["code"])


def household_page(database: Database, *, household_id: int) -> HouseholdPage:
    """Everything about one household.

    Raises:
        UserError: it is not there any more.
    """
    today = database.today()
    with database.read() as session:
        household = registry.get_household(session, household_id)
        row = household_search.household_rows(session, [household_id])[0]
        people = registry.all_people(session, household_id)
        present = [person for person in people if person.left_on is None]
        cases = _newest(session, Identification, household_id)
        measures = _newest(session, Measure, household_id)
        visits = _newest(session, Visit, household_id)
        grid = session.get(Grid, household.grid_id) if household.grid_id is not None else None
        incomes = registry.rows_of(session, Income, [household_id])
        return HouseholdPage(
            household_id=household_id,
            village_id=household.village_id,
            village=row.village,
            group_id=household.group_id,
            group=row.group or "",
            grid_id=household.grid_id,
            grid=grid.name if grid else "",
            head_name=row.head_name or "（没有户主）",
            left_on=household.left_on,
            left_reason=household.left_reason,
            tags=household_tags(row, is_long=True),
            values=values_of(HOUSEHOLD_FIELDS, household),
            people=tuple(_person(person, today) for person in present),
            gone=tuple(_person(person, today) for person in people if person.left_on is not None),
            incomes=tuple(
                _income(one, len(present))
                for one in sorted(incomes, key=lambda i: (i.period_to, i.period_from))
            ),
            limit=registry.latest_limit(session),
            identifications=_records(IDENTIFICATION_FIELDS, cases),
            measures=_records(MEASURE_FIELDS, measures),
            visits=_records(VISIT_FIELDS, visits),
            forms=registry.form_lines(session, household_id),
            further=further_lines(session, household_id),
            ledger=registry.ledger_entries(session, household_id),
            events=_events(session, household_id),
            history=history_entries(
                household_changes(session, household_id),
                _told_rows(
                    household,
                    people,
                    {
                        "income": incomes,
                        "identification": cases,
                        "measure": measures,
                        "visit": visits,
                        "household_event": registry.rows_of(
                            session, HouseholdEvent, [household_id]
                        ),
                    },
                ),
            ),
            doubts=_doubts(session, household, present, cases),
            fields=_fields(session),
        )


def registry_fields(database: Database) -> RegistryFields:
    """The fields of the registry with the office's choices, for a new household."""
    with database.read() as session:
        return _fields(session)


def _fields(session: Session) -> RegistryFields:
    return RegistryFields(
        person=with_choices(session, PERSON_FIELDS),
        household=with_choices(session, HOUSEHOLD_FIELDS),
        income=with_choices(session, INCOME_FIELDS),
        identification=with_choices(session, IDENTIFICATION_FIELDS),
        measure=with_choices(session, MEASURE_FIELDS),
        visit=with_choices(session, VISIT_FIELDS),
    )


def _newest(session: Session, table: type[Owned], household_id: int) -> list[Owned]:
    return list(reversed(registry.rows_of(session, table, [household_id])))


def _person(person: Person, today: date) -> PersonLine:
    return PersonLine(
        person_id=person.id,
        values=values_of(PERSON_FIELDS, person),
        age=age_on(person.born_on, today) if person.born_on else None,
        left_on=person.left_on,
        left_reason=person.left_reason,
    )


def _income(row: Income, population: int) -> IncomeLine:
    parts = (
        row.wages_fen,
        row.business_fen,
        row.property_fen,
        row.transfer_fen,
        row.business_cost_fen,
    )
    is_known = any(part is not None for part in parts)
    amounts = income_rules.Income(
        wages=row.wages_fen or 0,
        production=row.business_fen or 0,
        property_income=row.property_fen or 0,
        transfers=row.transfer_fen or 0,
        production_costs=row.business_cost_fen or 0,
        claims=row.claims_fen or 0,
        compliant_payments=row.medical_self_paid_fen or 0,
    )
    net = income_rules.net_income(amounts) if is_known else None
    reference = income_rules.reference_per_capita(amounts, population) if is_known else None
    return IncomeLine(
        income_id=row.id,
        values=values_of(INCOME_FIELDS, row),
        period_from=row.period_from,
        period_to=row.period_to,
        net_fen=net,
        net_per_capita_fen=row.per_capita_fen if net is None else per_capita(net, population),
        reference_per_capita_fen=reference,
    )


def _records(
    fields: Sequence[Field], rows: Sequence[Identification | Measure | Visit]
) -> tuple[RecordLine, ...]:
    return tuple(RecordLine(row.id, values_of(fields, row)) for row in rows)


def _events(session: Session, household_id: int) -> tuple[EventLine, ...]:
    rows = registry.rows_of(session, HouseholdEvent, [household_id])
    ordered = sorted(rows, key=lambda event: (event.happened_on, event.id), reverse=True)
    return tuple(
        EventLine(
            kind=event.kind,
            happened_on=event.happened_on,
            reason=event.reason,
            note=event.note or "",
            other_household_id=event.other_household_id,
        )
        for event in ordered
    )


def _doubts(
    session: Session,
    household: Household,
    present: Sequence[Person],
    cases: Sequence[Identification],
) -> tuple[str, ...]:
    found = [doubt for person in present for doubt in number_doubts(session, person)]
    for case in cases:
        if case.removed_on is None:
            found += case_doubts(household, case)
    return tuple(found)


def _told_rows(
    household: Household, people: Sequence[Person], rows: Mapping[str, Sequence[Any]]
) -> dict[tuple[str, int], Values]:
    """What each row of the household holds now, by table and id."""
    held: dict[str, Sequence[Any]] = {"household": [household], "person": people, **rows}
    return {
        (table, row.id): values_of(REGISTRY_TABLES[table][1], row)
        for table, listed in held.items()
        for row in listed
    }
