"""Where a form's rows stand in a workbook: header by its wording, village by column or title."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.workbook_reader import (
    Cell,
    SheetRows,
    Workbook,
    column_headings,
    find_header,
)
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.headings import is_below_table, plain_heading
from fangfan_desktop.usecases.form_columns import ColumnFinder

# keys of columns that say which row is meant
VILLAGE, CODE, ID_NUMBER = "village", "household_code", "head_id_number"
_EXTRA_HEADINGS = {
    "行政村": VILLAGE,
    "村": VILLAGE,
    "村别": VILLAGE,
    "村（社区）": VILLAGE,
    "户编号": CODE,
    "户编码": CODE,
    "户主身份证号码": ID_NUMBER,
    "户主身份证号": ID_NUMBER,
}


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row of the workbook that is not empty: cells by key."""

    sheet: str
    number: int  # from 1, as spreadsheets count
    village: str  # as the row, the sheet's name or its title says; "" where none does
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet that has the form's header."""

    name: str
    header_row: int  # the last row of the header, from 1
    columns: Mapping[str, int]  # key → column, from 0
    headings: Mapping[str, str]  # key → heading in the workbook
    unknown: tuple[str, ...]  # headings of columns that nobody knows
    lines: tuple[FormLine, ...]


def read_form_sheets(book: Workbook, form: Form, villages: Sequence[str]) -> list[FormSheet]:
    """The sheets that hold the form.

    Args:
        book: the workbook.
        form: with its headings filled in.
        villages: names of the township's villages.

    Raises:
        UserError: no sheet has the form's header.
    """
    finder = ColumnFinder(form, {plain_heading(h): key for h, key in _EXTRA_HEADINGS.items()})
    found: list[FormSheet] = []
    problem: UserError | None = None
    for sheet in book.sheets:
        try:
            header = _find_header(sheet, form, finder)
        except UserError as error:
            problem = problem or error
            continue
        found.append(_read_sheet(sheet, header, finder, villages))
    if not found:
        raise problem or UserError("这个工作簿是空的，没有可导入的表。")
    return found


def _find_header(sheet: SheetRows, form: Form, finder: ColumnFinder) -> tuple[int, int]:
    """First row of the header, from 0, and its rows: a list made by hand has but one."""
    best, most = (0, 1), 0
    for levels in range(form.header_levels, 0, -1):
        try:
            start = find_header(sheet.rows, finder.headings, levels)
        except UserError:
            if levels == 1 and not most:
                raise
            continue
        count = len(finder.find(sheet.rows, start, levels).columns)
        if count > most:
            best, most = (start, levels), count
    return best


def _read_sheet(
    sheet: SheetRows,
    header: tuple[int, int],
    finder: ColumnFinder,
    villages: Sequence[str],
) -> FormSheet:
    start, levels = header
    found = finder.find(sheet.rows, start, levels)
    headings = column_headings(sheet.rows, start, levels)
    place = _village_of(sheet, start, villages)
    last = start + levels
    return FormSheet(
        sheet.name,
        last,
        found.columns,
        {key: headings[i] for key, i in found.columns.items()},
        found.unknown,
        tuple(_lines(sheet, last, found.columns, place)),
    )


def _village_of(sheet: SheetRows, start: int, villages: Sequence[str]) -> str:
    """The village that the sheet's name or the title above the header names."""
    named = match_village(sheet.name, villages)
    if named is not None:
        return named
    title = "".join(str(cell) for row in sheet.rows[:start] for cell in row if cell is not None)
    inside = [name for name in villages if name in title]
    return max(inside, key=len, default="")


def _lines(
    sheet: SheetRows, start: int, columns: Mapping[str, int], place: str
) -> Iterator[FormLine]:
    for number, row in enumerate(sheet.rows[start:], start=start + 1):
        cells = {key: row[i] for key, i in columns.items() if not _is_blank(row[i])}
        first = next((str(cell).strip() for cell in row if not _is_blank(cell)), "")
        if not cells.keys() - {"seq"} or is_below_table(first):
            continue
        village = str(cells.get(VILLAGE) or place).strip()
        yield FormLine(sheet.name, number, village, cells)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
