"""Queries about villages, groups, grids and grid workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Grid, GridWorker, Household, Village, VillageGroup

AreaRow = TypeVar("AreaRow", bound=VillageGroup | Grid | GridWorker)


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village with what it holds: households and people on the books, groups, grids, workers."""

    village_id: int
    code: str | None
    name: str
    official_name: str
    kind: str
    households: int
    people: int
    groups: int
    grids: int
    workers: int


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A group or a grid of a village, with its households on the books."""

    id: int
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A grid worker of a village."""

    worker_id: int
    name: str
    phone: str | None
    level: str | None
    grid_id: int | None
    grid: str | None


def village_lines(session: Session) -> tuple[VillageLine, ...]:
    """All villages in their order."""
    rows = session.execute(
        text(
            "SELECT v.id, v.code, v.name, v.official_name, v.kind,"
            " coalesce(n.households, 0), coalesce(n.people, 0),"
            " (SELECT count(*) FROM village_group AS g WHERE g.village_id = v.id),"
            " (SELECT count(*) FROM grid AS g WHERE g.village_id = v.id),"
            " (SELECT count(*) FROM grid_worker AS w WHERE w.village_id = v.id)"
            " FROM village AS v LEFT JOIN (SELECT h.village_id, count(*) AS households,"
            " sum((SELECT count(*) FROM person AS p"
            " WHERE p.household_id = h.id AND p.left_on IS NULL)) AS people"
            " FROM household AS h WHERE h.left_on IS NULL GROUP BY h.village_id) AS n"
            " ON n.village_id = v.id ORDER BY v.position, v.id"
        )
    )
    return tuple(VillageLine(*row) for row in rows)


def village_names(session: Session) -> tuple[tuple[int, str], ...]:
    """Id and name of all villages in their order; quick."""
    rows = session.execute(select(Village.id, Village.name).order_by(Village.position, Village.id))
    return tuple((village, name) for village, name in rows)


def group_lines(session: Session, village_id: int) -> tuple[AreaLine, ...]:
    """Groups of a village in their order."""
    return _lines(session, VillageGroup, Household.group_id, village_id)


def grid_lines(session: Session, village_id: int) -> tuple[AreaLine, ...]:
    """Grids of a village in their order."""
    return _lines(session, Grid, Household.grid_id, village_id)


def worker_lines(session: Session, village_id: int) -> tuple[WorkerLine, ...]:
    """Grid workers of a village."""
    rows = session.execute(
        select(
            GridWorker.id,
            GridWorker.name,
            GridWorker.phone,
            GridWorker.level,
            GridWorker.grid_id,
            Grid.name,
        )
        .outerjoin(Grid, Grid.id == GridWorker.grid_id)
        .where(GridWorker.village_id == village_id)
        .order_by(Grid.position, GridWorker.id)
    )
    return tuple(WorkerLine(*row) for row in rows)


def get_village(session: Session, village_id: int) -> Village:
    """The village.

    Raises:
        UserError: not there any more.
    """
    found = session.get(Village, village_id)
    if found is None:
        raise UserError("这个村已经不在名单里了，可能刚被删除或撤销。请重新打开本页。")
    return found


def households_in(
    session: Session,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    key: int,
) -> int:
    """Households, those that left too, whose village, group or grid it is."""
    found = session.scalar(select(func.count()).select_from(Household).where(column == key))
    return found or 0


def household_ids_in(
    session: Session,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    key: int,
) -> tuple[int, ...]:
    """Households of a village, group or grid."""
    return tuple(session.scalars(select(Household.id).where(column == key)))


def siblings(
    session: Session, table: type[VillageGroup] | type[Grid], village_id: int
) -> Sequence[VillageGroup | Grid]:
    """Groups or grids of a village in their order."""
    return session.scalars(
        select(table).where(table.village_id == village_id).order_by(table.position, table.id)
    ).all()


def uses_of_village(session: Session, village_id: int) -> list[str]:
    """What keeps a village from being removed, in Chinese words with counts."""
    checks = (
        ("household", "农户", "户"),
        ("household_form", "排查表", "张"),
        ("further_form", "其他排查表", "张"),
        ("village_form", "村级排查表", "行"),
        ("village_figures", "统计数", "条"),
        ("ledger_line", "整改台账", "条"),
        ("supervised_village", "督导安排", "条"),
        ("archive_paper", "档案登记", "条"),
        ("notice", "公示公告", "份"),
    )
    found: list[str] = []
    for table, words, unit in checks:
        count = session.execute(
            text(f"SELECT count(*) FROM {table} WHERE village_id = :village"),
            {"village": village_id},
        ).scalar()
        if count:
            found.append(f"{words}{count}{unit}")
    return found


def delete_areas(session: Session, village_id: int) -> None:
    """Delete workers, grids and groups of a village."""
    for table in (GridWorker, Grid, VillageGroup):
        session.execute(delete(table).where(table.village_id == village_id))


def release_grid(session: Session, grid_id: int) -> None:
    """Leave the grid's households and workers without a grid."""
    for table in (Household, GridWorker):
        session.execute(update(table).where(table.grid_id == grid_id).values(grid_id=None))


def _lines(
    session: Session,
    table: type[VillageGroup] | type[Grid],
    column: InstrumentedAttribute[int | None],
    village_id: int,
) -> tuple[AreaLine, ...]:
    counted = (
        select(func.count())
        .select_from(Household)
        .where(column == table.id, Household.left_on.is_(None))
        .correlate(table)
        .scalar_subquery()
    )
    rows = session.execute(
        select(table.id, table.name, counted)
        .where(table.village_id == village_id)
        .order_by(table.position, table.id)
    )
    return tuple(AreaLine(*row) for row in rows)
