"""Painting a table's header and rows: every cell's text is set once and used wherever it recurs.

A row is painted around its own middle line, so what is painted for a value depends on the column
alone and not on the row's height or place. Lengths in points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from fangfan_desktop.documents.cell_text import cell_text
from fangfan_desktop.documents.pdf_fonts import Style
from fangfan_desktop.documents.sheet import Align, Column
from fangfan_desktop.documents.text_lines import break_lines, even_lines
from fangfan_desktop.forms.form import HeaderCell, Kind, Value

PADDING = 1.6  # least room between text and border, at the sides and above and below
LINE = 0.4  # least thickness of borders
PADDING_SHARE = 0.17  # of the letters' size: large letters need more room around them
_LINE_SHARE = 0.04  # likewise
_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PAIR, Kind.ID_NUMBER})
_NARROWEST = 0.6  # how much narrower than usual a figure may be set
_WORD_SQUEEZE = 0.75  # the same for a Latin word or figure inside a text
_MOST_CELLS_KEPT = 4096  # for one column; bounds memory where all values differ


@dataclass(frozen=True, slots=True)
class Rule:
    """Left edges of the columns from 0, and the right edge of the last one."""

    edges: tuple[float, ...]

    @property
    def width(self) -> float:
        """Width of the table."""
        return self.edges[-1]


@dataclass(frozen=True, slots=True)
class PaintedCell:
    """A value as painted in its column."""

    lines: int
    code: str  # around the row's middle line


def padding_of(style: Style) -> float:
    """Room between text of this size and a border."""
    return max(PADDING, style.size * PADDING_SHARE)


def line_of(style: Style) -> float:
    """Thickness of borders around text of this size."""
    return max(LINE, style.size * _LINE_SHARE)


def rule_of(columns: Sequence[Column], width: float) -> Rule:
    """The columns scaled together so that the table is as wide as the page lets it."""
    total = sum(column.print_width for column in columns)
    widths = [column.print_width * width / total for column in columns]
    return Rule((0.0, *accumulate(widths)))


class ColumnPainter(dict[Value, PaintedCell]):
    """Value → the painted cell, for one column; painted when first met."""

    def __init__(self, column: Column, left: float, width: float, style: Style) -> None:
        super().__init__()
        self._column = column
        self._left = left + padding_of(style)
        self._room = width - 2 * padding_of(style)
        self._style = style

    def __missing__(self, value: Value) -> PaintedCell:
        if len(self) >= _MOST_CELLS_KEPT:
            self.clear()
        return self.setdefault(value, self.paint(self.lines(value)))

    def lines(self, value: Value) -> list[str]:
        """The lines of a value's text."""
        text = cell_text(self._column.kind, value)
        # Half a figure on a line of its own reads as another figure.
        is_one_figure = self._column.kind in _FIGURES and "\n" not in text
        if text and is_one_figure and self._style.width(text) * _NARROWEST <= self._room:
            return [text]
        split = even_lines if self._column.is_balanced else break_lines
        return split(text, self._room, self._style.width, _WORD_SQUEEZE) if text else []

    def paint(self, lines: Sequence[str]) -> PaintedCell:
        """The cell with these lines."""
        place = (self._left, self._room)
        code = painted_lines(lines, place, self._column.alignment, self._style)
        return PaintedCell(len(lines), code)


class RowPainter:
    """Paints rows of stored values."""

    def __init__(self, columns: Sequence[Column], rule: Rule, style: Style) -> None:
        self._columns = [
            ColumnPainter(column, left, right - left, style)
            for column, left, right in zip(columns, rule.edges, rule.edges[1:], strict=False)
        ]
        self._style = style
        self._padding = padding_of(style)

    def paint(self, values: Sequence[Value]) -> tuple[float, str]:
        """Height of the row and its text, painted around its middle line."""
        cells = [painter[value] for painter, value in zip(self._columns, values, strict=True)]
        lines = max([cell.lines for cell in cells])
        return self.height(lines), " ".join([cell.code for cell in cells if cell.lines])

    def height(self, lines: int) -> float:
        """Height of a row of so many lines; an empty row is one line high."""
        return max(lines, 1) * self._style.leading + 2 * self._padding

    def pieces(self, values: Sequence[Value], most: float) -> list[tuple[float, str]]:
        """A row higher than a page, cut between lines into pieces of at most `most`."""
        cells = [painter.lines(value) for painter, value in zip(self._columns, values, strict=True)]
        step = max(1, int((most - 2 * self._padding) / self._style.leading))
        pieces: list[tuple[float, str]] = []
        for first in range(0, max(map(len, cells)), step):
            part = [lines[first : first + step] for lines in cells]
            painted = [
                painter.paint(lines)
                for painter, lines in zip(self._columns, part, strict=True)
                if lines
            ]
            code = " ".join(cell.code for cell in painted)
            pieces.append((self.height(max(map(len, part))), code))
        return pieces


def painted_lines(
    lines: Sequence[str], place: tuple[float, float], align: Align, style: Style
) -> str:
    """Lines of text around a middle line at height 0, between `place`[0] and its width."""
    left, room = place
    shown: list[str] = []
    for number, line in enumerate(lines):
        width = style.width(line)
        spare = max(room - width, 0.0)
        x = left + {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[align]
        y = ((len(lines) - 1) / 2 - number) * style.leading - style.sink
        show = style.show(line, x, y)
        # A word or figure that was kept whole though too wide is set narrower.
        shown.append(show if width <= room else f"{room / width * 100:.1f} Tz {show} 100 Tz")
    return " ".join(shown)


@dataclass(frozen=True, slots=True)
class PaintedHeader:
    """The merged header, its lower left corner at 0, 0."""

    height: float
    code: str


def paint_header(cells: Sequence[HeaderCell], rule: Rule, style: Style) -> PaintedHeader:
    """The merged header with its borders, as high as its texts need."""
    padding = padding_of(style)
    texts = [
        break_lines(cell.text, _cell_width(cell, rule) - 2 * padding, style.width, _WORD_SQUEEZE)
        for cell in cells
    ]
    heights = _row_heights(cells, texts, style)
    total = sum(heights)
    tops = [total - done for done in accumulate(heights, initial=0.0)]
    code = [f"{line_of(style):g} w"]
    for cell, lines in zip(cells, texts, strict=True):
        top, bottom = tops[cell.row], tops[cell.row + cell.row_span]
        left, width = rule.edges[cell.column], _cell_width(cell, rule)
        place = (left + padding, width - 2 * padding)
        painted = painted_lines(lines, place, Align.CENTER, style)
        code.append(
            f"{left:.2f} {bottom:.2f} {width:.2f} {top - bottom:.2f} re S"
            f" q 1 0 0 1 0 {(top + bottom) / 2:.2f} cm BT {style.choose} {painted} ET Q"
        )
    return PaintedHeader(total, "\n".join(code))


def _cell_width(cell: HeaderCell, rule: Rule) -> float:
    return rule.edges[cell.column + cell.column_span] - rule.edges[cell.column]


def _row_heights(
    cells: Sequence[HeaderCell], texts: Sequence[list[str]], style: Style
) -> list[float]:
    least = style.leading + 2 * padding_of(style)
    heights = [least] * max((cell.row + cell.row_span for cell in cells), default=0)
    smallest_first = sorted(
        zip(cells, texts, strict=True), key=lambda pair: (pair[0].row_span, pair[0].row)
    )
    for cell, lines in smallest_first:
        need = len(lines) * style.leading + 2 * padding_of(style)
        have = sum(heights[cell.row : cell.row + cell.row_span])
        if need > have:
            heights[cell.row + cell.row_span - 1] += need - have
    return heights


def borders(
    rule: Rule, heights: Sequence[float], move: Callable[[float], float], line: float = LINE
) -> str:
    """The borders of rows of these heights from the top down.

    Args:
        rule: the columns.
        heights: of the rows.
        move: from the distance below the table's top to the height on the page.
        line: thickness.
    """
    if not heights:
        return ""
    depths = list(accumulate(heights, initial=0.0))
    right = f"{rule.width:.2f}"
    code = [f"{line:g} w"]
    for depth in depths:
        y = f"{move(depth):.2f}"
        code.append(f"0 {y} m {right} {y} l")
    top, bottom = f"{move(0.0):.2f}", f"{move(depths[-1]):.2f}"
    code += [f"{edge:.2f} {top} m {edge:.2f} {bottom} l" for edge in rule.edges]
    return "\n".join([*code, "S"])
