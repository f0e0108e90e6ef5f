"""Where a case stands, by tables of what was recorded."""

from datetime import date

import pytest

from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    StepFact,
    case_state,
    next_steps,
    open_steps,
    reason_needed,
    round_of,
    stage_due,
    step_due,
)
from fangfan_desktop.domain.procedures import Stage
from tests.unit.domain.test_procedures import shipped

LUAN = shipped("luan-2022")
LIUZHOU = shipped("liuzhou-2021")
CLUE, TAKEN, STARTED, CLEARED = (
    date(2022, 5, 6),
    date(2022, 5, 19),
    date(2022, 11, 20),
    date(2022, 12, 5),
)


def done(*keys: str, stage: Stage = Stage.IDENTIFY, turn: int = 1) -> tuple[StepFact, ...]:
    return tuple(
        StepFact(stage, turn, key, done_on=date(2022, 5, 7 + place), result="同意")
        for place, key in enumerate(keys)
    )


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (CaseFacts(CLUE), CaseState.IDENTIFYING),
        (CaseFacts(CLUE, refused_on=TAKEN), CaseState.REFUSED),
        (CaseFacts(CLUE, included_on=TAKEN), CaseState.HELPING),
        (CaseFacts(CLUE, included_on=TAKEN, clearing_started_on=STARTED), CaseState.CLEARING),
        (
            CaseFacts(CLUE, None, TAKEN, STARTED, CLEARED),
            CaseState.CLEARED,
        ),
        (
            CaseFacts(CLUE, None, TAKEN, None, CLEARED, rolled_back_on=date(2023, 3, 1)),
            CaseState.HELPING,
        ),
        (
            CaseFacts(CLUE, None, TAKEN, None, date(2023, 9, 1), rolled_back_on=date(2023, 3, 1)),
            CaseState.CLEARED,
        ),
        (CaseFacts(CLUE, included_on=TAKEN, removed_on=CLEARED), CaseState.REMOVED),
    ],
)
def test_the_state_follows_from_the_days(facts: CaseFacts, state: CaseState):
    assert case_state(facts) is state


@pytest.mark.parametrize(
    ("recorded", "waiting"),
    [
        ((), ["apply"]),
        (("apply",), ["visit", "compare"]),
        (("apply", "compare"), ["visit"]),
        (("apply", "compare", "visit"), ["meeting"]),
        (("apply", "compare", "visit", "meeting", "notice", "review"), ["decide"]),
    ],
)
def test_a_step_waits_for_those_before_it(recorded: tuple[str, ...], waiting: list[str]):
    facts = CaseFacts(CLUE, steps=done(*recorded))
    assert [step.key for step in next_steps(LUAN, facts, Stage.IDENTIFY)] == waiting


def test_a_returned_step_is_to_be_done_again():
    back = StepFact(Stage.IDENTIFY, 1, "apply", done_on=CLUE, result="退回", reason="缺签字")
    facts = CaseFacts(CLUE, steps=(back,))
    assert [step.key for step in next_steps(LUAN, facts, Stage.IDENTIFY)] == ["apply"]


def test_after_the_decision_its_announcement_still_waits():
    keys = ("apply", "visit", "compare", "meeting", "notice", "review", "decide")
    facts = CaseFacts(CLUE, included_on=TAKEN, steps=done(*keys))
    assert [step.key for _, step in open_steps(LUAN, facts)] == ["announce"]


def test_a_case_from_before_the_program_is_asked_for_no_identifying_steps():
    assert open_steps(LUAN, CaseFacts(included_on=TAKEN)) == ()


def test_a_second_clearing_begins_anew():
    first = done("visit", "propose", "meeting", "review", stage=Stage.CLEAR)
    again = (StepFact(Stage.CLEAR, 2, "visit"),)
    facts = CaseFacts(CLUE, None, TAKEN, STARTED, None, steps=(*first, *again))
    assert round_of(facts, Stage.CLEAR) == 2
    assert [step.key for step in next_steps(LUAN, facts, Stage.CLEAR)] == ["visit"]


def test_the_clock_runs_from_the_clue_in_calendar_days():
    facts = CaseFacts(CLUE)
    assert step_due(facts, Stage.IDENTIFY, LUAN.decision(Stage.IDENTIFY), {}) == date(2022, 5, 21)
    assert stage_due(LUAN, facts, Stage.IDENTIFY, {}) == date(2022, 5, 21)


def test_the_first_response_is_due_in_working_days_over_a_holiday():
    # 国庆 2022: 1 to 7 October off, 8 and 9 October worked
    facts = CaseFacts(date(2022, 9, 29))
    assert stage_due(LIUZHOU, facts, Stage.IDENTIFY, {}) == date(2022, 10, 11)
    extra = {date(2022, 10, 7): True}
    assert stage_due(LIUZHOU, facts, Stage.IDENTIFY, extra) == date(2022, 10, 10)


@pytest.mark.parametrize(
    ("recorded", "key", "on", "words"),
    [
        ((), "apply", date(2022, 5, 7), None),
        ((), "visit", date(2022, 5, 7), "还没有通过"),
        (("apply",), "visit", date(2022, 5, 6), "早于“农户申请及承诺授权”"),
        (("apply", "visit", "compare", "meeting"), "visit", date(2022, 5, 12), "晚于后面的"),
        (
            ("apply", "visit", "compare", "meeting", "notice", "review"),
            "decide",
            date(2022, 5, 22),
            "已超 1 天",
        ),
        (
            ("apply", "visit", "compare", "meeting", "notice", "review"),
            "decide",
            date(2022, 5, 21),
            None,
        ),
    ],
)
def test_what_is_late_or_out_of_order_needs_a_reason(
    recorded: tuple[str, ...], key: str, on: date, words: str | None
):
    facts = CaseFacts(CLUE, steps=done(*recorded))
    step = LUAN.step(Stage.IDENTIFY, key)
    why = reason_needed(LUAN, facts, Stage.IDENTIFY, step, on, {})
    assert (why is None) if words is None else (why is not None and words in why)
