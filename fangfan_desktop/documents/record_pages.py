"""One-page forms on paper: a page a row, questions and answers in a bordered table.

The letters are the largest with which the page holds all its lines; what room is left goes to the
answers that are written in sentences. Only a row with more text than a page has room for goes on
to a following page, which names the household again. Lengths in points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fangfan_desktop.documents.pdf_fonts import Lettering, Style
from fangfan_desktop.documents.pdf_paper import Paper
from fangfan_desktop.documents.pdf_table import LINE, PADDING, painted_lines
from fangfan_desktop.documents.record_answers import answer_text, note_text, sign_text
from fangfan_desktop.documents.record_layout import Cell, Line, Part, RecordLayout
from fangfan_desktop.documents.sheet import Align, Row, Sheet
from fangfan_desktop.documents.text_lines import balanced_lines, break_lines
from fangfan_desktop.forms.form import Value

_TITLE_SIZES = (22.0, 20.0, 18.0)  # in one line; else the middle one in two
_SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
_LEADING = 1.3
_PAD = 3.0  # between text and the borders beside it
_PAD_SHARE = 0.2  # of the letters' size, above and below a text
_SIGN_SIZE = 12.0
_SIGN_HEIGHT = 34.0
_NOTE_SIZE = 9.0
_GAP = 8.0  # under the title, above notes
_MOST_SHARE = 90.0  # what one line may grow by
_BOLD = frozenset({Part.HEADING, Part.CAPTION})


@dataclass(frozen=True, slots=True)
class _Set:
    """A line with its texts broken; the height that they need, and the one that it has."""

    line: Line
    texts: tuple[tuple[str, ...], ...]  # of each cell
    height: float


class RecordPrinter:
    """Prints the rows of a sheet that has a record layout."""

    def __init__(self, paper: Paper, sheet: Sheet, layout: RecordLayout) -> None:
        self._paper = paper
        self._sheet = sheet
        self._layout = layout
        self._area = paper.area
        self._head, self._head_height = self._paint_head()
        self._styles = [
            (
                paper.style(Lettering.BODY, size, size * _LEADING),
                paper.style(Lettering.HEADER, size, size * _LEADING),
            )
            for size in _SIZES
        ]
        self._sign_style = paper.style(Lettering.BODY, _SIGN_SIZE)
        self._note_style = paper.style(Lettering.BODY, _NOTE_SIZE, _NOTE_SIZE * 1.4)
        self._notes = [
            line
            for note in sheet.footnotes
            for line in break_lines(note, paper.area.width, self._note_style.width)
        ]
        self._tail_height = self._measure_tail()
        self._break = cache(self._break_text)
        self._paint = cache(self._paint_text)

    def run(self) -> int:
        """Print all rows, or one empty form where there is none; returns the number of rows."""
        count = 0
        for values in self._sheet.rows:
            self._print(values)
            count += 1
        empty = (None,) * len(self._sheet.columns)
        for _ in range(self._sheet.spare_rows or int(count == 0)):
            self._print(empty)
        return count

    def _paint_head(self) -> tuple[str, float]:
        """Title and date line: the same on every page."""
        style, lines = self._title()
        depth = len(lines) * style.leading + _GAP
        code = [f"BT {style.choose}"]
        for number, line in enumerate(lines):
            x = self._area.left + (self._area.width - style.width(line)) / 2
            y = self._area.top - (number + 0.5) * style.leading - style.sink
            code.append(style.show(line, x, y))
        code.append("ET")
        left, right = self._sheet.subtitle_left, self._sheet.subtitle_right
        if left or right:
            small = self._paper.style(Lettering.BODY, _SIGN_SIZE, _SIGN_SIZE * 1.6)
            y = self._area.top - depth - small.leading / 2 - small.sink + _GAP / 2
            depth += small.leading
            shown = [(left, self._area.left), (right, self._area.right - small.width(right))]
            texts = " ".join(small.show(text, x, y) for text, x in shown if text)
            code.append(f"BT {small.choose} {texts} ET")
        return " ".join(code), depth

    def _title(self) -> tuple[Style, list[str]]:
        title, room = self._sheet.title, self._area.width
        for size in _TITLE_SIZES:
            style = self._paper.style(Lettering.TITLE, size, size * 1.35)
            if style.width(title) <= room:
                return style, [title]
        size = _TITLE_SIZES[1]
        style = self._paper.style(Lettering.TITLE, size, size * 1.35)
        return style, balanced_lines(title, room, style.width)

    def _measure_tail(self) -> float:
        height = len(self._notes) * self._note_style.leading + (_GAP if self._notes else 0.0)
        return height + (_SIGN_HEIGHT if self._layout.signs or self._sheet.sign_line else 0.0)

    def _print(self, values: Row) -> None:
        texts = [self._texts_of(line, values) for line in self._layout.lines]
        room = self._area.height - self._head_height - self._tail_height
        chosen, lines = 0, self._set_lines(texts, 0)
        while sum(one.height for one in lines) > room and chosen < len(_SIZES) - 1:
            chosen += 1
            lines = self._set_lines(texts, chosen)
        left = room - sum(one.height for one in lines)
        if left >= 0:
            self._print_page(_grown(lines, left), chosen, values)
        else:
            self._print_pages(lines, chosen, values)

    def _texts_of(self, line: Line, values: Row) -> tuple[str, ...]:
        return tuple(self._text_of(cell, values) for cell in line.cells)

    def _text_of(self, cell: Cell, values: Sequence[Value]) -> str:
        if cell.part is Part.ANSWER:
            return answer_text(self._layout, values, cell.column)
        if cell.part is Part.NOTE:
            return note_text(self._layout, values, cell.column)
        return cell.text

    def _set_lines(self, texts: Sequence[tuple[str, ...]], chosen: int) -> list[_Set]:
        return [
            self._set_line(line, found, chosen)
            for line, found in zip(self._layout.lines, texts, strict=True)
        ]

    def _set_line(self, line: Line, texts: tuple[str, ...], chosen: int) -> _Set:
        broken = tuple(
            self._break(text, cell, chosen) for cell, text in zip(line.cells, texts, strict=True)
        )
        most = max(line.least, *map(len, broken))
        return _Set(line, broken, self._height(most, chosen))

    def _height(self, lines: int, chosen: int) -> float:
        return lines * self._styles[chosen][0].leading + 2 * _PAD_SHARE * _SIZES[chosen]

    def _break_text(self, text: str, cell: Cell, chosen: int) -> tuple[str, ...]:
        style = self._styles[chosen][cell.part in _BOLD]
        room = (cell.right - cell.left) * self._area.width - 2 * _PAD
        return tuple(break_lines(text, room, style.width)) if text else ()

    def _paint_text(self, lines: tuple[str, ...], cell: Cell, chosen: int) -> str:
        style = self._styles[chosen][cell.part in _BOLD]
        left = cell.left * self._area.width + _PAD
        room = (cell.right - cell.left) * self._area.width - 2 * _PAD
        align = Align.LEFT if cell.is_left else Align.CENTER
        return f"{style.choose} {painted_lines(lines, (left, room), align, style)}"

    def _print_page(self, lines: Sequence[_Set], chosen: int, values: Row) -> None:
        self._paper.draw(self._head)
        bottom = self._draw_table(lines, chosen, self._area.top - self._head_height)
        self._draw_tail(values, bottom)
        self._paper.end_page()

    def _print_pages(self, lines: Sequence[_Set], chosen: int, values: Row) -> None:
        """More text than one page has room for: the lines go on, long answers in pieces."""
        named = [one for one in lines if one.line.is_repeated]
        top = self._area.top - self._head_height
        room = self._area.height - self._head_height
        page: list[_Set] = []
        for piece in self._pieces(lines, chosen, room - sum(one.height for one in named)):
            if sum(one.height for one in page) + piece.height > room:
                self._paper.draw(self._head)
                self._draw_table(page, chosen, top)
                self._paper.end_page()
                page = list(named)
            page.append(piece)
        if sum(one.height for one in page) > room - self._tail_height:
            self._paper.draw(self._head)
            self._draw_table(page[:-1], chosen, top)
            self._paper.end_page()
            page = [*named, page[-1]]
        self._print_page(page, chosen, values)

    def _pieces(self, lines: Sequence[_Set], chosen: int, most: float) -> Iterator[_Set]:
        """The lines, those that are too high cut between lines of text to half a page's room."""
        step = max(1, int((most / 2 - self._height(0, chosen)) / self._styles[chosen][0].leading))
        for one in lines:
            count = max(map(len, one.texts))
            if count <= step:
                yield one
                continue
            for first in range(0, count, step):
                texts = tuple(
                    text if cell.part is Part.LABEL else text[first : first + step]
                    for cell, text in zip(one.line.cells, one.texts, strict=True)
                )
                yield replace(one, texts=texts, height=self._height(max(map(len, texts)), chosen))

    def _draw_table(self, lines: Sequence[_Set], chosen: int, top: float) -> float:
        """Draw the lines from the top down; returns where they end."""
        left, width = self._area.left, self._area.width
        code = [f"q 1 0 0 1 {left:.2f} 0 cm {LINE} w"]
        y = top
        for one in lines:
            code.append(f"0 {y - one.height:.2f} {width:.2f} {one.height:.2f} re")
            code += [
                f"{cell.left * width:.2f} {y:.2f} m {cell.left * width:.2f} {y - one.height:.2f} l"
                for cell in one.line.cells[1:]
            ]
            y -= one.height
        code.append("S")
        y = top
        for one in lines:
            code += self._painted(one, y, chosen)
            y -= one.height
        code.append("Q")
        self._paper.draw("\n".join(code))
        return y

    def _painted(self, one: _Set, top: float, chosen: int) -> Iterator[str]:
        """The texts of a line: in its middle, sentences from its upper border down."""
        for cell, texts in zip(one.line.cells, one.texts, strict=True):
            if not texts:
                continue
            middle = top - one.height / 2
            if one.line.can_grow and cell.part is Part.ANSWER and cell.is_left:
                middle = top - self._height(len(texts), chosen) / 2
            shown = self._paint(texts, cell, chosen)
            yield f"1 0 0 1 0 {middle:.2f} cm BT {shown} ET 1 0 0 1 0 {-middle:.2f} cm"

    def _draw_signs(self, texts: Sequence[str], base: float) -> None:
        """Labels at equal distances; a longer one moves those after it to the right."""
        style = self._sign_style
        spare = self._area.width - sum(map(style.width, texts))
        gap = max(spare / len(texts), style.size)
        shown: list[str] = []
        x = self._area.left + PADDING
        for text in texts:
            shown.append(style.show(text, x, base))
            x += style.width(text) + gap
        self._paper.draw(f"BT {style.choose} {' '.join(shown)} ET")

    def _draw_tail(self, values: Row, bottom: float) -> None:
        signs = [sign_text(self._layout, values, sign) for sign in self._layout.signs]
        texts = signs or list(self._sheet.sign_line)
        y = bottom
        if texts:
            y -= _SIGN_HEIGHT
            self._draw_signs(texts, y + _SIGN_HEIGHT / 2 - self._sign_style.sink)
        if not self._notes:
            return
        y -= _GAP / 2
        style = self._note_style
        code: list[str] = []
        for note in self._notes:
            y -= style.leading
            code.append(style.show(note, self._area.left, y + style.leading / 2 - style.sink))
        self._paper.draw(f"BT {style.choose} {' '.join(code)} ET")


def _grown(lines: Sequence[_Set], left: float) -> list[_Set]:
    """The lines with the room that is left shared among the answers written in sentences."""
    growing = sum(one.line.can_grow for one in lines)
    share = min(left / growing, _MOST_SHARE) if growing else 0.0
    return [replace(one, height=one.height + share) if one.line.can_grow else one for one in lines]
