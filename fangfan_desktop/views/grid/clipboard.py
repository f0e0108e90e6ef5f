"""Blocks of cells as spreadsheets put them on the clipboard: tabbed text and an HTML table."""

from html import escape
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

Block = list[list[str]]


def to_mime(text: str, html: str) -> QMimeData:
    """What is put on the clipboard for Excel, WPS and LibreOffice."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    return data


def contents(data: QMimeData | None) -> tuple[str, str]:
    """Tabbed text and HTML on the clipboard; the HTML only where there is no text."""
    if data is None:  # nothing was ever copied; Qt's stub does not tell
        return "", ""
    text = data.text() if data.hasText() else ""
    return text, data.html() if data.hasHtml() and not text else ""


def cells_of(text: str, html: str) -> int:
    """About how many cells these hold, without reading them."""
    return text.count("\t") + text.count("\n") + html.count("<td") + 1


def to_text(block: Block) -> str:
    """Cells parted by tabs, rows by line feeds; a cell with either, or quotes, is quoted."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def from_text(text: str) -> Block:
    """Rows of cells of tabbed text; a quoted cell may hold tabs and line breaks.

    All rows get the same width. One line break at the end ends the last row and makes no new one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if '"' not in text:
        rows = [line.split("\t") for line in text.split("\n")]
    else:
        rows = _quoted_rows(text)
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _quoted_rows(text: str) -> Block:
    rows: Block = [[]]
    at = 0
    while at <= len(text):
        cell, at = _next_cell(text, at)
        rows[-1].append(cell)
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _next_cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at `at`, and where the mark behind it stands."""
    if text[at : at + 1] == '"':
        end = at + 1
        while (end := text.find('"', end)) >= 0:
            if text[end + 1 : end + 2] == '"':
                end += 2
            elif text[end + 1 : end + 2] in {"", "\t", "\n"}:
                return text[at + 1 : end].replace('""', '"'), end + 1
            else:
                break
        # A quote that is never closed is a quote that somebody typed.
    ends = [place for place in (text.find("\t", at), text.find("\n", at)) if place >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def to_html(block: Block) -> str:
    """A block as an HTML table."""
    # "mso-number-format:'\@'" keeps a spreadsheet from rounding ID numbers to 15 digits.
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td style=\"mso-number-format:'\\@'\">{escape(cell).replace(chr(10), '<br>')}</td>"
            if _is_long_number(cell)
            else f"<td>{escape(cell).replace(chr(10), '<br>')}</td>"
            for cell in row
        )
        + "</tr>"
        for row in block
    )
    return f"<html><body><table>{rows}</table></body></html>"


def _is_long_number(cell: str) -> bool:
    longest_exact = 11
    return len(cell) > longest_exact and cell[:-1].isdecimal()


class _TableReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self._is_in_cell = True
        elif tag == "br" and self._is_in_cell:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_in_cell = False

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            self.rows[-1][-1] += data.strip("\r\n")


def from_html(html: str) -> Block:
    """The rows of an HTML table, all of the same width."""
    reader = _TableReader()
    reader.feed(html)
    rows = [row for row in reader.rows if row]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
