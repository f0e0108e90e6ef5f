"""Boxes of choices and of numbers that a turn of the wheel scrolls past.

Qt's own take the wheel wherever the mouse happens to be: who scrolls a panel would change what
stands in it, unseen.
"""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox


class StillChoice(QComboBox):
    """A box of choices; the wheel scrolls the page."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()


class StillNumber(QSpinBox):
    """A box for a whole number; the wheel scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class StillDecimal(QDoubleSpinBox):
    """A box for a number with decimals; the wheel scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
