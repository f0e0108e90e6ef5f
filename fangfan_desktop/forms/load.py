"""Forms from TOML and back.

The shipped forms lie in `resources/forms/`, one file a form and year: `household-form-2022.toml`,
or without a year where the form does not change with the campaign: `roster-people.toml`. A campaign
keeps its own text in the database (`dump_form`), so a later version of a form never changes it.
"""

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache, lru_cache
from typing import Any, cast, get_args

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import (
    Align,
    Condition,
    Field,
    Form,
    Kind,
    Layout,
    Page,
    Source,
    Subject,
)
from fangfan_desktop.paths import resource_dir

_FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")  # also a column's name in the database
_FORM_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")
_MOST_LEVELS = 6
SCOPES = (
    "all",
    "lifted-monitored",
    "identified",
    "monitored",
    "lifted",
    "general",
    "chosen",
)
_Reader = Callable[[str, object], Any]


def load_form(key: str, year: int | None = None) -> Form:
    """The shipped form with that key: the newest one not newer than `year`.

    Without a year, or where every version is newer, it is the newest or the oldest one.

    Raises:
        UserError: no such form is shipped.
    """
    versions = sorted(
        (form for form in shipped_forms() if form.key == key), key=lambda form: form.year
    )
    if not versions:
        known = "、".join(sorted({form.key for form in shipped_forms()}))
        raise UserError(f"没有名为“{key}”的表，请从这些表中选：{known}。")
    if year is None:
        return versions[-1]
    return next((form for form in reversed(versions) if form.year <= year), versions[0])


@cache
def shipped_forms() -> tuple[Form, ...]:
    """All forms that the program ships, by file name; read once."""
    folder = resource_dir() / "forms"
    return tuple(
        parse_form(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    )


@lru_cache(maxsize=64)
def parse_form(text: str) -> Form:
    """The form that the TOML text describes, checked; equal texts give the same object.

    Raises:
        UserError: the text is no TOML, an item is unknown, missing or of the wrong kind, two
            fields have the same key, or a condition names a field that the form lacks.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"表样文件不是有效的 TOML 文本（{error}），请改正后再读。") from error
    form = cast("Form", _read_items(Form, _FORM_ITEMS, table, "表样"))
    check_form(form)
    return form


def dump_form(form: Form) -> str:
    """The TOML text of a form; `parse_form` of it gives an equal form."""
    lines = list(_item_lines(form, skip=("page", "fields", "also_read")))
    if form.page != Page():
        lines += ["", "[page]", *_item_lines(form.page)]
    for name, group in (("fields", form.fields), ("also_read", form.also_read)):
        for field in group:
            lines += ["", f"[[{name}]]", *_item_lines(field)]
    return "\n".join(lines) + "\n"


def check_form(form: Form) -> None:
    """Check that the form holds together: keys, heading levels, choices, conditions.

    Raises:
        UserError: the first thing wrong, with the field's key or heading.
    """
    if not _FORM_KEY.fullmatch(form.key):
        raise UserError(f"表的键“{form.key}”只能用小写字母、数字和减号，并以字母开头，请改名。")
    if not form.fields:
        raise UserError(f"表“{form.name}”没有一栏，请至少写一栏（[[fields]]）。")
    if form.frozen_columns < 0:
        raise UserError(f"表“{form.name}”的固定列数是负数，请改正 frozen_columns。")
    _check_keys(form)
    for field in (*form.fields, *form.also_read):
        _check_field(form, field)
    _check_page(form.page)


def _check_keys(form: Form) -> None:
    keys = [*form.value_keys, *(field.key for field in form.also_read)]
    for key, times in Counter(keys).items():
        if times > 1:
            raise UserError(f"表“{form.name}”里有 {times} 栏的键都是“{key}”，请给它们不同的键。")
        if not _FIELD_KEY.fullmatch(key):
            raise UserError(f"栏的键“{key}”只能用小写字母、数字和下划线，并以字母开头，请改名。")


def _check_field(form: Form, field: Field) -> None:
    if not field.headings or not field.headings[0].strip():
        raise UserError(f"栏“{field.key}”的第一级表头是空的，请写上文字（headings）。")
    if len(field.headings) > _MOST_LEVELS:
        raise UserError(f"栏“{field.key}”的表头超过 {_MOST_LEVELS} 级，请减少级数。")
    if field.width <= 0 or not math.isfinite(field.print_width) or field.print_width <= 0:
        raise UserError(f"栏“{field.key}”的宽度必须大于 0，请改正 width 或 print_width。")
    if field.kind is Kind.CHOICE and not (field.choices or field.code_list):
        raise UserError(f"栏“{field.key}”要从选项中选，却没有选项，请写上 choices。")
    if field.note_key and field.kind is not Kind.YES_NO:
        raise UserError(f"栏“{field.key}”不是是否栏，不能带说明，请去掉 note_key。")
    if field.note_at not in {0, 1}:
        raise UserError(f"栏“{field.key}”的 note_at 只能是 1（是）或 0（否），请改正。")
    keys = {other.key for other in form.fields}
    for condition in field.applies:
        if condition.field not in keys or condition.field == field.key:
            raise UserError(
                f"栏“{field.key}”的适用条件用到了表里没有的栏“{condition.field}”，请改正。"
            )
        if not condition.values:
            raise UserError(f"栏“{field.key}”的适用条件没有写值，请写上 values。")


def _check_page(page: Page) -> None:
    margins = (page.margin_left, page.margin_right, page.margin_top, page.margin_bottom)
    if page.size not in {"A3", "A4"}:
        raise UserError(f"纸张“{page.size}”不认识，请用 A3 或 A4。")
    if not all(math.isfinite(margin) and 0 <= margin <= 100 for margin in margins):  # noqa: PLR2004 - millimetres
        raise UserError("页边距必须在 0 到 100 毫米之间，请改正。")


# --- reading ------------------------------------------------------------------------------------


def _read_items(
    what: type[Any], readers: Mapping[str, _Reader], table: object, where: str
) -> object:
    if not isinstance(table, dict):
        raise UserError(f"{where}应当是一组“名称 = 值”，请改正。")
    items = cast("dict[str, object]", table)
    key = items.get("key")
    here = f"{where}“{key}”" if isinstance(key, str) else where
    unknown = next((name for name in items if name not in readers), None)
    if unknown is not None:
        raise UserError(f"{here}里有不认识的项“{unknown}”，请去掉或改正名称。")
    missing = next(
        (
            item.name
            for item in fields(what)
            if item.default is MISSING
            and item.default_factory is MISSING
            and item.name not in items
        ),
        None,
    )
    if missing is not None:
        raise UserError(f"{here}缺少“{missing}”，请补上。")
    values = {name: readers[name](f"{here}的“{name}”", value) for name, value in items.items()}
    return what(**values)


def _text(where: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise UserError(f"{where}应当是文字，请加上引号。")


def _flag(where: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise UserError(f"{where}应当是 true 或 false，请改正。")


def _whole(where: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UserError(f"{where}应当是整数，请改正。")


def _length(where: str, value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise UserError(f"{where}应当是数，请改正。")


def _list(where: str, value: object) -> list[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    raise UserError(f"{where}应当是方括号里的一列，请改正。")


def _texts(where: str, value: object) -> tuple[str, ...]:
    return tuple(_text(where, item) for item in _list(where, value))


def _one_of(options: Iterable[str], where: str, value: object) -> str:
    names = tuple(options)
    if value in names:
        return str(value)
    raise UserError(f"{where}不认识“{value}”，只能用 {'、'.join(names)}。")


def _kind(where: str, value: object) -> Kind:
    return Kind(_one_of(Kind, where, value))


def _source(where: str, value: object) -> Source:
    return Source(_one_of(Source, where, value))


def _subject(where: str, value: object) -> Subject:
    return Subject(_one_of(Subject, where, value))


def _align(where: str, value: object) -> str:
    return _one_of(get_args(Align), where, value)


def _layout(where: str, value: object) -> str:
    return _one_of(get_args(Layout), where, value)


def _scope(where: str, value: object) -> str:
    return _one_of(SCOPES, where, value)


def _condition_values(where: str, value: object) -> tuple[int | str, ...]:
    return tuple(
        item if isinstance(item, str) else _whole(where, item) for item in _list(where, value)
    )


def _conditions(where: str, value: object) -> tuple[Condition, ...]:
    return tuple(
        cast("Condition", _read_items(Condition, _CONDITION_ITEMS, item, where))
        for item in _list(where, value)
    )


def _fields(where: str, value: object) -> tuple[Field, ...]:
    del where  # a field names itself
    return tuple(
        cast("Field", _read_items(Field, _FIELD_ITEMS, item, "栏")) for item in _list("栏", value)
    )


def _page(where: str, value: object) -> Page:
    return cast("Page", _read_items(Page, _PAGE_ITEMS, value, where))


_CONDITION_ITEMS: dict[str, _Reader] = {
    "field": _text,
    "values": _condition_values,
    "reason": _text,
}
_FIELD_ITEMS: dict[str, _Reader] = {
    "key": _text,
    "headings": _texts,
    "kind": _kind,
    "source": _source,
    "choices": _texts,
    "applies": _conditions,
    "is_required": _flag,
    "width": _whole,
    "print_width": _length,
    "hint": _text,
    "short": _text,
    "note_key": _text,
    "note_at": _whole,
    "code_list": _text,
    "aliases": _texts,
}
_PAGE_ITEMS: dict[str, _Reader] = {
    "size": _text,
    "is_landscape": _flag,
    "margin_left": _length,
    "margin_right": _length,
    "margin_top": _length,
    "margin_bottom": _length,
}
_FORM_ITEMS: dict[str, _Reader] = {
    "key": _text,
    "name": _text,
    "year": _whole,
    "subject": _subject,
    "title": _text,
    "subtitle": _text,
    "fields": _fields,
    "frozen_columns": _whole,
    "footnotes": _texts,
    "has_hint_row": _flag,
    "page": _page,
    "source": _text,
    "annex": _text,
    "subtitle_align": _align,
    "has_total_row": _flag,
    "also_read": _fields,
    "scope": _scope,
    "layout": _layout,
    "is_reference": _flag,
}


# --- writing ------------------------------------------------------------------------------------


def _item_lines(record: Form | Field | Page, skip: tuple[str, ...] = ()) -> Iterable[str]:
    for item in fields(record):
        value: object = getattr(record, item.name)
        if item.name not in skip and (item.default is MISSING or value != item.default):
            yield f"{item.name} = {_literal(value)}"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML's escapes are JSON's, but it also wants DEL escaped.
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Condition):
        return (
            f"{{ field = {_literal(value.field)}, values = {_literal(value.values)},"
            f" reason = {_literal(value.reason)} }}"
        )
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return f"[{', '.join(_literal(item) for item in items)}]"
    raise TypeError(value)
