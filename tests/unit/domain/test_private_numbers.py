"""Numbers of people are found however they are written; other figures are left alone."""

import pytest

from fangfan_desktop.domain.private_numbers import (
    BANK_CARD,
    DISABILITY_CARD,
    ID_CARD,
    MOBILE,
    find_private,
    private_over_lines,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("450221199003072428", ID_CARD),
        ("45022119900307242x", ID_CARD),
        ("45022119900307242\u00d7", ID_CARD),
        ("450221900307242", ID_CARD),
        ("450221 1990-03-07 2428", ID_CARD),
        ("450221\u200b19900307\u00a02428", ID_CARD),
        ("45022119900307 242 X", ID_CARD),
        ("450221\n19900307242X", ID_CARD),
        (
            "\uff14\uff15\uff10\uff12\uff12\uff11\uff11\uff19\uff19\uff10\uff10\uff13\uff10\uff17\uff12\uff14\uff12\uff18",
            ID_CARD,
        ),
        ("4.50221199003072E+17", ID_CARD),
        ("45022119900307242842", DISABILITY_CARD),
        ("45022119900307242842B1", DISABILITY_CARD),
        ("4502211990030724284201", DISABILITY_CARD),
        ("450221 19900307 242842", DISABILITY_CARD),
        ("电话：13800001111（莫某）", MOBILE),
        ("8613800001111", MOBILE),
        ("+86 138-0000-1111", MOBILE),
        ("008613800001111", MOBILE),
        ("013800001111", MOBILE),
        ("138 00001111", MOBILE),
        ("1380000 1111", MOBILE),
        ("138.0000.1111", MOBILE),
        ("1 3 8 0 0 0 0 1 1 1 1", MOBILE),
        ("13,800,001,111", MOBILE),
        ("138\n00001111", MOBILE),
        ("\u4e00\u4e09\u516b\u3007\u3007\u3007\u3007\u4e00\u4e00\u4e00\u4e00", MOBILE),
        ("\u2460\u2462\u2467\u24ea\u24ea\u24ea\u24ea\u2460\u2460\u2460\u2460", MOBILE),
        ("\u0661\u0663\u0668\u0660\u0660\u0660\u0660\u0661\u0661\u0661\u0661", MOBILE),
        ("1\u00ad3\u206080000\ufeff1111", MOBILE),
        ("0772-2345678 13800001111", MOBILE),
        ("6217000000000000", BANK_CARD),
        ("6217 0000 0000 0000 123", BANK_CARD),
        ("622848-0000000000018", BANK_CARD),
        ("9558801234567890123", BANK_CARD),
        ("45022119900307242813800001111", BANK_CARD),  # two numbers run together
    ],
)
def test_a_number_is_found(text: str, kind: str) -> None:
    assert [one.kind for one in find_private(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "12317",
        "0772-2345678",
        "12317 0772-2345678",
        "0772-3345678 0772-6612345",
        "（0772）2345678",
        "2022-05-13至2022-05-20",
        "公示期2022-05-13 2022-05-20 1",
        "2022年5月13日至5月18日共5天",
        "2022 2023 2024 2025",
        "13/45 12/37 9/20 8",
        "第13组 2022-05-09 4人",
        "450204101203",
        "450204105203001",
        "自编000123",
        "柳农发〔2022〕13号",
        "450221••••••••2428 138****1111",
        "13，14，15，16，17，18",
        "13,14,15,16,17,8",
        "0.30000000000000",
        "00000000000000000000",
        "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2469\u246a\u246b",
        "138\n2022",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert find_private(text) == ()


def test_what_is_shown_hides_the_middle() -> None:
    assert find_private("450221199003072428")[0].shown == "4502**********2428"
    assert find_private("13800001111")[0].shown == "138****1111"


@pytest.mark.parametrize("own", ["13800001111", "138 0000 1111", "+86 138-0000-1111"])
def test_the_offices_own_mobile_is_allowed(own: str) -> None:
    assert find_private("监督电话138-0000-1111", {own}) == ()
    assert find_private("监督电话13800001111、13800002222", {own})


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        (("450221199003", "07242X"), ID_CARD),
        (("450221", "19900307", "242X"), ID_CARD),
        (("450221199003", "07242X42"), DISABILITY_CARD),
        (("138000", "01111"), MOBILE),
        (("450221900", "307242"), ID_CARD),
        (("62170000", "00000006"), BANK_CARD),
    ],
)
def test_a_number_broken_over_lines_is_found(pieces: tuple[str, ...], kind: str) -> None:
    found = private_over_lines(pieces)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "pieces",
    [("13", "800001111"), ("450221199003", "072429"), ("45020410", "12030015"), ("1", "2")],
)
def test_figures_above_each_other_are_no_number(pieces: tuple[str, ...]) -> None:
    assert private_over_lines(pieces) is None


@pytest.mark.parametrize(
    "text",
    ["+86138-0000-1111", "(138)00001111", "（138）0000-1111", "86 138 0000 1111", "0138-0000-1111"],
)
def test_a_prefix_does_not_hide_a_parted_mobile(text: str) -> None:
    assert [one.number for one in find_private(text)] == ["13800001111"]
