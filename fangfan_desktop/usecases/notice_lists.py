"""Which cases a notice lists: those that have come to its step, and why others have not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    case_state,
    facts_of,
    open_steps,
)
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Procedure, Stage, Step
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.storage.cases import find_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.notices import ListedCase, listed_cases
from fangfan_desktop.usecases.procedures import case_procedure

_STAGES = {
    NoticeKind.TO_INCLUDE_VILLAGE: Stage.IDENTIFY,
    NoticeKind.TO_INCLUDE_TOWNSHIP: Stage.IDENTIFY,
    NoticeKind.INCLUDED: Stage.IDENTIFY,
    NoticeKind.TO_CLEAR: Stage.CLEAR,
    NoticeKind.CLEARED: Stage.CLEAR,
}
_IN_STAGE = {
    NoticeKind.TO_INCLUDE_VILLAGE: {CaseState.IDENTIFYING},
    NoticeKind.TO_INCLUDE_TOWNSHIP: {CaseState.IDENTIFYING},
    NoticeKind.MEETING: {CaseState.IDENTIFYING, CaseState.CLEARING},
    NoticeKind.TO_CLEAR: {CaseState.CLEARING},
}
_MEETING = "评议"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that a notice may list.

    Attributes:
        listed: The case.
        main_risk: The first of its risks.
        is_ready: Whether it has come to the notice's step.
        why_not: What is still lacking, else "".
        least_days: What the procedure asks of the notice.
        in_working_days: Whether those are working days.
    """

    listed: ListedCase
    main_risk: str
    is_ready: bool
    why_not: str
    least_days: int
    in_working_days: bool


def notice_candidates(
    database: Database, *, kind: NoticeKind, village_id: int | None
) -> tuple[Candidate, ...]:
    """Cases that the notice lists of itself (ready), then those still on their way to it.

    Args:
        database: The open database.
        kind: Of the notice.
        village_id: Of one village; None for the whole township.
    """
    with database.read() as session:
        return candidates_in(session, kind, village_id)


def candidates_in(
    session: Session, kind: NoticeKind, village_id: int | None
) -> tuple[Candidate, ...]:
    """As `notice_candidates`, inside a session."""
    found = [
        candidate
        for listed, procedure in _with_procedures(session, village_id)
        if (candidate := _candidate(kind, listed, procedure)) is not None
    ]
    return tuple(sorted(found, key=lambda each: not each.is_ready))


def count_ready(session: Session) -> Iterator[tuple[NoticeKind, int]]:
    """Kind and village of every case that has come to the step of a notice."""
    for listed, procedure in _with_procedures(session, None):
        for kind in NoticeKind:
            candidate = _candidate(kind, listed, procedure)
            if candidate is not None and candidate.is_ready:
                yield kind, listed.village_id


def _with_procedures(
    session: Session, village_id: int | None
) -> Iterator[tuple[ListedCase, Procedure]]:
    procedures: dict[int, Procedure] = {}
    for listed in listed_cases(session.connection(), village_id):
        # without a copy of its own, a case goes by the office's procedure of its year
        day = listed.facts.clue_on
        key = listed.procedure_id or -(day.year if day else int(listed.code[:4]))
        if key not in procedures:
            procedures[key] = case_procedure(session, find_case(session, listed.case_id))
        yield listed, procedures[key]


def notice_step(procedure: Procedure, kind: NoticeKind) -> tuple[Stage, Step] | None:
    """The step that a notice of this kind is, in a procedure; None where it has none."""
    for stage in Stage:
        for step in procedure.steps(stage):
            if step.notice is not None and step.notice.kind == kind.value:
                return stage, step
    return None


def _candidate(kind: NoticeKind, listed: ListedCase, procedure: Procedure) -> Candidate | None:
    if kind.value in listed.shown_kinds:
        return None
    at = notice_step(procedure, kind)
    reason = _why_not(kind, listed.facts, procedure, at)
    if reason is None:
        return None
    rule = None if at is None else at[1].notice
    risks = parse_risks(listed.risks)
    return Candidate(
        listed=listed,
        main_risk=risks[0].name if risks else "",
        is_ready=not reason,
        why_not=reason,
        least_days=rule.days if rule else kind.least_days,
        in_working_days=rule is not None and rule.unit.value == "工作日",
    )


def _why_not(
    kind: NoticeKind, facts: CaseFacts, procedure: Procedure, at: tuple[Stage, Step] | None
) -> str | None:
    """What the case still lacks for the notice: "" for nothing, None where it is not about it."""
    state = case_state(facts)
    if kind is NoticeKind.MEETING:
        return _after_meeting(facts, procedure, state)
    if at is None:
        return _without_step(kind, state, facts)
    stage, step = at
    waiting = open_steps(procedure, facts)
    if (stage, step) in waiting:
        return ""
    if state not in _IN_STAGE.get(kind, set()):
        return None
    recorded = facts_of(facts, stage)
    if step.key in recorded and recorded[step.key].is_passed:
        return None
    names = [each.name for at_stage, each in waiting if at_stage is stage]
    return f"{'、'.join(names)}未完成" if names else None


def _after_meeting(facts: CaseFacts, procedure: Procedure, state: CaseState) -> str | None:
    if state not in _IN_STAGE[NoticeKind.MEETING]:
        return None
    stage = Stage.IDENTIFY if state is CaseState.IDENTIFYING else Stage.CLEAR
    recorded = facts_of(facts, stage)
    meetings = [step for step in procedure.steps(stage) if _MEETING in step.name]
    if any(step.key in recorded and recorded[step.key].done_on for step in meetings):
        return ""
    return "评议未完成" if meetings else None


def _without_step(kind: NoticeKind, state: CaseState, facts: CaseFacts) -> str | None:
    """A procedure without such a step: the state alone says who is listed."""
    if kind is NoticeKind.INCLUDED:
        return "" if facts.included_on and facts.clue_on and state is CaseState.HELPING else None
    if kind is NoticeKind.CLEARED:
        return "" if state is CaseState.CLEARED and facts_of(facts, Stage.CLEAR) else None
    return "" if state in _IN_STAGE[kind] else None


def village_of(candidates: Collection[Candidate]) -> int | None:
    """The one village of the cases; None where they are of several."""
    villages = {each.listed.village_id for each in candidates}
    return villages.pop() if len(villages) == 1 else None
