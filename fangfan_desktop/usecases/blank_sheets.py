"""The sheets of a blank workbook as they look, with the form that each would become."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.blank_form import BlankWorkbook, read_blank
from fangfan_desktop.documents.blank_header import FoundHeader, find_header, header_at
from fangfan_desktop.documents.blank_table import BlankSheet, Merged
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import FormDraft
from fangfan_desktop.forms.form import Field, Subject
from fangfan_desktop.forms.known_fields import known_headings
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.form_from_workbook import draft_of_header
from fangfan_desktop.usecases.office_forms import own_fields

SHOWN_ROWS = 40
_SHOWN_COLUMNS = 120
MOST_LEVELS = 6  # header rows of a form


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet, or a table of a Word file.

    Attributes:
        name: of the sheet.
        rows: its first rows as texts, all of one width.
        merged: (row, column, rows, columns) of merged cells that begin in these rows, from 0.
        draft: the form that it would become; None where no header was found.
        score: how much it is a table to fill in; 0 without a header.
        is_hidden: whether the workbook hides it.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    draft: FormDraft | None
    score: float
    is_hidden: bool


class BlankFile:
    """A blank workbook that was read, kept while the clerk looks at it."""

    def __init__(self, book: BlankWorkbook, name: str, year: int, own: Iterable[Field]) -> None:
        self.path = book.path
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._name, self._year, self._own = name, year, tuple(own)

    def looks(self) -> list[SheetLook]:
        """Every sheet that has a text, the likeliest first."""
        found = [
            self._look(sheet, find_header(sheet, known_headings()))
            for sheet in self._sheets.values()
            if any(map(any, sheet.rows))
        ]
        return sorted(found, key=lambda look: -look.score)

    def draft_at(
        self, sheet: str, first_row: int, last_row: int, subject: Subject | None = None
    ) -> FormDraft:
        """The form of a sheet whose header stands in these rows, counted from 1.

        Raises:
            UserError: the rows cannot be a header.
        """
        levels = last_row - first_row + 1
        if not 1 <= levels <= MOST_LEVELS:
            raise UserError(f"表头最多{MOST_LEVELS}行，从上往下数，请改行号。")
        header = header_at(self._sheets[sheet], first_row - 1, levels, known_headings())
        return self._draft(header, subject)

    def _look(self, sheet: BlankSheet, header: FoundHeader | None) -> SheetLook:
        width = min(max((len(row) for row in sheet.rows), default=0), _SHOWN_COLUMNS)
        rows = [row[:width] + ("",) * (width - len(row)) for row in sheet.rows[:SHOWN_ROWS]]
        return SheetLook(
            sheet.name,
            tuple(rows),
            tuple(_span(cell) for cell in sheet.merged if cell.top < len(rows)),
            None if header is None else self._draft(header, None),
            0 if header is None else header.score,
            sheet.is_hidden,
        )

    def _draft(self, header: FoundHeader, subject: Subject | None) -> FormDraft:
        return draft_of_header(header, self._name, self._year, self._own, subject)


def open_blank(database: Database, *, path: Path) -> BlankFile:
    """Read a blank workbook or Word file.

    Args:
        database: the office's, whose own fields are found again.
        path: .xlsx, .xls, .ods or .docx.

    Raises:
        UserError: the file cannot be read.
        OutsideError: the file cannot be opened.
    """
    own = own_fields(database)
    year = database.today().year
    return BlankFile(read_blank(path), path.stem, year, own)


def _span(cell: Merged) -> tuple[int, int, int, int]:
    return cell.top, cell.left, cell.bottom - cell.top + 1, cell.right - cell.left + 1
