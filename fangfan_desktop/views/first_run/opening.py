"""From a file to an open database: first run, password, trouble, restoring.

Nothing here rests on SQLAlchemy until it runs: the use cases are imported on the storage thread.
"""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fangfan_desktop import paths
from fangfan_desktop.views.first_run.password_dialog import PasswordDialog
from fangfan_desktop.views.first_run.wizard import FirstRun, FirstRunAnswer, Start
from fangfan_desktop.views.operation import Operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDialog

    from fangfan_desktop.storage.database import Database
    from fangfan_desktop.usecases.backups import BackupFile
    from fangfan_desktop.usecases.window_state import WindowState

_FILE_FILTER = "数据库 (*.db);;所有文件 (*)"


class Opening(QObject):
    """Asks until a database is open, or the clerk gives up.

    Signals:
        opened: the database and the state of the window around it.
        given_up: no database is wanted.
        asked: a dialog stands before the window.
    """

    opened = Signal(object, object)
    given_up = Signal()
    asked = Signal(object)

    def __init__(self, path: Path, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self.path = path
        self.first_page = "workbench"
        self.is_new = False  # whether the file was made just now
        self.dialog: QDialog | None = None
        self._operations = operations
        self._window = window
        self._is_done = False

    def look_for(self) -> None:
        """Look what stands at the path, and go on from there."""
        path = self.path

        def look() -> Any:
            from fangfan_desktop.usecases.opening import file_state  # noqa: PLC0415 - off the GUI thread

            return file_state(path)

        self._operations.start(
            look, label="打开数据库", on_done=self._looked, on_error=self._ask_trouble, owner=self
        )

    def _looked(self, state: str) -> None:
        password = os.environ.get("FANGFAN_PASSWORD", "")
        if state == "missing":
            self._ask_first_run()
        elif state == "plain" or password:
            self._open(password or None)
        else:
            self._ask_password()

    def _open(self, password: str | None) -> None:
        path = self.path

        def call() -> Any:
            from fangfan_desktop.usecases import opening, window_state, workbench  # noqa: PLC0415

            del workbench  # imported here, so that the first page need not wait for it
            database = opening.open_township(path, password=password)
            return database, window_state.read_window_state(database)

        failed = self._show_problem if self.dialog is not None else self._ask_trouble
        self._operations.start(
            call, label="打开数据库", on_done=self._finish, on_error=failed, owner=self
        )

    def _ask_first_run(self) -> None:
        dialog = FirstRun(self._operations, self._window)
        dialog.answered.connect(self._begin)
        dialog.restore_wanted.connect(self._choose_backup)
        self._ask(dialog)

    def _begin(self, answer: FirstRunAnswer) -> None:
        dialog = cast("FirstRun", self.dialog)
        dialog.set_busy(is_busy=True)
        path = self.path

        def call(progress: Any) -> Any:
            from fangfan_desktop.usecases import opening, window_state  # noqa: PLC0415

            answers = opening.FirstAnswers(
                township_code=answer.township_code,
                office_name=answer.office_name,
                operator_name=answer.operator_name,
                password=answer.password,
                is_demo=answer.start is Start.DEMO,
            )
            database = opening.start_township(path, answers=answers, progress=progress)
            return database, window_state.read_window_state(database)

        self.first_page = "exchange" if answer.start is Start.IMPORT else "workbench"
        self.is_new = True
        self._operations.start(
            call,
            label="建立数据库",
            is_long=True,
            on_done=self._finish,
            on_error=self._show_problem,
            owner=self,
        )

    def _ask_password(self) -> None:
        dialog = PasswordDialog(self.path.name, self._window)
        dialog.entered.connect(self._open)
        dialog.other_wanted.connect(lambda: self._ask_trouble("没有密码就打不开这个数据库。"))
        self._ask(dialog)

    def _ask_trouble(self, sentence: str) -> None:
        def call() -> Any:
            from fangfan_desktop.usecases.backups import known_backups  # noqa: PLC0415
            from fangfan_desktop.views.first_run import trouble_dialog  # noqa: PLC0415

            del trouble_dialog  # imported here: it rests on the use cases
            return known_backups()

        self._operations.start(
            call,
            label="查找备份",
            on_done=lambda backups: self._show_trouble(sentence, backups),
            on_error=lambda _sentence: self._show_trouble(sentence, ()),
            owner=self,
        )

    def _show_trouble(self, sentence: str, backups: "Sequence[BackupFile]") -> None:
        from fangfan_desktop.views.first_run.trouble_dialog import TroubleDialog  # noqa: PLC0415

        dialog: TroubleDialog = TroubleDialog(sentence, backups, self._window)
        dialog.again_wanted.connect(self._start_again)
        dialog.file_wanted.connect(self._choose_file)
        dialog.restore_wanted.connect(self._restore)
        self._ask(dialog)

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self.dialog, "打开数据库", str(self.path.parent), _FILE_FILTER
        )
        if name:
            self.path = Path(name)
            self._start_again()

    def _choose_backup(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self.dialog, "选择备份", str(paths.backup_dir()), _FILE_FILTER
        )
        if name:
            self._restore(Path(name))

    def _restore(self, backup: Path, password: str | None = None) -> None:
        path = self.path

        def call() -> Any:
            from fangfan_desktop.usecases import backups, opening  # noqa: PLC0415

            if opening.file_state(backup) == "encrypted" and password is None:
                return None
            return backups.restore_backup(backup, path, password)

        def done(restored: Any) -> None:
            if restored is None:
                self._ask_backup_password(backup)
            elif password is None:
                self._start_again()
            else:
                self._open(password)

        self._operations.start(
            call, label="恢复备份", on_done=done, on_error=self._show_problem, owner=self
        )

    def _ask_backup_password(self, backup: Path) -> None:
        dialog = PasswordDialog(backup.name, self._window)
        dialog.entered.connect(partial(self._restore_with, backup))
        dialog.other_wanted.connect(self._start_again)
        self._ask(dialog)

    def _restore_with(self, backup: Path, password: str) -> None:
        self._restore(backup, password)

    def _start_again(self) -> None:
        self._close_dialog()
        self.look_for()

    def _ask(self, dialog: "QDialog") -> None:
        self._close_dialog()
        self.dialog = dialog
        dialog.rejected.connect(self._gave_up)
        dialog.open()
        self.asked.emit(dialog)

    def _show_problem(self, sentence: str) -> None:
        show = getattr(self.dialog, "show_problem", self._ask_trouble)
        show(sentence)

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.rejected.disconnect(self._gave_up)
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    def _gave_up(self) -> None:
        if not self._is_done:
            self.given_up.emit()

    def _finish(self, result: "tuple[Database, WindowState]") -> None:
        self._is_done = True
        self._close_dialog()
        self.opened.emit(*result)
