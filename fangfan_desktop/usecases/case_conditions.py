"""为什么还不能纳入, 为什么还不能消除: what is met, what is not, what has not come yet."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.models import Household, MonitoringCase
from fangfan_desktop.usecases.case_clearing import read_conditions
from fangfan_desktop.usecases.case_lines import (
    ConditionLine,
    HitView,
    StageView,
    StepState,
    StepView,
)
from fangfan_desktop.usecases.case_timeline import CaseDays
from fangfan_desktop.usecases.household_records import category_doubts

NOT_YET_IN = "为什么还不能纳入"
NOT_YET_CLEARED = "为什么还不能消除"
_ALONE = "不得“唯财产检索结果论”（柳江区2023年重点排查，问题清单）"
_DECIDED = frozenset({StepState.REFUSED, StepState.RETURNED})


def condition_lines(
    session: Session,
    case: MonitoringCase,
    days: CaseDays,
    stages: Sequence[StageView],
    hits: Sequence[HitView],
    household: Household,
) -> tuple[str, tuple[ConditionLine, ...]]:
    """Title and lines of the card; both empty where nothing is to be decided."""
    state = case_state(days.facts)
    if state is CaseState.IDENTIFYING:
        stage = next(view for view in stages if view.stage is Stage.IDENTIFY)
        return NOT_YET_IN, _identifying(case, days.procedure, stage, hits, household)
    if state in {CaseState.HELPING, CaseState.CLEARING}:
        lines = [
            ConditionLine(each.words, each.is_met, each.source)
            for each in read_conditions(session, case, days.procedure, days.today)
        ]
        if state is CaseState.CLEARING:
            stage = next(v for v in reversed(stages) if v.stage is Stage.CLEAR)
            lines += _waiting(_needed(days.procedure, stage))
        return NOT_YET_CLEARED, tuple(lines)
    return "", ()


def _identifying(
    case: MonitoringCase,
    procedure: Procedure,
    stage: StageView,
    hits: Sequence[HitView],
    household: Household,
) -> tuple[ConditionLine, ...]:
    needed = _needed(procedure, stage)
    lines = [_category(case, household), _risks(case)]
    lines += _done(needed)
    lines += _papers(needed)
    open_hits = [hit.kind for hit in hits if not hit.verdict]
    if open_hits:
        words = f"信息比对命中 {len(open_hits)} 项没有研判结论（{'、'.join(open_hits)}）"
        lines.append(ConditionLine(words, is_met=False, source=_ALONE))
    elif hits:
        words = f"信息比对命中 {len(hits)} 项都有研判结论"
        lines.append(ConditionLine(words, is_met=True))
    lines += _waiting(needed)
    return tuple(lines)


def _needed(procedure: Procedure, stage: StageView) -> list[StepView]:
    """The steps up to the decision and with it."""
    found: list[StepView] = []
    for step in stage.steps:
        found.append(step)
        if step.key == procedure.decision(stage.stage).key:
            break
    return found


def _category(case: MonitoringCase, household: Household) -> ConditionLine:
    if case.category is None:
        return ConditionLine("还没有定监测对象类别", is_met=False)
    doubts = category_doubts(case.category, household.is_lifted)
    if doubts:
        return ConditionLine(doubts[0].rstrip("。"), is_met=None)
    return ConditionLine(f"监测对象类别：{case.category}", is_met=True)


def _risks(case: MonitoringCase) -> ConditionLine:
    if not case.risks:
        return ConditionLine("还没有填致贫返贫风险", is_met=False)
    return ConditionLine(f"致贫返贫风险：{case.risks}", is_met=True)


def _done(steps: Sequence[StepView]) -> list[ConditionLine]:
    lines: list[ConditionLine] = []
    passed = [step.name for step in steps if step.state is StepState.DONE]
    if passed:
        lines.append(ConditionLine(f"{'、'.join(passed)}已经通过", is_met=True))
    for step in steps:
        if step.state in _DECIDED:
            reason = step.fact.reason if step.fact else ""
            words = f"“{step.name}”{step.state.value}：{reason}，要重新办理"
            lines.append(ConditionLine(words, is_met=False))
    return lines


def _papers(steps: Sequence[StepView]) -> list[ConditionLine]:
    """Papers of the steps that were done: what is there in one line, what lacks in another."""
    done = [step for step in steps if step.state is StepState.DONE]
    present = [mark.name for step in done for mark in step.papers if mark.is_present]
    lines = [ConditionLine(f"{'、'.join(present)}已存", is_met=True)] if present else []
    lacking = [mark.name for step in done for mark in step.papers if not mark.is_present]
    if lacking:
        words = f"材料还缺 {len(lacking)} 件：{'、'.join(lacking)}"
        lines.append(ConditionLine(words, is_met=False))
    return lines


def _waiting(steps: Sequence[StepView]) -> list[ConditionLine]:
    names = [s.name for s in steps if s.state not in {StepState.DONE, *_DECIDED}]
    return [ConditionLine(f"还要办：{'、'.join(names)}", is_met=None)] if names else []
