"""Identity numbers (证件号码): mended where nothing is lost, refused where digits are gone.

18 characters are an ID card, 20 a disability card (the ID number, then category 1-7 and level
1-4), 22 a reissued disability card, 15 an ID card of the first generation. A number that begins
with 999999 stands for "has no number yet". Source: the national system's rules 1_01_002 to
1_01_004 and 4_01_003. Written by hand because a roster holds 80,000 of them.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

from fangfan_desktop.domain.characters import drop_invisible, to_half_width

Sex = Literal["男", "女"]

BULLET = "•"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ASCII_SHIFT = ord("0") * sum(_WEIGHTS)
_PLACEHOLDER_PREFIX = "999999"
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ID_CARD = re.compile(r"[0-9]{17}[0-9X]")
_SEVENTEEN = re.compile(r"[0-9]{17}")
_OLD_ID_CARD = re.compile(r"[0-9]{15}")
_DISABILITY_CARD = re.compile(r"[0-9]{17}[0-9X][1-7][1-4](?:B[0-9]|[0-9]{2})?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+")
_NUMBER_TAIL = re.compile(r"[0-9]+\.0+")
_A_DIGIT = re.compile(r"[0-9]")
_NOT_IN_A_NUMBER = re.compile(r"[^0-9X]")
_APOSTROPHES = "'‘’`´＇\"“”"  # noqa: RUF001 - the very characters that spreadsheets leave behind
_LETTERS_LIKE_X = str.maketrans({"Х": "X", "Χ": "X", "×": "X", "✕": "X"})  # noqa: RUF001
_EXACT_DIGITS = 15  # a spreadsheet keeps no more digits of a number
_OLDEST_YEAR = 1900

_GONE = "号码被电子表格当成数字，后几位已丢失：请把该列设为文本格式，按证件重新填写"
_NO_NUMBER = "这一格不是号码：请按证件填写身份证号码"
_MASKED = "号码中间被星号等隐去：请按证件填写完整号码"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What became of a cell that should hold an identity number.

    Attributes:
        number: The mended number; None where the cell is empty or refused.
        refusal: Chinese sentence saying why it cannot be taken and what to do; None where taken.
        warnings: Chinese sentences about a number that is taken in and needs a look.
        is_mended: Whether the number differs from what was in the cell.
    """

    number: str | None
    refusal: str | None = None
    warnings: tuple[str, ...] = ()
    is_mended: bool = False


def read_number(raw: object, *, is_from_number_cell: bool = False) -> NumberReading:
    """Mend and check the content of one cell.

    Args:
        raw: The cell: text, a number, or None.
        is_from_number_cell: The text was made from a numeric cell, so only 15 digits are real.
    """
    if raw is None:
        return NumberReading(None)
    if isinstance(raw, str) and not is_from_number_cell and _is_plain(raw):
        return NumberReading(raw, None, number_warnings(raw))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return NumberReading(None, _NO_NUMBER)
    if isinstance(raw, str):
        text = _mend(raw)
    else:
        text = _digits_of(raw)
        is_from_number_cell = True
    if not text:
        return NumberReading(None)
    refusal = _refusal(text, is_from_number_cell=is_from_number_cell)
    if refusal is not None:
        return NumberReading(None, refusal)
    if _NUMBER_TAIL.fullmatch(text):
        text = text.partition(".")[0]
    return NumberReading(text, None, number_warnings(text), is_mended=text != raw)


def _is_plain(raw: str) -> bool:
    """Whether nothing has to be mended or refused: nearly all, and it saves the slow way."""
    return _ID_CARD.fullmatch(raw) is not None and not raw.endswith("000")


def _mend(raw: str) -> str:
    text = drop_invisible(to_half_width(raw)).strip(_APOSTROPHES)
    return text.upper().translate(_LETTERS_LIKE_X)


def _digits_of(raw: float) -> str:
    if isinstance(raw, int):
        return str(raw)
    return str(int(raw)) if raw.is_integer() else repr(raw).upper()


def _refusal(text: str, *, is_from_number_cell: bool) -> str | None:
    if _SCIENTIFIC.fullmatch(text):
        return _GONE
    digits = text
    if _NUMBER_TAIL.fullmatch(text):
        digits, is_from_number_cell = text.partition(".")[0], True
    if is_from_number_cell and len(digits) > _EXACT_DIGITS:
        return _GONE
    if text.startswith("-") or "." in digits or not _A_DIGIT.search(text):
        return _NO_NUMBER
    if "*" in text or BULLET in text or "●" in text:
        return _MASKED
    # A number that was rounded to 15 digits ends in zeros; one in eleven such is a real number.
    if len(text) > _EXACT_DIGITS and text[_EXACT_DIGITS:].strip("0") == "" and not _checks(text):
        return _GONE
    return None


def _checks(number: str) -> bool:
    first17 = number[:17]
    return _SEVENTEEN.fullmatch(first17) is not None and check_digit(first17) == number[17:18]


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits (GB 11643-1999).

    Args:
        first17: Exactly 17 ASCII digits.

    Raises:
        ValueError: not 17 digits.
    """
    if len(first17) != len(_WEIGHTS) or not (first17.isascii() and first17.isdecimal()):
        raise ValueError(first17)
    total = sum(map(mul, first17.encode("ascii"), _WEIGHTS)) - _ASCII_SHIFT
    return _CHECK_DIGITS[total % 11]


def number_warnings(number: str, today: date | None = None) -> tuple[str, ...]:
    """What is odd about a mended number; empty where nothing is.

    Args:
        number: As `read_number` gives it.
        today: Where given, a birth date after it is reported too.
    """
    if is_placeholder(number):
        return ("999999开头是无证件号码的占位号，请尽快补上真实号码",)
    if _OLD_ID_CARD.fullmatch(number):
        found = ["15位是旧身份证号码，请换成18位新号码"]
    elif not (_ID_CARD.fullmatch(number) or _DISABILITY_CARD.fullmatch(number)):
        return (_shape_warning(number),)
    else:
        found: list[str] = []
        right = check_digit(number[:17])
        if right != number[17]:
            found.append(f"校验码不符：第18位是{number[17]}，按前17位应是{right}，请核对证件")
    born = birth_date(number)
    if born is None or born.year < _OLDEST_YEAR:
        found.append("号码中的出生日期不存在，请核对证件")
    elif today is not None and born > today:
        found.append("号码中的出生日期在今天之后，请核对证件")
    if not _PROVINCE.match(number):
        found.append("号码开头两位不是省级代码，请核对证件")
    return tuple(found)


def _shape_warning(number: str) -> str:
    if len(number) in {18, 20, 22}:
        if len(number) > 18 and _ID_CARD.fullmatch(number[:18]):  # noqa: PLR2004 - an ID card
            return "残疾人证号第19位应是残疾类别1至7，第20位应是等级1至4，请核对证件"
        return "号码里有不该有的字符，请核对证件"
    kind = "，且含有数字和X以外的字符" if _NOT_IN_A_NUMBER.search(number) else ""
    return f"号码是{len(number)}位{kind}：身份证应为18位，残疾人证应为20位或22位，请核对证件"


def is_placeholder(number: str) -> bool:
    """Whether the number only stands for "has none yet" (前6位999999)."""
    return number.startswith(_PLACEHOLDER_PREFIX)


def is_disability_card(number: str) -> bool:
    """Whether the number is of a disability card (残疾人证, 20 or 22 characters)."""
    return _DISABILITY_CARD.fullmatch(number) is not None


def disability_category(number: str) -> int | None:
    """Disability category 1-7 of a disability card, else None."""
    return int(number[18]) if is_disability_card(number) else None


def disability_level(number: str) -> int | None:
    """Disability level 1-4 (1 the gravest) of a disability card, else None."""
    return int(number[19]) if is_disability_card(number) else None


def id_card_part(number: str) -> str:
    """The ID card number inside a disability card's; other numbers as they are."""
    return number[:18] if is_disability_card(number) else number


def birth_date(number: str) -> date | None:
    """Date of birth, or None where the number holds none that exists."""
    if len(number) == _EXACT_DIGITS:
        digits = "19" + number[6:12]
    elif len(number) in {18, 20, 22}:
        digits = number[6:14]
    else:
        return None
    if not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex(number: str) -> Sex | None:
    """Sex by the parity of the sequence number, or None where the number has none."""
    if len(number) == _EXACT_DIGITS:
        digit = number[14]
    elif len(number) in {18, 20, 22}:
        digit = number[16]
    else:
        return None
    if is_placeholder(number) or digit not in "0123456789":
        return None
    return "男" if int(digit) % 2 else "女"


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day; someone born on 29 February turns a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask(number: str) -> str:
    """The number with its middle hidden: 450221••••••••2428.

    The category and level at the end of a disability card's number tell of health, so they go too.
    """
    number = id_card_part(number)
    if len(number) < _EXACT_DIGITS:
        return BULLET * len(number)
    return number[:6] + BULLET * (len(number) - 10) + number[-4:]


def mask_phone(phone: str) -> str:
    """The telephone number with its middle hidden: 138••••2428; a landline keeps its last two."""
    if len(phone) == 11 and phone.startswith("1"):  # noqa: PLR2004 - digits of a mobile number
        return phone[:3] + BULLET * 4 + phone[-4:]
    if len(phone) < 6:  # noqa: PLR2004 - too short to show any of it
        return BULLET * len(phone)
    return BULLET * (len(phone) - 2) + phone[-2:]
