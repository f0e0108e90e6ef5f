"""What the household's page, the roster or a merge does to a case: both go on agreeing."""

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
from fangfan_desktop.storage.cases import case_of_identification, find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done, undo
from fangfan_desktop.storage.office_settings import write_settings
from fangfan_desktop.usecases.case_clearing import (
    read_conditions,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_list import read_cases
from fangfan_desktop.usecases.case_new import Clue, correct_clue, open_case, remove_case
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_steps import StepEntry, record_step, take_back_step
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.focus_groups import (
    GroupDraft,
    list_groups,
    list_members,
    put_household,
    save_groups,
)
from fangfan_desktop.usecases.household_changes import merge_households
from fangfan_desktop.usecases.household_records import set_identification, set_measure
from fangfan_desktop.usecases.households import add_household, remove_household
from fangfan_desktop.usecases.notice_book import read_notice
from fangfan_desktop.usecases.notice_drafts import NoticeWish, allowed_numbers
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice, withdraw_notice
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.usecases.procedures import case_procedure
from tests.small_township import make_township

HOME = 5
CLUE_ON, DECIDED_ON = date(2022, 5, 6), date(2022, 5, 19)
STARTED_ON, CLEARED_ON = date(2022, 12, 1), date(2022, 12, 20)
TODAY = date(2023, 3, 10)
UNTIL_DECISION = ("apply", "visit", "compare", "meeting", "notice", "review", "decide")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        database.fixed_day = TODAY
        yield database


def begin(town: Database, household_id: int = HOME) -> int:
    clue = Clue(CLUE_ON, "农户自主申报", category="边缘易致贫户", risks=(Risk("因病"),))
    return open_case(town, household_id=household_id, clue=clue, procedure_key="luan-2022").case_id


def record(town: Database, case_id: int, key: str, on: date, stage: Stage = Stage.IDENTIFY) -> None:
    entry = StepEntry(on, late_reason="补录")
    record_step(town, case_ids=[case_id], stage=stage, step_key=key, entry=entry)


def take_in(town: Database) -> int:
    case_id = begin(town)
    for key in UNTIL_DECISION:
        record(town, case_id, key, DECIDED_ON)
    return case_id


def clear(town: Database, case_id: int) -> None:
    start_clearing(town, case_ids=[case_id], on=STARTED_ON, how="自然消除")
    with town.action("核查") as unit:
        unit.session.add(
            CaseFinding(
                case_id=case_id,
                stage="clear",
                found_on=STARTED_ON,
                population=2,
                line_fen=700_000,
                wages_fen=3_000_000,
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
        record(town, case_id, key, CLEARED_ON, Stage.CLEAR)


def state(town: Database, case_id: int) -> CaseState:
    with town.read() as session:
        return case_state(read_facts(session, find_case(session, case_id)))


def identification(town: Database) -> Identification:
    with town.read() as session:
        return session.query(Identification).filter_by(household_id=HOME).order_by("id").all()[-1]


def change(town: Database, **values: str) -> None:
    set_identification(
        town, household_id=HOME, identification_id=identification(town).id, values=values
    )


def test_a_roll_back_written_on_the_households_page_is_one(town: Database):
    case_id = take_in(town)
    clear(town, case_id)
    change(town, rolled_back_on="2023-02-01")
    assert state(town, case_id) is CaseState.HELPING
    start_clearing(town, case_ids=[case_id], on=date(2023, 3, 1))
    assert state(town, case_id) is CaseState.CLEARING
    with town.read() as session:
        case = find_case(session, case_id)
        steps = open_steps(case_procedure(session, case), read_facts(session, case))
    assert [step.key for stage, step in steps if stage is Stage.CLEAR] == ["visit"]


def test_a_roster_case_cleared_and_rolled_back_before_is_helped(town: Database):
    result = set_identification(
        town,
        household_id=HOME,
        values={
            "category": "边缘易致贫户",
            "identified_on": "2021-01-05",
            "clearing_started_on": "2021-08-01",
            "cleared_on": "2021-09-01",
            "rolled_back_on": "2021-12-01",
        },
    )
    assert result.row_id is not None
    with town.read() as session:
        case = case_of_identification(session, result.row_id)
        assert case is not None
        assert case_state(read_facts(session, case)) is CaseState.HELPING


def test_a_clearing_taken_out_on_the_households_page_can_be_decided_again(town: Database):
    case_id = take_in(town)
    clear(town, case_id)
    change(town, cleared_on="", cleared_how="")
    assert state(town, case_id) is CaseState.CLEARING
    take_back_step(town, case_id=case_id, stage=Stage.CLEAR, step_key="review")
    with town.action("消除方式") as unit:
        find_case(unit.session, case_id).clearing_how = "自然消除"
    record(town, case_id, "review", date(2023, 1, 5), Stage.CLEAR)
    assert identification(town).cleared_on == date(2023, 1, 5)


def test_steps_recorded_after_a_clearing_on_the_households_page_leave_its_day(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=STARTED_ON)
    change(town, cleared_on="2022-12-25", cleared_how="帮扶消除")
    for key in ("visit", "propose", "meeting", "review"):
        record(town, case_id, key, CLEARED_ON, Stage.CLEAR)
    assert identification(town).cleared_on == date(2022, 12, 25)


def test_a_decision_of_a_rolled_back_clearing_is_not_taken_back(town: Database):
    case_id = take_in(town)
    clear(town, case_id)
    roll_back(town, case_ids=[case_id], on=date(2023, 2, 1), reason="收入不稳")
    with pytest.raises(UserError, match="不能单独撤回"):
        take_back_step(town, case_id=case_id, stage=Stage.CLEAR, step_key="review")


def test_a_household_taken_in_on_its_page_is_not_taken_in_again(town: Database):
    case_id = begin(town)
    for key in UNTIL_DECISION[:-1]:
        record(town, case_id, key, DECIDED_ON)
    set_identification(
        town,
        household_id=HOME,
        values={"category": "边缘易致贫户", "identified_on": "2022-05-18", "risks": "因病"},
    )
    with pytest.raises(UserError, match="已经在监测帮扶"):
        record(town, case_id, "decide", DECIDED_ON)
    refuse_cases(town, case_ids=[case_id], on=DECIDED_ON, reasons=["already"])
    assert state(town, case_id) is CaseState.REFUSED


def test_the_day_of_taking_in_is_not_moved_before_the_clue(town: Database):
    take_in(town)
    with pytest.raises(UserError, match="早于线索日期"):
        change(town, identified_on="2022-05-01")


def test_days_corrected_on_the_households_page_stand_in_the_case_too(town: Database):
    case_id = take_in(town)
    clear(town, case_id)
    change(town, identified_on="2022-05-20", cleared_on="2022-12-22")
    with town.read() as session:
        facts = read_facts(session, find_case(session, case_id))
    days = {(fact.stage, fact.key): fact.done_on for fact in facts.steps}
    assert days[Stage.IDENTIFY, "decide"] == date(2022, 5, 20)
    assert days[Stage.CLEAR, "review"] == date(2022, 12, 22)


def test_risks_corrected_on_the_households_page_are_those_of_the_case(town: Database):
    case_id = take_in(town)
    change(town, risks="因病、因学", category="突发严重困难户")
    view = read_case(town, case_id=case_id, today=TODAY)
    assert [risk.name for risk in view.risks] == ["因病", "因学"]
    assert view.category == "突发严重困难户"
    clue = Clue(CLUE_ON, "信访", category=view.category, risks=view.risks)
    correct_clue(town, case_id=case_id, clue=clue)
    assert identification(town).risks == "因病、因学"


def test_a_merge_tells_of_a_clue_that_is_being_looked_into(town: Database):
    case_id = begin(town)
    result = merge_households(town, household_id=1, other_id=HOME, occasion=Occasion(TODAY, "并户"))
    assert any("正在识别的线索" in words for words in result.warnings)
    assert case_id not in {line.case_id for line in read_cases(town, TODAY).lines}


def test_a_clue_that_was_on_a_withdrawn_notice_is_refused_not_removed(town: Database):
    case_id = begin(town)
    for key in UNTIL_DECISION[:4]:
        record(town, case_id, key, DECIDED_ON)
    started = start_notice(
        town, wish=NoticeWish(NoticeKind.TO_INCLUDE_VILLAGE, 1, case_ids=[case_id])
    )
    withdraw_notice(town, notice_id=started.notice_id, reason="名字写错")
    with pytest.raises(UserError, match="请用“暂不纳入”"):
        remove_case(town, case_id=case_id)


@pytest.mark.parametrize(
    "phone",
    ["13900001111", "0772-7021234/13900001111", "0772-7021234；139 0000 1111（办公室）"],
)
def test_the_offices_mobile_may_be_public_however_it_is_written(town: Database, phone: str):
    with town.action("设置") as unit:
        write_settings(unit.session, {"office_phone": phone})
    with town.read() as session:
        assert allowed_numbers(session) == ("13900001111",)


def test_only_a_household_that_was_taken_in_before_is_identified_anew(town: Database):
    refused = begin(town)
    refuse_cases(town, case_ids=[refused], on=DECIDED_ON, reasons=["no_risk"])
    case_id = begin(town)

    def told() -> tuple[bool, str]:
        lines = {line.case_id: line for line in read_cases(town, TODAY).lines}
        return lines[case_id].is_again, read_case(town, case_id=case_id, today=TODAY).state_note

    assert told() == (False, "")
    for key in UNTIL_DECISION:
        record(town, case_id, key, DECIDED_ON)
    assert told() == (False, "")


def test_a_measure_of_the_case_made_before_a_corrected_day_still_counts(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=STARTED_ON)
    days = {"made_on": "2022-05-19", "done_on": "2022-06-01"}
    set_measure(town, household_id=HOME, values={"kind": "就业帮扶", "risk": "因病", **days})
    change(town, identified_on="2022-05-25")
    with town.read() as session:
        case = find_case(session, case_id)
        procedure = case_procedure(session, case)
        conditions = {c.key: c for c in read_conditions(session, case, procedure, TODAY)}
    assert conditions["measure"].is_met is True


def test_a_notice_of_a_clearing_that_was_given_up_does_no_step_of_the_next(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=STARTED_ON)
    town.fixed_day = date(2022, 12, 10)
    for key in ("visit", "propose"):
        record(town, case_id, key, date(2022, 12, 5), Stage.CLEAR)
    old = start_notice(town, wish=NoticeWish(NoticeKind.TO_CLEAR, 1, case_ids=[case_id]))
    stop_clearing(town, case_id=case_id, on=town.today(), reason="收入不稳")
    town.fixed_day = TODAY
    start_clearing(town, case_ids=[case_id], on=date(2023, 3, 1))
    end_notice(town, notice_id=old.notice_id, outcome=Outcome(TODAY))
    with town.read() as session:
        steps = read_facts(session, find_case(session, case_id)).steps
    assert not [s for s in steps if s.stage is Stage.CLEAR and s.round == 2 and s.done_on]


def test_a_clue_that_steps_stand_on_is_not_undone_out_of_turn(town: Database):
    case_id = begin(town)
    opened = last_done(town)
    assert opened is not None
    record(town, case_id, "apply", DECIDED_ON)
    with pytest.raises(UserError):
        undo(town, opened.id)
    assert state(town, case_id) is CaseState.IDENTIFYING


def test_the_whole_village_hangs_on_one_notice(tmp_path: Path):
    with make_township(tmp_path / "many.db", households=420) as many:
        many.fixed_day = TODAY
        ids = [begin(many, home) for home in range(5, 420) if home % 6]
        for key in UNTIL_DECISION[:4]:
            entry = StepEntry(DECIDED_ON, late_reason="补录")
            record_step(many, case_ids=ids, stage=Stage.IDENTIFY, step_key=key, entry=entry)
        wish = NoticeWish(NoticeKind.TO_INCLUDE_VILLAGE, 1)
        started = start_notice(many, wish=wish)
        assert len(read_notice(many, notice_id=started.notice_id).listed) == len(ids) > 300


def test_a_household_entered_by_mistake_goes_with_its_place_in_a_group(town: Database):
    save_groups(town, groups=[GroupDraft("重点关注户")])
    new = add_household(town, village_id=1, head={"name": "韦小试"})
    group_id = list_groups(town).groups[0].group_id
    assert group_id is not None
    assert new.household_id is not None
    put_household(town, group_id=group_id, household_id=new.household_id)
    remove_household(town, household_id=new.household_id)
    assert list_members(town, group_id=group_id) == ()
    undo(town)
    assert len(list_members(town, group_id=group_id)) == 1


def test_a_roster_case_with_a_step_keeps_its_procedure_whatever_is_chosen_later(town: Database):
    change_of = {"clearing_started_on": "2022-12-01"}
    set_identification(town, household_id=2, identification_id=1, values=change_of)
    with town.read() as session:
        case = case_of_identification(session, 1)
        assert case is not None
        case_id, key = case.id, case_procedure(session, case).clear[0].key
        before = case_procedure(session, case)
    record(town, case_id, key, date(2022, 12, 5), Stage.CLEAR)
    with town.action("设置") as unit:
        write_settings(unit.session, {"procedure_key": "liuzhou-2021"})
    with town.read() as session:
        assert case_procedure(session, find_case(session, case_id)) == before


def test_a_clue_is_not_moved_behind_what_was_done_about_it(town: Database):
    case_id = begin(town)
    record(town, case_id, "apply", date(2022, 5, 8))
    clue = Clue(date(2022, 5, 9), "信访", category="边缘易致贫户", risks=(Risk("因病"),))
    with pytest.raises(UserError, match="晚于已经记录的步骤"):
        correct_clue(town, case_id=case_id, clue=clue)
