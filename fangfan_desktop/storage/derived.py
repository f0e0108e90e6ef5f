"""Columns that are worked out from their whole row, and so are never put back but worked out anew.

The history writes them down as it does all columns. An undo of an older step would bring back
numbers of a row that has changed since; so undo and redo pass them over, and count again.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.storage.household_forms import (
    RowChoice,
    campaign_bases,
    check_values,
    read_rows,
)

_COUNTED = frozenset({"is_complete", "error_count", "doubt_count", "answered_count"})
_DERIVED: Mapping[str, frozenset[str]] = {"household_form": _COUNTED, "further_form": _COUNTED}
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
        f"SELECT DISTINCT campaign_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (chosen,),
    ).all()
    for (campaign_id,) in campaigns:
        for basis in campaign_bases(connection, campaign_id):
            if basis.table.name != table:
                continue
            counts = [
                (*check_values(basis, row.values)[1:], row.id)
                for row in read_rows(connection, basis, RowChoice(row_ids=row_ids))
            ]
            if counts:
                connection.exec_driver_sql(
                    f"UPDATE {table} SET is_complete = ?, error_count = ?, doubt_count = ?,"
                    " answered_count = ? WHERE id = ?",
                    counts,
                )
