"""What the grid of the roster says of a row: errors and doubts, as the dialogs find them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.identity_number import (
    birth_date,
    disability_level,
    number_warnings,
    sex,
)
from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.marks import Level, Mark
from fangfan_desktop.forms.registry_fields import MULTIPLE
from fangfan_desktop.usecases.household_records import category_doubts
from fangfan_desktop.usecases.households import lifted_doubts
from fangfan_desktop.usecases.registry_values import items_of, phone_warning
from fangfan_desktop.usecases.roster_form import RosterForm, RosterSheet, Row

_MONTHS = 12
_GRADES = ("", "一级", "二级", "三级", "四级")

_Found = tuple[str, Level, str]  # key, level, sentence


@dataclass(frozen=True, slots=True)
class RosterState:
    """What is said of a row; every column applies to every row."""

    marks: tuple[Mark, ...]
    reasons: tuple[str, ...] = ()


def row_checker(roster: RosterForm, today: date) -> Callable[[int, Row], RosterState]:
    """Says of a row's id and values what is wrong with it; pure, for any thread."""
    fields = roster.form.fields
    place = {field.key: i for i, field in enumerate(fields)}
    lists: Mapping[int, frozenset[str]] = {
        place[field.key]: frozenset(roster.code_lists.get(field.code_list, ()))
        for field in fields
        if field.code_list and (field.kind is Kind.CHOICE or field.key in MULTIPLE)
    }
    find = _of_household if roster.sheet is RosterSheet.HOUSEHOLDS else _person_finder(today)

    def check(_row_id: int, values: Row) -> RosterState:
        found = find(place, values)
        for column, items in lists.items():
            value = values[column]
            if value and not _is_listed(value, items):
                words = f"“{value}”不在“{fields[column].name}”的代码表里，请核对。"
                found.append((fields[column].key, Level.DOUBT, words))
        for field in fields:
            if field.is_required and not values[place[field.key]] and field.key != "head_name":
                found.append((field.key, Level.ERROR, f"{field.name}不能空着，请填写。"))
        return RosterState(_marks(place, found))

    return check


def _marks(place: Mapping[str, int], found: Sequence[_Found]) -> tuple[Mark, ...]:
    """One mark a cell, that says all there is to say about it."""
    by_key: dict[str, list[_Found]] = {}
    for each in found:
        by_key.setdefault(each[0], []).append(each)
    return tuple(
        Mark(
            place[key],
            key,
            Level.ERROR if any(each[1] is Level.ERROR for each in said) else Level.DOUBT,
            "",
            "".join(each[2] for each in said),
        )
        for key, said in by_key.items()
    )


def _is_listed(value: Value, items: frozenset[str]) -> bool:
    return not items or value in items or items.issuperset(items_of(value))


def _of_household(place: Mapping[str, int], values: Row) -> list[_Found]:
    found: list[_Found] = []
    if not values[place["head_name"]]:
        words = "这一户还没有户主，请双击打开这一户补上。"
        found.append(("head_name", Level.ERROR, words))
    is_lifted, year = values[place["is_lifted"]], values[place["lifted_year"]]
    doubts = lifted_doubts(_whole(is_lifted), _whole(year))
    category = values[place["category"]]
    if isinstance(category, str) and values[place["is_cleared"]] == 0:
        found += [
            ("category", Level.DOUBT, w) for w in category_doubts(category, _whole(is_lifted))
        ]
    found += [("lifted_year", Level.DOUBT, words) for words in doubts]
    return found + _of_phone(values[place["phone"]])


def _of_phone(value: Value) -> list[_Found]:
    warnings = phone_warning(None if value is None else str(value))
    return [("phone", Level.DOUBT, words) for words in warnings]


def _person_finder(today: date) -> Callable[[Mapping[str, int], Row], list[_Found]]:
    def find(place: Mapping[str, int], values: Row) -> list[_Found]:
        found: list[_Found] = []
        number = values[place["id_number"]]
        if isinstance(number, str) and number:
            found = _of_number(place, values, number, today)
        months = values[place["work_months"]]
        if isinstance(months, int) and months > _MONTHS:
            words = f"务工时间是{months}个月，超过一年12个月，请核对。"
            found.append(("work_months", Level.DOUBT, words))
        return found + _of_phone(values[place["phone"]])

    return find


def _of_number(
    place: Mapping[str, int], values: Row, number: str, today: date
) -> list[_Found]:  # fmt: skip
    found = [
        ("id_number", Level.DOUBT, f"{warning}。") for warning in number_warnings(number, today)
    ]
    doubled, others = values[len(place) + 1 :][:2]
    if doubled == number:
        found.append(("id_number", Level.DOUBT, f"身份证号码与{others}相同，请核对。"))
    told_sex, told_day = sex(number), birth_date(number)
    if told_sex is not None and values[place["sex"]] not in {None, told_sex}:
        found.append(("sex", Level.DOUBT, f"性别与身份证号码不符，按号码是{told_sex}，请核对。"))
    born = values[place["born_on"]]
    if told_day is not None and born not in {None, told_day.isoformat()}:
        words = f"出生日期与身份证号码不符，按号码是{told_day.isoformat()}，请核对。"
        found.append(("born_on", Level.DOUBT, words))
    level, grade = disability_level(number), values[place["disability_grade"]]
    if level is not None and grade not in {None, _GRADES[level]}:
        words = f"残疾等级与残疾人证号不符，按证号是{_GRADES[level]}，请核对。"
        found.append(("disability_grade", Level.DOUBT, words))
    return found


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) else None
