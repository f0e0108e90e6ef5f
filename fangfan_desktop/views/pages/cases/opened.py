"""One case over the board, with the way back to all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.views.page import PageContext


class OpenedCase(QWidget):
    """Holds the case's own widget, made when the first case is opened.

    Signals:
        left: the clerk goes back to all cases.
    """

    left = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.case_id: int | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_case(self, case_id: int) -> None:
        """Show a case."""
        self.case_id = case_id

    def take_keys(self) -> None:
        """Take the keys."""
        self.setFocus()

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
