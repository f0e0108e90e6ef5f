"""The list of today's tasks: tag, title, detail, and the page that one click opens."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fangfan_desktop.usecases.workbench import Task, Urgency
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level

_Index = QModelIndex | QPersistentModelIndex
_TASK = Qt.ItemDataRole.UserRole
_LEVELS = {
    Urgency.OVERDUE: Level.DANGER,
    Urgency.NEAR: Level.WARN,
    Urgency.WEEK: Level.PLAIN,
    Urgency.LATER: Level.PLAIN,
}


class TaskModel(QAbstractListModel):
    """Tasks as they were read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks: Sequence[Task] = ()

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Show other tasks."""
        self.beginResetModel()
        self._tasks = tasks
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._tasks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        task = self._tasks[index.row()]
        if role == _TASK:
            return task
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{task.tag} {task.title}"
        return task.detail if role == Qt.ItemDataRole.ToolTipRole else None


class _TaskDelegate(QStyledItemDelegate):
    """Paints one task on two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look = style.current()
        return QSize(look.px("popup") // 2, look.px("row") + look.px("row_compact"))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        task = index.data(_TASK)
        look = style.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        self._paint_ground(painter, rect, option.state)
        gap, tag_width = look.px("space_4"), look.px("icon") * 4
        self._paint_tag(
            painter, QRectF(rect.left() + gap, rect.top(), tag_width, rect.height()), task
        )
        left = rect.left() + gap + tag_width + look.px("space_3")
        right = self._paint_place(painter, rect, task)
        words = QRectF(left, rect.top(), max(0.0, right - left), rect.height())
        self._paint_words(painter, words, task)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        look = style.current()
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _paint_tag(self, painter: QPainter, room: QRectF, task: Task) -> None:
        look = style.current()
        level = _LEVELS[task.urgency].value
        height = look.px("icon") + look.px("focus")
        box = QRectF(room.left(), room.center().y() - height / 2, room.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{level}_ground"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(look.colour(f"{level}_text"))
        painter.setFont(look.font("text_small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, task.tag)

    def _paint_place(self, painter: QPainter, rect: QRectF, task: Task) -> float:
        """Paint where the click leads; returns the left edge of it."""
        look = style.current()
        painter.setFont(look.font("text_small"))
        painter.setPen(look.colour("text_2"))
        words = f"→ {task.place}"
        room = rect.adjusted(0, 0, -look.px("space_4"), 0)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, right, words)
        width = painter.fontMetrics().horizontalAdvance(words)
        return room.right() - width - look.px("space_3")

    def _paint_words(self, painter: QPainter, room: QRectF, task: Task) -> None:
        look = style.current()
        elide = Qt.TextElideMode.ElideRight
        half = room.height() / 2
        for text, font, colour, top, bottom in (
            (task.title, look.font("text"), "text", 0.0, Qt.AlignmentFlag.AlignBottom),
            (task.detail, look.font("text_small"), "text_2", half, Qt.AlignmentFlag.AlignTop),
        ):
            painter.setFont(font)
            painter.setPen(look.colour(colour))
            shown = painter.fontMetrics().elidedText(text, elide, int(room.width()))
            line = QRectF(room.left(), room.top() + top, room.width(), half)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | bottom, shown)


class TaskList(QListView):
    """Emits `task_opened` with the Task clicked, or taken with Enter."""

    task_opened = QtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("今天要办")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tasks = TaskModel(self)
        self.setModel(self.tasks)
        self.setItemDelegate(_TaskDelegate(self))
        self.clicked.connect(self._open)
        style.current().zoom_changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.task_opened.emit(index.data(_TASK))
