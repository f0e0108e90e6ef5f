"""One case as a page: steps by mouse and keys, refusal, clearing, what stands in the way."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.case_progress import CaseState
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_lines import CaseAction, StepState
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.views.cases.case_desk import CaseDesk
from fangfan_desktop.views.dialogs.booklet_paper import BookletPaper
from fangfan_desktop.views.dialogs.case_clearing import RemoveWrong, StartClearing, StopClearing
from fangfan_desktop.views.dialogs.case_clue import EditClue
from fangfan_desktop.views.dialogs.case_refuse import RefuseDialog
from fangfan_desktop.views.dialogs.case_step import PlanStepDialog, StepDialog
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.style import Style
from tests.gui.campaign_samples import OtherPage, open_window, targets
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import GENERAL, STEPS, begin, record, take_in

Dialog = TypeVar("Dialog", bound=QWidget)


class _DeskPage(Page):
    """A page that holds nothing but the case."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.desk = CaseDesk(context, self)
        self.content.addWidget(self.desk)

    def refresh(self, changes: object) -> None:
        self.desk.refresh(changes)


class Opened:
    """A case in the window."""

    def __init__(self, window: MainWindow, operations: Operations, database: Database) -> None:
        self.window, self.operations, self.database = window, operations, database
        page = window.page("cases")
        assert isinstance(page, _DeskPage)
        self.desk = page.desk

    def show(self, case_id: int) -> None:
        self.desk.show_case(case_id)
        self.wait()

    def wait(self) -> None:
        self.operations.wait_until_idle()

    def dialog(self, kind: type[Dialog]) -> Dialog:
        found = self.desk.doing.dialog
        assert isinstance(found, kind)
        return found

    def act(self, action: CaseAction) -> None:
        self.desk.head.action_requested.emit(action)
        self.wait()

    @property
    def state(self) -> CaseState:
        assert self.desk.case_id is not None
        return read_case(self.database, case_id=self.desk.case_id).state


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, town: Database) -> Opened:
    specs = [
        PageSpec("cases", "监测帮扶", "activity", _DeskPage),
        PageSpec("notices", "公示公告", "megaphone", OtherPage),
    ]
    window = open_window(qtbot, operations, town, specs)
    window.open_page("cases")
    operations.wait_until_idle()
    return Opened(window, operations, town)


def begin_with(town: Database, count: int) -> int:
    case_id = begin(town)
    for key, on in list(STEPS.items())[:count]:
        record(town, case_id, key, on)
    return case_id


def press_main(opened: Opened) -> StepDialog:
    QTest.keyClick(opened.desk.head.main, Qt.Key.Key_Return)
    return opened.dialog(StepDialog)


def test_enter_twice_completes_the_step_in_hand_on_that_day(opened: Opened, town: Database):
    case_id = open_case(
        town,
        household_id=GENERAL,
        clue=Clue(town.today(), "农户自主申报"),
        procedure_key="luan-2022",
    ).case_id
    opened.show(case_id)
    assert opened.desk.head.main.text() == "完成“农户申请及承诺授权”"
    dialog = press_main(opened)
    assert not dialog.late.isVisible()
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    opened.wait()
    assert opened.desk.head.main.text() == "完成“入户核实”"
    rows = opened.desk.body.stages[0].rows
    assert "已完成" in rows["apply"].accessibleName()
    assert "进行中" in rows["visit"].accessibleName()


def test_papers_are_ticked_with_the_step_and_undone_with_it(opened: Opened, town: Database):
    opened.show(begin_with(town, 0))
    dialog = press_main(opened)
    dialog.day.setText("2022-05-07")
    dialog.papers["identify/apply/申请书"].setChecked(True)
    dialog.submit()
    opened.wait()
    row = opened.desk.body.stages[0].rows["apply"]
    assert "承诺授权书 缺" in row.accessibleName()
    opened.window.changed(undo(town))
    opened.wait()
    assert opened.desk.head.main.text() == "完成“农户申请及承诺授权”"
    opened.window.changed(redo(town))
    opened.wait()
    assert opened.desk.head.main.text() == "完成“入户核实”"


def test_a_late_step_asks_for_its_reason_before_it_is_sent(opened: Opened, town: Database):
    case_id = begin_with(town, 6)
    opened.show(case_id)
    dialog = press_main(opened)
    dialog.day.setText("2022-05-24")
    assert dialog.late.isVisible()
    assert "已超 3 天" in dialog.late_words.text()
    dialog.submit()
    opened.wait()
    assert "写明原因" in dialog.problem
    dialog.late.setText("县级每月审定一次")
    dialog.submit()
    opened.wait()
    assert opened.state is CaseState.HELPING
    assert opened.desk.head.state.text() == "帮扶中"


def test_a_disagreement_asks_for_its_reason(opened: Opened, town: Database):
    case_id = begin_with(town, 3)
    opened.show(case_id)
    dialog = press_main(opened)
    dialog.day.setText("2022-05-10")
    assert not dialog.reason.isVisible()
    dialog.verdict.setCurrentText("退回")
    assert dialog.reason.isVisible()
    dialog.submit()
    assert dialog.problem == "结论是“退回”，请写明理由。"
    dialog.reason.setText("参会人数不够")
    dialog.submit()
    opened.wait()
    view = read_case(town, case_id=case_id)
    step = view.step(Stage.IDENTIFY, "meeting")
    assert step is not None
    assert step.state is StepState.RETURNED


def test_a_step_of_the_time_line_is_planned_corrected_and_taken_back(
    opened: Opened, town: Database
):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    view = opened.desk.view
    assert view is not None
    meeting, visit = view.step(Stage.IDENTIFY, "meeting"), view.step(Stage.IDENTIFY, "visit")
    assert meeting is not None
    assert visit is not None
    opened.desk.doing.plan(meeting)
    plan = opened.dialog(PlanStepDialog)
    plan.day.setText("2022-05-12")
    plan.submit()
    opened.wait()
    assert "已安排" in opened.desk.body.stages[0].rows["meeting"].accessibleName()
    QTest.keyClick(opened.desk.body.stages[0].rows["visit"], Qt.Key.Key_Return)
    dialog = opened.dialog(StepDialog)
    assert dialog.windowTitle() == "修改“入户核实”"
    dialog.day.setText("2022-05-08")
    dialog.submit()
    opened.wait()
    assert read_case(town, case_id=case_id).facts.steps[1].done_on == date(2022, 5, 8)
    texts = [action.text() for action in opened.desk.head.menu.actions()]
    assert texts[0] == "撤回“入户核实”"
    opened.desk.head.menu.actions()[0].trigger()
    opened.wait()
    again = read_case(town, case_id=case_id).step(Stage.IDENTIFY, "visit")
    assert again is not None
    assert again.state is not StepState.DONE


def test_a_notice_is_made_on_its_own_page_and_can_be_recorded_without_it(
    opened: Opened, town: Database
):
    case_id = begin_with(town, 4)
    opened.show(case_id)
    assert opened.desk.head.main.text() == "办理“村内公示”"
    QTest.keyClick(opened.desk.head.main, Qt.Key.Key_Return)
    assert targets(opened.window, "notices") == [{"kind": "to-include-village", "village_id": 1}]
    opened.window.open_page("cases")
    record = next(a for a in opened.desk.head.menu.actions() if a.text() == "记录“村内公示”…")
    record.trigger()
    dialog = opened.dialog(StepDialog)
    dialog.day.setText("2022-05-16")
    dialog.submit()
    opened.wait()
    assert opened.desk.head.main.text() == "完成“乡镇审核”"


def test_a_refusal_for_income_alone_is_marked_while_it_is_chosen(opened: Opened, town: Database):
    opened.show(begin(town))
    opened.act(CaseAction.REFUSE)
    dialog = opened.dialog(RefuseDialog)
    dialog.boxes["income"].setChecked(True)
    assert "唯收入论" in dialog.fault.text()
    assert dialog.fault.isVisible()
    dialog.boxes["no_risk"].setChecked(True)
    assert not dialog.fault.isVisible()
    dialog.boxes["no_risk"].setChecked(False)
    dialog.day.setText("2022-05-12")
    dialog.submit()
    opened.wait()
    assert opened.state is CaseState.REFUSED
    assert opened.desk.body.refusal.isVisible()
    assert opened.desk.head.beside.text() == "重新启动识别"
    QTest.keyClick(opened.desk.head.beside, Qt.Key.Key_Return)
    opened.wait()
    assert opened.state is CaseState.IDENTIFYING


def test_clearing_is_begun_given_up_and_a_wrong_one_taken_out(opened: Opened, town: Database):
    opened.show(take_in(town))
    opened.act(CaseAction.START_CLEARING)
    start = opened.dialog(StartClearing)
    start.submit()
    opened.wait()
    assert opened.state is CaseState.CLEARING
    assert opened.desk.body.conditions.title.text() == "为什么还不能消除"
    assert any(line.is_met is False for line in opened.desk.body.conditions.lines)
    opened.act(CaseAction.STOP_CLEARING)
    stop = opened.dialog(StopClearing)
    stop.submit()
    opened.wait()
    assert "原因" in stop.problem
    stop.form.set_values({"reason": "收入还不稳定", "day": town.today().isoformat()})
    stop.submit()
    opened.wait()
    assert opened.state is CaseState.HELPING
    opened.act(CaseAction.REMOVE_WRONG)
    remove = opened.dialog(RemoveWrong)
    remove.form.set_values({"reason": "户籍不在本地", "day": town.today().isoformat()})
    remove.submit()
    opened.wait()
    assert opened.desk.head.state.text() == "已清退"
    assert "户籍不在本地" in opened.desk.head.ended.text()


def test_the_visit_record_is_printed_from_the_menu(opened: Opened, town: Database):
    opened.show(take_in(town))
    action = next(
        action for action in opened.desk.head.menu.actions() if action.text() == "打印走访本…"
    )
    action.trigger()
    opened.wait()
    dialog = opened.dialog(BookletPaper)
    assert dialog.print_button.isEnabled()
    dialog.reject()


def test_risks_are_changed_from_the_page(opened: Opened, town: Database):
    case_id = begin(town)
    opened.show(case_id)
    assert [tag.text() for tag in opened.desk.body.risks.tags] == ["1 因病", "2 因意外事故"]
    opened.desk.body.risks.edit_requested.emit()
    opened.wait()
    dialog = opened.dialog(EditClue)
    dialog.risks.boxes["因残"].setChecked(True)
    dialog.category.setCurrentText("突发严重困难户")
    dialog.submit()
    opened.wait()
    assert [tag.text() for tag in opened.desk.body.risks.tags][-1] == "3 因残"
    assert "拟：突发严重困难户" in opened.desk.head.line.text()


def test_a_case_whose_opening_is_undone_leads_back(opened: Opened, town: Database, qtbot: QtBot):
    opened.show(begin(town))
    with qtbot.waitSignal(opened.desk.left):
        opened.window.changed(undo(town))
        opened.wait()
    assert opened.desk.case_id is None


def test_escape_leads_back_and_the_household_opens(opened: Opened, town: Database, qtbot: QtBot):
    opened.show(begin(town))
    with qtbot.waitSignal(opened.desk.left):
        QTest.keyClick(opened.desk.head.main, Qt.Key.Key_Escape)
    with qtbot.waitSignal(opened.desk.opened_household) as asked:
        opened.desk.body.around.household_opened.emit()
    assert asked.args == [GENERAL]


def test_the_page_fits_a_small_screen_with_large_letters(
    opened: Opened, town: Database, look: Style, settle: Callable[[], None]
):
    opened.window.resize(1366, 768)
    opened.show(begin_with(town, 3))
    for zoom in (100, 200):
        look.set_zoom(zoom)
        settle()
        desk = opened.desk
        scroll = opened.window._scrolls["cases"]
        assert scroll.horizontalScrollBar().maximum() == 0
        assert scroll.verticalScrollBar().maximum() == 0
        assert desk.head.main.geometry().right() <= desk.head.width()
        assert desk.body.stages[0].isVisible()
