"""Names of villages and communities: many tails, one place.

坭桥村, 坭桥村委会 and 坭桥村民委员会 are one village; 雒容社区, 雒容社区居委会 and
雒容社区居民委员会 one community. A 村 and a 社区 of one stem stay two. The list writes 王村委会 and
王村村委会 for the same kind of place, so both are 王村. Names of other kinds (连队, 生活区, 管理区,
牧委会) have no tail to drop and are known by the whole name.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from fangfan_desktop.domain.characters import drop_invisible

COMMUNITY_TAIL = "社区"
VILLAGE_TAIL = "村"


class VillageKind(StrEnum):
    """村 (village) or 社区 (community)."""

    VILLAGE = VILLAGE_TAIL
    COMMUNITY = COMMUNITY_TAIL


_REMARK = re.compile(r"[（(][^（）()]*[）)]+$")
_COMMUNITY_COMMITTEE = re.compile(r"(?:居民居?|居)委(?:员会|会|员)?会?$")
_VILLAGE_COMMITTEE = re.compile(r"村(?:民|牧民)?委(?:员会|会|员)?会?$")
_OTHER_COMMITTEE = re.compile(r"(?<=社区|嘎查)(?:村|牧民|人民|村民)*委(?:员会|会|员)?会?$")
_BANNER_VILLAGE = "嘎查"  # the village of Inner Mongolia
_ENDS_A_PLACE = re.compile(r"(?:省|市|县|区|旗|盟|州|镇|乡|街道|苏木|办事处)$")


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[str, VillageKind | None, str]:
    """Stem, kind and short name."""
    name = _REMARK.sub("", drop_invisible(text)) or drop_invisible(text)
    base, kind = _without_committee(name)
    if base.endswith((_BANNER_VILLAGE + VILLAGE_TAIL, COMMUNITY_TAIL + VILLAGE_TAIL)):
        base = base.removesuffix(VILLAGE_TAIL)
    if base.endswith(_BANNER_VILLAGE):
        return base, VillageKind.VILLAGE, base
    if base.endswith(COMMUNITY_TAIL) and base != COMMUNITY_TAIL:
        return base.removesuffix(COMMUNITY_TAIL), VillageKind.COMMUNITY, base
    if kind is VillageKind.COMMUNITY:
        return base, kind, f"{base}居委会"
    if kind is VillageKind.VILLAGE or (base.endswith(VILLAGE_TAIL) and base != VILLAGE_TAIL):
        stem = base.removesuffix(VILLAGE_TAIL) or base
        return stem, VillageKind.VILLAGE, stem + VILLAGE_TAIL
    return base, None, base


def _without_committee(name: str) -> tuple[str, VillageKind | None]:
    other = _OTHER_COMMITTEE.sub("", name)
    if other != name:
        return other, None
    for pattern, kind in (
        (_COMMUNITY_COMMITTEE, VillageKind.COMMUNITY),
        (_VILLAGE_COMMITTEE, VillageKind.VILLAGE),
    ):
        base = pattern.sub("", name)
        if base and base != name:
            return base, kind
    return name, None


def short_name(text: str) -> str:
    """The name as shown: 坭桥村, 雒容社区; a committee without 社区 keeps 居委会 (第一居委会)."""
    return _parts(text)[2]


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Short name of each place of one township; the full name where two would be shown alike.

    A few townships have both 石角社区居民委员会 and 石角社区村民委员会.
    """
    known = tuple(names)
    counts = Counter(map(short_name, known))
    return {name: short_name(name) if counts[short_name(name)] == 1 else name for name in known}


def village_key(text: str) -> tuple[str, VillageKind | None]:
    """Stem and kind, equal for all spellings of one place; kind None where the name tells none."""
    stem, kind, _ = _parts(text)
    return stem, kind


def match_village(text: str, names: Iterable[str]) -> str | None:
    """The one of `names` that is meant, or None where none or several could be.

    Names of township, county and so on before the village's are passed over; a bare stem (坭桥)
    counts where only one name has it.

    Args:
        text: As a workbook or a clerk writes it.
        names: Names of the township's villages, in any spelling.
    """
    known = tuple(names)
    if text in known:
        return text
    stem, kind = village_key(text)
    if not stem:
        return None
    keyed = [(name, village_key(name)) for name in known]
    tries = (
        [name for name, key in keyed if key == (stem, kind)],
        [name for name, key in keyed if kind is None and key[0] == stem],
        [name for name, key in keyed if _ends_with(stem, kind, key)],
    )
    for found in tries:
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _ends_with(stem: str, kind: VillageKind | None, key: tuple[str, VillageKind | None]) -> bool:
    if kind is not None and kind is not key[1]:
        return False
    before = stem.removesuffix(key[0])
    return before != stem and _ENDS_A_PLACE.search(before) is not None
