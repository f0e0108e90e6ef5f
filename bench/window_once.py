"""Start the program once, open the grid, say how long it took, and leave.

`FANGFAN_HOME=folder python bench/window_once.py MOMENT`; MOMENT is the clock when it was started.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import screen

screen.take()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from fangfan_desktop import paths
from fangfan_desktop.app import Program, make_application

LONGEST_MS = 60_000
LOOKING_MS = 1_000  # nobody goes on to the grid before having seen the first page


def main(started: float) -> None:
    app = make_application(sys.argv[:1])
    program = Program(paths.default_database())
    loop = QEventLoop()
    program.ready.connect(loop.quit)
    QTimer.singleShot(LONGEST_MS, lambda: os._exit(3))
    program.start()
    loop.exec()
    _paint(app, program)
    found = {"ready": time.time() - started}
    program.operations.wait_until_idle(LONGEST_MS)
    _paint(app, program)
    found["filled"] = time.time() - started
    found["idle_memory"] = _resident()
    QTimer.singleShot(LOOKING_MS, loop.quit)
    loop.exec()
    before = time.perf_counter()
    program.window.open_page("survey")
    panel = None
    while panel is None or panel.grid is None or panel.grid.model.rowCount() == 0:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        panel = _panel(program)
    _paint(app, program)
    found["grid_first"] = time.perf_counter() - before
    program.operations.wait_until_idle(LONGEST_MS)
    _paint(app, program)
    found["grid_all"] = time.perf_counter() - before
    found["rows"] = panel.grid.model.rowCount()
    found["memory"] = _resident()
    print(json.dumps(found), flush=True)
    os._exit(0)  # no backup at closing: the file is a copy


def _panel(program: Program):  # noqa: ANN202 - imported only when the page is shown
    from fangfan_desktop.views.survey.household_panel import HouseholdPanel  # noqa: PLC0415

    return program.window.findChild(HouseholdPanel)


def _paint(app: QApplication, program: Program) -> None:
    program.window.repaint()
    app.processEvents()


def _resident() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    pages = int(status.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(float(sys.argv[1]))
