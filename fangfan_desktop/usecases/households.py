"""Households as a whole: finding, adding, correcting, moving out and back, removing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS
from fangfan_desktop.models import Grid, Household, HouseholdEvent, Village, VillageGroup
from fangfan_desktop.storage import household_search, registry
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_search import HouseholdFilter
from fangfan_desktop.storage.household_selections import IDENTITIES
from fangfan_desktop.storage.screening_rows import kept_rows, refresh_rows
from fangfan_desktop.usecases.household_tags import HouseholdTag, household_tags
from fangfan_desktop.usecases.occasion import CORRECTION, Occasion, need_reason, note_event
from fangfan_desktop.usecases.people import new_person
from fangfan_desktop.usecases.registry_values import (
    RegistryResult,
    check_required,
    field_names,
    phone_warning,
    put,
    read_values,
)

FIRST_ROWS = 60


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A line of the household list."""

    household_id: int
    village_id: int
    village: str
    group: str
    code: str
    head_name: str
    people: int
    tags: tuple[HouseholdTag, ...]


@dataclass(frozen=True, slots=True)
class HouseholdList:
    """Households that match: all ids in order, and the first lines.

    `people` counts those of the filtered households; None where a text was searched for.
    """

    ids: tuple[int, ...]
    rows: tuple[FoundHousehold, ...]
    people: int | None


def identity_choices() -> tuple[tuple[str, str], ...]:
    """Key and Chinese name of the identities that a list can be filtered by."""
    return tuple((key, selection.title) for key, selection in IDENTITIES.items())


def search_households(
    database: Database,
    *,
    text: str = "",
    village_id: int | None = None,
    filters: HouseholdFilter | None = None,
    limit: int | None = None,
) -> HouseholdList:
    """Households by name, pinyin initials, any part of an ID number, telephone, or code.

    Args:
        database: The open database.
        text: Words separated by spaces; all must be found. Empty for all households.
        village_id: Of one village; goes before that of `filters`.
        filters: Group, identities, on the books or left.
        limit: The most households to return; None for all.
    """
    given = filters or HouseholdFilter()
    chosen = HouseholdFilter(
        village_id=given.village_id if village_id is None else village_id,
        group_id=given.group_id,
        identities=given.identities,
        has_left=given.has_left,
    )
    with database.read() as session:
        ids = household_search.find_household_ids(session, text, chosen, limit)
        people = None if text.strip() else household_search.count_people(session, chosen)
        return HouseholdList(ids, _rows(session, ids[:FIRST_ROWS]), people)


def household_lines(
    database: Database, *, household_ids: Sequence[int]
) -> tuple[FoundHousehold, ...]:
    """Lines of a list for those households that are still there, in the order given."""
    with database.read() as session:
        return _rows(session, household_ids)


def _rows(session: Session, household_ids: Sequence[int]) -> tuple[FoundHousehold, ...]:
    return tuple(
        FoundHousehold(
            household_id=row.household_id,
            village_id=row.village_id,
            village=row.village,
            group=row.group or "",
            code=row.code,
            head_name=row.head_name or "（没有户主）",
            people=row.people,
            tags=household_tags(row),
        )
        for row in household_search.household_rows(session, household_ids)
    )


def add_household(
    database: Database,
    *,
    village_id: int,
    head: Mapping[str, object],
    group_id: int | None = None,
    values: Mapping[str, object] | None = None,
    occasion: Occasion | None = None,
) -> RegistryResult:
    """Add a household with its head.

    Args:
        database: The open database.
        village_id: Its village.
        head: Person fields of the head, the name at least.
        group_id: Its group.
        values: Household fields; a code is made where there is none.
        occasion: Since when and why it is on the books, written down as an event.

    Raises:
        UserError: a value that cannot be, a code that is taken, no name, or no reason.
    """
    with database.action("新增农户") as unit:
        session = unit.session
        if session.get(Village, village_id) is None:
            raise UserError("请先选择这一户所在的村。")
        read = read_values(session, HOUSEHOLD_FIELDS, values or {})
        code = read.pop("code", None) or registry.next_code(session, village_id, group_id)
        _check_code(session, code)
        household = Household(code=code, village_id=village_id)
        session.add(household)
        place_in(session, household, village_id=village_id, group_id=group_id)
        put(household, read)
        session.flush()
        person, warnings = new_person(session, household.id, {**head, "relation": HEAD})
        if occasion is not None:
            note_event(session, household.id, "新增农户", occasion)
        refresh_rows(unit, [household.id])
        result = (household.id, person.id)
        warnings += phone_warning(household.phone)
    return RegistryResult(unit.changes, warnings, result[0], result[1])


def correct_household(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    occasion: Occasion | None = None,
) -> RegistryResult:
    """Correct fields of a household: code, telephone, identities, housing, water, remarks.

    The history keeps day, person and both values of any correction; `occasion` adds the reason.

    Raises:
        UserError: a value that cannot be, a code that is taken, or no reason.
    """
    with database.action("修改农户") as unit:
        household = registry.get_household(unit.session, household_id)
        read = read_values(unit.session, HOUSEHOLD_FIELDS, values, household)
        if "code" in read and read["code"] is not None:
            _check_code(unit.session, read["code"], household_id)
        put(household, read)
        check_required(HOUSEHOLD_FIELDS, household)
        if occasion is not None:
            about = field_names(HOUSEHOLD_FIELDS, values)
            note_event(unit.session, household_id, CORRECTION, occasion, about=about)
        refresh_rows(unit, [household_id])
        doubts = lifted_doubts(household.is_lifted, household.lifted_year)
        warnings = doubts if read.keys() & {"is_lifted", "lifted_year"} else ()
        warnings += phone_warning(household.phone) if "phone" in read else ()
    return RegistryResult(unit.changes, warnings, household_id)


def move_household(
    database: Database,
    *,
    household_id: int,
    village_id: int,
    group_id: int | None = None,
    grid_id: int | None = None,
    occasion: Occasion | None = None,
) -> RegistryResult:
    """Put a household into another village, group or grid of the township.

    Raises:
        UserError: the group or grid is not of that village, or no reason is given.
    """
    with database.action("调整村组网格") as unit:
        household = registry.get_household(unit.session, household_id)
        before = _place(unit.session, household)
        place_in(unit.session, household, village_id=village_id, group_id=group_id, grid_id=grid_id)
        if occasion is not None:
            about = f"{before} → {_place(unit.session, household)}"
            note_event(unit.session, household_id, "调整村组网格", occasion, about=about)
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def move_out_household(
    database: Database, *, household_id: int, on: date, reason: str, note: str = ""
) -> RegistryResult:
    """整户迁出: the household and all its people leave the books on that day.

    Raises:
        UserError: it has left already, or no reason is given.
    """
    with database.action("整户迁出") as unit:
        session = unit.session
        household = registry.get_household(session, household_id)
        check_present(household)
        close_household(household, on, need_reason(reason))
        for person in registry.present_people(session, household_id):
            person.left_on, person.left_reason = on, _with_all(household)
        session.add(
            HouseholdEvent(
                household_id=household_id,
                kind="整户迁出",
                happened_on=on,
                reason=reason.strip(),
                note=note.strip() or None,
            )
        )
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def return_household(
    database: Database, *, household_id: int, on: date, reason: str, note: str = ""
) -> RegistryResult:
    """整户迁回: the household comes back with the people who moved out with it.

    Raises:
        UserError: it is on the books, was merged or died out, or no reason is given.
    """
    with database.action("整户迁回") as unit:
        session = unit.session
        household = registry.get_household(session, household_id)
        if household.left_on is None:
            raise UserError("这一户本来就在册，不用迁回。")
        back = [
            person
            for person in registry.all_people(session, household_id)
            if person.left_on == household.left_on and person.left_reason == _with_all(household)
        ]
        if not back:
            raise UserError("这一户不是整户迁出的，没有可以迁回的人。请用“新增农户”重新登记。")
        household.left_on = household.left_reason = None
        for person in back:
            person.left_on = person.left_reason = None
        session.add(
            HouseholdEvent(
                household_id=household_id,
                kind="整户迁回",
                happened_on=on,
                reason=need_reason(reason),
                note=note.strip() or None,
            )
        )
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def remove_household(database: Database, *, household_id: int) -> RegistryResult:
    """Remove a household that was entered by mistake; one with work done on it cannot be.

    Raises:
        UserError: something hangs on it; the sentence says what, and what to do instead.
    """
    with database.action("删除误录农户") as unit:
        household = registry.get_household(unit.session, household_id)
        hanging = registry.hanging_on(unit.session, household.id)
        if forms := kept_rows(unit, household_id):
            hanging.append(f"已填或已结束的排查表{forms}张")
        if hanging:
            raise UserError(
                f"这一户不能删除：还有{'、'.join(hanging)}。"
                "误录的内容请逐项删去；真的离开了，请用“变更→整户迁出”。"
            )
        registry.delete_household(unit.session, household_id)
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes)


def check_present(household: Household) -> None:
    """Check that the household is on the books.

    Raises:
        UserError: it has left.
    """
    if household.left_on is not None:
        why = household.left_reason or "原因未记"
        raise UserError(
            f"这一户已于{household.left_on.isoformat()}离开（{why}），"
            "不能再办变更。回来了请先办“整户迁回”。"
        )


def close_household(household: Household, on: date, reason: str) -> None:
    """Take the household off the books."""
    household.left_on, household.left_reason = on, reason


def _with_all(household: Household) -> str:
    """Why a person left who moved out with the whole household."""
    return f"整户迁出（{household.left_reason or '原因未记'}）"


def place_in(
    session: Session,
    household: Household,
    *,
    village_id: int,
    group_id: int | None = None,
    grid_id: int | None = None,
) -> None:
    """Set village, group and grid of the household.

    Raises:
        UserError: the group or grid is not of that village.
    """
    group = session.get(VillageGroup, group_id) if group_id is not None else None
    grid = session.get(Grid, grid_id) if grid_id is not None else None
    if group_id is not None and (group is None or group.village_id != village_id):
        raise UserError("这个组不属于所选的村，请重新选择。")
    if grid_id is not None and (grid is None or grid.village_id != village_id):
        raise UserError("这个网格不属于所选的村，请重新选择。")
    put(household, {"village_id": village_id, "group_id": group_id, "grid_id": grid_id})


def _place(session: Session, household: Household) -> str:
    """Village, group and grid in words."""
    group_id, grid_id = household.group_id, household.grid_id
    rows = (
        session.get(Village, household.village_id),
        session.get(VillageGroup, group_id) if group_id is not None else None,
        session.get(Grid, grid_id) if grid_id is not None else None,
    )
    return "".join(row.name for row in rows if row is not None)


def _check_code(session: Session, code: str, household_id: int | None = None) -> None:
    if registry.is_code_taken(session, code, except_household=household_id):
        raise UserError(f"户编号“{code}”已经被别的户用了，请换一个。")


def lifted_doubts(is_lifted: int | None, lifted_year: int | None) -> tuple[str, ...]:
    """What is odd about 是否脱贫户 and 脱贫年度."""
    if lifted_year is not None and is_lifted != 1:
        return ("填了脱贫年度，但“是否脱贫户”不是“是”，请核对。",)
    if is_lifted == 1 and lifted_year is None:
        return ("脱贫户还没有填脱贫年度。",)
    return ()
