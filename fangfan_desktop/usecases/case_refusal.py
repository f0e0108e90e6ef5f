"""Not taking a household in (暂不纳入), with reasons that are kept; taking a case up again."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.domain.refusal_reasons import REASONS, refusal_fault
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import MonitoringCase
from fangfan_desktop.storage.cases import (
    cases_of_household,
    find_case,
    newer_cases,
    read_facts,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_steps import StepsResult, many_words


def refuse_cases(
    database: Database,
    *,
    case_ids: Collection[int],
    on: date,
    reasons: Sequence[str],
    note: str = "",
) -> StepsResult:
    """Not taken in (暂不纳入), with reasons that are kept.

    A refusal that rests on nothing but reasons that are none (唯收入论、三等…) is kept too, with
    a warning, and is marked wherever the case is shown.

    Args:
        database: The open database.
        case_ids: Cases that are being identified.
        on: The day of the decision.
        reasons: Keys of `domain.refusal_reasons.REASONS`.
        note: What is to be said; needed for 其他.

    Raises:
        UserError: no reason is given, or a case is not being identified.
    """
    if on > database.today():
        raise UserError("不纳入的日期在今天以后，请核对。")
    known = {reason.key for reason in REASONS}
    if not reasons or not set(reasons) <= known:
        raise UserError("请选不纳入的理由；不予纳入都要写明理由。")
    if "other" in reasons and not note.strip():
        raise UserError("理由选了“其他”，请在说明里写清楚。")
    with database.action(f"暂不纳入{many_words(len(case_ids))}") as unit:
        for case_id in case_ids:
            case = find_case(unit.session, case_id)
            _need_identifying(unit.session, case)
            if case.clue_on is not None and on < case.clue_on:
                raise UserError(f"个案 {case.code}：不纳入的日期早于线索日期，请核对。")
            case.refused_on = on
            case.refusal_reasons = ",".join(reasons)
            case.refusal_note = note.strip() or None
    fault = refusal_fault(reasons)
    return StepsResult(unit.changes, warnings=(fault,) if fault else ())


def take_up_again(database: Database, *, case_id: int) -> Changes:
    """Go on with a case that was refused (重新启动): the clock still runs from the clue.

    Raises:
        UserError: it was not refused, or the household has a newer case or one that runs.
    """
    with database.action("重新启动个案") as unit:
        session = unit.session
        case = find_case(session, case_id)
        if case.refused_on is None:
            raise UserError("这个个案没有被拒绝过，不用重新启动。")
        others = newer_cases(session, case)
        if others:
            raise UserError(f"这一户后来又有个案 {others[0].code}，请在那个个案里办理。")
        running = {CaseState.HELPING, CaseState.CLEARING}
        for other in cases_of_household(session, case.household_id):
            if case_state(read_facts(session, other)) in running:
                raise UserError(
                    f"这一户正在监测帮扶（{other.code}），新的风险请记到那个个案的风险里。"
                )
        case.refused_on = None
        kept = "、".join(word for word in (case.refusal_note, case.remarks) if word)
        case.remarks = kept or None
        case.refusal_reasons = case.refusal_note = None
    return unit.changes


def _need_identifying(session: Session, case: MonitoringCase) -> None:
    state = case_state(read_facts(session, case))
    if state is not CaseState.IDENTIFYING:
        raise UserError(f"个案 {case.code} {state.value}，不在识别中，不能再作不纳入处理。")
