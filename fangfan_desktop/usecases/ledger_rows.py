"""Rows of an annex 4 workbook: where they stand, what their cells say, what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fangfan_desktop.documents.workbook_reader import (
    Cell,
    SheetRows,
    Workbook,
    column_headings,
    find_header,
)
from fangfan_desktop.domain.identity_number import read_number
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Kind, Value
from fangfan_desktop.forms.headings import heading_keys, is_below_table, plain_heading
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.usecases.roster_rows import shown

_NEEDED = "problem"
_NUMBERED_NOTE = ("1.", "2.", "3.", "4.", "5.")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken; `column` is its heading."""

    column: str
    value: str
    reason: str


@dataclass(slots=True)
class ReadRow:
    """A row of the workbook; `values` by key as they are stored, the village as written."""

    sheet: str
    number: int  # from 1, as spreadsheets count
    values: dict[str, Value]
    raw: Mapping[str, str]
    bad: list[BadCell] = field(default_factory=list[BadCell])
    doubts: list[BadCell] = field(default_factory=list[BadCell])


def read_ledger_rows(book: Workbook, form: Form) -> tuple[list[ReadRow], list[str]]:
    """The lines of all sheets that have the ledger's header, and the headings nobody knows.

    Raises:
        UserError: no sheet has the header.
    """
    known = heading_keys(form)
    rows: list[ReadRow] = []
    unknown: list[str] = []
    has_header = False
    problem: UserError | None = None
    for sheet in book.sheets:
        try:
            start = find_header(sheet.rows, known)
        except UserError as error:
            problem = problem or error
            continue
        headings = column_headings(sheet.rows, start)
        columns = _columns(headings, known)
        if _NEEDED not in columns:
            continue
        has_header = True
        unknown += [
            heading
            for i, heading in enumerate(headings)
            if heading and i not in columns.values() and plain_heading(heading) != "序号"
        ]
        rows += _rows_of(sheet, start + 1, columns, form)
    if not has_header:
        raise problem or UserError("没有找到“具体问题”一栏。请核对是不是附件4整改台账。")
    return rows, unknown


def _columns(headings: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Key → column; the first of two alike counts."""
    columns: dict[str, int] = {}
    for i, heading in enumerate(headings):
        key = known.get(plain_heading(heading)) if heading else None
        if key is not None:
            columns.setdefault(key, i)
    return columns


def _rows_of(
    sheet: SheetRows, start: int, columns: Mapping[str, int], form: Form
) -> Iterator[ReadRow]:
    for number, cells in enumerate(sheet.rows[start:], start=start + 1):
        if not _is_note(cells):
            yield _read_row(sheet.name, number, {k: cells[i] for k, i in columns.items()}, form)


def _is_note(cells: Sequence[Cell]) -> bool:
    """Whether the row is empty, a sum, a footnote, or the line for signatures."""
    texts = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    if not texts:
        return True
    is_alone = len(texts) == 1 and texts[0].startswith(_NUMBERED_NOTE)
    return is_alone or is_below_table(texts[0])


def _read_row(sheet: str, number: int, cells: Mapping[str, Cell], form: Form) -> ReadRow:
    row = ReadRow(sheet, number, {}, {key: shown(cell) for key, cell in cells.items()})
    for key, cell in cells.items():
        each = form.field(key)
        row.values[key] = None
        if each.kind is Kind.ID_NUMBER:
            reading = read_number(cell)
            row.values[key] = reading.number
            if reading.refusal is not None:
                row.bad.append(BadCell(each.name, shown(cell), reading.refusal))
            row.doubts += [BadCell(each.name, shown(cell), text) for text in reading.warnings]
            continue
        try:
            row.values[key] = parse_value(each, cell)
        except UserError as error:
            row.bad.append(BadCell(each.name, shown(cell), error.sentence))
    if not row.values[_NEEDED] and not row.bad:
        row.bad.append(BadCell(form.field(_NEEDED).name, "", "没有写具体问题，请补上"))
    return row
