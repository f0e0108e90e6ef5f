"""Headings find the fields that they ask for, and none that asks for something else."""

from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.forms.field_match import AskedColumn, FieldMatch, Verdict, match_fields
from fangfan_desktop.forms.form import Field, Kind, Subject
from fangfan_desktop.forms.guess import guess_field
from fangfan_desktop.forms.heading_words import essence, is_opposite
from fangfan_desktop.forms.known_fields import known_fields, shipped_fields
from fangfan_desktop.forms.load import load_form

WORDINGS = Path(__file__).parents[2] / "data" / "heading_wordings.txt"
FEWEST_RIGHT = 0.98  # of the table's wordings
HOUSEHOLD = known_fields(Subject.HOUSEHOLD)


def wordings() -> list[tuple[tuple[str, ...], str]]:
    """(headings from the top, key or "")."""
    lines = WORDINGS.read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit("→", 1) for line in lines if "→" in line and not line.startswith("#")]
    return [(tuple(path.strip().split(" › ")), key.strip()) for path, key in pairs]


def matched(*headings: str) -> FieldMatch:
    (match,) = match_fields([AskedColumn(headings, guess_field(headings).kind)], HOUSEHOLD)
    return match


def key_of(match: FieldMatch) -> str:
    return "" if match.known is None else match.known.field.key


def test_wordings_of_other_years_and_counties_are_known_and_none_is_surely_wrong() -> None:
    table = wordings()
    found = [(path, key, matched(*path)) for path, key in table]
    wrong = [(path, key, key_of(match)) for path, key, match in found if key_of(match) != key]
    surely = [
        path for path, key, match in found if key_of(match) != key and match.verdict is Verdict.SURE
    ]

    assert len(table) > 400
    assert len(wrong) <= (1 - FEWEST_RIGHT) * len(table), wrong
    assert surely == []


def test_every_shipped_heading_is_its_own_field() -> None:
    for form_key in ("household-form", "check-monitored", "check-lifted", "check-general"):
        form = load_form(form_key)
        asked = [
            AskedColumn(field.headings, guess_field(field.headings, choices=field.choices).kind)
            for field in form.fields
        ]
        keys = [key_of(match) for match in match_fields(asked, HOUSEHOLD)]
        assert keys == [field.key for field in form.fields], form_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("住房是否不安全", "住房是否安全"),
        ("是否未落实帮扶措施", "是否落实帮扶措施"),
        ("是否低于监测范围", "是否高于监测范围"),
        ("是否住房出现安全问题", "现有住房是否安全"),
        ("风险是否未消除", "风险是否已消除"),
        ("识别时间", "风险消除时间"),
    ],
)
def test_a_question_turned_round_is_opposite(one: str, other: str) -> None:
    assert is_opposite(essence(one), essence(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("是否整户无劳动力", "是否全家无劳动能力"),
        ("是否多未成年子女家庭", "未成年子女是否较多"),
        ("是否非义务教育阶段在读子女较多", "非义务教育阶段子女是否较多"),
        ("是否务工不稳定", "是否务工时间不稳定"),
        ("未纳入理由", "未纳入监测对象原因"),
    ],
)
def test_a_not_within_a_term_turns_nothing_round(one: str, other: str) -> None:
    assert not is_opposite(essence(one), essence(other))


def test_years_sums_places_and_brackets_say_nothing() -> None:
    assert essence("上年度家庭人均纯收入（2023年10月1日-2024年9月30日，单位：元）") == essence(
        "2025年家庭人均纯收入（元）"
    )
    assert essence("是否高于本省监测范围（8000元）") == essence("是否高于本市监测范围（7000元）")


def test_the_year_of_leaving_poverty_is_what_is_asked() -> None:
    assert essence("是否2020年脱贫") != essence("是否2019年脱贫")


def test_no_field_is_given_twice() -> None:
    asked = [AskedColumn((text,)) for text in ("联系电话", "户主联系电话", "手机号码")]
    matches = match_fields(asked, HOUSEHOLD)

    assert [key_of(match) for match in matches].count("phone") == 1


def test_the_group_tells_whose_telephone_it_is() -> None:
    assert key_of(matched("帮扶责任人", "联系电话")) == "helper_phone"
    assert key_of(matched("户主", "联系电话")) == "phone"


def test_what_stands_in_brackets_may_be_what_is_asked() -> None:
    assert key_of(matched("户主（签字）")) == "household_signature"
    assert key_of(matched("户主（电话）")) == "phone"


def test_figures_are_never_a_yes_or_no() -> None:
    assert key_of(matched("低保户数（户）")) == ""
    assert key_of(matched("是否有劳动力")) != "labour_count"


def test_a_field_of_the_office_is_found_again_next_year() -> None:
    own = Field(
        "own_fangwudengji", ("住房", "房屋鉴定等级（A级、B级）"), Kind.CHOICE, choices=("A级",)
    )
    known = known_fields(Subject.HOUSEHOLD, [own])
    (match,) = match_fields([AskedColumn(("房屋鉴定等级（A、B、C、D级）",), Kind.CHOICE)], known)

    assert match.known is not None
    assert (match.known.field, match.known.is_own) == (own, True)
    assert match.verdict is Verdict.SURE


def test_another_wording_of_a_known_field_is_learnt_from_the_office() -> None:
    own = replace(load_form("household-form").field("needs"), headings=("群众急难愁盼事项",))
    known = known_fields(Subject.HOUSEHOLD, [own])
    (match,) = match_fields([AskedColumn(("群众急难愁盼事项",), Kind.LONG_TEXT)], known)

    assert key_of(match) == "needs"


def test_fields_of_villages_are_another_catalogue() -> None:
    keys = {known.field.key for known in shipped_fields(Subject.VILLAGE)}

    assert {"village", "township", "remarks"} <= keys
    assert "head_name" not in keys
