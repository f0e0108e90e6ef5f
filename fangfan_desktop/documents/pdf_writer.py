"""A sheet into a .pdf: title, merged header on every page, rows, footnotes, sign line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.pdf_paper import Paper
from fangfan_desktop.documents.pdf_sheet import SheetPrinter
from fangfan_desktop.documents.record_pages import RecordPrinter
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.errors import UserError
from fangfan_desktop.whole_file import write_whole


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
        paper = Paper(temporary, page, first.name, first.sizes.page_number)
        rows = print_sheets(paper, printed)
        paper.save()
    return Printed(rows, paper.page_count, tuple(paper.missing))


def print_sheets(paper: Paper, sheets: Sequence[Sheet]) -> int:
    """Print sheets on pages that are still to be begun, and end the last one; returns the rows."""
    before = paper.page_count
    rows, depth = 0, paper.area.top
    for number, sheet in enumerate(sheets):
        if sheet.record is not None:
            rows += RecordPrinter(paper, sheet, sheet.record).run()
            continue
        following = sheets[number + 1 : number + 2]
        printing = SheetPrinter(paper, sheet, f"header{before}.{number}", depth)
        has_more = any(one.is_below for one in following)
        rows += printing.run(has_more=has_more)
        depth = printing.depth
        if not has_more:
            paper.end_page()
            depth = paper.area.top
    return rows
