"""What the cells of a workbook that is being filled hold, formulas worked out among them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fangfan_desktop.documents.formula_value import (
    CellError,
    NotWorkedOutError,
    Result,
    work_out,
)
from fangfan_desktop.documents.sheet_rows import CellPart, SharedText

_DEEPEST = 60  # formulas that ask for formulas
_LEFT_OPEN = object()


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is worked out."""

    text: str


class SheetContent(Protocol):
    """The cells of a sheet as they will be."""

    def content(self, row: int, column: int) -> Result | Formula:
        """What the cell holds."""
        ...


@dataclass
class WorkbookValues:
    """The cells of all sheets; `sheets` by name in lower case."""

    sheets: Mapping[str, SheetContent]
    _known: dict[tuple[str, int, int], object] = field(
        default_factory=dict[tuple[str, int, int], object]
    )
    _depth: int = 0

    def formula_value(self, sheet: str, row: int, column: int, formula: str) -> Result:
        """The value of the formula in that cell.

        Raises:
            NotWorkedOutError: it is none of the simple ones, or asks for one that is none.
            CellError: it gives an error.
        """
        key = (sheet.casefold(), row, column)
        if key not in self._known:
            self._known[key] = _LEFT_OPEN  # a formula that asks for itself meets this
            self._known[key] = self._worked(sheet, row, formula)
        value = self._known[key]
        if isinstance(value, CellError | NotWorkedOutError):
            raise value
        if value is _LEFT_OPEN:
            raise NotWorkedOutError(formula)
        assert value is None or isinstance(value, float | str | bool)  # noqa: S101 - by the lines above
        return value

    def _worked(self, sheet: str, row: int, formula: str) -> object:
        if self._depth > _DEEPEST:
            return NotWorkedOutError(formula)
        self._depth += 1
        try:
            return work_out(formula, row, _Home(self, sheet))
        except (NotWorkedOutError, CellError) as error:
            return error
        finally:
            self._depth -= 1

    def value(self, sheet: str, row: int, column: int) -> Result:
        """The value of a cell."""
        content = self._content(sheet).content(row, column)
        if isinstance(content, Formula):
            return self.formula_value(sheet, row, column, content.text)
        return content

    def _content(self, sheet: str) -> SheetContent:
        try:
            return self.sheets[sheet.casefold()]
        except KeyError:
            raise NotWorkedOutError(sheet) from None


@dataclass(frozen=True, slots=True)
class _Home:
    """The cells as a formula of one sheet sees them."""

    values: WorkbookValues
    home: str

    def value(self, sheet: str, row: int, column: int) -> Result:
        return self.values.value(sheet or self.home, row, column)

    def column(self, sheet: str, column: int, top: int, bottom: int) -> Iterator[Result]:
        for row in range(top, bottom + 1):
            yield self.value(sheet, row, column)


def constant(cell: CellPart, shared: list[SharedText]) -> Result:
    """What a cell without a formula holds."""
    if not cell.has_content:
        return None
    kind = cell.attributes.get("t", "n")
    text = cell.text(shared).text
    if kind == "n":
        return float(text)
    return text == "1" if kind == "b" else text
