"""A table to hang on a wall (上墙的表), printed large: readable from two metres.

How large, and why: what is to be read at leisure should be a 200th to a 250th of the distance
high, from 2,000 mm that is 8 to 10 mm. A Chinese character fills about 0.92 of its size's square:
24 pt (小一) are 8.5 mm, 7.8 mm of them ink, the least for a table's cells; 26 pt (一号) are 9.2 mm
and 8.4 mm of ink, what an A2 sheet has room for. A title is read first and in passing, from twice
as far: 48 pt are 17 mm, 60 pt on A2 21 mm. Nothing is printed smaller but the page's number and
what the office cuts off. Where the letters leave no room the rows go on on further sheets.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from fangfan_desktop.documents.pdf_paper import POINTS_PER_MM, Paper, paper_points
from fangfan_desktop.documents.pdf_writer import Printed, print_sheets
from fangfan_desktop.documents.sheet import Align, Sheet, Sizes
from fangfan_desktop.documents.wall_columns import column_widths
from fangfan_desktop.documents.wall_paper import TiledPaper, Tiling
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Page
from fangfan_desktop.whole_file import write_whole

_A3_SIZES = Sizes(title=48, line=24, note=24, header=(24,), cell=24, page_number=18)
_A2_SIZES = Sizes(title=60, line=28, note=26, header=(26,), cell=26, page_number=18)
_PAGE_MM = 14.0  # margins of a sheet printed whole
_FOOT_MM = 17.0  # the page number stands in the lower one
_TILED_MM = 8.0  # of one that is glued: the tiles have margins of their own


class WallSize(StrEnum):
    """What the table is printed on; always lying on its side."""

    A3 = "a3"
    A2 = "a2"  # one sheet, from a plotter or a print shop
    A2_ON_A3 = "a2-on-a3"  # two sheets of A3 beside each other, glued
    A2_ON_A4 = "a2-on-a4"  # four sheets of A4, glued

    @property
    def label(self) -> str:
        """What a person chooses by."""
        return _LABELS[self]

    @property
    def paper_count(self) -> int:
        """Number of papers that make one sheet."""
        tiling = _TILINGS.get(self)
        return tiling.across * tiling.down if tiling else 1


_LABELS = {
    WallSize.A3: "A3 一张",
    WallSize.A2: "A2 一张（绘图仪或打印店）",
    WallSize.A2_ON_A3: "A2，用 2 张 A3 拼贴",
    WallSize.A2_ON_A4: "A2，用 4 张 A4 拼贴",
}
_TILINGS = {
    WallSize.A2_ON_A3: Tiling("A3", is_landscape=False, across=2, down=1),
    WallSize.A2_ON_A4: Tiling("A4", is_landscape=True, across=2, down=2),
}


def wall_size(text: str) -> WallSize:
    """The size that a command names.

    Raises:
        UserError: there is no such size.
    """
    try:
        return WallSize(text.strip().lower())
    except ValueError:
        known = "、".join(f"{size.value}（{size.label}）" for size in WallSize)
        raise UserError(f"没有“{text}”这种纸张，可以用：{known}。") from None


def wall_sheet(sheet: Sheet, size: WallSize) -> Sheet:
    """The sheet with large letters and columns as wide as their texts need.

    For `write_xlsx` too, which then sets the same letters on the same paper. Rows of `sheet` are
    read once; those of the result can be read any number of times.

    Raises:
        UserError: the table has more columns than large letters leave room for.
    """
    rows = tuple(sheet.rows)
    page, sizes = _page(size), _A3_SIZES if size is WallSize.A3 else _A2_SIZES
    margins = (page.margin_left + page.margin_right) * POINTS_PER_MM
    room = (_sheet_points(size)[0] - margins) / sizes.cell
    printed = rows if sheet.total is None else (*rows, sheet.total)
    widths = column_widths(sheet.columns, _lowest_headings(sheet), printed, room)
    columns = tuple(
        replace(column, print_width=width, is_balanced=column.alignment is Align.CENTER)
        for column, width in zip(sheet.columns, widths, strict=True)
    )
    return replace(sheet, rows=rows, columns=columns, page=page, sizes=sizes, is_below=False)


def write_wall(sheets: Sheet | Sequence[Sheet], target: Path, size: WallSize) -> Printed:
    """Print sheets large into one .pdf, which appears whole or not at all.

    Args:
        sheets: one a village; each begins on a new sheet and has page numbers of its own, as each
            hangs on a wall of its own. Tiles are labelled with the sheets' names.
        target: the file.
        size: the paper.

    Returns:
        What was printed; its pages are papers as they come out of the printer.

    Raises:
        UserError: there is nothing to print, a table has more columns than large letters leave
            room for, or the target is no .pdf file.
        OutsideError: the target cannot be written.
    """
    given = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    if not given:
        raise UserError("没有可以打印的内容：所选的村里还没有要上墙的农户。")
    large = [wall_sheet(sheet, size) for sheet in given]
    with write_whole(target, ".pdf") as temporary:
        paper = _paper(temporary, large[0], size)
        rows = 0
        for sheet in large:
            if isinstance(paper, TiledPaper):
                paper.place = sheet.name
            rows += print_sheets(paper, [sheet])
            paper.end_part()
        paper.save()
    return Printed(rows, paper.page_count * size.paper_count, tuple(paper.missing))


def _paper(path: Path, sheet: Sheet, size: WallSize) -> Paper:
    tiling = _TILINGS.get(size)
    if tiling is None:
        return Paper(path, sheet.page, sheet.name, sheet.sizes.page_number)
    return TiledPaper(path, sheet.page, sheet.name, sheet.sizes.page_number, tiling)


def _page(size: WallSize) -> Page:
    margin = _TILED_MM if size in _TILINGS else _PAGE_MM
    return Page(
        size="A3" if size is WallSize.A3 else "A2",
        is_landscape=True,
        margin_left=margin,
        margin_right=margin,
        margin_top=margin,
        margin_bottom=_FOOT_MM,
    )


def _sheet_points(size: WallSize) -> tuple[float, float]:
    """Width and height of a sheet; glued ones are a little smaller than their name says."""
    tiling = _TILINGS.get(size)
    return tiling.sheet if tiling else paper_points(_page(size).size, is_landscape=True)


def _lowest_headings(sheet: Sheet) -> list[str]:
    lowest = {cell.column: cell.text for cell in sheet.header if cell.column_span == 1}
    return [lowest.get(place, "") for place in range(len(sheet.columns))]
