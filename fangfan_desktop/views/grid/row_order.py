"""Which of the page's rows a grid shows, and in what order: filters and sorts of its columns.

Everything goes over rows in memory. A column's cells are taken once and kept until rows change; a
condition is asked of each different value once, not of each row.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from fangfan_desktop.forms.form import Field
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.views.grid.column import RowState
from fangfan_desktop.views.grid.column_cells import ColumnCells, ListedValue
from fangfan_desktop.views.grid.column_filter import CellState, ColumnFilter, passes
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.sort_keys import Cell

_STATE_OF_LEVEL = {
    Level.ERROR: CellState.ERROR,
    Level.DOUBT: CellState.DOUBT,
    Level.HINT: CellState.HINT,
}


class SortLevel(NamedTuple):
    """A column that rows are sorted by."""

    key: str
    is_down: bool = False  # the largest first


class RowOrder(QObject):
    """Filters and sorts of one grid; they last as long as the grid does.

    Rows that were edited stay where they are until `reapply`, the next change of a filter or sort,
    or other rows of the page. `last_rows` are ids of rows that always stand at the end, unfiltered,
    such as a total.

    Signals:
        changed: filters or sorts are others now.
    """

    changed = Signal()

    def __init__(self, model: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.last_rows: frozenset[int] = frozenset()
        self._filters: dict[str, ColumnFilter] = {}
        self._levels: tuple[SortLevel, ...] = ()
        self._cells: dict[int, ColumnCells] = {}
        self._version = -1
        self._states: dict[int, tuple[Row, RowState]] = {}
        self._state_version = -1
        model.arrange = self.arrange

    # What is asked for

    @property
    def filters(self) -> dict[str, ColumnFilter]:
        """The filters by column key."""
        return dict(self._filters)

    @property
    def levels(self) -> tuple[SortLevel, ...]:
        """The columns that rows are sorted by, the weightiest first; none: the page's order."""
        return self._levels

    @property
    def is_active(self) -> bool:
        """Whether any column filters or sorts."""
        return bool(self._filters or self._levels)

    @property
    def total(self) -> int:
        """Rows that the page shows, before filters; rows that always stand are not counted."""
        return sum(i not in self.last_rows for i in self._model.base_ids())

    @property
    def shown(self) -> int:
        """Rows that the filters leave."""
        return sum(i not in self.last_rows for i in self._model.visible_ids())

    def field(self, key: str) -> Field:
        """The field of a column."""
        return self._model.columns[self._model.column_of[key]].field

    def set_filter(self, key: str, column_filter: ColumnFilter | None) -> None:
        """Filter by a column, or no longer.

        Raises:
            UserError: the condition cannot be read; nothing is changed.
        """
        filters = {k: each for k, each in self._filters.items() if k != key}
        if column_filter is not None and not column_filter.is_empty:
            cells = self._column(key)
            passes(column_filter, cells.field, cells.text)
            filters[key] = column_filter
        self._take(filters, self._levels)

    def clear_filters(self) -> None:
        """Show all rows of the page again."""
        self._take({}, self._levels)

    def sort_by(self, key: str, *, is_down: bool = False) -> None:
        """Sort by one column alone."""
        self._take(self._filters, (SortLevel(key, is_down),))

    def set_levels(self, levels: Sequence[SortLevel]) -> None:
        """Sort by these columns, the weightiest first; none: the page's own order."""
        self._take(self._filters, tuple(levels))

    def clear(self) -> None:
        """Neither filter nor sort."""
        self._take({}, ())

    def reapply(self) -> None:
        """Filter and sort by what stands in the rows now."""
        self._model.arrange_anew()
        self.changed.emit()

    def _take(self, filters: dict[str, ColumnFilter], levels: tuple[SortLevel, ...]) -> None:
        self._filters, self._levels = filters, levels
        self.reapply()

    # What comes of it

    def arrange(self, base: list[int]) -> list[int]:
        """Those of the page's rows that pass, sorted; `base` itself where nothing is asked for."""
        if not self.is_active:
            return base
        kept = [i for i in base if i in self.last_rows]
        ids = [i for i in base if i not in self.last_rows] if kept else base
        for key, column_filter in self._filters.items():
            ids = self._passing(key, column_filter, ids)
        for level in reversed(self._levels):
            ids = self._column(level.key).order(ids, is_down=level.is_down)
        return [*ids, *kept]

    def would_show(self, row_ids: Iterable[int]) -> bool:
        """Whether a row of the page that is not shown would be, were the filters applied anew."""
        model = self._model
        if not self._filters:
            return False
        hidden = [i for i in row_ids if i in model.rows() and model.view_row(i) is None]
        if not hidden:
            return False
        base = set(model.base_ids())
        return bool(self.arrange([i for i in hidden if i in base]))

    def values_of(self, key: str) -> list[ListedValue]:
        """The values of a column with their counts, in the rows that the other filters leave."""
        return self._column(key).count(self._others(key))

    def states_of(self, key: str) -> dict[CellState, int]:
        """How many cells of the column are in each state, in the rows that others leave."""
        column = self._model.column_of[key]
        counted = dict.fromkeys(CellState, 0)
        for row_id in self._others(key):
            for state in self._cell_states(row_id, column):
                counted[state] += 1
        return counted

    def look_at_states(self, most: int) -> bool:
        """Check some more rows ahead of `states_of`; whether all have been."""
        self._renew()
        rows = self._model.rows()
        unknown = (i for i in self._model.base_ids() if not self._is_known(i, rows[i]))
        for row_id in islice(unknown, most):
            self._state(row_id)
        return next(unknown, None) is None

    def _others(self, key: str) -> list[int]:
        ids = [i for i in self._model.base_ids() if i not in self.last_rows]
        for other, column_filter in self._filters.items():
            if other != key:
                ids = self._passing(other, column_filter, ids)
        return ids

    def _passing(self, key: str, column_filter: ColumnFilter, ids: list[int]) -> list[int]:
        cells = self._column(key)
        by_row = cells.by_row
        is_right = passes(column_filter, cells.field, cells.text)
        wanted = column_filter.values

        def lets_through(cell: Cell) -> bool:
            return is_right(cell) and (wanted is None or cells.label(cell) in wanted)

        right = {cell: lets_through(cell) for cell in {by_row[i] for i in ids}}
        ids = [i for i in ids if right[by_row[i]]]
        if column_filter.states:
            column, states = self._model.column_of[key], column_filter.states
            ids = [i for i in ids if not states.isdisjoint(self._cell_states(i, column))]
        return ids

    def _column(self, key: str) -> ColumnCells:
        self._renew()
        column = self._model.column_of[key]
        if column not in self._cells:
            self._cells[column] = ColumnCells(self._model, column)
        return self._cells[column]

    def _renew(self) -> None:
        if self._version != self._model.version:
            self._version = self._model.version
            self._cells.clear()
        if self._state_version != self._model.state_version:
            self._state_version = self._model.state_version
            self._states.clear()

    # States of cells

    def _is_known(self, row_id: int, values: Row) -> bool:
        known = self._states.get(row_id)
        return known is not None and known[0] is values

    def _state(self, row_id: int) -> RowState:
        values = self._model.values(row_id)
        known = self._states.get(row_id)
        if known is None or known[0] is not values:
            known = self._states[row_id] = values, self._model.row_state(row_id, values)
        return known[1]

    def _cell_states(self, row_id: int, column: int) -> list[CellState]:
        state = self._state(row_id)
        found = {_STATE_OF_LEVEL[mark.level] for mark in state.marks if mark.column == column}
        if self._model.is_refused(row_id, column):
            found.add(CellState.REFUSED)
        if state.reasons and state.reasons[column]:
            found.add(CellState.CLOSED)
        return list(found)
