"""History: every action of a user and every change of a row that it made.

Written by triggers (see `storage/history.py`), so no code can forget it. An inserted row needs no
image: undoing it takes the image at that moment, which is the inserted one.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key


class Action(Base):
    """One user action: `name` is what 撤销 shows. `undone_order` orders the redo stack.

    The steps that made the file itself are `made`: they cannot be taken back.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("state IN ('made', 'done', 'undone', 'dropped')", name="state"),
        Index("ix_action_state", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    name: Mapped[str]
    at: Mapped[str]
    who: Mapped[str]
    state: Mapped[str] = mapped_column(default="done")
    undone_order: Mapped[int | None]


class Change(Base):
    """One changed row; `op` is I, U or D; `before` and `after` are JSON text by column."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_action", "action_id"),
        Index("ix_change_row", "table_name", "row_id"),
    )

    id: Mapped[Key]
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    op: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


UNTRACKED = frozenset({"action", "change", "attachment", "alembic_version"})
