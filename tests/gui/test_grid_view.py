"""The table on the screen: header, frozen columns, folding, mouse, find, what is painted."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.views.grid.column import EditRequest, columns_of
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.style import Style
from tests.gui.grid_samples import IDS, ROWS, column, make_grid, open_editor, press, save_at_once


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def _group(grid: FormGrid, text: str) -> HeaderCell:
    return next(cell for cell in grid.view.head.cells if cell.text == text)


def _ground(grid: FormGrid, row: int, key: str) -> str:
    """The colour near the upper right corner of a cell."""
    QApplication.processEvents()
    picture = grid.view.viewport().grab().toImage()
    rect = grid.view.visualRect(grid.model.index(row, column(key)))
    return QColor(picture.pixel(rect.topRight() + QPoint(-5, 4))).name()


def test_the_header_cells_tile_the_header_without_gaps(grid: FormGrid) -> None:
    head = grid.view.head
    area = sum(
        rect.width() * rect.height() for rect in (head.cell_rect(cell) for cell in head.cells)
    )
    assert area == head.length() * sum(head.heights())
    assert head.sizeHint().height() == sum(head.heights())


def test_every_heading_of_the_official_form_fits_its_cell(qtbot: QtBot, look: Style) -> None:
    form = load_form("household-form", 2022)
    grid = FormGrid(columns_of(form), header_cells(form), frozen_columns=form.frozen_columns)
    qtbot.addWidget(grid)
    from PySide6.QtGui import QFontMetrics  # noqa: PLC0415 - beside its one use

    metrics = QFontMetrics(look.font("text_header"))
    head = grid.view.head
    wrap = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    for cell in head.cells:
        rect = head.cell_rect(cell)
        pad = look.px("header_pad")
        room = rect.adjusted(pad, 0, -pad, 0)
        room.setHeight(10_000)
        assert metrics.boundingRect(room, wrap, cell.text).height() <= rect.height(), cell.text


def test_frozen_columns_stay_while_the_others_scroll(grid: FormGrid) -> None:
    grid.view.go(0, column("needs"))
    assert grid.view.horizontalScrollBar().value() > 0
    assert grid.view.cell_rect(0, column("head_name")).left() < grid.view.frozen_width()
    grid.view.go(0, column("people"))
    index = grid.model.index(0, column("people"))
    assert grid.view.visualRect(index).left() >= grid.view.frozen_width()


def test_both_halves_scroll_down_together(grid: FormGrid) -> None:
    grid.resize(700, 180)
    QApplication.processEvents()
    grid.view.go(4, column("people"))
    assert grid.view.verticalScrollBar().value() > 0
    assert grid.view.frozen.verticalScrollBar().value() == grid.view.verticalScrollBar().value()


def test_a_click_in_the_frozen_half_is_a_click_in_the_grid(grid: FormGrid, qtbot: QtBot) -> None:
    frozen: QTableView = grid.view.frozen
    point = frozen.visualRect(grid.model.index(2, column("head_name"))).center()
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert grid.view.place == (2, column("head_name"))
    press(grid, "Shift+Down")
    assert grid.view.bounds() == (2, column("head_name"), 3, column("head_name"))


def _click(
    grid: FormGrid,
    qtbot: QtBot,
    row: int,
    key: str,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    point = grid.view.visualRect(grid.model.index(row, column(key))).center()
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, held, point)


def test_shift_click_selects_from_the_cell_in_hand(grid: FormGrid, qtbot: QtBot) -> None:
    _click(grid, qtbot, 0, "people")
    press(grid, "Down")
    _click(grid, qtbot, 3, "income", Qt.KeyboardModifier.ShiftModifier)
    assert grid.view.bounds() == (1, column("people"), 3, column("income"))


def test_a_double_click_opens_the_editor(grid: FormGrid, qtbot: QtBot) -> None:
    _click(grid, qtbot, 0, "people")
    point = grid.view.visualRect(grid.model.index(0, column("people"))).center()
    qtbot.mouseDClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert open_editor(grid) is not None


def test_a_double_click_on_the_name_opens_the_household(grid: FormGrid, qtbot: QtBot) -> None:
    frozen: QTableView = grid.view.frozen
    point = frozen.visualRect(grid.model.index(1, column("head_name"))).center()
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=point)
    with qtbot.waitSignal(grid.row_opened) as opened:
        qtbot.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert opened.args == [IDS[1], "head_name"]


def test_a_group_folds_to_its_first_column_and_keys_step_over_it(
    grid: FormGrid, qtbot: QtBot
) -> None:
    head = grid.view.head
    sign = head.fold_sign(_group(grid, "人数")).center()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert column("income") not in grid.view.shown_columns()
    grid.view.go(0, column("people"))
    press(grid, "Right")
    assert grid.view.place == (0, column("apart"))
    sign = head.fold_sign(_group(grid, "人数")).center()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert column("income") in grid.view.shown_columns()


def test_a_folded_column_is_not_copied_nor_pasted_into(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.toggle_fold(_group(grid, "人数"))
    grid.view.go(1, column("people"))
    press(grid, "Shift+Right", "Ctrl+C")
    assert QApplication.clipboard().text() == "2\t否\r\n"
    grid.view.go(2, column("people"))
    press(grid, "Ctrl+V")
    assert grid.model.values(13)[2:5] == (2, None, 0)
    assert len(requests) == 1


def test_the_heading_line_names_the_column_and_its_keys(grid: FormGrid) -> None:
    grid.view.go(0, column("people"))
    assert grid.heading.text == "列 3 重点 › 人数 › 家庭人口数"
    grid.view.go(0, column("apart"))
    assert grid.heading.note == "1 或 y 是 · 0 或 n 否 · 空格切换 · 空 = 未排查"
    grid.view.go(1, column("able"))
    assert grid.heading.note == "不适用：独居老人户才填。"


def test_errors_doubts_and_closed_cells_look_different(grid: FormGrid, look: Style) -> None:
    grid.view.go(0, column("income"))
    grid.model.enter_text(2, column("people"), "许多")
    plain = _ground(grid, 3, "people")
    assert plain == look.tokens.colours["surface"].lower()
    assert _ground(grid, 2, "people") == look.tokens.colours["danger_ground"].lower()
    assert _ground(grid, 0, "people") == look.tokens.colours["lit"].lower()
    press(grid, "Ctrl+A")
    assert _ground(grid, 3, "people") == look.tokens.colours["selection"].lower()


@pytest.mark.parametrize(("name", "pixels"), [("row_compact", 22), ("row", 26), ("row_wide", 32)])
def test_rows_have_three_heights_that_follow_the_zoom(
    grid: FormGrid, look: Style, name: str, pixels: int
) -> None:
    grid.view.set_row_size(name)
    assert grid.view.rowHeight(0) == pixels
    look.set_zoom(150)
    assert grid.view.rowHeight(0) == round(pixels * 1.5)
    assert grid.view.frozen.rowHeight(0) == grid.view.rowHeight(0)


def test_widths_are_kept_at_hundred_percent(grid: FormGrid, look: Style) -> None:
    look.set_zoom(200)
    grid.view.setColumnWidth(column("people"), 240)
    assert grid.view.column_widths()["people"] == 120
    grid.view.set_column_widths({"people": 90, "gone": 5})
    look.set_zoom(100)
    assert grid.view.columnWidth(column("people")) == 90


def test_an_empty_grid_answers_every_key(grid: FormGrid) -> None:
    grid.model.set_rows([], [])
    press(grid, "Down", "Ctrl+V", "Ctrl+A", "Ctrl+D", "Delete", "F2", "<1>", "Ctrl+C", "Ctrl+End")
    assert grid.view.place == (-1, -1)


def test_going_to_a_cell_by_id(grid: FormGrid) -> None:
    assert grid.view.go_to_cell(14, "method")
    assert grid.view.place == (3, column("method"))
    assert not grid.view.go_to_cell(99, "method")


def test_the_selection_is_counted(grid: FormGrid, qtbot: QtBot) -> None:
    grid.view.go(0, column("people"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        press(grid, "Ctrl+Shift+Down")
    assert counted.args == ["已选 5 格   非空 5   合计 15   平均 3"]
    grid.view.go(0, column("income"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        press(grid, "Shift+Down")
    assert counted.args == ["已选 2 格   非空 2   合计 18,477.5   平均 9,238.75"]


def test_people_and_yuan_are_not_added_up(grid: FormGrid, qtbot: QtBot) -> None:
    grid.view.go(0, column("people"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        press(grid, "Shift+Right")
    assert counted.args == ["已选 2 格   非空 2"]


def test_finding_goes_round_and_says_when_there_is_nothing(grid: FormGrid) -> None:
    bar = grid.find_bar
    grid.view.go(0, column("people"))
    press(grid, "Ctrl+F")
    assert bar.isVisible()
    bar.text.setText("入户")
    assert bar.find_next()
    assert grid.view.place == (0, column("method"))
    assert bar.find_next()
    assert grid.view.place == (3, column("method"))
    assert bar.find_next()
    assert grid.view.place == (0, column("method"))
    assert bar.find_previous()
    assert grid.view.place == (3, column("method"))
    bar.text.setText("没有的字")
    assert not bar.find_next()
    assert bar.note.text() == "没有找到"


def test_what_was_just_pasted_does_not_bound_the_search(grid: FormGrid) -> None:
    QApplication.clipboard().setText("1\n2")
    grid.view.go(1, column("people"))
    press(grid, "Ctrl+V")
    if grid.preview.isVisible():
        grid.preview.accept()
    assert grid.view.shown_blocks() == [(range(1, 3), [column("people")])]
    press(grid, "Ctrl+F")
    grid.find_bar.text.setText("入户")
    assert grid.find_bar.find_next()
    assert grid.view.place == (3, column("method"))
    grid.view.select_block(1, column("people"), 2, column("people"))
    assert not grid.find_bar.find_next()
    assert grid.find_bar.note.text() == "选区内没有找到"


def test_replacing_everywhere_is_one_step(grid: FormGrid, requests: list[EditRequest]) -> None:
    bar = grid.find_bar
    press(grid, "Ctrl+H")
    bar.text.setText("入户排查")
    bar.new_text.setText("电话核查")
    bar.replace_all()
    assert [grid.model.value(row, column("method")) for row in (0, 3)] == ["电话核查", "电话核查"]
    assert [request.action for request in requests] == ["小表：替换 2 格"]


def test_replacing_does_not_touch_the_registry_nor_make_nonsense(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    bar = grid.find_bar
    press(grid, "Ctrl+H")
    bar.text.setText("韦")
    bar.new_text.setText("黄")
    bar.replace_all()
    bar.text.setText("5")
    bar.new_text.setText("五")
    bar.replace_all()
    assert requests == []
    assert bar.note.text() == "替换了 0 格"


def test_tab_stays_in_the_grid_and_f6_leaves_it(grid: FormGrid, qtbot: QtBot) -> None:
    field = QLineEdit(grid)
    field.show()
    grid.activateWindow()
    qtbot.waitActive(grid)
    grid.view.setFocus()
    grid.view.go(0, column("people"))
    press(grid, "Tab", "Shift+Tab", "Tab")
    assert grid.view.hasFocus()
    assert grid.view.place == (0, column("income"))
    press(grid, "F6")
    assert not grid.view.hasFocus()


def test_the_right_button_offers_the_same_actions(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(1, column("needs"))
    menu = grid.actions_.make_menu()
    lines = {action.text().split("\t")[0]: action for action in menu.actions()}
    lines["剪切"].trigger()
    assert QApplication.clipboard().text() == "缺水"
    assert len(requests) == 1
    menu.close()


def test_a_heading_asks_the_page_for_its_menu(grid: FormGrid, qtbot: QtBot) -> None:
    head = grid.view.head
    point = QPoint(head.sectionViewportPosition(column("people")) + 5, 5)
    with qtbot.waitSignal(grid.column_menu_requested) as asked:
        QApplication.sendEvent(
            head.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, point)
        )
    assert asked.args is not None
    assert asked.args[0] == "people"


def test_a_refresh_takes_what_is_being_typed_and_keeps_the_place(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(3, column("people"))
    press(grid, "<9>")
    grid.model.set_rows(IDS, ROWS)
    assert [request.edits[0].value for request in requests] == [9]
    assert open_editor(grid) is None
    assert grid.view.place == (3, column("people"))
    grid.model.set_visible([IDS[3], IDS[0]])
    assert grid.view.place == (0, column("people"))
    grid.model.set_visible([IDS[1], IDS[2]])
    assert grid.view.place == (0, column("people"))  # where its row went, the first is in hand
    grid.model.set_visible([])
    assert grid.view.place == (-1, -1)


def test_where_letters_are_large_the_header_leaves_room_for_rows(
    grid: FormGrid, look: Style
) -> None:
    look.set_zoom(200)
    grid.resize(700, 400)
    QApplication.processEvents()
    head, view = grid.view.head, grid.view
    assert sum(head.heights()) <= view.height() * 0.45
    assert sum(head.heights()) == head.height() == view.frozen.head.height()
    assert view.rows_a_page() >= 2
    grid.resize(700, 1200)
    QApplication.processEvents()
    look.set_zoom(100)
    full = sum(head.heights())
    grid.resize(700, 300)
    QApplication.processEvents()
    assert sum(head.heights()) <= full
    tip = grid.model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "重点 › 人数 › 家庭人口数"


def test_entering_begins_at_a_cell_that_can_be_typed_in(grid: FormGrid, qtbot: QtBot) -> None:
    grid.model.set_rows(IDS, ROWS)
    grid.view.clearFocus()
    grid.view.selectionModel().clear()
    grid.activateWindow()
    qtbot.waitActive(grid)
    grid.view.setFocus()
    assert grid.view.place == (0, column("people"))


def test_groups_that_begin_at_the_same_column_fold_one_by_one(grid: FormGrid) -> None:
    outer, inner = _group(grid, "重点"), _group(grid, "人数")
    grid.view.go(0, column("income"))
    grid.view.toggle_fold(inner)
    assert grid.view.place == (0, column("people"))
    grid.view.toggle_fold(outer)
    assert column("able") not in grid.view.shown_columns()
    grid.view.toggle_fold(outer)
    assert column("able") in grid.view.shown_columns()
    assert column("income") not in grid.view.shown_columns()


def test_long_texts_are_broken_into_as_many_lines_as_the_row_holds(grid: FormGrid) -> None:
    painter = grid.view.painter
    em = painter._metrics.horizontalAdvance("国")
    lines = painter._cut_to_lines("一二三四五六七", 3 * em, 60)
    assert lines == "一二三\n四五六\n七"
    assert painter._cut_to_lines("一二\n三四", 3 * em, 60) == "一二\n三四"
    cut = painter._cut_to_lines("一二三四五六七八九十十一", 3 * em, 60).split("\n")
    assert cut[:2] == ["一二三", "四五六"]
    assert cut[2].startswith("七")
    assert cut[2].endswith("…")
    assert len(cut) == 3
