"""What two years of a village brought to light: rounds of clearing, refused clues, late entries."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.case_progress import CaseState, case_state, open_steps
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CaseFinding, Identification
from fangfan_desktop.storage.case_counts import case_months
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.workbench import month_count
from fangfan_desktop.usecases.case_clearing import (
    remove_wrong,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.case_refusal import refuse_cases, take_up_again
from fangfan_desktop.usecases.case_steps import StepEntry, record_step, take_back_step
from fangfan_desktop.usecases.households import move_out_household
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice
from fangfan_desktop.usecases.procedures import case_procedure
from fangfan_desktop.usecases.workbench import read_workbench
from tests.small_township import make_township

HOME = 5
CLUE_ON, DECIDED_ON = date(2022, 5, 6), date(2022, 5, 19)
TODAY = date(2023, 1, 10)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        database.fixed_day = TODAY
        yield database


def begin(town: Database, on: date = CLUE_ON) -> int:
    clue = Clue(on, "农户自主申报", category="边缘易致贫户", risks=(Risk("因病"),))
    return open_case(town, household_id=HOME, clue=clue, procedure_key="luan-2022").case_id


def record(
    town: Database, case_id: int, key: str, on: date, stage: Stage = Stage.IDENTIFY, **more: str
) -> None:
    entry = StepEntry(on, **{"late_reason": "补录", **more})
    record_step(town, case_ids=[case_id], stage=stage, step_key=key, entry=entry)


def take_in(town: Database) -> int:
    case_id = begin(town)
    for key in ("apply", "visit", "compare", "meeting", "notice", "review", "decide"):
        record(town, case_id, key, DECIDED_ON)
    return case_id


def clear_naturally(town: Database, case_id: int, on: date, turn: int = 1) -> None:
    start_clearing(town, case_ids=[case_id], on=on, how="自然消除")
    with town.action("核查") as unit:
        unit.session.add(
            CaseFinding(
                case_id=case_id,
                stage="clear",
                round=turn,
                found_on=on,
                population=2,
                line_fen=700_000,
                wages_fen=3_000_000,
                income_steady=1,
                spending_settled=1,
                housing_safe=1,
                medical_secured=1,
                education_secured=1,
                water_safe=1,
                risk_gone=1,
                no_labour=0,
            )
        )
    for key in ("visit", "propose", "meeting", "review"):
        record(town, case_id, key, on, Stage.CLEAR)


def state(town: Database, case_id: int) -> CaseState:
    with town.read() as session:
        return case_state(read_facts(session, find_case(session, case_id)))


def waiting(town: Database, case_id: int) -> list[str]:
    with town.read() as session:
        case = find_case(session, case_id)
        found = open_steps(case_procedure(session, case), read_facts(session, case))
        return [step.key for stage, step in found if stage is Stage.CLEAR]


def identification(town: Database) -> Identification:
    with town.read() as session:
        return session.query(Identification).filter_by(household_id=HOME).order_by("id").all()[-1]


def test_the_first_step_of_a_second_round_taken_back_leaves_the_round(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 6, 1))
    record(town, case_id, "visit", date(2022, 6, 2), Stage.CLEAR)
    stop_clearing(town, case_id=case_id, on=date(2022, 6, 3), reason="收入不稳定")
    start_clearing(town, case_ids=[case_id], on=date(2022, 7, 1))
    record(town, case_id, "visit", date(2022, 7, 2), Stage.CLEAR)
    take_back_step(town, case_id=case_id, stage=Stage.CLEAR, step_key="visit")
    assert waiting(town, case_id) == ["visit"]
    with pytest.raises(UserError, match="还没有记录"):
        take_back_step(town, case_id=case_id, stage=Stage.CLEAR, step_key="visit")


def test_each_round_of_clearing_has_its_own_notice(town: Database):
    case_id = take_in(town)
    town.fixed_day = date(2022, 6, 2)
    start_clearing(town, case_ids=[case_id], on=date(2022, 6, 1))
    for key in ("visit", "propose"):
        record(town, case_id, key, date(2022, 6, 2), Stage.CLEAR)
    wish = NoticeWish(NoticeKind.TO_CLEAR, 1)
    notice_id = start_notice(town, wish=wish).notice_id
    town.fixed_day = date(2022, 6, 8)
    end_notice(town, notice_id=notice_id, outcome=Outcome(date(2022, 6, 8)))
    town.fixed_day = TODAY
    stop_clearing(town, case_id=case_id, on=date(2022, 6, 9), reason="收入不稳定")
    start_clearing(town, case_ids=[case_id], on=date(2022, 12, 1))
    for key in ("visit", "propose"):
        record(town, case_id, key, date(2022, 12, 2), Stage.CLEAR)
    ready = notice_candidates(town, kind=NoticeKind.TO_CLEAR, village_id=1)
    assert [(each.listed.case_id, each.is_ready) for each in ready] == [(case_id, True)]


def test_a_meeting_of_the_clearing_is_put_up_though_that_of_the_identifying_was(town: Database):
    case_id = begin(town)
    for key in ("apply", "visit", "compare", "meeting"):
        record(town, case_id, key, DECIDED_ON)
    town.fixed_day = DECIDED_ON
    start_notice(town, wish=NoticeWish(NoticeKind.MEETING, 1))
    town.fixed_day = TODAY
    for key in ("notice", "review", "decide"):
        record(town, case_id, key, date(2022, 5, 30))
    start_clearing(town, case_ids=[case_id], on=date(2022, 12, 1))
    for key in ("visit", "propose", "meeting"):
        record(town, case_id, key, date(2022, 12, 2), Stage.CLEAR)
    ready = notice_candidates(town, kind=NoticeKind.MEETING, village_id=1)
    assert [each.listed.case_id for each in ready if each.is_ready] == [case_id]


def test_a_refused_clue_does_not_stand_in_the_way_of_rolling_back(town: Database):
    case_id = take_in(town)
    clear_naturally(town, case_id, date(2022, 8, 1))
    refused = begin(town, date(2022, 9, 1))
    with pytest.raises(UserError, match="已经重新识别"):
        roll_back(town, case_ids=[case_id], on=date(2022, 9, 2), reason="收入不稳定")
    refuse_cases(town, case_ids=[refused], on=date(2022, 9, 2), reasons=["no_risk"])
    roll_back(town, case_ids=[case_id], on=date(2022, 9, 3), reason="收入不稳定")
    assert state(town, case_id) is CaseState.HELPING
    with pytest.raises(UserError, match="正在监测帮扶"):
        take_up_again(town, case_id=refused)


def test_identified_anew_past_a_refused_clue_and_a_wrong_one(town: Database):
    first = take_in(town)
    clear_naturally(town, first, date(2022, 8, 1))
    cleared_id = identification(town).id
    refused = begin(town, date(2022, 9, 1))
    refuse_cases(town, case_ids=[refused], on=date(2022, 9, 2), reasons=["no_risk"])
    wrong = begin(town, date(2022, 9, 3))
    record(town, wrong, "decide", date(2022, 9, 4))
    assert identification(town).previous_id == cleared_id
    remove_wrong(town, case_id=wrong, on=date(2022, 9, 5), reason="户籍不在本地")
    again = begin(town, date(2022, 9, 6))
    record(town, again, "decide", date(2022, 9, 7))
    assert identification(town).previous_id == cleared_id


def test_a_household_taken_out_was_not_cleared(town: Database):
    wrong = take_in(town)
    remove_wrong(town, case_id=wrong, on=date(2022, 6, 1), reason="户籍不在本地")
    again = begin(town, date(2022, 9, 6))
    record(town, again, "decide", date(2022, 9, 7))
    assert identification(town).previous_id is None


def test_a_decision_is_not_recorded_over(town: Database):
    case_id = take_in(town)
    with pytest.raises(UserError, match="清退"):
        record(town, case_id, "decide", date(2022, 5, 20), result="不同意", reason="复核")
    with pytest.raises(UserError, match="清退"):
        record(town, case_id, "decide", date(2022, 5, 20))
    clear_naturally(town, case_id, date(2022, 8, 1))
    with pytest.raises(UserError, match="回退"):
        record(town, case_id, "review", date(2022, 8, 2), Stage.CLEAR)
    assert identification(town).cleared_how == "自然消除"


def test_a_word_against_what_follows_a_clearing_leaves_it_cleared(town: Database):
    case_id = take_in(town)
    clear_naturally(town, case_id, date(2022, 8, 1))
    record(town, case_id, "mark", date(2022, 8, 2), Stage.CLEAR, result="不同意", reason="待补")
    assert state(town, case_id) is CaseState.CLEARED
    assert identification(town).clearing_started_on == date(2022, 8, 1)


def test_the_notice_of_a_decision_made_by_hand_keeps_its_outcome_alone(town: Database):
    case_id = take_in(town)
    town.fixed_day = date(2022, 8, 1)
    start_clearing(town, case_ids=[case_id], on=date(2022, 8, 1), how="自然消除")
    for key in ("visit", "propose", "meeting"):
        record(town, case_id, key, date(2022, 8, 1), Stage.CLEAR)
    notice_id = start_notice(town, wish=NoticeWish(NoticeKind.CLEARED, 1)).notice_id
    stop_clearing(town, case_id=case_id, on=date(2022, 8, 1), reason="登记有误")
    town.fixed_day = date(2022, 8, 3)
    clear_naturally(town, case_id, date(2022, 8, 2), turn=2)
    town.fixed_day = TODAY
    end_notice(town, notice_id=notice_id, outcome=Outcome(date(2022, 8, 9)))
    assert identification(town).cleared_on == date(2022, 8, 2)


def test_nothing_happens_on_a_day_to_come(town: Database):
    case_id = begin(town)
    ahead = date(2023, 1, 11)
    with pytest.raises(UserError, match="今天以后"):
        refuse_cases(town, case_ids=[case_id], on=ahead, reasons=["no_risk"])
    for key in ("apply", "visit", "compare", "meeting", "notice", "review", "decide"):
        record(town, case_id, key, DECIDED_ON)
    with pytest.raises(UserError, match="今天以后"):
        remove_wrong(town, case_id=case_id, on=ahead, reason="户籍不在本地")
    clear_naturally(town, case_id, date(2022, 8, 1))
    with pytest.raises(UserError, match="今天以后"):
        roll_back(town, case_ids=[case_id], on=ahead, reason="收入不稳定")


def test_not_cleared_again_on_the_day_of_the_roll_back(town: Database):
    case_id = take_in(town)
    clear_naturally(town, case_id, date(2022, 8, 1))
    roll_back(town, case_ids=[case_id], on=date(2022, 9, 3), reason="收入不稳定")
    with pytest.raises(UserError, match="晚于回退日期"):
        clear_naturally(town, case_id, date(2022, 9, 3), turn=2)
    record(town, case_id, "review", date(2022, 9, 4), Stage.CLEAR)
    assert state(town, case_id) is CaseState.CLEARED


def test_this_month_and_the_chart_leave_out_households_that_left(town: Database):
    take_in(town)
    day = date(2022, 5, 31)
    with town.read() as session:
        assert month_count(session.connection(), date(2022, 5, 1), day).taken_in == 1
    move_out_household(town, household_id=HOME, on=day, reason="迁往县城")
    with town.read() as session:
        assert month_count(session.connection(), date(2022, 5, 1), day).taken_in == 0
        (month,) = case_months(session.connection(), day, 1)
    assert month.taken_in == 0


def test_the_days_work_counts_by_the_procedure_of_the_case(town: Database):
    """柳州 gives ten working days for measures, the office's own procedure ten days."""
    clue = Clue(CLUE_ON, "农户自主申报", category="边缘易致贫户", risks=(Risk("因病"),))
    case_id = open_case(town, household_id=HOME, clue=clue, procedure_key="liuzhou-2021").case_id
    record(town, case_id, "decide", DECIDED_ON)
    bench = read_workbench(town, campaign_id=None, today=date(2022, 5, 20))
    due = [task.due_on for task in bench.tasks if task.title.endswith("户：制定帮扶措施")]
    assert due == [date(2022, 6, 2)]
