"""A campaign is changed, planned and removed from the menu 排查."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_changes import (
    read_plan,
    set_milestones,
    set_supervision_groups,
)
from fangfan_desktop.usecases.campaigns import close_campaign, list_campaigns
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.views.dialogs.campaign_plan import GroupsDialog, MilestonesDialog
from fangfan_desktop.views.dialogs.new_campaign import NewCampaignDialog
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages.survey import SPEC, SurveyPage
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.gui.campaign_samples import open_window
from tests.small_township import add_campaign, make_township

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
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


def choose(window: MainWindow, text: str) -> None:
    """Open the menu 排查 as by its button, and choose a line."""
    page = page_of(window)
    QTest.mouseClick(page.manage, Qt.MouseButton.LeftButton)
    menu = children(page, QMenu)[-1]
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def lines_of(window: MainWindow) -> list[str]:
    page = page_of(window)
    QTest.mouseClick(page.manage, Qt.MouseButton.LeftButton)
    menu = children(page, QMenu)[-1]
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return texts


def test_only_an_open_campaign_offers_changes(
    window: MainWindow, operations: Operations, database: Database
):
    assert lines_of(window) == [
        "新建排查…",
        "修改本次排查…",
        "工作节点…",
        "督导组…",
        "使用的表…",
        "附件1",
        "导入填好的本表…",
        "重新预填空着的格",
        "填到县里的表…",
        "用答案更新农户档案…",
        "二次录入…",
        "结束本次排查（固定数据）",
        "删除本次排查",
    ]
    window.changed(close_campaign(database, campaign_id=1))
    operations.wait_until_idle()
    after = lines_of(window)
    assert after[-1] == "重新打开本次排查"
    assert {"填到县里的表…", "用答案更新农户档案…"} <= set(after)
    assert not {"修改本次排查…", "使用的表…", "导入填好的本表…", "删除本次排查"} & set(after)


def test_the_dialog_shows_what_was_laid_down_and_says_what_stays(qtbot: QtBot, database: Database):
    dialog = NewCampaignDialog({"旧的"}, date(2022, 5, 9), campaign=list_campaigns(database)[0])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle() == "修改排查"
    assert not dialog.preset.isVisible()
    assert dialog.period.currentText() != "自定起止日期"
    assert (dialog.line.text(), dialog.line.isEnabled()) == ("7000", True)
    assert not dialog.year.isEnabled()
    assert "建立时定下" in dialog.year.toolTip()
    dialog.name.setText("旧的")
    dialog.accept()
    assert "已有名为“旧的”的排查" in words(dialog)
    dialog.name.setText("2022年集中排查𠮷")
    dialog.accept()
    assert dialog.values is not None
    assert (dialog.values.name, dialog.values.year) == ("2022年集中排查𠮷", 2022)
    assert (dialog.values.starts_on, dialog.values.ends_on) == (
        date(2022, 5, 10),
        date(2022, 6, 10),
    )


def test_once_a_household_is_complete_the_line_is_pale_and_says_why(
    qtbot: QtBot, database: Database
):
    with database.action("排查完") as unit:
        unit.connection.exec_driver_sql("UPDATE household_form SET is_complete = 1 WHERE id = 1")
    dialog = NewCampaignDialog((), date(2022, 5, 9), campaign=list_campaigns(database)[0])
    qtbot.addWidget(dialog)
    dialog.show()
    for widget in (dialog.line, dialog.period, dialog.income_from, dialog.income_to):
        assert not widget.isEnabled()
        assert "已有1户排查完成" in widget.toolTip()
    assert dialog.name.isEnabled()
    assert "请新建一次排查" in words(dialog)


def test_a_change_shows_on_the_page_and_in_the_grid_at_once(
    qtbot: QtBot, window: MainWindow, operations: Operations, database: Database
):
    dialog = NewCampaignDialog((), date(2022, 5, 9), campaign=list_campaigns(database)[0])
    qtbot.addWidget(dialog)
    dialog.line.setText("13000")
    dialog.accept()
    assert dialog.values is not None
    page_of(window).menu.editing.change(1, dialog.values)
    operations.wait_until_idle()
    assert page_of(window).line_tag.text() == "监测范围 13000 元"
    grid = children(page_of(window), HouseholdPanel)[0].grid
    assert grid is not None
    headings = [column.field.headings[0] for column in grid.model.columns]
    assert "是否高于本市监测范围（13000元）" in headings
    undo(database)
    assert list_campaigns(database)[0].line_fen == 700_000


def test_milestones_are_typed_added_and_taken_away(
    window: MainWindow, operations: Operations, database: Database
):
    set_milestones(
        database,
        campaign_id=1,
        milestones=[("部署", date(2022, 5, 12), ""), ("录入", date(2022, 6, 10), "录完")],
    )
    choose(window, "工作节点…")
    operations.wait_until_idle()
    dialog = children(page_of(window), MilestonesDialog)[0]
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    assert dialog.rows[2][0].hasFocus()
    dialog.rows[2][0].setText("部署")
    remove = next(w for w in children(dialog, QToolButton) if w.accessibleName() == "删去第2行")
    dialog.main_button.click()
    operations.wait_until_idle()
    assert dialog.problem == "节点“部署”有两个，请换一个名称，或删去一行。"
    dialog.rows[2][0].setText("回头看")
    dialog.rows[2][1].set_day(date(2022, 6, 1))
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    dialog.main_button.click()
    operations.wait_until_idle()
    assert read_plan(database, campaign_id=1).milestones == (
        ("部署", date(2022, 5, 12), ""),
        ("回头看", date(2022, 6, 1), ""),
    )
    undo(database)
    assert [name for name, *_ in read_plan(database, campaign_id=1).milestones] == ["部署", "录入"]


def test_groups_are_given_members_and_villages(
    window: MainWindow, operations: Operations, database: Database
):
    set_supervision_groups(database, campaign_id=1, groups=[("督导一组", "韦㛃", [1])])
    choose(window, "督导组…")
    operations.wait_until_idle()
    dialog = children(page_of(window), GroupsDialog)[0]
    first = dialog.rows[0]
    assert first.villages.text() == "坭桥村"
    first.villages.actions_by_id[2].trigger()
    assert first.villages.accessibleName() == "村（社区）：坭桥村、雒容社区"
    dialog.add_row()
    dialog.rows[1].name.setText("督导二组")
    dialog.add_row()  # left empty: nobody meant it
    dialog.main_button.click()
    operations.wait_until_idle()
    assert read_plan(database, campaign_id=1).groups == (
        ("督导一组", "韦㛃", (1, 2)),
        ("督导二组", "", ()),
    )


def test_the_villages_menu_stays_open_while_it_is_ticked(
    window: MainWindow, operations: Operations
):
    choose(window, "督导组…")
    operations.wait_until_idle()
    choice = children(page_of(window), GroupsDialog)[0].rows[0].villages
    menu = choice.menu()
    menu.popup(choice.mapToGlobal(choice.rect().bottomLeft()))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    assert menu.isVisible()
    assert choice.chosen == [1, 2]
    middle = menu.actionGeometry(choice.actions_by_id[1]).center()
    QTest.mouseMove(menu, middle)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=middle)
    assert menu.isVisible()
    assert choice.chosen == [2]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_a_campaign_made_by_mistake_is_removed_and_one_with_work_is_not(
    window: MainWindow, operations: Operations, database: Database
):
    row = load_rows(database, campaign_id=1)[0]
    set_answers(database, campaign_id=1, edits=[(row.id, "heavy_burden", 0)])
    choose(window, "删除本次排查")
    operations.wait_until_idle()
    assert "已有1户填写，不能删除" in window.banner.text
    undo(database)
    choose(window, "删除本次排查")
    operations.wait_until_idle()
    assert list_campaigns(database) == []
    window.set_campaigns([], None)
    operations.wait_until_idle()
    assert "还没有排查" in words(page_of(window))
    assert "已删除“2022年集中排查”" in window.banner.text
    assert [b.text() for b in children(page_of(window), QPushButton) if b.isVisible()] == [
        "新建排查"
    ]
