"""Larger and smaller letters by key: a key held down is answered once, at its end."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from fangfan_desktop.views import style
from fangfan_desktop.views.style import MAX_ZOOM, MIN_ZOOM, ZOOM_STEP

_WAIT_MS = 120


class ZoomSteps(QObject):
    """Adds steps up; every widget is drawn anew, which is felt on a page full of them."""

    def __init__(self, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._say = say
        self._wanted = style.current().zoom
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(lambda: style.current().set_zoom(self._wanted))

    def shortcuts(self) -> list[tuple[str, Callable[[], None]]]:
        """The keys that make letters larger and smaller, and what each does."""
        steps = (("Ctrl++", ZOOM_STEP), ("Ctrl+=", ZOOM_STEP), ("Ctrl+-", -ZOOM_STEP))
        found: list[tuple[str, Callable[[], None]]] = [
            (text, partial(self.take, step)) for text, step in steps
        ]
        return [*found, ("Ctrl+Shift+0", lambda: self.take(100 - style.current().zoom))]

    def take(self, step: int) -> None:
        """Change the size by `step` percent points soon, and say at once what it will be."""
        before = self._wanted if self._timer.isActive() else style.current().zoom
        self._wanted = max(MIN_ZOOM, min(MAX_ZOOM, before + step))
        self._say(f"字号 {self._wanted} %")
        self._timer.start()
