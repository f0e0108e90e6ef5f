"""The list of a column's values that are ticked in its menu: thousands of them, searched."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from fangfan_desktop.domain.pinyin import initials
from fangfan_desktop.views.grid.column_cells import ListedValue
from fangfan_desktop.views.grid.column_filter import EMPTY_WORDS
from fangfan_desktop.views.grid.rows import Index

_Role = Qt.ItemDataRole


class ListedValues(QAbstractListModel):
    """Values with their counts and ticks; only those that match the search are listed.

    A search ticks what it finds and nothing else, as in spreadsheets; without one the ticks are as
    they were before it.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[ListedValue] = []
        self._listed: list[ListedValue] = []
        self._ticks: set[str] = set()
        self._before: set[str] | None = None  # ticks before the search

    def show_values(self, values: Sequence[ListedValue], chosen: Collection[str] | None) -> None:
        """List these; `chosen` are ticked, None ticks all."""
        self.beginResetModel()
        self._all = self._listed = list(values)
        labels = {value.label for value in values}
        self._ticks = labels if chosen is None else labels & set(chosen)
        self._before = None
        self.endResetModel()

    def search(self, text: str) -> None:
        """List what holds the text, or whose pinyin initials do."""
        self.beginResetModel()
        wanted = text.strip().casefold()
        if not wanted:
            self._listed = self._all
            self._ticks = self._ticks if self._before is None else self._before
            self._before = None
        else:
            if self._before is None:
                self._before = self._ticks
            self._listed = [value for value in self._all if _matches(value.label, wanted)]
            self._ticks = {value.label for value in self._listed}
        self.endResetModel()
        self.ticked.emit()

    @property
    def chosen(self) -> frozenset[str] | None:
        """The values that are ticked; None where all are and nothing is searched for."""
        ticked = frozenset(value.label for value in self._listed if value.label in self._ticks)
        is_all = self._before is None and len(ticked) == len(self._all)
        return None if is_all else ticked

    @property
    def tick_state(self) -> Qt.CheckState:
        """Whether all listed values are ticked, some or none."""
        ticked = sum(value.label in self._ticks for value in self._listed)
        if ticked == 0:
            return Qt.CheckState.Unchecked
        is_all = ticked == len(self._listed)
        return Qt.CheckState.Checked if is_all else Qt.CheckState.PartiallyChecked

    def tick_all(self, *, is_on: bool) -> None:
        """Tick all that are listed, or none of them."""
        labels = {value.label for value in self._listed}
        self._ticks = self._ticks | labels if is_on else self._ticks - labels
        self._tell()

    def toggle(self, row: int) -> None:
        """Tick a value, or no longer."""
        if 0 <= row < len(self._listed):
            self._ticks ^= {self._listed[row].label}
            self._tell()

    def labels(self) -> list[str]:
        """What is listed, as it is read."""
        return [self.data(self.index(row), _Role.DisplayRole) for row in range(self.rowCount())]

    def _tell(self) -> None:
        if self._listed:
            self.dataChanged.emit(self.index(0), self.index(len(self._listed) - 1))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._listed)

    def flags(self, index: Index) -> Qt.ItemFlag:
        checkable = Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | checkable

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._listed[index.row()]
        if role == _Role.DisplayRole:
            return f"{value.label or EMPTY_WORDS} · {value.rows:,}".replace("\n", " ")
        if role == _Role.ToolTipRole:
            return value.label or EMPTY_WORDS
        if role == _Role.CheckStateRole:
            is_on = value.label in self._ticks
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        if wanted != (self._listed[index.row()].label in self._ticks):
            self.toggle(index.row())
        return True


class ValueList(QListView):
    """Space ticks; other letters are for the search, so they are handed on (`typed`)."""

    typed = Signal(str)

    def __init__(self, values: ListedValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = values
        self.setModel(values)
        self.setUniformItemSizes(True)
        self.setProperty("role", "values")
        self.setAccessibleName("本列的值")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        is_held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Space:
            self.values.toggle(self.currentIndex().row())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()  # the dialog's
        elif text.isprintable() and text and not is_held:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)


def _matches(label: str, wanted: str) -> bool:
    if not label:
        return wanted in EMPTY_WORDS
    return wanted in label.casefold() or (wanted.isascii() and wanted in initials(label))
