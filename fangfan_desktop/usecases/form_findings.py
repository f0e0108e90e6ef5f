"""What is found about the cells of a filled-in form while it is taken in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fangfan_desktop.storage.database import UnitOfWork
from fangfan_desktop.usecases.form_tables import FormLine, FormSheet
from fangfan_desktop.usecases.roster_import import RowCounts
from fangfan_desktop.usecases.roster_rows import Outcome, RowFinding, shown


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing at one cell; `key` is "" where the whole row is meant."""

    sheet: str
    row: int
    key: str
    column: str
    value: str
    reason: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one workbook; `write` writes what differs, None where nothing does."""

    sheets: Sequence[FormSheet]
    rows: RowCounts
    write: Callable[[UnitOfWork], None] | None


class FormFindings:
    """Gathers findings; a row with refused cells counts once."""

    def __init__(self) -> None:
        self._refused: dict[tuple[str, int], list[CellFinding]] = {}
        self._warned: list[CellFinding] = []

    def refuse(self, line: FormLine, key: str, column: str, reason: str) -> None:
        """The cell (the row where `key` is empty) is not taken."""
        value = shown(line.cells.get(key or "head_name"))
        found = CellFinding(line.sheet, line.number, key, column, value, reason, is_refused=True)
        self._refused.setdefault((line.sheet, line.number), []).append(found)

    def warn(self, line: FormLine, key: str, column: str, reason: str) -> None:
        """The row is taken, and should be looked at."""
        value = shown(line.cells.get(key))
        self._warned.append(
            CellFinding(line.sheet, line.number, key, column, value, reason, is_refused=False)
        )

    def warn_of_column(self, sheet: str, row: int, heading: str) -> None:
        """A column is not used."""
        reason = "没有用到这一列：表中没有这一栏"
        self._warned.append(CellFinding(sheet, row, "", heading, "", reason, is_refused=False))

    def tell_of_column(self, sheet: str, row: int, heading: str, name: str) -> None:
        """A column that is worded otherwise was taken for a field of the form."""
        reason = f"这一列认作“{name}”，请核对"
        self._warned.append(CellFinding(sheet, row, "", heading, "", reason, is_refused=False))

    def cells(self) -> list[CellFinding]:
        """Everything, refusals first."""
        return [each for row in self._refused.values() for each in row] + self._warned

    def refusals(self) -> tuple[RowFinding, ...]:
        """One finding a row with refused cells."""
        return tuple(_told(Outcome.REFUSED, cells) for cells in self._refused.values())

    def warnings(self) -> tuple[RowFinding, ...]:
        """What should be looked at."""
        return tuple(_told(Outcome.WARNED, [each]) for each in self._warned)


def _told(outcome: Outcome, cells: Sequence[CellFinding]) -> RowFinding:
    first, *others = cells
    return RowFinding(
        outcome,
        first.sheet,
        first.row,
        first.column,
        first.value,
        first.reason,
        more=tuple((each.column, each.value, each.reason) for each in others),
    )
