"""What was wrong with a workbook that was imported, as it is told in the report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

REASON_HEADING = "原因"
SUMMARY_SHEET = "导入结果"
SUMMARY_WIDTHS = (16, 8, 24, 28, 72)  # of its columns, in figures
REASON_WIDTH = 48.0  # of the column 原因, in figures
RED = "FFC7CE"
# Programs get slow with many comments; the column 原因 has every reason anyway.
MOST_COMMENTS = 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing wrong: where, what stands there, why it was not taken."""

    sheet: str
    row: int  # as the workbook counts, from 1
    column: int  # from 1; 0: the whole row
    heading: str  # of the column
    value: str
    reason: str


MarksByRow = Mapping[int, list[Mark]]


def by_row(marks: Sequence[Mark], sheet: str, header: int) -> dict[int, list[Mark]]:
    """The marks of a sheet, by row; what is said of a column as a whole is in the summary alone.

    Args:
        marks: of all sheets.
        sheet: name of the sheet.
        header: its last header row, from 1; marks down to there are about whole columns.
    """
    rows: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.sheet == sheet and mark.row > header:
            rows.setdefault(mark.row, []).append(mark)
    return rows


def row_reasons(marks: Sequence[Mark]) -> str:
    """All reasons of a row in one text."""
    reasons = [f"{mark.heading}：{mark.reason}" if mark.heading else mark.reason for mark in marks]
    return "；".join(dict.fromkeys(reasons))


def reason_column(header: Sequence[object]) -> int:
    """Where the reasons go, from 1: the column of an earlier report, else the first free one."""
    for place, text in enumerate(header, 1):
        if text == REASON_HEADING:
            return place
    return len(header) + 1


def summary_rows(marks: Sequence[Mark]) -> Iterator[tuple[str | int, ...]]:
    """The rows of the sheet that lists all marks, its header first."""
    yield ("工作表", "行", "栏目", "值", REASON_HEADING)
    for mark in marks:
        yield (mark.sheet, mark.row, mark.heading, mark.value, mark.reason)
