"""The manual's window: the chapter of the page in hand, links, words found, any size of letters."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextTable
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.app import Program
from fangfan_desktop.usecases.manual import list_chapters
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.views.dialogs.help import HelpWindow
from fangfan_desktop.views.style import Style


@pytest.fixture
def manual(qtbot: QtBot, look: Style) -> HelpWindow:
    del look
    made = HelpWindow()
    qtbot.addWidget(made)
    return made


def test_the_window_opens_at_the_chapter_of_the_page_and_holds_up_nothing(
    manual: HelpWindow,
) -> None:
    manual.show_page_help("ledger")
    assert manual.isVisible()
    assert not manual.isModal()
    assert manual.chapter == "ledger"
    assert "待整改" in manual.text.toPlainText()


def test_every_chapter_can_be_shown_and_is_listed(manual: HelpWindow) -> None:
    chapters = list_chapters()
    assert manual.list.count() == len(chapters)
    for row, chapter in enumerate(chapters):
        manual.list.setCurrentRow(row)
        assert manual.text.toPlainText().startswith(chapter.title)


def test_a_link_leads_to_its_chapter_and_others_lead_nowhere(manual: HelpWindow) -> None:
    manual.text.anchorClicked.emit(QUrl("exchange.md"))
    assert manual.chapter == "exchange"
    manual.text.anchorClicked.emit(QUrl("https://example.org/"))
    assert manual.chapter == "exchange"


def test_words_are_found_in_the_chapter_and_then_in_the_next(
    manual: HelpWindow, qtbot: QtBot
) -> None:
    manual.show_chapter("survey")
    qtbot.keyClicks(manual.search, "ctrl+/")
    assert manual.note.text() == "1/1"
    manual.search.setText("户编号")
    assert manual.note.text() == "本章没有，看左边标了数的章"
    assert any("（" in manual.list.item(row).text() for row in range(manual.list.count()))
    qtbot.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.chapter == "exchange"
    assert manual.note.text().startswith("1/")
    assert manual.find_previous()
    assert manual.chapter == "households"


def test_words_that_stand_nowhere_are_said_to_be_missing(manual: HelpWindow) -> None:
    manual.search.setText("𫘝𠮷㛃䶮")
    assert manual.note.text() == "没有找到"
    assert not manual.find_next()
    manual.search.clear()
    assert not manual.note.text()


def test_letters_and_tables_follow_the_size_of_letters(manual: HelpWindow, look: Style) -> None:
    manual.show_chapter("survey")
    look.set_zoom(200)
    document = manual.text.document()
    assert document.defaultFont().pixelSize() == look.px("text")
    tables = [
        frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)
    ]
    assert tables
    padding = tables[0].cellAt(0, 0).format().toTableCellFormat().leftPadding()
    assert padding == look.px("space_1")


def test_escape_closes_the_window(manual: HelpWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(manual):
        manual.show_page_help("survey")
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_f1_opens_the_chapter_of_the_page_in_hand(qtbot: QtBot, look: Style) -> None:
    del look
    create_township(paths.default_database(), township_code="450203100", password=None).close()
    program = Program(paths.default_database())
    window = program.window
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        program.start()
    program.operations.wait_until_idle()
    for page, target, chapter in (
        ("reports", {}, "reports"),
        ("survey", {}, "survey"),
        ("survey", {"form": "statistics"}, "statistics"),
    ):
        window.open_page(page, **target)
        program.operations.wait_until_idle()
        f1 = window.findChild(QShortcut, "help:F1")
        assert f1 is not None
        assert f1.key() == QKeySequence(Qt.Key.Key_F1)
        # the key itself goes to whichever window a screenless machine takes for the active one
        f1.activated.emit()
        manual = window.findChild(HelpWindow)
        assert manual is not None
        assert (manual.isVisible(), manual.chapter) == (True, chapter)
    window.close()


def test_the_reference_takes_in_the_offices_own_forms_when_it_is_shown(
    manual: HelpWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(manual.reference_shown):
        manual.show_page_help("forms")
    shown = next(one for one in list_chapters() if one.key == "forms")
    manual.update_chapter(replace(shown, text=f"{shown.text}\n## 本县自制表\n\n一户一行。\n"))
    assert manual.chapter == "forms"
    assert "本县自制表" in manual.text.toPlainText()
    manual.search.setText("本县自制表")
    assert manual.list.currentItem().text().endswith("（1）")
