"""What was found in the house and by the asset search, typed in on the case's page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_clearing import start_clearing
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.views.cases.case_sections import EditedCard, FindingsCard, HitsCard
from fangfan_desktop.views.dialogs.case_finding import FindingEdit
from fangfan_desktop.views.dialogs.record_edit import RecordEdit
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageSpec
from tests.gui.campaign_samples import open_window
from tests.gui.test_case_desk import Opened, _DeskPage, begin_with
from tests.gui.test_case_sections import click, fill
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import take_in

Card = TypeVar("Card", bound=EditedCard)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations, town: Database) -> Opened:
    specs = [PageSpec("cases", "监测帮扶", "activity", _DeskPage)]
    window = open_window(qtbot, operations, town, specs)
    window.open_page("cases")
    operations.wait_until_idle()
    return Opened(window, operations, town)


def card_of(opened: Opened, kind: type[Card]) -> Card:
    return next(card for card in opened.desk.body.sections if isinstance(card, kind))


def dialog_of(opened: Opened, card: EditedCard) -> RecordEdit:
    opened.wait()
    dialog = card.edits.dialog
    assert dialog is not None
    return dialog


def is_met(opened: Opened, word: str) -> list[bool | None]:
    return [line.is_met for line in opened.desk.body.conditions.lines if word in line.words]


def test_what_was_found_meets_the_conditions_of_clearing(opened: Opened, town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    opened.show(case_id)
    assert is_met(opened, "住房安全") == [None]
    card = card_of(opened, FindingsCard)
    click(card, "填消除时…")
    found = {"found_on": "2022-11-21", "population": "2", "line_fen": "7000"}
    fill(opened, card, **found, wages_fen="40000", housing_safe="是", risk_gone="否")
    assert is_met(opened, "人均纯收入 20000 元") == [True]
    assert is_met(opened, "住房安全") == [True]
    assert is_met(opened, "风险稳定消除") == [False]
    assert is_met(opened, "饮水安全") == [None]
    opened.window.changed(undo(town))
    opened.wait()
    assert is_met(opened, "住房安全") == [None]


def test_a_suggestion_is_told_and_taken_only_when_asked(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = card_of(opened, FindingsCard)
    click(card, "填认定时…")
    dialog = dialog_of(opened, card)
    assert isinstance(dialog, FindingEdit)
    assert "population" in [each.key for each in dialog.suggestions]
    assert dialog.form.texts()["population"] == ""
    fill(opened, card, population="4")
    found = read_case(town, case_id=case_id).identified
    assert found is not None
    assert (found.population, found.answers["housing_safe"]) == (4, None)


def test_suggestions_fill_what_is_empty_by_keys_alone(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = card_of(opened, FindingsCard)
    QTest.keyClick(card.buttons["填认定时…"], Qt.Key.Key_Return)
    dialog = dialog_of(opened, card)
    assert isinstance(dialog, FindingEdit)
    QTest.keyClicks(dialog.form.editor("population"), "4")
    QTest.keyClick(dialog.take_button, Qt.Key.Key_Space)
    assert dialog.form.texts()["housing_safe"] == "是"
    assert read_case(town, case_id=case_id).findings == ()
    QTest.keyClick(dialog.form.editor("population"), Qt.Key.Key_Return)
    opened.wait()
    found = read_case(town, case_id=case_id).identified
    assert found is not None
    assert (found.population, found.answers["housing_safe"]) == (4, 1)
    assert found.period_from == date(2021, 5, 1)


def test_what_cannot_be_is_said_in_the_dialog_and_nothing_typed_is_lost(
    opened: Opened, town: Database
):
    opened.show(begin_with(town, 2))
    card = card_of(opened, FindingsCard)
    click(card, "填认定时…")
    fill(opened, card, found_on="2022-05-05", wages_fen="9860")
    dialog = dialog_of(opened, card)
    assert "早于线索日期" in dialog.problem
    assert dialog.form.texts()["wages_fen"] == "9860"


def test_a_hit_stands_in_the_way_until_its_verdict(opened: Opened, town: Database):
    opened.show(begin_with(town, 2))
    card = card_of(opened, HitsCard)
    click(card, "登记命中…")
    fill(opened, card, kind="车辆", person_name="蓝小桂", detail="农用三轮车")
    assert opened.desk.body.conditions.title.text() == "为什么还不能纳入"
    assert is_met(opened, "信息比对命中") == [False]
    click(card, "研判…")
    fill(opened, card, verdict="生产用车，不影响纳入", verdict_on="")
    assert "研判日期" in dialog_of(opened, card).problem
    fill(opened, card, verdict_on="2022-05-10", found_on="2022-05-09")
    assert is_met(opened, "信息比对命中") == [True]


def test_a_refused_case_asks_for_no_finding(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    refuse_cases(town, case_ids=[case_id], on=date(2022, 5, 12), reasons=["no_risk"])
    opened.show(case_id)
    assert not card_of(opened, FindingsCard).isVisible()
    assert not card_of(opened, HitsCard).isVisible()
