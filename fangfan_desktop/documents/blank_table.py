"""What is kept of one blank sheet, or of one table of a Word file.

Rows and columns count from 0. Lengths are millimetres.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fangfan_desktop.forms.form import Page

_BREAKS = re.compile(r"[ \t]*(?:_x000D_|\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])[ \t]*")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Merged:
    """A rectangle of cells that are one; first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class ListRule:
    """A drop-down list: the cells that have it, and the choices or the cells that hold them."""

    areas: tuple[Merged, ...]
    choices: tuple[str, ...] = ()
    cells_sheet: str = ""  # "" = the sheet itself
    cells: Merged | None = None


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet: the texts of its cells and its looks; "" is an empty cell."""

    name: str
    rows: tuple[tuple[str, ...], ...]  # all of one length
    merged: tuple[Merged, ...] = ()
    is_hidden: bool = False
    widths: Mapping[int, float] = field(default_factory=dict[int, float])  # column → mm
    heights: Mapping[int, float] = field(default_factory=dict[int, float])  # row → mm
    page: Page | None = None
    lists: tuple[ListRule, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    styles: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    above: tuple[str, ...] = ()  # lines of text before a Word table
    below: tuple[str, ...] = ()  # and after it

    def text(self, row: int, column: int) -> str:
        """The text of a cell, "" outside the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def choices(self, row: int, column: int) -> tuple[str, ...]:
        """The choices of the drop-down list of a cell; empty without one."""
        rule = self.list_rule(row, column)
        return () if rule is None else rule.choices

    def list_rule(self, row: int, column: int) -> ListRule | None:
        """The drop-down list of a cell, as far as its choices are known."""
        for rule in self.lists:
            if rule.choices and any(area.holds(row, column) for area in rule.areas):
                return rule
        return None


def clean_text(text: str) -> str:
    """A cell's text without invisible characters and spaces at its ends; breaks stay as one."""
    return _BREAKS.sub("\n", _UNSEEN.sub("", text)).strip(" \t\n\u3000\u00a0")
