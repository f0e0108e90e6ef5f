"""Where one case stands, for the list and the board: state, steps in hand, what it waits for.

Pure reckoning over what was read. Nothing here closes a case: a day that has passed makes a light.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    StepFact,
    case_state,
    due_day,
    facts_of,
    open_steps,
    step_due,
)
from fangfan_desktop.domain.procedures import DayUnit, Limit, Procedure, Stage
from fangfan_desktop.domain.refusal_reasons import refusal_fault
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.domain.workdays import (
    Light,
    LightColour,
    light,
    working_days_between,
)
from fangfan_desktop.storage.case_rows import CaseRow

RUNNING = frozenset({CaseState.HELPING, CaseState.CLEARING})  # 未消除
ENDED = frozenset({CaseState.CLEARED, CaseState.REFUSED, CaseState.REMOVED})
HELPER, MEASURES = "帮扶责任人", "帮扶措施"
_FIELDS = tuple(field.name for field in fields(CaseRow))


@dataclass(frozen=True, slots=True)
class StepInHand:
    """A step that can be recorded now."""

    stage: Stage
    key: str
    name: str

    @property
    def title(self) -> str:
        """入户核实 while identifying, 消除：入户核实 while clearing."""
        return f"消除：{self.name}" if self.stage is Stage.CLEAR else self.name


@dataclass(frozen=True, slots=True)
class Wait:
    """The next thing of a case that has a last day.

    Attributes:
        what: A step's name, 帮扶责任人 or 帮扶措施.
        due_on: The last day.
        limit: The limit it comes from.
        light: As seen today.
        elapsed: Days since the clock began, in the limit's unit; None once it is overdue in
            working days, where calendar days overdue say more.
    """

    what: str
    due_on: date
    limit: Limit
    light: Light
    elapsed: int | None

    @property
    def words(self) -> str:
        """第13天/15天 · 剩2天; 第18天/15天 · 超3天."""
        unit = "天" if self.limit.unit is DayUnit.CALENDAR else "个工作日"
        if self.elapsed is None:
            begun = f"限{self.limit.words}"
        else:
            begun = f"第{self.elapsed:,}{unit}/{self.limit.words}"
        return f"{begun} · {self.left_words}" if self.left_words else begun

    @property
    def left_words(self) -> str:
        """超3天, 今天到期, 剩2天; "" while more than three days are left."""
        left = self.light.days_left
        if left < 0:
            return f"超{-left:,}天"
        if self.light.colour is LightColour.NONE:
            return ""
        return f"剩{left}天" if left else "今天到期"


@dataclass(frozen=True, slots=True)
class CaseLine(CaseRow):
    """A case and where it stands.

    Attributes:
        state: Its state.
        steps: Steps that can be recorded now, in order.
        wait: The nearest last day; None where the case waits for nothing that has one.
        since: The day since when it is in this state.
        missing: What it lacks, in words.
        refusal_mark: What is wrong with the refusal's reasons, as a sentence; None if nothing.
        procedure: Name of its procedure.
    """

    state: CaseState
    steps: tuple[StepInHand, ...]
    wait: Wait | None
    since: date | None
    missing: tuple[str, ...]
    refusal_mark: str | None
    procedure: str

    @property
    def is_running(self) -> bool:
        """Whether it counts as 未消除监测对象."""
        return self.state in RUNNING

    @property
    def is_rolled_back(self) -> bool:
        """Whether a clearing was rolled back and the case runs on."""
        return self.is_running and self.rolled_back_on is not None

    @property
    def main_risk(self) -> str:
        """The first risk, or ""."""
        return next((risk.name for risk in parse_risks(self.risks)), "")

    @property
    def due_on(self) -> date | None:
        """The nearest last day."""
        return self.wait.due_on if self.wait else None

    @property
    def light(self) -> LightColour:
        """The light of the nearest last day."""
        return self.wait.light.colour if self.wait else LightColour.NONE

    @property
    def place(self) -> str:
        """Village and group."""
        return f"{self.village}{self.group}"

    def state_words(self) -> str:
        """The state for people: 帮扶中·已回退, 已消除（自然消除）, 识别中·重新识别."""
        words = self.state.value
        if self.state is CaseState.CLEARED and self.cleared_how:
            words = f"{words}（{self.cleared_how}）"
        if self.is_rolled_back:
            words = f"{words}·已回退"
        return f"{words}·重新识别" if self.is_again else words


def case_line(
    row: CaseRow,
    steps: tuple[StepFact, ...],
    procedure: Procedure,
    today: date,
    corrections: Mapping[date, bool],
) -> CaseLine:
    """A case with all that is reckoned from it.

    Args:
        row: The case as it was read.
        steps: What was recorded of its steps.
        procedure: Its procedure.
        today: The day of the office.
        corrections: The office's word over the calendar of working days.
    """
    facts = case_facts(row, steps)
    state = case_state(facts)
    in_hand = open_steps(procedure, facts)
    return CaseLine(
        **{name: getattr(row, name) for name in _FIELDS},
        state=state,
        steps=tuple(StepInHand(stage, step.key, step.name) for stage, step in in_hand),
        wait=_wait(row, facts, state, procedure, today, corrections),
        since=_since(facts, state),
        missing=_missing(row, state),
        refusal_mark=_refusal_mark(row, state),
        procedure=procedure.name,
    )


def case_facts(row: CaseRow, steps: tuple[StepFact, ...]) -> CaseFacts:
    """The facts of a case as the rules know them."""
    is_in = row.included_on is not None
    return CaseFacts(
        clue_on=row.clue_on,
        refused_on=None if is_in else row.refused_on,
        included_on=row.included_on,
        clearing_started_on=row.clearing_started_on,
        cleared_on=row.cleared_on,
        rolled_back_on=row.rolled_back_on,
        removed_on=row.removed_on,
        steps=steps,
    )


def waiting_order(line: CaseLine) -> tuple[int, int, int]:
    """Sorts the longest wait first: by last day, then by the day it began; ended ones last."""
    if line.wait is not None:
        return 0, line.wait.due_on.toordinal(), line.case_id
    since = line.since.toordinal() if line.since else 0
    if line.state in ENDED:
        return 2, -since, -line.case_id
    return 1, since, line.case_id


def _wait(
    row: CaseRow,
    facts: CaseFacts,
    state: CaseState,
    procedure: Procedure,
    today: date,
    corrections: Mapping[date, bool],
) -> Wait | None:
    found: list[tuple[date, str, Limit]] = []
    for stage in _stages(facts, state):
        recorded = facts_of(facts, stage)
        for step in procedure.steps(stage):
            is_passed = step.key in recorded and recorded[step.key].is_passed
            due = None if is_passed else step_due(facts, stage, step, corrections)
            if due is not None and step.limit is not None:
                found.append((due, step.name, step.limit))
    if state in RUNNING and row.included_on is not None:
        for is_lacking, what, limit in (
            (not row.helper_name, HELPER, procedure.helper),
            (row.has_no_measure, MEASURES, procedure.measures),
        ):
            if is_lacking:
                found.append((due_day(limit, row.included_on, corrections), what, limit))
    if not found:
        return None
    due, what, limit = min(found, key=lambda each: each[0])
    return Wait(what, due, limit, light(due, today), _elapsed(due, limit, today, corrections))


def _stages(facts: CaseFacts, state: CaseState) -> Sequence[Stage]:
    """Stages whose steps still run against a clock."""
    if state is CaseState.IDENTIFYING:
        return (Stage.IDENTIFY,)
    if state not in RUNNING and state is not CaseState.CLEARED:
        return ()
    identify = (Stage.IDENTIFY,) if facts.clue_on is not None else ()
    return (*identify, Stage.CLEAR) if state is CaseState.CLEARING else identify


def _elapsed(due: date, limit: Limit, today: date, corrections: Mapping[date, bool]) -> int | None:
    if limit.unit is DayUnit.CALENDAR:
        return limit.days - (due - today).days
    if today > due:
        return None
    return limit.days - working_days_between(today, due, corrections)


def _since(facts: CaseFacts, state: CaseState) -> date | None:
    return {
        CaseState.IDENTIFYING: facts.clue_on,
        CaseState.REFUSED: facts.refused_on,
        CaseState.HELPING: facts.rolled_back_on or facts.included_on,
        CaseState.CLEARING: facts.clearing_started_on,
        CaseState.CLEARED: facts.cleared_on,
        CaseState.REMOVED: facts.removed_on,
    }[state]


def _missing(row: CaseRow, state: CaseState) -> tuple[str, ...]:
    lacking: list[tuple[bool, str]] = []
    if state is CaseState.IDENTIFYING:
        lacking = [
            (not row.category, "没有定类别"),
            (not row.risks, "没有填风险"),
            (row.open_hits > 0, f"比对命中{row.open_hits}项未研判"),
        ]
    elif state in RUNNING:
        lacking = [
            (not row.helper_name, "没有帮扶责任人"),
            (row.has_no_measure, "没有帮扶措施"),
        ]
    return tuple(words for is_lacking, words in lacking if is_lacking)


def _refusal_mark(row: CaseRow, state: CaseState) -> str | None:
    if state is not CaseState.REFUSED:
        return None
    return refusal_fault([key for key in row.refusal_reasons.split(",") if key])
