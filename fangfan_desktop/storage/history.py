"""Undo, redo and the list of what was done.

Undo puts back, in reverse order, what the triggers wrote down. It refuses where a later change
stands in the way, and says which.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.changes import NO_CHANGES, Changes, read_changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.recorder import row_image, stored_columns

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One action as the history shows it; `rows` is the number of changed rows."""

    id: int
    name: str
    at: str
    who: str
    state: str
    rows: int


class _Change(NamedTuple):
    id: int
    table: str
    row_id: int
    op: str
    before: str | None
    after: str | None


def last_done(database: Database) -> HistoryStep | None:
    """The action that 撤销 would take back; None when there is none."""
    with database.read() as session:
        return _step(session.connection(), "state = 'done' ORDER BY id DESC LIMIT 1")


def last_undone(database: Database) -> HistoryStep | None:
    """The action that 重做 would do again; None when there is none."""
    with database.read() as session:
        return _step(session.connection(), "state = 'undone' ORDER BY undone_order DESC LIMIT 1")


def list_steps(
    database: Database, *, limit: int = 200, before: int | None = None
) -> list[HistoryStep]:
    """Actions, newest first; `before` continues a list below that action."""
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT id, name, at, who, state,"
            ' (SELECT count(*) FROM "change" WHERE action_id = action.id)'
            " FROM action WHERE id < ? ORDER BY id DESC LIMIT ?",
            (before or 2**62, limit),
        )
        return [HistoryStep(*row) for row in rows]


def undo(database: Database, action_id: int | None = None) -> Changes:
    """Take back an action, the last one when none is named.

    Returns:
        The rows put back; no changes when there is nothing to undo.

    Raises:
        UserError: a later change stands in the way; the sentence names it.
    """
    with database.replay() as session:
        connection = session.connection()
        step = _step(
            connection,
            f"state = 'done' AND id = {int(action_id)}"
            if action_id is not None
            else "state = 'done' ORDER BY id DESC LIMIT 1",
        )
        if step is None:
            return NO_CHANGES
        changes = read_changes(connection, step.id, step.name)
        _refuse_conflicts(connection, step)
        for table, op, run in _runs(connection, step.id, newest_first=True):
            _apply(connection, table, op, run, is_undo=True)
        connection.exec_driver_sql(
            "UPDATE action SET state = 'undone', undone_order ="
            " (SELECT coalesce(max(undone_order), 0) + 1 FROM action) WHERE id = ?",
            (step.id,),
        )
        return changes


def redo(database: Database) -> Changes:
    """Do again the action that was undone last; no changes when there is none."""
    with database.replay() as session:
        connection = session.connection()
        step = _step(connection, "state = 'undone' ORDER BY undone_order DESC LIMIT 1")
        if step is None:
            return NO_CHANGES
        for table, op, run in _runs(connection, step.id, newest_first=False):
            _apply(connection, table, op, run, is_undo=False)
        connection.exec_driver_sql(
            "UPDATE action SET state = 'done', undone_order = NULL WHERE id = ?", (step.id,)
        )
        return read_changes(connection, step.id, step.name)


def _step(connection: Connection, where: str) -> HistoryStep | None:
    row = connection.exec_driver_sql(
        "SELECT id, name, at, who, state,"
        ' (SELECT count(*) FROM "change" WHERE action_id = action.id)'
        f" FROM action WHERE {where}"  # fixed texts of this module only
    ).first()
    return HistoryStep(*row) if row else None


def _refuse_conflicts(connection: Connection, step: HistoryStep) -> None:
    """Refuse where a later action that still stands touched the same columns of a row."""
    rows = connection.exec_driver_sql(
        "SELECT a.name, a.at, mine.op, mine.after, later.op, later.after"
        ' FROM "change" mine JOIN "change" later'
        " ON later.table_name = mine.table_name AND later.row_id = mine.row_id"
        " AND later.action_id > mine.action_id"
        " JOIN action a ON a.id = later.action_id AND a.state = 'done'"
        " WHERE mine.action_id = ? ORDER BY a.id",
        (step.id,),
    )
    for name, at, my_op, my_after, later_op, later_after in rows:
        both_updates = my_op == "U" and later_op == "U"
        if both_updates and not (json.loads(my_after).keys() & json.loads(later_after).keys()):
            continue
        raise UserError(
            f"不能撤销“{step.name}”：之后的“{name}”（{at[:16].replace('T', ' ')}）"
            "又改了同一处。请先撤销后面那一步。"
        )


def _runs(
    connection: Connection, action_id: int, *, newest_first: bool
) -> list[tuple[str, str, list[_Change]]]:
    """Changes of an action in order, cut into runs of the same table and operation."""
    rows = connection.exec_driver_sql(
        'SELECT id, table_name, row_id, op, before, after FROM "change" WHERE action_id = ?'
        f" ORDER BY id {'DESC' if newest_first else 'ASC'}",
        (action_id,),
    )
    changes = [_Change(*row) for row in rows]
    return [
        (table, op, list(run)) for (table, op), run in groupby(changes, lambda c: (c.table, c.op))
    ]


def _apply(
    connection: Connection, table: str, op: str, run: Sequence[_Change], *, is_undo: bool
) -> None:
    if op == "U":
        _update(connection, table, run, is_undo=is_undo)
    elif (op == "I") == is_undo:
        if is_undo:
            _keep_images(connection, table, run)
        _delete(connection, table, run)
    else:
        images = [c.before if is_undo else c.after for c in run]
        _insert(connection, table, [image for image in images if image is not None])


def _keep_images(connection: Connection, table: str, run: Sequence[_Change]) -> None:
    """Before an insert is undone its row is written down, so that it can be done again."""
    image = row_image(stored_columns(connection, table), f'"{table}"')
    connection.exec_driver_sql(
        f'UPDATE "change" SET after = (SELECT {image} FROM "{table}" WHERE id = "change".row_id)'
        " WHERE id = ?",
        [(change.id,) for change in run],
    )


def _delete(connection: Connection, table: str, run: Sequence[_Change]) -> None:
    connection.exec_driver_sql(
        f'DELETE FROM "{table}" WHERE id = ?',
        [(change.row_id,) for change in run],
    )


def _insert(connection: Connection, table: str, images: Sequence[str]) -> None:
    columns = stored_columns(connection, table)
    names = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" for _ in columns)
    rows = [tuple(map(json.loads(image).get, columns)) for image in images]
    connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _update(connection: Connection, table: str, run: Sequence[_Change], *, is_undo: bool) -> None:
    images: list[tuple[int, dict[str, Any]]] = [
        (change.row_id, json.loads((change.before if is_undo else change.after) or "{}"))
        for change in run
    ]
    for columns, part in groupby(images, lambda pair: tuple(pair[1])):
        assignments = ", ".join(f'"{c}" = ?' for c in columns)
        connection.exec_driver_sql(
            f'UPDATE "{table}" SET {assignments} WHERE id = ?',
            [(*image.values(), row_id) for row_id, image in part],
        )
