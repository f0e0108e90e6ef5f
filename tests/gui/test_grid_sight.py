"""What is seen of a grid: at any size, without colours, with columns anyhow; what is counted."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.views.grid.column import columns_of
from fangfan_desktop.views.grid.faces import DOUBT, ERROR, HINT
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.style import Style
from tests.gui.grid_samples import column, make_grid, press


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    return made


# Zoom and focus


def test_another_size_keeps_the_place(grid: FormGrid, look: Style) -> None:
    grid.resize(500, 260)
    QApplication.processEvents()
    grid.view.go(4, column("method"))
    top = grid.view.rowAt(0)
    for zoom in (200, 80, 150, 100):
        look.set_zoom(zoom)
        QApplication.processEvents()
        rect = grid.view.visualRect(grid.view.currentIndex())
        assert grid.view.viewport().rect().contains(rect.topLeft())
        assert rect.left() >= grid.view.frozen_width()
    assert grid.view.rowAt(0) == top


def test_ctrl_and_the_wheel_change_the_size_of_letters(
    grid: FormGrid, look: Style, qtbot: QtBot
) -> None:
    table: QTableView = grid.view
    place = QPointF(table.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(table.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(look.zoom_changed):
        QApplication.sendEvent(table.viewport(), event)
    assert look.zoom == 110


# Counting


def test_answers_are_counted_beside_numbers(grid: FormGrid, qtbot: QtBot) -> None:
    grid.view.go(0, column("apart"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        press(grid, "Ctrl+Space")
    assert counted.args == ["已选 5 格   非空 3   是 1   否 2"]


def test_several_blocks_are_counted_together(grid: FormGrid, qtbot: QtBot) -> None:
    grid.view.go(0, column("people"))
    press(grid, "Shift+Down")
    grid.view.go_beside(3, column("people"))
    with qtbot.waitSignal(grid.selection_counted) as counted:
        grid.view.go_beside(4, column("people"))
    assert counted.args == ["已选 4 格   非空 4   合计 12   平均 3"]


# Seen without colours


def test_what_is_wrong_is_said_in_words_and_drawn_in_forms(grid: FormGrid) -> None:
    grid.view.go(2, column("people"))
    grid.model.enter_text(2, column("people"), "许多")
    assert grid.heading.note.startswith("错误：")
    painter = grid.view.painter
    forms: set[tuple[bool, ...]] = set()
    for look in (ERROR, DOUBT, HINT):
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        brush = QPainter(picture)
        painter._paint_marks(brush, QRect(0, 0, 40, 40), look)
        brush.end()
        white = QColor(Qt.GlobalColor.white)
        forms.add(tuple(picture.pixelColor(0, y) != white for y in range(0, 40, 2)))
    assert len(forms) == 3


def test_the_cell_in_hand_shows_whether_keys_go_there(grid: FormGrid, qtbot: QtBot) -> None:
    grid.activateWindow()
    qtbot.waitActive(grid)
    grid.view.setFocus()
    grid.view.go(1, column("people"))
    QApplication.processEvents()
    rect = grid.view.visualRect(grid.view.currentIndex())
    with_focus = grid.view.viewport().grab(rect).toImage()
    grid.find_bar.open(with_replace=False)
    QApplication.processEvents()
    assert grid.find_bar.text.hasFocus()
    rect = grid.view.visualRect(grid.view.currentIndex())
    assert grid.view.viewport().grab(rect).toImage() != with_focus


# Whatever is done to columns


@pytest.mark.parametrize("seed", range(4))
def test_random_doings_leave_the_grid_whole(qtbot: QtBot, look: Style, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same doings every time
    form = load_form("household-form", 2022)
    grid = FormGrid(columns_of(form), header_cells(form), frozen_columns=form.frozen_columns)
    qtbot.addWidget(grid)
    grid.resize(draw.choice([500, 900, 1300]), 400)
    grid.show()
    grid.model.set_rows(range(20), [(None,) * len(form.value_keys)] * 20)
    grid.view.go(2, 9)
    for _ in range(60):
        draw.choice(_doings(grid, look, draw))()
        QApplication.processEvents()
        _is_whole(grid)


def _doings(grid: FormGrid, look: Style, draw: random.Random) -> list[Callable[[], object]]:
    view, actions = grid.view, grid.column_actions
    column = draw.randrange(len(grid.model.columns))
    group = draw.choice([cell for cell in view.head.cells if cell.column_span > 1])
    step = draw.choice([-1, 1])
    arrows = [
        f"{held}{key}" for held in ("", "Shift+", "Ctrl+") for key in ("Left", "Right", "Home")
    ]
    return [
        lambda: view.toggle_fold(group),
        lambda: actions.hide(column),
        lambda: actions.freeze(column),
        lambda: actions.move(column, step),
        lambda: actions.move_group(group, step),
        lambda: actions.fit(column),
        lambda: view.select_column(draw.choice(view.shown_columns()), extend=step > 0),
        lambda: look.set_zoom(draw.choice([80, 100, 200])),
        lambda: view.go_to_cell(draw.randrange(20), grid.model.columns[column].key),
        lambda: press(grid, draw.choice(arrows)),
        actions.show_all if draw.random() < 0.3 else actions.unfreeze,
    ]


def _is_whole(grid: FormGrid) -> None:
    view, columns = grid.view, grid.view.columns_
    for head in (view.head, view.frozen.head):
        assert [head.logicalIndex(at) for at in range(head.count())] == columns.order
    assert [c for c in columns.order if not view.isColumnHidden(c)] == view.shown_columns()
    assert view.place[1] in view.shown_columns()
    rects = [view.head.cell_rect(cell) for cell in view.head.cells]
    area = sum(rect.width() * rect.height() for rect in rects)
    assert area == view.head.length() * sum(view.head.heights())
    for frozen in columns.order[: view.frozen_columns]:
        assert view.columnWidth(frozen) == view.frozen.columnWidth(frozen)
