"""The cells of a header as its reader sees them, merged or not, and the headings of each column."""

from fangfan_desktop.documents.blank_table import BlankSheet, Merged

_LABEL = 2


class HeaderGrid:
    """Some rows of a sheet taken as a header; rows and columns count from 0."""

    def __init__(self, sheet: BlankSheet, first_row: int, levels: int) -> None:
        self.first_row = first_row
        self.levels = levels
        self._sheet = sheet
        last = first_row + levels - 1
        self._merged = [m for m in sheet.merged if m.top <= last and m.bottom >= first_row]
        self._width = max((len(row) for row in sheet.rows), default=0)
        self._texts = [self._row(first_row + level) for level in range(levels)]
        for level in range(levels):
            self._spread(level)

    def cells_across(self) -> list[Merged]:
        """The merged cells that begin in the header and have a text."""
        return [
            m for m in self._merged if m.top >= self.first_row and self._sheet.text(m.top, m.left)
        ]

    def is_leaf(self, column: int) -> bool:
        """Whether the column has its heading whole: no group stands over it that wants more."""
        level = next((i for i in reversed(range(self.levels)) if self._texts[i][column]), None)
        if level is None:
            return False
        row = self.first_row + level
        merged = self._at(row, column)
        if merged is not None:
            return merged.left == merged.right
        texts = self._texts[level]
        is_repeated = any(
            0 <= c < self._width and texts[c] == texts[column] for c in (column - 1, column + 1)
        )
        right = column + 1
        has_gap = right < self._width and not any(line[right] for line in self._texts)
        return not is_repeated and not has_gap

    def lowest(self, column: int) -> str:
        """The lowest text of the column, "" where it has none."""
        return next((line[column] for line in reversed(self._texts) if line[column]), "")

    def last_column(self, column: int) -> int:
        """The last column of the cell that the heading of a column stands in."""
        level = next((i for i in reversed(range(self.levels)) if self._texts[i][column]), 0)
        merged = self._at(self.first_row + level, column)
        return column if merged is None else max(merged.right, column)

    def paths(self) -> dict[int, tuple[str, ...]]:
        """Column → its headings, one a level, "" where the cell above spans down."""
        found: dict[int, tuple[str, ...]] = {}
        # who merges cells downwards does not write a text twice to span two rows
        has_tall = any(merged.bottom > merged.top for merged in self.cells_across())
        for column in range(self._width):
            texts = [line[column] for line in self._texts]
            if any(texts) and not self._is_covered(column):
                found[column] = _path(texts, is_repeated=not has_tall)
        return found

    def _row(self, row: int) -> list[str]:
        """The texts of a row, a merged cell's in each of its columns."""
        texts = [self._sheet.text(row, column) for column in range(self._width)]
        for merged in self._merged:
            if merged.top <= row <= merged.bottom:
                text = self._sheet.text(merged.top, merged.left) if merged.top == row else ""
                for column in range(merged.left, min(merged.right + 1, self._width)):
                    texts[column] = text
        return texts

    def _spread(self, level: int) -> None:
        """Give a group's text to the empty cells on its right that have headings further down."""
        texts = self._texts[level]
        below = self._texts[level + 1 :]
        for column in range(1, self._width):
            if texts[column] or not texts[column - 1]:
                continue
            is_under_group = any(line[column] for line in below) and any(
                line[column - 1] for line in below
            )
            has_same_parent = all(line[column] == line[column - 1] for line in self._texts[:level])
            is_merged = self._at(self.first_row + level, column) is not None
            if is_under_group and has_same_parent and not is_merged:
                texts[column] = texts[column - 1]

    def _at(self, row: int, column: int) -> Merged | None:
        return next((m for m in self._merged if m.holds(row, column)), None)

    def _is_covered(self, column: int) -> bool:
        """Whether the column only carries on a cell that is merged over it, and no more."""
        level = next((i for i in reversed(range(self.levels)) if self._texts[i][column]), 0)
        merged = self._at(self.first_row + level, column)
        return merged is not None and merged.left < column


def _path(texts: list[str], *, is_repeated: bool) -> tuple[str, ...]:
    """Headings from the top; a text repeated under itself may be one cell over both rows."""
    path: list[str] = []
    last = ""
    for text in (
        " ".join(text.split("\n")) if text.isascii() else text.replace("\n", "") for text in texts
    ):
        path.append("" if is_repeated and text == last else text)
        last = text or last
    first = next(i for i, text in enumerate(path) if text)
    # what begins in a lower row stands at the top of its column all the same
    return tuple(path[first:] + [""] * first)
