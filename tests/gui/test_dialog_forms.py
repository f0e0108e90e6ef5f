"""Forms in dialogs: labels stand in one line, and large families fit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.household_split import SplitHousehold
from fangfan_desktop.views.dialogs.ledger_household import HouseholdPicker
from fangfan_desktop.views.dialogs.person_moves import PersonJoins
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import households as page_module
from fangfan_desktop.views.pages.households import HouseholdsPage
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.still_box import StillChoice, StillDecimal, StillNumber
from tests.unit.usecases.registry_town import add_family, make_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        add_family(database)
        yield database


@pytest.fixture
def page(qtbot: QtBot, operations: Operations, town: Database) -> HouseholdsPage:
    window = MainWindow([page_module.SPEC], operations, town)
    qtbot.addWidget(window)
    window.show()
    window.open_page("households", household_id=1)
    made = window.page("households")
    assert isinstance(made, HouseholdsPage)
    qtbot.waitUntil(lambda: operations.is_idle and made.household.page is not None)
    return made


def editors_begin_at(dialog: QWidget) -> set[int]:
    """Where the editors of all forms begin, from the dialog's left edge."""
    begins: set[int] = set()
    for form in cast("list[QFormLayout]", dialog.findChildren(QFormLayout)):
        for row in range(form.rowCount()):
            editor = form.itemAt(row, QFormLayout.ItemRole.FieldRole).widget()
            if editor.isVisible():
                begins.add(editor.mapTo(dialog, editor.rect().topLeft()).x())
    return begins


def asked(page: HouseholdsPage, change: str) -> Any:
    dialog = page.household.ask(change)
    assert isinstance(dialog, ActionDialog)
    return dialog


def test_the_fields_of_a_newcomer_and_of_the_occasion_begin_at_one_line(
    page: HouseholdsPage, qtbot: QtBot
):
    dialog = asked(page, "join")
    assert isinstance(dialog, PersonJoins)
    qtbot.waitUntil(lambda: len(editors_begin_at(dialog)) == 1)


def test_the_fields_of_a_split_begin_at_one_line_and_ticks_stand_two_in_a_row(
    page: HouseholdsPage, qtbot: QtBot
):
    dialog = asked(page, "split")
    assert isinstance(dialog, SplitHousehold)
    ticks = list(dialog.ticks.values())
    ticks[0].setChecked(True)  # the head goes: both heads are asked for
    qtbot.waitUntil(lambda: not dialog.remaining.isHidden() and len(editors_begin_at(dialog)) == 1)
    assert ticks[0].y() == ticks[1].y()
    assert ticks[2].y() > ticks[0].y()


def test_the_line_that_looks_for_a_household_is_named(page: HouseholdsPage):
    picker = HouseholdPicker(page.context, name="农户 *", parent=page)
    form = picker.layout()
    assert isinstance(form, QFormLayout)
    name = form.labelForField(picker.search)
    assert isinstance(name, QLabel)
    assert name.text() == "农户 *"
    assert isinstance(picker.search, QLineEdit)
    assert picker.found.isHidden()


def test_the_wheel_scrolls_past_boxes_and_changes_no_answer(look: Style, qtbot: QtBot) -> None:
    del look
    choice, number, decimal = StillChoice(), StillNumber(), StillDecimal()
    choice.addItems(["是否", "选项", "两个数"])
    for box in (choice, number, decimal):
        qtbot.addWidget(box)
        box.show()
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(box.mapToGlobal(QPoint(5, 5))),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, turn)
        assert not turn.isAccepted()
    assert (choice.currentText(), number.value(), decimal.value()) == ("是否", 0, 0)
