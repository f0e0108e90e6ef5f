"""Sheets into an .xlsx workbook, in constant memory however many rows there are."""

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.format import Format

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.documents.xlsx_book import Book, Tab, new_book
from fangfan_desktop.documents.xlsx_cells import RowWriter, write_text
from fangfan_desktop.documents.xlsx_layout import (
    Span,
    body_spans,
    column_pixels,
    freeze,
    header_heights,
    heading_lines,
    row_height,
    set_up_page,
    size_on_sheet,
    tab_names,
    tail_lines,
)
from fangfan_desktop.documents.xlsx_lists import ListTab, add_lists
from fangfan_desktop.errors import UserError
from fangfan_desktop.whole_file import write_whole

# One more row than Excel can show would be lost without a word.
_MOST_ROWS = 1_048_576


def write_xlsx(sheets: Sequence[Sheet], target: Path) -> int:
    """Write the sheets as one workbook; the file appears whole or not at all.

    Returns:
        Number of rows written, titles, headers and total rows not counted.

    Raises:
        OutsideError: the target cannot be written.
        UserError: the target is no .xlsx file, or a sheet has more rows than a workbook can hold.
    """
    with write_whole(target, ".xlsx") as temporary, new_book(temporary) as book:
        lists = ListTab(book)
        names = tab_names([sheet.name for sheet in sheets])
        rows = sum(
            _write_tab(book, name, sheet, lists) for name, sheet in zip(names, sheets, strict=True)
        )
        lists.write()
    return rows


def _write_tab(book: Book, name: str, sheet: Sheet, lists: ListTab) -> int:
    tab = book.add_worksheet(name)
    widths = column_pixels(sheet)
    for place, width in enumerate(widths):
        tab.set_column_pixels(place, place, round(width))
    top = _write_head(book, tab, sheet)
    freeze(tab, sheet, top)
    writer = RowWriter(book, tab, sheet.columns, size_on_sheet(sheet, sheet.sizes.cell))
    at = top
    for values in sheet.rows:
        if at + len(sheet.footnotes) + sheet.spare_rows + 2 >= _MOST_ROWS:
            raise UserError("行数超过了一个工作表能放下的 1048576 行，请按村分开导出。")
        writer.write(at, values, row_height(sheet, widths, values))
        at += 1
    count = at - top
    for _ in range(sheet.spare_rows):
        writer.write(at, (None,) * len(sheet.columns))
        at += 1
    if at > top:
        add_lists(tab, sheet.columns, (top, at - 1), lists)
    if sheet.total is not None:
        writer.write(at, sheet.total)
        at += 1
    _write_tail(book, tab, sheet, at)
    return count


def _write_head(book: Book, tab: Tab, sheet: Sheet) -> int:
    """Write title, subtitle, header and hints; returns the first row below them."""
    at = 0
    for line in heading_lines(sheet):
        tab.set_row(at, line.height)
        _write_spans(book, tab, at, line.spans)
        at += 1
    header = _header_format(book, size_on_sheet(sheet, sheet.sizes.header[0]))
    first_header = at
    for row, height in enumerate(header_heights(sheet)):
        tab.set_row(at, height)
        for span in body_spans(sheet, row):
            # In constant memory a cell of a row above can't be written any more, so merged cells
            # are written row by row and their ranges noted apart.
            write_text(tab, at, span.first, span.text, header)
            _merge(tab, at, span)
        at += 1
    if sheet.hints:
        for place, hint in enumerate(sheet.hints):
            write_text(tab, at, place, hint, header)
        at += 1
    if at > first_header:
        tab.repeat_rows(first_header, at - 1)
    set_up_page(tab, sheet)
    return at


def _write_tail(book: Book, tab: Tab, sheet: Sheet, at: int) -> None:
    for line in tail_lines(sheet):
        tab.set_row(at, line.height)
        _write_spans(book, tab, at, line.spans)
        at += 1


def _write_spans(book: Book, tab: Tab, at: int, spans: Sequence[Span]) -> None:
    for span in spans:
        style = book.add_format(
            {
                "font_name": span.font,
                "font_size": span.size,
                "align": span.align.value,
                "valign": "vcenter",
                "text_wrap": True,
                "num_format": "@",
            }
        )
        write_text(tab, at, span.first, span.text, style)
        for place in range(span.first + 1, span.last + 1):
            tab.write_blank(at, place, None, style)
        _merge(tab, at, span)


def _merge(tab: Tab, at: int, span: Span) -> None:
    if span.is_start and (span.last > span.first or span.rows > 1):
        # `merge_range` would write all cells of the range at once, rows below included, which
        # constant memory forbids; this list is what it fills.
        tab.merge.append([at, span.first, at + span.rows - 1, span.last])


def _header_format(book: Book, size: float) -> Format:
    return book.add_format(
        {
            "font_name": "黑体",
            "font_size": size,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "num_format": "@",
        }
    )
