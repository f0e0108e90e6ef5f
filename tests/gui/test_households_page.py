"""The page 农户档案, by keys and clicks, on a real file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.registry_fields import IDENTIFICATION_FIELDS
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_records import set_identification
from fangfan_desktop.usecases.households import correct_household, search_households
from fangfan_desktop.views.dialogs.household_merge import MergeHouseholds
from fangfan_desktop.views.dialogs.household_paper import HouseholdPaper
from fangfan_desktop.views.dialogs.household_split import SplitHousehold
from fangfan_desktop.views.dialogs.person_moves import PersonJoins, PersonLeaves
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import households as page_module
from fangfan_desktop.views.pages import settings as settings_module
from fangfan_desktop.views.pages.households import HouseholdsPage
from fangfan_desktop.views.pages.settings import SettingsPage
from fangfan_desktop.views.settings.areas_panel import AreasPanel
from fangfan_desktop.views.settings.code_lists_panel import CodeListsPanel
from fangfan_desktop.views.style import Style
from tests.unit.usecases.registry_town import add_family, make_town

NUMBER = "450221194101301026"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        add_family(database)
        add_family(database, head="覃𠮷")
        yield database


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, town: Database) -> MainWindow:
    made = MainWindow([page_module.SPEC, settings_module.SPEC], operations, town)
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


def test_the_list_and_the_household_are_shown(page: HouseholdsPage, qtmodeltester: ModelTester):
    assert len(page.list.list.rows.ids) == 2
    assert page.list.list.current_id == 1
    shown = page.household.page
    assert shown is not None
    assert shown.head_name == "蒙秀英"
    assert page.household.tabs.tabText(0) == "家庭成员 4"
    qtmodeltester.check(page.list.list.rows)
    qtmodeltester.check(page.household.people.model)


def test_the_list_is_narrow_again_after_large_letters(
    page: HouseholdsPage, window: MainWindow, look: Style
):
    window.resize(1366, 768)
    QApplication.processEvents()
    before = page.list.width()
    for percent in (200, 100):
        look.set_zoom(percent)
        QApplication.processEvents()
    assert page.list.width() == before


def test_typing_finds_a_household(qtbot: QtBot, page: HouseholdsPage, settle: Callable[[], None]):
    qtbot.keyClicks(page.list.search, "q")
    qtbot.waitUntil(lambda: page.list.list.rows.ids == (2,))
    settle()
    qtbot.keyClicks(page.list.search, "zzz")
    qtbot.waitUntil(lambda: page.list.list.rows.ids == ())
    page.list.search.clear()
    qtbot.waitUntil(lambda: len(page.list.list.rows.ids) == 2)
    settle()


def test_a_cell_is_corrected_in_the_table_and_undone(
    qtbot: QtBot,
    page: HouseholdsPage,
    window: MainWindow,
    town: Database,
    settle: Callable[[], None],
):
    model, table = page.household.people.model, page.household.people.table
    index = model.index(2, model.column_of("name"))
    assert index.data() == "韦明"
    table.setCurrentIndex(index)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("韦𫘝")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert model.index(2, 0).data() == "韦𫘝"
    window.changed(undo_last(town))
    settle()
    assert model.index(2, 0).data() == "韦明"


def test_the_last_row_takes_a_new_person(page: HouseholdsPage, settle: Callable[[], None]):
    model = page.household.people.model
    last = model.rowCount() - 1
    model.setData(model.index(last, model.column_of("id_number")), NUMBER)
    model.setData(model.index(last, model.column_of("name")), "黄䶮")
    model.setData(model.index(last, model.column_of("relation")), "之女")
    settle()
    shown = page.household.page
    assert shown is not None
    added = shown.people[-1]
    assert (added.name, added.values["sex"], added.values["born_on"]) == (
        "黄䶮",
        "女",
        "1941-01-30",
    )
    assert model.index(model.rowCount() - 1, 0).data() == "+ 添加成员"


def test_numbers_are_hidden_until_asked_for(page: HouseholdsPage, settle: Callable[[], None]):
    model = page.household.people.model
    cell = model.index(0, model.column_of("id_number"))
    model.setData(cell, NUMBER)
    settle()
    assert cell.data() == "450221••••••••1026"
    page.household.reveal_button.click()
    assert cell.data() == NUMBER
    page.household.hide_again()
    assert cell.data() == "450221••••••••1026"


def test_the_telephone_is_whole_only_while_it_is_edited_or_asked_for(
    qtbot: QtBot,
    page: HouseholdsPage,
    window: MainWindow,
    town: Database,
    settle: Callable[[], None],
):
    correct_household(town, household_id=1, values={"phone": "13800001234"})
    window.changed(None)
    settle()
    view = page.household
    view.tabs.setCurrentWidget(view.facts)
    line = view.facts.editor("phone")
    assert isinstance(line, QLineEdit)
    assert line.text() == "138••••1234"
    view.reveal_button.click()
    assert line.text() == "13800001234"
    view.hide_again()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert line.text() == "13800001234"
    view.facts.editor("address").setFocus()
    settle()
    assert line.text() == "138••••1234"
    assert household_page(town, household_id=1).values["phone"] == "13800001234"


def test_the_facts_stand_below_each_other_where_it_is_narrow(
    page: HouseholdsPage, qtbot: QtBot, settle: Callable[[], None]
):
    view = page.household
    view.tabs.setCurrentWidget(view.facts)
    facts = view.facts

    def is_below() -> bool:
        housing, identity = facts.editor("housing_safe"), facts.editor("on_dibao")
        left = identity.mapTo(facts, identity.rect().topLeft()).x()
        return left < housing.mapTo(facts, housing.rect().topRight()).x()

    settle()
    qtbot.waitUntil(lambda: not is_below())
    window = page.window()
    window.resize(window.minimumSize())
    qtbot.waitUntil(is_below)


def test_a_helpers_telephone_is_hidden_until_asked_for(
    page: HouseholdsPage, window: MainWindow, town: Database, settle: Callable[[], None]
):
    values = {
        "category": "脱贫不稳定户",
        "identified_on": "2022-01-10",
        "helper_phone": "13800001234",
    }
    set_identification(town, household_id=1, values=values)
    window.changed(None)
    settle()
    model = page.household.monitoring.identifications.model
    keys = [field.key for field in IDENTIFICATION_FIELDS]
    cell = model.index(0, keys.index("helper_phone"))
    assert cell.data() == "138••••1234"
    page.household.reveal_button.click()
    assert cell.data() == "13800001234"
    page.household.hide_again()
    assert cell.data() == "138••••1234"


def test_a_refused_cell_says_why_and_keeps_the_old_value(
    page: HouseholdsPage, window: MainWindow, settle: Callable[[], None]
):
    model = page.household.people.model
    cell = model.index(0, model.column_of("education"))
    model.setData(cell, "博士后")
    settle()
    assert "不是可选的内容" in window.banner.text
    assert cell.data() == ""


def test_arrows_in_a_choice_open_the_list_and_change_nothing(
    qtbot: QtBot, page: HouseholdsPage, settle: Callable[[], None]
):
    table, model = page.household.people.table, page.household.people.model
    cell = model.index(0, model.column_of("education"))
    model.setData(cell, "初中")
    settle()
    table.setCurrentIndex(cell)
    table.edit(cell)
    box = table.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert box.currentText() == "初中"
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    assert box.view().currentIndex().data() == "初中"
    box.hidePopup()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    settle()
    assert cell.data() == "初中"


def test_a_double_click_shows_the_choices(
    qtbot: QtBot, page: HouseholdsPage, settle: Callable[[], None]
):
    table, model = page.household.people.table, page.household.people.model
    cell = model.index(0, model.column_of("education"))
    table.scrollTo(cell)
    settle()
    view, at = table.viewport(), table.visualRect(cell).center()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    box = table.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert box.view().isVisible()
    assert box.view().width() >= box.view().sizeHintForColumn(0)
    box.hidePopup()


def test_facts_are_saved_when_left(
    page: HouseholdsPage, town: Database, settle: Callable[[], None]
):
    box = page.household.facts.editor("housing_safe")
    assert isinstance(box, QComboBox)
    box.setCurrentText("否")
    box.activated.emit(box.currentIndex())
    settle()
    line = page.household.facts.editor("phone")
    assert isinstance(line, QLineEdit)
    line.setText("13800001234")
    line.returnPressed.emit()
    settle()
    values = household_page(town, household_id=1).values
    assert (values["housing_safe"], values["phone"]) == (0, "13800001234")


def test_income_is_added_in_the_last_row(page: HouseholdsPage, settle: Callable[[], None]):
    model = page.household.income.model
    for key, text in (("period_from", "2021.5.1"), ("period_to", "20220430")):
        model.setData(model.index(0, model.column_of(key)), text)
    settle()
    model.setData(model.index(0, model.column_of("wages_fen")), "28000")
    settle()
    shown = page.household.page
    assert shown is not None
    assert shown.incomes[0].net_per_capita_fen == 700_000


def test_the_households_paper_is_shown_before_it_is_printed(
    page: HouseholdsPage, operations: Operations, settle: Callable[[], None]
):
    page.household.print_button.click()
    settle()
    dialog = page.findChild(HouseholdPaper)
    assert dialog is not None
    assert dialog.print_button.isEnabled()
    preview = dialog.view.preview
    assert preview is not None
    assert preview.pages.page_count == 1  # no campaign yet: nothing on the back
    dialog.reject()
    settle()
    operations.wait_until_idle()


def test_a_birth_is_registered(page: HouseholdsPage, settle: Callable[[], None]):
    dialog = page.household.ask("join")
    assert isinstance(dialog, PersonJoins)
    dialog.submit()
    settle()
    assert "姓名不能空着" in dialog.problem
    dialog.person.set_values({"name": "韦小宝", "relation": "之孙子", "sex": "男"})
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert (len(shown.people), shown.events[0].kind) == (5, "出生")


def test_a_head_leaves_and_another_follows(page: HouseholdsPage, settle: Callable[[], None]):
    dialog = page.household.ask("leave")
    assert isinstance(dialog, PersonLeaves)
    dialog.person.setCurrentIndex(0)
    dialog.submit()
    assert "请选新户主" in dialog.problem
    dialog.head.head.setCurrentIndex(0)
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert shown.head_name == "韦志𠮷"


def test_a_household_is_split_and_the_new_one_opens(
    page: HouseholdsPage, settle: Callable[[], None]
):
    dialog = page.household.ask("split")
    assert isinstance(dialog, SplitHousehold)
    dialog.submit()
    assert "至少一人" in dialog.problem
    shown = page.household.page
    assert shown is not None
    dialog.ticks[shown.people[2].person_id].setChecked(True)
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert (shown.head_name, len(shown.people)) == ("韦明", 1)
    assert page.list.list.current_id == shown.household_id


def test_a_household_is_merged(
    qtbot: QtBot, page: HouseholdsPage, town: Database, settle: Callable[[], None]
):
    dialog = page.household.ask("merge")
    assert isinstance(dialog, MergeHouseholds)
    qtbot.keyClicks(dialog.search, "q")
    settle()
    dialog.found.setCurrentRow(0)
    settle()
    assert len(dialog.boxes) == 4
    dialog.submit()
    settle()
    assert search_households(town).ids == (1,)
    assert len(household_page(town, household_id=1).people) == 8


def test_a_new_household_opens(page: HouseholdsPage, settle: Callable[[], None]):
    dialog = page.add_household()
    settle()
    dialog.village.setCurrentIndex(0)
    settle()
    dialog.name.setText("蓝𫘝")
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert shown.head_name == "蓝𫘝"
    assert page.list.list.current_id == shown.household_id


def test_a_case_is_registered(page: HouseholdsPage, settle: Callable[[], None]):
    dialog = page.household.monitoring.identifications.add()
    dialog.form.set_values(
        {"category": "边缘易致贫户", "identified_on": "2022-01-10", "risks": "因病"}
    )
    dialog.submit()
    settle()
    shown = page.household.page
    assert shown is not None
    assert shown.tags[0].text == "边缘易致贫户 · 未消除"
    page.list.set_filters(["marginal"])
    settle()
    assert page.list.list.rows.ids == (1,)


def test_a_household_whose_adding_is_undone_leaves_the_page(
    page: HouseholdsPage, window: MainWindow, town: Database, settle: Callable[[], None]
):
    dialog = page.add_household()
    settle()
    dialog.village.setCurrentIndex(0)
    dialog.name.setText("甲")
    dialog.submit()
    settle()
    window.changed(undo_last(town))
    settle()
    assert len(page.list.list.rows.ids) == 2


def test_the_page_needs_no_sideways_scrolling_at_twice_the_size(
    page: HouseholdsPage, window: MainWindow, settle: Callable[[], None]
):
    window.resize(1366, 768)
    page.context.style.set_zoom(200)
    settle()
    room = 1366 - 2 * page.context.style.tokens.sizes["nav_narrow"]
    assert page.minimumSizeHint().width() <= room


def settings_panel(window: MainWindow, name: str, settle: Callable[[], None]) -> Any:
    window.open_page("settings", tab=name)
    settle()
    made = window.page("settings")
    assert isinstance(made, SettingsPage)
    return dict(made.panels)[name]


def test_groups_and_workers_are_kept_in_the_settings(
    window: MainWindow, settle: Callable[[], None]
):
    panel = settings_panel(window, "村组网格", settle)
    assert isinstance(panel, AreasPanel)
    for ask, answers in (
        (panel.add_group, ["三组"]),
        (panel.add_grid, ["第一网格"]),
        (panel.add_worker, ["乙㛃", "13800000000"]),
    ):
        dialog = ask()
        assert dialog is not None
        for editor, text in zip(dialog.editors, answers, strict=False):
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
        dialog.submit()
        settle()
    assert [line.texts[0] for line in panel.groups.lines.lines] == ["一组", "二组", "三组"]
    assert panel.workers.lines.lines[0].texts[0] == "乙㛃"
    panel.remove_village()
    settle()
    assert "不能删除" in window.banner.text


def test_a_code_is_hidden_in_the_settings(window: MainWindow, settle: Callable[[], None]):
    panel = settings_panel(window, "代码表", settle)
    assert isinstance(panel, CodeListsPanel)
    panel.items.selectRow(1)
    assert panel.items.current_key == "配偶"
    panel.toggle()
    settle()
    assert panel.items.lines.lines[1].texts == ("配偶", "停用")
    assert panel.hide_button.text() == "启用"


def test_a_step_of_the_history_is_taken_back(
    window: MainWindow, town: Database, settle: Callable[[], None]
):
    panel = settings_panel(window, "历史", settle)
    assert panel.table.lines.lines[0].texts[1] == "新增家庭成员"
    panel.undo()
    settle()
    assert panel.table.lines.lines[0].texts[4] == "已撤销"
    assert len(household_page(town, household_id=2).people) == 3
