"""How a one-page form (一户一页) is laid out: lines of labels and answers under their headings.

A line is as wide as the page lets it; places in it are parts of 1. What stands in an answer is
looked up by its column when a row is printed, so one layout serves all rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from fangfan_desktop.forms.form import Field, Form, Kind, Page, Source, Value

# Where the answer begins: of what the registry knows, of a question, of a question with a note.
_FACT, _QUESTION, _NOTED, _NOTE = 0.21, 0.34, 0.56, 0.68
_ROOM_TO_WRITE = 3  # lines of an answer that is written in sentences
_ROOM_FOR_NOTE = 2
# Choices stand as boxes to tick; more characters than these need the whole line.
_SHORT_CHOICES = 12
_SIGNED = re.compile(r"(?:签字|签名|签章|核查人|填表人|审核人|调查人|负责人|户主|时间|日期)[：:]?")
_SIGN_KINDS = frozenset({Kind.TEXT, Kind.DATE})


class Part(StrEnum):
    """What a cell of the page shows."""

    HEADING = "heading"  # of a group of questions
    CAPTION = "caption"  # over the columns of questions with notes
    LABEL = "label"
    ANSWER = "answer"
    NOTE = "note"  # 说明 of a yes/no question


@dataclass(frozen=True, slots=True)
class Cell:
    """A bordered cell: where it begins and ends in the line, and what stands in it."""

    left: float
    right: float
    part: Part
    text: str = ""  # of a heading, caption or label
    column: int = -1  # of an answer or a note
    is_left: bool = False  # starts at the left border; else in the middle


@dataclass(frozen=True, slots=True)
class Line:
    """One line of cells; `least` is how many lines of text it has room for."""

    cells: tuple[Cell, ...]
    least: int = 1
    can_grow: bool = False  # takes a share of the room left on the page
    is_repeated: bool = False  # names the household: stands on a following page again


@dataclass(frozen=True, slots=True)
class Answer:
    """How the values of a column read on the page."""

    kind: Kind
    choices: tuple[str, ...] = ()
    has_note: bool = False
    asks: tuple[tuple[int, tuple[Value, ...]], ...] = ()  # applies only where columns have these
    is_beside: bool = False  # answer and note share a cell


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """The page of one row."""

    page: Page
    lines: tuple[Line, ...]
    answers: dict[int, Answer]
    signs: tuple[tuple[str, int], ...]  # label and column of what is signed under the table


def record_layout(form: Form) -> RecordLayout:
    """The layout of a form that is printed one row a page.

    Args:
        form: with its placeholders filled.
    """
    columns = {field.key: place for place, field in enumerate(form.fields)}
    signs = _signs(form)
    signed = {column for _, column in signs}
    asked = [
        (place, field)
        for place, field in enumerate(form.fields)
        if field.key != "seq" and place not in signed
    ]
    answers = {
        place: Answer(
            field.kind,
            field.choices,
            has_note=bool(field.note_key),
            asks=tuple((columns[one.field], one.values) for one in field.applies),
            is_beside=not _group_of(field),
        )
        for place, field in enumerate(form.fields)
    }
    return RecordLayout(form.page, tuple(_lines(asked)), answers, signs)


def _signs(form: Form) -> tuple[tuple[str, int], ...]:
    """核查人、农户签字、核查时间 at the end of the form: they stand under the table."""
    signs: list[tuple[str, int]] = []
    for place in reversed(range(len(form.fields))):
        field = form.fields[place]
        if field.key == "remarks" and not signs:
            continue
        name = field.headings[-1] or field.headings[0]
        if field.kind not in _SIGN_KINDS or not _SIGNED.search(name) or _group_of(field):
            break
        if field.source is Source.REGISTRY:
            break
        signs.append((name.rstrip("：:"), place))
    return tuple(reversed(signs))


def _group_of(field: Field) -> str:
    """The heading over several questions; "" where the question stands alone."""
    return field.headings[0] if any(field.headings[1:]) else ""


def _lines(asked: Sequence[tuple[int, Field]]) -> Iterator[Line]:
    has_caption = False
    for group, members in groupby(asked, key=lambda one: _group_of(one[1])):
        fields = list(members)
        has_notes = bool(group) and any(field.note_key for _, field in fields)
        if has_notes and not has_caption:
            yield _captions()
            has_caption = True
        if group:
            yield Line((Cell(0.0, 1.0, Part.HEADING, group, is_left=True),))
        for style, run in groupby(fields, key=lambda one: _style(one[1], group)):
            yield from _MAKERS[style](list(run))


def _captions() -> Line:
    texts = (("核查内容", 0.0, _NOTED), ("是否", _NOTED, _NOTE), ("说明", _NOTE, 1.0))
    return Line(tuple(Cell(left, right, Part.CAPTION, text) for text, left, right in texts))


def _style(field: Field, group: str) -> str:
    if field.note_key:
        return "noted" if group else "whole"
    if field.kind is Kind.LONG_TEXT:
        return "long"
    if field.source is Source.REGISTRY:
        return "fact"
    if field.kind is Kind.YES_NO:
        return "question"
    if field.choices:
        length = sum(len(choice) + 2 for choice in field.choices)
        return "fact" if length <= _SHORT_CHOICES else "whole"
    return "whole" if field.kind is Kind.TEXT else "fact"


def _name(field: Field) -> str:
    """The question; choices in brackets are left out where they stand as boxes beside it."""
    texts = [text for text in field.headings[1:] if text] or [field.headings[0]]
    has_boxes = field.kind is Kind.CHOICE and field.choices and field.short
    return field.short if has_boxes else "　".join(texts)


def _pairs(fields: list[tuple[int, Field]], answer_at: float) -> Iterator[Line]:
    for first in range(0, len(fields), 2):
        pair = fields[first : first + 2]
        cells: list[Cell] = []
        for place, (column, field) in enumerate(pair):
            left = place / 2
            middle = left + answer_at
            right = left + 0.5 if len(pair) > 1 else 1.0
            is_question = field.kind is Kind.YES_NO and field.source is not Source.REGISTRY
            cells += [
                Cell(left, middle, Part.LABEL, _name(field), is_left=is_question),
                Cell(middle, right, Part.ANSWER, column=column),
            ]
        is_fact = all(field.source is Source.REGISTRY for _, field in pair)
        yield Line(tuple(cells), is_repeated=is_fact)


def _facts(fields: list[tuple[int, Field]]) -> Iterator[Line]:
    yield from _pairs(fields, _FACT)


def _questions(fields: list[tuple[int, Field]]) -> Iterator[Line]:
    yield from _pairs(fields, _QUESTION)


def _whole(fields: list[tuple[int, Field]]) -> Iterator[Line]:
    for column, field in fields:
        yield _wide(column, field, _ROOM_FOR_NOTE if field.note_key else 1)


def _long(fields: list[tuple[int, Field]]) -> Iterator[Line]:
    for column, field in fields:
        yield _wide(column, field, _ROOM_FOR_NOTE if field.key == "remarks" else _ROOM_TO_WRITE)


def _wide(column: int, field: Field, least: int) -> Line:
    return Line(
        (
            Cell(0.0, _FACT, Part.LABEL, _name(field)),
            Cell(_FACT, 1.0, Part.ANSWER, column=column, is_left=True),
        ),
        least,
        can_grow=least > 1,
    )


def _noted(fields: list[tuple[int, Field]]) -> Iterator[Line]:
    for column, field in fields:
        yield Line(
            (
                Cell(0.0, _NOTED, Part.LABEL, _name(field), is_left=True),
                Cell(_NOTED, _NOTE, Part.ANSWER, column=column),
                Cell(_NOTE, 1.0, Part.NOTE, column=column, is_left=True),
            ),
            can_grow=True,
        )


_MAKERS = {
    "fact": _facts,
    "question": _questions,
    "whole": _whole,
    "long": _long,
    "noted": _noted,
}
