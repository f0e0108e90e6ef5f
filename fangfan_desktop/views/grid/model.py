"""The rows of a grid and what is entered in them.

The model writes nothing. What the clerk enters is shown at once as pending and asked for with
`edits_requested`; the page answers with `apply_saved` or `mark_refused`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtCore import Signal as QtSignal

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.views.grid.column import (
    CellEdit,
    EditRequest,
    GridColumn,
    Refusal,
    RowState,
)
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.rows import GridRows, Index


class GridModel(GridRows):
    """Rows of a form that can be entered."""

    edits_requested = QtSignal(object)  # EditRequest
    rows_updated = QtSignal(object)  # ids of rows whose values came from elsewhere or from disk
    reloading = QtSignal()  # the rows are about to be replaced: take what is being typed

    def __init__(
        self,
        columns: Sequence[GridColumn],
        row_state: Callable[[int, Row], RowState] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, row_state, parent)
        self._saved: dict[int, Row] = {}  # rows with pending cells, as they are on disk
        self._number = 0
        # Cells that the last entry left in red, and whether something was written beside them.
        self._latest: tuple[set[tuple[int, int]], bool] = set(), False
        self.read_only = ""  # why nothing can be entered, such as a campaign that is closed
        self.name = ""  # of the form; the steps of history begin with it: 附件1

    # Rows

    def set_rows(self, ids: Sequence[int], rows: Iterable[Sequence[Value]]) -> None:
        """Show these rows; what is pending in rows still there stays, what was refused anywhere.

        Rows that are not shown now, such as another village's, come back with their refused texts.
        Where more rows follow those that are shown already, what is being typed goes on.
        """
        if self._goes_on(ids):
            self._append(ids, rows)
            return
        self.reloading.emit()
        self.beginResetModel()
        self._ids = list(ids)
        fresh = {i: tuple(row) for i, row in zip(self._ids, rows, strict=True)}
        pending = {i: cells for i, cells in self._pending.items() if i in fresh}
        shown = {i: self._rows[i] for i in pending}
        self._saved = {i: fresh[i] for i in pending}
        self._pending = pending
        self._rows = fresh
        for row_id, cells in pending.items():
            self._overlay(row_id, {column: shown[row_id][column] for column in cells})
        self._show(self._ids)
        self._faces.clear()
        self.endResetModel()

    def _goes_on(self, ids: Sequence[int]) -> bool:
        """Whether these are the rows that are shown, and more behind them."""
        shown = len(self._ids)
        is_plain = self._base is self._ids and self._visible is self._base
        return is_plain and 0 < shown < len(ids) and list(ids[:shown]) == self._ids

    def _append(self, ids: Sequence[int], rows: Iterable[Sequence[Value]]) -> None:
        fresh = {i: tuple(row) for i, row in zip(ids, rows, strict=True)}
        known = {i: fresh[i] for i in self._ids if fresh[i] != self._saved.get(i, self._rows[i])}
        self.beginInsertRows(QModelIndex(), len(self._ids), len(ids) - 1)
        self._rows = fresh | {i: self._rows[i] for i in self._ids}
        self._ids = list(ids)
        self._show(self._ids)
        self.endInsertRows()
        self.update_rows(known)

    def set_visible(self, ids: Sequence[int] | None) -> None:
        """Show only these rows, in this order; None shows all in the order they came.

        Filters and sorts of columns go over them.
        """
        self.reloading.emit()
        self.beginResetModel()
        self._show(self._ids if ids is None else [i for i in ids if i in self._rows])
        self.endResetModel()

    def arrange_anew(self) -> None:
        """Filter and sort the page's rows by what stands in them now."""
        self.reloading.emit()
        self.beginResetModel()
        self._show(self._base)
        self.endResetModel()

    def update_rows(self, rows: Mapping[int, Sequence[Value]]) -> None:
        """Values that were changed elsewhere; cells that are still pending keep what was typed."""
        known = {i: tuple(row) for i, row in rows.items() if i in self._rows}
        for row_id, row in known.items():
            cells = self._pending.get(row_id)
            if cells:
                shown = self._rows[row_id]
                self._saved[row_id] = row
                self._rows[row_id] = row
                self._overlay(row_id, {column: shown[column] for column in cells})
            else:
                self._rows[row_id] = row
        self._touch(known)
        self.rows_updated.emit(known.keys())

    def refresh_states(self) -> None:
        """Ask `row_state` anew, such as after the income line was changed."""
        self.state_version += 1
        self._faces.clear()
        if self._visible:
            last = self.index(len(self._visible) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Entering

    def enter_text(self, row: int, column: int, text: str, action: str = "") -> bool:
        """Take a typed text: ask for the edit, or keep the text in its cell with the reason."""
        row_id = self._visible[row]
        field = self.columns[column].field
        try:
            values = self.columns[column].read_text(text)
        except UserError as error:
            self.keep_refused([(row_id, column, Refusal(text, error.sentence))])
            self._latest = {(row_id, column)}, False
            return False
        self.request(self.edits_of(row_id, column, values), action or f"填写“{field.name}”")
        return True

    def edits_of(self, row_id: int, column: int, values: Sequence[Value]) -> list[CellEdit]:
        """The edits that put a value, and the note where one is given, into a cell."""
        field = self.columns[column].field
        keys = (field.key, field.note_key)
        return [CellEdit(row_id, *pair) for pair in zip(keys, values, strict=False)]

    def request(self, edits: Sequence[CellEdit], action: str) -> EditRequest | None:
        """Show values as pending and ask the page to write them; None where nothing changes."""
        wanted: list[CellEdit] = []
        touched: dict[int, dict[int, Value]] = {}
        cleared: set[int] = set()
        for edit in edits:
            if edit.row_id not in self._rows:  # went while it was looked at, see `gone_rows`
                continue
            place = self.place_of[edit.key]
            if self._refused.get(edit.row_id, {}).pop(self.column_of[edit.key], None):
                cleared.add(edit.row_id)
            if self._rows[edit.row_id][place] != edit.value:
                wanted.append(edit)
                touched.setdefault(edit.row_id, {})[place] = edit.value
        if not wanted:
            self._touch(cleared)
            return None
        self._number += 1
        self._latest = set(), True
        for row_id, cells in touched.items():
            self._saved.setdefault(row_id, self._rows[row_id])
            self._pending.setdefault(row_id, {}).update(dict.fromkeys(cells, self._number))
            self._overlay(row_id, cells)
        self._touch(touched.keys() | cleared)
        step = f"{self.name}：{action}" if self.name else action
        request = EditRequest(self._number, step, tuple(wanted))
        self.edits_requested.emit(request)
        return request

    def apply_saved(self, request: EditRequest, rows: Mapping[int, Sequence[Value]]) -> None:
        """The request is on disk; `rows` are the rows as they now are, worked-out cells included.

        Rows of the request that are missing in `rows` keep what is shown.
        """
        touched = {edit.row_id for edit in request.edits if edit.row_id in self._rows}
        shown = {row_id: self._rows[row_id] for row_id in touched}
        for row_id in touched:
            self._settle(row_id, request.number)
        self.update_rows({i: rows.get(i, shown[i]) for i in touched})
        self.update_rows({i: row for i, row in rows.items() if i not in touched})

    def mark_refused(
        self, request: EditRequest, sentences: str | Mapping[tuple[int, str], str]
    ) -> None:
        """The request was not written: the cells keep what was typed, in red, with the reason."""
        kept: list[tuple[int, int, Refusal]] = []
        stored: dict[int, dict[int, Value]] = {}
        for edit in request.edits:
            column, place = self.column_of[edit.key], self.place_of[edit.key]
            if self._pending.get(edit.row_id, {}).get(place) != request.number:
                continue
            if isinstance(sentences, str):
                sentence = sentences
            else:
                sentence = sentences.get((edit.row_id, edit.key), "没有保存，请再填一次")
            text = self.texts.copied(edit.row_id, 0, column, self._rows[edit.row_id])
            kept.append((edit.row_id, column, Refusal(text, sentence)))
            stored.setdefault(edit.row_id, {})[place] = self._saved[edit.row_id][place]
        for row_id, cells in stored.items():
            self._overlay(row_id, cells)
        for row_id in {edit.row_id for edit in request.edits if edit.row_id in self._rows}:
            self._settle(row_id, request.number)
        self.keep_refused(kept)

    def take_block(
        self,
        rows: Mapping[int, Sequence[Value]],
        written: Mapping[int, Iterable[str]],
        refused: Mapping[int, Mapping[int, Refusal]],
    ) -> None:
        """A large block is on disk.

        Args:
            rows: as they now are.
            written: the keys that were written of each row; texts refused there before go.
            refused: texts of the block that could not be taken, by row and column.
        """
        for row_id in written.keys() & self._refused.keys():
            for key in written[row_id]:
                self._refused[row_id].pop(self.column_of[key], None)
        self.update_rows(rows)
        for row_id, cells in refused.items():
            if row_id in self._rows:
                self._refused.setdefault(row_id, {}).update(cells)
        self._latest = {(i, column) for i, cells in refused.items() for column in cells}, True
        self._touch(refused)

    def keep_refused(self, cells: Iterable[tuple[int, int, Refusal]]) -> None:
        """Keep texts that could not be taken in their cells (row id, column, refusal)."""
        touched: set[int] = set()
        for row_id, column, refusal in cells:
            self._refused.setdefault(row_id, {})[column] = refusal
            touched.add(row_id)
        self._touch(touched)

    def drop_refused(self, row: int, column: int) -> bool:
        """Give up a refused text; the value on disk shows again. False where there is none."""
        row_id = self._visible[row]
        dropped = self._refused.get(row_id, {}).pop(column, None)
        self._touch([row_id])
        return dropped is not None

    def enter_block(
        self,
        edits: Sequence[CellEdit],
        action: str,
        refused: Mapping[int, Mapping[int, Refusal]],
    ) -> None:
        """Ask for the edits of a block, and keep its texts that cannot be taken."""
        is_written = self.request(edits, action) is not None
        cells = [
            (i, column, each)
            for i, row in refused.items()
            if i in self._rows
            for column, each in row.items()
        ]
        self.keep_refused(cells)
        if is_written or cells:
            self._latest = {(row_id, column) for row_id, column, _ in cells}, is_written

    def gone_rows(self, row_ids: Iterable[int]) -> int:
        """How many of these rows are not in the table any more: rows go while a dialog is open."""
        return len({row_id for row_id in row_ids if row_id not in self._rows})

    def take_back_refused(self) -> int:
        """Give up the texts that the last entry left in red; whether undo has done its work then.

        Returns:
            The number of cells where nothing was written beside them, else 0: there is a step to
            be taken back, too.
        """
        (cells, is_written), self._latest = self._latest, (set(), False)
        taken = [
            row_id for row_id, column in cells if self._refused.get(row_id, {}).pop(column, None)
        ]
        self._touch(taken)
        return 0 if is_written else len(taken)

    def refused_cells(self) -> dict[tuple[int, str], Refusal]:
        """All refused texts by row id and key, those of rows that are not shown now too."""
        return {
            (row_id, self.columns[column].key): refusal
            for row_id, cells in self._refused.items()
            for column, refusal in cells.items()
        }

    def take_refused(self) -> dict[tuple[int, str], Refusal]:
        """All refused texts, which the grid gives up."""
        cells = self.refused_cells()
        self._refused.clear()
        self._touch({row_id for row_id, _ in cells})
        return cells

    @property
    def pending_count(self) -> int:
        """Number of cells that are not on disk yet."""
        return sum(len(cells) for cells in self._pending.values())

    def _settle(self, row_id: int, number: int) -> None:
        """Forget the pending cells of a request, later ones of the same row stay."""
        cells = self._pending.get(row_id, {})
        left = {place: n for place, n in cells.items() if n != number}
        if left:
            self._pending[row_id] = left
        else:
            self._pending.pop(row_id, None)
            self._saved.pop(row_id, None)

    def _overlay(self, row_id: int, cells: Mapping[int, Value]) -> None:
        row = list(self._rows[row_id])
        for place, value in cells.items():
            row[place] = value
        self._rows[row_id] = tuple(row)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.enter_text(index.row(), index.column(), str(value))
