"""The rows of somebody else's table with our values in them.

Their rows keep their looks. Where more rows are needed, each further one looks like their last;
where their last row differs from the one before (a thick line below it), it stays the last and the
one before is repeated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fangfan_desktop.documents.cell_references import Growth, grown_formula, row_formula
from fangfan_desktop.documents.fill_cells import CellMaker, ColumnFill
from fangfan_desktop.documents.sheet_rows import CellPart, Formulas, RowPart, RowPrinter
from fangfan_desktop.documents.standing_rows import Book
from fangfan_desktop.documents.workbook_values import Formula, Result, constant
from fangfan_desktop.documents.xlsx_book import column_letters

_MOST_PATTERNS = 200
_NOT_SHOWN = frozenset({"hidden", "collapsed"})

RowText = Callable[[int], str]  # rows down → a formula
CellText = Callable[[int, int], str]  # row number in the file, which of our rows → XML


@dataclass(frozen=True)
class Body:
    """The rows of their table and what goes into them.

    Attributes:
        rows: their rows, without gaps; empty where they prepared none.
        columns: our columns.
        makers: of their cells, in the same order.
        default: style of a cell that their row lacks, by column.
        growth: where the rows stand and how many are added.
        book: the workbook.
        sheet: name of the sheet.
        formulas: of the sheet.
        printer: writes the cells.
        is_list: the rows stand there already; what is in their cells stays.
    """

    rows: Sequence[RowPart]
    columns: Sequence[ColumnFill]
    makers: Sequence[CellMaker]
    default: Callable[[RowPart, int], int]
    growth: Growth
    book: Book
    sheet: str
    formulas: Formulas
    printer: RowPrinter
    is_list: bool = False
    _at_row: dict[tuple[int, int], RowText] = field(default_factory=dict[tuple[int, int], RowText])

    @property
    def needed(self) -> int:
        """Rows of ours."""
        return len(self.columns[0].values) if self.columns else 0

    def filled(self) -> Iterator[str]:
        """All rows of the body as XML: ours, then what is left of theirs."""
        made: dict[object, CellText] = {}
        for i in range(self.needed):
            row = self.rows[self._pattern(i)]
            # rows of one pattern are made alike; one with content of its own is made by itself
            looks_of = (item for item in row.attributes.items() if item[0] != "r")
            key = (id(row.cells), *looks_of) if row.is_bare else row.number
            if key not in made:
                if len(made) >= _MOST_PATTERNS:
                    made.clear()
                made[key] = self._row_maker(row)
            yield made[key](self.growth.first + i, i)
        for row in self.rows[self.needed :]:
            if row.number <= self.growth.last:
                yield self._left_row(row)

    def _pattern(self, i: int) -> int:
        """Which of their rows our row `i` looks like; never like a sample where others are."""
        last = len(self.rows) - 1
        if i < self.growth.samples <= last:
            return self.growth.samples
        if self.needed <= len(self.rows) or i < last:
            return i
        if i == self.needed - 1 or last <= self.growth.samples:
            return last
        before = self.rows[last - 1]
        return last if looks(before) == looks(self.rows[last]) else last - 1

    def _row_maker(self, row: RowPart) -> Callable[[int, int], str]:
        is_example = is_sample(row, self.columns) and not self.is_list
        attributes = {
            name: value for name, value in row.attributes.items() if name not in _NOT_SHOWN
        }
        ours = {fill.column: place for place, fill in enumerate(self.columns)}
        theirs = {cell.column: cell for cell in row.cells}
        cells = [
            self._cell_maker(row, theirs.get(column), column, ours.get(column), is_example)
            for column in sorted(ours.keys() | theirs.keys())
        ]

        def make(number: int, i: int) -> str:
            return self.printer.row(number, attributes, "".join([c(number, i) for c in cells]))

        return make

    def _cell_maker(
        self,
        row: RowPart,
        cell: CellPart | None,
        column: int,
        place: int | None,
        is_example: bool,  # noqa: FBT001
    ) -> CellText:
        printer = self.printer
        if cell is not None and cell.has_formula:
            return self._formula_maker(row, cell)
        if place is not None and not (self.is_list and cell is not None and cell.has_content):
            start = printer.named(f'<c r="{column_letters(column - 1)}')
            style = cell.style if cell is not None else self.default(row, column)
            values, tail, named = self.columns[place].values, self.makers[place].tail, printer.named
            if printer.prefix:
                return lambda number, i: f"{start}{number}{named(tail(values[i], style))}"
            return lambda number, i: f"{start}{number}{tail(values[i], style)}"
        assert cell is not None  # noqa: S101 - the column is ours or theirs
        if is_example or not cell.has_content:
            return lambda number, _: printer.empty(cell, number)
        return lambda number, _: (
            printer.cell(cell, number) if number == row.number else printer.empty(cell, number)
        )

    def _formula_maker(self, row: RowPart, cell: CellPart) -> CellText:
        at_row = self._formula(row, cell)
        is_array = self.formulas.array(cell) is not None
        letters = column_letters(cell.column - 1)

        def make(number: int, _: int) -> str:
            text = at_row(number - row.number)
            if is_array:
                return self.printer.formula(cell, number, text, f"{letters}{number}")
            result = self.book.worked_out(self.sheet, number, cell.column, text)
            return self.printer.formula(cell, number, text, None, result)

        return make

    def _formula(self, row: RowPart, cell: CellPart) -> RowText:
        key = (row.number, cell.column)
        if key not in self._at_row:
            text = self.formulas.text(cell, row.number) or ""
            grown = grown_formula(text, self.book.growths, self.sheet, is_in_body=True)
            self._at_row[key] = row_formula(grown)
        return self._at_row[key]

    def content(self, number: int, column: int) -> Result | Formula:
        """What a cell of the body will hold."""
        i = number - self.growth.first
        is_ours = i < self.needed
        row = self.rows[self._pattern(i) if is_ours else i]
        cell = row.cell(column)
        if cell is not None and cell.has_formula:
            return Formula(self._formula(row, cell)(number - row.number))
        is_theirs = self.is_list and cell is not None and cell.has_content
        if is_ours and not is_theirs:
            for fill, maker in zip(self.columns, self.makers, strict=True):
                if fill.column == column:
                    return maker.result(fill.values[i])
        is_example = is_sample(row, self.columns) and not self.is_list
        is_kept = number == row.number and cell is not None and not is_example
        return constant(cell, self.book.shared) if is_kept and cell is not None else None

    def _left_row(self, row: RowPart) -> str:
        is_example = is_sample(row, self.columns)
        pieces = list[str]()
        for cell in row.cells:
            if cell.has_formula:
                pieces.append(self._formula_maker(row, cell)(row.number, 0))
            elif is_example:
                pieces.append(self.printer.empty(cell, row.number))
            else:
                pieces.append(self.printer.cell(cell, row.number))
        return self.printer.row(row.number, row.attributes, "".join(pieces))


def is_sample(row: RowPart, columns: Sequence[ColumnFill]) -> bool:
    """Whether a row shows how to fill in: it has content where ours goes."""
    counters = {fill.column for fill in columns if fill.is_counter}
    ours = {fill.column for fill in columns}
    return any(
        cell.has_content
        and not cell.has_formula
        and cell.column in ours
        and not (cell.column in counters and cell.is_number)
        for cell in row.cells
    )


def looks(row: RowPart) -> list[tuple[int, int]]:
    """Columns of the row's cells and their styles."""
    return [(cell.column, cell.style) for cell in row.cells]
