"""An answer and its note share a cell on paper and come apart again."""

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.notes import format_cell, join_note, read_cell, split_note


@pytest.mark.parametrize(
    ("answer", "note", "cell"),
    [(1, "大病住院", "是（大病住院）"), (1, None, "是"), (0, None, "否"), (None, None, None)],
)
def test_answer_and_note_become_one_cell(answer: int | None, note: str | None, cell: str | None):
    assert join_note(answer, note) == cell


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("是（大病住院）", ("是", "大病住院")),
        ("是(大病住院)", ("是", "大病住院")),
        ("是：上学费用", ("是", "上学费用")),
        ("是，上学费用（两个大学生）", ("是", "上学费用（两个大学生）")),
        ("否", ("否", "")),
        ("", ("", "")),
        ("√", ("√", "")),
        ("（上学费用）", ("", "上学费用")),
        ("是否", ("是", "否")),
    ],
)
def test_a_cell_comes_apart_into_answer_and_note(cell: str, parts: tuple[str, str]):
    assert split_note(cell) == parts


HARD = Field("hard", ("困难",), Kind.YES_NO, note_key="hard_note")


@pytest.mark.parametrize(
    ("cell", "values"),
    [("是（𠮷）", (1, "𠮷")), ("大病住院", (1, "大病住院")), ("无", (0, None)), ("", (None, None))],
)
def test_a_cell_is_read_as_answer_and_note(cell: str, values: tuple[Value, Value]):
    assert read_cell(HARD, cell) == values
    assert read_cell(HARD, format_cell(HARD, *values)) == values


@pytest.mark.parametrize("cell", ["没有困难", "不清楚", "12000"])
def test_a_cell_that_may_deny_is_not_taken_for_yes(cell: str):
    with pytest.raises(UserError, match="请填否，或者写成是"):
        read_cell(HARD, cell)


STEADY = Field("steady", ("是否巩固",), Kind.YES_NO, note_key="steady_note", note_at=0)


def test_where_no_has_to_be_explained_words_alone_are_refused():
    assert read_cell(STEADY, "否（两户漏雨）") == (0, "两户漏雨")
    assert read_cell(STEADY, "是") == (1, None)
    with pytest.raises(UserError, match="写成否（具体情况）"):
        read_cell(STEADY, "两户漏雨")
