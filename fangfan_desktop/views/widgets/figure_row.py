"""Figure cards beside each other, in as many rows as the width asks for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.card import KeyFigure


class FigureRow(QWidget):
    """Cards in columns; rows are filled as evenly as can be."""

    def __init__(self, figures: Sequence[KeyFigure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = tuple(figures)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._place(len(self._figures))
        style.current().zoom_changed.connect(self.fit)

    @property
    def columns(self) -> int:
        """Cards beside each other."""
        return self._columns

    def fit(self) -> None:
        """Take as many columns as there is room for."""
        widths = [figure.minimumSizeHint().width() for figure in self._figures]
        self.setMinimumWidth(max(widths))  # else the layout would ask for one row of them all
        space, count = style.current().px("space_3"), len(widths)
        columns = next(
            (
                columns
                for columns in range(count, 1, -1)
                if sum(max(widths[i::columns]) + space for i in range(columns)) - space
                <= self.width()
            ),
            1,
        )
        rows = -(-count // columns)
        self._place(-(-count // rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a figure got more digits
            self.fit()
        return is_done

    def _place(self, columns: int) -> None:
        self._grid.setSpacing(style.current().px("space_3"))
        if columns == self._columns:
            return
        self._columns = columns
        for number, figure in enumerate(self._figures):
            self._grid.addWidget(figure, *divmod(number, columns))
        for column in range(len(self._figures)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
