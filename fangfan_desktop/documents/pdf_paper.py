"""A PDF document page by page: paper, fonts, 第 n 页 共 m 页.

Lengths are points; the origin is the lower left corner of the paper.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from fangfan_desktop.documents.pdf_fonts import Fonts, Lettering, Style
from fangfan_desktop.documents.sheet import HAND_SIZES, PAPER_MM
from fangfan_desktop.forms.form import Page

# Pages as plain compressed bytes: text encoding of them costs a fifth in size and half the time.
rl_config.useA85 = 0

POINTS_PER_MM = 72 / 25.4

_PROGRAM = "防返贫工作台"
_PAGE_NUMBER_RISE = 6 * POINTS_PER_MM  # from the paper's lower edge
_TOTAL_FORM = "total"  # and the number of the part


@dataclass(frozen=True, slots=True)
class Area:
    """Where on the page may be printed."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width


class _Canvas(Protocol):
    # What we use of ReportLab's canvas, with types.
    def beginForm(
        self, name: str, left: float, bottom: float, right: float, top: float, /
    ) -> None: ...

    def endForm(self) -> None: ...

    def doForm(self, name: str, /) -> None: ...

    def drawText(self, text: object, /) -> None: ...

    def showPage(self) -> None: ...

    def setPageSize(self, size: tuple[float, float], /) -> None: ...

    def save(self) -> None: ...


class _BareCanvas(Canvas):
    # ReportLab's canvas without the Helvetica that it puts on every page unasked.
    _doc: PDFDocument
    _preamble: str

    @property
    def document(self) -> PDFDocument:
        """The document, which must know of fonts that ReportLab did not make."""
        return self._doc

    def _make_preamble(self) -> None:
        self._preamble = ""


@dataclass(frozen=True, slots=True)
class _Painted:
    # Stands for ReportLab's text object: operators that are ready.
    code: str

    def getCode(self) -> str:
        return self.code


def paper_points(size: str, *, is_landscape: bool) -> tuple[float, float]:
    """Width and height of a paper (A2, A3, A4)."""
    short, long = (side * POINTS_PER_MM for side in PAPER_MM[size])
    return (long, short) if is_landscape else (short, long)


class Paper:
    """A PDF under construction. Nothing about a person goes into its properties.

    Attributes:
        is_invariant: whether the same content gives the same file, at whatever time it is made.
    """

    is_invariant = False

    def __init__(
        self,
        path: Path,
        page: Page,
        title: str,
        number_size: float = HAND_SIZES.page_number,
        size: tuple[float, float] | None = None,
    ) -> None:
        """Begin the document.

        Args:
            path: the file, written by `save`.
            page: paper, direction and margins, in millimetres.
            title: shown as the window's title; never a person's name.
            number_size: of the page numbers, in points.
            size: width and height in points, where the page is of no usual paper's size.
        """
        self.width, self.height = size or paper_points(page.size, is_landscape=page.is_landscape)
        canvas = _BareCanvas(
            str(path),
            pagesize=(self.width, self.height),
            pageCompression=1,
            invariant=self.is_invariant,
            lang="zh-CN",
        )
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator(_PROGRAM)
        canvas.setProducer(_PROGRAM)
        self._canvas = cast("_Canvas", canvas)
        self._fonts = Fonts(canvas.document)
        self._number_size = number_size
        self._part, self._part_begins = 0, 0
        self.page_count = 0
        left, right = page.margin_left * POINTS_PER_MM, page.margin_right * POINTS_PER_MM
        top, bottom = page.margin_top * POINTS_PER_MM, page.margin_bottom * POINTS_PER_MM
        self.area = Area(left, bottom, self.width - left - right, self.height - top - bottom)

    def style(self, lettering: Lettering, size: float, leading: float | None = None) -> Style:
        """Text of a lettering and size."""
        return self._fonts.style(lettering, size, leading)

    @property
    def missing(self) -> list[str]:
        """Characters that no shipped font has, as far as they were met; printed as □."""
        return list(self._fonts.missing)

    def keep(self, name: str, code: str) -> None:
        """Keep something that is drawn on several pages, under a name; see `draw_kept`."""
        self._canvas.beginForm(name, 0, 0, self.width, self.height)
        self._canvas.drawText(_Painted(code))
        self._canvas.endForm()

    def draw_kept(self, name: str) -> None:
        """Draw on this page what was or will be kept under the name."""
        self._canvas.doForm(name)

    def draw(self, code: str) -> None:
        """Add drawing operators to the page."""
        self._canvas.drawText(_Painted(code))

    def end_page(self) -> None:
        """Finish the page, with its number in the middle under it."""
        self.page_count += 1
        style = self.style(Lettering.BODY, self._number_size)
        text = f"第 {self.page_count - self._part_begins} 页 "
        x = self.width / 2 - style.width(text)
        self.draw(f"BT {style.choose} {style.show(text, x, _PAGE_NUMBER_RISE)} ET")
        # How many there are is known at the end only.
        self.draw_kept(f"{_TOTAL_FORM}{self._part}")
        self._show_page()

    def end_part(self) -> None:
        """Count the pages that follow anew. The page before must have been ended."""
        pages = self.page_count - self._part_begins
        if not pages:
            return
        style = self.style(Lettering.BODY, self._number_size)
        show = style.show(f"共 {pages} 页", self.width / 2, _PAGE_NUMBER_RISE)
        self.keep(f"{_TOTAL_FORM}{self._part}", f"BT {style.choose} {show} ET")
        self._part += 1
        self._part_begins = self.page_count

    def save(self) -> None:
        """Write the file. The last page must have been ended."""
        self.end_part()
        self._canvas.save()

    def _show_page(self) -> None:
        self._canvas.showPage()
