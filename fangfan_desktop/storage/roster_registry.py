"""The registry as a roster is compared with: plain tuples, read once.

Dates are ISO texts, money is fen, yes/no is 1 or 0, exactly as the workbook's rows have them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

HOUSEHOLD_COLUMNS = (
    "phone", "is_lifted", "lifted_year", "on_dibao", "dibao_since", "scattered_tekun",
    "relocated", "housing_safe", "water_safe", "remarks",
)  # fmt: skip
PERSON_COLUMNS = (
    "name", "relation", "id_number", "sex", "born_on", "ethnicity", "education", "school_state",
    "health", "disability_category", "disability_grade", "labour", "work_region", "work_place",
    "work_months", "insured", "phone", "remarks",
)  # fmt: skip


class StoredHousehold(NamedTuple):
    """A household of the registry."""

    id: int
    code: str
    village_id: int
    group_id: int | None
    left_on: str | None
    left_reason: str | None
    phone: str | None
    is_lifted: int | None
    lifted_year: int | None
    on_dibao: int | None
    dibao_since: str | None
    scattered_tekun: int | None
    relocated: int | None
    housing_safe: int | None
    water_safe: int | None
    remarks: str | None


class StoredPerson(NamedTuple):
    """A person of the registry."""

    id: int
    household_id: int
    position: int
    left_on: str | None
    left_reason: str | None
    name: str
    relation: str
    id_number: str | None
    sex: str | None
    born_on: str | None
    ethnicity: str | None
    education: str | None
    school_state: str | None
    health: str | None
    disability_category: str | None
    disability_grade: str | None
    labour: str | None
    work_region: str | None
    work_place: str | None
    work_months: int | None
    insured: int | None
    phone: str | None
    remarks: str | None


class StoredCase(NamedTuple):
    """An identification (识别) of the registry."""

    id: int
    household_id: int
    category: str
    identified_on: str
    cleared_on: str | None
    rolled_back_on: str | None
    removed_on: str | None

    @property
    def is_open(self) -> bool:
        """Whether the case is running: not cleared, or cleared and rolled back."""
        if self.removed_on is not None:
            return False
        back = self.rolled_back_on
        return self.cleared_on is None or (back is not None and back >= self.cleared_on)


class StoredIncome(NamedTuple):
    """Income of a household in the period asked for, else in one that was assumed."""

    id: int
    household_id: int
    wages_fen: int | None
    business_fen: int | None
    property_fen: int | None
    transfer_fen: int | None
    business_cost_fen: int | None
    per_capita_fen: int | None

    @property
    def has_parts(self) -> bool:
        """Whether it is known by its parts, which then count."""
        return any(part is not None for part in self[2:7])


@dataclass(frozen=True, slots=True)
class Registry:
    """All that an import compares with, people of left households included."""

    villages: list[tuple[int, str, str]]
    groups: dict[tuple[int, str], int]
    households: list[StoredHousehold]
    people: dict[int, list[StoredPerson]]
    cases: dict[int, list[StoredCase]]
    incomes: dict[int, StoredIncome]
    code_lists: dict[str, tuple[str, ...]]
    period: tuple[date, date]
    is_period_assumed: bool
    next_ids: dict[str, int]

    @property
    def group_names(self) -> dict[int, str]:
        """Group's id → name."""
        return {key: name for (_, name), key in self.groups.items()}


def default_period(session: Session, today: date) -> tuple[date, date]:
    """The income period of the newest open campaign, else the last calendar year."""
    row = session.connection().exec_driver_sql(
        "SELECT income_from, income_to FROM campaign WHERE state = 'open'"
        " ORDER BY starts_on DESC, id DESC LIMIT 1"
    ).first()  # fmt: skip
    if row is None:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return date.fromisoformat(row[0]), date.fromisoformat(row[1])


def read_registry(
    session: Session,
    *,
    period: tuple[date, date],
    is_period_assumed: bool = True,
    village_id: int | None = None,
) -> Registry:
    """Read the registry, of one village where it is named.

    Args:
        session: Any session; nothing is written.
        period: Which income; first and last day.
        is_period_assumed: Whether nobody said that the figures are of that period.
        village_id: Only its households, with all that is theirs.
    """
    connection = session.connection()
    where = "" if village_id is None else f"village_id = {int(village_id)}"
    own = f"household_id IN (SELECT id FROM household WHERE {where})" if where else ""
    people: dict[int, list[StoredPerson]] = defaultdict(list)
    for person in _people(connection, own):
        people[person.household_id].append(person)
    cases: dict[int, list[StoredCase]] = defaultdict(list)
    for case in read_cases(connection, own):
        cases[case.household_id].append(case)
    return Registry(
        villages=[
            (row[0], row[1], row[2])
            for row in connection.exec_driver_sql(
                "SELECT id, name, official_name FROM village ORDER BY position, id"
            )
        ],
        groups={
            (row[1], row[2]): row[0]
            for row in connection.exec_driver_sql("SELECT id, village_id, name FROM village_group")
        },
        households=_households(connection, where),
        people=dict(people),
        cases=dict(cases),
        incomes=read_incomes(connection, period, own),
        code_lists=_code_lists(connection),
        period=period,
        is_period_assumed=is_period_assumed,
        next_ids=_next_ids(connection),
    )


def _households(connection: Connection, where: str) -> list[StoredHousehold]:
    names = ", ".join(StoredHousehold._fields)
    rows = connection.exec_driver_sql(
        f"SELECT {names} FROM household {'WHERE ' + where if where else ''} ORDER BY id"
    )
    return [StoredHousehold._make(row) for row in rows.all()]


def _people(connection: Connection, own: str) -> list[StoredPerson]:
    names = ", ".join(StoredPerson._fields)
    rows = connection.exec_driver_sql(
        f"SELECT {names} FROM person {'WHERE ' + own if own else ''} ORDER BY position, id"
    )
    return [StoredPerson._make(row) for row in rows.all()]


def read_cases(
    connection: Connection, own: str = "", bound: tuple[str, ...] = ()
) -> list[StoredCase]:
    """Identifications, the oldest first; `own` is SQL that chooses some, `bound` what it binds."""
    names = ", ".join(StoredCase._fields)
    rows = connection.exec_driver_sql(
        f"SELECT {names} FROM identification {'WHERE ' + own if own else ''}"
        " ORDER BY identified_on, id",
        bound,
    )
    return [StoredCase._make(row) for row in rows.all()]


def read_incomes(
    connection: Connection,
    period: tuple[date, date],
    own: str = "",
    bound: tuple[str, ...] = (),
) -> dict[int, StoredIncome]:
    """By household the income of the period, else one whose period was assumed."""
    names = ", ".join(StoredIncome._fields)
    days = (period[0].isoformat(), period[1].isoformat())
    rows = connection.exec_driver_sql(
        f"SELECT {names} FROM income"
        " WHERE ((period_from = ? AND period_to = ?) OR is_period_assumed = 1)"
        f"{' AND ' + own if own else ''} ORDER BY period_from = ? AND period_to = ?, period_to, id",
        (*days, *bound, *days),
    )
    return {income.household_id: income for income in map(StoredIncome._make, rows.all())}


def _code_lists(connection: Connection) -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = defaultdict(list)
    for key, item in connection.exec_driver_sql(
        "SELECT list_key, item FROM code_item WHERE is_hidden = 0 ORDER BY list_key, position, id"
    ):
        lists[key].append(item)
    return {key: tuple(items) for key, items in lists.items()}


def _next_ids(connection: Connection) -> dict[str, int]:
    """The next free key of each table; keys of rows that were taken back are not used again."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    used = {row[0]: row[1] for row in rows}
    tables = ("village_group", "household", "person")
    return {table: used.get(table, 0) + 1 for table in tables}
