"""The roster (花名册) out of the registry: the import workbook's own columns, to be read again."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.documents.form_sheet import Around, sheet_from_form
from fangfan_desktop.documents.sheet import Row, Sheet
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, HEAD
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.storage.office_settings import office_day
from fangfan_desktop.storage.roster_registry import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    Registry,
    StoredHousehold,
    StoredPerson,
    default_period,
    read_registry,
)
from fangfan_desktop.usecases.roster_cases import shown_case
from fangfan_desktop.usecases.roster_plan import income_per_head
from fangfan_desktop.usecases.roster_rows import Part

HOUSEHOLD_SHEET = "农户"
PEOPLE_SHEET = "家庭成员"

Period = tuple[date, date]

_NO_GROUP = sys.maxsize  # households without a group come last in their village


def roster_sheets(
    session: Session, *, village_id: int | None = None, period: Period | None = None
) -> list[Sheet]:
    """The sheets 农户 and 家庭成员, by village, group and code.

    Raises:
        UserError: there is no such village.
    """
    registry = read_registry(
        session,
        period=period or default_period(session, office_day(session)),
        village_id=village_id,
    )
    places = {key: place for place, (key, _, _) in enumerate(registry.villages)}
    if village_id is not None and village_id not in places:
        raise UserError("没有这个村，可能已被删除。请重新选择。")
    groups = registry.group_names
    households = sorted(
        (household for household in registry.households if household.left_on is None),
        key=lambda h: (places[h.village_id], h.group_id or _NO_GROUP, h.code),
    )
    lists = {key: code_list.items for key, code_list in DEFAULT_LISTS.items()}
    lists |= registry.code_lists
    people = [p for h in households for p in _present(registry, h.id)]
    codes = {household.id: household.code for household in households}
    return [
        form_as_sheet(
            Part.HOUSEHOLD, lists, [_household_row(registry, groups, h) for h in households]
        ),
        form_as_sheet(Part.PERSON, lists, [_person_row(p, codes) for p in people]),
    ]


def form_as_sheet(
    part: Part, code_lists: dict[str, tuple[str, ...]], rows: Sequence[Row], spare_rows: int = 0
) -> Sheet:
    """A sheet of the roster workbook: the header in its first row, drop-down lists below."""
    form = part.form
    fields = tuple(
        replace(field, choices=() if field.key == "health" else code_lists[field.code_list])
        if field.code_list in code_lists
        else field
        for field in form.fields
    )
    filled: Form = replace(form, fields=fields, title="", subtitle="")
    sheet = sheet_from_form(filled, rows, Around(sign_line=(), spare_rows=spare_rows))
    return replace(sheet, name=HOUSEHOLD_SHEET if part is Part.HOUSEHOLD else PEOPLE_SHEET)


def _present(registry: Registry, household_id: int) -> list[StoredPerson]:
    """The head first, then the others in their order."""
    people = [p for p in registry.people.get(household_id, ()) if p.left_on is None]
    return sorted(people, key=lambda person: person.relation != HEAD)


def _household_row(
    registry: Registry, groups: dict[int, str], household: StoredHousehold
) -> list[Value]:
    people = _present(registry, household.id)
    head = people[0] if people and people[0].relation == HEAD else None
    income = registry.incomes.get(household.id)
    values: dict[str, Value] = {key: getattr(household, key) for key in HOUSEHOLD_COLUMNS}
    values |= {
        "village": next(name for key, name, _ in registry.villages if key == household.village_id),
        "group": groups.get(household.group_id or 0),
        "code": household.code,
        "head_name": None if head is None else head.name,
        "head_id_number": None if head is None else head.id_number,
        "income_per_capita": None if income is None else income_per_head(income, len(people)),
    }
    case = shown_case(registry.cases.get(household.id, ()))
    if case is not None:
        values["category"] = case.category
        values["identified_on"] = case.identified_on
        values["is_cleared"] = int(not case.is_open)
        values["cleared_on"] = None if case.is_open else case.cleared_on
    return [values.get(field.key) for field in Part.HOUSEHOLD.form.fields]


def _person_row(person: StoredPerson, codes: dict[int, str]) -> list[Value]:
    values: dict[str, Value] = {key: getattr(person, key) for key in PERSON_COLUMNS}
    values["household_code"] = codes[person.household_id]
    return [values.get(field.key) for field in Part.PERSON.form.fields]
