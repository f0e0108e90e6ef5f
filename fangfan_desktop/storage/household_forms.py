"""Rows of household and village forms: read as tuples for the grid, written in bulk, checked.

A row's values follow `form.value_keys`: the fields from left to right, then the notes. `seq` is
the place within the village. 附件1 has a table with real columns; a key that is no column of its
own, and every key of a further form, lives in JSON text by key.
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
from fangfan_desktop.forms.load import dump_form, parse_form
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import RowChecker, row_checker
from fangfan_desktop.models import HouseholdForm

HOUSEHOLD_FORM = "household-form"
ANNEX_TABLE, FURTHER_TABLE = "household_form", "further_form"


class FormTable(NamedTuple):
    """Where the rows of a form are kept."""

    name: str
    real: frozenset[str]  # keys that are columns of their own
    others: str  # the column that holds all other keys


_CHECKED = ("is_complete", "error_count", "doubt_count", "answered_count")
_OF_THE_ROW = {"id", "campaign_id", "household_id", "village_id", "position", "extra", *_CHECKED}
_ANNEX_1 = FormTable(
    ANNEX_TABLE, frozenset(HouseholdForm.__table__.columns.keys()) - _OF_THE_ROW, "extra"
)
_FURTHER = FormTable(FURTHER_TABLE, frozenset(), "answers")


class FormRow(NamedTuple):
    """One row as the grid holds it; `values` in the order of `form.value_keys`."""

    id: int
    household_id: int  # 0 in a village form
    village_id: int
    is_complete: int
    error_count: int
    doubt_count: int
    values: tuple[Value, ...]


class CampaignBasis(NamedTuple):
    """What is needed of a campaign to fill in and check one of its forms."""

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
    form_key: str  # as the campaign uses it
    table: FormTable


# forms whose rows are kept elsewhere: several problems a village, counts, the ledger
ELSEWHERE = frozenset({"village-form", "statistics", "ledger"})
_BASIS_SQL = (
    "SELECT c.id, f.definition, c.line_fen, c.year, c.starts_on, c.income_from, c.income_to,"
    " c.scope, c.state, c.name, f.form_key FROM campaign c"
    " JOIN campaign_form f ON f.campaign_id = c.id"
)


def read_basis(
    connection: Connection, campaign_id: int, form_key: str = HOUSEHOLD_FORM
) -> CampaignBasis:
    """The campaign's copy of the form, its line and its periods.

    Raises:
        UserError: there is no such campaign, or it does not use the form.
    """
    row = None
    if form_key not in ELSEWHERE:
        row = connection.exec_driver_sql(
            f"{_BASIS_SQL} WHERE c.id = ? AND f.form_key = ?", (campaign_id, form_key)
        ).first()
    if row is None:
        what = "附件1" if form_key == HOUSEHOLD_FORM else "这张表"
        raise UserError(f"没有找到这次排查，或者这次排查不用{what}。请在上方另选一次排查。")
    return _basis(row)


def proposed_basis(connection: Connection, campaign_id: int, form: Form) -> CampaignBasis:
    """What `read_basis` says, for a form that the campaign does not use.

    Raises:
        UserError: there is no such campaign.
    """
    row = connection.exec_driver_sql(
        "SELECT c.id, ?, c.line_fen, c.year, c.starts_on, c.income_from, c.income_to, c.scope,"
        " c.state, c.name, ? FROM campaign c WHERE c.id = ?",
        (dump_form(form), form.key, campaign_id),
    ).first()
    if row is None:
        raise UserError("没有找到这次排查。请在上方另选一次排查。")
    return _basis(row)


def open_bases(connection: Connection) -> list[CampaignBasis]:
    """The household and village forms of the campaigns under way, 附件1 of each first."""
    return _bases(connection, "c.state = 'open'")


def campaign_bases(connection: Connection, campaign_id: int) -> list[CampaignBasis]:
    """The household and village forms of one campaign, 附件1 first."""
    return _bases(connection, "c.id = ?", campaign_id)


def _bases(connection: Connection, condition: str, *bound: int) -> list[CampaignBasis]:
    rows = connection.exec_driver_sql(
        f"{_BASIS_SQL} WHERE {condition}"
        f" ORDER BY c.id, f.form_key <> '{HOUSEHOLD_FORM}', f.position, f.id",
        bound,
    ).all()
    return [_basis(row) for row in rows if row[-1] not in ELSEWHERE]


def _basis(row: Sequence[object]) -> CampaignBasis:
    key, definition, line, year, starts, income_from, income_to, scope, state, name, form_key = row
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
        str(form_key),
        _ANNEX_1 if form_key == HOUSEHOLD_FORM else _FURTHER,
    )


@lru_cache(maxsize=64)
def _value_columns(form: Form, table: FormTable) -> str:
    """SQL of the row's values in the order of `form.value_keys`, then the JSON of the others.

    What stands in the JSON is NULL here: one parse of the text in Python is far quicker than one
    `json_extract` a value.
    """
    columns = [_real_column(key, table) or "NULL" for key in form.value_keys]
    return ", ".join([*columns, f"f.{table.others}" if other_keys(form, table) else "NULL"])


def _real_column(key: str, table: FormTable) -> str:
    if key == "seq":
        return "f.position"
    return f'f."{key}"' if key in table.real else ""


def value_column(key: str, table: FormTable) -> str:
    """SQL of one value of a row `f`."""
    return _real_column(key, table) or f"json_extract(f.{table.others}, '$.{key}')"


@lru_cache(maxsize=64)
def other_keys(form: Form, table: FormTable) -> tuple[tuple[int, str], ...]:
    """Place in the row and key of what is kept as JSON."""
    return tuple((i, key) for i, key in enumerate(form.value_keys) if not _real_column(key, table))


def own_rows(basis: CampaignBasis) -> str:
    """SQL that is true for the rows `f` of the form; the keys in it are fit to stand in SQL."""
    is_own = f"f.campaign_id = {basis.id}"
    return is_own if basis.table.real else f"{is_own} AND f.form_key = '{basis.form_key}'"


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
    where = [f"+{own_rows(basis)}" if is_few else own_rows(basis)]
    bound: list[int | str] = []
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
        f" {_value_columns(basis.form, basis.table)} FROM {basis.table.name} f {join} village v"
        f" ON v.id = f.village_id WHERE {' AND '.join(where)}"
        " ORDER BY v.position, v.id, f.position, f.id LIMIT ? OFFSET ?",
        (*bound, choice.most, choice.first),
    )
    others = other_keys(basis.form, basis.table)
    return [
        FormRow(
            row[0],
            row[1] or 0,
            row[2],
            row[3],
            row[4],
            row[5],
            _with_others(row[6:-1], row[-1], others),
        )
        for row in raw.all()
    ]


def _with_others(
    real: Sequence[Value], text: str | None, others: Sequence[tuple[int, str]]
) -> tuple[Value, ...]:
    if text is None:
        return tuple(real)
    known = json.loads(text)
    values = list(real)
    for place, key in others:
        values[place] = known.get(key)
    return tuple(values)


def computed(basis: CampaignBasis, values: list[Value]) -> list[Value]:
    """The values with the computed ones worked out anew, in place."""
    keys = basis.checker.keys
    for key, value in basis.checker.compute(values).items():
        values[keys.index(key)] = value
    return values


def count_marks(
    connection: Connection, basis: CampaignBasis, village_id: int | None
) -> tuple[int, int]:
    """Errors and doubts in the rows of a village, of all where None."""
    row = connection.exec_driver_sql(
        "SELECT coalesce(sum(error_count), 0), coalesce(sum(doubt_count), 0)"
        f" FROM {basis.table.name} f WHERE {own_rows(basis)} AND (? IS NULL OR village_id = ?)",
        (village_id, village_id),
    ).one()
    return row[0], row[1]


def count_rows(
    connection: Connection, basis: CampaignBasis, village_id: int | None = None
) -> tuple[int, int]:
    """Rows of a village, of all where None, and those of them that are complete."""
    row = connection.exec_driver_sql(
        f"SELECT count(*), coalesce(sum(is_complete), 0) FROM {basis.table.name} f"
        f" WHERE {own_rows(basis)} AND (? IS NULL OR village_id = ?)",
        (village_id, village_id),
    ).one()
    return row[0], row[1]


def delete_rows(connection: Connection, basis: CampaignBasis) -> None:
    """Delete all rows of a further form with their second keyings."""
    for table in ("further_form", "second_keying"):
        connection.exec_driver_sql(f"DELETE FROM {table} AS f WHERE {own_rows(basis)}")


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
    form, table = basis.form, basis.table
    real = [(i, key) for i, key in enumerate(form.value_keys) if key in table.real]
    others = other_keys(form, table)
    assigned = [f'"{key}" = ?' for _, key in real]
    if others:
        # keys that another version of the form had stay in the text
        assigned.append(f"{table.others} = json_patch(coalesce({table.others}, '{{}}'), ?)")
    columns = [*assigned, *(f"{name} = ?" for name in _CHECKED)]
    connection.exec_driver_sql(
        f"UPDATE {table.name} SET {', '.join(columns)} WHERE id = ?",
        [
            (*(row.values[i] for i, _ in real), *_patch(others, row), *row[1:], row_id)
            for row_id, row in rows.items()
        ],
    )


class NewRow(NamedTuple):
    """A row to be added; `household_id` is None in a village form."""

    household_id: int | None
    village_id: int
    position: int  # place within the village, from 1
    checked: CheckedRow


def insert_rows(connection: Connection, basis: CampaignBasis, rows: Iterable[NewRow]) -> None:
    """Add rows."""
    form, table = basis.form, basis.table
    real = [(i, key) for i, key in enumerate(form.value_keys) if key in table.real]
    others = other_keys(form, table)
    named: dict[str, object] = {"campaign_id": basis.id}
    if not table.real:
        named["form_key"] = basis.form_key
    names = [
        *named,
        *("household_id", "village_id", "position"),
        *_CHECKED,
        *(f'"{key}"' for _, key in real),
        *([table.others] if others else []),
    ]
    bound = [
        (
            *named.values(),
            *row[:3],
            *row.checked[1:],
            *(row.checked.values[i] for i, _ in real),
            *_others_text(others, row.checked),
        )
        for row in rows
    ]
    if bound:
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            bound,
        )


def _others_text(others: Sequence[tuple[int, str]], row: CheckedRow) -> tuple[str, ...]:
    """The values that are kept as JSON, or nothing where the form has none of them."""
    if not others:
        return ()
    known = {key: row.values[i] for i, key in others if row.values[i] is not None}
    return (compact(known),)


def _patch(others: Sequence[tuple[int, str]], row: CheckedRow) -> tuple[str, ...]:
    """What `json_patch` makes the kept JSON into the row's: a null takes its key out."""
    if not others:
        return ()
    return (compact({key: row.values[i] for i, key in others}),)


def compact(answers: Mapping[str, object]) -> str:
    """JSON as SQLite writes it, so that writing the same answers again changes no text."""
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
