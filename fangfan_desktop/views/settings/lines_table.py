"""A table of plain lines for the settings: texts by column, an id a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fangfan_desktop.views import style

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it stands for, and its texts."""

    key: Any
    texts: tuple[str, ...]
    is_pale: bool = False


class LinesModel(QAbstractTableModel):
    """Lines under headings; numbers are given as texts and named by `number_columns`."""

    def __init__(
        self,
        headings: Sequence[str],
        number_columns: frozenset[int] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._numbers = number_columns
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numbers:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and line.is_pale:
            return style.current().colour("text_2")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = index.column() in self._numbers
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            )
        return None


class LinesTable(QTableView):
    """The table on the screen; the row in hand stays through a reload."""

    def __init__(
        self,
        headings: Sequence[str],
        *,
        name: str,
        number_columns: frozenset[int] = frozenset(),
        tight_columns: frozenset[int] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines = LinesModel(headings, number_columns, self)
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in number_columns | tight_columns:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._resize()
        style.current().zoom_changed.connect(self._resize)

    @property
    def current_key(self) -> Any:
        """What the row in hand stands for; None without one."""
        row = self.currentIndex().row()
        lines = self.lines.lines
        return lines[row].key if 0 <= row < len(lines) else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows; the one in hand stays where it is still there, else the first."""
        key = self.current_key
        self.lines.set_lines(lines)
        if lines:
            row = next((i for i, line in enumerate(lines) if line.key == key), 0)
            self.selectRow(row)

    def _resize(self) -> None:
        look = style.current()
        self.verticalHeader().setDefaultSectionSize(look.px("row_wide"))
        self.horizontalHeader().setFixedHeight(look.px("row_wide"))
