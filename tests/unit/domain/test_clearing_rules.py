"""What stands in the way of clearing a risk, one condition after the other."""

from dataclasses import replace
from datetime import date

import pytest

from fangfan_desktop.domain.clearing_rules import (
    ClearingFacts,
    add_months,
    clearing_conditions,
    obstacle_sentence,
    obstacles,
)

ON = date(2022, 12, 5)
GOOD = ClearingFacts(
    included_on=date(2022, 5, 19),
    risks=("因病",),
    is_natural=False,
    income_per_head_fen=1_000_000,
    line_fen=700_000,
    income_steady=1,
    spending_settled=1,
    housing_safe=1,
    medical_secured=1,
    education_secured=1,
    water_safe=1,
    risk_gone=1,
    has_labour=True,
    measure_risks_done=("因病",),
)


def in_the_way(facts: ClearingFacts, on: date = ON, months: int = 6) -> dict[str, bool | None]:
    found = obstacles(clearing_conditions(facts, on, months))
    return {condition.key: condition.is_met for condition in found}


def test_nothing_stands_in_the_way_of_a_household_that_is_well():
    assert in_the_way(GOOD) == {}


@pytest.mark.parametrize(
    ("facts", "key", "is_met"),
    [
        (replace(GOOD, included_on=date(2022, 6, 6)), "half_year", False),
        (replace(GOOD, measure_risks_done=()), "measure", False),
        (replace(GOOD, measure_risks_done=("因学",)), "measure", False),
        (replace(GOOD, income_steady=0), "steady", False),
        (replace(GOOD, income_steady=None), "steady", None),
        (replace(GOOD, income_per_head_fen=700_000), "income", False),
        (replace(GOOD, income_per_head_fen=None), "income", None),
        (replace(GOOD, spending_settled=0), "spending", False),
        (replace(GOOD, housing_safe=0), "housing", False),
        (replace(GOOD, medical_secured=None), "medical", None),
        (replace(GOOD, education_secured=0), "education", False),
        (replace(GOOD, water_safe=0), "water", False),
        (replace(GOOD, risk_gone=0), "risk_gone", False),
        (replace(GOOD, has_labour=False), "labour", False),
        (replace(GOOD, has_labour=None), "labour", None),
    ],
)
def test_each_condition_alone_stands_in_the_way(facts: ClearingFacts, key: str, is_met: object):
    assert in_the_way(facts) == {key: is_met}


def test_half_a_year_is_over_on_the_same_day_six_months_later():
    assert in_the_way(GOOD, date(2022, 11, 18)) == {"half_year": False}
    assert in_the_way(GOOD, date(2022, 11, 19)) == {}


def test_a_natural_clearing_is_not_bound_to_half_a_year_or_a_measure():
    natural = replace(
        GOOD, is_natural=True, included_on=date(2022, 11, 1), measure_risks_done=(),
        income_steady=None,
    )  # fmt: skip
    assert in_the_way(natural) == {}
    assert in_the_way(replace(natural, has_labour=False)) == {"labour": False}


def test_a_measure_without_a_risk_counts_as_carried_out():
    assert in_the_way(replace(GOOD, measure_risks_done=("",))) == {}


def test_the_sentence_names_each_condition_and_its_source():
    conditions = clearing_conditions(replace(GOOD, has_labour=False, water_safe=None), ON)
    words = obstacle_sentence(conditions)
    assert "不符合：家中有劳动力" in words
    assert "柳州市“六个精准”工作方案" in words
    assert "还没有核实：饮水安全（马店镇2022年集中排查方案" in words


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 5, 31), 6, date(2022, 11, 30)),
        (date(2022, 12, 31), 12, date(2023, 12, 31)),
    ],
)
def test_months_end_on_the_months_last_day(day: date, months: int, later: date):
    assert add_months(day, months) == later
