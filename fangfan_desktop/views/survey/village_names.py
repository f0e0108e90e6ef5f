"""The column 村组 of 附件1: within a village the group, in the list of all villages both."""

from collections import Counter

from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.survey.row_store import RowStore

_KEY, _NUMBER = "group", "seq"
_WIDTH = 112  # pixels at 100 %: room for village and group


def name_villages(grid: FormGrid, store: RowStore, *, is_all: bool) -> None:
    """Let 村组 say which village it is of where all are listed: 坭桥村三组.

    The numbers (序号) are those of the printed form, which begins anew in each village.
    """
    numbers = _numbers(store)
    grid.model.set_numbers(numbers)
    seq = grid.model.column_of.get(_NUMBER)
    if seq is not None:
        # a row keeps its place in the village, which is 1 for each row of a form of villages
        grid.model.set_own_text(seq, lambda row_id, _value: str(numbers.get(row_id, "")))
    column = grid.model.column_of.get(_KEY)
    if column is None:
        return
    grid.model.set_own_text(column, store.place if is_all else None)
    grid.view.set_least_width(_KEY, _WIDTH if is_all else 0)
    for table in (grid.view, grid.view.frozen):
        table.viewport().update()


def _numbers(store: RowStore) -> dict[int, int]:
    """Each row's place among those of its village, from 1; villages' own rows are one list."""
    counted: Counter[int | None] = Counter()
    numbers: dict[int, int] = {}
    for row in store.rows():
        place = row.village_id if row.household_id else None
        counted[place] += 1
        numbers[row.id] = counted[place]
    return numbers
