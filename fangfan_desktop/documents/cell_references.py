"""References to cells in formulas and ranges, and what becomes of them when a table grows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fangfan_desktop.documents.xlsx_book import column_letters

_A_TO_Z = 26
_REFERENCE = re.compile(
    # texts, cells of other workbooks, columns of tables by name
    r"""(?P<skip>"(?:[^"]|"")*"|(?:'\[[^']*'|\[[^\]]*\][\w.]*)!\$?[A-Za-z]{1,3}\$?\d+"""
    r"""(?::\$?[A-Za-z]{1,3}\$?\d+)?|\[[^\]]*\])"""
    r"""|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"""
    r"""(?<![\w.$])(?:"""
    r"""(?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?[1-9]\d{0,6})"""
    r"""(?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?[1-9]\d{0,6}))?"""
    r"""|(?P<w1>\$?[1-9]\d{0,6}):(?P<w2>\$?[1-9]\d{0,6})"""
    r""")(?![\w.(!])"""
)


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * _A_TO_Z + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def text(self) -> str:
        """As ranges are written: A1:C3, one cell as A1."""
        first = f"{column_letters(self.left - 1)}{self.top}"
        if (self.top, self.left) == (self.bottom, self.right):
            return first
        return f"{first}:{column_letters(self.right - 1)}{self.bottom}"


_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")


def parse_area(text: str) -> Area | None:
    """The rectangle that a range without a sheet names; None where it is none (A:C, 1:3)."""
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(int(top), column_number(left), int(bottom or top), column_number(right or left))


@dataclass(frozen=True, slots=True)
class Growth:
    """How the body of a sheet's table grows.

    Attributes:
        first: its first row, from 1.
        last: its last row in the blank; `first - 1` where the blank has none.
        added: rows that are put in after `last`; what stands below moves down by as many.
        is_open: nothing stands below: rows are used as they are and nothing moves.
        samples: so many of its first rows were samples; what covers the rows after them covers
            these rows too now.
    """

    first: int
    last: int
    added: int
    is_open: bool = False
    samples: int = 0

    def row(self, row: int) -> int:
        """Where the row is now."""
        return row if self.is_open or row <= self.last else row + self.added

    def rows(self, top: int, bottom: int) -> tuple[int, int]:
        """Where rows of a range are now that goes with the table: rules, lists, print area."""
        start = self.first + self.samples
        if top == start and bottom >= min(start + 1, self.last):
            top = self.first
        if self.is_open:
            covers = top <= self.first <= bottom
            return top, max(bottom, self.last + self.added) if covers else bottom
        is_at_end = top <= self.last == bottom and self.last >= self.first
        return self.row(top), bottom + self.added if is_at_end else self.row(bottom)

    def area(self, area: Area) -> Area:
        """Likewise for a rectangle."""
        top, bottom = self.rows(area.top, area.bottom)
        return Area(top, area.left, bottom, area.right)

    def has(self, row: int) -> bool:
        """Whether it is a row of the blank's body."""
        return self.first <= row <= self.last


def grown_ranges(text: str, growth: Growth) -> str:
    """Ranges parted by blanks (sqref), grown; what is no plain range stays."""

    def grow(one: str) -> str:
        area = parse_area(one)
        return one if area is None else growth.area(area).text

    return " ".join(grow(one) for one in text.split())


def grown_formula(
    formula: str, growths: Mapping[str, Growth], home: str, *, is_in_body: bool = False
) -> str:
    """The formula after tables have grown.

    Args:
        formula: as in the file, with or without "=".
        growths: by the sheet's name in lower case.
        home: name of the sheet in which the formula stands; "" where it stands in none.
        is_in_body: it stands in a row of its sheet's table. Then a range that ends in the last row
            is only grown where that end is fixed (E5/SUM(E$5:E$14)).
    """

    def change(match: re.Match[str]) -> str:
        if match["skip"]:
            return match[0]
        prefix = match["sheet"] or ""
        growth = growths.get((_sheet_name(prefix) if prefix else home).casefold())
        if growth is None:
            return match[0]
        if match["w1"]:
            top, bottom = growth.rows(_row(match["w1"]), _row(match["w2"]))
            return f"{prefix}{_like(match['w1'], top)}:{_like(match['w2'], bottom)}"
        if not match["c2"]:
            return f"{prefix}{match['c1']}{_like(match['r1'], growth.row(_row(match['r1'])))}"
        top, bottom = _row(match["r1"]), _row(match["r2"])
        is_of_row = is_in_body and not prefix and not match["r2"].startswith("$")
        new = (growth.row(top), growth.row(bottom)) if is_of_row else growth.rows(top, bottom)
        return (
            f"{prefix}{match['c1']}{_like(match['r1'], new[0])}"
            f":{match['c2']}{_like(match['r2'], new[1])}"
        )

    return _REFERENCE.sub(change, formula)


def moved_formula(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it reads when its cell is copied so many rows down and columns right."""
    return row_formula(formula, columns)(rows)


def row_formula(formula: str, columns: int = 0) -> Callable[[int], str]:
    """The formula, ready to be copied down many times: rows down → its text."""
    pieces: list[str] = []
    numbers: list[int] = []  # row numbers between the pieces
    text = ""
    at = 0
    for match in _REFERENCE.finditer(formula):
        if match["skip"]:
            continue
        text += formula[at : match.start()] + (match["sheet"] or "")
        at = match.end()
        for place, (column, row) in enumerate(_ends(match)):
            text += (":" if place else "") + _moved_column(column, columns)
            if row.startswith("$"):
                text += row
            else:
                pieces.append(text)
                numbers.append(int(row))
                text = ""
    last = text + formula[at:]

    def at_row(down: int) -> str:
        parts = [
            f"{piece}{max(number + down, 1)}" for piece, number in zip(pieces, numbers, strict=True)
        ]
        return "".join(parts) + last

    return at_row


def _ends(match: re.Match[str]) -> list[tuple[str, str]]:
    if match["w1"]:
        return [("", match["w1"]), ("", match["w2"])]
    ends = [(match["c1"], match["r1"])]
    return [*ends, (match["c2"], match["r2"])] if match["c2"] else ends


def _moved_column(column: str, by: int) -> str:
    if not column or not by or column.startswith("$"):
        return column
    return column_letters(max(column_number(column) + by, 1) - 1)


def _row(text: str) -> int:
    return int(text.removeprefix("$"))


def _like(text: str, row: int) -> str:
    return f"${row}" if text.startswith("$") else str(row)


def _sheet_name(prefix: str) -> str:
    name = prefix.removesuffix("!")
    if name.startswith("'"):
        return name[1:-1].replace("''", "'")
    return name
