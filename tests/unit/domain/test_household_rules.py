"""What the registry answers on 附件1, and what it leaves to the clerk."""

from datetime import date

import pytest

from fangfan_desktop.domain.household_rules import (
    HouseholdFacts,
    PersonFacts,
    Thresholds,
    dibao_recent,
    education_secured,
    is_elderly_candidate,
    many_minors,
    many_students,
    medical_secured,
    no_labour,
    prefill,
    severely_disabled,
)
from fangfan_desktop.domain.household_type import Identification

STARTS = date(2022, 5, 10)
WORKER = PersonFacts(date(1980, 1, 1), "普通劳动力", "健康", education="初中", is_insured=True)
OLD = PersonFacts(date(1950, 1, 1), "无劳动力", "长期慢性病", education="小学", is_insured=True)
PUPIL = PersonFacts(date(2012, 1, 1), health="健康", school_state="小学", is_insured=True)
STUDENT = PersonFacts(date(2003, 1, 1), health="健康", school_state="本科一年级", is_insured=True)
UNKNOWN = PersonFacts()


def test_a_known_household_answers_all_that_the_registry_can() -> None:
    household = HouseholdFacts(
        is_lifted=True,
        lifted_year=2020,
        identifications=(Identification("脱贫不稳定户", date(2021, 1, 1), date(2022, 1, 1)),),
        is_on_dibao=True,
        dibao_since=date(2021, 3, 1),
        is_scattered_tekun=False,
        is_housing_safe=True,
        is_water_safe=False,
    )
    assert prefill(household, [WORKER, PUPIL, OLD], STARTS) == {
        "population": 3,
        "household_type": "脱贫户",
        "housing_safe": 1,
        "medical_secured": 1,
        "education_secured": 1,
        "water_safe": 0,
        "no_labour": 0,
        "lifted_2020": 1,
        "on_dibao": 1,
        "dibao_recent": 1,
        "scattered_tekun": 0,
        "single_person": 0,
        "has_disabled": 0,
        "severely_disabled": 0,
        "many_minors": 0,
        "many_students": 0,
        "elderly_apart": 0,
        "risk_marked_cleared": 1,
    }


def test_what_is_not_known_stays_unanswered() -> None:
    answers = prefill(HouseholdFacts(), [UNKNOWN] * 3, STARTS)
    known = {key: value for key, value in answers.items() if value is not None}
    assert known == {"population": 3, "single_person": 0, "risk_marked_cleared": 0}
    assert all(
        value is None or key == "risk_marked_cleared"
        for key, value in prefill(HouseholdFacts(), [], STARTS).items()
    )


def test_the_settled_population_counts() -> None:
    assert prefill(HouseholdFacts(population=1), [WORKER, OLD], STARTS)["single_person"] == 1


def test_children_and_students_are_no_labour() -> None:
    assert no_labour([OLD, PUPIL, STUDENT], STARTS) == 1
    assert no_labour([OLD, PersonFacts(labour_skill="弱劳动力或半劳动力")], STARTS) == 0
    assert no_labour([OLD, UNKNOWN], STARTS) is None
    assert no_labour([WORKER, UNKNOWN], STARTS) == 0


@pytest.mark.parametrize(
    ("since", "answer"),
    [(date(2020, 5, 10), 1), (date(2020, 5, 9), 0), (date(2022, 6, 1), 1), (None, None)],
)
def test_dibao_is_recent_within_two_years(since: date | None, answer: int | None) -> None:
    household = HouseholdFacts(is_on_dibao=True, dibao_since=since)
    assert dibao_recent(household, STARTS) == answer


def test_no_dibao_is_no_recent_dibao() -> None:
    assert dibao_recent(HouseholdFacts(is_on_dibao=False), STARTS) == 0
    assert dibao_recent(HouseholdFacts(), STARTS) is None


@pytest.mark.parametrize(("year", "answer"), [(2020, 1), (2018, 0), (None, None)])
def test_lifted_in_2020(year: int | None, answer: int | None) -> None:
    facts = HouseholdFacts(is_lifted=True, lifted_year=year)
    assert prefill(facts, [WORKER], STARTS)["lifted_2020"] == answer
    assert prefill(HouseholdFacts(is_lifted=False), [WORKER], STARTS)["lifted_2020"] == 0


def test_levels_one_and_two_are_severe() -> None:
    assert severely_disabled([WORKER, PersonFacts(disability_level=2)]) == 1
    assert severely_disabled([WORKER, PersonFacts(disability_level=3)]) == 0
    assert severely_disabled([WORKER, PersonFacts(health="残疾,长期慢性病")]) is None
    assert prefill(HouseholdFacts(), [PersonFacts(health="残疾")], STARTS)["has_disabled"] == 1


def test_minors_are_counted_against_the_threshold() -> None:
    assert many_minors([PUPIL] * 3, STARTS) == 1
    assert many_minors([PUPIL] * 2 + [UNKNOWN], STARTS) is None
    assert many_minors([PUPIL, UNKNOWN], STARTS) == 0
    assert (
        prefill(HouseholdFacts(), [PUPIL] * 2, STARTS, Thresholds(many_minors=2))["many_minors"]
        == 1
    )


def test_only_school_outside_the_compulsory_years_counts() -> None:
    nursery = PersonFacts(date(2018, 1, 1), school_state="学前教育")
    toddler = PersonFacts(date(2020, 1, 1), school_state="学龄前儿童")
    assert many_students([STUDENT, nursery, WORKER], STARTS) == 1
    assert many_students([STUDENT, PUPIL, toddler, WORKER], STARTS) == 0
    assert many_students([STUDENT, PersonFacts(date(2004, 1, 1))], STARTS) is None


def test_old_people_alone_have_to_be_asked() -> None:
    assert prefill(HouseholdFacts(), [OLD, OLD], STARTS)["elderly_apart"] is None
    assert is_elderly_candidate([OLD, OLD], STARTS)
    assert not is_elderly_candidate([OLD, WORKER], STARTS)
    assert not is_elderly_candidate([OLD, UNKNOWN], STARTS)


def test_one_without_insurance_makes_it_no() -> None:
    assert medical_secured([WORKER, PersonFacts(is_insured=False), UNKNOWN]) == 0
    assert medical_secured([WORKER, UNKNOWN]) is None


def test_schooling_of_children_of_compulsory_age() -> None:
    child = date(2011, 3, 1)
    assert education_secured([WORKER, PUPIL], STARTS) == 1
    assert education_secured([WORKER, OLD], STARTS) == 1
    assert education_secured([PUPIL, PersonFacts(child, leaving_reason="厌学")], STARTS) == 0
    assert education_secured([PUPIL, PersonFacts(child)], STARTS) is None
    assert education_secured([PersonFacts(child, education="初中")], STARTS) == 1
    assert education_secured([PersonFacts(child, school_state="学龄前儿童")], STARTS) is None
    six = PersonFacts(date(2015, 8, 1), school_state="学前教育")
    assert education_secured([six], STARTS) == 1
    assert education_secured([PersonFacts(date(2015, 9, 1))], STARTS) == 1  # six after 31 August
    assert education_secured([PersonFacts(date(2007, 1, 1))], date(2022, 9, 1)) == 1
