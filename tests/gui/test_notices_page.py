"""公示公告: from the kind to the notice on the wall and its end, by mouse and by keyboard."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.notice_paper import PaperSize
from fangfan_desktop.domain.notice_rules import NoticeKind, PublicColumn
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.notice_book import NoticeState, list_notices, read_notice
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notices import start_notice
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.views.dialogs.notice_outcome import RecordOutcome
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.pages.notices import BOOK, MAKING, NoticesPage
from fangfan_desktop.views.settings.notices_panel import NoticesPanel
from fangfan_desktop.views.style import Style
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import begin
from tests.unit.usecases.test_notices import KIND, to_the_notice, waiting

Settle = Callable[[], None]
MOBILE = "13" + "8" * 9  # nobody's
TODAY = date(2022, 5, 11)


class Desk:
    """The page on a township whose day can be moved, and what the page said and asked for."""

    def __init__(self, database: Database, operations: Operations, look: Style) -> None:
        self.said: list[tuple[str, Level]] = []
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.database = database
        self.page: NoticesPage | None = None
        self.context = PageContext(
            operations=operations,
            database=database,
            style=look,
            campaign_id=lambda: None,
            changed=self._changed,
            open_page=self._open,
            show_message=lambda text, level: self.said.append((text, level)),
            show_saved=lambda: None,
            show_status=lambda _text: None,
        )

    def _open(self, page: str, **target: Any) -> None:
        self.opened.append((page, target))

    def _changed(self, changes: object) -> None:
        if self.page is not None:
            self.page.refresh(changes)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        database.fixed_day = TODAY
        yield database


@pytest.fixture
def desk(town: Database, operations: Operations, look: Style) -> Desk:
    return Desk(town, operations, look)


@pytest.fixture
def show(
    qtbot: QtBot, desk: Desk, settle: Settle, operations: Operations
) -> Iterator[Callable[[], NoticesPage]]:
    def made() -> NoticesPage:
        page = desk.page = NoticesPage(desk.context)
        qtbot.addWidget(page)
        page.resize(1180, 680)
        page.show()
        page.on_shown()
        settle()
        return page

    yield made
    if desk.page is not None:
        desk.page.making.view.clear()
    operations.wait_until_idle()


def people(page: NoticesPage) -> list[QListWidgetItem]:
    rows = page.making.choices.people
    return [rows.item(row) for row in range(rows.count())]


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_the_kind_and_village_with_cases_are_in_hand_at_once(
    show: Callable[[], NoticesPage], town: Database
):
    to_the_notice(town)
    page = show()
    choices = page.making.choices
    assert choices.kind.currentText() == "拟纳入监测对象公示（1 户）"
    assert choices.village.currentText() == "坭桥村（1 户）"
    assert [item.text() for item in people(page)] == ["蓝小桂 三组 2人 边缘易致贫户"]
    assert choices.ends_on.day == date(2022, 5, 15)
    assert "隐私检查通过" in choices.leaks.words
    assert page.making.main_button.isEnabled()
    preview = page.making.view.preview
    assert preview is not None
    assert preview.pages.page_count == 1


def test_one_click_prints_and_starts_and_shows_the_notice(
    show: Callable[[], NoticesPage],
    desk: Desk,
    town: Database,
    settle: Settle,
    qtbot: QtBot,
    tmp_path: Path,
):
    case_id = to_the_notice(town)
    page = show()
    page.making.choose_printer = lambda _preview, _parent: to_file(tmp_path / "printed.pdf")
    qtbot.mouseClick(page.making.main_button, Qt.MouseButton.LeftButton)
    settle()
    assert any("已送到打印机，1 页" in text for text, _ in desk.said)
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == 1
    printed.close()
    assert [(one.state, one.households) for one in list_notices(town)] == [(NoticeState.RUNNING, 1)]
    assert page.tabs.current == BOOK
    assert page.book.notice is not None
    assert [one.case_id for one in page.book.notice.listed] == [case_id]
    assert not page.book.main_button.isEnabled()


def test_a_given_up_print_starts_nothing(show: Callable[[], NoticesPage], town: Database):
    to_the_notice(town)
    page = show()
    page.making.choose_printer = lambda _preview, _parent: None
    page.making.print_and_start()
    assert list_notices(town) == ()


def test_by_keyboard_alone_from_the_list_to_the_recorded_outcome(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, qtbot: QtBot
):
    case_id = to_the_notice(town)
    page = show()
    page.making.start_button.setFocus()
    qtbot.keyClick(page.making.start_button, Qt.Key.Key_Return)
    settle()
    town.fixed_day = date(2022, 5, 16)
    page.on_shown()
    settle()
    assert page.book.main_button.isEnabled()
    qtbot.keyClick(page.book.main_button, Qt.Key.Key_Return)
    settle()
    dialog = page.book.findChild(RecordOutcome)
    assert isinstance(dialog, RecordOutcome)
    qtbot.keyClick(dialog.main_button, Qt.Key.Key_Return)
    settle()
    assert waiting(town, case_id) == ["review"]
    assert page.book.notice is not None
    assert page.book.notice.outcome == "无异议"
    undo(town)
    assert waiting(town, case_id) == ["notice"]


def test_an_objection_sends_back_its_household_alone(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, tmp_path: Path
):
    good, bad = to_the_notice(town, 5), to_the_notice(town, 4)
    key = start_notice(town, wish=NoticeWish(KIND, 1, starts_on=TODAY)).notice_id
    town.fixed_day = date(2022, 5, 16)
    page = show()
    page.show_target({"notice_id": key})
    settle()
    assert page.has_in_hand({"notice_id": key})
    dialog = page.book.ask_outcome()
    assert dialog is not None
    dialog.ending.setCurrentText("有异议")
    dialog.submit()
    assert "请写明是什么异议" in dialog.problem
    box, words = dialog.heads[bad]
    box.setCurrentText("异议成立")
    dialog.submit()
    assert "请写明异议内容" in dialog.problem
    words.setText("在县城有稳定工作")
    photo = tmp_path / "板.jpg"
    photo.write_bytes(b"picture")
    dialog.take_photo(photo)
    dialog.submit()
    settle()
    assert waiting(town, good) == ["review"]
    assert waiting(town, bad) == ["notice"]
    view = read_notice(town, notice_id=key)
    assert (view.outcome, view.photo_name) == ("有异议", "板.jpg")
    assert {one.case_id: one.objection for one in view.listed}[bad] == "在县城有稳定工作"


def test_a_household_unticked_is_not_listed(
    show: Callable[[], NoticesPage], town: Database, settle: Settle
):
    for household in (5, 4):
        to_the_notice(town, household)
    page = show()
    people(page)[0].setCheckState(Qt.CheckState.Unchecked)
    settle()
    draft = page.making.draft
    assert draft is not None
    assert len(draft.rows) == 1
    people(page)[1].setCheckState(Qt.CheckState.Unchecked)
    settle()
    assert page.making.draft is None
    assert not page.making.main_button.isEnabled()


def test_a_case_on_its_way_is_greyed_and_says_what_it_lacks(
    show: Callable[[], NoticesPage], town: Database
):
    to_the_notice(town)
    begin(town, 4)
    page = show()
    late = people(page)[1]
    assert late.text().endswith("· 农户申请及承诺授权未完成")
    assert not late.flags() & Qt.ItemFlag.ItemIsEnabled


def test_a_period_too_short_is_said_and_cannot_be_started(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, qtbot: QtBot
):
    to_the_notice(town)
    page = show()
    page.making.choices.ends_on.set_day(date(2022, 5, 13))
    qtbot.waitUntil(lambda: page.making.draft is None)
    settle()
    assert not page.making.main_button.isEnabled()
    page.making.choices.starts_on.set_day(date(2022, 5, 12))
    qtbot.waitUntil(lambda: page.making.draft is not None)
    settle()
    assert page.making.choices.ends_on.day == date(2022, 5, 16)


def test_the_main_risk_is_offered_only_where_the_office_switched_it_on(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, qtbot: QtBot
):
    to_the_notice(town)
    page = show()
    risk = page.making.choices.columns[PublicColumn.RISK]
    assert not risk.isEnabled()
    change_settings(town, values={"public_shows_risk": True})
    page.refresh(None)
    settle()
    assert risk.isEnabled()
    assert not risk.isChecked()
    risk.setChecked(True)
    qtbot.waitUntil(
        lambda: page.making.draft is not None and PublicColumn.RISK in page.making.draft.columns
    )
    settle()


def test_a_number_in_the_place_stops_everything(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, qtbot: QtBot
):
    to_the_notice(town)
    page = show()
    qtbot.keyClicks(page.making.choices.place, f"call {MOBILE}")
    qtbot.waitUntil(lambda: "没有通过" in page.making.choices.leaks.words)
    settle()
    buttons = (page.making.word_button, page.making.pdf_button, page.making.start_button)
    assert not any(button.isEnabled() for button in (*buttons, page.making.main_button))


def test_a_board_is_large(show: Callable[[], NoticesPage], town: Database, qtbot: QtBot):
    to_the_notice(town)
    page = show()
    box = page.making.choices.paper
    qtbot.keyClick(box, Qt.Key.Key_Down)
    wish = page.making.choices.wish()
    assert (wish.size, wish.is_board) == (PaperSize.A3, True)


def test_word_and_pdf_are_written_without_starting(
    show: Callable[[], NoticesPage], desk: Desk, town: Database, settle: Settle, tmp_path: Path
):
    to_the_notice(town)
    page = show()
    for ending, head in ((".docx", b"PK"), (".pdf", b"%P")):
        path = tmp_path / f"公示{ending}"
        page.making.export_to(path)
        settle()
        assert path.read_bytes()[:2] == head
    assert desk.said[-1][1] is Level.OK
    assert list_notices(town) == ()


def test_with_nothing_ready_the_page_leads_to_the_cases(
    show: Callable[[], NoticesPage], desk: Desk
):
    page = show()
    assert page.tabs.current == MAKING
    assert not page.making.main_button.isEnabled()
    page.making.nothing.button.click()
    assert desk.opened == [("cases", {})]


def test_a_notice_is_withdrawn_with_a_reason_and_its_file_opens(
    show: Callable[[], NoticesPage], town: Database, settle: Settle, tmp_path: Path
):
    to_the_notice(town)
    started = start_notice(town, wish=NoticeWish(KIND, 1, starts_on=TODAY))
    page = show()
    page.open_notice(started.notice_id)
    settle()
    page.book.save_to(tmp_path / "原件.pdf")
    settle()
    assert (tmp_path / "原件.pdf").read_bytes() == started.content
    dialog = page.book.ask_withdrawal()
    assert dialog is not None
    dialog.submit()
    settle()
    assert "请写明撤回公示的原因" in dialog.problem
    dialog.editors[0].setText("名单有误")  # pyright: ignore[reportAttributeAccessIssue] - a line
    dialog.submit()
    settle()
    assert list_notices(town)[0].state is NoticeState.WITHDRAWN
    page.tabs.step(-1)
    settle()


def test_a_kind_and_village_can_be_asked_for(
    show: Callable[[], NoticesPage], town: Database, settle: Settle
):
    to_the_notice(town)
    page = show()
    page.show_target({"kind": NoticeKind.MEETING.value, "village_id": 1})
    settle()
    assert page.making.choices.notice_kind is NoticeKind.MEETING
    assert page.making.draft is not None


def test_the_words_of_a_kind_are_edited_with_an_example(desk: Desk, settle: Settle, qtbot: QtBot):
    panel = NoticesPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    panel.reload()
    settle()
    assert panel.lines["title"].text().startswith("{乡镇}{村}")
    assert "龙岭村" in panel.preview.toPlainText()
    panel.lines["title"].setText("{村")
    qtbot.waitUntil(lambda: not panel.save_button.isEnabled())
    assert "花括号" in panel.problem.text()
    panel.lines["title"].setText("{村}公示")
    qtbot.waitUntil(panel.save_button.isEnabled)
    panel.save_button.click()
    settle()
    panel.reload()
    settle()
    assert panel.restore_button.isEnabled()
    panel.restore_button.click()
    settle()
    panel.reload()
    settle()
    assert panel.lines["title"].text().startswith("{乡镇}{村}")


def test_a_kind_that_was_chosen_stays_though_nothing_is_ready_there(
    show: Callable[[], NoticesPage], town: Database, settle: Settle
):
    to_the_notice(town)
    page = show()
    page.show_target({"kind": NoticeKind.TO_CLEAR.value, "village_id": 2})
    settle()
    page.refresh(None)
    settle()
    assert page.making.choices.notice_kind is NoticeKind.TO_CLEAR
    assert page.making.choices.village.currentData() == 2
    page.making.choices.start_anew()
    page.refresh(None)
    settle()
    assert page.making.choices.notice_kind is KIND
