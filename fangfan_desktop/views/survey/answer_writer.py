"""From the grid of a campaign's form to the disk: its cells, notes, and what the registry says."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from fangfan_desktop.forms.form import Value
from fangfan_desktop.usecases.household_forms import SavedAnswers, set_rows
from fangfan_desktop.usecases.household_panel import take_over_registry_values
from fangfan_desktop.views.cell_writer import CellWriter, cells_by_row
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.column import CellEdit
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import PageContext


class AnswerWriter(QObject):
    """Writes what one grid asks for.

    Signals:
        saved: SavedAnswers that are on disk, before the pages are told.
    """

    saved = Signal(object)
    save = staticmethod(set_rows)  # the use case that writes

    def __init__(
        self, context: PageContext, grid: FormGrid, campaign_id: int, form_key: str
    ) -> None:
        super().__init__(grid)
        self._context = context
        self._grid = grid
        self._campaign_id = campaign_id
        self._form_key = form_key
        self._cells: CellWriter[SavedAnswers] = CellWriter(
            context, grid, self._write_edits, _rows_of, self._write_block, self.saved.emit
        )

    def write_note(self, row_id: int, key: str, text: str) -> None:
        """Write the text that goes with a yes/no answer."""
        name = f"{self._grid.model.name}：填写说明"
        edits = [CellEdit(row_id, key, text or None)]
        self._cells.run(name, lambda: self._write_edits(edits, name))

    def take_over(self, household_id: int, key: str) -> None:
        """Answer as the registry has it: one field, all that differ where `key` is empty."""
        database, campaign_id = self._context.database, self._campaign_id
        form_key = self._form_key
        self._cells.run(
            "采用农户档案的内容",
            lambda: take_over_registry_values(
                database,
                campaign_id=campaign_id,
                household_ids=[household_id],
                keys=[key] if key else None,
                form_key=form_key,
            ),
        )

    def _write_edits(self, edits: Sequence[CellEdit], action: str) -> SavedAnswers:
        return self._write(cells_by_row(edits), action)

    def _write_block(self, plan: BlockPlan, action: str, progress: Progress) -> SavedAnswers:
        return self._write(plan.wanted, action, progress)

    def _write(
        self,
        wanted: Mapping[int, Mapping[str, Value]],
        action: str,
        progress: Progress | None = None,
    ) -> SavedAnswers:
        return self.save(
            self._context.database,
            campaign_id=self._campaign_id,
            wanted=wanted,
            action_name=action,
            form_key=self._form_key,
            progress=progress,
        )


def _rows_of(saved: SavedAnswers) -> dict[int, tuple[Value, ...]]:
    return {row_id: row.values for row_id, row in saved.rows.items()}
