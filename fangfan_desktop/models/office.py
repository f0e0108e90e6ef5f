"""The office's own settings and its editable code lists."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key


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
