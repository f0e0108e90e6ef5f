"""What stands in an answer of a one-page form: boxes to tick, ticked ones, dates in words."""

from collections.abc import Sequence

from fangfan_desktop.documents.cell_text import cell_text, date_of
from fangfan_desktop.documents.record_layout import Answer, RecordLayout
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.notes import split_note

_BOX, _TICK = "□", "√"
_GAP = "　"
_YES_NO = ("是", "否")
_DOES_NOT_APPLY = "不适用"
_NO_DATE = "　　　　年　　月　　日"
_NOTE = "说明："


def answer_text(layout: RecordLayout, values: Sequence[Value], column: int) -> str:
    """The text of a column's answer in a row; boxes where nothing is answered.

    `values` has one value a field as paper has them: the text of a note stands in its field's
    cell, 是（大病住院）.
    """
    answer = layout.answers[column]
    value = values[column]
    if value is None and not _applies(layout, answer, values):
        return _DOES_NOT_APPLY
    if answer.kind is Kind.YES_NO or answer.has_note:
        text = _boxes(_YES_NO, _answered(answer, value))
        has_room = answer.has_note and answer.is_beside
        return f"{text}{_GAP}{_NOTE}{_note(value)}" if has_room else text
    if answer.kind is Kind.CHOICE and answer.choices:
        return _boxes(answer.choices, cell_text(answer.kind, value))
    if answer.kind is Kind.DATE:
        day = date_of(value)
        return cell_text(answer.kind, value) if day is None else format_date(day)
    return cell_text(answer.kind, value)


def note_text(layout: RecordLayout, values: Sequence[Value], column: int) -> str:
    """The text that goes with a yes/no answer; empty where there is none."""
    return _note(values[column]) if layout.answers[column].has_note else ""


def sign_text(layout: RecordLayout, values: Sequence[Value], sign: tuple[str, int]) -> str:
    """核查人：张某某, or room to sign; an open date has room for its figures."""
    label, column = sign
    text = answer_text(layout, values, column)
    is_open_date = not text and layout.answers[column].kind is Kind.DATE
    return f"{label}：{_NO_DATE if is_open_date else text}"


def _applies(layout: RecordLayout, answer: Answer, values: Sequence[Value]) -> bool:
    """Whether the column is to be filled in, as far as the row says so."""
    for column, wanted in answer.asks:
        value = values[column]
        if layout.answers[column].has_note and isinstance(value, str):
            value = {"是": 1, "否": 0}.get(split_note(value)[0])
        if value is not None and value not in wanted:
            return False
    return True


def _answered(answer: Answer, value: Value) -> str:
    if answer.has_note and isinstance(value, str):
        return split_note(value)[0]
    return cell_text(Kind.YES_NO, value)


def _note(value: Value) -> str:
    return split_note(value)[1] if isinstance(value, str) else ""


def _boxes(choices: Sequence[str], chosen: str) -> str:
    """Every choice with its box, the chosen one ticked; another word stands after them."""
    boxes = [f"{choice}{_TICK if choice == chosen else _BOX}" for choice in choices]
    other = [chosen] if chosen and chosen not in choices else []
    return _GAP.join([*boxes, *other])
