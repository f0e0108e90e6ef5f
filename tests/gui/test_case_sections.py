"""The cards of a case that are edited where they stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.views.cases.case_sections import (
    EditedCard,
    FindingsCard,
    HelpersCard,
    HitsCard,
    MeasuresCard,
    PapersCard,
    VisitsCard,
)
from fangfan_desktop.views.dialogs.field_form import ItemsEdit, set_text
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageSpec
from tests.gui.campaign_samples import open_window
from tests.gui.test_case_desk import Opened, _DeskPage, begin_with
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import take_in


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


def fill(opened: Opened, card: EditedCard, **values: Value) -> None:
    """Type into the dialog that is open, and save."""
    opened.wait()
    dialog = card.edits.dialog
    assert dialog is not None
    for key, value in values.items():
        set_text(dialog.form.editor(key), str(value))
    dialog.submit()
    opened.wait()


def click(card: QWidget, word: str) -> None:
    """Press the first button of that word."""
    buttons = cast("list[QPushButton]", card.findChildren(QPushButton))
    next(button for button in buttons if button.text() == word).click()


def test_a_hit_is_entered_judged_and_removed(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = next(c for c in opened.desk.body.sections if isinstance(c, HitsCard))
    click(card, "登记命中…")
    fill(opened, card, kind="车辆", detail="农用三轮车")
    assert any("没有研判结论" in line.words for line in opened.desk.body.conditions.lines)
    click(card, "研判…")
    fill(opened, card, verdict="生产用车，不影响纳入")
    (hit,) = read_case(town, case_id=case_id).hits
    assert (hit.verdict, hit.verdict_on) == ("生产用车，不影响纳入", town.today())
    click(card, "删除")
    opened.wait()
    assert read_case(town, case_id=case_id).hits == ()


def test_income_and_guarantees_are_found_when_identified(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = next(c for c in opened.desk.body.sections if isinstance(c, FindingsCard))
    assert not card.buttons["填消除时…"].isVisible()
    click(card, "填认定时…")
    fill(opened, card, wages_fen="9860", line_fen="7000", population="2", housing_safe="是")
    found = read_case(town, case_id=case_id).identified
    assert found is not None
    assert (found.net_per_head_fen, found.is_above_line) == (493_000, False)
    assert (found.answers["housing_safe"], found.answers["water_safe"]) == (1, None)


def test_a_helper_is_named_and_undone(opened: Opened, town: Database):
    case_id = take_in(town)
    opened.show(case_id)
    card = next(c for c in opened.desk.body.sections if isinstance(c, HelpersCard))
    click(card, "落实…")
    fill(opened, card, name="蒙𫘝", unit="镇政府")
    assert read_case(town, case_id=case_id).helpers[0].name == "蒙𫘝"
    opened.window.changed(undo(town))
    opened.wait()
    assert read_case(town, case_id=case_id).helpers[0].name == ""


def test_measures_and_visits_are_entered(opened: Opened, town: Database):
    case_id = take_in(town)
    opened.show(case_id)
    measures = next(c for c in opened.desk.body.sections if isinstance(c, MeasuresCard))
    click(measures, "登记措施…")
    fill(opened, measures, kind="健康帮扶")
    assert [m.risk for m in read_case(town, case_id=case_id).measures] == ["因病"]
    visits = next(c for c in opened.desk.body.sections if isinstance(c, VisitsCard))
    click(visits, "登记走访…")
    fill(opened, visits, found="情况稳定")
    duty = read_case(town, case_id=case_id).visit_duty
    assert duty is not None
    assert duty.is_met


def test_a_tick_says_that_a_paper_is_there(opened: Opened, town: Database):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = next(c for c in opened.desk.body.sections if isinstance(c, PapersCard))
    card.boxes["identify/apply/申请书"].click()
    opened.wait()
    assert card.title.text() == "材料 1/13"
    row = opened.desk.body.stages[0].rows["apply"]
    assert "承诺授权书 缺" in row.accessibleName()


def test_the_sub_items_of_a_measure_are_those_of_its_kind(opened: Opened, town: Database):
    case_id = take_in(town)
    opened.show(case_id)
    measures = next(c for c in opened.desk.body.sections if isinstance(c, MeasuresCard))
    click(measures, "登记措施…")
    opened.wait()
    dialog = measures.edits.dialog
    assert dialog is not None
    detail = dialog.form.editor("detail")
    assert isinstance(detail, ItemsEdit)
    assert detail.choices == ()
    set_text(dialog.form.editor("kind"), "就业帮扶")
    assert "技能培训" in detail.choices
    fill(opened, measures, detail="技能培训", started_on=town.today().isoformat())
    (measure,) = read_case(town, case_id=case_id).measures
    assert (measure.state, measure.is_developmental) == ("实施中", False)
    gaps = read_case(town, case_id=case_id).plan.gaps
    assert ["因意外事故" in gaps[0], "开发式" in gaps[1]] == [True, True]


def test_where_a_paper_lies_and_its_scan_are_noted(opened: Opened, town: Database, tmp_path: Path):
    case_id = begin_with(town, 2)
    opened.show(case_id)
    card = next(c for c in opened.desk.body.sections if isinstance(c, PapersCard))
    assert card.view is not None
    dialog = card.edits.paper_facts(card.view)
    scan = tmp_path / "申请书.jpg"
    scan.write_bytes(b"scan")
    set_text(dialog.form.editor("kept_at"), "档案柜第2盒")
    dialog.path.setText(str(scan))
    key = dialog.paper.item_key
    dialog.submit()
    opened.wait()
    (paper,) = [p for p in read_case(town, case_id=case_id).papers if p.item_key == key]
    assert (paper.is_present, paper.kept_at, paper.file_name) == (True, "档案柜第2盒", "申请书.jpg")
    again = card.edits.paper_facts(opened.desk.view or card.view)
    again.choice.setCurrentIndex(0)
    again.save_out(tmp_path / "back.jpg")
    opened.wait()
    assert (tmp_path / "back.jpg").read_bytes() == b"scan"
    again.reject()
