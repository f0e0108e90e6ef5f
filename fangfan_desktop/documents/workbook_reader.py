"""Workbooks of others (.xlsx, .xls, .ods, .csv) as plain rows, within bounds.

Formulas give the value that was last worked out; dates are dates, in both date systems. A cell that
is merged downwards stands for each of its rows, as rosters made by hand write the village once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from fangfan_desktop.documents.csv_rows import read_csv_rows
from fangfan_desktop.documents.reading_faults import faults_in_words
from fangfan_desktop.documents.sheet_extent import MOST_CELLS
from fangfan_desktop.documents.workbook_guard import FileKind, check_workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.headings import plain_heading

Cell = str | int | float | bool | date | datetime | time | None

# A number of more digits than this has lost its last ones in the spreadsheet: an ID number among
# them stays a float, which tells the importer so.
_EXACT_UP_TO = 1e15
_HEADER_WITHIN = 30  # rows from the top in which the header must begin
_FEWEST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet: row 1 of the sheet is rows[0], column A is the first of each row.

    All rows have the same length; an empty cell is None; empty rows at the end are left out.
    """

    name: str
    rows: list[list[Cell]]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read."""

    path: Path
    sheets: list[SheetRows] = field(default_factory=list[SheetRows])

    def sheet(self, name: str) -> SheetRows | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(path: Path) -> Workbook:
    """Read all sheets; chart sheets are left out.

    Raises:
        UserError: the file is no workbook, encrypted, damaged, hostile or too large.
        OutsideError: the file cannot be opened.
    """
    kind = check_workbook(path)
    with faults_in_words(path, "要导入的表"):
        if kind is FileKind.TEXT:
            rows: list[list[Cell]] = [[_value(cell) for cell in row] for row in read_csv_rows(path)]
            return Workbook(path, [SheetRows(path.stem, _rectangle(rows))])
        return _read_book(path)


def find_header(rows: Sequence[Sequence[Cell]], known: Collection[str], levels: int = 1) -> int:
    """Which row, from 0, the header begins in: titles and notes may stand above it.

    Args:
        rows: of one sheet.
        known: headings as `forms.headings.plain_heading` gives them.
        levels: rows of the header.

    Raises:
        UserError: none of the first rows has two known headings.
    """
    known = frozenset(known)
    best, score = 0, (0, 0, False)
    for start in range(min(_HEADER_WITHIN, len(rows))):
        here = [plain_heading(text) for text in column_headings(rows, start, levels)]
        found = [heading for heading in here if heading in known]
        # Columns of several groups may be called alike; a title stands alone in its row.
        is_no_title = sum(cell is not None and str(cell).strip() != "" for cell in rows[start]) > 1
        if (len(set(found)), len(found), is_no_title) > score:
            best, score = start, (len(set(found)), len(found), is_no_title)
    most = score[0]
    if most < min(_FEWEST_HEADINGS, len(known)):
        raise UserError("没有找到表头。请核对是不是这张表，表头应在前 30 行之内，栏名不要改动。")
    return best


def column_headings(rows: Sequence[Sequence[Cell]], start: int, levels: int = 1) -> list[str]:
    """The lowest text of each column within the header's rows; "" where there is none."""
    window = rows[start : start + levels]
    width = max((len(row) for row in window), default=0)
    return [_lowest(window, column) for column in range(width)]


def _lowest(window: Sequence[Sequence[Cell]], column: int) -> str:
    for row in reversed(window):
        cell = row[column] if column < len(row) else None
        if cell is not None and str(cell).strip():
            return str(cell).strip()
    return ""


def _read_book(path: Path) -> Workbook:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        return Workbook(
            path,
            [
                _read_sheet(book.get_sheet_by_name(meta.name), meta)
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ],
        )


def _read_sheet(sheet: CalamineSheet, meta: SheetMetadata) -> SheetRows:
    is_hidden = meta.visible != SheetVisibleEnum.Visible
    start = sheet.start
    if start is None:
        return SheetRows(meta.name, [], is_hidden)
    top, left = start
    margin: list[Cell] = [None] * left
    rows: list[list[Cell]] = [[] for _ in range(top)]
    rows.extend(
        margin + [cell if type(cell) is str and cell else _value(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=True)
    )
    rows = _rectangle(rows)
    _fill_down(rows, sheet.merged_cell_ranges or [])
    return SheetRows(meta.name, rows, is_hidden)


def _fill_down(
    rows: list[list[Cell]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Give the value of a cell merged over rows of one column to each of them."""
    left = MOST_CELLS
    for (top, column), (bottom, last_column) in merged:
        if column != last_column or top >= len(rows) or column >= len(rows[top]):
            continue
        value = rows[top][column]
        below = rows[top + 1 : bottom + 1]
        left -= len(below)
        if value is None or left < 0:
            continue
        for row in below:
            if row[column] is None:
                row[column] = value


def _value(cell: str | float | date | time | timedelta | None) -> Cell:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < _EXACT_UP_TO
        return int(cell) if is_whole else cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, timedelta):
        return str(cell)
    return cell


def _rectangle(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return rows
