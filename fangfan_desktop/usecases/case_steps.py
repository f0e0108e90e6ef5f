"""Recording the steps of cases: one at a time, or the same one for many, as one undo step.

The decision's consent takes the household in, or clears it. A step that is late or out of order
needs a reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import (
    AGREED,
    DISAGREED,
    RESULTS,
    RETURNED,
    CaseFacts,
    CaseState,
    case_state,
    facts_of,
    is_cleared,
    reason_needed,
    round_of,
)
from fangfan_desktop.domain.procedures import Procedure, Stage, Step
from fangfan_desktop.domain.workdays import Corrections
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import AssetHit, CaseStep, Identification, MonitoringCase
from fangfan_desktop.storage.cases import (
    cases_of_household,
    find_case,
    identification_of,
    read_facts,
    rows_of_case,
    step_rows,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.case_clearing import finish_clearing, give_up_clearing
from fangfan_desktop.usecases.procedures import case_procedure, keep_procedure


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What is recorded of a step.

    Attributes:
        done_on: The day it was done.
        result: 同意, 不同意 or 退回; the two last need a reason.
        reason: Why not.
        late_reason: Why late or out of order, where it is.
        done_by: Who did it.
        note: Anything else.
    """

    done_on: date
    result: str = AGREED
    reason: str = ""
    late_reason: str = ""
    done_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepsResult:
    """What recording did: cases that were taken in or cleared by it, and warnings."""

    changes: Changes
    included: int = 0
    cleared: int = 0
    warnings: tuple[str, ...] = ()


def record_step(
    database: Database,
    *,
    case_ids: Collection[int],
    stage: Stage,
    step_key: str,
    entry: StepEntry,
    notice_id: int | None = None,
) -> StepsResult:
    """Record a step of one or more cases; all or none of them, one undo step.

    不同意 ends a clearing (`case_clearing.give_up_clearing`); while a household is being identified
    it is the village's or the township's word, and the refusal itself is `case_refusal`.

    Raises:
        UserError: a case cannot take this step; the sentence names it and says why: a reason is
            lacking, a hit of the asset search has no verdict, what stands against clearing.
    """
    if not case_ids:
        raise UserError("请先选要记录的个案。")
    with database.action(_action_name(len(case_ids))) as unit:
        included, cleared = record_in(
            unit, case_ids, stage, step_key, entry, database.today(), notice_id
        )
    return StepsResult(unit.changes, included, cleared)


def record_in(  # noqa: PLR0913, PLR0917 - as `record_step`, inside somebody's action
    unit: UnitOfWork,
    case_ids: Collection[int],
    stage: Stage,
    step_key: str,
    entry: StepEntry,
    today: date,
    notice_id: int | None = None,
) -> tuple[int, int]:
    """As `record_step`, inside an action; answers how many were taken in and cleared."""
    included = cleared = 0
    corrections = read_corrections(unit.session)
    for case_id in case_ids:
        case = find_case(unit.session, case_id)
        before = case_state(read_facts(unit.session, case))
        _record(unit, case, stage, step_key, entry, corrections, today, notice_id)
        unit.session.flush()
        after = case_state(read_facts(unit.session, case))
        included += before is CaseState.IDENTIFYING and after is CaseState.HELPING
        cleared += before is CaseState.CLEARING and after is CaseState.CLEARED
    refresh_rows(unit, _households(unit.session, case_ids))
    return included, cleared


def plan_step(
    database: Database,
    *,
    case_ids: Collection[int],
    stage: Stage,
    step_key: str,
    planned_on: date | None,
) -> Changes:
    """Set or clear the day that a step is planned for."""
    with database.action("安排个案步骤") as unit:
        for case_id in case_ids:
            case = find_case(unit.session, case_id)
            case_procedure(unit.session, case).step(stage, step_key)
            row = _row(unit.session, case, read_facts(unit.session, case), stage, step_key)
            row.planned_on = planned_on
            unit.session.add(row)
    return unit.changes


def take_back_step(database: Database, *, case_id: int, stage: Stage, step_key: str) -> Changes:
    """Take back a step that was recorded by mistake.

    Raises:
        UserError: a later step stands on it, or it has taken the household in or cleared it.
    """
    with database.action("撤回个案步骤") as unit:
        session = unit.session
        case = find_case(session, case_id)
        procedure = case_procedure(session, case)
        step = procedure.step(stage, step_key)
        facts = read_facts(session, case)
        row = _row(session, case, facts, stage, step_key)
        if row.done_on is None:
            raise UserError(f"“{step.name}”还没有记录，不用撤回。")
        recorded = {key for key, fact in facts_of(facts, stage).items() if fact.done_on}
        later = [
            each.name
            for each in procedure.steps(stage)
            if step_key in each.after and each.key in recorded
        ]
        if later:
            raise UserError(f"后面的“{'”“'.join(later)}”已经记录，请先撤回后面的。")
        if step.is_decision and row.result == AGREED and _has_decided(facts, stage):
            raise UserError(
                "这一步已经决定了纳入或消除，不能单独撤回。刚做错的请按撤销；"
                "纳入错的用“清退”，消除不稳定的用“回退”。"
            )
        if stage is Stage.CLEAR and len(facts_of(facts, stage)) == 1:
            # the round in hand is known by its rows: without one the round before would come back
            row.done_on = row.result = row.reason = row.late_reason = None
            row.done_by = row.note = row.notice_id = None
        else:
            session.delete(row)
    return unit.changes


def _record(  # noqa: PLR0913, PLR0917 - one case of the action, everything it needs at hand
    unit: UnitOfWork,
    case: MonitoringCase,
    stage: Stage,
    step_key: str,
    entry: StepEntry,
    corrections: Corrections,
    today: date,
    notice_id: int | None,
) -> None:
    session = unit.session
    procedure = case_procedure(session, case)
    step = procedure.step(stage, step_key)
    facts = read_facts(session, case)
    _check_entry(case, facts, stage, step, entry, today)
    _check_reason(case, procedure, facts, stage, step, entry, corrections)
    if step.is_decision and entry.result == AGREED and stage is Stage.IDENTIFY:
        _check_hits(session, case)
    if case.procedure_id is None:  # of the roster: its steps stay readable whatever is chosen later
        case.procedure_id = keep_procedure(session, procedure, today)
    row = _row(session, case, facts, stage, step_key)
    _write(row, entry, notice_id)
    session.add(row)
    session.flush()
    is_clearing = case_state(facts) is CaseState.CLEARING
    if is_clearing and stage is Stage.CLEAR and entry.result == DISAGREED:
        give_up_clearing(session, case)
    if step.is_decision and entry.result == AGREED:
        if stage is Stage.IDENTIFY:
            if facts.included_on is None:
                _include(session, case, entry.done_on)
        elif not is_cleared(facts):
            finish_clearing(session, case, procedure, entry.done_on)


def _check_entry(
    case: MonitoringCase,
    facts: CaseFacts,
    stage: Stage,
    step: Step,
    entry: StepEntry,
    today: date,
) -> None:
    state = case_state(facts)
    if entry.result not in RESULTS:
        raise UserError("结论请选同意、不同意或退回。")
    if entry.result != AGREED and not entry.reason.strip():
        raise UserError(f"结论是“{entry.result}”，请写明理由。")
    if entry.done_on > today:
        raise UserError(f"“{step.name}”的日期在今天以后，还没有做的请填计划日期。")
    if state in {CaseState.REFUSED, CaseState.REMOVED}:
        raise UserError(f"个案 {case.code} {state.value}，不能再记步骤。")
    recorded = facts_of(facts, stage)
    is_passed = step.key in recorded and recorded[step.key].is_passed
    if step.is_decision and is_passed and _has_decided(facts, stage):
        _refuse_again(case, stage, step)
    if stage is Stage.CLEAR and state is CaseState.HELPING:
        raise UserError(f"个案 {case.code} 还没有启动风险消除，请先启动。")
    if stage is Stage.CLEAR and state is CaseState.IDENTIFYING:
        raise UserError(f"个案 {case.code} 还没有纳入，谈不上消除。")
    start = facts.clue_on if stage is Stage.IDENTIFY else facts.clearing_started_on
    if start is not None and entry.done_on < start:
        words = "线索" if stage is Stage.IDENTIFY else "启动消除"
        raise UserError(
            f"个案 {case.code}：“{step.name}”的日期早于{words}日期{start.isoformat()}。"
        )


def _has_decided(facts: CaseFacts, stage: Stage) -> bool:
    """Whether the decision is on the books; roster or household's page may have taken it out."""
    return (facts.cleared_on if stage is Stage.CLEAR else facts.included_on) is not None


def _refuse_again(case: MonitoringCase, stage: Stage, step: Step) -> None:
    """A decision that took the household in, or cleared it, is not recorded over."""
    done = "已经纳入" if stage is Stage.IDENTIFY else "已经消除"
    raise UserError(
        f"个案 {case.code} 的“{step.name}”已经同意，{done}，不能再记。刚做错的请按撤销；"
        "纳入错的用“清退”，消除不稳定的用“回退”。"
    )


def _check_reason(  # noqa: PLR0913, PLR0917 - the rule asks for all of them
    case: MonitoringCase,
    procedure: Procedure,
    facts: CaseFacts,
    stage: Stage,
    step: Step,
    entry: StepEntry,
    corrections: Corrections,
) -> None:
    why = reason_needed(procedure, facts, stage, step, entry.done_on, corrections)
    if why is not None and not entry.late_reason.strip():
        raise UserError(f"个案 {case.code}：{why}可以补记，请写明原因。")


def _check_hits(session: Session, case: MonitoringCase) -> None:
    """A hit is information: it needs a verdict before anything is decided."""
    open_hits = [hit for hit in rows_of_case(session, AssetHit, case.id) if not hit.verdict]
    if open_hits:
        raise UserError(
            f"个案 {case.code} 的信息比对命中 {len(open_hits)} 项还没有研判结论"
            f"（{'、'.join(hit.kind for hit in open_hits)}）。"
            "命中只是提示，请写明综合研判结论再审定。"
        )


def _include(session: Session, case: MonitoringCase, on: date) -> None:
    """Take the household in: the identification that roster, forms and statistics read."""
    if case.category is None:
        raise UserError(f"个案 {case.code} 还没有定监测对象类别，请先填类别再审定。")
    if not case.risks:
        raise UserError(f"个案 {case.code} 还没有填致贫返贫风险，请先填风险再审定。")
    for other in cases_of_household(session, case.household_id):
        if case_state(read_facts(session, other)) in {CaseState.HELPING, CaseState.CLEARING}:
            raise UserError(
                f"个案 {case.code}：这一户已经在监测帮扶（{other.code}），不能再纳入一次。"
                "新的风险请记到那个个案的风险里，这条线索作不纳入处理。"
            )
    identification = Identification(
        household_id=case.household_id,
        previous_id=_previous_identification(session, case),
        category=case.category,
        identified_on=on,
        risks=case.risks,
    )
    session.add(identification)
    session.flush()
    case.identification_id = identification.id


def _previous_identification(session: Session, case: MonitoringCase) -> int | None:
    """The last one that was not withdrawn (清退), past clues that were refused."""
    found = case
    while found.previous_id is not None:
        found = find_case(session, found.previous_id)
        row = identification_of(session, found)
        if row is not None and row.removed_on is None:
            return row.id
    return None


def _row(
    session: Session, case: MonitoringCase, facts: CaseFacts, stage: Stage, step_key: str
) -> CaseStep:
    """The row of the step in the round in hand; a new one where nothing was recorded."""
    turn = round_of(facts, stage)
    for row in step_rows(session, case.id):
        if (row.stage, row.round, row.step_key) == (stage.value, turn, step_key):
            return row
    return CaseStep(case_id=case.id, stage=stage.value, round=turn, step_key=step_key)


def _write(row: CaseStep, entry: StepEntry, notice_id: int | None) -> None:
    note = entry.note.strip()
    if row.result == RETURNED and row.done_on is not None:
        back = f"{row.done_on.isoformat()} 退回：{row.reason}"
        note = f"{back}；{note}" if note else back
    row.done_on = entry.done_on
    row.result = entry.result
    row.reason = entry.reason.strip() or None
    row.late_reason = entry.late_reason.strip() or None
    row.done_by = entry.done_by.strip() or row.done_by
    row.note = note or row.note
    row.notice_id = notice_id or row.notice_id


def _households(session: Session, case_ids: Collection[int]) -> list[int]:
    return [find_case(session, case_id).household_id for case_id in case_ids]


def _action_name(count: int) -> str:
    return f"记录个案步骤{many_words(count)}"


def many_words(count: int) -> str:
    """（20 户） behind the name of an action on many; "" for one."""
    return f"（{count} 户）" if count > 1 else ""
