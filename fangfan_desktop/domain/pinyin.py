"""Pinyin: initials for search (拼音首字母), 坭桥村 → nqc, and readings for putting names in order.

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
# The whole readings of these surnames, with their tones, for putting names in order.
_SURNAME_READINGS = {
    "单": "shan4",
    "覃": "qin2",
    "仇": "qiu2",
    "解": "xie4",
    "区": "ou1",
    "查": "zha1",
    "曾": "zeng1",
    "召": "shao4",
    "乐": "yue4",
    "翟": "zhai2",
    "种": "chong2",
    "秘": "bi4",
    "折": "she2",
    "繁": "po2",
    "祭": "zhai4",
    "句": "gou1",
    "尉": "yu4",
    "万俟": "mo4",
    "澹": "tan2",
    "单于": "chan2",
    "长孙": "zhang3",
}
_USUAL_READINGS = {"长": "chang2", "圩": "xu1", "弄": "long4", "厦": "xia4"}
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}  # marks above the vowel
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


def sort_text(text: str, *, is_name: bool = False) -> str:
    """A text that sorts as a dictionary by pinyin does: by reading, tone, then character.

    Args:
        text: any text; letters go by lower case.
        is_name: a person's name, whose surname has its own reading (单 shàn, 覃 qín).
    """
    first = ""
    if is_name and text:
        reading = _SURNAME_READINGS.get(text[:2]) or _SURNAME_READINGS.get(text[0])
        if reading is not None:
            first, text = reading + text[0], text[1:]
    return first + "".join(map(_sort_character, text))


@cache
def _sort_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    usual = _USUAL_READINGS.get(character)
    if usual is not None:
        return usual + character
    marked = normalize("NFD", _readings().get(ord(character), "").split(",")[0])
    tone = next((_TONES[mark] for mark in marked if mark in _TONES), "5")
    letters = "".join(letter for letter in marked if letter.isascii())
    # a character without a reading follows those that have one
    return f"{letters}{tone}{character}" if letters else f"~{character}"


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
