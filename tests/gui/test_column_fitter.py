"""Columns of plain tables fit what they show, and end at the table's edge."""

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.settings.lines_table import Line, LinesModel
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.column_fitter import ColumnFitter, shared_out


def made_table(qtbot: QtBot) -> tuple[QTableView, LinesModel]:
    table = QTableView()
    qtbot.addWidget(table)
    model = LinesModel(("姓名", "健康状况", "备注"), parent=table)
    table.setModel(model)
    table.verticalHeader().hide()
    table.resize(300, 200)
    ColumnFitter(table, (60, 60, 200))
    table.show()
    return table, model


def test_the_last_column_that_fits_ends_at_the_edge():
    assert shared_out([50, 50, 80], 120) == [60, 60, 80]
    assert shared_out([50, 25, 80], 120) == [80, 40, 80]
    assert sum(shared_out([50, 51, 80], 120)[:2]) == 120
    assert shared_out([50, 50], 120) == [60, 60]
    assert shared_out([200, 50], 120) == [200, 50]


def test_a_column_grows_with_its_texts_and_the_next_is_not_half_in_sight(qtbot: QtBot):
    table, model = made_table(qtbot)
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    text = "长期慢性病、残疾"
    model.set_lines([Line(1, ("覃𠮷", text, ""))])
    assert table.columnWidth(1) >= table.sizeHintForColumn(1)
    assert table.columnWidth(1) > table.fontMetrics().horizontalAdvance(text)


def test_a_width_set_by_hand_stays(qtbot: QtBot, look: Style):
    table, model = made_table(qtbot)
    table.setColumnWidth(0, 137)
    model.set_lines([Line(1, ("覃𠮷", "健康", ""))])
    table.resize(500, 200)
    assert table.columnWidth(0) == 137
    look.set_zoom(150)
    assert table.columnWidth(0) != 137
