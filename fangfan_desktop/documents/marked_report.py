"""The report of an import: the same workbook with the bad cells marked, to be mended and re-read.

Red cells carry the reason as a comment; the column 原因 gives all reasons of a row; the sheet
导入结果 lists them all. Everything else stays as it was, ID numbers as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

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
from fangfan_desktop.documents.workbook_reader import Cell, SheetRows, Workbook
from fangfan_desktop.documents.xlsx_book import Book, Tab, column_letters, format_number, new_book
from fangfan_desktop.documents.xlsx_cells import day_cell, empty_cell, number_cell, text_cell
from fangfan_desktop.documents.xlsx_layout import tab_names
from fangfan_desktop.errors import UserError
from fangfan_desktop.whole_file import write_whole

_PIXELS_A_FIGURE = 7
_MOST_CELLS_KEPT = 4096


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
        UserError: the target is the source, or no .xlsx file.
        OutsideError: the target cannot be written, or the source not be read.
    """
    columns = {
        sheet.name: (headers[sheet.name], reason_column(sheet.rows[headers[sheet.name] - 1]))
        for sheet in book.sheets
        if sheet.name in headers and len(sheet.rows) >= headers[sheet.name]
    }
    if target.resolve() == source.resolve():
        raise UserError(f"报告不能写在原工作簿“{source.name}”上。请给报告另起一个文件名。")
    with write_whole(target, ".xlsx") as temporary:
        if not (can_copy(source) and mark_copy(source, columns, marks, temporary)):
            _rewrite(book, columns, marks, temporary)


def _rewrite(
    book: Workbook,
    columns: Mapping[str, tuple[int, int]],
    marks: Sequence[Mark],
    temporary: Path,
) -> None:
    with new_book(temporary) as target:
        plain, bad = _Cells(target, {}), _Cells(target, {"bg_color": f"#{RED}"})
        sheets = [sheet for sheet in book.sheets if sheet.name != SUMMARY_SHEET]
        names = tab_names([*(sheet.name for sheet in sheets), SUMMARY_SHEET])
        comments = 0
        for name, sheet in zip(names, sheets, strict=False):
            tab = target.add_worksheet(name)
            if sheet.is_hidden:
                tab.hide()
            places = columns.get(sheet.name, (0, 0))
            copied = _Copied(sheet, *places, by_row(marks, sheet.name, places[0]))
            comments = _write_tab(tab, copied, (plain, bad), comments)
        summary = target.add_worksheet(names[-1])
        for place, width in enumerate(SUMMARY_WIDTHS):
            summary.set_column_pixels(place, place, width * _PIXELS_A_FIGURE)
        for at, row in enumerate(summary_rows(marks)):
            _write_row(summary, at, [plain[type(cell), cell] for cell in row])


class _Cells(dict[tuple[type, Cell], str]):
    # Type and value of a cell → the cell as XML, from after its place on.
    def __init__(self, target: Book, properties: Mapping[str, object]) -> None:
        super().__init__()
        self._text, self._number, self._day, self._moment = (
            format_number(target.add_format({"num_format": code, **properties}))
            for code in ("@", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
        )

    def __missing__(self, key: tuple[type, Cell]) -> str:
        if len(self) >= _MOST_CELLS_KEPT:
            self.clear()
        return self.setdefault(key, self._cell(key[1]))

    def _cell(self, cell: Cell) -> str:
        if cell is None:
            return empty_cell(self._text)
        if isinstance(cell, bool):
            return text_cell("是" if cell else "否", self._text)
        if isinstance(cell, date):
            return day_cell(cell, self._moment if isinstance(cell, datetime) else self._day)
        if isinstance(cell, (int, float)):
            return number_cell(cell, self._number)
        return text_cell(str(cell), self._text)


@dataclass(frozen=True, slots=True)
class _Copied:
    sheet: SheetRows
    header: int  # from 1; 0: the sheet is not one of those imported
    reasons: int  # column for the reasons, from 1; 0 likewise
    marks: MarksByRow


def _write_tab(tab: Tab, copied: _Copied, looks: tuple[_Cells, _Cells], comments: int) -> int:
    plain, bad = looks
    for number, original in enumerate(copied.sheet.rows, 1):
        marks = copied.marks.get(number, [])
        for mark in marks:
            if mark.column and comments < MOST_COMMENTS:
                tab.write_comment(number - 1, mark.column - 1, writable_text(mark.reason), {})
                comments += 1
        row = _with_reasons(original, number, copied)
        bad_columns = {mark.column or copied.reasons for mark in marks}
        _write_row(
            tab,
            number - 1,
            [
                (bad if place in bad_columns else plain)[type(cell), cell]
                for place, cell in enumerate(row, 1)
            ],
        )
    return comments


def _with_reasons(original: list[Cell], number: int, copied: _Copied) -> list[Cell]:
    """The row with the column of reasons: filled here, emptied of what an earlier report said."""
    if not copied.reasons or number < copied.header:
        return original
    marks = copied.marks.get(number, [])
    reasons = REASON_HEADING if number == copied.header else row_reasons(marks) or None
    place = copied.reasons - 1
    return [*original[:place], reasons, *original[place + 1 :]]


def _write_row(tab: Tab, at: int, cells: Sequence[str]) -> None:
    row = str(at + 1)
    places = [f'<c r="{column_letters(place)}' for place in range(len(cells))]
    code = [place + row + cell for place, cell in zip(places, cells, strict=True)]
    tab.write_ready_row(at, "".join(code), len(cells) - 1)
