"""What an action changed, so that open pages can tell whether they are stale."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

# beyond this many rows of a table a page reloads instead of refreshing rows
_LISTED_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Changes:
    """Changed rows by table; an empty set for a table means "many: reload"."""

    action_id: int | None = None
    name: str = ""
    rows: dict[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    is_replayed: bool = False  # taken back or done again: a grid shows the clerk where

    def touches(self, *tables: str) -> bool:
        """Whether a row of one of the tables changed."""
        return any(table in self.rows for table in tables)

    def ids(self, table: str) -> frozenset[int] | None:
        """Changed rows of the table; None where there were too many to list."""
        found = self.rows.get(table, frozenset())
        return None if table in self.rows and not found else found


NO_CHANGES = Changes()


def read_changes(connection: Connection, action_id: int, name: str) -> Changes:
    """The rows that an action changed."""
    counts = connection.exec_driver_sql(
        'SELECT table_name, count(*) FROM "change" WHERE action_id = ? GROUP BY table_name',
        (action_id,),
    ).all()
    rows: dict[str, frozenset[int]] = {}
    for table, count in counts:
        if count > _LISTED_ROWS:
            rows[table] = frozenset()
            continue
        # the plus keeps SQLite to the action's index: by the table's it would read all history
        ids = connection.exec_driver_sql(
            'SELECT DISTINCT row_id FROM "change" WHERE action_id = ? AND +table_name = ?',
            (action_id, table),
        )
        rows[table] = frozenset(row_id for (row_id,) in ids)
    return Changes(action_id, name, rows)
