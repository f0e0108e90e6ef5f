"""Ctrl+Z and Ctrl+Y in the running program go to what they changed, or say where it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.app import Program, page_specs
from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views.grid.column_filter import ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.unread import unread_cells
from fangfan_desktop.views.pages.households import HouseholdsPage
from fangfan_desktop.views.pages.ledger import LedgerPage
from fangfan_desktop.views.pages.survey import SurveyPage
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.village_panel import VillagePanel
from tests.gui.key_rows import press_key, strokes
from tests.small_township import add_campaign, make_township

_KEY = "heavy_burden"


@dataclass(frozen=True)
class Desk:
    """The running program."""

    program: Program

    def settle(self) -> None:
        for _ in range(3):
            self.program.operations.wait_until_idle()
            QApplication.processEvents()

    def open(self, page: str, **target: object) -> None:
        self.program.window.open_page(page, **target)
        self.settle()

    @property
    def survey(self) -> SurveyPage:
        page = self.program.window.page("survey")
        assert isinstance(page, SurveyPage)
        return page

    @property
    def panel(self) -> HouseholdPanel:
        found = self.survey.findChild(HouseholdPanel)
        assert isinstance(found, HouseholdPanel)
        return found

    @property
    def grid(self) -> FormGrid:
        assert self.panel.grid is not None
        return self.panel.grid

    @property
    def said(self) -> str:
        return self.program.window.banner.text

    def village(self, village_id: int | None) -> None:
        self.panel.bar.select_village(village_id)
        self.panel.bar.village_chosen.emit()
        self.settle()

    def at(self, grid: FormGrid, row: int, key: str) -> None:
        grid.view.go(row, grid.model.column_of[key])
        grid.view.setFocus()
        self.settle()

    def press(self, words: str) -> None:
        for stroke in strokes(words):
            press_key(stroke)
            self.settle()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Style) -> Iterator[Desk]:
    del look
    monkeypatch.setenv("FANGFAN_HOME", str(tmp_path))
    path = paths.default_database()
    path.parent.mkdir(parents=True, exist_ok=True)
    with make_township(path, 12) as database:
        add_campaign(database)
    program = Program(path)
    program.start()
    program.operations.wait_until_idle()
    made = Desk(program)
    made.open("survey")
    program.window.activateWindow()
    yield made
    program.window.may_close = lambda: True  # nobody is there to be asked
    program.window.close()
    program.operations.wait_until_idle()


def _place(grid: FormGrid) -> tuple[int, str]:
    row, column = grid.view.place
    return grid.model.row_id(row), grid.model.columns[column].key


def test_undo_and_redo_go_back_to_the_cell(desk: Desk) -> None:
    desk.at(desk.grid, 2, _KEY)
    row_id = desk.grid.model.row_id(2)
    desk.press('"1" ↓×3 →×5 Ctrl+Z')
    assert _place(desk.grid) == (row_id, _KEY)
    assert desk.said.startswith("已撤销“附件1：填写“")
    assert "改动在" not in desk.said
    desk.press("↓×3 Ctrl+Y")
    assert _place(desk.grid) == (row_id, _KEY)


def test_a_change_that_a_filter_hides_is_shown(desk: Desk) -> None:
    grid = desk.grid
    desk.at(grid, 2, _KEY)
    row_id = grid.model.row_id(2)
    desk.press('"1"')
    grid.order.set_filter("head_name", ColumnFilter(test=Compare.CONTAINS, text="没有这个人"))
    desk.settle()
    assert grid.model.view_row(row_id) is None
    desk.press("Ctrl+Z")
    assert _place(grid) == (row_id, _KEY)
    assert not grid.order.filters


def test_a_change_that_the_page_filters_out_is_shown(desk: Desk) -> None:
    desk.at(desk.grid, 2, _KEY)
    row_id = desk.grid.model.row_id(2)
    desk.press('"1"')
    desk.panel.bar.search.setText("没有这个人")
    desk.settle()
    assert desk.grid.model.rowCount() == 0
    desk.press("Ctrl+Z")
    assert _place(desk.grid) == (row_id, _KEY)
    assert desk.panel.bar.row_filter.is_empty


def test_a_change_in_another_village_is_named_and_gone_to(desk: Desk, qtbot: QtBot) -> None:
    desk.village(1)
    desk.at(desk.grid, 1, _KEY)
    row_id = desk.grid.model.row_id(1)
    desk.press('"1"')
    desk.village(2)
    desk.press("Ctrl+Z")
    assert desk.said.endswith("改动在坭桥村。")
    assert desk.panel.village_id == 2
    qtbot.mouseClick(desk.program.window.banner.link, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.panel.village_id == 1
    assert _place(desk.grid) == (row_id, _KEY)


def test_undone_from_another_page_it_says_on_which_page(desk: Desk) -> None:
    desk.at(desk.grid, 1, _KEY)
    before = desk.grid.view.place
    desk.press('"1"')
    desk.open("workbench")
    desk.press("Ctrl+Z")
    assert "改动在“集中排查”坭桥村" in desk.said
    assert not desk.program.window.banner.link.isHidden()
    desk.open("survey")
    assert desk.grid.view.place == (before[0] + 1, before[1])


def test_a_message_without_a_place_has_no_link(desk: Desk) -> None:
    desk.at(desk.grid, 1, _KEY)
    desk.press('"1"')
    desk.open("workbench")
    desk.press("Ctrl+Z")
    desk.program.window.show_message("已导出。")
    assert desk.program.window.banner.link.isHidden()


def test_undo_in_a_row_of_the_village_form_goes_to_it(desk: Desk) -> None:
    desk.open("survey", form="village-form")
    panel = desk.survey.findChild(VillagePanel)
    assert isinstance(panel, VillagePanel)
    for village in (1, 2):
        panel.add_row(village)
        desk.settle()
    grid = panel.grid
    assert grid is not None
    desk.at(grid, 0, "monitoring_problems")
    row_id = grid.model.row_id(0)
    desk.press('"漏报" Enter ↓ → Ctrl+Z')
    assert _place(grid) == (row_id, "monitoring_problems")
    desk.press("↓ → Ctrl+Y")
    assert _place(grid) == (row_id, "monitoring_problems")
    panel.tabs.select(2)
    panel.tabs.chosen.emit(2)
    desk.press("Ctrl+Z")
    assert desk.said.endswith("改动在坭桥村。")


def test_undo_in_the_roster_goes_to_the_household(desk: Desk) -> None:
    desk.open("households", view=RosterSheet.HOUSEHOLDS)
    page = desk.program.window.page("households")
    assert isinstance(page, HouseholdsPage)
    grid = page.roster.current.grid
    assert grid is not None
    desk.at(grid, 3, "phone")
    row_id = grid.model.row_id(3)
    desk.press('"07723456789" Enter ↓×3 Ctrl+Z')
    assert _place(grid) == (row_id, "phone")
    desk.press("↓×3 Ctrl+Y")
    assert _place(grid) == (row_id, "phone")


def test_undo_in_the_ledger_goes_to_the_line(desk: Desk) -> None:
    desk.open("survey", form="village-form")
    panel = desk.survey.findChild(VillagePanel)
    assert isinstance(panel, VillagePanel)
    panel.add_row(1)
    desk.settle()
    assert panel.grid is not None
    desk.at(panel.grid, 0, "monitoring_problems")
    desk.press('"漏报" Enter ↑')
    panel.ledger_button.click()
    desk.open("ledger")
    page = desk.program.window.page("ledger")
    assert isinstance(page, LedgerPage)
    assert page.grid is not None
    desk.at(page.grid, 0, "action")
    desk.press('"补录" Enter Home Ctrl+Z')
    assert _place(page.grid)[1] == "action"


class _Windows(QObject):
    """Widgets that are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(desk: Desk) -> None:
    watch, app = _Windows(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    for spec in page_specs():
        desk.open(spec.key)
    desk.open("survey", form="village-form")
    desk.open("survey", form="statistics")
    desk.open("households", household_id=1)
    desk.open("households", view=RosterSheet.PEOPLE)
    app.removeEventFilter(watch)
    assert watch.shown == []


def test_ctrl_and_page_keys_go_from_village_to_village(desk: Desk) -> None:
    desk.at(desk.grid, 0, _KEY)
    seen: list[int | None] = []
    for keys in ("Ctrl+PgDn", "Ctrl+PgDn", "Ctrl+PgDn", "Ctrl+PgUp", "Ctrl+PgUp"):
        desk.press(keys)
        seen.append(desk.panel.village_id)
    assert seen == [1, 2, 2, 1, None]


def test_ctrl_and_tab_go_from_form_to_form(desk: Desk) -> None:
    desk.at(desk.grid, 0, _KEY)
    desk.press("Ctrl+Tab")
    assert desk.survey.forms.current == "village-form"
    desk.survey.setFocus()
    desk.press("Ctrl+Shift+Tab")
    assert desk.survey.forms.current == "household-form"


def _type_nonsense(desk: Desk) -> None:
    desk.at(desk.grid, 1, "income_per_capita")
    desk.press('"很多" Enter')
    assert unread_cells(desk.program.window) == 1


def test_a_text_that_was_not_read_waits_while_another_campaign_is_in_hand(desk: Desk) -> None:
    _type_nonsense(desk)
    assert desk.program.database is not None
    add_campaign(desk.program.database, "2023年集中排查", 2023)
    desk.program.window.changed(None)
    desk.settle()
    words = "还有 1 格没读懂的内容没写入，切回“2022年集中排查”时仍在。"
    for campaign_id, shown in ((2, 0), (1, 1)):
        desk.program.window.campaign_chosen.emit(campaign_id)
        desk.settle()
        assert campaign_id == 1 or desk.program.window.banner.text == words
        assert len(desk.grid.model.refused_cells()) == shown
        assert unread_cells(desk.program.window) == 1
    row = desk.grid.model.view_row(next(iter(desk.grid.model.refused_cells()))[0])
    assert row == 1


def test_a_text_that_was_not_read_stays_when_the_form_is_read_anew(desk: Desk) -> None:
    _type_nonsense(desk)
    desk.program.window.changed(None)
    desk.settle()
    assert len(desk.grid.model.refused_cells()) == 1


def test_a_text_that_was_not_read_stays_when_village_and_form_are_left(desk: Desk) -> None:
    _type_nonsense(desk)
    desk.village(2)
    desk.open("survey", form="statistics")
    desk.open("households")
    desk.open("survey", form="household-form")
    assert unread_cells(desk.program.window) == 1
    desk.village(1)
    assert desk.grid.model.copied_text(1, desk.grid.model.column_of["income_per_capita"]) == "很多"
