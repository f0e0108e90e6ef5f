"""A TrueType face (字体): which characters it has, how wide they are, and a part of it to embed.

Only what a PDF needs is read, straight from the mapped file: a face of 60,000 glyphs is ready in
some ten milliseconds and takes no more memory than what is touched.
"""

import mmap
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

_UNICODE_FULL = 12  # cmap format with characters beyond U+FFFF
_UNICODE_BASIC = 4
_PER_MILLE = 1000

# Bits in the description of a glyph that is put together from others.
_ARGUMENTS_ARE_WORDS = 0x0001
_HAS_SCALE = 0x0008
_HAS_MORE = 0x0020
_HAS_TWO_SCALES = 0x0040
_HAS_MATRIX = 0x0080


class Face:
    """One font file.

    Attributes:
        name: PostScript name, for the PDF.
        glyphs: code point → glyph number, for every character that the face has.
        ascent, descent, box: in thousandths of the size.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._tables = dict(self._directory())
        head = self._table("head")
        self._units = struct.unpack_from(">H", head, 18)[0]
        self.box = tuple(self._scaled(value) for value in struct.unpack_from(">4h", head, 36))
        has_long_offsets = struct.unpack_from(">h", head, 50)[0] == 1
        hhea = self._table("hhea")
        ascent, descent = struct.unpack_from(">2h", hhea, 4)
        self.ascent, self.descent = self._scaled(ascent), self._scaled(descent)
        self._metric_count: int = struct.unpack_from(">H", hhea, 34)[0]
        self._metrics = self._numbers("hmtx", "H")
        offsets = self._numbers("loca", "I" if has_long_offsets else "H")
        self._offsets = offsets if has_long_offsets else array("I", (2 * at for at in offsets))
        self.glyphs = self._read_glyphs()

    def advance(self, glyph: int) -> float:
        """Width of a glyph in thousandths of the size."""
        return self._scaled(self._metrics[2 * min(glyph, self._metric_count - 1)])

    def part(self, glyphs: Sequence[int]) -> bytes:
        """A font file with just these glyphs, numbered as they stand; glyph 0 must be the first.

        It has what a PDF viewer needs to draw glyphs by number, and no character map.
        """
        order = list(glyphs)
        places = {glyph: place for place, glyph in reversed(list(enumerate(order)))}
        # The order grows on the way: parts of put-together glyphs are found.
        outlines = [self._outline(glyph, order, places) for glyph in order]
        offsets = [0, *accumulate(len(outline) for outline in outlines)]
        head = bytearray(self._table("head"))
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(self._table("hhea"))
        struct.pack_into(">H", hhea, 34, len(order))
        maxp = bytearray(self._table("maxp"))
        struct.pack_into(">H", maxp, 4, len(order))
        tables = {
            b"glyf": b"".join(outlines),
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(self._metric(glyph) for glyph in order),
            b"loca": struct.pack(f">{len(offsets)}I", *offsets),
            b"maxp": bytes(maxp),
        }
        for tag in ("cvt ", "fpgm", "prep"):
            if tag in self._tables:
                tables[tag.encode()] = self._table(tag)
        return _font_file(tables)

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        count = struct.unpack_from(">H", self._data, 4)[0]
        for place in range(count):
            tag, _, start, length = struct.unpack_from(">4sIII", self._data, 12 + 16 * place)
            yield tag.decode("latin-1"), (start, length)

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def _numbers(self, tag: str, kind: str) -> "array[int]":
        values: array[int] = array(kind)
        values.frombytes(self._table(tag))
        if sys.byteorder == "little":
            values.byteswap()
        return values

    def _scaled(self, value: int) -> float:
        return value * _PER_MILLE / self._units

    def _metric(self, glyph: int) -> bytes:
        """Width, and where the ink begins: viewers draw it there, whatever the outline says."""
        count = self._metric_count
        bearing = 2 * glyph + 1 if glyph < count else count + glyph
        return struct.pack(">HH", self._metrics[2 * min(glyph, count - 1)], self._metrics[bearing])

    def _read_glyphs(self) -> dict[int, int]:
        table = self._table("cmap")
        count = struct.unpack_from(">H", table, 2)[0]
        starts = {struct.unpack_from(">I", table, 8 + 8 * place)[0] for place in range(count)}
        by_format = {struct.unpack_from(">H", table, start)[0]: start for start in starts}
        if _UNICODE_FULL in by_format:
            return dict(_full_map(table, by_format[_UNICODE_FULL]))
        return dict(_basic_map(table, by_format[_UNICODE_BASIC]))

    def _outline(self, glyph: int, order: list[int], places: dict[int, int]) -> bytes:
        start, _ = self._tables["glyf"]
        first, last = self._offsets[glyph], self._offsets[glyph + 1]
        outline = bytearray(self._data[start + first : start + last])
        if outline and struct.unpack_from(">h", outline, 0)[0] < 0:
            for at, part in _parts(outline):
                if part not in places:
                    places[part] = len(order)
                    order.append(part)
                struct.pack_into(">H", outline, at, places[part])
        return bytes(outline) + bytes(-len(outline) % 4)


@cache
def load_face(path: Path) -> Face:
    """The face of a font file; read once, kept for the next document."""
    return Face(path)


def _full_map(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">I", table, start + 12)[0]
    for place in range(count):
        first, last, glyph = struct.unpack_from(">3I", table, start + 16 + 12 * place)
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _basic_map(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", table, start + 6)[0] // 2
    at = start + 14
    lasts = struct.unpack_from(f">{count}H", table, at)
    firsts = struct.unpack_from(f">{count}H", table, at + 2 * count + 2)
    shifts = struct.unpack_from(f">{count}h", table, at + 4 * count + 2)
    ranges_at = at + 6 * count + 2
    ranges = struct.unpack_from(f">{count}H", table, ranges_at)
    for place in range(count):
        for code in range(firsts[place], lasts[place] + 1):
            if ranges[place]:
                where = ranges_at + 2 * place + ranges[place] + 2 * (code - firsts[place])
                glyph = struct.unpack_from(">H", table, where)[0] if where < len(table) - 1 else 0
            else:
                glyph = code
            if glyph:
                yield code, (glyph + shifts[place]) & 0xFFFF


def _parts(outline: bytearray) -> Iterator[tuple[int, int]]:
    """Where the numbers of a put-together glyph's parts stand, and the numbers."""
    at, has_more = 10, True
    while has_more:
        flags, glyph = struct.unpack_from(">2H", outline, at)
        yield at + 2, glyph
        at += 8 if flags & _ARGUMENTS_ARE_WORDS else 6
        if flags & _HAS_SCALE:
            at += 2
        elif flags & _HAS_TWO_SCALES:
            at += 4
        elif flags & _HAS_MATRIX:
            at += 8
        has_more = bool(flags & _HAS_MORE)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    header = struct.pack(">IHHHH", 0x00010000, count, search, power, 16 * count - search)
    entries: list[bytes] = []
    bodies: list[bytes] = []
    at = len(header) + 16 * count
    for tag, body in sorted(tables.items()):
        padded = body + bytes(-len(body) % 4)
        entries.append(struct.pack(">4sIII", tag, _checksum(padded), at, len(body)))
        bodies.append(padded)
        at += len(padded)
    return b"".join([header, *entries, *bodies])


def _checksum(padded: bytes) -> int:
    values: array[int] = array("I")
    values.frombytes(padded)
    if sys.byteorder == "little":
        values.byteswap()
    return sum(values) & 0xFFFFFFFF
