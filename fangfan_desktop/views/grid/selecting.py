"""What is selected, and the one cell in hand, which stays while a selection grows from it.

A block grows from its anchor to its reach, opposite corners of it; the cell in hand lies in between
and is where typing goes.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.arranged import ArrangedTable
from fangfan_desktop.views.grid.model import GridModel

_Flag = QItemSelectionModel.SelectionFlag
Place = tuple[int, int]  # row, column


class SelectingTable(ArrangedTable):
    """A table whose cell in hand and selection are moved by keys and mouse alike."""

    def __init__(
        self,
        model: GridModel,
        cells: Sequence[HeaderCell],
        frozen_columns: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cells, frozen_columns, parent)
        self.forget_selection()

    def forget_selection(self) -> None:
        """Nothing was selected yet, such as after other rows came."""
        self._anchor: Place = (0, 0)
        self._reach: Place = (0, 0)
        self._others = QItemSelection()  # blocks that were selected before, with Ctrl

    # The cell in hand

    @property
    def place(self) -> Place:
        """Row and column of the current cell, -1 and -1 where there is none."""
        index = self.currentIndex()
        return index.row(), index.column()

    @property
    def reach(self) -> Place:
        """The corner of the selected block that Shift and an arrow move."""
        return self._reach

    def go(self, row: int, column: int, *, extend: bool = False) -> None:
        """Make a cell the current one; with `extend` the block grows to it, the current stays."""
        if not self.grid.rowCount():
            return
        row = max(0, min(self.grid.rowCount() - 1, row))
        column = self._nearest_shown(column)
        if extend:
            self._grow(row, column)
            return
        self._others = QItemSelection()
        self._anchor = self._reach = (row, column)
        index = self.grid.index(row, column)
        # Not setCurrentIndex: it would heed whether Shift or Ctrl happen to be held.
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def go_inside(self, row: int, column: int) -> None:
        """Make a cell of the selection the current one; the selection stays."""
        index = self.grid.index(row, column)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index)

    def go_beside(self, row: int, column: int) -> None:
        """Begin another block at a cell; what is selected stays selected (Ctrl and a click)."""
        self._others = QItemSelection(self.selectionModel().selection())
        self._anchor = self._reach = (row, column)
        self.selectionModel().setCurrentIndex(self.grid.index(row, column), _Flag.Select)

    def drop_cell(self, row: int, column: int) -> None:
        """Take one cell out of the selection (Ctrl and a click on it); another is in hand then."""
        index = self.grid.index(row, column)
        self.selectionModel().select(index, _Flag.Deselect)
        left = self.selectionModel().selection()
        here = self.currentIndex() if self.currentIndex() != index else left.at(0).topLeft()
        self.selectionModel().setCurrentIndex(here, _Flag.NoUpdate)
        self._others = QItemSelection(left)
        self._anchor = self._reach = (here.row(), here.column())

    def go_to_cell(self, row_id: int, key: str) -> bool:
        """Go to a cell by id and key; False where the row is not shown."""
        row = self.grid.view_row(row_id)
        if row is None:
            return False
        column = self.grid.column_of.get(key, self.shown_columns()[0])
        self.reveal(column)
        self.go(row, column)
        return True

    def _nearest_shown(self, column: int) -> int:
        """The column, or the one shown to the left of it; the first one where there is none."""
        at = self.columns_.position[max(0, min(len(self.grid.columns) - 1, column))]
        shown = self.shown_columns()
        before = [each for each in shown if self.columns_.position[each] <= at]
        return before[-1] if before else shown[0]

    def _keep_current_shown(self) -> None:
        row, column = self.place
        if row >= 0 and column not in self.shown_columns():
            self.go(row, column)
        else:
            self._select_anew()

    def _select_anew(self) -> None:
        """The block in hand reaches over other columns once they stand otherwise."""
        if self.grid.rowCount() and self.place[0] >= 0 and self._anchor != self._reach:
            self.span(self._anchor, self._reach)

    def _grow(self, row: int, column: int) -> None:
        before = self._reach
        self.span(self._anchor, (row, column))
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        stays = across.value(), down.value()
        self.scrollTo(self.grid.index(row, column))
        # A whole row that grows downwards does not scroll to its end.
        if column == before[1]:
            across.setValue(stays[0])
        if row == before[0]:
            down.setValue(stays[1])

    # Blocks

    def span(self, anchor: Place, reach: Place) -> None:
        """Select the block between two corners, and what was selected before it with Ctrl."""
        self._anchor, self._reach = anchor, reach
        block = QItemSelection(self._others)
        top, bottom = sorted((anchor[0], reach[0]))
        for left, right in self._runs(anchor[1], reach[1]):
            corners = self.grid.index(top, left), self.grid.index(bottom, right)
            block.merge(QItemSelection(*corners), _Flag.Select)
        self.selectionModel().select(block, _Flag.ClearAndSelect)

    def _runs(self, one: int, other: int) -> list[tuple[int, int]]:
        """The columns from one to the other as they stand, in runs that follow in the form."""
        left, right = sorted((one, other), key=self.columns_.position.__getitem__)
        columns = sorted(self.columns_.between(left, right))
        starts = [i for i, c in enumerate(columns) if not i or columns[i - 1] != c - 1]
        ends = [*starts[1:], len(columns)]
        return [(columns[a], columns[b - 1]) for a, b in zip(starts, ends, strict=True)]

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block and nothing else; the current cell stays where it is."""
        self._others = QItemSelection()
        self.span((top, left), (bottom, right))

    def select_all(self) -> None:
        """Select every cell; the current cell stays."""
        if self.grid.rowCount():
            order = self.columns_.order
            self.select_block(0, order[0], self.grid.rowCount() - 1, order[-1])

    def select_rows(self) -> None:
        """Widen the block in hand to whole rows."""
        order = self.columns_.order
        self.span((self._anchor[0], order[0]), (self._reach[0], order[-1]))

    def select_columns(self) -> None:
        """Widen the block in hand to whole columns."""
        self.span((0, self._anchor[1]), (self.grid.rowCount() - 1, self._reach[1]))

    def select_column(self, column: int, *, extend: bool = False, add: bool = False) -> None:
        """Select a whole column, the current cell staying in its row.

        Args:
            column: its place.
            extend: all columns from the one selected before (Shift and a click).
            add: beside what is selected (Ctrl and a click).
        """
        if not self.grid.rowCount():
            return
        if self.grid.columns[column].key == "seq" and not extend and not add:
            self.select_all()  # the numbers' heading is the corner of a spreadsheet
            return
        row = max(0, self.place[0])
        if extend:
            self.span((0, self._anchor[1]), (self.grid.rowCount() - 1, column))
            return
        self._others = QItemSelection()
        if add:
            self._others = QItemSelection(self.selectionModel().selection())
        self.span((0, column), (self.grid.rowCount() - 1, column))
        self.selectionModel().setCurrentIndex(self.grid.index(row, column), _Flag.NoUpdate)

    def selected_ranges(self) -> list[tuple[range, range]]:
        """Rows and columns of each selected block; the current cell where nothing is selected."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(i) for i in range(selection.size())]
        blocks = [(range(r.top(), r.bottom() + 1), range(r.left(), r.right() + 1)) for r in ranges]
        row, column = self.place
        if not blocks and row >= 0:
            blocks = [(range(row, row + 1), range(column, column + 1))]
        return blocks

    def selects(self, cells: Iterable[tuple[int, set[int]]]) -> bool:
        """Whether all these cells (row, its columns) are selected in blocks of several."""
        blocks = self.shown_blocks()
        if sum(len(rows) * len(columns) for rows, columns in blocks) < 2:  # noqa: PLR2004 - several
            return False
        selected = [(rows, set(columns)) for rows, columns in blocks]
        return all(
            columns <= set().union(*(each for rows, each in selected if row in rows))
            for row, columns in cells
        )

    def shown_blocks(self) -> list[tuple[range, list[int]]]:
        """Rows and shown columns of each selected block; blocks that are all folded are left out.

        What is folded away is not seen, so that nothing is done to it. Columns come from the left
        as they stand; what Qt selects as several ranges beside each other is one block.
        """
        place = {column: at for at, column in enumerate(self.shown_columns())}
        by_rows: dict[range, set[int]] = {}
        for rows, columns in self.selected_ranges():
            places = by_rows.setdefault(rows, set())
            places.update(place[column] for column in columns if column in place)
        shown = self.shown_columns()
        return [
            (rows, [shown[at] for at in run])
            for rows, places in by_rows.items()
            for run in _following(sorted(places))
        ]

    def whole_columns(self) -> list[int]:
        """The shown columns that are selected from the first row to the last."""
        count = self.grid.rowCount()
        blocks = [columns for rows, columns in self.shown_blocks() if count and len(rows) == count]
        return [column for columns in blocks for column in columns]

    def bounds(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom, right around the selection; None where there is none.

        Left and right are the numbers of the outermost columns as they stand, see
        `columns_between`.
        """
        blocks = self.selected_ranges()
        if not blocks:
            return None
        position = self.columns_.position
        columns = {column for _, span in blocks for column in span}
        return (
            min(rows.start for rows, _ in blocks),
            min(columns, key=position.__getitem__),
            max(rows.stop for rows, _ in blocks) - 1,
            max(columns, key=position.__getitem__),
        )


def _following(numbers: list[int]) -> list[list[int]]:
    """Sorted numbers in runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
