"""From a grid to the disk: what was entered is written as one step, what is refused stays red."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.notes import format_cell
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.column import CellEdit, EditRequest, Refusal
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Progress, is_gone
from fangfan_desktop.views.page import PageContext


class Saved(Protocol):
    """What a use case that writes cells returns."""

    @property
    def changes(self) -> Changes:
        """What was written."""
        ...

    @property
    def refused(self) -> Mapping[tuple[int, str], str]:
        """The reason by row and key."""
        ...


SavedT = TypeVar("SavedT", bound=Saved)


class CellWriter(Generic[SavedT]):
    """Writes what one grid asks for.

    Large blocks are worked out and written off the window's thread, with progress and cancel, and
    shown when they are on disk. `own` are the changes of the last write, so that a panel need not
    reload for its own. The pages hear of what was written also where the grid is gone by then.
    """

    def __init__(
        self,
        context: PageContext,
        grid: FormGrid,
        write: Callable[[Sequence[CellEdit], str], SavedT],
        rows: Callable[[SavedT], Mapping[int, Sequence[Value]]],
        write_many: Callable[[BlockPlan, str, Progress], SavedT] | None = None,
        on_saved: Callable[[SavedT], None] | None = None,
    ) -> None:
        """Take over the writing of a grid.

        Args:
            context: The page's.
            grid: The grid.
            write: Writes edits as one step of that name.
            rows: The rows of what was saved, by id.
            write_many: Writes a large block and tells how far it is; without it `write` does.
            on_saved: Told of what is on disk before the pages are.
        """
        self.own: Changes | None = None
        self._context = context
        self._grid = grid
        self._write = write
        self._rows = rows
        self._write_many = write_many or self._write_edits
        self._on_saved = on_saved
        grid.edits_requested.connect(self.write)
        grid.actions_.write_block = self.write_block
        grid.actions_.run_long = self._work_long

    def write(self, request: EditRequest) -> None:
        """Write the cells of a request."""
        model, write = self._grid.model, self._write

        def done(saved: SavedT) -> None:
            if not is_gone(self._grid):
                model.apply_saved(request, self._rows(saved))
                model.keep_refused(self._refusals(cells_by_row(request.edits), saved))
            self._tell(saved)

        def failed(sentence: str) -> None:
            if not is_gone(self._grid):
                model.mark_refused(request, sentence)
            self._context.show_message(sentence, Level.DANGER)

        self._context.operations.start(
            lambda: write(request.edits, request.action),
            label=request.action,
            on_done=done,
            on_error=failed,
        )

    def write_block(self, plan: BlockPlan, action: str) -> None:
        """Write a large block; the grid shows it when it is on disk, and not before."""
        model, write_many = self._grid.model, self._write_many
        name = f"{model.name}：{action}" if model.name else action

        def done(saved: SavedT) -> None:
            if not is_gone(self._grid):
                model.take_block(self._rows(saved), plan.wanted, plan.refused)
                model.keep_refused(self._refusals(plan.wanted, saved))
            self._tell(saved)
            if not plan.is_whole:
                self._context.show_message(f"{plan.sentence()}。", Level.WARN)

        def write(progress: Progress) -> SavedT:
            return write_many(plan, name, progress)

        self._context.operations.start(write, label=name, is_long=True, on_done=done)

    def run(self, label: str, call: Callable[[], SavedT]) -> None:
        """Run another use case that writes cells of the grid, and show what became of them."""

        def done(saved: SavedT) -> None:
            if not is_gone(self._grid):
                self._grid.model.update_rows(self._rows(saved))
            self._tell(saved)

        self._context.operations.start(call, label=label, on_done=done)

    def _write_edits(self, plan: BlockPlan, name: str, progress: Progress) -> SavedT:
        progress(0, len(plan.wanted), "写入")
        return self._write(plan.edits(), name)

    def _work_long(
        self, call: Callable[[Any], Any], label: str, done: Callable[[Any], None]
    ) -> None:
        """Read a large clipboard and check it; typing goes on meanwhile."""
        self._context.operations.start(
            call, label=label, is_long=True, on_done=done, owner=self._grid, worker="background"
        )

    def _tell(self, saved: SavedT) -> None:
        if self._on_saved is not None and not is_gone(self._grid):
            self._on_saved(saved)
        if saved.refused:
            first = next(iter(saved.refused.values()))
            many = len(saved.refused)
            words = first if many == 1 else f"{many:,} 格没有写入，已标红。第一处：{first}"
            self._context.show_message(words, Level.WARN)
        self._context.show_saved()
        if saved.changes.rows:
            self.own = saved.changes
            self._context.changed(saved.changes)

    def _refusals(
        self, wanted: Mapping[int, Mapping[str, Value]], saved: Saved
    ) -> list[tuple[int, int, Refusal]]:
        model = self._grid.model
        found: list[tuple[int, int, Refusal]] = []
        for (row_id, key), sentence in saved.refused.items():
            cells = wanted.get(row_id)
            if cells is not None:
                column = model.column_of[key]
                field = model.columns[column].field
                text = format_cell(field, cells.get(field.key), cells.get(field.note_key))
                found.append((row_id, column, Refusal(text, sentence)))
        return found


def cells_by_row(edits: Iterable[CellEdit]) -> dict[int, dict[str, Value]]:
    """Values by row id and key."""
    wanted: dict[int, dict[str, Value]] = {}
    for edit in edits:
        wanted.setdefault(edit.row_id, {})[edit.key] = edit.value
    return wanted


def show_rows(grid: FormGrid, rows: Mapping[int, Sequence[Value]]) -> None:
    """Show rows by id; where the same ones are shown already, place and editor stay."""
    if grid.model.all_ids() == list(rows):
        grid.model.update_rows(rows)
        grid.model.refresh_states()
    else:
        grid.model.set_rows(list(rows), list(rows.values()))
