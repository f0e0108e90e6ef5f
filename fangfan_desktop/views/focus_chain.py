"""Where Tab goes: to every control once, and round again.

Qt takes a container that hands its focus on (`setFocusProxy`) for a stop of its own. A page whose
container stands before its controls would lead back to the grid for ever, and what lies behind
would be out of reach of the keyboard.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget


class ChainWindow(QMainWindow):
    """A window in which Tab passes containers that hand their focus on, and F6 leaves any table."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        start = self.focusWidget() or self
        found = _next_stop(self, start) if next else _stop_before(self, start)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            is_backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.focusNextPrevChild(not is_backwards)
            return
        super().keyPressEvent(event)


def _next_stop(window: QWidget, start: QWidget) -> QWidget | None:
    widget = start.nextInFocusChain()
    while widget is not None and widget is not start:
        if _is_stop(window, widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _stop_before(window: QWidget, start: QWidget) -> QWidget | None:
    widget = start.previousInFocusChain()
    while widget is not None and widget is not start:
        if _is_stop(window, widget):
            return widget
        widget = widget.previousInFocusChain()
    return None


def _is_stop(window: QWidget, widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    is_ready = widget.isVisibleTo(window) and widget.isEnabled()
    return takes_tab and is_ready and widget.focusProxy() is None and widget.window() is window
