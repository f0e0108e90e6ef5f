"""Measurements of the grid on the township's own rows, painted in a real widget."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import screen
from figure import Figure, repeated, timed

screen.take()

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.household_forms import household_basis, load_rows
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column import columns_of
from fangfan_desktop.views.grid.column_filter import ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.row_order import SortLevel
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.survey.row_store import RowFilter, RowStore

CAMPAIGN = 1
RUNS = 5
PAGES = 60
_PROXY_ROWS = 50_000  # of more nobody waits for a proxy model
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
        yield Figure("filter-bar", repeated(filter_rows, RUNS), note=note)
        grid.model.set_visible(store.ids())
        yield from _filters_and_sorts(grid)
        yield from _columns_and_sizes(grid)
        yield from _selection(grid)
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


def _filters_and_sorts(grid: FormGrid) -> Iterator[Figure]:
    filters = {
        "no_labour": ColumnFilter(values=frozenset({"是", ""})),
        "head_name": ColumnFilter(test=Compare.CONTAINS, text="兰"),
        "income_per_capita": ColumnFilter(test=Compare.BETWEEN, text="7000", upper="12000"),
    }

    def set_filter(key: str) -> None:
        grid.order.set_filter(key, filters[key])
        _paint(grid)

    seconds: list[float] = []
    for key in [*filters] * RUNS:
        seconds.append(timed(lambda key=key: set_filter(key)))
        grid.order.clear()
    note = f"by values, a text, amounts; slowest {max(seconds) * 1000:.0f} ms"
    yield Figure("filter", seconds, note=note)
    levels = [
        SortLevel("head_name"),
        SortLevel("income_per_capita", is_down=True),
        SortLevel("no_labour"),
    ]

    def sort(count: int) -> None:
        grid.order.set_levels(levels[:count])
        _paint(grid)

    for work, count in (("sort", 1), ("sort-3", 3)):
        seconds = []
        for _ in range(RUNS):
            seconds.append(timed(lambda count=count: sort(count)))
            grid.order.clear()
        yield Figure(work, seconds, note=f"slowest {max(seconds) * 1000:.0f} ms")
    if grid.model.rowCount() <= _PROXY_ROWS:
        yield Figure("peer-sort", [timed(lambda: _sort_by_proxy(grid))])
    yield Figure("menu", [timed(lambda: _open_menu(grid)) for _ in range(RUNS)])


def _sort_by_proxy(grid: FormGrid) -> None:
    """The usual way of Qt, which asks Python for every comparison."""
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(grid.model)
    proxy.sort(grid.model.column_of["income_per_capita"])


def _open_menu(grid: FormGrid) -> None:
    menu = grid.ordering.open_menu(grid.model.column_of["income_per_capita"])
    QApplication.processEvents()
    menu.reject()


def _selection(grid: FormGrid) -> Iterator[Figure]:
    def select() -> None:
        grid.actions_.select_all()
        grid.count_now()

    yield Figure("select", repeated(select, RUNS))


def _columns_and_sizes(grid: FormGrid) -> Iterator[Figure]:
    group = max(grid.view.head.cells, key=lambda cell: cell.column_span)
    grid.view.go(0, group.column)

    def fold() -> None:
        grid.view.toggle_fold(group)
        _paint(grid)

    yield Figure("fold", repeated(fold, 2 * RUNS), note=f"{group.column_span} columns")

    def move(step: int) -> None:
        grid.view.arrange(lambda columns: columns.move(group, step))
        _paint(grid)

    yield Figure("move", [timed(lambda step=step: move(step)) for step in (1, -1) * RUNS])

    def zoom(percent: int) -> None:
        style.current().set_zoom(percent)
        QApplication.processEvents()
        _paint(grid)

    sizes = (110, 200, 150, 80, 100) * 2
    yield Figure("zoom", [timed(lambda size=size: zoom(size)) for size in sizes])


def _press(grid: FormGrid, key: Qt.Key) -> None:
    QTest.keyClick(grid.view, key)
    _paint(grid)


def _paint(grid: FormGrid) -> None:
    for table in (grid.view, grid.view.frozen):
        table.viewport().repaint()
        table.head.viewport().repaint()
