"""A notice as .pdf: letterhead, title, text, list with its header on every page, signature."""

from itertools import chain

from fangfan_desktop.documents.notice_list import ListPrinter
from fangfan_desktop.documents.notice_looks import (
    FITS,
    INDENT,
    LIST_GAP,
    RED_LINE_GAP,
    RED_LINE_WIDTH,
    RED_NAME_DEPTH,
    RED_NAME_SIZES,
    SEAL_INDENT,
    Fit,
    title_sizes,
)
from fangfan_desktop.documents.official_paper import CHARACTER_SPACING, OfficialPaper, line_pitch
from fangfan_desktop.documents.pdf_face import load_face
from fangfan_desktop.documents.pdf_fonts import Lettering, Style
from fangfan_desktop.documents.pdf_paper import POINTS_PER_MM
from fangfan_desktop.documents.text_lines import break_lines
from fangfan_desktop.documents.title_lines import title_lines
from fangfan_desktop.domain.notice_paper import NoticePaper

_FEW_LINES = 2  # a title should have no more, a paragraph on a page no fewer
_RED, _BLACK = "1 0 0 rg 1 0 0 RG", "0 g 0 G"
_MOST_STRETCH = 0.3  # of a character, between the characters of a line set to full width
_ROUNDING = 0.01  # points


def notice_pdf(notice: NoticePaper) -> bytes:
    """The finished file; the same notice gives the same bytes.

    Characters that no shipped font has are printed as □: see `unprintable_characters`.
    """
    return _print(notice, notice_fit(notice)).data()


def notice_fit(notice: NoticePaper, spare_lines: int = 0) -> Fit:
    """The way to set a notice: as usual, but tighter where that saves a page.

    Args:
        notice: what is printed.
        spare_lines: left free under the signature, for who sets it in other fonts.
    """
    pages = {fit: _print(notice, fit, spare_lines).page_count for fit in FITS}
    return min(FITS, key=lambda fit: pages[fit])


def unprintable_characters(notice: NoticePaper) -> tuple[str, ...]:
    """Characters of the notice that no shipped font has, in the order of the paper."""
    faces = [load_face(path) for path in Lettering.BODY.files]
    texts = chain(
        (notice.red_head, notice.document_number, notice.title_text, *notice.paragraphs),
        chain.from_iterable((notice.headings, *notice.rows)),
        (*notice.closing, notice.signature, notice.date_line),
    )
    return tuple(
        character
        for character in dict.fromkeys(chain.from_iterable(texts))
        if character.isprintable() and not any(ord(character) in face.glyphs for face in faces)
    )


def _print(notice: NoticePaper, fit: Fit, spare_lines: int = 0) -> OfficialPaper:
    paper = OfficialPaper(notice.size, notice.title_text, notice.issued_on)
    _Printer(paper, notice, fit).run(spare_lines)
    return paper


class _Printer:
    # A notice on its way onto paper; `_y` is how far down the page is filled.
    def __init__(self, paper: OfficialPaper, notice: NoticePaper, fit: Fit) -> None:
        self._paper = paper
        self._notice = notice
        self._area = paper.area
        self._y = paper.area.top
        size = notice.body_size
        self._seal_lines = fit.seal_lines
        self._body = paper.style(Lettering.BODY, size, line_pitch(size, fit.lines))
        self._spacing = size * CHARACTER_SPACING

    def run(self, spare_lines: int) -> None:
        notice = self._notice
        if notice.red_head:
            self._print_red_head()
        self._print_title()
        for text in notice.paragraphs:
            self._print_paragraph(self._lines(text))
        closing = [self._lines(text) for text in notice.closing]
        signature = self._signature_lines()
        end = sum(map(len, closing)) + (len(signature) + self._seal_lines if signature else 0)
        end += spare_lines
        if notice.headings:
            kept = end * self._body.leading if signature and not closing else 0.0
            gap = self._body.leading * LIST_GAP
            self._y = ListPrinter(self._paper, notice, self._y - gap).run(kept) - gap
        # A signature does not stand alone on a page: what is above it goes with it.
        if closing and self._lines_left < end <= self._lines_a_page:
            self._turn_page()
        for lines in closing:
            self._print_paragraph(lines)
        if signature:
            self._print_signature(signature)
        self._paper.end_page()

    def _print_red_head(self) -> None:
        """The unit in red, the document's number, and the red line."""
        area, notice = self._area, self._notice
        self._y = area.top - RED_NAME_DEPTH * POINTS_PER_MM
        styles = [self._paper.style(Lettering.TITLE, size, size * 1.2) for size in RED_NAME_SIZES]
        fitting = [style for style in styles if style.width(notice.red_head) <= area.width]
        style = (fitting or styles[-1:])[0]
        self._paper.draw(_RED)
        for line in break_lines(notice.red_head, area.width, style.width):
            self._print_centred(style, line)
        self._paper.draw(_BLACK)
        if notice.document_number:
            self._y -= self._body.leading
            self._print_centred(self._body, notice.document_number)
        self._y -= RED_LINE_GAP * POINTS_PER_MM
        self._paper.draw(
            f"q {_RED} {RED_LINE_WIDTH} w {area.left:.2f} {self._y:.2f} m"
            f" {area.right:.2f} {self._y:.2f} l S Q"
        )
        self._y -= 2 * self._body.leading

    def _print_title(self) -> None:
        least = self._body.leading
        sizes = title_sizes(self._notice)
        styles = [
            self._paper.style(Lettering.TITLE, size, max(size * 1.4, least)) for size in sizes
        ]
        tries = [
            (style, title_lines(self._notice.title, self._area.width, style.width))
            for style in styles
        ]
        style, lines = next((one for one in tries if len(one[1]) <= _FEW_LINES), tries[-1])
        for line in lines:
            self._print_centred(style, line)
        self._y -= self._body.leading

    def _print_centred(self, style: Style, text: str) -> None:
        self._y -= style.leading
        self._show(style, text, self._area.left + (self._area.width - style.width(text)) / 2)

    def _show(self, style: Style, text: str, x: float, spacing: float = 0.0) -> None:
        """One line just above `_y`."""
        base = self._y + style.leading / 2 - style.sink
        shown = style.show(text, x, base)
        self._paper.draw(f"q {spacing:.3f} Tc BT {style.choose} {shown} ET Q")

    def _print_paragraph(self, lines: list[str]) -> None:
        if self._lines_left < min(len(lines), _FEW_LINES):
            self._turn_page()
        for number, line in enumerate(lines, 1):
            # Nor is the last line left alone on the page that follows.
            is_next_to_last = number == len(lines) - 1 and number > 1
            if self._lines_left < (_FEW_LINES if is_next_to_last else 1):
                self._turn_page()
            self._y -= self._body.leading
            self._show(self._body, line, self._area.left, self._spacing_of(line, number, lines))

    def _spacing_of(self, line: str, number: int, lines: list[str]) -> float:
        """Between characters: that of the grid, more where a line was broken a bit early."""
        spare = self._area.width - self._width(line)
        gaps = len(line) - 1
        is_stretched = number < len(lines) and 0 < spare < _MOST_STRETCH * self._body.size * gaps
        return self._spacing + (spare / gaps if is_stretched else 0.0)

    def _lines(self, text: str) -> list[str]:
        return break_lines(INDENT + text, self._area.width + _ROUNDING, self._set_width)

    def _set_width(self, text: str) -> float:
        # Of a part of a line: the parts' widths add up.
        return self._body.width(text) + self._spacing * len(text)

    def _width(self, text: str) -> float:
        # Of a whole line: the last character's spacing lies beyond its edge.
        return self._set_width(text) - self._spacing if text else 0.0

    @property
    def _lines_left(self) -> int:
        return int((self._y - self._area.bottom + _ROUNDING) / self._body.leading)

    @property
    def _lines_a_page(self) -> int:
        return int((self._area.height + _ROUNDING) / self._body.leading)

    def _turn_page(self) -> None:
        self._paper.end_page()
        self._y = self._area.top

    def _signature_lines(self) -> list[str]:
        notice = self._notice
        if not notice.signature:
            return [notice.date_line] if notice.date_line else []
        unit = break_lines(notice.signature, self._area.width, self._set_width)
        return [*unit, notice.date_line] if notice.date_line else unit

    def _print_signature(self, lines: list[str]) -> None:
        """The unit over the date, both about one middle, the date four characters in."""
        if self._lines_left < len(lines) + self._seal_lines:
            self._turn_page()
        self._y -= self._seal_lines * self._body.leading
        right = self._area.right - SEAL_INDENT * self._body.size
        middle = right - self._width(lines[-1]) / 2
        widest = max(map(self._width, lines))
        middle = min(middle, self._area.right - widest / 2)
        for line in lines:
            self._y -= self._body.leading
            self._show(self._body, line, middle - self._width(line) / 2, self._spacing)
