"""Blocks to and from a spreadsheet: nothing cut off silently, nothing forced in."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.documents.clipboard_table import read_block
from fangfan_desktop.documents.clipboard_text import Block, silent, to_text
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.forms.notes import read_cell
from fangfan_desktop.views.grid.block import plan_block, repeated
from fangfan_desktop.views.grid.clipboard import contents, to_mime, write
from fangfan_desktop.views.grid.clipboard_actions import laid_together
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


def test_an_id_number_is_copied_as_text_for_spreadsheets(grid: FormGrid) -> None:
    part = grid.model.part(range(1))
    data = to_mime(*write([["450221196903122428", "<5>"]], part.columns[1:3], silent))
    assert data.text() == "450221196903122428\t<5>\r\n"
    assert 'mso-number-format:\'\\@\'" sdnum="1033;0;@">450221196903122428' in data.html()
    assert "&lt;5&gt;" in data.html()


def test_numbers_and_days_are_such_in_a_spreadsheet(grid: FormGrid) -> None:
    grid.view.select_block(1, column("income"), 1, column("day"))
    press(grid, "Ctrl+C")
    html = QGuiApplication.clipboard().mimeData().html()
    assert 'sdval="6480.50"' in html
    grid.view.go(0, column("day"))
    press(grid, "Ctrl+C")
    assert 'sdval="44687"' in QGuiApplication.clipboard().mimeData().html()


def test_the_table_is_taken_where_text_would_lose_the_lines_of_a_cell(
    grid: FormGrid,
) -> None:
    data = QMimeData()
    data.setText("路远 缺水\t\n是")
    data.setHtml("<table><tr><td colspan=2>路远<br>缺水</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    grid.view.go(1, column("needs"))
    press(grid, "Ctrl+V")
    assert "右边 1 列超出表格" in grid.preview.text
    grid.preview.confirm.click()
    assert grid.model.values(12)[column("needs")] == "路远\n缺水"


HUGE = [["是", "否\n否"]] * 12_000


@pytest.mark.parametrize(
    ("formats", "is_text"),
    [
        ({'application/x-qt-windows-mime;value="XML Spreadsheet"': b"x"}, True),
        ({"application/x-fangfan-cells": b"1"}, True),
        ({"application/x-openoffice-link": b"LibreOffice"}, True),
        ({'application/x-openoffice;typename="LibreOffice 7.4"': b"x"}, False),
    ],
)
def test_html_of_a_huge_block_is_left_alone_where_its_text_says_all(
    formats: dict[str, bytes], *, is_text: bool
) -> None:
    data = QMimeData()
    data.setText("是\t否\n" * 12_000)
    data.setHtml("<table><tr><td>是</td></tr></table>")
    for name, content in formats.items():
        data.setData(name, content)
    text, html = contents(data)
    assert text.startswith("是\t否\n")
    assert html == ("" if is_text else "<table><tr><td>是</td></tr></table>")


def test_ragged_text_of_a_huge_table_is_not_trusted() -> None:
    data = QMimeData()
    data.setText("是\t否\n是\n" * 12_000)
    data.setHtml("<table></table>")
    assert contents(data)[1] == "<table></table>"


def test_the_lines_of_a_cell_of_calc_are_kept_in_a_huge_block() -> None:
    data = QMimeData()
    data.setText("是\t否 否\n" * 12_000)
    data.setHtml("<table></table>")
    data.setData("application/x-libreoffice-tsvc", to_text(HUGE).encode())
    assert read_block(*contents(data)) == HUGE


def test_huge_blocks_of_this_program_come_back_as_they_were() -> None:
    data = to_mime(*write(HUGE, [], silent))
    text, html = contents(data)
    assert html == ""
    assert read_block(text, html) == HUGE


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
    assert QGuiApplication.clipboard().text() == "5\t11997\r\n2\t6480.50\r\n"
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


def _select(grid: FormGrid, *cells: tuple[int, int]) -> None:
    model, selection = grid.model, grid.view.selectionModel()
    selection.clearSelection()
    for row, place in cells:
        selection.select(model.index(row, place), selection.SelectionFlag.Select)


def test_rows_apart_are_copied_as_one_block(grid: FormGrid) -> None:
    _select(grid, (3, 2), (0, 2), (3, 6), (0, 6))
    press(grid, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "5\t入户排查\r\n4\t入户排查\r\n"


def test_cells_that_make_no_block_are_not_copied(grid: FormGrid) -> None:
    told = messages(grid)
    QGuiApplication.clipboard().setText("前")
    _select(grid, (0, 2), (1, 3))
    press(grid, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "前"
    assert told == ["选中的几块行和列都对不齐，拼不成一块；请选同样的行或同样的列再复制。"]


@pytest.mark.parametrize(
    ("blocks", "laid", "solid"),
    [
        ([(range(2), [1, 2])], ([0, 1], [1, 2]), True),
        ([(range(2), [1]), (range(2), [2])], ([0, 1], [1, 2]), True),
        ([(range(2), [4]), (range(2), [1])], ([0, 1], [4, 1]), True),
        ([(range(1), [1]), (range(2, 3), [1])], ([0, 2], [1]), False),
        ([(range(2), [1]), (range(2), [3])], ([0, 1], [1, 3]), False),
        ([(range(2), [1]), (range(1), [2])], None, False),
    ],
)
def test_blocks_are_laid_together(
    blocks: list[tuple[range, list[int]]],
    laid: tuple[list[int], list[int]] | None,
    *,
    solid: bool,
) -> None:
    shown = [0, 4, 1, 2, 3]
    assert laid_together(blocks, shown) == laid
    assert laid_together(blocks, shown, is_solid=True) == (laid if solid else None)


def test_one_value_fills_several_blocks(grid: FormGrid, requests: list[EditRequest]) -> None:
    _select(grid, (0, 4), (2, 4), (3, 6))
    _paste(grid, "否")
    assert [grid.model.value(row, 4) for row in (0, 2)] == [0, 0]
    assert len(requests) == 1
    assert "入户排查" in grid.model.message(3, 6)[0]


def test_a_block_is_not_pasted_into_several(grid: FormGrid, requests: list[EditRequest]) -> None:
    told = messages(grid)
    _select(grid, (0, 2), (2, 4))
    _paste(grid, "1\t2")
    assert requests == []
    assert told == ["选中了几块，只能都填同一个值；要粘贴整块，请只选一处。"]


def test_cutting_takes_what_was_selected_then(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.select_block(0, 2, 1, 2)
    press(grid, "Ctrl+X")
    assert [grid.model.value(row, 2) for row in range(3)] == [None, None, 3]
    grid.view.go(2, 2)
    press(grid, "Ctrl+V")
    assert [grid.model.value(row, 2) for row in range(5)] == [None, None, 5, 2, 1]
    assert len(requests) == 2


def test_the_preview_says_where_to_what_stays_and_hands_back_the_rest(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(3, column("people"))
    _paste(grid, "4\n2\n7\n8\n")
    text = grid.preview.text
    assert "贴到：序号 4 的“家庭人口数”到序号 5 的“家庭人口数”。" in text
    assert "1 格与现在的内容相同。" in text
    assert "最后 2 行超出表格" in text
    grid.preview.take_rest.click()
    assert QGuiApplication.clipboard().text() == "7\r\n8\r\n"
    grid.preview.confirm.click()
    assert grid.model.value(4, 2) == 2
    assert len(requests) == 1


def test_a_spoilt_id_number_is_refused_with_its_reason() -> None:
    field = Field("id", ("证件号码", "", ""), Kind.ID_NUMBER)
    html = '<tr><td x:num="450221196903122000">450221196903122000</td></tr>'
    block = read_block("450221196903122000", html)
    with pytest.raises(UserError, match="后几位已丢失"):
        read_cell(field, block[0][0])


def test_a_plan_changes_nothing(grid: FormGrid, requests: list[EditRequest]) -> None:
    plan = plan_block(grid.model.part(range(5)), [2, 3], [["9", "x"]])
    assert (plan.cells, plan.refused_cells) == (1, 1)
    assert grid.model.values(11) == ROWS[0]
    assert requests == []
