"""Cells carried to and fro between our grid and a real spreadsheet program, by keys."""

import sys
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pytest
import xlsxwriter

from tests.end2end import calc_desk
from tests.end2end.exchange_grid import TITLE

NUMBER = "450221196903122428"
MISSING = calc_desk.missing()

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.skipif(sys.platform != "linux", reason="needs an X display"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

# As the grid has them after the paste.
PASTED = [
    ["覃𠮷", NUMBER, "2022-05-06", "是", "11996.67", "0101", "路远\n缺水"],
    ["韦桂兰", "", "2022-05-07", "否", "6480.50", "12/37", "同一句\t话"],
    ["莫㛃", "4.50221196903122E+17", "", "", "0", "三组", ""],
]
FIRST_BACK = 21  # row of the sheet that the block comes back to


def write_book(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy/m/d"})
    whole = book.add_format({"num_format": "#,##0"})
    lines = book.add_format({"text_wrap": True})
    sheet.write_row(0, 0, ["覃𠮷", None, None, "是"])
    sheet.write_string(0, 1, NUMBER, text)
    sheet.write_datetime(0, 2, datetime(2022, 5, 6), day)  # noqa: DTZ001 - a day has no zone
    sheet.write_number(0, 4, 11996.67, whole)
    sheet.write_string(0, 5, "0101", text)
    sheet.write_string(0, 6, "路远\n缺水", lines)
    sheet.write_row(1, 0, ["韦桂兰", None, None, "否", 6480.5])
    sheet.write_datetime(1, 2, datetime(2022, 5, 7), day)  # noqa: DTZ001
    sheet.write_string(1, 5, "12/37", text)
    sheet.merge_range(1, 6, 2, 6, "同一句\t话")
    sheet.write_row(2, 0, ["莫㛃", int(NUMBER), None, None, 0, "三组"])
    book.close()


def test_cells_go_to_calc_and_back(tmp_path: Path):
    book = tmp_path / "exchange.xlsx"
    write_book(book)
    with calc_desk.open_desk(tmp_path, book) as desk:
        copy_in_calc(desk)
        paste_into_the_grid(desk)
        copy_in_the_grid(desk)
        paste_into_calc(desk)


def copy_in_calc(desk: calc_desk.Desk) -> None:
    def copy() -> bool:
        desk.press_calc("Escape", "ctrl+Home", "ctrl+shift+End", "ctrl+c")
        html = desk.ask("state")["html"]
        return "LibreOffice" in html and NUMBER in html and "三组" in html

    calc_desk.until(copy, "Calc copies nothing")


def paste_into_the_grid(desk: calc_desk.Desk) -> None:
    desk.ask("select", 0, 0, 0, 0)

    def paste() -> str:
        state = desk.ask("state")
        if not state["preview"]:
            if NUMBER not in state["html"]:  # a key has gone astray and emptied the clipboard
                copy_in_calc(desk)
            desk.press_grid("ctrl+v")
        return desk.ask("state")["preview"]

    preview = calc_desk.until(paste, "no preview")
    assert "粘贴 3 行 × 7 列" in preview
    assert "1 格读不懂" in preview
    assert "后几位已丢失" in preview
    calc_desk.until(lambda: _confirmed(desk), "the preview does not go")
    state = desk.ask("state")
    assert state["cells"][:3] == PASTED
    assert "后几位已丢失" in state["messages"][2][1]


def _confirmed(desk: calc_desk.Desk) -> bool:
    state = desk.ask("state")
    if state["preview"]:
        if state["preview_has_focus"]:
            desk.hands("key", "Return")
        else:
            desk.hands("windowactivate", desk.window(TITLE))
    return not desk.ask("state")["preview"]


def copy_in_the_grid(desk: calc_desk.Desk) -> None:
    desk.ask("select", 0, 0, 1, 6)

    def copy() -> bool:
        desk.press_grid("ctrl+c")
        return "fangfan-desktop" in desk.ask("state")["html"]

    calc_desk.until(copy, "the grid copies nothing")


def paste_into_calc(desk: calc_desk.Desk) -> None:
    down = ["Down"] * (FIRST_BACK - 1)
    wanted = [
        ["覃𠮷", NUMBER, date(2022, 5, 6), "是", 11996.67, "0101", "路远\n缺水"],
        ["韦桂兰", None, date(2022, 5, 7), "否", 6480.5, "12/37", "同一句 话"],
    ]

    def paste() -> bool:
        desk.press_calc("Escape", "ctrl+Home", *down, "ctrl+v")
        desk.press_calc("ctrl+s")
        return read_back(desk.book) == wanted

    calc_desk.until(paste, "what comes back to Calc is not what was copied")


def read_back(path: Path) -> list[list[object]]:
    """The block in the sheet as it is saved; nothing while it is being written."""
    try:
        sheet = openpyxl.load_workbook(path).worksheets[0]
    except (OSError, KeyError, ValueError, EOFError, BadZipFile):
        return []
    rows = sheet.iter_rows(min_row=FIRST_BACK, max_row=FIRST_BACK + 1, max_col=7, values_only=True)
    return [[v.date() if isinstance(v, datetime) else v for v in row] for row in rows]
