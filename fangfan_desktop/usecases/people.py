"""People of a household: adding, correcting, leaving, removing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain import identity_number
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, HEAD
from fangfan_desktop.domain.pinyin import name_initials
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.registry_fields import PERSON_FIELDS
from fangfan_desktop.models import HouseholdEvent, Person
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import office_day
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.occasion import CORRECTION, Occasion, note_event
from fangfan_desktop.usecases.registry_values import (
    RegistryResult,
    check_required,
    field_names,
    phone_warning,
    put,
    read_values,
)

JOIN_REASONS = ("出生", "婚入", "迁入", "收养", "补录")
LEAVE_REASONS = ("死亡", "婚出", "迁出", "参军", "其他")
ENTERED_LATE = "补录"  # was always there; no event of life


def add_person(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    reason: str = ENTERED_LATE,
    on: date | None = None,
    note: str = "",
) -> RegistryResult:
    """Add a person: birth, marriage, moving in, or one who was left out.

    Args:
        database: The open database.
        household_id: The household.
        values: Person fields, name and relation at least.
        reason: One of `JOIN_REASONS` or other words.
        on: The day; needed except for 补录.
        note: More about it.

    Raises:
        UserError: a value that cannot be, a second head, no day.
    """
    if on is None and reason != ENTERED_LATE:
        raise UserError(f"请填{reason}的日期。")
    with database.action("新增家庭成员" if reason == ENTERED_LATE else reason) as unit:
        session = unit.session
        household = registry.get_household(session, household_id)
        if household.left_on is not None:
            raise UserError("这一户已经离开，不能再添加成员。回来了请先办“整户迁回”。")
        person, warnings = new_person(session, household_id, values)
        if reason != ENTERED_LATE:
            person.joined_on, person.joined_reason = on, reason
        if on is not None:
            add_event(session, person, reason, on, note=note)
        refresh_rows(unit, [household_id])
        person_id = person.id
    return RegistryResult(unit.changes, warnings, household_id, person_id)


def correct_person(
    database: Database,
    *,
    person_id: int,
    values: Mapping[str, object],
    occasion: Occasion | None = None,
) -> RegistryResult:
    """Correct fields of a person; sex and date of birth follow the ID number.

    The history keeps day, person and both values of any correction; `occasion` adds the reason.

    Raises:
        UserError: a value that cannot be, or no reason; nothing is changed.
    """
    with database.action("修改家庭成员") as unit:
        session = unit.session
        person = registry.get_person(session, person_id)
        warnings = _fill(session, person, values)
        if occasion is not None:
            about = field_names(PERSON_FIELDS, values)
            household_id = person.household_id
            note_event(session, household_id, CORRECTION, occasion, person=person, about=about)
        refresh_rows(unit, [person.household_id])
        household_id = person.household_id
    return RegistryResult(unit.changes, warnings, household_id, person_id)


def remove_person(database: Database, *, person_id: int) -> RegistryResult:
    """Remove a person who was entered by mistake.

    Raises:
        UserError: the head while others live in the household.
    """
    with database.action("删除误录成员") as unit:
        session = unit.session
        person = registry.get_person(session, person_id)
        household_id = person.household_id
        others = [p for p in registry.present_people(session, household_id) if p.id != person_id]
        if person.relation == HEAD and person.left_on is None and others:
            raise UserError("户主不能删除。请先用“变更→更换户主”换一位户主，再删除。")
        if not others and person.left_on is None:
            raise UserError("这是户里最后一个人。误录的户请用“删除误录农户”。")
        registry.delete_person(session, person_id)
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def new_person(
    session: Session, household_id: int, values: Mapping[str, object]
) -> tuple[Person, tuple[str, ...]]:
    """Make a person of the household; returns the person and the warnings.

    Raises:
        UserError: a value that cannot be, or a second head.
    """
    person = Person(
        household_id=household_id,
        position=registry.next_position(session, household_id),
        name=None,
        relation=None,
    )
    warnings = _fill(session, person, values)
    session.add(person)
    session.flush()
    return person, warnings


def add_event(
    session: Session,
    person: Person,
    kind: str,
    on: date,
    *,
    reason: str = "",
    note: str = "",
) -> None:
    """Write down what happened to a person."""
    session.add(
        HouseholdEvent(
            household_id=person.household_id,
            person_id=person.id,
            kind=kind,
            happened_on=on,
            reason=reason or kind,
            note="；".join(part for part in (person.name, note.strip()) if part),
        )
    )


def number_doubts(session: Session, person: Person) -> tuple[str, ...]:
    """What is odd about the person's ID number, and who else has it."""
    if not person.id_number:
        return ()
    found = [
        f"{person.name}的身份证号码：{warning}。"
        for warning in identity_number.number_warnings(person.id_number, office_day(session))
    ]
    same = registry.people_with_number(session, person.id_number, except_person=person.id)
    found += [
        f"{person.name}的身份证号码与{other.village}{other.household_code}户的{other.name}相同，"
        "请核对。"
        for other in same
    ]
    return tuple(found)


def _fill(session: Session, person: Person, raw: Mapping[str, object]) -> tuple[str, ...]:
    values = read_values(session, PERSON_FIELDS, raw, person)
    _check_relation(session, person, values)
    number = values.get("id_number", person.id_number)
    derived = number_facts(number) if number else {}
    _refuse_contradiction(person, values, derived)
    if "id_number" in values:
        values |= derived
        kept = {
            key: values.get(key) or getattr(person, key)
            for key in ("disability_category", "disability_grade")
        }
        values |= card_facts(number, kept)
    if values.get("name"):
        values["initials"] = name_initials(values["name"])
    put(person, values)
    check_required(PERSON_FIELDS, person)
    warnings = number_doubts(session, person) if "id_number" in values else ()
    return warnings + (phone_warning(person.phone) if "phone" in values else ())


def number_facts(number: str) -> dict[str, Any]:
    """Sex and date of birth as the number has them; what it does not tell is left out."""
    found = {"sex": identity_number.sex(number), "born_on": identity_number.birth_date(number)}
    return {key: value for key, value in found.items() if value is not None}


def _refuse_contradiction(
    person: Person, values: Mapping[str, Any], derived: Mapping[str, Any]
) -> None:
    if "id_number" in values:
        return
    for key, words in (("sex", "性别"), ("born_on", "出生日期")):
        if key in values and key in derived and values[key] != derived[key]:
            raise UserError(told_by_number(words, derived[key], person.name))


def told_by_number(what: str, told: str | date, name: str) -> str:
    """Why sex or date of birth cannot be another than the ID number tells."""
    words = told.isoformat() if isinstance(told, date) else told
    return f"{what}由身份证号码得出，是{words}。如果不对，请先改{name}的身份证号码。"


def card_facts(number: str | None, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Category and grade that a disability card's number holds, where `kept` has none."""
    if number is None:
        return {}
    category = identity_number.disability_category(number)
    grade = identity_number.disability_level(number)
    facts: dict[str, Any] = {}
    if category and not kept["disability_category"]:
        facts["disability_category"] = DEFAULT_LISTS["disability_category"].items[category - 1]
    if grade and not kept["disability_grade"]:
        facts["disability_grade"] = DEFAULT_LISTS["disability_level"].items[grade - 1]
    return facts


def _check_relation(session: Session, person: Person, values: Mapping[str, Any]) -> None:
    relation = values.get("relation")
    if "relation" not in values or relation == person.relation:
        return
    if person.relation == HEAD and person.left_on is None:
        raise UserError("户主的关系不能直接改。请用“变更→更换户主”选新的户主。")
    if relation != HEAD:
        return
    present = registry.present_people(session, person.household_id)
    heads = [p.name for p in present if p.relation == HEAD and p.id != person.id]
    if heads:
        raise UserError(f"这一户已有户主{heads[0]}。要换户主，请用“变更→更换户主”。")
