"""The order of values in a column, as a clerk expects it: pure, each value looked at once."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from fangfan_desktop.domain.pinyin import sort_text
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.views.grid.column import Refusal

# 二组 is 2, 第十二村民小组 12; 三江村 is a name, and stays one.
_SIGNS = "〇零一二两三四五六七八九十百"
_NUMBERS = re.compile(rf"(\d+|[{_SIGNS}]+(?=[组队屯社村号户片班栋期级]|小组))")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TEN, _HUNDRED = 10, 100
_INTS = re.compile(r"\d+")
_KEPT = 65_536  # texts
Key = tuple[Any, ...]


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


@lru_cache(maxsize=_KEPT)
def natural_key(text: str, *, is_name: bool = False) -> Key:
    """By pinyin, with Arabic and Chinese numbers as numbers."""
    if is_name:
        return ((1, 0, sort_text(text, is_name=True)),)
    parts: list[tuple[int, int, str]] = []
    for place, part in enumerate(_NUMBERS.split(text)):
        if place % 2:
            parts.append((0, _number(part), ""))
        elif part:
            parts.append((1, 0, sort_text(part)))
    return tuple(parts)


def _number(text: str) -> int:
    """`十二` → 12, `一百零三` → 103, `二一` → 21."""
    if text[0] not in _DIGITS and text[0] not in "十百":
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign == "十":
            total, digit = total + (digit or 1) * _TEN, 0
        elif sign == "百":
            total, digit = total + (digit or 1) * _HUNDRED, 0
        else:
            digit = digit * _TEN + _DIGITS[sign]
    return total + digit


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
