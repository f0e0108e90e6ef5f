"""Large sheets printed on an office's own paper: pages to be cut, laid over each other and glued.

Lengths in points. Every tile shows its part of the sheet within a margin that printers leave white
anyway, and a strip of what its neighbour shows: laid text on text, the tiles fit by themselves.
"""

from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.pdf_fonts import Lettering, Style
from fangfan_desktop.documents.pdf_paper import POINTS_PER_MM, Paper, paper_points
from fangfan_desktop.forms.form import Page

# Wider than what laser and ink-jet printers cannot print on (4 to 6 mm), with room for the label.
_EDGE_MM = 8.0
_OVERLAP_MM = 10.0  # a glue stick's breadth
_EDGE = _EDGE_MM * POINTS_PER_MM
_OVERLAP = _OVERLAP_MM * POINTS_PER_MM
_MARK = 14.0  # length of a cut mark
_MARK_GAP = 2.0  # between it and what is kept
_LABEL_SIZE = 8.0
_LABEL_RISE = 4.5 * POINTS_PER_MM  # from the paper's lower edge


@dataclass(frozen=True, slots=True)
class Tiling:
    """How many papers beside and under each other make one sheet."""

    paper: str  # A3, A4
    is_landscape: bool
    across: int
    down: int

    @property
    def tile(self) -> tuple[float, float]:
        """Width and height of a paper."""
        return paper_points(self.paper, is_landscape=self.is_landscape)

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height of what a paper shows."""
        width, height = self.tile
        return width - 2 * _EDGE, height - 2 * _EDGE

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the whole sheet once it is glued."""
        width, height = self.inner
        return (
            self.across * width - (self.across - 1) * _OVERLAP,
            self.down * height - (self.down - 1) * _OVERLAP,
        )

    def name(self, column: int, row: int) -> str:
        """左上, 右下; 左 and 右 where there is one row; counted from the upper left corner."""
        beside = ("左", "右")[column] if self.across > 1 else ""
        return beside + (("上", "下")[row] if self.down > 1 else "")


class TiledPaper(Paper):
    """A PDF whose pages are drawn on a large sheet and come out in tiles.

    Attributes:
        place: what the label of each tile says first, such as a village's name.
    """

    def __init__(
        self, path: Path, page: Page, title: str, number_size: float, tiling: Tiling
    ) -> None:
        super().__init__(path, page, title, number_size, tiling.sheet)
        self._tiling = tiling
        self._is_begun = False
        self._sheets = 0
        self.place = ""
        self._canvas.setPageSize(tiling.tile)

    def draw(self, code: str) -> None:
        """Add drawing operators to the sheet."""
        self._begin()
        super().draw(code)

    def draw_kept(self, name: str) -> None:
        """Draw on this sheet what was or will be kept under the name."""
        self._begin()
        super().draw_kept(name)

    def _begin(self) -> None:
        # The sheet is kept as a whole, then shown through each tile's window.
        if not self._is_begun:
            self._is_begun = True
            self._canvas.beginForm(self._sheet_form, 0, 0, self.width, self.height)

    @property
    def _sheet_form(self) -> str:
        return f"sheet{self._sheets}"

    def _show_page(self) -> None:
        self._canvas.endForm()
        self._is_begun = False
        for row in range(self._tiling.down):
            for column in range(self._tiling.across):
                self._show_tile(column, row)
        self._sheets += 1

    def _show_tile(self, column: int, row: int) -> None:
        width, height = self._tiling.inner
        left = column * (width - _OVERLAP)
        bottom = self.height - height - row * (height - _OVERLAP)
        super().draw(
            f"q {_EDGE:.2f} {_EDGE:.2f} {width:.2f} {height:.2f} re W n"
            f" 1 0 0 1 {_EDGE - left:.2f} {_EDGE - bottom:.2f} cm"
        )
        super().draw_kept(self._sheet_form)
        super().draw("Q")
        super().draw(self._marks(column, row))
        super().draw(self._label(column, row))
        super()._show_page()

    def _marks(self, column: int, row: int) -> str:
        """Marks in the margin: where to cut, and how far a neighbour reaches over this paper."""
        width, height = self._tiling.inner
        right, top = _EDGE + width, _EDGE + height
        upright, lying = [_EDGE, right], [_EDGE, top]
        if column < self._tiling.across - 1:
            upright.append(right - _OVERLAP)
        if row < self._tiling.down - 1:
            lying.append(_EDGE + _OVERLAP)
        near, far = _EDGE - _MARK_GAP, _MARK_GAP
        code = ["0.5 w"]
        for x in upright:
            code.append(f"{x:.2f} {near:.2f} m {x:.2f} {near - _MARK:.2f} l")
            code.append(f"{x:.2f} {top + far:.2f} m {x:.2f} {top + far + _MARK:.2f} l")
        for y in lying:
            code.append(f"{near:.2f} {y:.2f} m {near - _MARK:.2f} {y:.2f} l")
            code.append(f"{right + far:.2f} {y:.2f} m {right + far + _MARK:.2f} {y:.2f} l")
        return " ".join([*code, "S"])

    def _label(self, column: int, row: int) -> str:
        number = self.page_count - self._part_begins
        parts = [self.place, f"第{number}张", self._tiling.name(column, row)]
        text = "　".join([*filter(None, parts), _how_to_glue(self._tiling, column, row)])
        style: Style = self.style(Lettering.BODY, _LABEL_SIZE)
        return f"BT {style.choose} {style.show(text, _EDGE + _LABEL_SIZE, _LABEL_RISE)} ET"


def _how_to_glue(tiling: Tiling, column: int, row: int) -> str:
    cut = [edge for edge, is_cut in (("左边", column > 0), ("上边", row > 0)) if is_cut]
    under = [
        edge
        for edge, is_under in (
            ("右边", column < tiling.across - 1),
            ("下边", row < tiling.down - 1),
        )
        if is_under
    ]
    steps: list[str] = []
    if cut:
        steps.append(f"沿角线裁去{'和'.join(cut)}的白边，压在邻页上")
    if under:
        steps.append(f"{'和'.join(under)}往里{_OVERLAP_MM:.0f}毫米涂胶")
    return f"（{'；'.join(steps)}）" if steps else ""
