"""Breaking text into lines as Chinese is set: anywhere but before closing marks, words whole."""

import re
from collections.abc import Callable, Iterator

# 避头 and 避尾: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("，。、；：？！）〕】》」』”’…—%,.;:?!)]}")
_NOT_LAST = frozenset("（〔【《「『“‘([{")
# Latin words and figures stay whole; every other character may stand alone.
_PIECES = re.compile(r"[0-9A-Za-z.\-/+@_]+|.", re.DOTALL)
# Where a title may be broken by its sense: best after a place or year, else after an undertaking.
_TITLE_PARTS = (
    re.compile("村|）|社区|年度?"),
    re.compile("镇|乡|街道|监测帮扶|行动|排查|”|的"),
)
_LEAST_EVEN = 2  # lines that can be made even
_LEAST_PART = 0.3  # of a title: a shorter line over or under a long one looks lost


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


def even_lines(
    text: str, room: float, width: Callable[[str], float], squeeze: float = 1.0
) -> list[str]:
    """As many lines as `break_lines` needs, about equally long: no character left alone."""
    lines = break_lines(text, room, width, squeeze)
    if len(lines) < _LEAST_EVEN:
        return lines
    step = width("国") / 2
    narrower = room - step
    while narrower > 0:
        tried = break_lines(text, narrower, width, squeeze)
        if len(tried) > len(lines) or max(map(width, tried)) > room:
            break
        lines, narrower = tried, narrower - step
    return lines


def balanced_lines(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """A title in two lines, broken by its sense near its middle.

    A title that has room in one line, or needs more than two, is broken as other text is.
    """
    if not room < width(text) <= 2 * room:
        return break_lines(text, room, width)
    middle = len(text) / 2
    least = min(_LEAST_PART * len(text), middle - 1)
    for words in _TITLE_PARTS:
        ends = {match.end() for match in words.finditer(text)}
        for end in sorted(ends, key=lambda end: abs(end - middle)):
            halves = [text[:end], text[end:]]
            is_fair = least <= end <= len(text) - least
            if is_fair and all(width(half) <= room for half in halves):
                return halves
    return break_lines(text, room, width)


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
    cut, following = len(line), next_piece[0]
    while cut and (following in _NOT_FIRST or line[cut - 1] in _NOT_LAST):
        cut -= 1
        following = line[cut]
    # Never empty the line for it.
    return (line[:cut], line[cut:]) if cut else (line, "")
