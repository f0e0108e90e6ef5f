"""One column of the board: cards of cases that wait for the same step, or stand in one state."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from fangfan_desktop.usecases.case_list import CaseLine, ColumnKey
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.card import CASE, CardDelegate, spoken

_Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """Cases of one column, in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cases: Sequence[CaseLine] = ()
        self.today: Any = None

    def set_cases(self, cases: Sequence[CaseLine]) -> None:
        """Show other cases."""
        self.beginResetModel()
        self.cases = cases
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.cases):
            return None
        case = self.cases[index.row()]
        if role == CASE:
            return case
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return spoken(case, self.today)
        return None


class BoardColumn(QListView):
    """The list of a column.

    Signals:
        selected: other cards are selected here.
        opened: id of the case whose card was double-clicked, or taken with Enter.
        side_key: an arrow to the column at the left (-1) or right (1).
    """

    selected = Signal()
    opened = Signal(int)
    side_key = Signal(int)

    def __init__(self, key: ColumnKey) -> None:
        super().__init__()
        self.key = key
        self.setProperty("role", "plain")
        self.setAccessibleName(key.title)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.delegate = CardDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().selectionChanged.connect(self.selected)
        self.doubleClicked.connect(self._open)
        style.current().zoom_changed.connect(self.scheduleDelayedItemsLayout)

    def show_cases(self, cases: Sequence[CaseLine], today: Any) -> None:
        """Show these cases as cards; those selected before stay selected, without a signal."""
        kept, current = {case.case_id for case in self.chosen}, self.current_id
        self.cards.today = self.delegate.today = today
        model = self.selectionModel()
        model.blockSignals(True)
        self.cards.set_cases(cases)
        self.select(kept, current)
        model.blockSignals(False)
        self.viewport().update()

    @property
    def chosen(self) -> tuple[CaseLine, ...]:
        """The cases of the selected cards, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.cards.cases[row] for row in rows if row < len(self.cards.cases))

    @property
    def current_id(self) -> int | None:
        """The case of the card in hand."""
        row = self.currentIndex().row()
        return self.cards.cases[row].case_id if 0 <= row < len(self.cards.cases) else None

    def select(self, case_ids: Collection[int], current: int | None = None) -> None:
        """Select the cards of these cases, and take one in hand."""
        flag = self.selectionModel().SelectionFlag
        for row, case in enumerate(self.cards.cases):
            if case.case_id == current:
                self.selectionModel().setCurrentIndex(self.cards.index(row), flag.NoUpdate)
            if case.case_id in case_ids:
                self.selectionModel().select(self.cards.index(row), flag.Select)

    def take_first(self) -> None:
        """Take the keys; a card is selected wherever there is one."""
        self.setFocus()
        self._take_card()

    def _take_card(self) -> None:
        """Qt puts a card in hand with the keys, but does not select it."""
        model = self.selectionModel()
        if self.cards.cases and not model.hasSelection():
            row = max(0, self.currentIndex().row())
            model.setCurrentIndex(self.cards.index(row), model.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps:
            self.side_key.emit(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._take_card()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.cards.cases[index.row()].case_id)
