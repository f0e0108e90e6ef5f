"""Up to five risks in order, in one text that people read too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, NATURAL_DISASTER, OTHER_RISK
from fangfan_desktop.domain.refusal_reasons import REASONS, RefusalReason, refusal_fault
from fangfan_desktop.domain.risks import Risk, format_risks, parse_risks
from fangfan_desktop.errors import UserError

NAMES = DEFAULT_LISTS["risk"].items
KINDS = DEFAULT_LISTS["natural_disaster"].items
REMARK = st.text("户主失联、欠债；，（）𠮷 a1", max_size=8)


def test_the_text_is_what_registers_show():
    risks = (Risk("因病"), Risk(NATURAL_DISASTER, "洪涝", "房子"), Risk(OTHER_RISK, remark="失联"))
    assert format_risks(risks) == "因病、因自然灾害（洪涝；房子）、其他（失联）"


@pytest.mark.parametrize("text", ["因病、因学", "因病，因学", "因病,因学"])
def test_older_texts_are_read_however_they_part_the_risks(text: str):
    assert [risk.name for risk in parse_risks(text)] == ["因病", "因学"]


@pytest.mark.parametrize(
    ("risks", "words"),
    [
        (tuple(Risk(name) for name in NAMES[:3] + NAMES[4:7]), "最多选5个"),
        ((Risk("因病"), Risk("因病")), "选了两次"),
        ((Risk(OTHER_RISK),), "写明是什么风险"),
        ((Risk(NATURAL_DISASTER),), "哪一种灾害"),
        ((Risk("因病", remark="住院）"),), "括号不成对"),
    ],
)
def test_what_cannot_be_is_refused(risks: tuple[Risk, ...], words: str):
    with pytest.raises(UserError, match=words):
        format_risks(risks)


@st.composite
def some_risks(draw: st.DrawFn) -> tuple[Risk, ...]:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=5, unique=True))
    risks: list[Risk] = []
    for name in names:
        remark = draw(REMARK)
        if name == NATURAL_DISASTER:
            risks.append(Risk(name, draw(st.sampled_from(KINDS)), remark))
        else:
            risks.append(Risk(name, "", remark or "有" * (name == OTHER_RISK)))
    return tuple(risks)


@given(some_risks())
def test_what_was_written_reads_back(risks: tuple[Risk, ...]):
    try:
        text = format_risks(risks)
    except UserError:
        return
    tidy = tuple(Risk(r.name, r.detail, " ".join(r.remark.split())) for r in risks)
    assert parse_risks(text) == tidy


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.key)
def test_a_reason_that_is_none_is_marked_alone_and_not_beside_a_sound_one(reason: RefusalReason):
    key = reason.key
    is_faulty = key in {"income", "assets", "wait_dibao", "wait_hospital", "wait_assets", "timeout"}
    assert (refusal_fault([key]) is not None) == is_faulty
    assert refusal_fault([key, "no_risk"]) is None
