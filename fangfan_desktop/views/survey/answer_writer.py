"""From the grid to the disk: cells of a form are written off the window's thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.notes import format_cell
from fangfan_desktop.usecases.household_forms import SavedAnswers, set_rows
from fangfan_desktop.usecases.household_panel import take_over_registry_values
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.column import CellEdit, EditRequest, Refusal
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import PageContext


@dataclass(frozen=True, slots=True)
class _WrittenBlock:
    """A block on disk, with its rows as the grid takes them."""

    saved: SavedAnswers
    values: Mapping[int, tuple[Value, ...]]


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
        grid.edits_requested.connect(self.write)
        grid.actions_.write_block = self.write_block
        grid.actions_.run_long = self._work_long

    def write(self, request: EditRequest) -> None:
        """Write cells that were entered; those refused stay in the grid with their reason."""
        model = self._grid.model

        def done(saved: SavedAnswers) -> None:
            model.apply_saved(request, {i: row.values for i, row in saved.rows.items()})
            model.keep_refused(self._refusals(_by_row(request.edits), saved))
            self._finish(saved)

        def failed(sentence: str) -> None:
            model.mark_refused(request, sentence)
            self._context.show_message(sentence, Level.DANGER)

        self._start(request.action, request.edits, done, failed)

    def write_block(self, plan: BlockPlan, action: str) -> None:
        """Write a large block; the grid shows it when it is on disk, and not before."""
        database, campaign_id = self._context.database, self._campaign_id
        form_key = self._form_key
        name = f"{self._grid.model.name}：{action}"

        def write(progress: Progress) -> _WrittenBlock:
            saved = self.save(
                database,
                campaign_id=campaign_id,
                wanted=plan.wanted,
                action_name=name,
                form_key=form_key,
                progress=progress,
            )
            values = {row_id: row.values for row_id, row in saved.rows.items()}
            return _WrittenBlock(saved, values)

        def done(written: _WrittenBlock) -> None:
            model = self._grid.model
            model.take_block(written.values, plan.wanted, plan.refused)
            model.keep_refused(self._refusals(plan.wanted, written.saved))
            self._finish(written.saved)
            if not plan.is_whole:
                self._context.show_message(f"{plan.sentence()}。", Level.WARN)

        self._context.operations.start(
            write, label=name, is_long=True, on_done=done, owner=self._grid
        )

    def _work_long(
        self, call: Callable[[Any], Any], label: str, done: Callable[[Any], None]
    ) -> None:
        """Read a large clipboard and check it; typing goes on meanwhile."""
        self._context.operations.start(
            call, label=label, is_long=True, on_done=done, owner=self._grid, worker="background"
        )

    def write_note(self, row_id: int, key: str, text: str) -> None:
        """Write the text that goes with a yes/no answer."""

        def failed(sentence: str) -> None:
            self._context.show_message(sentence, Level.DANGER)

        self._start(
            f"{self._grid.model.name}：填写说明",
            [CellEdit(row_id, key, text or None)],
            self._show,
            failed,
        )

    def take_over(self, household_id: int, key: str) -> None:
        """Answer as the registry has it: one field, all that differ where `key` is empty."""
        database, campaign_id = self._context.database, self._campaign_id
        form_key = self._form_key
        self._context.operations.start(
            lambda: take_over_registry_values(
                database,
                campaign_id=campaign_id,
                household_ids=[household_id],
                keys=[key] if key else None,
                form_key=form_key,
            ),
            label="采用农户档案的内容",
            on_done=self._show,
            owner=self._grid,
        )

    def _start(
        self,
        action: str,
        edits: Sequence[CellEdit],
        done: Callable[[SavedAnswers], None],
        failed: Callable[[str], None],
    ) -> None:
        database, campaign_id = self._context.database, self._campaign_id
        form_key = self._form_key

        wanted = _by_row(edits)

        def write() -> SavedAnswers:
            return self.save(
                database,
                campaign_id=campaign_id,
                wanted=wanted,
                action_name=action,
                form_key=form_key,
            )

        self._context.operations.start(
            write, label=action, on_done=done, on_error=failed, owner=self._grid
        )

    def _show(self, saved: SavedAnswers) -> None:
        self._grid.model.update_rows({i: row.values for i, row in saved.rows.items()})
        self._finish(saved)

    def _finish(self, saved: SavedAnswers) -> None:
        self.saved.emit(saved)
        if saved.refused:
            first = next(iter(saved.refused.values()))
            many = len(saved.refused)
            words = first if many == 1 else f"{many:,} 格没有写入，已标红。第一处：{first}"
            self._context.show_message(words, Level.WARN)
        self._context.show_saved()
        if saved.changes.rows:
            self._context.changed(saved.changes)

    def _refusals(
        self, wanted: Mapping[int, Mapping[str, Value]], saved: SavedAnswers
    ) -> list[tuple[int, int, Refusal]]:
        model = self._grid.model
        found: list[tuple[int, int, Refusal]] = []
        for (row_id, key), sentence in saved.refused.items():
            column = model.column_of[key]
            field = model.columns[column].field
            cells = wanted[row_id]
            text = format_cell(field, cells.get(field.key), cells.get(field.note_key))
            found.append((row_id, column, Refusal(text, sentence)))
        return found


def _by_row(edits: Sequence[CellEdit]) -> dict[int, dict[str, Value]]:
    wanted: dict[int, dict[str, Value]] = {}
    for edit in edits:
        wanted.setdefault(edit.row_id, {})[edit.key] = edit.value
    return wanted
