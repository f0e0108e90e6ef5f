"""What was typed and could not be read: it lives in the window alone, also while no grid shows it.

A grid goes when another campaign is taken in hand or its form is read anew. Its unread texts wait
on a shelf of the window, and come back with the next grid of the same rows.
"""

from collections.abc import Hashable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fangfan_desktop.views.grid.form_grid import FormGrid

if TYPE_CHECKING:
    from fangfan_desktop.views.grid.column import Refusal


class UnreadShelf(QObject):
    """Unread texts of grids that are gone, by what they were about."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._kept: dict[Hashable, dict[tuple[int, str], Refusal]] = {}
        self._keys: dict[FormGrid, Hashable] = {}

    @property
    def count(self) -> int:
        """Number of cells whose text waits."""
        return sum(map(len, self._kept.values()))

    def give(self, key: Hashable, grid: FormGrid) -> None:
        """Give a new grid what waits for it; `key` says what the grid is about."""
        self._keys[grid] = key
        places = grid.model.column_of
        grid.model.keep_refused(
            (row_id, places[name], refusal)
            for (row_id, name), refusal in self._kept.pop(key, {}).items()
            if name in places
        )

    def put(self, grid: FormGrid) -> None:
        """Keep the unread texts of a grid that goes."""
        key, cells = self._keys.pop(grid, None), grid.model.take_refused()
        if key is not None and cells:
            self._kept.setdefault(key, {}).update(cells)


def shelf_of(widget: QWidget) -> UnreadShelf:
    """The shelf of the window that a widget is in."""
    window = widget.window()
    return window.findChild(UnreadShelf) or UnreadShelf(window)


def put_away(widget: QWidget) -> None:
    """Keep the unread texts of all grids in a part of the window that goes."""
    for grid in cast("list[FormGrid]", widget.findChildren(FormGrid)):
        shelf_of(widget).put(grid)


def unread_cells(window: QWidget) -> int:
    """Number of cells of the window whose text was refused and not mended yet."""
    grids = cast("list[FormGrid]", window.findChildren(FormGrid))
    shelves = cast("list[UnreadShelf]", window.findChildren(UnreadShelf))
    waiting = sum(shelf.count for shelf in shelves)
    return sum(len(grid.model.refused_cells()) for grid in grids) + waiting


def take_back(window: QWidget) -> int:
    """Give up the red texts of the last entry in the grids that are seen, before a step is undone.

    Returns:
        The number of cells where undo has done its work with that: nothing was written with them.
    """
    grids = cast("list[FormGrid]", window.findChildren(FormGrid))
    return sum(grid.model.take_back_refused() for grid in grids if grid.isVisible())
