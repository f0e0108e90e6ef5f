"""How each kind of value is written into a worksheet's cell, with its format.

Text is always written as text: a name that begins with = + - @ never becomes a formula.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from xml.sax.saxutils import escape

from xlsxwriter.format import Format

from fangfan_desktop.documents.cell_text import cell_text, date_of, writable_text
from fangfan_desktop.documents.sheet import Column, Row
from fangfan_desktop.documents.xlsx_book import Book, Tab, column_letters, format_number
from fangfan_desktop.forms.form import Kind, Value

# Excel holds no more in one cell; the writer would leave a longer text out altogether.
_LONGEST_TEXT = 32_767
_CUT_MARK = "……（余文超出表格软件的单元格上限）"
_DAY_ZERO = date(1899, 12, 30)
_WHOLE_DAY = timedelta(days=1)
_FIRST_EXCEL_YEAR = 1901  # Excel counts 1900 as a leap year: earlier dates stay text
_FEN = 100
_MOST_CELLS_KEPT = 4096  # for one column; bounds memory where all values differ
_TEXT_KINDS = frozenset({Kind.TEXT, Kind.ID_NUMBER, Kind.PAIR})
# Text that would be read as an escaped character is escaped itself.
_LOOKS_ESCAPED = re.compile(r"(_x[0-9A-Fa-f]{4}_)")

# Every cell's font and size: what official tables use, and what every office has.
BODY_FONT = "宋体"
BODY_SIZE = 9


class ColumnCells(dict[Value, str]):
    """Value → its cell in one column as XML, from after the cell's place on."""

    def __init__(self, book: Book, column: Column, size: float = BODY_SIZE) -> None:
        super().__init__()
        self._kind = column.kind
        base: dict[str, object] = {
            "font_name": BODY_FONT,
            "font_size": size,
            "border": 1,
            "text_wrap": True,
            "valign": "vcenter",
            "align": column.alignment.value,
        }
        text = "@" if column.kind in _TEXT_KINDS else "General"
        self._text, self._whole, self._fen, self._date = (
            format_number(book.add_format({**base, "num_format": code}))
            for code in (text, "0", "0.00", "yyyy-mm-dd")
        )

    def __missing__(self, value: Value) -> str:
        if len(self) >= _MOST_CELLS_KEPT:
            self.clear()
        return self.setdefault(value, self._cell(value))

    def _cell(self, value: Value) -> str:
        if value is None or value == "":
            return empty_cell(self._empty())
        if isinstance(value, int):
            if self._kind is Kind.NUMBER:
                return number_cell(value, self._whole)
            if self._kind is Kind.MONEY:
                return number_cell(value / _FEN, self._fen if value % _FEN else self._whole)
        day = date_of(value) if self._kind is Kind.DATE else None
        if day is not None and day.year >= _FIRST_EXCEL_YEAR:
            return day_cell(day, self._date)
        return text_cell(cell_text(self._kind, value), self._text)

    def _empty(self) -> int:
        # What is typed into the empty cell later shall look right.
        if self._kind is Kind.DATE:
            return self._date
        if self._kind is Kind.MONEY:
            return self._fen
        return self._whole if self._kind is Kind.NUMBER else self._text


def empty_cell(style: int) -> str:
    """An empty cell as XML, from after its place on; `style` is a format's number."""
    return f'" s="{style}"/>'


def number_cell(number: float, style: int) -> str:
    """A number likewise."""
    return f'" s="{style}"><v>{number:.15g}</v></c>'


def day_cell(day: date, style: int) -> str:
    """A date likewise; a point in time has its share of the day."""
    days = (date(day.year, day.month, day.day) - _DAY_ZERO).days
    share = 0.0
    if isinstance(day, datetime):
        share = timedelta(hours=day.hour, minutes=day.minute, seconds=day.second) / _WHOLE_DAY
    return number_cell(days + share, style)


def text_cell(text: str, style: int) -> str:
    """Text likewise, never a formula."""
    text = escape(_LOOKS_ESCAPED.sub(r"_x005F\1", storable_text(text)))
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class RowWriter:
    """Writes rows of stored values into a worksheet."""

    def __init__(
        self, book: Book, tab: Tab, columns: Sequence[Column], size: float = BODY_SIZE
    ) -> None:
        self._tab = tab
        self._columns = [
            (f'<c r="{column_letters(place)}', ColumnCells(book, column, size))
            for place, column in enumerate(columns)
        ]

    def write(self, at: int, values: Row, height: float | None = None) -> None:
        """Write a row as row `at`, counted from 0; it must be below all written before.

        `height` in points; None for what fits, as the program that opens the workbook finds it.
        """
        row = str(at + 1)
        cells = [
            place + row + known[value]
            for (place, known), value in zip(self._columns, values, strict=True)
        ]
        self._tab.write_ready_row(at, "".join(cells), len(cells) - 1, height)


def write_text(tab: Tab, row: int, column: int, text: str, style: Format) -> None:
    """Write text as text, whatever it begins with."""
    text = storable_text(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # The writer takes such a string for its own markup and would write it unescaped; in two
        # runs it is escaped.
        tab.write_rich_string(row, column, text[:1], style, text[1:], style)
    elif text:
        tab.write_string(row, column, text, style)
    else:
        tab.write_blank(row, column, None, style)


@lru_cache(maxsize=4096)  # the same few answers fill most cells
def storable_text(text: str) -> str:
    """The text as a cell can hold it; what was cut or replaced is seen."""
    text = writable_text(text)
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - len(_CUT_MARK)] + _CUT_MARK
    return text
