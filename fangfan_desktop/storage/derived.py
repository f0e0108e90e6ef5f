"""Columns that are worked out from their whole row, and so are never put back but worked out anew.

The history writes them down as it does all columns. An undo of an older step would bring back
numbers of a row that has changed since; so undo and redo pass them over, and count again.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    RowChoice,
    check_values,
    read_basis,
    read_rows,
)

_DERIVED: Mapping[str, frozenset[str]] = {
    "household_form": frozenset({"is_complete", "error_count", "doubt_count", "answered_count"})
}
_NONE: frozenset[str] = frozenset()


def own_columns(table: str, image: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row image that hold something of their own."""
    derived = _DERIVED.get(table, _NONE)
    return {column: value for column, value in image.items() if column not in derived}


def recount(connection: Connection, table: str, row_ids: Collection[int]) -> None:
    """Work out the derived columns of these rows anew; rows that are gone are passed over."""
    if table not in _DERIVED or not row_ids:
        return
    chosen = json.dumps(sorted(row_ids))
    campaigns = connection.exec_driver_sql(
        "SELECT DISTINCT campaign_id FROM household_form JOIN campaign_form USING (campaign_id)"
        " WHERE form_key = ? AND household_form.id IN (SELECT value FROM json_each(?))",
        (HOUSEHOLD_FORM, chosen),
    ).all()
    for (campaign_id,) in campaigns:
        basis = read_basis(connection, campaign_id)
        counts = [
            (*check_values(basis, row.values)[1:], row.id)
            for row in read_rows(connection, basis, RowChoice(row_ids=row_ids))
        ]
        connection.exec_driver_sql(
            "UPDATE household_form SET is_complete = ?, error_count = ?, doubt_count = ?,"
            " answered_count = ? WHERE id = ?",
            counts,
        )
