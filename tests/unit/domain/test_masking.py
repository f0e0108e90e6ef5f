"""Public lists show nothing private, and what slipped through is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.domain.identity_number import check_digit
from fangfan_desktop.domain.masking import last_four, mask, mask_name, mask_phone, private_numbers


@pytest.mark.parametrize(
    ("name", "masked"),
    [("韦某芳", "韦*芳"), ("莫某", "莫*"), ("𠮷", "𠮷"), ("", ""), ("欧阳某某", "欧**某")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_last_four_come_from_the_id_card() -> None:
    assert last_four("45022119900307242842") == "2428"


@pytest.mark.parametrize(
    "text",
    [
        "号码450221199003072428。",
        "45022119900307242X",
        "45022119900307242842",
        "45022119900307242842B1",
        "450221900307242",
        "450221 19900307 2428",
        "\uff14\uff15\uff10\uff12\uff12\uff11\uff11\uff19\uff19\uff10\uff10\uff13\uff10\uff17\uff12\uff14\uff12\uff18",
        "电话13800001111",
        "+8613800001111",
        "138 0000 1111",
        "138-0000-1111",
        "卡号6217000000000000000",
    ],
)
def test_private_numbers_are_found(text: str) -> None:
    assert private_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "12/37",
        "2022年5月10日",
        "12317",
        "450221••••••••2428",
        "共20000户80000人",
        "7210000",
        "20220510",
    ],
)
def test_other_figures_are_not(text: str) -> None:
    assert private_numbers(text) == ()


@given(
    st.from_regex(r"[1-8][0-9]{16}", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
)
def test_masked_values_never_leak(first17: str, phone: str) -> None:
    number = first17 + check_digit(first17)
    assert private_numbers(f"{number} {phone}")
    assert private_numbers(f"{mask(number)}，{mask_phone(phone)}") == ()
