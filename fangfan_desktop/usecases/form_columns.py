"""Which column of a workbook is which field of a form, by its wording.

Where two fields are called alike the headings above them tell which is which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.workbook_reader import Cell, column_headings
from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.forms.headings import plain_heading

_BRACKETS = re.compile(r"\([^()]*\)")
_REASON = "原因"  # the column that a marked report adds


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """Key → column from 0, and headings of columns that nobody knows."""

    columns: Mapping[str, int]
    unknown: tuple[str, ...]


class ColumnFinder:
    """Knows the headings of one form.

    Args:
        form: with its headings filled in.
        extra: plain headings of columns that are no fields, with their keys.
    """

    def __init__(self, form: Form, extra: Mapping[str, str]) -> None:
        self._above: dict[str, tuple[str, ...]] = {}
        self._meant: dict[str, list[str]] = {}
        fields = (*form.fields, *form.also_read)
        for each in fields:
            texts = [plain_heading(text) for text in each.headings if text]
            self._above[each.key] = tuple(texts[:-1])
            self._add(texts[-1], each)
        for each in fields:
            for alias in each.aliases:
                self._add(plain_heading(alias), each)
        for heading, key in extra.items():
            self._meant.setdefault(heading, [key])
        # What stands in brackets changes by year.
        shorter: dict[str, list[str]] = {}
        for heading, keys in self._meant.items():
            told = shorter.setdefault(_BRACKETS.sub("", heading), [])
            told += [key for key in keys if key not in told]
        self._shorter = shorter

    @property
    def headings(self) -> frozenset[str]:
        """All plain headings that are known."""
        return frozenset(self._meant) | {
            heading for heading, keys in self._shorter.items() if len(keys) == 1
        }

    def find(self, rows: Sequence[Sequence[Cell]], start: int, levels: int) -> FoundColumns:
        """The columns of a header that begins in row `start`, from 0, and has so many rows."""
        headings = column_headings(rows, start, levels)
        above = _paths(rows[start : start + levels], len(headings))
        columns: dict[str, int] = {}
        unknown: list[str] = []
        for i, heading in enumerate(headings):
            free = [key for key in self._keys(plain_heading(heading)) if key not in columns]
            if free:
                columns[max(free, key=lambda key, i=i: self._fit(key, above[i]))] = i
            elif heading and heading != _REASON:
                unknown.append(heading)
        return FoundColumns(columns, tuple(unknown))

    def _add(self, heading: str, field: Field) -> None:
        keys = self._meant.setdefault(heading, [])
        if field.key not in keys:
            keys.append(field.key)

    def _keys(self, heading: str) -> list[str]:
        exact = self._meant.get(heading)
        if exact:
            return exact
        shorter = self._shorter.get(_BRACKETS.sub("", heading), [])
        return shorter if len(shorter) == 1 else []

    def _fit(self, key: str, above: frozenset[str]) -> int:
        """How many of the field's upper headings stand above the column; missing ones count down.

        Of two that fit alike the first in the form is taken, which `max` sees to.
        """
        mine = frozenset(self._above.get(key, ()))
        return len(mine & above) - len(mine - above)


def _paths(window: Sequence[Sequence[Cell]], width: int) -> list[frozenset[str]]:
    """For each column the plain texts of the header above its lowest one.

    A reader gives a merged cell's text to its first column only, so an empty cell has the text of
    its neighbour on the left where all above them is the same.
    """
    filled: list[list[str]] = []
    for row in window:
        texts = [plain_heading(str(cell)) if cell is not None else "" for cell in row]
        texts += [""] * (width - len(texts))
        for column in range(1, width):
            has_same_above = all(line[column] == line[column - 1] for line in filled)
            if not texts[column] and has_same_above:
                texts[column] = texts[column - 1]
        filled.append(texts)
    return [
        frozenset(line[column] for line in filled[: _lowest_row(window, column)]) - {""}
        for column in range(width)
    ]


def _lowest_row(window: Sequence[Sequence[Cell]], column: int) -> int:
    """The row, from 0, in which the lowest text of a column stands."""
    rows = (
        row
        for row, cells in enumerate(window)
        if column < len(cells) and plain_heading(str(cells[column] or ""))
    )
    return max(rows, default=0)
