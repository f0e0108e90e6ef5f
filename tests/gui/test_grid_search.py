"""Finding looks at what cells show, refused texts and worked-out places included."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.grid.block_actions import silent
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.header import fitted_text
from fangfan_desktop.views.grid.search import Search, plan_replacing
from fangfan_desktop.views.style import Style
from tests.gui.grid_samples import column, make_grid, press, save_at_once


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    return made


def search(grid: FormGrid, text: str) -> Search:
    return Search(grid.model.part(range(5)), grid.view.shown_columns(), text)


def test_cells_are_found_row_by_row_both_ways_round_the_end(grid: FormGrid) -> None:
    found = search(grid, "入户")
    at = column("method")
    assert found.find((0, at), 1) == (3, at)
    assert found.find((3, at), 1) == (0, at)
    assert found.find((3, at), -1) == (0, at)
    assert found.find((3, 0), 1) == (3, at)
    assert list(found.cells(silent)) == [(0, at), (3, at)]


def test_the_only_cell_is_found_again(grid: FormGrid) -> None:
    place = (1, column("needs"))
    assert search(grid, "缺水").find(place, 1) == place
    assert search(grid, "没有这个").find(place, 1) is None


def test_a_number_in_the_first_column_and_a_text_of_its_own_are_found(grid: FormGrid) -> None:
    assert search(grid, "4").find((2, 8), 1) == (3, 0)
    grid.model.set_own_text(1, lambda row_id, value: f"坭桥村{value}{row_id}")
    assert search(grid, "𫘝15").find((0, 0), 1) == (4, 1)
    assert grid.model.face(4, 1)[0] == "坭桥村罗𫘝15"


def test_a_refused_text_is_found(grid: FormGrid) -> None:
    save_at_once(grid)
    grid.view.go(2, column("people"))
    press(grid, "<6x>", "Return")
    assert search(grid, "6x").find((0, 0), 1) == (2, column("people"))


def test_replacing_leaves_out_what_would_be_no_value(grid: FormGrid) -> None:
    part, shown = grid.model.part(range(5)), grid.view.shown_columns()
    plan = plan_replacing(part, shown, "入户排查", "电话核查", silent)
    assert plan.wanted == {11: {"method": "电话核查"}, 14: {"method": "电话核查"}}
    assert plan_replacing(part, shown, "入户排查", "飞鸽传书", silent).cells == 0


@pytest.mark.parametrize("width", [10, 40, 70, 120, 400])
def test_a_heading_keeps_within_its_room(look: Style, width: int) -> None:
    metrics = QFontMetrics(look.font("text_header"))
    room = QSize(width, 2 * metrics.lineSpacing())
    text = fitted_text(metrics, "重点人群和特殊群体及其家庭情况", room)
    lines = text.split("\n")
    assert len(lines) <= 2
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)
    assert (text == "") == (width == 10)
    assert metrics.boundingRect(QRect(0, 0, 9999, 9999), 0, text).height() <= room.height()
