"""Looking places up: by any part of a name, several words, a path written together, or a code.

Order of the answers: names that are the word, names that begin with it, names that hold it; in
each of them provinces, cities, counties and townships before villages, then by code.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice

from fangfan_desktop.domain.village_name import (
    VillageKind,
    short_name,
    short_names,
    village_key,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.places.packed import (
    LEVEL_DIGITS,
    TOWNSHIP_DIGITS,
    VILLAGE_DIGITS,
    PackedPlaces,
    listed_name,
    packed_places,
)

_MOST_WORDS = 6
_KIND_WORDS = frozenset({"村", "社区"})
_SHORTEST_PART = 2  # characters of a part of a path written together
# Steps of the hierarchy that exist on paper only; they are left out of full names.
_PAPER_STEPS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
# What is left of a village's tail while it is being typed: 坭桥村民委, 雒容社区居.
_TYPED_TAIL = re.compile(r"(?:(?<=村)(?:民委?员?|委)|(?<=社区)居(?:民?委?员?))$")
_SEPARATORS = re.compile(r"[\s,，、/／>·]+")

_Range = tuple[int, int]
_WHOLE: _Range = (1, sys.maxsize)
_RANKS = 3


class Level(StrEnum):
    """Level of a division."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


_LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class Place:
    """A division of the built-in list (行政区划)."""

    code: str  # 2, 4, 6, 9 or 12 digits
    name: str  # a village's short name: 坭桥村
    level: Level
    full_name: str  # 广西壮族自治区 柳州市 鱼峰区 雒容镇
    official_name: str  # as the list has it: 坭桥村委会


@dataclass(frozen=True, slots=True)
class ListedVillage:
    """A village or community of a township, as the built-in list has it."""

    code: str  # 12 digits
    official_name: str
    short_name: str
    kind: VillageKind  # 生活区, 连队 and others that are neither count as 村


@dataclass(frozen=True, slots=True)
class Township:
    """A township (乡镇、街道) with what lies above and below it."""

    code: str  # 9 digits
    name: str
    full_name: str
    province: Place
    city: Place
    county: Place
    villages: tuple[ListedVillage, ...]  # in the order of their codes


def search(text: str, limit: int = 50) -> list[Place]:
    """Places whose own name holds a word and whose names upwards hold the other words.

    Args:
        text: words (柳州 雒容), a path written together (雒容镇坭桥), or a code's first digits.
        limit: the most places that are wanted.

    Raises:
        UserError: more words than a place has names.
    """
    words = [_canonical(word) for word in _SEPARATORS.split(text) if word]
    if len(words) > _MOST_WORDS:
        raise UserError(f"地名写得太长：最多 {_MOST_WORDS} 个词，请只写乡镇名或村名。")
    if not words:
        return []
    places = packed_places()
    words = [word.translate(places.rare) for word in words]
    if len(words) == 1 and _is_code(words[0]):
        return list(islice(_by_code(places, words[0]), limit))
    found = list(islice(_ranked(places, words), limit))
    if found:
        return found
    parts = [part for word in words for part in _parts(places, word)]
    if parts == words or len(parts) > _MOST_WORDS:
        return []
    return list(islice(_ranked(places, parts), limit))


def provinces() -> list[Place]:
    """The provinces, in the order of their codes."""
    places = packed_places()
    return [
        _area_place(places, area)
        for area, level in enumerate(places.area_levels)
        if LEVEL_DIGITS[level] == LEVEL_DIGITS[0]
    ]


def place(code: str) -> Place:
    """The place with that code of 2, 4, 6, 9 or 12 digits.

    Raises:
        UserError: the built-in list has no such code.
    """
    places = packed_places()
    if _is_code(code) and len(code) in LEVEL_DIGITS:
        area = places.area_of_code(code)
        if area is not None:
            return _area_place(places, area)
    if _is_code(code) and len(code) == VILLAGE_DIGITS:
        for found in _by_code(places, code):
            return found
    raise UserError(f"内置地名表里没有代码 {code}。请用“fangfan places 地名”查到正确的代码后再试。")


def township(code: str) -> Township:
    """The township with that code of nine digits, its parents and its villages.

    Raises:
        UserError: it is not a township of the built-in list.
    """
    if not (_is_code(code) and len(code) == TOWNSHIP_DIGITS):
        raise UserError(f"乡镇代码应是 9 位数字，“{code}”不是。请用“fangfan places 乡镇名”查代码。")
    here = place(code)
    places = packed_places()
    area = places.area_of_code(code)
    town, _ = places.towns(area or 0, len(places.area_codes))
    province, city, county = (place(code[:digits]) for digits in LEVEL_DIGITS[:-1])
    return Township(
        code=code,
        name=here.name,
        full_name=here.full_name,
        province=province,
        city=city,
        county=county,
        villages=tuple(_listed_villages(places, town)),
    )


def release() -> None:
    """Lets the list's memory go; the next question reads it again."""
    packed_places.cache_clear()


def _listed_villages(places: PackedPlaces, town: int) -> Iterator[ListedVillage]:
    numbers = places.villages(town)
    officials = [
        places.official_name(village, name)
        for village, name in zip(numbers, places.village_names(town), strict=True)
    ]
    shorts = short_names(officials)
    for village, official in zip(numbers, officials, strict=True):
        _, kind = village_key(official)
        yield ListedVillage(
            code=places.village_code(town, village),
            official_name=official,
            short_name=shorts[official],
            kind=kind or VillageKind.VILLAGE,
        )


def _canonical(word: str) -> str:
    """The word as the list writes it: a village's whole or half-typed tail made short."""
    return listed_name(_TYPED_TAIL.sub("", listed_name(word)))


def _is_code(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _by_code(places: PackedPlaces, prefix: str) -> Iterator[Place]:
    """Places whose code begins with those digits: areas first, then villages."""
    for first, end in _coverage(places, prefix):
        for area in range(first, end):
            if places.area_code(area).startswith(prefix):
                yield _area_place(places, area)
        for town in range(*places.towns(first, end)):
            names = places.village_names(town)
            for village, name in zip(places.villages(town), names, strict=True):
                if places.village_code(town, village).startswith(prefix):
                    yield _village_place(places, town, village, name)


def _ranked(places: PackedPlaces, words: list[str]) -> Iterator[Place]:
    """Places that answer all the words, best first."""
    covers = {word: _coverage(places, word) for word in words}
    areas = _matching_areas(places, covers)
    searches = list(_village_searches(places, covers))
    seen: set[int] = set()
    for rank in range(_RANKS):
        yield from (_area_place(places, area) for its_rank, _, area in areas if its_rank == rank)
        for owns, ranges in searches:
            for position in _village_positions(places.village_text, owns[0], ranges, rank):
                town, village = places.village_at(position)
                name = places.village_name_at(position)
                if village not in seen and all(places.plain(own) in name for own in owns):
                    seen.add(village)
                    yield _village_place(places, town, village, name)


def _coverage(places: PackedPlaces, word: str) -> list[_Range]:
    """Areas (first, end) that the word names, with all that lies below; in order, apart."""
    if _is_code(word):
        digits = word[:TOWNSHIP_DIGITS]
        low = int(digits.ljust(TOWNSHIP_DIGITS, "0"))
        return [places.areas_between(low, low + 10 ** (TOWNSHIP_DIGITS - len(digits)))]
    ranges: list[_Range] = []
    for area in _areas_holding(places, word, 0, len(places.area_text)):
        if not ranges or area >= ranges[-1][1]:
            ranges.append((area, places.area_end(area)))
    return ranges


def _areas_holding(places: PackedPlaces, word: str, start: int, end: int) -> Iterator[int]:
    """Areas with the word in their own name, in that part of the text."""
    position = places.area_text.find(word, start, end)
    while position >= 0:
        yield places.area_at(position)
        position = places.area_text.find(word, places.area_text.find("\n", position), end)


def _matching_areas(
    places: PackedPlaces, covers: dict[str, list[_Range]]
) -> list[tuple[int, int, int]]:
    """(rank, level, area) of the areas that answer all the words, best first."""
    starts = places.area_starts
    best: dict[int, int] = {}
    for first, end in _intersection(list(covers.values())):
        stop = starts[end] if end < len(starts) else len(places.area_text)
        for name in _names(covers):
            for area in _areas_holding(places, name, starts[first], stop):
                rank = _rank(places.area_text, starts[area], name)
                best[area] = min(rank, best.get(area, rank))
    return sorted((rank, places.area_levels[area], area) for area, rank in best.items())


def _rank(text: str, start: int, word: str) -> int:
    """0 where the line is the word, 1 where it begins with it, 2 where it holds it."""
    if not text.startswith(word, start):
        return 2
    return 0 if text[start + len(word)] == "\n" else 1


def _village_searches(
    places: PackedPlaces, covers: dict[str, list[_Range]]
) -> Iterator[tuple[list[str], list[_Range]]]:
    """What to look for among the villages, and in which parts of the text.

    Each word is either in the village's own name or names something above it; every such division
    of the words that can be answered is one search.
    """
    names = sorted(_names(covers), key=len, reverse=True)
    for count in range(1, len(names) + 1):
        for owns in combinations(names, count):
            above = [cover for word, cover in covers.items() if word not in owns]
            ranges = _text_ranges(places, _intersection(above)) if above else [_WHOLE]
            if ranges and owns[0] in places.village_text:
                yield list(owns), ranges


def _names(covers: dict[str, list[_Range]]) -> list[str]:
    return [word for word in covers if not _is_code(word)]


def _village_positions(text: str, word: str, ranges: list[_Range], rank: int) -> Iterator[int]:
    """Where the word stands in the villages' text with that rank, one position a line."""
    wanted = (f"\n{word}\n", f"\n{word}", word)[rank]
    shift = 0 if rank == _RANKS - 1 else 1
    for first, end in ranges:
        # The line break before the first name and behind the last one belong to the range.
        position = text.find(wanted, first - shift, end)
        while position >= 0:
            found = position + shift
            if rank == 0 or _rank(text, text.rfind("\n", 0, found) + 1, word) == rank:
                yield found
            position = text.find(wanted, text.find("\n", found), end)


def _text_ranges(places: PackedPlaces, areas: list[_Range]) -> list[_Range]:
    """The parts of the villages' text that belong to those areas; neighbours joined."""
    ranges: list[_Range] = []
    for first_area, end_area in areas:
        first, end = places.towns(first_area, end_area)
        start, stop = places.town_starts[first], places.town_starts[end]
        if ranges and ranges[-1][1] == start:
            start, _ = ranges.pop()
        if start < stop:
            ranges.append((start, stop))
    return ranges


def _intersection(covers: list[list[_Range]]) -> list[_Range]:
    """Ranges that lie in each of the covers, which are in order and do not overlap."""
    result = covers[0]
    for cover in covers[1:]:
        result = list(_common(result, cover))
    return result


def _common(left: list[_Range], right: list[_Range]) -> Iterator[_Range]:
    i = j = 0
    while i < len(left) and j < len(right):
        first, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if first < end:
            yield first, end
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1


def _parts(places: PackedPlaces, word: str) -> list[str]:
    """A path written together, cut where names of areas end: 雒容镇坭桥 → 雒容镇, 坭桥."""
    parts: list[str] = []
    rest = word
    while rest:
        # 雒容村 asks for a village of that name, not for all villages of 雒容镇.
        if _is_code(rest) or rest in _KIND_WORDS:
            return [word]
        length = _area_length(places, rest)
        if not length or length == len(rest):
            return [*parts, rest]
        parts.append(rest[:length])
        rest = rest[length:]
    return parts


def _area_length(places: PackedPlaces, text: str) -> int:
    """Characters of the longest beginning of the text that an area's name begins with too."""
    for length in range(len(text), _SHORTEST_PART - 1, -1):
        if f"\n{text[:length]}" in places.area_text:
            return length
    return 0


def _area_place(places: PackedPlaces, area: int) -> Place:
    name = places.area_name(area)
    return Place(
        code=places.area_code(area),
        name=name,
        level=_LEVELS[places.area_levels[area]],
        full_name=_path(places, area),
        official_name=name,
    )


def _village_place(places: PackedPlaces, town: int, village: int, listed: str) -> Place:
    official = places.official_name(village, listed)
    short = short_name(official)
    return Place(
        code=places.village_code(town, village),
        name=short,
        level=Level.VILLAGE,
        full_name=f"{_path(places, places.town_areas[town])} {short}",
        official_name=official,
    )


def _path(places: PackedPlaces, area: int) -> str:
    """Names from the province down, without repeated ones and those that are on paper only."""
    code = places.area_code(area)
    names: list[str] = []
    for digits in LEVEL_DIGITS[: places.area_levels[area]]:
        above = places.area_of_code(code[:digits])
        name = "" if above is None else places.area_name(above)
        if name and name not in names and name not in _PAPER_STEPS:
            names.append(name)
    own = places.area_name(area)
    return " ".join(names if own in names else [*names, own])
