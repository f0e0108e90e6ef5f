"""The history triggers: how the database itself writes down every change of every row.

Each tracked table has three triggers that call the SQL function `fangfan_action()`. It answers
with the number of the action in hand (the change is recorded), 0 (an undo or a migration is at
work, nothing is recorded), or NULL: then the statement is aborted. So nothing, bulk statements
included, can change a row outside an action, and another program without the function cannot
write to the file at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from fangfan_desktop.models import UNTRACKED

FUNCTION = "fangfan_action"
REPLAYING = 0
# columns that hold JSON by field key: of these only the keys that changed are written down, else
# every cell of a wide form would cost its whole row twice
KEYED: Mapping[str, str] = {
    "household_form": "extra",
    "village_form": "extra",
    "further_form": "answers",
    "second_keying": "answers",
}


@dataclass(slots=True)
class Recorder:
    """The number that `fangfan_action()` answers with; None outside an action."""

    value: int | None = None
    is_writing: bool = False

    def __call__(self) -> int | None:
        """Answer the SQL function."""
        return self.value


def tracked_tables(connection: Connection) -> list[str]:
    """Names of the tables whose changes are recorded."""
    rows = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    )
    return [name for (name,) in rows if name not in UNTRACKED]


def stored_columns(connection: Connection, table: str) -> list[str]:
    """Columns of the table that hold data of their own; generated ones are left out."""
    rows = connection.exec_driver_sql(f'PRAGMA table_xinfo("{table}")')
    return [row[1] for row in rows if row[6] == 0]


def install_triggers(connection: Connection) -> None:
    """Make the history triggers anew; run after each change of the schema."""
    for table in tracked_tables(connection):
        columns = stored_columns(connection, table)
        for statement in _trigger_statements(table, columns):
            connection.exec_driver_sql(statement)


def row_image(columns: Iterable[str], row: str) -> str:
    """SQL of a JSON object with all columns of `row` (NEW, OLD or a table's name)."""
    return "json_object(" + ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns) + ")"


def places(image: Mapping[str, Any]) -> dict[str, Any]:
    """What an update's image says, by column; of a column kept by key, by `column.key`."""
    flat: dict[str, Any] = {}
    for column, value in image.items():
        if isinstance(value, dict):
            keys = cast("dict[str, Any]", value)
            flat |= {f"{column}.{key}": each for key, each in keys.items()}
        else:
            flat[column] = value
    return flat


def _trigger_statements(table: str, columns: list[str]) -> list[str]:
    guard = f"SELECT RAISE(ABORT, 'change outside an action: {table}') WHERE {FUNCTION}() IS NULL;"
    insert = 'INSERT INTO "change" (action_id, table_name, row_id, op, before, after)'

    def trigger(op: str, event: str, row: str, before: str, after: str, when: str = "") -> str:
        return (
            f'CREATE TRIGGER "history_{table}_{op}" AFTER {event} ON "{table}" {when} BEGIN {guard}'
            f" {insert} SELECT {FUNCTION}(), '{table}', {row}.id, '{op}', {before}, {after}"
            f" WHERE {FUNCTION}() > 0; END"
        )

    drops = [f'DROP TRIGGER IF EXISTS "history_{table}_{op}"' for op in "IUD"]
    changed = "WHEN " + " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    return [
        *drops,
        trigger("I", "INSERT", "NEW", "NULL", "NULL"),
        trigger(
            "U",
            "UPDATE",
            "NEW",
            _changed_columns(table, columns, "OLD", "NEW"),
            _changed_columns(table, columns, "NEW", "OLD"),
            changed,
        ),
        trigger("D", "DELETE", "OLD", row_image(columns, "OLD"), "NULL"),
    ]


def _changed_columns(table: str, columns: list[str], row: str, other: str) -> str:
    """SQL of a JSON object with the changed columns only: a cell's edit stays small in history."""
    keyed = KEYED.get(table)
    parts = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {row}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"'
        for c in columns
        if c != keyed
    )
    changed = f"(SELECT json_group_object(k, v) FROM ({parts}))"
    if keyed not in columns:
        return changed
    # measured on 38 keys: EXCEPT takes half the time of one lookup a key
    keys = " EXCEPT ".join(
        f'SELECT key, type, atom FROM json_each({each}."{keyed}")' for each in (row, other)
    )
    by_key = f"json((SELECT json_group_object(key, atom) FROM ({keys})))"
    return (
        f'CASE WHEN OLD."{keyed}" IS NOT NEW."{keyed}"'
        f" THEN json_set({changed}, '$.{keyed}', {by_key}) ELSE {changed} END"
    )
