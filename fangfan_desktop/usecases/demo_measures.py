"""Made-up measures (帮扶措施) and visits for the made-up township's monitoring cases."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from fangfan_desktop.domain.code_lists import is_development
from fangfan_desktop.models import Measure, Visit
from fangfan_desktop.storage.bulk import insert_rows
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.demo_facts import (
    CaseFacts,
    case_facts,
    mark_blocked,
    workers_away,
)

_YUAN = 100
_MEASURES = (1, 2, 2, 3, 3, 4)  # 2.5 a case


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a measure of a kind may be about."""

    kind: str
    contents: tuple[str, ...]
    department: str
    amounts: tuple[int, ...]  # yuan; 0 for none


_BY_RISK: dict[str, tuple[_Kind, ...]] = {
    "因病": (
        _Kind("健康帮扶", ("家庭医生签约，按月随访", "协助办理慢性病卡"), "卫健", (0,)),
        _Kind("综合保障", ("协助申请医疗救助", "申请临时救助"), "民政", (800, 1200, 2000)),
    ),
    "因残": (
        _Kind("综合保障", ("落实残疾人两项补贴", "协助办理护理补贴"), "残联", (960, 1200)),
        _Kind("健康帮扶", ("配发辅助器具", "安排康复服务"), "卫健", (0,)),
    ),
    "因学": (
        _Kind("其他教育帮扶", ("发放雨露计划补助", "协助办理助学贷款"), "教育", (1500, 3000)),
        _Kind("社会帮扶", ("结对助学",), "团委", (500, 1000)),
    ),
    "因务工就业不稳": (
        _Kind("就业帮扶", ("推荐到园区企业务工", "发放外出务工交通补贴"), "人社", (300, 600)),
        _Kind("公益岗位帮扶", ("安排村级保洁员岗位", "安排护路员岗位"), "人社", (9600,)),
    ),
    "因自然灾害": (
        _Kind("综合保障", ("发放灾后生活救助",), "应急", (500, 1000)),
        _Kind("生产生活条件改善", ("补种受灾水稻", "修复受损圈舍"), "农业农村", (1000, 2000)),
    ),
}
_ALSO = (
    _Kind(
        "产业帮扶", ("发放鸡苗并跟踪技术指导", "种植螺蛳粉原料竹笋奖补"), "农业农村", (1000, 2400)
    ),
    _Kind("金融帮扶", ("协助申请小额信贷",), "金融", (30000, 50000)),
    _Kind("社会帮扶", ("节日走访慰问",), "乡镇", (200, 500)),
)
_FOUND = (
    "家中情况稳定，务工收入按月到账",
    "户主身体好转，已能做轻活",
    "孩子在校正常，生活费已落实",
    "养的鸡已出栏一批，准备续养",
    "反映药费仍有压力，已协助申请救助",
    "住房、饮水无变化，医保已缴",
)


def add_demo_measures(database: Database, *, random: Random, today: date) -> None:
    """Add measures, about 2.5 a case, and visits of the last quarters to every case.

    A few of the people who work away are marked as kept from going out by the epidemic. The same
    content of the database, day and seed give the same rows.
    """
    with database.action("生成演示帮扶措施") as unit:
        cases = case_facts(unit.session)
        _add(unit, cases, random, today)
        workers = workers_away(unit.session)
        blocked = sorted(random.sample(workers, len(workers) // 20))
        mark_blocked(unit.session, {person: int(random.random() < 0.6) for person in blocked})  # noqa: PLR2004


def _add(unit: UnitOfWork, cases: list[CaseFacts], random: Random, today: date) -> None:
    measures: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    for case in cases:
        measures += [
            _measure(case, today, random, is_first=number == 0)
            for number in range(random.choice(_MEASURES))
        ]
        visits += _visits(case, today, random)
    insert_rows(unit, Measure, measures)
    insert_rows(unit, Visit, visits)


def _measure(case: CaseFacts, today: date, random: Random, *, is_first: bool) -> dict[str, Any]:
    """The first measure answers the risk; later ones are any that help."""
    fitting = _BY_RISK.get(case.risk, _ALSO)
    kind = random.choice(fitting if is_first else (*fitting, *_ALSO))
    days = max(0, ((case.cleared_on or today) - case.identified_on).days)
    made_on = case.identified_on + timedelta(days=min(days, random.randint(2, 10)))
    if not is_first and days:
        made_on = case.identified_on + timedelta(days=random.randint(0, days))
    planned_until = made_on + timedelta(days=random.choice((30, 60, 90)))
    is_done = planned_until <= today and random.random() < 0.9  # noqa: PLR2004
    amount = random.choice(kind.amounts)
    return {
        "household_id": case.household_id,
        "identification_id": case.id,
        "kind": kind.kind,
        "content": random.choice(kind.contents),
        "risk": case.risk or None,
        "is_developmental": int(is_development(kind.kind)),
        "made_on": made_on,
        "planned_until": planned_until,
        "done_on": planned_until if is_done else None,
        "owner": case.helper_name,
        "department": kind.department,
        "amount_fen": amount * _YUAN or None,
    }


def _visits(case: CaseFacts, today: date, random: Random) -> list[dict[str, Any]]:
    """One visit a quarter, the newest first; a few helpers are late."""
    found: list[dict[str, Any]] = []
    day = today - timedelta(days=random.randint(0, 110))
    while day >= case.identified_on and len(found) < 4:  # noqa: PLR2004 - one year of visits
        found.append(
            {
                "household_id": case.household_id,
                "identification_id": case.id,
                "visited_on": day,
                "visitor": case.helper_name,
                "found": random.choice(_FOUND),
            }
        )
        day -= timedelta(days=random.randint(75, 95))
    return found
