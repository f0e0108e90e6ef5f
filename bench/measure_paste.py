"""The whole of 附件1 pasted in the real window: how long it takes, and whether the window answers.

The longest gap is the longest time that the window did not look at its events: beyond a tenth of a
second a clerk feels it.
"""

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import screen
from figure import Figure, peak_megabytes

screen.take()

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.documents.clipboard_text import silent
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.views import fonts, style
from fangfan_desktop.views.grid import clipboard
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC

CAMPAIGN = 1
RUNS = 3
LONGEST_MS = 120_000
_TURNED = {"是": "否", "否": "是", "": "是"}


class Ticks(QObject):
    """Looks at the clock as often as the window can."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Forget what was before."""
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def end(self) -> float:
        """Seconds of the longest gap since `begin`."""
        self._tick()
        self._timer.stop()
        return self.longest


def measure_paste_screen(path: Path, _folder: Path) -> Iterator[Figure]:
    """Every cell of every row: Ctrl+V, the preview, the button in it, until all is on the disk."""
    app = QApplication.instance() or QApplication([])
    fonts.load_translations(app)
    style.install(app)
    operations = Operations()
    with open_database(path) as database:
        window, grid = _open(operations, database)
        ticks = Ticks()
        runs = [_paste(app, operations, grid, ticks) for _ in range(RUNS)]
        rows, columns = grid.model.rowCount(), len(grid.model.columns)
        gap = max(gap for _, gap in runs)
        note = f"{rows:,} × {columns} cells; the window's longest gap {gap * 1000:.0f} ms"
        yield Figure("paste-screen", [seconds for seconds, _ in runs], peak_megabytes(), note)
        yield Figure("paste-gap", [gap for _, gap in runs])
        undos: list[tuple[float, float]] = []
        for run in range(RUNS):
            undos.append(_act(app, operations, grid, ticks, _history(window, database, undo_last)))
            if run < RUNS - 1:
                _act(app, operations, grid, ticks, _history(window, database, redo_last))
        gap = max(gap for _, gap in undos)
        note = f"shown again, too; the window's longest gap {gap * 1000:.0f} ms"
        yield Figure("paste-undo", [seconds for seconds, _ in undos], peak_megabytes(), note)
        fills = [_act(app, operations, grid, ticks, _fill(value)) for value in "10" * 2]
        note = f"{rows:,} cells; the window's longest gap {max(g for _, g in fills) * 1000:.0f} ms"
        yield Figure("fill-screen", [seconds for seconds, _ in fills], note=note)
        copies = [_act(app, operations, grid, ticks, _copy) for _ in range(RUNS)]
        gap = max(gap for _, gap in copies)
        note = f"the window's longest gap {gap * 1000:.0f} ms"
        yield Figure("copy-screen", [seconds for seconds, _ in copies], note=note)
        app.clipboard().clear()  # the off-screen one would outlive Python
        window.close()
    operations.close()


def _open(operations: Operations, database: Database) -> tuple[MainWindow, FormGrid]:
    window = MainWindow([SPEC], operations, database)
    window.show()
    window.set_campaigns([CampaignChoice(CAMPAIGN, "排查")], CAMPAIGN)
    window.open_page("survey")
    operations.wait_until_idle(LONGEST_MS)
    grid = max(window.findChildren(FormGrid), key=lambda each: each.model.rowCount())
    return window, grid


def _paste(
    app: QApplication, operations: Operations, grid: FormGrid, ticks: Ticks
) -> tuple[float, float]:
    model = grid.model
    shown = range(len(model.columns))
    block = [
        [_TURNED.get(text := model.copied_text(row, column), text) for column in shown]
        for row in range(model.rowCount())
    ]
    app.clipboard().setMimeData(clipboard.to_mime(*clipboard.write(block, [], silent)))
    gc.collect()
    grid.view.go(0, 0)

    def act() -> None:
        QTest.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        operations.wait_until_idle(LONGEST_MS)
        grid.preview.confirm.click()

    return _act(app, operations, grid, ticks, lambda _grid: act())


def _history(
    window: MainWindow, database: Database, step: Callable[[Database], Changes]
) -> Callable[[FormGrid], None]:
    def act(_grid: FormGrid) -> None:
        context = window.page("survey").context
        context.write(lambda: step(database), label="撤销")

    return act


def _fill(text: str) -> Callable[[FormGrid], None]:
    def act(grid: FormGrid) -> None:
        column = grid.model.column_of["heavy_burden"]
        grid.view.select_block(0, column, grid.model.rowCount() - 1, column)
        grid.actions_.fill_with(text)

    return act


def _copy(grid: FormGrid) -> None:
    grid.view.select_all()
    grid.actions_.copy()


def _act(
    app: QApplication,
    operations: Operations,
    grid: FormGrid,
    ticks: Ticks,
    act: Callable[[FormGrid], None],
) -> tuple[float, float]:
    """Seconds until all is done, and the longest gap meanwhile."""
    for _ in range(5):
        app.processEvents()
    ticks.begin()
    started = time.perf_counter()
    act(grid)
    operations.wait_until_idle(LONGEST_MS)
    seconds = time.perf_counter() - started
    for _ in range(5):
        app.processEvents()
    return seconds, ticks.end()
