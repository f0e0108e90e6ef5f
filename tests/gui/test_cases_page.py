"""监测帮扶 by mouse and keys: board, list, a clue told on the phone, one step for many."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_list import RUNNING, CaseState, read_cases
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.history import history_state, undo_last
from fangfan_desktop.usecases.households import search_households
from fangfan_desktop.views.cases.case_bar import BOARD, LIST
from fangfan_desktop.views.dialogs.case_bulk import RecordStep, StartClearing
from fangfan_desktop.views.dialogs.case_new import NewClue
from fangfan_desktop.views.dialogs.household_new import NewHousehold
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec
from fangfan_desktop.views.pages.cases import CasesPage
from fangfan_desktop.views.style import Style

FREE = 6  # households without a case that get a clue


class _Other(Page):
    """A page that only remembers what it was asked to show."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.targets: list[dict[str, object]] = []

    def show_target(self, target: Mapping[str, object]) -> None:
        self.targets.append(dict(target))


def free_households(database: Database) -> list[int]:
    taken = {line.household_id for line in read_cases(database).lines}
    ids = search_households(database).ids
    return [household for household in ids if household not in taken]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(150, 0.1), seed=1) as opened:
        on = opened.today() - timedelta(days=2)
        clue = Clue(on, "农户自主申报", category="突发严重困难户", risks=(Risk("因病"),))
        for household_id in free_households(opened)[:FREE]:
            open_case(opened, household_id=household_id, clue=clue, procedure_key="luan-2022")
        yield opened


@pytest.fixture
def window(database: Database, operations: Operations, qtbot: QtBot) -> MainWindow:
    specs = [
        PageSpec("cases", "监测帮扶", "activity", CasesPage),
        PageSpec("households", "农户档案", "users", _Other),
    ]
    made = MainWindow(specs, operations, database)
    qtbot.addWidget(made)
    made.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    made.show()
    return made


@pytest.fixture
def page(window: MainWindow) -> CasesPage:
    return shown_page(window)


def shown_page(window: MainWindow, **target: object) -> CasesPage:
    window.open_page("cases", **target)
    window.operations.wait_until_idle()
    page = window.page("cases")
    assert isinstance(page, CasesPage)
    return page


def settle(page: CasesPage) -> None:
    page.context.operations.wait_until_idle()


def column(page: CasesPage, title: str):
    return next(each for each in page.board.columns if each.key.title == title)


def test_the_board_shows_what_runs_and_folds_what_has_ended(page: CasesPage):
    assert page.bar.view == BOARD
    assert page.book is not None
    titles = [each.key.title for each in page.board.columns]
    assert "帮扶中" in titles
    assert "已消除" not in titles
    on_board = [case for each in page.board.columns for case in each.cards.cases]
    assert sorted(c.case_id for c in on_board) == sorted(c.case_id for c in page.shown)
    page.bar.ended.click()
    assert "已消除" in [each.key.title for each in page.board.columns]
    assert len(page.shown) == len(page.book.lines)


def test_empty_steps_are_shown_where_they_are_wanted(page: CasesPage):
    before = len(page.board.columns)
    page.bar.empty.click()
    assert len(page.board.columns) > before
    page.bar.empty.click()
    assert len(page.board.columns) == before


def test_arrows_go_through_cards_and_columns(page: CasesPage, qtbot: QtBot):
    page.board.take_keys()
    first = page.board.columns[0]
    assert first.current_id == first.cards.cases[0].case_id
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert first.current_id == first.cards.cases[1].case_id
    qtbot.keyClick(first, Qt.Key.Key_Right)
    second = page.board.columns[1]
    assert page.board.current_id == second.current_id
    assert not first.chosen
    qtbot.keyClick(second, Qt.Key.Key_Left)
    assert page.board.current_id == first.current_id


def test_one_step_is_recorded_for_many_by_keys_and_undone_at_once(
    page: CasesPage, database: Database, qtbot: QtBot
):
    apply = column(page, "农户申请及承诺授权")
    apply.take_first()
    qtbot.keyClick(apply, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    chosen = page.chosen
    assert len(chosen) >= FREE
    qtbot.keyClick(apply, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page)
    dialog = page.findChild(RecordStep)
    assert isinstance(dialog, RecordStep)
    dialog.late_reason.setText("补记")
    dialog.done_by.setText("村民小组")
    dialog.submit()
    settle(page)
    ids = {case.case_id for case in chosen}
    lines = [line for line in read_cases(database).lines if line.case_id in ids]
    assert {line.steps[0].name for line in lines} == {"入户核实"}
    assert undo_last(database) is not None
    lines = [line for line in read_cases(database).lines if line.case_id in ids]
    assert {line.steps[0].name for line in lines} == {"农户申请及承诺授权"}


def test_where_one_case_cannot_none_is_changed_and_it_is_named(page: CasesPage, database: Database):
    apply = column(page, "农户申请及承诺授权")
    apply.selectAll()
    dialog = page.bulk.record()
    assert dialog is not None
    settle(page)
    dialog.day.set_day(database.today() - timedelta(days=900))
    settle(page)
    dialog.late_reason.setText("补记")
    before = history_state(database).undo
    dialog.submit()
    settle(page)
    assert "早于线索日期" in dialog.problem
    assert any(f"{case.head_name}户" in dialog.problem for case in page.chosen)
    assert "都没有改动" in dialog.problem
    assert history_state(database).undo == before
    dialog.reject()


def test_who_needs_a_reason_is_said_before(page: CasesPage, database: Database):
    household_id = free_households(database)[0]
    clue = Clue(database.today() - timedelta(days=40), "村民小组上报")
    open_case(database, household_id=household_id, clue=clue, procedure_key="liuzhou-2021")
    page.reload()
    settle(page)
    apply = column(page, "农户申请")
    apply.take_first()
    dialog = page.bulk.record()
    assert dialog is not None
    assert dialog.late_reason.isHidden()
    settle(page)
    assert not dialog.late_reason.isHidden()
    assert "“农户申请”应在" in dialog.late_note.text()
    dialog.submit()
    settle(page)
    assert "请写明原因" in dialog.problem
    dialog.late_reason.setText("补记")
    dialog.submit()
    settle(page)
    assert "农户申请" not in [each.key.title for each in page.board.columns]


def test_clearing_starts_for_those_who_are_helped(
    page: CasesPage, database: Database, qtbot: QtBot
):
    helped = column(page, "帮扶中")
    helped.setCurrentIndex(helped.cards.index(0))
    assert page.bulk.clearing_button.isEnabled()
    assert not page.bulk.record_button.isEnabled()
    assert "没有共同的待办步骤" in page.bulk.record_button.toolTip()
    case = page.chosen[0]
    qtbot.mouseClick(page.bulk.clearing_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(StartClearing)
    assert isinstance(dialog, StartClearing)
    problems: list[str] = []
    dialog.destroyed.connect(lambda: problems.append("done"))
    dialog.submit()
    settle(page)
    line = read_cases(database).line(case.case_id)
    assert line is not None
    # a household without any labour is refused with its name
    if not problems:
        assert case.head_name in dialog.problem
        dialog.reject()
    else:
        assert line.state is CaseState.CLEARING


def test_cards_of_one_column_are_selected_together(page: CasesPage):
    first, second = page.board.columns[:2]
    first.selectAll()
    assert len(page.chosen) == len(first.cards.cases)
    second.setCurrentIndex(second.cards.index(0))
    assert page.chosen == (second.cards.cases[0],)
    assert not first.chosen


def test_the_list_is_filtered_and_counted(page: CasesPage, qtbot: QtBot):
    qtbot.keyClick(page, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.view == LIST
    assert page.book is not None
    everybody = page.shown
    assert {case.state for case in everybody} <= RUNNING
    assert len({case.household_id for case in everybody}) == page.book.running.households
    one = everybody[0]
    page.bar.text.setText(one.household_code)
    assert page.shown == tuple(c for c in everybody if c.household_id == one.household_id)
    page.bar.text.setText("没有这个人")
    assert not page.shown
    page.bar.text.clear()
    assert page.shown == everybody
    page.bar.states._take("识别中")
    assert {case.state for case in page.shown} == {CaseState.IDENTIFYING}
    page.bar.step.setCurrentText("农户申请及承诺授权")
    assert len(page.shown) >= FREE
    assert page.table.model().rowCount() == len(page.shown)


def test_other_pages_lead_to_a_part_of_the_list(window: MainWindow):
    page = shown_page(window, lacking="helper")
    assert page.bar.view == LIST
    assert all(not case.helper_name and case.is_running for case in page.shown)
    village = page.book.lines[0].village_id if page.book else 0
    page = shown_page(window, state="已消除", village=village)
    assert page.bar.states.current == "已消除"
    assert all((c.state.value, c.village_id) == ("已消除", village) for c in page.shown)


def clue_dialog(page: CasesPage) -> NewClue:
    settle(page)
    found = cast("list[NewClue]", page.findChildren(NewClue))
    return next(one for one in reversed(found) if one.isVisible())


def test_a_clue_told_on_the_phone_is_registered_by_keys(
    page: CasesPage, database: Database, qtbot: QtBot
):
    free = free_households(database)[0]
    before = len(read_cases(database).lines)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = clue_dialog(page)
    code = next(row.code for row in search_households(database).rows if row.household_id == free)
    qtbot.keyClicks(dialog.pick.search, code)
    settle(page)
    qtbot.keyClick(dialog.pick.search, Qt.Key.Key_Return)
    assert dialog.pick.household_id == free
    qtbot.keyClick(dialog.risks.boxes["因学"], Qt.Key.Key_Space)
    qtbot.keyClick(dialog.risks.boxes["因病"], Qt.Key.Key_Space)
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    settle(page)
    lines = read_cases(database).lines
    assert len(lines) == before + 1
    made = next(line for line in lines if line.household_id == free)
    assert (made.clue_source, made.risks) == ("农户自主申报", "因学、因病")
    assert made.clue_on == database.today()
    assert made.category
    assert page.is_case_open
    assert page.desk is not None
    assert page.desk.case_id == made.case_id


def test_a_household_with_a_case_is_warned_of_and_the_case_can_be_opened(
    page: CasesPage, qtbot: QtBot
):
    running = next(case for case in page.shown if case.state is CaseState.HELPING)
    page.add_clue(running.household_id)
    dialog = clue_dialog(page)
    assert dialog.pick.household_id == running.household_id
    assert running.code in dialog.warning.text()
    dialog.submit()
    assert running.code in dialog.problem
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    settle(page)
    assert page.desk is not None
    assert page.desk.case_id == running.case_id


def test_a_sixth_risk_cannot_be_ticked_and_disasters_ask_which(page: CasesPage):
    page.add_clue()
    dialog = clue_dialog(page)
    boxes = dialog.risks.boxes
    for name in ("因病", "因学", "因残", "因自然灾害", "其他"):
        boxes[name].setChecked(True)
    assert not boxes["缺劳动力"].isEnabled()
    assert boxes["因自然灾害"].text() == "4 因自然灾害"
    assert dialog.risks.disaster.isVisible()
    dialog.risks.disaster.setCurrentText("洪涝")
    dialog.risks.remark.setText("丈夫失联")
    assert dialog.risks.risks[3:] == (Risk("因自然灾害", "洪涝"), Risk("其他", "", "丈夫失联"))
    boxes["因病"].setChecked(False)
    assert boxes["因学"].text() == "1 因学"
    dialog.reject()


def test_an_unknown_household_is_added_on_the_way(page: CasesPage, database: Database):
    page.add_clue()
    dialog = clue_dialog(page)
    dialog.ask_new_household()
    settle(page)
    new = dialog.findChild(NewHousehold)
    assert isinstance(new, NewHousehold)
    new.village.setCurrentIndex(0)
    new.name.setText("韦𠮷㛃")
    new.submit()
    settle(page)
    assert dialog.new_household.isVisible()  # the one found may be a namesake
    dialog.risks.boxes["因病"].setChecked(True)
    dialog.submit()
    settle(page)
    assert "韦𠮷㛃" in {line.head_name for line in read_cases(database).lines}


def test_the_page_fits_with_large_letters(page: CasesPage, look: Style, qtbot: QtBot):
    look.set_zoom(200)
    qtbot.wait(1)
    around = page.parentWidget()
    assert around is not None
    assert page.width() <= around.width()


def test_enter_opens_the_case_in_hand(page: CasesPage, qtbot: QtBot):
    page.board.take_keys()
    column_in_hand = page.board.columns[0]
    case_id = column_in_hand.current_id
    qtbot.keyClick(column_in_hand, Qt.Key.Key_Return)
    settle(page)
    assert page.is_case_open
    assert page.desk is not None
    assert page.desk.case_id == case_id
    qtbot.keyClick(page.desk, Qt.Key.Key_Escape)
    settle(page)
    assert not page.is_case_open
    assert page.board.current_id == case_id


def test_other_pages_lead_to_one_case(window: MainWindow):
    page = shown_page(window)
    case = page.shown[0]
    page = shown_page(window, case_id=case.case_id)
    assert page.is_case_open
    assert page.has_in_hand({"case_id": case.case_id})
    assert not page.has_in_hand({"case_id": case.case_id + 1})
