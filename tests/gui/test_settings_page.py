"""The page 设置与备份, on a real file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.roster_aliases import save_mapping
from fangfan_desktop.usecases.roster_rows import Part
from fangfan_desktop.usecases.roster_tables import ColumnMatch, SheetKind, SheetMapping
from fangfan_desktop.usecases.township import office_settings
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import settings as settings_module
from fangfan_desktop.views.pages.settings import SettingsPage
from fangfan_desktop.views.settings.areas_panel import AreasPanel
from fangfan_desktop.views.settings.backup_panel import BackupPanel
from fangfan_desktop.views.settings.mappings_panel import MappingsPanel
from fangfan_desktop.views.settings.office_panel import OfficePanel
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.label import Tag
from tests.unit.usecases.registry_town import make_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def page(
    qtbot: QtBot, operations: Operations, town: Database, settle: Callable[[], None]
) -> SettingsPage:
    window = MainWindow([settings_module.SPEC], operations, town)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("settings")
    settle()
    made = window.page("settings")
    assert isinstance(made, SettingsPage)
    return made


def office(page: SettingsPage) -> OfficePanel:
    panel = dict(page.panels)["单位"]
    assert isinstance(panel, OfficePanel)
    return panel


def test_the_direction_of_enter_and_the_week_are_chosen_and_can_be_undone(
    page: SettingsPage, town: Database, settle: Callable[[], None]
):
    panel = office(page)
    for key, words in (("enter_moves_down", "右移一格"), ("statistics_weekday", "周四")):
        box = panel.boxes[key]
        box.setCurrentText(words)
        box.activated.emit(box.currentIndex())
        settle()
    settings = office_settings(town)
    assert settings["enter_moves_down"] is False
    assert settings["statistics_weekday"] == 4
    page.context.changed(undo_last(town))
    settle()
    assert panel.boxes["statistics_weekday"].currentText() == "周五"
    assert panel.boxes["enter_moves_down"].currentText() == "右移一格"


def test_each_tab_fits_a_small_screen_with_large_letters(
    page: SettingsPage, look: Style, settle: Callable[[], None]
):
    look.set_zoom(200)
    room = 1366 - look.px("nav_narrow") - look.px("scroll")
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        settle()
        assert page.minimumSizeHint().width() <= room, page.tabs.tabText(place)


def test_villages_groups_and_workers_stand_below_each_other_where_letters_are_large(
    page: SettingsPage, look: Style, settle: Callable[[], None]
):
    panel = dict(page.panels)["村组网格"]
    assert isinstance(panel, AreasPanel)
    page.tabs.setCurrentWidget(panel)
    settle()
    assert panel.groups.mapTo(panel, panel.groups.rect().topLeft()).x() > panel.villages.width()
    look.set_zoom(200)
    settle()
    lefts = {
        table.mapTo(panel, table.rect().topLeft()).x()
        for table in (panel.villages, panel.groups, panel.grids, panel.workers)
    }
    assert len(lefts) == 1


def test_the_backup_tab_says_whether_the_file_is_encrypted(page: SettingsPage):
    panel = dict(page.panels)["备份"]
    assert isinstance(panel, BackupPanel)
    assert "未加密" in [tag.text() for tag in cast("list[Tag]", panel.findChildren(Tag))]


def test_saved_column_names_are_listed_forgotten_and_brought_back(
    page: SettingsPage, town: Database, settle: Callable[[], None]
) -> None:
    panel = dict(page.panels)["列名对应"]
    assert isinstance(panel, MappingsPanel)
    page.show_target({"tab": "列名对应"})
    settle()
    assert panel.words.startswith("还没有记下的列名")
    assert not panel.forget_button.isEnabled()
    column = ColumnMatch(0, "户主联系电话号码", Part.HOUSEHOLD, "phone")
    mapping = SheetMapping(SheetKind.HOUSEHOLDS, 1, (column,))
    page.refresh(save_mapping(town, name="登记表", mapping={"登记": mapping}))
    settle()
    assert panel.mappings.lines.lines[0].texts == ("登记表", "1")
    assert panel.columns.lines.lines[0].texts == ("户主联系电话号码", "联系电话")
    panel.forget_button.click()
    settle()
    assert not panel.mappings.lines.lines
    page.refresh(undo_last(town))
    settle()
    assert panel.mappings.current_key == "登记表"
