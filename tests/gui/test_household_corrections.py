"""新增农户 and 更正 in the window: each with its day and reason, each undone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.views.dialogs.correction import Correction
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import households as page_module
from fangfan_desktop.views.pages.households import HouseholdsPage
from tests.unit.usecases.registry_town import add_family, make_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        add_family(database)
        add_family(database, head="覃𠮷")
        yield database


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, town: Database) -> MainWindow:
    made = MainWindow([page_module.SPEC], operations, town)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(window: MainWindow, settle: Callable[[], None]) -> HouseholdsPage:
    window.open_page("households", household_id=1)
    settle()
    made = window.page("households")
    assert isinstance(made, HouseholdsPage)
    return made


def test_a_new_household_has_its_day_and_reason(page: HouseholdsPage, settle: Callable[[], None]):
    dialog = page.add_household()
    settle()
    dialog.village.setCurrentIndex(0)
    dialog.name.setText("蓝𫘝")
    dialog.occasion.reason.setCurrentText("")
    dialog.submit()
    settle()
    assert "写明原因" in dialog.problem
    dialog.occasion.reason.setCurrentText("整户迁入")
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert (shown.events[0].kind, shown.events[0].reason) == ("新增农户", "整户迁入")


def test_a_correction_is_made_with_its_reason_and_undone(
    page: HouseholdsPage, town: Database, settle: Callable[[], None]
):
    dialog = page.household.ask("correct")
    assert isinstance(dialog, Correction)
    dialog.whose.setCurrentIndex(dialog.whose.findText("韦明", Qt.MatchFlag.MatchStartsWith))
    dialog.field.setCurrentIndex(dialog.field.findData("education"))
    assert dialog.value is not None
    dialog.value.set_values({"education": "初中"})
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert [person.values["education"] for person in shown.people if person.name == "韦明"] == [
        "初中"
    ]
    assert (shown.events[0].kind, shown.events[0].note) == ("更正", "韦明；文化程度")
    undo_last(town)
    assert household_page(town, household_id=shown.household_id).events == ()


def test_a_correction_offers_what_the_household_holds(
    page: HouseholdsPage, settle: Callable[[], None]
):
    dialog = page.household.ask("correct")
    assert isinstance(dialog, Correction)
    dialog.whose.setCurrentIndex(0)
    names = [dialog.field.itemText(at) for at in range(dialog.field.count())]
    assert {"户编号", "是否脱贫户", "是否低保户"} <= set(names)
    dialog.field.setCurrentIndex(dialog.field.findData("code"))
    assert dialog.value is not None
    assert dialog.value.texts() == {"code": "0101-0001"}
    dialog.reject()
    settle()
