"""Keys that go from one sheet to the next: villages, and the forms or views above them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


def step_by_key(event: QKeyEvent, step: Callable[[int], object]) -> bool:
    """Ctrl+PageDown: the next village, Ctrl+PageUp: the one before; whether it was such a key."""
    sign = _PAGES.get(Qt.Key(event.key()))
    if sign is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != _CONTROL:
        return False
    step(sign)
    event.accept()
    return True


def step_by_tab(event: QKeyEvent, step: Callable[[int], object]) -> bool:
    """Ctrl+Tab: the next form, Ctrl+Shift+Tab: the one before; whether it was such a key."""
    if event.key() not in _TABS or not event.modifiers() & _CONTROL:
        return False
    step(-1 if event.modifiers() & _SHIFT else 1)
    event.accept()
    return True
