"""What a pasted or filled block would do to the grid, worked out before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.views.grid.clipboard import Block
from fangfan_desktop.views.grid.column import CellEdit, Refusal
from fangfan_desktop.views.grid.model import GridModel


@dataclass(slots=True)
class BlockPlan:
    """Cells to be written, cells that cannot be, and why."""

    edits: list[CellEdit] = field(default_factory=list[CellEdit])
    refused: list[tuple[int, int, Refusal]] = field(default_factory=list[tuple[int, int, Refusal]])
    closed: int = 0  # cells that do not apply
    locked: int = 0  # cells of the registry or worked out, where the text is another
    rows_beyond: int = 0  # rows of the block below the last row of the grid
    columns_beyond: int = 0
    rows: int = 0
    columns: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every cell of the block finds its place."""
        return not (
            self.refused or self.closed or self.locked or self.rows_beyond or self.columns_beyond
        )

    def sentence(self) -> str:
        """What happens, for the clerk."""
        parts = [f"写入 {len(self.edits):,} 格"]
        if self.refused:
            parts.append(f"{len(self.refused):,} 格读不懂，原样留在格中标红")
        if self.closed:
            parts.append(f"{self.closed:,} 格不适用，跳过")
        if self.locked:
            parts.append(f"{self.locked:,} 格来自档案或自动得出，不能改，跳过")
        if self.rows_beyond:
            parts.append(f"最后 {self.rows_beyond:,} 行超出表格，没有地方放")
        if self.columns_beyond:
            parts.append(f"右边 {self.columns_beyond:,} 列超出表格，没有地方放")
        return "；".join(parts)


class _Reader:
    """Texts to values, each different text of a column read once."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._known: list[dict[str, Value | Refusal]] = [{} for _ in fields]

    def read(self, column: int, text: str) -> Value | Refusal:
        known = self._known[column]
        if text not in known:
            try:
                known[text] = parse_value(self._fields[column], text)
            except UserError as error:
                known[text] = Refusal(text, error.sentence)
        return known[text]


def plan_block(
    model: GridModel, row: int, columns: Sequence[int], block: Block, *, past_row: int | None = None
) -> BlockPlan:
    """Plan to put `block` at `row` and into `columns` (the shown ones from the left cell on).

    Whether a cell applies is asked of the row as it would be afterwards, so that an answer and what
    hangs on it can be pasted together.
    """
    end = model.rowCount() if past_row is None else past_row
    plan = BlockPlan(rows=len(block), columns=len(block[0]) if block else 0)
    plan.rows_beyond = max(0, row + len(block) - end)
    plan.columns_beyond = max(0, plan.columns - len(columns))
    reader = _Reader([column.field for column in model.columns])
    for offset, texts in enumerate(block[: max(0, end - row)]):
        _plan_row(model, row + offset, list(zip(columns, texts, strict=False)), reader, plan)
    return plan


def _plan_row(
    model: GridModel, row: int, cells: list[tuple[int, str]], reader: _Reader, plan: BlockPlan
) -> None:
    row_id = model.row_id(row)
    before = model.values(row_id)
    after = list(before)
    read: list[tuple[int, Value]] = []
    refused: list[tuple[int, Refusal]] = []
    for column, text in cells:
        if not model.columns[column].is_editable:
            plan.locked += text.strip() != model.copied_text(row, column)
            continue
        value = reader.read(column, text)
        if isinstance(value, Refusal):
            refused.append((column, value))
        else:
            after[column] = value
            read.append((column, value))
    reasons = model.row_state(row_id, tuple(after)).reasons
    for column, value in read:
        if reasons and reasons[column] and value is not None:
            plan.closed += 1
        elif before[column] != value or model.is_refused(row_id, column):
            plan.edits.append(CellEdit(row_id, model.columns[column].key, value))
    for column, refusal in refused:
        if reasons and reasons[column]:
            plan.closed += 1
        else:
            plan.refused.append((row_id, column, refusal))


def repeated(block: Block, rows: int, columns: int) -> Block:
    """The block laid over a selection again and again, where the selection is a multiple of it."""
    if not block or not block[0]:
        return block
    height, width = len(block), len(block[0])
    if rows % height or columns % width or (rows == height and columns == width):
        return block
    return [[block[r % height][c % width] for c in range(columns)] for r in range(rows)]
