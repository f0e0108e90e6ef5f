"""A procedure as texts that the clerk edits in a table, and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import (
    CLUE,
    INCLUDED,
    STAGE_START,
    DayUnit,
    Limit,
    NoticeRule,
    Procedure,
    Stage,
    Step,
    check_procedure,
)
from fangfan_desktop.errors import UserError

LEVELS = ("户", "村", "镇", "县")
SINCE = {CLUE: "线索", INCLUDED: "纳入", STAGE_START: "启动"}
NOTICES = {"": "不公示", **{kind.value: kind.label for kind in NoticeKind}}
_DAYS = re.compile(r"(?:不少于|不超过)?\s*([0-9]{1,3})\s*(个?工作日|天|日|自然日)?")
_BETWEEN = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step as texts.

    Attributes:
        key: Its lasting key; "" for a new one.
        name: Its name.
        level: 户, 村, 镇 or 县.
        after: Names of the steps that it waits for, 、 between; "" for the one above.
        limit: 15天, 5个工作日 or "".
        since: Key of `SINCE`.
        notice: Key of `NOTICES`.
        days: Of the notice, 5天 or 5个工作日.
        papers: Names, 、 between.
        is_decision: Whether its consent decides.
        note: A word of the plan.
    """

    key: str = ""
    name: str = ""
    level: str = "村"
    after: str = ""
    limit: str = ""
    since: str = CLUE
    notice: str = ""
    days: str = ""
    papers: str = ""
    is_decision: bool = False
    note: str = ""


def days_words(days: int, unit: DayUnit) -> str:
    """15天, 5个工作日."""
    return Limit(days, unit).words


def parse_days(text: str, what: str) -> tuple[int, DayUnit] | None:
    """The number and unit of 15天, 5个工作日 or 15; None for an empty text.

    Raises:
        UserError: it is neither.
    """
    if not text.strip():
        return None
    match = _DAYS.fullmatch(text.strip())
    if match is None:
        raise UserError(f"{what}“{text.strip()}”看不懂，请写成“15天”或“5个工作日”。")
    is_working = "工作日" in (match[2] or "")
    return int(match[1]), DayUnit.WORKING if is_working else DayUnit.CALENDAR


def step_drafts(procedure: Procedure, stage: Stage) -> tuple[StepDraft, ...]:
    """The steps of a stage as texts."""
    steps = procedure.steps(stage)
    names = {step.key: step.name for step in steps}
    return tuple(
        StepDraft(
            key=step.key,
            name=step.name,
            level=step.level,
            after=_after_words(step, steps[place - 1] if place else None, names),
            limit=step.limit.words if step.limit else "",
            since=step.limit.since if step.limit else CLUE,
            notice=step.notice.kind if step.notice else "",
            days=days_words(step.notice.days, step.notice.unit) if step.notice else "",
            papers="、".join(step.papers),
            is_decision=step.is_decision,
            note=step.note,
        )
        for place, step in enumerate(steps)
    )


def steps_from(drafts: Sequence[StepDraft], stage: Stage) -> tuple[Step, ...]:
    """The steps of the texts; a renamed step keeps its key, a new one gets a key of its own.

    Raises:
        UserError: a text cannot be understood; the sentence names the step.
    """
    keys = _keys(drafts)
    by_name = {draft.name.strip(): key for draft, key in zip(drafts, keys, strict=True)}
    steps: list[Step] = []
    for place, (draft, key) in enumerate(zip(drafts, keys, strict=True)):
        limit = parse_days(draft.limit, f"{stage.label}“{draft.name}”的时限")
        steps.append(
            Step(
                key=key,
                name=draft.name.strip(),
                level=draft.level,
                after=_after(draft, by_name, keys[place - 1] if place else None),
                papers=tuple(part for part in _BETWEEN.split(draft.papers) if part),
                limit=Limit(*limit, draft.since) if limit else None,
                notice=_notice(draft),
                is_decision=draft.is_decision,
                note=draft.note.strip(),
            )
        )
    return tuple(steps)


def edited(  # noqa: PLR0913 - each is a box of the dialog
    procedure: Procedure,
    *,
    name: str,
    year: int,
    helper: str,
    measures: str,
    visit_months: int,
    clear_after_months: int,
    steps: dict[Stage, Sequence[StepDraft]],
) -> Procedure:
    """The procedure with what the clerk has typed.

    Raises:
        UserError: something cannot be understood or does not hold together.
    """
    limits = [parse_days(helper, "帮扶责任人的时限"), parse_days(measures, "帮扶措施的时限")]
    if None in limits:
        raise UserError("请填写落实帮扶责任人和帮扶措施的时限。")
    helper_limit, measures_limit = (Limit(*limit, INCLUDED) for limit in limits if limit)
    new = replace(
        procedure,
        name=name.strip(),
        year=year,
        helper=helper_limit,
        measures=measures_limit,
        visit_months=visit_months,
        clear_after_months=clear_after_months,
        identify=steps_from(steps[Stage.IDENTIFY], Stage.IDENTIFY),
        clear=steps_from(steps[Stage.CLEAR], Stage.CLEAR),
    )
    faults = check_procedure(new)
    if faults:
        raise UserError("".join(faults))
    return new


def _notice(draft: StepDraft) -> NoticeRule | None:
    if not draft.notice:
        return None
    days = parse_days(draft.days, f"“{draft.name}”的公示天数")
    if days is None:
        raise UserError(f"“{draft.name}”要公示，请填公示天数，如“5天”。")
    return NoticeRule(draft.notice, *days)


def _after(draft: StepDraft, by_name: dict[str, str], above: str | None) -> tuple[str, ...]:
    names = [part for part in _BETWEEN.split(draft.after) if part]
    if not names:
        return () if above is None else (above,)
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise UserError(
            f"“{draft.name}”要等的“{unknown[0]}”不是这套程序里的步骤，请照步骤名称填写，"
            "空着就是等上一步。"
        )
    return tuple(by_name[name] for name in names)


def _after_words(step: Step, above: Step | None, names: dict[str, str]) -> str:
    usual = () if above is None else (above.key,)
    return "" if step.after == usual else "、".join(names[key] for key in step.after)


def _keys(drafts: Sequence[StepDraft]) -> list[str]:
    taken = {draft.key for draft in drafts if draft.key}
    keys: list[str] = []
    for draft in drafts:
        key = draft.key
        if not key:
            key = next(k for n in range(1, len(drafts) + 2) if (k := f"step-{n}") not in taken)
            taken.add(key)
        keys.append(key)
    return keys
