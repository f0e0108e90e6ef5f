"""Blocks of cells: cleared, filled, and what the clipboard needs too; large ones off the thread.

What a block would do is planned first, on the rows as they are then; a large plan is worked out by
`run_long` and written by `write_block`, which a page lends. Without them all is done at once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from fangfan_desktop.documents.clipboard_text import Block
from fangfan_desktop.views.grid.block import (
    BlockPlan,
    Progress,
    plan_block,
    plan_clearing,
)
from fangfan_desktop.views.grid.column import CellEdit
from fangfan_desktop.views.grid.faces import GridPart
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.level import Level

# (call, label, on_done): runs the call off the thread with progress and cancel.
LongRunner = Callable[[Callable[[Progress], Any], str, Callable[[Any], None]], object]
Bounds = tuple[int, int, int, int]  # top, left, bottom, right
LARGE = 4_000  # cells; fewer take less than a tenth of a second


def silent(_done: int, _total: int, _text: str) -> None:
    """Small work is over before anybody could look."""


class BlockActions(QObject):
    """Actions on the selected block of one grid.

    Signals:
        told: a sentence about what was done or left out, with its level.
        plan_ready: (BlockPlan, action name) that is to be looked at before it is done.
    """

    told = Signal(str, object)
    plan_ready = Signal(object, str)

    def __init__(self, view: GridView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._grid = view.grid
        self.run_long: LongRunner | None = None
        self.write_block: Callable[[BlockPlan, str], None] | None = None
        self.placed: Sequence[tuple[range, list[int]]] | None = None  # what was pasted, selected
        view.selectionModel().selectionChanged.connect(self._forget_placed)

    def _forget_placed(self) -> None:
        self.placed = None

    def ask(self, edits: Sequence[CellEdit], action: str = "") -> None:
        """Ask for edits as one step."""
        if not edits:
            return
        if not action:
            field = self._grid.columns[self._grid.column_of[edits[0].key]].field
            is_one = len({(e.row_id, self._grid.column_of[e.key]) for e in edits}) == 1
            action = f"填写“{field.name}”" if is_one else f"填写 {len(edits):,} 格"
        self._grid.request(edits, action)

    def tell_locked(self) -> None:
        """Say why the current cell cannot be typed in."""
        if self.is_refused():
            return
        row, column = self._view.place
        reason = self._grid.closed_reason(row, column)
        locked = self._grid.lock_reason(row, column)
        if locked:
            self.told.emit(locked, Level.INFO)
        elif self._grid.columns[column].is_editable and reason:
            self.told.emit(f"这一格不适用：{reason}", Level.INFO)
        else:
            name = self._grid.columns[column].field.name
            self.told.emit(f"“{name}”来自农户档案或自动得出，请在来处修改。", Level.INFO)

    def is_refused(self) -> bool:
        """Whether nothing can be entered at all; then it is said why."""
        if self._grid.read_only:
            self.told.emit(self._grid.read_only, Level.INFO)
        return bool(self._grid.read_only)

    def carry_out(self, plan: BlockPlan, action: str) -> None:
        """Do what was planned, as one step, and say what was left out; the block is selected."""
        if plan.place is not None:
            self._view.select_block(*plan.place)
            self.placed = self._view.shown_blocks()
        if plan.cells >= LARGE and self.write_block is not None:
            self.write_block(plan, action)  # what was left out is said when it is on disk
            return
        edits = plan.edits()
        gone = self._grid.gone_rows(edit.row_id for edit in edits)
        self._grid.enter_block(edits, action, plan.refused)
        if gone:
            self.told.emit(f"有{gone}行已经不在表里，没有写入；其余的已写入。", Level.WARN)
        elif not plan.is_whole:
            self.told.emit(plan.sentence() + "。", Level.WARN)

    # Clearing and filling

    def clear(
        self, action: str = "清除", parts: Sequence[tuple[GridPart, list[int]]] | None = None
    ) -> None:
        """Empty the selected cells that may be typed in, or those of `parts`."""
        if self.is_refused():
            return
        chosen = self.shown_parts() if parts is None else parts

        def make(progress: Progress) -> BlockPlan:
            plan = BlockPlan()
            for part, columns in chosen:
                plan_clearing(part, columns, plan, progress)
            return plan

        def done(plan: BlockPlan) -> None:
            if plan.wanted:
                self.carry_out(plan, f"{action} {plan.cells:,} 格")
            elif not self._grid.columns[self._view.place[1]].is_editable:
                self.tell_locked()

        cells = sum(len(part.rows) * len(columns) for part, columns in chosen)
        self.work(make, cells, action, done)

    def fill_down(self) -> None:
        """The top row of the selection downwards; of one row, the row above it."""
        bounds = self._view.bounds()
        if bounds is None:
            return
        top, left, bottom, right = bounds
        source = top if bottom > top else top - 1
        if source >= 0:
            columns = self._columns(left, right)
            texts = [self._grid.copied_text(source, c) for c in columns]
            self._fill(source + 1, columns, [texts] * (bottom - source), "向下填充")

    def fill_right(self) -> None:
        """The left column of the selection to the right; of one column, the one left of it."""
        bounds = self._view.bounds()
        if bounds is None:
            return
        top, left, bottom, right = bounds
        columns = self._columns(left, right)
        if len(columns) == 1:
            before = [c for c in self._columns(self._view.columns_.order[0], left) if c != left]
            columns = before[-1:] + columns
        source, targets = columns[0], columns[1:]
        if targets:
            # Not read here: of 20,000 rows that takes longer than a frame.
            self._fill_rows(
                range(top, bottom + 1),
                targets,
                lambda part: [
                    [part.text(row, source)] * len(targets) for row in range(len(part.rows))
                ],
                "向右填充",
            )

    def fill_selection(self) -> None:
        """The current cell's value into every selected cell."""
        if self._view.place[0] < 0:
            return
        text = self._grid.copied_text(*self._view.place)
        if text:
            self.fill_with(text)
        else:
            self.told.emit("当前格是空的，没有内容可以填；要清空请按 Delete。", Level.INFO)

    def fill_with(self, text: str) -> None:
        """A text into every selected cell, as one step."""
        parts = self.shown_parts()
        if not parts or self.is_refused():
            return

        def make(progress: Progress) -> BlockPlan:
            plan = BlockPlan()
            for part, columns in parts:
                block = [[text] * len(columns)] * len(part.rows)
                plan_block(part, columns, block, progress, is_growing=False, plan=plan)
            return plan

        cells = sum(len(part.rows) * len(columns) for part, columns in parts)
        self.work(
            make,
            cells,
            "填充",
            lambda plan: self.carry_out(plan, f"填充 {plan.cells:,} 格" if cells > 1 else ""),
        )

    def fill_over(self, source: Bounds, target: Bounds) -> None:
        """What stands in a block, again and again over a larger one, as the fill handle does."""
        top, left, bottom, right = target
        rows = [r for r in range(top, bottom + 1) if not source[0] <= r <= source[2]]
        inside = self._columns(source[1], source[3])
        columns = [c for c in self._columns(left, right) if c not in inside]
        height = source[2] - source[0] + 1
        if rows:
            sources, columns = self._columns(left, right), self._columns(left, right)
        else:
            rows = list(range(top, bottom + 1))
            sources = self._columns(source[1], source[3])
            before = left != source[1]  # to the left the last column comes first
            shift = -len(columns) if before else 0
            sources = [sources[(i + shift) % len(sources)] for i in range(len(columns))]
        texts = [
            [self._grid.copied_text(source[0] + (row - source[0]) % height, c) for c in sources]
            for row in rows
        ]
        self._view.select_block(*target)
        self._fill(rows[0], columns, texts, "拖动填充")

    def shown_parts(self) -> list[tuple[GridPart, list[int]]]:
        """Rows and shown columns of each selected block, as they are now."""
        return [(self._grid.part(rows), columns) for rows, columns in self._view.shown_blocks()]

    def _fill(self, row: int, columns: Sequence[int], block: Block, action: str) -> None:
        if block:
            self._fill_rows(range(row, row + len(block)), columns, lambda _part: block, action)

    def _fill_rows(
        self,
        rows: range,
        columns: Sequence[int],
        texts: Callable[[GridPart], Block],
        action: str,
    ) -> None:
        """Fill what `texts` makes of these rows, maybe off the window's thread, into them."""
        if self.is_refused():
            return
        part = self._grid.part(rows)
        self.work(
            lambda progress: plan_block(part, columns, texts(part), progress, is_growing=False),
            len(rows) * len(columns),
            action,
            lambda plan: self.carry_out(plan, f"{action} {plan.cells:,} 格"),
        )

    def _columns(self, left: int, right: int) -> list[int]:
        return self._view.columns_between(left, right)

    def work(
        self,
        make: Callable[[Progress], Any],
        cells: int,
        label: str,
        done: Callable[[Any], None],
    ) -> None:
        """Work something out, off the window's thread where it is large."""
        if cells < LARGE or self.run_long is None:
            done(make(silent))
        else:
            self.run_long(make, label, done)
