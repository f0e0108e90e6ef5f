"""Finding ID numbers, mobiles and bank cards in a text that should hold none.

A number that slips through is worse than a false alarm, so every run of 16 digits or more counts,
whatever its check digit says. Numbers written with gaps (138 0000 1111) are looked for by the ways
in which people part them; dates and landlines beside each other must not add up to one.
Why at all: lists with whole ID and card numbers on notice boards ended in court.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.identity_number import check_digit

ID_CARD = "身份证号码"
DISABILITY_CARD = "残疾人证号码"
MOBILE = "手机号码"
BANK_CARD = "银行卡号"

_FEWEST_DIGITS = 11
_OLD_ID, _ID, _CARDS = 15, 18, range(16, 20)
_LONGEST = 22
_OLDEST_YEAR, _LATEST_YEAR = 1850, 2100

_HAN = "\u3007\u25cb零一二三四五六七八九"
_HAN_DIGITS = dict(zip(map(ord, _HAN), "000123456789", strict=True))
_HAN_RUN = re.compile(f"[{_HAN}]{{11,}}")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
_LIKE_X = str.maketrans({"Х": "X", "Χ": "X", "×": "X", "✕": "X", "х": "X", "χ": "X"})  # noqa: RUF001
_NO_DIGIT = re.compile(r"[^\d]+")
_RUN = re.compile(
    r"[0-9]{17}[Xx][1-7][1-4](?:[Bb][0-9]|[0-9]{2})?(?![0-9])|[0-9]{11,}[XxBb]?[0-9]?"
)
_DISABLED = re.compile(r"[0-9]{17}[0-9Xx][1-7][1-4](?:[Bb][0-9]|[0-9]{2})?")
_ID_BODY = re.compile(r"[0-9]{17}[0-9Xx]")
_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9][0-9]{9})")
_GAP = r"(?: {0,2}[-‐‑‒–—―−·./_~] {0,2}| {1,3})"  # noqa: RUF001 - all the dashes there are
_CHAIN = re.compile(rf"[0-9]+(?:{_GAP}[0-9]+)+(?:{_GAP}?[Xx](?![0-9A-Za-z]))?|[0-9]+{_GAP}[Xx]")
_BRACKETED = re.compile(r"\((1[3-9][0-9])\) ?(?=[0-9])")  # (138)00001111
_GROUP = re.compile(r"[0-9]+|[Xx]")
_THOUSANDS = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3}){3,}(?![0-9])")
_SCIENTIFIC = re.compile(r"(?<![0-9])([1-9])\.([0-9]{9,20})[Ee]\+?(1[0-9]|2[0-1])(?![0-9])")
_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2} ?[-./] ?[01]?[0-9] ?[-./] ?[0-3]?[0-9](?![0-9])")
_LANDLINE = re.compile(
    r"(?<![0-9])(?<![0-9]-)\(?0[1-9][0-9]{1,2}[-) ]{1,2}[1-9][0-9]{6,7}(?![0-9])"
)
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|99")
_SHAPES_OF_CARDS = re.compile(
    r"4,4,4,4(?:,[1-3])?|6,1[0-3]|6,4,4,[2-5]|6,6,[4-7]|[1-9][0-9]?,4,4,4,4"
)
_OVER_LINES = re.compile(r"[0-9]{2,}[^\n]{0,3}\n[^\n0-9]{0,3}[0-9]+[Xx]?(?:\n[0-9]+[Xx]?)?")


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number that no public file may hold; `number` in half-width digits without gaps."""

    kind: str
    number: str

    @property
    def shown(self) -> str:
        """The number with its middle hidden, as a finding may show it: 4502**********1234."""
        return starred(self.number)


def starred(number: str) -> str:
    """First four (of a mobile three) and last four characters, stars between."""
    first = 3 if len(number) == _FEWEST_DIGITS else 4
    return number[:first] + "*" * max(len(number) - first - 4, 0) + number[-4:]


def find_private(text: str, allowed: Collection[str] = ()) -> tuple[PrivateNumber, ...]:
    """ID, disability card, mobile and bank card numbers in a text; spaced, full-width ones too.

    Args:
        text: of one cell, paragraph or the like: numbers are not parted over two of them.
        allowed: numbers that may stand there, such as the office's own mobile.
    """
    if len(text) < _FEWEST_DIGITS:
        return ()
    plain = _plain(text)
    if len(_NO_DIGIT.sub("", plain)) < _FEWEST_DIGITS:
        return ()
    found: dict[str, PrivateNumber] = {}
    for one in _all(plain):
        found.setdefault(one.number, one)
    if allowed and found:
        own = {_bare(number) for number in allowed}
        found = {number: one for number, one in found.items() if _bare(number) not in own}
    return tuple(one for one in found.values() if not _is_inside(one, found))


def private_numbers(text: str) -> tuple[str, ...]:
    """ID numbers (15, 18, 20, 22), mobile and bank card numbers in a text, also spaced ones."""
    return tuple(one.number for one in find_private(text))


def private_over_lines(pieces: Sequence[str]) -> PrivateNumber | None:
    """The number that stands broken over lines, each a piece of it; None where they make none.

    Numbers above each other in a column must not add up to one, so that much has to fit here:
    the check digit of an ID or card number, three digits of a mobile in the first line.
    """
    joined = "".join(pieces).upper()
    kind = None
    if _ID_BODY.match(joined) and _is_id(joined) and check_digit(joined[:17]) == joined[17]:
        if len(joined) == _ID:
            kind = ID_CARD
        elif _DISABLED.fullmatch(joined):
            kind = DISABILITY_CARD
    if kind is None and joined.isdecimal():
        kind = _kind_over_lines(joined, len(pieces[0]))
    return None if kind is None else PrivateNumber(kind, joined)


def _kind_over_lines(joined: str, in_first: int) -> str | None:
    if len(joined) == _FEWEST_DIGITS:
        is_mobile = in_first >= 3 and _MOBILE.fullmatch(joined)  # noqa: PLR2004 - 138
        return MOBILE if is_mobile else None
    if len(joined) == _OLD_ID:
        is_whole = in_first >= 6 and _PROVINCE.match(joined)  # noqa: PLR2004 - 450221
        return ID_CARD if is_whole and _is_old_id(joined) else None
    is_card = len(joined) in _CARDS and joined[0] in "34569" and _luhn(joined)
    return BANK_CARD if is_card else None


def _plain(text: str) -> str:
    """Half-width digits, no invisible characters, one kind of blank."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_LIKE_X)
        text = _HAN_RUN.sub(lambda match: match[0].translate(_HAN_DIGITS), text)
        for character in set(text):
            if character.isdecimal() and not character.isascii():
                text = text.replace(character, str(unicodedata.decimal(character)))
    return _INVISIBLE.sub("", text)


def _all(text: str) -> Iterator[PrivateNumber]:
    for match in _RUN.finditer(text):
        yield from _in_run(match[0])
    for match in _THOUSANDS.finditer(text):
        yield from _in_run(match[0].replace(",", ""))
    for match in _SCIENTIFIC.finditer(text):
        yield from _in_run((match[1] + match[2]).ljust(int(match[3]) + 1, "0"))
    yield from _over_lines(text)
    text = _BRACKETED.sub(r"|\1 ", _LANDLINE.sub("|", text))
    for match in _CHAIN.finditer(text):
        yield from _ids_in(_groups(match[0]))
    for match in _CHAIN.finditer(_DAY.sub("|", text)):
        yield from _others_in(_groups(match[0]))


def _over_lines(text: str) -> Iterator[PrivateNumber]:
    for match in _OVER_LINES.finditer(text) if "\n" in text else ():
        one = private_over_lines(re.findall(r"[0-9]+[Xx]?", match[0]))
        if one is not None:
            yield one


def _in_run(run: str) -> Iterator[PrivateNumber]:
    """What an unbroken run of digits is."""
    if _DISABLED.fullmatch(run) and _is_id(run[:_ID]):
        yield PrivateNumber(DISABILITY_CARD, run)
        return
    if _ID_BODY.match(run) and run[17] in "Xx":
        yield PrivateNumber(ID_CARD, run[:_ID])
        return
    digits = _NO_DIGIT.split(run, maxsplit=1)[0]
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        yield PrivateNumber(MOBILE, mobile[1])
    elif len(digits) == _OLD_ID and _is_old_id(digits):
        yield PrivateNumber(ID_CARD, digits)
    elif len(digits) > _OLD_ID and len(set(digits)) > 1:
        yield PrivateNumber(_kind_of_long(digits), digits)


def _kind_of_long(digits: str) -> str:
    if len(digits) == _ID and _is_id(digits):
        return ID_CARD
    return DISABILITY_CARD if _DISABLED.fullmatch(digits) else BANK_CARD


def _is_id(number: str) -> bool:
    return bool(_PROVINCE.match(number)) and _is_day(number[6:10], number[10:12], number[12:14])


def _is_old_id(number: str) -> bool:
    return _is_day("19" + number[6:8], number[8:10], number[10:12])


def _is_day(year: str, month: str, day: str) -> bool:
    if not _OLDEST_YEAR <= int(year) <= _LATEST_YEAR:
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _groups(chain: str) -> list[str]:
    groups: list[str] = []
    for group in _GROUP.findall(chain):
        if group in "Xx":
            groups[-1] += "X"
        else:
            groups.append(group)
    return groups


def _joined(groups: Sequence[str]) -> Iterator[Sequence[str]]:
    """Neighbouring groups that together are long enough for a number, the longest first."""
    for first in range(len(groups)):
        length, ends = 0, list[int]()
        for last in range(first, len(groups)):
            length += len(groups[last])
            if length > _LONGEST:
                break
            if length >= _FEWEST_DIGITS and last > first:
                ends.append(last + 1)
        for end in reversed(ends):
            yield groups[first:end]


def _ids_in(groups: Sequence[str]) -> Iterator[PrivateNumber]:
    for parts in _joined(groups):
        number = "".join(parts)
        if _DISABLED.fullmatch(number) and _is_id(number[:_ID]):
            yield PrivateNumber(DISABILITY_CARD, number)
        elif _ID_BODY.fullmatch(number) and _is_id(number):
            yield PrivateNumber(ID_CARD, number)


def _others_in(groups: Sequence[str]) -> Iterator[PrivateNumber]:
    for parts in _joined(groups):
        number = "".join(parts)
        if not number.isdecimal():
            continue
        if len(number) == _OLD_ID and _is_old_id(number) and _is_parted_old_id(parts):
            yield PrivateNumber(ID_CARD, number)
        mobile = _MOBILE.fullmatch(number)
        if mobile and _is_parted_mobile(parts, mobile.start(1)):
            yield PrivateNumber(MOBILE, mobile[1])
        elif len(number) in _CARDS and _is_parted_card(parts, number):
            yield PrivateNumber(BANK_CARD, number)


def _is_parted_old_id(parts: Sequence[str]) -> bool:
    is_even = len({len(part) for part in parts[:-1]}) == 1 < len(parts) - 1
    return bool(_PROVINCE.match("".join(parts))) and (len(parts[0]) == 6 or is_even)  # noqa: PLR2004


def _is_parted_mobile(parts: Sequence[str], prefix: int) -> bool:
    """Whether people part a mobile so; so many digits of +86 or 0 stand before it."""
    if len(parts) >= _FEWEST_DIGITS:
        return True
    lengths = [len(parts[0]) - prefix, *(len(part) for part in parts[1:])]
    if lengths[0] == 0:
        lengths = lengths[1:]
    return lengths[0] >= 3 or (lengths[0] == 2 and min(lengths[1:]) >= 3)  # noqa: PLR2004 - 138, 13


def _is_parted_card(parts: Sequence[str], number: str) -> bool:
    if number[0] not in "345689":
        return False
    if _SHAPES_OF_CARDS.fullmatch(",".join(str(len(part)) for part in parts)):
        return True
    is_even = min(len(part) for part in parts[:-1]) >= 3 or len(parts) == len(number)  # noqa: PLR2004
    return is_even and (number.startswith("62") or _luhn(number))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of its two digits
    return total % 10 == 0


def _bare(number: str) -> str:
    plain = re.sub(r"[^0-9Xx]", "", _plain(number))
    mobile = _MOBILE.fullmatch(plain)
    return mobile[1] if mobile else plain.upper()


def _is_inside(one: PrivateNumber, found: Collection[str]) -> bool:
    return any(one.number in other and one.number != other for other in found)
