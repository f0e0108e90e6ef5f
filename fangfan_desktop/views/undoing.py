"""撤销 and 重做 from the top bar and the keys: the step, what is said of it, where it shows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fangfan_desktop.views.level import Level
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations

if TYPE_CHECKING:
    from fangfan_desktop.storage.changes import Changes
    from fangfan_desktop.usecases.change_place import ChangePlace


class Undoing(QObject):
    """Takes the last step back, or does it again, off the window's thread.

    Args:
        window: that shows what was changed, and leads there.
        operations: that run the step.
        database: the open database, None before there is one.
    """

    def __init__(
        self, window: MainWindow, operations: Operations, database: Callable[[], Any]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._database = database

    def step(self, *, is_redo: bool) -> None:
        """Undo, or redo, the last step."""
        from fangfan_desktop.usecases.change_place import find_change_place  # noqa: PLC0415
        from fangfan_desktop.usecases.history import redo_last, undo_last  # noqa: PLC0415

        database, word = self._database(), "重做" if is_redo else "撤销"
        if database is None:
            return

        def step() -> "tuple[Changes, ChangePlace | None]":
            changes = redo_last(database) if is_redo else undo_last(database)
            return changes, find_change_place(database, changes=changes)

        self._operations.start(
            step, label=word, on_done=lambda found: self._done(word, *found), owner=self
        )

    def _done(self, word: str, changes: "Changes", place: "ChangePlace | None") -> None:
        window, text = self._window, f"已{word}“{changes.name}”"
        window.show_saved()
        window.changed(changes)
        if place is None:
            window.show_message(
                f"{text}。" if changes.name else f"没有可{word}的操作。", Level.INFO
            )
        elif place.campaign_id not in {None, window.context.campaign_id()}:
            window.show_message(f"{text}，改动在另一次排查“{place.campaign}”。", Level.INFO)
        else:
            window.show_place(text, place.words, place.page, place.target)
