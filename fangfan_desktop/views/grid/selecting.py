"""What is selected, and the one cell in hand, which stays while a selection grows from it.

A block grows from its anchor to its reach, opposite corners of it; the cell in hand lies in between
and is where typing goes.
"""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.table import GridTable

_Flag = QItemSelectionModel.SelectionFlag
Place = tuple[int, int]  # row, column


class SelectingTable(GridTable):
    """A table whose cell in hand and selection are moved by keys and mouse alike."""

    def __init__(
        self, model: GridModel, cells: Sequence[HeaderCell], parent: QWidget | None = None
    ) -> None:
        super().__init__(model, cells, parent)
        self.grid = model
        self.forget_selection()

    def forget_selection(self) -> None:
        """Nothing was selected yet, such as after other rows came."""
        self._anchor: Place = (0, 0)
        self._reach: Place = (0, 0)
        self._others = QItemSelection()  # blocks that were selected before, with Ctrl

    def shown_columns(self) -> list[int]:
        """Columns that are not folded away, from the left."""
        return [c for c in range(len(self.grid.columns)) if not self.isColumnHidden(c)]

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

    def go_to_cell(self, row_id: int, key: str) -> bool:
        """Go to a cell by id and key; False where the row is not shown."""
        row = self.grid.view_row(row_id)
        if row is None:
            return False
        self.go(row, self.grid.column_of.get(key, 0))
        return True

    def _nearest_shown(self, column: int) -> int:
        column = max(0, min(len(self.grid.columns) - 1, column))
        while column > 0 and self.isColumnHidden(column):
            column -= 1
        return column

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
        block.merge(
            QItemSelection(
                self.grid.index(min(anchor[0], reach[0]), min(anchor[1], reach[1])),
                self.grid.index(max(anchor[0], reach[0]), max(anchor[1], reach[1])),
            ),
            _Flag.Select,
        )
        self.selectionModel().select(block, _Flag.ClearAndSelect)

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block and nothing else; the current cell stays where it is."""
        self._others = QItemSelection()
        self.span((top, left), (bottom, right))

    def select_all(self) -> None:
        """Select every cell; the current cell stays."""
        if self.grid.rowCount():
            self.select_block(0, 0, self.grid.rowCount() - 1, len(self.grid.columns) - 1)

    def select_rows(self) -> None:
        """Widen the block in hand to whole rows."""
        self.span((self._anchor[0], 0), (self._reach[0], len(self.grid.columns) - 1))

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

    def shown_blocks(self) -> list[tuple[range, list[int]]]:
        """Rows and shown columns of each selected block; blocks that are all folded are left out.

        What is folded away is not seen, so that nothing is done to it.
        """
        shown = self.shown_columns()
        blocks = [(rows, [c for c in shown if c in cs]) for rows, cs in self.selected_ranges()]
        return [block for block in blocks if block[1]]

    def bounds(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom, right around the selection; None where there is none."""
        blocks = self.selected_ranges()
        if not blocks:
            return None
        return (
            min(rows.start for rows, _ in blocks),
            min(columns.start for _, columns in blocks),
            max(rows.stop for rows, _ in blocks) - 1,
            max(columns.stop for _, columns in blocks) - 1,
        )
