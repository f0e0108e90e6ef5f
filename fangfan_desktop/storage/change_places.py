"""Where an action's changes are: the row that it changed first, and its village."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.storage.changes import Changes

# What a clerk acts on comes first; rows that follow from it come after.
_VILLAGE_OF = {
    "case_step": "SELECT h.village_id, NULL, c.household_id, NULL FROM case_step t"
    " JOIN monitoring_case c ON c.id = t.case_id JOIN household h ON h.id = c.household_id",
    "person": "SELECT h.village_id, NULL, t.household_id, NULL FROM person t"
    " JOIN household h ON h.id = t.household_id",
    "household": "SELECT t.village_id, NULL, t.id, NULL FROM household t",
    "income": "SELECT h.village_id, NULL, t.household_id, NULL FROM income t"
    " JOIN household h ON h.id = t.household_id",
    "identification": "SELECT h.village_id, NULL, t.household_id, NULL FROM identification t"
    " JOIN household h ON h.id = t.household_id",
    "monitoring_case": "SELECT h.village_id, NULL, t.household_id, NULL FROM monitoring_case t"
    " JOIN household h ON h.id = t.household_id",
    "ledger_line": "SELECT t.village_id, t.campaign_id, t.household_id, NULL FROM ledger_line t",
    "household_form": "SELECT t.village_id, t.campaign_id, t.household_id, 'household-form'"
    " FROM household_form t",
    "further_form": "SELECT t.village_id, t.campaign_id, t.household_id, t.form_key"
    " FROM further_form t",
    "second_keying": "SELECT h.village_id, t.campaign_id, t.household_id, t.form_key"
    " FROM second_keying t JOIN household h ON h.id = t.household_id",
    "village_form": "SELECT t.village_id, t.campaign_id, NULL, 'village-form' FROM village_form t",
    "village_figures": "SELECT t.village_id, t.campaign_id, NULL, 'statistics'"
    " FROM village_figures t",
}
_CASE_OF = {
    "case_step": "SELECT case_id FROM case_step WHERE id = ?",
    "monitoring_case": "SELECT id FROM monitoring_case WHERE id = ?",
}
_NESTED = ("answers", "extra")  # columns that hold answers by field key
_WORKED_OUT = {"is_complete", "error_count", "doubt_count", "answered_count"}


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """The first row of an action that is still there."""

    table: str
    row_id: int
    village_id: int | None
    village: str
    campaign_id: int | None
    campaign: str
    household_id: int | None
    form_key: str
    key: str  # a column that was changed, or a field's key; "" where the row itself came
    case_id: int | None = None


def first_changed_row(connection: Connection, changes: Changes) -> ChangedRow | None:
    """The row that an action changed first in the weightiest of its tables.

    None where no such table was touched, or the row is gone.
    """
    table = next((table for table in _VILLAGE_OF if table in changes.rows), None)
    if table is None or changes.action_id is None:
        return None
    change = connection.exec_driver_sql(
        'SELECT row_id, op, before, after FROM "change"'
        " WHERE action_id = ? AND +table_name = ? ORDER BY id LIMIT 1",
        (changes.action_id, table),
    ).first()
    if change is None:
        return None
    row_id, op, before, after = change
    found = connection.exec_driver_sql(f"{_VILLAGE_OF[table]} WHERE t.id = ?", (row_id,)).first()
    if found is None:
        return None
    village_id, campaign_id, household_id, form_key = found
    case = _CASE_OF.get(table)
    return ChangedRow(
        table,
        row_id,
        village_id,
        _name_of(connection, "village", village_id),
        campaign_id,
        _name_of(connection, "campaign", campaign_id),
        household_id,
        form_key or "",
        _first_key(before, after) if op == "U" else "",
        connection.exec_driver_sql(case, (row_id,)).scalar() if case else None,
    )


def _name_of(connection: Connection, table: str, key: int | None) -> str:
    if key is None:
        return ""
    statement = f'SELECT name FROM "{table}" WHERE id = ?'  # fixed names of this module only
    return connection.exec_driver_sql(statement, (key,)).scalar() or ""


def _first_key(before: str | None, after: str | None) -> str:
    """The first column that differs; inside answers by field key, the first of these."""
    old, new = (json.loads(image or "{}") for image in (before, after))
    for column in new:
        if column in _WORKED_OUT or old.get(column) == new[column]:
            continue
        if column not in _NESTED:
            return str(column)
        was, now = (_answers(image.get(column)) for image in (old, new))
        key = next((key for key in {**was, **now} if was.get(key) != now.get(key)), None)
        if key is not None:
            return str(key)
    return ""


def _answers(kept: str | dict[str, Any] | None) -> dict[str, Any]:
    """Answers as history holds them: the keys that changed, or all of them as text."""
    return kept if isinstance(kept, dict) else json.loads(kept or "{}")
