"""Numbers in a PDF: on its pages as they read, and in every object of the file.

The pages are read with PDFium, by where each character stands: cells side by side are texts of
their own, and a number broken over two lines of a cell is still found. All else (properties, notes,
form fields, bookmarks, embedded files, earlier versions of a page) are texts somewhere in the
objects, so all objects are unpacked and read.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

import pypdfium2
import pypdfium2.raw as pdfium

from fangfan_desktop.documents.leak_findings import Findings
from fangfan_desktop.documents.leak_pdf_objects import look_at_objects
from fangfan_desktop.documents.pdf_preview import alone_in_pdfium
from fangfan_desktop.domain.private_numbers import private_over_lines

_CELL_GAP = 0.85  # of the letter's height; a blank is half as wide at most
_WORD_GAP = 0.15
_SAME_LINE = 0.5
_SHADOW = 0.75  # of its width: so far letters of one kind only overlap as shadows
_NEXT_LINE = 1.8  # of the letter's height, from line to line of one cell
_FIRST_WIDE = 0x2E80  # Chinese characters from here on, which no number goes across
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FEWEST_IN_PIECE = 2
_SLANT = 0.7


class _Document(Protocol):
    # What we use of pypdfium2, with types.
    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> "_Page": ...

    def close(self) -> None: ...


class _TextPage(Protocol):
    raw: object

    def get_text_range(self) -> str: ...

    def close(self) -> None: ...


class _Page(Protocol):
    def get_textpage(self) -> _TextPage: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class _Piece:
    """Characters side by side; measures in points, `bottom` from the foot of the page."""

    text: str
    left: float
    right: float
    bottom: float
    height: float

    @property
    def width(self) -> float:
        """From its left to its right."""
        return self.right - self.left


def look_at_pdf(content: bytes, findings: Findings) -> None:
    """Look through a PDF.

    Raises:
        UserError: it is damaged, encrypted, or packed in a way that is not known here.
    """
    with alone_in_pdfium():
        try:
            document = cast("_Document", pypdfium2.PdfDocument(content))
        except pypdfium2.PdfiumError as error:
            if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
                raise findings.unreadable("打开密码") from error
            raise findings.damaged() from error
        try:
            for number in range(len(document)):
                _look_at_page(document, number, findings)
        except pypdfium2.PdfiumError as error:
            raise findings.damaged() from error
        finally:
            document.close()
    look_at_objects(content, findings)


def _look_at_page(document: _Document, number: int, findings: Findings) -> None:
    page = document[number]
    text_page = page.get_textpage()
    try:
        ways = [_pieces(letters) for letters in _letters(text_page.raw)]
        text = text_page.get_text_range()
    finally:
        text_page.close()
        page.close()

    def where() -> str:
        return f"第 {number + 1} 页"

    for pieces in ways:
        for piece in pieces:
            findings.look(piece.text, where)
        _look_over_lines(pieces, findings, where)
    # Slanting or strangely set letters stand in no line: the order in which PDFium reads them.
    for word in text.split():
        findings.look(word, where)


def _pieces(letters: list[_Piece]) -> list[_Piece]:
    """The texts that stand on the page, each as far as the next gap as wide as between cells."""
    letters.sort(key=lambda letter: (-letter.bottom, letter.left))
    lines: list[list[_Piece]] = []
    for letter in letters:
        line = lines[-1] if lines else []
        if line and line[0].bottom - letter.bottom < _SAME_LINE * line[0].height:
            line.append(letter)
        else:
            lines.append([letter])
    return [piece for line in lines for piece in _joined(line)]


def _joined(line: list[_Piece]) -> list[_Piece]:
    line.sort(key=lambda letter: letter.left)
    pieces: list[_Piece] = []
    for letter in line:
        last = pieces[-1] if pieces else None
        gap = letter.left - last.right if last else 0.0
        if last is None or gap > _CELL_GAP * letter.height:
            pieces.append(letter)
        elif last.text[-1] == letter.text and last.right - letter.left > _SHADOW * letter.width:
            continue  # bold made by drawing a letter twice
        else:
            last.text += (" " if gap > _WORD_GAP * letter.height else "") + letter.text
            last.right = max(last.right, letter.right)
    return pieces


def _letters(text_page: object) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """All characters that may belong to a number, with their boxes.

    Upright ones, and turned ones as they stand for who turns the page one way and the other.
    """
    get_character = cast("Callable[[object, int], int]", pdfium.FPDFText_GetUnicode)
    count = cast("int", pdfium.FPDFText_CountChars(text_page))
    box = pdfium.FS_RECTF()
    get_angle = cast("Callable[[object, int], float]", pdfium.FPDFText_GetCharAngle)
    upright: list[_Piece] = []
    up: list[_Piece] = []
    down: list[_Piece] = []
    for index in range(count):
        code = get_character(text_page, index)
        if code <= 0x20 or (code >= _FIRST_WIDE and code not in _FULL_WIDTH):  # noqa: PLR2004
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        low, high = sorted((cast("float", box.bottom), cast("float", box.top)))
        left, right = cast("float", box.left), cast("float", box.right)
        if abs(math.sin(get_angle(text_page, index))) < _SLANT:
            upright.append(_Piece(chr(code), left, right, low, high - low or 1.0))
        else:
            up.append(_Piece(chr(code), low, high, -right, right - left or 1.0))
            down.append(_Piece(chr(code), -high, -low, left, right - left or 1.0))
    return upright, up, down


def _look_over_lines(pieces: list[_Piece], findings: Findings, where: Callable[[], str]) -> None:
    """Numbers broken at the end of a line of a cell."""
    parts = [piece for piece in pieces if _is_part(piece.text)]
    for at, first in enumerate(parts):
        for next_at, second in _below(parts, at):
            _try(findings, where, first, second)
            for _, third in _below(parts, next_at):
                _try(findings, where, first, second, third)


def _below(parts: list[_Piece], at: int) -> Iterator[tuple[int, _Piece]]:
    """What stands right under a piece; the pieces go from the head of the page to its foot."""
    upper = parts[at]
    for index in range(at + 1, len(parts)):
        lower = parts[index]
        distance = upper.bottom - lower.bottom
        if distance > _NEXT_LINE * upper.height:
            return
        overlaps = min(upper.right, lower.right) > max(upper.left, lower.left)
        if overlaps and distance >= _SAME_LINE * upper.height:
            yield index, lower


def _try(findings: Findings, where: Callable[[], str], *pieces: _Piece) -> None:
    found = private_over_lines([piece.text for piece in pieces])
    if found is not None:
        findings.look(found.number, where)  # which knows the allowed ones


def _is_part(text: str) -> bool:
    return len(text) >= _FEWEST_IN_PIECE and text[:-1].isdecimal() and text[-1] in "0123456789Xx"
