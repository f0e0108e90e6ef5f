"""Pinyin initials for search (拼音首字母): 坭桥村 → nqc.

The dictionary takes some 0.2 s to import, so it is loaded at the first search, not at the start.
Each character is looked up once.
"""

from functools import cache
from unicodedata import normalize

# Readings that only surnames have; the ones whose initial does not change are left out.
_SURNAME_INITIALS = {
    "单": "s",  # shàn
    "覃": "q",  # qín, the reading of Guangxi
    "仇": "q",  # qiú
    "解": "x",  # xiè
    "区": "o",  # ōu
    "查": "z",  # zhā
    "曾": "z",
    "召": "s",  # shào
    "乐": "y",  # yuè
    "翟": "z",  # zhái
    "种": "c",  # chóng
    "秘": "b",  # bì
    "折": "s",  # shé
    "繁": "p",  # pó
    "祭": "z",  # zhài
    "句": "g",  # gōu
}
_COMPOUND_SURNAMES = {
    "长孙": "zs",
    "尉迟": "yc",
    "万俟": "mq",
    "澹台": "tt",
    "单于": "cy",
}
# Readings of place names and given names where the dictionary puts another first.
_USUAL_INITIALS = {
    "长": "c",  # 长塘村
    "圩": "x",  # xū, a market place in Guangxi
    "弄": "l",  # lòng, a valley in Guangxi
    "厦": "x",  # 厦门
}


def initials(text: str) -> str:
    """First letter of every character, lower case; letters and digits stay, spaces go.

    A character without a reading stands for itself, so that it can still be searched.
    """
    return "".join(map(_initial, text.replace(" ", "").replace("\u3000", "")))


def name_initials(name: str) -> str:
    """Initials of a person's name, with the surname's own reading (单 s, 覃 q, 尉迟 yc)."""
    compound = _COMPOUND_SURNAMES.get(name[:2])
    if compound is not None:
        return compound + initials(name[2:])
    surname = _SURNAME_INITIALS.get(name[:1])
    if surname is not None:
        return surname + initials(name[1:])
    return initials(name)


@cache
def _readings() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - slow, see the module's text

    return pinyin_dict


@cache
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower()
    usual = _USUAL_INITIALS.get(character)
    if usual is not None:
        return usual
    reading = _readings().get(ord(character))
    return normalize("NFD", reading)[0] if reading else character
