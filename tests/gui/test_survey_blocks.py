"""附件1 in the page: large blocks, the list of all villages, habits that are kept."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_forms import load_rows
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.refused_cells import refused_words, show_filtered
from fangfan_desktop.views.survey.row_store import RowFilter
from tests.small_township import add_campaign, make_township

HOUSEHOLDS = 400
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", HOUSEHOLDS) as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def panel(qtbot: QtBot, operations: Operations, database: Database) -> HouseholdPanel:
    return open_panel(qtbot, operations, database)


def open_panel(qtbot: QtBot, operations: Operations, database: Database) -> HouseholdPanel:
    window = MainWindow([SPEC], operations, database)
    qtbot.addWidget(window)
    window.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    window.show()
    window.open_page("survey")
    operations.wait_until_idle()
    found = window.page("survey").findChild(HouseholdPanel)
    assert isinstance(found, HouseholdPanel)
    return found


def grid_of(panel: HouseholdPanel) -> FormGrid:
    assert panel.grid is not None
    return panel.grid


def paste(panel: HouseholdPanel, key: str, line: list[str]) -> FormGrid:
    """Ask for a paste of that line into all rows."""
    grid = grid_of(panel)
    QApplication.clipboard().setText("\n".join(["\t".join(line)] * HOUSEHOLDS))
    grid.view.go(0, grid.model.column_of[key])
    QTest.keyClick(grid.view, Qt.Key.Key_V, CONTROL)
    return grid


def test_a_large_paste_is_looked_at_and_then_one_step(
    operations: Operations, database: Database, panel: HouseholdPanel
):
    before = load_rows(database, campaign_id=1)
    grid = paste(panel, "heavy_burden", [*["是"] * 10, "或许", *["否"] * 3])
    assert not operations.is_idle
    operations.wait_until_idle()
    text = grid.preview.text
    assert f"粘贴 {HOUSEHOLDS} 行 × 14 列" in text
    assert "400 格读不懂" in text
    assert "“或许”不是“是”或“否”" in text
    assert load_rows(database, campaign_id=1) == before
    grid.preview.confirm.click()
    operations.wait_until_idle()
    place = grid.model.column_of["heavy_burden"]
    rows = load_rows(database, campaign_id=1)
    assert {row.values[place] for row in rows} == {1}
    assert [grid.model.values(row.id) for row in rows] == [row.values for row in rows]
    assert grid.model.message(0, place + 10)[0].startswith("“或许”不是")
    step = last_done(database)
    assert step is not None
    assert step.name.startswith("附件1：粘贴 ")
    assert len(grid.view.selected_ranges()[0][0]) == HOUSEHOLDS
    panel.context.write(lambda: undo_last(database), label="撤销")
    operations.wait_until_idle()
    assert load_rows(database, campaign_id=1) == before
    assert grid.model.values(rows[0].id) == before[0].values


@pytest.mark.parametrize("is_planning", [True, False])
def test_a_cancelled_paste_changes_nothing(
    operations: Operations, database: Database, panel: HouseholdPanel, *, is_planning: bool
):
    before = load_rows(database, campaign_id=1)
    step = last_done(database)
    grid = paste(panel, "heavy_burden", ["是"] * 14)
    if not is_planning:
        operations.wait_until_idle()
        grid.preview.confirm.click()
    for operation in operations.long_running():
        operation.cancel()
    operations.wait_until_idle()
    assert load_rows(database, campaign_id=1) == before
    assert last_done(database) == step
    assert grid.model.values(before[0].id) == before[0].values
    assert grid.model.pending_count == 0
    assert grid.model.refused_cells() == {}


def clear_all(grid: FormGrid) -> None:
    grid.actions_.select_all()
    grid.actions_.clear()


def fill_all(grid: FormGrid) -> None:
    grid.view.select_block(0, 8, HOUSEHOLDS - 1, 22)
    grid.actions_.fill_down()


def fill_all_right(grid: FormGrid) -> None:
    grid.view.select_block(0, grid.model.column_of["medical_secured"], HOUSEHOLDS - 1, 22)
    grid.actions_.fill_right()


@pytest.mark.parametrize(
    ("act", "name"),
    [(clear_all, "清除 "), (fill_all, "向下填充 "), (fill_all_right, "向右填充 ")],
)
def test_large_fills_are_one_step_too(
    operations: Operations,
    database: Database,
    panel: HouseholdPanel,
    act: Callable[[FormGrid], None],
    name: str,
):
    grid = grid_of(panel)
    set_up = paste(panel, "heavy_burden", ["是"] * 14)
    operations.wait_until_idle()
    set_up.preview.confirm.click()
    operations.wait_until_idle()
    row = grid.model.row_id(0)
    place = grid.model.column_of["medical_secured"]
    grid.actions_.ask(grid.model.edits_of(row, place, (0,)))
    act(grid)
    operations.wait_until_idle()
    step = last_done(database)
    assert step is not None
    assert step.name.startswith(f"附件1：{name}")
    shown = {r.id: r.values for r in load_rows(database, campaign_id=1)}
    assert all(grid.model.values(i) == values for i, values in shown.items())
    left, right = {
        "清除 ": ({None}, {None}),
        "向下填充 ": ({0}, {1}),
        "向右填充 ": ({0, 1}, {0, 1}),
    }[name]
    assert {values[place] for values in shown.values()} == left
    assert {values[place + 1] for values in shown.values()} == right


def test_a_large_block_is_copied_whole(operations: Operations, panel: HouseholdPanel):
    grid = grid_of(panel)
    grid.actions_.select_all()
    grid.actions_.copy()
    operations.wait_until_idle()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == HOUSEHOLDS
    assert {len(line.split("\t")) for line in lines} == {43}


def test_the_list_of_all_villages_names_them(operations: Operations, panel: HouseholdPanel):
    grid = grid_of(panel)
    assert grid.model.face(0, 1)[0] == "坭桥村三组"
    assert grid.model.copied_text(HOUSEHOLDS - 1, 1) == "雒容社区"
    panel.bar.search.setText("雒容")
    assert 0 < grid.model.rowCount() < HOUSEHOLDS
    panel.bar.search.clear()
    wide = grid.view.columnWidth(1)
    panel.bar.select_village(1)
    panel.bar.village_chosen.emit()
    operations.wait_until_idle()
    assert grid.model.face(0, 1)[0] == "三组"
    assert grid.view.columnWidth(1) < wide


def test_widths_folds_and_rows_are_as_they_were_left(
    qtbot: QtBot,
    operations: Operations,
    database: Database,
    panel: HouseholdPanel,
    own_home: Path,
):
    grid = grid_of(panel)
    grid.view.setColumnWidth(8, 133)
    group = next(c for c in grid.view.head.cells if c.column_span > 1)
    with qtbot.waitSignal(grid.widths_changed):
        grid.view.toggle_fold(group)
    grid.view.set_row_size("row_wide")
    place = grid.model.column_of
    actions = grid.column_actions
    actions.move(place["housing_safe"], 1)
    actions.hide(place["population"])
    actions.freeze(place["group"])
    qtbot.waitUntil((own_home / "grids.json").exists, timeout=3000)
    operations.wait_until_idle()
    again = grid_of(open_panel(qtbot, operations, database))
    assert again.view.columnWidth(8) == 133
    assert again.view.shown_columns() == grid.view.shown_columns()
    assert again.view.row_size == "row_wide"
    assert again.view.columns_.choices() == grid.view.columns_.choices()
    assert again.view.columns_.choices().hidden == ("population",)
    assert again.view.frozen_columns == 2


def test_enter_goes_where_the_office_wants(
    operations: Operations, database: Database, panel: HouseholdPanel
):
    grid = grid_of(panel)
    place = grid.model.column_of["heavy_burden"]
    changes = change_settings(database, values={"enter_moves_down": False})
    panel.refresh(changes)
    operations.wait_until_idle()
    grid.view.go(3, place)
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert grid.view.place == (3, place + 1)


def test_today_is_the_office_s_day(
    operations: Operations, database: Database, panel: HouseholdPanel
):
    database.fixed_day = date(2022, 5, 19)
    grid = grid_of(panel)
    place = grid.model.column_of["remarks"]
    grid.view.go(0, place)
    QTest.keyClick(grid.view, Qt.Key.Key_Semicolon, CONTROL)
    operations.wait_until_idle()
    assert grid.model.value(0, place) == "2022-05-19"


def test_a_text_that_cannot_be_read_is_counted_and_outlives_another_village(
    operations: Operations, panel: HouseholdPanel
):
    grid = grid_of(panel)
    row_id = grid.model.row_id(0)
    QApplication.clipboard().setText("八千")
    grid.view.go_to_cell(row_id, "income_per_capita")
    QTest.keyClick(grid.view, Qt.Key.Key_V, CONTROL)
    operations.wait_until_idle()
    for village in (2, 1):
        panel.bar.select_village(village)
        panel.bar.village_chosen.emit()
        operations.wait_until_idle()
    assert panel.village_id == 1
    place = grid.model.column_of["income_per_capita"]
    assert "“八千”不是金额" in grid.model.message(0, place)[0]
    assert refused_words(grid, panel.store) == ["没读懂、没写入 1 格"]
    assert panel.store is not None
    show_filtered(grid, panel.store, RowFilter(has_marks_only=True))
    assert [grid.model.row_id(row) for row in range(grid.model.rowCount())] == [row_id]
