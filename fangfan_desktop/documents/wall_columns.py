"""How wide the columns of a wall table are: shared out by what stands in them.

Letters on a wall can't be set smaller to make room, so the width goes where it saves most height.
Lengths are counted in characters: 1 is the letters' size.
"""

import re
from collections.abc import Sequence
from math import ceil

from fangfan_desktop.documents.cell_text import cell_text
from fangfan_desktop.documents.pdf_fonts import Lettering, text_width
from fangfan_desktop.documents.pdf_table import PADDING_SHARE
from fangfan_desktop.documents.sheet import Column, Row
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Kind

_PADDING = 2 * PADDING_SHARE + 0.01  # and what rounding may take
_WHOLE = 4.0  # a name of so many is not broken
_LONGEST_FIGURE = 6.0  # a date is not broken
_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PAIR})
_PARTS = re.compile("[^、；，]+[、；，]")
_LEAST = 2.0  # a heading stands in pairs
_STEP = 0.5  # what is given out at the least
_MOST_STEPS = 8  # at a time: a line is saved once a column holds some characters more
_MOST_ROWS_WEIGHED = 150  # that many tell what a table's texts are like


def column_widths(
    columns: Sequence[Column], headings: Sequence[str], rows: Sequence[Row], room: float
) -> tuple[float, ...]:
    """Widths of the columns, together as wide as the room.

    Args:
        columns: in their order.
        headings: the lowest one over each column.
        rows: stored values.
        room: width of the table.

    Raises:
        UserError: so many columns have no room side by side in letters of this size.
    """
    weighed = rows[:: max(1, ceil(len(rows) / _MOST_ROWS_WEIGHED))]  # spread over the whole table
    texts = [
        [cell_text(column.kind, row[place]) for row in weighed]
        for place, column in enumerate(columns)
    ]
    sizes = [[text_width(Lettering.BODY, text) for text in column] for column in texts]
    widths = [
        _least_width(column.kind, size, _parts_width(column.kind, texts_of)) + _PADDING
        for column, size, texts_of in zip(columns, sizes, texts, strict=True)
    ]
    left = room - sum(widths)
    if left < 0:
        most = int(room / (_LEAST + _PADDING))
        raise UserError(
            f"这张表有{len(columns)}栏，用两米外看得清的字排不下（这种纸最多约{most}栏）。"
            "请减少栏目，或者换大一号的纸。"
        )
    over = [text_width(Lettering.HEADER, heading) for heading in headings]
    _share(widths, [[*one, head] for one, head in zip(sizes, over, strict=True)], left)
    return tuple(width * room / sum(widths) for width in widths)


def _least_width(kind: Kind, sizes: Sequence[float], parts: float) -> float:
    widest = max(sizes, default=0.0)
    if kind in _FIGURES:
        return max(_LEAST, min(widest, _LONGEST_FIGURE))
    if widest <= _WHOLE:
        return max(_LEAST, widest)
    return min(_WHOLE, max(_LEAST, ceil(widest / 2), parts))


def _parts_width(kind: Kind, texts: Sequence[str]) -> float:
    """Of a list's longest part with its comma: two names break between them."""
    if kind is Kind.LONG_TEXT:
        return 0.0
    parts = {part for text in texts for part in _PARTS.findall(text)}
    return max((text_width(Lettering.BODY, part) for part in parts), default=0.0)


def _share(widths: list[float], sizes: Sequence[Sequence[float]], left: float) -> None:
    """Give out the room that is left, each time where it saves most height for its breadth."""
    costs = [_costs(column, width) for column, width in zip(sizes, widths, strict=True)]
    while left >= _STEP:
        heights = _two_highest(costs)
        most = min(_MOST_STEPS, int(left / _STEP))
        offers = [
            (
                _gain(costs[place], _costs(sizes[place], width + steps * _STEP), heights) / steps,
                place,
                steps,
            )
            for place, width in enumerate(widths)
            for steps in range(1, most + 1)
        ]
        gain, place, steps = max(offers)
        if gain <= 0:
            break
        widths[place] += steps * _STEP
        costs[place] = _costs(sizes[place], widths[place])
        left -= steps * _STEP


def _costs(sizes: Sequence[float], width: float) -> list[float]:
    return [_cost(size, width - _PADDING) for size in sizes]


def _cost(size: float, room: float) -> float:
    """Lines of a text, and a little for how full they are: so every step tells."""
    share = size / room
    return max(1.0, ceil(share)) + 0.2 * share


def _two_highest(costs: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Of each row the costliest cell and the next one."""
    ordered = (sorted([0.0, *row]) for row in zip(*costs, strict=True))
    return [(row[-2], row[-1]) for row in ordered]


def _gain(
    now: Sequence[float], then: Sequence[float], heights: Sequence[tuple[float, float]]
) -> float:
    """What the rows get lower by, and a hundredth of what the column's own texts do."""
    gain = 0.0
    for before, after, (second, first) in zip(now, then, heights, strict=True):
        if before == first:
            gain += first - max(second, after)
        gain += (before - after) / 100
    return gain
