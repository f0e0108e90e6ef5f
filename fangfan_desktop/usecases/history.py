"""Undo and redo of whole actions, and the list of what was done."""

from dataclasses import dataclass, replace

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import (
    HistoryStep,
    last_done,
    last_undone,
    list_steps,
    redo,
    undo,
)

__all__ = ["HistoryStep"]


@dataclass(frozen=True, slots=True)
class HistoryState:
    """Names of the actions that 撤销 and 重做 would touch; "" where there is none."""

    undo: str
    redo: str


def history_state(database: Database) -> HistoryState:
    """What can be undone and redone now, also after a restart."""
    done, undone = last_done(database), last_undone(database)
    return HistoryState(done.name if done else "", undone.name if undone else "")


def undo_last(database: Database) -> Changes:
    """Take back the last action; no changes where there is none."""
    return replace(undo(database), is_replayed=True)


def redo_last(database: Database) -> Changes:
    """Do again what was undone last; no changes where there is none."""
    return replace(redo(database), is_replayed=True)


def undo_action(database: Database, *, action_id: int) -> Changes:
    """Take back one action of the history.

    Raises:
        UserError: a later change stands in the way, or it made the database itself.
    """
    (step,) = list_steps(database, limit=1, before=action_id + 1) or (None,)
    if step is not None and step.id == action_id and step.state == "made":
        raise UserError("这一步建立了数据库本身，不能撤销。")
    return undo(database, action_id)


def list_history(
    database: Database, *, limit: int = 200, before: int | None = None
) -> list[HistoryStep]:
    """Actions, newest first; `before` continues a list below that action."""
    return list_steps(database, limit=limit, before=before)
