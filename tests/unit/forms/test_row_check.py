"""The checks of one row of the household form, and of the ledger."""

import pytest

from fangfan_desktop.forms.form import Form, Kind, Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.marks import CampaignFacts, Level
from fangfan_desktop.forms.row_check import RowCheck, RowChecker, check_row, compute_row

FORM = load_form("household-form")
FACTS = CampaignFacts(line_fen=700_000, year=2022)
HELPED = ("measures_in_place", "measures_targeted", "benefits_only", "over_assisted")


def row_of(form: Form, **values: Value) -> list[Value]:
    return [values.get(key) for key in form.value_keys]


def finished(**changes: Value) -> list[Value]:
    """A finished row of a 一般农户 with nothing odd, but for the changes."""
    values: dict[str, Value] = {
        field.key: 0 for field in FORM.fields if field.kind is Kind.YES_NO and not field.applies
    }
    values |= dict.fromkeys(
        ("housing_safe", "medical_secured", "education_secured", "water_safe", "above_line"), 1
    )
    values |= {
        "group": "三组",
        "head_name": "𫘝𠮷",
        "population": 4,
        "household_type": "一般农户",
        "survey_method": "入户排查",
        "income_per_capita": 1_200_000,
        "should_include": 0,
    }
    return row_of(FORM, **(values | changes))


def check(row: list[Value]) -> RowCheck:
    return check_row(FORM, row, FACTS)


def found(row: list[Value]) -> list[tuple[str, Level, str]]:
    return [(mark.key, mark.level, mark.rule) for mark in check(row).marks]


def test_a_finished_row_is_complete_without_needs_and_remarks() -> None:
    result = check(finished())
    assert result.marks == ()
    assert (result.missing, result.is_complete) == (0, True)


def test_an_untouched_row_has_no_marks_and_misses_what_is_to_be_asked() -> None:
    row = row_of(FORM, group="一组", head_name="甲", population=3, household_type="一般农户")
    result = check(row)
    assert result.marks == ()
    assert not result.is_complete
    assert result.answered == 0
    # 43 columns without: number, 4 of the registry, the computed one, 27, 28, 34-40, 42, 43.
    assert result.missing == 43 - 1 - 4 - 1 - 2 - 7 - 2
    columns = RowChecker(FORM, FACTS).missing_columns(row)
    assert len(columns) == result.missing
    assert FORM.fields[columns[0]].key == "survey_method"


def test_no_is_an_answer_and_nothing_is_none() -> None:
    assert check(finished(on_dibao=0)).missing == 0
    assert check(finished(on_dibao=None)).missing == 1
    assert not check(finished(on_dibao=None)).is_complete


@pytest.mark.parametrize(
    ("household_type", "closed"),
    [
        ("一般农户", (*HELPED, "system_data_accurate")),
        ("脱贫户", ()),
        ("监测户", ("should_include",)),
    ],
)
def test_columns_apply_by_household_type(household_type: str, closed: tuple[str, ...]) -> None:
    result = check(row_of(FORM, household_type=household_type, elderly_apart=1))
    always = ("income_stable_half_year", "risk_stably_cleared")
    keys = {f.key for i, f in enumerate(FORM.fields) if not result.is_applicable(i)}
    assert keys == {*closed, *always}
    assert all(
        bool(reason) == (f.key in keys)
        for reason, f in zip(result.reasons, FORM.fields, strict=True)
    )


def test_a_lone_elder_household_is_asked_about_the_children() -> None:
    assert check(finished(elderly_apart=1)).missing == 2
    assert check(finished(elderly_apart=1, children_able=1, children_support=0)).is_complete


def test_a_cleared_household_is_asked_whether_it_is_steady() -> None:
    assert check(finished(risk_marked_cleared=1)).missing == 2


def test_a_value_where_the_column_does_not_apply_is_an_error_that_says_why() -> None:
    result = check(finished(measures_in_place=1, children_able=1))
    assert [(m.key, m.rule) for m in result.marks] == [
        ("children_able", "D05"),
        ("measures_in_place", "D05"),
    ]
    assert "脱贫户和监测户填写" in result.marks[1].message
    assert "请清空" in result.marks[1].message
    assert not result.is_complete


def test_a_fault_in_a_column_that_does_not_apply_is_reported_once() -> None:
    assert found(finished(measures_in_place=0)) == [("measures_in_place", Level.ERROR, "D05")]


def test_practical_difficulty_asks_for_its_text() -> None:
    without = check(finished(practical_difficulty=1))
    assert without.missing == 1
    assert [(m.key, m.level) for m in without.marks] == [("practical_difficulty", Level.HINT)]
    assert "写明" in without.marks[0].message
    written = finished(practical_difficulty=1, practical_difficulty_note="就医远")
    assert check(written).is_complete
    bare = finished(practical_difficulty=1)[: len(FORM.fields)]
    assert check_row(FORM, bare, FACTS).is_complete


@pytest.mark.parametrize(
    ("income", "above", "is_wrong"),
    [
        (700_001, 1, False),
        (700_001, 0, True),
        (700_000, 0, False),
        (700_000, 1, True),
        (699_999, 1, True),
        (700_001, None, True),
        (None, 1, True),
        (None, None, False),
    ],
)
def test_column_8_follows_the_income_and_the_line(
    income: int | None, above: int | None, *, is_wrong: bool
) -> None:
    row = finished(income_per_capita=income, above_line=above, should_include=1)
    assert (("above_line", Level.ERROR, "D03") in found(row)) == is_wrong


def test_the_message_of_column_8_names_the_figures_and_the_right_answer() -> None:
    message = check(finished(income_per_capita=648_050)).marks[-1].message
    assert "6480.50元，不高于监测范围7000元，第8列应为“否”" in message


@pytest.mark.parametrize(("income", "above"), [(700_001, 1), (700_000, 0), (-1, 0), (None, None)])
def test_column_8_is_worked_out_and_equal_is_not_above(
    income: int | None, above: int | None
) -> None:
    row = row_of(FORM, income_per_capita=income)
    assert compute_row(FORM, row, FACTS) == {"above_line": above}
    assert RowChecker(FORM, FACTS).compute(row) == {"above_line": above}


def test_a_form_without_the_line_computes_nothing() -> None:
    form = load_form("ledger")
    assert compute_row(form, row_of(form), FACTS) == {}


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        (
            {"income_per_capita": 650_000, "above_line": 0},
            ("income_per_capita", Level.DOUBT, "M01"),
        ),
        ({"water_safe": 0}, ("water_safe", Level.DOUBT, "M02")),
        ({"heavy_burden": 1}, ("heavy_burden", Level.DOUBT, "M03")),
        ({"sudden_hardship": 1}, ("sudden_hardship", Level.DOUBT, "M03")),
    ],
)
def test_signs_of_risk_and_not_to_be_taken_in_are_doubted(
    changes: dict[str, Value], mark: tuple[str, Level, str]
) -> None:
    assert found(finished(**changes)) == [mark]
    assert check(finished(**changes)).is_complete
    assert found(finished(**changes, should_include=1)) == []
    assert found(finished(**changes, should_include=None)) == []


def test_a_low_income_with_a_written_reason_is_not_doubted() -> None:
    row = finished(income_per_capita=650_000, above_line=0, remarks="子女已赡养，存款充足")
    assert found(row) == []


def test_all_that_is_not_secured_is_named_in_one_mark() -> None:
    (mark,) = check(finished(housing_safe=0, education_secured=0)).marks
    assert mark.key == "housing_safe"
    assert "住房、义务教育没有保障" in mark.message


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"severely_disabled": 1}, ("severely_disabled", Level.ERROR, "")),
        ({"newly_disabled": 1}, ("newly_disabled", Level.ERROR, "")),
        ({"dibao_recent": 1}, ("dibao_recent", Level.DOUBT, "")),
        ({"single_person": 1}, ("single_person", Level.ERROR, "D04")),
        ({"population": 1}, ("single_person", Level.ERROR, "D04")),
        (
            {"income_per_capita": -100, "above_line": 0, "should_include": 1},
            ("income_per_capita", Level.DOUBT, ""),
        ),
        ({"income_per_capita": 100_000_001}, ("income_per_capita", Level.DOUBT, "")),
        ({"household_type": "贫困户"}, ("household_type", Level.ERROR, "")),
        ({"on_dibao": 7}, ("on_dibao", Level.ERROR, "")),
    ],
)
def test_answers_that_contradict_each_other_are_marked(
    changes: dict[str, Value], mark: tuple[str, Level, str]
) -> None:
    assert mark in found(finished(**changes))
    assert check(finished(**changes)).errors >= int(mark[1] is Level.ERROR)


def test_a_cleared_household_that_is_not_steady_should_go_back() -> None:
    row = finished(risk_marked_cleared=1, income_stable_half_year=0, risk_stably_cleared=0)
    result = check(row)
    assert [(m.key, m.level, m.rule) for m in result.marks] == [
        ("income_stable_half_year", Level.HINT, "X04"),
        ("risk_stably_cleared", Level.HINT, "X04"),
    ]
    assert all("应回退" in mark.message for mark in result.marks)
    assert result.is_complete


@pytest.mark.parametrize(("key", "fault"), list(zip(HELPED, (0, 0, 1, 1), strict=True)))
def test_help_that_is_not_as_it_should_be_is_doubted(key: str, fault: int) -> None:
    good: dict[str, Value] = dict(zip(HELPED, (1, 1, 0, 0), strict=True))
    helped = good | {"household_type": "监测户", "should_include": None, "system_data_accurate": 1}
    assert check(finished(**helped)).is_complete
    assert found(finished(**(helped | {key: fault}))) == [(key, Level.DOUBT, "H10")]
    assert check(finished(**(helped | {key: fault}))).doubts == 1


def test_marks_stand_in_the_order_of_the_columns() -> None:
    row = finished(income_per_capita=100_000_001, single_person=1, on_dibao=7, measures_in_place=1)
    columns = [mark.column for mark in check(row).marks]
    assert columns == sorted(columns)
    assert len(columns) == 4


@pytest.mark.parametrize(
    ("values", "missing_cell"),
    [
        ({}, None),
        ({"village": "坭桥村"}, None),
        ({"village": "坭桥村", "head_name": "甲", "id_number": "11010519491231002X"}, None),
        ({"village": "坭桥村", "head_name": "甲"}, "id_number"),
        ({"village": "坭桥村", "id_number": "11010519491231002X"}, "head_name"),
        ({"head_name": "甲", "id_number": "11010519491231002X"}, "village"),
    ],
)
def test_the_ledger_is_filled_by_level(values: dict[str, Value], missing_cell: str | None) -> None:
    form = load_form("ledger")
    full: dict[str, Value] = {
        "unit": "雒容镇",
        "problem_type": "资金项目",
        "problem": "资产未登记",
        "action": "补登记",
        "owner": "乙",
        "deadline": "2022-06-10",
    }
    result = check_row(form, row_of(form, **(full | values)), FACTS)
    assert [mark.key for mark in result.marks] == ([missing_cell] if missing_cell else [])
    assert result.is_complete == (missing_cell is None)
