"""Going to a cell of a campaign's form: from another page, a problem, or a step taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.problems import CellProblem
from fangfan_desktop.views.replayed_step import ReplayedStep
from fangfan_desktop.views.survey.row_store import RowStore
from fangfan_desktop.views.survey.village_bar import VillageBar


class Jumps:
    """Filters that hide the cell are cleared; another village is opened where it lies there."""

    def __init__(
        self, panel: QWidget, bar: VillageBar, open_village: Callable[[int | None], None]
    ) -> None:
        self.grid: FormGrid | None = None
        self.store: RowStore | None = None
        self._bar = bar
        self._open_village = open_village
        self._target: Mapping[str, Any] = {}
        self._step = ReplayedStep(panel)

    def take(self, grid: FormGrid | None, store: RowStore | None) -> None:
        """The grid and rows that are shown now."""
        self.grid, self.store = grid, store

    def set_target(self, target: Mapping[str, Any]) -> None:
        """Go to a village (`village_id`) or a household's cell (`household_id`, `field`)."""
        self._target = dict(target)
        self.follow()

    def follow(self) -> None:
        """Go to the target as far as rows are there, and to what an undo or redo changed."""
        self._step.show(self.grid, self.reveal)
        target, store, here = self._target, self.store, self._bar.village_id
        if not target or store is None:
            return
        village_id, household_id = target.get("village_id"), target.get("household_id")
        if village_id is not None and village_id != here:
            self._open_village(village_id)
            return
        row = store.of_household(household_id) if isinstance(household_id, int) else None
        if row is None and household_id is not None and here and village_id is None:
            self._open_village(None)
            return
        self._target = {}
        if row is not None:
            self.go_to(row.id, str(target.get("field", "head_name")))

    def keep_step(self, changes: object) -> None:
        """Rows are read anew after these changes."""
        self._step.keep(self.grid, changes)

    def show_step(self) -> None:
        """The changed rows are shown now."""
        self._step.show(self.grid, self.reveal)

    def reveal(self, row_id: int) -> None:
        """Show a row that filters hide."""
        if self.grid is not None and not self.grid.reveal(row_id):
            self._bar.clear_filter()
            self.grid.reveal(row_id)

    def go_to(self, row_id: int, key: str) -> None:
        """Go to a cell, and give the grid the keys."""
        if self.grid is not None:
            self.reveal(row_id)
            self.grid.view.go_to_cell(row_id, key)
            self.grid.view.setFocus()

    def go_to_problem(self, problem: CellProblem) -> None:
        """Go to the cell that is wrong."""
        if self.grid is not None:
            self.go_to(problem.row_id, self.grid.model.columns[problem.column].key)
