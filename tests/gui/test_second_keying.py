"""二次录入 in the page: keyed blind, thrown away, left; undone at every point."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done
from fangfan_desktop.usecases.campaign_forms import take_new_version, use_form
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.usecases.household_forms import load_rows, set_rows
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.second_keying import (
    Keep,
    compare_keyings,
    load_second_rows,
)
from fangfan_desktop.views.grid.unread import unread_cells
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.second_keying_desk import SecondKeyingDesk
from tests.gui.campaign_samples import open_window
from tests.gui.grid_samples import press
from tests.gui.second_keying_samples import (
    FIRST,
    FORM,
    OWN,
    SECRET,
    SECRETS,
    children,
    compare,
    differences,
    every_text,
    first,
    go,
    grid_of,
    in_first,
    in_second,
    make_town,
    menu_words,
    open_survey,
    page_of,
    rows_of,
    second,
    start,
)
from tests.small_township import add_campaign, change_household, make_township


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database) -> MainWindow:
    return open_survey(qtbot, operations, database)


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
    go(grid, database, 4, "water_safe")
    context.write(lambda: redo_last(database), label="重做")
    operations.wait_until_idle()
    assert grid.model.values(rows_of(database)[1])[column] == 0
    row = grid.model.view_row(rows_of(database)[1])
    assert grid.view.place == (row, column)  # what was done again is in hand


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


def test_what_could_not_be_read_is_given_up_for_good_where_the_clerk_says_so(
    window: MainWindow, operations: Operations, database: Database
):
    desk = start(window, operations)
    grid = grid_of(desk)
    go(grid, database, 1, "income_per_capita")
    assert not grid.model.enter_text(*grid.view.place, "很多")
    assert unread_cells(window) == 1
    desk.leave.click()
    box = children(desk, QMessageBox)[0]
    assert box.text() == "还有 1 格没读懂、没写入（标红），退出就没有了。"
    next(b for b in children(box, QPushButton) if b.text() == "不要了，退出").click()
    operations.wait_until_idle()
    QApplication.processEvents()
    assert unread_cells(window) == 0
    assert grid_of(start(window, operations)).model.refused_cells() == {}


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
