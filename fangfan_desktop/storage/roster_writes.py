"""Many changed and new rows of the registry at once, with as few statements as can be.

Rows are plain tuples and dictionaries of stored values; the triggers write the history.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.storage.database import UnitOfWork

_CHUNK = 5000

RowValues = Mapping[str, Any]


@dataclass(slots=True)
class RosterWrites:
    """What is to be written; updates are (id, changed columns). Keys of new rows are given."""

    groups: list[RowValues] = field(default_factory=list[RowValues])
    households: list[RowValues] = field(default_factory=list[RowValues])
    people: list[RowValues] = field(default_factory=list[RowValues])
    cases: list[RowValues] = field(default_factory=list[RowValues])
    incomes: list[RowValues] = field(default_factory=list[RowValues])
    household_updates: list[tuple[int, RowValues]] = field(
        default_factory=list[tuple[int, RowValues]]
    )
    person_updates: list[tuple[int, RowValues]] = field(default_factory=list[tuple[int, RowValues]])
    case_updates: list[tuple[int, RowValues]] = field(default_factory=list[tuple[int, RowValues]])
    income_updates: list[tuple[int, RowValues]] = field(default_factory=list[tuple[int, RowValues]])

    def steps(self) -> Iterable[tuple[str, Sequence[RowValues], Sequence[tuple[int, RowValues]]]]:
        """Table, new rows and updates, in an order that keeps references whole."""
        # a household may have one head only: who stops being head goes first
        heads = [item for item in self.person_updates if item[1].get("relation") == "户主"]
        others = [item for item in self.person_updates if item[1].get("relation") != "户主"]
        yield "village_group", self.groups, ()
        yield "household", self.households, self.household_updates
        yield "person", (), others
        yield "person", (), heads
        yield "person", self.people, ()
        yield "identification", self.cases, self.case_updates
        yield "income", self.incomes, self.income_updates

    @property
    def count(self) -> int:
        """Rows to be written."""
        return sum(len(new) + len(old) for _, new, old in self.steps())


def write_roster(unit: UnitOfWork, writes: RosterWrites) -> Iterable[int]:
    """Write everything, and say after each part how many rows are done.

    Must be run to its end. Household ids that were touched: see the rows themselves.
    """
    connection = unit.connection
    done = 0
    for table, new, changed in writes.steps():
        for part in _insert(connection, table, new):
            done += part
            yield done
        for part in _update(connection, table, changed):
            done += part
            yield done


def _insert(connection: Connection, table: str, rows: Sequence[RowValues]) -> Iterable[int]:
    if not rows:
        return
    columns = tuple(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        connection.exec_driver_sql(statement, [tuple(row.values()) for row in part])
        yield len(part)


def _update(
    connection: Connection, table: str, rows: Sequence[tuple[int, RowValues]]
) -> Iterable[int]:  # fmt: skip
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for key, values in rows:
        by_columns[tuple(values)].append((*values.values(), key))
    for columns, bound in by_columns.items():
        pairs = ", ".join(f'"{column}" = ?' for column in columns)
        for start in range(0, len(bound), _CHUNK):
            part = bound[start : start + _CHUNK]
            connection.exec_driver_sql(f'UPDATE "{table}" SET {pairs} WHERE id = ?', part)
            yield len(part)
