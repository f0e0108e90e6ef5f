"""Columns under the clerk's hand: folded, moved, frozen, hidden, made wide."""

from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.arrangement import ColumnChoices
from fangfan_desktop.views.grid.column import EditRequest
from fangfan_desktop.views.grid.column_actions import make_column_actions
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.style import Style
from tests.gui.grid_samples import KEYS, column, make_grid, messages, press, save_at_once

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def shown(grid: FormGrid) -> list[str]:
    return [KEYS[each] for each in grid.view.shown_columns()]


def on_screen(grid: FormGrid) -> list[str]:
    """The columns of both halves as Qt shows them, from the left."""
    main, frozen = grid.view.head, grid.view.frozen.head
    order = [main.logicalIndex(at) for at in range(main.count())]
    assert [frozen.logicalIndex(at) for at in range(frozen.count())] == order
    return [KEYS[each] for each in order if not main.isSectionHidden(each)]


def heading(grid: FormGrid, text: str) -> HeaderCell:
    return next(cell for cell in grid.view.head.cells if cell.text == text)


def choose(grid: FormGrid, key: str, words: str) -> None:
    """Take a line of the heading's menu."""
    actions = make_column_actions(grid, column(key), grid)
    next(each for each in actions if each.text().startswith(words)).trigger()


def drag(grid: FormGrid, text: str, to: QPoint) -> None:
    """Drag a heading by the mouse."""
    head = grid.view.head
    start = head.cell_rect(heading(grid, text)).center()
    kinds: list[tuple[QEvent.Type, QPoint]] = [
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, QPoint((start.x() + to.x()) // 2, to.y())),
        (QEvent.Type.MouseMove, to),
        (QEvent.Type.MouseButtonRelease, to),
    ]
    for kind, point in kinds:
        place = QPointF(point)
        glob = QPointF(head.viewport().mapToGlobal(point))
        event = QMouseEvent(kind, place, glob, _LEFT, _LEFT, _NONE)
        QApplication.sendEvent(head.viewport(), event)


def click(grid: FormGrid, qtbot: QtBot, text: str, held: Qt.KeyboardModifier = _NONE) -> None:
    head = grid.view.head
    point = head.cell_rect(heading(grid, text)).center()
    qtbot.mouseClick(head.viewport(), _LEFT, held, point)


# Folding


def test_alt_shift_left_folds_from_the_inside_and_right_unfolds_from_the_outside(
    grid: FormGrid,
) -> None:
    grid.view.go(0, column("income"))
    press(grid, "Alt+Shift+Left")
    assert shown(grid)[2:5] == ["people", "apart", "able"]
    assert grid.view.place == (0, column("people"))
    press(grid, "Alt+Shift+Left")
    assert shown(grid)[2:4] == ["people", "method"]
    press(grid, "Alt+Shift+Right")
    assert shown(grid)[2:5] == ["people", "apart", "able"]
    press(grid, "Alt+Shift+Right")
    assert shown(grid) == KEYS
    told = messages(grid)
    press(grid, "Alt+Shift+Right")
    grid.view.go(0, column("day"))
    press(grid, "Alt+Shift+Left")
    assert told == ["这一列所在的组没有折叠。", "这一列不在能折叠的组里。"]


def test_a_folded_group_says_how_many_columns_it_leaves_out(grid: FormGrid) -> None:
    group = heading(grid, "重点")
    plain = grid.view.head.fold_sign(group).width()
    grid.view.toggle_fold(group)
    assert grid.view.head._sign(group) == "+3"
    assert grid.view.head.fold_sign(group).width() >= plain
    assert grid.view.head.cell_rect(group).width() == grid.view.columnWidth(column("people"))


def test_what_is_folded_is_neither_cleared_nor_filled_nor_counted(
    grid: FormGrid, requests: list[EditRequest], qtbot: QtBot
) -> None:
    grid.view.toggle_fold(heading(grid, "人数"))
    grid.view.go(0, column("people"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        press(grid, "Shift+Right")
    assert counted.args == ["已选 2 格   非空 2   是 1   否 0"]
    press(grid, "Delete")
    assert grid.model.value(0, column("people")) is None
    assert grid.model.value(0, column("income")) == 1_199_700
    assert len(requests) == 1


def test_a_jump_and_find_unfold_the_group_they_land_in(grid: FormGrid) -> None:
    grid.view.toggle_fold(heading(grid, "重点"))
    assert grid.view.go_to_cell(12, "able")
    assert grid.view.place == (1, column("able"))
    assert "income" in shown(grid)
    grid.view.toggle_fold(heading(grid, "人数"))
    grid.find_bar.text.setText("6480.5")
    assert grid.find_bar.find_next()
    assert grid.view.place == (1, column("income"))
    choose(grid, "day", "隐藏本列")
    grid.find_bar.text.setText("2022-05-06")
    assert not grid.find_bar.find_next()
    assert grid.view.go_to_cell(11, "day")
    assert "day" in shown(grid)


# Order


def test_a_selected_heading_is_dragged_to_its_place_among_its_siblings(
    grid: FormGrid, qtbot: QtBot
) -> None:
    click(grid, qtbot, "子女是否有赡养能力")
    assert grid.view.whole_columns() == [column("able")]
    first = grid.view.head.cell_rect(heading(grid, "人数"))
    drag(grid, "子女是否有赡养能力", QPoint(first.left() + 4, first.center().y()))
    assert on_screen(grid) == shown(grid)
    assert shown(grid)[2:6] == ["able", "people", "income", "apart"]
    # Outside its group there is no place for it.
    day = grid.view.head.cell_rect(heading(grid, "日期"))
    drag(grid, "子女是否有赡养能力", day.center())
    assert shown(grid)[2:6] == ["able", "people", "income", "apart"]


def test_dragging_over_headings_that_are_not_selected_selects_them(
    grid: FormGrid, qtbot: QtBot
) -> None:
    drag(grid, "是否独居", grid.view.head.cell_rect(heading(grid, "排查方式")).center())
    assert grid.view.whole_columns() == [column("apart"), column("able"), column("method")]
    assert shown(grid) == KEYS
    click(grid, qtbot, "人数")
    assert grid.view.whole_columns() == [column("people"), column("income")]
    click(grid, qtbot, "日期", Qt.KeyboardModifier.ControlModifier)
    assert grid.view.whole_columns() == [column("people"), column("income"), column("day")]


def test_a_group_is_dragged_with_all_its_columns(grid: FormGrid, qtbot: QtBot) -> None:
    grid.resize(1200, 300)
    QApplication.processEvents()
    click(grid, qtbot, "重点")
    day = grid.view.head.cell_rect(heading(grid, "日期"))
    drag(grid, "重点", QPoint(day.right() - 6, day.center().y()))
    assert on_screen(grid) == [*KEYS[:2], "method", "day", *KEYS[2:6], "needs"]
    head = grid.view.head
    area = sum(r.width() * r.height() for r in (head.cell_rect(cell) for cell in head.cells))
    assert area == head.length() * sum(head.heights())


def test_keys_move_the_column_and_say_where_its_group_ends(grid: FormGrid) -> None:
    grid.view.go(1, column("able"))
    press(grid, "Ctrl+Alt+Shift+Left")
    assert on_screen(grid)[4:6] == ["able", "apart"]
    assert grid.view.place == (1, column("able"))
    told = messages(grid)
    press(grid, "Ctrl+Alt+Shift+Right", "Ctrl+Alt+Shift+Right")
    assert on_screen(grid) == KEYS
    assert told == ["已经在本组最右边。要移动整组，选中组标题再拖动。"]


@pytest.fixture
def moved(grid: FormGrid) -> FormGrid:
    """`able` before `apart`, and 重点 behind 日期."""
    order = ("seq", "head_name", "method", "day", "able", "apart", "people", "income", "needs")
    grid.view.set_choices(ColumnChoices(order=order))
    return grid


def test_keys_go_as_columns_stand(moved: FormGrid) -> None:
    moved.view.go(0, column("day"))
    press(moved, "Right")
    assert moved.view.place == (0, column("able"))
    press(moved, "Tab", "Tab")
    assert moved.view.place == (0, column("people"))
    press(moved, "Home")
    assert moved.view.place == (0, column("method"))
    press(moved, "Ctrl+Right")
    assert moved.view.place == (0, column("income"))


def test_blocks_are_copied_pasted_and_filled_as_columns_stand(
    moved: FormGrid, requests: list[EditRequest]
) -> None:
    moved.view.go(0, column("day"))
    press(moved, "Shift+Right", "Shift+Right", "Shift+Right")
    assert moved.view.shown_blocks() == [
        (range(1), [column("day"), column("able"), column("apart"), column("people")])
    ]
    assert moved.view.bounds() == (0, column("day"), 0, column("people"))
    press(moved, "Ctrl+C")
    assert QApplication.clipboard().text().rstrip() == "2022-05-06\t是\t是\t5"
    moved.view.select_block(0, column("day"), 2, column("people"))
    press(moved, "Ctrl+D")
    assert moved.model.values(13)[2:8] == (5, None, 1, 1, None, "2022-05-06")
    assert len(requests) == 1


def test_a_whole_row_and_all_cells_are_one_block_whatever_the_order(moved: FormGrid) -> None:
    moved.view.go(1, column("people"))
    press(moved, "Shift+Space")
    blocks = moved.view.shown_blocks()
    assert blocks == [(range(1, 2), moved.view.shown_columns())]
    press(moved, "Ctrl+A")
    assert moved.view.shown_blocks() == [(range(5), moved.view.shown_columns())]
    assert moved.view.painter.corner == (4, column("needs"))


def test_the_numbers_of_columns_stay_those_of_the_form(moved: FormGrid) -> None:
    moved.view.go(0, column("people"))
    assert moved.heading.text == "列 3 重点 › 人数 › 家庭人口数"
    press(moved, "<9>", "Enter")
    assert moved.model.value(0, column("people")) == 9


# Freezing


def test_columns_are_frozen_up_to_one_and_let_go(grid: FormGrid) -> None:
    choose(grid, "people", "冻结到本列")
    grid.view.go(0, column("needs"))
    assert grid.view.horizontalScrollBar().value() > 0
    assert not grid.view.frozen.isColumnHidden(column("people"))
    press(grid, "Home")
    assert grid.view.place == (0, column("income"))
    choose(grid, "people", "取消冻结")
    assert not grid.view.frozen.isVisible()
    press(grid, "Home")
    assert grid.view.place == (0, column("seq"))


def test_frozen_columns_leave_room_for_the_others(grid: FormGrid, look: Style) -> None:
    told = messages(grid)
    choose(grid, "needs", "冻结到本列")
    assert told == ["窗口不够宽，只冻结放得下的几列；窗口加宽后自动补上。"]
    assert 0 < grid.view.frozen_width() < grid.view.viewport().width()
    assert grid.view.columns_.choices().frozen == len(KEYS)
    count = grid.view.frozen_columns
    look.set_zoom(200)
    assert grid.view.frozen_columns < count
    look.set_zoom(100)
    grid.resize(2000, 300)
    QApplication.processEvents()
    assert grid.view.frozen_columns == len(KEYS)


def test_an_editor_opens_in_a_column_that_was_frozen_later(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    choose(grid, "people", "冻结到本列")
    grid.view.go(2, column("people"))
    press(grid, "<7>", "Enter")
    assert requests[0].edits[0].value == 7
    assert grid.view.place == (3, column("people"))


# Hiding, widths, back again


def test_selected_columns_are_hidden_together_and_come_back(grid: FormGrid) -> None:
    grid.view.select_column(column("apart"))
    grid.view.select_column(column("method"), extend=True)
    choose(grid, "able", "隐藏选中的列")
    assert shown(grid) == ["seq", "head_name", "people", "income", "day", "needs"]
    assert grid.view.place[1] == column("income")
    choose(grid, "people", "显示全部列（隐藏了 3 列）")
    assert shown(grid) == KEYS


def test_all_goes_back_to_how_the_form_has_it(moved: FormGrid, qtbot: QtBot) -> None:
    moved.view.set_column_widths({"people": 200})
    moved.view.toggle_fold(heading(moved, "人数"))
    choose(moved, "day", "隐藏本列")
    choose(moved, "method", "冻结到本列")
    with qtbot.waitSignal(moved.widths_changed):
        choose(moved, "people", "恢复原样")
    assert on_screen(moved) == KEYS
    assert moved.view.columns_.choices() == ColumnChoices()
    assert moved.view.columnWidth(column("people")) == 80
    assert moved.view.frozen_columns == 2


def test_a_double_click_on_a_border_fits_what_is_seen(grid: FormGrid, qtbot: QtBot) -> None:
    head = grid.view.head
    grid.view.set_column_widths({"people": 300, "method": 30})
    edge = QPoint(head.sectionViewportPosition(column("income")) - 1, head.height() - 4)
    qtbot.mouseDClick(head.viewport(), _LEFT, pos=edge)
    assert grid.view.columnWidth(column("people")) < 120
    choose(grid, "method", "最适合的列宽")
    assert grid.view.columnWidth(column("method")) > 50
    assert grid.view.column_widths()["method"] == grid.view.columnWidth(column("method"))
    grid.model.enter_text(0, column("needs"), "很长的说明" * 60)
    choose(grid, "needs", "最适合的列宽")
    assert grid.view.columnWidth(column("needs")) == 360


def test_the_heading_s_menu_has_all_of_it(grid: FormGrid) -> None:
    head = grid.view.head
    point = QPoint(head.sectionViewportPosition(column("income")) + 9, head.height() - 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, point)
    QApplication.sendEvent(head.viewport(), event)
    menus = cast("list[QMenu]", grid.view.findChildren(QMenu))
    menu = next(each for each in menus if each.isVisible())
    lines = [each.text().split("\t")[0] for each in menu.actions() if each.text()]
    assert lines == [
        "筛选和排序…",
        "隐藏本列",
        "显示全部列",
        "冻结到本列",
        "取消冻结",
        "左移",
        "右移",
        "折叠“重点”",
        "折叠“人数”",
        "列宽…",
        "最适合的列宽",
        "列设置…",
        "恢复原样",
    ]
    menu.close()


# 列设置


def test_the_dialog_hides_moves_and_freezes_at_once(grid: FormGrid) -> None:
    grid.column_actions.open_dialog()
    dialog = grid.column_actions.dialog
    group = dialog.tree.topLevelItem(2)
    assert group.text(0) == "重点"
    assert [group.child(at).text(0) for at in range(group.childCount())] == [
        "人数",
        "是否独居",
        "子女是否有赡养能力",
    ]
    dialog.tree.setCurrentItem(group.child(2))
    for _ in range(3):
        dialog.up.click()
    dialog.tree.topLevelItem(4).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.frozen.setValue(1)
    assert on_screen(grid) == KEYS
    dialog.accept()
    assert on_screen(grid) == [
        "seq", "head_name", "able", "people", "income", "apart", "method", "needs",
    ]  # fmt: skip
    assert grid.view.frozen_columns == 1
    grid.column_actions.open_dialog()
    dialog.set_back()
    dialog.reject()
    assert "day" not in on_screen(grid)
    grid.column_actions.open_dialog()
    dialog.set_back()
    dialog.accept()
    assert on_screen(grid) == KEYS
    assert grid.view.frozen_columns == 2


def test_the_dialog_leaves_at_least_one_column(grid: FormGrid) -> None:
    grid.column_actions.open_dialog()
    dialog = grid.column_actions.dialog
    for at in range(dialog.tree.topLevelItemCount()):
        dialog.tree.topLevelItem(at).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.accept()
    assert dialog.isVisible()
    assert shown(grid) == KEYS
    dialog.check_all()
    dialog.accept()
    assert not dialog.isVisible()
