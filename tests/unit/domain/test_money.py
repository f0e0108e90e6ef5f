"""Money is whole fen, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.domain.money import format_yuan, parse_yuan, per_capita
from fangfan_desktop.errors import UserError


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (7000, 700_000),
        (6480.5, 648_050),
        (0.1 + 0.2, 30),
        (7123.335, 712_334),
        (Decimal("1.005"), 101),
        ("7000", 700_000),
        (" 7,000.50 元", 700_050),
        ("￥1，234，567.8", 123_456_780),
        ("\uff17\uff10\uff10\uff10", 700_000),
        ("0.7万", 700_000),
        ("-120.35", -12_035),
        ("−5", -500),
        ("5.", 500),
        ("0", 0),
    ],
)
def test_amounts_are_read_exactly(value: object, fen: int) -> None:
    assert parse_yuan(value) == fen


@pytest.mark.parametrize(
    "value",
    ["", "七千", "7000多", "1,23", "1e5", "--5", None, True, [], float("nan"), 1e30, "9" * 15],
)
def test_what_is_no_amount_is_refused_in_a_sentence(value: object) -> None:
    with pytest.raises(UserError, match="请填数字"):
        parse_yuan(value)


@pytest.mark.parametrize(
    ("fen", "text"),
    [(700_000, "7000"), (648_050, "6480.50"), (-5, "-0.05"), (0, "0"), (-700, "-7")],
)
def test_yuan_show_decimals_only_where_there_are_fen(fen: int, text: str) -> None:
    assert format_yuan(fen) == text


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_written_amounts_read_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "population", "share"),
    [(100, 3, 33), (200, 3, 67), (5, 2, 3), (-5, 2, -3), (700, 0, 700), (700, -1, 700), (0, 4, 0)],
)
def test_a_head_s_share_is_rounded_half_up(fen: int, population: int, share: int) -> None:
    assert per_capita(fen, population) == share
