"""The list of problems beside the grid: complete, in step, gone through by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.household_forms import load_rows, set_rows
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.problem_list import ProblemList
from fangfan_desktop.views.grid.problems import ProblemKind
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.gui.key_rows import press_key
from tests.small_township import add_campaign, make_township

_WRONG = {"severely_disabled": 1, "has_disabled": 0}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        ids = [row.id for row in load_rows(opened, campaign_id=1)][2:5]
        wanted = dict.fromkeys(ids, _WRONG)
        set_rows(opened, campaign_id=1, wanted=wanted, action_name="填写")
        yield opened


@pytest.fixture
def panel(qtbot: QtBot, operations: Operations, database: Database) -> HouseholdPanel:
    window = MainWindow([SPEC], operations, database)
    qtbot.addWidget(window)
    window.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    window.show()
    window.open_page("survey")
    operations.wait_until_idle()
    panel = window.page("survey").findChild(HouseholdPanel)
    assert isinstance(panel, HouseholdPanel)
    window.activateWindow()
    return panel


def _grid(panel: HouseholdPanel) -> FormGrid:
    assert panel.grid is not None
    panel.grid.problems.collect_now()
    return panel.grid


def _texts(listed: ProblemList) -> list[str]:
    return [line.text for line in listed.view.lines.lines]


def _type(panel: HouseholdPanel, operations: Operations, text: str) -> None:
    grid = _grid(panel)
    grid.view.setFocus()
    press_key(f'"{text}"')
    press_key("Enter")
    operations.wait_until_idle()


def test_every_wrong_cell_is_listed_below_its_household(panel: HouseholdPanel) -> None:
    grid, listed = _grid(panel), panel.side.problems
    counts = grid.problems.counts
    lines = listed.view.lines.lines
    assert sum(line.problem is not None for line in lines) == sum(counts.values())
    assert counts[ProblemKind.ERROR] + counts[ProblemKind.DOUBT] >= 3
    headings = [line.text for line in lines if line.problem is None]
    assert headings[0].endswith(str(grid.model.value(2, grid.model.column_of["head_name"])))
    assert "问题" in listed.title.text()


def test_the_same_sentence_is_listed_once_with_its_households(panel: HouseholdPanel) -> None:
    _grid(panel)
    listed = panel.side.problems
    listed.grouping.click()
    heading = next(line for line in listed.view.lines.lines if "重度残疾" in line.text)
    assert heading.problem is None
    assert heading.below == 3
    listed.grouping.click()
    assert sum("重度残疾" in text for text in _texts(listed)) == 3


def test_what_was_not_written_stands_first_and_goes_when_it_is_mended(
    panel: HouseholdPanel, operations: Operations
) -> None:
    grid, listed = _grid(panel), panel.side.problems
    grid.view.go(8, grid.model.column_of["income_per_capita"])
    _type(panel, operations, "很多")
    _grid(panel)
    first = listed.view.lines.lines[1]
    assert first.kind is ProblemKind.REFUSED
    assert grid.problems.counts[ProblemKind.REFUSED] == 1
    grid.view.go(8, grid.model.column_of["income_per_capita"])
    _type(panel, operations, "9000")
    _grid(panel)
    assert grid.problems.counts[ProblemKind.REFUSED] == 0
    assert all(line.kind is not ProblemKind.REFUSED for line in listed.view.lines.lines)


def test_one_kind_alone_is_listed(panel: HouseholdPanel, operations: Operations) -> None:
    grid, listed = _grid(panel), panel.side.problems
    grid.view.go(8, grid.model.column_of["income_per_capita"])
    _type(panel, operations, "很多")
    _grid(panel)
    listed.kinds.select(ProblemKind.REFUSED)
    listed.kinds.chosen.emit(ProblemKind.REFUSED)
    assert [line.kind for line in listed.view.lines.lines] == [ProblemKind.REFUSED] * 2


def test_an_edit_takes_its_line_away(panel: HouseholdPanel, operations: Operations) -> None:
    grid, listed = _grid(panel), panel.side.problems
    before = sum("重度残疾" in text for text in _texts(listed))
    grid.view.go(2, grid.model.column_of["severely_disabled"])
    grid.view.setFocus()
    QTest.keyClicks(grid.view, "0")
    operations.wait_until_idle()
    _grid(panel)
    assert sum("重度残疾" in text for text in _texts(listed)) == before - 1


def test_f6_down_and_enter_lead_to_the_cell_and_escape_back(panel: HouseholdPanel) -> None:
    grid, listed = _grid(panel), panel.side.problems
    grid.view.go(11, grid.model.column_of["remarks"])
    grid.view.setFocus()
    QTest.keyClick(grid.view, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is listed.view
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    problem = listed.view.lines.lines[1].problem
    assert problem is not None
    assert grid.view.place == (grid.model.view_row(problem.row_id), problem.column)
    assert QApplication.focusWidget() is grid.view
    QTest.keyClick(grid.view, Qt.Key.Key_F6)
    QTest.keyClick(listed.view, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is grid.view


def test_the_line_of_the_cell_in_hand_is_lit(panel: HouseholdPanel) -> None:
    grid, listed = _grid(panel), panel.side.problems
    grid.view.setFocus()
    grid.view.go(0, 0)
    QTest.keyClick(grid.view, Qt.Key.Key_F8)
    lit = listed.view.currentIndex()
    assert lit.isValid()
    problem = listed.view.lines.lines[lit.row()].problem
    assert problem is not None
    assert grid.view.place == (grid.model.view_row(problem.row_id), problem.column)


def test_a_village_without_problems_says_so(panel: HouseholdPanel, operations: Operations) -> None:
    panel.bar.select_village(2)
    panel.bar.village_chosen.emit()
    operations.wait_until_idle()
    _grid(panel)
    found = panel.side.problems
    assert found.title.text().startswith("本村")
    assert len(found.view.lines.lines) == 0 or "本村问题" in found.title.text()


def test_a_line_of_a_sentence_has_the_height_in_which_it_is_drawn(panel: HouseholdPanel) -> None:
    _grid(panel)
    view, look = panel.side.problems.view, style.current()
    short = [line._replace(text="国") for line in view.lines.lines]
    metrics = QFontMetrics(look.font("text_small"))
    drawn = metrics.boundingRect(QRect(0, 0, 1000, 1000), 0, "国\n国\n国").height() / 3
    heights = {view.hand.size(line).height() for line in short}
    assert heights == {drawn + 2 * look.px("space_1")}


@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_no_line_of_a_sentence_is_cut_off_or_begins_with_a_comma(
    panel: HouseholdPanel, zoom: int
) -> None:
    _grid(panel)
    view, look = panel.side.problems.view, style.current()
    look.set_zoom(zoom)
    QApplication.processEvents()
    line = view.lines.lines[1]
    metrics, pad = QFontMetrics(look.font("text_small")), look.px("space_1")
    kind = metrics.horizontalAdvance(line.kind.value)
    for length in range(1, 40):  # the comma comes to each place of a line
        text = f"{'国' * length}，请核对2022年收入（1,199,700元），拿不准的按程序识别。"
        texts = view.hand.texts(line._replace(text=text))
        assert "".join(texts) == text
        assert all(part[0] not in "，。）" and part[-1] != "（" for part in texts)
        height = view.hand.size(line._replace(text=text)).height()
        assert height >= len(texts) * metrics.lineSpacing() + 2 * pad
        room = view.viewport().width() - kind - 7 * pad
        assert all(metrics.horizontalAdvance(part) <= room for part in texts)


def test_thousands_of_lines_are_made_between_events(panel: HouseholdPanel) -> None:
    grid, found = _grid(panel), panel.side.problems
    one = grid.problems.found[0]
    grid.problems.found = [one._replace(column=i) for i in range(5_000)]
    found.refresh()
    assert len(found.view.lines.lines) < 5_000
    while len(found.view.lines.lines) < 5_000:
        QApplication.processEvents()
    assert found.view.lines.row_of(one.row_id, 4_999) == 5_000
