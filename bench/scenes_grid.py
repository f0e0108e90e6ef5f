"""Pictures of the grid at work: menus, orders, columns, blocks, the roster in grids."""

from collections.abc import Callable
from typing import Any

from camera import Camera
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views.grid.column_filter import ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.row_order import SortLevel

Scene = Callable[[Camera], None]
_LEVELS = [
    SortLevel("group"),
    SortLevel("income_per_capita", is_down=True),
    SortLevel("population"),
]


def form_panel(camera: Camera, key: str = "household-form", village: int | None = None) -> Any:
    """The panel of a form, all villages or one."""
    page = camera.open("survey", form=key)
    panel = page._panels[key]  # noqa: SLF001 - the bench looks inside
    panel._open_village(village)  # noqa: SLF001
    camera.settle()
    return panel


def column_menu(camera: Camera) -> None:
    grid: FormGrid = form_panel(camera).grid
    grid.view.go(2, grid.model.column_of["income_per_capita"])
    menu = grid.ordering.open_menu(grid.model.column_of["income_per_capita"])
    _count(menu)
    camera.shoot("30-grid-column-menu", menu)
    camera.close_dialogs()
    menu = grid.ordering.open_menu(grid.model.column_of["group"])
    menu.search.setFocus()
    QTest.keyClicks(menu.search, "btc")
    _count(menu)
    camera.shoot("30-grid-column-menu-search", menu)
    camera.close_dialogs()


def _count(menu: Any) -> None:
    """Wait until the menu has counted the states of the column's cells."""
    while menu._checker.isActive():  # noqa: SLF001
        QApplication.processEvents()


def sorting(camera: Camera) -> None:
    grid: FormGrid = form_panel(camera).grid
    grid.order.set_levels(_LEVELS)
    grid.ordering.open_sort()
    camera.shoot("31-grid-sort-dialog")
    camera.close_dialogs()
    grid.order.set_filter("household_type", ColumnFilter(test=Compare.CONTAINS, text="脱贫"))
    grid.view.go(0, grid.model.column_of["income_per_capita"])
    camera.shoot("32-grid-filtered-sorted")
    menu = grid._open_column_actions(grid.model.column_of["income_per_capita"])  # noqa: SLF001
    menu.move(camera.window.mapToGlobal(QPoint(520, 240)))
    camera.shoot("32-grid-column-actions", menu)
    menu.close()
    grid.order.clear()


def columns(camera: Camera) -> None:
    grid: FormGrid = form_panel(camera).grid
    view = grid.view
    widest = sorted(view.head.cells, key=lambda cell: -cell.column_span)[:2]
    view.go(3, widest[0].column)
    for cell in widest:
        view.toggle_fold(cell)
    camera.shoot("33-grid-folded")
    for cell in widest:
        view.toggle_fold(cell)
    actions = grid.column_actions
    actions.hide(grid.model.column_of["population"])
    actions.open_dialog()
    camera.shoot("34-grid-columns-dialog")
    camera.close_dialogs()
    actions.restore()


def blocks(camera: Camera) -> None:
    grid: FormGrid = form_panel(camera).grid
    view, column = grid.view, grid.model.column_of["heavy_burden"]
    view.go(2, column)
    view.select_block(2, column, 4, column + 1)
    camera.settle()
    _drag_handle(grid, 5)
    camera.shoot("35-grid-fill-preview")
    view.painter.preview = None
    view.viewport().update()
    _let_go(grid)
    camera.settle()
    camera.window.undo_requested.emit()
    camera.settle()
    camera.window.banner.hide()
    rows = [["是", "否", "是", "不清楚", "6,200.5", "是"] for _ in range(grid.model.rowCount() + 5)]
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    view.go(0, column)
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    camera.shoot("36-grid-paste-preview")
    camera.close_dialogs()
    QApplication.clipboard().clear()
    QTest.keyClick(view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    camera.shoot("36-grid-replace")
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)
    menu = grid._open_menu(QPoint())  # noqa: SLF001
    menu.move(camera.window.mapToGlobal(QPoint(560, 260)))
    camera.shoot("36-grid-menu", menu)
    menu.close()


def _drag_handle(grid: FormGrid, rows: int) -> None:
    """Hold the fill handle and draw it down, without letting go."""
    grid.grab()  # the handle is where it was painted last
    start = grid.mouse.handle_rect().center()
    end = start + QPoint(0, rows * grid.view.rowHeight(0))
    for kind, point in (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, end),
    ):
        _send(grid, kind, point)


def _let_go(grid: FormGrid) -> None:
    start = grid.mouse.handle_rect().center()
    _send(grid, QEvent.Type.MouseMove, start)
    _send(grid, QEvent.Type.MouseButtonRelease, start)


def _send(grid: FormGrid, kind: QEvent.Type, point: QPoint) -> None:
    port = grid.view.viewport()
    point = port.mapFrom(grid.view, point)
    left = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(
        kind,
        QPointF(point),
        QPointF(port.mapToGlobal(point)),
        Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, event)


def roster(camera: Camera) -> None:
    page = camera.open("households")
    for number, sheet in enumerate(RosterSheet, start=1):
        page.show_view(sheet)
        camera.settle()
        page.roster.current.grid.view.go(3, 6)
        camera.shoot(f"37-roster-grid-{number}")
    page.show_view("list")
    camera.settle()


def large_grid(camera: Camera) -> None:
    """Menus and dialogs of the grid where letters are twice as large."""
    look = camera.program.look
    before = look.zoom
    look.set_zoom(200)
    grid: FormGrid = form_panel(camera).grid
    grid.view.go(1, grid.model.column_of["income_per_capita"])
    menu = grid.ordering.open_menu(grid.model.column_of["income_per_capita"])
    _count(menu)
    camera.shoot("38-large-column-menu", menu)
    camera.close_dialogs()
    grid.order.set_levels(_LEVELS)
    grid.ordering.open_sort()
    camera.shoot("38-large-sort-dialog")
    camera.close_dialogs()
    grid.order.clear()
    grid.column_actions.open_dialog()
    camera.shoot("38-large-columns-dialog")
    camera.close_dialogs()
    page = camera.open("households")
    page.show_view(RosterSheet.PEOPLE)
    camera.shoot("38-large-roster")
    page.show_view("list")
    look.set_zoom(before)
    camera.settle()


SCENES: tuple[Scene, ...] = (column_menu, sorting, columns, blocks, roster, large_grid)
