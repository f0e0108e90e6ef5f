"""A case from its clue to the cleared risk: steps, reasons, decisions, what is refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import AssetHit, CaseFinding, Identification, Measure, MonitoringCase
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_clearing import remove_wrong, roll_back, start_clearing
from fangfan_desktop.usecases.case_new import Clue, correct_clue, open_case, remove_case
from fangfan_desktop.usecases.case_refusal import refuse_cases, take_up_again
from fangfan_desktop.usecases.case_steps import (
    StepEntry,
    record_step,
    take_back_step,
)
from tests.small_township import make_township

GENERAL = 5
CLUE = Clue(
    on=date(2022, 5, 6),
    source="农户自主申报",
    category="边缘易致贫户",
    risks=(Risk("因病"), Risk("因意外事故")),
)
STEPS = {
    "apply": date(2022, 5, 7),
    "visit": date(2022, 5, 9),
    "compare": date(2022, 5, 9),
    "meeting": date(2022, 5, 10),
    "notice": date(2022, 5, 16),
    "review": date(2022, 5, 17),
    "decide": date(2022, 5, 19),
}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def begin(town: Database, household_id: int = GENERAL) -> int:
    clue = CLUE
    return open_case(town, household_id=household_id, clue=clue, procedure_key="luan-2022").case_id


def record(town: Database, case_id: int, key: str, on: date, **more: str) -> None:
    entry = StepEntry(on, **more)
    record_step(town, case_ids=[case_id], stage=Stage.IDENTIFY, step_key=key, entry=entry)


def take_in(town: Database, household_id: int = GENERAL) -> int:
    case_id = begin(town, household_id)
    for key, on in STEPS.items():
        record(town, case_id, key, on)
    return case_id


def state(town: Database, case_id: int) -> CaseState:
    with town.read() as session:
        return case_state(read_facts(session, find_case(session, case_id)))


def identifications(town: Database, household_id: int = GENERAL) -> list[Identification]:
    with town.read() as session:
        return list(
            session.query(Identification).filter_by(household_id=household_id).order_by("id")
        )


def test_the_decision_takes_the_household_in(town: Database):
    case_id = take_in(town)
    assert state(town, case_id) is CaseState.HELPING
    (row,) = identifications(town)
    assert (row.category, row.identified_on, row.risks) == (
        "边缘易致贫户",
        date(2022, 5, 19),
        "因病、因意外事故",
    )


def test_taking_in_is_one_undo_step(town: Database):
    case_id = take_in(town)
    undo(town)
    assert state(town, case_id) is CaseState.IDENTIFYING
    assert identifications(town) == []
    redo(town)
    assert state(town, case_id) is CaseState.HELPING


def test_a_step_out_of_order_needs_a_reason(town: Database):
    case_id = begin(town)
    with pytest.raises(UserError, match=r"“农户申请及承诺授权”还没有通过.*写明原因"):
        record(town, case_id, "visit", date(2022, 5, 9))
    record(town, case_id, "visit", date(2022, 5, 9), late_reason="先入户后补申请")
    with town.read() as session:
        (step,) = read_facts(session, find_case(session, case_id)).steps
    assert step.late_reason == "先入户后补申请"


def test_a_late_decision_needs_a_reason_and_the_case_stays_open_until_then(town: Database):
    case_id = begin(town)
    for key, on in list(STEPS.items())[:-1]:
        record(town, case_id, key, on)
    with pytest.raises(UserError, match="2022-05-21 前完成，已超 3 天"):
        record(town, case_id, "decide", date(2022, 5, 24))
    assert state(town, case_id) is CaseState.IDENTIFYING
    record(town, case_id, "decide", date(2022, 5, 24), late_reason="县级每月审定一次")
    assert state(town, case_id) is CaseState.HELPING


def test_many_cases_take_a_step_together_or_not_at_all(town: Database):
    first, second = begin(town, 4), begin(town, 5)
    for case_id in (first, second):
        record(town, case_id, "apply", date(2022, 5, 7))
        record(town, case_id, "visit", date(2022, 5, 8))
    record(town, first, "compare", date(2022, 5, 8))
    meeting = StepEntry(date(2022, 5, 10))
    with pytest.raises(UserError, match=r"2022-0002：“信息比对”还没有通过"):
        record_step(
            town,
            case_ids=[first, second],
            stage=Stage.IDENTIFY,
            step_key="meeting",
            entry=meeting,
        )
    with town.read() as session:
        keys = [s.key for s in read_facts(session, find_case(session, first)).steps]
    assert "meeting" not in keys


def test_a_hit_without_a_verdict_stops_the_decision_and_refuses_nothing(town: Database):
    case_id = begin(town)
    for key, on in list(STEPS.items())[:-1]:
        record(town, case_id, key, on)
    with town.action("命中") as unit:
        unit.session.add(AssetHit(case_id=case_id, kind="车辆"))
    with pytest.raises(UserError, match="命中只是提示"):
        record(town, case_id, "decide", date(2022, 5, 19))
    with town.action("研判") as unit:
        unit.session.query(AssetHit).one().verdict = "农用三轮车，不影响纳入"
    record(town, case_id, "decide", date(2022, 5, 19))
    assert state(town, case_id) is CaseState.HELPING


def test_a_refusal_keeps_its_reasons_and_a_faulty_one_is_marked(town: Database):
    case_id = begin(town)
    result = refuse_cases(town, case_ids=[case_id], on=date(2022, 5, 12), reasons=["income"])
    assert state(town, case_id) is CaseState.REFUSED
    assert "唯收入论" in result.warnings[0]
    other = begin(town, 4)
    fine = refuse_cases(town, case_ids=[other], on=date(2022, 5, 12), reasons=["income", "no_risk"])
    assert fine.warnings == ()
    take_up_again(town, case_id=case_id)
    assert state(town, case_id) is CaseState.IDENTIFYING


def test_a_refusal_without_a_reason_is_not_taken(town: Database):
    case_id = begin(town)
    with pytest.raises(UserError, match="理由"):
        refuse_cases(town, case_ids=[case_id], on=date(2022, 5, 12), reasons=[])
    with pytest.raises(UserError, match="其他"):
        refuse_cases(town, case_ids=[case_id], on=date(2022, 5, 12), reasons=["other"])


def test_a_household_has_one_running_case(town: Database):
    case_id = begin(town)
    with pytest.raises(UserError, match="正在识别的线索（2022-0001）"):
        begin(town)
    refuse_cases(town, case_ids=[case_id], on=date(2022, 5, 12), reasons=["no_risk"])
    begin(town)


def settle(town: Database, case_id: int) -> None:
    """Everything that clearing asks for."""
    with town.action("措施、核实") as unit:
        (row,) = unit.session.query(Identification).filter_by(household_id=GENERAL)
        unit.session.add(
            Measure(
                household_id=GENERAL,
                identification_id=row.id,
                kind="健康帮扶",
                risk="因病",
                made_on=date(2022, 5, 25),
                done_on=date(2022, 9, 1),
            )
        )
        found = dict.fromkeys(
            (
                "housing_safe",
                "medical_secured",
                "education_secured",
                "water_safe",
                "income_steady",
                "spending_settled",
                "risk_gone",
            ),
            1,
        )
        unit.session.add(
            CaseFinding(
                case_id=case_id,
                stage="clear",
                found_on=date(2022, 11, 21),
                population=4,
                line_fen=700_000,
                wages_fen=4_000_000,
                no_labour=0,
                **found,
            )
        )


CLEARING = {
    "visit": date(2022, 11, 21),
    "propose": date(2022, 11, 22),
    "meeting": date(2022, 11, 28),
    "review": date(2022, 12, 5),
}


def clear(town: Database, case_id: int) -> None:
    for key, on in CLEARING.items():
        record_step(town, case_ids=[case_id], stage=Stage.CLEAR, step_key=key, entry=StepEntry(on))


def test_clearing_is_refused_while_something_stands_in_the_way(town: Database):
    case_id = take_in(town)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    assert state(town, case_id) is CaseState.CLEARING
    with pytest.raises(UserError, match=r"帮扶措施至少落实1项.*弋江区"):
        clear(town, case_id)
    assert state(town, case_id) is CaseState.CLEARING


def test_a_cleared_case_is_rolled_back_and_cleared_again(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    clear(town, case_id)
    assert state(town, case_id) is CaseState.CLEARED
    (row,) = identifications(town)
    assert (row.cleared_on, row.cleared_how) == (date(2022, 12, 5), "帮扶消除")
    roll_back(town, case_ids=[case_id], on=date(2023, 3, 1), reason="收入不稳定")
    assert state(town, case_id) is CaseState.HELPING
    start_clearing(town, case_ids=[case_id], on=date(2023, 9, 1))
    with town.read() as session:
        facts = read_facts(session, find_case(session, case_id))
    assert max(step.round for step in facts.steps) == 2


def test_half_a_year_is_not_asked_of_a_natural_clearing(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 7, 1), how="自然消除")
    for key, day in (("visit", 2), ("propose", 3), ("meeting", 10), ("review", 15)):
        record_step(
            town,
            case_ids=[case_id],
            stage=Stage.CLEAR,
            step_key=key,
            entry=StepEntry(date(2022, 7, day)),
        )
    (row,) = identifications(town)
    assert (row.cleared_on, row.cleared_how) == (date(2022, 7, 15), "自然消除")


def test_a_new_risk_after_clearing_is_a_new_case(town: Database):
    case_id = take_in(town)
    settle(town, case_id)
    start_clearing(town, case_ids=[case_id], on=date(2022, 11, 20))
    clear(town, case_id)
    again = open_case(
        town,
        household_id=GENERAL,
        clue=Clue(
            date(2023, 4, 3), "部门筛查预警", category="突发严重困难户", risks=[Risk("因病")]
        ),
        procedure_key="luan-2022",
    )
    for key, day in zip(STEPS, (4, 5, 5, 6, 12, 13, 17), strict=True):
        record(town, again.case_id, key, date(2023, 4, day))
    old, new = identifications(town)
    assert new.previous_id == old.id
    with pytest.raises(UserError, match="重新识别"):
        roll_back(town, case_ids=[case_id], on=date(2023, 5, 1), reason="不稳定")


def test_a_wrong_one_is_taken_out_and_stays_in_the_books(town: Database):
    case_id = take_in(town)
    with pytest.raises(UserError, match="清退"):
        remove_case(town, case_id=case_id)
    remove_wrong(town, case_id=case_id, on=date(2022, 6, 1), reason="户籍不在本地")
    assert state(town, case_id) is CaseState.REMOVED
    assert identifications(town)[0].removed_reason == "户籍不在本地"


def test_a_step_is_taken_back_and_a_decision_is_not(town: Database):
    case_id = take_in(town)
    with pytest.raises(UserError, match="清退"):
        take_back_step(town, case_id=case_id, stage=Stage.IDENTIFY, step_key="decide")
    other = begin(town, 4)
    record(town, other, "apply", date(2022, 5, 7))
    record(town, other, "visit", date(2022, 5, 8))
    with pytest.raises(UserError, match="“入户核实”已经记录"):
        take_back_step(town, case_id=other, stage=Stage.IDENTIFY, step_key="apply")
    take_back_step(town, case_id=other, stage=Stage.IDENTIFY, step_key="visit")


def test_a_returned_step_is_done_again_and_the_return_is_not_forgotten(town: Database):
    case_id = begin(town)
    record(town, case_id, "apply", date(2022, 5, 7), result="退回", reason="缺户主签字")
    with pytest.raises(UserError, match="还没有通过"):
        record(town, case_id, "visit", date(2022, 5, 9))
    record(town, case_id, "apply", date(2022, 5, 8))
    with town.read() as session:
        (step,) = read_facts(session, find_case(session, case_id)).steps
    assert step.is_passed
    assert step.note == "2022-05-07 退回：缺户主签字"


def test_a_clue_entered_by_mistake_goes_and_its_number_may_come_again(town: Database):
    case_id = begin(town)
    record(town, case_id, "apply", date(2022, 5, 7))
    remove_case(town, case_id=case_id)
    with town.read() as session:
        assert session.query(MonitoringCase).filter_by(household_id=GENERAL).all() == []


def test_a_corrected_clue_corrects_what_was_taken_in(town: Database):
    case_id = take_in(town)
    correct_clue(
        town,
        case_id=case_id,
        clue=Clue(
            date(2022, 5, 6), "村民小组上报", category="突发严重困难户", risks=[Risk("因残")]
        ),
    )
    (row,) = identifications(town)
    assert (row.category, row.risks) == ("突发严重困难户", "因残")
