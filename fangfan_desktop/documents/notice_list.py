"""The list of a notice in a .pdf: its header stands on every page."""

from fangfan_desktop.documents.notice_looks import LIST_LEADING, cell_size, column_shares
from fangfan_desktop.documents.official_paper import OfficialPaper
from fangfan_desktop.documents.pdf_fonts import Lettering
from fangfan_desktop.documents.pdf_table import RowPainter, borders, paint_header, rule_of
from fangfan_desktop.documents.sheet import Column, flat_header
from fangfan_desktop.domain.notice_paper import NoticePaper

_HEADER_FORM = "header"
_LAST_ROWS = 2  # go over to the next page with a signature that has no room under them


class ListPrinter:
    """Prints the list from a height of the page on; `run` says where it ends."""

    def __init__(self, paper: OfficialPaper, notice: NoticePaper, top: float) -> None:
        """Prepare the list.

        Args:
            paper: the document.
            notice: what is printed.
            top: where on the page the list begins, in points from the paper's lower edge.
        """
        self._paper = paper
        self._area = paper.area
        shares = column_shares(notice.headings, notice.rows)
        columns = [Column(print_width=share) for share in shares]
        self._rule = rule_of(columns, paper.area.width)
        size = cell_size(notice)
        self._style = paper.style(Lettering.BODY, size, size * LIST_LEADING)
        painter = RowPainter(columns, self._rule, self._style)
        self._rows = [painter.paint(row) for row in notice.rows]
        header = paper.style(Lettering.HEADER, size, size * LIST_LEADING)
        self._header = paint_header(flat_header(notice.headings), self._rule, header)
        paper.keep(_HEADER_FORM, self._header.code)
        self._y = top
        self._table_top = 0.0
        self._heights: list[float] = []
        self._texts: list[str] = []

    def run(self, kept: float) -> float:
        """Print it and give back the height of its lower edge.

        Args:
            kept: what must have room under the last rows, in points; else these go over to the
                next page with it.
        """
        first = self._rows[0][0] if self._rows else 0.0
        if self._y - self._header.height - first < self._area.bottom:
            self._turn_page()
        self._begin()
        last = max(len(self._rows) - _LAST_ROWS, 1)
        for number, (height, text) in enumerate(self._rows):
            needed = height
            if kept and number == last:
                needed = sum(each for each, _ in self._rows[last:]) + kept
            if self._y - needed < self._area.bottom:
                self._end()
                self._turn_page()
                self._begin()
            self._place(height, text)
        self._end()
        return self._y

    def _begin(self) -> None:
        self._y -= self._header.height
        self._paper.draw(f"q 1 0 0 1 {self._area.left:.2f} {self._y:.2f} cm")
        self._paper.draw_kept(_HEADER_FORM)
        self._paper.draw("Q")
        self._table_top = self._y

    def _place(self, height: float, text: str) -> None:
        middle = self._y - height / 2
        if text:
            self._texts.append(f"1 0 0 1 0 {middle:.2f} cm BT {text} ET 1 0 0 1 0 {-middle:.2f} cm")
        self._heights.append(height)
        self._y -= height

    def _end(self) -> None:
        top = self._table_top
        lines = borders(self._rule, self._heights, lambda depth: top - depth)
        texts = "\n".join(self._texts)
        self._paper.draw(
            f"q 1 0 0 1 {self._area.left:.2f} 0 cm\n{lines}\n{self._style.choose}\n{texts}\nQ"
        )
        self._heights.clear()
        self._texts.clear()

    def _turn_page(self) -> None:
        self._paper.end_page()
        self._y = self._area.top
