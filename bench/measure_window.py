"""Measurements of the grid on the township's own rows, painted in a real widget."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import screen
from figure import Figure, repeated, timed

screen.take()

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.household_forms import household_basis, load_rows
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column import columns_of
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.survey.row_store import RowFilter, RowStore

CAMPAIGN = 1
RUNS = 5
PAGES = 60
SIZE = (1366, 700)


def measure_grid(path: Path, _folder: Path) -> Iterator[Figure]:
    """Open, scroll, type, filter; rows are read from the database each time they are opened."""
    app = QApplication.instance() or QApplication([])
    style.install(app)
    operations = Operations()  # frees memory as the program does
    with open_database(path) as database:
        grid, store = _grid(database)
        app.processEvents()

        def open_rows() -> None:
            rows = load_rows(database, campaign_id=CAMPAIGN)
            store.fill(rows)
            grid.model.set_rows([row.id for row in rows], [row.values for row in rows])
            _paint(grid)

        whole = median(repeated(open_rows, RUNS))
        yield from _typing_and_scrolling(grid)

        def filter_rows() -> None:
            grid.model.set_visible(store.chosen(RowFilter(is_unfinished_only=True, text="韦")))
            _paint(grid)

        note = f"all {len(store.ids()):,} rows read anew and painted in {whole:.2f} s"
        yield Figure("filter", repeated(filter_rows, RUNS), note=note)
        yield from _columns_and_sizes(grid)
    operations.close()


def _grid(database: Database) -> tuple[FormGrid, RowStore]:
    basis = household_basis(database, campaign_id=CAMPAIGN)
    checker = basis.checker
    grid = FormGrid(
        columns_of(basis.form),
        header_cells(basis.form),
        frozen_columns=basis.form.frozen_columns,
        name="附件1",
        row_state=lambda _id, values: checker.check(values),
    )
    grid.resize(*SIZE)
    grid.show()
    return grid, RowStore(basis.form)


def _typing_and_scrolling(grid: FormGrid) -> Iterator[Figure]:
    grid.view.go(0, 9)
    pages = repeated(lambda: _press(grid, Qt.Key.Key_PageDown), PAGES)
    yield Figure("scroll", pages, note=f"median {median(pages) * 1000:.0f} ms")
    grid.view.go(0, 9)
    cells = [timed(lambda: _press(grid, Qt.Key.Key_1)) for _ in range(PAGES // 2)]
    yield Figure("cell-screen", cells, note=f"slowest {max(cells) * 1000:.0f} ms")


def _columns_and_sizes(grid: FormGrid) -> Iterator[Figure]:
    group = max(grid.view.head.cells, key=lambda cell: cell.column_span)
    grid.view.go(0, group.column)

    def fold() -> None:
        grid.view.toggle_fold(group)
        _paint(grid)

    yield Figure("fold", repeated(fold, 2 * RUNS), note=f"{group.column_span} columns")

    def zoom(percent: int) -> None:
        style.current().set_zoom(percent)
        _paint(grid)

    sizes = (110, 200, 150, 80, 100) * 2
    yield Figure("zoom", [timed(lambda size=size: zoom(size)) for size in sizes])


def _press(grid: FormGrid, key: Qt.Key) -> None:
    QTest.keyClick(grid.view, key)
    _paint(grid)


def _paint(grid: FormGrid) -> None:
    grid.view.viewport().repaint()
    grid.view.frozen.viewport().repaint()
