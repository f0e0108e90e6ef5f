"""One sheet on its way onto paper: heading, merged header on every page, rows, tail.

Letters are as large as the sheet says (`Sheet.sizes`). Lengths in points.
"""

from collections.abc import Iterator, Sequence

from fangfan_desktop.documents.pdf_fonts import Lettering, Style
from fangfan_desktop.documents.pdf_paper import Paper
from fangfan_desktop.documents.pdf_table import (
    PaintedHeader,
    RowPainter,
    borders,
    line_of,
    paint_header,
    rule_of,
)
from fangfan_desktop.documents.sheet import Row, Sheet
from fangfan_desktop.documents.text_lines import balanced_lines, break_lines
from fangfan_desktop.forms.form import HeaderCell

_SECTION_GAP = 8.0  # above the heading of a sheet that stands under another
_HEADER_SHARE = 0.4  # of the page: what a header takes at most, where its letters can be smaller


class SheetPrinter:
    """Prints a sheet, beginning `depth` above the lower edge of the paper's present page.

    `header_form` is the name under which the paper keeps the header, another one for each sheet.
    The last page is left open: more may stand under the sheet.
    """

    def __init__(self, paper: Paper, sheet: Sheet, header_form: str, depth: float) -> None:
        # `_y` is how far down the page is filled, `_heights` and `_texts` are its rows so far.
        self._paper = paper
        self._header_form = header_form
        self._sheet = sheet
        self._sizes = sheet.sizes
        self._area = paper.area
        self._rule = rule_of(sheet.columns, paper.area.width)
        self._cell_style = paper.style(Lettering.BODY, sheet.sizes.cell)
        self._rows = RowPainter(sheet.columns, self._rule, self._cell_style)
        self._header = self._fitting_header()
        self._y = depth
        self._table_top = 0.0
        self._heights: list[float] = []
        self._texts: list[str] = []

    @property
    def depth(self) -> float:
        """How far above the paper's lower edge the sheet ends."""
        return self._y

    def run(self, *, has_more: bool) -> int:
        """Print; `has_more` where another sheet follows on the page. Returns the number of rows."""
        self._keep_together()
        self._print_heading()
        self._begin_table()
        count = 0
        for values in self._sheet.rows:
            self._add(values)
            count += 1
        for _ in range(self._sheet.spare_rows):
            self._add_empty()
        self._fill_page()
        if self._sheet.total is not None:
            self._add(self._sheet.total)
        self._end_table()
        self._print_tail(has_more=has_more)
        return count

    def _keep_together(self) -> None:
        """A heading is not left alone at the foot of a page."""
        heading = 0.0
        if self._sheet.is_below and self._sheet.annex:
            line = self._paper.style(Lettering.HEADER, self._sizes.line)
            heading = line.leading + _SECTION_GAP
            self._y -= _SECTION_GAP
        if self._y < self._area.top:
            least = heading + self._header.height + self._rows.height(1)
            if self._y - least < self._area.bottom:
                self._next_page()

    def _fitting_header(self) -> PaintedHeader:
        cells = _with_hints(self._sheet)
        header = PaintedHeader(0.0, "")
        for size in self._sizes.header:
            style = self._paper.style(Lettering.HEADER, size, size * 1.2)
            header = paint_header(cells, self._rule, style)
            if header.height <= self._area.height * _HEADER_SHARE:
                break
        self._paper.keep(self._header_form, header.code)
        return header

    def _print_heading(self) -> None:
        sheet, sizes = self._sheet, self._sizes
        if sheet.annex:
            self._print_line(self._paper.style(Lettering.HEADER, sizes.line), left=sheet.annex)
        if sheet.title:
            style = self._paper.style(Lettering.TITLE, sizes.title, sizes.title * 1.5)
            for line in balanced_lines(sheet.title, self._area.width, style.width):
                self._print_line(style, middle=line)
        if sheet.subtitle_left or sheet.subtitle_right:
            style = self._paper.style(Lettering.BODY, sizes.line, sizes.line * 1.6)
            self._print_line(style, left=sheet.subtitle_left, right=sheet.subtitle_right)

    def _print_line(
        self, style: Style, *, left: str = "", middle: str = "", right: str = ""
    ) -> None:
        area = self._area
        if self._y - style.leading < area.bottom:
            self._next_page()
        self._y -= style.leading
        base = self._y + style.leading / 2 - style.sink
        shown = [
            style.show(left, area.left, base),
            style.show(middle, area.left + (area.width - style.width(middle)) / 2, base),
            style.show(right, area.right - style.width(right), base),
        ]
        texts = zip((left, middle, right), shown, strict=True)
        code = " ".join(operators for text, operators in texts if text)
        self._paper.draw(f"BT {style.choose} {code} ET")

    def _begin_table(self) -> None:
        if self._y - self._header.height - self._rows.height(1) < self._area.bottom:
            self._next_page()
        self._y -= self._header.height
        self._paper.draw(f"q 1 0 0 1 {self._area.left:.2f} {self._y:.2f} cm")
        self._paper.draw_kept(self._header_form)
        self._paper.draw("Q")
        self._table_top = self._y

    def _add(self, values: Row) -> None:
        height, text = self._rows.paint(values)
        if self._y - height >= self._area.bottom:
            self._place(height, text)
            return
        whole_page = self._area.height - self._header.height
        if height <= whole_page:
            self._turn_page()
            self._place(height, text)
            return
        for piece_height, piece in self._rows.pieces(values, whole_page):
            if self._y - piece_height < self._area.bottom:
                self._turn_page()
            self._place(piece_height, piece)

    def _add_empty(self) -> None:
        """A row to write in by hand."""
        height = self._rows.height(self._sheet.spare_height)
        if self._y - height < self._area.bottom:
            self._turn_page()
        self._place(height, "")

    def _fill_page(self) -> None:
        """Empty rows as far as the page has room for them over what stands at its foot."""
        if not self._sheet.fills_page:
            return
        height = self._rows.height(self._sheet.spare_height)
        while self._y - height - self._tail_height() >= self._area.bottom:
            self._place(height, "")

    def _place(self, height: float, text: str) -> None:
        middle = self._y - height / 2
        if text:
            self._texts.append(f"1 0 0 1 0 {middle:.2f} cm BT {text} ET 1 0 0 1 0 {-middle:.2f} cm")
        self._heights.append(height)
        self._y -= height

    def _turn_page(self) -> None:
        self._end_table()
        self._next_page()
        self._begin_table()

    def _end_table(self) -> None:
        top = self._table_top
        line = line_of(self._cell_style)
        lines = borders(self._rule, self._heights, lambda depth: top - depth, line)
        texts = "\n".join(self._texts)
        self._paper.draw(
            f"q 1 0 0 1 {self._area.left:.2f} 0 cm\n{lines}\n{self._cell_style.choose}\n{texts}\nQ"
        )
        self._heights.clear()
        self._texts.clear()

    def _next_page(self) -> None:
        self._paper.end_page()
        self._y = self._area.top

    def _print_tail(self, *, has_more: bool) -> None:
        size = self._sizes.note
        missing = () if has_more else _missing_note(self._paper.missing)
        notes = (*self._sheet.footnotes, *missing)
        if notes or not has_more:
            self._y -= size / 2
        style, lines = self._note_lines(notes)
        for line in lines:
            self._print_line(style, left=line)
        if self._sheet.sign_line:
            self._print_sign_line()

    def _tail_height(self) -> float:
        notes = (*self._sheet.footnotes, *_missing_note(self._paper.missing))
        style, lines = self._note_lines(notes)
        height = len(lines) * style.leading + self._sizes.note / 2
        return height + (self._sign_style().leading if self._sheet.sign_line else 0.0)

    def _note_lines(self, notes: Sequence[str]) -> tuple[Style, list[str]]:
        size = self._sizes.note
        style = self._paper.style(Lettering.BODY, size, size * 1.4)
        width = self._area.width
        return style, [line for note in notes for line in break_lines(note, width, style.width)]

    def _sign_style(self) -> Style:
        return self._paper.style(Lettering.BODY, self._sizes.line, self._sizes.line * 2.2)

    def _print_sign_line(self) -> None:
        style = self._sign_style()
        area = self._area
        if self._y - style.leading < area.bottom:
            self._next_page()
        self._y -= style.leading
        step = area.width / len(self._sheet.sign_line)
        shown = " ".join(
            style.show(text, area.left + place * step, self._y + style.leading / 2 - style.sink)
            for place, text in enumerate(self._sheet.sign_line)
        )
        self._paper.draw(f"BT {style.choose} {shown} ET")


def _with_hints(sheet: Sheet) -> Sequence[HeaderCell]:
    hints = tuple(
        HeaderCell(sheet.header_levels, column, 1, 1, hint)
        for column, hint in enumerate(sheet.hints)
    )
    return (*sheet.header, *hints)


def _missing_note(missing: Sequence[str]) -> Iterator[str]:
    if missing:
        codes = "、".join(f"U+{ord(character):04X}" for character in missing)
        yield f"有 {len(missing)} 个字本机字库没有，表中印作“□”，编码为：{codes}。请手工补写。"
