"""Paper of an office's documents, by GB/T 9704—2012: type area, line grid, page numbers.

A4: upper margin 37 mm, left 28 mm, type area 156 × 225 mm with 22 lines of 28 characters. A3 has
the same margins.
"""

from datetime import date
from pathlib import Path
from typing import Protocol, cast

from fangfan_desktop.documents.pdf_fonts import Lettering
from fangfan_desktop.documents.pdf_paper import POINTS_PER_MM, Paper
from fangfan_desktop.domain.notice_paper import BODY_SIZE, PaperSize
from fangfan_desktop.forms.form import Page

MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 28.0, 26.0, 37.0, 35.0  # millimetres
PAGE_NUMBER_SIZE = 14.0  # points; 四号
NUMBER_DEPTH = 7.0  # millimetres from the type area down to the page number's line
# Space between characters, in their size: below 0, for 28 of 16 pt are wider than the type area.
CHARACTER_SPACING = (156 * POINTS_PER_MM / BODY_SIZE - 28) / 27
LINES_A_PAGE = 22
NO_DATE = date(2000, 1, 1)


def line_pitch(body_size: float, lines: int = LINES_A_PAGE) -> float:
    """Points from line to line: 29 for 16 pt and 22 lines a page of A4, more for larger text."""
    return 225 * POINTS_PER_MM / lines * body_size / BODY_SIZE


class _Canvas(Protocol):
    # What we use of ReportLab's canvas beyond what other papers do.
    def setDateFormatter(self, formatter: object, /) -> None: ...

    def getpdfdata(self) -> bytes: ...


class OfficialPaper(Paper):
    """A document of an office under construction; made of the same content it is the same."""

    is_invariant = True
    page_count: int

    def __init__(self, size: PaperSize, title: str, issued_on: date | None) -> None:
        """Begin the document.

        Args:
            size: A4 or A3, upright.
            title: shown as the window's title; never a person's name.
            issued_on: the file says it was made then, whenever it was.
        """
        page = Page(
            size=size.value,
            is_landscape=False,
            margin_left=MARGIN_LEFT,
            margin_right=MARGIN_RIGHT,
            margin_top=MARGIN_TOP,
            margin_bottom=MARGIN_BOTTOM,
        )
        super().__init__(Path("notice.pdf"), page, title)  # the name is never used: see `data`
        made_on = f"D:{issued_on or NO_DATE:%Y%m%d}000000+08'00'"
        self._official = cast("_Canvas", self._canvas)

        def format_date(*_parts: object) -> str:
            return made_on

        self._official.setDateFormatter(format_date)

    def end_page(self) -> None:
        """Finish the page; — 1 — stands right on odd pages and left on even ones, one in."""
        self.page_count += 1
        style = self.style(Lettering.BODY, PAGE_NUMBER_SIZE)
        text = f"— {self.page_count} —"
        area = self.area
        x = area.left + style.size
        if self.page_count % 2:
            x = area.right - style.size - style.width(text)
        y = area.bottom - NUMBER_DEPTH * POINTS_PER_MM - style.sink
        self.draw(f"BT {style.choose} {style.show(text, x, y)} ET")
        self._show_page()

    def data(self) -> bytes:
        """The finished file. The last page must have been ended."""
        return self._official.getpdfdata()
