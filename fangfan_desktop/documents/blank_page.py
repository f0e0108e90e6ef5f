"""Pages about one household: labels beside the blanks, no header with rows under it."""

import re
from collections.abc import Sequence
from itertools import islice

from fangfan_desktop.documents.blank_rows import folded, is_below, is_form_line, is_value
from fangfan_desktop.documents.blank_table import BlankSheet

_FEWEST_ROWS = 3  # of labels beside blanks; titles, units and signatures make fewer
_HEADER = 5  # labels side by side are the header of a table
_LONGEST_LABEL = 14
_WITHIN = 60  # rows and columns that are looked at: a page of paper
_MOST_MERGED = 1_500  # cells of them; more are no page of paper
_BLANK = re.compile(r"_{2,}|[:：](?:[ \u3000]{2,}|$)|□")

# Cells of merged ones that begin on the left (True) or above (False): a heading over several
# rows has no blank under it.
_Covered = dict[tuple[int, int], bool]


def is_page_of_one(sheet: BlankSheet) -> bool:
    """Whether the sheet asks one household on a page: 户主姓名 | (blank) | 性别 | (blank)."""
    rows = [row[:_WITHIN] for row in sheet.rows[:_WITHIN]]
    covered = _covered(sheet, len(rows))
    end = len(rows)
    headers = [r for r, row in enumerate(rows) if _side_by_side(row, r, covered) >= _HEADER]
    if headers:  # a list of people may stand further down on such a page
        end = headers[0]
    asking = [blanks for r in range(end) if (blanks := _blanks(rows, r, covered))]
    is_several = sum(blanks > 1 for blanks in asking) > 1  # a cover has a line a row
    return (
        is_several
        and len(asking) >= _FEWEST_ROWS
        and 2 * len(asking) >= sum(1 for row in rows[:end] if any(row))
    )


def _covered(sheet: BlankSheet, rows: int) -> _Covered:
    """The cells that belong to a merged one which begins further left or higher up."""
    return {
        (row, column): row == merged.top
        for merged in islice((m for m in sheet.merged if m.top < rows), _MOST_MERGED)
        for row in range(merged.top, min(merged.bottom + 1, rows))
        for column in range(merged.left, min(merged.right, _WITHIN) + 1)
        if (row, column) != (merged.top, merged.left)
    }


def _side_by_side(texts: Sequence[str], row: int, covered: _Covered) -> int:
    """The most labels of a row that stand side by side without a blank cell between them."""
    most = run = 0
    for column, text in enumerate(texts):
        if text:
            run += 1
        elif (row, column) not in covered:
            run = 0
        most = max(most, run)
    return most


def _blanks(rows: Sequence[Sequence[str]], row: int, covered: _Covered) -> int:
    """Blanks of a row whose labels all have one: a free cell on the right, or ：____ inside."""
    texts = rows[row]
    labels = [c for c, text in enumerate(texts) if text]
    if not labels or is_below(texts):
        return 0
    lines = [c for c in labels if _BLANK.search(texts[c])]
    if len(lines) == len(labels):
        is_line = all(is_form_line(texts[c]) and "_" not in texts[c] for c in lines)
        return 0 if is_line else sum(len(_BLANK.findall(texts[c])) for c in lines)
    asked = [
        c
        for c in labels
        if c in lines
        or (
            len(folded(texts[c])) <= _LONGEST_LABEL
            and not is_value(texts[c])
            and _is_free(texts, row, c + 1, covered)
        )
    ]
    first_free = next((c for c, text in enumerate(texts) if not text), len(texts))
    # a village's or a household's name that stands in its row beforehand asks for nothing
    is_listed = first_free > labels[-1] and _is_same_shape(rows, row)
    return len(asked) if len(asked) == len(labels) and not is_listed else 0


def _is_same_shape(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Whether a row beside it has its texts in the same columns: rows of a list."""

    def shape(at: int) -> list[bool]:
        return [bool(text) for text in rows[at]] if 0 <= at < len(rows) else []

    here = shape(row)
    return sum(here) > 1 and here in (shape(row - 1), shape(row + 1))


def _is_free(texts: Sequence[str], row: int, column: int, covered: _Covered) -> bool:
    """Whether the next cell after a label, merged ones apart, is one that has no text."""
    while covered.get((row, column)):
        column += 1
    return (row, column) not in covered and (column >= len(texts) or not texts[column])
