"""The menu of a column and what shows that rows are filtered or sorted, by keyboard and mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.grid.column import EditRequest
from fangfan_desktop.views.grid.column_filter import CellState, ColumnFilter, Compare
from fangfan_desktop.views.grid.column_menu import ColumnMenu
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.row_order import SortLevel
from fangfan_desktop.views.grid.sort_dialog import SortDialog
from fangfan_desktop.views.style import Style
from tests.gui.grid_samples import IDS, ROWS, column, make_grid, press, save_at_once

GUI, QIN, MO, LAN, LUO = IDS
_ANSWERED = ColumnFilter(values=frozenset({"是", "否"}))
Key = Qt.Key


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def _menu(grid: FormGrid, row: int, key: str, keys: str = "Ctrl+Shift+L") -> ColumnMenu:
    grid.view.go(row, column(key))
    press(grid, keys)
    menu = grid.ordering.menu
    assert menu is not None
    assert menu.isVisible()
    return menu


def _type(dialog: QWidget, *keys: Qt.Key | str) -> None:
    """Press keys where the focus of the dialog is."""
    for key in keys:
        target = dialog.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        QApplication.processEvents()


@pytest.mark.parametrize("keys", ["Ctrl+Shift+L", "Alt+Shift+Down"])
def test_a_column_is_filtered_by_its_values_from_the_keyboard(grid: FormGrid, keys: str) -> None:
    menu = _menu(grid, 1, "apart", keys)
    assert menu.values.labels() == ["是 · 1", "否 · 2", "空（未填） · 2"]
    _type(menu, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space, Key.Key_Return)
    assert grid.model.visible_ids() == [QIN, LAN]
    assert grid.view.place == (0, column("apart"))
    assert grid.focusWidget() is grid.view


def test_letters_search_the_values_and_enter_takes_what_was_found(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "head_name")
    _type(menu, "w")
    assert menu.values.labels() == ["韦桂兰 · 1"]
    _type(menu, Key.Key_Return)
    assert grid.model.visible_ids() == [GUI]


def test_letters_typed_in_the_list_go_to_the_search(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "head_name")
    menu.list.setFocus()
    _type(menu, "q")
    assert menu.search.text() == "q"
    _type(menu, Key.Key_Backspace)
    assert menu.values.chosen is None


def test_a_search_that_is_taken_back_leaves_the_ticks_as_they_were(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "apart")
    _type(menu, Key.Key_Space)
    menu.search.setText("否")
    assert menu.values.chosen == {"否"}
    menu.search.clear()
    assert menu.values.chosen == {"否", ""}


def test_the_box_above_the_values_ticks_all_or_none(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "apart")
    assert menu.everything.checkState() == Qt.CheckState.Checked
    _type(menu, Key.Key_Space)
    assert menu.everything.checkState() == Qt.CheckState.PartiallyChecked
    menu.everything.click()
    assert menu.values.chosen is None
    menu.everything.click()
    assert menu.values.chosen == frozenset()


def test_esc_closes_the_menu_and_changes_nothing(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "apart")
    _type(menu, Key.Key_Space, Key.Key_Escape)
    assert grid.model.visible_ids() == IDS
    assert grid.ordering.menu is None
    assert grid.focusWidget() is grid.view


def test_a_condition_that_cannot_be_read_keeps_the_menu_open(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "income")
    menu.test.setCurrentIndex(menu.test.findData(Compare.ABOVE.value))
    menu.text.setText("很多")
    menu.confirm.click()
    assert menu.isVisible()
    assert menu.problem
    menu.text.setText("1万")
    menu.text.setText("10000")
    menu.confirm.click()
    assert grid.model.visible_ids() == [GUI, LAN]


def test_the_menu_shows_what_the_column_is_filtered_by(grid: FormGrid) -> None:
    asked = ColumnFilter(
        frozenset({"20,000"}), Compare.BETWEEN, "1", "20000", frozenset({CellState.ERROR})
    )
    grid.order.set_filter("income", ColumnFilter(test=Compare.ABOVE, text="1"))
    menu = _menu(grid, 0, "income")
    menu.reject()
    grid.order.set_filter("income", asked)
    menu = grid.ordering.open_menu(column("income"))
    assert menu.wanted() == asked


def test_states_are_counted_while_the_menu_is_open(grid: FormGrid, qtbot: QtBot) -> None:
    menu = _menu(grid, 0, "able")
    box = menu.states[CellState.CLOSED]
    qtbot.waitUntil(lambda: box.text() == "不适用 · 4")
    box.click()
    menu.confirm.click()
    assert grid.model.visible_ids() == IDS[1:]


def test_the_menu_opens_even_where_no_row_is_left(grid: FormGrid) -> None:
    grid.view.go(2, column("apart"))
    grid.order.set_filter("head_name", ColumnFilter(test=Compare.EQUALS, text="无此人"))
    assert grid.model.rowCount() == 0
    assert grid.ordering.line.text == "已筛出 0 / 5 行"
    press(grid, "Ctrl+Shift+L")
    menu = grid.ordering.menu
    assert menu is not None
    assert "是否独居" in menu.windowTitle()
    menu.clear_all.click()
    assert grid.model.visible_ids() == IDS
    assert grid.view.place[1] == column("apart")


def test_a_click_on_the_sign_in_a_heading_opens_the_menu(grid: FormGrid, qtbot: QtBot) -> None:
    grid.view.go(0, column("people"))
    head = grid.view.head
    sign = head.menu_sign(column("people"))
    assert not sign.isEmpty()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=sign.center())
    assert grid.ordering.menu is not None
    assert grid.view.bounds() == (0, column("people"), 0, column("people"))
    grid.ordering.menu.descending.click()
    assert grid.order.levels == (SortLevel("people", is_down=True),)


def test_several_columns_are_sorted_by_in_a_dialog(grid: FormGrid) -> None:
    grid.order.sort_by("apart")
    menu = _menu(grid, 0, "income")
    assert menu.several.text() == "加入多列排序…"
    menu.several.click()
    dialog = grid.ordering.dialog
    assert isinstance(dialog, SortDialog)
    assert dialog.levels == [SortLevel("apart"), SortLevel("income")]
    dialog.add_level()
    dialog.move_level(1, -1)
    dialog.remove_level(2)
    assert dialog.levels == [SortLevel("income"), SortLevel("apart")]
    dialog.confirm.click()
    assert grid.order.levels == (SortLevel("income"), SortLevel("apart"))
    assert grid.focusWidget() is grid.view


def test_headings_and_a_line_say_what_is_filtered_and_sorted(grid: FormGrid) -> None:
    height = grid.view.head.height()
    assert not grid.ordering.line.isVisible()
    grid.set_unit("户")
    grid.order.set_filter("apart", _ANSWERED)
    grid.order.set_levels([SortLevel("head_name"), SortLevel("people", is_down=True)])
    assert grid.ordering.line.isVisible()
    assert grid.ordering.line.text == "已筛出 3 / 5 户 · 排序：户主姓名▲、家庭人口数▼"
    signs = grid.view.head.signs
    assert [signs[column(k)].text for k in ("head_name", "people", "apart")] == ["▲1", "▼2", ""]
    assert signs[column("apart")].is_filtered
    assert grid.view.head.height() >= height
    role = Qt.ItemDataRole.ToolTipRole
    tip = grid.model.headerData(column("apart"), Qt.Orientation.Horizontal, role)
    assert tip == "重点 › 是否独居\n筛选：值：否、是"
    grid.ordering.line.unfilter.click()
    grid.ordering.line.unsort.click()
    assert not grid.ordering.line.isVisible()
    assert grid.view.head.signs == {}


def test_what_is_being_typed_is_taken_before_rows_are_filtered(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(2, column("people"))
    press(grid, "<9>")
    grid.order.set_filter("apart", ColumnFilter(test=Compare.EMPTY))
    assert [edit.value for request in requests for edit in request.edits] == [9]
    assert grid.model.visible_ids() == [MO, LUO]


def test_the_cell_in_hand_stays_or_the_next_row_left_is_taken(grid: FormGrid) -> None:
    grid.view.go(3, column("people"))
    grid.order.sort_by("people")
    assert grid.model.row_id(grid.view.place[0]) == LAN
    grid.order.set_filter("head_name", ColumnFilter(test=Compare.LACKS, text="蓝"))
    assert grid.model.row_id(grid.view.place[0]) == GUI
    assert grid.view.place[1] == column("people")
    assert len(grid.view.selected_ranges()) == 1
    grid.order.set_filter("people", ColumnFilter(test=Compare.LACKS, text="5"))
    assert grid.model.row_id(grid.view.place[0]) == MO  # the last row went: the one before it
    grid.order.set_filter("head_name", ColumnFilter(test=Compare.CONTAINS, text="无此人"))
    assert grid.view.place[0] == -1
    grid.order.clear_filters()
    assert grid.view.place == (grid.model.view_row(MO), column("people"))


def test_a_row_that_was_edited_stays_until_the_key_that_applies_anew(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.order.set_filter("apart", ColumnFilter(test=Compare.EMPTY))
    grid.view.go(0, column("apart"))
    press(grid, "1")
    assert len(requests) == 1
    assert grid.model.visible_ids() == [MO, LUO]
    press(grid, "Ctrl+Alt+L")
    assert grid.model.visible_ids() == [LUO]


def test_a_paste_goes_into_the_rows_that_are_shown_and_no_others(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.order.set_filter("apart", _ANSWERED)
    grid.order.sort_by("head_name")
    assert grid.model.visible_ids() == [LAN, QIN, GUI]
    grid.view.go(0, column("people"))
    QApplication.clipboard().setText("7\n8\n9")
    press(grid, "Shift+Down", "Shift+Down", "Ctrl+V")
    edits = {edit.row_id: edit.value for request in requests for edit in request.edits}
    assert edits == {LAN: 7, QIN: 8, GUI: 9}
    assert grid.model.values(MO) == ROWS[2]


def test_fill_and_clear_leave_the_rows_between_alone(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.order.set_filter("apart", _ANSWERED)
    grid.view.go(0, column("people"))
    press(grid, "Shift+Down", "Shift+Down", "Ctrl+D")
    assert {edit.row_id for edit in requests[-1].edits} == {QIN, LAN}
    press(grid, "Delete")
    assert {edit.row_id for edit in requests[-1].edits} == {GUI, QIN, LAN}
    assert grid.model.values(MO) == ROWS[2]


@pytest.mark.parametrize("zoom", [80, 100, 200])
def test_menu_and_dialog_stay_on_a_small_screen(grid: FormGrid, look: Style, zoom: int) -> None:
    look.set_zoom(zoom)
    menu = grid.ordering.open_menu(column("income"))
    menu.test.setCurrentIndex(menu.test.findData(Compare.BETWEEN.value))
    QApplication.processEvents()
    assert menu.minimumSizeHint().width() <= 1366
    assert menu.minimumSizeHint().height() <= 700
    room = menu.screen().availableGeometry()
    assert room.contains(menu.geometry().topLeft() + QPoint(1, 1))
    menu.reject()
    dialog = grid.ordering.open_sort("people")
    assert dialog.minimumSizeHint().width() <= 1366
    dialog.reject()


def test_a_choice_that_leaves_no_row_cannot_be_confirmed(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "apart")
    menu.search.setText("无此值")
    assert not menu.confirm.isEnabled()
    _type(menu, Key.Key_Return)
    assert menu.isVisible()
    menu.search.clear()
    assert menu.confirm.isEnabled()


def test_tab_goes_through_the_menu_from_the_search_on(grid: FormGrid) -> None:
    menu = _menu(grid, 0, "needs")
    seen: list[QWidget | None] = []
    for _ in range(4):
        _type(menu, Key.Key_Tab)
        seen.append(menu.focusWidget())
    assert seen == [menu.everything, menu.list, menu.test, menu.states[CellState.ERROR]]
