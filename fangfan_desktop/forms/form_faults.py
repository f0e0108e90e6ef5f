"""What keeps a form from being saved, said for the clerk who edits it, with the column at fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.catalogue import check_against, field_catalogue
from fangfan_desktop.forms.form import Field, Form, Kind
from fangfan_desktop.forms.load import check_form

_NAMED = re.compile(r"栏“([^”]+)”|键都?是?“([^”]+)”")
_MOST_WIDTH = 1000  # pixels
_KIND_WORDS = {
    Kind.TEXT: "文字",
    Kind.ID_NUMBER: "证件号码",
    Kind.LONG_TEXT: "长文字",
    Kind.NUMBER: "整数",
    Kind.MONEY: "金额",
    Kind.YES_NO: "是否",
    Kind.CHOICE: "选项",
    Kind.DATE: "日期",
    Kind.PAIR: "两个数",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the column from 0, None where it is the form as a whole."""

    sentence: str
    column: int | None = None


def kind_word(kind: Kind) -> str:
    """What a kind is called on the screen."""
    return _KIND_WORDS[kind]


def find_fault(form: Form) -> Fault | None:
    """The first thing that keeps the form from being saved; None where nothing does."""
    found = next(_faults(form), None)
    if found is not None:
        return found
    try:
        check_form(form)
        check_against(field_catalogue(form.subject), form)
    except UserError as error:
        return fault_of(form, error.sentence)
    return None


def fault_of(form: Form, sentence: str) -> Fault:
    """A refusal of the form with the column that it names by its key."""
    for key in (key for found in _NAMED.findall(sentence) for key in found if key):
        for column, field in enumerate(form.fields):
            if key in {field.key, field.note_key}:
                return Fault(sentence.replace(f"“{key}”", f"“{field.name}”"), column)
    return Fault(sentence)


def _faults(form: Form) -> Iterator[Fault]:
    if not form.name.strip():
        yield Fault("表还没有名称，请在“标题和纸张”中填写。")
    if not form.fields:
        yield Fault("表里没有一栏，请至少增加一栏。")
    known = field_catalogue(form.subject)
    seen: dict[str, int] = {}
    for column, field in enumerate(form.fields):
        yield from _column_faults(column, field)
        for key in filter(None, (field.key, field.note_key)):
            if key in seen:
                yield _double(form, key, seen[key], column)
            seen[key] = column
        kind = known.get(field.key, field.kind)
        if kind is not field.kind:
            yield Fault(
                f"第{column + 1}栏“{field.name}”的类型是{kind_word(field.kind)}，在其他表里都是"
                f"{kind_word(kind)}。请改回{kind_word(kind)}，或者删去本栏、另增一栏新的。",
                column,
            )
        yield from _condition_faults(form, column, field)


def _double(form: Form, key: str, first: int, second: int) -> Fault:
    one, other = form.fields[first], form.fields[second]
    return Fault(
        f"第{first + 1}栏“{one.name}”和第{second + 1}栏“{other.name}”是同一个栏目（{key}）。"
        "一张表里一个栏目只能有一栏，请删去一栏，或者改成新栏。",
        second,
    )


def _column_faults(column: int, field: Field) -> Iterator[Fault]:
    number = f"第{column + 1}栏"
    if not field.headings or not field.headings[0].strip():
        yield Fault(f"{number}没有表头，请写上文字。", column)
        return
    if field.kind is Kind.CHOICE and not (field.choices or field.code_list):
        yield Fault(f"{number}“{field.name}”要从选项中选，却没有选项，请写上选项。", column)
    if len(set(field.choices)) < len(field.choices):
        yield Fault(f"{number}“{field.name}”有两个选项相同，请删去一个。", column)
    if not 0 < field.width <= _MOST_WIDTH or field.print_width <= 0:
        yield Fault(f"{number}“{field.name}”的宽度不合理，请改正。", column)


def _condition_faults(form: Form, column: int, field: Field) -> Iterator[Fault]:
    others = {each.key: each for each in form.fields if each.key != field.key}
    for condition in field.applies:
        asked = others.get(condition.field)
        if asked is None:
            yield Fault(
                f"第{column + 1}栏“{field.name}”的条件用到了表里没有的栏目，请去掉条件。", column
            )
        elif not condition.values:
            yield Fault(
                f"第{column + 1}栏“{field.name}”的条件没有选“{asked.name}”的值，请选上。", column
            )
        elif not condition.reason.strip():
            yield Fault(
                f"第{column + 1}栏“{field.name}”的条件没有写说明，请写上不填时显示的话。", column
            )
