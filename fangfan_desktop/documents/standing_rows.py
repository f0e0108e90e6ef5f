"""Rows that nothing of ours is written into: moved, their formulas worked out anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fangfan_desktop.documents.cell_references import Growth, grown_formula
from fangfan_desktop.documents.cell_text import writable_text
from fangfan_desktop.documents.formula_value import CellError, NotWorkedOutError
from fangfan_desktop.documents.sheet_part import SheetPart
from fangfan_desktop.documents.sheet_rows import (
    CellPart,
    Formulas,
    RowPart,
    RowPrinter,
    SharedText,
    read_rows,
)
from fangfan_desktop.documents.workbook_values import Formula, Result, WorkbookValues, constant
from fangfan_desktop.documents.xlsx_cells import text_cell


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook that is being filled have in common.

    Attributes:
        growths: how tables grow, by the sheet's name in lower case.
        values: the cells as they will be.
        shared: the texts that cells share.
    """

    growths: Mapping[str, Growth]
    values: WorkbookValues
    shared: list[SharedText]

    def worked_out(self, sheet: str, row: int, column: int, formula: str) -> Result | CellError:
        """What a formula gives; None where the program that opens the file has to say."""
        try:
            return self.values.formula_value(sheet, row, column, formula)
        except NotWorkedOutError:
            return None
        except CellError as error:
            return error


@dataclass
class StandingRows:
    """The rows of a sheet as the blank has them.

    Attributes:
        name: of the sheet.
        part: of the sheet.
        book: the workbook.
        texts: (row, column) → another text.
        body: first and last row that are none of these: the table's own.
    """

    name: str
    part: SheetPart
    book: Book
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    body: tuple[int, int] = (0, 0)
    formulas: Formulas = field(default_factory=Formulas)
    _rows: dict[int, dict[int, CellPart]] = field(default_factory=dict[int, dict[int, CellPart]])
    _is_read: bool = False

    def content(self, row: int, column: int) -> Result | Formula:
        """What a cell will hold.

        Args:
            row: as the file will count it.
            column: from 1.
        """
        growth = self.book.growths.get(self.name.casefold())
        if growth is not None and not growth.is_open and row > growth.last:
            row -= growth.added
        if not self._is_read:
            self._is_read = True
            self._rows = {
                part.number: {cell.column: cell for cell in part.cells}
                for part in read_rows(self.part.data, self.body)
                if part.cells
            }
        cell = self._rows.get(row, {}).get(column)
        if cell is None:
            return None
        if cell.has_formula:
            return Formula(self._formula(cell, row))
        return constant(cell, self.book.shared)

    def printed(self, row: RowPart, printer: RowPrinter) -> str:
        """The row where it stands now."""
        growth = self.book.growths.get(self.name.casefold())
        number = row.number if growth is None else growth.row(row.number)
        cells = [self._printed_cell(cell, row.number, number, printer) for cell in row.cells]
        return printer.row(number, row.attributes, "".join(cells))

    def xml(self) -> Iterator[str]:
        """All rows, of a sheet without a table of ours."""
        printer = RowPrinter(self.part.prefix)
        return (self.printed(row, printer) for row in read_rows(self.part.data))

    def _printed_cell(self, cell: CellPart, row: int, number: int, printer: RowPrinter) -> str:
        if cell.has_formula:
            text = self._formula(cell, row)
            array = self.formulas.array(cell)
            if array is not None:
                array = grown_formula(array, self.book.growths, self.name)
            result = None
            if array is None:
                result = self.book.worked_out(self.name, number, cell.column, text)
            return printer.formula(cell, number, text, array, result)
        new = self.texts.get((row, cell.column))
        # a text in several fonts stays: it could not keep them
        if new is not None and cell.text(self.book.shared).is_plain:
            start = printer.cell(CellPart(cell.column, {}, ""), number).removesuffix('"/>')
            return start + printer.named(text_cell(writable_text(new), cell.style))
        return printer.cell(cell, number)

    def _formula(self, cell: CellPart, row: int) -> str:
        text = self.formulas.text(cell, row) or ""
        return grown_formula(text, self.book.growths, self.name)
