"""Tables of a .docx file as blank sheets, with the lines of text that stand around them."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.exceptions import OpcError
from docx.oxml.table import CT_Row, CT_Tbl, CT_TblGridCol, CT_Tc
from docx.oxml.text.paragraph import CT_P

from fangfan_desktop.documents.blank_table import BlankSheet, Merged, clean_text
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Page

if TYPE_CHECKING:
    from docx.oxml.document import CT_Body

_MOST_ROWS = 2_000
_MOST_COLUMNS = 300
_MOST_TABLES = 200
_MOST_LINES = 12  # of text above or below a table
_NEAR = 60  # paragraphs, empty ones among them
_A3_LONG = 400  # millimetres; the longer side of A4 is 297
_EMU = 36_000  # of Word's units in a millimetre


def read_word_tables(path: Path) -> tuple[BlankSheet, ...]:
    """The tables of the file, from the top; tables within tables are left out.

    A table that goes on from page to page is one; the paper is that of the file's last section.

    Raises:
        UserError: the file is damaged.
    """
    try:
        document = Document(str(path))
        return tuple(_tables(document))
    except (
        OpcError,
        BadZipFile,
        SyntaxError,  # what lxml raises for broken XML is one
        KeyError,
        ValueError,
        AttributeError,
    ) as error:
        raise UserError(
            f"“{path.name}”已经损坏，读不出来。请用 WPS 或 Word 打开检查，另存为 .docx 后再试。"
        ) from error


def _tables(document: WordDocument) -> Iterator[BlankSheet]:
    page = _page(document)
    body = cast("CT_Body", _part(document.element, "body"))
    blocks = body.inner_content_elements
    number = 0
    for i, block in enumerate(blocks):
        if not isinstance(block, CT_Tbl):
            continue
        number += 1
        if number > _MOST_TABLES:
            return
        above = _lines(reversed(blocks[max(0, i - _NEAR) : i]))
        below = _lines(blocks[i + 1 : i + 1 + _NEAR])
        yield _table(block, f"表格{number}", page, (tuple(reversed(above)), tuple(below)))


def _lines(blocks: Iterable[CT_P | CT_Tbl]) -> list[str]:
    """Texts of the paragraphs up to the next table."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, CT_Tbl) or len(lines) >= _MOST_LINES:
            break
        text = clean_text(block.text)
        if text:
            lines.append(text)
    return lines


def _table(
    table: CT_Tbl, name: str, page: Page, around: tuple[tuple[str, ...], tuple[str, ...]]
) -> BlankSheet:
    grid: list[dict[int, str]] = []
    merged: list[Merged] = []
    open_: dict[int, tuple[int, int]] = {}  # first column of a cell → its first row, last column
    for r, row in enumerate(table.tr_lst[:_MOST_ROWS]):
        texts: dict[int, str] = {}
        going_on: set[int] = set()
        for column, last, cell in _placed(row):
            going_on.add(column)
            if cell.vMerge == "continue" and column in open_:
                continue
            _close(open_, column, r, merged)
            open_[column] = (r, last)
            texts[column] = _cell_text(cell)
        # a cell of the row above that none of this row goes on ends there
        for column in [c for c in open_ if c not in going_on]:
            _close(open_, column, r, merged)
        grid.append(texts)
    for column in list(open_):
        _close(open_, column, len(grid), merged)
    width = min(max((c for texts in grid for c in texts), default=-1) + 1, _MOST_COLUMNS)
    width = max(width, max((m.right + 1 for m in merged), default=0))
    return BlankSheet(
        name=name,
        rows=tuple(tuple(texts.get(c, "") for c in range(width)) for texts in grid),
        merged=tuple(merged),
        widths=_widths(table),
        page=page,
        above=around[0],
        below=around[1],
    )


def _placed(row: CT_Row) -> Iterator[tuple[int, int, CT_Tc]]:
    """The cells of a row with their first and last column, as far as columns are looked at."""
    column = min(max(row.grid_before, 0), _MOST_COLUMNS)
    for cell in row.tc_lst:
        if column >= _MOST_COLUMNS:
            return
        last = min(column + max(cell.grid_span, 1), _MOST_COLUMNS) - 1
        yield column, last, cell
        column = last + 1


def _close(open_: dict[int, tuple[int, int]], column: int, row: int, merged: list[Merged]) -> None:
    """The cell that began above in this column ends before `row`."""
    if column not in open_:
        return
    top, last = open_.pop(column)
    if row - 1 > top or last > column:
        merged.append(Merged(top, column, row - 1, last))


def _cell_text(cell: CT_Tc) -> str:
    return clean_text("\n".join(paragraph.text for paragraph in cell.p_lst))


def _widths(table: CT_Tbl) -> Mapping[int, float]:
    columns = cast("list[CT_TblGridCol]", _part(table, "tblGrid.gridCol_lst"))
    widths = [cast("int | None", _part(column, "w")) for column in columns[:_MOST_COLUMNS]]
    return {i: width / _EMU for i, width in enumerate(widths) if width}


def _part(element: object, name: str) -> object:
    """A part of an element that the library declares without a type."""
    return attrgetter(name)(element)


def _page(document: WordDocument) -> Page:
    usual = Page()
    sections = list(document.sections)
    if not sections:
        return usual
    section = sections[-1]

    def millimetres(length: int | None, default: float) -> float:
        return default if length is None else round(min(max(length / _EMU, 0.0), 100.0), 1)

    width, height = section.page_width or 0, section.page_height or 0
    is_landscape = section.orientation == WD_ORIENT.LANDSCAPE or width > height
    return Page(
        size="A3" if max(width, height) / _EMU > _A3_LONG else "A4",
        is_landscape=is_landscape,
        margin_left=millimetres(section.left_margin, usual.margin_left),
        margin_right=millimetres(section.right_margin, usual.margin_right),
        margin_top=millimetres(section.top_margin, usual.margin_top),
        margin_bottom=millimetres(section.bottom_margin, usual.margin_bottom),
    )
