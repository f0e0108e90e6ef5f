"""A case as a page: what is read of it in each state, with lights, expected days and obstacles."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.case_progress import CaseState
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    ArchivePaper,
    AssetHit,
    CaseFinding,
    Household,
    Identification,
    Notice,
    NoticeCase,
)
from fangfan_desktop.storage.cases import find_case, open_missing_cases
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_clearing import remove_wrong, roll_back, start_clearing
from fangfan_desktop.usecases.case_lines import CaseAction, CaseView, StepState, StepView
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_step_papers import record_with_papers
from fangfan_desktop.usecases.case_steps import StepEntry, plan_step
from fangfan_desktop.usecases.case_view import find_case_id, read_case
from fangfan_desktop.usecases.household_records import set_measure, set_visit
from tests.small_township import add_campaign, make_township
from tests.unit.usecases.test_case_life import (
    CLEARING,
    CLUE,
    GENERAL,
    STEPS,
    begin,
    clear,
    record,
    settle,
    take_in,
)

DAY = date(2022, 5, 19)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def begin_with(town: Database, count: int) -> int:
    """A case with its first so many steps done."""
    case_id = begin(town)
    for key, on in list(STEPS.items())[:count]:
        record(town, case_id, key, on)
    return case_id


def view(town: Database, case_id: int, today: date = DAY) -> CaseView:
    return read_case(town, case_id=case_id, today=today)


def step(shown: CaseView, key: str, stage: Stage = Stage.IDENTIFY) -> StepView:
    found = shown.step(stage, key)
    assert found is not None
    return found


def words(shown: CaseView) -> list[tuple[str, bool | None]]:
    return [(line.words, line.is_met) for line in shown.conditions]


def test_the_head_tells_whose_case_it_is(town: Database):
    shown = view(town, begin(town))
    assert (shown.head, shown.village, shown.group, shown.people) == ("蓝小桂", "坭桥村", "三组", 2)
    assert (shown.household_type, shown.category, shown.is_included) == (
        "一般农户",
        "边缘易致贫户",
        False,
    )
    assert (shown.state, shown.code, shown.clue_source) == (
        CaseState.IDENTIFYING,
        "2022-0001",
        "农户自主申报",
    )
    assert find_case_id(town, " 2022-0001 ") == shown.case_id
    with pytest.raises(UserError, match="2022-0031"):
        find_case_id(town, "2022-9999")


def test_steps_are_done_in_hand_and_not_yet(town: Database):
    shown = view(town, begin_with(town, 2), date(2022, 5, 10))
    states = {each.key: each.state for each in shown.stages[0].steps}
    assert states["visit"] is StepState.DONE
    assert states["compare"] is StepState.IN_HAND
    assert states["meeting"] is StepState.WAITING
    assert step(shown, "visit").day_number == 3
    assert shown.main_step is not None
    assert shown.main_step.key == "compare"
    assert shown.stages[0].title == "识别程序 · 六安2022"


def test_the_clock_runs_from_the_clue(town: Database):
    case_id = begin(town)
    stage = view(town, case_id).stages[0]
    assert (stage.clock_words, stage.clock) == ("第 13 天/15 天", LightColour.NEAR)
    early = view(town, case_id, date(2022, 5, 8)).stages[0]
    assert (early.clock_words, early.clock) == ("第 2 天/15 天", LightColour.NONE)
    late = view(town, case_id, date(2022, 5, 24)).stages[0]
    assert (late.clock_words, late.clock) == ("超 3 天", LightColour.OVERDUE)


def test_a_notice_that_would_run_past_the_limit_is_told_in_advance(town: Database):
    shown = view(town, begin_with(town, 2))
    notice = step(shown, "notice")
    assert notice.state is StepState.LATE
    assert notice.expected_words == "5月20日—5月24日（已超15天时限，请提前）"
    assert notice.period == (date(2022, 5, 20), date(2022, 5, 24))
    assert step(shown, "meeting").expected_words == "预计 5月19日"
    assert step(shown, "review").state is StepState.WAITING


def test_days_are_planned_backwards_from_the_limit(town: Database):
    shown = view(town, begin_with(town, 2), date(2022, 5, 10))
    latest = {each.key: each.latest_on for each in shown.stages[0].steps}
    assert latest["decide"] == latest["review"] == date(2022, 5, 21)
    assert latest["notice"] == date(2022, 5, 16)  # five days from it end on the 20th
    assert latest["meeting"] == latest["compare"] == date(2022, 5, 15)
    assert latest["announce"] is None
    assert step(shown, "notice").expected_words == "5月11日—5月15日，最迟 5月16日开始"


def test_a_limit_of_working_days_counts_working_days(town: Database):
    case_id = open_case(
        town,
        household_id=GENERAL,
        clue=Clue(date(2022, 4, 29), "农户自主申报"),
        procedure_key="liuzhou-2021",
    ).case_id
    # 05-07, a Saturday, was worked; 04-30 to 05-04 were free
    shown = view(town, case_id, date(2022, 5, 7))
    apply = step(shown, "apply")
    assert apply.limit_words == "5个工作日"
    assert apply.deadline is not None
    assert (apply.deadline.due_on, apply.deadline.words) == (date(2022, 5, 10), "剩 3 天")
    assert shown.stages[0].clock_words == "第 3 个工作日/5 个工作日"


def test_a_last_day_in_a_year_without_known_holidays_says_so(town: Database):
    case_id = open_case(
        town,
        household_id=GENERAL,
        clue=Clue(date(2026, 1, 5), "农户自主申报"),
        procedure_key="liuzhou-2021",
    ).case_id
    known = view(town, case_id, date(2026, 1, 5))
    assert step(known, "apply").deadline is not None
    with town.action("远期") as unit:
        find_case(unit.session, case_id).clue_on = date(2051, 1, 5)
    far = step(view(town, case_id, date(2051, 1, 5)), "apply")
    assert far.deadline is not None
    assert "2051年放假安排尚未内置" in far.deadline.note


def test_a_planned_day_is_shown_and_moves_what_follows(town: Database):
    case_id = begin_with(town, 2)
    plan_step(
        town,
        case_ids=[case_id],
        stage=Stage.IDENTIFY,
        step_key="meeting",
        planned_on=date(2022, 5, 12),
    )
    shown = view(town, case_id, date(2022, 5, 10))
    assert step(shown, "meeting").state is StepState.PLANNED
    assert step(shown, "meeting").expected_on == date(2022, 5, 12)
    assert step(shown, "notice").expected_on == date(2022, 5, 13)


def test_a_returned_step_is_to_be_done_again(town: Database):
    case_id = begin(town)
    record(town, case_id, "apply", date(2022, 5, 7), result="退回", reason="缺户主签字")
    shown = view(town, case_id, date(2022, 5, 8))
    assert step(shown, "apply").state is StepState.RETURNED
    assert ("“农户申请及承诺授权”退回：缺户主签字，要重新办理", False) in words(shown)
    assert shown.main_step is not None
    assert shown.main_step.key == "apply"


def test_why_not_yet_taken_in_names_papers_hits_category_and_what_is_left(town: Database):
    case_id = begin_with(town, 2)
    with town.action("材料、命中") as unit:
        unit.session.add(
            ArchivePaper(case_id=case_id, item_key="identify/apply/申请书", is_present=1)
        )
        unit.session.add(AssetHit(case_id=case_id, kind="车辆"))
    shown = view(town, case_id)
    assert shown.conditions_title == "为什么还不能纳入"
    told = words(shown)
    assert ("监测对象类别：边缘易致贫户", True) in told
    assert ("申请书已存", True) in told
    assert ("材料还缺 2 件：承诺授权书、入户核实表", False) in told
    assert ("信息比对命中 1 项没有研判结论（车辆）", False) in told
    assert told[-1] == ("还要办：信息比对、民主评议、村内公示、乡镇审核、县级审定", None)
    sources = [line.source for line in shown.conditions if "命中" in line.words]
    assert "唯财产检索结果论" in sources[0]
    with town.action("研判") as unit:
        unit.session.query(AssetHit).one().verdict = "农用三轮车，不影响纳入"
    shown = view(town, case_id)
    assert ("信息比对命中 1 项都有研判结论", True) in words(shown)
    assert shown.hits[0].verdict == "农用三轮车，不影响纳入"


def test_a_case_without_category_and_risks_says_so(town: Database):
    clue = Clue(date(2022, 5, 6), "信访舆情媒体")
    case_id = open_case(town, household_id=GENERAL, clue=clue, procedure_key="luan-2022").case_id
    told = words(view(town, case_id))
    assert told[:2] == [("还没有定监测对象类别", False), ("还没有填致贫返贫风险", False)]


def test_step_and_papers_are_one_undo_step(town: Database):
    case_id = begin(town)
    record_with_papers(
        town,
        case_id=case_id,
        stage=Stage.IDENTIFY,
        step_key="apply",
        entry=StepEntry(date(2022, 5, 7)),
        papers={"identify/apply/申请书": True, "identify/apply/承诺授权书": False},
    )
    marks = {mark.name: mark.is_present for mark in step(view(town, case_id), "apply").papers}
    assert marks == {"申请书": True, "承诺授权书": False}
    undo(town)
    shown = step(view(town, case_id), "apply")
    assert shown.fact is None
    assert [mark.is_present for mark in shown.papers] == [None, None]


def test_a_hanging_notice_gives_its_days(town: Database):
    case_id = begin_with(town, 4)
    with town.action("公示") as unit:
        notice = Notice(
            kind="to-include-village",
            village_id=1,
            title="公示",
            text="",
            made_on=date(2022, 5, 11),
            starts_on=date(2022, 5, 11),
            ends_on=date(2022, 5, 17),
        )
        unit.session.add(notice)
        unit.session.flush()
        unit.session.add(
            NoticeCase(notice_id=notice.id, case_id=case_id, position=1, shown="蓝小桂")
        )
    shown = view(town, case_id, date(2022, 5, 12))
    assert step(shown, "notice").period == (date(2022, 5, 11), date(2022, 5, 17))
    assert step(shown, "review").expected_on == date(2022, 5, 18)


def test_a_refusal_shows_its_reasons_and_its_fault(town: Database):
    case_id = begin(town)
    refuse_cases(
        town, case_ids=[case_id], on=date(2022, 5, 12), reasons=["wait_dibao"], note="先等低保"
    )
    shown = view(town, case_id)
    assert shown.state is CaseState.REFUSED
    assert shown.refusal is not None
    assert shown.refusal.reasons == ("等纳入低保",)
    assert shown.refusal.note == "先等低保"
    assert "三等" in (shown.refusal.fault or "")
    assert shown.actions[0] is CaseAction.TAKE_UP
    assert shown.conditions == ()
    assert shown.main_step is None
    assert shown.stages[0].clock_words == ""


def test_a_case_taken_in_owes_helper_plan_measures_and_a_visit(town: Database):
    case_id = take_in(town)
    shown = view(town, case_id, date(2022, 5, 20))
    assert (shown.state, shown.category, shown.is_included) == (
        CaseState.HELPING,
        "边缘易致贫户",
        True,
    )
    (helper,) = shown.helpers
    assert helper.deadline is not None
    assert helper.deadline.due_on == date(2022, 5, 26)  # five working days after the 19th
    assert shown.plan.deadline is not None
    assert shown.plan.deadline.due_on == date(2022, 5, 29)  # ten days
    assert shown.visit_duty is not None
    assert shown.visit_duty.words == "2022年第二季度：还没有走访"
    assert shown.visit_duty.deadline is not None
    assert shown.visit_duty.deadline.due_on == date(2022, 6, 30)
    assert shown.main_step is not None
    assert shown.main_step.name == "公告"  # what is left after the decision
    assert shown.stages[0].clock_words == "用了 13 天"
    assert CaseAction.START_CLEARING in shown.actions


def test_what_is_done_is_owed_no_more(town: Database):
    case_id = take_in(town)
    set_measure(
        town,
        household_id=GENERAL,
        values={"kind": "就业帮扶", "made_on": "2022-05-21", "planned_until": "2022-05-23"},
    )
    set_visit(town, household_id=GENERAL, values={"visited_on": "2022-05-22", "visitor": "莫㛃"})
    with town.action("责任人") as unit:
        row = unit.session.query(Identification).filter_by(household_id=GENERAL).one()
        row.helper_name = "蒙𫘝"
    shown = view(town, case_id, date(2022, 5, 25))
    assert shown.helpers[0].deadline is None
    assert shown.plan.deadline is None
    (measure,) = shown.measures
    assert (measure.state, measure.is_developmental) == ("未落实", True)
    assert measure.deadline is not None
    assert measure.deadline.words == "超 2 天"
    assert shown.visit_duty is not None
    assert shown.visit_duty.is_met
    assert shown.around.last_visit == "2022-05-22 莫㛃"


def test_a_relocated_household_whose_registration_stays_has_two_helpers(town: Database):
    case_id = take_in(town)
    with town.action("搬迁") as unit:
        household = unit.session.get_one(Household, GENERAL)
        household.relocated, household.registration_moved = 1, 0
    shown = view(town, case_id, date(2022, 5, 20))
    assert [helper.title for helper in shown.helpers] == ["户籍地帮扶责任人", "安置地帮扶责任人"]
    assert all(helper.deadline is not None for helper in shown.helpers)


def test_income_is_worked_out_beside_the_line(town: Database):
    case_id = begin(town)
    with town.action("核实") as unit:
        unit.session.add(
            CaseFinding(
                case_id=case_id,
                stage="identify",
                found_on=date(2022, 5, 9),
                population=5,
                line_fen=700_000,
                wages_fen=4_930_000,
                medical_self_paid_fen=3_860_000,
                housing_safe=1,
            )
        )
    found = view(town, case_id).identified
    assert found is not None
    assert (found.net_fen, found.net_per_head_fen) == (4_930_000, 986_000)
    assert (found.reference_fen, found.reference_per_head_fen) == (1_070_000, 214_000)
    assert found.is_above_line is True
    assert (found.answers["housing_safe"], found.answers["water_safe"]) == (1, None)


def test_why_not_yet_cleared_names_each_condition_with_its_source(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 8, 1))
    shown = view(town, case_id, date(2022, 8, 2))
    assert shown.state is CaseState.CLEARING
    assert shown.conditions_title == "为什么还不能消除"
    by_start = {line.words[:4]: line for line in shown.conditions}
    assert by_start["纳入满6"].is_met is False
    assert by_start["针对风险"].is_met is False
    assert by_start["住房安全"].is_met is None
    assert all(line.source for line in shown.conditions[:-1])
    assert shown.conditions[-1].words.startswith("还要办：入户核实")
    assert shown.stages[-1].title == "风险消除程序 · 六安2022 · 帮扶消除"
    assert CaseAction.STOP_CLEARING in shown.actions


def test_findings_at_identification_and_clearing_stand_side_by_side(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    clear(town, case_id)
    shown = view(town, case_id, date(2022, 12, 20))
    assert shown.state is CaseState.CLEARED
    assert shown.identified is None
    assert shown.clearing is not None
    assert shown.clearing.net_per_head_fen == 1_000_000
    assert "2022-12-05 风险消除（帮扶消除）" in shown.ended_words
    assert shown.visit_duty is None
    assert CaseAction.ROLL_BACK in shown.actions
    assert CaseAction.IDENTIFY_ANEW in shown.actions


def test_a_rolled_back_case_goes_on_and_its_second_clearing_is_a_round_of_its_own(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    clear(town, case_id)
    roll_back(town, case_ids=[case_id], on=date(2023, 3, 1), reason="收入不稳定")
    shown = view(town, case_id, date(2023, 3, 2))
    assert (shown.state, shown.state_note) == (CaseState.HELPING, "2023-03-01 回退")
    assert shown.ended_words == "2023-03-01 回退：收入不稳定，继续帮扶"
    start_clearing(town, case_ids=[case_id], on=date(2023, 9, 1))
    again = view(town, case_id, date(2023, 9, 2))
    rounds = [stage for stage in again.stages if stage.stage is Stage.CLEAR]
    assert [stage.turn for stage in rounds] == [1, 2]
    assert rounds[1].title == "风险消除程序（第2次） · 六安2022 · 帮扶消除"
    assert all(each.state is StepState.DONE for each in rounds[0].steps[: len(CLEARING)])
    assert rounds[1].steps[0].state is StepState.IN_HAND


def test_a_removed_case_keeps_its_reason(town: Database):
    case_id = take_in(town)
    remove_wrong(town, case_id=case_id, on=date(2022, 6, 1), reason="户籍不在本地")
    shown = view(town, case_id, date(2022, 6, 2))
    assert shown.state is CaseState.REMOVED
    assert shown.ended_words == "2022-06-01 清退：户籍不在本地"
    assert shown.main_step is None


def test_a_case_of_the_roster_has_no_first_stage_and_may_be_clearing_already(town: Database):
    with town.action("花名册") as unit:
        row = unit.session.query(Identification).filter_by(household_id=2).one()
        row.clearing_started_on = date(2022, 5, 1)
        unit.session.flush()
        open_missing_cases(unit.connection)
    shown = view(town, find_case_id(town, "2021-0001"))
    assert shown.clue_on is None
    assert [stage.stage for stage in shown.stages] == [Stage.CLEAR]
    assert shown.stages[0].steps[0].state is StepState.IN_HAND
    assert CaseAction.CORRECT_CLUE not in shown.actions


def test_everything_about_the_household_stands_beside(town: Database):
    add_campaign(town)
    first = begin(town)
    refuse_cases(town, case_ids=[first], on=date(2022, 5, 12), reasons=["no_risk"])
    second = begin(town)
    around = view(town, second).around
    assert around.people[0] == "户主 蓝小桂 72岁 普通劳动力"
    assert around.forms[0].campaign == "2022年集中排查"
    assert [(other.code, other.state) for other in around.cases] == [
        ("2022-0001", CaseState.REFUSED)
    ]
    assert CLUE.on.isoformat() in around.cases[0].words
