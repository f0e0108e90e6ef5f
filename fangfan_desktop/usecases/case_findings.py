"""What was found for a case: income and 三保障 in the house, hits of the asset search."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import last_round
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.models import AssetHit, CaseFinding, MonitoringCase
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import find_case, read_facts, rows_of_case
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.registry_values import check_required, put, read_values, values_of

HIT_KINDS = ("车辆", "房产", "工商登记", "大额存款", "财政供养人员", "其他")


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
        key="kind", headings=("命中内容",), kind=Kind.CHOICE, choices=HIT_KINDS, is_required=True
    ),
    _field("person_name", "谁的", Kind.TEXT, hint="姓名"),
    _field("detail", "情况", Kind.TEXT, hint="如：农用三轮车，2018年购买"),
    _field("found_on", "比对日期", Kind.DATE),
    _field("verdict", "研判结论", Kind.LONG_TEXT, hint="如：生产用车，不影响纳入"),
    _field("verdict_on", "研判日期", Kind.DATE),
)


def finding_fields(stage: Stage) -> tuple[Field, ...]:
    """The fields of a finding; at clearing three more conditions are asked."""
    return FINDING_FIELDS if stage is Stage.IDENTIFY else CLEARING_FIELDS


def finding_values(database: Database, *, case_id: int, stage: Stage) -> dict[str, Value]:
    """What stands in the finding of the round in hand, or what to begin a new one with.

    A new one has today, the present people and the income line and period of the newest campaign;
    what was found out is never suggested.
    """
    with database.read() as session:
        case = find_case(session, case_id)
        row = _finding(session, case, stage)
        if row is not None:
            return values_of(finding_fields(stage), row)
        limit = registry.latest_limit(session)
        return {
            "found_on": database.today().isoformat(),
            "population": len(registry.present_people(session, case.household_id)) or None,
            "line_fen": None if limit is None else limit.line_fen,
        }


def set_finding(
    database: Database, *, case_id: int, stage: Stage, values: Mapping[str, object]
) -> Changes:
    """Write what was found when identified, or at the round of clearing in hand.

    Args:
        database: The open database.
        case_id: The case.
        stage: Identification or clearing.
        values: `finding_fields`, texts in yuan.

    Raises:
        UserError: a value that cannot be, no day, a period that ends before it begins, or no
            people at all.
    """
    with database.action("登记核实情况") as unit:
        session = unit.session
        case = find_case(session, case_id)
        row = _finding(session, case, stage)
        if row is None:
            row = CaseFinding(case_id=case_id, stage=stage.value, round=_turn(session, case, stage))
        put(row, read_values(session, finding_fields(stage), values, row))
        check_required(finding_fields(stage), row)
        if row.population is not None and row.population < 1:
            raise UserError("家庭人口至少是1人，请核对。")
        if row.period_from and row.period_to and row.period_from > row.period_to:
            raise UserError("收入周期的起日在止日之后，请核对。")
        if row.found_on > database.today():
            raise UserError("核实日期在今天以后，请核对。")
        session.add(row)
    return unit.changes


def set_hit(
    database: Database, *, case_id: int, values: Mapping[str, object], hit_id: int | None = None
) -> Changes:
    """Add a hit of the asset search, or correct one; its verdict is written here too.

    Raises:
        UserError: a value that cannot be, no kind, or the hit is gone.
    """
    with database.action("登记信息比对命中" if hit_id is None else "修改信息比对命中") as unit:
        session = unit.session
        find_case(session, case_id)
        row = AssetHit(case_id=case_id) if hit_id is None else _hit(session, case_id, hit_id)
        put(row, read_values(session, HIT_FIELDS, values, row))
        check_required(HIT_FIELDS, row)
        if row.verdict and row.verdict_on is None:
            row.verdict_on = database.today()
        session.add(row)
    return unit.changes


def hit_values(database: Database, *, case_id: int, hit_id: int) -> dict[str, Any]:
    """What stands in a hit.

    Raises:
        UserError: it is gone.
    """
    with database.read() as session:
        return values_of(HIT_FIELDS, _hit(session, case_id, hit_id))


def remove_hit(database: Database, *, case_id: int, hit_id: int) -> Changes:
    """Remove a hit that was entered by mistake.

    Raises:
        UserError: it is gone.
    """
    with database.action("删除信息比对命中") as unit:
        unit.session.delete(_hit(unit.session, case_id, hit_id))
    return unit.changes


def _turn(session: Session, case: MonitoringCase, stage: Stage) -> int:
    return max(last_round(read_facts(session, case).steps, stage), 1)


def _finding(session: Session, case: MonitoringCase, stage: Stage) -> CaseFinding | None:
    place = (stage.value, _turn(session, case, stage))
    rows = rows_of_case(session, CaseFinding, case.id)
    return next((row for row in rows if (row.stage, row.round) == place), None)


def _hit(session: Session, case_id: int, hit_id: int) -> AssetHit:
    row = session.get(AssetHit, hit_id)
    if row is None or row.case_id != case_id:
        raise UserError("这条命中已经不在了，可能刚被删除或撤销。请刷新后再试。")
    return row
