"""How fast 附件1 is in the real page: opened, typed into, pasted into, over 20,000 households.

`python bench/bench_screening.py [households]` prints milliseconds, medians of three. Needs no
display (QT_QPA_PLATFORM=offscreen is taken where none is there); nothing passes or fails.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import screen

screen.take()

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.forms.form import Field, Kind, Source, Value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaigns import list_campaigns
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.household_forms import (
    household_basis,
    load_rows,
    set_answers,
)
from fangfan_desktop.views import fonts, style
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC
from fangfan_desktop.views.survey.household_panel import HouseholdPanel

RUNS = 3
HOUSEHOLDS = 20_000
PAGES = 60
BLOCK_ROWS, BLOCK_COLUMNS = 1_000, 10


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    app = QApplication([])
    fonts.load_translations(app)
    style.install(app)
    with (
        tempfile.TemporaryDirectory() as folder,
        create_demo(Path(folder) / "bench.db", size=DemoSize(households)) as database,
    ):
        campaign = list_campaigns(database)[0].id
        bench_storage(database, campaign)
        bench_window(app, database, campaign)


def bench_storage(database: Database, campaign: int) -> None:
    rows = load_rows(database, campaign_id=campaign)
    fields = household_basis(database, campaign_id=campaign).form.fields
    tell("read all rows", lambda: load_rows(database, campaign_id=campaign))
    ids = iter(row.id for row in rows)
    tell(
        "one cell to the disk",
        lambda: set_answers(
            database, campaign_id=campaign, edits=[(next(ids), "needs", "子女学费")]
        ),
    )
    typed = [f for f in fields if f.source in {Source.TYPED, Source.PREFILLED}][:BLOCK_COLUMNS]
    block = [(row.id, field.key, answer(field, 1)) for row in rows[:BLOCK_ROWS] for field in typed]
    tell(
        f"paste {BLOCK_ROWS:,} x {BLOCK_COLUMNS} to the disk",
        lambda: set_answers(database, campaign_id=campaign, edits=block),
        lambda: undo(database),
    )
    everything = [(row.id, field.key, answer(field, 0)) for row in rows for field in fields]
    tell(
        f"paste {len(rows):,} x {len(fields)} to the disk",
        lambda: set_answers(database, campaign_id=campaign, edits=everything),
        lambda: undo(database),
    )


def answer(field: Field, yes_no: int) -> Value:
    if field.kind is Kind.YES_NO:
        return yes_no
    if field.choices:
        return field.choices[0]
    return 1_234_500 if field.kind is Kind.MONEY else None


def bench_window(app: QApplication, database: Database, campaign: int) -> None:
    firsts, wholes = zip(*(open_page(app, database, campaign) for _ in range(RUNS)), strict=True)
    print(f"{'open the grid, first painted rows':<44}{median(firsts):>10.1f} ms")
    print(f"{'open the grid, every row there':<44}{median(wholes):>10.1f} ms")
    operations = Operations()
    window, panel = make_page(operations, database, campaign)
    operations.wait_until_idle(60_000)
    settle(app)
    scroll(app, panel)
    type_cells(app, operations, panel)
    paste(app, operations, panel)
    window.close()
    operations.close()


def make_page(
    operations: Operations, database: Database, campaign: int
) -> tuple[MainWindow, HouseholdPanel]:
    window = MainWindow([SPEC], operations, database)
    window.show()
    window.set_campaigns([CampaignChoice(campaign, "排查")], campaign)
    window.open_page("survey")
    panel = window.findChild(HouseholdPanel)
    assert isinstance(panel, HouseholdPanel)  # noqa: S101 - for the type checker
    return window, panel


def open_page(app: QApplication, database: Database, campaign: int) -> tuple[float, float]:
    """Milliseconds to the first painted rows, and until all rows are there."""
    operations = Operations()
    started = time.perf_counter()
    window, panel = make_page(operations, database, campaign)
    while panel.grid is None or not panel.grid.model.rowCount():
        app.processEvents()
    panel.grid.repaint()
    first = time.perf_counter() - started
    operations.wait_until_idle(60_000)
    whole = time.perf_counter() - started
    window.close()
    operations.close()
    return first * 1000, whole * 1000


def scroll(app: QApplication, panel: HouseholdPanel) -> None:
    grid = panel.grid
    assert grid is not None  # noqa: S101 - for the type checker
    grid.view.go(0, 5)
    frames: list[float] = []
    for _ in range(PAGES):
        started = time.perf_counter()
        QTest.keyClick(grid.view, Qt.Key.Key_PageDown)
        grid.view.viewport().repaint()
        grid.view.frozen.viewport().repaint()
        frames.append((time.perf_counter() - started) * 1000)
        app.processEvents()
    print(f"{'scroll by a page, median':<44}{median(frames):>10.1f} ms")
    print(f"{'scroll by a page, worst':<44}{max(frames):>10.1f} ms")


def type_cells(app: QApplication, operations: Operations, panel: HouseholdPanel) -> None:
    grid = panel.grid
    assert grid is not None  # noqa: S101 - for the type checker
    column = grid.model.column_of["heavy_burden"]
    shown: list[float] = []
    saved: list[float] = []
    for row in range(30):
        grid.view.go(row, column)
        key = "0" if grid.model.value(row, column) else "1"
        settle(app)
        started = time.perf_counter()
        QTest.keyClicks(grid.view, key)
        grid.view.viewport().repaint()
        shown.append((time.perf_counter() - started) * 1000)
        while grid.model.pending_count:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        saved.append((time.perf_counter() - started) * 1000)
        operations.wait_until_idle()
    print(f"{'a cell typed: on the screen':<44}{median(shown):>10.1f} ms")
    print(f"{'a cell typed: on the disk and confirmed':<44}{median(saved):>10.1f} ms")


def paste(app: QApplication, operations: Operations, panel: HouseholdPanel) -> None:
    grid = panel.grid
    assert grid is not None  # noqa: S101 - for the type checker
    left = grid.model.column_of["heavy_burden"]
    seconds = [
        paste_block(app, operations, grid, left, [words] * BLOCK_ROWS)
        for words in ([("是", "否")[run % 2]] * BLOCK_COLUMNS for run in range(RUNS))
    ]
    name = f"paste {BLOCK_ROWS:,} x {BLOCK_COLUMNS} in the window"
    print(f"{name:<44}{median(seconds) * 1000:>10.1f} ms")
    shown = range(len(grid.model.columns))
    rows = [
        [turned(grid.model.copied_text(row, column)) for column in shown]
        for row in range(grid.model.rowCount())
    ]
    name = f"paste {len(rows):,} x {len(shown)} in the window"
    print(f"{name:<44}{paste_block(app, operations, grid, 0, rows) * 1000:>10.1f} ms")


def turned(text: str) -> str:
    """The other answer."""
    return {"是": "否", "否": "是", "": "是"}.get(text, text)


def paste_block(
    app: QApplication, operations: Operations, grid: FormGrid, left: int, block: list[list[str]]
) -> float:
    """Seconds from Ctrl+V to the last cell on the disk."""
    app.clipboard().setText("\n".join("\t".join(line) for line in block))
    grid.view.go(0, left)
    settle(app)
    started = time.perf_counter()
    QTest.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    operations.wait_until_idle(60_000)
    if grid.preview.isVisible():  # a large one is looked at first
        grid.preview.confirm.click()
    operations.wait_until_idle(60_000)
    return time.perf_counter() - started


def settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def tell(name: str, call: Callable[[], object], after: Callable[[], object] = lambda: None) -> None:
    times: list[float] = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
        after()
    print(f"{name:<44}{median(times):>10.1f} ms")


if __name__ == "__main__":
    main()
