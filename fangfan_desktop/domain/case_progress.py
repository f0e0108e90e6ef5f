"""Where a case stands: its state, the steps that are due now, their due days, what is out of order.

Plain rules over a procedure and what was recorded. A case is never closed by a clock: a day that
has passed changes a light, not the state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fangfan_desktop.domain.procedures import (
    CLUE,
    INCLUDED,
    STAGE_START,
    DayUnit,
    Limit,
    Procedure,
    Stage,
    Step,
)
from fangfan_desktop.domain.workdays import Corrections, add_calendar_days, add_working_days

AGREED, DISAGREED, RETURNED = "同意", "不同意", "退回"
RESULTS = (AGREED, DISAGREED, RETURNED)


class CaseState(StrEnum):
    """Where a case stands, as the board and the command line call it."""

    IDENTIFYING = "识别中"
    REFUSED = "未纳入"
    HELPING = "帮扶中"
    CLEARING = "消除中"
    CLEARED = "已消除"
    REMOVED = "已清退"


@dataclass(frozen=True, slots=True)
class StepFact:
    """What was recorded of a step."""

    stage: Stage
    round: int
    key: str
    planned_on: date | None = None
    done_on: date | None = None
    result: str | None = None
    reason: str = ""
    late_reason: str = ""
    done_by: str = ""
    note: str = ""
    notice_id: int | None = None

    @property
    def is_passed(self) -> bool:
        """Done and agreed to."""
        return self.done_on is not None and self.result == AGREED


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Days and steps of one case; None where it has not come to that."""

    clue_on: date | None = None
    refused_on: date | None = None
    included_on: date | None = None
    clearing_started_on: date | None = None
    cleared_on: date | None = None
    rolled_back_on: date | None = None
    removed_on: date | None = None
    steps: tuple[StepFact, ...] = ()


def case_state(facts: CaseFacts) -> CaseState:
    """The state; a rolled-back case is helped again."""
    if facts.removed_on is not None:
        return CaseState.REMOVED
    if facts.included_on is None:
        return CaseState.IDENTIFYING if facts.refused_on is None else CaseState.REFUSED
    if is_cleared(facts):
        return CaseState.CLEARED
    return CaseState.CLEARING if _is_being_cleared(facts) else CaseState.HELPING


def _is_being_cleared(facts: CaseFacts) -> bool:
    """Whether a clearing is under way: one that was rolled back began before it ended."""
    begun, cleared = facts.clearing_started_on, facts.cleared_on
    return begun is not None and (cleared is None or begun > cleared)


def is_cleared(facts: CaseFacts) -> bool:
    """Whether a clearing holds: not rolled back since."""
    back = facts.rolled_back_on
    return facts.cleared_on is not None and (back is None or back < facts.cleared_on)


def round_of(facts: CaseFacts, stage: Stage) -> int:
    """The round in hand: the last recorded one, 1 where none is."""
    return max((step.round for step in facts.steps if step.stage is stage), default=1)


def facts_of(facts: CaseFacts, stage: Stage, turn: int | None = None) -> Mapping[str, StepFact]:
    """Step key → what was recorded, of a round; the round in hand where none is named."""
    wanted = round_of(facts, stage) if turn is None else turn
    return {s.key: s for s in facts.steps if s.stage is stage and s.round == wanted}


def next_steps(procedure: Procedure, facts: CaseFacts, stage: Stage) -> tuple[Step, ...]:
    """Steps that can be done now: not passed, all that come before them passed."""
    recorded = facts_of(facts, stage)
    passed = {key for key, fact in recorded.items() if fact.is_passed}
    return tuple(
        step
        for step in procedure.steps(stage)
        if step.key not in passed and passed.issuperset(step.after)
    )


def stage_in_hand(facts: CaseFacts) -> Stage | None:
    """The stage whose steps are to be recorded; None where none is."""
    state = case_state(facts)
    if state is CaseState.IDENTIFYING:
        return Stage.IDENTIFY
    return Stage.CLEAR if state is CaseState.CLEARING else None


def open_steps(procedure: Procedure, facts: CaseFacts) -> tuple[tuple[Stage, Step], ...]:
    """All steps that wait: of the stage in hand, and those after a decision (公告、录入系统).

    A case without a clue was taken in before the program kept cases: its first stage is not asked.
    """
    state = case_state(facts)
    found: list[tuple[Stage, Step]] = []
    if state is CaseState.IDENTIFYING:
        return tuple((Stage.IDENTIFY, s) for s in next_steps(procedure, facts, Stage.IDENTIFY))
    if state in {CaseState.REFUSED, CaseState.REMOVED}:
        return ()
    if facts.clue_on is not None:
        found += [(Stage.IDENTIFY, s) for s in next_steps(procedure, facts, Stage.IDENTIFY)]
    if state is CaseState.CLEARING or (state is CaseState.CLEARED and facts_of(facts, Stage.CLEAR)):
        found += [(Stage.CLEAR, s) for s in next_steps(procedure, facts, Stage.CLEAR)]
    return tuple(found)


def due_day(limit: Limit, start: date, corrections: Corrections) -> date:
    """The last day of a limit; the day of the event is day 0."""
    if limit.unit is DayUnit.WORKING:
        return add_working_days(start, limit.days, corrections)
    return add_calendar_days(start, limit.days)


def step_due(facts: CaseFacts, stage: Stage, step: Step, corrections: Corrections) -> date | None:
    """The last day for a step; None without a limit, or where its clock has not begun."""
    if step.limit is None:
        return None
    start = limit_start(facts, stage, step.limit.since)
    return None if start is None else due_day(step.limit, start, corrections)


def stage_due(
    procedure: Procedure, facts: CaseFacts, stage: Stage, corrections: Corrections
) -> date | None:
    """The earliest due day among the steps of the stage that have not passed."""
    recorded = facts_of(facts, stage)
    days = [
        step_due(facts, stage, step, corrections)
        for step in procedure.steps(stage)
        if not (step.key in recorded and recorded[step.key].is_passed)
    ]
    return min((day for day in days if day is not None), default=None)


def reason_needed(
    procedure: Procedure,
    facts: CaseFacts,
    stage: Stage,
    step: Step,
    done_on: date,
    corrections: Corrections,
) -> str | None:
    """Why recording this step needs a reason, as a sentence; None where it needs none.

    Out of order: a step before it has not passed, or passed on a later day; or a later step has
    an earlier day. Late: after its last day.
    """
    recorded = facts_of(facts, stage)
    names = {each.key: each.name for each in procedure.steps(stage)}
    waiting = [
        names[key] for key in step.after if key not in recorded or not recorded[key].is_passed
    ]
    if waiting:
        return f"“{'”“'.join(waiting)}”还没有通过，就记“{step.name}”，顺序不对。"
    for key in step.after:
        before = recorded[key].done_on
        if before is not None and before > done_on:
            return f"“{step.name}”的日期早于“{names[key]}”（{before.isoformat()}）。"
    for later in procedure.steps(stage):
        day = recorded[later.key].done_on if later.key in recorded else None
        if step.key in later.after and day is not None and day < done_on:
            return f"“{step.name}”的日期晚于后面的“{later.name}”（{day.isoformat()}）。"
    due = step_due(facts, stage, step, corrections)
    if due is not None and done_on > due:
        return f"“{step.name}”应在 {due.isoformat()} 前完成，已超 {(done_on - due).days} 天。"
    return None


def limit_start(facts: CaseFacts, stage: Stage, since: str) -> date | None:
    """The day from which a limit counts; None where its clock has not begun."""
    if since == STAGE_START:
        since = CLUE if stage is Stage.IDENTIFY else "clearing"
    named = {
        CLUE: facts.clue_on,
        INCLUDED: facts.included_on,
        "clearing": facts.clearing_started_on,
    }
    if since in named:
        return named[since]
    fact = facts_of(facts, stage).get(since)
    return None if fact is None else fact.done_on


def last_round(steps: Sequence[StepFact], stage: Stage) -> int:
    """The highest round recorded of a stage; 0 where none is."""
    return max((step.round for step in steps if step.stage is stage), default=0)


def finding_round(facts: CaseFacts, stage: Stage) -> int:
    """The round that a finding (核实情况) belongs to: the one in hand.

    While a household is being helped and no clearing is under way, the one that comes: what was
    found before a clearing that was rolled back or given up is no ground for the next.
    """
    last = last_round(facts.steps, stage)
    comes = stage is Stage.CLEAR and case_state(facts) is CaseState.HELPING
    return last + 1 if comes else max(last, 1)
