"""Rows of 附件1 in the database: read as tuples for the grid, written back in bulk, checked.

A row's values follow `form.value_keys`: the fields from left to right, then the notes. `seq` is
the place within the village. A key that is no column of its own (an office's own form) lives in
`extra`, JSON text by key.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.forms.load import parse_form
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import RowChecker, row_checker
from fangfan_desktop.models import HouseholdForm

HOUSEHOLD_FORM = "household-form"
_REAL_COLUMNS = frozenset(HouseholdForm.__table__.columns.keys())


class FormRow(NamedTuple):
    """One household's row as the grid holds it; `values` in the order of `form.value_keys`."""

    id: int
    household_id: int
    village_id: int
    is_complete: int
    error_count: int
    doubt_count: int
    values: tuple[Value, ...]


class CampaignBasis(NamedTuple):
    """What is needed of a campaign to fill in and check its household forms."""

    id: int
    form: Form
    facts: CampaignFacts
    starts_on: date
    income_from: date
    income_to: date
    scope: str
    state: str
    name: str
    checker: RowChecker  # the checks of the form, compiled once for all rows


_BASIS_SQL = (
    "SELECT c.id, f.definition, c.line_fen, c.year, c.starts_on, c.income_from, c.income_to,"
    " c.scope, c.state, c.name FROM campaign c"
    f" JOIN campaign_form f ON f.campaign_id = c.id AND f.form_key = '{HOUSEHOLD_FORM}'"
)


def read_basis(connection: Connection, campaign_id: int) -> CampaignBasis:
    """The campaign's copy of the form, its line and its periods.

    Raises:
        UserError: there is no such campaign, or it does not use 附件1.
    """
    row = connection.exec_driver_sql(f"{_BASIS_SQL} WHERE c.id = ?", (campaign_id,)).first()
    if row is None:
        raise UserError("没有找到这次排查，或者这次排查不用附件1。请在上方另选一次排查。")
    return _basis(row)


def open_bases(connection: Connection) -> list[CampaignBasis]:
    """The campaigns under way that use 附件1."""
    rows = connection.exec_driver_sql(f"{_BASIS_SQL} WHERE c.state = 'open' ORDER BY c.id").all()
    return [_basis(row) for row in rows]


def _basis(row: Sequence[object]) -> CampaignBasis:
    key, definition, line, year, starts, income_from, income_to, scope, state, name = row
    form = parse_form(str(definition))
    facts = CampaignFacts(line_fen=int(str(line)), year=int(str(year)))
    return CampaignBasis(
        int(str(key)),
        form,
        facts,
        date.fromisoformat(str(starts)),
        date.fromisoformat(str(income_from)),
        date.fromisoformat(str(income_to)),
        str(scope),
        str(state),
        str(name),
        row_checker(form, facts),
    )


@lru_cache(maxsize=16)
def _value_columns(form: Form) -> str:
    """SQL of the row's values in the order of `form.value_keys`."""
    return ", ".join(value_column(key) for key in form.value_keys)


def value_column(key: str) -> str:
    """SQL of one value of a row `f`."""
    if key == "seq":
        return "f.position"
    return f'f."{key}"' if key in _REAL_COLUMNS else f"json_extract(f.extra, '$.{key}')"


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Which rows are read; everything where nothing is said."""

    village_id: int | None = None
    row_ids: Collection[int] | None = None
    household_ids: Collection[int] | None = None
    mark: Literal["", "error", "doubt"] = ""  # only rows with an error; with a doubt and no error
    first: int = 0  # rows to pass over
    most: int = -1  # at most that many; -1 for all


_MARKED: dict[str, list[str]] = {
    "": [],
    "error": ["f.error_count > 0"],
    "doubt": ["f.error_count = 0", "f.doubt_count > 0"],
}


def read_rows(
    connection: Connection, basis: CampaignBasis, choice: RowChoice | None = None
) -> list[FormRow]:
    """Rows by village and place within it."""
    choice = choice or RowChoice()
    is_few = choice.row_ids is not None or choice.household_ids is not None
    # few rows are found by their keys: through the campaign's index all its rows would be read
    where = ["+f.campaign_id = ?" if is_few else "f.campaign_id = ?"]
    bound: list[int | str] = [basis.id]
    join = "CROSS JOIN" if is_few else "JOIN"
    if choice.village_id is not None:
        where.append("f.village_id = ?")
        bound.append(choice.village_id)
    for column, ids in (("id", choice.row_ids), ("household_id", choice.household_ids)):
        if ids is not None:
            where.append(f"f.{column} IN (SELECT value FROM json_each(?))")
            bound.append(json.dumps(list(ids)))
    where += _MARKED[choice.mark]
    raw = connection.exec_driver_sql(
        "SELECT f.id, f.household_id, f.village_id, f.is_complete, f.error_count, f.doubt_count,"
        f" {_value_columns(basis.form)} FROM household_form f {join} village v"
        f" ON v.id = f.village_id WHERE {' AND '.join(where)}"
        " ORDER BY v.position, v.id, f.position, f.id LIMIT ? OFFSET ?",
        (*bound, choice.most, choice.first),
    )
    return [
        FormRow(row[0], row[1], row[2], row[3], row[4], row[5], tuple(row[6:])) for row in raw.all()
    ]


def computed(basis: CampaignBasis, values: list[Value]) -> list[Value]:
    """The values with the computed ones worked out anew, in place."""
    keys = basis.form.value_keys
    for key, value in basis.checker.compute(values).items():
        values[keys.index(key)] = value
    return values


def count_marks(
    connection: Connection, basis: CampaignBasis, village_id: int | None
) -> tuple[int, int]:
    """Errors and doubts in the rows of a village, of all where None."""
    row = connection.exec_driver_sql(
        "SELECT coalesce(sum(error_count), 0), coalesce(sum(doubt_count), 0) FROM household_form"
        " WHERE campaign_id = ? AND (? IS NULL OR village_id = ?)",
        (basis.id, village_id, village_id),
    ).one()
    return row[0], row[1]


class CheckedRow(NamedTuple):
    """A row's values with what its checks say."""

    values: tuple[Value, ...]
    is_complete: int
    error_count: int
    doubt_count: int
    answered_count: int


def check_values(basis: CampaignBasis, values: Sequence[Value]) -> CheckedRow:
    """Run the checks of a whole row."""
    check = basis.checker.check(values)
    return CheckedRow(
        tuple(values), int(check.is_complete), check.errors, check.doubts, check.answered
    )


def write_rows(
    connection: Connection, basis: CampaignBasis, rows: Mapping[int, CheckedRow]
) -> None:
    """Write whole rows; the history keeps only what differs."""
    if not rows:
        return
    form = basis.form
    real = [(i, key) for i, key in enumerate(form.value_keys) if key in _REAL_COLUMNS]
    extra = _extra_keys(form)
    assigned = [f'"{key}" = ?' for _, key in real]
    if extra:
        assigned.append("extra = ?")
    connection.exec_driver_sql(
        f"UPDATE household_form SET {', '.join(assigned)}, is_complete = ?, error_count = ?,"
        " doubt_count = ?, answered_count = ? WHERE id = ?",
        [
            (*(row.values[i] for i, _ in real), *_extra_text(extra, row.values), *row[1:], row_id)
            for row_id, row in rows.items()
        ],
    )


def insert_rows(
    connection: Connection,
    basis: CampaignBasis,
    rows: Iterable[tuple[int, int, int, CheckedRow]],
) -> None:
    """Add rows: (household, village, place within the village, checked values) each."""
    form = basis.form
    real = [(i, key) for i, key in enumerate(form.value_keys) if key in _REAL_COLUMNS]
    extra = _extra_keys(form)
    names = ", ".join(f'"{key}"' for _, key in real) + (", extra" if extra else "")
    bound = [
        (
            *(basis.id, household_id, village_id, position),
            *row[1:],
            *(row.values[i] for i, _ in real),
            *_extra_text(extra, row.values),
        )
        for household_id, village_id, position, row in rows
    ]
    if not bound:
        return
    connection.exec_driver_sql(
        "INSERT INTO household_form (campaign_id, household_id, village_id, position, is_complete,"
        f" error_count, doubt_count, answered_count, {names})"
        f" VALUES ({', '.join('?' * len(bound[0]))})",
        bound,
    )


def _extra_keys(form: Form) -> list[tuple[int, str]]:
    return [
        (i, key)
        for i, key in enumerate(form.value_keys)
        if key not in _REAL_COLUMNS and key != "seq"
    ]


def _extra_text(extra: Sequence[tuple[int, str]], values: Sequence[Value]) -> tuple[str, ...]:
    """The value of the column `extra`, or nothing where the form has no keys of its own."""
    if not extra:
        return ()
    return (json.dumps({key: values[i] for i, key in extra}, ensure_ascii=False),)
