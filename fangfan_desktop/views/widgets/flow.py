"""Tags and small buttons in as many rows as the width asks for."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fangfan_desktop.views import style


class Flow(QWidget):
    """Widgets one beside the other, in the next row where there is no more room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Add a widget at the end."""
        widget.setParent(self)
        widget.show()
        self._items.append(widget)
        self._fit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        return self._place(arg__1, is_moving=False)

    def sizeHint(self) -> QSize:
        width = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(width, self._place(max(self.width(), width), is_moving=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px("icon_big"), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:  # a tag got other words
            self._fit()
        return is_done

    def _fit(self) -> None:
        height = self._place(self.width(), is_moving=True)
        if self.height() != height:
            self.setFixedHeight(height)

    def _place(self, width: int, *, is_moving: bool) -> int:
        """Height of the rows at that width."""
        gap = style.current().px("space_2")
        rows: list[list[tuple[QWidget, QSize]]] = [[]]
        left = 0
        for item in self._items:
            hint = item.sizeHint().expandedTo(item.minimumSizeHint())
            size = QSize(min(hint.width(), width), hint.height())
            if rows[-1] and left + size.width() > width:
                rows.append([])
                left = 0
            rows[-1].append((item, size))
            left += size.width() + gap
        top = 0
        for row in rows:
            height = max((size.height() for _, size in row), default=0)
            if is_moving:
                _lay(row, QPoint(0, top), height, gap)
            top += height + (gap if row is not rows[-1] else 0)
        return top


def _lay(row: list[tuple[QWidget, QSize]], start: QPoint, height: int, gap: int) -> None:
    left = start.x()
    for item, size in row:
        above = (height - size.height()) // 2
        item.setGeometry(QRect(QPoint(left, start.y() + above), size))
        left += size.width() + gap
