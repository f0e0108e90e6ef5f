"""The model shows what it was given and asks for what is entered; it writes nothing itself."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.marks import Level
from fangfan_desktop.views.grid.column import CellEdit, EditRequest
from fangfan_desktop.views.grid.faces import CLOSED, ERROR, LOCKED, PENDING
from fangfan_desktop.views.grid.form_grid import FormGrid
from tests.gui.grid_samples import IDS, KEYS, ROWS, column, make_grid, open_editor


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    seen: list[EditRequest] = []
    grid.edits_requested.connect(seen.append)
    return seen


def shown(grid: FormGrid) -> list[list[str]]:
    """The whole grid as read on the screen."""
    model = grid.model
    return [
        [model.data(model.index(row, at)) for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_it_is_a_proper_model(grid: FormGrid, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(grid.model)
    grid.model.set_visible(IDS[::2])
    grid.model.set_rows([], [])
    qtmodeltester.check(grid.model)


def test_the_grid_reads_as_the_form_does(grid: FormGrid) -> None:
    assert shown(grid) == [
        ["1", "韦桂兰", "5", "11,997", "是", "是", "入户排查", "2022-05-06", ""],
        ["2", "覃𠮷", "2", "6,480.50", "否", "", "电话核查", "", "缺水"],
        ["3", "莫㛃", "3", "", "", "", "", "", ""],
        ["4", "蓝䶮", "4", "20,000", "否", "", "入户排查", "", ""],
        ["5", "罗𫘝", "1", "", "", "", "", "", ""],
    ]


def test_a_filter_shows_rows_by_id_in_the_order_given(grid: FormGrid) -> None:
    grid.model.set_visible([15, 12, 999])
    assert [row[1] for row in shown(grid)] == ["罗𫘝", "覃𠮷"]
    assert grid.model.view_row(12) == 1
    assert grid.model.view_row(11) is None
    grid.model.set_visible(None)
    assert grid.model.visible_ids() == IDS


def test_not_answered_is_neither_yes_nor_no(grid: FormGrid) -> None:
    assert grid.model.value(2, column("apart")) is None
    assert grid.model.is_empty(2, column("apart"))
    assert not grid.model.is_empty(1, column("apart"))  # 否 is an answer


def test_cells_say_what_they_are(grid: FormGrid) -> None:
    look = {key: grid.model.face(1, column(key))[1] for key in KEYS}
    assert look["head_name"] & LOCKED
    assert look["able"] & CLOSED
    assert not look["apart"]
    assert grid.model.message(1, column("able")) == ("不适用：独居老人户才填。", None)


def test_an_invalid_index_is_answered_calmly(grid: FormGrid) -> None:
    nothing = QModelIndex()
    assert grid.model.data(nothing) is None
    assert grid.model.flags(nothing) == Qt.ItemFlag.NoItemFlags
    assert not grid.model.setData(nothing, "5")


def test_what_is_entered_shows_at_once_as_pending(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    assert grid.model.enter_text(0, column("people"), "6")
    assert grid.model.face(0, column("people")) == ("6", PENDING)
    assert grid.model.pending_count == 1
    (request,) = requests
    assert request.edits == (CellEdit(11, "people", 6),)


def test_saved_rows_bring_the_worked_out_values(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(0, column("people"), "6")
    saved = (*ROWS[0][:2], 6, *ROWS[0][3:8], "改过")
    grid.model.apply_saved(requests[0], {11: saved})
    assert grid.model.face(0, column("people")) == ("6", 0)
    assert grid.model.values(11) == saved
    assert grid.model.pending_count == 0


def test_an_answer_to_the_first_edit_leaves_the_second_pending(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(0, column("people"), "6")
    grid.model.enter_text(0, column("apart"), "否")
    grid.model.apply_saved(requests[0], {11: (*ROWS[0][:2], 6, *ROWS[0][3:])})
    assert grid.model.value(0, column("apart")) == 0
    assert grid.model.face(0, column("apart"))[1] & PENDING
    assert not grid.model.face(0, column("people"))[1] & PENDING


def test_a_later_edit_of_the_same_cell_is_not_undone_by_the_first_answer(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(0, column("people"), "6")
    grid.model.enter_text(0, column("people"), "7")
    grid.model.apply_saved(requests[0], {11: (*ROWS[0][:2], 6, *ROWS[0][3:])})
    assert grid.model.value(0, column("people")) == 7
    grid.model.apply_saved(requests[1], {11: (*ROWS[0][:2], 7, *ROWS[0][3:])})
    assert grid.model.face(0, column("people")) == ("7", 0)


def test_a_refused_edit_keeps_the_text_and_goes_back_to_the_stored_value(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(0, column("people"), "6")
    grid.model.mark_refused(requests[0], "磁盘满了，请清理后再填。")
    assert grid.model.face(0, column("people")) == ("6", ERROR)
    assert grid.model.message(0, column("people")) == ("磁盘满了，请清理后再填。", Level.ERROR)
    assert grid.model.values(11) == ROWS[0]
    assert grid.model.drop_refused(0, column("people"))
    assert grid.model.face(0, column("people")) == ("5", 0)


def test_refusals_can_be_told_cell_by_cell(grid: FormGrid, requests: list[EditRequest]) -> None:
    edits = [CellEdit(11, "people", 6), CellEdit(12, "people", 7)]
    grid.model.request(edits, "填写")
    grid.model.mark_refused(requests[0], {(12, "people"): "第二行不对。"})
    assert grid.model.message(1, column("people"))[0] == "第二行不对。"
    assert grid.model.message(0, column("people"))[0] == "没有保存，请再填一次"
    assert set(grid.model.refused_cells()) == {(11, "people"), (12, "people")}


def test_a_right_value_takes_the_refused_text_away(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    assert not grid.model.enter_text(0, column("people"), "许多")
    assert grid.model.copied_text(0, column("people")) == "许多"
    assert grid.model.enter_text(0, column("people"), "5")
    assert grid.model.face(0, column("people")) == ("5", 0)
    assert requests == []


def test_rows_changed_elsewhere_do_not_take_away_what_is_pending(grid: FormGrid) -> None:
    grid.model.enter_text(0, column("people"), "6")
    grid.model.update_rows({11: (None, "韦桂芳", 5, *ROWS[0][3:]), 12: ROWS[1]})
    assert shown(grid)[0][:3] == ["1", "韦桂芳", "6"]
    grid.model.set_rows(IDS, ROWS)
    assert shown(grid)[0][:3] == ["1", "韦桂兰", "6"]


def test_rows_unknown_to_the_grid_are_passed_over(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(4, column("people"), "6")
    grid.model.set_rows(IDS[:2], ROWS[:2])
    grid.model.apply_saved(requests[0], {15: ROWS[4]})
    grid.model.update_rows({99: ROWS[0]})
    assert len(shown(grid)) == 2
    assert grid.model.pending_count == 0


def test_a_refused_answer_for_a_row_that_is_gone_is_harmless(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.model.enter_text(4, column("people"), "6")
    grid.model.set_rows(IDS[:2], ROWS[:2])
    grid.model.mark_refused(requests[0], "晚到了")
    assert grid.model.refused_cells() == {}


def test_a_text_that_may_be_cut_off_is_told_whole(grid: FormGrid) -> None:
    role = Qt.ItemDataRole.ToolTipRole
    grid.model.update_rows({12: (*ROWS[1][:8], "住在山上，没有水𠮷")})
    needs = grid.model.index(1, KEYS.index("needs"))
    assert grid.model.data(needs, role) == "住在山上，没有水𠮷"
    assert grid.model.data(grid.model.index(1, KEYS.index("people")), role) is None


def test_more_rows_come_while_one_is_typed_in(
    grid: FormGrid, requests: list[EditRequest], qtmodeltester: ModelTester
) -> None:
    grid.model.set_rows(IDS[:2], ROWS[:2])
    grid.show()
    grid.view.go(1, column("needs"))
    assert grid.view.begin_edit("缺")
    more = [ROWS[0], (*ROWS[1][:2], 6, *ROWS[1][3:]), *ROWS[2:]]
    grid.model.set_rows(IDS, more)
    editor = open_editor(grid)
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "缺"
    assert not requests
    assert grid.model.all_ids() == IDS
    assert shown(grid)[1][2] == "6"
    assert [line[1] for line in shown(grid)] == ["韦桂兰", "覃𠮷", "莫㛃", "蓝䶮", "罗𫘝"]
    assert grid.view.place == (1, column("needs"))
    qtmodeltester.check(grid.model)


def test_a_row_that_went_while_a_paste_was_looked_at_is_left_out(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    model = grid.model
    key = KEYS[-1]
    kept, gone = IDS[0], IDS[1]
    edits = [CellEdit(kept, key, "甲"), CellEdit(gone, key, "乙")]
    model.set_rows([kept], [ROWS[0]])
    assert model.gone_rows(edit.row_id for edit in edits) == 1
    model.enter_block(edits, "粘贴", {})
    assert [[edit.row_id for edit in request.edits] for request in requests] == [[kept]]
