"""附件2 in the window: rows of problems, and from a problem to the ledger."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.ledger import list_lines
from fangfan_desktop.usecases.village_forms import read_village_forms
from fangfan_desktop.views.grid.column import Refusal
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import survey
from fangfan_desktop.views.survey.village_panel import VillagePanel
from tests.gui.campaign_samples import open_window
from tests.gui.grid_samples import press
from tests.small_township import add_campaign, make_township

Opened = tuple[MainWindow, VillagePanel, Operations]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, database: Database) -> Opened:
    window = open_window(qtbot, operations, database, [survey.SPEC])
    window.open_page("survey", form="village-form")
    operations.wait_until_idle()
    panel = window.page("survey").findChild(VillagePanel)
    assert isinstance(panel, VillagePanel)
    return window, panel, operations


def grid_of(panel: VillagePanel) -> FormGrid:
    assert panel.grid is not None
    return panel.grid


def add_row(opened: Opened, village: int) -> None:
    _, panel, operations = opened
    panel.add_row(village)
    operations.wait_until_idle()


def test_an_empty_form_says_what_it_is_for(opened: Opened):
    _, panel, _ = opened
    assert panel._empty.isVisible()
    assert not grid_of(panel).isVisible()
    panel._empty.button.click()
    menu = cast("QMenu", panel.findChildren(QMenu)[0])
    assert [action.text() for action in menu.actions()] == ["坭桥村", "雒容社区"]


def test_a_new_row_is_in_hand_and_typing_goes_to_the_disk(opened: Opened, database: Database):
    window, panel, operations = opened
    add_row(opened, 2)
    grid = grid_of(panel)
    assert grid.view.place == (0, grid.model.column_of["monitoring_problems"])
    press(grid, "<grid leader away>", "Return")
    operations.wait_until_idle()
    assert grid.model.pending_count == 0
    row = read_village_forms(database, campaign_id=1).rows[0]
    assert row.values[2:4] == ("雒容社区", "grid leader away")
    assert "问题 1 个" in window.status._text.text()


def test_tabs_show_one_village_with_its_number_of_rows(opened: Opened):
    _, panel, _ = opened
    for village in (1, 1, 2):
        add_row(opened, village)
    assert [item.text for item in panel.tabs._items] == ["全部 3", "坭桥村 2", "雒容社区 1"]
    panel.tabs._take(2)
    assert grid_of(panel).model.rowCount() == 1
    assert panel.village_id == 2
    add_row(opened, 2)
    assert grid_of(panel).model.rowCount() == 2


def test_a_problem_goes_into_the_ledger_once(opened: Opened, database: Database):
    window, panel, operations = opened
    add_row(opened, 1)
    press(grid_of(panel), "<no record>", "Return", "Up")
    operations.wait_until_idle()
    panel.ledger_button.click()
    operations.wait_until_idle()
    assert "第1条" in window.banner.text
    lines = list_lines(database, campaign_id=1)
    assert [line.row.value("problem") for line in lines] == ["no record"]
    row, column = grid_of(panel).view.place
    assert grid_of(panel).model.message(row, column)[0] == "已列入整改台账，是第1条"
    panel.ledger_button.click()
    operations.wait_until_idle()
    assert "第1条" in window.banner.text
    assert len(list_lines(database, campaign_id=1)) == 1


def test_rows_are_removed_and_come_back_by_undo(opened: Opened, database: Database):
    window, panel, operations = opened
    add_row(opened, 1)
    panel.remove_button.click()
    operations.wait_until_idle()
    assert panel._empty.isVisible()
    window.changed(undo(database))
    operations.wait_until_idle()
    assert grid_of(panel).model.rowCount() == 1


def test_a_closed_campaign_is_read_only(opened: Opened, database: Database):
    window, panel, operations = opened
    add_row(opened, 1)
    window.changed(close_campaign(database, campaign_id=1))
    operations.wait_until_idle()
    assert panel.closed_tag.isVisible()
    assert not panel.add_button.isEnabled()
    assert not grid_of(panel).model.can_edit(0, 4)


def test_problems_are_written_over_several_lines_and_told_whole_by_the_tip(opened: Opened):
    _, panel, operations = opened
    add_row(opened, 1)
    grid = grid_of(panel)
    column = grid.model.column_of["monitoring_problems"]
    assert grid.view.rowHeight(0) >= 3 * grid.view.fontMetrics().lineSpacing()
    text = "两个村民小组的网格员长期外出，没有人替补，走访记录从三月起就断了，线索也没有人上报。"
    assert grid.model.setData(grid.model.index(0, column), text)
    operations.wait_until_idle()
    grid.view.grab()  # painted without a fault
    assert text in grid.model.data(grid.model.index(0, column), Qt.ItemDataRole.ToolTipRole)


def test_a_large_block_is_one_step_written_off_the_thread(
    opened: Opened, database: Database, monkeypatch: pytest.MonkeyPatch
):
    for module in ("block_actions", "clipboard_actions"):
        monkeypatch.setattr(f"fangfan_desktop.views.grid.{module}.LARGE", 4)
    window, panel, operations = opened
    for _ in range(5):
        add_row(opened, 1)
    grid = grid_of(panel)
    grid.view.go(0, grid.model.column_of["monitoring_problems"])
    QApplication.clipboard().setText("\n".join(["没有台账"] * 5))
    press(grid, "Ctrl+V")
    operations.wait_until_idle()
    grid.preview.accept()
    assert not operations.is_idle
    operations.wait_until_idle()
    rows = read_village_forms(database, campaign_id=1).rows
    assert [row.values[3] for row in rows] == ["没有台账"] * 5
    assert "问题 5 个" in window.status._text.text()
    undo(database)
    assert not any(row.values[3] for row in read_village_forms(database, campaign_id=1).rows)


def test_the_bottom_line_counts_the_selection(opened: Opened):
    window, panel, _ = opened
    add_row(opened, 1)
    grid = grid_of(panel)
    grid.view.select_block(0, 2, 0, 4)
    grid.count_now()
    assert "附件2 1 行" in window.status._text.text()
    assert "已选" in window.status._text.text()


def test_the_bottom_line_says_how_many_cells_are_wrong(opened: Opened):
    window, panel, _ = opened
    add_row(opened, 1)
    grid = grid_of(panel)
    column = grid.model.column_of["monitoring_problems"]
    grid.model.keep_refused([(grid.model.row_id(0), column, Refusal("？", "读不懂"))])
    grid.problems.collect_now()
    assert window.status._text.text().endswith(" · 未写入 1")
    grid.model.take_refused()
    grid.problems.collect_now()
    assert "未写入" not in window.status._text.text()
