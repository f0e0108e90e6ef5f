"""A copy of a small .xlsx with the bad cells marked and its looks kept."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook as Copied
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents.cell_text import writable_text
from fangfan_desktop.documents.import_marks import (
    MOST_COMMENTS,
    REASON_HEADING,
    REASON_WIDTH,
    RED,
    SUMMARY_SHEET,
    SUMMARY_WIDTHS,
    Mark,
    by_row,
    row_reasons,
    summary_rows,
)
from fangfan_desktop.documents.workbook_guard import FileKind, check_workbook

# Keeping looks means having every cell in memory, styled empty ones too: some 250 bytes each.
_LARGEST_FILE = 4 << 20
_LARGEST_CONTENT = 40 << 20


def can_copy(source: Path) -> bool:
    """Whether the file is an .xlsx small enough to be copied with its looks."""
    if source.stat().st_size > _LARGEST_FILE or check_workbook(source) is not FileKind.XLSX:
        return False
    with zipfile.ZipFile(source) as archive:
        return sum(part.file_size for part in archive.infolist()) <= _LARGEST_CONTENT


def mark_copy(
    source: Path, columns: Mapping[str, tuple[int, int]], marks: Sequence[Mark], target: Path
) -> bool:
    """Write the marked copy.

    Args:
        source: an .xlsx; see `can_copy`.
        columns: sheet name → its last header row and the column for the reasons, from 1.
        marks: what to mark.
        target: the new file.

    Returns:
        False where the file, readable as it is, holds something that can't be kept: then the
        report has to be written anew.
    """
    copied = _loaded(source)
    if copied is None:
        return False
    comments = 0
    for name, (header, reasons) in columns.items():
        if name in copied.sheetnames:
            rows = by_row(marks, name, header)
            comments = _mark_tab(copied[name], (header, reasons), rows, comments)
    _add_summary(copied, marks)
    copied.save(target)
    copied.close()
    return True


def _loaded(source: Path) -> Copied | None:
    try:
        return openpyxl.load_workbook(source)
    except (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError):
        # What the reader forgives, this library may not.
        return None


def _mark_tab(
    tab: Worksheet, places: tuple[int, int], rows: Mapping[int, list[Mark]], comments: int
) -> int:
    header, reasons = places
    for number in range(header + 1, tab.max_row + 1):
        if (number, reasons) in tab._cells:  # noqa: SLF001 - asking for a cell would make it
            _put(tab, number, reasons, "")
    _put(tab, header, reasons, REASON_HEADING)
    tab.column_dimensions[get_column_letter(reasons)].width = REASON_WIDTH
    fill = PatternFill("solid", fgColor=RED)
    for number, marks in rows.items():
        _put(tab, number, reasons, row_reasons(marks))
        tab.cell(number, reasons).alignment = Alignment(wrap_text=True, vertical="center")
        for mark in marks:
            cell = tab.cell(number, mark.column or reasons)
            cell.fill = fill
            if mark.column and comments < MOST_COMMENTS and isinstance(cell, Cell):
                cell.comment = Comment(writable_text(mark.reason), SUMMARY_SHEET)
                comments += 1
    return comments


def _add_summary(copied: Copied, marks: Sequence[Mark]) -> None:
    if SUMMARY_SHEET in copied.sheetnames:
        copied.remove(copied[SUMMARY_SHEET])
    summary = copied.create_sheet(SUMMARY_SHEET)
    assert isinstance(summary, Worksheet)  # noqa: S101 - only a write-only workbook has others
    for number, row in enumerate(summary_rows(marks), 1):
        for place, text in enumerate(row, 1):
            _put(summary, number, place, text)
    for place, width in enumerate(SUMMARY_WIDTHS, 1):
        summary.column_dimensions[get_column_letter(place)].width = width


def _put(tab: Worksheet, row: int, column: int, content: str | int) -> None:
    cell = tab.cell(row, column)
    if not isinstance(cell, Cell):  # inside a merged one
        return
    if isinstance(content, int):
        cell.value = content
        return
    cell.value = writable_text(content) or None
    if cell.data_type in {"f", "e"}:  # text that begins with = or reads #N/A
        cell.data_type = "s"
