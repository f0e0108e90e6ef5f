"""The styles of a workbook, and further ones made of them: the same look, another number format."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from fangfan_desktop.documents.part_edits import (
    Edit,
    Element,
    attribute_edit,
    edited,
    elements,
    escaped,
)

GENERAL, TEXT = "General", "@"
PLAIN_DATE = "yyyy-mm-dd"
_TEXT_NUMBER = 49
_FIRST_OWN_FORMAT = 164
# Number formats that programs know by number alone, as far as they are dates.
_DATE_NUMBERS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_DATE_NUMBER_CODE = "yyyy/m/d"
_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)


@lru_cache(maxsize=256)
def is_date_code(code: str) -> bool:
    """Whether a number format shows a day."""
    letters = _NOT_A_DATE.sub("", code).casefold()
    return "y" in letters or ("m" in letters and "d" in letters) or "年" in code


@dataclass
class StyleBook:
    """The part xl/styles.xml: what a style shows, and new styles at its end."""

    part: bytes
    _found: list[Element] = field(init=False)
    _styles: list[bytes] = field(init=False)
    _known: int = field(init=False)
    _made: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])
    _fonts: list[bytes] = field(default_factory=list[bytes])
    _borders: list[bytes] = field(default_factory=list[bytes])
    _formats: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self._found = elements(self.part)
        self._styles = [self._bytes(e) for e in self._children("cellXfs", "xf")]
        self._known = len(self._styles)
        self._codes = {
            int(element.attributes["numFmtId"]): element.attributes.get("formatCode", GENERAL)
            for element in self._children("numFmts", "numFmt")
        }

    def code(self, style: int) -> str:
        """The number format's code."""
        if not 0 <= style < len(self._styles):
            return GENERAL
        number = int(_attribute(self._styles[style], "numFmtId") or 0)
        if number in self._codes:
            return self._codes[number]
        if number == _TEXT_NUMBER:
            return TEXT
        if number in _DATE_NUMBERS:
            return _DATE_NUMBER_CODE
        return "0" if number else GENERAL

    def with_code(self, style: int, code: str) -> int:
        """The style that looks the same and has that number format."""
        if self.code(style) == code:
            return style
        key = (style, code)
        if key not in self._made:
            changed = self._style(style)
            changed = _with_attribute(changed, "numFmtId", str(self._number(code)))
            changed = _with_attribute(changed, "applyNumberFormat", "1")
            self._made[key] = self._add(changed)
        return self._made[key]

    def body_style(self, header: int) -> int:
        """A style for rows under a header cell: its font, not bold, no fill, thin lines."""
        key = (header, "body")
        if key not in self._made:
            changed = self._style(header)
            for name, value in (
                ("fontId", str(self._plain_font(int(_attribute(changed, "fontId") or 0)))),
                ("applyFont", "1"),
                ("fillId", "0"),
            ):
                changed = _with_attribute(changed, name, value)
            if any(element.name == "borders" for element in self._found):
                changed = _with_attribute(changed, "borderId", str(self._thin_border()))
                changed = _with_attribute(changed, "applyBorder", "1")
            self._made[key] = self._add(changed)
        return self._made[key]

    def xml(self) -> bytes:
        """The part with the new styles; the very same bytes where there are none."""
        if len(self._styles) == self._known:
            return self.part
        edits = [
            *self._append("fonts", self._fonts),
            *self._append("borders", self._borders),
            *self._append("cellXfs", self._styles[self._known :]),
            *self._append_formats(),
        ]
        return edited(self.part, edits)

    def _children(self, parent: str, name: str) -> list[Element]:
        return [e for e in self._found if e.parent == parent and e.name == name]

    def _bytes(self, element: Element) -> bytes:
        return self.part[element.start : element.end]

    def _style(self, style: int) -> bytes:
        if 0 <= style < len(self._styles):
            return self._styles[style]
        return f'<{self._prefix()}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'.encode()

    def _add(self, style: bytes) -> int:
        self._styles.append(style)
        return len(self._styles) - 1

    def _prefix(self) -> str:
        match = re.match(rb"<(\w+:)?\w+", self.part[self._found[0].start :])
        return match[1].decode() if match and match[1] else ""

    def _plain_font(self, font: int) -> int:
        known = self._children("fonts", "font")
        if font >= len(known):
            return font
        plain = re.sub(rb"<(?:\w+:)?b(?:\s[^>]*)?/>", b"", self._bytes(known[font]))
        if plain == self._bytes(known[font]):
            return font
        if plain not in self._fonts:
            self._fonts.append(plain)
        return len(known) + self._fonts.index(plain)

    def _thin_border(self) -> int:
        p = self._prefix()
        if not self._borders:
            sides = "".join(
                f'<{p}{side} style="thin"><{p}color auto="1"/></{p}{side}>'
                for side in ("left", "right", "top", "bottom")
            )
            self._borders.append(f"<{p}border>{sides}<{p}diagonal/></{p}border>".encode())
        return len(self._children("borders", "border"))

    def _number(self, code: str) -> int:
        if code == TEXT:
            return _TEXT_NUMBER
        for number, known in self._codes.items():
            if known == code:
                return number
        if code not in self._formats:
            highest = max([*self._codes, _FIRST_OWN_FORMAT - 1])
            self._formats[code] = highest + 1
            self._codes[highest + 1] = code
        return self._formats[code]

    def _append(self, name: str, new: list[bytes]) -> list[Edit]:
        if not new:
            return []
        holder = next(e for e in self._found if e.name == name)
        count = len(self._children(name, {"cellXfs": "xf"}.get(name, name[:-1])))
        tag = attribute_edit(self.part, holder, "count", str(count + len(new)))
        at = holder.inner[1]
        return [tag, (at, at, b"".join(new))]

    def _append_formats(self) -> list[Edit]:
        if not self._formats:
            return []
        p = self._prefix()
        new = [
            f'<{p}numFmt numFmtId="{number}" formatCode="{escaped(code)}"/>'.encode()
            for code, number in self._formats.items()
        ]
        holder = next((e for e in self._found if e.name == "numFmts"), None)
        if holder is not None and holder.end > holder.tag_end:
            return self._append("numFmts", new)
        # they come first of all; an empty holder is replaced
        start = end = self._found[0].tag_end
        if holder is not None:
            start, end = holder.start, holder.end
        tag = f'<{p}numFmts count="{len(new)}">'.encode()
        return [(start, end, tag + b"".join(new) + f"</{p}numFmts>".encode())]


def _attribute(tag: bytes, name: str) -> str | None:
    match = re.search(rf'\s{name}="([^"]*)"'.encode(), tag[: tag.index(b">")])
    return match[1].decode() if match else None


def _with_attribute(style: bytes, name: str, value: str) -> bytes:
    return edited(style, [attribute_edit(style, elements(style)[0], name, value)])
