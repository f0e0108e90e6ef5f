"""What was found for a case: income and guarantees of each round, hits with their verdicts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CaseFinding, Income
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_clearing import (
    remove_wrong,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_findings import (
    add_hit,
    change_hit,
    finding_values,
    hit_fields,
    hit_values,
    remove_hit,
    set_finding,
    set_verdict,
)
from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.finding_suggestions import suggest_finding
from tests.small_township import PERIOD, add_campaign, make_township
from tests.unit.usecases.test_case_life import GENERAL, begin, clear, record, settle, take_in

FOUND = {
    "found_on": "2022-05-09",
    "population": "3",
    "line_fen": "7000",
    "period_from": "2021-05-01",
    "period_to": "2022-04-30",
    "wages_fen": "20,000.10",
    "business_fen": "6000",
    "business_cost_fen": "1000.07",
    "claims_fen": "500",
    "medical_self_paid_fen": "7,720.00",
    "housing_safe": "是",
    "medical_secured": "否",
    "education_secured": "",
}
CLEARED = {
    "found_on": "2022-11-21",
    "population": "2",
    "line_fen": "7000",
    "wages_fen": "40000",
    **dict.fromkeys(
        (
            "housing_safe",
            "medical_secured",
            "education_secured",
            "water_safe",
            "income_steady",
            "spending_settled",
            "risk_gone",
        ),
        "是",
    ),
    "no_labour": "否",
}
TRUCK = {"kind": "车辆", "person_name": "蓝小桂", "found_on": "2022-05-09"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def view(town: Database, case_id: int) -> CaseView:
    return read_case(town, case_id=case_id, today=date(2022, 12, 20))


def find(town: Database, case_id: int, stage: Stage = Stage.IDENTIFY, **changed: str) -> None:
    given = FOUND if stage is Stage.IDENTIFY else CLEARED
    set_finding(town, case_id=case_id, stage=stage, values={**given, **changed})


def suggested(town: Database, case_id: int, stage: Stage) -> dict[str, object]:
    return {each.key: each.value for each in suggest_finding(town, case_id=case_id, stage=stage)}


def test_income_typed_in_yuan_is_kept_to_the_fen(town: Database):
    case_id = begin(town)
    find(town, case_id)
    found = view(town, case_id).identified
    assert found is not None
    assert found.net_fen == 2_000_010 + 600_000 - 100_007
    assert found.net_per_head_fen == 833_334
    assert found.reference_fen == found.net_fen + 50_000 - 772_000
    assert found.is_above_line is True
    assert found.answers["medical_secured"] == 0
    assert found.answers["education_secured"] is None


def test_a_finding_is_one_undo_step_and_is_corrected_in_place(town: Database):
    case_id = begin(town)
    find(town, case_id)
    set_finding(town, case_id=case_id, stage=Stage.IDENTIFY, values={"wages_fen": "100.00"})
    values = finding_values(town, case_id=case_id, stage=Stage.IDENTIFY)
    assert (values["wages_fen"], values["population"]) == (10_000, 3)
    undo(town)
    assert finding_values(town, case_id=case_id, stage=Stage.IDENTIFY)["wages_fen"] == 2_000_010
    undo(town)
    assert finding_values(town, case_id=case_id, stage=Stage.IDENTIFY) == {}
    redo(town)
    assert len(view(town, case_id).findings) == 1


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("found_on", "", "核实日期不能空着"),
        ("found_on", "2022-05-05", "早于线索日期"),
        ("found_on", "2099-01-01", "今天以后"),
        ("found_on", "五月", "核实日期"),
        ("population", "0", "至少是1人"),
        ("population", "三四个", "家庭人口"),
        ("line_fen", "0", "不能是0元"),
        ("wages_fen", "-5", "负数"),
        ("wages_fen", "两万", "工资性收入"),
        ("period_to", "", "要一起填"),
        ("period_to", "2020-04-30", "起日在止日之后"),
        ("housing_safe", "大概", "住房安全"),
    ],
)
def test_what_cannot_be_is_not_taken(town: Database, key: str, text: str, sentence: str):
    case_id = begin(town)
    with pytest.raises(UserError, match=sentence):
        values = {**FOUND, key: text}
        set_finding(town, case_id=case_id, stage=Stage.IDENTIFY, values=values)
    assert view(town, case_id).findings == ()


def test_a_finding_of_identification_is_not_later_than_the_taking_in(town: Database):
    case_id = take_in(town)
    with pytest.raises(UserError, match=r"晚于纳入日期（2022-05-19）"):
        find(town, case_id, found_on="2022-05-20")
    find(town, case_id, found_on="2022-05-19")


def test_what_was_found_for_clearing_lies_between_taking_in_and_clearing(town: Database):
    case_id = begin(town)
    with pytest.raises(UserError, match="还没有纳入监测"):
        find(town, case_id, Stage.CLEAR)
    taken = take_in(town, 4)
    with pytest.raises(UserError, match=r"早于纳入日期（2022-05-19）"):
        find(town, taken, Stage.CLEAR, found_on="2022-05-18")


def test_an_ended_case_takes_no_finding(town: Database):
    refused, removed = begin(town, 4), take_in(town)
    refuse_cases(town, case_ids=[refused], on=date(2022, 5, 12), reasons=["no_risk"])
    with pytest.raises(UserError, match="重新启动识别"):
        find(town, refused)
    remove_wrong(town, case_id=removed, on=date(2022, 6, 1), reason="户籍不在本地")
    with pytest.raises(UserError, match="已经清退"):
        find(town, removed)


def test_a_finding_meets_the_conditions_of_clearing(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    find(town, case_id, Stage.CLEAR, housing_safe="否")
    told = {line.words: line.is_met for line in view(town, case_id).conditions}
    assert told["人均纯收入 20000 元，当年监测范围 7000 元"] is True
    assert told["住房安全"] is False
    set_finding(town, case_id=case_id, stage=Stage.CLEAR, values={"housing_safe": "是"})
    assert {line.words: line.is_met for line in view(town, case_id).conditions}["住房安全"] is True


def test_each_round_of_clearing_has_its_own_finding(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    find(town, case_id, Stage.CLEAR)
    stop_clearing(town, case_id=case_id, on=date(2022, 11, 25), reason="收入不稳定")
    told = {line.words: line.is_met for line in view(town, case_id).conditions}
    assert told["住房安全"] is None
    assert finding_values(town, case_id=case_id, stage=Stage.CLEAR) == {}
    find(town, case_id, Stage.CLEAR, found_on="2022-12-01", wages_fen="50000")
    start_clearing(town, case_ids=[case_id], on=date(2022, 12, 2))
    shown = view(town, case_id)
    assert [(f.turn, f.net_fen) for f in shown.findings] == [(1, 4_000_000), (2, 5_000_000)]
    assert {line.words: line.is_met for line in shown.conditions}["住房安全"] is True


def test_after_a_roll_back_a_new_finding_is_later_than_it(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    clear(town, case_id)
    with pytest.raises(UserError, match="晚于消除日期"):
        find(town, case_id, Stage.CLEAR, found_on="2022-12-06")
    roll_back(town, case_ids=[case_id], on=date(2023, 3, 1), reason="收入不稳定")
    with pytest.raises(UserError, match="早于回退日期"):
        find(town, case_id, Stage.CLEAR, found_on="2023-02-01")
    find(town, case_id, Stage.CLEAR, found_on="2023-04-01")
    assert [f.turn for f in view(town, case_id).findings] == [1, 2]


def test_what_is_known_is_suggested_and_not_saved(town: Database):
    add_campaign(town)
    case_id = begin(town)
    record(town, case_id, "apply", date(2022, 5, 7))
    record(town, case_id, "visit", date(2022, 5, 9))
    with town.action("收入") as unit:
        kept = unit.session.query(Income).filter_by(household_id=GENERAL).one()
        assert (kept.period_from, kept.period_to) == PERIOD
        kept.wages_fen, kept.business_cost_fen = 1_800_000, 20_000
    known = suggested(town, case_id, Stage.IDENTIFY)
    assert known == {
        "found_on": "2022-05-09",
        "population": 2,
        "line_fen": 700_000,
        "period_from": "2021-05-01",
        "period_to": "2022-04-30",
        "wages_fen": 1_800_000,
        "business_cost_fen": 20_000,
        "housing_safe": 1,
        "water_safe": 1,
    }
    assert view(town, case_id).findings == ()


def test_income_of_another_period_is_not_suggested(town: Database):
    case_id = begin(town)
    with town.action("收入") as unit:
        kept = unit.session.query(Income).filter_by(household_id=GENERAL).one()
        kept.wages_fen, kept.period_to = 1_800_000, date(2022, 3, 31)
    assert "wages_fen" not in suggested(town, case_id, Stage.IDENTIFY)


def test_without_a_campaign_the_line_of_the_identification_is_suggested(town: Database):
    case_id = take_in(town)
    assert "line_fen" not in suggested(town, case_id, Stage.CLEAR)
    find(town, case_id, line_fen="6500")
    line = [s for s in suggest_finding(town, case_id=case_id, stage=Stage.CLEAR) if "line" in s.key]
    assert [(each.value, each.source) for each in line] == [(650_000, "2022-05-09核实")]


def test_a_suggestion_can_be_saved_as_it_is(town: Database):
    case_id = begin(town)
    set_finding(
        town,
        case_id=case_id,
        stage=Stage.IDENTIFY,
        values=suggested(town, case_id, Stage.IDENTIFY) | {"found_on": "2022-05-09"},
    )
    with town.read() as session:
        row = session.query(CaseFinding).one()
    assert (row.population, row.period_to, row.housing_safe) == (2, date(2022, 4, 30), 1)


def test_a_hit_waits_for_its_verdict(town: Database):
    case_id = begin(town)
    add_hit(town, case_id=case_id, values=TRUCK)
    (hit,) = view(town, case_id).hits
    assert (hit.kind, hit.person, hit.verdict) == ("车辆", "蓝小桂", "")
    lines = [line for line in view(town, case_id).conditions if "命中" in line.words]
    assert [line.is_met for line in lines] == [False]
    set_verdict(town, case_id=case_id, hit_id=hit.hit_id, verdict="生产用车", on=date(2022, 5, 10))
    lines = [line for line in view(town, case_id).conditions if "命中" in line.words]
    assert [line.is_met for line in lines] == [True]
    undo(town)
    assert view(town, case_id).hits[0].verdict == ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": ""}, "命中内容不能空着"),
        ({"kind": "飞船"}, "命中内容"),
        ({"kind": "其他"}, "写明是什么"),
        ({"found_on": "2099-01-01"}, "比对日期在今天以后"),
        ({"verdict": "不影响"}, "研判日期也填上"),
        ({"verdict_on": "2022-05-10"}, "研判结论也写上"),
        ({"verdict": "不影响", "verdict_on": "2022-05-08"}, "早于比对日期"),
        ({"verdict": "不影响", "verdict_on": "2099-05-08"}, "研判日期在今天以后"),
    ],
)
def test_a_hit_that_cannot_be_is_not_taken(town: Database, values: dict[str, str], sentence: str):
    case_id = begin(town)
    with pytest.raises(UserError, match=sentence):
        add_hit(town, case_id=case_id, values={**TRUCK, **values})
    assert view(town, case_id).hits == ()


def test_a_hit_is_corrected_and_removed(town: Database):
    case_id = begin(town)
    add_hit(town, case_id=case_id, values=TRUCK)
    hit_id = view(town, case_id).hits[0].hit_id
    change_hit(town, case_id=case_id, hit_id=hit_id, values={"detail": "农用三轮车"})
    assert hit_values(town, case_id=case_id, hit_id=hit_id)["detail"] == "农用三轮车"
    remove_hit(town, case_id=case_id, hit_id=hit_id)
    with pytest.raises(UserError, match="已经不在了"):
        remove_hit(town, case_id=case_id, hit_id=hit_id)
    undo(town)
    assert view(town, case_id).hits[0].detail == "农用三轮车"


def test_a_verdict_that_the_taking_in_rests_on_is_not_emptied(town: Database):
    case_id = take_in(town)
    verdict = {"verdict": "生产用车，不影响纳入", "verdict_on": "2022-05-10"}
    add_hit(town, case_id=case_id, values={**TRUCK, **verdict})
    hit_id = view(town, case_id).hits[0].hit_id
    with pytest.raises(UserError, match="不能清空"):
        set_verdict(town, case_id=case_id, hit_id=hit_id, verdict=" ", on=None)


def test_kinds_are_the_office_list_and_names_are_those_of_the_household(town: Database):
    fields = {field.key: field for field in hit_fields(town, case_id=begin(town))}
    assert fields["kind"].choices[:4] == ("房产", "车辆", "大型农机具", "公职人员")
    assert len(fields["kind"].choices) == 13
    assert fields["person_name"].choices == ("蓝小桂", "家人5")
