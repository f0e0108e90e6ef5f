"""A worksheet of somebody else's with our rows in it, as the bytes of its part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fangfan_desktop.documents.cell_references import Area, Growth
from fangfan_desktop.documents.fill_body import Body, is_sample
from fangfan_desktop.documents.fill_cells import CellMaker, ColumnFill
from fangfan_desktop.documents.sheet_part import SheetPart
from fangfan_desktop.documents.sheet_rows import (
    CellPart,
    Formulas,
    RowPart,
    RowPrinter,
    read_rows,
)
from fangfan_desktop.documents.standing_rows import Book, StandingRows
from fangfan_desktop.documents.style_book import StyleBook
from fangfan_desktop.documents.workbook_values import Formula, Result

_AT_ONCE = 100  # rows; whoever waits for the window is told after each lot
_NO_STYLE = 0


@dataclass(frozen=True, slots=True)
class SheetFill:
    """What goes into a sheet.

    Attributes:
        sheet: its name.
        first_row: first row below the header, from 1.
        last_row: last row of the table's empty body, above what stands below it (a total row,
            notes, signatures); `first_row - 1` where there is no empty row at all; None where
            nothing stands below.
        columns: values by column; all of the same length.
        texts: (row, column) → text of a cell above or below the table, in the blank's own rows.
        is_list: the rows stand there already; what is in their cells stays.
    """

    sheet: str
    first_row: int
    last_row: int | None
    columns: tuple[ColumnFill, ...]
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    is_list: bool = False

    @property
    def rows(self) -> int:
        """How many rows of ours."""
        return len(self.columns[0].values) if self.columns else 0


@dataclass
class FilledSheet:
    """A sheet that is being filled."""

    fill: SheetFill
    part: SheetPart
    formulas: Formulas
    body: list[RowPart]
    growth: Growth
    makers: tuple[CellMaker, ...] = ()
    standing: StandingRows = field(init=False)
    table: Body = field(init=False)

    @classmethod
    def read(cls, fill: SheetFill, part: bytes) -> "FilledSheet":
        """Look at the blank and say how its table grows."""
        sheet = SheetPart.read(part)
        formulas = Formulas()
        formulas.learn(sheet.data)
        is_open = fill.last_row is None
        body = [
            row
            for row in read_rows(sheet.data)
            if row.number >= fill.first_row and (is_open or row.number <= (fill.last_row or 0))
        ]
        if is_open:
            while body and not body[-1].cells:
                body.pop()
        last = (
            fill.last_row
            if fill.last_row is not None
            else (body[-1].number if body else fill.first_row - 1)
        )
        rows = _without_gaps(body, fill.first_row, last)
        # rows that are filled in from first to last are no samples
        samples = next((i for i, row in enumerate(rows) if not is_sample(row, fill.columns)), 0)
        if fill.is_list:
            samples = 0
        growth = Growth(
            fill.first_row, last, max(0, fill.rows - len(rows)), is_open, samples=samples
        )
        return cls(fill, sheet, formulas, rows, growth)

    def prepare(
        self,
        choices: Callable[[str], tuple[str, ...]],
        styles: StyleBook | None,
        *,
        is_1904: bool,
    ) -> None:
        """Get ready to make cells.

        Args:
            choices: source of a drop-down list → its choices.
            styles: of the workbook.
            is_1904: the workbook counts its days from 1904.
        """
        rules = self.part.list_rules()
        last = max(self.growth.first, self.growth.last)

        def of(column: int) -> tuple[str, ...]:
            for rule in rules:
                for area in rule.areas:
                    is_here = area.left <= column <= area.right
                    if is_here and area.top <= last and area.bottom >= self.growth.first:
                        return choices(rule.formula)
            return ()

        self.makers = tuple(
            CellMaker(fill.kind, styles, of(fill.column), is_1904, fill.yuan)
            for fill in self.fill.columns
        )
        if styles is not None and not any(c.style or c.has_content for c in self._cells()):
            self._dress(styles)
        if not self.body and self.fill.rows:
            self.body = [RowPart(self.growth.first)]

    def _cells(self) -> Iterator[CellPart]:
        return (cell for row in self.body for cell in row.cells)

    def _dress(self, styles: StyleBook) -> None:
        """Rows that were not prepared look like the header, in thin lines."""
        header = next(
            (r for r in read_rows(self.part.data) if r.number == self.growth.first - 1), None
        )
        if header is None or not self.fill.rows:
            return
        cells = [
            CellPart(cell.column, {"s": str(styles.body_style(cell.style))}, "")
            for cell in header.cells
        ]
        model = RowPart(self.growth.first, {}, cells)
        kept = [row.attributes for row in self.body]
        self.body = [
            RowPart(self.growth.first + i, attributes, cells) for i, attributes in enumerate(kept)
        ] or [model]

    def join(self, book: Book) -> None:
        """Become a sheet of the workbook, once it is known how all tables grow."""
        growth = self.growth
        self.standing = StandingRows(
            self.fill.sheet,
            self.part,
            book,
            self.fill.texts,
            (growth.first, growth.last),
            self.formulas,
        )
        self.table = Body(
            self.body,
            self.fill.columns,
            self.makers,
            self._default_style(),
            growth,
            book,
            self.fill.sheet,
            self.formulas,
            RowPrinter(self.part.prefix),
            is_list=self.fill.is_list,
        )

    def content(self, row: int, column: int) -> Result | Formula:
        """What a cell will hold; the row as the file will count it."""
        growth = self.growth
        if growth.first <= row < growth.first + max(self.fill.rows, len(self.body)):
            return self.table.content(row, column)
        return self.standing.content(row, column)

    def chunks(self, growths: Mapping[str, Growth]) -> Iterator[tuple[int, bytes]]:
        """The part as it is now: (rows of ours so far, bytes)."""
        name = self.fill.sheet
        head, tail = self.part.grown(name, growths, self._merged(), self._used())
        yield 0, head
        at = 0
        for piece in _joined(self._rows()):
            at = min(at + _AT_ONCE, self.fill.rows)
            yield at, piece
        yield self.fill.rows, tail

    def _rows(self) -> Iterator[str]:
        is_done = False
        for row in read_rows(self.part.data, (self.growth.first, self.growth.last)):
            if row.number >= self.growth.first and not is_done:
                is_done = True
                yield from self.table.filled()
            if not self.growth.first <= row.number <= self.growth.last:
                yield self.standing.printed(row, self.table.printer)
        if not is_done:
            yield from self.table.filled()

    def _default_style(self) -> Callable[[RowPart, int], int]:
        """Style of a cell that a row lacks: the row's own, else the column's."""
        columns = self.part.column_styles()

        def default(row: RowPart, column: int) -> int:
            if row.attributes.get("customFormat") in {"1", "true"}:
                return int(row.attributes.get("s", _NO_STYLE))
            for (first, last), style in columns.items():
                if first <= column <= last:
                    return style
            return _NO_STYLE

        return default

    def _used(self) -> Area:
        growth = self.growth
        right = max((fill.column for fill in self.fill.columns), default=1)
        return Area(growth.first, 1, max(growth.first, growth.last + growth.added), right)

    def _merged(self) -> list[Area] | None:
        """Merged cells: those below move, those of a row are repeated, those over rows go."""
        first, last = self.growth.first, self.growth.last
        ours = self.fill.rows
        was = self.part.merged()
        now: list[Area] = []
        model = max(first, last)
        for area in was:
            is_inside = first <= area.top and area.bottom <= last
            is_over_rows = is_inside and area.bottom > area.top and area.top < first + ours
            if is_over_rows and not self.fill.is_list:
                continue  # values in its lower rows would not be seen
            if not is_inside:
                now.append(self.growth.area(area))
                continue
            now.append(area)
            if area.top == model and self.growth.added:
                now += [
                    Area(row, area.left, row, area.right)
                    for row in range(last + 1, last + 1 + self.growth.added)
                ]
        return None if now == was else now


def _without_gaps(rows: Sequence[RowPart], first: int, last: int) -> list[RowPart]:
    known = {row.number: row for row in rows}
    return [known.get(number, RowPart(number)) for number in range(first, last + 1)]


def _joined(rows: Iterator[str]) -> Iterator[bytes]:
    batch: list[str] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield "".join(batch).encode()
            batch.clear()
    yield "".join(batch).encode()
