"""Which cells an undo or redo changed, and whether they make one block."""

from collections.abc import Mapping, Sequence

from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.model import GridModel

Block = tuple[int, int, int, int]  # top, left, bottom, right
Changed = dict[int, list[int]]  # columns by row id


def changed_cells(model: GridModel, before: Mapping[int, Row], *, is_any: bool = False) -> Changed:
    """The columns of each row that have another value than `before`; all of a row that came.

    What is worked out follows from something else, so only columns that can be typed in count,
    unless `is_any`.
    """
    wanted = {c for c, column in enumerate(model.columns) if is_any or column.is_editable}
    found: Changed = {}
    for row_id, now in model.rows().items():
        was = before.get(row_id)
        if was is now or was == now:
            continue
        if was is None:
            found[row_id] = sorted(wanted)
            continue
        pairs = enumerate(zip(was, now, strict=False))
        columns = {model.seen_at(place) for place, (old, new) in pairs if old != new} & wanted
        if columns:
            found[row_id] = sorted(columns)
    return found


def block_of(
    rows: Sequence[int], columns: Sequence[set[int]], shown: Sequence[int]
) -> Block | None:
    """The block that cells fill without a gap; None where they do not.

    Args:
        rows: places of the changed rows, sorted.
        columns: the changed columns of each of them.
        shown: all columns that are shown, from the left.
    """
    every = columns[0]
    if rows[-1] - rows[0] + 1 != len(rows) or any(each != every for each in columns):
        return None
    places = [at for at, column in enumerate(shown) if column in every]
    if len(places) != len(every) or places[-1] - places[0] + 1 != len(places):
        return None
    return rows[0], shown[places[0]], rows[-1], shown[places[-1]]
