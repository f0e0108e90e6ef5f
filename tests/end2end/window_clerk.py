"""The real window with a clerk's fingers on the keys, for a program that is to be killed.

`FANGFAN_HOME=folder python -m tests.end2end.window_clerk FIRST` answers 是 in row after row of
附件1, beginning at row FIRST; prints `typed ID` at each key and `saved ID` when the window shows a
row as saved.
"""

import os
import sys
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from fangfan_desktop import paths
from fangfan_desktop.app import Program, make_application
from fangfan_desktop.views.grid.form_grid import FormGrid

KEY = "heavy_burden"
_A_MOMENT_MS = 3


def _say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - the acknowledgement


def _open_grid(program: Program) -> FormGrid:
    program.window.open_page("survey")
    program.operations.wait_until_idle()
    loop = QEventLoop()
    while True:
        grid = program.window.findChild(FormGrid)
        if grid is not None and grid.model.rowCount() > 0:
            program.operations.wait_until_idle()
            return grid
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class _Fingers:
    """Types one answer at each turn of the window's own loop, without waiting for the disk."""

    def __init__(self, grid: FormGrid, first: int) -> None:
        self._grid = grid
        self._row = first

    def type_one(self) -> None:
        model = self._grid.model
        if self._row >= model.rowCount():
            return
        self._grid.view.go(self._row, model.column_of[KEY])
        QTest.keyClick(self._grid.view, Qt.Key.Key_1)
        _say("typed", self._row)
        self._row += 1


def main(first: int) -> None:
    """Work until killed."""
    app = make_application(sys.argv[:1])
    program = Program(paths.default_database())
    loop = QEventLoop()
    program.ready.connect(loop.quit)
    program.start()
    loop.exec()
    grid = _open_grid(program)

    def tell(changes: Any) -> None:
        for row_id in sorted(changes.ids("household_form") or ()):
            _say("saved", row_id)

    program.window.data_changed.connect(tell)
    fingers = _Fingers(grid, first)
    timer = QTimer()
    timer.timeout.connect(fingers.type_one)
    timer.start(_A_MOMENT_MS)
    _say("ready")
    app.exec()


if __name__ == "__main__":
    main(int(sys.argv[1]))
