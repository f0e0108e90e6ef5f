"""The cells of a roster, column by column: what was written, and what is stored for it.

Most columns hold a few different texts only, so what a text means is worked out once and kept.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.identity_number import read_number
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.forms.values import LONGEST_TEXT, parse_value

_EXACT_DIGITS = 10**15  # a spreadsheet keeps no larger whole number exactly
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+")
_LIFTED_YEARS = range(2012, 2100)
_MONTHS = 12
_CODES = frozenset({"code", "household_code"})
_KEPT = 4096  # different texts of a column that are remembered
_NOTHING = frozenset({"", "-", "—", "——", "/", "无", "暂无", "不详"})
_NOT_MONITORED = frozenset({"无", "否", "非监测对象", "非监测户", "不是", "-", "—", "/", "0"})
_NOT_AT_SCHOOL = frozenset({"非在校", "非在校生", "不在校", "无", "否", "-", "—", "/"})
_SEPARATORS = re.compile(r"[,，、;；/\s]+")
_ROMAN = {
    "\u2160": "一",
    "\u2161": "二",
    "\u2162": "三",
    "\u2163": "四",
    "1": "一",
    "2": "二",
    "3": "三",
    "4": "四",
}
_SEXES = {"男": "男", "女": "女", "1": "男", "2": "女", "男性": "男", "女性": "女"}
_OLD_CATEGORIES = {"严重困难户": "突发严重困难户", "突发严重困难": "突发严重困难户"}
# what people write for the words of the list 与户主关系
_RELATIONS = {
    "本人": HEAD, "户主本人": HEAD, "本人或户主": HEAD,
    "妻": "配偶", "妻子": "配偶", "夫": "配偶", "丈夫": "配偶", "老婆": "配偶",
    "子": "之子", "儿子": "之子", "长子": "之子", "次子": "之子", "三子": "之子",
    "女": "之女", "女儿": "之女", "长女": "之女", "次女": "之女", "三女": "之女",
    "儿媳": "之儿媳", "媳妇": "之儿媳", "女婿": "之女婿",
    "父": "之父", "父亲": "之父", "母": "之母", "母亲": "之母",
    "孙子": "之孙子", "孙女": "之孙女", "外孙": "之外孙子", "外孙子": "之外孙子",
    "外孙女": "之外孙女", "兄": "之兄弟姐妹", "弟": "之兄弟姐妹", "姐": "之兄弟姐妹",
    "妹": "之兄弟姐妹", "兄弟": "之兄弟姐妹", "姐妹": "之兄弟姐妹", "儿媳妇": "之儿媳",
    "祖父": "之祖父", "祖母": "之祖母", "岳父": "之岳父", "岳母": "之岳母",
    "公公": "之公公", "婆婆": "之婆婆", "曾孙子": "之曾孙子", "曾孙女": "之曾孙女",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bad:
    """The cell cannot be taken; the Chinese sentence says why and what to do."""

    reason: str


@dataclass(frozen=True, slots=True)
class Odd:
    """The cell is taken, and should be looked at."""

    value: Value
    warnings: tuple[str, ...]


Reading = Value | Bad | Odd
CellReader = Callable[[object], Reading]
CodeLists = Mapping[str, Sequence[str]]


def cell_reader(field: Field, code_lists: CodeLists) -> CellReader:
    """The function that reads the column's cells; what it returns is never an exception."""
    if field.kind is Kind.ID_NUMBER:
        return _read_id_number
    if field.key in _CODES:
        return _kept(lambda raw: _read_code(field, raw))
    choices = tuple(code_lists.get(field.code_list, ()))
    special = _SPECIAL.get(field.key, _read_choice if field.kind is Kind.CHOICE else None)
    if special is not None:
        return _kept(lambda raw: special(field, choices, raw))
    if field.kind in {Kind.TEXT, Kind.LONG_TEXT}:
        return lambda raw: _plain(field, raw)
    return _kept(lambda raw: _read_typed(field, raw))


def _kept(read: CellReader) -> CellReader:
    known: dict[object, Reading] = {}

    def reader(raw: object) -> Reading:
        # 1, 1.0 and True are one key of a dict but not one answer
        if type(raw) is not str:
            return read(raw)
        if raw in known:
            return known[raw]
        reading = read(raw)
        if len(known) < _KEPT:
            known[raw] = reading
        return reading

    return reader


def _parsed(field: Field, raw: object) -> Reading:
    try:
        return parse_value(field, raw)
    except UserError as error:
        return Bad(error.sentence)


def _plain(field: Field, raw: object) -> Reading:
    """Text; nearly all of it needs no mending."""
    if type(raw) is str and raw.isprintable() and len(raw) <= LONGEST_TEXT and raw == raw.strip():
        return raw or None
    return _parsed(field, raw)


def _word(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return drop_invisible(to_half_width(str(raw)))


def _read_id_number(raw: object) -> Reading:
    if isinstance(raw, str) and _word(raw) in _NOTHING:
        return None
    reading = read_number(raw)
    if reading.refusal is not None:
        return Bad(reading.refusal)
    return Odd(reading.number, reading.warnings) if reading.warnings else reading.number


def _read_code(field: Field, raw: object) -> Reading:
    is_number = isinstance(raw, (int, float)) and abs(raw) >= _EXACT_DIGITS
    if is_number or (isinstance(raw, str) and _SCIENTIFIC.fullmatch(raw.strip())):
        return Bad("户编号被电子表格当成数字，后几位已丢失：请把该列设为文本格式后重填")
    return _plain(field, raw)


def _read_typed(field: Field, raw: object) -> Reading:
    if isinstance(raw, str) and field.kind is not Kind.YES_NO and _word(raw) in _NOTHING:
        return None
    reading = _parsed(field, raw)
    if field.key == "work_months" and isinstance(reading, int) and reading > _MONTHS:
        return Odd(reading, (f"务工时间是{reading}个月，超过一年12个月，请核对",))
    return reading


def _read_choice(field: Field, choices: Sequence[str], raw: object) -> Reading:
    """One of the list; what the list lacks is kept with a warning, for it decides no count."""
    value = _plain(field, raw)
    if not isinstance(value, str) or value in choices or not choices:
        return value
    found = _closest(value, choices)
    if found is not None:
        return found
    return Odd(value, (f"“{value}”不在“{field.name}”的代码表里，已原样收下，请核对",))


def _closest(value: str, choices: Sequence[str]) -> str | None:
    plain = plain_heading(value)
    for test in (str.__eq__, str.startswith):
        found = [choice for choice in choices if plain and test(plain_heading(choice), plain)]
        if len(found) == 1:
            return found[0]
    return None


def _read_category(field: Field, choices: Sequence[str], raw: object) -> Reading:
    """监测对象类别 decides counts, so what is no category is refused."""
    value = _plain(field, raw)
    if not isinstance(value, str) or _word(value) in _NOT_MONITORED:
        return value if isinstance(value, Bad) else None
    value = _OLD_CATEGORIES.get(value, value)
    found = value if value in choices else _closest(value, choices)
    return found or Bad(f"“{value}”不是监测对象类别：请填{'、'.join(choices)}，不是监测对象的留空")


def _read_relation(field: Field, choices: Sequence[str], raw: object) -> Reading:
    value = _plain(field, raw)
    if isinstance(value, str) and value not in choices:
        value = _RELATIONS.get(_word(value), value)
    return _read_choice(field, choices, value)


def _read_school(field: Field, choices: Sequence[str], raw: object) -> Reading:
    if isinstance(raw, str) and _word(raw) in _NOT_AT_SCHOOL:
        return None
    return _read_choice(field, choices, raw)


def _read_health(field: Field, choices: Sequence[str], raw: object) -> Reading:
    """Several items, joined by a comma in the order of the list."""
    value = _plain(field, raw)
    if not isinstance(value, str) or value in choices:
        return value
    items = [item for item in _SEPARATORS.split(value) if item]
    found = [item if item in choices else _closest(item, choices) for item in items]
    known = [item for item in found if item is not None]
    if len(known) < len(items):
        return Odd(value, (f"“{value}”不全在“健康状况”的代码表里，已原样收下，请核对",))
    return ",".join(sorted(dict.fromkeys(known), key=list(choices).index))


def _read_grade(field: Field, choices: Sequence[str], raw: object) -> Reading:
    """残疾等级 decides 重度残疾, so what is no grade is refused."""
    word = _word(raw)
    if raw is None or word in _NOTHING:
        return None
    first = word[:1]
    grade = f"{_ROMAN.get(first, first)}级"
    if word.removesuffix("级") == first and grade in choices:
        return grade
    del field
    return Bad(f"“{word}”不是残疾等级：请填{'、'.join(choices)}，没有残疾的留空")


def _read_year(field: Field, choices: Sequence[str], raw: object) -> Reading:
    del choices
    word = "" if raw is None else _word(raw)
    if word in _NOTHING:
        return None
    digits = word.removesuffix("年度").removesuffix("年")
    if digits.isascii() and digits.isdecimal() and int(digits) in _LIFTED_YEARS:
        return int(digits)
    try:
        year = parse_date(raw).year
    except UserError:
        year = 0
    if year in _LIFTED_YEARS:
        return year
    return Bad(f"“{word}”不是年份：{field.name}请填四位年份，如2018")


def _read_sex(field: Field, choices: Sequence[str], raw: object) -> Reading:
    del field, choices
    word = "" if raw is None else _word(raw)
    if word in _NOTHING:
        return None
    found = _SEXES.get(word)
    return found or Odd(None, (f"“{word}”不是性别，没有收下：请填男或女",))


def _read_age(field: Field, choices: Sequence[str], raw: object) -> Reading:
    """Only compared, never kept, so what cannot be read harms nobody."""
    del choices
    reading = _parsed(field, raw)
    return None if isinstance(reading, Bad) else reading


_SPECIAL: dict[str, Callable[[Field, Sequence[str], object], Reading]] = {
    "category": _read_category,
    "relation": _read_relation,
    "school_state": _read_school,
    "health": _read_health,
    "disability_grade": _read_grade,
    "lifted_year": _read_year,
    "sex": _read_sex,
    "age": _read_age,
    "population": _read_age,
    "born_on": _read_age,
}
