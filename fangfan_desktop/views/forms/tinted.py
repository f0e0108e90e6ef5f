"""Cells of plain tables with a ground of their own, which the style sheet alone would leave out."""

from typing import Any, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fangfan_desktop.views import style

_Index = QModelIndex | QPersistentModelIndex


class TintedDelegate(QStyledItemDelegate):
    """Paints the ground that the model names; texts may lose their beginning, not their end."""

    def __init__(self, parent: QObject | None = None, *, keeps_end: bool = False) -> None:
        super().__init__(parent)
        self._keeps_end = keeps_end

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if self._keeps_end:
            cast("Any", option).textElideMode = Qt.TextElideMode.ElideLeft

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        shown = cast("Any", option)  # Qt's stub lacks its fields
        if isinstance(ground, QColor) and not shown.state & QStyle.StateFlag.State_Selected:
            rect: QRect = shown.rect
            painter.fillRect(rect, ground)
            painter.setPen(style.current().colour("line_strong"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            painter.drawLine(rect.topRight(), rect.bottomRight())
        super().paint(painter, option, index)


def show_as_lines(table: QTableView, *, path_at: int) -> None:
    """Let a table list columns of a form: whole lines, the path of headings having the room.

    Args:
        table: with its model.
        path_at: the column with the path, whose end is what tells.
    """
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.setItemDelegate(TintedDelegate(table))
    table.setItemDelegateForColumn(path_at, TintedDelegate(table, keeps_end=True))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(style.current().px("icon"))
    header.setSectionResizeMode(path_at, QHeaderView.ResizeMode.Stretch)
