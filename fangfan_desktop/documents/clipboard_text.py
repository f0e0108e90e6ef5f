"""Tabbed text, as spreadsheets put a block of cells on the clipboard."""

import re
from collections.abc import Callable

from fangfan_desktop.errors import UserError

Block = list[list[str]]  # texts by row, all rows of one width
Progress = Callable[[int, int, str], None]
_CHUNK = 50  # rows between two reports
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # of a spreadsheet
_MOST_CELLS = 10_000_000
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
_CELL_END = re.compile("[\t\n]")
_MUST_QUOTE = re.compile('[\t\n\r\x0b\x0c"]')
_LINE_IN_CELL = re.compile("[\x0b\x0c]")  # Word and Calc break a line inside a cell so


def silent(_done: int, _total: int, _text: str) -> None:
    """Nobody waits for a small block."""


def to_text(block: Block, progress: Progress = silent) -> str:
    r"""Cells parted by tabs, rows ended by CR LF as Excel writes them.

    A cell with a tab, a line break or a quote is quoted. One cell alone has no line end: it is
    mostly put into a sentence or a search.
    """
    lines: list[str] = []
    for done, row in enumerate(block):
        if done % _CHUNK == 0:
            progress(done, len(block), "复制")
        line = "\t".join(row)
        # Most rows have nothing to be quoted: only the tabs between their cells.
        if line.count("\t") != len(row) - 1 or _MUST_QUOTE.search(line.replace("\t", "")):
            line = "\t".join(_quoted(cell) for cell in row)
        lines.append(line)
    if len(lines) == 1 and len(block[0]) == 1:
        return lines[0]
    return "".join(f"{line}\r\n" for line in lines)


def _quoted(cell: str) -> str:
    if _MUST_QUOTE.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def from_text(text: str, progress: Progress = silent) -> Block:
    """Rows of cells of tabbed text; a quoted cell may hold tabs and line breaks.

    Rows may end in CR LF, LF or CR; a vertical tab breaks a line inside its cell. All rows get the
    same width. One line break at the end ends the last row and makes no new one.
    """
    text = text.strip("\ufeff\x00").replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if '"' in text:
        rows = _quoted_rows(text, progress)
    else:
        rows = [line.split("\t") for line in text.split("\n")]
    if _LINE_IN_CELL.search(text):
        rows = [[_LINE_IN_CELL.sub("\n", cell) for cell in row] for row in rows]
    return of_one_width(rows)


def check_size(rows: int, columns: int) -> None:
    """Refuse a block that would not fit into the memory.

    Raises:
        UserError: it has more rows or columns than a spreadsheet, or too many cells.
    """
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise UserError("复制的内容太大，不像一块表格，没有粘贴。请只复制要用的那几行几列。")


def sound_text(text: str) -> str:
    """The text without what no file can hold: halves of a character, and null.

    Some programs put a rare character there as two halves; they become one again.
    """
    if not _UNSOUND.search(text):
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")


def of_one_width(rows: Block) -> Block:
    """Ragged rows filled up with empty cells.

    Raises:
        UserError: it is too large.
    """
    width = max(map(len, rows), default=0)
    check_size(len(rows), width)
    return [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]


def is_rectangular(text: str) -> bool:
    """Whether every line has as many cells as the first one: tabbed text that says all by itself.

    Word breaks the paragraphs of a cell into lines of their own, which no reader can undo.
    """
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    tabs = lines[0].count("\t")
    return text.count("\t") == tabs * len(lines) and all(x.count("\t") == tabs for x in lines)


def _quoted_rows(text: str, progress: Progress) -> Block:
    rows: Block = []
    at = 0
    while at <= len(text):
        if len(rows) % _CHUNK == 0:
            progress(at, len(text), "读取剪贴板")
        row, at = _next_row(text, at)
        rows.append(row)
    return rows


def _next_row(text: str, at: int) -> tuple[list[str], int]:
    """The row that begins at `at`, and where the next one does."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    if text.find('"', at, end) < 0:  # most rows
        return text[at:end].split("\t"), end + 1
    row: list[str] = []
    while True:
        cell, at = _next_cell(text, at)
        row.append(cell)
        if at >= len(text) or text[at] == "\n":
            return row, at + 1
        at += 1


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
    found = _CELL_END.search(text, at)
    end = len(text) if found is None else found.start()
    return text[at:end], end
