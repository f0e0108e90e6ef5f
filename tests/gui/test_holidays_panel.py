"""节假日 in the settings: a day turned by hand, a year's notice pasted, an unknown year told."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import settings as settings_module
from fangfan_desktop.views.pages.settings import SettingsPage
from fangfan_desktop.views.settings.holidays_panel import HolidaysPanel

Settle = Callable[[], None]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(5, 0), seed=3) as database:
        yield database


@pytest.fixture
def panel(qtbot: QtBot, operations: Operations, town: Database, settle: Settle) -> HolidaysPanel:
    window = MainWindow([settings_module.SPEC], operations, town)
    qtbot.addWidget(window)
    window.show()
    window.open_page("settings", tab="节假日")
    settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    found = page.findChild(HolidaysPanel)
    assert found is not None
    return found


def corrected(town: Database) -> dict[date, bool]:
    with town.read() as session:
        return read_corrections(session)


def show_year(panel: HolidaysPanel, settle: Settle, year: int) -> None:
    panel.years.setCurrentIndex(panel.years.findData(year))
    settle()


def test_the_day_in_hand_is_turned_with_one_key_and_given_back(
    panel: HolidaysPanel, qtbot: QtBot, settle: Settle, town: Database
):
    day = date(2022, 5, 20)
    panel.calendar.choose(day)
    qtbot.keyClick(panel.calendar, Qt.Key.Key_Return)
    settle()
    assert corrected(town) == {day: False}
    assert "休息" in panel.day_words.text()
    panel.back_button.click()
    settle()
    assert corrected(town) == {}
    undo_last(town)
    assert corrected(town) == {day: False}


def test_a_year_without_an_arrangement_says_so(panel: HolidaysPanel, settle: Settle):
    last = panel.years.itemData(panel.years.count() - 1)
    show_year(panel, settle, last)
    assert panel.tag.text() == "还没有"
    assert f"{last}年" in panel.sentence.text()


def test_a_notice_s_text_is_read_and_kept_as_one_step(
    panel: HolidaysPanel, settle: Settle, town: Database
):
    last = panel.years.itemData(panel.years.count() - 1)
    show_year(panel, settle, last)
    dialog = panel.enter_notice()
    dialog.text.setPlainText("春节 放假 2月10日至2月12日，补班 2月6日")
    assert "春节：2月10日" in dialog.found.text()
    dialog.main_button.click()
    settle()
    known = corrected(town)
    assert [known[date(last, 2, day)] for day in (10, 11, 12, 6)] == [False, False, False, True]
    assert panel.tag.text() == "本单位填写"
    undo_last(town)
    assert corrected(town) == {}
