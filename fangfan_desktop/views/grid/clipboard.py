"""Cells on the clipboard: which of its formats are put there, and which are taken from it.

Only this has to be done on the window's thread; the formats are written and read anywhere
(`documents.clipboard_html`, `documents.clipboard_table`).
"""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from fangfan_desktop.documents.clipboard_html import Look, to_html
from fangfan_desktop.documents.clipboard_text import Block, Progress, is_rectangular, to_text
from fangfan_desktop.forms.form import Kind
from fangfan_desktop.views.grid.column import GridColumn

_OWN = "application/x-fangfan-cells"
_OF_CALC = "application/x-libreoffice-tsvc"  # its tabbed text with lines of a cell kept, in quotes
_OF_EXCEL_AND_WPS = ("biff", "xml spreadsheet")  # parts of names of formats that only they offer
_HUGE = 20_000  # cells; from here on HTML is not asked for where text says the same
_LOOKS: dict[Kind, Look] = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.DATE: "date"}


def write(block: Block, columns: Sequence[GridColumn], progress: Progress) -> tuple[bytes, bytes]:
    """Tabbed text and HTML of a block, ready for the clipboard; may run off the thread."""
    looks: list[Look] = [_LOOKS.get(column.field.kind, "text") for column in columns]
    # Texts of damaged files can hold half a character, which no encoding has.
    return (
        to_text(block, progress).encode("utf-8", "replace"),
        to_html(block, looks, progress).encode("utf-8", "replace"),
    )


def to_mime(text: bytes, html: bytes) -> QMimeData:
    """What is put on the clipboard for Excel, WPS, LibreOffice and this program."""
    data = QMimeData()
    # As bytes: Qt makes other formats of them only for who asks.
    data.setData("text/plain", text)
    data.setData("text/html", html)
    data.setData(_OWN, b"1")
    return data


def contents(data: QMimeData | None) -> tuple[str, str]:
    """Tabbed text and HTML on the clipboard, for `read_block`; the HTML only where it is needed.

    Has to be asked on the window's thread, which waits meanwhile: of 20,000 × 43 cells the text is
    2 MB and HTML 40 MB, which Excel only begins to write when it is asked for. So the HTML of a
    huge block is left alone where the text says all of it: it then lacks only the digits that the
    sheet does not show.
    """
    if data is None:  # nothing was ever copied; Qt's stub does not tell
        return "", ""
    text = data.text() if data.hasText() else ""
    if not data.hasHtml():
        return text, ""
    if text and cells_of(text, "") >= _HUGE:
        formats = [name.lower() for name in data.formats()]
        if _OF_CALC in formats:
            return bytes(data.data(_OF_CALC).data()).decode("utf-8", "replace"), ""
        is_of_sheet = any(part in name for name in formats for part in _OF_EXCEL_AND_WPS)
        is_quoted = _OWN in formats or is_of_sheet
        if is_quoted or ("libreoffice" not in "".join(formats) and is_rectangular(text)):
            return text, ""
    return text, data.html()


def cells_of(text: str, html: str) -> int:
    """About how many cells these hold, without reading them."""
    return max(text.count("\t") + text.count("\n"), html.count("<td")) + 1
