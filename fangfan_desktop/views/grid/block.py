"""What a pasted, filled or cleared block would do to the grid, worked out before it is done.

All of it is pure and may run off the window's thread: 20,000 rows take seconds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fangfan_desktop.documents.clipboard_text import Block, Progress, silent
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.views.grid.column import CellEdit, GridColumn, Refusal
from fangfan_desktop.views.grid.faces import GridPart, Row

_CHUNK = 20  # rows: a few milliseconds, after which the window may come in between
_MOST_REASONS = 4


@dataclass(slots=True)
class BlockPlan:
    """Cells to be written, cells that cannot be, and why.

    `wanted` and `refused` go by row id, so that the plan holds when rows are shown otherwise.
    """

    wanted: dict[int, dict[str, Value]] = field(default_factory=dict[int, dict[str, Value]])
    refused: dict[int, dict[int, Refusal]] = field(default_factory=dict[int, dict[int, Refusal]])
    cells: int = 0  # that get another value
    same: int = 0  # cells that hold what is pasted already
    target: str = ""  # from which cell to which, for the clerk
    rest: Block = field(default_factory=list[list[str]])  # rows that find no place
    refused_cells: int = 0
    closed: int = 0  # cells that do not apply
    locked: int = 0  # cells of the registry or worked out, where the text is another
    rows_beyond: int = 0  # rows of the block below the last row of the grid
    beyond_words: str = ""  # what to do with them instead
    columns_beyond: int = 0
    rows: int = 0
    columns: int = 0
    place: tuple[int, int, int, int] | None = None  # top, left, bottom, right of a pasted block
    closed_why: Counter[str] = field(default_factory=Counter[str])
    locked_names: Counter[str] = field(default_factory=Counter[str])
    refused_why: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def is_whole(self) -> bool:
        """Whether every cell of the block finds its place."""
        return not (
            self.refused or self.closed or self.locked or self.rows_beyond or self.columns_beyond
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.wanted and not self.refused

    def edits(self) -> list[CellEdit]:
        """The cells to be written, one by one."""
        return [
            CellEdit(row_id, key, value)
            for row_id, cells in self.wanted.items()
            for key, value in cells.items()
        ]

    def sentence(self) -> str:
        """What happens, for the clerk."""
        return "；".join([f"写入 {self.cells:,} 格", *(what for what, _ in self.left_out())])

    def left_out(self) -> list[tuple[str, list[str]]]:
        """What is not written as it stands, and the reasons, the commonest first."""
        found: list[tuple[str, list[str]]] = []
        if self.refused_cells:
            why = sorted(self.refused_why.values(), key=len, reverse=True)
            reasons = [f"{len(sentences):,} 格：{sentences[0]}" for sentences in why]
            what = f"{self.refused_cells:,} 格读不懂，原样留在格中标红"
            found.append((what, reasons[:_MOST_REASONS]))
        if self.closed:
            reasons = [
                f"{count:,} 格：{why.rstrip('。')}"
                for why, count in self.closed_why.most_common(_MOST_REASONS)
            ]
            found.append((f"{self.closed:,} 格不适用，跳过", reasons))
        if self.locked:
            reasons = [
                f"{count:,} 格：{name}"
                for name, count in self.locked_names.most_common(_MOST_REASONS)
            ]
            found.append((f"{self.locked:,} 格来自档案或自动得出，不能改，跳过", reasons))
        if self.rows_beyond:
            found.append(
                (
                    f"最后 {self.rows_beyond:,} 行超出表格，没有地方放",
                    [self.beyond_words][: bool(self.beyond_words)],
                )
            )
        if self.columns_beyond:
            found.append((f"右边 {self.columns_beyond:,} 列超出表格，没有地方放", []))
        return found


_Cell = tuple[Value, ...] | Refusal


class _Reader:
    """Texts to values, each different text of a column read once."""

    def __init__(self, columns: Sequence[GridColumn]) -> None:
        self._columns = columns
        self._known: list[dict[str, _Cell]] = [{} for _ in columns]

    def read(self, column: int, text: str) -> _Cell:
        known = self._known[column]
        cell = known.get(text)
        if cell is None:
            try:
                cell = self._columns[column].read_text(text)
            except UserError as error:
                cell = Refusal(text, error.sentence)
            known[text] = cell
        return cell


def plan_block(
    part: GridPart,
    columns: Sequence[int],
    block: Block,
    progress: Progress = silent,
    *,
    is_growing: bool = True,
    plan: BlockPlan | None = None,
) -> BlockPlan:
    """Plan to put `block` into the rows of `part` and into `columns`.

    Whether a cell applies is asked of the row as it would be afterwards, so that an answer and what
    hangs on it can be pasted together.

    Args:
        part: rows from the one on that the block begins at, as many as it needs and there are.
        columns: the shown columns from the block's left one on.
        block: texts by row.
        progress: told the rows done; may raise to cancel.
        is_growing: whether rows and columns beyond the grid are counted as lost.
        plan: one to be added to, where several blocks are one step.
    """
    if plan is None:
        plan = BlockPlan(rows=len(block), columns=len(block[0]) if block else 0)
    if is_growing:
        plan.beyond_words = part.beyond_words
        plan.rows_beyond = max(0, len(block) - len(part.rows))
        plan.columns_beyond = max(0, plan.columns - len(columns))
    planner = _Planner(part, plan)
    total = min(len(block), len(part.rows))
    for offset in range(total):
        if offset % _CHUNK == 0:
            progress(offset, total, "核对要粘贴的内容")
        planner.plan_row(offset, list(zip(columns, block[offset], strict=False)))
    return plan


def plan_clearing(
    part: GridPart, columns: Sequence[int], plan: BlockPlan, progress: Progress = silent
) -> None:
    """Add to a plan what emptying these columns of the part's rows comes to."""
    open_ = [(c, part.columns[c]) for c in columns if part.columns[c].is_editable]
    for done, (row_id, values) in enumerate(part.rows):
        if done % _CHUNK == 0:
            progress(done, len(part.rows), "清除")
        refused = part.refused.get(row_id, {})
        cells: dict[str, Value] = {}
        for place, column in open_:
            has_note = column.note(values) is not None
            if part.lock(row_id, place, values):
                continue
            if values[place] is not None or has_note or place in refused:
                cells[column.key] = None
                plan.cells += 1
                if has_note:
                    cells[column.field.note_key] = None
        if cells:
            plan.wanted.setdefault(row_id, {}).update(cells)


def leave_filled(plan: BlockPlan, part: GridPart) -> None:
    """Take out of a plan every cell of the part that holds something already."""
    for row_id, values in part.rows:
        wanted, refused = plan.wanted.get(row_id, {}), plan.refused.get(row_id, {})
        for place, column in enumerate(part.columns if wanted or refused else ()):
            is_empty = values[place] in {None, ""} and not column.note(values)
            if is_empty and place not in part.refused.get(row_id, {}):
                continue
            if column.key in wanted:
                del wanted[column.key]
                wanted.pop(column.field.note_key, None)
                plan.cells -= 1
            if refused.pop(place, None) is not None:
                plan.refused_cells -= 1
    plan.wanted = {row_id: cells for row_id, cells in plan.wanted.items() if cells}
    plan.refused = {row_id: cells for row_id, cells in plan.refused.items() if cells}


class _Planner:
    """Plans row after row of one block."""

    def __init__(self, part: GridPart, plan: BlockPlan) -> None:
        self._part = part
        self._plan = plan
        self._reader = _Reader(part.columns)

    def plan_row(self, offset: int, cells: list[tuple[int, str]]) -> None:
        part, plan = self._part, self._plan
        row_id, before = part.rows[offset]
        after = list(before)
        read: list[tuple[int, tuple[Value, ...]]] = []
        refused: list[tuple[int, Refusal]] = []
        for column, text in cells:
            described = part.columns[column]
            if not described.is_editable or part.lock(row_id, column, before):
                if text.strip() != part.text(offset, column):
                    plan.locked += 1
                    plan.locked_names[described.field.name] += 1
                continue
            cell = self._reader.read(column, text)
            if isinstance(cell, Refusal):
                refused.append((column, cell))
                continue
            after[column] = cell[0]
            if len(cell) > 1 and described.note_place < len(after):
                after[described.note_place] = cell[1]
            read.append((column, cell))
        reasons = part.row_state(row_id, tuple(after)).reasons
        self._take(row_id, before, read, reasons)
        self._refuse(row_id, refused, reasons)

    def _take(
        self,
        row_id: int,
        before: Row,
        read: list[tuple[int, tuple[Value, ...]]],
        reasons: Sequence[str],
    ) -> None:
        plan, old = self._plan, self._part.refused.get(row_id, {})
        wanted: dict[str, Value] = {}
        for column, cell in read:
            if reasons and reasons[column] and any(value is not None for value in cell):
                plan.closed += 1
                plan.closed_why[reasons[column]] += 1
                continue
            described = self._part.columns[column]
            stands = (before[column], described.note(before))[: len(cell)]
            if stands != cell or column in old:
                plan.cells += 1
                wanted[described.key] = cell[0]
                if len(cell) > 1:
                    wanted[described.field.note_key] = cell[1]
            else:
                plan.same += 1
        if wanted:
            plan.wanted.setdefault(row_id, {}).update(wanted)

    def _refuse(
        self, row_id: int, refused: list[tuple[int, Refusal]], reasons: Sequence[str]
    ) -> None:
        plan = self._plan
        for column, refusal in refused:
            if reasons and reasons[column]:
                plan.closed += 1
                plan.closed_why[reasons[column]] += 1
                continue
            plan.refused.setdefault(row_id, {})[column] = refusal
            plan.refused_cells += 1
            name = self._part.columns[column].field.name
            plan.refused_why.setdefault(name, []).append(f"{name}：{refusal.sentence}")


def repeated(block: Block, rows: int, columns: int) -> Block:
    """The block laid over a selection again and again, where the selection is a multiple of it."""
    if not block or not block[0]:
        return block
    height, width = len(block), len(block[0])
    if rows % height or columns % width or (rows == height and columns == width):
        return block
    return [[block[r % height][c % width] for c in range(columns)] for r in range(rows)]
