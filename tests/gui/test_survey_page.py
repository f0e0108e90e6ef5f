"""集中排查: from the key to the disk, undone and back, with the household beside the grid."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import last_done, redo, undo
from fangfan_desktop.usecases.campaigns import close_campaign, list_campaigns
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.views.dialogs.new_campaign import NewCampaignDialog
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC, SurveyPage
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.gui.grid_samples import open_editor
from tests.small_township import add_campaign, change_household, make_township

FORM = load_form("household-form", 2022)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


Opened = tuple[MainWindow, HouseholdPanel, FormGrid]


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, database: Database) -> Opened:
    window = open_window(qtbot, operations, database, 1)
    panel = children(page_of(window), HouseholdPanel)[0]
    assert panel.grid is not None
    return window, panel, panel.grid


def open_window(
    qtbot: QtBot, operations: Operations, database: Database, campaign: int | None
) -> MainWindow:
    window = MainWindow([SPEC], operations, database)
    qtbot.addWidget(window)
    choices = [CampaignChoice(1, "2022年集中排查")] if campaign else []
    window.set_campaigns(choices, campaign)
    window.show()
    window.open_page("survey")
    operations.wait_until_idle()
    return window


def page_of(window: MainWindow) -> SurveyPage:
    page = window.page("survey")
    assert isinstance(page, SurveyPage)
    return page


def go(opened: Opened, household: int, key: str) -> None:
    _, panel, grid = opened
    assert panel.store is not None
    row = panel.store.of_household(household)
    assert row is not None
    assert grid.view.go_to_cell(row.id, key)
    grid.view.setFocus()


def on_disk(database: Database, household: int, key: str) -> Value:
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == household)
    return row.values[FORM.value_keys.index(key)]


def shown(opened: Opened, household: int, key: str) -> Value:
    _, panel, grid = opened
    assert panel.store is not None
    row = panel.store.of_household(household)
    assert row is not None
    return grid.model.values(row.id)[FORM.value_keys.index(key)]


W = TypeVar("W", bound=QWidget)


def children(widget: QWidget, kind: type[W]) -> list[W]:
    """Widgets of that kind inside another."""
    return cast("list[W]", widget.findChildren(kind))


def words(widget: QWidget) -> str:
    """What a part of the window says."""
    return "\n".join(each.text() for each in children(widget, QLabel) if each.isVisibleTo(widget))


def until(qtbot: QtBot, operations: Operations, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=5000)
    operations.wait_until_idle()


def test_keys_typed_in_the_grid_are_on_the_disk(
    operations: Operations, database: Database, opened: Opened, tmp_path: Path
):
    _, _, grid = opened
    go(opened, 5, "heavy_burden")
    QTest.keyClicks(grid.view, "0")
    go(opened, 5, "survey_method")
    QTest.keyClicks(grid.view, "2")
    go(opened, 5, "income_per_capita")
    QTest.keyClicks(grid.view, "6")
    editor = open_editor(grid)
    assert editor is not None
    QTest.keyClicks(editor, "480.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    operations.wait_until_idle()
    assert grid.model.pending_count == 0
    assert shown(opened, 5, "above_line") == 0
    database.close()
    with open_database(tmp_path / "a.db") as again:
        assert on_disk(again, 5, "heavy_burden") == 0
        assert on_disk(again, 5, "survey_method") == "电话核查"
        assert on_disk(again, 5, "income_per_capita") == 648_050
        assert on_disk(again, 5, "above_line") == 0


def test_the_page_names_line_and_period_and_villages_with_their_counts(opened: Opened):
    window, panel, _ = opened
    page = page_of(window)
    assert page.line_tag.text() == "监测范围 7000 元"
    assert page.period.text() == "收入期 2021-05-01 — 2022-04-30"
    tabs = [each.text() for each in children(panel.bar.tabs, QPushButton)]
    assert tabs == ["全部  0/12", "坭桥村  0/10", "雒容社区  0/2"]


def test_a_village_shows_its_own_rows(operations: Operations, opened: Opened):
    _, panel, grid = opened
    button = children(panel.bar.tabs, QPushButton)[2]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    operations.wait_until_idle()
    assert [grid.model.value(row, 2) for row in range(grid.model.rowCount())] == ["罗玉", "罗玉"]


def test_undo_and_redo_show_in_the_grid(operations: Operations, database: Database, opened: Opened):
    window, _, grid = opened
    go(opened, 5, "heavy_burden")
    QTest.keyClicks(grid.view, "1")
    operations.wait_until_idle()
    step = last_done(database)
    assert step is not None
    assert step.name == "附件1：填写“是否刚性支出较大或收入大幅缩减”"
    window.changed(undo(database))
    operations.wait_until_idle()
    assert shown(opened, 5, "heavy_burden") is None
    window.changed(redo(database))
    operations.wait_until_idle()
    assert shown(opened, 5, "heavy_burden") == 1


def test_a_pasted_block_is_one_step_and_leaves_out_what_does_not_apply(
    operations: Operations, database: Database, opened: Opened
):
    _, _, grid = opened
    go(opened, 1, "measures_in_place")
    QApplication.clipboard().setText("是\t是\n是\t否\n否\t是\n是\t是\n")
    QTest.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "不适用" in grid.preview.text
    grid.preview.confirm.click()
    operations.wait_until_idle()
    pairs = [
        (on_disk(database, h, "measures_in_place"), on_disk(database, h, "measures_targeted"))
        for h in (1, 2, 3, 4)
    ]
    assert pairs == [(1, 1), (1, 0), (0, 1), (None, None)]
    undo(database)
    assert on_disk(database, 1, "measures_in_place") is None


def test_a_cell_that_does_not_apply_takes_no_key_and_says_why(
    operations: Operations, database: Database, opened: Opened
):
    window, _, grid = opened
    go(opened, 5, "measures_in_place")
    QTest.keyClicks(grid.view, "1")
    operations.wait_until_idle()
    assert on_disk(database, 5, "measures_in_place") is None
    assert "本栏只由脱贫户和监测户填写" in window.banner.text


def test_what_the_use_case_refuses_stays_in_its_cell_with_the_reason(
    operations: Operations, database: Database, opened: Opened
):
    window, _, grid = opened
    go(opened, 5, "heavy_burden")
    close_campaign(database, campaign_id=1)
    QTest.keyClicks(grid.view, "1")
    operations.wait_until_idle()
    refused = list(grid.model.refused_cells().values())
    assert [(cell.text, "已结束" in cell.sentence) for cell in refused] == [("是", True)]
    assert "已结束" in window.banner.text
    assert on_disk(database, 5, "heavy_burden") is None


def test_what_is_being_written_is_told_though_the_campaign_is_left_meanwhile(
    operations: Operations, database: Database, opened: Opened
):
    window, _, grid = opened
    told: list[object] = []
    window.data_changed.connect(told.append)
    go(opened, 5, "heavy_burden")
    QTest.keyClicks(grid.view, "1")
    page_of(window).set_campaign(None)
    shiboken6.delete(grid)
    operations.wait_until_idle()
    assert [getattr(changes, "touches", bool)("household_form") for changes in told] == [True]
    assert on_disk(database, 5, "heavy_burden") == 1


def test_rows_that_are_being_read_are_dropped_where_the_campaign_is_left_meanwhile(
    operations: Operations, database: Database, opened: Opened
):
    window, panel, grid = opened
    assert panel.store is not None
    row = panel.store.of_household(5)
    assert row is not None
    edits = [(row.id, "heavy_burden", 1)]
    window.changed(set_answers(database, campaign_id=1, edits=edits).changes)
    page_of(window).set_campaign(None)
    shiboken6.delete(grid)
    operations.wait_until_idle()
    page_of(window).set_campaign(1)
    operations.wait_until_idle()
    assert panel.grid is not None
    assert panel.grid.model.rowCount() == 12


def test_a_closed_campaign_can_only_be_looked_at(
    operations: Operations, database: Database, opened: Opened
):
    window, panel, _ = opened
    window.changed(close_campaign(database, campaign_id=1))
    operations.wait_until_idle()
    assert panel.grid is not None
    assert not panel.grid.model.can_edit(0, FORM.index("heavy_burden"))
    assert panel.bar.closed_tag.isVisibleTo(panel)
    grid = panel.grid
    QApplication.clipboard().setText("是")
    for keys in ("1", "<text>", Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_D, Qt.Key.Key_V):
        window.banner.hide()
        grid.view.go(1, FORM.index("heavy_burden"))
        if isinstance(keys, str):
            QTest.keyClicks(grid.view, keys)
        else:
            is_plain = keys in {Qt.Key.Key_Delete, Qt.Key.Key_F2}
            held = (
                Qt.KeyboardModifier.NoModifier if is_plain else Qt.KeyboardModifier.ControlModifier
            )
            QTest.keyClick(grid.view, keys, held)
        assert window.banner.isVisibleTo(window)
        assert "已结束，数据已固定" in window.banner.text
    assert "已结束" in grid.heading.note
    assert on_disk(database, 2, "heavy_burden") is None


def test_filters_leave_what_is_looked_for(opened: Opened):
    _, panel, grid = opened
    panel.bar.search.setText("䶮")
    assert grid.model.rowCount() == 2
    panel.bar.search.clear()
    QTest.mouseClick(panel.bar.marked, Qt.MouseButton.LeftButton)
    assert grid.model.rowCount() == 0
    QTest.mouseClick(panel.bar.marked, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.bar.unfinished, Qt.MouseButton.LeftButton)
    assert grid.model.rowCount() == 12


def test_the_household_stands_beside_the_grid_and_its_registry_value_is_taken_over(
    qtbot: QtBot, operations: Operations, database: Database, opened: Opened
):
    _, panel, grid = opened
    go(opened, 1, "water_safe")
    QTest.keyClicks(grid.view, "1")
    operations.wait_until_idle()
    go(opened, 1, "water_safe")
    until(qtbot, operations, lambda: "饮水：档案否，本表是" in words(panel.side))
    assert "韦𠮷祥" in words(panel.side)
    assert "户编号 H001" in words(panel.side)
    link = next(b for b in children(panel.side, QPushButton) if b.text() == "采用")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    operations.wait_until_idle()
    assert on_disk(database, 1, "water_safe") == 0
    assert shown(opened, 1, "water_safe") == 0


def test_a_problem_of_the_village_leads_to_its_cell(
    qtbot: QtBot, operations: Operations, database: Database, opened: Opened
):
    window, panel, grid = opened
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 5)
    saved = set_answers(
        database,
        campaign_id=1,
        edits=[(row.id, "severely_disabled", 1), (row.id, "has_disabled", 0)],
    )
    window.changed(saved.changes)
    until(qtbot, operations, lambda: "全镇问题 1" in words(panel.side))
    panel.bar.search.setText("罗")
    listed = panel.side.problems.view
    line = next(i for i, line in enumerate(listed.lines.lines) if "重度残疾" in line.text)
    where = listed.visualRect(listed.lines.index(line)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert grid.view.place == (4, FORM.index("severely_disabled"))
    assert not panel.bar.search.text()


def test_the_text_that_goes_with_an_answer_is_written_beside_the_grid(
    qtbot: QtBot, operations: Operations, database: Database, opened: Opened
):
    _, panel, grid = opened
    go(opened, 2, "practical_difficulty")
    QTest.keyClicks(grid.view, "1")
    go(opened, 2, "practical_difficulty")
    until(qtbot, operations, lambda: bool(children(panel.side, QLineEdit)))
    box = children(panel.side, QLineEdit)[0]
    box.setText("住院𠮷")
    QTest.keyClick(box, Qt.Key.Key_Return)
    operations.wait_until_idle()
    assert on_disk(database, 2, "practical_difficulty_note") == "住院𠮷"
    qtbot.waitUntil(lambda: panel.window().focusWidget() is grid.view)


def test_a_household_that_leaves_goes_from_the_grid(
    operations: Operations, database: Database, opened: Opened
):
    window, _, grid = opened
    change_household(database, 12, left_on=date(2022, 5, 20))
    window.changed(None)
    operations.wait_until_idle()
    panel = children(page_of(window), HouseholdPanel)[0]
    assert panel.grid is not None
    assert panel.grid.model.rowCount() == 11
    del grid


def test_another_page_leads_to_a_household_s_cell(operations: Operations, opened: Opened):
    window, panel, grid = opened
    window.open_page("survey", village_id=2)
    operations.wait_until_idle()
    assert panel.village_id == 2
    window.open_page("survey", household_id=3, field="remarks")
    operations.wait_until_idle()
    assert panel.village_id is None
    assert grid.view.place == (2, FORM.index("remarks"))


def test_without_a_campaign_the_page_says_what_to_do_and_makes_one(
    qtbot: QtBot, operations: Operations, tmp_path: Path
):
    with make_township(tmp_path / "b.db") as database:
        window = open_window(qtbot, operations, database, None)
        page = page_of(window)
        assert "还没有排查" in words(page)
        dialog = NewCampaignDialog((), date(2022, 5, 9))
        qtbot.addWidget(dialog)
        dialog.accept()
        assert "请填写监测范围" in words(dialog)
        dialog.preset.setCurrentIndex(dialog.preset.findData("madian-2022"))
        dialog.accept()
        assert dialog.values is not None
        page.menu.editing.make(dialog.values)
        operations.wait_until_idle()
        made = list_campaigns(database)[0]
        assert (made.name, made.counts.total) == ("2022年防止返贫监测帮扶集中排查", 6)
        assert (made.line_fen, made.income_from) == (700_000, date(2021, 5, 1))
        window.set_campaigns([CampaignChoice(made.id, made.name)], made.id)
        operations.wait_until_idle()
        panel = children(page, HouseholdPanel)[0]
        assert panel.grid is not None
        assert panel.grid.model.rowCount() == 6


def _days(box: QDateEdit, other: QDateEdit) -> None:
    box.setDate(other.date().addDays(-1))


WRONG: list[tuple[Callable[[NewCampaignDialog], None], str]] = [
    (lambda d: d.name.setText("  "), "请填写排查名称"),
    (lambda d: d.name.setText("旧的"), "已有名为“旧的”"),
    (lambda d: d.line.setText("七千"), "不是金额"),
    (lambda d: d.line.setText("-1"), "应大于0"),
    (lambda d: _days(d.ends, d.starts), "结束日期早于开始日期"),
    (lambda d: _days(d.income_to, d.income_from), "截止日期早于起始日期"),
]


def test_a_filled_in_workbook_is_taken_in_and_what_is_refused_is_in_a_report(
    operations: Operations, opened: Opened, tmp_path: Path
):
    window, _, _ = opened
    path = tmp_path / "坭桥村.csv"
    head = "户编号,户主姓名,是否刚性支出较大或收入大幅缩减"
    path.write_text(f"{head}\nH005,蓝,是\nH999,无,是\n", encoding="utf-8")
    page_of(window).menu.importing.take(1, "household-form", path)
    operations.wait_until_idle()
    assert shown(opened, 5, "heavy_burden") == 1
    assert "更改 1 行" in window.banner.text
    assert "拒收 1 行" in window.banner.text
    assert (tmp_path / "坭桥村（导入报告）.xlsx").is_file()


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_the_dialog_says_what_is_wrong_and_stays(
    qtbot: QtBot, change: Callable[[NewCampaignDialog], None], sentence: str
):
    dialog = NewCampaignDialog({"旧的"}, date(2022, 5, 9))
    qtbot.addWidget(dialog)
    dialog.line.setText("7000")
    change(dialog)
    dialog.accept()
    assert dialog.values is None
    assert sentence in words(dialog)
