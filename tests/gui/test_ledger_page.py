"""整改台账 in the window: the grid by the level rule, the board, and a line's whole life."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.ledger import add_line, line_page, list_lines
from fangfan_desktop.usecases.ledger_life import add_evidence, set_state
from fangfan_desktop.views.dialogs.ledger_household import PickHouseholdDialog
from fangfan_desktop.views.dialogs.ledger_new import NewLineDialog
from fangfan_desktop.views.dialogs.ledger_steps import (
    AcceptanceDialog,
    EvidenceDialog,
    NoteDialog,
    ReasonDialog,
)
from fangfan_desktop.views.grid.faces import CLOSED
from fangfan_desktop.views.ledger.filter_bar import BOARD, GRID
from fangfan_desktop.views.ledger.line_grid import LineGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages.ledger import SPEC, LedgerPage
from fangfan_desktop.views.style import Style
from tests.gui.campaign_samples import open_window, targets
from tests.gui.grid_samples import press
from tests.small_township import add_campaign, make_township

Opened = tuple[MainWindow, LedgerPage, Operations]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        add_line(opened, campaign_id=1, household_id=1, values={"problem": "屋漏𠮷"})
        add_line(
            opened,
            campaign_id=1,
            values={"village": "雒容社区", "problem": "路灯", "deadline": "2020-01-01"},
        )
        add_line(opened, campaign_id=1, level=LedgerLevel.TOWNSHIP, values={"problem": "自评"})
        yield opened


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, database: Database) -> Opened:
    window = open_window(qtbot, operations, database, [SPEC])
    window.open_page("ledger")
    operations.wait_until_idle()
    page = window.page("ledger")
    assert isinstance(page, LedgerPage)
    return window, page, operations


def grid_of(page: LedgerPage) -> LineGrid:
    assert page.grid is not None
    return page.grid


def go(page: LedgerPage, row: int, key: str) -> None:
    grid = grid_of(page)
    grid.view.go(row, grid.model.column_of[key])
    grid.view.setFocus()


def text(page: LedgerPage, row: int, key: str) -> str:
    grid = grid_of(page)
    return grid.model.face(row, grid.model.column_of[key])[0]


def take(opened: Opened, row: int) -> None:
    _, page, operations = opened
    go(page, row, "problem")
    page.desk.load()
    operations.wait_until_idle()


def state_of(database: Database, line_id: int) -> LedgerState:
    return line_page(database, line_id=line_id).line.row.state


def test_lines_are_shown_with_number_state_and_level(opened: Opened):
    window, page, _ = opened
    rows = [[text(page, row, key) for key in ("number", "state", "level")] for row in range(3)]
    assert rows == [
        ["1", "待整改", "户级"],
        ["2", "待整改（超期）", "村级"],
        ["3", "待整改", "乡镇级"],
    ]
    assert "共 3 条" in window.status._text.text()
    assert "超期 1" in page.bar.overdue.text()


def test_cells_that_the_level_leaves_empty_are_greyed_with_the_reason(opened: Opened):
    _, page, _ = opened
    grid = grid_of(page)
    for row, keys in ((1, ("head_name", "id_number")), (2, ("village", "head_name", "id_number"))):
        for key in keys:
            column = grid.model.column_of[key]
            assert grid.model.face(row, column)[1] & CLOSED
            assert "问题不填这一栏" in grid.model.message(row, column)[0]
            assert not grid.model.can_edit(row, column)


def test_choosing_the_level_empties_its_columns_and_undo_brings_them_back(
    opened: Opened, database: Database
):
    window, page, operations = opened
    go(page, 0, "level")
    press(grid_of(page), "<1>")
    operations.wait_until_idle()
    assert text(page, 0, "level") == "乡镇级"
    assert [text(page, 0, key) for key in ("village", "head_name")] == ["", ""]
    window.changed(undo(database))
    operations.wait_until_idle()
    assert text(page, 0, "head_name") == "韦𠮷祥"


def test_a_level_that_is_cleared_stays_red_with_the_reason(opened: Opened, database: Database):
    _, page, operations = opened
    go(page, 0, "level")
    press(grid_of(page), "Delete")
    operations.wait_until_idle()
    grid = grid_of(page)
    assert "级别" in grid.model.message(0, grid.model.column_of["level"])[0]
    assert [text(page, 0, key) for key in ("head_name", "level")] == ["韦𠮷祥", ""]
    assert line_page(database, line_id=1).line.row.level is LedgerLevel.HOUSEHOLD


def test_a_village_that_does_not_exist_stays_red_with_the_reason(
    opened: Opened, database: Database
):
    window, page, operations = opened
    go(page, 1, "village")
    press(grid_of(page), "<nowhere>", "Return")
    operations.wait_until_idle()
    assert "没有找到" in window.banner.text
    assert text(page, 1, "village") == "nowhere"
    assert list_lines(database, campaign_id=1)[1].row.value("village") == "雒容社区"


def test_lines_are_filtered_and_an_empty_answer_says_so(opened: Opened):
    _, page, _ = opened
    page.bar.overdue.setChecked(True)
    assert grid_of(page).model.rowCount() == 1
    page.bar.overdue.setChecked(False)
    page.bar.search.setText("没有这样的")
    assert page._stack.currentWidget() is page._empty
    page.bar.search.clear()
    assert grid_of(page).model.rowCount() == 3
    page.show_target({"village_id": 2})
    assert grid_of(page).model.rowCount() == 1


def test_the_whole_life_of_a_line_from_the_panel(  # noqa: PLR0915 - one life, step by step
    opened: Opened, database: Database
):
    window, page, operations = opened
    take(opened, 0)

    def press_button(word: str) -> None:
        page.desk.panel.buttons[word].click()
        operations.wait_until_idle()

    press_button("开始整改")
    press_button("记一笔…")
    note = page.desk.dialog
    assert isinstance(note, NoteDialog)
    note.form.editor("text").setProperty("text", "已动工")
    note.main_button.click()
    operations.wait_until_idle()
    page.desk.panel.buttons["报请验收"].setFocus()
    press_button("报请验收")
    kept = window.focusWidget()
    assert kept is not None
    assert page.desk.panel.isAncestorOf(kept)
    press_button("销号")
    assert "没有佐证材料" in window.banner.text
    press_button("添加…")
    evidence = page.desk.dialog
    assert isinstance(evidence, EvidenceDialog)
    evidence.submit()
    operations.wait_until_idle()
    assert "请选一个文件" in evidence.problem
    evidence.form.editor("text").setProperty("text", "照片，存档案柜")
    evidence.submit()
    operations.wait_until_idle()
    press_button("填写…")
    acceptance = page.desk.dialog
    assert isinstance(acceptance, AcceptanceDialog)
    acceptance.form.editor("who").setProperty("text", "工作站")
    acceptance.submit()
    operations.wait_until_idle()
    press_button("销号")
    assert state_of(database, 1) is LedgerState.CLOSED
    assert text(page, 0, "state") == "已销号"
    press_button("重新打开")
    reason = page.desk.dialog
    assert isinstance(reason, ReasonDialog)
    reason.submit()
    assert "原因" in reason.problem
    reason.form.editor("reason").setProperty("text", "又漏")
    reason.submit()
    operations.wait_until_idle()
    assert state_of(database, 1) is LedgerState.IN_PROGRESS


def test_the_household_of_a_line_opens(opened: Opened):
    window, page, _ = opened
    take(opened, 0)
    page.desk.panel.buttons["打开农户"].click()
    assert targets(window, "households") == [{"household_id": 1}]


def test_a_household_is_picked_by_search(opened: Opened, database: Database):
    _, page, operations = opened
    take(opened, 2)
    page.desk.panel.buttons["选择农户…"].click()
    dialog = page.desk.dialog
    assert isinstance(dialog, PickHouseholdDialog)
    dialog.submit()
    assert "查找并选中" in dialog.problem
    dialog.picker.look("H006")
    operations.wait_until_idle()
    dialog.submit()
    operations.wait_until_idle()
    row = line_page(database, line_id=3).line.row
    assert (row.level, row.household_id, row.village_id) == (LedgerLevel.HOUSEHOLD, 6, 2)


def test_a_new_line_is_asked_for_and_taken_in_hand(opened: Opened, database: Database):
    _, page, operations = opened
    page.new_button.click()
    dialog = page.desk.dialog
    assert isinstance(dialog, NewLineDialog)
    dialog.submit()
    assert "选中一户" in dialog.problem
    dialog.level_box().setCurrentText("村级")
    dialog.place.set_values({"level": "村级", "village": "坭桥村"})
    dialog.form.set_values({"problem_type": "乡村建设", "problem": "塌边", "deadline": "下周"})
    dialog.submit()
    assert "日期" in dialog.problem
    dialog.form.set_values({"problem_type": "乡村建设", "problem": "塌边"})
    dialog.submit()
    operations.wait_until_idle()
    row = list_lines(database, campaign_id=1)[3].row
    assert (row.value("village"), row.value("problem")) == ("坭桥村", "塌边")
    grid = grid_of(page)
    assert grid.model.row_id(grid.view.place[0]) == row.id


def test_the_board_moves_cards_by_keyboard_and_menu(opened: Opened, database: Database):
    _, page, operations = opened
    page.bar.views._take(BOARD)
    open_column = page.board.columns[LedgerState.OPEN]
    assert [column.count() for column in page.board.columns.values()] == [3, 0, 0, 0]
    assert "超期" in open_column.item(0).text()  # what presses comes first
    open_column.setFocus()
    open_column.setCurrentRow(0)
    QTest.keyClick(open_column, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    operations.wait_until_idle()
    assert state_of(database, 2) is LedgerState.IN_PROGRESS
    moved = page.board.columns[LedgerState.IN_PROGRESS]
    moved.setCurrentRow(0)
    menu = moved.open_menu(moved.rect().center())
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["报请验收", "退回待整改"]
    menu.actions()[0].trigger()
    operations.wait_until_idle()
    assert state_of(database, 2) is LedgerState.AWAITING_ACCEPTANCE
    menu.close()


def test_a_line_in_the_board_is_in_hand_in_the_panel(opened: Opened, database: Database):
    window, page, operations = opened
    set_state(database, line_ids=[3], state=LedgerState.IN_PROGRESS)
    window.changed(add_evidence(database, line_id=3, description="会议记录"))
    operations.wait_until_idle()
    page.bar.views._take(BOARD)
    window.open_page("ledger", line_id=3)
    page.desk.load()
    operations.wait_until_idle()
    assert page.desk.panel.page is not None
    assert page.desk.panel.page.line.row.id == 3
    assert page.board.columns[LedgerState.IN_PROGRESS].line_id == 3


def test_an_undone_line_leaves_the_page(opened: Opened, database: Database):
    window, page, operations = opened
    take(opened, 2)
    window.changed(undo(database))
    operations.wait_until_idle()
    assert grid_of(page).model.rowCount() == 2
    assert page.desk.panel.page is None


def test_a_kept_file_is_written_out_again(opened: Opened, database: Database, tmp_path: Path):
    window, page, operations = opened
    picture = tmp_path / "整改后.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    window.changed(add_evidence(database, line_id=1, path=picture))
    page.desk.save_file(1, tmp_path / "取出.jpg")
    operations.wait_until_idle()
    assert (tmp_path / "取出.jpg").read_bytes() == b"\xff\xd8\xff"


@pytest.mark.parametrize("zoom", [100, 200])
def test_grid_and_line_share_the_room_at_every_size(opened: Opened, look: Style, zoom: int):
    window, page, _ = opened
    window.resize(1366, 768)
    look.set_zoom(zoom)
    is_narrow = zoom == 200
    assert page.bar.detail.isVisible() is is_narrow
    assert page.desk.panel.isVisible() is not is_narrow
    page.bar.detail.setChecked(is_narrow)
    assert page.desk.panel.isVisible()
    assert page._stack.isVisible() is not is_narrow
    page.bar.views._take(GRID)


def test_todays_date_is_the_offices_own(opened: Opened, database: Database):
    _, page, operations = opened
    database.fixed_day = date(2022, 5, 19)
    go(page, 1, "deadline")
    press(grid_of(page), "Ctrl+;")
    operations.wait_until_idle()
    assert list_lines(database, campaign_id=1)[1].row.value("deadline") == "2022-05-19"


def test_a_large_block_is_one_step_and_the_selection_is_counted(
    opened: Opened, database: Database, monkeypatch: pytest.MonkeyPatch
):
    for module in ("block_actions", "clipboard_actions"):
        monkeypatch.setattr(f"fangfan_desktop.views.grid.{module}.LARGE", 4)
    window, page, operations = opened
    go(page, 0, "problem")
    QApplication.clipboard().setText("一\t甲\n二\t乙\n三\t丙")
    press(grid_of(page), "Ctrl+V")
    operations.wait_until_idle()
    grid_of(page).preview.accept()
    assert not operations.is_idle
    operations.wait_until_idle()
    assert [text(page, row, "problem") for row in range(3)] == ["一", "二", "三"]
    grid_of(page).count_now()
    assert "已选" in window.status._text.text()
    assert "共 3 条" in window.status._text.text()
    undo(database)
    lines = list_lines(database, campaign_id=1)
    assert [line.row.value("problem") for line in lines] == ["屋漏𠮷", "路灯", "自评"]
