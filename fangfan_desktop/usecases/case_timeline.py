"""The time line of a case: each step with its state, last day, expected day and papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.case_forecast import Expected, Period, expected_days
from fangfan_desktop.domain.case_progress import (
    DISAGREED,
    RETURNED,
    CaseFacts,
    CaseState,
    StepFact,
    case_state,
    facts_of,
    last_round,
    limit_start,
    open_steps,
    step_due,
)
from fangfan_desktop.domain.procedures import DayUnit, Procedure, Stage, Step
from fangfan_desktop.domain.workdays import (
    Corrections,
    LightColour,
    light,
    unknown_year_note,
    working_days_between,
)
from fangfan_desktop.usecases.case_lines import (
    Deadline,
    PaperMark,
    StageView,
    StepState,
    StepView,
)

StepPlace = tuple[Stage, int, str]  # stage, round, step key
Papers = Callable[[Stage, Step], Sequence[PaperMark]]


@dataclass(frozen=True, slots=True)
class CaseDays:
    """A case and the day it is looked at.

    Attributes:
        procedure: Its procedure.
        facts: Its days and steps.
        today: The day of the lights.
        corrections: The office's own working days.
        notices: First and last day of its notices, by stage, round and step key.
        hung: Ids of them.
    """

    procedure: Procedure
    facts: CaseFacts
    today: date
    corrections: Corrections
    notices: Mapping[StepPlace, Period]
    hung: Mapping[StepPlace, int]


def day_words(day: date, today: date) -> str:
    """5月19日; with the year where it is another one."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"


def deadline(due: date, today: date, corrections: Corrections) -> Deadline:
    """A last day with its light and words."""
    seen = light(due, today)
    left = seen.days_left
    words = f"超 {-left} 天" if left < 0 else f"剩 {left} 天" if left else "今天到期"
    return Deadline(due, seen.colour, words, unknown_year_note(due, corrections) or "")


def stage_views(days: CaseDays, papers: Papers, clearing_how: str = "") -> tuple[StageView, ...]:
    """All stages of a case that have begun: identification, then each round of clearing.

    Args:
        days: the case.
        papers: marks of a step's papers.
        clearing_how: 自然消除 or 帮扶消除, for the title of the last round.
    """
    found: list[StageView] = []
    if days.facts.clue_on is not None:
        found.append(_StageReader(days, Stage.IDENTIFY, 1, papers).view(""))
    is_clearing = case_state(days.facts) is CaseState.CLEARING  # begun in the roster: no row yet
    last = max(last_round(days.facts.steps, Stage.CLEAR), int(is_clearing))
    for turn in range(1, last + 1):
        reader = _StageReader(days, Stage.CLEAR, turn, papers)
        found.append(reader.view(clearing_how if turn == last else ""))
    return tuple(found)


class _StageReader:
    """One round of a stage."""

    def __init__(self, days: CaseDays, stage: Stage, turn: int, papers: Papers) -> None:
        self.days, self.stage, self.turn, self.papers = days, stage, turn, papers
        facts = days.facts
        self.steps = days.procedure.steps(stage)
        self.recorded = facts_of(facts, stage, turn)
        self.is_last = turn == max(last_round(facts.steps, stage), 1)
        start = facts.clue_on if stage is Stage.IDENTIFY else facts.clearing_started_on
        self.began = start if self.is_last else None
        waiting = open_steps(days.procedure, facts) if self.is_last else ()
        self.opened = {step.key for which, step in waiting if which is stage}
        running = CaseState.IDENTIFYING if stage is Stage.IDENTIFY else CaseState.CLEARING
        self.is_in_hand = self.is_last and case_state(facts) is running
        self.due = self._due_days() if self.opened else {}
        self.notices = {
            key: period
            for (which, at, key), period in days.notices.items()
            if (which, at) == (stage, turn)
        }
        self.expected: Mapping[str, Expected] = (
            expected_days(
                self.steps, self.recorded, self.due, self.notices, days.today, days.corrections
            )
            if self.opened
            else {}
        )

    def view(self, how: str) -> StageView:
        """The stage as it is shown."""
        words, colour = self._clock()
        title = self.stage.label + (f"（第{self.turn}次）" if self.turn > 1 else "")
        return StageView(
            stage=self.stage,
            turn=self.turn,
            title=" · ".join(word for word in (title, self.days.procedure.name, how) if word),
            began_on=self.began,
            clock_words=words,
            clock=colour,
            steps=tuple(self._step(step) for step in self.steps),
            is_in_hand=self.is_in_hand,
        )

    def _due_days(self) -> dict[str, date]:
        found: dict[str, date] = {}
        for step in self.steps:
            if not self._is_passed(step):
                due = step_due(self.days.facts, self.stage, step, self.days.corrections)
                if due is not None:
                    found[step.key] = due
        return found

    def _is_passed(self, step: Step) -> bool:
        fact = self.recorded.get(step.key)
        return fact is not None and fact.is_passed

    def _step(self, step: Step) -> StepView:
        days, fact = self.days, self.recorded.get(step.key)
        expected = self.expected.get(step.key)
        due = self.due.get(step.key)
        last = None if due is None else deadline(due, days.today, days.corrections)
        done_on = None if fact is None else fact.done_on
        period = self.notices.get(step.key)
        if period is None and expected is not None and step.notice is not None:
            period = (expected.starts_on, expected.ends_on)
        return StepView(
            stage=self.stage,
            turn=self.turn,
            key=step.key,
            name=step.name,
            level=step.level,
            plan_note=step.note,
            state=self._state(step, fact, last, expected),
            fact=fact,
            day_number=(done_on - self.began).days if done_on and self.began else None,
            limit_words=step.limit.words if step.limit else "",
            deadline=last,
            papers=tuple(self.papers(self.stage, step)),
            is_notice=step.notice is not None,
            notice_words=_notice_words(step),
            notice_id=days.hung.get((self.stage, self.turn, step.key)),
            period=period,
            expected_on=None if expected is None else expected.starts_on,
            latest_on=None if expected is None else expected.latest_on,
            expected_words="" if expected is None else self._expected_words(step, expected),
            is_decision=step.is_decision,
            is_open=step.key in self.opened,
        )

    def _state(
        self,
        step: Step,
        fact: StepFact | None,
        last: Deadline | None,
        expected: Expected | None,
    ) -> StepState:
        if fact is not None and fact.done_on is not None:
            named = {DISAGREED: StepState.REFUSED, RETURNED: StepState.RETURNED}
            return named.get(fact.result or "", StepState.DONE)
        is_overdue = last is not None and last.colour is LightColour.OVERDUE
        if is_overdue or (expected is not None and expected.is_first_late):
            return StepState.LATE
        if step.key in self.opened:
            return StepState.IN_HAND
        is_planned = fact is not None and fact.planned_on is not None
        return StepState.PLANNED if is_planned else StepState.WAITING

    def _expected_words(self, step: Step, expected: Expected) -> str:
        today = self.days.today
        starts = day_words(expected.starts_on, today)
        if step.notice is not None:
            words = f"{starts}—{day_words(expected.ends_on, today)}"
        else:
            words = f"预计 {starts}"
        if expected.is_first_late:
            limit = self.days.procedure.step(self.stage, expected.bound_key).limit
            over = "" if limit is None else limit.words
            return f"{words}（已超{over}时限，请提前）"
        latest = expected.latest_on
        if latest is not None and latest > expected.starts_on:
            begin = "开始" if step.notice is not None else ""
            return f"{words}，最迟 {day_words(latest, today)}{begin}"
        return words

    def _clock(self) -> tuple[str, LightColour | None]:
        """第 13 天/15 天 of the limit that runs out first; how long the decision took."""
        days = self.days
        decided = self.recorded.get(days.procedure.decision(self.stage).key)
        if decided is not None and decided.is_passed and decided.done_on and self.began:
            return f"用了 {(decided.done_on - self.began).days} 天", None
        if not self.is_in_hand or self.began is None:
            return "", None
        nearest = min(self.due.items(), key=lambda pair: pair[1], default=None)
        if nearest is None:
            return f"第 {(days.today - self.began).days} 天", None
        limit = days.procedure.step(self.stage, nearest[0]).limit
        seen = light(nearest[1], days.today)
        if limit is None or seen.colour is LightColour.OVERDUE:
            return f"超 {-seen.days_left} 天", seen.colour
        start = limit_start(days.facts, self.stage, limit.since) or self.began
        if limit.unit is DayUnit.WORKING:
            gone = working_days_between(start, days.today, days.corrections)
        else:
            gone = (days.today - start).days
        unit = limit.unit.value if limit.unit is DayUnit.CALENDAR else f"个{limit.unit.value}"
        return f"第 {gone} {unit}/{limit.days} {unit}", seen.colour


def _notice_words(step: Step) -> str:
    rule = step.notice
    if rule is None:
        return ""
    unit = "个工作日" if rule.unit is DayUnit.WORKING else "天"
    return f"不少于{rule.days}{unit}"
