"""Reads a block of cells that another program has put on the clipboard, from text or HTML.

Excel, WPS, LibreOffice, Word and browsers all put both there. HTML tells more: several lines of a
cell, merged cells, numbers that are shown rounded. No program's HTML is quite another's, so the
table is read leniently: tags that only dress the text are passed over.

Rows that are hidden in the sheet are read as any other, as a spreadsheet pastes them too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from html import unescape
from typing import NamedTuple

from fangfan_desktop.documents.clipboard_text import (
    Block,
    Progress,
    check_size,
    from_text,
    of_one_width,
    silent,
    sound_text,
)

# What is never closed goes on to the end, so that no place is looked at twice.
_NO_TAG = r"""<!--.*?(?:-->|\Z)             # a comment, Excel's conditional ones among them
      | <[!?][^>]*+(?:>|\Z)                # <![if supportMisalignedColumns]>, the document's kind
      | """
_TOKEN = re.compile(
    _NO_TAG
    + r"""<(?P<end>/?)(?P<tag>[a-z][^\s/>]*)
        (?P<has>(?:[^>"']++|"[^"]{0,32999}+"|'[^']{0,32999}+')*+)>
      | (?P<broken></?[a-z])                # a quote in the tag is never closed
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_TOKEN_WITHOUT_QUOTES = re.compile(
    _NO_TAG + r"<(?P<end>/?)(?P<tag>[a-z][^\s/>]*)(?P<has>[^>]*+)(?:>|\Z)",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MUTE = frozenset({"style", "script", "title", "xml", "head", "comment", "rt", "rp"})
_ATTRIBUTE = re.compile(
    r"""(?:^|\s)(rowspan|colspan|x:num|x:str|sdval|style)
        (?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?(?=\s|/|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_PARAGRAPHS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre"}
_FOLDED = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"[ \t]*\r?\n[ \t]*")
_BLANK = " \t\r\n\f\xa0"
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_KEEPS_SPACES = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_OF_LIBREOFFICE = re.compile(r'content="(?:Libre|Open)Office', re.IGNORECASE)
_SHOWN_NUMBER = re.compile(
    r"[-+]?[¥￥]?\s*(?:[0-9,]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[-+]?[0-9]+)?|\#+", re.IGNORECASE
)
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534  # of a span, as HTML has it
_SPAN_DIGITS = 7
_LARGEST_POWER = 308  # of ten, in a spreadsheet's number
_EXACT_DIGITS = 15  # a spreadsheet keeps no more digits of a number
_CHUNK = 2000  # tags between two reports


def read_block(text: str, html: str, progress: Progress = silent) -> Block:
    """The rows of a clipboard, of the better of its two formats.

    HTML is taken where it is a table and nothing else; where words stand around the table, the
    text has all of it. Texts only, without any table, are rows of one cell.
    """
    text, html = sound_text(text), sound_text(html)
    if not html:
        return from_text(text, progress)
    table = read_html(html, progress)
    if table.rows and not (text and table.words):
        return table.rows
    if text:
        return from_text(text, progress)
    return table.rows or [[line] for line in table.words]


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """The rows of all tables of a page, of one width, and the lines of text outside of them."""

    rows: Block
    words: list[str]


def read_html(html: str, progress: Progress = silent) -> HtmlTable:
    """The tables of an HTML text, or of the piece of one that Windows hands over.

    A merged cell gives its text to its first place; the other places are empty, but are there.
    """
    reader = _Reader(bool(_OF_LIBREOFFICE.search(html[:2000])))
    at = 0
    for number, (start, end, name, attributes, is_end) in enumerate(_tokens(html)):
        if number % _CHUNK == 0:
            progress(at, len(html), "读取剪贴板")
        if start > at:
            reader.take_text(html[at:start])
        at = end
        if name:
            reader.take_end(name) if is_end else reader.take_start(name, attributes)
    # Windows puts lines such as StartHTML:0105 before the first tag, and nothing after the last.
    reader.close()
    return HtmlTable(of_one_width(reader.rows()), reader.words)


class _Token(NamedTuple):
    """A tag, or what says nothing: a comment, a style sheet; then it has no name."""

    start: int
    end: int
    name: str
    attributes: str
    is_end: bool


def _tokens(html: str) -> Iterator[_Token]:
    """What is no text, in order; no place is read twice, whatever was left unclosed."""
    pattern, at = _TOKEN, 0
    unclosed: set[str] = set()  # elements of which no end follows any more
    while True:
        token = pattern.search(html, at)
        if token is None:
            return
        if pattern is _TOKEN and token["broken"]:
            pattern = _TOKEN_WITHOUT_QUOTES  # from here on quotes are but letters
            continue
        start, at = token.span()
        tag, attributes, is_end = token["tag"], token["has"], bool(token["end"])
        name = tag.lower() if tag else ""
        if name in _MUTE and not is_end and name not in unclosed:
            close = _end_of(name).search(html, at)
            if close is None:
                unclosed.add(name)
            else:
                name, at = "", close.end()
        yield _Token(start, at, name, attributes, is_end)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*+>", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    number: str | None = None  # the exact number that is shown rounded
    text: str | None = None  # the exact text, where the cell says it apart
    keeps_spaces: bool = False
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    is_broken: bool = False  # a paragraph has ended: the next text begins a line

    def content(self) -> str:
        if self.text is not None:
            return self.text
        shown = "\n".join(self._line(parts) for parts in self.lines)
        return shown if self.number is None else exact_number(shown, self.number)

    def _line(self, parts: list[str]) -> str:
        line = "".join(parts)
        if self.keeps_spaces:
            return line
        # A space that must not be folded is how Excel writes the second of two.
        return _FOLDED.sub(" ", line).strip(" ").replace("\xa0", " ")


class _Reader:
    """Takes the tags and texts of a page one after the other."""

    def __init__(self, is_of_libreoffice: bool) -> None:  # noqa: FBT001 - the only thing it is told
        self._is_of_libreoffice = is_of_libreoffice
        self._rows: Block = []
        self._hidden: set[int] = set()
        self._spans: dict[int, int] = {}  # column → rows that a cell above still takes there
        self._width = 0
        self._row: list[str] | None = None
        self._cell: _Cell | None = None
        self._span = (1, 1)
        self._depth = 0  # of tables inside the cell in hand
        self._has_tag = False
        self.words: list[str] = []

    def rows(self) -> Block:
        """The rows; the empty hidden one that Excel adds for the widths of columns is none."""
        rows = self._rows
        while rows and len(rows) - 1 in self._hidden and not any(rows[-1]):
            rows.pop()
        return rows

    def take_text(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        cell = self._cell
        if cell is None:
            if self._has_tag and (words := text.strip(_BLANK)):
                self.words.extend(_FOLDED.sub(" ", words).split("\n"))
            return
        if not cell.keeps_spaces and self._is_of_libreoffice:
            text = _WRAPPED.sub(" ", text)
        if cell.is_broken and text.strip(_BLANK):
            if any(part.strip(_BLANK) for part in cell.lines[-1]):
                cell.lines.append([])
            cell.is_broken = False
        cell.lines[-1].append(text)

    def take_start(self, tag: str, attributes: str) -> None:
        self._has_tag = True
        cell = self._cell
        if tag == "table":
            if cell is None:
                self._end_row()
                self._spans.clear()
            else:
                self._depth += 1
                cell.is_broken = True
        elif self._depth and cell is not None and tag in {"tr", "td", "th"}:
            if tag == "tr":
                cell.is_broken = True
            else:
                cell.lines[-1].append(" ")
        elif tag == "tr":
            self._begin_row(attributes)
        elif tag in {"td", "th"}:
            self._begin_cell(attributes)
        elif cell is not None:
            self._dress(cell, tag, attributes)

    def _dress(self, cell: _Cell, tag: str, attributes: str) -> None:
        if tag == "br":
            cell.lines.append([])
        elif tag in _PARAGRAPHS:
            cell.is_broken = True
        elif tag == "span" and _KEEPS_SPACES.search(attributes):
            cell.keeps_spaces = True

    def take_end(self, tag: str) -> None:
        cell = self._cell
        if self._depth and cell is not None:
            if tag == "table":
                self._depth -= 1
                cell.is_broken = True
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table", "tbody"}:
            self._end_row()
        elif cell is not None and tag in _PARAGRAPHS:
            cell.is_broken = True

    def _begin_row(self, attributes: str) -> None:
        self._end_row()
        self._row = []
        if "style" in attributes and _HIDDEN.search(attributes):
            self._hidden.add(len(self._rows))
        self._skip_spans()

    def _begin_cell(self, attributes: str) -> None:
        self._end_cell()
        if self._row is None:
            self._begin_row("")
        cell = self._cell = _Cell(keeps_spaces=self._is_of_libreoffice)
        self._span = (1, 1)
        if ":" not in attributes and "s" not in attributes:
            return  # neither a span nor a number: nothing that matters here
        found = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(attributes)}
        if found:
            columns = min(_MOST_COLUMNS, _count(found.get("colspan", "")))
            self._span = (min(_MOST_ROWS, _count(found.get("rowspan", ""))), columns)
            cell.number = found.get("x:num") or found.get("sdval") or None
            if found.get("x:str"):
                cell.text = unescape(found["x:str"])
            if _KEEPS_SPACES.search(found.get("style", "")):
                cell.keeps_spaces = True

    def _end_cell(self) -> None:
        cell, row = self._cell, self._row
        if cell is None or row is None:
            return
        self._cell, self._depth = None, 0
        down, across = self._span
        if down > 1:
            self._spans.update({len(row) + n: down for n in range(across)})
        row.append(cell.content())
        row.extend([""] * (across - 1))
        check_size(len(self._rows) + 1, len(row))
        self._skip_spans()

    def _skip_spans(self) -> None:
        """Empty cells where a cell of a row above stands."""
        row = self._row
        while row is not None and len(row) in self._spans:
            row.append("")

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        if row is None:
            return
        if row or self._spans:
            self._rows.append(row)
            self._width = max(self._width, len(row))
            check_size(len(self._rows), self._width)
        self._spans = {column: left - 1 for column, left in self._spans.items() if left > 1}

    def close(self) -> None:
        self._end_row()


def _count(text: str) -> int:
    return max(1, int(text[:_SPAN_DIGITS])) if text.isdecimal() else 1


def exact_number(shown: str, number: str) -> str:
    """The number of a cell, where it is shown rounded, in groups or as 4.50221E+17.

    What is shown otherwise, such as a day or a percentage, stays as it is shown. A number of more
    than 15 digits has lost the last ones in the spreadsheet and is given as 4.50221196903122E+17,
    so that nobody takes it for an ID number.
    """
    plain = shown.strip(_BLANK)
    if not _SHOWN_NUMBER.fullmatch(plain):
        return shown
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return shown
    if not exact.is_finite() or abs(exact.adjusted()) > _LARGEST_POWER:
        return shown
    exact = Decimal(f"{exact:.{_EXACT_DIGITS}g}")
    if abs(exact) >= Decimal(10) ** _EXACT_DIGITS:
        return f"{exact.normalize():E}"
    try:
        if Decimal(plain.replace(",", "").lstrip("¥￥+")) == exact and "E" not in plain.upper():
            return shown
    except InvalidOperation:
        pass  # #### and ¥-1: the column is too narrow, or the sign is elsewhere
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
