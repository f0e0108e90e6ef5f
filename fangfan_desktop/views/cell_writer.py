"""From a grid to the disk: what was entered is written as one step, what is refused stays red."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.views.grid.column import CellEdit, EditRequest, Refusal
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.level import Level
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

    `own` are the changes of the last write, so that a panel need not reload for its own.
    """

    def __init__(
        self,
        context: PageContext,
        grid: FormGrid,
        write: Callable[[Sequence[CellEdit], str], SavedT],
        rows: Callable[[SavedT], Mapping[int, Sequence[Value]]],
    ) -> None:
        self.own: Changes | None = None
        self._context = context
        self._grid = grid
        self._write = write
        self._rows = rows
        grid.edits_requested.connect(self.write)

    def write(self, request: EditRequest) -> None:
        """Write the cells of a request."""
        model, write = self._grid.model, self._write

        def done(saved: SavedT) -> None:
            model.apply_saved(request, self._rows(saved))
            model.keep_refused(self._refusals(request.edits, saved))
            self._tell(saved)

        def failed(sentence: str) -> None:
            model.mark_refused(request, sentence)
            self._context.show_message(sentence, Level.DANGER)

        self._context.operations.start(
            lambda: write(request.edits, request.action),
            label=request.action,
            on_done=done,
            on_error=failed,
            owner=self._grid,
        )

    def _tell(self, saved: Saved) -> None:
        if saved.refused:
            first = next(iter(saved.refused.values()))
            many = len(saved.refused)
            words = first if many == 1 else f"{many:,} 格没有写入，已标红。第一处：{first}"
            self._context.show_message(words, Level.WARN)
        self._context.show_saved()
        if saved.changes.rows:
            self.own = saved.changes
            self._context.changed(saved.changes)

    def _refusals(self, edits: Sequence[CellEdit], saved: Saved) -> list[tuple[int, int, Refusal]]:
        model = self._grid.model
        found: list[tuple[int, int, Refusal]] = []
        for edit in edits:
            sentence = saved.refused.get((edit.row_id, edit.key))
            if sentence:
                column = model.column_of[edit.key]
                text = format_value(model.columns[column].field, edit.value)
                found.append((edit.row_id, column, Refusal(text, sentence)))
        return found


def show_rows(grid: FormGrid, rows: Mapping[int, Sequence[Value]]) -> None:
    """Show rows by id; where the same ones are shown already, place and editor stay."""
    if grid.model.all_ids() == list(rows):
        grid.model.update_rows(rows)
        grid.model.refresh_states()
    else:
        grid.model.set_rows(list(rows), list(rows.values()))
