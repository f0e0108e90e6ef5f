"""Which columns stand where: their order, what is hidden or folded, how many stay at the left.

Columns keep their numbers whatever the order: a column's number is its place in the form and in the
rows. The header is a tree, and a column or a group moves among its siblings only, so that no merged
cell is ever torn apart. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.forms.form import HeaderCell

Group = tuple[int, int]  # level of the header, first column in the form


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What the clerk has chosen, by key, so that it holds for a changed form."""

    order: tuple[str, ...] = ()  # from the left; () for the form's own order
    hidden: tuple[str, ...] = ()
    folded: tuple[tuple[int, str], ...] = ()  # level and key of the group's first column
    frozen: int | None = None  # columns that stay at the left; None for the form's own number


class Arrangement:
    """The arrangement of one grid's columns; `keys` and `cells` are the form's, `frozen` too."""

    def __init__(self, keys: Sequence[str], cells: Sequence[HeaderCell], frozen: int) -> None:
        self.keys = list(keys)
        self.cells = list(cells)
        self.frozen = self.own_frozen = frozen
        self.folded: set[Group] = set()
        self.hidden: set[int] = set()
        self._parents = {cell: self._find_parent(cell) for cell in self.cells}
        self._children: dict[HeaderCell | None, list[HeaderCell]] = {}
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            self._children.setdefault(self._parents[cell], []).append(cell)
        self._set_order(range(len(self.keys)))

    def _find_parent(self, cell: HeaderCell) -> HeaderCell | None:
        above = [each for each in self.cells if each.row < cell.row and _holds(each, cell.column)]
        return max(above, key=lambda each: each.row, default=None)

    def _set_order(self, order: Iterable[int]) -> None:
        self.order = list(order)
        self.position = {column: at for at, column in enumerate(self.order)}
        self._find_shown()

    def _find_shown(self) -> None:
        away = self.hidden | self.folded_away()
        self.shown = [column for column in self.order if column not in away]

    # Asking

    def columns_of(self, cell: HeaderCell) -> list[int]:
        """The columns under a cell of the header, from the left."""
        span = range(cell.column, cell.column + cell.column_span)
        return sorted(span, key=self.position.__getitem__)

    def between(self, left: int, right: int) -> list[int]:
        """The columns that stand from `left` to `right`, both of them in, hidden ones too."""
        return self.order[self.position[left] : self.position[right] + 1]

    def folded_away(self) -> set[int]:
        """Columns that folded groups leave out: all but the first one of each."""
        away: set[int] = set()
        for cell in self.cells:
            if (cell.row, cell.column) in self.folded:
                away.update(self._behind_first(cell))
        return away

    def left_out(self) -> dict[Group, int]:
        """How many columns each folded group leaves out."""
        return {
            (cell.row, cell.column): len(self._behind_first(cell))
            for cell in self.cells
            if (cell.row, cell.column) in self.folded
        }

    def _behind_first(self, cell: HeaderCell) -> list[int]:
        return [column for column in self.columns_of(cell) if column not in self.hidden][1:]

    def groups_of(self, column: int) -> list[HeaderCell]:
        """The groups that a column stands in, the outermost first; a single column is no group."""
        return [cell for cell in self.cells if cell.column_span > 1 and _holds(cell, column)]

    def node_of(self, column: int) -> HeaderCell:
        """What is moved with a column: its heading, or the group that holds nothing else."""
        leaf = max((c for c in self.cells if _holds(c, column)), key=lambda cell: cell.row)
        return self.climbed(leaf)

    def climbed(self, cell: HeaderCell) -> HeaderCell:
        """The cell, or the one above it while it stands alone there."""
        parent = self._parents[cell]
        while parent is not None and len(self._children[parent]) == 1:
            cell, parent = parent, self._parents[parent]
        return cell

    def siblings(self, cell: HeaderCell) -> list[HeaderCell]:
        """The cells that a cell may change places with, itself among them, from the left."""
        cells = self._children[self._parents[cell]]
        return sorted(cells, key=lambda each: self.position[self.columns_of(each)[0]])

    def children(self, cell: HeaderCell | None) -> list[HeaderCell]:
        """The cells under one, from the left; those of the first level for None."""
        found = self._children.get(cell, [])
        return self.siblings(found[0]) if found else []

    @property
    def is_own_order(self) -> bool:
        """Whether columns stand as in the form."""
        return self.order == sorted(self.order)

    # Changing

    def move(self, cell: HeaderCell, step: int) -> bool:
        """Move a heading past the next one that is seen; False where there is none."""
        cells = self.siblings(cell)
        seen = [each for each in cells if each == cell or set(self.columns_of(each)) - self.hidden]
        at = seen.index(cell) + step
        if not 0 <= at < len(seen):
            return False
        return self.move_beside(cell, seen[at], is_after=step > 0)

    def move_beside(self, cell: HeaderCell, other: HeaderCell, *, is_after: bool) -> bool:
        """Put a heading before or after one of its siblings; False where nothing changes."""
        cells = self.siblings(cell)
        if other not in cells or other == cell:
            return False
        rest = [each for each in cells if each != cell]
        rest.insert(rest.index(other) + is_after, cell)
        if rest == cells:
            return False
        start = self.position[self.columns_of(cells[0])[0]]
        moved = [column for each in rest for column in self.columns_of(each)]
        self._set_order([*self.order[:start], *moved, *self.order[start + len(moved) :]])
        return True

    def hide(self, columns: Iterable[int]) -> bool:
        """Hide columns; False, and nothing done, where none would be left."""
        hidden = self.hidden | set(columns)
        if len(hidden) >= len(self.order):
            return False
        self.hidden = hidden
        self._find_shown()
        return True

    def show(self, columns: Iterable[int]) -> None:
        """Show columns that were hidden; a folded group stays folded."""
        self.hidden = self.hidden - set(columns)
        self._find_shown()

    def reveal(self, column: int) -> bool:
        """Show a column wherever it is hidden or folded away; False where it is seen already."""
        if column in self.shown:
            return False
        self.hidden = self.hidden - {column}
        for cell in reversed(self.groups_of(column)):
            if column in self.folded_away():
                self.folded = self.folded - {(cell.row, cell.column)}
        self._find_shown()
        return True

    def fold(self, folded: Iterable[Group]) -> None:
        """Fold these groups and no others; unknown ones are passed over."""
        known = {(cell.row, cell.column) for cell in self.cells if cell.column_span > 1}
        self.folded = set(folded) & known
        self._find_shown()

    def set_all(self, order: Sequence[int], hidden: Iterable[int], frozen: int) -> None:
        """Order, hidden columns and number of frozen ones at once; groups stay whole and folded."""
        self.frozen, self.hidden = frozen, set(hidden)
        self._set_order(self._ordered(None, {column: at for at, column in enumerate(order)}))

    # Keeping

    def choices(self) -> ColumnChoices:
        """What is to be kept."""
        keys = self.keys
        return ColumnChoices(
            () if self.is_own_order else tuple(keys[column] for column in self.order),
            tuple(keys[column] for column in self.order if column in self.hidden),
            tuple((row, keys[column]) for row, column in sorted(self.folded)),
            None if self.frozen == self.own_frozen else self.frozen,
        )

    def choose(self, choices: ColumnChoices) -> None:
        """Take what was kept. Keys that are gone are passed over, new columns come at their place.

        Hidden columns are shown where otherwise nothing would be.
        """
        column_of = {key: column for column, key in enumerate(self.keys)}
        rank = {column_of[key]: at for at, key in enumerate(choices.order) if key in column_of}
        frozen = self.own_frozen if choices.frozen is None else choices.frozen
        self.frozen = max(0, min(len(self.keys), frozen))
        self.hidden = {column_of[key] for key in choices.hidden if key in column_of}
        if len(self.hidden) == len(self.keys):
            self.hidden = set()
        self.fold((row, column_of[key]) for row, key in choices.folded if key in column_of)
        self._set_order(self._ordered(None, rank))

    def _ordered(self, cell: HeaderCell | None, rank: Mapping[int, int]) -> list[int]:
        children = self._children.get(cell)
        if children:
            spans = [range(c.column, c.column + c.column_span) for c in children]
            ordered = _in_order([min((rank[c] for c in s if c in rank), default=-1) for s in spans])
            return [column for at in ordered for column in self._ordered(children[at], rank)]
        span = range(cell.column, cell.column + cell.column_span) if cell else range(0)
        return [span[at] for at in _in_order([rank.get(column, -1) for column in span])]


def _in_order(ranks: Sequence[int]) -> list[int]:
    """Places by rank; those without one (-1) come behind the one that they follow in the form."""
    ordered = sorted((at for at, rank in enumerate(ranks) if rank >= 0), key=lambda at: ranks[at])
    for at, rank in enumerate(ranks):
        if rank < 0:
            ordered.insert(ordered.index(at - 1) + 1 if at else 0, at)
    return ordered


def _holds(cell: HeaderCell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span
