"""Villages, groups, grids and grid workers of the township."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from fangfan_desktop.domain.village_name import short_name, village_key
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Grid, GridWorker, Household, Village, VillageGroup
from fangfan_desktop.storage import areas
from fangfan_desktop.storage.areas import AreaLine, VillageLine, WorkerLine
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.screening_rows import refresh_rows, refresh_villages
from fangfan_desktop.storage.village_rows import remove_untouched

_LONGEST_NAME = 40
_OTHER_KIND = "其他"


@dataclass(frozen=True, slots=True)
class VillageAreas:
    """Groups, grids and grid workers of one village."""

    groups: tuple[AreaLine, ...]
    grids: tuple[AreaLine, ...]
    workers: tuple[WorkerLine, ...]


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What an action on areas did; `id` is the village, group, grid or worker in hand."""

    changes: Changes
    id: int | None = None


def list_villages(database: Database) -> tuple[VillageLine, ...]:
    """Villages in their order, with what they hold."""
    with database.read() as session:
        return areas.village_lines(session)


def village_choices(database: Database) -> tuple[tuple[int, str], ...]:
    """Id and name of the villages in their order."""
    with database.read() as session:
        return areas.village_names(session)


def village_areas(database: Database, *, village_id: int) -> VillageAreas:
    """Groups, grids and grid workers of a village."""
    with database.read() as session:
        return VillageAreas(
            groups=areas.group_lines(session, village_id),
            grids=areas.grid_lines(session, village_id),
            workers=areas.worker_lines(session, village_id),
        )


def add_village(database: Database, *, name: str, code: str | None = None) -> AreaResult:
    """Add a village; it is shown by its short name.

    Raises:
        UserError: no name, or the village is there already in another spelling.
    """
    with database.action("新增村（社区）") as unit:
        session = unit.session
        official = _name(name, "村（社区）名称")
        _check_village(session, official)
        kind = village_key(official)[1]
        village = Village(
            code=(code or "").strip() or None,
            name=short_name(official),
            official_name=official,
            kind=kind.value if kind else _OTHER_KIND,
            position=len(areas.village_names(session)) + 1,
        )
        session.add(village)
        session.flush()
        village_id = village.id
        refresh_villages(unit)
    return AreaResult(unit.changes, village_id)


def rename_village(database: Database, *, village_id: int, name: str) -> AreaResult:
    """Give a village another name; forms of open campaigns that copy it follow.

    Raises:
        UserError: no name, or another village has it.
    """
    with database.action("修改村名") as unit:
        official = _name(name, "村（社区）名称")
        village = areas.get_village(unit.session, village_id)
        _check_village(unit.session, official, village_id)
        kind = village_key(official)[1]
        village.name, village.official_name = short_name(official), official
        village.kind = kind.value if kind else _OTHER_KIND
        refresh_villages(unit)
        refresh_rows(unit, areas.household_ids_in(unit.session, Household.village_id, village_id))
    return AreaResult(unit.changes, village_id)


def remove_village(database: Database, *, village_id: int) -> AreaResult:
    """Remove a village with its groups, grids, workers and rows of forms that nobody has begun.

    Raises:
        UserError: it has households, forms or ledger lines.
    """
    with database.action("删除村（社区）") as unit:
        session = unit.session
        village = areas.get_village(session, village_id)
        remove_untouched(unit.connection, village_id)
        used = areas.uses_of_village(session, village_id)
        if used:
            raise UserError(f"{village.name}不能删除：还有{'、'.join(used)}。")
        areas.delete_areas(session, village_id)
        session.delete(village)
    return AreaResult(unit.changes)


def add_group(database: Database, *, village_id: int, name: str) -> AreaResult:
    """Add a 村民小组 or 屯 to a village.

    Raises:
        UserError: no name, or the village has it already.
    """
    with database.action("新增村民小组") as unit:
        group_id = _add(unit.session, VillageGroup, village_id, name)
    return AreaResult(unit.changes, group_id)


def add_grid(database: Database, *, village_id: int, name: str) -> AreaResult:
    """Add a 网格 to a village.

    Raises:
        UserError: no name, or the village has it already.
    """
    with database.action("新增网格") as unit:
        grid_id = _add(unit.session, Grid, village_id, name)
    return AreaResult(unit.changes, grid_id)


def rename_group(database: Database, *, group_id: int, name: str) -> AreaResult:
    """Give a group another name; forms of open campaigns follow.

    Raises:
        UserError: no name, or the village has it already.
    """
    with database.action("修改组名") as unit:
        _rename(unit.session, VillageGroup, group_id, name)
        unit.session.flush()
        refresh_rows(unit, areas.household_ids_in(unit.session, Household.group_id, group_id))
    return AreaResult(unit.changes, group_id)


def rename_grid(database: Database, *, grid_id: int, name: str) -> AreaResult:
    """Give a grid another name.

    Raises:
        UserError: no name, or the village has it already.
    """
    with database.action("修改网格名") as unit:
        _rename(unit.session, Grid, grid_id, name)
    return AreaResult(unit.changes, grid_id)


def remove_group(database: Database, *, group_id: int) -> AreaResult:
    """Remove a group that no household belongs to.

    Raises:
        UserError: households belong to it.
    """
    with database.action("删除村民小组") as unit:
        group = _need(unit.session.get(VillageGroup, group_id))
        count = areas.households_in(unit.session, Household.group_id, group_id)
        if count:
            raise UserError(f"{group.name}还有{count}户（含已离开的），不能删除。请先调整这些户。")
        unit.session.delete(group)
    return AreaResult(unit.changes)


def remove_grid(database: Database, *, grid_id: int) -> AreaResult:
    """Remove a grid; its households and workers stay without a grid."""
    with database.action("删除网格") as unit:
        session = unit.session
        grid = _need(session.get(Grid, grid_id))
        areas.release_grid(session, grid_id)
        session.delete(grid)
    return AreaResult(unit.changes)


def set_worker(  # noqa: PLR0913 - the columns of one worker
    database: Database,
    *,
    village_id: int,
    name: str,
    phone: str = "",
    level: str = "",
    grid_id: int | None = None,
    worker_id: int | None = None,
) -> AreaResult:
    """Add a grid worker or correct one.

    Raises:
        UserError: no name, or a grid of another village.
    """
    with database.action("新增网格员" if worker_id is None else "修改网格员") as unit:
        session = unit.session
        grid = session.get(Grid, grid_id) if grid_id is not None else None
        if grid_id is not None and (grid is None or grid.village_id != village_id):
            raise UserError("这个网格不属于所选的村，请重新选择。")
        worker = (
            GridWorker(village_id=village_id)
            if worker_id is None
            else _need(session.get(GridWorker, worker_id))
        )
        worker.name = _name(name, "网格员姓名")
        worker.phone, worker.level = phone.strip() or None, level.strip() or None
        worker.grid_id = grid_id
        session.add(worker)
        session.flush()
        found = worker.id
    return AreaResult(unit.changes, found)


def remove_worker(database: Database, *, worker_id: int) -> AreaResult:
    """Remove a grid worker."""
    with database.action("删除网格员") as unit:
        unit.session.delete(_need(unit.session.get(GridWorker, worker_id)))
    return AreaResult(unit.changes)


def _add(
    session: Session, table: type[VillageGroup] | type[Grid], village_id: int, name: str
) -> int:
    areas.get_village(session, village_id)
    there = areas.siblings(session, table, village_id)
    clean = _name(name, "名称")
    if any(row.name == clean for row in there):
        raise UserError(f"这个村已经有“{clean}”了。")
    row = table(
        village_id=village_id,
        name=clean,
        position=max((other.position for other in there), default=0) + 1,
    )
    session.add(row)
    session.flush()
    return row.id


def _rename(
    session: Session, table: type[VillageGroup] | type[Grid], row_id: int, name: str
) -> None:
    row = _need(session.get(table, row_id))
    clean = _name(name, "名称")
    there = areas.siblings(session, table, row.village_id)
    if any(other.name == clean and other.id != row_id for other in there):
        raise UserError(f"这个村已经有“{clean}”了。")
    row.name = clean


def _check_village(session: Session, official: str, except_id: int | None = None) -> None:
    wanted = village_key(official)
    for village_id, name in areas.village_names(session):
        if village_id != except_id and (village_key(name) == wanted or name == official):
            raise UserError(f"“{name}”已经在名单里，和“{official}”是同一个村（社区）。")


def _name(name: str, what: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise UserError(f"请填{what}。")
    if len(clean) > _LONGEST_NAME:
        raise UserError(f"{what}最多{_LONGEST_NAME}个字。")
    return clean


def _need(row: areas.AreaRow | None) -> areas.AreaRow:
    if row is None:
        raise UserError("这一项已经不在了，可能刚被删除或撤销。请重新打开本页。")
    return row
