"""Where a step was taken back or done again, the grid goes to what it changed."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from fangfan_desktop.views.grid.faces import Row
    from fangfan_desktop.views.grid.form_grid import FormGrid


class ReplayedStep:
    """The rows as they were before the step, until the new ones have been read."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner  # nothing is gone to on a page that nobody sees
        self._before: Mapping[int, Row] | None = None

    def keep(self, grid: "FormGrid | None", changes: object) -> None:
        """Keep the rows where `changes` are those of an undo or redo."""
        is_replayed = getattr(changes, "is_replayed", False)
        is_seen = grid is not None and self._owner.isVisible()
        self._before = dict(grid.model.rows()) if grid and is_replayed and is_seen else None

    def show(
        self,
        grid: "FormGrid | None",
        reveal: Callable[[int], object] | None = None,
        *,
        is_any: bool = False,
    ) -> None:
        """Go to what is different now; see `FormGrid.show_changed`."""
        before, self._before = self._before, None
        if before is not None and grid is not None:
            grid.show_changed(before, reveal, is_any=is_any)
