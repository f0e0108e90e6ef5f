"""Undo, redo and the list of what was done.

Undo puts back, in reverse order, what the triggers wrote down. It refuses where a later change
stands in the way, and says which (`conflicts`). Both undo and redo change a row only where it still
is what the history says, else nothing at all.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.cases import drop_unrecorded_cases, open_missing_cases
from fangfan_desktop.storage.changes import NO_CHANGES, Changes, read_changes
from fangfan_desktop.storage.conflicts import (
    hanging_row,
    refusal,
    refuse_closed_campaigns,
    refuse_later_changes,
    same_rows,
    taken_value,
)
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.derived import own_columns, recount
from fangfan_desktop.storage.household_forms import compact
from fangfan_desktop.storage.recorder import KEYED, row_image, stored_columns

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
        UserError: a later change stands in the way, or a campaign that was closed since; the
            sentence names it.
    """
    step = last_done(database) if action_id is None else _done(database, action_id)
    if step is None:
        return NO_CHANGES
    try:
        with database.replay() as session:
            connection = session.connection()
            changes = read_changes(connection, step.id, step.name)
            refuse_later_changes(connection, step.id, step.name)
            refuse_closed_campaigns(connection, step.id, step.name)
            _apply_step(connection, step, is_undo=True)
            connection.exec_driver_sql(
                "UPDATE action SET state = 'undone', undone_order ="
                " (SELECT coalesce(max(undone_order), 0) + 1 FROM action) WHERE id = ?",
                (step.id,),
            )
    except IntegrityError as error:
        raise refusal(step.name, _blocker(database, step, str(error.orig))) from error
    return changes


def redo(database: Database) -> Changes:
    """Do again the action that was undone last; no changes when there is none.

    Raises:
        UserError: the data are not what they were when it was undone.
    """
    step = last_undone(database)
    if step is None:
        return NO_CHANGES
    try:
        with database.replay() as session:
            connection = session.connection()
            refuse_closed_campaigns(connection, step.id, step.name)
            _apply_step(connection, step, is_undo=False)
            connection.exec_driver_sql(
                "UPDATE action SET state = 'done', undone_order = NULL WHERE id = ?", (step.id,)
            )
            return read_changes(connection, step.id, step.name)
    except IntegrityError as error:
        raise _changed_meanwhile(step.name, is_undo=False) from error


def _done(database: Database, action_id: int) -> HistoryStep | None:
    with database.read() as session:
        return _step(session.connection(), f"state = 'done' AND id = {int(action_id)}")


def _blocker(database: Database, step: HistoryStep, message: str) -> tuple[str, str] | None:
    """Name and time of the later action that an undo would break."""
    if "FOREIGN KEY" in message:
        # tried once more: only then can the database say which row would hang in the air
        with database.replay() as session:
            _apply_step(session.connection(), step, is_undo=True)
            found = hanging_row(session.connection(), step.id)
            session.rollback()
        return found
    with database.read() as session:
        if "UNIQUE" in message:
            return taken_value(session.connection(), step.id, message)
        return same_rows(session.connection(), step.id)


def _changed_meanwhile(name: str, *, is_undo: bool) -> UserError:
    return UserError(
        f"不能{'撤销' if is_undo else '重做'}“{name}”：数据已不是那时的样子，没有改动任何内容。"
        "请手工修改。"
    )


def _step(connection: Connection, where: str) -> HistoryStep | None:
    row = connection.exec_driver_sql(
        "SELECT id, name, at, who, state,"
        ' (SELECT count(*) FROM "change" WHERE action_id = action.id)'
        f" FROM action WHERE {where}"  # fixed texts of this module only
    ).first()
    return HistoryStep(*row) if row else None


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


def _apply_step(connection: Connection, step: HistoryStep, *, is_undo: bool) -> None:
    """Put back, or do again, every change of the action.

    Raises:
        UserError: a row is not what the history says it is.
    """
    touched: dict[str, set[int]] = {}
    for table, op, run in _runs(connection, step.id, newest_first=is_undo):
        if _apply(connection, table, op, run, is_undo=is_undo) != len(run):
            raise _changed_meanwhile(step.name, is_undo=is_undo)
        touched.setdefault(table, set()).update(change.row_id for change in run)
    if "identification" in touched:
        open_missing_cases(connection)
    for table, row_ids in touched.items():
        recount(connection, table, row_ids)


def _apply(
    connection: Connection, table: str, op: str, run: Sequence[_Change], *, is_undo: bool
) -> int:
    """Apply a run of changes; returns how many rows were as the history says, and so changed."""
    if op == "U":
        return _update(connection, table, run, is_undo=is_undo)
    if (op == "I") == is_undo:
        if is_undo:
            _keep_images(connection, table, run)
        if table == "identification":
            drop_unrecorded_cases(connection, [change.row_id for change in run])
        return _delete(connection, table, run)
    images = [c.before if is_undo else c.after for c in run]
    return _insert(connection, table, [image for image in images if image is not None])


def _keep_images(connection: Connection, table: str, run: Sequence[_Change]) -> None:
    """Before an insert is undone its row is written down, so that it can be done again."""
    image = row_image(stored_columns(connection, table), f'"{table}"')
    connection.exec_driver_sql(
        f'UPDATE "change" SET after = (SELECT {image} FROM "{table}" WHERE id = "change".row_id)'
        " WHERE id = ?",
        [(change.id,) for change in run],
    )


def _delete(connection: Connection, table: str, run: Sequence[_Change]) -> int:
    return connection.exec_driver_sql(
        f'DELETE FROM "{table}" WHERE id = ?',
        [(change.row_id,) for change in run],
    ).rowcount


def _insert(connection: Connection, table: str, images: Sequence[str]) -> int:
    """Insert rows as they were; a column that came into the schema since gets its default."""
    known = stored_columns(connection, table)
    done = 0
    rows: list[dict[str, Any]] = [json.loads(image) for image in images]
    for keys, part in groupby(rows, tuple):
        columns = [c for c in known if c in keys]
        names = ", ".join(f'"{c}"' for c in columns)
        marks = ", ".join("?" for _ in columns)
        done += connection.exec_driver_sql(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
            [tuple(map(row.get, columns)) for row in part],
        ).rowcount
    return done


def _update(connection: Connection, table: str, run: Sequence[_Change], *, is_undo: bool) -> int:
    """Set columns back (or again) in rows that still hold what the history says they hold."""
    images: list[_Images] = []
    for change in run:
        before, after = (
            own_columns(table, json.loads(image or "{}")) for image in (change.before, change.after)
        )
        images.append((change.row_id, *((after, before) if is_undo else (before, after))))
    done = 0
    for columns, part in groupby(
        _with_whole_texts(connection, table, images), lambda image: tuple(image[1])
    ):
        if not columns:  # nothing but what is worked out
            done += len(list(part))
            continue
        assignments = ", ".join(f'"{c}" = ?' for c in columns)
        expected = " AND ".join(f'"{c}" IS ?' for c in columns)
        done += connection.exec_driver_sql(
            f'UPDATE "{table}" SET {assignments} WHERE id = ? AND {expected}',
            [(*(new[c] for c in columns), row_id, *old.values()) for row_id, old, new in part],
        ).rowcount
    return done


_Images = tuple[int, dict[str, Any], dict[str, Any]]  # row, what it holds, what it is to hold


def _with_whole_texts(
    connection: Connection, table: str, images: Sequence[_Images]
) -> list[_Images]:
    """The images with the whole text in the place of the changed keys of a column kept by key.

    The other keys keep what they hold now. A row whose changed keys do not hold what the history
    says is left out.
    """
    column = KEYED.get(table, "")
    ids = {row_id for row_id, old, _ in images if isinstance(old.get(column), dict)}
    if not ids:
        return list(images)
    rows = connection.exec_driver_sql(
        f'SELECT id, "{column}" FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
        (json.dumps(list(ids)),),
    )
    texts: dict[int, str | None] = {row[0]: row[1] for row in rows.all()}
    whole: list[_Images] = []
    for row_id, old, new in images:
        if not isinstance(old.get(column), dict):
            whole.append((row_id, old, new))
            continue
        was, wanted = cast("list[dict[str, Any]]", [old[column], new[column]])
        text = texts.get(row_id)
        held: dict[str, Any] = json.loads(text) if text else {}
        if any(held.get(key) != was.get(key) for key in (*was, *wanted)):
            continue
        kept = {key: value for key, value in held.items() if key not in was or key in wanted}
        texts[row_id] = compact(kept | wanted)
        whole.append((row_id, old | {column: text}, new | {column: texts[row_id]}))
    return whole
