"""How fast the grid is: 20,000 rows of 附件1 loaded and painted, scrolled, typed into.

Prints milliseconds. Run with `python bench/bench_grid.py [rows]`; needs no display
(QT_QPA_PLATFORM=offscreen is taken where none is there).
"""

import random
import statistics
import sys
import time
from collections.abc import Callable

import screen

screen.take()

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.forms.form import Form, Kind, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import row_checker
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column import columns_of
from fangfan_desktop.views.grid.column_filter import ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.row_order import SortLevel

_FILLED = 0.75
_YES = 0.2
_REGISTRY_COLUMNS = 6
_NAMES = ("韦桂兰", "覃建国", "莫𠮷", "蒙秀英", "蓝志强")


def made_up_rows(form: Form, count: int) -> list[tuple[Value, ...]]:
    """Rows of a form, three quarters answered."""
    draw = random.Random(7)  # noqa: S311 - the same rows every time
    return [_row(form, draw, is_filled=draw.random() < _FILLED) for _ in range(count)]


def _row(form: Form, draw: random.Random, *, is_filled: bool) -> tuple[Value, ...]:
    values: dict[str, Value] = dict.fromkeys(form.value_keys)
    for field in form.fields:
        if field.key == "seq" or (not is_filled and form.index(field.key) >= _REGISTRY_COLUMNS):
            continue
        if field.kind is Kind.YES_NO:
            values[field.key] = int(draw.random() < _YES)
        elif field.kind is Kind.MONEY:
            values[field.key] = draw.randrange(500_000, 3_000_000)
        elif field.kind is Kind.NUMBER:
            values[field.key] = draw.randrange(1, 7)
        elif field.choices:
            values[field.key] = draw.choice(field.choices)
    values["group"] = "三组"
    values["head_name"] = draw.choice(_NAMES)
    return tuple(values.values())


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def report(name: str, times: list[float]) -> None:
    print(f"{name:36} median {statistics.median(times):8.1f} ms   max {max(times):8.1f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - narrows the type
    style.install(app)
    form = load_form("household-form", 2022)
    rows = made_up_rows(form, count)
    checker = row_checker(form, CampaignFacts(line_fen=700_000, year=2022))
    grid = FormGrid(
        columns_of(form),
        header_cells(form),
        frozen_columns=form.frozen_columns,
        name="附件1",
        row_state=lambda _id, values: checker.check(values),
    )
    grid.resize(1366, 700)
    grid.show()
    app.processEvents()
    ids = range(1, count + 1)

    def open_rows() -> None:
        grid.model.set_rows(ids, rows)
        grid.view.viewport().repaint()
        grid.view.frozen.viewport().repaint()

    report(f"{count:,} rows shown and painted", [timed(open_rows) for _ in range(5)])
    grid.view.go(0, 9)
    report(
        "page down, painted", [timed(lambda: _press(grid, Qt.Key.Key_PageDown)) for _ in range(60)]
    )
    report(
        "column right, painted", [timed(lambda: _press(grid, Qt.Key.Key_Right)) for _ in range(30)]
    )
    grid.view.go(0, 9)
    report("yes/no typed, painted", [timed(lambda: _press(grid, Qt.Key.Key_1)) for _ in range(30)])
    some = list(ids)[::2]
    report("filter set", [timed(lambda: grid.model.set_visible(some)) for _ in range(5)])
    report(f"filter {count:,} rows", filter_times(grid))
    report(f"sort {count:,} rows by 3 columns", sort_times(grid))
    report("menu of a column opened", menu_times(grid))
    report("select all, counted", [timed(lambda: _select_all(grid)) for _ in range(3)])
    report("fold a group, painted", fold_times(grid))
    report("move a group, painted", move_times(grid))
    report("zoom, painted", zoom_times(grid))


def filter_times(grid: FormGrid) -> list[float]:
    """Milliseconds of filtering by values, by a text and by amounts, painted; all rows between."""
    filters = {
        "no_labour": ColumnFilter(values=frozenset({"是", ""})),
        "head_name": ColumnFilter(test=Compare.CONTAINS, text="兰"),
        "income_per_capita": ColumnFilter(test=Compare.BETWEEN, text="7000", upper="12000"),
    }
    times: list[float] = []
    for key, column_filter in filters.items():
        for _ in range(3):
            times.append(timed(lambda k=key, f=column_filter: _arranged(grid, k, f)))
            grid.order.clear()
    return times


def _arranged(grid: FormGrid, key: str, column_filter: ColumnFilter) -> None:
    grid.order.set_filter(key, column_filter)
    grid.view.viewport().repaint()
    grid.view.frozen.viewport().repaint()


def sort_times(grid: FormGrid) -> list[float]:
    """Milliseconds of sorting by name, amount and answer, painted."""
    levels = [
        SortLevel("head_name"),
        SortLevel("income_per_capita", is_down=True),
        SortLevel("no_labour"),
    ]

    def sort() -> None:
        grid.order.set_levels(levels)
        grid.view.viewport().repaint()
        grid.view.frozen.viewport().repaint()

    times: list[float] = []
    for _ in range(6):
        times.append(timed(sort))
        grid.order.clear()
    return times


def menu_times(grid: FormGrid) -> list[float]:
    """Milliseconds until the menu of a column with thousands of values stands open."""
    times: list[float] = []
    for _ in range(3):
        column = grid.model.column_of["income_per_capita"]
        times.append(timed(lambda c=column: grid.ordering.open_menu(c)))
        menu = grid.ordering.menu
        if menu is not None:
            menu.reject()
    return times


def fold_times(grid: FormGrid) -> list[float]:
    """Milliseconds of folding and unfolding the largest group of the header, painted."""
    group = max(grid.view.head.cells, key=lambda cell: cell.column_span)
    grid.view.go(0, group.column)
    return [timed(lambda: _painted(grid, lambda: grid.view.toggle_fold(group))) for _ in range(10)]


def move_times(grid: FormGrid) -> list[float]:
    """Milliseconds of moving the largest group of the header to and fro, painted."""
    group = max(grid.view.head.cells, key=lambda cell: cell.column_span)

    def move(step: int) -> None:
        grid.view.arrange(lambda columns: columns.move(group, step))

    return [timed(lambda s=s: _painted(grid, lambda: move(s))) for s in (1, -1) * 5]


def zoom_times(grid: FormGrid) -> list[float]:
    """Milliseconds until the grid stands in another size, style sheet of the program included."""
    look = style.current()
    sizes = (110, 200, 150, 80, 100) * 2
    return [timed(lambda z=zoom: _painted(grid, lambda: look.set_zoom(z))) for zoom in sizes]


def _painted(grid: FormGrid, change: Callable[[], object]) -> None:
    change()
    QApplication.processEvents()
    for table in (grid.view, grid.view.frozen):
        table.viewport().repaint()
        table.head.viewport().repaint()


def _press(grid: FormGrid, key: Qt.Key) -> None:
    QTest.keyClick(grid.view, key)
    grid.view.viewport().repaint()
    grid.view.frozen.viewport().repaint()


def _select_all(grid: FormGrid) -> None:
    grid.actions_.select_all()
    grid.count_now()


if __name__ == "__main__":
    main()
