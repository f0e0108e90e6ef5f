"""Breaking text into lines as Chinese is set: anywhere but before closing marks, words whole."""

import re
from collections.abc import Callable, Iterator

# 避头 and 避尾: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("，。、；：？！）〕】》」』”’…—%,.;:?!)]}")
_NOT_LAST = frozenset("（〔【《「『“‘([{")
# Latin words and figures stay whole; every other character may stand alone.
_PIECES = re.compile(r"[0-9A-Za-z.\-/+@_]+|.", re.DOTALL)


def break_lines(
    text: str, room: float, width: Callable[[str], float], squeeze: float = 1.0
) -> list[str]:
    """The lines of a text, none wider than `room` unless a single character is.

    Args:
        text: line feeds in it begin new lines.
        room: width of a line, in the unit of `width`.
        width: measures a text.
        squeeze: how much narrower than usual a Latin word or figure may be set to keep it whole;
            below 1, lines may come back that much too wide.
    """
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "　").split("\n"):
        if width(paragraph) <= room:
            lines.append(paragraph)
        else:
            lines.extend(_fill(paragraph, room, width, squeeze))
    return lines


def _fill(
    paragraph: str, room: float, width: Callable[[str], float], squeeze: float
) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _pieces(paragraph, room / squeeze, width):
        size = width(piece)
        if line and used + size > room:
            keep, carried = _split_end(line, piece)
            yield keep
            line, used = carried, width(carried)
        line += piece
        used += size
    if line:
        yield line


def _pieces(paragraph: str, room: float, width: Callable[[str], float]) -> Iterator[str]:
    for match in _PIECES.finditer(paragraph):
        piece = match[0]
        if len(piece) > 1 and width(piece) > room:
            yield from piece
        else:
            yield piece


def _split_end(line: str, next_piece: str) -> tuple[str, str]:
    """What of the line stays, and what goes over to the next one with the piece."""
    cut = len(line)
    if next_piece[0] in _NOT_FIRST or line[-1] in _NOT_LAST:
        cut -= 1
    # Moving one character is enough nearly always; never empty the line for it.
    return (line[:cut], line[cut:]) if cut > 0 else (line, "")
