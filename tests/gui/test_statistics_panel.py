"""附件3 in the window: numbers open their lists, weeks are kept, changes are marked."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.ledger_rules import LedgerLevel
from fangfan_desktop.forms.marks import Level as MarkLevel
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.ledger import add_line
from fangfan_desktop.usecases.statistics import list_snapshots, read_statistics, take_snapshot
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages import ledger, survey
from fangfan_desktop.views.survey.statistics_panel import TOTAL_ROW, StatisticsPanel
from tests.gui.campaign_samples import open_window, targets
from tests.gui.grid_samples import press
from tests.small_township import add_campaign, make_township

Opened = tuple[MainWindow, StatisticsPanel, Operations]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        add_line(
            opened,
            campaign_id=1,
            values={"village": "坭桥村", "problem_type": "资金项目", "problem": "资料不齐𠮷"},
        )
        yield opened


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, database: Database) -> Opened:
    window = open_window(qtbot, operations, database, [survey.SPEC, ledger.SPEC])
    window.open_page("survey", form="statistics")
    operations.wait_until_idle()
    panel = window.page("survey").findChild(StatisticsPanel)
    assert isinstance(panel, StatisticsPanel)
    return window, panel, operations


def grid_of(panel: StatisticsPanel) -> FormGrid:
    assert panel.grid is not None
    return panel.grid


def go(panel: StatisticsPanel, row: int, key: str) -> None:
    grid = grid_of(panel)
    grid.view.go(row, grid.model.column_of[key])
    grid.view.setFocus()


def text(panel: StatisticsPanel, row: int, key: str) -> str:
    grid = grid_of(panel)
    return grid.model.face(row, grid.model.column_of[key])[0]


def test_villages_and_the_total_are_shown(opened: Opened):
    window, panel, _ = opened
    assert [text(panel, row, "village") for row in range(3)] == ["坭桥村", "雒容社区", "合计"]
    assert [text(panel, row, "to_survey") for row in range(3)] == ["10/19", "2/4", "12/23"]
    assert text(panel, 2, "seq").strip() == ""
    assert "应排查 12/23" in window.status._text.text()


def test_enter_on_a_number_opens_its_list_and_one_household_opens(opened: Opened):
    window, panel, operations = opened
    go(panel, 0, "to_survey")
    QTest.keyClick(grid_of(panel).view, Qt.Key.Key_Return)
    operations.wait_until_idle()
    assert panel.dialog is not None
    assert panel.dialog.windowTitle() == "坭桥村 · 应排查农户"
    assert panel.dialog.grid.model.rowCount() == 10
    panel.dialog.open_button.click()
    assert targets(window, "households") == [{"household_id": 1}]


def test_escape_closes_a_list(opened: Opened):
    _, panel, operations = opened
    panel.open_figure(0, "to_survey")
    operations.wait_until_idle()
    assert panel.dialog is not None
    assert panel.dialog.isVisible()
    QTest.keyClick(panel.dialog.grid.view, Qt.Key.Key_Escape)
    assert panel.dialog is None or not panel.dialog.isVisible()


def test_a_problem_of_the_list_opens_in_the_ledger(opened: Opened):
    window, panel, operations = opened
    panel.open_figure(TOTAL_ROW, "funds_problems")
    operations.wait_until_idle()
    assert panel.dialog is not None
    panel.dialog.open_button.click()
    operations.wait_until_idle()
    assert window.current_key == "ledger"


def test_grid_workers_have_no_household_to_open(opened: Opened):
    _, panel, operations = opened
    panel.open_figure(1, "grid_workers")
    operations.wait_until_idle()
    assert panel.dialog is not None
    assert not panel.dialog.open_button.isEnabled()
    panel.dialog.close()


def test_training_is_typed_and_the_total_follows(opened: Opened, database: Database, qtbot: QtBot):
    _, panel, operations = opened
    go(panel, 0, "training_visits")
    press(grid_of(panel), "<12>", "Return")
    operations.wait_until_idle()
    table = read_statistics(database, campaign_id=1).statistics
    assert table.rows[0].values["training_visits"] == 12
    qtbot.waitUntil(lambda: text(panel, 2, "training_visits") == "12")


def test_what_is_typed_goes_to_its_campaign_though_another_is_in_hand_before_it_is_written(
    opened: Opened, database: Database
):
    window, panel, operations = opened
    other = add_campaign(database, "2023年集中排查", 2023).id
    gate = threading.Event()
    operations.start(gate.wait, label="占住")
    go(panel, 0, "training_visits")
    press(grid_of(panel), "<12>", "Return")
    window.set_campaigns([CampaignChoice(1, "2022年"), CampaignChoice(other, "2023年")], other)
    panel.set_campaign(other)
    gate.set()
    operations.wait_until_idle()
    tables = [read_statistics(database, campaign_id=campaign) for campaign in (1, other)]
    figures = [table.statistics.rows[0].values["training_visits"] for table in tables]
    assert figures == [12, None]


def test_counted_cells_and_the_total_cannot_be_typed_in(opened: Opened, database: Database):
    window, panel, operations = opened
    go(panel, 0, "to_survey")
    press(grid_of(panel), "<9>")
    go(panel, 2, "training_visits")
    press(grid_of(panel), "<9>", "Return")
    operations.wait_until_idle()
    assert "统计得出" in window.banner.text
    table = read_statistics(database, campaign_id=1).statistics
    assert table.total.values["training_visits"] is None


def test_a_week_is_kept_and_what_changed_since_is_marked(opened: Opened, database: Database):
    window, panel, operations = opened
    assert not panel.compare_button.isEnabled()
    panel.snapshot_button.click()
    operations.wait_until_idle()
    assert len(list_snapshots(database, campaign_id=1)) == 1
    assert "已记入第1期" in window.banner.text
    made = add_line(
        database,
        campaign_id=1,
        values={"village": "雒容社区", "problem_type": "资金项目", "problem": "台账未更新"},
    )
    window.changed(made.changes)
    panel.load()
    operations.wait_until_idle()
    panel.compare_button.setChecked(True)
    assert text(panel, 1, "funds_problems") == "0/0→1/1"
    assert text(panel, 2, "funds_problems") == "1/1→2/2"
    grid = grid_of(panel)
    sentence, level = grid.model.message(1, grid.model.column_of["funds_problems"])
    assert level is MarkLevel.DOUBT
    assert "是 0/0，现在是 1/1" in sentence
    assert "2 格有变化" in panel.note.text()
    panel.compare_button.setChecked(False)
    assert text(panel, 1, "funds_problems") == "1/1"


def test_a_closed_campaign_shows_the_figures_of_its_end(opened: Opened, database: Database):
    window, panel, operations = opened
    take_snapshot(database, campaign_id=1)
    window.changed(close_campaign(database, campaign_id=1))
    operations.wait_until_idle()
    assert panel.closed_tag.isVisible()
    assert not panel.snapshot_button.isEnabled()
    assert text(panel, 2, "to_survey") == "12/23"


def test_problems_of_the_township_are_named_beside_the_hint_to_the_lists(
    opened: Opened, database: Database
):
    _, panel, operations = opened
    added = add_line(
        database,
        campaign_id=1,
        level=LedgerLevel.TOWNSHIP,
        values={"problem_type": "资金项目", "problem": "账目没有公开"},
    )
    panel.refresh(added.changes)
    panel.load()
    operations.wait_until_idle()
    assert "双击数字看名单" in panel.note.text()
    assert "镇级问题 1 条" in panel.note.text()


def test_enter_goes_where_the_office_has_chosen(opened: Opened, database: Database):
    _, panel, operations = opened
    assert grid_of(panel).keys.goes_down
    panel.refresh(change_settings(database, values={"enter_moves_down": False}))
    operations.wait_until_idle()
    assert not grid_of(panel).keys.goes_down
