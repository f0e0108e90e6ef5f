"""What was changed about one household, its people and all else that is its own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_OWNED = ("person", "income", "identification", "measure", "visit", "household_event")
_MOST = 400


@dataclass(frozen=True, slots=True)
class RowChange:
    """One changed row; `op` is I, U or D, `before` and `after` are JSON text by column."""

    action_id: int
    action: str
    at: str
    who: str
    table: str
    row_id: int
    op: str
    before: str | None
    after: str | None


def household_changes(session: Session, household_id: int) -> tuple[RowChange, ...]:
    """Changes that still stand, newest first, the latest four hundred at most.

    Rows that are gone (removed measures and the like) are not among them; their removal shows in
    the history of the whole program.
    """
    own = " UNION ALL ".join(
        f"SELECT c.id FROM {table} AS t JOIN change AS c"
        f" ON c.table_name = '{table}' AND c.row_id = t.id WHERE t.household_id = :household"
        for table in _OWNED
    )
    rows: Any = session.execute(
        text(
            "SELECT c.action_id, a.name, a.at, a.who, c.table_name, c.row_id, c.op, c.before,"
            " c.after FROM change AS c JOIN action AS a ON a.id = c.action_id"
            " WHERE a.state = 'done' AND c.id IN (SELECT id FROM change"
            f" WHERE table_name = 'household' AND row_id = :household UNION ALL {own})"
            " ORDER BY c.id DESC LIMIT :most"
        ),
        {"household": household_id, "most": _MOST},
    )
    return tuple(RowChange(*row) for row in rows)
