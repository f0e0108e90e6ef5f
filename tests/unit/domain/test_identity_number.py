"""Identity numbers are mended where nothing is lost and refused where digits are gone.

All numbers are made up: the place is real, the sequence and the people are not.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from fangfan_desktop.domain.identity_number import (
    age_on,
    birth_date,
    check_digit,
    disability_category,
    disability_level,
    id_card_part,
    is_disability_card,
    is_placeholder,
    mask,
    mask_phone,
    number_warnings,
    read_number,
    sex,
)


def number(first17: str) -> str:
    return first17 + check_digit(first17)


WOMAN = number("45022119900307242")
MAN_WITH_X = next(
    made for n in range(1, 999, 2) if (made := number(f"45022119850412{n:03}")).endswith("X")
)
CARD = WOMAN + "42"


@pytest.mark.parametrize(
    "raw",
    [
        f" {WOMAN} ",
        f"{WOMAN[:6]} {WOMAN[6:14]} {WOMAN[14:]}",
        f"'{WOMAN}",
        f"{WOMAN}'",
        f"’{WOMAN}",
        f"\u202d{WOMAN}\u202c",
        f"\ufeff{WOMAN}\t\n",
        f"{WOMAN[:9]}\u200b{WOMAN[9:]}",
        WOMAN.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
    ],
)
def test_what_a_spreadsheet_adds_is_taken_off(raw: str) -> None:
    reading = read_number(raw)
    assert (reading.number, reading.refusal, reading.warnings) == (WOMAN, None, ())
    assert reading.is_mended


@pytest.mark.parametrize("last", ["x", "X", "\uff58", "\uff38", "\u0425", "×"])
def test_every_spelling_of_the_last_x_is_one(last: str) -> None:
    assert read_number(MAN_WITH_X[:17] + last).number == MAN_WITH_X


def test_a_good_number_is_left_alone() -> None:
    reading = read_number(WOMAN)
    assert reading.number == WOMAN
    assert not reading.is_mended
    assert reading.warnings == ()


@pytest.mark.parametrize("raw", [None, "", "  ", "'", "\u200b"])
def test_an_empty_cell_is_neither_taken_nor_refused(raw: object) -> None:
    assert read_number(raw) == read_number(None)


@pytest.mark.parametrize(
    "raw",
    [
        "4.50221E+17",
        "4.50221199003072E+17",
        "4.5e17",
        "'4.50221E+17",
        4.50221199003072e17,
        450221199003072420,
        450221199003072000,
        "450221199003072000.0",
        "450221199003072000",  # the last three digits are zeros and do not check
        "45022119900307200000",
    ],
)
def test_lost_digits_are_refused_with_what_to_do(raw: object) -> None:
    reading = read_number(raw)
    assert reading.number is None
    assert reading.refusal is not None
    assert "已丢失" in reading.refusal
    assert "文本格式" in reading.refusal


def test_a_number_that_truly_ends_in_zeros_is_taken_from_text_only() -> None:
    true = next(
        made for day in range(1, 29) if (made := number(f"450221199003{day:02}200")).endswith("000")
    )
    assert read_number(true).number == true
    assert read_number(true, is_from_number_cell=True).refusal is not None


@pytest.mark.parametrize(
    "raw", ["无", "不详", "-450221", 1.5, float("nan"), True, date(2020, 1, 1)]
)
def test_what_is_no_number_is_refused(raw: object) -> None:
    assert read_number(raw).refusal == "这一格不是号码：请按证件填写身份证号码"


@pytest.mark.parametrize(
    "raw",
    [
        "450221********2428",
        "450221••••••••2428",
        "450221\uff0a\uff0a\uff0a\uff0a\uff0a\uff0a\uff0a\uff0a2428",
    ],
)
def test_a_masked_number_is_refused(raw: str) -> None:
    assert "完整号码" in (read_number(raw).refusal or "")


def test_a_wrong_check_digit_is_taken_and_the_right_one_said() -> None:
    wrong = WOMAN[:17] + ("0" if WOMAN[17] != "0" else "1")
    reading = read_number(wrong)
    assert reading.number == wrong
    assert len(reading.warnings) == 1
    assert f"应是{WOMAN[17]}" in reading.warnings[0]


def test_odd_numbers_are_taken_with_warnings() -> None:
    assert "出生日期不存在" in read_number(number("45022119900230242")).warnings[0]
    assert "出生日期不存在" in read_number(number("45022118900203242")).warnings[0]
    assert "省级代码" in read_number(number("99022119900203242")).warnings[0]
    assert "是17位" in read_number(WOMAN[:17]).warnings[0]
    assert "数字和X以外" in read_number("军字12345").warnings[0]
    assert "不该有的字符" in read_number("4502211990O3072428"[:17] + "A").warnings[0]
    assert "占位号" in read_number("999999199003072420").warnings[0]
    assert number_warnings(WOMAN, date(1990, 3, 6)) == ("号码中的出生日期在今天之后，请核对证件",)


def test_a_number_of_the_first_generation_is_taken_also_from_a_numeric_cell() -> None:
    for raw in ("450221900307242", 450221900307242, 450221900307242.0):
        reading = read_number(raw)
        assert reading.number == "450221900307242"
        assert "15位" in reading.warnings[0]
    assert birth_date("450221900307242") == date(1990, 3, 7)
    assert sex("450221900307242") == "女"


def test_a_disability_card_tells_category_and_level() -> None:
    assert read_number(CARD).warnings == ()
    assert (disability_category(CARD), disability_level(CARD)) == (4, 2)
    assert read_number(f"{CARD}b1").number == f"{CARD}B1"
    assert is_disability_card(f"{CARD}B1")
    assert id_card_part(f"{CARD}B1") == WOMAN
    assert "第19位" in read_number(f"{WOMAN}82").warnings[0]
    assert disability_level(WOMAN) is None
    assert disability_category(WOMAN) is None


def test_birth_date_sex_and_age() -> None:
    assert birth_date(WOMAN) == date(1990, 3, 7)
    assert sex(WOMAN) == "女"
    assert sex(MAN_WITH_X) == "男"
    assert birth_date("123") is None
    assert birth_date("45022119\uff1900307242X") is None
    assert sex("123") is None
    assert is_placeholder("999999199003072420")
    assert sex("999999199003072420") is None
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18
    assert age_on(date(2000, 5, 1), date(2018, 5, 1)) == 18


def test_masks_hide_the_middle_and_the_disability() -> None:
    assert mask("450221199003072428") == "450221••••••••2428"
    assert mask("45022119900307242842") == "450221••••••••2428"
    assert mask("450221900307242") == "450221•••••7242"
    assert mask("1234") == "••••"
    assert mask_phone("13812342428") == "138••••2428"
    assert mask_phone("07727210000") == "•••••••••00"
    assert mask_phone("2670000") == "•••••00"
    assert mask_phone("12345") == "•••••"


def test_check_digit_wants_seventeen_digits() -> None:
    for wrong in ("123", "4502211990030724X", "\uff14" * 17):
        with pytest.raises(ValueError, match=r".+"):
            check_digit(wrong)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_check_digits_agree_with_the_standard_library_of_numbers(first17: str) -> None:
    assert check_digit(first17) == ric.calc_check_digit(first17 + "0")


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_no_cell_breaks_the_reading(raw: object) -> None:
    reading = read_number(raw)
    assert reading.number is None or reading.refusal is None
    if reading.number is not None:
        assert read_number(reading.number).number == reading.number
        mask(reading.number)
        birth_date(reading.number)
        sex(reading.number)
