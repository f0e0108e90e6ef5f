"""Files made from the drawings of `tables`."""

from pathlib import Path

import docx
import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.county_blanks.tables import Blank, Tab

_LONGEST_NUMBER = 5  # digits; longer ones are texts

Span = tuple[int, int, int, int]  # top, left, bottom, right from 0


def cells(drawing: str) -> list[list[str]]:
    """The texts, a list a row, all rows of one length."""
    rows = [line.replace("\\n", "\n").split("|") for line in drawing.splitlines()]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def spans(rows: list[list[str]]) -> list[Span]:
    """The merged rectangles of the drawing."""
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            back = {"<": (r, c - 1), "^": (r - 1, c)}.get(text)
            corner = (r, c) if back is None else corners[back]
            corners[r, c] = corner
            bottom, right = ends.get(corner, corner)
            ends[corner] = (max(bottom, r), max(right, c))
    return [(*corner, *end) for corner, end in ends.items() if corner != end]


def write(blank: Blank, folder: Path) -> Path:
    """The office's file in `folder`."""
    path = folder / f"{blank.name}.{blank.ending}"
    if blank.ending == "docx":
        _write_word(blank.tabs[0], path)
    else:
        _write_workbook(blank, path)
    return path


def _write_workbook(blank: Blank, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for tab in blank.tabs:
        _draw(book.create_sheet(tab.name), tab)
    book.save(path)


def _draw(sheet: Worksheet, tab: Tab) -> None:
    rows = cells(tab.drawing)
    top, left = tab.at
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = sheet.cell(r + top, c + left)
            assert isinstance(cell, Cell)
            _write_cell(cell, text, is_title=r <= 1)
    for span in spans(rows):
        sheet.merge_cells(
            start_row=span[0] + top,
            start_column=span[1] + left,
            end_row=span[2] + top,
            end_column=span[3] + left,
        )
    for letters in tab.hidden:
        sheet.column_dimensions[letters].hidden = True
    for area, items in tab.lists.items():
        rule = DataValidation(type="list", formula1=f'"{items}"')
        rule.add(area)
        sheet.add_data_validation(rule)
    for area, number_format in tab.formats.items():
        for cell in (cell for line in sheet[area] for cell in line):
            cell.number_format = number_format


def _write_cell(cell: Cell, text: str, *, is_title: bool) -> None:
    line = Side(style="thin")
    if not is_title:
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    plain = text.removeprefix("*")
    if plain in {"", "<", "^"}:
        return
    is_number = not is_title and plain.isdigit() and len(plain) <= _LONGEST_NUMBER
    cell.value = int(plain) if is_number else plain
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if plain != text:
        cell.font = Font(italic=True, color="FF808080")


def _write_word(tab: Tab, path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("附件3")
    document.add_paragraph("梅溪镇2025年返贫致贫风险排查登记表")
    document.add_paragraph("填报单位：（盖章）          填报时间：2025年  月  日")
    rows = cells(tab.drawing)
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in {"", "<", "^"}:
                table.cell(r, c).text = text
    for span in spans(rows):
        table.cell(span[0], span[1]).merge(table.cell(span[2], span[3]))
    for section in document.sections:
        section.page_width, section.page_height = section.page_height, section.page_width
    document.save(str(path))


def letter(index: int) -> str:
    """The letter of a column counted from 0."""
    return get_column_letter(index + 1)
