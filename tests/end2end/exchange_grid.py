"""A grid in a window of its own on a real display, asked and told through its standard input.

`python -m tests.end2end.exchange_grid` prints one line of JSON for each line it reads: `state` (the
texts of all cells, the preview's text, the clipboard's formats) or `select TOP LEFT BOTTOM RIGHT`.
Its keys come from the display, as a clerk's do.
"""

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication

from fangfan_desktop.app import make_application
from fangfan_desktop.forms.form import Field, Form, Kind, Subject
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.views.grid.column import EditRequest, columns_of
from fangfan_desktop.views.grid.form_grid import FormGrid

TITLE = "fangfan-exchange"
ROWS = 6
FORM = Form(
    key="exchange",
    name="小表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="小表",
    subtitle="",
    frozen_columns=1,
    fields=(
        Field("name", ("姓名", "", ""), Kind.TEXT),
        Field("id_number", ("证件号码", "", ""), Kind.ID_NUMBER, width=160),
        Field("day", ("日期", "", ""), Kind.DATE),
        Field("apart", ("是否独居", "", ""), Kind.YES_NO),
        Field("income", ("收入", "", ""), Kind.MONEY),
        Field("group", ("组别", "", ""), Kind.TEXT),
        Field("needs", ("困难和诉求", "", ""), Kind.LONG_TEXT, width=200),
    ),
)


def make_grid() -> FormGrid:
    """Empty rows; what is entered stands at once."""
    grid = FormGrid(columns_of(FORM), header_cells(FORM), frozen_columns=1, name="小表")
    grid.setWindowTitle(TITLE)
    grid.resize(900, 400)
    grid.model.set_rows(range(1, ROWS + 1), [(None,) * len(FORM.fields)] * ROWS)

    def save(request: EditRequest) -> None:
        grid.model.apply_saved(request, {})

    grid.edits_requested.connect(save)
    return grid


def state(grid: FormGrid) -> dict[str, object]:
    """What stands in the grid, in its preview and on the clipboard."""
    model = grid.model
    rows, columns = range(model.rowCount()), range(model.columnCount())
    data = QGuiApplication.clipboard().mimeData()
    return {
        "cells": [[model.copied_text(row, column) for column in columns] for row in rows],
        "messages": [[model.message(row, column)[0] for column in columns] for row in rows],
        "preview": grid.preview.text if grid.preview.isVisible() else "",
        "html": data.html(),
        "text": data.text(),
        "preview_has_focus": grid.preview.isActiveWindow(),
        "has_focus": grid.isActiveWindow() and grid.view.hasFocus(),
    }


def main() -> None:
    """Work until the input ends."""
    app = make_application(sys.argv[:1])
    grid = make_grid()
    grid.show()
    grid.view.setFocus()
    grid.view.go(0, 0)

    def obey() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        word, *numbers = line.split()
        if word == "select":
            top, left, bottom, right = map(int, numbers)
            grid.view.go(top, left)
            grid.view.select_block(top, left, bottom, right)
        print(json.dumps(state(grid)), flush=True)  # noqa: T201 - the answer

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(obey)
    app.exec()


if __name__ == "__main__":
    main()
