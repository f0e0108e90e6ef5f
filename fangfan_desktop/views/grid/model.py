"""The rows of a grid in memory: ids and cached values, shown as they are, never queried for.

The model writes nothing. What the clerk enters is shown at once as pending and asked for with
`edits_requested`; the page answers with `apply_saved` or `mark_refused`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.forms.values import format_value, parse_value
from fangfan_desktop.views.grid.column import (
    CellEdit,
    EditRequest,
    GridColumn,
    NoState,
    Refusal,
    RowState,
    shown_text,
)

Index = QModelIndex | QPersistentModelIndex
Row = tuple[Value, ...]

# How a cell looks, as bits.
CLOSED = 1  # does not apply
ERROR = 2
DOUBT = 4
HINT = 8
PENDING = 16
LOCKED = 32  # from the registry or worked out
_BIT_OF_LEVEL = {Level.ERROR: ERROR, Level.DOUBT: DOUBT, Level.HINT: HINT}
_MOST_FACES = 2000  # rows whose texts are kept ready


def _nothing_said(_row_id: int, _values: Row) -> RowState:
    return NoState()


class GridModel(QAbstractTableModel):
    """Rows of a form. `row_state` says what applies and what is wrong; it must be quick."""

    edits_requested = QtSignal(object)  # EditRequest
    reloading = QtSignal()  # the rows are about to be replaced: take what is being typed

    def __init__(
        self,
        columns: Sequence[GridColumn],
        row_state: Callable[[int, Row], RowState] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.column_of = {column.key: i for i, column in enumerate(columns)}
        self.row_state = row_state or _nothing_said
        self._ids: list[int] = []
        self._rows: dict[int, Row] = {}
        self._visible: list[int] = []
        self._row_of: dict[int, int] | None = None
        self._faces: dict[int, list[tuple[str, int]]] = {}
        self._saved: dict[int, Row] = {}  # rows with pending cells, as they are on disk
        self._pending: dict[int, dict[int, int]] = {}  # row id → column → request number
        self._refused: dict[int, dict[int, Refusal]] = {}
        self._number = 0
        self.name = ""  # of the form; the steps of history begin with it: 附件1

    # Rows

    def set_rows(self, ids: Sequence[int], rows: Iterable[Sequence[Value]]) -> None:
        """Show these rows; what was pending or refused in rows still there stays."""
        self.reloading.emit()
        self.beginResetModel()
        self._ids = list(ids)
        fresh = {i: tuple(row) for i, row in zip(self._ids, rows, strict=True)}
        pending = {i: cells for i, cells in self._pending.items() if i in fresh}
        shown = {i: self._rows[i] for i in pending}
        self._saved = {i: fresh[i] for i in pending}
        self._pending = pending
        self._refused = {i: cells for i, cells in self._refused.items() if i in fresh}
        self._rows = fresh
        for row_id, cells in pending.items():
            self._overlay(row_id, {column: shown[row_id][column] for column in cells})
        self._visible = self._ids
        self._row_of = None
        self._faces.clear()
        self.endResetModel()

    def set_visible(self, ids: Sequence[int] | None) -> None:
        """Show only these rows, in this order; None shows all in the order they came."""
        self.reloading.emit()
        self.beginResetModel()
        self._visible = self._ids if ids is None else [i for i in ids if i in self._rows]
        self._row_of = None
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

    def refresh_states(self) -> None:
        """Ask `row_state` anew, such as after the income line was changed."""
        self._faces.clear()
        if self._visible:
            last = self.index(len(self._visible) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def all_ids(self) -> list[int]:
        """Ids of all rows, shown or not."""
        return self._ids

    def visible_ids(self) -> list[int]:
        """Ids of the rows shown, from the top."""
        return self._visible

    def row_id(self, row: int) -> int:
        """Id of the row shown at that place, from 0."""
        return self._visible[row]

    def view_row(self, row_id: int) -> int | None:
        """Place of a row among those shown, or None."""
        if self._row_of is None:
            self._row_of = {i: row for row, i in enumerate(self._visible)}
        return self._row_of.get(row_id)

    def values(self, row_id: int) -> Row:
        """Values of a row as shown, pending ones included; KeyError for an unknown row."""
        return self._rows[row_id]

    def value(self, row: int, column: int) -> Value:
        """The value at a place of the grid."""
        return self._rows[self._visible[row]][column]

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing stands in the cell."""
        return self._rows[self._visible[row]][column] in {None, ""}

    def copied_text(self, row: int, column: int) -> str:
        """The cell as it is copied: a refused text as typed, else the value without grouping."""
        row_id = self._visible[row]
        refused = self._refused.get(row_id)
        if refused and column in refused:
            return refused[column].text
        value = self._rows[row_id][column]
        if value is None and self.columns[column].key == "seq":
            return str(row + 1)
        return format_value(self.columns[column].field, value)

    # What cells look like

    def face(self, row: int, column: int) -> tuple[str, int]:
        """Text and look (bits) of a cell; for painting."""
        row_id = self._visible[row]
        faces = self._faces.get(row_id)
        if faces is None:
            faces = self._make_faces(row_id)
        text, look = faces[column]
        if not text and self.columns[column].key == "seq":
            text = str(row + 1)
        return text, look

    def closed_reason(self, row: int, column: int) -> str:
        """Why the cell does not apply, or ""."""
        row_id = self._visible[row]
        reasons = self.row_state(row_id, self._rows[row_id]).reasons
        return reasons[column] if reasons else ""

    def can_edit(self, row: int, column: int) -> bool:
        """Whether the cell may be typed in; a wrong value where none applies may be cleared."""
        if not self.columns[column].is_editable:
            return False
        return not self.face(row, column)[1] & CLOSED or not self.is_empty(row, column)

    def message(self, row: int, column: int) -> tuple[str, Level | None]:
        """What there is to say about a cell, and how grave it is."""
        row_id = self._visible[row]
        refusal = self._refused.get(row_id, {}).get(column)
        if refusal:
            return refusal.sentence, Level.ERROR
        state = self.row_state(row_id, self._rows[row_id])
        for mark in state.marks:
            if mark.column == column:
                return mark.message, mark.level
        reason = state.reasons[column] if state.reasons else ""
        return (f"不适用：{reason}", None) if reason else ("", None)

    def _make_faces(self, row_id: int) -> list[tuple[str, int]]:
        values = self._rows[row_id]
        state = self.row_state(row_id, values)
        looks = [0 if column.is_editable else LOCKED for column in self.columns]
        for column, reason in enumerate(state.reasons[: len(looks)]):
            if reason:
                looks[column] |= CLOSED
        for mark in state.marks:
            looks[mark.column] |= _BIT_OF_LEVEL[mark.level]
        for column in self._pending.get(row_id, ()):
            looks[column] |= PENDING
        texts = [shown_text(*pair) for pair in zip(self.columns, values, strict=False)]
        for column, refusal in self._refused.get(row_id, {}).items():
            texts[column] = refusal.text
            looks[column] |= ERROR
        if len(self._faces) > _MOST_FACES:
            self._faces.clear()
        faces = self._faces[row_id] = list(zip(texts, looks, strict=True))
        return faces

    # Entering

    def enter_text(self, row: int, column: int, text: str, action: str = "") -> bool:
        """Take a typed text: ask for the edit, or keep the text in its cell with the reason."""
        row_id = self._visible[row]
        field = self.columns[column].field
        try:
            value = parse_value(field, text)
        except UserError as error:
            self.keep_refused([(row_id, column, Refusal(text, error.sentence))])
            return False
        self.request([CellEdit(row_id, field.key, value)], action or f"填写“{field.name}”")
        return True

    def request(self, edits: Sequence[CellEdit], action: str) -> EditRequest | None:
        """Show values as pending and ask the page to write them; None where nothing changes."""
        wanted: list[CellEdit] = []
        touched: dict[int, dict[int, Value]] = {}
        cleared: set[int] = set()
        for edit in edits:
            column = self.column_of[edit.key]
            if self._refused.get(edit.row_id, {}).pop(column, None):
                cleared.add(edit.row_id)
            if self._rows[edit.row_id][column] != edit.value:
                wanted.append(edit)
                touched.setdefault(edit.row_id, {})[column] = edit.value
        if not wanted:
            self._touch(cleared)
            return None
        self._number += 1
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
        for edit in request.edits:
            column = self.column_of[edit.key]
            if self._pending.get(edit.row_id, {}).get(column) != request.number:
                continue
            if isinstance(sentences, str):
                sentence = sentences
            else:
                sentence = sentences.get((edit.row_id, edit.key), "没有保存，请再填一次")
            text = format_value(self.columns[column].field, edit.value)
            kept.append((edit.row_id, column, Refusal(text, sentence)))
            row = list(self._rows[edit.row_id])
            row[column] = self._saved[edit.row_id][column]
            self._rows[edit.row_id] = tuple(row)
        for row_id in {edit.row_id for edit in request.edits if edit.row_id in self._rows}:
            self._settle(row_id, request.number)
        self.keep_refused(kept)

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

    def is_refused(self, row_id: int, column: int) -> bool:
        """Whether the cell keeps a text that could not be taken."""
        return column in self._refused.get(row_id, ())

    def refused_cells(self) -> dict[tuple[int, str], Refusal]:
        """All refused texts by row id and key."""
        return {
            (row_id, self.columns[column].key): refusal
            for row_id, cells in self._refused.items()
            for column, refusal in cells.items()
        }

    @property
    def pending_count(self) -> int:
        """Number of cells that are not on disk yet."""
        return sum(len(cells) for cells in self._pending.values())

    def _settle(self, row_id: int, number: int) -> None:
        """Forget the pending cells of a request, later ones of the same row stay."""
        cells = self._pending.get(row_id, {})
        left = {column: n for column, n in cells.items() if n != number}
        if left:
            self._pending[row_id] = left
        else:
            self._pending.pop(row_id, None)
            self._saved.pop(row_id, None)

    def _overlay(self, row_id: int, cells: Mapping[int, Value]) -> None:
        row = list(self._rows[row_id])
        for column, value in cells.items():
            row[column] = value
        self._rows[row_id] = tuple(row)

    def _touch(self, row_ids: Iterable[int]) -> None:
        """Rows look different now."""
        rows: list[int] = []
        for row_id in row_ids:
            self._faces.pop(row_id, None)
            row = self.view_row(row_id)
            if row is not None:
                rows.append(row)
        if rows:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.can_edit(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.face(row, column)[0]
        if role == Qt.ItemDataRole.EditRole:
            return self.copied_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.message(row, column)[0] or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[column].alignment
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.enter_text(index.row(), index.column(), str(value))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].field.name if is_column else str(section + 1)
