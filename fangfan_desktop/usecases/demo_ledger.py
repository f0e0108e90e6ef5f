"""Made-up problems of 附件2 and lines of 附件4 for the made-up township, in every state."""

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.models import LedgerEvidence, LedgerLine, LedgerNote, VillageForm
from fangfan_desktop.storage.bulk import insert_rows
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.demo_facts import heads, village_list
from fangfan_desktop.storage.ledger import Head, next_number, stored_level
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.demo_names import People
from fangfan_desktop.usecases.statistics import set_figures, take_snapshot
from fangfan_desktop.usecases.village_forms import PROBLEM_TYPES

Row = dict[str, Any]
_FRIDAY = 4

# type → (problem, action) of a household, a village, the township
_OF_HOUSEHOLD: dict[str, tuple[tuple[str, str], ...]] = {
    "防止返贫监测和帮扶": (
        ("户主住院自付较多，未及时走访", "三日内入户核实，按程序研判是否纳入"),
        ("帮扶联系人更换后未入户", "新联系人一周内入户并填写手册"),
        ("系统内人口数与实际不一致", "核对户口簿后在系统更正"),
    ),
    "“三保障”和饮水安全": (
        ("偏房屋面漏雨", "村里组织翻修，验收后拍照存档"),
        ("有一名成员未参加医保", "上门动员，协助缴费"),
        ("枯水期水量不足", "接通村头增压泵，检修入户管"),
    ),
    "政策落实": (
        ("雨露计划补助未申报", "收齐学籍证明后补报"),
        ("务工交通补贴未到账", "核对银行账号后重新上报"),
        ("残疾人护理补贴未落实", "协助办理评级和申请"),
    ),
}
_OF_VILLAGE: dict[str, tuple[tuple[str, str], ...]] = {
    "防止返贫监测和帮扶": (
        ("两个村民小组的网格员长期外出", "调整网格员并重新培训"),
        ("部分农户排查记录没有签字", "逐户补签，镇里抽查"),
    ),
    "政策落实": (("低保动态调整公示不及时", "补公示并留存照片"),),
    "资金项目": (
        ("产业路项目资料不齐", "补齐招投标和验收资料"),
        ("扶贫资产台账没有更新", "对照清单逐项登记"),
    ),
    "乡村建设": (
        ("三户厕改后化粪池盖板破损", "更换盖板，完善管护办法"),
        ("村口垃圾池清运不及时", "增加清运次数，落实保洁员"),
        ("屯内道路两处塌边", "设警示牌，报批修复"),
    ),
    "乡村治理": (
        ("村规民约没有更新", "召开村民代表会修订并张贴"),
        ("积分制兑换没有按月开展", "明确专人，按月公布积分"),
    ),
    "其他": (("档案盒目录与内容不符", "重新整理并编目录"),),
}
_OF_TOWNSHIP = (
    ("防止返贫监测和帮扶", "部门数据比对结果没有及时反馈到村", "每月五日前推送并留痕"),
    ("资金项目", "两个项目的绩效自评没有完成", "月底前完成自评并上报"),
)
_MASS_RISKS = (
    "连续降雨，沿河低洼田地有受淹风险",
    "生猪价格下跌，养殖户收入减少",
    "疫情影响，部分务工人员返岗推迟",
)
_STATES = (
    (LedgerState.OPEN, 20),
    (LedgerState.IN_PROGRESS, 32),
    (LedgerState.AWAITING_ACCEPTANCE, 14),
    (LedgerState.CLOSED, 34),
)
_EVIDENCE = (
    "整改前后照片，存村委会档案柜第2盒",
    "补贴到账凭证复印件，存镇工作站",
    "入户核实表，农户已签字",
    "村民代表会议记录，存村委会",
)
_PROGRESS = ("已入户核实情况", "材料已报县里，等批复", "已联系施工人员，本周进场", "资料已补齐大半")
_UNITS = LedgerLevel.TOWNSHIP, LedgerLevel.VILLAGE, LedgerLevel.HOUSEHOLD


def add_demo_village_forms(database: Database, *, campaign_id: int, random: Random) -> None:
    """Fill in 附件2: one to three rows in most villages, a few villages without a problem."""
    with database.action("生成演示村级排查表") as unit:
        rows = [
            _village_form(campaign_id, village_id, position, random)
            for village_id, _ in village_list(unit.session)
            for position in range(1, random.choice((0, 1, 1, 2, 2, 3)) + 1)
        ]
        insert_rows(unit, VillageForm, rows)


def add_demo_figures(database: Database, *, campaign_id: int, random: Random, today: date) -> None:
    """Fill in what is typed in 附件3, and keep the figures of the Friday before.

    Called before `add_demo_ledger` and `add_demo_measures`, so that this week differs from it.
    """
    with database.read() as session:
        villages = village_list(session)
    edits = [(village, "training_visits", random.randint(8, 40)) for village, _ in villages]
    set_figures(database, campaign_id=campaign_id, edits=edits)
    friday = today - timedelta(days=(today.weekday() - _FRIDAY) % 7 or 7)
    take_snapshot(
        database,
        campaign_id=campaign_id,
        at=datetime.combine(friday, time(16, 30), timezone(timedelta(hours=8))),
    )


def add_demo_ledger(
    database: Database, *, campaign_id: int, random: Random, today: date, lines: int = 60
) -> None:
    """Add lines in every state, with notes, and evidence where they are far enough.

    Args:
        database: the made-up township.
        campaign_id: its campaign.
        random: the source of chance; the same gives the same lines.
        today: the day on which the township is seen.
        lines: how many.
    """
    with database.action("生成演示整改台账") as unit:
        settings = read_settings(unit.session)
        maker = _LineMaker(random, today, str(settings["office_name"] or settings["township_name"]))
        villages = village_list(unit.session)
        known = heads(unit.session)
        first = next_number(unit.session, campaign_id)
        made = [maker.line(campaign_id, first + index, villages, known) for index in range(lines)]
        insert_rows(unit, LedgerLine, made)
        first_id = unit.connection.exec_driver_sql(
            "SELECT coalesce(max(id), 0) FROM ledger_line"
        ).scalar_one() - len(made)
        for index, row in enumerate(made, start=1):
            maker.life(first_id + index, row)
        insert_rows(unit, LedgerNote, maker.notes)
        insert_rows(unit, LedgerEvidence, maker.evidence)


class _LineMaker:
    def __init__(self, random: Random, today: date, unit: str) -> None:
        self._random = random
        self._today = today
        self._unit = unit
        self._people = People(random)
        self.notes: list[Row] = []
        self.evidence: list[Row] = []

    def line(
        self, campaign_id: int, number: int, villages: list[tuple[int, str]], known: list[Head]
    ) -> Row:
        """A row of ledger_line."""
        random = self._random
        level = random.choices(_UNITS, (4, 41, 55))[0]
        head = random.choice(known) if known and level is LedgerLevel.HOUSEHOLD else None
        if head is None and level is LedgerLevel.HOUSEHOLD:
            level = LedgerLevel.VILLAGE
        kind, problem, action = self._problem(level)
        state = random.choices([s for s, _ in _STATES], [weight for _, weight in _STATES])[0]
        found_on = self._today - timedelta(days=random.randint(2, 12))
        closed_on = self._today - timedelta(days=random.randint(0, 1))
        is_closed = state is LedgerState.CLOSED
        village_id = None if level is LedgerLevel.TOWNSHIP else random.choice(villages)[0]
        return {
            "campaign_id": campaign_id,
            "number": number,
            "level": stored_level(level),
            "unit": self._unit,
            "village_id": head.village_id if head else village_id,
            "household_id": head.household_id if head else None,
            "head_name": head.name if head else None,
            "id_number": head.id_number if head else None,
            "problem_type": kind,
            "problem": problem,
            "action": action,
            "owner": self._people.name(self._people.surname(), is_male=random.random() < 0.6),  # noqa: PLR2004
            "deadline": self._deadline(state),
            "found_on": found_on,
            "source": random.choice(("附件1 到户排查表", "附件2 村级排查表", "镇级抽查")),
            "state": state.value,
            "accepted_by": "镇乡村振兴工作站" if is_closed else None,
            "accepted_on": closed_on if is_closed else None,
            "closed_on": closed_on if is_closed else None,
        }

    def life(self, line_id: int, row: Row) -> None:
        """Notes and evidence that the line's state speaks of."""
        state = LedgerState(row["state"])
        order = tuple(LedgerState)
        reached = order[: order.index(state) + 1]
        for before, after in pairwise(reached):
            day = min(self._today, row["found_on"] + timedelta(days=order.index(after) * 2))
            self._note(line_id, day, "状态", f"{before.value} → {after.value}")
        if state is not LedgerState.OPEN:
            self._note(line_id, row["found_on"], "进展", self._random.choice(_PROGRESS))
        if state in {LedgerState.AWAITING_ACCEPTANCE, LedgerState.CLOSED}:
            self.evidence.append(
                {
                    "line_id": line_id,
                    "added_on": min(self._today, row["found_on"] + timedelta(days=4)),
                    "description": self._random.choice(_EVIDENCE),
                }
            )

    def _note(self, line_id: int, day: date, kind: str, text: str) -> None:
        self.notes.append({"line_id": line_id, "noted_on": day, "kind": kind, "text": text})

    def _problem(self, level: LedgerLevel) -> tuple[str, str, str]:
        if level is LedgerLevel.TOWNSHIP:
            return self._random.choice(_OF_TOWNSHIP)
        known = _OF_VILLAGE if level is LedgerLevel.VILLAGE else _OF_HOUSEHOLD
        kind = self._random.choice(tuple(known))
        return kind, *self._random.choice(known[kind])

    def _deadline(self, state: LedgerState) -> date:
        """Most have time left; a few of those not done are near or overdue."""
        if state in {LedgerState.OPEN, LedgerState.IN_PROGRESS}:
            near = self._random.random() < 0.3  # noqa: PLR2004
            return self._today + timedelta(days=self._random.randint(-4, 3) if near else 11)
        return self._today + timedelta(days=self._random.choice((5, 8, 11)))


def _village_form(campaign_id: int, village_id: int, position: int, random: Random) -> Row:
    """A row of 附件2 with one problem."""
    key = random.choice(tuple(PROBLEM_TYPES))
    row: Row = dict.fromkeys(PROBLEM_TYPES) | {
        "campaign_id": campaign_id,
        "village_id": village_id,
        "position": position,
    }
    if key == "mass_risk_problems":
        row[key] = random.choice(_MASS_RISKS)
    else:
        row[key] = random.choice(_OF_VILLAGE[PROBLEM_TYPES[key]])[0]
    return row
