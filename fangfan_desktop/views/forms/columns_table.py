"""The table of a form's columns: arrows, F2 and typing change a cell, keys move whole columns."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fangfan_desktop.views import style
from fangfan_desktop.views.forms.columns_model import (
    CONDITION,
    CONTENT,
    HEADING,
    HEADINGS,
    KIND,
    NUMBER,
    REQUIRED,
    SOURCE,
    WIDTH,
    ColumnsModel,
)
from fangfan_desktop.views.forms.tinted import TintedDelegate, show_as_lines
from fangfan_desktop.views.forms.words import KINDS

_WIDTHS = {NUMBER: 34, KIND: 72, REQUIRED: 40, CONTENT: 128, CONDITION: 120, SOURCE: 46, WIDTH: 46}
_HEADING_LEAST = 180
_Index = QModelIndex | QPersistentModelIndex


class KindDelegate(TintedDelegate):
    """A box of kinds for the cell of the kind."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        box = QComboBox(parent)
        box.setProperty("role", "cell")
        for word, kind in KINDS:
            box.addItem(word, kind.value)
        box.activated.connect(lambda: self._take(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data()))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class ColumnsTable(QTableView):
    """Emits what keys ask for: `moved` by -1 or 1, `removed`, `copied`, `added`."""

    moved = Signal(int)
    removed = Signal()
    copied = Signal()
    added = Signal()
    column_changed = Signal(int)  # the line in hand, from 0; -1 without one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = ColumnsModel(self)
        self.setModel(self.columns)
        self.setAccessibleName("表的各栏")
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        show_as_lines(self, path_at=HEADING)
        self._kinds = KindDelegate(self)
        self.setItemDelegateForColumn(KIND, self._kinds)
        self.selectionModel().currentRowChanged.connect(self._tell_column)
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    @property
    def chosen(self) -> list[int]:
        """The lines selected, from 0."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def choose(self, rows: Iterable[int], cell: int = HEADING) -> None:
        """Select these lines; the first of them is in hand."""
        wanted = [row for row in rows if 0 <= row < self.columns.rowCount()]
        if not wanted:
            return
        selection = QItemSelection()
        for row in wanted:
            selection.select(self.columns.index(row, 0), self.columns.index(row, len(HEADINGS) - 1))
        first = self.columns.index(wanted[0], cell)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)
        self.scrollTo(first)
        self.column_changed.emit(wanted[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        is_alt = held == Qt.KeyboardModifier.AltModifier
        is_control = held == Qt.KeyboardModifier.ControlModifier
        if is_alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif key == Qt.Key.Key_Insert:
            self.added.emit()
        elif is_control and key == Qt.Key.Key_D:
            self.copied.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _tell_column(self, index: QModelIndex) -> None:
        self.column_changed.emit(index.row())

    def _resize(self) -> None:
        look = style.current()
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(look.px("row"))
        header.setFixedHeight(look.px("row_wide"))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.scaled(width))
        self.setMinimumWidth(look.scaled(_HEADING_LEAST + sum(_WIDTHS.values()) // 2))
