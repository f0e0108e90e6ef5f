"""A sheet into a .pdf: title, merged header on every page, rows, footnotes, sign line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.pdf_fonts import Lettering, Style
from fangfan_desktop.documents.pdf_paper import Paper
from fangfan_desktop.documents.pdf_table import (
    PaintedHeader,
    RowPainter,
    borders,
    paint_header,
    rule_of,
)
from fangfan_desktop.documents.record_pages import RecordPrinter
from fangfan_desktop.documents.sheet import Row, Sheet
from fangfan_desktop.documents.text_lines import break_lines
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.whole_file import write_whole

_TITLE_SIZE = 18.0
_LINE_SIZE = 12.0  # annex number, subtitle
_NOTE_SIZE = 9.0
_CELL_SIZE = 9.0
_SECTION_GAP = 8.0  # above the heading of a sheet that stands under another
# Headers of many narrow columns are set smaller until they leave most of the page to the rows.
_HEADER_SIZES = (9.0, 8.0, 7.0, 6.0)
_HEADER_SHARE = 0.4
_HANDWRITTEN_LINES = 2  # of print are as high as one by hand
_HEADER_FORM = "header"


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed."""

    rows: int
    pages: int
    missing_characters: tuple[str, ...]  # printed as □ because no shipped font has them


def write_pdf(sheets: Sheet | Sequence[Sheet], target: Path) -> Printed:
    """Print sheets into one file, which appears whole or not at all.

    Args:
        sheets: each begins on a new page but those that are `is_below`; all are on the first
            one's paper.
        target: the file.

    Raises:
        UserError: there is nothing to print, or the target is no .pdf file.
        OutsideError: the target cannot be written.
    """
    printed = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    if not printed:
        raise UserError("没有可以打印的内容：所选的排查和村里还没有农户。")
    with write_whole(target, ".pdf") as temporary:
        first = printed[0]
        page = first.record.page if first.record else first.page
        paper = Paper(temporary, page, first.name)
        rows = _print_sheets(paper, printed)
        paper.save()
    return Printed(rows, paper.page_count, tuple(paper.missing))


def _print_sheets(paper: Paper, sheets: Sequence[Sheet]) -> int:
    rows, depth = 0, paper.area.top
    for number, sheet in enumerate(sheets):
        if sheet.record is not None:
            rows += RecordPrinter(paper, sheet, sheet.record).run()
            continue
        following = sheets[number + 1 : number + 2]
        printing = _Printing(paper, sheet, f"{_HEADER_FORM}{number}", depth)
        has_more = any(one.is_below for one in following)
        rows += printing.run(has_more=has_more)
        depth = printing.depth
        if not has_more:
            paper.end_page()
            depth = paper.area.top
    return rows


class _Printing:
    # One sheet on its way onto paper: `_y` is how far down the page is filled, `_heights` and
    # `_texts` are the rows of the page so far.
    def __init__(self, paper: Paper, sheet: Sheet, header_form: str, depth: float) -> None:
        self._paper = paper
        self._header_form = header_form
        self._sheet = sheet
        self._area = paper.area
        self._rule = rule_of(sheet.columns, paper.area.width)
        self._cell_style = paper.style(Lettering.BODY, _CELL_SIZE)
        self._rows = RowPainter(sheet.columns, self._rule, self._cell_style)
        self._header = self._fitting_header()
        self._y = depth
        self._table_top = 0.0
        self._heights: list[float] = []
        self._texts: list[str] = []

    @property
    def depth(self) -> float:
        return self._y

    def run(self, *, has_more: bool) -> int:
        self._keep_together()
        self._print_heading()
        self._begin_table()
        count = 0
        for values in self._sheet.rows:
            self._add(values)
            count += 1
        for _ in range(self._sheet.spare_rows):
            self._add_empty()
        if self._sheet.total is not None:
            self._add(self._sheet.total)
        self._end_table()
        self._print_tail(has_more=has_more)
        return count

    def _keep_together(self) -> None:
        """A heading is not left alone at the foot of a page."""
        heading = 0.0
        if self._sheet.is_below and self._sheet.annex:
            heading = self._paper.style(Lettering.HEADER, _LINE_SIZE).leading + _SECTION_GAP
            self._y -= _SECTION_GAP
        if self._y < self._area.top:
            least = heading + self._header.height + self._rows.height(1)
            if self._y - least < self._area.bottom:
                self._next_page()

    def _fitting_header(self) -> PaintedHeader:
        cells = _with_hints(self._sheet)
        header = PaintedHeader(0.0, "")
        for size in _HEADER_SIZES:
            style = self._paper.style(Lettering.HEADER, size, size * 1.2)
            header = paint_header(cells, self._rule, style)
            if header.height <= self._area.height * _HEADER_SHARE:
                break
        self._paper.keep(self._header_form, header.code)
        return header

    def _print_heading(self) -> None:
        sheet = self._sheet
        if sheet.annex:
            self._print_line(self._paper.style(Lettering.HEADER, _LINE_SIZE), left=sheet.annex)
        if sheet.title:
            style = self._paper.style(Lettering.TITLE, _TITLE_SIZE, _TITLE_SIZE * 1.5)
            for line in break_lines(sheet.title, self._area.width, style.width):
                self._print_line(style, middle=line)
        if sheet.subtitle_left or sheet.subtitle_right:
            style = self._paper.style(Lettering.BODY, _LINE_SIZE, _LINE_SIZE * 1.6)
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
        height = self._rows.height(_HANDWRITTEN_LINES)
        if self._y - height < self._area.bottom:
            self._turn_page()
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
        lines = borders(self._rule, self._heights, lambda depth: top - depth)
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
        missing = () if has_more else _missing_note(self._paper.missing)
        notes = (*self._sheet.footnotes, *missing)
        if notes or not has_more:
            self._y -= _NOTE_SIZE / 2
        style = self._paper.style(Lettering.BODY, _NOTE_SIZE, _NOTE_SIZE * 1.4)
        for note in notes:
            for line in break_lines(note, self._area.width, style.width):
                self._print_line(style, left=line)
        if self._sheet.sign_line:
            self._print_sign_line()

    def _print_sign_line(self) -> None:
        style = self._paper.style(Lettering.BODY, _LINE_SIZE, _LINE_SIZE * 2.2)
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
