"""What we use of XlsxWriter, with types: its own annotations are partly missing."""

# ruff: noqa: D102 - what each method does is XlsxWriter’s to say

import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


class _ReadyRows(Worksheet):
    # XlsxWriter takes some six microseconds for each cell, most of them for writing anew what it
    # has written a thousand times: 是, 否, empty. Rows that are ready as text go past that.
    fh: TextIO
    previous_row: int  # the first one that is not in the file yet

    def write_ready_row(
        self, row: int, cells: str, last_column: int, height: float | None = None
    ) -> None:
        """Write a row of cells that are XML already, below everything written so far.

        Comments to its cells come before it. Without a height, in points, the program that opens
        the workbook finds the fitting one.
        """
        for column in (0, last_column):
            self._check_dimensions(row, column)
        if self.previous_row != row:
            self._write_single_row(row)  # what is pending above
        high = "" if height is None else f' ht="{height:.2f}" customHeight="1"'
        self.fh.write(f'<row r="{row + 1}"{high}>{cells}</row>')
        self.previous_row = row + 1


class Tab(Protocol):
    """A worksheet. Rows and columns are counted from 0; rows are written from the top down."""

    row_data_fh: TextIO  # the rows written so far
    merge: list[list[int]]  # first row, first column, last row, last column

    def write_string(self, row: int, column: int, text: str, style: Format, /) -> int: ...
    def write_rich_string(self, row: int, column: int, /, *parts: str | Format) -> int: ...
    def write_number(self, row: int, column: int, number: float, style: Format, /) -> int: ...
    def write_datetime(self, row: int, column: int, day: date, style: Format, /) -> int: ...
    def write_blank(self, row: int, column: int, blank: None, style: Format, /) -> int: ...
    def write_comment(
        self, row: int, column: int, comment: str, options: Mapping[str, object], /
    ) -> int: ...
    def data_validation(
        self, r1: int, c1: int, r2: int, c2: int, options: Mapping[str, object], /
    ) -> int: ...
    def write_ready_row(
        self, row: int, cells: str, last_column: int, height: float | None = None, /
    ) -> None: ...
    def set_row(self, row: int, height: float, /) -> int: ...
    def set_column_pixels(self, first: int, last: int, width: float, /) -> int: ...
    def repeat_rows(self, first: int, last: int, /) -> None: ...
    def freeze_panes(self, row: int, column: int, /) -> None: ...
    def set_paper(self, paper: int, /) -> None: ...
    def set_landscape(self) -> None: ...
    def set_portrait(self) -> None: ...
    def set_margins(self, left: float, right: float, top: float, bottom: float) -> None: ...
    def fit_to_pages(self, wide: int, tall: int, /) -> None: ...
    def center_horizontally(self) -> None: ...
    def set_footer(self, footer: str, options: Mapping[str, object], /) -> None: ...
    def hide(self) -> None: ...


class Book(Protocol):
    """A workbook being written."""

    def add_format(self, properties: Mapping[str, object], /) -> Format: ...
    def add_worksheet(self, name: str, /) -> Tab: ...
    def worksheets(self) -> list[Tab]: ...
    def close(self) -> None: ...


@contextmanager
def new_book(path: Path) -> Generator[Book]:
    """A new workbook in constant memory: rows can only be written downwards.

    Nothing but text, numbers and dates can come to be in it. It is written to `path` at the end;
    on an error nothing of it stays behind, the writer's own temporary files included.
    """
    with tempfile.TemporaryDirectory() as folder:
        options: dict[str, Any] = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        workbook = xlsxwriter.Workbook(str(path), options)
        workbook.worksheet_class = _ReadyRows
        book = cast("Book", workbook)
        try:
            yield book
            book.close()
        except BaseException:
            for tab in book.worksheets():
                tab.row_data_fh.close()
            raise


def format_number(style: Format) -> int:
    """The number by which cells name the format in the file."""
    return int(cast("Any", style)._get_xf_index())  # noqa: SLF001 - nowhere public


@cache
def column_letters(column: int) -> str:
    """The name of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
