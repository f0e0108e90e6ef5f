"""二次录入 in the page: keyed blind, compared, settled, thrown away; undone at every point."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

import openpyxl
import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done
from fangfan_desktop.usecases.campaign_forms import take_new_version, use_form
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_rows
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.second_keying import (
    Keep,
    compare_keyings,
    key_again,
    load_second_rows,
)
from fangfan_desktop.views.grid.column_filter import ColumnFilter
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC, SurveyPage
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.second_keying_comparison import ComparisonPanel
from fangfan_desktop.views.survey.second_keying_desk import SecondKeyingDesk
from tests.gui.campaign_samples import open_window
from tests.gui.grid_samples import press
from tests.small_township import add_campaign, change_household, make_township

W = TypeVar("W", bound=QWidget)
FORM = "household-form"
OWN = Form(
    key="own-1",
    name="县里的摸底表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="摸底表",
    subtitle="",
    fields=(
        Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED),
        Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
        Field("own_pigs", ("养猪头数",), Kind.NUMBER),
    ),
)
SECRET = "第一遍才有的诉求"
FIRST = {
    "heavy_burden": 1,
    "practical_difficulty": 1,
    "practical_difficulty_note": "第一遍才有的说明",
    "needs": SECRET,
    "income_per_capita": 7_654_321,
    "housing_safe": 0,  # not what the registry says
}
SECRETS = (SECRET, "第一遍才有的说明", "76,543.21", "76543.21", "7654321")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened, "2021年排查", 2021)
        for row in load_rows(opened, campaign_id=1)[:3]:
            set_rows(opened, campaign_id=1, wanted={row.id: FIRST}, action_name="填写")
        close_campaign(opened, campaign_id=1)
        add_campaign(opened)
        yield opened


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database) -> MainWindow:
    made = open_window(qtbot, operations, database, [SPEC])
    choices = [CampaignChoice(2, "2022年集中排查"), CampaignChoice(1, "2021年排查")]
    made.set_campaigns(choices, 2)
    made.open_page("survey")
    operations.wait_until_idle()
    return made


def children(widget: QWidget, kind: type[W]) -> list[W]:
    return cast("list[W]", widget.findChildren(kind))


def page_of(window: MainWindow) -> SurveyPage:
    page = window.page("survey")
    assert isinstance(page, SurveyPage)
    return page


def rows_of(database: Database) -> dict[int, int]:
    return {row.household_id: row.id for row in load_rows(database, campaign_id=2)}


def first(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {rows_of(database)[household]: values}
    saved = set_rows(database, campaign_id=2, wanted=wanted, action_name="填写")
    assert not saved.refused


def second(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {rows_of(database)[household]: values}
    assert not key_again(database, campaign_id=2, form_key=FORM, wanted=wanted).refused


def menu_words(window: MainWindow) -> dict[str, QAction]:
    page_of(window).manage.click()
    menu = children(page_of(window), QMenu)[-1]
    found = {action.text(): action for action in menu.actions()}
    menu.close()
    return found


def start(window: MainWindow, operations: Operations) -> SecondKeyingDesk:
    """Begin the mode with the menu, as a clerk does."""
    menu_words(window)["二次录入…"].trigger()
    operations.wait_until_idle()
    QApplication.processEvents()
    desk = page_of(window).findChild(SecondKeyingDesk)
    assert isinstance(desk, SecondKeyingDesk)
    operations.wait_until_idle()
    return desk


def grid_of(desk: SecondKeyingDesk) -> FormGrid:
    assert desk.panel.grid is not None
    return desk.panel.grid


def go(grid: FormGrid, database: Database, household: int, key: str) -> None:
    assert grid.view.go_to_cell(rows_of(database)[household], key)
    grid.view.setFocus()


def in_second(database: Database, household: int, key: str) -> object:
    place = household_basis(database, campaign_id=2).form.value_keys.index(key)
    rows = load_second_rows(database, campaign_id=2, form_key=FORM)
    return next(row.values[place] for row in rows if row.household_id == household)


def in_first(database: Database, household: int, key: str) -> object:
    place = household_basis(database, campaign_id=2).form.value_keys.index(key)
    rows = load_rows(database, campaign_id=2)
    return next(row.values[place] for row in rows if row.household_id == household)


def compare(desk: SecondKeyingDesk, operations: Operations) -> ComparisonPanel:
    desk.compare.click()
    operations.wait_until_idle()
    return desk.comparison


def differences(panel: ComparisonPanel) -> list[tuple[str, ...]]:
    """Head, field, first and second of every row that is shown."""
    rows = [panel.grid.model.values(row_id) for row_id in panel.grid.model.visible_ids()]
    return [tuple(str(value or "") for value in row[2:6]) for row in rows]


def every_text(window: QWidget) -> str:
    """All that any widget of the tree shows, says in a tip, reads aloud, or has in a model."""
    found: list[str] = []
    for widget in [window, *children(window, QWidget)]:
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        found += [widget.statusTip(), widget.whatsThis()]
        if isinstance(widget, (QLabel, QPushButton, QLineEdit)):
            found.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        if isinstance(widget, QAbstractItemView):
            model = cast("QAbstractItemModel | None", widget.model())
            found += [] if model is None else model_texts(model)
    return "\n".join(found)


def model_texts(model: QAbstractItemModel) -> list[str]:
    roles = [role.value for role in Qt.ItemDataRole if role.value <= Qt.ItemDataRole.UserRole]
    nothing = QModelIndex()
    return [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount(nothing))
        for column in range(model.columnCount(nothing))
        for role in roles
    ]


# Blind


def test_nothing_of_the_first_keying_is_anywhere_while_a_form_is_keyed_again(
    window: MainWindow, operations: Operations, database: Database
):
    for household in (1, 2, 7):
        first(database, household, **FIRST)
    page_of(window).refresh(None)
    operations.wait_until_idle()
    told = every_text(window)
    assert all(secret in told for secret in (SECRET, "第一遍才有的说明"))
    desk = start(window, operations)
    grid = grid_of(desk)
    QApplication.clipboard().clear()
    for household in (1, 2, 7):
        for key in ("needs", "practical_difficulty", "income_per_capita", "housing_safe"):
            go(grid, database, household, key)
            QApplication.processEvents()
        desk.panel.side.show()
        desk.panel._load_side()  # without the pause
        operations.wait_until_idle()
        told = every_text(window)
        assert "家庭成员" in told
        assert not [secret for secret in SECRETS if secret in told]
        assert "与台账不一致" not in told
        assert "2021年排查" not in [w.text() for w in children(desk, QLabel)]
    press(grid, "Ctrl+A", "Ctrl+C")
    operations.wait_until_idle()
    lying = QApplication.clipboard().mimeData()
    told = lying.text() + lying.html()
    assert "韦𠮷祥" in told
    assert not [secret for secret in SECRETS if secret in told]
    assert not any(type(p) is HouseholdPanel for p in children(window, HouseholdPanel))


def test_neither_export_nor_print_nor_the_household_is_reached_from_the_mode(
    window: MainWindow, operations: Operations, database: Database
):
    page = page_of(window)
    assert page.export_button.isVisible()
    desk = start(window, operations)
    assert not page.export_button.isVisible()
    assert not page.print_button.isVisible()
    assert [text for text in menu_words(window) if text] == ["新建排查…", "退出二次录入"]
    go(grid_of(desk), database, 1, "head_name")
    grid_of(desk).row_opened.emit(rows_of(database)[1], "head_name")
    assert "档案" not in [button.text() for button in children(desk, QPushButton)]
    assert window.page("survey").isVisible()
    desk.leave.click()
    operations.wait_until_idle()
    assert page.export_button.isVisible()
    assert page.findChild(SecondKeyingDesk) is None or not desk.isVisible()


# Keying


def test_what_is_keyed_again_goes_beside_the_form_and_is_undone_as_a_step(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1)
    desk = start(window, operations)
    grid = grid_of(desk)
    go(grid, database, 1, "heavy_burden")
    press(grid, "0")
    operations.wait_until_idle()
    assert in_second(database, 1, "heavy_burden") == 0
    assert in_first(database, 1, "heavy_burden") == 1
    step = last_done(database)
    assert step is not None
    assert step.name.startswith("二次录入：填写“")
    assert desk.panel.bar.tabs._items[1].text == "坭桥村  1/10"  # the words of a tab
    context = desk.panel.context
    context.write(lambda: undo_last(database), label="撤销")
    operations.wait_until_idle()
    column = grid.model.column_of["heavy_burden"]
    assert grid.model.values(rows_of(database)[1])[column] is None
    context.write(lambda: redo_last(database), label="重做")
    operations.wait_until_idle()
    assert grid.model.values(rows_of(database)[1])[column] == 0


def test_a_block_is_pasted_and_what_the_form_refuses_stays_red(
    window: MainWindow, operations: Operations, database: Database
):
    before = load_rows(database, campaign_id=2)
    desk = start(window, operations)
    grid = grid_of(desk)
    QApplication.clipboard().setText("是\n或许\n否")
    go(grid, database, 1, "heavy_burden")
    press(grid, "Ctrl+V")
    operations.wait_until_idle()
    if grid.preview.isVisible():
        grid.preview.confirm.click()
        operations.wait_until_idle()
    assert in_second(database, 1, "heavy_burden") == 1
    assert in_second(database, 2, "heavy_burden") is None
    assert in_second(database, 3, "heavy_burden") == 0
    assert "或许" in [refusal.text for refusal in grid.model.refused_cells().values()]
    assert load_rows(database, campaign_id=2) == before


def test_a_large_block_is_written_off_the_windows_thread(
    qtbot: QtBot, operations: Operations, tmp_path: Path
):
    with make_township(tmp_path / "b.db", 400) as database:
        add_campaign(database)
        window = open_window(qtbot, operations, database, [SPEC])
        window.open_page("survey")
        operations.wait_until_idle()
        before = load_rows(database, campaign_id=1)
        desk = start(window, operations)
        grid = grid_of(desk)
        QApplication.clipboard().setText("\n".join(["\t".join(["是"] * 14)] * 400))
        grid.view.go(0, grid.model.column_of["heavy_burden"])
        press(grid, "Ctrl+V")
        assert not operations.is_idle
        operations.wait_until_idle()
        grid.preview.confirm.click()
        operations.wait_until_idle()
        assert load_rows(database, campaign_id=1) == before
        step = last_done(database)
        assert step is not None
        assert step.name.startswith("二次录入：粘贴 ")
        found = compare_keyings(database, campaign_id=1, form_key=FORM)
        assert found.households == 400
        assert [grid.model.values(row.id) for row in before] == [
            row.values for row in load_second_rows(database, campaign_id=1, form_key=FORM)
        ]


def test_checks_of_the_second_keying_stand_in_its_cells(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, practical_difficulty=1, practical_difficulty_note="就医")
    desk = start(window, operations)
    grid = grid_of(desk)
    go(grid, database, 1, "practical_difficulty")
    press(grid, "1")
    operations.wait_until_idle()
    row = grid.model.view_row(rows_of(database)[1])
    assert row is not None
    text, level = grid.model.message(row, grid.model.column_of["practical_difficulty"])
    assert text
    assert level is not None


# Comparing and settling


def test_differences_are_chosen_by_one_key_and_settled_as_one_step(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, needs="想养牛")
    first(database, 2, heavy_burden=0)
    second(database, 1, heavy_burden=0, needs="想养羊")
    second(database, 2, heavy_burden=1)
    desk = start(window, operations)
    panel = compare(desk, operations)
    grid = panel.grid
    assert [row[2:] for row in differences(panel)] == [
        ("是", "否"),
        ("想养牛", "想养羊"),
        ("否", "是"),
    ]
    assert panel.words.text() == "已录第二遍 2 户，比对 3 格，不同 3 格，一致率 0.00%。"
    assert not panel.settle_button.isEnabled()
    grid.view.setFocus()
    press(grid, "2", "1", "2")
    assert panel.settle_button.text() == "核定 3 处"
    panel.settle_button.click()
    operations.wait_until_idle()
    assert differences(panel) == []
    assert in_first(database, 1, "heavy_burden") == 0
    assert in_first(database, 1, "needs") == "想养牛"
    assert in_first(database, 2, "heavy_burden") == 1
    assert "两遍一致" in every_text(desk)
    assert window.focusWidget() is panel.record
    panel._context.write(lambda: undo_last(database), label="撤销")  # the page's
    operations.wait_until_idle()
    assert len(differences(panel)) == 3
    assert in_first(database, 1, "heavy_burden") == 1


def test_one_key_chooses_for_all_selected_rows_and_a_button_does_too(
    window: MainWindow, operations: Operations, database: Database
):
    for household in (1, 2, 3, 5):
        first(database, household, heavy_burden=1)
        second(database, household, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    grid.view.go(0, 4)
    press(grid, "Shift+Down", "Shift+Down", "2")
    assert [choice.household_id for choice in grid.choices()] == [1, 2, 3]
    grid.view.go(3, 0)
    panel.first.click()
    assert panel.settle_button.text() == "核定 4 处"
    grid.view.go(0, grid.model.column_of["keep"])
    press(grid, "Delete")
    assert [choice.household_id for choice in grid.choices()] == [2, 3, 5]


def test_another_value_is_typed_where_neither_is_right(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, income_per_capita=900_000)
    second(database, 1, income_per_capita=800_000, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    keys = [row[1] for row in differences(panel)]
    grid.view.go(keys.index("人均纯收入"), grid.model.column_of["other"])
    press(grid, "<八千多>", "Return")
    QApplication.processEvents()
    assert len(grid.model.refused_cells()) == 1
    assert grid.choices() == []
    grid.view.go(keys.index("人均纯收入"), grid.model.column_of["other"])
    press(grid, "<8500>", "Return")
    assert grid.model.refused_cells() == {}
    panel.settle_button.click()
    operations.wait_until_idle()
    assert in_first(database, 1, "income_per_capita") == 850_000
    assert in_second(database, 1, "income_per_capita") == 850_000
    assert len(differences(panel)) == 1


def test_all_shown_differences_are_settled_for_one_keying(
    window: MainWindow, operations: Operations, database: Database
):
    for household in (1, 2, 3):
        first(database, household, heavy_burden=1)
        second(database, household, heavy_burden=0)
    panel = compare(start(window, operations), operations)
    panel.grid.order.set_filter("head_name", ColumnFilter(values=frozenset({"韦𠮷祥", "覃䶮"})))
    menu = panel.open_menu()
    assert menu.actions()[1].text() == "第二遍（筛出的 2 处）"
    menu.actions()[1].trigger()
    operations.wait_until_idle()
    assert [in_first(database, household, "heavy_burden") for household in (1, 2, 3)] == [0, 0, 1]
    assert len(compare_keyings(database, campaign_id=2, form_key=FORM).differences) == 1


def test_what_the_form_cannot_take_stays_with_its_reason(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 4, elderly_apart=0)
    second(database, 4, elderly_apart=1, children_able=1)
    panel = compare(start(window, operations), operations)
    grid = panel.grid
    grid.view.setFocus()
    grid.view.go(0, grid.model.column_of["keep"])
    press(grid, "1", "2")
    panel.settle_button.click()
    operations.wait_until_idle()
    assert [row[1] for row in differences(panel)] == ["子女是否有赡养能力"]
    refusal = next(iter(grid.model.refused_cells().values()))
    assert refusal.sentence.startswith("不适用：")
    assert window.banner.text.startswith("1 处没有核定，已标红，其余 1 处已核定。")


def test_cells_that_were_not_keyed_again_are_compared_where_asked_for(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1, needs="想养牛")
    second(database, 1, heavy_burden=1)
    panel = compare(start(window, operations), operations)
    assert differences(panel) == []
    panel.whole.click()
    operations.wait_until_idle()
    assert ("韦𠮷祥", "想养牛", "") in [(row[0], *row[2:]) for row in differences(panel)]


def test_nothing_keyed_yet_says_what_to_do(
    window: MainWindow, operations: Operations, database: Database
):
    del database
    desk = start(window, operations)
    panel = compare(desk, operations)
    shown = [w.text() for w in children(panel, QLabel) if w.isVisible()]
    assert "还没有录第二遍" in shown
    assert not panel.record.isVisible()
    button = next(b for b in children(panel, QPushButton) if b.text() == "继续录入")
    button.click()
    assert desk.panel.isVisible()


def test_the_record_has_date_counts_and_what_was_chosen(
    window: MainWindow, operations: Operations, database: Database, tmp_path: Path
):
    first(database, 1, heavy_burden=1, needs="=1+1")
    second(database, 1, heavy_burden=0, needs="=1+2")
    panel = compare(start(window, operations), operations)
    panel.grid.view.setFocus()
    panel.grid.view.go(0, 0)
    press(panel.grid, "2")
    path = tmp_path / "核对.xlsx"
    panel.write_record(path)
    operations.wait_until_idle()
    book = openpyxl.load_workbook(path)
    texts = [[cell.value for cell in row] for row in book["核对记录"].iter_rows()]
    flat = [str(text) for row in texts for text in row if text is not None]
    assert "二次录入核对记录" in flat
    assert any(text.startswith("比对日期：") for text in flat)
    assert "已录第二遍 1 户，比对 2 格，不同 2 格，一致率 0.00%。" in flat
    assert [1, "坭桥村", "三组", "韦𠮷祥"] in [row[:4] for row in texts]
    assert "=1+1" in flat


# Ends


def test_the_second_keying_of_a_village_is_thrown_away_after_a_question(
    window: MainWindow, operations: Operations, database: Database
):
    desk = start(window, operations)
    desk.clear.click()
    operations.wait_until_idle()
    assert window.banner.text == "全镇还没有录第二遍，没有要清除的。"
    second(database, 1, heavy_burden=0)
    second(database, 6, heavy_burden=0)
    desk.panel.bar.select_village(2)
    desk.clear.click()
    operations.wait_until_idle()
    box = children(desk, QMessageBox)[0]
    assert box.text() == "清除雒容社区第二遍录入的 1 户？"
    next(button for button in children(box, QPushButton) if button.text() == "清除").click()
    operations.wait_until_idle()
    assert compare_keyings(database, campaign_id=2, form_key=FORM).households == 1
    desk.panel.context.write(lambda: undo_last(database), label="撤销")
    operations.wait_until_idle()
    assert compare_keyings(database, campaign_id=2, form_key=FORM).households == 2


def test_a_closed_campaign_is_refused_with_a_sentence(
    window: MainWindow, operations: Operations, database: Database
):
    close_campaign(database, campaign_id=2)
    menu_words(window)["二次录入…"].trigger()
    operations.wait_until_idle()
    assert page_of(window).findChild(SecondKeyingDesk) is None
    assert window.banner.text.startswith("本次排查已结束，不能二次录入。")


def test_a_form_of_villages_has_no_second_keying(window: MainWindow, operations: Operations):
    page = page_of(window)
    page.show_target({"form": "village-form"})
    operations.wait_until_idle()
    assert "二次录入…" not in menu_words(window)
    in_hand = page.in_hand
    assert in_hand is not None
    page.menu.second_keying.start(in_hand)
    operations.wait_until_idle()
    assert window.banner.text.endswith("不用二次录入。")


def test_texts_that_could_not_be_read_are_mended_first(
    window: MainWindow, operations: Operations, database: Database
):
    panel = page_of(window).findChild(HouseholdPanel)
    assert isinstance(panel, HouseholdPanel)
    assert panel.grid is not None
    go(panel.grid, database, 1, "income_per_capita")
    press(panel.grid, "<不知道>", "Return")
    operations.wait_until_idle()
    menu_words(window)["二次录入…"].trigger()
    operations.wait_until_idle()
    assert page_of(window).findChild(SecondKeyingDesk) is None
    assert window.banner.text.startswith("本表还有 1 格没读懂、没写入")


def test_another_campaign_ends_the_mode(
    window: MainWindow, operations: Operations, database: Database
):
    del database
    start(window, operations)
    window.set_campaigns([CampaignChoice(1, "2021年排查")], 1)
    page_of(window).set_campaign(1)
    operations.wait_until_idle()
    QApplication.processEvents()
    assert page_of(window).findChild(SecondKeyingDesk) is None
    assert page_of(window).export_button.isVisible()


def test_the_campaign_closed_meanwhile_lets_nothing_be_keyed(
    window: MainWindow, operations: Operations, database: Database
):
    desk = start(window, operations)
    context = desk.panel.context
    context.write(lambda: close_campaign(database, campaign_id=2), label="结束")
    operations.wait_until_idle()
    assert grid_of(desk).model.read_only
    context.write(lambda: undo_last(database), label="撤销")
    operations.wait_until_idle()
    assert not grid_of(desk).model.read_only


def test_changes_of_the_registry_are_seen_and_stay_blind(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, needs=SECRET)
    desk = start(window, operations)
    change_household(database, 1, is_lifted=0)
    page_of(window).refresh(None)
    operations.wait_until_idle()
    grid = grid_of(desk)
    kind = grid.model.column_of["household_type"]
    assert grid.model.values(rows_of(database)[1])[kind] == "一般农户"
    assert SECRET not in every_text(window)


def test_the_village_in_hand_stays_in_hand(
    window: MainWindow, operations: Operations, database: Database
):
    del database
    panel = page_of(window).findChild(HouseholdPanel)
    assert isinstance(panel, HouseholdPanel)
    panel.bar.select_village(2)
    desk = start(window, operations)
    assert desk.village_id == 2
    assert desk.panel.store is not None
    assert {row.village_id for row in desk.panel.store.rows()} == {2}


def test_a_form_of_the_office_is_keyed_again_and_takes_its_new_version_meanwhile(
    window: MainWindow, operations: Operations, database: Database
):
    save_form(database, form=OWN)
    use_form(database, campaign_id=2, form_key="own-1")
    page = page_of(window)
    page.refresh(None)
    operations.wait_until_idle()
    page.show_target({"form": "own-1"})
    operations.wait_until_idle()
    rows = load_rows(database, campaign_id=2, form_key="own-1")
    wanted = {rows[0].id: {"own_pigs": 3}}
    set_rows(database, campaign_id=2, wanted=wanted, action_name="填写", form_key="own-1")
    desk = start(window, operations)
    grid = grid_of(desk)
    grid.view.go_to_cell(rows[0].id, "own_pigs")
    grid.view.setFocus()
    press(grid, "<8>", "Return")
    operations.wait_until_idle()
    panel = compare(desk, operations)
    assert differences(panel) == [("韦𠮷祥", "养猪头数", "3", "8")]
    newer = replace(OWN, fields=(*OWN.fields, Field("own_sheep", ("养羊只数",), Kind.NUMBER)))
    save_form(database, form=newer)
    desk.show_keying()
    desk.panel.context.write(
        lambda: take_new_version(database, campaign_id=2, form_key="own-1"), label="换新版"
    )
    operations.wait_until_idle()
    grid = grid_of(desk)
    assert "own_sheep" in grid.model.column_of
    assert grid.model.values(rows[0].id)[grid.model.column_of["own_pigs"]] == 8
    panel = compare(desk, operations)
    panel.settle(panel.grid.all_kept(Keep.SECOND))
    operations.wait_until_idle()
    row = load_rows(database, campaign_id=2, form_key="own-1")[0]
    assert row.values[newer.value_keys.index("own_pigs")] == 8


def test_what_is_not_on_disk_is_not_lost_without_a_question(
    window: MainWindow, operations: Operations, database: Database
):
    first(database, 1, heavy_burden=1)
    second(database, 1, heavy_burden=0)
    desk = start(window, operations)
    panel = compare(desk, operations)
    panel.grid.view.go(0, panel.grid.model.column_of["second"])
    panel.grid.row_opened.emit(1, "second")  # a double click
    assert [choice.keep for choice in panel.grid.choices()] == [Keep.SECOND]
    desk.leave.click()
    box = children(desk, QMessageBox)[0]
    assert box.text() == "还有 1 处选好了还没有核定，退出就没有了。"
    next(button for button in children(box, QPushButton) if button.text() == "取消").click()
    assert desk.isVisible()
    panel.settle_button.click()
    operations.wait_until_idle()
    menu_words(window)["退出二次录入"].trigger()
    operations.wait_until_idle()
    QApplication.processEvents()
    assert page_of(window).findChild(SecondKeyingDesk) is None
    assert in_first(database, 1, "heavy_burden") == 0
