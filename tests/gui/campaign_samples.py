"""A window on a small township with its campaign, for the tests of the annexes' panels."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec


class OtherPage(Page):
    """Stands for a page that others lead to; remembers where it was sent."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.targets: list[dict[str, Any]] = []

    def show_target(self, target: Any) -> None:
        self.targets.append(dict(target))


def open_window(
    qtbot: QtBot, operations: Operations, database: Database, specs: Sequence[PageSpec]
) -> MainWindow:
    """The window with these pages, and stand-ins for 农户档案 and 报表导出."""
    others = [PageSpec(key, key, "file", OtherPage) for key in ("households", "reports")]
    window = MainWindow([*specs, *others], operations, database)
    qtbot.addWidget(window)
    window.set_campaigns([CampaignChoice(1, "2022年集中排查")], 1)
    window.show()
    return window


def targets(window: MainWindow, key: str) -> list[dict[str, Any]]:
    """Where a stand-in was sent."""
    page = window.page(key)
    assert isinstance(page, OtherPage)
    return page.targets
