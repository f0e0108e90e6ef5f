"""Small changes in a part of an office file, all its other bytes left as they are.

Reading a part into a tree and writing it out again loses what office programs put there for each
other (unused namespaces, extension lists, the order of things). Here the places are found and only
those bytes are replaced.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from fangfan_desktop.errors import UserError

_START_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_DECLARED = re.compile(rb"^<\?xml[^>]*\?>")
_WIDE_STARTS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_DAMAGED = "这个工作簿已经损坏，填不了。请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再试。"


@dataclass(slots=True)
class Element:
    """An element of a part; places are bytes from its beginning."""

    name: str  # without its prefix
    attributes: dict[str, str]  # names with their prefixes
    parent: str  # name of the element around it
    start: int
    tag_end: int
    end: int = -1
    text: str = ""
    inner: tuple[int, int] = field(default=(0, 0))  # between the tags

    def attribute(self, name: str) -> str | None:
        """The attribute, whatever its prefix."""
        for known, value in self.attributes.items():
            if known.rpartition(":")[2] == name:
                return value
        return None


Edit = tuple[int, int, bytes]  # from, to, what stands there now


def utf8(part: bytes) -> bytes:
    """The part as UTF-8, which nearly all are."""
    encoding = _WIDE_STARTS.get(part[:2])
    if encoding is None:
        return part.removeprefix(b"\xef\xbb\xbf")
    text = part.decode(encoding).encode()
    return _DECLARED.sub(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', text)


def elements(part: bytes) -> list[Element]:
    """All elements in the order in which they begin.

    Raises:
        UserError: it is no XML.
    """
    found: list[Element] = []
    open_ones: list[Element] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = _START_TAG.match(part, at)
        assert tag is not None  # noqa: S101 - the parser has just read it
        parent = open_ones[-1].name if open_ones else ""
        element = Element(name.rpartition(":")[2], attributes, parent, at, tag.end())
        found.append(element)
        open_ones.append(element)

    def end(_name: str) -> None:
        element = open_ones.pop()
        if part[element.tag_end - 2 : element.tag_end] == b"/>":
            element.end = element.tag_end
            element.inner = (element.tag_end, element.tag_end)
            return
        at = parser.CurrentByteIndex
        element.inner = (element.tag_end, at)
        element.end = part.index(b">", at) + 1

    def text(words: str) -> None:
        if open_ones:
            open_ones[-1].text += words

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:  # an encoding that is none is the latter
        raise UserError(_DAMAGED) from error
    return found


def escaped(text: str) -> str:
    """Text as it stands between tags or in an attribute."""
    return escape(text, {'"': "&quot;", "\n": "&#10;"})


def attribute_edit(part: bytes, element: Element, name: str, value: str | None) -> Edit:
    """Set, add or (None) take away an attribute of the element's tag."""
    tag = part[element.start : element.tag_end]
    known = next((n for n in element.attributes if n.rpartition(":")[2] == name), name)
    new = b"" if value is None else f' {known}="{escaped(value)}"'.encode()
    pattern = rb"\s" + re.escape(known.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    changed, count = re.subn(pattern, lambda _: new, tag, count=1)
    if not count:
        closing = b"/>" if tag.endswith(b"/>") else b">"
        changed = tag.removesuffix(closing) + new + closing
    return element.start, element.tag_end, changed


def text_edit(element: Element, text: str) -> Edit:
    """Set what stands between the element's tags."""
    return *element.inner, escape(text).encode()


def removal(element: Element) -> Edit:
    """Take the element away."""
    return element.start, element.end, b""


def edited(part: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with the edits made; they do not overlap."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits):
        pieces += part[at:start], new
        at = end
    pieces.append(part[at:])
    return b"".join(pieces)
