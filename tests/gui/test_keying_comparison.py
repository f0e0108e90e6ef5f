"""比对 of two keyings in the page: chosen, settled as one step, put on record."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.second_keying import (
    compare_keyings,
)
from fangfan_desktop.views.grid.column_filter import ColumnFilter
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from tests.gui.grid_samples import press
from tests.gui.second_keying_samples import (
    FORM,
    children,
    compare,
    differences,
    every_text,
    first,
    in_first,
    in_second,
    make_town,
    open_survey,
    second,
    start,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database) -> MainWindow:
    return open_survey(qtbot, operations, database)


def test_differences_are_chosen_by_one_key_and_settled_as_one_step(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, needs="想养牛")
    first(database, 2, heavy_burden=0)
    second(database, 1, heavy_burden=0, needs="想养羊")
    second(database, 2, heavy_burden=1)
    desk = start(window, operations)
    panel = compare(desk, operations)
    grid = panel.grid
    assert [row[2:] for row in differences(panel)] == [
        ("是", "否"),
        ("想养牛", "想养羊"),
        ("否", "是"),
    ]
    assert panel.words.text() == "已录第二遍 2 户，比对 3 格，不同 3 格，一致率 0.00%。"
    assert not panel.settle_button.isEnabled()
    grid.view.setFocus()
    press(grid, "2", "1", "2")
    assert panel.settle_button.text() == "核定 3 处"
    panel.settle_button.click()
    operations.wait_until_idle()
    assert differences(panel) == []
    assert in_first(database, 1, "heavy_burden") == 0
    assert in_first(database, 1, "needs") == "想养牛"
    assert in_first(database, 2, "heavy_burden") == 1
    assert "两遍一致" in every_text(desk)
    assert window.focusWidget() is panel.record
    panel._context.write(lambda: undo_last(database), label="撤销")  # the page's
    operations.wait_until_idle()
    assert len(differences(panel)) == 3
    assert in_first(database, 1, "heavy_burden") == 1


def test_one_key_chooses_for_all_selected_rows_and_a_button_does_too(
    window: MainWindow, operations: Operations, database: Database
):
    for household in (1, 2, 3, 5):
        first(database, household, heavy_burden=1)
        second(database, household, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    grid.view.go(0, 4)
    press(grid, "Shift+Down", "Shift+Down", "2")
    assert [choice.household_id for choice in grid.choices()] == [1, 2, 3]
    grid.view.go(3, 0)
    panel.first.click()
    assert panel.settle_button.text() == "核定 4 处"
    grid.view.go(0, grid.model.column_of["keep"])
    press(grid, "Delete")
    assert [choice.household_id for choice in grid.choices()] == [2, 3, 5]


def test_another_value_is_typed_where_neither_is_right(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, income_per_capita=900_000)
    second(database, 1, income_per_capita=800_000, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    keys = [row[1] for row in differences(panel)]
    grid.view.go(keys.index("人均纯收入"), grid.model.column_of["other"])
    press(grid, "<八千多>", "Return")
    QApplication.processEvents()
    assert len(grid.model.refused_cells()) == 1
    assert grid.choices() == []
    grid.view.go(keys.index("人均纯收入"), grid.model.column_of["other"])
    press(grid, "<8500>", "Return")
    assert grid.model.refused_cells() == {}
    panel.settle_button.click()
    operations.wait_until_idle()
    assert in_first(database, 1, "income_per_capita") == 850_000
    assert in_second(database, 1, "income_per_capita") == 850_000
    assert len(differences(panel)) == 1


def test_all_shown_differences_are_settled_for_one_keying(
    window: MainWindow, operations: Operations, database: Database
):
    for household in (1, 2, 3):
        first(database, household, heavy_burden=1)
        second(database, household, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    panel.grid.order.set_filter("head_name", ColumnFilter(values=frozenset({"韦𠮷祥", "覃䶮"})))
    menu = panel.open_menu()
    assert menu.actions()[1].text() == "第二遍（筛出的 2 处）"
    menu.actions()[1].trigger()
    operations.wait_until_idle()
    assert [in_first(database, household, "heavy_burden") for household in (1, 2, 3)] == [0, 0, 1]
    assert len(compare_keyings(database, campaign_id=2, form_key=FORM).differences) == 1


def test_what_the_form_cannot_take_stays_with_its_reason(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 4, elderly_apart=0)
    second(database, 4, elderly_apart=1, children_able=1)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    grid.view.go(0, grid.model.column_of["keep"])
    press(grid, "1", "2")
    panel.settle_button.click()
    operations.wait_until_idle()
    assert [row[1] for row in differences(panel)] == ["子女是否有赡养能力"]
    refusal = next(iter(grid.model.refused_cells().values()))
    assert refusal.sentence.startswith("不适用：")
    assert window.banner.text.startswith("1 处没有核定，已标红，其余 1 处已核定。")


def test_cells_that_were_not_keyed_again_are_compared_where_asked_for(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, needs="想养牛")
    second(database, 1, heavy_burden=1)
    panel = compare(start(window, operations), operations)
    assert differences(panel) == []
    panel.whole.click()
    operations.wait_until_idle()
    assert ("韦𠮷祥", "想养牛", "") in [(row[0], *row[2:]) for row in differences(panel)]


def test_nothing_keyed_yet_says_what_to_do(
    window: MainWindow, operations: Operations, database: Database
):
    del database
    desk = start(window, operations)
    panel = compare(desk, operations)
    shown = [w.text() for w in children(panel, QLabel) if w.isVisible()]
    assert "还没有录第二遍" in shown
    assert not panel.record.isVisible()
    button = next(b for b in children(panel, QPushButton) if b.text() == "继续录入")
    button.click()
    assert desk.panel.isVisible()


def test_the_record_has_date_counts_and_what_was_chosen(
    window: MainWindow, operations: Operations, database: Database, tmp_path: Path
):
    first(database, 1, heavy_burden=1, needs="=1+1")
    second(database, 1, heavy_burden=0, needs="=1+2")
    panel = compare(start(window, operations), operations)
    panel.grid.view.setFocus()
    panel.grid.view.go(0, 0)
    press(panel.grid, "2")
    path = tmp_path / "核对.xlsx"
    panel.write_record(path)
    operations.wait_until_idle()
    book = openpyxl.load_workbook(path)
    texts = [[cell.value for cell in row] for row in book["核对记录"].iter_rows()]
    flat = [str(text) for row in texts for text in row if text is not None]
    assert "二次录入核对记录" in flat
    assert any(text.startswith("比对日期：") for text in flat)
    assert "已录第二遍 1 户，比对 2 格，不同 2 格，一致率 0.00%。" in flat
    assert [1, "坭桥村", "三组", "韦𠮷祥"] in [row[:4] for row in texts]
    assert "=1+1" in flat


def test_what_was_just_settled_stands_in_the_record_too(
    window: MainWindow, operations: Operations, database: Database, tmp_path: Path
):
    first(database, 1, heavy_burden=1, needs="想养牛")
    second(database, 1, heavy_burden=0, needs="想养羊")
    panel = compare(start(window, operations), operations)
    panel.grid.view.setFocus()
    panel.grid.view.go(0, panel.grid.model.column_of["keep"])
    press(panel.grid, "2", "1")
    panel.settle_button.click()
    operations.wait_until_idle()
    assert differences(panel) == []
    path = tmp_path / "核对.xlsx"
    panel.write_record(path)
    operations.wait_until_idle()
    rows = [
        tuple(cell.value for cell in row)
        for row in openpyxl.load_workbook(path)["核对记录"].iter_rows()
    ]
    assert [row[5:8] for row in rows if row[3] == "韦𠮷祥"] == [
        ("是", "否", "否"),
        ("想养牛", "想养羊", "想养牛"),
    ]
    assert any("不同 2 格" in str(row[0]) for row in rows)
