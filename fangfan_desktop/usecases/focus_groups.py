"""人群分组 of the 八类人员 ledger: the groups, who is in them, what is noted of each household."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.domain.focus_presets import USUAL_PRESET, find_preset, focus_presets
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import FocusGroup, FocusMember, Household
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.focus_groups import (
    GROUP_SELECTIONS,
    PUT_IN,
    GroupRow,
    group_rows,
    member_row,
    members_of,
    stored_groups,
)
from fangfan_desktop.storage.selections import Count, count_by_village
from fangfan_desktop.usecases.register_sheets import (
    Values,
    place_of,
    register_form,
    register_sheet,
)

__all__ = ["GroupRow"]

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as it shall be.

    Attributes:
        name: What it is called.
        selection_key: Who belongs of itself; "" where the clerk puts households in.
        basis: Why a household belongs, where nothing else is noted.
        group_id: The stored group that it was; None for a new one.
    """

    name: str
    selection_key: str = ""
    basis: str = ""
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with how many are in it; `group_id` is None for one of a preset not taken yet."""

    group_id: int | None
    name: str
    selection_key: str
    basis: str
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class GroupList:
    """The groups; `preset` is that of a township that has set none, else ""."""

    groups: tuple[GroupLine, ...]
    preset: str = ""


@dataclass(frozen=True, slots=True)
class MemberNote:
    """What is noted of a household of a group; "" is nothing."""

    basis: str = ""
    difficulty: str = ""
    owner: str = ""
    remarks: str = ""


def selection_choices() -> tuple[tuple[str, str], ...]:
    """Key and Chinese name of who can belong of itself."""
    return tuple((key, selection.title) for key, selection in GROUP_SELECTIONS.items())


def preset_choices() -> tuple[tuple[str, str], ...]:
    """Key and Chinese words of the presets."""
    return tuple((one.key, f"{one.name}（{one.source}）") for one in focus_presets().values())


def list_groups(database: Database) -> GroupList:
    """The office's groups in their order, or the usual preset where it has set none."""
    with database.read() as session:
        drafts, preset = _drafts(session)
        return GroupList(tuple(_counted(session, one) for one in drafts), preset)


def list_members(database: Database, *, group_id: int) -> tuple[GroupRow, ...]:
    """Households of a group by village, village group and head.

    Raises:
        UserError: there is no such group.
    """
    with database.read() as session:
        group = _group(session, group_id)
        return group_rows(session.connection(), group.selection_key, group.id)


def take_preset(database: Database, *, preset: str = USUAL_PRESET) -> Changes:
    """Set the groups of a preset; a group of the same name keeps who was put into it.

    Raises:
        UserError: there is no such preset.
    """
    found = find_preset(preset)
    with database.action("采用预置人群分组") as unit:
        kept = {group.name: group.id for group in stored_groups(unit.session)}
        drafts = [
            GroupDraft(one.name, one.selection, one.basis, kept.get(one.name))
            for one in found.groups
        ]
        _save(unit, drafts)
    return unit.changes


def save_groups(database: Database, *, groups: Sequence[GroupDraft]) -> Changes:
    """Name, order, add and remove groups, as one action; who was put into a removed one goes too.

    Raises:
        UserError: a name is empty, too long or there twice, a selection is not known, no group is
            left, or a group is gone in the meantime.
    """
    names = [group.name.strip() for group in groups]
    if not names:
        raise UserError("至少要留一个分组。要从头来，请采用预置分组。")
    for name in names:
        if not name or len(name) > _LONGEST_NAME:
            raise UserError(f"分组名称请填1至{_LONGEST_NAME}个字。")
        if names.count(name) > 1:
            raise UserError(f"有两个分组都叫“{name}”，请换一个名称。")
    with database.action("修改人群分组") as unit:
        _save(unit, groups)
    return unit.changes


def put_household(
    database: Database, *, group_id: int, household_id: int, note: MemberNote | None = None
) -> Changes:
    """Put a household into a group.

    Raises:
        UserError: who belongs to the group is known of itself, the household is in it already, or
            group or household is gone.
    """
    with database.action("放入人群分组") as unit:
        group = _group(unit.session, group_id)
        _refuse_automatic(group)
        household = unit.session.get(Household, household_id)
        if household is None or household.left_on is not None:
            raise UserError("没有这一户，可能已经迁出。请刷新后再选。")
        if member_row(unit.session, group_id, household_id) is not None:
            raise UserError(f"这一户已经在“{group.name}”里了。")
        row = FocusMember(group_id=group_id, household_id=household_id)
        _write_note(row, note or MemberNote())
        unit.session.add(row)
    return unit.changes


def remove_household(database: Database, *, group_id: int, household_id: int) -> Changes:
    """Take a household out of a group into which it was put.

    Raises:
        UserError: who belongs to the group is known of itself, or the household is not in it.
    """
    with database.action("移出人群分组") as unit:
        group = _group(unit.session, group_id)
        _refuse_automatic(group)
        row = member_row(unit.session, group_id, household_id)
        if row is None:
            raise UserError(f"这一户不在“{group.name}”里，请刷新后再看。")
        unit.session.delete(row)
    return unit.changes


def note_member(
    database: Database, *, group_id: int, household_id: int, note: MemberNote
) -> Changes:
    """Note basis, difficulty, owner and remarks of a household of a group.

    Raises:
        UserError: the group is gone, or the household was not put into it.
    """
    with database.action("填写人群分组") as unit:
        group = _group(unit.session, group_id)
        row = member_row(unit.session, group_id, household_id)
        if row is None:
            if group.selection_key is None:
                raise UserError(f"这一户不在“{group.name}”里，请先放入。")
            row = FocusMember(group_id=group_id, household_id=household_id)
            unit.session.add(row)
        _write_note(row, note)
    return unit.changes


def eight_groups(session: Session, _campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """八类人员台账: group by group, a household a row; of the usual preset where none is set."""
    form = register_form(session, "eight-groups", place_of(session, village_id))
    drafts, preset = _drafts(session)
    rows: list[Values] = []
    homes: set[int] = set()
    empty: list[str] = []
    for one in drafts:
        found = group_rows(
            session.connection(), one.selection_key or None, one.group_id, village_id
        )
        for row in found:
            basis = row.values["basis"] or one.basis or None
            rows.append(row.values | {"focus_group": one.name, "basis": basis})
            homes.add(row.household_id)
        if not found:
            empty.append(one.name)
    notes = [f"没有农户的群体：{'、'.join(empty)}。"] if empty else []
    if preset:
        notes.append(f"还没有设置人群分组，这里按预置分组“{preset}”列出；可在“设置与备份”里改。")
    form = replace(form, footnotes=(*form.footnotes, *notes))
    words = f"{len(drafts)}个群体，共{len(homes)}户"
    return [register_sheet(session, form, rows, words, "")]


def _counted(session: Session, draft: GroupDraft) -> GroupLine:
    count = Count()
    if draft.selection_key or draft.group_id is not None:
        selection = GROUP_SELECTIONS[draft.selection_key] if draft.selection_key else PUT_IN
        counts = count_by_village(session, selection, {"group_id": draft.group_id})
        count = sum(counts.values(), Count())
    return GroupLine(
        draft.group_id,
        draft.name,
        draft.selection_key,
        draft.basis,
        count.households,
        count.people,
    )


def _drafts(session: Session) -> tuple[list[GroupDraft], str]:
    """The stored groups, or those of the usual preset and its name."""
    stored = [
        GroupDraft(row.name, row.selection_key or "", row.basis or "", row.id)
        for row in stored_groups(session)
    ]
    if stored:
        return stored, ""
    preset = find_preset(USUAL_PRESET)
    return [GroupDraft(one.name, one.selection, one.basis) for one in preset.groups], preset.name


def _save(unit: UnitOfWork, groups: Sequence[GroupDraft]) -> None:
    session = unit.session
    stored = {row.id: row for row in stored_groups(session)}
    for key in stored.keys() - {group.group_id for group in groups}:
        for member in members_of(session, key):
            session.delete(member)
        session.flush()
        session.delete(stored[key])
    for position, group in enumerate(groups, start=1):
        if group.selection_key and group.selection_key not in GROUP_SELECTIONS:
            raise UserError(f"“{group.name}”的自动列入条件不认识，请重新选。")
        row = FocusGroup() if group.group_id is None else stored.get(group.group_id)
        if row is None:
            raise UserError(f"“{group.name}”这个分组已经被删去，请刷新后再改。")
        row.position, row.name = position, group.name.strip()
        row.selection_key = group.selection_key or None
        row.basis = group.basis.strip() or None
        session.add(row)


def _group(session: Session, group_id: int) -> FocusGroup:
    found = session.get(FocusGroup, group_id)
    if found is None:
        raise UserError("这个分组已经被删去，请刷新后再看。")
    return found


def _refuse_automatic(group: FocusGroup) -> None:
    if group.selection_key is not None:
        raise UserError(f"“{group.name}”按登记自动列出，不用放入或移出；要改请改农户的登记。")


def _write_note(row: FocusMember, note: MemberNote) -> None:
    row.basis = note.basis.strip() or None
    row.difficulty = note.difficulty.strip() or None
    row.owner = note.owner.strip() or None
    row.remarks = note.remarks.strip() or None
