"""Widths of a plain table's columns: wide enough for what is shown, and none cut at the edge."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from fangfan_desktop.views import style

_WIDEST = 260  # pixels at 100 %; a longer text is cut and shown as it is edited


class ColumnFitter(QObject):
    """Keeps the columns of one table fitting until the clerk sets a width by hand.

    Each column is as wide as wanted, or as its heading or its widest visible text. What is then
    left beside the last column that fits wholly is shared out, so that no column stands half in
    sight; the others are reached by scrolling.
    """

    def __init__(self, table: QTableView, widths: Sequence[int]) -> None:
        """Fit the table's columns from now on; `widths` are pixels at 100 %, one a column."""
        super().__init__(table)
        self._table = table
        self._widths = tuple(widths)
        self._is_fitting = False
        self._is_by_hand = False
        header = table.horizontalHeader()
        header.setResizeContentsPrecision(0)  # looks at the rows in sight only
        header.sectionResized.connect(self._resized)
        table.viewport().installEventFilter(self)
        model = table.model()
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.fit)
        style.current().zoom_changed.connect(self._start_again)
        self.fit()

    def fit(self) -> None:
        """Give the columns their widths."""
        if self._is_by_hand:
            return
        widths = [self._least(column) for column in range(len(self._widths))]
        self._is_fitting = True
        for column, width in enumerate(shared_out(widths, self._table.viewport().width())):
            self._table.setColumnWidth(column, width)
        self._is_fitting = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def _least(self, column: int) -> int:
        look = style.current()
        shown = max(
            self._table.sizeHintForColumn(column),
            self._table.horizontalHeader().sectionSizeHint(column),
        )
        return max(look.scaled(self._widths[column]), min(shown, look.scaled(_WIDEST)))

    def _resized(self) -> None:
        self._is_by_hand = self._is_by_hand or not self._is_fitting

    def _start_again(self) -> None:
        self._is_by_hand = False
        self.fit()


def shared_out(widths: Sequence[int], room: int) -> list[int]:
    """Widths in pixels such that the last column that fits into the room ends at its edge."""
    fitting, used = 0, 0
    while fitting < len(widths) and used + widths[fitting] <= room:
        used += widths[fitting]
        fitting += 1
    made = list(widths)
    if used:
        for column in range(fitting):
            made[column] = widths[column] * room // used
        made[fitting - 1] += room - sum(made[:fitting])
    return made
