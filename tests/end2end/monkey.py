"""A monkey at the real window: random deeds by a seed, and what has to be true afterwards.

`python -m tests.end2end.monkey --seed N --steps M --db FILE` works on a copy of FILE in a folder
of its own, prints the last deeds where something went wrong, and ends with status 1. Wrong are:
an exception, a warning of Qt, a line in the log, a window that does not answer, a file or thread
left behind, a cell that shows what is not on the disk, a damaged file, and a history that does
not lead back to the beginning.
"""

import argparse
import faulthandler
import gc
import json
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, QUrl, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from fangfan_desktop.app import Program, make_application
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.recorder import stored_columns, tracked_tables
from fangfan_desktop.usecases.backups import verify_database
from fangfan_desktop.usecases.history import history_state, undo_last
from fangfan_desktop.usecases.household_forms import HOUSEHOLD_FORM, load_rows
from fangfan_desktop.views import style
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.end2end.monkey_hands import Hands, leave

_KNOWN = ("This plugin does not support",)
_OTHERS = {".config"}  # of Qt's own file dialog
_SLOT: Any = "take"  # the stubs ask for bytes, Qt for a text
_SHOWN_DEEDS = 25
_A_MOMENT_MS = 4
_MOST_TURNS = 2000  # of the loop, after the last deed
_LONGEST_WAIT = 60  # seconds for the answer to one deed

Content = dict[str, list[tuple[Any, ...]]]


def content(database: Database) -> Content:
    """All rows of all tracked tables, in the order of their numbers."""
    found: Content = {}
    with database.read() as session:
        connection = session.connection()
        for table in tracked_tables(connection):
            columns = ", ".join(f'"{name}"' for name in stored_columns(connection, table))
            rows = connection.exec_driver_sql(
                f'SELECT {columns} FROM "{table}" ORDER BY id'  # noqa: S608 - our own names
            )
            found[table] = [tuple(row) for row in rows]
    return found


def first_content(path: Path, home: Path) -> Content:
    """What is there when everything is undone, looked up in a copy."""
    copy = home / "first.db"
    shutil.copyfile(path, copy)
    with open_database(copy) as database:
        while history_state(database).undo:
            undo_last(database)
        return content(database)


class Faults:
    """Collects what must not happen, with the deeds before it."""

    def __init__(self) -> None:
        self.deeds: deque[str] = deque(maxlen=_SHOWN_DEEDS)
        self.found: list[str] = []

    def install(self) -> None:
        """Hear of exceptions on all threads, of Qt's warnings and of lines for the log."""
        sys.excepthook = self._hear_exception
        threading.excepthook = lambda caught: self.add(f"thread: {caught.exc_value!r}")
        sys.unraisablehook = lambda caught: self.add(
            f"unraisable: {caught.exc_value!r} {caught.object!r}"
        )
        qInstallMessageHandler(self._hear)
        handler = logging.Handler(logging.WARNING)
        handler.emit = lambda record: self.add(f"log: {record.getMessage()}")
        logging.getLogger().addHandler(handler)

    def add(self, words: str) -> None:
        """Keep a fault with where it was seen."""
        deeds = "\n  ".join(self.deeds)
        self.found.append(f"{words}\nafter\n  {deeds}")

    def _hear_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)  # also where nobody asks for the faults any more
        self.add("".join(traceback.format_exception(kind, error, trace)))

    def _hear(self, kind: QtMsgType, _where: object, words: str) -> None:
        quiet = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if kind not in quiet and not any(known in words for known in _KNOWN):
            self.add(f"Qt: {words}\n{''.join(traceback.format_stack(limit=8))}")


class _Sink(QObject):
    """Takes what would be opened by another program."""

    @Slot(QUrl)
    def take(self, _url: QUrl) -> None:
        """Open nothing."""


class Monkey(QObject):
    """Does a step at each turn of the event loop, dialogs' own loops included."""

    def __init__(
        self, program: Program, hands: Hands, faults: Faults, steps: int, hang: int
    ) -> None:
        super().__init__()
        self._program = program
        self._hands = hands
        self._faults = faults
        self._left = steps
        self._hang = hang
        self._waiting_since = 0.0
        self._turns = 0
        self._acts_in: QWidget | None = None  # what was in front when the deed under way began

    def go_on(self) -> None:
        """The next step soon; each step has a timer of its own, so that nested loops have one."""
        faulthandler.dump_traceback_later(self._hang, exit=True)
        QTimer.singleShot(_A_MOMENT_MS, self, self._step)

    def _step(self) -> None:
        self.go_on()
        if self._faults.found:
            self._report()
        if self._is_waiting():
            return
        if self._acts_in is not None and self._front() in {None, self._acts_in}:
            return  # the deed itself lets events in, between a press and its release
        if self._left > 0:
            self._left -= 1
            self._do()
        else:
            self._come_to_an_end()

    def _is_waiting(self) -> bool:
        if not self._waiting_since:
            return False
        if self._program.operations.is_idle or self._front() is not None:
            self._waiting_since = 0.0
        elif time.monotonic() - self._waiting_since > _LONGEST_WAIT:
            self._faults.add("no answer")
        return bool(self._waiting_since)

    def _do(self) -> None:
        deeds = self._faults.deeds
        deeds.append(f"{self._left}: …")
        if os.environ.get("FANGFAN_MONKEY_TALKS"):
            _say(f"{self._left}: …")
        before, self._acts_in = self._acts_in, self._front() or self._program.window
        words = self._hands.act()
        self._acts_in = before
        deeds.append(f"{self._left}: {words}")
        self._look_for_locked_window()
        if os.environ.get("FANGFAN_MONKEY_TALKS"):
            _say(deeds[-1])
        if self._hands.wants_to_wait():
            self._waiting_since = time.monotonic()

    @staticmethod
    def _front() -> QWidget | None:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def _look_for_locked_window(self) -> None:
        """A window that nothing can be typed into, with no dialog that would let it go."""
        modal = QGuiApplication.modalWindow()
        if modal and QApplication.activeModalWidget() is None:
            self._faults.add(f"locked by {modal} {modal.title()!r} {modal.isVisible()}")

    def _come_to_an_end(self) -> None:
        self._turns += 1
        if self._turns == _MOST_TURNS:
            front = self._front()
            self._faults.add(f"does not end: {self._left}, {front}, {QApplication.activeWindow()}")
        front = self._front()
        if front is not None:
            leave(front)
        elif not self._program.operations.is_idle:
            self._waiting_since = self._waiting_since or time.monotonic()
        elif self._left == 0:
            self._left = -1
            focused = QApplication.focusWidget()
            if focused is not None:
                focused.clearFocus()  # what is being typed is taken
        elif self._left == -1:
            self._compare_grid()
            if not self._program.window.close():
                return  # not now, as while a popup is going; a clerk clicks once more
            self._left = -2
            QTimer.singleShot(0, QApplication.exit)  # not from the loop that closing waits in

    def _compare_grid(self) -> None:
        """What 附件1 shows and has not marked is on the disk."""
        # other forms and the blind second keying have panels of the same kind
        window: Any = self._program.window
        panels = cast("list[HouseholdPanel]", window.findChildren(HouseholdPanel))
        panel = next(
            (p for p in panels if type(p) is HouseholdPanel and p.form_key == HOUSEHOLD_FORM), None
        )
        database = self._program.database
        campaign = self._program.window.context.campaign_id()
        grid = panel.grid if panel is not None else None
        if grid is None or database is None or campaign is None:
            return
        try:
            rows = {row.id: row.values for row in load_rows(database, campaign_id=campaign)}
        except UserError:
            return  # a campaign without this form
        model: Any = grid.model
        for row_id in model._ids:
            if row_id in rows and tuple(model._rows[row_id]) != tuple(rows[row_id]):
                pairs = zip(model._rows[row_id], rows[row_id], strict=True)
                odd = [(shown, kept) for shown, kept in pairs if shown != kept]
                pending = model._pending.get(row_id)
                self._faults.add(f"row {row_id} shows {odd[:3]}, pending {pending}")
                return

    def _report(self) -> None:
        _say(self._faults.found[0])
        sys.stdout.flush()
        os._exit(1)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - what the caller reads


def _screen(home: Path) -> str:
    """A screen in memory with room for every size of the window; Qt's own has 800 × 800."""
    if os.name == "nt":  # a drive's colon would end the file's name
        return "offscreen"
    dots = {"dpr": 1, "logicalDpi": 96, "logicalBaseDpi": 96}
    screen = {"name": "s", "x": 0, "y": 0, "width": 2400, "height": 1600, **dots}
    path = home / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return f"offscreen:configfile={path}"


def _lay_out_files(folder: Path, random: Random) -> None:
    """Files that may be chosen: rubbish with every ending, and a small roster."""
    for name in ("坏.xlsx", "坏.db", "图.jpg", "坏.csv"):
        (folder / name).write_bytes(random.randbytes(4000))
    (folder / "空.xlsx").touch()
    lines = ["村,组,户主姓名,姓名,与户主关系,身份证号,联系电话"]
    lines += [f"坭桥村,{n % 3}组,韦𠮷{n},韦𠮷{n},户主,,1{n}" for n in range(30)]
    (folder / "花名册.csv").write_text("\n".join(lines), encoding="gb18030")


def _run_window(path: Path, folder: Path, arguments: argparse.Namespace, faults: Faults) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app = make_application(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    faults.install()
    sink = _Sink()
    for scheme in ("file", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, sink, _SLOT)
    program = Program(path)
    random = Random(arguments.seed)  # noqa: S311 - no secrets
    monkey = Monkey(
        program, Hands(program, random, folder), faults, arguments.steps, arguments.hang
    )
    program.ready.connect(monkey.go_on)
    program.start()
    app.exec()
    faulthandler.cancel_dump_traceback_later()
    program.deleteLater()
    QApplication.clipboard().clear()  # the off-screen one would outlive Python
    qInstallMessageHandler(None)


def check_leavings(home: Path, faults: Faults) -> None:
    """No thread and no temporary file is left."""
    threads = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    if threads:
        faults.add(f"threads left: {threads}")
    tmp = home / "tmp"
    icons = Path(style.current().icon_dir)  # goes when the process ends
    odd = [
        str(one.relative_to(home))
        for one in home.rglob("*")
        if one.name not in _OTHERS
        and one != icons
        and icons not in one.parents
        and (one.name.startswith(".") or one.suffix in {".tmp", ".owner"} or one.parent == tmp)
    ]
    if odd:
        faults.add(f"files left: {odd}")


def check_history(path: Path, before: Content, faults: Faults) -> int:
    """The file is whole, and undoing everything leads back; returns the number of undone steps."""
    with open_database(path) as database:
        verify_database(database)
        undone = 0
        while name := history_state(database).undo:
            try:
                undo_last(database)
            except UserError as error:
                _say(f"undo of {name!r} refused: {error.sentence}")
                return undone
            undone += 1
        after = content(database)
        for table, rows in before.items():
            if after[table] != rows:
                lost = [row for row in rows if row not in set(after[table])]
                new = [row for row in after[table] if row not in set(rows)]
                faults.add(f"{table}: {len(lost)} lost {lost[:2]}\n{len(new)} new {new[:2]}")
    return undone


def main() -> int:
    """Run one seed; the exit status is 0 where nothing was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--hang", type=int, default=3, help="seconds without a turn of the loop")
    arguments = parser.parse_args()
    faulthandler.enable()
    faults = Faults()
    with tempfile.TemporaryDirectory(prefix="monkey-") as name:
        home = Path(name)
        folder = home / "exports"
        for one in (folder, home / "tmp"):
            one.mkdir()
        path = home / "fangfan.db"
        shutil.copyfile(arguments.db, path)
        os.environ |= {"FANGFAN_HOME": name, "HOME": str(folder), "TMPDIR": str(home / "tmp")}
        tempfile.tempdir = None
        os.environ["QT_QPA_PLATFORM"] = _screen(home)
        os.chdir(folder)
        _lay_out_files(folder, Random(0))  # noqa: S311 - no secrets
        before = first_content(path, home)
        _run_window(path, folder, arguments, faults)
        gc.collect()
        check_leavings(home, faults)
        undone = 0 if faults.found else check_history(path, before, faults)
    for fault in faults.found:
        _say(fault)
    _say(f"seed {arguments.seed}: {arguments.steps} steps, {undone} undone at the end")
    return 1 if faults.found else 0


if __name__ == "__main__":
    sys.exit(main())
