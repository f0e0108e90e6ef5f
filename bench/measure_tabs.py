"""The real window: the tab of a further form and the roster's grids, opened over all households."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import screen
from figure import Figure, peak_megabytes

screen.take()

from measure_forms import take_up_county_form
from PySide6.QtWidgets import QApplication, QWidget

from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views import fonts, style
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, PageSpec
from fangfan_desktop.views.pages import households, survey

CAMPAIGN = 1
RUNS = 3
_TURN = 0.001  # seconds
LONGEST_MS = 120_000

Open = Callable[[QWidget], object]  # given the page


def measure_further_tab(path: Path, _folder: Path) -> Iterator[Figure]:
    """The tab of a further form whose answers are kept as JSON, all answered."""
    with open_database(path) as database:
        key = take_up_county_form(database)
        runs = [
            _opened(database, survey.SPEC, lambda page: page.show_target({"form": key}))
            for _ in range(RUNS)
        ]
    yield _figure("open-further", runs)


def measure_roster_grids(path: Path, _folder: Path) -> Iterator[Figure]:
    """花名册 as grids: a row a household, a row a person; all villages."""
    with open_database(path) as database:
        for work, sheet in (
            ("open-roster", RosterSheet.HOUSEHOLDS),
            ("open-people", RosterSheet.PEOPLE),
        ):
            runs = [
                _opened(database, households.SPEC, lambda page, key=sheet: page.show_view(key))
                for _ in range(RUNS)
            ]
            yield _figure(work, runs)


def _figure(work: str, runs: list[tuple[float, float, int]]) -> Figure:
    whole = median(run[1] for run in runs)
    note = f"all {runs[0][2]:,} rows after {whole:.2f} s"
    return Figure(work, [run[0] for run in runs], peak_megabytes(), note)


def _opened(database: Database, spec: PageSpec, open_grid: Open) -> tuple[float, float, int]:
    """Seconds to the first painted rows and to all rows, and how many these are."""
    app = QApplication.instance() or QApplication([])
    fonts.load_translations(app)
    style.install(app)
    operations = Operations()
    window = MainWindow([spec], operations, database)
    window.show()
    window.set_campaigns([CampaignChoice(CAMPAIGN, "排查")], CAMPAIGN)
    window.open_page(spec.key)
    operations.wait_until_idle(LONGEST_MS)
    page = window.page(spec.key)
    known = set(page.findChildren(FormGrid))
    started = time.perf_counter()
    open_grid(page)
    grid = None
    while grid is None or not grid.model.rowCount():
        app.processEvents()
        time.sleep(_TURN)  # as a window does that waits: a loop that never rests starves the reader
        grid = next((one for one in page.findChildren(FormGrid) if one not in known), None)
    grid.repaint()
    first = time.perf_counter() - started
    operations.wait_until_idle(LONGEST_MS)
    grid.repaint()
    whole = time.perf_counter() - started
    rows = grid.model.rowCount()
    window.close()
    window.deleteLater()
    app.processEvents()
    operations.close()
    return first, whole, rows
