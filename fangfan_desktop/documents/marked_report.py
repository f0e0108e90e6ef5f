"""The report of an import: the same workbook with the bad cells marked, to be mended and re-read.

Red cells carry the reason as a comment; the column 原因 gives all reasons of a row; the sheet
导入结果 lists them all. Everything else stays as it was, ID numbers as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter.format import Format

from fangfan_desktop.documents.cell_text import writable_text
from fangfan_desktop.documents.import_marks import (
    MOST_COMMENTS,
    REASON_HEADING,
    RED,
    SUMMARY_SHEET,
    SUMMARY_WIDTHS,
    Mark,
    MarksByRow,
    by_row,
    reason_column,
    row_reasons,
    summary_rows,
)
from fangfan_desktop.documents.marked_copy import can_copy, mark_copy
from fangfan_desktop.documents.whole_file import write_whole
from fangfan_desktop.documents.workbook_reader import Cell, SheetRows, Workbook
from fangfan_desktop.documents.xlsx_book import Book, Tab, new_book
from fangfan_desktop.documents.xlsx_cells import write_text
from fangfan_desktop.documents.xlsx_layout import tab_names

_PIXELS_A_FIGURE = 7


def write_marked_report(
    book: Workbook, headers: Mapping[str, int], marks: Sequence[Mark], source: Path, target: Path
) -> None:
    """Write the marked copy.

    Args:
        book: as it was read from `source`.
        headers: sheet name → its (last) header row, as the workbook counts, from 1.
        marks: what was refused or is doubtful.
        source: the file that was read; a small .xlsx keeps its looks.
        target: an .xlsx file; appears whole or not at all.

    Raises:
        OutsideError: the target cannot be written, or the source not be read.
    """
    columns = {
        sheet.name: (headers[sheet.name], reason_column(sheet.rows[headers[sheet.name] - 1]))
        for sheet in book.sheets
        if sheet.name in headers and len(sheet.rows) >= headers[sheet.name]
    }
    with write_whole(target) as temporary:
        if not (can_copy(source) and mark_copy(source, columns, marks, temporary)):
            _rewrite(book, columns, marks, temporary)


@dataclass(frozen=True, slots=True)
class _Looks:
    text: Format
    number: Format
    day: Format
    moment: Format


def _rewrite(
    book: Workbook,
    columns: Mapping[str, tuple[int, int]],
    marks: Sequence[Mark],
    temporary: Path,
) -> None:
    with new_book(temporary) as target:
        plain, bad = _looks(target, {}), _looks(target, {"bg_color": f"#{RED}"})
        sheets = [sheet for sheet in book.sheets if sheet.name != SUMMARY_SHEET]
        names = tab_names([*(sheet.name for sheet in sheets), SUMMARY_SHEET])
        comments = 0
        for name, sheet in zip(names, sheets, strict=False):
            tab = target.add_worksheet(name)
            if sheet.is_hidden:
                tab.hide()
            places = columns.get(sheet.name, (0, 0))
            copied = _Copied(sheet, *places, by_row(marks, sheet.name))
            comments = _write_tab(tab, copied, (plain, bad), comments)
        summary = target.add_worksheet(names[-1])
        for place, width in enumerate(SUMMARY_WIDTHS):
            summary.set_column_pixels(place, place, width * _PIXELS_A_FIGURE)
        for at, row in enumerate(summary_rows(marks)):
            for place, cell in enumerate(row):
                _write_cell(summary, (at, place), cell, plain)


def _looks(target: Book, properties: Mapping[str, object]) -> _Looks:
    return _Looks(
        text=target.add_format({"num_format": "@", **properties}),
        number=target.add_format({"num_format": "General", **properties}),
        day=target.add_format({"num_format": "yyyy-mm-dd", **properties}),
        moment=target.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", **properties}),
    )


@dataclass(frozen=True, slots=True)
class _Copied:
    sheet: SheetRows
    header: int  # from 1; 0: the sheet is not one of those imported
    reasons: int  # column for the reasons, from 1; 0 likewise
    marks: MarksByRow


def _write_tab(tab: Tab, copied: _Copied, looks: tuple[_Looks, _Looks], comments: int) -> int:
    plain, bad = looks
    for number, row in enumerate(copied.sheet.rows, 1):
        marks = copied.marks.get(number, [])
        bad_columns = {mark.column for mark in marks}
        for place, cell in enumerate(row, 1):
            if place != copied.reasons or number < copied.header:
                style = bad if place in bad_columns else plain
                _write_cell(tab, (number - 1, place - 1), cell, style)
        if copied.reasons and number == copied.header:
            write_text(tab, number - 1, copied.reasons - 1, REASON_HEADING, plain.text)
        elif copied.reasons and marks:
            write_text(tab, number - 1, copied.reasons - 1, row_reasons(marks), bad.text)
        for mark in marks:
            if mark.column and comments < MOST_COMMENTS:
                tab.write_comment(number - 1, mark.column - 1, writable_text(mark.reason), {})
                comments += 1
    return comments


def _write_cell(tab: Tab, at: tuple[int, int], cell: Cell, looks: _Looks) -> None:
    if cell is None:
        tab.write_blank(*at, None, looks.text)
    elif isinstance(cell, datetime):
        tab.write_datetime(*at, cell, looks.moment)
    elif isinstance(cell, date):
        tab.write_datetime(*at, cell, looks.day)
    elif isinstance(cell, (str, bool, time)):
        text = ("是" if cell else "否") if isinstance(cell, bool) else str(cell)
        write_text(tab, *at, text, looks.text)
    else:
        tab.write_number(*at, cell, looks.number)
