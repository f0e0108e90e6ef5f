"""The bottom line of a page with a grid: count, sum and average of the selection, then the page."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.page import PageContext


class GridStatus(QObject):
    """Shows `words()` and problems behind what is counted of the selection; goes with the grid.

    `words` returns "" where the page has nothing to say now, such as when it is not seen.
    """

    def __init__(self, context: PageContext, grid: FormGrid, words: Callable[[], str]) -> None:
        super().__init__(grid)
        self._context = context
        self._grid = grid
        self._words = words
        self._selected = ""
        grid.selection_counted.connect(self._take)
        grid.problems.changed.connect(self.show)
        grid.problems.follow()

    def show(self) -> None:
        """Show both anew."""
        words = self._words()
        if words:
            selected = self._selected if self._grid.isVisible() else ""
            words = " · ".join((words, *self._problem_words()))
            self._context.show_status("     ".join(filter(None, (selected, words))))

    def _problem_words(self) -> list[str]:
        """How many cells F8 goes to, by kind."""
        counts = self._grid.problems.counts
        return [f"{kind.value} {count:,}" for kind, count in counts.items() if count]

    def _take(self, selected: str) -> None:
        self._selected = selected
        self.show()
