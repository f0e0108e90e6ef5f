"""What stands in the way of an undo: later actions that still count.

Three things can: a later change of the same place, a later row that hangs on a row which would
go, and a later row that took a value which has to be unique. Each is named to the user.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.derived import own_columns
from fangfan_desktop.storage.recorder import places

# what the end of a campaign freezes
_FROZEN = (
    "household_form",
    "further_form",
    "second_keying",
    "campaign_form",
    "village_form",
    "village_figures",
)


def refuse_later_changes(connection: Connection, action_id: int, name: str) -> None:
    """Refuse where a later action that still stands touched the same cells of a row.

    Raises:
        UserError: names that action.
    """
    rows = connection.exec_driver_sql(
        "SELECT a.name, a.at, mine.table_name, mine.op, mine.before, mine.after, later.op,"
        " later.before, later.after"
        ' FROM "change" mine JOIN "change" later'
        " ON later.table_name = mine.table_name AND later.row_id = mine.row_id"
        " AND later.action_id > mine.action_id"
        " JOIN action a ON a.id = later.action_id AND a.state = 'done'"
        " WHERE mine.action_id = ? ORDER BY a.id DESC",
        (action_id,),
    )
    for later, at, table, my_op, *mine, later_op, later_before, later_after in rows:
        are_updates = my_op == "U" and later_op == "U"
        if not are_updates or _places(table, mine) & _places(table, (later_before, later_after)):
            raise UserError(
                f"不能撤销“{name}”：之后的“{later}”（{_moment(at)}）又改了同一处。"
                "请先撤销后面那一步。"
            )


def _places(table: str, images: Iterable[str]) -> set[str]:
    """Columns, and keys within a column, that an update changed; a key may have come or gone."""
    return {place for image in images for place in places(own_columns(table, json.loads(image)))}


def refuse_closed_campaigns(connection: Connection, action_id: int, name: str) -> None:
    """Refuse where an undo or redo would change the forms of a campaign that is closed.

    An action that changes the campaign itself, such as opening it again, is let through.

    Raises:
        UserError: names the campaign.
    """
    campaign = (
        "coalesce(json_extract(c.before, '$.campaign_id'), json_extract(c.after, "
        "'$.campaign_id'), (SELECT f.campaign_id FROM {table} f WHERE f.id = c.row_id))"
    )
    frozen = " UNION ALL ".join(
        f'SELECT {campaign.format(table=table)} AS id FROM "change" c'
        f" WHERE c.action_id = ?1 AND +c.table_name = '{table}'"
        for table in _FROZEN
    )
    found = connection.exec_driver_sql(
        f"SELECT name FROM campaign WHERE state = 'closed' AND id IN ({frozen}) AND id"
        " NOT IN (SELECT row_id FROM \"change\" WHERE action_id = ?1 AND +table_name = 'campaign')"
        " LIMIT 1",
        (action_id,),
    ).scalar()
    if found is not None:
        raise UserError(
            f"不能撤销或重做“{name}”：“{found}”已结束，数据已固定。确需修改请先重新打开这次排查。"
        )


def refusal(name: str, blocker: tuple[str, str] | None) -> UserError:
    """The sentence for an undo that the database's own rules forbid.

    Args:
        name: of the action that was to be undone.
        blocker: name and time of the later action in the way, where it was found.
    """
    if blocker is None:
        return UserError(f"不能撤销“{name}”：之后的改动与它有关联。请先撤销后面的步骤。")
    later, at = blocker
    return UserError(
        f"不能撤销“{name}”：之后的“{later}”（{_moment(at)}）与它有关联。请先撤销后面那一步。"
    )


def hanging_row(connection: Connection, action_id: int) -> tuple[str, str] | None:
    """Name and time of the action behind a broken reference.

    To be asked inside the transaction in which the undo was applied, before it is rolled back.
    """
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, row_id, parent, key in broken:
        child = _last_change(connection, action_id, table, row_id)
        if child is not None:
            return child
        column = next(
            row[3]
            for row in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")')
            if row[0] == key
        )
        parent_id = connection.exec_driver_sql(
            f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row_id,)
        ).scalar()
        found = _last_change(connection, action_id, parent, parent_id)
        if found is not None:
            return found
    return None


def taken_value(connection: Connection, action_id: int, message: str) -> tuple[str, str] | None:
    """Name and time of the action whose row holds the unique value that an undo would restore.

    Args:
        connection: in a transaction without the undo.
        action_id: the action that was to be undone.
        message: SQLite's, e.g. `UNIQUE constraint failed: grid.village_id, grid.name`.
    """
    places = re.findall(r"(\w+)\.(\w+)", message.partition("constraint failed:")[2])
    if not places:
        return None
    table, columns = places[0][0], [column for _, column in places]
    same = " AND ".join(f'"{column}" IS ?' for column in columns)
    for row_id, values in _restored(connection, action_id, table, columns):
        holder = connection.exec_driver_sql(
            f'SELECT id FROM "{table}" WHERE id <> ? AND {same}', (row_id, *values)
        ).scalar()
        found = None if holder is None else _last_change(connection, action_id, table, holder)
        if found is not None:
            return found
    return None


def same_rows(connection: Connection, action_id: int) -> tuple[str, str] | None:
    """Name and time of the last later action that touched one of the action's rows."""
    row = connection.exec_driver_sql(
        'SELECT a.name, a.at FROM "change" mine JOIN "change" later'
        " ON later.table_name = mine.table_name AND later.row_id = mine.row_id"
        " AND later.action_id > mine.action_id"
        " JOIN action a ON a.id = later.action_id AND a.state = 'done'"
        " WHERE mine.action_id = ? ORDER BY a.id DESC LIMIT 1",
        (action_id,),
    ).first()
    return (row[0], row[1]) if row else None


def _restored(
    connection: Connection, action_id: int, table: str, columns: list[str]
) -> Iterator[tuple[int, list[Any]]]:
    """Row and values of the columns, as an undo of the action would leave them."""
    names = ", ".join(f'"{column}"' for column in columns)
    changes = connection.exec_driver_sql(
        'SELECT row_id, before FROM "change" WHERE action_id = ? AND +table_name = ?'
        " AND before IS NOT NULL ORDER BY id DESC",
        (action_id, table),
    ).all()
    for row_id, before in changes:
        image = json.loads(before)
        now = connection.exec_driver_sql(
            f'SELECT {names} FROM "{table}" WHERE id = ?', (row_id,)
        ).first()
        present = dict(zip(columns, now, strict=True)) if now else {}
        yield row_id, [image.get(column, present.get(column)) for column in columns]


def _last_change(
    connection: Connection, after: int, table: str, row_id: int | None
) -> tuple[str, str] | None:
    row = connection.exec_driver_sql(
        'SELECT a.name, a.at FROM "change" c JOIN action a ON a.id = c.action_id'
        " WHERE c.table_name = ? AND c.row_id = ? AND a.id > ? AND a.state = 'done'"
        " ORDER BY a.id DESC LIMIT 1",
        (table, row_id, after),
    ).first()
    return (row[0], row[1]) if row else None


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
