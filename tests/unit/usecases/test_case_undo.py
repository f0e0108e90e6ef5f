"""Whatever is done to cases, undone one by one it is what it was at each step; redone the same."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fangfan_desktop.domain.case_progress import AGREED, DISAGREED, RETURNED
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CaseFinding
from fangfan_desktop.storage.cases import find_case, open_missing_cases, rows_of_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_clearing import (
    remove_wrong,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_new import Clue, correct_clue, open_case, remove_case
from fangfan_desktop.usecases.case_refusal import refuse_cases, take_up_again
from fangfan_desktop.usecases.case_steps import StepEntry, plan_step, record_step, take_back_step
from fangfan_desktop.usecases.holidays import correct_day
from fangfan_desktop.usecases.household_records import set_measure, set_visit
from fangfan_desktop.usecases.households import move_out_household
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice, withdraw_notice
from tests.small_township import add_campaign, make_township
from tests.unit.usecases.time_travel.village_story import image

TODAY = date(2023, 3, 1)
CASES = st.integers(1, 5)  # two were there before
HOMES = st.integers(1, 6)
DAYS = st.dates(date(2022, 5, 1), TODAY + timedelta(1))
KEYS = ("apply", "visit", "compare", "meeting", "notice", "review", "decide", "announce")
CLEARING_KEYS = ("visit", "propose", "meeting", "review", "mark")

Image = dict[str, list[tuple[object, ...]]]


def clue_of(on: date) -> Clue:
    return Clue(on, "村民小组上报", category="突发严重困难户", risks=(Risk("因病"),))


class Cases(RuleBasedStateMachine):
    """Does something at each step and keeps a picture of before."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database: Database = make_township(Path(self.folder.name) / "a.db")
        self.database.fixed_day = TODAY
        with self.database.action("补建个案") as unit:
            open_missing_cases(unit.connection)
        add_campaign(self.database)
        self.images: list[Image] = [image(self.database)]

    def act(self, call: Callable[[Database], object]) -> None:
        is_refused = False
        try:
            call(self.database)
        except UserError:
            is_refused = True
        now = image(self.database)
        if now != self.images[-1]:
            assert not is_refused
            self.images.append(now)

    @rule(home=HOMES, on=DAYS)
    def open(self, home: int, on: date):
        self.act(lambda d: open_case(d, household_id=home, clue=clue_of(on)))

    @rule(case=CASES, on=DAYS)
    def correct(self, case: int, on: date):
        self.act(lambda d: correct_clue(d, case_id=case, clue=clue_of(on)))

    @rule(case=CASES)
    def remove(self, case: int):
        self.act(lambda d: remove_case(d, case_id=case))

    @rule(
        cases=st.sets(CASES, min_size=1, max_size=2),
        key=st.sampled_from(KEYS),
        on=DAYS,
        result=st.sampled_from((AGREED, AGREED, RETURNED)),
    )
    def identify(self, cases: set[int], key: str, on: date, result: str):
        entry = StepEntry(on, result, "缺材料", "补录")
        self.act(
            lambda d: record_step(
                d, case_ids=sorted(cases), stage=Stage.IDENTIFY, step_key=key, entry=entry
            )
        )

    @rule(
        case=CASES,
        key=st.sampled_from(CLEARING_KEYS),
        on=DAYS,
        result=st.sampled_from((AGREED, AGREED, RETURNED, DISAGREED)),
    )
    def clear(self, case: int, key: str, on: date, result: str):
        entry = StepEntry(on, result, "收入不稳", "补录")
        self.act(
            lambda d: record_step(d, case_ids=[case], stage=Stage.CLEAR, step_key=key, entry=entry)
        )

    @rule(case=CASES, on=DAYS)
    def start(self, case: int, on: date):
        def started(database: Database) -> None:
            start_clearing(database, case_ids=[case], on=on, how="自然消除")

        self.act(started)
        self.act(lambda d: found_all_well(d, case, on))

    @rule(case=CASES, on=DAYS)
    def whole_clearing(self, case: int, on: date):
        for key in CLEARING_KEYS[:-1]:
            entry = StepEntry(on, late_reason="补录")
            self.act(
                lambda d, key=key, entry=entry: record_step(
                    d, case_ids=[case], stage=Stage.CLEAR, step_key=key, entry=entry
                )
            )

    @rule(case=CASES, on=DAYS)
    def stop(self, case: int, on: date):
        self.act(lambda d: stop_clearing(d, case_id=case, on=on, reason="不稳定"))

    @rule(case=CASES, on=DAYS)
    def back(self, case: int, on: date):
        self.act(lambda d: roll_back(d, case_ids=[case], on=on, reason="不稳定"))

    @rule(case=CASES, on=DAYS)
    def wrong(self, case: int, on: date):
        self.act(lambda d: remove_wrong(d, case_id=case, on=on, reason="户籍不在本地"))

    @rule(cases=st.sets(CASES, min_size=1, max_size=2), on=DAYS)
    def refuse(self, cases: set[int], on: date):
        self.act(lambda d: refuse_cases(d, case_ids=sorted(cases), on=on, reasons=["no_risk"]))

    @rule(case=CASES)
    def take_up(self, case: int):
        self.act(lambda d: take_up_again(d, case_id=case))

    @rule(case=CASES, key=st.sampled_from(KEYS), stage=st.sampled_from(Stage))
    def take_back(self, case: int, key: str, stage: Stage):
        self.act(lambda d: take_back_step(d, case_id=case, stage=stage, step_key=key))

    @rule(case=CASES, key=st.sampled_from(KEYS), on=DAYS)
    def plan(self, case: int, key: str, on: date):
        self.act(
            lambda d: plan_step(
                d, case_ids=[case], stage=Stage.IDENTIFY, step_key=key, planned_on=on
            )
        )

    @rule(kind=st.sampled_from(NoticeKind), begins=DAYS)
    def notice(self, kind: NoticeKind, begins: date):
        wish = NoticeWish(kind, None, starts_on=begins)
        self.act(lambda d: start_notice(d, wish=wish))

    @rule(notice=st.integers(1, 3), on=DAYS, upheld=st.sets(CASES, max_size=1))
    def end(self, notice: int, on: date, upheld: set[int]):
        outcome = Outcome(on, upheld=dict.fromkeys(upheld, "在外有房"), late_reason="补录")
        self.act(lambda d: end_notice(d, notice_id=notice, outcome=outcome))

    @rule(notice=st.integers(1, 3))
    def withdraw(self, notice: int):
        self.act(lambda d: withdraw_notice(d, notice_id=notice, reason="名单有误"))

    @rule(home=HOMES, on=DAYS)
    def help(self, home: int, on: date):
        self.act(
            lambda d: set_measure(
                d, household_id=home, values={"kind": "就业帮扶", "made_on": on, "done_on": on}
            )
        )
        self.act(lambda d: set_visit(d, household_id=home, values={"visited_on": on}))

    @rule(on=DAYS, is_worked=st.booleans())
    def correct_calendar(self, on: date, is_worked: bool):  # noqa: FBT001 - drawn at random
        self.act(lambda d: correct_day(d, day=on, is_worked=is_worked))

    @rule(home=HOMES, on=DAYS)
    def leave(self, home: int, on: date):
        self.act(lambda d: move_out_household(d, household_id=home, on=on, reason="迁出"))

    @invariant()
    def a_household_has_one_case_that_runs_and_each_identification_one_case(self):
        with self.database.read() as session:
            odd = session.connection().exec_driver_sql(
                "SELECT c.household_id FROM monitoring_case AS c"
                " LEFT JOIN identification AS i ON i.id = c.identification_id"
                " WHERE (i.id IS NULL AND c.refused_on IS NULL) OR (i.id IS NOT NULL"
                " AND i.removed_on IS NULL AND (i.cleared_on IS NULL"
                " OR i.rolled_back_on >= i.cleared_on))"
                " GROUP BY c.household_id HAVING count(*) > 1"
            )
            assert odd.all() == []
            lost = session.connection().exec_driver_sql(
                "SELECT i.id FROM identification AS i WHERE NOT EXISTS (SELECT 1"
                " FROM monitoring_case AS c WHERE c.identification_id = i.id)"
            )
            assert lost.all() == []

    def teardown(self):
        try:
            last = self.images[-1]
            steps = len(self.images) - 1
            while len(self.images) > 1:
                self.images.pop()
                undo(self.database)
                assert image(self.database) == self.images[-1]
            for _ in range(steps):
                redo(self.database)
            assert image(self.database) == last
        finally:
            self.database.close()
            self.folder.cleanup()


def found_all_well(database: Database, case_id: int, on: date) -> None:
    """The findings of the first round; once only."""
    with database.action("核查") as unit:
        case = find_case(unit.session, case_id)
        if case.identification_id is None or rows_of_case(unit.session, CaseFinding, case_id):
            raise UserError("不用核查。")
        unit.session.add(
            CaseFinding(
                case_id=case_id,
                stage="clear",
                found_on=on,
                population=2,
                line_fen=700_000,
                wages_fen=3_000_000,
                income_steady=1,
                spending_settled=1,
                housing_safe=1,
                medical_secured=1,
                education_secured=1,
                water_safe=1,
                risk_gone=1,
                no_labour=0,
            )
        )


TestCases = Cases.TestCase
TestCases.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
