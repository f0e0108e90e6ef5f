"""附件1 in the page with filters and sorts of its columns: what is written, undone, chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.household_forms import load_rows
from fangfan_desktop.views.grid.column_filter import ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.gui.grid_samples import press
from tests.small_township import add_campaign, make_township

_UNANSWERED = ColumnFilter(test=Compare.EMPTY)
Opened = tuple[MainWindow, HouseholdPanel, FormGrid]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, database: Database) -> Opened:
    window = MainWindow([SPEC], operations, database)
    qtbot.addWidget(window)
    window.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    window.show()
    window.open_page("survey")
    operations.wait_until_idle()
    panel = window.page("survey").findChild(HouseholdPanel)
    assert isinstance(panel, HouseholdPanel)
    assert panel.grid is not None
    return window, panel, panel.grid


def _at(grid: FormGrid, row: int, key: str) -> None:
    grid.view.go(row, grid.model.column_of[key])
    grid.view.setFocus()


def _answers(database: Database, key: str) -> list[int]:
    """Households whose answer of that key is 是."""
    rows = load_rows(database, campaign_id=1)
    place = load_form("household-form", 2022).value_keys.index(key)
    return sorted(row.household_id or 0 for row in rows if row.values[place] == 1)


def test_answers_typed_under_a_filter_stay_in_sight_until_it_is_applied_anew(
    operations: Operations, database: Database, opened: Opened
) -> None:
    _, _, grid = opened
    grid.order.set_filter("heavy_burden", _UNANSWERED)
    count = grid.model.rowCount()
    _at(grid, 0, "heavy_burden")
    press(grid, "1", "1")
    operations.wait_until_idle()
    assert grid.model.rowCount() == count
    assert grid.model.pending_count == 0
    press(grid, "Ctrl+Alt+L")
    assert grid.model.rowCount() == count - 2
    assert len(_answers(database, "heavy_burden")) == 2


def test_an_undone_answer_comes_back_into_the_filtered_list(
    operations: Operations, database: Database, opened: Opened
) -> None:
    window, _, grid = opened
    grid.order.set_filter("heavy_burden", _UNANSWERED)
    before = grid.model.visible_ids()
    _at(grid, 1, "heavy_burden")
    press(grid, "1")
    operations.wait_until_idle()
    grid.order.reapply()
    assert len(grid.model.visible_ids()) == len(before) - 1
    changes = undo(database)
    assert changes is not None
    window.changed(changes)
    operations.wait_until_idle()
    assert grid.model.visible_ids() == before


def test_the_page_s_filter_and_the_columns_go_together_in_another_village(
    operations: Operations, opened: Opened
) -> None:
    _, panel, grid = opened
    seq = grid.model.column_of["seq"]
    grid.order.sort_by("head_name", is_down=True)
    grid.order.set_filter("household_type", ColumnFilter(values=frozenset({"一般农户"})))
    for village in (1, 2):
        panel.bar.select_village(village)
        panel.bar.village_chosen.emit()
        operations.wait_until_idle()
        assert panel.store is not None
        rows = [panel.store.find(row_id) for row_id in grid.model.visible_ids()]
        assert {row.village_id for row in rows if row} == {village}
        numbers = [int(grid.model.face(row, seq)[0]) for row in range(grid.model.rowCount())]
        order = panel.store.ids()
        assert numbers
        assert numbers == [order.index(row_id) + 1 for row_id in grid.model.visible_ids()]


def test_a_filled_selection_is_written_for_the_rows_in_sight_alone(
    operations: Operations, database: Database, opened: Opened
) -> None:
    _, panel, grid = opened
    grid.order.set_filter("household_type", ColumnFilter(values=frozenset({"一般农户"})))
    assert panel.store is not None
    shown = sorted(
        row.household_id or 0 for i in grid.model.visible_ids() if (row := panel.store.find(i))
    )
    assert 0 < len(shown) < 12
    QApplication.clipboard().setText("是")
    _at(grid, 0, "heavy_burden")
    press(grid, "Ctrl+Shift+Down", "Ctrl+V")
    operations.wait_until_idle()
    assert _answers(database, "heavy_burden") == shown
