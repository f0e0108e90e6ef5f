"""Copy, cut and paste, as spreadsheets do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QGuiApplication

from fangfan_desktop.documents.clipboard_table import read_block
from fangfan_desktop.documents.clipboard_text import Block, silent
from fangfan_desktop.views.grid import clipboard
from fangfan_desktop.views.grid.block import BlockPlan, Progress, leave_filled, plan_block, repeated
from fangfan_desktop.views.grid.block_actions import LARGE, BlockActions
from fangfan_desktop.views.grid.faces import GridPart
from fangfan_desktop.views.level import Level

_LARGEST_COPY = 1_000_000  # cells
Selected = Sequence[tuple[range, list[int]]]  # rows and shown columns of each selected block


def laid_together(
    blocks: Selected, shown: Sequence[int], *, is_solid: bool = False
) -> tuple[list[int], list[int]] | None:
    """Rows and columns of selected blocks that make one block when they are pushed together.

    As in spreadsheets, every row has to be selected in the same columns.

    Args:
        blocks: rows and columns of each.
        shown: all columns that are shown, from the left.
        is_solid: only where nothing lies between them.
    """
    columns_of: dict[int, set[int]] = {}
    for rows, columns in blocks:
        for row in rows:
            columns_of.setdefault(row, set()).update(columns)
    rows = sorted(columns_of)
    every = columns_of[rows[0]]
    if any(columns != every for columns in columns_of.values()):
        return None
    columns = [c for c in shown if c in every]
    first = shown.index(columns[0])
    is_gapless = rows[-1] - rows[0] + 1 == len(rows) and (
        list(shown[first : first + len(columns)]) == columns
    )
    return (rows, columns) if is_gapless or not is_solid else None


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a paste goes: the rows from its top on, the shown columns from its left on."""

    rows: GridPart
    columns: list[int]
    height: int  # of the selection
    width: int
    others: list[tuple[GridPart, list[int]]]  # further selected blocks, which one value fills

    def plan(self, block: Block, progress: Progress) -> tuple[BlockPlan, bool]:
        """What the block would do, and whether that has to be looked at first."""
        height, width = self.height, self.width
        is_larger = len(block) > height or len(block[0]) > width
        laid = repeated(block, height, width)
        plan = plan_block(self.rows, self.columns, laid, progress)
        for part, columns in self.others:
            more = [[block[0][0]] * len(columns)] * len(part.rows)
            plan_block(part, columns, more, progress, is_growing=False, plan=plan)
        plan.rest = laid[len(self.rows.rows) :]
        last = min(plan.columns, len(self.columns)) - 1
        if plan.rows and last >= 0 and not self.others:
            top = self.rows.first
            bottom = top + min(plan.rows, len(self.rows.rows)) - 1
            plan.place = (top, self.columns[0], bottom, self.columns[last])
        is_one = (height, width) == (1, 1)
        is_large = plan.rows * plan.columns >= LARGE
        return plan, is_larger and (not is_one or not plan.is_whole or is_large)


class ClipboardActions(BlockActions):
    """What can be done with the clipboard in one grid."""

    def copy(self) -> bool:
        """Copy the selected cells; False where they cannot be laid together as one block."""
        return self._copy(lambda: None)

    def copy_with_headings(self) -> bool:
        """Copy with the columns' names above, as for a mail; False where it is no one block."""
        return self._copy(lambda: None, with_headings=True)

    def cut(self) -> None:
        """Copy, then clear at once, which can be undone by itself.

        A spreadsheet clears only when the block is pasted. Here what is cut would stand on the
        screen and on the disk meanwhile, and a paste in another program would not clear it at all.
        """
        parts = self.shown_parts()
        self._copy(lambda: self.clear("剪切", parts))

    def _copy(self, then: Callable[[], None], *, with_headings: bool = False) -> bool:
        chosen = self._selected_part()
        if chosen is None:
            return False
        part, columns = chosen

        def make(progress: Progress) -> tuple[bytes, bytes]:
            block: Block = []
            if with_headings:
                block.append([part.columns[c].field.name for c in columns])
            for row in range(len(part.rows)):
                if row % 50 == 0:
                    progress(row, len(part.rows), "复制")
                block.append([part.text(row, c) for c in columns])
            return clipboard.write(block, [part.columns[c] for c in columns], progress)

        def put(made: tuple[bytes, bytes]) -> None:
            QGuiApplication.clipboard().setMimeData(clipboard.to_mime(*made))
            then()

        self.work(make, len(part.rows) * len(columns), "复制", put)
        return True

    def copy_block(self, block: Block) -> None:
        """Put texts on the clipboard as a block."""
        QGuiApplication.clipboard().setMimeData(
            clipboard.to_mime(*clipboard.write(block, [], silent))
        )

    def _selected_part(self) -> tuple[GridPart, list[int]] | None:
        blocks = self._view.shown_blocks()
        if not blocks:
            return None
        laid = laid_together(blocks, self._view.shown_columns())
        if laid is None:
            self.told.emit(
                "选中的几块行和列都对不齐，拼不成一块；请选同样的行或同样的列再复制。", Level.WARN
            )
            return None
        rows, columns = laid
        if len(rows) * len(columns) > _LARGEST_COPY:
            self.told.emit("选得太多，剪贴板放不下；要整张表请用“导出”。", Level.WARN)
            return None
        part = self._grid.part(range(rows[0], rows[-1] + 1))
        if len(rows) != len(part.rows):
            part = replace(part, rows=[part.rows[row - rows[0]] for row in rows])
        return part, columns

    def _target(self, blocks: Selected) -> _Target:
        """Where a paste goes; the rest of the selection is kept for the case of one value."""
        shown = self._view.shown_columns()
        solid = laid_together(blocks, shown, is_solid=True)
        rows, columns = solid or (list(blocks[0][0]), blocks[0][1])
        return _Target(
            rows=self._grid.part(range(rows[0], self._grid.rowCount())),
            columns=shown[shown.index(columns[0]) :],
            height=len(rows),
            width=len(columns),
            others=[] if solid else [(self._grid.part(r), c) for r, c in blocks[1:]],
        )

    def _words_of(self, plan: BlockPlan) -> str:
        """From which cell to which a plan goes, for the clerk."""
        if plan.place is None:
            return ""
        top, left, bottom, right = plan.place
        words = "序号 {:,} 的“{}”" if "seq" in self._grid.column_of else "第 {:,} 行的“{}”"
        corners = [
            words.format(self._grid.number(row), self._grid.columns[column].field.name)
            for row, column in ((top, left), (bottom, right))
        ]
        return corners[0] if corners[0] == corners[1] else f"{corners[0]}到{corners[1]}"

    def paste_into_empty(self) -> None:
        """Paste, and leave every cell alone that holds something."""
        self.paste(is_empty_only=True)

    def paste(self, *, is_empty_only: bool = False) -> None:
        """Paste the clipboard at the selection; with `is_empty_only` what is filled stays.

        One value fills the selection, a block is repeated where the selection is a multiple of it.
        It is looked at first where it is larger than the selection, or not all of it can be taken.
        """
        if self.is_refused():
            return
        text, html = clipboard.contents(QGuiApplication.clipboard().mimeData())
        blocks = self._view.shown_blocks()
        if not (text or html) or not blocks:
            self.told.emit("剪贴板里没有文字，请先在表格中复制。", Level.INFO)
            return
        target = self._target(blocks)

        def make(progress: Progress) -> tuple[BlockPlan, bool] | None:
            block = read_block(text, html, progress)
            if target.others and (len(block), len(block[0])) != (1, 1):
                return None
            plan, is_looked_at = target.plan(block, progress)
            if is_empty_only:
                for part in (target.rows, *(part for part, _ in target.others)):
                    leave_filled(plan, part)
            return plan, is_looked_at

        def done(made: tuple[BlockPlan, bool] | None) -> None:
            if made is None:
                self.told.emit("选中了几块，只能都填同一个值；要粘贴整块，请只选一处。", Level.WARN)
                return
            plan, is_looked_at = made
            if plan.is_empty and plan.is_whole:
                return
            plan.target = self._words_of(plan)
            action = f"{'粘贴到空格' if is_empty_only else '粘贴'} {plan.cells:,} 格"
            (self.plan_ready.emit if is_looked_at else self.carry_out)(plan, action)

        cells = max(clipboard.cells_of(text, html), target.height * target.width)
        self.work(make, cells, "核对剪贴板", done)
