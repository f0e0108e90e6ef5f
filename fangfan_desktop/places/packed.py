"""The built-in list of places as it lies in memory: a few long texts and number arrays.

665,000 divisions as Python objects would take hundreds of megabytes, so names stay in two long
texts (one name a line) and codes in arrays. `installer/pack_places.py` writes the file.

The file is an xz stream: one line of JSON (`Header`), then the sections in the order of
`SECTIONS`, numbers little-endian.
"""

from __future__ import annotations

import functools
import json
import lzma
import sys
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from fangfan_desktop.domain.village_name import VillageKind, short_name, village_key
from fangfan_desktop.paths import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "places.xz"
TOWNSHIP_DIGITS = 9
VILLAGE_DIGITS = 12
# Digits of a code at each level, province to township.
LEVEL_DIGITS = (2, 4, 6, 9)
SECTIONS = (
    "area_codes",  # uint32: code filled up with zeros to nine digits
    "area_levels",  # byte: position in LEVEL_DIGITS
    "area_names",
    "village_counts",  # uint16 a township
    "village_lengths",  # uint32 a township: characters of its villages' lines
    "village_suffixes",  # uint16: last three digits of the code
    "village_tails",  # uint16: position in the header's `tails`
    "village_names",  # listed names, 坭桥村
)


@dataclass(frozen=True, slots=True)
class PackedPlaces:
    """All divisions, in the order of their codes.

    `area` numbers count provinces, cities, counties and townships together; `town` numbers count
    townships alone; `village` numbers count villages. A text begins and ends with a line break
    and holds one name a line.
    """

    area_codes: array[int]
    area_levels: bytes
    area_text: str
    area_starts: array[int]  # position of each name in area_text
    town_areas: array[int]  # area number of each township
    town_starts: array[int]  # position of a township's first village; one more at the end
    town_firsts: array[int]  # number of a township's first village; one more at the end
    village_suffixes: array[int]
    village_tails: array[int]
    village_text: str
    tails: tuple[tuple[str, str], ...]  # (ending of the listed name, ending of the official one)
    stand_ins: Mapping[int, str]  # private-use character → the rare one that it stands for
    rare: Mapping[int, str]  # the other way round

    def area_code(self, area: int) -> str:
        """Code of 2, 4, 6 or 9 digits."""
        digits = LEVEL_DIGITS[self.area_levels[area]]
        return f"{self.area_codes[area]:09d}"[:digits]

    def area_name(self, area: int) -> str:
        """Name of a province, city, county or township."""
        return self._line(self.area_text, self.area_starts[area])

    def area_at(self, position: int) -> int:
        """Number of the area whose name covers that position of the text."""
        return bisect_right(self.area_starts, position) - 1

    def area_end(self, area: int) -> int:
        """The first area number behind everything that lies below that area."""
        span = 10 ** (TOWNSHIP_DIGITS - LEVEL_DIGITS[self.area_levels[area]])
        return bisect_left(self.area_codes, self.area_codes[area] + span)

    def areas_between(self, low: int, end: int) -> tuple[int, int]:
        """The areas (first, end) whose filled-up codes are from `low` to before `end`."""
        return bisect_left(self.area_codes, low), bisect_left(self.area_codes, end)

    def area_of_code(self, code: str) -> int | None:
        """Number of the area with that code of 2, 4, 6 or 9 digits."""
        level = LEVEL_DIGITS.index(len(code))
        number = int(code.ljust(TOWNSHIP_DIGITS, "0"))
        area = bisect_left(self.area_codes, number)
        while area < len(self.area_codes) and self.area_codes[area] == number:
            if self.area_levels[area] == level:
                return area
            area += 1
        return None

    def towns(self, first_area: int, end_area: int) -> tuple[int, int]:
        """The townships (first, end) among those areas."""
        return bisect_left(self.town_areas, first_area), bisect_left(self.town_areas, end_area)

    def town_at(self, position: int) -> int:
        """The township in whose part of the village text that position lies."""
        return bisect_right(self.town_starts, position) - 1

    def villages(self, town: int) -> range:
        """Numbers of the villages of a township."""
        return range(self.town_firsts[town], self.town_firsts[town + 1])

    def village_code(self, town: int, village: int) -> str:
        """Twelve digits."""
        return f"{self.area_codes[self.town_areas[town]]:09d}{self.village_suffixes[village]:03d}"

    def village_names(self, town: int) -> list[str]:
        """Listed names of a township's villages, in the order of their codes."""
        start, end = self.town_starts[town], self.town_starts[town + 1]
        return self.plain(self.village_text[start:end]).splitlines()

    def village_name_at(self, position: int) -> str:
        """The listed name whose line covers that position."""
        start = self.village_text.rfind("\n", 0, position) + 1
        return self._line(self.village_text, start)

    def village_at(self, position: int) -> tuple[int, int]:
        """(township, village) whose line covers that position."""
        town = self.town_at(position)
        before = self.village_text.count("\n", self.town_starts[town], position)
        return town, self.town_firsts[town] + before

    def official_name(self, village: int, listed: str) -> str:
        """The official name (坭桥村委会), made from the listed one."""
        listed_end, official_end = self.tails[self.village_tails[village]]
        return listed.removesuffix(listed_end) + official_end

    def plain(self, text: str) -> str:
        """Text of the list as people write it."""
        return text.translate(self.stand_ins)

    def _line(self, text: str, start: int) -> str:
        return self.plain(text[start : text.find("\n", start)])


def listed_name(text: str) -> str:
    """The one spelling under which the list keeps a village, however it is written.

    The short name, but 社区 also for the communities that call themselves 居委会 alone.
    """
    stem, kind = village_key(text)
    return stem + kind if kind is VillageKind.COMMUNITY else short_name(text)


@functools.cache
def packed_places() -> PackedPlaces:
    """The built-in list, read once (about 0.15 s) and kept: about 10 MB.

    `packed_places.cache_clear()` lets it go.

    Raises:
        FileNotFoundError: the program was installed without its resources.
    """
    with lzma.open(resource_dir() / "places" / FILE_NAME) as file:
        header = cast("dict[str, object]", json.loads(file.readline()))
        sizes = cast("dict[str, int]", header["sizes"])
        parts = {name: file.read(sizes[name]) for name in SECTIONS}
    area_text = "\n" + parts.pop("area_names").decode() + "\n"
    village_text = "\n" + parts.pop("village_names").decode() + "\n"
    tails = cast("list[list[str]]", header["tails"])
    rare = cast("dict[str, str]", header["rare"])
    levels = parts["area_levels"]
    town_level = len(LEVEL_DIGITS) - 1
    return PackedPlaces(
        area_codes=_numbers("I", parts["area_codes"]),
        area_levels=levels,
        area_text=area_text,
        area_starts=_starts(area_text),
        town_areas=array("I", (i for i, level in enumerate(levels) if level == town_level)),
        town_starts=array("I", accumulate(_numbers("I", parts["village_lengths"]), initial=1)),
        town_firsts=array("I", accumulate(_numbers("H", parts["village_counts"]), initial=0)),
        village_suffixes=_numbers("H", parts["village_suffixes"]),
        village_tails=_numbers("H", parts["village_tails"]),
        village_text=village_text,
        tails=tuple((listed, official) for listed, official in tails),
        stand_ins={ord(stand_in): char for char, stand_in in rare.items()},
        rare={ord(char): stand_in for char, stand_in in rare.items()},
    )


def _numbers(kind: str, data: bytes) -> array[int]:
    numbers: array[int] = array(kind, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _starts(text: str) -> array[int]:
    lengths = (len(line) + 1 for line in text[1:-1].split("\n"))
    starts = array("I", accumulate(lengths, initial=1))
    starts.pop()
    return starts
