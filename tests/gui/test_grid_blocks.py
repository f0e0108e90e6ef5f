"""Blocks to and from a spreadsheet: nothing cut off silently, nothing forced in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.grid.block import plan_block, repeated
from fangfan_desktop.views.grid.clipboard import (
    Block,
    contents,
    from_html,
    from_text,
    to_html,
    to_mime,
    to_text,
)
from fangfan_desktop.views.grid.column import CellEdit, EditRequest
from fangfan_desktop.views.grid.form_grid import FormGrid
from tests.gui.grid_samples import ROWS, column, make_grid, messages, press, save_at_once


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def _paste(grid: FormGrid, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(grid, "Ctrl+V")


cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\x00"))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1)
    )
)
def test_a_block_comes_back_from_text_as_it_was(block: Block) -> None:
    # One empty line at the end cannot be told from the line break that ends the block.
    if block[-1] != [""]:
        assert from_text(to_text(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"两\n行"\t3', [["两\n行", "3"]]),
        ('"他说""好"""\t\t', [['他说"好"', "", ""]]),
        ('5" 管\t1', [['5" 管', "1"]]),
        ('"没有结束\t1\n2', [['"没有结束', "1"], ["2", ""]]),
        ("𠮷\t㛃\n\t𫘝", [["𠮷", "㛃"], ["", "𫘝"]]),
        ("1\n2\t3", [["1", ""], ["2", "3"]]),
        ("\n\n", [[""], [""]]),
    ],
)
def test_spreadsheets_texts_are_understood(text: str, block: Block) -> None:
    assert from_text(text) == block


def test_a_table_of_a_web_page_is_understood() -> None:
    data = QMimeData()
    data.setHtml("<table><tr><th>是</th><td>两<br>行</td></tr>\n<tr><td>1</td></tr></table>")
    text, html = contents(data)
    assert text == ""
    assert from_html(html) == [["是", "两\n行"], ["1", ""]]


def test_an_id_number_is_copied_as_text_for_spreadsheets() -> None:
    block = [["450221196903122428", "<5>"]]
    data = to_mime(to_text(block), to_html(block))
    assert data.text() == "450221196903122428\t<5>"
    assert "mso-number-format:'\\@'\">450221196903122428" in data.html()
    assert "&lt;5&gt;" in data.html()


def test_an_empty_clipboard_is_said_to_be_empty(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(0, column("people"))
    QGuiApplication.clipboard().clear()
    press(grid, "Ctrl+V")
    assert told == ["剪贴板里没有文字，请先在表格中复制。"]
    assert requests == []


def test_copy_takes_plain_numbers_and_paste_brings_them_back(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("people"))
    press(grid, "Shift+Right", "Shift+Down", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "5\t11997\n2\t6480.50"
    grid.view.go(2, column("people"))
    press(grid, "Ctrl+V")
    assert grid.model.values(13)[2:4] == (5, 1_199_700)
    assert grid.model.values(14)[2:4] == (2, 648_050)
    assert [request.action for request in requests] == ["小表：粘贴 4 格"]


def test_cut_is_copy_and_clear(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(1, column("needs"))
    press(grid, "Ctrl+X")
    assert QGuiApplication.clipboard().text() == "缺水"
    assert requests[0].edits == (CellEdit(12, "needs", None),)
    assert requests[0].action == "小表：剪切 1 格"


def test_one_copied_cell_fills_the_whole_selection(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("apart"))
    press(grid, "Shift+Down", "Shift+Down")
    _paste(grid, "否")
    assert [grid.model.value(row, column("apart")) for row in range(3)] == [0, 0, 0]
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("rows", "columns", "laid"),
    [
        (2, 2, [["a", "b"], ["a", "b"]]),
        (1, 4, [["a", "b", "a", "b"]]),
        (2, 3, [["a", "b"]]),
        (1, 2, [["a", "b"]]),
    ],
)
def test_a_block_is_repeated_where_the_selection_is_a_multiple(
    rows: int, columns: int, laid: Block
) -> None:
    assert repeated([["a", "b"]], rows, columns) == laid


def test_cells_that_do_not_apply_and_locked_ones_are_left_out_and_counted(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(1, column("head_name"))
    _paste(grid, "别名\t3\t\t否\t是")
    assert "1 格：独居老人户才填" in grid.preview.text
    assert requests == []
    grid.preview.confirm.click()
    assert grid.model.values(12)[1:6] == ("覃𠮷", 3, None, 0, None)
    assert told == ["写入 2 格；1 格不适用，跳过；1 格来自档案或自动得出，不能改，跳过。"]
    assert len(requests) == 1


def test_an_answer_and_what_hangs_on_it_are_pasted_together(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(2, column("apart"))
    _paste(grid, "是\t否")
    assert grid.model.values(13)[4:6] == (1, 0)
    assert told == []
    assert len(requests) == 1


def test_texts_that_cannot_be_read_stay_in_red(grid: FormGrid, requests: list[EditRequest]) -> None:
    told = messages(grid)
    grid.view.go(0, column("people"))
    _paste(grid, "六口\t7000")
    assert "1 格：家庭人口数：“六口”不是整数" in grid.preview.text
    grid.preview.confirm.click()
    assert grid.model.copied_text(0, column("people")) == "六口"
    assert grid.model.values(11)[2:4] == (5, 700_000)
    assert told == ["写入 1 格；1 格读不懂，原样留在格中标红。"]
    assert len(requests) == 1


def test_a_block_larger_than_the_grid_is_shown_before_it_is_pasted(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(4, column("needs"))
    _paste(grid, "一\t二\n三\t四")
    preview = grid.preview
    assert preview.isVisible()
    assert "最后 1 行超出表格" in preview.text
    assert "右边 1 列超出表格" in preview.text
    assert requests == []
    preview.confirm.click()
    assert grid.model.value(4, column("needs")) == "一"
    assert "超出表格" in told[0]


def test_a_block_larger_than_the_selection_can_be_given_up(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("people"))
    press(grid, "Shift+Down")
    _paste(grid, "1\n2\n3")
    assert grid.preview.isVisible()
    grid.preview.give_up.click()
    assert not grid.preview.isVisible()
    assert requests == []
    assert grid.model.values(11) == ROWS[0]


def test_blocks_that_do_not_join_are_not_copied(grid: FormGrid) -> None:
    told = messages(grid)
    QGuiApplication.clipboard().setText("前")
    model, selection = grid.model, grid.view.selectionModel()
    for row in (0, 2):
        selection.select(model.index(row, 2), selection.SelectionFlag.Select)
    press(grid, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "前"
    assert told == ["选中的是几块不相连的格，请选成一整块再复制。"]


def test_a_plan_changes_nothing(grid: FormGrid, requests: list[EditRequest]) -> None:
    plan = plan_block(grid.model.part(range(5)), [2, 3], [["9", "x"]])
    assert (plan.cells, plan.refused_cells) == (1, 1)
    assert grid.model.values(11) == ROWS[0]
    assert requests == []
