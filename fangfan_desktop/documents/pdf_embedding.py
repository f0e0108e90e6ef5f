"""A face inside a PDF: the glyphs that the document uses, and the way back from them to text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, cast

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from fangfan_desktop.documents.pdf_face import Face

_SYMBOLIC = 4
_STEM = 80  # thickness of stems; viewers use it only when the font is missing, which it never is
_MAP_BLOCK = 100  # a map may list no more in one block
_TO_LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")


class _Document(Protocol):
    # What we use of ReportLab's document, with types.
    idToObject: Mapping[str, object]  # noqa: N815 - ReportLab's name

    def Reference(self, entry: object, /) -> object: ...


@dataclass
class EmbeddedFace:
    """A face inside one document: the glyphs used so far, each with the character it shows."""

    face: Face
    tag: str  # name in the page's resources: F1
    glyphs: list[int] = field(default_factory=lambda: [0])
    characters: list[int] = field(default_factory=lambda: [0xFFFD])
    _numbers: dict[int, int] = field(default_factory=dict[int, int])

    def number(self, glyph: int, character: int) -> int:
        """The number, in this document, of the glyph that stands for the character."""
        number = self._numbers.setdefault(character, len(self.glyphs))
        if number == len(self.glyphs):
            self.glyphs.append(glyph)
            self.characters.append(character)
        return number

    def addObjects(self, document: PDFDocument) -> None:
        """Put the font's objects into the document; ReportLab calls this when it writes."""
        target = cast("_Document", document)
        # Six capitals in front tell parts of one font apart, as the standard has it.
        name = f"/FANG{self.tag[-2:].translate(_TO_LETTERS)}+{self.face.name}"
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(
                {
                    "Registry": PDFString("Adobe"),
                    "Ordering": PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": target.Reference(self._descriptor(target, name)),
            "DW": 1000,
            "W": PDFArray([0, PDFArray([self.face.advance(glyph) for glyph in self.glyphs])]),
            "CIDToGIDMap": "/Identity",
        }
        back_to_text = PDFStream(content=unicode_map(self.characters), filters=[PDFZCompress])
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([target.Reference(PDFDictionary(descendant))]),
            "ToUnicode": target.Reference(back_to_text),
        }
        every_page_has = cast("PDFDictionary", target.idToObject["BasicFonts"])
        every_page_has[self.tag] = target.Reference(PDFDictionary(font))

    def _descriptor(self, target: _Document, name: str) -> PDFDictionary:
        part = self.face.part(self.glyphs)
        file = PDFStream(
            PDFDictionary({"Length1": len(part)}), content=part, filters=[PDFZCompress]
        )
        return PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": _SYMBOLIC,
                "FontBBox": PDFArray(list(self.face.box)),
                "ItalicAngle": 0,
                "Ascent": self.face.ascent,
                "Descent": self.face.descent,
                "CapHeight": self.face.ascent,
                "StemV": _STEM,
                "FontFile2": target.Reference(file),
            }
        )


def unicode_map(characters: Sequence[int]) -> bytes:
    """The map from glyph numbers back to text; UTF-16, so that it holds beyond U+FFFF too."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(characters), _MAP_BLOCK):
        block = characters[start : start + _MAP_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{number:04X}> <{_utf16(character)}>" for number, character in enumerate(block, start)
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


@cache
def _utf16(character: int) -> str:
    # Half of a surrogate pair has no text of its own.
    return chr(character).encode("utf-16-be", "replace").hex().upper()
