"""What stands under a header: hints, column numbers, samples, rows to fill, sum and notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.blank_rows import (
    is_below,
    is_hints,
    is_marked_sample,
    is_numbers,
    is_total,
)
from fangfan_desktop.documents.blank_table import BlankSheet
from fangfan_desktop.documents.personal_words import without_people
from fangfan_desktop.forms.headings import plain_heading

_MOST_SAMPLES = 3  # more filled rows than these are somebody's data
_FEWEST_ANSWERS = 2
_LEAST_OF_SAMPLE = 0.8  # of the columns: a row with less waits for the rest, it shows nothing
_FEWEST_HEADINGS = 4
_SHORTEST_NOTE = 5  # letters; longer than a name
_TITLE = re.compile(
    r"附?(?:件|表)[0-9一二三四五六七八九十]{1,3}[:：、\s].{4,}|.{5,}(?:表|台账|名册|清单)"
)
_SIGNATURES = (
    "填表人",
    "填报人",
    "审核人",
    "负责人",
    "制表人",
    "经办人",
    "填报日期",
    "填表日期",
    "村党",
    "驻村",
)


@dataclass(frozen=True, slots=True)
class FoundBody:
    """Rows of the sheet under the header, from 0."""

    first_row: int  # to fill in
    last_row: int | None  # before what stands below; None where nothing does
    hint_rows: tuple[int, ...] = ()
    number_row: int | None = None
    sample_rows: tuple[int, ...] = ()
    total_row: int | None = None
    footnotes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    filled_rows: int = 0  # rows that hold answers already, samples not counted


def find_body(
    sheet: BlankSheet, row: int, columns: Sequence[int], header: Sequence[str] = ()
) -> FoundBody:
    """What stands from `row` on.

    Args:
        sheet: the sheet.
        row: the first one under the header.
        columns: of the table.
        header: texts of the header's first row; where it comes again the next page begins.
    """
    hints: list[int] = []
    number: int | None = None
    while row < len(sheet.rows) and any(sheet.rows[row]):
        texts = sheet.rows[row]
        if number is None and is_numbers(texts):
            number = row
        elif not hints and is_hints(texts) and not is_marked_sample(texts):
            hints.append(row)
        else:
            break
        row += 1
    top = row if _is_total_on_top(sheet, row, columns) else None
    row += top is not None
    end = next(
        (
            r
            for r in range(row, len(sheet.rows))
            if _is_end(sheet, r, columns) or sheet.rows[r] == header
        ),
        None,
    )
    stop = len(sheet.rows) if end is None else end
    filled = [r for r in range(row, stop) if _answers(sheet.rows[r], columns) >= _FEWEST_ANSWERS]
    samples = _samples(sheet, row, filled, columns)
    footnotes, signatures = _below(sheet, stop)
    sums = (r for r in range(stop, len(sheet.rows)) if is_total(sheet.rows[r]))
    total = next(sums, None) if top is None else top
    return FoundBody(
        first_row=row + len(samples),
        last_row=None if end is None else end - 1,
        hint_rows=tuple(hints),
        number_row=number,
        sample_rows=tuple(samples),
        total_row=total,
        footnotes=footnotes,
        signatures=signatures,
        filled_rows=len(filled) - len(samples),
    )


def _is_total_on_top(sheet: BlankSheet, row: int, columns: Sequence[int]) -> bool:
    """Whether the sum stands above the rows that it sums."""
    following = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else ()
    return (
        row < len(sheet.rows)
        and is_total(sheet.rows[row])
        and any(following)
        and not _is_end(sheet, row + 1, columns)
    )


def _is_end(sheet: BlankSheet, row: int, columns: Sequence[int]) -> bool:
    """Whether the table's rows end above the row."""
    texts = sheet.rows[row]
    if is_below(texts) or is_total(texts):
        return True
    # a line over the table's width that is no sum and no answer is a note
    merged = next((m for m in sheet.merged if m.top == row and sheet.text(row, m.left)), None)
    is_wide = merged is not None and (merged.right - merged.left + 1) * 2 > len(columns)
    is_alone = sum(1 for text in texts if text) == 1
    return is_alone and (is_wide or _TITLE.fullmatch("".join(texts)) is not None)


def _answers(texts: Sequence[str], columns: Sequence[int]) -> int:
    return sum(1 for column in columns if column < len(texts) and texts[column])


def _samples(sheet: BlankSheet, row: int, filled: list[int], columns: Sequence[int]) -> list[int]:
    """The rows right under the header that only show how to fill in."""
    together = [r for i, r in enumerate(filled) if r == row + i]
    marked = [i for i, r in enumerate(together) if is_marked_sample(sheet.rows[r])]
    if marked:
        return together[: marked[-1] + 1]
    is_whole = all(
        _answers(sheet.rows[r], columns) >= _LEAST_OF_SAMPLE * len(columns) for r in together
    )
    return together if is_whole and len(filled) <= _MOST_SAMPLES else []


def _is_another_table(texts: Sequence[str]) -> bool:
    """Whether a row under the table is the header of one more."""
    labels = [text for text in texts if text]
    return len(labels) >= _FEWEST_HEADINGS and not is_total(texts) and not is_below(texts)


def _is_note(texts: Sequence[str], line: str) -> bool:
    """Whether a row says something about the table; rows under a 小计 may go on with people."""
    is_alone = len(line) >= _SHORTEST_NOTE and sum(1 for text in texts if text) == 1
    return not is_total(texts) and (
        is_below(texts) or is_alone or plain_heading(line).startswith(_SIGNATURES)
    )


def _below(sheet: BlankSheet, start: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Notes and signature lines under the rows."""
    rows = list(sheet.rows[start:])
    another = next((i for i, row in enumerate(rows) if _is_another_table(row)), len(rows))
    lines = ["    ".join(dict.fromkeys(text for text in row if text)) for row in rows[:another]]
    lines = [line for row, line in zip(rows, lines, strict=False) if _is_note(row, line)]
    lines = [without_people(line) for line in [*lines, *sheet.below]]
    signed = [line for line in lines if plain_heading(line).startswith(_SIGNATURES)]
    return tuple(line for line in lines if line not in signed), tuple(signed)
