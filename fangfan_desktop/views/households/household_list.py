"""The list of households: ids of all, rows of those that are on the screen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fangfan_desktop.usecases.households import FoundHousehold
from fangfan_desktop.views import style

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_AROUND = 40  # rows fetched above and below the screen
_KEPT = 4000  # rows kept in memory


class HouseholdListModel(QAbstractListModel):
    """Ids in order, and what is known of some of them; never asks by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[int, ...] = ()
        self._places: dict[int, int] = {}
        self._rows: dict[int, FoundHousehold] = {}
        self._asked: set[int] = set()

    @property
    def ids(self) -> tuple[int, ...]:
        """Households of the list, in order."""
        return self._ids

    def set_households(self, ids: tuple[int, ...], rows: Sequence[FoundHousehold]) -> None:
        """Show another list; rows not given are fetched when they come on the screen."""
        known = {row.household_id: row for row in rows}
        self._asked.clear()
        if ids == self._ids:
            self._rows = known
            if ids:
                self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self._places = {household: place for place, household in enumerate(ids)}
        self._rows = known
        self.endResetModel()

    def add_rows(self, rows: Sequence[FoundHousehold]) -> None:
        """Rows that were fetched."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
        for row in rows:
            place = self._places.get(row.household_id)
            if place is not None:
                self._rows[row.household_id] = row
                self._asked.discard(row.household_id)
                self.dataChanged.emit(self.index(place), self.index(place))

    def missing(self, first: int, last: int) -> list[int]:
        """Households around the rows `first` to `last` to fetch; each is named once."""
        if first < 0 or not self._ids:
            return []
        wanted = self._ids[max(0, first - _AROUND) : last + _AROUND + 1]
        found = [one for one in wanted if one not in self._rows and one not in self._asked]
        self._asked.update(found)
        return found

    def place_of(self, household_id: int) -> int | None:
        """Row of a household, or None."""
        return self._places.get(household_id)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        row = self._rows.get(self._ids[index.row()])
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "" if row is None else _spoken(row)
        return None


class HouseholdDelegate(QStyledItemDelegate):
    """Paints name, place and number of people above, tags below."""

    names_villages = True  # False where the list is of one village

    def indent(self) -> int:
        """Pixels to leave at the left of a row, beside the usual margin."""
        return 0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        look = style.current()
        return QSize(look.px("icon_big"), look.px("icon_big") + look.px("space_3"))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        look = style.current()
        seen: Any = option  # Qt's stub lacks its fields
        box: QRect = seen.rect
        state: QStyle.StateFlag = seen.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_selected:
            painter.fillRect(box, look.colour("accent_ground"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.colour("hover"))
        painter.setPen(look.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        row = index.data(ROW)
        if isinstance(row, FoundHousehold):
            side = look.px("space_3")
            left = side + self.indent()
            inner = box.adjusted(left, look.px("space_1"), -side, -look.px("space_1"))
            place = f"{row.village}{row.group}" if self.names_villages else row.group
            _paint_name(painter, inner, row, place, is_bold=is_selected)
            _paint_tags(painter, inner, row)
        painter.restore()


class HouseholdListView(QListView):
    """The list on the screen; tells which rows are needed and which household was chosen."""

    needed = Signal(list)  # household ids
    chosen = Signal(int)  # household id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = HouseholdListModel(self)
        self.setModel(self.rows)
        self.delegate = HouseholdDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("农户名单")
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._ask_soon)
        self.rows.modelReset.connect(self._ask_soon)
        self.rows.dataChanged.connect(self._ask_soon)
        self.selectionModel().currentChanged.connect(self._tell)
        style.current().zoom_changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def current_id(self) -> int | None:
        """The household in hand."""
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else None

    def select(self, household_id: int) -> bool:
        """Take a household in hand without a signal; False where it is not in the list."""
        place = self.rows.place_of(household_id)
        if place is None:
            return False
        index = self.rows.index(place)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(False)
        self.scrollTo(index)
        self.viewport().update()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def _ask_soon(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        height = self.viewport().height()
        first = self.indexAt(QPoint(1, 1)).row()
        last = self.indexAt(QPoint(1, height - 1)).row()
        wanted = self.rows.missing(first, last if last >= 0 else self.rows.rowCount() - 1)
        if wanted:
            self.needed.emit(wanted)

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.rows.ids[current.row()])


def _spoken(row: FoundHousehold) -> str:
    tags = "、".join(tag.text for tag in row.tags)
    return f"{row.head_name} {row.village}{row.group} {row.people}人 {tags}"


def _paint_name(
    painter: QPainter, box: QRect, row: FoundHousehold, place: str, *, is_bold: bool
) -> None:
    look = style.current()
    font = look.font(is_bold=is_bold)
    painter.setFont(font)
    painter.setPen(look.colour("text"))
    top = QRect(box.left(), box.top(), box.width(), box.height() // 2)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(top, middle, row.head_name)
    used = QFontMetrics(font).horizontalAdvance(row.head_name) + look.px("space_1")
    painter.setFont(look.font("text_small"))
    painter.setPen(look.colour("text_2"))
    words = f"{place} · {row.people}人" if place else f"{row.people}人"
    room = top.adjusted(used, 0, 0, 0)
    end = Qt.TextElideMode.ElideMiddle  # 九子岭…组 · 4人
    painter.drawText(room, middle, painter.fontMetrics().elidedText(words, end, room.width()))


def _paint_tags(painter: QPainter, box: QRect, row: FoundHousehold) -> None:
    look = style.current()
    font = look.font("text_small")
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetrics(font)
    left, height = box.left(), metrics.height()
    top = box.top() + box.height() // 2 + (box.height() // 2 - height) // 2
    pad, radius = look.px("space_2"), height / 2
    for tag in row.tags:
        width = metrics.horizontalAdvance(tag.text) + 2 * pad
        if left + width > box.right():
            break
        shape = QRect(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{tag.tone}_ground"))
        painter.drawRoundedRect(shape, radius, radius)
        painter.setPen(look.colour(f"{tag.tone}_text"))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, tag.text)
        left += width + look.px("space_1")
