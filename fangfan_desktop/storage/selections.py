"""Selections: named questions whose answer is a list of households, with the evidence for each.

A number and the list behind it are one query, so they cannot disagree: `count_by_village` counts
the rows that `list_rows` lists. Each selection is one SELECT that yields the columns

- `item_id`: the row that is counted,
- `household_id` (NULL for what concerns a village as a whole),
- `village_id`,
- `people`: people of that household,
- `evidence`: a Chinese phrase saying why the row is there, or NULL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

Parameters = Mapping[str, Any]

# People who live in the household; for the `people` column of a selection over `household AS h`.
PEOPLE_OF_H = "(SELECT count(*) FROM person AS p WHERE p.household_id = h.id AND p.left_on IS NULL)"


@dataclass(frozen=True, slots=True)
class Selection:
    """A named question.

    Attributes:
        key: Name in the program.
        title: Chinese name, as a drill-down list is headed.
        sql: The SELECT described above; values only as named parameters (`:campaign_id`).
        parameters: The names that `sql` needs.
        has_one_row_each: Whether a household occurs at most once; False where the rows are
            measures, people or ledger lines, several of which may belong to one household.
    """

    key: str
    title: str
    sql: str
    parameters: frozenset[str] = field(default_factory=frozenset[str])
    has_one_row_each: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """What a selection comes to in a village: rows, households, people in those households."""

    rows: int = 0
    households: int = 0
    people: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Of two villages together."""
        return Count(
            self.rows + other.rows,
            self.households + other.households,
            self.people + other.people,
        )


@dataclass(frozen=True, slots=True)
class SelectedRow:
    """One row of a selection; household fields are None for a row about a whole village.

    `item_id` is what is counted: a household, form, case, measure, person or ledger line.
    """

    item_id: int
    household_id: int | None
    village_id: int
    village: str
    code: str | None
    group: str | None
    head_name: str | None
    people: int
    evidence: str | None


def count_by_village(
    session: Session, selection: Selection, parameters: Parameters | None = None
) -> dict[int, Count]:
    """The selection counted, by village id; villages without a row are left out.

    Raises:
        KeyError: a parameter that the selection needs is missing.
    """
    if selection.has_one_row_each:
        rows = "SELECT village_id, 1 AS lines, household_id, people FROM (" + selection.sql + ")"
    else:
        rows = (
            "SELECT village_id, count(*) AS lines, household_id, max(people) AS people"
            f" FROM ({selection.sql}) GROUP BY village_id, household_id"
        )
    found = session.execute(
        text(
            "SELECT village_id, sum(lines), count(household_id), coalesce(sum(people), 0)"
            f" FROM ({rows}) GROUP BY village_id"
        ),
        needed(selection, parameters),
    )
    return {village: Count(lines, homes, people) for village, lines, homes, people in found}


def list_rows(
    session: Session,
    selection: Selection,
    parameters: Parameters | None = None,
    village_id: int | None = None,
) -> list[SelectedRow]:
    """The rows of the selection, by village, group and code; of one village where named.

    Raises:
        KeyError: a parameter that the selection needs is missing.
    """
    where = "" if village_id is None else " WHERE s.village_id = :only_village_id"
    values = needed(selection, parameters)
    if village_id is not None:
        values["only_village_id"] = village_id
    found = session.execute(
        text(
            "SELECT s.item_id, s.household_id, s.village_id, v.name, h.code, g.name,"
            " (SELECT p.name FROM person AS p WHERE p.household_id = h.id"
            " AND p.relation = '户主' AND p.left_on IS NULL),"
            " coalesce(s.people, 0), s.evidence"
            f" FROM ({selection.sql}) AS s JOIN village AS v ON v.id = s.village_id"
            " LEFT JOIN household AS h ON h.id = s.household_id"
            " LEFT JOIN village_group AS g ON g.id = h.group_id"
            f"{where} ORDER BY v.position, v.id, g.position, g.name, h.code, s.item_id"
        ),
        values,
    )
    return [SelectedRow(*row) for row in found]


def household_ids(
    session: Session, selection: Selection, parameters: Parameters | None = None
) -> frozenset[int]:
    """The households of the selection, each once."""
    found = session.execute(
        text(f"SELECT DISTINCT household_id FROM ({selection.sql}) WHERE household_id IS NOT NULL"),
        needed(selection, parameters),
    )
    return frozenset(household for (household,) in found)


def needed(selection: Selection, parameters: Parameters | None) -> dict[str, Any]:
    """Just those parameters that the selection names.

    Raises:
        KeyError: one is missing.
    """
    given = parameters or {}
    return {name: given[name] for name in sorted(selection.parameters)}
