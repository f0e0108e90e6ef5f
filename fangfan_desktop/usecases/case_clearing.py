"""Clearing the risk (风险消除) of a case, rolling back (回退), taking out a wrong one (清退)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import (
    CaseState,
    case_state,
    finding_round,
    last_round,
)
from fangfan_desktop.domain.clearing_rules import (
    HELPED,
    NATURAL,
    ClearingFacts,
    Condition,
    clearing_conditions,
    obstacle_sentence,
    obstacles,
)
from fangfan_desktop.domain.household_rules import PersonFacts, no_labour
from fangfan_desktop.domain.income import Income, net_per_capita
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CaseFinding, CaseStep, Identification, Measure, MonitoringCase
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import (
    find_case,
    identification_of,
    newer_standing,
    read_facts,
    rows_of_case,
    step_rows,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.registry_facts import people_facts
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.procedures import case_procedure, keep_procedure

_ENDED = "（{on}，{reason}）"


def start_clearing(
    database: Database, *, case_ids: Collection[int], on: date, how: str = HELPED
) -> Changes:
    """Start the clearing of cases (拟消除): a new round of the procedure's clearing steps.

    What stands in the way does not keep it from starting, only from being decided.

    Args:
        database: The open database.
        case_ids: Cases that are being helped.
        on: First day of the clearing.
        how: 帮扶消除 or 自然消除; natural clearing is not bound to half a year.

    Raises:
        UserError: a case is not being helped, or the household has no labour as a whole.
    """
    if how not in {HELPED, NATURAL}:
        raise UserError("消除方式请选帮扶消除或自然消除。")
    if on > database.today():
        raise UserError("启动消除的日期在今天以后，请核对。")
    with database.action("启动风险消除") as unit:
        session = unit.session
        for case_id in case_ids:
            case = find_case(session, case_id)
            row = _running(session, case)
            if case_state(read_facts(session, case)) is CaseState.CLEARING:
                raise UserError(f"个案 {case.code} 已经在消除中。")
            if on < max(row.identified_on, row.rolled_back_on or row.identified_on):
                raise UserError(f"个案 {case.code}：启动消除的日期早于纳入或回退日期，请核对。")
            if row.cleared_on is not None and on <= row.cleared_on:
                raise UserError(f"个案 {case.code}：启动消除的日期要晚于上一次消除的日期，请核对。")
            procedure = case_procedure(session, case)
            if case.procedure_id is None:
                case.procedure_id = keep_procedure(session, procedure, database.today())
            _refuse_without_labour(session, case, on)
            row.clearing_started_on = on
            case.clearing_how = how
            facts = read_facts(session, case)
            turn = last_round(facts.steps, Stage.CLEAR) + 1
            first = procedure.clear[0]
            session.add(
                CaseStep(case_id=case.id, stage=Stage.CLEAR.value, round=turn, step_key=first.key)
            )
        refresh_rows(unit, [find_case(session, case_id).household_id for case_id in case_ids])
    return unit.changes


def stop_clearing(database: Database, *, case_id: int, on: date, reason: str) -> Changes:
    """Give up a clearing that has begun; the household goes on being helped.

    Raises:
        UserError: no clearing is under way, or no reason is given.
    """
    if not reason.strip():
        raise UserError("请写明终止消除的原因。")
    with database.action("终止风险消除") as unit:
        session = unit.session
        case = find_case(session, case_id)
        facts = read_facts(session, case)
        if case_state(facts) is not CaseState.CLEARING:
            raise UserError(f"个案 {case.code} 没有在消除，不用终止。")
        note = f"终止消除{_ENDED.format(on=on.isoformat(), reason=reason.strip())}"
        turn = last_round(facts.steps, Stage.CLEAR)
        for step in step_rows(session, case_id):
            if step.stage == Stage.CLEAR.value and step.round == turn:
                step.note = "；".join(word for word in (step.note, note) if word)
                break
        give_up_clearing(session, case)
        refresh_rows(unit, [case.household_id])
    return unit.changes


def roll_back(database: Database, *, case_ids: Collection[int], on: date, reason: str) -> Changes:
    """回退: a clearing was not stable, or the household has no labour; the old case goes on.

    Raises:
        UserError: a case is not cleared, the day is before its clearing, or no reason is given.
    """
    if not reason.strip():
        raise UserError("请写明回退的原因。出现新的风险的，请登记新线索重新识别，不是回退。")
    _not_ahead(on, database.today(), "回退")
    with database.action("风险消除回退") as unit:
        session = unit.session
        for case_id in case_ids:
            case = find_case(session, case_id)
            if case_state(read_facts(session, case)) is not CaseState.CLEARED:
                raise UserError(f"个案 {case.code} 没有消除过风险，不能回退。")
            row = _identification(session, case)
            if row.cleared_on is not None and on < row.cleared_on:
                raise UserError(f"个案 {case.code}：回退日期早于消除日期，请核对。")
            if others := newer_standing(session, case):
                raise UserError(
                    f"个案 {case.code} 之后已经重新识别（{others[0].code}），不能再回退。"
                )
            row.rolled_back_on = on
            row.rolled_back_reason = reason.strip()
            row.clearing_started_on = None
        refresh_rows(unit, [find_case(session, case_id).household_id for case_id in case_ids])
    return unit.changes


def remove_wrong(database: Database, *, case_id: int, on: date, reason: str) -> Changes:
    """清退: the household was wrongly taken in; its record stays, and counts nowhere.

    Raises:
        UserError: it was not taken in, was removed already, or no reason is given.
    """
    if not reason.strip():
        raise UserError("请写明清退的原因。")
    _not_ahead(on, database.today(), "清退")
    with database.action("清退监测对象") as unit:
        session = unit.session
        case = find_case(session, case_id)
        row = _identification(session, case)
        if row.removed_on is not None:
            raise UserError(f"个案 {case.code} 已经清退。")
        if on < row.identified_on:
            raise UserError(f"个案 {case.code}：清退日期早于纳入日期，请核对。")
        row.removed_on = on
        row.removed_reason = reason.strip()
        row.clearing_started_on = None
        refresh_rows(unit, [case.household_id])
    return unit.changes


def _not_ahead(on: date, today: date, what: str) -> None:
    if on > today:
        raise UserError(f"{what}的日期在今天以后，请核对。")


def read_conditions(
    session: Session, case: MonitoringCase, procedure: Procedure, on: date
) -> tuple[Condition, ...]:
    """The conditions of clearing, each met, not met, or not found out; empty if not taken in."""
    identification = identification_of(session, case)
    if identification is None:
        return ()
    facts = _clearing_facts(session, case, identification, on)
    return clearing_conditions(facts, on, procedure.clear_after_months)


def finish_clearing(session: Session, case: MonitoringCase, procedure: Procedure, on: date) -> None:
    """Clear the risk, as the deciding step does; part of the action that records it.

    Raises:
        UserError: something stands in the way; the sentence names each condition and its source.
    """
    conditions = read_conditions(session, case, procedure, on)
    if obstacles(conditions):
        raise UserError(f"个案 {case.code}{obstacle_sentence(conditions)}")
    row = _identification(session, case)
    if row.rolled_back_on is not None and on <= row.rolled_back_on:
        raise UserError(
            f"个案 {case.code}：消除日期要晚于回退日期{row.rolled_back_on.isoformat()}，请核对。"
        )
    row.cleared_on = on
    row.cleared_how = case.clearing_how or HELPED
    case.clearing_how = None


def give_up_clearing(session: Session, case: MonitoringCase) -> None:
    """The clearing in hand comes to nothing; a later one is a new round."""
    row = _identification(session, case)
    row.clearing_started_on = None
    case.clearing_how = None


def _clearing_facts(
    session: Session, case: MonitoringCase, row: Identification, on: date
) -> ClearingFacts:
    turn = finding_round(read_facts(session, case), Stage.CLEAR)
    found = next(
        (
            finding
            for finding in rows_of_case(session, CaseFinding, case.id)
            if (finding.stage, finding.round) == (Stage.CLEAR.value, turn)
        ),
        CaseFinding(),
    )
    done = tuple(
        measure.risk or ""
        for measure in registry.rows_of(session, Measure, [case.household_id])
        if measure.done_on is not None
        and measure.done_on <= on
        and (
            measure.identification_id == row.id
            or (measure.identification_id is None and measure.made_on >= row.identified_on)
        )
    )
    return ClearingFacts(
        included_on=row.identified_on,
        risks=tuple(risk.name for risk in parse_risks(row.risks)),
        is_natural=case.clearing_how == NATURAL,
        income_per_head_fen=finding_income_per_head(found),
        line_fen=found.line_fen,
        income_steady=found.income_steady,
        spending_settled=found.spending_settled,
        housing_safe=found.housing_safe,
        medical_secured=found.medical_secured,
        education_secured=found.education_secured,
        water_safe=found.water_safe,
        risk_gone=found.risk_gone,
        has_labour=_has_labour(session, case, found, on),
        measure_risks_done=done,
    )


def finding_income(found: CaseFinding) -> Income | None:
    """The income of a finding; None where none of its parts was found out."""
    parts = (
        found.wages_fen,
        found.business_fen,
        found.property_fen,
        found.transfer_fen,
        found.business_cost_fen,
        found.claims_fen,
        found.medical_self_paid_fen,
    )
    if all(part is None for part in parts):
        return None
    return Income(*(part or 0 for part in parts))


def finding_income_per_head(found: CaseFinding) -> int | None:
    """人均纯收入 of a finding in fen; None where income or population is not known."""
    income = finding_income(found)
    if income is None or not found.population:
        return None
    return net_per_capita(income, found.population)


def _has_labour(
    session: Session, case: MonitoringCase, found: CaseFinding, on: date
) -> bool | None:
    """Whether somebody can work: what was found in the house, else the registry's people."""
    if found.no_labour is not None:
        return found.no_labour == 0
    answer = no_labour(_people(session, case.household_id), on)
    return None if answer is None else answer == 0


def has_labour(session: Session, case: MonitoringCase, on: date) -> bool | None:
    """Whether somebody can work: as last found in the house, else the registry's people."""
    found = [f for f in rows_of_case(session, CaseFinding, case.id) if f.no_labour is not None]
    last = max(found, key=lambda finding: (finding.found_on, finding.id), default=CaseFinding())
    return _has_labour(session, case, last, on)


def _people(session: Session, household_id: int) -> list[PersonFacts]:
    return people_facts(session.connection(), [household_id]).get(household_id, [])


def _refuse_without_labour(session: Session, case: MonitoringCase, on: date) -> None:
    found = CaseFinding()
    if _has_labour(session, case, found, on) is False:
        raise UserError(
            f"个案 {case.code} 整户无劳动力，落实兜底保障后暂不标注风险消除"
            "（马店镇2022年集中排查方案、柳州市“六个精准”工作方案）。"
        )


def _running(session: Session, case: MonitoringCase) -> Identification:
    state = case_state(read_facts(session, case))
    if state not in {CaseState.HELPING, CaseState.CLEARING}:
        raise UserError(f"个案 {case.code} {state.value}，不能启动消除。")
    return _identification(session, case)


def _identification(session: Session, case: MonitoringCase) -> Identification:
    row = identification_of(session, case)
    if row is None:
        raise UserError(f"个案 {case.code} 还没有纳入监测。")
    return row
