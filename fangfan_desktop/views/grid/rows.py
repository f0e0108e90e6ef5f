"""The rows of a grid in memory: ids and cached values, shown as they are, never queried for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.views.grid.column import GridColumn, NoState, Refusal, RowState
from fangfan_desktop.views.grid.faces import (
    CLOSED,
    CellTexts,
    Face,
    GridPart,
    Lock,
    OwnText,
    Row,
    make_faces,
    nothing_locked,
)

_SHORT_TEXT = 6  # characters; a longer text may be cut, so the tip tells it whole
Index = QModelIndex | QPersistentModelIndex
_MOST_FACES = 2000  # rows whose texts are kept ready
_LONG = 5  # characters, beyond which a cell may not show all of its text


def _nothing_said(_row_id: int, _values: Row) -> RowState:
    return NoState()


class GridRows(QAbstractTableModel):
    """Rows of a form. `row_state` says what applies and what is wrong; it must be quick.

    It is asked on any thread.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        row_state: Callable[[int, Row], RowState] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.texts = CellTexts(self.columns)
        # A note stands in its answer's cell: `column_of` says where a key is seen, `place_of` where
        # a row holds it.
        self.column_of = {column.key: i for i, column in enumerate(columns)}
        self.place_of = dict(self.column_of)
        self._column_at = {i: i for i in self.place_of.values()}
        for i, column in enumerate(self.columns):
            if column.note_place >= 0:
                self.column_of[column.field.note_key] = i
                self.place_of[column.field.note_key] = column.note_place
                self._column_at[column.note_place] = i
        self.row_state = row_state or _nothing_said
        self.lock: Lock = nothing_locked  # which cells of a row cannot be changed here; quick, too
        self.beyond_words = ""  # what to do with pasted rows below the last one
        self._ids: list[int] = []
        self._rows: dict[int, Row] = {}
        self._base: list[int] = []  # what the page shows; columns' filters leave out some of it
        self._visible: list[int] = []
        # Filters and sorts what the page shows: `RowOrder.arrange`.
        self.arrange: Callable[[list[int]], list[int]] | None = None
        self.heading_tips: Mapping[int, str] = {}  # what headings say of filters and sorts
        self.version = 0  # counts changes of what stands in cells
        self.state_version = 0  # counts changes of what `row_state` goes by, beside the values
        self._given_numbers: Mapping[int, int] | None = None
        self._row_of: dict[int, int] | None = None
        self._faces: dict[int, list[Face]] = {}
        self._pending: dict[int, dict[int, int]] = {}  # row id → place → request number
        self._refused: dict[int, dict[int, Refusal]] = {}

    def all_ids(self) -> list[int]:
        """Ids of all rows, shown or not."""
        return self._ids

    def visible_ids(self) -> list[int]:
        """Ids of the rows shown, from the top."""
        return self._visible

    def base_ids(self) -> list[int]:
        """Ids of the rows that the page shows, before filters and sorts of columns."""
        return self._base

    def rows(self) -> Mapping[int, Row]:
        """Values of all rows by id, shown or not; not to be changed."""
        return self._rows

    def refused_in(self, column: int) -> dict[int, Refusal]:
        """Texts of a column that could not be taken, by row id."""
        return {i: cells[column] for i, cells in self._refused.items() if column in cells}

    def set_numbers(self, numbers: Mapping[int, int] | None) -> None:
        """The number (序号) of each row; None counts the rows that the page shows, from 1."""
        self._given_numbers = numbers
        self._number_rows()
        self._faces.clear()

    def _number_rows(self) -> None:
        numbers = self._given_numbers
        if numbers is None:
            numbers = {row_id: number for number, row_id in enumerate(self._base, 1)}
        self.texts.numbers = numbers
        self.version += 1

    def _show(self, base: list[int]) -> None:
        """Take what the page shows; filters and sorts of columns go over it."""
        if base is not self._base:
            self._base = base
            self._number_rows()
        self._visible = base if self.arrange is None else self.arrange(base)
        self._row_of = None

    def number(self, row: int) -> int:
        """The number (序号) of the row shown at that place."""
        return self.texts.numbers.get(self._visible[row], row + 1)

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

    def seen_at(self, place: int) -> int:
        """The column in whose cell a value of the row is seen; a note stands in its answer's."""
        return self._column_at.get(place, -1)

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing stands in the cell."""
        values = self._rows[self._visible[row]]
        if self.columns[column].key == "seq":
            return False  # the number is seen though no value stands there
        return values[column] in {None, ""} and not self.columns[column].note(values)

    def copied_text(self, row: int, column: int) -> str:
        """The cell as it is copied: a refused text as typed, else the value without grouping."""
        row_id = self._visible[row]
        refused = self._refused.get(row_id)
        if refused and column in refused:
            return refused[column].text
        return self.texts.copied(row_id, row, column, self._rows[row_id])

    def set_own_text(self, column: int, text: OwnText | None) -> None:
        """Let a column show a text of its own making, or the value's again."""
        self.texts.own.pop(column, None)
        if text is not None:
            self.texts.own[column] = text
        self.version += 1
        self._faces.clear()

    def set_covers(self, covers: Mapping[int, Callable[[str], str]]) -> None:
        """Hide a part of what columns show, or show all of it again."""
        self.texts.covers = dict(covers)
        self.version += 1
        self._faces.clear()
        if self._visible:
            last = self.index(len(self._visible) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def lock_reason(self, row: int, column: int) -> str:
        """Why the cell is not typed in here and where it is changed instead, or ""."""
        row_id = self._visible[row]
        locked = self.columns[column].locked
        return locked or self.lock(row_id, column, self._rows[row_id])

    def part(self, rows: range) -> GridPart:
        """These rows as they are now, for work off the window's thread."""
        ids = self._visible[rows.start : rows.stop]
        refused = {i: dict(self._refused[i]) for i in ids if i in self._refused}
        taken = [(i, self._rows[i]) for i in ids]
        return GridPart(
            self.texts, self.row_state, rows.start, taken, refused, self.lock, self.beyond_words
        )

    # What cells look like

    def face(self, row: int, column: int) -> tuple[str, int]:
        """Text and look (bits) of a cell; for painting."""
        row_id = self._visible[row]
        faces = self._faces.get(row_id)
        if faces is None:
            faces = self._make_faces(row_id)
        text, look = faces[column]
        if not text and self.columns[column].key == "seq":
            text = str(self.texts.numbers.get(row_id, row + 1))
        return text, look

    def closed_reason(self, row: int, column: int) -> str:
        """Why the cell does not apply, or ""."""
        row_id = self._visible[row]
        reasons = self.row_state(row_id, self._rows[row_id]).reasons
        return reasons[column] if reasons else ""

    def can_edit(self, row: int, column: int) -> bool:
        """Whether the cell may be typed in; a wrong value where none applies may be cleared."""
        if not self.columns[column].is_editable or self.lock_reason(row, column):
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
        if reason:
            return f"不适用：{reason}", None
        return self.lock_reason(row, column), None

    def _make_faces(self, row_id: int) -> list[Face]:
        values = self._rows[row_id]
        pending = [self._column_at[place] for place in self._pending.get(row_id, ())]
        texts = self.texts.shown(row_id, values)
        state, refused = self.row_state(row_id, values), self._refused.get(row_id, {})
        if len(self._faces) > _MOST_FACES:
            self._faces.clear()
        locked = [c for c in range(len(self.columns)) if self.lock(row_id, c, values)]
        faces = make_faces(self.columns, texts, state, pending, refused, locked)
        self._faces[row_id] = faces
        return faces

    def is_refused(self, row_id: int, column: int) -> bool:
        """Whether the cell keeps a text that could not be taken."""
        return column in self._refused.get(row_id, ())

    def _touch(self, row_ids: Iterable[int]) -> None:
        """Rows look different now."""
        rows: list[int] = []
        self.version += 1
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
            text = self.face(row, column)[0]
            words = (self.message(row, column)[0], text if len(text) > _SHORT_TEXT else "")
            return "\n".join(filter(None, words)) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[column].alignment
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.ToolTipRole and is_column:
            path = " › ".join(text for text in self.columns[section].field.headings if text)
            return "\n".join(filter(None, (path, self.heading_tips.get(section))))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].field.name if is_column else str(section + 1)
