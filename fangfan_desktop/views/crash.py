"""When the program itself is at fault: a note without anybody's data, and a sentence.

The log holds the kind of the error and the lines of our own code, never values: a message may
hold a name or a number.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from fangfan_desktop import paths

_LOG_NAME = "fangfan.log"
_LOG_BYTES = 512 * 1024
_LOG_FILES = 3
_PACKAGE = Path(__file__).resolve().parent.parent

_log = logging.getLogger("fangfan_desktop.crash")

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def start_log() -> None:
    """Write warnings and errors of the program into its rotating log file."""
    handler = RotatingFileHandler(
        paths.log_dir() / _LOG_NAME,
        maxBytes=_LOG_BYTES,
        backupCount=_LOG_FILES,
        encoding="utf-8",
        delay=True,
    )
    # below WARNING lines may hold sentences with names
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("fangfan_desktop").addHandler(handler)


def crash_note(error: BaseException) -> str:
    """The kind of the error and where it happened in our own code; no values."""
    lines: list[str] = []
    fault: BaseException | None = error
    while fault is not None:
        lines.append(f"{type(fault).__module__}.{type(fault).__name__}")
        for frame in traceback.extract_tb(fault.__traceback__):
            file = Path(frame.filename)
            if file.is_relative_to(_PACKAGE):
                where = file.relative_to(_PACKAGE).as_posix()
                lines.append(f"  {where}:{frame.lineno} {frame.name}")
        fault = fault.__cause__
    return "\n".join(lines)


class CrashDialog(QObject):
    """Shows one dialog at a time, on the GUI thread, whatever thread failed."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.box: QMessageBox | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def take(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """Write the fault down and show the sentence; a hook of `sys`."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        note = crash_note(error)
        _log.error("%s", note)
        self._happened.emit(note)

    def _show(self, note: str) -> None:
        if self.box is not None:
            return
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("程序出错")
        box.setText("程序出错了，刚才这一步可能没有完成。已保存的内容没有受影响。")
        box.setInformativeText(
            "请核对刚才改的地方。如果反复出现，请点“复制出错信息”发给维护人员：里面没有农户信息。"
        )
        go_on = box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
        copy = box.addButton("复制出错信息", QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton("退出程序", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(note))
        leave.clicked.connect(QApplication.closeAllWindows)
        box.finished.connect(self._closed)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box = box
        box.open()

    def _closed(self) -> None:
        self.box = None


def install(dialog: CrashDialog) -> None:
    """Let the dialog take what nobody else caught, on every thread."""
    sys.excepthook = dialog.take

    def of_thread(caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            dialog.take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    threading.excepthook = of_thread
