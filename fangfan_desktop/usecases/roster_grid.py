"""The roster (花名册) in a grid: one row a household, or one row a person.

What a row holds is `RosterForm.form.fields` from the left, then what checks and locks need to know:
for 农户 the number of people and whether income is known by its parts; for 家庭成员 the household,
an ID number that others have too, and who they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage import roster_grid as stored
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_search import HouseholdFilter, find_household_ids
from fangfan_desktop.storage.office_settings import office_day
from fangfan_desktop.storage.registry_facts import chosen
from fangfan_desktop.storage.roster_registry import (
    StoredCase,
    default_period,
    read_cases,
    read_incomes,
)
from fangfan_desktop.usecases.roster_cases import shown_case
from fangfan_desktop.usecases.roster_form import RosterForm, RosterSheet, Row, keys_of
from fangfan_desktop.usecases.roster_plan import income_per_head

_MOST_NAMED = 2  # others with the same ID number that a sentence names
_FRONT = 3  # village, code and head stand before a person's own columns
_KEYS = 2  # id and household stand before the values that are read of a person


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Rows that a change elsewhere may have touched.

    `rows` are as they now are; `households` those looked at, None where all must be read anew.
    """

    rows: dict[int, Row]
    households: frozenset[int] | None


def household_rows(
    database: Database,
    roster: RosterForm,
    *,
    village_id: int | None = None,
    most: int | None = None,
) -> dict[int, Row]:
    """Present households by village, group and code: id → row.

    Args:
        database: The open database.
        roster: The form of 农户.
        village_id: Of one village; None for all.
        most: The first so many households; None for all.
    """
    with database.read() as session:
        ids = _ordered(session, village_id, most)
        is_all = village_id is None and most is None
        rows = read_households(session, roster, None if is_all else ids)
    return {i: rows[i] for i in ids if i in rows}


def person_rows(
    database: Database,
    roster: RosterForm,
    *,
    village_id: int | None = None,
    most: int | None = None,
) -> dict[int, Row]:
    """Present people, household by household, the head first: id → row.

    Args:
        database: The open database.
        roster: The form of 家庭成员.
        village_id: Of one village; None for all.
        most: The people of the first so many households; None for all.
    """
    with database.read() as session:
        connection = session.connection()
        ids = _ordered(session, village_id, most)
        is_all = village_id is None and most is None
        chosen_ids = None if is_all else ids
        people = stored.people_of(connection, keys_of(roster)[_FRONT:], chosen_ids)
        return _person_rows(connection, roster, people, ids, chosen_ids)


def roster_rows(
    database: Database,
    roster: RosterForm,
    *,
    village_id: int | None = None,
    most: int | None = None,
) -> dict[int, Row]:
    """Rows of whichever sheet the form is of; see `household_rows` and `person_rows`."""
    is_household = roster.sheet is RosterSheet.HOUSEHOLDS
    read = household_rows if is_household else person_rows
    return read(database, roster, village_id=village_id, most=most)


def changed_rows(
    database: Database, roster: RosterForm, *, changes: Changes, village_id: int | None = None
) -> ChangedRows:
    """The rows of the village that a change elsewhere may have touched."""
    with database.read() as session:
        connection = session.connection()
        touched = stored.touched_households(connection, changes)
        if touched is None:
            return ChangedRows({}, None)
        ids: Collection[int] = touched
        if village_id is not None:
            ids = stored.households_of_village(connection, touched, village_id)
        if roster.sheet is RosterSheet.HOUSEHOLDS:
            rows = read_households(session, roster, ids)
        else:
            people = stored.people_of(connection, keys_of(roster)[_FRONT:], ids)
            rows = _person_rows(connection, roster, people, ids, ids)
    return ChangedRows(rows, frozenset(touched))


def read_households(
    session: Session, roster: RosterForm, household_ids: Collection[int] | None
) -> dict[int, Row]:
    """Rows of these households, None for all; in no order."""
    connection = session.connection()
    keys = keys_of(roster)
    rows = stored.household_rows(connection, keys, household_ids)
    where, bound = chosen("household_id", household_ids)
    _fill_cases(rows, keys, read_cases(connection, where, bound))
    incomes = read_incomes(
        connection, default_period(session, office_day(session)), where, bound
    )  # fmt: skip
    place, people = keys.index("income_per_capita"), len(keys)
    for household_id, row in rows.items():
        income = incomes.get(household_id)
        heads = row[people]
        if income is not None and isinstance(heads, int):
            row[place] = income_per_head(income, heads)
        row.append(int(income is not None and income.has_parts))
    return {household_id: tuple(row) for household_id, row in rows.items()}


def read_people(
    connection: Connection, roster: RosterForm, person_ids: Collection[int]
) -> dict[int, Row]:
    """Rows of these people who are present; in no order."""
    people = stored.people_by_id(connection, keys_of(roster)[_FRONT:], person_ids)
    return _person_rows(connection, roster, people, people, people.keys())


def _ordered(session: Session, village_id: int | None, most: int | None) -> Sequence[int]:
    return find_household_ids(session, "", HouseholdFilter(village_id=village_id), most)


def _fill_cases(
    rows: dict[int, list[Value]], keys: Sequence[str], cases: Iterable[StoredCase]
) -> None:
    """Put into the rows what a roster tells of 监测对象: the running case, else the latest."""
    names = ("category", "identified_on", "is_cleared", "cleared_on")
    places = [keys.index(name) for name in names]
    by_household: dict[int, list[StoredCase]] = {}
    for case in cases:
        by_household.setdefault(case.household_id, []).append(case)
    for household_id, own in by_household.items():
        case, row = shown_case(own), rows.get(household_id)
        if case is None or row is None:
            continue
        cleared_on = None if case.is_open else case.cleared_on
        told = (case.category, case.identified_on, int(not case.is_open), cleared_on)
        for at, value in zip(places, told, strict=True):
            row[at] = value


def _person_rows(
    connection: Connection,
    roster: RosterForm,
    people: Mapping[int, Sequence[Any]],
    ordered: Iterable[int],
    household_ids: Collection[int] | None,
) -> dict[int, Row]:
    """The rows of people by household, in the order of the households."""
    places = stored.household_places(connection, household_ids)
    at = _KEYS + roster.index("id_number") - _FRONT
    numbers: set[str] | None = None
    if household_ids is not None:
        numbers = {person[at] for members in people.values() for person in members if person[at]}
    doubles = stored.equal_numbers(connection, numbers)
    found: dict[int, Row] = {}
    for household_id in ordered:
        place = places.get(household_id)
        if place is None:
            continue
        for person in people.get(household_id, ()):
            equal = doubles.get(person[at]) if person[at] else None
            tail = (None, None) if equal is None else (person[at], _others(equal, person[0]))
            found[person[0]] = (*place, *person[_KEYS:], household_id, *tail)
    return found


def _others(equal: Sequence[tuple[int, str]], person_id: int) -> str:
    """Who else has the number, in words."""
    others = [words for other, words in equal if other != person_id]
    more = f"等{len(others)}人" if len(others) > _MOST_NAMED else ""
    return "、".join(others[:_MOST_NAMED]) + more
