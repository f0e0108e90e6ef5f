"""An answer and the text that goes with it stand in one cell: 是（大病住院）."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import row_checker
from fangfan_desktop.views.grid.column import CellEdit, EditRequest, columns_of
from fangfan_desktop.views.grid.faces import ERROR, PENDING
from fangfan_desktop.views.grid.form_grid import FormGrid
from tests.gui.grid_samples import open_editor, press, save_at_once

FORM = Form(
    key="small",
    name="小表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="小表",
    subtitle="",
    frozen_columns=1,
    fields=(
        Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
        Field("hard", ("是否有困难",), Kind.YES_NO, note_key="hard_note"),
        Field("safe", ("住房安全",), Kind.YES_NO),
    ),
)


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    checker = row_checker(FORM, CampaignFacts(line_fen=700_000, year=2022))
    made = FormGrid(
        columns_of(FORM),
        header_cells(FORM),
        frozen_columns=1,
        name="小表",
        row_state=lambda _row_id, values: checker.check(values),
    )
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.model.set_rows(
        [1, 2, 3, 4],
        [("韦𠮷", 1, None, "住院")]
        + [(name, None, None, None) for name in ("覃䶮", "莫㛃", "罗𫘝")],
    )
    made.show()
    made.view.go(1, 1)
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def answer(grid: FormGrid, row: int = 1) -> tuple[object, object]:
    values = grid.model.values(grid.model.row_id(row))
    return values[1], values[3]


def test_a_cell_shows_its_answer_with_the_text(grid: FormGrid) -> None:
    assert grid.model.face(0, 1)[0] == "是（住院）"


def test_words_typed_are_yes_with_these_words(grid: FormGrid, requests: list[EditRequest]) -> None:
    press(grid, "<大病住院>", "Return")
    assert answer(grid) == (1, "大病住院")
    assert requests[0].edits == (CellEdit(2, "hard", 1), CellEdit(2, "hard_note", "大病住院"))
    assert requests[0].action == "小表：填写“是否有困难”"
    assert grid.view.place == (2, 1)


def test_one_key_still_answers_and_no_leaves_no_text(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    press(grid, "<1>")
    assert answer(grid) == (1, None)
    grid.view.go(0, 1)
    press(grid, "<1>")
    assert answer(grid, 0) == (1, "住院")
    grid.view.go(0, 1)
    press(grid, "<0>")
    assert answer(grid, 0) == (0, None)
    assert len(requests) == 2


def test_f2_edits_the_text(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, 1)
    press(grid, "F2")
    editor = open_editor(grid)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "是（住院）"
    editor.setText("是：上学")
    press(grid, "Return")
    assert answer(grid, 0) == (1, "上学")
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("是（大病𠮷）", (1, "大病𠮷")),
        ("是：上学费用", (1, "上学费用")),
        ("否", (0, None)),
        ("无", (0, None)),
        ("√", (1, None)),
        ("缺水", (1, "缺水")),
    ],
)
def test_pasted_texts_come_apart(
    grid: FormGrid, requests: list[EditRequest], text: str, values: tuple[object, object]
) -> None:
    QGuiApplication.clipboard().setText(text)
    press(grid, "Ctrl+V")
    assert answer(grid) == values
    assert requests[0].action == "小表：粘贴 1 格"


@pytest.mark.parametrize("text", ["没有困难", "不存在", "12000", "x1"])
def test_what_may_be_no_is_not_taken_for_yes(grid: FormGrid, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(grid, "Ctrl+V")
    assert answer(grid) == (None, None)
    assert grid.model.face(1, 1)[1] & ERROR
    assert "请填否，或者写成是（具体情况）" in grid.model.message(1, 1)[0]


def test_copied_and_pasted_it_is_the_same(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, 1)
    press(grid, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "是（住院）"
    grid.view.go(2, 1)
    press(grid, "Ctrl+V")
    assert answer(grid, 2) == (1, "住院")
    assert len(requests) == 1


def fill_down(grid: FormGrid) -> None:
    press(grid, "Ctrl+D")


def replace(grid: FormGrid) -> None:
    grid.view.go(0, 1)
    grid.find_bar.open(with_replace=True)
    grid.find_bar.text.setText("住院")
    grid.find_bar.new_text.setText("上学")
    grid.find_bar.replace_all()


@pytest.mark.parametrize(
    ("act", "row", "values"), [(fill_down, 1, (1, "住院")), (replace, 0, (1, "上学"))]
)
def test_filling_and_replacing_carry_the_text(
    grid: FormGrid,
    requests: list[EditRequest],
    act: Callable[[FormGrid], None],
    row: int,
    values: tuple[object, object],
) -> None:
    act(grid)
    assert answer(grid, row) == values
    assert len(requests) == 1


def test_delete_clears_both_as_one_cell(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, 1)
    press(grid, "Delete")
    assert answer(grid, 0) == (None, None)
    assert requests[0].action == "小表：清除 1 格"


def test_refused_by_the_page_it_stays_as_typed(grid: FormGrid) -> None:
    asked: list[EditRequest] = []
    grid.edits_requested.connect(asked.append)
    press(grid, "<大病>", "Return")
    assert grid.model.face(1, 1) == ("是（大病）", PENDING)
    grid.model.mark_refused(asked[0], "排查已结束")
    assert grid.model.face(1, 1)[0] == "是（大病）"
    assert grid.model.message(1, 1)[0] == "排查已结束"
    assert answer(grid) == (None, None)
    assert grid.model.pending_count == 0
