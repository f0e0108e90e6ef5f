r"""A block of cells as an HTML table, written so that spreadsheets change nothing in it.

Excel and WPS look at `mso-number-format`, LibreOffice at `sdnum` and `sdval`: without them an ID
number loses its last digits, 0101 becomes 101, 12/37 a day, and a text that begins with = a
formula. Tried with LibreOffice 7.4, which takes no notice of `mso-number-format`.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Literal

from fangfan_desktop.documents.clipboard_text import Block, Progress, silent

Look = Literal["text", "number", "date"]
_CHUNK = 50
_HEAD = (
    '<html><head><meta charset="utf-8"><meta name="generator" content="fangfan-desktop">'
    # Several lines of a cell stay one cell.
    '<style>br{mso-data-placement:same-cell}</style></head><body><table border="0">'
)
_TAIL = "</table></body></html>"
_AS_TEXT = '<td style="mso-number-format:\'\\@\'" sdnum="1033;0;@">'
_AS_DAY = (
    "<td style=\"mso-number-format:'yyyy\\-mm\\-dd'\" "
    'sdval="{serial}" sdnum="1033;0;YYYY-MM-DD">{day}</td>'
)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_LEADING_ZERO = re.compile(r"-?0[0-9]")
_CAN_CHANGE = re.compile(r"[0-9０-９%]|^\s*[-=+@'/.]|^(?:true|false)$", re.IGNORECASE)  # noqa: RUF001 - digits of full width are taken for numbers too
# HTML folds white space unless told not to.
_FOLDED = re.compile(r"[\t\f\r\xa0]|  |^ | $", re.MULTILINE)
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before it Excel and LibreOffice count differently


def to_html(block: Block, looks: Sequence[Look] = (), progress: Progress = silent) -> str:
    """A block as an HTML table.

    Args:
        block: texts by row.
        looks: what each column holds; columns beyond it, and cells that are no number or day, are
            text.
        progress: told the rows done; may raise to cancel.
    """
    parts: list[str] = [_HEAD]
    every = [*looks, *["text"] * (max(map(len, block), default=0) - len(looks))]
    known: list[dict[str, str]] = [{} for _ in every]
    for done, row in enumerate(block):
        if done % _CHUNK == 0:
            progress(done, len(block), "复制")
        parts.append("<tr>")
        for cell, look, seen in zip(row, every, known, strict=False):
            written = seen.get(cell)
            if written is None:
                written = seen[cell] = _cell(cell, look)
            parts.append(written)
        parts.append("</tr>\n")
    return "".join([*parts, _TAIL])


def _cell(cell: str, look: str) -> str:
    if look == "number" and _NUMBER.fullmatch(cell) and not _LEADING_ZERO.match(cell):
        return f'<td x:num="{cell}" sdval="{cell}">{cell}</td>'
    if look == "date" and (day := _day(cell)) is not None:
        return _AS_DAY.format(serial=(day - _DAY_ZERO).days, day=cell)
    text = escape(cell).replace("\n", "<br>")
    if _FOLDED.search(cell):
        text = f'<span style="white-space:pre-wrap">{text}</span>'
    return f"{_AS_TEXT if _CAN_CHANGE.search(cell) else '<td>'}{text}</td>"


def _day(cell: str) -> date | None:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY and day.isoformat() == cell else None
