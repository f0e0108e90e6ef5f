"""Made-up cases in every state: clues under way at each step, refusals, clearings, notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from fangfan_desktop.domain.case_progress import AGREED
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.models import ArchivePaper, AssetHit, CaseFinding, CaseStep, MonitoringCase
from fangfan_desktop.storage.bulk import insert_rows
from fangfan_desktop.storage.cases import open_missing_cases
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.demo_facts import (
    FreeHousehold,
    TakenIn,
    free_households,
    taken_in,
)
from fangfan_desktop.usecases.case_new import CLUE_SOURCES
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice
from fangfan_desktop.usecases.procedures import keep_procedure, procedure_named

DEMO_PROCEDURE = "luan-2022"

# days after the clue that each step is usually done
_IDENTIFY_DAYS = {
    "apply": 1,
    "visit": 3,
    "compare": 3,
    "meeting": 5,
    "notice": 11,
    "review": 12,
    "decide": 14,
    "announce": 20,
    "enter": 21,
}
_UNTIL_DECIDED = _IDENTIFY_DAYS["decide"]
_KEPT_FROM = date(2022, 1, 1)  # cases taken in before have no clue: the program did not keep them
_SHARE = 0.004  # of the households have a clue under way
_FEWEST = 14
_LISTED = 4  # more of a village for its notice
_NOTICE = "notice"
_HANDED_IN = 0.9  # of the papers
# what is told and the risks that it speaks of
_STORIES = (
    ("户主上月车祸住院，自付费用较大", "因意外事故、因病"),
    ("务工企业停工，家中断了主要收入", "因务工就业不稳"),
    ("孩子考上大学，学费有压力", "因学"),
    ("连日大雨冲坏田地，水稻绝收", "因自然灾害（洪涝）"),
    ("户主慢性病加重，长期服药，不能下地", "因病、缺劳动力"),
)
_REFUSALS = ("no_risk", "settled", "income", "assets", "wait_dibao", "income,no_risk")
_HITS = (("车辆", "农用三轮车一辆"), ("工商登记", "登记过小卖部，已停业"), ("房产", "县城旧房一套"))


@dataclass(slots=True)
class _Rows:
    cases: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    hits: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def add_demo_cases(database: Database, *, random: Random, today: date) -> None:
    """Give every identification its case, and add clues at every step, and notices.

    The same content of the database, day and seed give the same rows.
    """
    with database.action("生成演示个案") as unit:
        open_missing_cases(unit.connection)
        procedure = procedure_named(unit.session, DEMO_PROCEDURE)
        procedure_id = keep_procedure(unit.session, procedure, today)
        rows = _Rows([], [], [], [])
        for case in taken_in(unit.session, _KEPT_FROM):
            _tell_its_past(unit, rows, case, procedure, procedure_id, random)
        free = free_households(unit.session)
        clues = _choose(free, procedure, random)
        _add_clues(unit, rows, clues, procedure, procedure_id, random, today)
        insert_rows(unit, CaseStep, rows.steps)
        insert_rows(unit, AssetHit, rows.hits)
        insert_rows(unit, CaseFinding, rows.findings)
        insert_rows(unit, ArchivePaper, _papers(rows.steps, procedure, random))
    _add_notices(database, today)


def _tell_its_past(
    unit: UnitOfWork,
    rows: _Rows,
    case: TakenIn,
    procedure: Procedure,
    procedure_id: int,
    random: Random,
) -> None:
    """The clue and steps of a case that was taken in not long ago."""
    row = unit.session.get_one(MonitoringCase, case.case_id)
    clue_on = case.identified_on - timedelta(days=_UNTIL_DECIDED)
    row.procedure_id = procedure_id
    row.clue_on = clue_on
    row.clue_source = random.choice(CLUE_SOURCES)
    row.clue_note = _note_of(case.risks)
    row.category, row.risks = case.category, case.risks
    for step in procedure.identify:
        done_on = clue_on + timedelta(days=_IDENTIFY_DAYS[step.key])
        if done_on <= case.today:
            rows.steps.append(_step(case.case_id, Stage.IDENTIFY, step.key, done_on))
    rows.findings.append(_finding(case.case_id, clue_on + timedelta(days=3), case.people, random))
    if case.clearing_started_on is not None and case.cleared_on is None:
        first = procedure.clear[0].key
        rows.steps.append(_step(case.case_id, Stage.CLEAR, first, None))


def _note_of(risks: str | None) -> str | None:
    """What may have been told of a household with these risks; None where nothing fits."""
    main = next((risk.name for risk in parse_risks(risks)), "")
    return next((note for note, words in _STORIES if main and words.startswith(main)), None)


def _add_clues(  # noqa: PLR0913, PLR0917 - all that the clues are made from
    unit: UnitOfWork,
    rows: _Rows,
    clues: Sequence[tuple[FreeHousehold, int]],
    procedure: Procedure,
    procedure_id: int,
    random: Random,
    today: date,
) -> None:
    """Clues, each with the number of steps done; every seventh was refused."""
    keys = _keys(procedure)
    number = _last_number(unit, today.year)
    for turn, (household, waits_at) in enumerate(clues):
        age = _IDENTIFY_DAYS[keys[waits_at - 1]] if waits_at else 0
        age += random.choice((0, 1, 1, 2, 6 if waits_at > 1 else 1))
        clue_on = today - timedelta(days=age)
        note, risks = random.choice(_STORIES)
        is_refused = turn % 7 == 6 and keys[waits_at] != _NOTICE  # noqa: PLR2004
        case = MonitoringCase(
            code=f"{today.year}-{number + turn + 1:04}",
            household_id=household.id,
            procedure_id=procedure_id,
            clue_on=clue_on,
            clue_source=CLUE_SOURCES[turn % len(CLUE_SOURCES)],
            clue_note=note,
            category="脱贫不稳定户" if household.is_lifted else "边缘易致贫户",
            risks=risks,
            refused_on=today if is_refused else None,
            refusal_reasons=random.choice(_REFUSALS) if is_refused else None,
        )
        unit.session.add(case)
        unit.session.flush()
        for key in keys[:waits_at]:
            day = min(clue_on + timedelta(days=_IDENTIFY_DAYS[key]), today)
            rows.steps.append(_step(case.id, Stage.IDENTIFY, key, day))
        if waits_at > 1:
            rows.findings.append(
                _finding(case.id, clue_on + timedelta(days=3), household.people, random)
            )
        if turn % 4 == 3:  # noqa: PLR2004 - every fourth
            kind, detail = random.choice(_HITS)
            hit = {"case_id": case.id, "kind": kind, "detail": detail, "found_on": clue_on}
            settled = "价值不大，不影响家庭困难的判断" if waits_at > 3 else None  # noqa: PLR2004
            rows.hits.append(hit | {"verdict": settled, "verdict_on": today if settled else None})


def _choose(
    free: Sequence[FreeHousehold], procedure: Procedure, random: Random
) -> list[tuple[FreeHousehold, int]]:
    """Households with a clue: some at each step, and a few of two villages for a notice."""
    keys = _keys(procedure)
    number = min(max(_FEWEST, round(len(free) * _SHARE)), len(free))
    chosen = [(each, turn % len(keys)) for turn, each in enumerate(random.sample(free, number))]
    taken = {each.id for each, _ in chosen}
    at_notice = keys.index(_NOTICE)
    for village_id in sorted({each.village_id for each in free})[:2]:
        own = [e for e in free if e.village_id == village_id and e.id not in taken]
        chosen += [(each, at_notice) for each in random.sample(own, min(_LISTED, len(own)))]
    return chosen


def _keys(procedure: Procedure) -> list[str]:
    """Steps up to the decision."""
    return [s.key for s in procedure.identify if _IDENTIFY_DAYS[s.key] <= _UNTIL_DECIDED]


def _papers(
    steps: Sequence[dict[str, Any]], procedure: Procedure, random: Random
) -> list[dict[str, Any]]:
    """The papers of steps that were done; a few are still to be handed in."""
    found: list[dict[str, Any]] = []
    for row in steps:
        stage = Stage(row["stage"])
        step = procedure.step(stage, row["step_key"])
        if row["done_on"] is None or step.notice is not None:
            continue  # a notice's papers are kept with the notice
        found += [
            {
                "case_id": row["case_id"],
                "item_key": f"{stage.value}/{step.key}/{name}",
                "is_present": 1,
                "copies": 1,
                "kept_at": "镇档案柜" if step.level == "镇" else "村档案柜",
            }
            for name in step.papers
            if random.random() < _HANDED_IN
        ]
    return found


def _add_notices(database: Database, today: date) -> None:
    """One notice that has ended, one whose days are running."""
    kind = NoticeKind.TO_INCLUDE_VILLAGE
    ready = notice_candidates(database, kind=kind, village_id=None)
    villages = list(dict.fromkeys(each.listed.village_id for each in ready if each.is_ready))
    for turn, village_id in enumerate(villages[:2]):
        starts_on = today - timedelta(days=5 if turn == 0 else 3)
        wish = NoticeWish(kind, village_id, starts_on=starts_on, posted_at="村务公开栏")
        started = start_notice(database, wish=wish)
        if turn == 0:
            outcome = Outcome(today, late_reason="补记")
            end_notice(database, notice_id=started.notice_id, outcome=outcome)


def _last_number(unit: UnitOfWork, year: int) -> int:
    codes = unit.session.query(MonitoringCase.code).all()
    own = [int(code[5:]) for (code,) in codes if code.startswith(f"{year}-")]
    return max(own, default=0)


def _step(case_id: int, stage: Stage, key: str, done_on: date | None) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "stage": stage.value,
        "round": 1,
        "step_key": key,
        "done_on": done_on,
        "result": AGREED if done_on else None,
    }


def _finding(case_id: int, on: date, people: int, random: Random) -> dict[str, Any]:
    yuan = 100
    return {
        "case_id": case_id,
        "stage": Stage.IDENTIFY.value,
        "round": 1,
        "found_on": on,
        "population": people,
        "line_fen": 7000 * yuan,
        "wages_fen": random.randint(60, 240) * 100 * yuan,
        "transfer_fen": random.randint(10, 60) * 100 * yuan,
        "medical_self_paid_fen": random.randint(0, 120) * 100 * yuan,
        "housing_safe": 1,
        "medical_secured": 1,
        "education_secured": 1,
        "water_safe": 1,
    }
