"""The cells of one column as filters and sorts take them, made once until rows change."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from fangfan_desktop.domain.natural_order import Key, natural_key
from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.forms.notes import format_cell
from fangfan_desktop.views.grid.column import GridColumn, Refusal, shown_text
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.sort_keys import Cell, Noted, sort_key


class ListedValue(NamedTuple):
    """A value of a column, as the list of values shows it; "" is an empty cell."""

    label: str
    rows: int


class ColumnCells:
    """What stands in one column, by row id.

    A cell is a value, Noted where there is a note, a Refusal that keeps what was typed, or
    None where nothing stands.
    """

    def __init__(self, model: GridModel, column: int) -> None:
        self.column: GridColumn = model.columns[column]
        self._own = model.texts.own.get(column)
        self._cover = model.texts.covers.get(column)
        self.by_row: dict[int, Cell] = {}
        note = self.column.note_place
        if self._own is not None:
            own = self._own
            self.by_row = {i: own(i, row[column]) or None for i, row in model.rows().items()}
        elif note >= 0:
            self.by_row = {i: _noted(row[column], row, note) for i, row in model.rows().items()}
        else:
            self.by_row = {i: _plain(row[column]) for i, row in model.rows().items()}
        if self.field.key == "seq":
            numbers = model.texts.numbers
            self.by_row = {
                i: cell if cell is not None else numbers.get(i) for i, cell in self.by_row.items()
            }
        self._stored: dict[int, Cell] = self.by_row
        refused = model.refused_in(column)
        if refused:
            self.by_row = self.by_row | {i: t for i, t in refused.items() if i in self.by_row}
        self._ranks: dict[Cell, int] | None = None

    @property
    def field(self) -> Field:
        """The column's field."""
        return self.column.field

    def text(self, cell: Cell) -> str:
        """The cell as it is copied."""
        return self._text(cell, is_label=False)

    def label(self, cell: Cell) -> str:
        """The cell as the list of values shows it; notes of an answer are left out."""
        return self._text(cell, is_label=True)

    def _text(self, cell: Cell, *, is_label: bool) -> str:
        if isinstance(cell, Refusal):
            return cell.text
        if cell is None or self._own is not None:
            return str(cell or "")
        value, note = cell if isinstance(cell, Noted) else (cell, None)
        if is_label:
            shown = shown_text(self.column, value, note if value is None else None)
            return self._cover(shown) if self._cover else shown
        return format_cell(self.field, value, note)

    def order(self, ids: Iterable[int], *, is_down: bool) -> list[int]:
        """These rows by their values; stable, rows without a value last."""
        ranks, stored = self.ranks(), self._stored
        place = {i: ranks.get(stored[i], -1) for i in ids}
        filled = [i for i, rank in place.items() if rank >= 0]
        filled.sort(key=place.__getitem__, reverse=is_down)
        return filled + [i for i, rank in place.items() if rank < 0]

    def ranks(self) -> dict[Cell, int]:
        """Each value's place in the order of the column; equal ones have the same."""
        if self._ranks is None:
            distinct = set(self._stored.values())
            distinct.discard(None)
            if self._own is not None:
                keyed = sorted(((natural_key(str(c)), c) for c in distinct), key=_by_key)
            else:
                key = sort_key(self.field)
                keyed = sorted(((key(cell), cell) for cell in distinct), key=_by_key)
            self._ranks = _numbered(keyed)
        return self._ranks

    def count(self, ids: Iterable[int]) -> list[ListedValue]:
        """The values of these rows in the order of the column, empty cells last."""
        by_row = self.by_row
        counted = Counter(by_row[i] for i in ids)
        ranks = self.ranks()
        labels: Counter[str] = Counter()
        for cell in sorted(counted, key=lambda cell: ranks.get(cell, len(ranks))):
            labels[self.label(cell)] += counted[cell]
        nothing = labels.pop("", 0)
        listed = [ListedValue(label, count) for label, count in labels.items()]
        return [*listed, ListedValue("", nothing)] if nothing else listed


def _plain(value: Value) -> Cell:
    return None if value == "" else value


def _noted(value: Value, row: tuple[Value, ...], place: int) -> Cell:
    note = row[place] if place < len(row) else None
    return Noted(value, note) if note else _plain(value)


def _by_key(pair: tuple[Key, Cell]) -> Key:
    return pair[0]


def _numbered(keyed: list[tuple[Key, Cell]]) -> dict[Cell, int]:
    ranks: dict[Cell, int] = {}
    rank, last = -1, None
    for key, cell in keyed:
        if key != last:
            rank, last = rank + 1, key
        ranks[cell] = rank
    return ranks
