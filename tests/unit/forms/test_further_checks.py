"""The check tables (核查表): what applies, what contradicts, what is worked out."""

import pytest

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.marks import CampaignFacts, Level, Mark
from fangfan_desktop.forms.row_check import RowCheck, check_row, compute_row

FACTS = CampaignFacts(line_fen=700_000, year=2022)
MONITORED: dict[str, Value] = {
    "group": "一组",
    "head_name": "𠮷㛃",
    "population": 3,
    "category": "边缘易致贫户",
    "identified_on": "2021-03-01",
    "risks": "因病",
    "income_per_capita": 800_000,
    "helper_in_place": 1,
    "has_help_plan": 1,
    "measures_timely": 1,
    "measures_targeted": 1,
    "measures_effective": 1,
    "risk_marked_cleared": 0,
    "clearing_due": 0,
    "members_accurate": 1,
    "income_accurate": 1,
    "securities_accurate": 1,
    "measures_entry_accurate": 1,
    "checker": "核查人甲",
    "checked_on": "2022-04-18",
}
GENERAL: dict[str, Value] = {
    "group": "一组",
    "head_name": "䶮𫘝",
    "population": 4,
    "income_per_capita": 900_000,
    "below_line": 0,
    "food_secured": 1,
    "clothing_secured": 1,
    "housing_safe": 1,
    "medical_secured": 1,
    "education_secured": 1,
    "water_safe": 1,
    "spending_risk": 0,
    "income_drop_risk": 0,
    "misfortune_risk": 0,
    "employment_risk": 0,
    "industry_risk": 0,
    "missed": 0,
    "checker": "核查人甲",
    "checked_on": "2022-04-18",
}
VISIT: dict[str, Value] = {
    "group": "一组",
    "head_name": "户主甲",
    "population": 2,
    "is_monitored": 0,
    "income_facts": "务工",
    "spending_facts": "药费",
    "security_facts": "都有保障",
    "labour_facts": "一人务工",
    "disaster_impact": 0,
    "judged_by_one_figure": 0,
    "kept_waiting": 0,
    "helped_outside": 0,
    "visit_conclusion": "不需纳入",
    "checker": "核查人甲",
    "checked_on": "2023-09-20",
}


def check(key: str, values: dict[str, Value], **changed: Value) -> RowCheck:
    form = load_form(key)
    row = values | changed
    return check_row(form, [row.get(one) for one in form.value_keys], FACTS)


def marks(result: RowCheck) -> list[tuple[str, Level, str]]:
    return [(mark.key, mark.level, mark.rule) for mark in result.marks]


def mark_at(result: RowCheck, key: str) -> Mark:
    return next(mark for mark in result.marks if mark.key == key)


@pytest.mark.parametrize(
    ("key", "values"),
    [("check-monitored", MONITORED), ("check-general", GENERAL), ("visit-check", VISIT)],
)
def test_a_household_without_faults_is_complete_and_unmarked(
    key: str, values: dict[str, Value]
) -> None:
    result = check(key, values)
    assert result.marks == ()
    assert result.is_complete


def test_a_lifted_household_answers_the_same_questions_and_two_more() -> None:
    more: dict[str, Value] = {"measures_in_place": 1, "system_data_accurate": 1}
    assert check("check-lifted", GENERAL | more).is_complete
    assert check("check-lifted", GENERAL).missing == 2


@pytest.mark.parametrize(
    ("income", "below"), [(699_999, 1), (700_000, 0), (700_001, 0), (None, None)]
)
def test_below_the_line_is_lower_and_not_equal(income: int | None, below: int | None) -> None:
    form = load_form("check-general")
    row = [income if key == "income_per_capita" else None for key in form.value_keys]
    assert compute_row(form, row, FACTS) == {"below_line": below}


def test_an_income_that_disagrees_with_the_line_column_is_an_error() -> None:
    result = check("check-general", GENERAL, below_line=1, not_included_reason="有务工收入，支出小")
    assert marks(result) == [("below_line", Level.ERROR, "D03")]
    assert "应为“否”" in mark_at(result, "below_line").message
    none = check("check-general", GENERAL, income_per_capita=None)
    assert "请先填人均纯收入" in mark_at(none, "below_line").message


def test_a_household_under_the_line_that_was_not_missed_needs_a_written_reason() -> None:
    poor: dict[str, Value] = {"income_per_capita": 600_000, "below_line": 1}
    result = check("check-general", GENERAL, **poor)
    assert marks(result) == [("not_included_reason", Level.ERROR, "M01")]
    assert not result.is_complete
    written = check(
        "check-general", GENERAL, **poor, not_included_reason="种植收入未计入，支出小，儿子赡养"
    )
    assert written.is_complete


def test_lacks_and_risks_are_named_where_no_reason_is_written() -> None:
    result = check("check-general", GENERAL, housing_safe=0, water_safe=0, employment_risk=1)
    assert marks(result) == [
        ("not_included_reason", Level.DOUBT, "M02"),
        ("not_included_reason", Level.DOUBT, "M03"),
    ]
    assert "住房、饮水没有保障" in result.marks[0].message
    assert "就业有风险" in result.marks[1].message


def test_a_missed_household_has_no_reason_for_not_being_taken_in() -> None:
    result = check("check-general", GENERAL, missed=1, not_included_reason="不用")
    assert marks(result) == [
        ("missed", Level.HINT, "M05"),
        ("not_included_reason", Level.ERROR, "D05"),
    ]


@pytest.mark.parametrize(
    "reason", ["等纳入低保后再定", "等病人出院", "等财产检索通过", "系统显示超时"]
)
def test_waiting_is_no_reason(reason: str) -> None:
    result = check("check-general", GENERAL, not_included_reason=reason)
    assert marks(result) == [("not_included_reason", Level.DOUBT, "M07")]


def test_one_figure_alone_is_no_reason_for_a_household_under_the_line() -> None:
    poor: dict[str, Value] = {"income_per_capita": 600_000, "below_line": 1}
    result = check("check-general", GENERAL, **poor, not_included_reason="名下有车辆")
    assert marks(result) == [("not_included_reason", Level.DOUBT, "M08")]
    whole = check("check-general", GENERAL, **poor, not_included_reason="有存款，支出小，无风险")
    assert marks(whole) == []


def test_what_is_asked_of_cleared_and_uncleared_households_differs() -> None:
    cleared = check("check-monitored", MONITORED, risk_marked_cleared=1)
    assert marks(cleared) == [("clearing_due", Level.ERROR, "D05")]
    assert "请清空本格" in cleared.marks[0].message
    wrong = check(
        "check-monitored", MONITORED, risk_marked_cleared=1, clearing_due=None, clearing_wrong=1
    )
    assert marks(wrong) == [("clearing_wrong", Level.HINT, "X04")]
    assert wrong.is_complete


def test_due_for_clearing_needs_half_a_year_and_an_income_above_the_line() -> None:
    early = check("check-monitored", MONITORED, clearing_due=1, identified_on="2021-10-19")
    assert marks(early) == [("clearing_due", Level.DOUBT, "X01")]
    on_the_day = check("check-monitored", MONITORED, clearing_due=1, identified_on="2021-10-18")
    assert marks(on_the_day) == []
    poor = check("check-monitored", MONITORED, clearing_due=1, income_per_capita=700_000)
    assert marks(poor) == [("clearing_due", Level.DOUBT, "X03")]


def test_a_household_is_not_checked_before_it_was_taken_in() -> None:
    result = check("check-monitored", MONITORED, identified_on="2022-05-01")
    assert marks(result) == [("checked_on", Level.DOUBT, "")]


def test_faults_of_help_are_doubts_and_no_labour_may_stay_empty() -> None:
    result = check("check-monitored", MONITORED, helper_in_place=0, development_help=0)
    assert marks(result) == [
        ("helper_in_place", Level.DOUBT, "H10"),
        ("development_help", Level.DOUBT, "H10"),
    ]
    assert result.is_complete


def test_a_written_problem_needs_a_suggestion_and_a_fault_needs_a_written_problem() -> None:
    written = check("check-monitored", MONITORED, problems="措施未录入")
    assert marks(written) == [("suggestion", Level.ERROR, "")]
    advised = check("check-monitored", MONITORED, suggestion="三日内补录")
    assert marks(advised) == [("problems", Level.DOUBT, "")]
    ticked = check("check-monitored", MONITORED, members_accurate=0, income_accurate=0)
    assert marks(ticked) == [("problems", Level.DOUBT, "")]
    assert "家庭成员、收支信息不准确" in ticked.marks[0].message


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"judged_by_one_figure": 1}, "唯收入论"),
        ({"kept_waiting": 1}, "三等"),
        ({"helped_outside": 1}, "体外循环"),
        ({"disaster_impact": 1, "disaster_impact_note": "稻田被淹"}, "受灾情影响"),
        ({"is_monitored": 1, "visit_conclusion": "应纳入"}, "已是监测对象"),
    ],
)
def test_a_conclusion_that_does_not_fit_what_was_found_is_a_doubt(
    changed: dict[str, Value], words: str
) -> None:
    result = check("visit-check", VISIT, **changed)
    assert marks(result) == [("visit_conclusion", Level.DOUBT, "")]
    assert words in result.marks[0].message


def test_a_monitored_household_gives_no_reason_for_not_being_taken_in() -> None:
    result = check(
        "visit-check",
        VISIT,
        is_monitored=1,
        not_included_kind="不同意纳入",
        visit_conclusion="持续关注",
    )
    assert marks(result) == [("not_included_kind", Level.ERROR, "D05")]


def test_a_look_back_asks_for_words_where_the_answer_is_the_fault() -> None:
    form = load_form("lookback-check")
    answers: dict[str, Value] = {
        field.key: 1 - field.note_at for field in form.fields if field.note_key
    }
    answers |= {
        "township": "雒容镇",
        "village": "坭桥村",
        "checker": "核查人甲",
        "checked_on": "2023-07-20",
    }
    assert check("lookback-check", answers).is_complete
    faults = check("lookback-check", answers, plans_fitted=0, helped_outside=1)
    assert marks(faults) == [("helped_outside", Level.HINT, ""), ("plans_fitted", Level.HINT, "")]
    assert "为“否”，请写明" in mark_at(faults, "plans_fitted").message
    assert not faults.is_complete
    explained = check(
        "lookback-check",
        answers,
        plans_fitted=0,
        plans_fitted_note="三户计划雷同",
        helped_outside=1,
        helped_outside_note="两户",
    )
    assert explained.is_complete
