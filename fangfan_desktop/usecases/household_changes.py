"""变更: what changes who lives in a household - leaving, a new head, splitting, merging.

Each has a day and a reason, is one step of history, and is written down as an event.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.relations import OTHER, Member, relations_after
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS
from fangfan_desktop.models import Household, HouseholdEvent, Identification, Person
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import cases_of_household, read_facts
from fangfan_desktop.storage.code_lists import visible_items
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.households import (
    check_present,
    close_household,
    place_in,
)
from fangfan_desktop.usecases.occasion import Occasion, need_reason
from fangfan_desktop.usecases.people import add_event
from fangfan_desktop.usecases.registry_values import RegistryResult, put, read_values


@dataclass(frozen=True, slots=True)
class NewHead:
    """Who becomes the head, and what the others are then.

    A member that `relations` leaves out gets what the old relations tell, else 其他 with a remark.
    """

    person_id: int
    relations: Mapping[int, str]


def suggest_relations(
    database: Database, *, household_id: int, head_id: int, person_ids: Sequence[int]
) -> dict[int, str]:
    """Relations of these people to a new head, as far as the old relations tell, else 其他.

    Args:
        database: The open database.
        household_id: Their household.
        head_id: The new head, one of `person_ids`.
        person_ids: All who will live in the household.
    """
    with database.read() as session:
        chosen = set(person_ids) | {head_id}
        present = registry.present_people(session, household_id)
        members = [_member(person) for person in present if person.id in chosen]
        return relations_after(members, head_id)


def change_head(
    database: Database, *, household_id: int, new_head: NewHead, occasion: Occasion
) -> RegistryResult:
    """更换户主.

    Raises:
        UserError: the person is the head already or does not live there; no reason.
    """
    with database.action("更换户主") as unit:
        session = unit.session
        check_present(registry.get_household(session, household_id))
        present = registry.present_people(session, household_id)
        person = _one_of(present, new_head.person_id)
        if person.relation == HEAD:
            raise UserError(f"{person.name}已经是户主。")
        warnings = _set_head(session, present, new_head)
        add_event(
            session,
            person,
            "更换户主",
            occasion.on,
            reason=need_reason(occasion.reason),
            note=occasion.note,
        )
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, warnings, household_id, new_head.person_id)


def person_left(
    database: Database, *, person_id: int, occasion: Occasion, new_head: NewHead | None = None
) -> RegistryResult:
    """A person dies, moves out or marries away; `occasion.reason` says which.

    Where the last one goes, the household leaves the books too.

    Raises:
        UserError: has left already; the head goes and no new head of those who stay is named.
    """
    reason = need_reason(occasion.reason)
    with database.action(f"成员{reason}") as unit:
        session = unit.session
        person = registry.get_person(session, person_id)
        household = registry.get_household(session, person.household_id)
        if person.left_on is not None:
            raise UserError(f"{person.name}已于{person.left_on.isoformat()}离开。")
        check_present(household)
        _check_born(person, occasion.on)
        staying = [p for p in registry.present_people(session, household.id) if p.id != person_id]
        was_head = person.relation == HEAD
        person.left_on, person.left_reason = occasion.on, reason
        session.flush()  # the old head goes before the new one comes
        add_event(session, person, reason, occasion.on, reason=reason, note=occasion.note)
        warnings: tuple[str, ...] = ()
        if not staying:
            close_household(household, occasion.on, f"户内最后一人{reason}")
        elif was_head:
            warnings = _succeed(session, staying, new_head, person.name)
        refresh_rows(unit, [household.id])
        household_id = household.id
    return RegistryResult(unit.changes, warnings, household_id, person_id)


def split_household(  # noqa: PLR0913 - two households come out of it
    database: Database,
    *,
    household_id: int,
    person_ids: Sequence[int],
    head: NewHead,
    occasion: Occasion,
    remaining_head: NewHead | None = None,
    values: Mapping[str, object] | None = None,
    group_id: int | None = None,
) -> RegistryResult:
    """分户: the chosen people become a household of their own in the same village.

    The new household keeps 脱贫户 and its year, group and grid; what has to be looked at again
    (低保, housing, water) stays empty.

    Args:
        database: The open database.
        household_id: The household that is split.
        person_ids: Who goes.
        head: Head of the new household, one of those who go.
        occasion: When and why.
        remaining_head: New head of those who stay; needed where the old head goes.
        values: Household fields of the new one; a code is made where there is none.
        group_id: Another group than that of the old household.

    Raises:
        UserError: nobody or everybody goes; a head is missing; no reason.
    """
    with database.action("分户") as unit:
        session = unit.session
        old = registry.get_household(session, household_id)
        check_present(old)
        present = registry.present_people(session, household_id)
        going = [person for person in present if person.id in set(person_ids)]
        staying = [person for person in present if person.id not in set(person_ids)]
        if not going or not staying:
            raise UserError("分户要选出一部分人：至少一人分出去，至少一人留下。")
        _one_of(going, head.person_id)
        new = _split_off(session, old, values or {}, group_id)
        # The new head is told from the relations as they were, so they are read before.
        relations = _full_relations(going, head)
        old_head_goes = any(person.relation == HEAD for person in going)
        for person in going:
            person.household_id = new.id
        warnings = _apply(session, going, relations, head.person_id)
        if old_head_goes:
            warnings += _succeed(session, staying, remaining_head, "户主")
        _add_pair(session, "分户", household_id, new.id, occasion)
        refresh_rows(unit, [household_id, new.id])
        new_id = new.id
    return RegistryResult(unit.changes, warnings, new_id, head.person_id)


def merge_households(
    database: Database,
    *,
    household_id: int,
    other_id: int,
    occasion: Occasion,
    relations: Mapping[int, str] | None = None,
) -> RegistryResult:
    """合户: the people of the other household join this one; the other leaves the books.

    What was recorded about the other (cases, forms, measures) stays with it.

    Args:
        database: The open database.
        household_id: The household that stays.
        other_id: The household that is merged into it.
        occasion: When and why.
        relations: Relation of each who joins to the head; 其他 where there is none.

    Raises:
        UserError: one and the same household, one that has left, no reason.
    """
    if household_id == other_id:
        raise UserError("不能和自己合户，请选另一户。")
    with database.action("合户") as unit:
        session = unit.session
        kept = registry.get_household(session, household_id)
        other = registry.get_household(session, other_id)
        check_present(kept)
        check_present(other)
        joining = registry.present_people(session, other_id)
        position = registry.next_position(session, household_id)
        given = dict(relations or {})
        wanted = {person.id: given.get(person.id, OTHER) for person in joining}
        if HEAD in wanted.values():
            raise UserError("并入的成员不能是户主。要换户主，合户以后再“更换户主”。")
        warnings = _merge_warnings(session, other)
        # The other's head gives up the title before the move, so that no household has two.
        warnings += _apply(session, joining, wanted, None)
        for offset, person in enumerate(joining):
            person.household_id = household_id
            person.position = position + offset
        close_household(other, occasion.on, f"并入{kept.code}户")
        _add_pair(session, "合户", household_id, other_id, occasion)
        refresh_rows(unit, [household_id, other_id])
    return RegistryResult(unit.changes, warnings, household_id)


def _split_off(
    session: Session, old: Household, raw: Mapping[str, object], group_id: int | None
) -> Household:
    group = old.group_id if group_id is None else group_id
    values = read_values(session, HOUSEHOLD_FIELDS, raw)
    code = values.pop("code", None) or registry.next_code(session, old.village_id, group)
    if registry.is_code_taken(session, code):
        raise UserError(f"户编号“{code}”已经被别的户用了，请换一个。")
    new = Household(
        code=code,
        village_id=old.village_id,
        is_lifted=old.is_lifted,
        lifted_year=old.lifted_year,
    )
    session.add(new)
    place_in(session, new, village_id=old.village_id, group_id=group, grid_id=old.grid_id)
    put(new, values)
    session.flush()
    return new


def _merge_warnings(session: Session, other: Household) -> tuple[str, ...]:
    cases = registry.rows_of(session, Identification, [other.id])
    found: list[str] = []
    if any(registry.is_running(case) for case in cases):
        found.append("并入的户有未消除的监测识别记录，请核对是否要在合并后的户重新登记。")
    found += [
        f"并入的户有一条正在识别的线索（{case.code}），合户以后不再列出；"
        "还要办的，请在合并后的户重新登记线索。"
        for case in cases_of_household(session, other.id)
        if case_state(read_facts(session, case)) is CaseState.IDENTIFYING
    ]
    return tuple(found)


def _succeed(
    session: Session, staying: Sequence[Person], new_head: NewHead | None, leaver: str
) -> tuple[str, ...]:
    """Give those who stay a head."""
    if new_head is None and len(staying) == 1:
        new_head = NewHead(staying[0].id, {})
    if new_head is None:
        raise UserError(f"{leaver}是户主。请先在留下的人里选一位新户主。")
    return _set_head(session, staying, new_head)


def _set_head(session: Session, members: Sequence[Person], new_head: NewHead) -> tuple[str, ...]:
    _one_of(members, new_head.person_id)
    return _apply(session, members, _full_relations(members, new_head), new_head.person_id)


def _full_relations(members: Sequence[Person], head: NewHead) -> dict[int, str]:
    told = relations_after([_member(person) for person in members], head.person_id)
    given = {key: value for key, value in head.relations.items() if key in told}
    return told | given | {head.person_id: HEAD}


def _apply(
    session: Session, members: Sequence[Person], relations: Mapping[int, str], head_id: int | None
) -> tuple[str, ...]:
    """Set relations, the new head's last; those that became 其他 are remarked and told."""
    listed = visible_items(session)["relation"]
    unclear: list[str] = []
    for person in members:
        new = relations[person.id]
        if new not in listed and new != person.relation:
            raise UserError(f"{person.name}的关系“{new}”不在可选内容里，请重新选择。")
        if new == HEAD and person.id != head_id:
            raise UserError(f"一户只能有一位户主，请改{person.name}与户主的关系。")
        if new == OTHER and person.relation != OTHER:
            _remark(person)
            unclear.append(person.name)
        if person.id != head_id:
            person.relation = new
    session.flush()  # no household ever has two heads, not even for a moment
    for person in members:
        if person.id == head_id:
            person.relation = HEAD
    session.flush()
    if not unclear:
        return ()
    return (f"{'、'.join(unclear)}与户主的关系暂记为“其他”，请在成员表里改成实际关系。",)


def _remark(person: Person) -> None:
    note = f"原与户主关系：{person.relation}"
    if note not in (person.remarks or ""):
        person.remarks = "；".join(part for part in (person.remarks, note) if part)


def _add_pair(
    session: Session, kind: str, household_id: int, other_id: int, occasion: Occasion
) -> None:
    for mine, other in ((household_id, other_id), (other_id, household_id)):
        session.add(
            HouseholdEvent(
                household_id=mine,
                other_household_id=other,
                kind=kind,
                happened_on=occasion.on,
                reason=need_reason(occasion.reason),
                note=occasion.note.strip() or None,
            )
        )


def _one_of(members: Sequence[Person], person_id: int) -> Person:
    for person in members:
        if person.id == person_id:
            return person
    raise UserError("新户主要在这些成员里选，请重新选择。")


def _check_born(person: Person, on: date) -> None:
    if person.born_on is not None and on < person.born_on:
        raise UserError(f"日期早于{person.name}的出生日期{person.born_on.isoformat()}，请核对。")


def _member(person: Person) -> Member:
    return Member(person.id, person.relation, person.sex)
