"""The township's villages (村、社区), groups (组、屯), grids (网格) and grid workers (网格员)."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key


class Village(Base):
    """行政村 or 社区 of the township; `code` has 12 digits, `name` is the short one."""

    __tablename__ = "village"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    official_name: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class VillageGroup(Base):
    """村民小组、屯 of a village."""

    __tablename__ = "village_group"
    __table_args__ = (
        Index("uq_village_group_name", "village_id", "name", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Grid(Base):
    """网格: a part of a village that grid workers look after."""

    __tablename__ = "grid"
    __table_args__ = (
        Index("uq_grid_name", "village_id", "name", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class GridWorker(Base):
    """网格员; `level` is 一级 or 二级 where the county tells them apart."""

    __tablename__ = "grid_worker"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    name: Mapped[str]
    phone: Mapped[str | None]
    level: Mapped[str | None]
