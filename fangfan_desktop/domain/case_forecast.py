"""When the steps that wait can be done at the earliest, and must be at the latest.

Forwards: a step can be done on the day that those before it are done, a notice from the day after
and for its whole period, what follows a notice on the day after that. Backwards from the limit: a
notice takes its days off. The first step that would run past the limit is known in advance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fangfan_desktop.domain.case_progress import StepFact
from fangfan_desktop.domain.notice_rules import notice_period
from fangfan_desktop.domain.procedures import DayUnit, NoticeRule, Step
from fangfan_desktop.domain.workdays import Corrections

Period = tuple[date, date]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """A step that waits.

    Attributes:
        starts_on: The earliest day; of a notice its first.
        ends_on: The same day; of a notice its last.
        latest_on: The last day that keeps every limit after it; None where no limit follows.
        bound: The last day itself of the nearest limit; None where no limit follows.
        bound_key: The step that has that limit.
        is_first_late: Whether it is the first that ends after the limit.
    """

    starts_on: date
    ends_on: date
    latest_on: date | None
    bound: date | None
    bound_key: str
    is_first_late: bool


def expected_days(
    steps: Sequence[Step],
    recorded: Mapping[str, StepFact],
    due: Mapping[str, date],
    notices: Mapping[str, Period],
    today: date,
    corrections: Corrections,
) -> dict[str, Expected]:
    """Step key → what is expected, of the steps that have not passed.

    Args:
        steps: Of a stage, in order.
        recorded: What was recorded of them.
        due: Last day of each step that has a limit whose clock runs.
        notices: Period of each notice that hangs or hung.
        today: The day that nothing is expected before.
        corrections: The office's own working days.
    """
    forward = _forward(steps, recorded, notices, today, corrections)
    waiting = [step for step in steps if step.key in forward]
    latest = _backward(waiting, due, corrections)
    bounds = _bounds(waiting, due)
    found: dict[str, Expected] = {}
    is_told = False
    for step in waiting:
        starts, ends = forward[step.key]
        bound, key = bounds.get(step.key, (None, ""))
        is_late = bound is not None and today <= bound < ends and not is_told
        is_told = is_told or is_late
        found[step.key] = Expected(starts, ends, latest.get(step.key), bound, key, is_late)
    return found


def notice_ends(rule: NoticeRule, starts_on: date, corrections: Corrections) -> date:
    """The last day of a notice that is put up on a day."""
    is_working = rule.unit is DayUnit.WORKING
    return notice_period(
        starts_on, rule.days, in_working_days=is_working, corrections=corrections
    ).ends_on


def _forward(
    steps: Sequence[Step],
    recorded: Mapping[str, StepFact],
    notices: Mapping[str, Period],
    today: date,
    corrections: Corrections,
) -> dict[str, Period]:
    ready: dict[str, date] = {}
    by_key = {step.key: step for step in steps}
    found: dict[str, Period] = {}
    for step in steps:
        fact = recorded.get(step.key)
        if fact is not None and fact.is_passed and fact.done_on is not None:
            ready[step.key] = fact.done_on
            continue
        planned = fact.planned_on if fact is not None else None
        starts: date = max(today, planned or today)
        for key in step.after:
            is_apart = step.notice is not None or (by_key[key].notice is not None and key in found)
            starts = max(starts, ready[key] + _ONE_DAY if is_apart else ready[key])
        period = notices.get(step.key)
        if period is not None:
            starts, ends = period
        else:
            rule = step.notice
            ends = starts if rule is None else notice_ends(rule, starts, corrections)
        ready[step.key] = max(ends, today)
        found[step.key] = (starts, ends)
    return found


def _bounds(steps: Sequence[Step], due: Mapping[str, date]) -> dict[str, tuple[date, str]]:
    """The nearest limit that a step stands under: its own or of one that follows."""
    found: dict[str, tuple[date, str]] = {}
    for step in reversed(steps):
        own = [(due[step.key], step.key)] if step.key in due else []
        later = [found[s.key] for s in steps if step.key in s.after and s.key in found]
        if own or later:
            found[step.key] = min([*own, *later])
    return found


def _backward(
    steps: Sequence[Step], due: Mapping[str, date], corrections: Corrections
) -> dict[str, date]:
    """The last day that each step may begin on."""
    begins: dict[str, date] = {}
    for step in reversed(steps):
        ends = [due[step.key]] if step.key in due else []
        for later in steps:
            if step.key in later.after and later.key in begins:
                is_apart = step.notice is not None or later.notice is not None
                ends.append(begins[later.key] - (_ONE_DAY if is_apart else timedelta()))
        if not ends:
            continue
        day = min(ends)
        if step.notice is not None:
            last = day
            while notice_ends(step.notice, day, corrections) > last:
                day -= _ONE_DAY
        begins[step.key] = day
    return begins
