"""How each kind of value is written into a worksheet's cell, with its format and drop-down list.

Text is always written as text: a name that begins with = + - @ never becomes a formula.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.format import Format

from fangfan_desktop.documents.cell_text import cell_text, date_of, writable_text
from fangfan_desktop.documents.sheet import Column, Row
from fangfan_desktop.documents.xlsx_book import Book, Tab, column_letters
from fangfan_desktop.forms.form import Kind, Value

# Excel holds no more in one cell; the writer would leave a longer text out altogether.
_LONGEST_TEXT = 32_767
_CUT_MARK = "……（余文超出表格软件的单元格上限）"
# Excel's list of a drop-down, written inside the rule, may have so many characters.
_LONGEST_LIST = 255
_FIRST_EXCEL_YEAR = 1901  # Excel counts 1900 as a leap year: earlier dates stay text
_FEN = 100

# Every cell's font and size: what official tables use, and what every office has.
BODY_FONT = "宋体"
BODY_SIZE = 9


@dataclass(frozen=True, slots=True)
class ColumnFormats:
    """The cell formats of one column."""

    text: Format
    whole: Format
    fen: Format
    date: Format

    def empty_for(self, kind: Kind) -> Format:
        """The format of an empty cell, so that what is typed there later is right."""
        if kind is Kind.DATE:
            return self.date
        if kind is Kind.MONEY:
            return self.fen
        return self.whole if kind is Kind.NUMBER else self.text


def column_formats(book: Book, column: Column) -> ColumnFormats:
    """The formats of a column's cells: bordered, wrapped, aligned."""
    base: dict[str, object] = {
        "font_name": BODY_FONT,
        "font_size": BODY_SIZE,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
        "align": column.alignment.value,
    }
    text_format = "@" if column.kind in {Kind.TEXT, Kind.ID_NUMBER, Kind.PAIR} else "General"
    return ColumnFormats(
        text=book.add_format({**base, "num_format": text_format}),
        whole=book.add_format({**base, "num_format": "0"}),
        fen=book.add_format({**base, "num_format": "0.00"}),
        date=book.add_format({**base, "num_format": "yyyy-mm-dd"}),
    )


def write_text(tab: Tab, row: int, column: int, text: str, style: Format) -> None:
    """Write text as text, whatever it begins with."""
    text = _storable(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # The writer takes such a string for its own markup and would write it unescaped; in two
        # runs it is escaped.
        tab.write_rich_string(row, column, text[:1], style, text[1:], style)
    elif text:
        tab.write_string(row, column, text, style)
    else:
        tab.write_blank(row, column, None, style)


@lru_cache(maxsize=4096)  # the same few answers fill most cells
def _storable(text: str) -> str:
    text = writable_text(text)
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - len(_CUT_MARK)] + _CUT_MARK
    return text


def write_row(
    tab: Tab,
    at: int,
    values: Row,
    columns: Sequence[Column],
    formats: Sequence[ColumnFormats],
) -> None:
    """Write one row of stored values as row `at`, counted from 0."""
    for place, (value, column, styles) in enumerate(zip(values, columns, formats, strict=True)):
        if value is None:
            tab.write_blank(at, place, None, styles.empty_for(column.kind))
        else:
            _WRITERS.get(column.kind, _write_plain)(tab, (at, place), value, column, styles)


def add_lists(
    tab: Tab, columns: Sequence[Column], rows: tuple[int, int], long_lists: "ListTab"
) -> None:
    """Put the drop-down lists of yes/no and choice columns on rows first to last, from 0."""
    for place, column in enumerate(columns):
        choices = ("是", "否") if column.kind is Kind.YES_NO else column.choices
        if not choices:
            continue
        tab.data_validation(
            rows[0],
            place,
            rows[1],
            place,
            {
                "validate": "list",
                "source": long_lists.source(choices),
                # A warning, not a wall: the list of a blank form may lag behind the rules.
                "error_type": "warning",
                "error_title": "不在选项之内",
                "error_message": "请从下拉列表中选择。",
            },
        )


class ListTab:
    """A hidden sheet that holds the lists that are too long to stand in a rule themselves."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """What a drop-down's rule names as its source."""
        if len(",".join(choices)) <= _LONGEST_LIST and not any("," in text for text in choices):
            return list(choices)
        column = len(self._lists)
        letters = "$" + column_letters(column)
        return self._lists.setdefault(choices, f"=选项!{letters}$1:{letters}${len(choices)}")

    def write(self) -> None:
        """Write the hidden sheet, where any list needs it. Call once, after all other sheets."""
        if not self._lists:
            return
        tab = self._book.add_worksheet("选项")
        tab.hide()
        plain = self._book.add_format({"num_format": "@"})
        for row in range(max(map(len, self._lists))):
            for column, choices in enumerate(self._lists):
                if row < len(choices):
                    write_text(tab, row, column, choices[row], plain)


_Place = tuple[int, int]


def _write_plain(tab: Tab, at: _Place, value: Value, column: Column, styles: ColumnFormats) -> None:
    write_text(tab, *at, cell_text(column.kind, value), styles.text)


def _write_number(
    tab: Tab, at: _Place, value: Value, column: Column, styles: ColumnFormats
) -> None:
    if isinstance(value, int):
        tab.write_number(*at, value, styles.whole)
    else:
        _write_plain(tab, at, value, column, styles)


def _write_money(tab: Tab, at: _Place, value: Value, column: Column, styles: ColumnFormats) -> None:
    if isinstance(value, int):
        has_fen = value % _FEN != 0
        tab.write_number(*at, value / _FEN, styles.fen if has_fen else styles.whole)
    else:
        _write_plain(tab, at, value, column, styles)


def _write_date(tab: Tab, at: _Place, value: Value, column: Column, styles: ColumnFormats) -> None:
    day = date_of(value)
    if day is not None and day.year >= _FIRST_EXCEL_YEAR:
        tab.write_datetime(*at, day, styles.date)
    else:
        _write_plain(tab, at, value, column, styles)


_Writer = Callable[[Tab, _Place, Value, Column, ColumnFormats], None]
_WRITERS: dict[Kind, _Writer] = {
    Kind.NUMBER: _write_number,
    Kind.MONEY: _write_money,
    Kind.DATE: _write_date,
}
