"""The list of households with a box to tick at each."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from fangfan_desktop.views import style
from fangfan_desktop.views.households.household_list import HouseholdDelegate, HouseholdListView


class PickList(HouseholdListView):
    """Space or a click at the box ticks; ticks outlive another list.

    Signals:
        ticks_changed: other households are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticked: set[int] = set()
        self.setProperty("role", "picks")  # its boxes look as all boxes do
        self.delegate = _TickDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)

    def tick(self, household_ids: Iterable[int]) -> None:
        """Tick these, and no others."""
        self.ticked = set(household_ids)
        self.viewport().update()
        self.ticks_changed.emit()

    def tick_all(self, besides: Collection[int] = ()) -> None:
        """Tick all that are listed, and these."""
        self.tick({*besides, *self.rows.ids})

    def toggle(self, household_ids: Collection[int]) -> None:
        """Tick these; where all are ticked, take the ticks away."""
        ids = set(household_ids)
        self.tick(self.ticked - ids if ids <= self.ticked else self.ticked | ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggle([self.rows.ids[index.row()] for index in self.selectedIndexes()])
        elif (
            event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.selectAll()
            self.tick_all(self.ticked)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < box_width():
            self.setCurrentIndex(index)
            self.toggle([self.rows.ids[index.row()]])
            return
        super().mousePressEvent(event)


class _TickDelegate(HouseholdDelegate):
    """The box at the left of each household."""

    def __init__(self, view: PickList) -> None:
        super().__init__(view)
        self._view = view

    def indent(self) -> int:
        """Room for the box."""
        return box_width() - style.current().px("space_3")

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        row: QRect = cast("Any", option).rect  # Qt's stub lacks its fields
        look = style.current()
        box: Any = QStyleOptionButton()
        size = look.px("checkbox")
        top = row.center().y() - size // 2
        box.rect = QRect(row.left() + look.px("space_3"), top, size, size)
        is_on = self._view.rows.ids[index.row()] in self._view.ticked
        state = QStyle.StateFlag.State_On if is_on else QStyle.StateFlag.State_Off
        box.state = state | QStyle.StateFlag.State_Enabled
        self._view.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, self._view
        )


def box_width() -> int:
    """Pixels that the box takes at the left of a row."""
    look = style.current()
    return look.px("checkbox") + 2 * look.px("space_3")
