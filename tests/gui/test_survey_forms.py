"""The forms of a campaign in the window: taken up, filled with households, printed, given back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done, undo
from fangfan_desktop.usecases.campaign_forms import list_used_forms, use_form
from fangfan_desktop.usecases.form_choice import list_offered_forms
from fangfan_desktop.usecases.household_forms import (
    household_basis,
    load_rows,
    set_answers,
    set_rows,
)
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_panel import read_household_panel
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.views.dialogs.new_campaign import NewCampaignDialog
from fangfan_desktop.views.dialogs.new_version import NewVersion
from fangfan_desktop.views.dialogs.used_forms import UsedForms
from fangfan_desktop.views.households.past_tabs import FormsTab
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC, SurveyPage
from fangfan_desktop.views.survey.add_households import AddHouseholds
from fangfan_desktop.views.survey.county_fill import CountyFill
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.registry_update import UpdateRegistry
from fangfan_desktop.views.survey.side_panel import SidePanel
from tests.gui.campaign_samples import open_window, targets
from tests.small_township import add_campaign, make_township

W = TypeVar("W", bound=QWidget)
BLANK = Path(__file__).parents[1] / "data" / "blank_forms" / "qinghe-household-2024.xlsx"
OWN = Form(
    key="own-1",
    name="县里的摸底表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="{place}摸底表",
    subtitle="",
    fields=(
        Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED),
        Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
        Field("own_pigs", ("养猪头数",), Kind.NUMBER),
    ),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database) -> MainWindow:
    shown = open_window(qtbot, operations, database, [SPEC])
    shown.open_page("survey")
    operations.wait_until_idle()
    return shown


def page_of(window: MainWindow) -> SurveyPage:
    page = window.page("survey")
    assert isinstance(page, SurveyPage)
    return page


def children(widget: QWidget, kind: type[W]) -> list[W]:
    return cast("list[W]", widget.findChildren(kind))


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in children(widget, QLabel) if each.isVisibleTo(widget))


def menu_of(page: SurveyPage) -> QMenu:
    return [each for each in children(page, QMenu) if each.parent() is page][-1]


def choose(window: MainWindow, *path: str) -> None:
    """Open the menu 排查 as by its button, and choose a line of it or of a menu in it."""
    page = page_of(window)
    QTest.mouseClick(page.manage, Qt.MouseButton.LeftButton)
    menu = top = menu_of(page)
    for text in path[:-1]:
        below = [each for each in children(top, QMenu) if each.title() == text]
        menu = below[0]
    action = next(each for each in menu.actions() if each.text() == path[-1])
    assert action.isEnabled()
    action.trigger()
    top.close()


def lines_of(window: MainWindow) -> list[str]:
    page = page_of(window)
    QTest.mouseClick(page.manage, Qt.MouseButton.LeftButton)
    menu = menu_of(page)
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return texts


def dialog_of(window: MainWindow, operations: Operations, kind: type[W]) -> W:
    operations.wait_until_idle()
    return next(each for each in children(window, kind) if each.isVisible())


def press(dialog: QWidget, text: str) -> None:
    button = next(each for each in children(dialog, QPushButton) if each.text() == text)
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def tabs(window: MainWindow) -> list[str]:
    return [each.text() for each in children(page_of(window).forms, QPushButton)]


def tick(dialog: UsedForms, key: str, *, is_on: bool) -> None:
    row = next(r for r in range(dialog.list.count()) if dialog.list.item(r).data(256) == key)
    dialog.list.setCurrentRow(row)
    state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
    dialog.list.item(row).setCheckState(state)


def take_up(window: MainWindow, operations: Operations, *keys: str) -> None:
    choose(window, "使用的表…")
    dialog = dialog_of(window, operations, UsedForms)
    for key in keys:
        tick(dialog, key, is_on=True)
    press(dialog, "确定")
    operations.wait_until_idle()


def go_to(window: MainWindow, operations: Operations, key: str) -> HouseholdPanel:
    window.open_page("survey", form=key)
    operations.wait_until_idle()
    in_hand = page_of(window).in_hand
    assert in_hand is not None
    assert in_hand.form.key == key
    assert isinstance(in_hand.panel, HouseholdPanel)
    return in_hand.panel


def keys_used(database: Database) -> list[str]:
    return [each.form.key for each in list_used_forms(database, campaign_id=1) if each.is_further]


def households(database: Database, key: str) -> list[int]:
    return [row.household_id for row in load_rows(database, campaign_id=1, form_key=key)]


def test_forms_are_taken_up_in_an_order_as_one_step_and_undone(
    window: MainWindow, operations: Operations, database: Database
):
    choose(window, "使用的表…")
    dialog = dialog_of(window, operations, UsedForms)
    for key in ("visit-check", "check-monitored"):
        tick(dialog, key, is_on=True)
    while dialog.up.isEnabled():
        QTest.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    press(dialog, "确定")
    operations.wait_until_idle()
    assert keys_used(database) == ["check-monitored", "visit-check"]
    assert tabs(window)[3:] == ["监测户情况核查表", "实地入户核查表"]
    assert "列出 2 行" in window.banner.text
    go_to(window, operations, "check-monitored")
    changes = undo(database)
    window.changed(changes)
    operations.wait_until_idle()
    assert len(tabs(window)) == 3
    assert keys_used(database) == []
    assert page_of(window).forms.current == "household-form"


def test_annexes_and_begun_forms_cannot_be_unticked(
    window: MainWindow, operations: Operations, database: Database
):
    save_form(database, form=OWN)
    use_form(database, campaign_id=1, form_key="own-1")
    row = load_rows(database, campaign_id=1, form_key="own-1")[0]
    set_answers(database, campaign_id=1, form_key="own-1", edits=[(row.id, "own_pigs", 3)])
    choose(window, "使用的表…")
    dialog = dialog_of(window, operations, UsedForms)
    items = {dialog.list.item(r).data(256): dialog.list.item(r) for r in range(dialog.list.count())}
    can_tick = {
        key for key, item in items.items() if item.flags() & Qt.ItemFlag.ItemIsUserCheckable
    }
    assert not can_tick & {"household-form", "village-form", "statistics", "ledger", "own-1"}
    assert items["own-1"].text() == "县里的摸底表 · 本单位 · 已填 1/12 行"
    assert items["visit-check"].text() == "实地入户核查表 · 参考样式"
    tick(dialog, "own-1", is_on=False)  # however it is brought about, the use case refuses
    press(dialog, "确定")
    operations.wait_until_idle()
    assert "已填写1行，不能去掉" in words(dialog)
    assert keys_used(database) == ["own-1"]


def test_a_newer_version_says_what_it_changes_and_answers_move(
    window: MainWindow, operations: Operations, database: Database
):
    save_form(database, form=OWN)
    use_form(database, campaign_id=1, form_key="own-1")
    row = load_rows(database, campaign_id=1, form_key="own-1")[0]
    set_answers(database, campaign_id=1, form_key="own-1", edits=[(row.id, "own_pigs", 3)])
    ducks = Field("own_ducks", ("养鸭只数",), Kind.NUMBER)
    save_form(database, form=replace(OWN, fields=(*OWN.fields[:2], ducks, OWN.fields[2])))
    choose(window, "使用的表…")
    dialog = dialog_of(window, operations, UsedForms)
    tick(dialog, "own-1", is_on=True)
    press(dialog, "换用新版…")
    newer = dialog_of(window, operations, NewVersion)
    assert "新增的栏（1）\n“养鸭只数”" in words(newer)
    press(newer, "换用新版")
    operations.wait_until_idle()
    assert not dialog.newer.isEnabled()
    first = load_rows(database, campaign_id=1, form_key="own-1")[0]
    assert first.values[2:] == (None, 3)


def test_households_are_ticked_by_keys_and_drawn_by_lot(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "visit-check")
    panel = go_to(window, operations, "visit-check")
    assert "加入农户" in words(panel)
    choose(window, "加入农户…")
    dialog = dialog_of(window, operations, AddHouseholds)
    press(dialog, "加入")
    assert "还没有选户" in words(dialog)
    dialog.filter_by("lifted")
    operations.wait_until_idle()
    dialog.list.setCurrentIndex(dialog.list.rows.index(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.chosen == {1}
    dialog.filter_by("lifted")
    operations.wait_until_idle()
    assert dialog.chosen == {1}  # outlives another list
    press(dialog, "加入")
    operations.wait_until_idle()
    assert households(database, "visit-check") == [1]
    assert "加入 1 户" in window.banner.text
    choose(window, "加入农户…")
    dialog = dialog_of(window, operations, AddHouseholds)
    assert "另有 1 户已在表中" in dialog.counted.text()
    dialog.amount.setValue(2)
    dialog.seed.setValue(77)
    press(dialog, "从列出的户中抽取")
    drawn = dialog.chosen
    press(dialog, "从列出的户中抽取")
    assert dialog.chosen == drawn
    assert "已选 4 户，2 个村" in dialog.counted.text()
    press(dialog, "加入")
    operations.wait_until_idle()
    done = last_done(database)
    assert done is not None
    assert done.name == "加入农户：每村抽2户（抽取号 77）"
    assert set(households(database, "visit-check")) == {1, *drawn}
    assert panel.grid is not None
    assert panel.grid.model.rowCount() == 5


def test_selected_households_of_annex_1_go_into_a_form_and_rows_are_taken_out(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "visit-check")
    annex = go_to(window, operations, "household-form")
    assert annex.grid is not None
    annex.grid.view.select_block(0, 3, 2, 4)
    choose(window, "把选中的 3 户加入到", "实地入户核查表")
    operations.wait_until_idle()
    assert households(database, "visit-check") == households(database, "household-form")[:3]
    panel = go_to(window, operations, "visit-check")
    assert panel.grid is not None
    panel.grid.view.select_block(1, 3, 2, 4)
    choose(window, "移出选中的 2 行")
    operations.wait_until_idle()
    assert households(database, "visit-check") == households(database, "household-form")[:1]
    assert panel.grid.model.rowCount() == 1
    undo(database)
    assert len(households(database, "visit-check")) == 3


def test_a_village_form_gets_rows_and_loses_them(window: MainWindow, operations: Operations):
    take_up(window, operations, "lookback-check")
    panel = go_to(window, operations, "lookback-check")
    assert "加入农户…" not in lines_of(window)
    choose(window, "增加一行", "雒容社区")
    operations.wait_until_idle()
    assert panel.grid is not None
    assert panel.grid.model.rowCount() == 3
    assert [panel.grid.model.face(row, 0)[0] for row in range(3)] == ["1", "2", "3"]
    panel.grid.view.select_block(2, 3, 2, 3)
    choose(window, "移出选中的 1 行")
    operations.wait_until_idle()
    assert panel.grid.model.rowCount() == 2


def test_a_form_is_prefilled_again_and_given_up(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "check-general")
    go_to(window, operations, "check-general")
    assert "加入农户…" in lines_of(window)
    choose(window, "重新预填空着的格")
    operations.wait_until_idle()
    assert "没有可以补填的格" in window.banner.text
    choose(window, "去掉本表")
    operations.wait_until_idle()
    assert keys_used(database) == []
    assert len(tabs(window)) == 3
    assert "不再用“一般农户情况核查表”" in window.banner.text


def test_a_form_that_somebody_has_begun_is_not_offered_to_be_given_up(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "check-general")
    row = load_rows(database, campaign_id=1, form_key="check-general")[0]
    form = household_basis(database, campaign_id=1, form_key="check-general").form
    key = next(f.key for f in form.fields if f.kind is Kind.YES_NO and f.source is Source.TYPED)
    set_rows(
        database,
        campaign_id=1,
        form_key="check-general",
        wanted={row.id: {key: 1}},
        action_name="填写",
    )
    go_to(window, operations, "check-general")
    page = page_of(window)
    QTest.mouseClick(page.manage, Qt.MouseButton.LeftButton)
    menu = menu_of(page)
    operations.wait_until_idle()
    line = next(each for each in menu.actions() if each.text() == "去掉本表")
    assert not line.isEnabled()
    assert line.toolTip() == "已填写1行，不能去掉"
    menu.close()


def test_a_filled_workbook_of_a_further_form_is_taken_in(
    window: MainWindow, operations: Operations, database: Database, tmp_path: Path
):
    save_form(database, form=OWN)
    use_form(database, campaign_id=1, form_key="own-1")
    window.changed(None)
    go_to(window, operations, "own-1")
    path = tmp_path / "摸底.csv"
    path.write_text("户编号,户主姓名,养猪头数\nH005,蓝小桂,7\n", encoding="utf-8")
    page_of(window).menu.importing.take(1, "own-1", path)
    operations.wait_until_idle()
    assert "更改 1 行" in window.banner.text
    rows = load_rows(database, campaign_id=1, form_key="own-1")
    assert next(row.values[2] for row in rows if row.household_id == 5) == 7


def test_print_and_export_lead_to_the_form_in_reports(window: MainWindow, operations: Operations):
    take_up(window, operations, "visit-check")
    go_to(window, operations, "visit-check")
    QTest.mouseClick(page_of(window).export_button, Qt.MouseButton.LeftButton)
    assert targets(window, "reports")[-1]["table"] == "visit-check"


def test_the_county_s_workbook_is_looked_at_then_filled(
    window: MainWindow, operations: Operations, tmp_path: Path
):
    choose(window, "填到县里的表…")
    dialog = dialog_of(window, operations, CountyFill)
    assert not dialog.fill_button.isEnabled()
    dialog.take(BLANK)
    operations.wait_until_idle()
    assert "按“附件1 到户排查表”填，共 12 行" in dialog.summary.text()
    texts = [dialog.grid.model.values(row)[2] for row in range(dialog.grid.model.rowCount())]
    assert "户主姓名" in texts
    dialog.fill_to(tmp_path / "已填.xlsx")
    operations.wait_until_idle()
    assert "已填好 12 行" in dialog.summary.text()
    assert dialog.folder_button.isVisible()
    assert openpyxl.load_workbook(tmp_path / "已填.xlsx")
    dialog.take(tmp_path / "没有.xlsx")
    operations.wait_until_idle()
    assert dialog.problem.isVisible()
    assert not dialog.fill_button.isEnabled()


def test_answers_update_the_registry_after_a_look(
    window: MainWindow, operations: Operations, database: Database
):
    row = load_rows(database, campaign_id=1)[0]
    edits = [(row.id, "housing_safe", 0), (row.id, "on_dibao", 1)]
    set_answers(database, campaign_id=1, edits=edits)
    choose(window, "用答案更新农户档案…")
    dialog = dialog_of(window, operations, UpdateRegistry)
    operations.wait_until_idle()
    assert dialog.counted.text() == "1 户 2 处"
    name = load_form("household-form").field("on_dibao").name
    assert dialog.boxes["on_dibao"].text() == f"{name}（1 处）"
    dialog.boxes["on_dibao"].setChecked(False)
    operations.wait_until_idle()
    lines = [dialog.grid.model.values(row)[3:] for row in range(dialog.grid.model.rowCount())]
    assert lines == [("现有住房是否安全", "是", "否")]
    press(dialog, "更新")
    operations.wait_until_idle()
    assert "已更新 1 户 1 处" in window.banner.text
    with database.read() as session:
        held = session.connection().exec_driver_sql(
            "SELECT housing_safe, on_dibao FROM household WHERE id = ?", (row.household_id,)
        )
        assert tuple(held.one()) == (0, 0)


def test_last_time_s_answers_stand_beside_a_further_form(
    window: MainWindow, operations: Operations, database: Database
):
    save_form(database, form=OWN)
    use_form(database, campaign_id=1, form_key="own-1")
    created = add_campaign(database, "2023年集中排查", 2023)
    use_form(database, campaign_id=created.id, form_key="own-1")
    for campaign, pigs in ((1, 3), (created.id, 5)):
        row = load_rows(database, campaign_id=campaign, form_key="own-1")[0]
        edits = [(row.id, "own_pigs", pigs)]
        set_answers(database, campaign_id=campaign, form_key="own-1", edits=edits)
    panel = read_household_panel(
        database, campaign_id=created.id, household_id=row.household_id, form_key="own-1"
    )
    side = SidePanel()
    side.setParent(window)
    side.show_household(panel)
    assert "养猪头数：上次 3，本次 5" in "\n".join(each.text() for each in children(side, QLabel))
    operations.wait_until_idle()


def test_a_new_campaign_is_asked_which_forms_it_uses(
    qtbot: QtBot, window: MainWindow, operations: Operations, database: Database
):
    dialog = NewCampaignDialog((), date(2022, 5, 9), forms=list_offered_forms(database))
    qtbot.addWidget(dialog)
    assert list(dialog.forms.boxes) == [
        each.form.key for each in list_offered_forms(database) if not each.is_basic
    ]
    dialog.preset.setCurrentIndex(1)
    dialog.line.setText("7000")
    dialog.name.setText("另一次")
    dialog.forms.boxes["lookback-check"].setChecked(True)
    dialog.accept()
    assert dialog.values is not None
    page_of(window).menu.editing.make(dialog.values)
    operations.wait_until_idle()
    used = [each.form.key for each in list_used_forms(database, campaign_id=2) if each.is_further]
    assert used == ["lookback-check"]


def test_another_campaign_without_the_form_in_hand_shows_annex_1(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "check-general")
    go_to(window, operations, "check-general")
    other = add_campaign(database, "2023年集中排查", 2023)
    window.set_campaigns([CampaignChoice(other.id, "2023年集中排查")], other.id)
    operations.wait_until_idle()
    assert page_of(window).forms.current == "household-form"
    in_hand = page_of(window).in_hand
    assert in_hand is not None
    assert not any(each.is_further for each in in_hand.used)
    assert "没有找到" not in window.banner.text


def test_a_household_lists_its_forms_of_each_campaign(
    window: MainWindow, operations: Operations, database: Database
):
    take_up(window, operations, "check-general", "visit-check")
    page = household_page(database, household_id=5)
    assert [line.form for line in page.further] == ["一般农户情况核查表"]
    tab = FormsTab(window.context, window)
    tab.show_page(page)
    assert "一般农户情况核查表" in "\n".join(each.text() for each in children(tab, QLabel))
    press(tab, "打开")
    operations.wait_until_idle()
    panel = page_of(window).in_hand
    assert panel is not None
    assert panel.form.key == "check-general"
    assert [row.household_id for row in panel.selected_rows()] == [5]
