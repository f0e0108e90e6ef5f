"""How far a worksheet reaches, seen from its bytes alone, before any reader takes memory for it."""

import re

MOST_CELLS = 20_000_000  # of the rectangle that holds all values of a sheet
MOST_ROWS = 1_048_576

# Each begins with plain letters where it can: that is what makes searching megabytes quick.
_ROW = re.compile(rb"row\b[^>]*?\sr\s*=\s*[\"'](\d{1,12})")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr\s*=\s*[\"']([A-Za-z]+)(\d{1,12})[^>]*(?<!/)>")
# An empty cell counts here: those after it stand behind it.
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c(?![^>]*\sr\s*=)(?:\s[^>]*)?/?>")
_PLACE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr\s*=\s*[\"']([A-Za-z]+)\d")
_UNPLACED = re.compile(rb"<c(?:>|\s[^r])")
_ODD = re.compile(rb"r(?:\s+=|=\s|=')|r=\"[A-Z]*[a-z]|:c[\s>]")
_LONGEST_LETTERS = 9
_WIDE = re.compile(rb'r="(?:[B-Z][A-Z]|[A-Z]{3,})\d')
_NARROW = re.compile(rb'r="A[A-Z]\d')
_ONE_LETTER, _A_LETTERS, _MANY_LETTERS = 26, 52, 16_384


def has_declaration(piece: bytes) -> bool:
    """Whether entities may be declared in the piece."""
    # Where entities are declared; no workbook has any.
    return b"<!DOCTYPE" in piece or b"<!ENTITY" in piece


class Extent:
    """How far a worksheet reaches: last row tag, last row and last column with something in it.

    Where it cannot matter, the columns are guessed from the letters used: looking at every cell
    takes ten times as long.
    """

    def __init__(self) -> None:
        self.last_row = 0
        self.used_rows = 0
        self.used_columns = 0
        self._rows = 0  # row tags
        self._in_row = 0  # cells without a place in the row that is not at its end

    def look(self, piece: bytes) -> None:
        """Take in a piece; each begins with the end of the one before."""
        if has_declaration(piece):
            self.last_row = MOST_ROWS + 1
            return
        rows = _ROW.findall(piece)
        tags = piece.count(b"<row")
        last_row = max(map(int, rows), default=0)
        self.last_row = max(self.last_row, last_row)
        columns = _most_columns(piece)
        is_plain = tags == len(rows) and not self._in_row and columns != _MANY_LETTERS
        if is_plain and last_row * columns <= MOST_CELLS // 4 and not _UNPLACED.search(piece):
            self.used_rows = max(self.used_rows, last_row)
            self.used_columns = max(self.used_columns, columns)
            return
        self._look_closely(piece)

    def _look_closely(self, piece: bytes) -> None:
        for letters, row in _CELL.findall(piece):
            self.used_rows = max(self.used_rows, int(row))
            self.used_columns = max(self.used_columns, _column_number(letters))
        segments = _ROW_TAG.split(piece)
        self._rows += len(segments) - 1
        for number, segment in enumerate(segments):
            cells = sum(1 for _ in _CELL_WITHOUT_PLACE.finditer(segment))
            if cells:  # they may stand behind the last that has a place
                cells += max(map(_column_number, _PLACE.findall(segment)), default=0)
            self._in_row = cells if number else self._in_row + cells
            if self._in_row:
                self.used_rows = max(self.used_rows, self.last_row + self._rows)
                self.used_columns = max(self.used_columns, self._in_row)


def _most_columns(piece: bytes) -> int:
    # No program writes places so: whoever does gets the close look.
    if _ODD.search(piece) or _WIDE.search(piece):
        return _MANY_LETTERS
    return _A_LETTERS if _NARROW.search(piece) else _ONE_LETTER


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:_LONGEST_LETTERS].upper():
        number = number * 26 + letter - ord("A") + 1
    return number
