"""The registers on the screen: the wall's paper, the village archive, the groups of people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangfan_desktop.documents.wall_pdf import WallSize
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.archive import PaperFacts, read_village_archive
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.focus_groups import list_groups, list_members
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.township import office_settings
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageSpec
from fangfan_desktop.views.pages import settings as settings_module
from fangfan_desktop.views.pages.reports import ReportsPage
from fangfan_desktop.views.pages.settings import SettingsPage
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.settings.groups_panel import GroupsPanel
from fangfan_desktop.views.settings.office_panel import OfficePanel
from fangfan_desktop.views.settings.village_archive import VillageArchive
from fangfan_desktop.views.style import Style


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(60, 0.3), seed=3) as database:
        yield database


@pytest.fixture
def window(
    qtbot: QtBot, operations: Operations, town: Database, settle: Callable[[], None]
) -> MainWindow:
    reports_page = PageSpec("reports", "报表导出", "file-export", ReportsPage)
    made = MainWindow([reports_page, settings_module.SPEC], operations, town)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle()
    return made


@pytest.fixture
def reports(window: MainWindow, settle: Callable[[], None]) -> ReportsPage:
    window.open_page("reports")
    settle()
    page = window.page("reports")
    assert isinstance(page, ReportsPage)
    return page


@pytest.fixture
def groups(window: MainWindow, settle: Callable[[], None]) -> GroupsPanel:
    window.open_page("settings", tab="人群分组")
    settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    panel = dict(page.panels)["人群分组"]
    assert isinstance(panel, GroupsPanel)
    return panel


def pages_of(page: ReportsPage) -> int:
    view = page.findChild(PageView)
    assert isinstance(view, PageView)
    assert view.preview is not None
    return view.preview.pages.page_count


def test_a_paper_is_chosen_for_the_wall_alone(reports: ReportsPage, settle: Callable[[], None]):
    reports.show_target({"table": "monitored-register"})
    assert not reports.options.paper.isVisible()
    reports.show_target({"table": "wall-table", "village_id": 1, "action": "print"})
    settle()
    assert reports.options.paper.isVisible()
    assert pages_of(reports) == 1
    reports.options.paper.setCurrentText(WallSize.A2_ON_A4.label)
    reports.preview()
    settle()
    assert pages_of(reports) == 4


def test_the_archive_is_ticked_by_keyboard_and_undone(
    qtbot: QtBot, reports: ReportsPage, town: Database, settle: Callable[[], None]
):
    reports.show_target({"table": "archive-checklist", "village_id": 2})
    assert reports.options.archive_button.isVisible()
    dialog = reports.ask_archive()
    assert isinstance(dialog, VillageArchive)
    settle()
    assert dialog.village_id == 2
    assert dialog.count.text() == "共18类，齐全0，缺0"
    qtbot.keyClick(dialog.papers, Qt.Key.Key_Space)
    settle()
    assert dialog.count.text() == "共18类，齐全1，缺0"
    qtbot.keyClick(dialog.papers, Qt.Key.Key_Space)
    settle()
    assert read_village_archive(town, village_id=2)[0].facts == PaperFacts(is_present=False)
    asking = dialog.ask_facts()
    assert asking is not None
    asking.editors[1].setText("三")  # pyright: ignore[reportAttributeAccessIssue] - a line
    asking.submit()
    settle()
    assert asking.problem == "份数请填整数。"
    asking.editors[1].setText("3")  # pyright: ignore[reportAttributeAccessIssue] - a line
    asking.editors[2].setText("铁柜")  # pyright: ignore[reportAttributeAccessIssue] - a line
    asking.submit()
    settle()
    noted = PaperFacts(is_present=False, copies=3, kept_at="铁柜")
    assert read_village_archive(town, village_id=2)[0].facts == noted
    assert dialog.papers.lines.lines[0].texts[3:6] == ("缺", "3", "铁柜")
    undo_last(town)
    assert read_village_archive(town, village_id=2)[0].facts == PaperFacts(is_present=False)
    dialog.accept()


def test_groups_are_taken_from_a_preset_and_changed(
    groups: GroupsPanel, town: Database, settle: Callable[[], None]
):
    assert "还没有设置" in groups.words.text()
    assert not groups.put_button.isEnabled()
    asking = groups.ask_preset()
    asking.submit()
    settle()
    assert [line.key for line in groups.list.lines.lines][:2] == ["脱贫享受政策户", "脱贫不稳定户"]
    assert "同一户可以在几个分组里" in groups.words.text()
    groups.move_group(1)
    settle()
    assert [line.key for line in groups.list.lines.lines][:2] == ["脱贫不稳定户", "脱贫享受政策户"]
    groups.remove()
    settle()
    assert "脱贫享受政策户" not in [group.name for group in list_groups(town).groups]
    groups.context.changed(undo_last(town))
    settle()
    assert "脱贫享受政策户" in [line.key for line in groups.list.lines.lines]


def test_a_household_is_put_into_a_group_by_name(
    groups: GroupsPanel, town: Database, settle: Callable[[], None]
):
    groups.ask_preset().submit()
    settle()
    group_id = list_groups(town).groups[0].group_id
    assert group_id is not None
    dialog = groups.ask_put()
    assert dialog is not None
    dialog.submit()
    assert dialog.problem == "请先查找并选中一户。"
    dialog.picker.search.setText("HH")
    with town.read() as session:
        name = session.connection().exec_driver_sql(
            "SELECT name FROM person WHERE relation = '户主' ORDER BY id"
        )
        dialog.picker.look(str(name.scalar()))
    settle()
    dialog.lines["difficulty"].setText("缺资金")
    dialog.submit()
    settle()
    [row] = list_members(town, group_id=group_id)
    assert row.values["difficulty"] == "缺资金"
    assert groups.members.lines.lines[0].texts[4] == "缺资金"
    asking = groups.ask_note()
    assert asking is not None
    asking.editors[3].setText("下月再访")  # pyright: ignore[reportAttributeAccessIssue] - a line
    asking.submit()
    settle()
    assert groups.members.lines.lines[0].texts[6] == "下月再访"
    groups.take_out()
    settle()
    assert list_members(town, group_id=group_id) == ()


def test_the_office_says_whether_risks_are_public(
    window: MainWindow, town: Database, settle: Callable[[], None]
):
    window.open_page("settings")
    settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    panel = dict(page.panels)["单位"]
    assert isinstance(panel, OfficePanel)
    box = panel.boxes["public_shows_risk"]
    assert box.currentText() == "不写"
    box.setCurrentText("写")
    box.activated.emit(box.currentIndex())
    settle()
    assert office_settings(town)["public_shows_risk"] is True


def test_the_button_of_the_groups_leads_to_the_settings(
    reports: ReportsPage, window: MainWindow, settle: Callable[[], None], look: Style
):
    reports.show_target({"table": "eight-groups"})
    assert reports.options.groups_button.isVisible()
    assert not reports.options.archive_button.isVisible()
    reports.options.groups_button.click()
    settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "人群分组"
    look.set_zoom(200)
    settle()
