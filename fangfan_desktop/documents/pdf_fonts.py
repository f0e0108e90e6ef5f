"""Text in a PDF: faces that stand in for each other, encoded once, embedded in part.

ReportLab's own TrueType fonts know no fall-back and write a wrong map back to Unicode beyond the
basic plane, so copying and searching rare names gives garbage. Here a font is a composite one: one
number a glyph, two bytes each, with a right map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase.pdfdoc import PDFDocument

from fangfan_desktop.documents.pdf_embedding import EmbeddedFace
from fangfan_desktop.documents.pdf_face import load_face
from fangfan_desktop.paths import resource_dir

_MARK = 0x25A1  # □ stands for what no face has
# Characters that only steer how others are set (joiners, variant selectors): nothing to print.
_UNSEEN = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)}) | frozenset(
    range(0xE0100, 0xE01F0)
)


class Lettering(Enum):
    """A way to set text: the face, then those that stand in for it glyph by glyph."""

    BODY = ("NotoSerifSC-Regular", "NotoSansSC-Regular", "HanaMinB")
    TITLE = ("NotoSerifSC-Bold", "NotoSerifSC-Regular", "NotoSansSC-Regular", "HanaMinB")
    HEADER = ("NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Regular", "HanaMinB")

    @property
    def files(self) -> tuple[Path, ...]:
        """The font files, in the order in which they are asked for a glyph."""
        return tuple(resource_dir() / "fonts" / f"{name}.ttf" for name in self.value)


def text_width(lettering: Lettering, text: str) -> float:
    """Width of a text in sizes, before there is a document; what no face has is a square wide."""
    return sum(_advance(lettering, code) for code in map(ord, text) if code not in _UNSEEN)


@lru_cache(maxsize=16_384)
def _advance(lettering: Lettering, code: int) -> float:
    for path in lettering.files:
        face = load_face(path)
        glyph = face.glyphs.get(code)
        if glyph is not None:
            return face.advance(glyph) / 1000
    return 1.0


class Fonts:
    """All fonts of one document, and the characters that none of them has.

    Attributes:
        missing: characters printed as □, in the order in which they were met.
    """

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._embedded: dict[Path, EmbeddedFace] = {}
        self.missing: dict[str, None] = {}

    def style(self, lettering: Lettering, size: float, leading: float | None = None) -> "Style":
        """Text of a lettering and size, in points; the leading is 1.25 of the size if not given."""
        return Style(Encoder(self, lettering.files, size), size, leading or size * 1.25)

    def embedded(self, path: Path) -> EmbeddedFace:
        """The face in this document, put there when it is first used."""
        if path not in self._embedded:
            entry = EmbeddedFace(load_face(path), f"F{len(self._embedded) + 11}")
            self._embedded[path] = entry
            self._document.delayedFonts.append(entry)
        return self._embedded[path]


class Encoder(dict[int, str]):
    """Code point → what stands for it inside a string of glyph numbers; filled as text comes.

    `text.translate(encoder)` encodes a text. A character of a stand-in face carries the change of
    font with it, and back.
    """

    def __init__(self, fonts: Fonts, files: Sequence[Path], size: float) -> None:
        super().__init__()
        self._fonts = fonts
        self._files = files
        self._size = f"{size:g}"
        self.first = fonts.embedded(files[0])
        self.advances: dict[int, float] = {}  # width of each character met, in sizes

    def __missing__(self, code: int) -> str:
        if code in _UNSEEN:
            self.advances[code] = 0.0
            return self.setdefault(code, "")
        path, glyph = self._find(code)
        entry = self._fonts.embedded(path)
        self.advances[code] = entry.face.advance(glyph) / 1000
        shown = f"{entry.number(glyph, code):04X}"
        if entry is not self.first:
            away, back = f"/{entry.tag} {self._size} Tf", f"/{self.first.tag} {self._size} Tf"
            shown = f">Tj {away}<{shown}>Tj {back}<"
        return self.setdefault(code, shown)

    def width(self, text: str) -> float:
        """Width of a text in sizes."""
        advances = self.advances
        try:
            return sum([advances[code] for code in map(ord, text)])
        except KeyError:
            text.translate(self)
            return sum([advances[code] for code in map(ord, text)])

    def _find(self, code: int) -> tuple[Path, int]:
        for path in self._files:
            glyph = load_face(path).glyphs.get(code)
            if glyph is not None:
                return path, glyph
        # A mark that is seen and still copies as the character itself.
        self._fonts.missing.setdefault(chr(code))
        return self._files[0], load_face(self._files[0]).glyphs[_MARK]


@dataclass(frozen=True, slots=True)
class Style:
    """Text of one lettering and size; lengths in points."""

    encoder: Encoder
    size: float
    leading: float

    @property
    def choose(self) -> str:
        """The operators that choose the font, once for any number of texts."""
        return f"/{self.encoder.first.tag} {self.size:g} Tf"

    def width(self, text: str) -> float:
        """Width of a text in one line."""
        return self.encoder.width(text) * self.size

    def show(self, text: str, x: float, y: float) -> str:
        """The operators that show one line, its baseline beginning at x, y."""
        return f"1 0 0 1 {x:.2f} {y:.2f} Tm<{text.translate(self.encoder)}>Tj"

    @property
    def sink(self) -> float:
        """How far the baseline lies under the middle of a line of Chinese text."""
        return self.size * 0.38
