"""Composition root of the desktop program: what is opened, in which order, and who answers whom.

The window stands before the database is open. What takes long to import (SQLAlchemy and all that
rests on it) is imported on the storage thread while Qt paints, or when a page is first shown.
"""

import importlib
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from fangfan_desktop import paths
from fangfan_desktop.views import crash, fonts, style
from fangfan_desktop.views.first_run.opening import Opening
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec, SearchHit
from fangfan_desktop.views.undoing import Undoing
from fangfan_desktop.views.window_memory import load_memory, save_memory

if TYPE_CHECKING:
    from fangfan_desktop.storage.database import Database
    from fangfan_desktop.storage.workbench import LedgerCounts
    from fangfan_desktop.usecases.search import Hit
    from fangfan_desktop.usecases.window_state import WindowState
    from fangfan_desktop.views.dialogs.help import HelpWindow

# key, title, icon, class; the module has the key's name
_PAGES = (
    ("workbench", "工作台", "dashboard", "WorkbenchPage"),
    ("households", "农户档案", "users", "HouseholdsPage"),
    ("survey", "集中排查", "table", "SurveyPage"),
    ("cases", "监测帮扶", "activity", "CasesPage"),
    ("ledger", "整改台账", "list-check", "LedgerPage"),
    ("notices", "公示公告", "megaphone", "NoticesPage"),
    ("reports", "报表导出", "file-export", "ReportsPage"),
    ("exchange", "数据交换", "arrows", "ExchangePage"),
    ("settings", "设置与备份", "settings", "SettingsPage"),
)
_CLOSING_MS = 120_000
_PREPARED = "survey"
_QUIET_MS = 300  # after the first page has been asked for
_NO_FOLDER = (
    "不能建立存放数据的文件夹。请检查磁盘是否已满、文件夹是否只读，"
    "或者用环境变量 FANGFAN_HOME 指定另一个文件夹。"
)


def page_specs() -> list[PageSpec]:
    """The pages of the navigation; each module is imported when its page is first shown."""
    return [
        PageSpec(key, title, icon, partial(_make_page, key, name), key == "settings")
        for key, title, icon, name in _PAGES
    ]


def _make_page(key: str, name: str, context: PageContext) -> Page:
    module = importlib.import_module(f"fangfan_desktop.views.pages.{key}")
    return cast("Page", getattr(module, name)(context))


class Program(QObject):
    """The running program: one window, one database.

    Signals:
        ready: the database is open and the first page has been asked for.
        closed: the window is closed, the database backed up and let go.
    """

    ready = Signal()
    closed = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.database: Database | None = None
        self.memory = load_memory()
        self.operations = Operations()
        self.look = style.current()
        self.look.set_zoom(self.memory.zoom_percent)
        self.window = MainWindow(page_specs(), self.operations)
        self._undoing = Undoing(self.window, self.operations, lambda: self.database)
        self._state: WindowState | None = None
        self._help: HelpWindow | None = None
        self._has_changes = False
        self._is_closing = False
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._prepare_page)
        self.opening = Opening(path, self.operations, self.window)
        self.opening.opened.connect(self._opened)
        self.opening.given_up.connect(self.window.close)
        self.opening.asked.connect(self._asked)
        self._connect()

    def start(self) -> None:
        """Show the window, then look for the database."""
        self.window.setEnabled(False)
        self.window.show_fitting()
        self.window.show_status("正在打开数据库…")
        self.opening.look_for()

    def _asked(self) -> None:
        self.window.show_status("")

    def _opened(self, database: "Database", state: "WindowState") -> None:
        self.database = database
        self._has_changes = self.opening.is_new
        self.window.use_database(database)
        self.window.setEnabled(True)
        self.window.show_status("")
        if not self.memory.zoom:
            self.look.set_zoom(state.zoom_setting)
        self._show_state(state)
        self.window.open_page(self.opening.first_page)
        self._quiet.start()
        self.ready.emit()

    def _prepare_page(self) -> None:
        """The grid's page is made while the clerk reads the first one, so it opens at once."""
        if not self._is_closing:
            self.window.page(_PREPARED)

    # While it is open

    def _connect(self) -> None:
        window = self.window
        window.undo_requested.connect(lambda: self._undoing.step(is_redo=False))
        window.redo_requested.connect(lambda: self._undoing.step(is_redo=True))
        window.campaign_chosen.connect(self._choose_campaign)
        window.searched.connect(self._search)
        window.data_changed.connect(self._changed)
        window.help_requested.connect(self._show_help)
        window.closing.connect(self._close)
        window.may_close = self._may_close
        self.look.zoom_changed.connect(self._keep_zoom)

    def _changed(self, changes: Any) -> None:
        """After each cell only the names of undo are read; all of it where more was touched."""
        self._has_changes = True
        rows = getattr(changes, "rows", None)
        is_bulk = bool(rows) and not all(rows.values())  # many rows: the file has grown, too
        if not rows or is_bulk or changes.touches("campaign", "setting", "village"):
            self._read_state()
            return
        self._read_history()
        if changes.touches("ledger_line", "notice"):
            self._count_urgent(self.window.context.campaign_id())

    def _read_history(self) -> None:
        from fangfan_desktop.usecases.history import history_state  # noqa: PLC0415

        database = self.database
        if database is not None and not self._is_closing:
            self.operations.start(
                lambda: history_state(database),
                label="读取历史",
                on_done=lambda state: self.window.set_undo(state.undo, state.redo),
                latest="history",
                owner=self,
            )

    def _read_state(self) -> None:
        from fangfan_desktop.usecases.window_state import read_window_state  # noqa: PLC0415

        database = self.database
        if database is not None and not self._is_closing:
            self.operations.start(
                lambda: read_window_state(database),
                label="读取状态",
                on_done=self._show_state,
                latest="window-state",
                owner=self,
            )

    def _show_state(self, state: "WindowState") -> None:
        from fangfan_desktop.views.state_words import (  # noqa: PLC0415
            campaign_choice,
            demo_words,
            status_words,
        )

        before = self._state
        self._state = state
        is_new = self.memory.campaign_setting != state.campaign_setting
        if before is not None and before.zoom_setting != state.zoom_setting:
            self.look.set_zoom(state.zoom_setting)
        chosen = state.campaign(None if is_new else self.memory.campaign)
        choices: list[CampaignChoice] = [
            campaign_choice(one, state.today) for one in state.campaigns
        ]
        window = self.window
        window.set_township(state.township, demo_words(state))
        window.set_campaigns(choices, chosen.id if chosen else None)
        window.set_undo(state.history.undo, state.history.redo)
        window.status.show_hint(status_words(state))
        self._count_urgent(chosen.id if chosen else None)

    def _count_urgent(self, campaign_id: int | None) -> None:
        from fangfan_desktop.usecases.window_state import (  # noqa: PLC0415
            urgent_counts,
            waiting_notices,
        )

        database = self.database
        if database is not None:
            self.operations.start(
                lambda: (
                    urgent_counts(database, campaign_id=campaign_id),
                    waiting_notices(database),
                ),
                label="读取时限",
                on_done=self._show_urgent,
                latest="urgent",
                owner=self,
            )

    def _show_urgent(self, counts: "tuple[LedgerCounts, int]") -> None:
        ledger, notices = counts
        self.window.set_counts({"ledger": ledger.overdue + ledger.near, "notices": notices})

    def _choose_campaign(self, campaign_id: int) -> None:
        state = self._state
        if state is not None:
            self.memory = replace(
                self.memory, campaign=campaign_id, campaign_setting=state.campaign_setting
            )
            save_memory(self.memory)
            self._show_state(state)

    def _keep_zoom(self, percent: int) -> None:
        self.memory = replace(self.memory, zoom=percent)
        save_memory(self.memory)

    def _search(self, text: str) -> None:
        from fangfan_desktop.usecases.search import search_everything  # noqa: PLC0415

        database = self.database
        if database is not None:
            self.operations.start(
                lambda: search_everything(database, text=text),
                label="搜索",
                on_done=self._show_hits,
                latest="search",
                owner=self,
            )

    def _show_hits(self, hits: "list[Hit]") -> None:
        shown = [SearchHit(hit.title, hit.detail, hit.page, hit.target) for hit in hits]
        self.window.show_hits(shown)

    def _show_help(self, page: str) -> None:
        from fangfan_desktop.views.dialogs.help import HelpWindow  # noqa: PLC0415

        if self._help is None:
            self._help = HelpWindow(self.window)
            self._help.reference_shown.connect(self._add_office_forms)
        self._help.show_page_help(page)

    def _add_office_forms(self) -> None:
        """The manual's reference tells of the office's own forms too."""
        from fangfan_desktop.usecases.manual import office_reference_chapter  # noqa: PLC0415

        database = self.database
        if database is not None and self._help is not None:
            self.operations.start(
                lambda: office_reference_chapter(database),
                label="读取表样",
                on_done=self._help.update_chapter,
                latest="help",
                owner=self,
            )

    # At the end

    def _may_close(self) -> bool:
        """Ask where long work or texts that could not be read would be given up by closing."""
        if self._is_closing:
            return True
        from fangfan_desktop.views.grid.unread import unread_cells  # noqa: PLC0415

        running, unread = self.operations.long_running(), unread_cells(self.window)
        if running:
            text = f"正在{running[0].label}。现在退出会取消它，未完成的部分不会保留。"
            return self._asks_to_leave("还有任务没有完成", text, ("继续等待", "取消并退出"))
        if unread:
            text = f"有 {unread} 格的内容没读懂、没有写入（表中标红）。现在退出，这些内容会丢失。"
            return self._asks_to_leave("还有内容没有写入", text, ("返回修改", "不要了，退出"))
        return True

    def _asks_to_leave(self, title: str, text: str, buttons: tuple[str, str]) -> bool:
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(text)
        stay = box.addButton(buttons[0], QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(buttons[1], QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def _close(self) -> None:
        if self._is_closing:
            return
        self._is_closing = True
        self.look.zoom_changed.disconnect(self._keep_zoom)
        for operation in self.operations.long_running():
            operation.cancel()
        database = self.database
        if database is not None:
            self.window.setEnabled(False)
            self.window.show_status("正在备份…")
            self.operations.start(
                partial(_back_up_and_close, database, self._has_changes),
                label="关闭时备份",
                on_done=self._tell_backup,
            )
        self.operations.wait_until_idle(_CLOSING_MS)
        self.operations.close()
        self.database = None
        self.closed.emit()

    def _tell_backup(self, problem: str) -> None:
        if problem:
            QMessageBox.warning(
                self.window,
                "自动备份没有完成",
                f"内容都已保存，但自动备份没有完成：{problem}",
            )


def _back_up_and_close(database: "Database", has_changes: bool) -> str:  # noqa: FBT001 - for partial
    """On the storage thread; returns the sentence where the backup failed, else ""."""
    from fangfan_desktop.errors import FangfanError  # noqa: PLC0415
    from fangfan_desktop.usecases.backups import back_up_automatically, known_backups  # noqa: PLC0415

    problem = ""
    try:
        if has_changes or not known_backups():
            back_up_automatically(database)
    except FangfanError as error:
        problem = error.sentence
    finally:
        database.close()
    return problem


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication with the look and Qt's Chinese texts."""
    app = QApplication(arguments)
    app.setApplicationName("fangfan")
    app.setApplicationDisplayName("防返贫工作台")
    fonts.load_translations(app)
    style.install(app)
    return app


def run_window() -> int:
    """Run the desktop program; the exit status is returned."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = make_application(sys.argv)
    try:
        path = paths.default_database()
        crash.start_log()
    except OSError:
        box = QMessageBox(QMessageBox.Icon.Critical, "无法启动", _NO_FOLDER)
        box.exec()
        return 1
    crash.install(crash.CrashDialog(app))
    program = Program(path)
    program.start()
    status = app.exec()
    program.deleteLater()
    return status
