"""Records of a household: income by period, monitoring identifications, measures, visits."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain.code_lists import OTHER_RISK
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.measure_rules import counts_as_development
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.registry_fields import (
    IDENTIFICATION_FIELDS,
    INCOME_FIELDS,
    MEASURE_FIELDS,
    VISIT_FIELDS,
)
from fangfan_desktop.models import Household, Identification, Income, Measure, Visit
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import case_of_identification, has_rows
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.case_agreement import bring_into_case, decided_days
from fangfan_desktop.usecases.registry_values import (
    RegistryResult,
    check_required,
    items_of,
    put,
    read_values,
)

_HALF_YEAR_MONTHS = 6
_MONTHS = 12
_NATURAL = "自然消除"
_UNSTABLE, _MARGINAL = "脱贫不稳定户", "边缘易致贫户"


def set_income(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    income_id: int | None = None,
) -> RegistryResult:
    """Add the income of a period, or correct one: the five parts, claims and own payments, in yuan.

    Args:
        database: The open database.
        household_id: The household.
        values: `INCOME_FIELDS`, texts in yuan.
        income_id: The period to correct; None adds one.

    Raises:
        UserError: a value that cannot be, a period that ends before it begins or is there already.
    """
    with database.action("登记收入" if income_id is None else "修改收入") as unit:
        session = unit.session
        registry.get_household(session, household_id)
        rows = registry.rows_of(session, Income, [household_id])
        row = _own(rows, income_id) or Income(household_id=household_id)
        put(row, read_values(session, INCOME_FIELDS, values, row))
        row.is_period_assumed = None  # the clerk has seen it
        _check_period(row, [other for other in rows if other is not row])
        session.add(row)
        refresh_rows(unit, [household_id])
        session.flush()
        row_id = row.id
        warnings = _income_doubts(row)
    return RegistryResult(unit.changes, warnings, household_id, row_id=row_id)


def remove_income(database: Database, *, household_id: int, income_id: int) -> RegistryResult:
    """Remove a period of income that was entered by mistake."""
    with database.action("删除收入") as unit:
        rows = registry.rows_of(unit.session, Income, [household_id])
        unit.session.delete(_need(_own(rows, income_id)))
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def set_identification(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    identification_id: int | None = None,
) -> RegistryResult:
    """Add a monitoring identification or correct one: category, risks, clearing, roll-back.

    What the rules of the procedures call into question is taken in with a warning.

    Raises:
        UserError: a value that cannot be, days in an impossible order, 其他 without a remark.
    """
    with database.action("登记监测识别" if identification_id is None else "修改监测识别") as unit:
        session = unit.session
        household = registry.get_household(session, household_id)
        rows = registry.rows_of(session, Identification, [household_id])
        row = _own(rows, identification_id) or Identification(household_id=household_id)
        others = [other for other in rows if other is not row]
        before = None if identification_id is None else decided_days(row)
        put(row, read_values(session, IDENTIFICATION_FIELDS, values, row))
        check_required(IDENTIFICATION_FIELDS, row)
        _check_days(row)
        if OTHER_RISK in items_of(row.risks) and not row.remarks:
            raise UserError("风险选了“其他”，请在备注里写明是什么风险。")
        if identification_id is None:
            row.previous_id = _previous(row, others)
        if before is not None:
            bring_into_case(session, row, before)
        session.add(row)
        refresh_rows(unit, [household_id])
        session.flush()
        row_id = row.id
        warnings = case_doubts(household, row) + _overlap(row, others)
    return RegistryResult(unit.changes, warnings, household_id, row_id=row_id)


def remove_identification(
    database: Database, *, household_id: int, identification_id: int
) -> RegistryResult:
    """Remove an identification that was entered by mistake.

    Raises:
        UserError: measures, visits or a later identification refer to it.
    """
    with database.action("删除误录监测识别") as unit:
        session = unit.session
        rows = registry.rows_of(session, Identification, [household_id])
        row = _need(_own(rows, identification_id))
        owned = [
            *registry.rows_of(session, Measure, [household_id]),
            *registry.rows_of(session, Visit, [household_id]),
        ]
        if any(other.identification_id == row.id for other in owned):
            raise UserError("这条识别记录下有帮扶措施或走访，不能删除。识别错误的请填清退时间。")
        if any(other.previous_id == row.id for other in rows):
            raise UserError("之后还有一次重新识别，请先删除后面那一条。")
        _let_go_of_case(session, row)
        session.delete(row)
        refresh_rows(unit, [household_id])
    return RegistryResult(unit.changes, (), household_id)


def _let_go_of_case(session: Session, row: Identification) -> None:
    """Remove the case of an identification entered by mistake, which holds nothing else.

    Raises:
        UserError: the case has a clue, steps or papers.
    """
    case = case_of_identification(session, row.id)
    if case is None:
        return
    if case.clue_on is not None or has_rows(session, case.id):
        raise UserError(
            f"这一户是经个案 {case.code} 纳入的，不能删除。识别错误的请在个案里办“清退”。"
        )
    session.delete(case)
    session.flush()


def set_measure(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    measure_id: int | None = None,
) -> RegistryResult:
    """Add a measure (帮扶措施) or correct one; it belongs to the running case, if there is one.

    Raises:
        UserError: a value that cannot be, or no kind or day.
    """
    with database.action("登记帮扶措施" if measure_id is None else "修改帮扶措施") as unit:
        session = unit.session
        registry.get_household(session, household_id)
        row = _own(registry.rows_of(session, Measure, [household_id]), measure_id)
        row = row or Measure(
            household_id=household_id, identification_id=_case(session, household_id)
        )
        put(row, read_values(session, MEASURE_FIELDS, values, row))
        check_required(MEASURE_FIELDS, row)
        _check_measure_days(row)
        row.is_developmental = int(counts_as_development(row.kind, row.detail))
        session.add(row)
        session.flush()
        row_id = row.id
        warnings = _measure_doubts(session, row)
    return RegistryResult(unit.changes, warnings, household_id, row_id=row_id)


def set_visit(
    database: Database,
    *,
    household_id: int,
    values: Mapping[str, object],
    visit_id: int | None = None,
) -> RegistryResult:
    """Add a visit (走访) or correct one.

    Raises:
        UserError: a value that cannot be, or no day.
    """
    with database.action("登记走访" if visit_id is None else "修改走访") as unit:
        session = unit.session
        registry.get_household(session, household_id)
        row = _own(registry.rows_of(session, Visit, [household_id]), visit_id)
        row = row or Visit(
            household_id=household_id, identification_id=_case(session, household_id)
        )
        put(row, read_values(session, VISIT_FIELDS, values, row))
        check_required(VISIT_FIELDS, row)
        session.add(row)
        session.flush()
        row_id = row.id
    return RegistryResult(unit.changes, (), household_id, row_id=row_id)


def remove_measure(database: Database, *, household_id: int, measure_id: int) -> RegistryResult:
    """Remove a measure that was entered by mistake."""
    with database.action("删除帮扶措施") as unit:
        rows = registry.rows_of(unit.session, Measure, [household_id])
        unit.session.delete(_need(_own(rows, measure_id)))
    return RegistryResult(unit.changes, (), household_id)


def remove_visit(database: Database, *, household_id: int, visit_id: int) -> RegistryResult:
    """Remove a visit that was entered by mistake."""
    with database.action("删除走访") as unit:
        rows = registry.rows_of(unit.session, Visit, [household_id])
        unit.session.delete(_need(_own(rows, visit_id)))
    return RegistryResult(unit.changes, (), household_id)


def case_doubts(household: Household, case: Identification) -> tuple[str, ...]:
    """What the procedures call into question about a case."""
    found = [*category_doubts(case.category, household.is_lifted)]
    if not case.risks:
        found.append("还没有填致贫返贫风险。")
    if None not in {case.cleared_on, case.rolled_back_on} and not registry.is_running(case):
        found.append("风险消除时间晚于回退时间，按回退以后再次消除记，请核对。")
    if case.cleared_on is not None and case.cleared_how is None:
        found.append("填了风险消除时间，还没有填消除方式。")
    if case.cleared_on is not None and case.cleared_how != _NATURAL:
        earliest = _half_a_year_after(case.identified_on)
        if case.cleared_on < earliest:
            found.append(
                f"识别不满半年就消除：{format_date(earliest)}前一般不消除风险（自然消除的除外）。"
            )
    return tuple(found)


def category_doubts(category: str, is_lifted: int | None) -> tuple[str, ...]:
    """Whether the category (监测对象类别) goes with 是否脱贫户."""
    if category == _UNSTABLE and is_lifted != 1:
        return ("脱贫不稳定户应是脱贫户，这一户没有登记为脱贫户，请核对。",)
    if category == _MARGINAL and is_lifted == 1:
        return ("边缘易致贫户不应是脱贫户，这一户登记为脱贫户，请核对。",)
    return ()


def _half_a_year_after(day: date) -> date:
    month = day.month + _HALF_YEAR_MONTHS
    year, month = (day.year + 1, month - _MONTHS) if month > _MONTHS else (day.year, month)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


def _overlap(row: Identification, others: list[Identification]) -> tuple[str, ...]:
    running = [other for other in others if registry.is_running(other)]
    if registry.is_running(row) and running:
        return ("这一户还有一条未消除的监测识别记录，请核对是否重复。",)
    return ()


def _previous(row: Identification, others: list[Identification]) -> int | None:
    """The cleared case that this one identifies anew (重新识别)."""
    cleared = [
        other
        for other in others
        if other.cleared_on is not None
        and other.removed_on is None
        and other.cleared_on <= row.identified_on
    ]
    latest = max(cleared, key=lambda case: case.cleared_on or case.identified_on, default=None)
    return latest.id if latest else None


def _check_days(row: Identification) -> None:
    start = row.identified_on
    for day, words in (
        (row.clearing_started_on, "启动风险消除时间"),
        (row.cleared_on, "风险消除时间"),
        (row.removed_on, "清退时间"),
    ):
        if day is not None and day < start:
            raise UserError(f"{words}早于识别时间{start.isoformat()}，请核对。")
    if row.rolled_back_on is not None:
        if row.cleared_on is None:
            raise UserError("没有消除过的不能回退，请先填风险消除时间。")
        if row.rolled_back_on < start:
            raise UserError(f"回退时间早于识别时间{start.isoformat()}，请核对。")
    if row.cleared_how is not None and row.cleared_on is None:
        raise UserError("填了消除方式，请把风险消除时间也填上。")


def _check_measure_days(row: Measure) -> None:
    if row.done_on is not None and row.done_on < row.made_on:
        raise UserError("完成时间早于制定时间，请核对。")
    for day, words in ((row.done_on, "完成时间"), (row.stopped_on, "终止时间")):
        if day is not None and row.started_on is not None and day < row.started_on:
            raise UserError(f"{words}早于开始实施时间，请核对。")
    if row.stopped_on is not None and row.stopped_on < row.made_on:
        raise UserError("终止时间早于制定时间，请核对。")


def _measure_doubts(session: Session, row: Measure) -> tuple[str, ...]:
    """Whether the measure is against a risk of its case (缺什么补什么)."""
    case = None
    if row.identification_id is not None:
        case = session.get(Identification, row.identification_id)
    if case is None or row.stopped_on is not None:
        return ()
    risks = [risk.name for risk in parse_risks(case.risks)]
    if row.risk is None:
        return ("这项措施还没有填针对哪个风险；措施要逐项对着风险，缺什么补什么。",)
    if risks and row.risk not in risks:
        return (f"这一户的风险是{'、'.join(risks)}，没有“{row.risk}”，请核对针对的风险。",)
    return ()


def _check_period(row: Income, others: list[Income]) -> None:
    check_required(INCOME_FIELDS, row)
    if row.period_from > row.period_to:
        raise UserError("收入周期的起日在止日之后，请核对。")
    for other in others:
        if (other.period_from, other.period_to) == (row.period_from, row.period_to):
            raise UserError("这个周期的收入已经登记过了，请直接改那一行。")


def _income_doubts(row: Income) -> tuple[str, ...]:
    negative = [
        field.name
        for field in INCOME_FIELDS
        if field.key.endswith("_fen") and (getattr(row, field.key) or 0) < 0
    ]
    return (f"{'、'.join(negative)}是负数，请核对。",) if negative else ()


def _case(session: Session, household_id: int) -> int | None:
    cases = registry.rows_of(session, Identification, [household_id])
    return next((case.id for case in reversed(cases) if registry.is_running(case)), None)


def _own(rows: Any, row_id: int | None) -> Any:
    """The row with that id; None where none is asked for.

    Raises:
        UserError: the row is not there any more.
    """
    if row_id is None:
        return None
    return _need(next((row for row in rows if row.id == row_id), None))


def _need(row: Any) -> Any:
    if row is None:
        raise UserError("这条记录已经不在了，可能刚被删除或撤销。请重新打开这一户。")
    return row
