"""A blank table as somebody else made it: texts, merged cells, looks, page and drop-down lists.

Read from .xlsx, .xls, .ods workbooks and from the tables of .docx files, within bounds. What a
cell means is not decided here; see `blank_header`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from fangfan_desktop.documents.blank_looks import Looks, read_looks
from fangfan_desktop.documents.blank_table import BlankSheet, ListRule, Merged, clean_text
from fangfan_desktop.documents.reading_faults import faults_in_words
from fangfan_desktop.documents.workbook_guard import FileKind, check_blank

MOST_ROWS = 2_000  # rows of a sheet that are looked at; the header of a table stands in the first
MOST_COLUMNS = 300
_NO_LOOKS = Looks()


@dataclass(frozen=True, slots=True)
class BlankWorkbook:
    """The tables of a file, in its order; hidden sheets among them."""

    path: Path
    kind: FileKind
    sheets: tuple[BlankSheet, ...] = field(default_factory=tuple[BlankSheet, ...])


def read_blank(path: Path) -> BlankWorkbook:
    """Read the tables of a blank workbook or Word file.

    Raises:
        UserError: the file is of another kind, encrypted, damaged, hostile or too large.
        OutsideError: the file cannot be opened.
    """
    kind = check_blank(path)
    with faults_in_words(path, "空白表"):
        if kind is FileKind.DOCX:
            from fangfan_desktop.documents import word_tables  # noqa: PLC0415 - lxml is slow to load

            return BlankWorkbook(path, kind, word_tables.read_word_tables(path))
        looks = read_looks(path) if kind is FileKind.XLSX else {}
        return BlankWorkbook(path, kind, _with_choices(_read_book(path, looks)))


def _read_book(path: Path, looks: Mapping[str, Looks]) -> tuple[BlankSheet, ...]:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        return tuple(
            _read_sheet(
                book.get_sheet_by_name(meta.name),
                looks.get(meta.name, _NO_LOOKS),
                is_hidden=meta.visible != SheetVisibleEnum.Visible,
            )
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        )


def _read_sheet(sheet: CalamineSheet, looks: Looks, *, is_hidden: bool) -> BlankSheet:
    rows: list[tuple[str, ...]] = []
    if sheet.start is not None:
        margin = ("",) * min(sheet.start[1], MOST_COLUMNS)
        wanted = MOST_COLUMNS - len(margin)
        # row by row: most of what a sheet holds is not looked at
        rows = [
            margin + tuple(_text(cell) for cell in row[:wanted])
            for row in islice(sheet.iter_rows(), MOST_ROWS)
        ]
    width = max((len(row) for row in rows), default=0)
    return BlankSheet(
        name=sheet.name,
        rows=tuple(row + ("",) * (width - len(row)) for row in rows),
        merged=tuple(
            Merged(*first, *last) for first, last in islice(sheet.merged_cell_ranges or (), 20_000)
        ),
        is_hidden=is_hidden,
        widths=looks.widths,
        heights=looks.heights,
        page=looks.page,
        lists=looks.lists,
        formats=looks.formats,
        styles=looks.styles,
    )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)  # noqa: PLR2004 - exact up to here
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | timedelta):
        return str(cell)
    return clean_text(str(cell))


def _with_choices(sheets: tuple[BlankSheet, ...]) -> tuple[BlankSheet, ...]:
    """The sheets with lists that lie in cells, here or on another sheet, read from there."""
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    return tuple(
        replace(sheet, lists=tuple(_resolved(rule, sheet, by_name) for rule in sheet.lists))
        for sheet in sheets
    )


def _resolved(rule: ListRule, sheet: BlankSheet, by_name: Mapping[str, BlankSheet]) -> ListRule:
    if rule.cells is None:
        return rule
    source = by_name.get(rule.cells_sheet.casefold()) if rule.cells_sheet else sheet
    if source is None:
        return rule
    area = rule.cells
    texts = (
        source.text(row, column)
        for row in range(area.top, min(area.bottom + 1, len(source.rows)))
        for column in range(area.left, min(area.right + 1, area.left + MOST_COLUMNS))
    )
    return replace(rule, choices=tuple(dict.fromkeys(text for text in texts if text)))
