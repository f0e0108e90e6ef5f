"""Finding and replacing texts in a grid: each different value of a column is looked at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.notes import format_cell
from fangfan_desktop.views.grid.block import BlockPlan, Progress
from fangfan_desktop.views.grid.faces import GridPart

_CHUNK = 50
Place = tuple[int, int]  # row, column
Scope = Sequence[tuple[range, Sequence[int]]]  # rows and columns of selected blocks
_Key = tuple[Value, Value]


@dataclass(slots=True)
class _Column:
    place: int
    matching: frozenset[_Key]  # (value, note) that show the text
    by_row: bool  # what is shown depends on the row too


class Search:
    """Cells of a grid that show a text, in all of its rows or in selected blocks.

    Args:
        part: the rows, from the first one.
        shown: the columns that are looked through, from the left as they stand.
        text: what is looked for.
        scope: the blocks that alone are looked through.
    """

    def __init__(
        self, part: GridPart, shown: Sequence[int], text: str, scope: Scope | None = None
    ) -> None:
        self._part = part
        self._rank = {column: at for at, column in enumerate(shown)}
        self._scope = None
        if scope is not None:
            self._scope = [(rows, frozenset(columns)) for rows, columns in scope]
            inside = frozenset[int]().union(*(columns for _, columns in self._scope))
            shown = [column for column in shown if column in inside]
        self._text = text
        self._columns = [column for place in shown if (column := self._look_at(place)) is not None]
        self._refused = {i for i, cells in part.refused.items() if cells}

    def _look_at(self, place: int) -> _Column | None:
        part = self._part
        described = part.columns[place]
        if described.key == "seq" or place in part.texts.own:
            return _Column(place, frozenset(), by_row=True)
        note, rows = described.note, part.rows
        if described.note_place < 0:
            keys: set[_Key] = {(value, None) for value in {row[place] for _, row in rows}}
        else:
            keys = {(row[place], note(row)) for _, row in rows}
        field = described.field
        matching = frozenset(key for key in keys if self._text in format_cell(field, *key))
        is_refused = any(place in cells for cells in part.refused.values())
        return _Column(place, matching, by_row=False) if matching or is_refused else None

    def holds(self, row: int, column: int) -> bool:
        """Whether that cell shows the text."""
        return self._text in self._part.text(row, column)

    def in_row(self, row: int) -> list[int]:
        """The columns of a row that show the text, from the left."""
        row_id, values = self._part.rows[row]
        columns = self._columns
        if self._scope is not None:
            parts = [inside for rows, inside in self._scope if row in rows]
            columns = [c for c in columns if any(c.place in inside for inside in parts)]
        if row_id in self._refused:
            return [c.place for c in columns if self.holds(row, c.place)]
        return [
            c.place
            for c in columns
            if (
                self.holds(row, c.place)
                if c.by_row
                else (values[c.place], self._part.columns[c.place].note(values)) in c.matching
            )
        ]

    def find(self, here: Place, sign: int) -> Place | None:
        """The next cell after `here` (before it where `sign` is -1), round the end."""
        count = len(self._part.rows)
        if not self._columns or not count:
            return None
        start = max(0, here[0])
        for step in range(count + 1):
            row = (start + sign * step) % count
            columns = self.in_row(row)
            if step == 0:
                at = self._rank.get(here[1], -1)
                columns = [c for c in columns if (self._rank[c] - at) * sign > 0]
            if columns:
                return row, columns[0 if sign > 0 else -1]
        return None

    def cells(self, progress: Progress) -> Iterator[Place]:
        """All cells that show the text."""
        for row in range(len(self._part.rows)):
            if row % _CHUNK == 0:
                progress(row, len(self._part.rows), "替换")
            for column in self.in_row(row):
                yield row, column


class HitCount:
    """How many cells show a text, counted some rows at a time between the window's events."""

    def __init__(self, search: Search, rows: int) -> None:
        self._search = search
        self._rows = rows
        self._before = [0]  # hits above each row that was counted, and in all of them at the end

    @property
    def total(self) -> int:
        """Hits in the rows counted so far."""
        return self._before[-1]

    def go_on(self, rows: int) -> bool:
        """Count so many rows more; whether all have been."""
        done = len(self._before) - 1
        for row in range(done, min(self._rows, done + rows)):
            self._before.append(self._before[-1] + len(self._search.in_row(row)))
        return len(self._before) > self._rows

    def number(self, place: Place) -> int:
        """Which hit a cell is, from 1."""
        row, column = place
        return self._before[row] + self._search.in_row(row).index(column) + 1


def plan_replacing(
    part: GridPart,
    shown: Sequence[int],
    old: str,
    new: str,
    progress: Progress,
    scope: Scope | None = None,
) -> BlockPlan:
    """Plan to replace a text in every cell that may be typed in; of `scope` alone where given.

    Where the outcome would not be a value of the column, the cell stays as it is.
    """
    plan = BlockPlan()
    known: dict[tuple[int, str], tuple[Value, ...] | None] = {}
    editable = [c for c in shown if part.columns[c].is_editable]
    for row, column in Search(part, editable, old, scope).cells(progress):
        key = column, part.text(row, column)
        if key not in known:
            known[key] = _replaced(part, column, key[1].replace(old, new))
        values = known[key]
        if values is not None:
            field = part.columns[column].field
            keys = (field.key, field.note_key)
            plan.wanted.setdefault(part.rows[row][0], {}).update(zip(keys, values, strict=False))
            plan.cells += 1
    return plan


def _replaced(part: GridPart, column: int, text: str) -> tuple[Value, ...] | None:
    try:
        return part.columns[column].read_text(text)
    except UserError:
        return None
