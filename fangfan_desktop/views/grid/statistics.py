"""Count, sum and average of the selected cells, as the status line shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.views.grid.model import GridModel

_FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class SelectionCount:
    """What the selection adds up to; sums in fen where `is_money`."""

    cells: int  # cells selected
    filled: int  # of these, not empty
    numbers: int  # of these, numbers or amounts
    total: int
    is_money: bool

    def text(self) -> str:
        """For the status line; 是 counts as no number."""
        words = [f"已选 {self.cells:,} 格"]
        if self.cells > 1:
            words.append(f"非空 {self.filled:,}")
        if self.numbers > 1:
            unit = _FEN_PER_YUAN if self.is_money else 1
            total, mean = self.total / unit, self.total / unit / self.numbers
            words += [f"合计 {_short(total)}", f"平均 {_short(mean)}"]
        return "   ".join(words)


def count_cells(model: GridModel, cells: Iterable[tuple[range, range]]) -> SelectionCount:
    """Count over ranges of (rows, columns), each cell being in one of them only."""
    number = filled = numbers = total = 0
    summed: set[Kind] = set()
    ids = model.visible_ids()
    for rows, columns in cells:
        number += len(rows) * len(columns)
        kinds = {
            c: model.columns[c].field.kind
            for c in columns
            if model.columns[c].field.kind in {Kind.NUMBER, Kind.MONEY}
        }
        for row in rows:
            values = model.values(ids[row])
            part = values[columns.start : columns.stop]
            filled += len(part) - part.count(None) - part.count("")
            for column, kind in kinds.items():
                value = values[column]
                if isinstance(value, int):
                    numbers += 1
                    total += value
                    summed.add(kind)
    if len(summed) > 1:  # people and yuan do not add up
        numbers = total = 0
    return SelectionCount(number, filled, numbers, total, Kind.MONEY in summed)


def _short(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
