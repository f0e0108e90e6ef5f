"""Every control of a page can be reached without the mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from fangfan_desktop import paths
from fangfan_desktop.app import Program
from fangfan_desktop.usecases.campaign_forms import use_form
from fangfan_desktop.usecases.ledger import add_line
from fangfan_desktop.usecases.village_forms import add_row
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.pages.exchange import ExchangePage
from fangfan_desktop.views.style import Style
from tests.small_township import add_campaign, make_township


@pytest.fixture
def program(look: Style, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    del look
    monkeypatch.setenv("FANGFAN_HOME", str(tmp_path))
    path = paths.default_database()
    path.parent.mkdir(parents=True, exist_ok=True)
    with make_township(path, 8) as database:
        add_campaign(database)
        use_form(database, campaign_id=1, form_key="check-general")
        add_row(database, campaign_id=1, village_id=1)
        add_line(database, campaign_id=1, household_id=1, values={"problem": "屋漏"})
    program = Program(path)
    program.start()
    _settle(program)
    yield program
    program.window.close()
    program.operations.wait_until_idle()


def _settle(program: Program) -> None:
    for _ in range(4):
        program.operations.wait_until_idle()
        QApplication.processEvents()


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _walk(program: Program) -> list[str]:
    """Names of the stops from the one in hand round to it again: Tab, and F6 in tables."""
    start = _focus()
    stops: list[str] = []
    for _ in range(100):
        widget = _focus()
        is_button = isinstance(widget, QAbstractButton)
        stops.append(widget.text() if is_button else type(widget).__name__)
        is_table = isinstance(widget, QAbstractItemView)
        QTest.keyClick(widget, Qt.Key.Key_F6 if is_table else Qt.Key.Key_Tab)
        _settle(program)
        if _focus() is start:
            return stops
    raise AssertionError(stops)


@pytest.mark.parametrize("form", ["household-form", "check-general", "village-form", "statistics"])
def test_tab_goes_round_all_controls_of_a_form_and_back_to_the_grid(program: Program, form: str):
    program.window.open_page("survey", form=form)
    _settle(program)
    assert isinstance(_focus(), GridView)
    stops = _walk(program)
    assert {"GridView", "SearchBox", "排查", "打印", "导出"} <= set(stops)
    if form in {"household-form", "check-general"}:
        assert stops.index("导出") < stops.index("只看未完成") < stops.index("本户")
        assert stops[-1] == "本户"


@pytest.mark.parametrize("page", ["workbench", "households", "ledger", "reports", "exchange"])
def test_tab_goes_round_all_controls_of_a_page(program: Program, page: str):
    program.window.open_page(page)
    _settle(program)
    QTest.keyClick(_focus(), Qt.Key.Key_Tab)
    stops = _walk(program)
    titles = {entry.text() for entry in program.window.navigation.entries()}
    assert "SearchBox" in stops
    assert titles & set(stops)


def test_the_wizard_of_forms_begins_at_its_button(program: Program):
    program.window.open_page("exchange")
    page = program.window.page("exchange")
    assert isinstance(page, ExchangePage)
    page.show_wizard()
    _settle(program)
    button = _focus()
    assert isinstance(button, QAbstractButton)
    assert (button.text(), page.isAncestorOf(button)) == ("选择文件", True)
    page.show_wizard(is_shown=False)
    _settle(program)
    assert isinstance(_focus(), QAbstractButton)


def test_the_ledger_takes_the_keys_when_it_is_opened(program: Program):
    program.window.open_page("ledger")
    _settle(program)
    assert isinstance(_focus(), GridView)
