"""The order of values in a column, as a clerk expects it: pure, each value looked at once."""

import re
from collections.abc import Callable
from typing import NamedTuple

from fangfan_desktop.domain.natural_order import Key, natural_key
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.views.grid.column import Refusal

_INTS = re.compile(r"\d+")


class Noted(NamedTuple):
    """An answer and the text that goes with it."""

    answer: Value
    note: Value


# What stands in a cell: a value, one with its note, a typed text that could not be taken, nothing.
Cell = Value | Noted | Refusal


def sort_key(field: Field) -> Callable[[Cell], Key]:
    """The key of a value of this field; all keys of one field compare with each other.

    Numbers, money and pairs go by number, 是 before 否, choices in their order on the form, dates
    by day, other texts by pinyin with the numbers in them as numbers: 二组 before 十组.
    """
    if field.kind in {Kind.NUMBER, Kind.MONEY, Kind.PAIR}:
        return _number_key
    if field.kind is Kind.YES_NO:
        return _answer_key
    if field.kind is Kind.CHOICE and field.choices:
        places = {choice: place for place, choice in enumerate(field.choices)}
        return lambda value: (places.get(str(value), len(places)), natural_key(str(value)))
    if field.kind in {Kind.DATE, Kind.ID_NUMBER}:
        return lambda value: (str(value),)
    is_name = field.key == "name" or field.key.endswith("_name")
    return lambda value: natural_key(str(value), is_name=is_name)


def _number_key(value: Cell) -> Key:
    if isinstance(value, int):
        return (value,)
    return tuple(map(int, _INTS.findall(str(value))))


def _answer_key(value: Cell) -> Key:
    """是, 否; what has a note only comes after them."""
    if isinstance(value, Noted):
        return (_place_of(value.answer), str(value.note))
    return (_place_of(value), "")


def _place_of(answer: object) -> int:
    return {1: 0, 0: 1}.get(answer, 2) if isinstance(answer, int) else 2
