"""Where the parts of a sheet stand on a worksheet: lines around the table, header, page set-up.

Heights are points, as Excel counts rows; widths are screen pixels.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from fangfan_desktop.documents.cell_text import cell_text
from fangfan_desktop.documents.sheet import HAND_SIZES, PAPER_MM, Align, Row, Sheet
from fangfan_desktop.documents.xlsx_book import Tab

_MM_PER_INCH = 25.4
_PAPERS = {"A2": 66, "A3": 8, "A4": 9}
_PIXELS_PER_MM = 96 / 25.4
_PRINTED_AT = 0.8  # of its size in the workbook
_LINE_OF_SIZE = 12.5 / 9.0  # height of a line of letters of 1 point
_CELL_PADDING = 6.0  # pixels of a cell's width that text can't use
_TALLEST_ROW = 409.0  # Excel's limit, points
_LONGEST_TAB_NAME = 31
_NOT_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

_LINE_HEIGHT = 18.0
_TITLE_HEIGHT = 32.0
_SIGN_HEIGHT = 24.0
_ROW_PADDING = 6.0
_CHAR_OF_SIZE = 12.0 / 9.0  # width in pixels of a Chinese character of 1 point
_NARROW = 0.55  # a Latin letter or figure, in Chinese characters


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a row that may be merged over columns (and rows below)."""

    text: str
    first: int
    last: int
    align: Align = Align.LEFT
    font: str = "宋体"
    size: float = 12
    rows: int = 1
    is_start: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row around the table."""

    spans: tuple[Span, ...]
    height: float = _LINE_HEIGHT


def size_on_sheet(sheet: Sheet, points: float) -> float:
    """The size that letters have in the workbook.

    Those of a table for walls are as large on the paper as asked for; official tables to be held
    in the hand have the usual size in the workbook, and print a little smaller.
    """
    return points if sheet.sizes == HAND_SIZES else points / _PRINTED_AT


def column_pixels(sheet: Sheet) -> list[float]:
    """Widths of the columns.

    A form, which has a title, is a little wider than its paper, so that it prints on one page at
    readable size; a list to work in is as wide as on the screen.
    """
    if not sheet.title:
        return [float(column.width) for column in sheet.columns]
    page = sheet.page
    paper = PAPER_MM[page.size][1 if page.is_landscape else 0]
    room = (paper - page.margin_left - page.margin_right) * _PIXELS_PER_MM / _PRINTED_AT
    total = sum(column.print_width for column in sheet.columns)
    return [column.print_width * room / total for column in sheet.columns]


def heading_lines(sheet: Sheet) -> Iterator[Line]:
    """Annex number, title and subtitle: the rows above the header."""
    last = len(sheet.columns) - 1
    size = size_on_sheet(sheet, sheet.sizes.line)
    height = _LINE_HEIGHT * size / HAND_SIZES.line
    if sheet.annex:
        yield Line((Span(sheet.annex, 0, last, font="黑体", size=size),), height)
    if sheet.title:
        title_size = size_on_sheet(sheet, sheet.sizes.title)
        title = Span(sheet.title, 0, last, Align.CENTER, "方正小标宋简体", title_size)
        yield Line((title,), _TITLE_HEIGHT * title_size / HAND_SIZES.title)
    if sheet.subtitle_left or sheet.subtitle_right:
        spans = (replace(span, size=size) for span in _left_and_right(sheet, last))
        yield Line(tuple(spans), height)


def tail_lines(sheet: Sheet) -> Iterator[Line]:
    """Footnotes and sign line: the rows under the table."""
    last = len(sheet.columns) - 1
    width = sum(column_pixels(sheet))
    size = size_on_sheet(sheet, sheet.sizes.note)
    for note in sheet.footnotes:
        lines = _lines_of(note, width, _CHAR_OF_SIZE * size)
        height = max(_LINE_HEIGHT, lines * _LINE_OF_SIZE * size)
        yield Line((Span(note, 0, last, size=size),), min(height, _TALLEST_ROW))
    if sheet.sign_line:
        size = size_on_sheet(sheet, sheet.sizes.line)
        spans = (replace(one, size=size) for one in _spread(sheet.sign_line, len(sheet.columns)))
        yield Line(tuple(spans), _SIGN_HEIGHT * size / HAND_SIZES.line)


def body_spans(sheet: Sheet, row: int) -> Iterator[Span]:
    """The header's cells in one of its rows, every column once; inner cells of merges are empty."""
    for cell in sheet.header:
        if not cell.row <= row < cell.row + cell.row_span:
            continue
        is_top = cell.row == row
        last = cell.column + cell.column_span - 1
        yield Span(
            cell.text if is_top else "",
            cell.column,
            last,
            rows=cell.row_span,
            is_start=is_top,
        )
        for column in range(cell.column + 1, last + 1):
            yield Span("", column, column)


def header_heights(sheet: Sheet) -> list[float]:
    """Heights of the header rows, in points: every heading fits, wrapped, into its cell."""
    size = size_on_sheet(sheet, sheet.sizes.header[0])
    heights = [max(_LINE_HEIGHT, _LINE_OF_SIZE * size)] * sheet.header_levels
    widths = column_pixels(sheet)
    for cell in sorted(sheet.header, key=lambda cell: (cell.row_span, cell.row)):
        width = sum(widths[cell.column : cell.column + cell.column_span])
        need = _lines_of(cell.text, width, _CHAR_OF_SIZE * size) * _LINE_OF_SIZE * size + 4
        have = sum(heights[cell.row : cell.row + cell.row_span])
        if need > have:
            # The lowest row grows: that is where the long headings of single columns stand.
            bottom = cell.row + cell.row_span - 1
            heights[bottom] = min(heights[bottom] + need - have, _TALLEST_ROW)
    return heights


def row_height(sheet: Sheet, widths: Sequence[float], values: Row) -> float | None:
    """Height of a row of large letters, which not every program fits by itself; else None."""
    if sheet.sizes == HAND_SIZES:
        return None
    size = size_on_sheet(sheet, sheet.sizes.cell)
    lines = max(
        _lines_of(cell_text(column.kind, value), width, _CHAR_OF_SIZE * size)
        for column, width, value in zip(sheet.columns, widths, values, strict=True)
    )
    return min(lines * _LINE_OF_SIZE * size + _ROW_PADDING, _TALLEST_ROW)


def freeze(tab: Tab, sheet: Sheet, top: int) -> None:
    """Keep the header rows and the first columns in view."""
    if top or sheet.frozen_columns:
        tab.freeze_panes(top, sheet.frozen_columns)


def set_up_page(tab: Tab, sheet: Sheet) -> None:
    """Paper, direction, margins, one page wide, page x of y."""
    page = sheet.page
    tab.set_paper(_PAPERS[page.size])
    if page.is_landscape:
        tab.set_landscape()
    else:
        tab.set_portrait()
    tab.set_margins(
        left=page.margin_left / _MM_PER_INCH,
        right=page.margin_right / _MM_PER_INCH,
        top=page.margin_top / _MM_PER_INCH,
        bottom=max(page.margin_bottom, 12.0) / _MM_PER_INCH,
    )
    tab.fit_to_pages(1, 0)
    tab.center_horizontally()
    tab.set_footer("&C第 &P 页 共 &N 页", {"margin": 6.0 / _MM_PER_INCH})


def tab_names(names: Sequence[str]) -> list[str]:
    """Names that Excel takes for sheets: at most 31 characters, none forbidden, all different."""
    taken = {"选项"}
    result: list[str] = []
    for name in names:
        plain = _NOT_IN_TAB_NAMES.sub(" ", name).strip(" '") or "表"
        candidate, count = plain[:_LONGEST_TAB_NAME], 1
        while candidate.casefold() in taken:
            count += 1
            tail = f"({count})"
            candidate = plain[: _LONGEST_TAB_NAME - len(tail)] + tail
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def _left_and_right(sheet: Sheet, last: int) -> tuple[Span, ...]:
    if not sheet.subtitle_right:
        return (Span(sheet.subtitle_left, 0, last),)
    if not sheet.subtitle_left or last == 0:
        text = f"{sheet.subtitle_left}　{sheet.subtitle_right}".strip("　")
        return (Span(text, 0, last, Align.RIGHT),)
    middle = last // 2
    return (
        Span(sheet.subtitle_left, 0, middle),
        Span(sheet.subtitle_right, middle + 1, last, Align.RIGHT),
    )


def _spread(texts: Sequence[str], columns: int) -> Iterator[Span]:
    if columns < len(texts):
        yield Span("　　　　".join(texts), 0, columns - 1)
        return
    for place, text in enumerate(texts):
        first = place * columns // len(texts)
        yield Span(text, first, (place + 1) * columns // len(texts) - 1)


def _lines_of(text: str, width: float, char: float) -> int:
    room = max(1.0, (width - _CELL_PADDING) / char)
    length = sum(_NARROW if letter.isascii() else 1.0 for letter in text)
    return max(1, ceil(length / room))
