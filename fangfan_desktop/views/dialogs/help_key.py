"""F1 in a dialog opens the manual of the window behind it, at the chapter about forms."""

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

CHAPTER = "own-forms"


def add_help_key(widget: QWidget, chapter: str = CHAPTER) -> None:
    """Let F1 in a dialog ask its window for a chapter."""
    QShortcut(QKeySequence("F1"), widget, lambda: _ask(widget, chapter))


def _ask(widget: QWidget, chapter: str) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        asked = getattr(parent.window(), "help_requested", None)
        if isinstance(asked, SignalInstance):
            asked.emit(chapter)
            return
        parent = parent.window().parentWidget()
