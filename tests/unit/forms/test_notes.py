"""An answer and its note share a cell on paper and come apart again."""

import pytest

from fangfan_desktop.forms.notes import join_note, split_note


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
