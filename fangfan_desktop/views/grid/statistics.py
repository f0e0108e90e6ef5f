"""Count, sum and average of the selected cells, as the status line shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.model import GridModel

_FEN_PER_YUAN = 100
_ROWS_AT_ONCE = 4_000  # of all 43 columns: some five milliseconds
Blocks = Iterable[tuple[range, Sequence[int]]]  # rows and columns


@dataclass(frozen=True, slots=True)
class SelectionCount:
    """What the selection adds up to; sums in fen where `is_money`."""

    cells: int  # cells selected
    filled: int  # of these, not empty
    numbers: int  # of these, numbers or amounts
    total: int
    is_money: bool
    answers: tuple[int, int] | None = None  # how often 是 and 否; None without such a column

    def text(self) -> str:
        """For the status line; 是 counts as no number."""
        words = [f"已选 {self.cells:,} 格"]
        if self.cells > 1:
            words.append(f"非空 {self.filled:,}")
        if self.numbers > 1:
            unit = _FEN_PER_YUAN if self.is_money else 1
            total, mean = self.total / unit, self.total / unit / self.numbers
            words += [f"合计 {_short(total)}", f"平均 {_short(mean)}"]
        if self.cells > 1 and self.answers is not None and sum(self.answers):
            words += [f"是 {self.answers[0]:,}", f"否 {self.answers[1]:,}"]
        return "   ".join(words)


def counting(model: GridModel, blocks: Blocks) -> Iterator[SelectionCount]:
    """Count some rows at a time; the last one is the whole."""
    tally = _Tally()
    ids = model.visible_ids()
    yield tally.counted()
    for rows, columns in blocks:
        of_kind: dict[Kind, list[int]] = {}
        for column in columns:
            of_kind.setdefault(model.columns[column].field.kind, []).append(column)
        for start in range(rows.start, rows.stop, _ROWS_AT_ONCE):
            some = ids[start : min(rows.stop, start + _ROWS_AT_ONCE)]
            tally.add([model.values(row_id) for row_id in some], columns, of_kind)
            yield tally.counted()


class _Tally:
    def __init__(self) -> None:
        self._cells = self._filled = 0
        self._numbers: dict[Kind, int] = {}
        self._totals = {Kind.NUMBER: 0, Kind.MONEY: 0}
        self._answers = {1: 0, 0: 0}
        self._has_answers = False

    def add(
        self, rows: Sequence[Row], columns: Sequence[int], of_kind: Mapping[Kind, Sequence[int]]
    ) -> None:
        self._cells += len(rows) * len(columns)
        for column in columns:
            values = [row[column] for row in rows]
            self._filled += len(values) - values.count(None) - values.count("")
        for kind in self._totals:
            for column in of_kind.get(kind, ()):
                numbers = [row[column] for row in rows]
                whole = [number for number in numbers if isinstance(number, int)]
                if whole:
                    self._numbers[kind] = self._numbers.get(kind, 0) + len(whole)
                    self._totals[kind] += sum(whole)
        for column in of_kind.get(Kind.YES_NO, ()):
            self._has_answers = True
            values = [row[column] for row in rows]
            for answer in self._answers:
                self._answers[answer] += values.count(answer)

    def counted(self) -> SelectionCount:
        if len(self._numbers) == 1:  # people and yuan do not add up
            kind, numbers = next(iter(self._numbers.items()))
            total, is_money = self._totals[kind], kind is Kind.MONEY
        else:
            numbers, total, is_money = 0, 0, False
        answers = (self._answers[1], self._answers[0]) if self._has_answers else None
        return SelectionCount(self._cells, self._filled, numbers, total, is_money, answers)


def _short(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
