"""The order in which a clerk expects texts: by pinyin, numbers as numbers (二组 before 十组)."""

import re
from functools import lru_cache
from typing import Any

from fangfan_desktop.domain.pinyin import sort_text

# 二组 is 2, 第十二村民小组 12; 三江村 is a name, and stays one.
_SIGNS = "〇零一二两三四五六七八九十百"
_NUMBERS = re.compile(rf"(\d+|[{_SIGNS}]+(?=[组队屯社村号户片班栋期级]|小组|村民小组))")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TEN, _HUNDRED = 10, 100
_KEPT = 65_536  # texts
_ORDINAL = re.compile(rf"第(?=\d|[{_SIGNS}])")
Key = tuple[Any, ...]


@lru_cache(maxsize=_KEPT)
def natural_key(text: str, *, is_name: bool = False) -> Key:
    """By pinyin, with Arabic and Chinese numbers as numbers."""
    if is_name:
        return ((1, 0, sort_text(text, is_name=True)),)
    parts: list[tuple[int, int, str]] = []
    for place, part in enumerate(_NUMBERS.split(text)):
        if place % 2:
            parts.append((0, _number(part), ""))
        elif part:
            parts.append((1, 0, sort_text(part)))
    return tuple(parts)


def group_key(group: str) -> Key:
    """The order of village groups: 一组, 第2组, 三组, 十组, then named ones, then none at all."""
    return (not group, natural_key(_ORDINAL.sub("", group)))


def _number(text: str) -> int:
    """`十二` → 12, `一百零三` → 103, `二一` → 21."""
    if text[0] not in _DIGITS and text[0] not in "十百":
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign == "十":
            total, digit = total + (digit or 1) * _TEN, 0
        elif sign == "百":
            total, digit = total + (digit or 1) * _HUNDRED, 0
        else:
            digit = digit * _TEN + _DIGITS[sign]
    return total + digit
