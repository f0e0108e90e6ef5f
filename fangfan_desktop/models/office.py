"""The office's own settings, its editable code lists and its corrections of the calendar."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key, YesNo, yes_no_checks


class Setting(Base):
    """One setting of the office; `value` is JSON text. The declarations are in `settings.py`."""

    __tablename__ = "setting"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]


class CodeItem(Base):
    """One item of a code list (代码表), e.g. 与户主关系: 配偶."""

    __tablename__ = "code_item"
    __table_args__ = (
        Index("uq_code_item_item", "list_key", "item", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    list_key: Mapped[str]
    item: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    is_hidden: Mapped[int] = mapped_column(default=0)


class DayCorrection(Base):
    """A day that the office says is worked, or not, whatever the built-in calendar says."""

    __tablename__ = "day_correction"
    __table_args__ = (
        *yes_no_checks("is_worked"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    day: Mapped[date] = mapped_column(unique=True)
    is_worked: Mapped[YesNo]
    note: Mapped[str | None]
