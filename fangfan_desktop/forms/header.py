"""The merged header of a form: one tree, drawn alike by grid, workbook and printed page.

A heading "" means that the cell above spans down to here. Cells with the same text side by side
under the same parent are one merged cell.
"""

from collections.abc import Iterator
from itertools import groupby

from fangfan_desktop.forms.form import Form, HeaderCell

# The cells of one column from the top: (first row, rows, text).
_Block = tuple[int, int, str]


def header_cells(form: Form) -> list[HeaderCell]:
    """The merged cells of the header, by row and then column; together they tile it wholly.

    Rows and columns are counted from 0; the header has `form.header_levels` rows and one column a
    field.
    """
    levels = form.header_levels
    columns = [_blocks(field.headings, levels) for field in form.fields]
    cells = _merge(columns, 0, len(columns), 0)
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _blocks(headings: tuple[str, ...], levels: int) -> list[_Block]:
    starts = [row for row, text in enumerate(headings) if text or row == 0]
    ends = [*starts[1:], levels]
    return [(start, end - start, headings[start]) for start, end in zip(starts, ends, strict=True)]


def _merge(columns: list[list[_Block]], first: int, past: int, depth: int) -> Iterator[HeaderCell]:
    """Merge the cells `depth` steps down the tree in columns [first, past), one parent's own."""
    for block, group in groupby(range(first, past), key=lambda c: columns[c][depth : depth + 1]):
        span = list(group)
        if block:
            row, row_span, text = block[0]
            yield HeaderCell(row, span[0], row_span, len(span), text)
            yield from _merge(columns, span[0], span[-1] + 1, depth + 1)
