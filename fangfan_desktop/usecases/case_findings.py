"""What was found for a case: income and 三保障 in the house, hits of the asset search."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    case_state,
    finding_round,
    is_cleared,
)
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.models import AssetHit, CaseFinding, MonitoringCase
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import find_case, read_facts, rows_of_case
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.registry_values import (
    check_required,
    put,
    read_values,
    values_of,
    with_choices,
)

_OTHER = "其他"


def _field(key: str, name: str, kind: Kind, *, is_required: bool = False, hint: str = "") -> Field:
    return Field(key=key, headings=(name,), kind=kind, is_required=is_required, hint=hint)


FINDING_FIELDS: tuple[Field, ...] = (
    _field("found_on", "核实日期", Kind.DATE, is_required=True),
    _field("population", "家庭人口", Kind.NUMBER),
    _field("line_fen", "监测范围（人均）", Kind.MONEY),
    _field("period_from", "收入周期起", Kind.DATE),
    _field("period_to", "收入周期止", Kind.DATE),
    _field("wages_fen", "工资性收入", Kind.MONEY),
    _field("business_fen", "生产经营性收入", Kind.MONEY),
    _field("property_fen", "财产性收入", Kind.MONEY),
    _field("transfer_fen", "转移性收入", Kind.MONEY),
    _field("business_cost_fen", "生产经营性支出", Kind.MONEY),
    _field("claims_fen", "理赔收入", Kind.MONEY),
    _field("medical_self_paid_fen", "合规自付支出", Kind.MONEY),
    _field("housing_safe", "住房安全", Kind.YES_NO),
    _field("medical_secured", "基本医疗有保障", Kind.YES_NO),
    _field("education_secured", "义务教育有保障", Kind.YES_NO),
    _field("water_safe", "饮水安全", Kind.YES_NO),
    _field("no_labour", "整户无劳动力", Kind.YES_NO),
    _field("remarks", "备注", Kind.LONG_TEXT),
)
CLEARING_FIELDS: tuple[Field, ...] = (
    *FINDING_FIELDS[:-1],
    _field("income_steady", "收入持续稳定半年以上", Kind.YES_NO),
    _field("spending_settled", "大额刚性支出已稳定解决", Kind.YES_NO),
    _field("risk_gone", "返贫致贫风险稳定消除", Kind.YES_NO),
    FINDING_FIELDS[-1],
)
HIT_FIELDS: tuple[Field, ...] = (
    Field(
        key="kind",
        headings=("命中内容",),
        kind=Kind.CHOICE,
        choices=DEFAULT_LISTS["asset_kind"].items,
        code_list="asset_kind",
        is_required=True,
    ),
    _field("person_name", "谁的", Kind.TEXT, hint="姓名"),
    _field("detail", "情况", Kind.TEXT, hint="如：农用三轮车，2018年购买"),
    _field("found_on", "比对日期", Kind.DATE),
    _field("verdict", "研判结论", Kind.LONG_TEXT, hint="如：生产用车，不影响纳入"),
    _field("verdict_on", "研判日期", Kind.DATE),
)
_MONEY = tuple(field for field in CLEARING_FIELDS if field.kind is Kind.MONEY)


def finding_fields(stage: Stage) -> tuple[Field, ...]:
    """The fields of a finding; at clearing three more conditions are asked."""
    return FINDING_FIELDS if stage is Stage.IDENTIFY else CLEARING_FIELDS


def finding_values(database: Database, *, case_id: int, stage: Stage) -> dict[str, Value]:
    """What stands in the finding of the round in hand; empty where there is none yet.

    What a new one may begin with is asked of `finding_suggestions.suggest_finding`.
    """
    with database.read() as session:
        row = find_finding(session, find_case(session, case_id), stage)
        return {} if row is None else values_of(finding_fields(stage), row)


def set_finding(
    database: Database, *, case_id: int, stage: Stage, values: Mapping[str, object]
) -> Changes:
    """Write what was found when identified, or at the round of clearing in hand.

    Args:
        database: The open database.
        case_id: The case.
        stage: Identification or clearing.
        values: `finding_fields`, texts in yuan; a field that is not named stays as it is.

    Raises:
        UserError: a value that cannot be, no day, a day before the clue or after the decision,
            a period without its other end or that ends before it begins, no people at all, or
            a case that ended.
    """
    with database.action("登记核实情况") as unit:
        session = unit.session
        case = find_case(session, case_id)
        facts = read_facts(session, case)
        row = find_finding(session, case, stage)
        _check_stage(case, facts, stage)
        if row is None:
            row = CaseFinding(case_id=case_id, stage=stage.value, round=finding_round(facts, stage))
        put(row, read_values(session, finding_fields(stage), values, row))
        check_required(finding_fields(stage), row)
        _check_values(row)
        _check_day(facts, stage, row.found_on, database.today())
        session.add(row)
    return unit.changes


def find_finding(session: Session, case: MonitoringCase, stage: Stage) -> CaseFinding | None:
    """The finding of the round in hand; before a clearing begins, of the one that comes."""
    place = (stage.value, finding_round(read_facts(session, case), stage))
    rows = rows_of_case(session, CaseFinding, case.id)
    return next((row for row in rows if (row.stage, row.round) == place), None)


def hit_fields(database: Database, *, case_id: int) -> tuple[Field, ...]:
    """`HIT_FIELDS` with the office's own kinds, and the household's people to choose from."""
    with database.read() as session:
        case = find_case(session, case_id)
        people = registry.present_people(session, case.household_id)
        names = tuple(dict.fromkeys(person.name for person in people if person.name))
        return tuple(
            replace(field, choices=names) if field.key == "person_name" else field
            for field in with_choices(session, HIT_FIELDS)
        )


def hit_values(database: Database, *, case_id: int, hit_id: int) -> dict[str, Value]:
    """What stands in a hit.

    Raises:
        UserError: it is gone.
    """
    with database.read() as session:
        return values_of(HIT_FIELDS, _hit(session, case_id, hit_id))


def set_hit(
    database: Database, *, case_id: int, values: Mapping[str, object], hit_id: int | None = None
) -> Changes:
    """Add a hit of the asset search, or correct one; its verdict is written here too.

    A hit is information: it refuses nobody by itself, and without a verdict nothing is decided.

    Raises:
        UserError: a value that cannot be, no kind, 其他 without saying what, a verdict without
            its day or with one before the search, or the hit is gone.
    """
    with database.action("登记信息比对命中" if hit_id is None else "修改信息比对命中") as unit:
        session = unit.session
        case = find_case(session, case_id)
        row = AssetHit(case_id=case_id) if hit_id is None else _hit(session, case_id, hit_id)
        had_verdict = bool(row.verdict)
        put(row, read_values(session, HIT_FIELDS, values, row))
        check_required(HIT_FIELDS, row)
        if row.kind == _OTHER and not row.detail:
            raise UserError("命中内容选了“其他”，请在情况里写明是什么。")
        if had_verdict and not row.verdict and read_facts(session, case).included_on is not None:
            raise UserError("这一户已经纳入监测，研判结论可以改，不能清空。")
        _check_verdict(row, database.today())
        session.add(row)
    return unit.changes


def add_hit(database: Database, *, case_id: int, values: Mapping[str, object]) -> Changes:
    """Add a hit; see `set_hit`."""
    return set_hit(database, case_id=case_id, values=values)


def change_hit(
    database: Database, *, case_id: int, hit_id: int, values: Mapping[str, object]
) -> Changes:
    """Correct a hit; see `set_hit`."""
    return set_hit(database, case_id=case_id, values=values, hit_id=hit_id)


def set_verdict(
    database: Database, *, case_id: int, hit_id: int, verdict: str, on: date | None
) -> Changes:
    """Write the verdict (研判结论) on a hit; an empty one takes it away. See `set_hit`."""
    day = on if verdict.strip() else None
    values = {"verdict": verdict, "verdict_on": None if day is None else day.isoformat()}
    return set_hit(database, case_id=case_id, values=values, hit_id=hit_id)


def remove_hit(database: Database, *, case_id: int, hit_id: int) -> Changes:
    """Remove a hit that was entered by mistake.

    Raises:
        UserError: it is gone.
    """
    with database.action("删除信息比对命中") as unit:
        unit.session.delete(_hit(unit.session, case_id, hit_id))
    return unit.changes


def _check_stage(case: MonitoringCase, facts: CaseFacts, stage: Stage) -> None:
    state = case_state(facts)
    if state is CaseState.REMOVED:
        raise UserError(f"个案 {case.code} 已经清退，不再填核实情况。")
    if state is CaseState.REFUSED:
        raise UserError(f"个案 {case.code} 暂不纳入，请先重新启动识别，再填核实情况。")
    if stage is Stage.CLEAR and facts.included_on is None:
        raise UserError(f"个案 {case.code} 还没有纳入监测，不填消除时的情况。")


def _check_values(row: CaseFinding) -> None:
    for field in _MONEY:
        amount: Any = getattr(row, field.key)
        if amount is not None and amount < 0:
            raise UserError(f"{field.name}不能是负数；支出请填在支出栏，不带负号。")
    if row.line_fen == 0:
        raise UserError("监测范围不能是0元，没有定的请空着。")
    if row.population is not None and row.population < 1:
        raise UserError("家庭人口至少是1人，请核对。")
    if (row.period_from is None) != (row.period_to is None):
        raise UserError("收入周期的起和止要一起填。")
    if row.period_from and row.period_to and row.period_from > row.period_to:
        raise UserError("收入周期的起日在止日之后，请核对。")


def _check_day(facts: CaseFacts, stage: Stage, on: date, today: date) -> None:
    """The finding lies between clue and taking in, or between taking in and clearing."""
    if on > today:
        raise UserError("核实日期在今天以后，请核对。")
    if stage is Stage.IDENTIFY:
        first, last = facts.clue_on, facts.included_on
        names = ("线索", "纳入")
    else:
        back = facts.rolled_back_on
        is_again = back is not None and not is_cleared(facts)
        first = back if is_again else facts.included_on
        last = facts.cleared_on if is_cleared(facts) else None
        names = ("回退" if is_again else "纳入", "消除")
    if first is not None and on < first:
        raise UserError(f"核实日期早于{names[0]}日期（{first.isoformat()}），请核对。")
    if last is not None and on > last:
        raise UserError(f"核实日期晚于{names[1]}日期（{last.isoformat()}），请核对。")


def _check_verdict(row: AssetHit, today: date) -> None:
    for day, name in ((row.found_on, "比对日期"), (row.verdict_on, "研判日期")):
        if day is not None and day > today:
            raise UserError(f"{name}在今天以后，请核对。")
    if not row.verdict:
        if row.verdict_on is not None:
            raise UserError("填了研判日期，请把研判结论也写上。")
        return
    if row.verdict_on is None:
        raise UserError("写了研判结论，请把研判日期也填上。")
    if row.found_on is not None and row.verdict_on < row.found_on:
        raise UserError("研判日期早于比对日期，请核对。")


def _hit(session: Session, case_id: int, hit_id: int) -> AssetHit:
    row = session.get(AssetHit, hit_id)
    if row is None or row.case_id != case_id:
        raise UserError("这条命中已经不在了，可能刚被删除或撤销。请刷新后再试。")
    return row
