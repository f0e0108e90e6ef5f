"""A notice as .docx, to be worked on in WPS or Word; set as the .pdf is, in the official fonts."""

from collections.abc import Iterator

from fangfan_desktop.documents.docx_package import (
    BODY_FONT,
    HEADER_FONT,
    NUMBER_FONT,
    TITLE_FONT,
    DocxContent,
    docx_bytes,
)
from fangfan_desktop.documents.docx_text import (
    Lettered,
    Setting,
    page_number,
    paragraph,
    style,
    table,
    twips,
)
from fangfan_desktop.documents.notice_looks import (
    LIST_GAP,
    LIST_LEADING,
    RED_LINE_GAP,
    RED_LINE_WIDTH,
    RED_NAME_DEPTH,
    RED_NAME_SIZES,
    SEAL_INDENT,
    Fit,
    cell_size,
    column_shares,
    title_sizes,
)
from fangfan_desktop.documents.notice_pdf import notice_fit
from fangfan_desktop.documents.official_paper import (
    CHARACTER_SPACING,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    NO_DATE,
    NUMBER_DEPTH,
    PAGE_NUMBER_SIZE,
    line_pitch,
)
from fangfan_desktop.documents.pdf_paper import POINTS_PER_MM
from fangfan_desktop.documents.sheet import PAPER_MM
from fangfan_desktop.documents.title_lines import em_width, title_lines
from fangfan_desktop.domain.notice_paper import NoticePaper

_RED = "FF0000"
_FEW_LINES = 2  # a title should have no more


def notice_docx(notice: NoticePaper) -> bytes:
    """The finished file; the same notice gives the same bytes."""
    writer = _Writer(notice, notice_fit(notice, spare_lines=1))
    return docx_bytes(
        DocxContent(
            title=notice.title_text,
            made_on=notice.issued_on or NO_DATE,
            body="".join(writer.body()),
            styles="".join(writer.styles()),
            odd_footer=page_number("OddFooter"),
            even_footer=page_number("EvenFooter"),
        )
    )


class _Writer:
    # Lengths in points.
    def __init__(self, notice: NoticePaper, fit: Fit) -> None:
        self._notice = notice
        self._fit = fit
        self._pitch = line_pitch(notice.body_size, fit.lines)
        short, long = PAPER_MM[notice.size.value]
        self._page = (short * POINTS_PER_MM, long * POINTS_PER_MM)
        self._width = (short - MARGIN_LEFT - MARGIN_RIGHT) * POINTS_PER_MM
        self._title_size, self._title = self._broken_title()
        widths = [em_width(notice.red_head) * size for size in RED_NAME_SIZES]
        fitting = [
            size for size, width in zip(RED_NAME_SIZES, widths, strict=True) if width <= self._width
        ]
        self._red_size = (fitting or RED_NAME_SIZES[-1:])[0]

    def body(self) -> Iterator[str]:
        notice = self._notice
        if notice.red_head:
            yield from self._red_head()
        yield paragraph(self._title, "NoticeTitle", self._title_setting())
        last = len(notice.paragraphs) - 1
        gap = self._pitch * LIST_GAP
        for number, text in enumerate(notice.paragraphs):
            has_list = notice.headings and number == last
            yield paragraph([text], "Body", Setting(after=gap) if has_list else Setting())
        if notice.headings:
            yield self._list()
        for number, text in enumerate(notice.closing):
            before = gap if notice.headings and number == 0 else None
            yield paragraph([text], "Body", Setting(before=before, stays_with_next=True))
        signature = tuple(self._signature())
        yield from signature
        if notice.headings and not notice.closing and not signature:
            yield paragraph([""], "Body")  # Word wants one behind a table
        yield self._section()

    def styles(self) -> Iterator[str]:
        size, pitch = self._notice.body_size, self._pitch
        cell = cell_size(self._notice)
        yield (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:kern w:val="0"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            "<w:pPrDefault/></w:docDefaults>"
        )
        plain = Setting(pitch=pitch, before=0, after=0, align="both", has_gaps=False)
        text = Lettered(BODY_FONT, size, size * CHARACTER_SPACING)
        yield style("Normal", "Normal", text, plain)
        indented = Setting(first_line=2 * size * (1 + CHARACTER_SPACING))
        yield style("Body", "公文正文", text, indented)
        title_pitch = max(self._title_size * 1.4, pitch)
        centred = Setting(pitch=title_pitch, align="center", is_on_grid=False)
        yield style("NoticeTitle", "公文标题", Lettered(TITLE_FONT, self._title_size), centred)
        red = Setting(pitch=self._red_size * 1.2, align="center", is_on_grid=False)
        yield style(
            "RedHead", "发文机关标志", Lettered(TITLE_FONT, self._red_size, colour=_RED), red
        )
        yield style("Number", "发文字号", text, Setting(align="center"))
        in_cell = Setting(pitch=cell * LIST_LEADING * 0.9, align="center", is_on_grid=False)
        yield style("ListHeader", "名单表头", Lettered(HEADER_FONT, cell), in_cell)
        yield style("ListCell", "名单", Lettered(BODY_FONT, cell), in_cell)
        yield style("Signature", "落款", text, Setting(align="right"))
        footer = PAGE_NUMBER_SIZE
        number = Lettered(NUMBER_FONT, footer)
        odd = Setting(pitch=footer * 1.3, align="right", right=footer, is_on_grid=False)
        yield style("OddFooter", "页码（单页）", number, odd)
        even = Setting(pitch=footer * 1.3, align="left", left=footer, is_on_grid=False)
        yield style("EvenFooter", "页码（双页）", number, even)

    def _broken_title(self) -> tuple[float, list[str]]:
        tries = [
            (size, title_lines(self._notice.title, self._width / size, em_width))
            for size in title_sizes(self._notice)
        ]
        return next((one for one in tries if len(one[1]) <= _FEW_LINES), tries[-1])

    def _title_setting(self) -> Setting:
        before = 2 * self._pitch if self._notice.red_head else None
        return Setting(before=before, after=self._pitch)

    def _red_head(self) -> Iterator[str]:
        """The unit in red, the document's number, and the red line under the lower of them."""
        notice = self._notice
        line = (RED_LINE_WIDTH, RED_LINE_GAP * POINTS_PER_MM)
        depth = RED_NAME_DEPTH * POINTS_PER_MM
        below = None if notice.document_number else line
        yield paragraph([notice.red_head], "RedHead", Setting(before=depth, red_line=below))
        if notice.document_number:
            setting = Setting(before=self._pitch, red_line=line)
            yield paragraph([notice.document_number], "Number", setting)

    def _list(self) -> str:
        notice = self._notice
        shares = column_shares(notice.headings, notice.rows)
        widths = [share * self._width for share in shares]
        height = cell_size(notice) * LIST_LEADING
        styles = ("ListHeader", "ListCell")
        return table((notice.headings, *notice.rows), widths, styles, height)

    def _signature(self) -> Iterator[str]:
        """The unit over the date, both about one middle, the date four characters in."""
        notice = self._notice
        lines = [text for text in (notice.signature, notice.date_line) if text]
        if not lines:
            return
        widest = max(map(em_width, lines))
        character = notice.body_size * (1 + CHARACTER_SPACING)
        right = max(SEAL_INDENT - (widest - em_width(lines[-1])) / 2, 0.0)
        for number, text in enumerate(lines):
            indent = (right + (widest - em_width(text)) / 2) * character
            is_last = number == len(lines) - 1
            before = self._fit.seal_lines * self._pitch if number == 0 else None
            setting = Setting(before=before, right=indent, stays_with_next=not is_last)
            yield paragraph([text], "Signature", setting)

    def _section(self) -> str:
        width, height = map(twips, self._page)
        margins = {
            "top": MARGIN_TOP,
            "right": MARGIN_RIGHT,
            "bottom": MARGIN_BOTTOM,
            "left": MARGIN_LEFT,
            "header": MARGIN_TOP / 2,
            "footer": MARGIN_BOTTOM - NUMBER_DEPTH - PAGE_NUMBER_SIZE * 0.65 / POINTS_PER_MM,
            "gutter": 0.0,
        }
        inner = " ".join(
            f'w:{name}="{twips(size * POINTS_PER_MM)}"' for name, size in margins.items()
        )
        return (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
            '<w:footerReference w:type="even" r:id="rId5"/>'
            f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar {inner}/>'
            f'<w:docGrid w:type="lines" w:linePitch="{twips(self._pitch)}"/></w:sectPr>'
        )
