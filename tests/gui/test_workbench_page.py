"""The workbench and the register on a made-up township, by mouse and keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec
from fangfan_desktop.views.pages.cases import CasesPage
from fangfan_desktop.views.pages.workbench import WorkbenchPage
from fangfan_desktop.views.settings.backup_panel import BackupPanel
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.bar import ProgressLine


class _Other(Page):
    """A page that only remembers what it was asked to show."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.targets: list[dict[str, object]] = []

    def show_target(self, target: Mapping[str, object]) -> None:
        self.targets.append(dict(target))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(150, 0.1), seed=1) as opened:
        yield opened


def make_window(database: Database, operations: Operations, qtbot: QtBot) -> MainWindow:
    specs = [
        PageSpec("workbench", "工作台", "dashboard", WorkbenchPage),
        PageSpec("cases", "监测帮扶", "activity", CasesPage),
        *(PageSpec(key, key, "table", _Other) for key in ("survey", "ledger", "households")),
        PageSpec("exchange", "数据交换", "arrows", _Other),
    ]
    window = MainWindow(specs, operations, database)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def window(
    database: Database,
    operations: Operations,
    qtbot: QtBot,
) -> MainWindow:
    made = make_window(database, operations, qtbot)
    made.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    return made


def workbench(window: MainWindow) -> WorkbenchPage:
    window.open_page("workbench")
    window.operations.wait_until_idle()
    shown = window.page("workbench")
    assert isinstance(shown, WorkbenchPage)
    return shown


def cases(window: MainWindow, **target: object) -> CasesPage:
    window.open_page("cases", **target)
    window.operations.wait_until_idle()
    shown = window.page("cases")
    assert isinstance(shown, CasesPage)
    return shown


def targets(window: MainWindow, key: str) -> list[dict[str, object]]:
    shown = window.page(key)
    assert isinstance(shown, _Other)
    return shown.targets


def test_one_click_opens_the_thing(window: MainWindow, qtbot: QtBot):
    shown = workbench(window)
    assert shown.task_list.tasks.rowCount() > 0
    first = shown.task_list.tasks.index(0, 0)
    place = shown.task_list.visualRect(first).center()
    qtbot.mouseClick(shown.task_list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    task = first.data(Qt.ItemDataRole.UserRole)
    assert window.current_key == task.page
    if task.target:
        assert targets(window, task.page) == [task.target]


def test_enter_opens_the_task_in_hand(window: MainWindow, qtbot: QtBot):
    shown = workbench(window)
    shown.task_list.setCurrentIndex(shown.task_list.tasks.index(0, 0))
    qtbot.keyClick(shown.task_list, Qt.Key.Key_Return)
    assert window.current_key != "workbench"


def test_a_village_s_bar_opens_its_form(window: MainWindow, qtbot: QtBot):
    shown = workbench(window)
    lines = cast("list[ProgressLine]", shown.findChildren(ProgressLine))
    qtbot.mouseClick(lines[0], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.current_key == "survey"
    assert list(targets(window, "survey")[0]) == ["village_id"]


def test_each_figure_opens_its_list(window: MainWindow, qtbot: QtBot):
    shown = workbench(window)
    for key, figure in shown.figures.items():
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
        assert window.current_key == key


def test_the_figure_of_monitored_households_is_the_list(window: MainWindow):
    shown = workbench(window)
    assert shown.bench is not None
    listed = cases(window, state="未消除").shown
    assert len({case.household_id for case in listed}) == shown.bench.monitored.households


def test_an_empty_township_is_told_what_comes_first(
    tmp_path: Path, operations: Operations, qtbot: QtBot
):
    with create_township(tmp_path / "b.db", township_code="450203100") as empty:
        window = make_window(empty, operations, qtbot)
        shown = workbench(window)
        assert shown.main_button.text() == "导入花名册"
        qtbot.mouseClick(shown.main_button, Qt.MouseButton.LeftButton)
        assert window.current_key == "exchange"
        window.close()
        operations.wait_until_idle()


def test_the_figures_stand_in_two_rows_with_large_letters(
    window: MainWindow, look: Style, qtbot: QtBot
):
    shown = workbench(window)

    def rows() -> int:
        return len({figure.y() for figure in shown.figures.values()})

    qtbot.waitUntil(lambda: rows() == 1)
    look.set_zoom(200)
    qtbot.waitUntil(lambda: rows() == 2)


def test_a_backup_is_made_and_put_back_from_its_tab(window: MainWindow, database: Database):
    panel = BackupPanel(window.context)
    panel.now.click()
    window.operations.wait_until_idle()
    assert panel.backups.count() == 1
    assert window.banner.text.startswith("已备份到")
    with database.action("试") as unit:
        unit.connection.exec_driver_sql("UPDATE household SET remarks = '现在'")
    panel.backups.setCurrentRow(0)
    path = panel.chosen
    assert path is not None
    panel.restore_from(path)
    window.operations.wait_until_idle()
    with database.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT count(*) FROM household WHERE remarks = '现在'"
        )
        assert found.scalar_one() == 0
    assert panel.backups.count() == 2
    panel.deleteLater()


def test_a_damaged_backup_is_a_sentence(window: MainWindow, tmp_path: Path):
    broken = tmp_path / "坏.db"
    broken.write_bytes(b"SQLite format 3\x00" + b"x" * 9000)
    panel = BackupPanel(window.context)
    panel.restore_from(broken)
    window.operations.wait_until_idle()
    assert window.banner.text
    panel.deleteLater()
