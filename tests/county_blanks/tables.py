"""Blank workbooks as offices of made-up counties send them, in compact descriptions.

A table is drawn in text: a line a row, cells between `|`; `<` belongs to the cell on its left, `^`
to the cell above (real merges); `\\n` is a line break inside a cell; `*` before a text is grey
italics.
What a reader should find stands beside it as data, written before the program was asked.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    """What should be found of one table."""

    header: tuple[int, int]  # first and last row of the header, from 1
    data: int  # first row to fill in, from 1
    columns: str  # a line a column: letter, keys (a|b) or "new", kind, choices
    subject: str = "household"
    samples: tuple[int, ...] = ()
    total: int | None = None
    told: str = ""  # part of a sentence that must be told


@dataclass(frozen=True)
class Tab:
    """One sheet."""

    name: str
    drawing: str
    at: tuple[int, int] = (1, 1)  # row and column of the drawing's corner
    hidden: str = ""  # letters of hidden columns
    lists: dict[str, str] = field(default_factory=dict)  # cells → items of the drop-down list
    formats: dict[str, str] = field(default_factory=dict)  # cells → number format


@dataclass(frozen=True)
class Blank:
    """One file."""

    name: str
    style: str  # what is odd about it
    tabs: tuple[Tab, ...]
    wanted: tuple[Wanted, ...] = ()
    ending: str = "xlsx"
    refused: str = ""  # part of the sentence that says why it cannot be taken
