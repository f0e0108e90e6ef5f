"""Two years of a made-up village, day by day: what the clerk does, and the second book of it.

Every step goes to the program and to the plain book. Where the plain book says that the program
has to refuse (a reason is lacking, a condition of clearing is not met), it is tried first and has
to be refused.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import AssetHit, MonitoringCase
from fangfan_desktop.storage.cases import open_missing_cases
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_clearing import (
    remove_wrong,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_findings import add_hit, set_finding, set_verdict
from fangfan_desktop.usecases.case_help import set_helper, set_plan
from fangfan_desktop.usecases.case_new import (
    CATEGORIES,
    CLUE_SOURCES,
    Clue,
    correct_clue,
    open_case,
)
from fangfan_desktop.usecases.case_refusal import refuse_cases, take_up_again
from fangfan_desktop.usecases.case_steps import StepEntry, plan_step, record_step, take_back_step
from fangfan_desktop.usecases.holidays import clear_correction, correct_day
from fangfan_desktop.usecases.household_records import set_measure, set_visit
from fangfan_desktop.usecases.households import move_out_household
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice, withdraw_notice
from fangfan_desktop.usecases.township import change_settings
from tests.small_township import make_township
from tests.unit.usecases.time_travel.plain_calculation import (
    AGREED,
    CLEAR,
    CLEARED,
    CLEARING,
    HELPING,
    IDENTIFY,
    IDENTIFYING,
    ONE_DAY,
    PROCEDURES,
    REFUSED,
    REMOVED,
    Book,
    PlainStep,
    Standing,
)

FIRST, LAST = date(2022, 1, 1), date(2023, 12, 31)
WITHOUT_LABOUR = 4
RISKS = ("因病", "因学", "因残", "因意外事故", "因务工就业不稳")
SOUND, FAULTY = ("no_risk",), ("income", "wait_dibao")
# the clerk's corrections: the day on which she makes them, the day they are about, worked or not
CORRECTIONS = (
    (date(2022, 3, 10), date(2022, 3, 18), False),
    (date(2022, 9, 28), date(2022, 10, 8), False),
    (date(2023, 1, 16), date(2023, 1, 21), True),
    (date(2023, 9, 25), date(2023, 9, 29), True),
)
TAKEN_BACK = ((date(2022, 10, 5), date(2022, 10, 8)), (date(2023, 9, 28), date(2023, 9, 29)))
WELL = (
    "income_steady",
    "spending_settled",
    "housing_safe",
    "medical_secured",
    "education_secured",
    "water_safe",
    "risk_gone",
)
_LATE = "村里补报，见说明"


class Story:
    """The village's life; `today` moves on with `live_a_day`."""

    def __init__(self, path: Path, seed: int, households: int = 42) -> None:
        self.random = Random(seed)  # noqa: S311 - made-up content
        self.town: Database = make_township(path, households)
        self.book = Book()
        self.today = FIRST
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.images: int = 0
        self._begin(households)

    # --- the days --------------------------------------------------------------------------------

    def live_a_day(self) -> None:
        """What happens on `self.today`."""
        self.town.fixed_day = self.today
        self._holidays()
        self._end_notices()
        if self.random.random() < 0.16:
            self._clue()
        for case_id in list(self.book.live_cases()):
            self._go_on(case_id)
        self._meeting()
        if self.random.random() < 0.08:
            self._notice()
        if self.random.random() < 0.006:
            self._leave()
        live = self.book.live_cases()
        if self.random.random() < 0.02:
            self._plan_something(self.random.choice(live))
        if self.random.random() < 0.03:
            self._correct(self.random.choice(live))

    def set_office_day(self) -> None:
        """The office's day as sheets have it."""
        change_settings(self.town, values={"demo_day": self.today.isoformat()})

    def act(self, what: str, call: Callable[[], Any]) -> Any:
        """Do it; now and then undo and redo it, which must come to the same."""
        self.done[what] += 1
        if self.random.random() > 0.03:
            return call()
        before = image(self.town)
        answer = call()
        after = image(self.town)
        undo(self.town)
        assert image(self.town) == before, (self.today, what, "undone")
        redo(self.town)
        assert image(self.town) == after, (self.today, what, "redone")
        self.images += 2
        return answer

    def must_refuse(self, why: str, call: Callable[[], Any]) -> None:
        """The program has to say no."""
        with pytest.raises(UserError):
            call()
        self.refused[why] += 1

    # --- clues and steps -------------------------------------------------------------------------

    def _clue(self) -> None:
        book = self.book
        busy = {
            book.cases[key]["household"]
            for key in book.cases
            if book.standing(key).state in {IDENTIFYING, HELPING, CLEARING}
        }
        homes = [h for h in book.households if book.is_present(h)]
        household = self.random.choice(homes)
        on = self.today - timedelta(days=self.random.choice((0, 0, 1, 2, 4)))
        category = self.random.choice(CATEGORIES)
        risks = tuple(Risk(name) for name in self.random.sample(RISKS, self.random.randint(1, 3)))
        clue = Clue(on, self.random.choice(CLUE_SOURCES), category=category, risks=risks)
        procedure = self.random.choice(list(PROCEDURES))

        def opened() -> Any:
            return open_case(self.town, household_id=household, clue=clue, procedure_key=procedure)

        if household in busy:
            self.must_refuse("a case runs", opened)
            return
        case_id = self.act("clue", opened).case_id
        book.cases[case_id] = {
            "household": household,
            "procedure": procedure,
            "clue_on": on,
            "category": category,
            "risks": [risk.name for risk in risks],
            "records": [],
        }

    def _correct(self, case_id: int) -> None:
        """The clue was a day or two earlier, of another category; the clock runs from there."""
        case = self.book.cases[case_id]
        if case["clue_on"] is None:
            return
        on = case["clue_on"] - timedelta(days=self.random.choice((0, 1, 2)))
        category = self.random.choice(CATEGORIES)
        risks = tuple(Risk(name) for name in self.random.sample(RISKS, 2))
        clue = Clue(on, CLUE_SOURCES[0], category=category, risks=risks)
        self.act("correct", lambda: correct_clue(self.town, case_id=case_id, clue=clue))
        case["clue_on"], case["category"] = on, category
        case["risks"] = [risk.name for risk in risks]

    def _go_on(self, case_id: int) -> None:
        now = self.book.standing(case_id)
        chance = self.random.random()
        if now.state == IDENTIFYING:
            self._identify(case_id, now, chance)
        elif now.state == HELPING:
            self._help(case_id, now, chance)
        elif now.state == CLEARING:
            self._clear(case_id, now, chance)
        elif now.state == CLEARED:
            self._after(case_id, chance)
        elif now.state == REFUSED and chance < 0.004:
            self._take_up(case_id)

    def _identify(self, case_id: int, now: Standing, chance: float) -> None:
        if chance < 0.012:
            self._refuse(case_id)
        elif chance < 0.03:
            self._hit(case_id)
        elif now.open_hits and chance < 0.3:
            self._verdict(case_id)
        elif chance < 0.33:
            self._step_in_hand(case_id)
        elif chance < 0.335:
            self._out_of_order(case_id, IDENTIFY)
        elif chance < 0.342:
            self._take_back(case_id, IDENTIFY)

    def _help(self, case_id: int, now: Standing, chance: float) -> None:
        assert now.included_on is not None
        months = (self.today - now.included_on).days / 30
        if not now.is_helped and chance < 0.2:
            self._helper(case_id)
        elif chance < (0.01 if now.has_measure else 0.35):
            self._measure(case_id)
        elif chance < 0.03:
            self._visit(case_id)
        elif chance < 0.031:
            self._remove(case_id)
        elif chance < 0.045 and months > 4:
            self._start(case_id, "帮扶消除")
        elif chance < 0.048:
            self._start(case_id, "自然消除")
        elif chance > 0.9:
            self._step_in_hand(case_id)

    def _clear(self, case_id: int, now: Standing, chance: float) -> None:
        if f"found_{now.turn}" not in self.book.cases[case_id] and chance < 0.3:
            self._find(case_id, now.turn)
        elif chance < 0.28:
            self._step_in_hand(case_id)
        elif chance < 0.285:
            self._stop(case_id)
        elif chance < 0.29:
            self._take_back(case_id, CLEAR)
        elif chance < 0.3:
            self._disagree(case_id)
        elif chance < 0.32:
            self._measure(case_id)

    def _after(self, case_id: int, chance: float) -> None:
        if chance < 0.004:
            self._roll_back(case_id)
        elif chance < 0.0045:
            self._remove(case_id)
        elif chance < 0.008:
            self._measure(case_id)
        elif chance > 0.9:
            self._step_in_hand(case_id)

    def _step_in_hand(self, case_id: int) -> None:
        waiting = self.book.in_hand(case_id)
        if not waiting:
            return
        stage, step = self.random.choice(waiting)
        if step[4] and self.random.random() < 0.8:
            if not any(self._hangs(notice, case_id) for notice in self.book.notices.values()):
                self._put_up(step[4], [case_id], self.random.random() < 0.5)
            return
        on = self._day_for(case_id, stage, step)
        result = AGREED
        if not step[5] and self.random.random() < 0.06:
            result = "退回"
        self._record([case_id], stage, step, on, result)

    def _day_for(self, case_id: int, stage: str, step: PlainStep) -> date:
        """Today, or some days back where what came before allows it."""
        now = self.book.standing(case_id)
        begun = self.book.cases[case_id]["clue_on"] if stage == IDENTIFY else now.started_on
        days = [begun or FIRST] + [now.of(stage)[k][0] for k in step[2] if k in now.of(stage)]
        if stage == CLEAR and step[5] and now.included_on:
            days += [now.rolled_back_on or now.included_on, now.included_on]
        back = self.today - timedelta(days=self.random.choice((0, 0, 0, 1, 3)))
        return max(back, *days)

    def _record(
        self, case_ids: list[int], stage: str, step: PlainStep, on: date, result: str
    ) -> None:
        town, book = self.town, self.book
        is_agreed_decision = step[5] and result == AGREED

        def recorded(reason: str) -> Callable[[], Any]:
            entry = StepEntry(on, result, "材料不全" if result != AGREED else "", reason)
            return lambda: record_step(
                town, case_ids=case_ids, stage=Stage(stage), step_key=step[0], entry=entry
            )

        for case_id in case_ids:
            if is_agreed_decision and stage == IDENTIFY and book.standing(case_id).open_hits:
                self.must_refuse("a hit without a verdict", recorded(_LATE))
                return
            if is_agreed_decision and stage == CLEAR and not book.may_clear(case_id, on):
                self.must_refuse("conditions of clearing", recorded(_LATE))
                return
        needs = any(book.needs_reason(case_id, stage, step, on) for case_id in case_ids)
        if needs:
            self.must_refuse("a reason is lacking", recorded(""))
        name = "late or out of order" if needs else f"step {result}"
        self.act(name if len(case_ids) == 1 else "bulk step", recorded(_LATE if needs else ""))
        for case_id in case_ids:
            book.add(case_id, "step", on, stage=stage, key=step[0], result=result)

    def _out_of_order(self, case_id: int, stage: str) -> None:
        case, now = self.book.cases[case_id], self.book.standing(case_id)
        steps = [
            step
            for step in PROCEDURES[case["procedure"]][stage]
            if step[0] not in now.passed(stage) and not set(step[2]) <= now.passed(stage)
        ]
        if steps:
            self._record([case_id], stage, self.random.choice(steps), self.today, AGREED)

    def _take_back(self, case_id: int, stage: str) -> None:
        case, now = self.book.cases[case_id], self.book.standing(case_id)
        recorded = now.of(stage)
        if not recorded:
            return
        key = self.random.choice(sorted(recorded))
        steps = PROCEDURES[case["procedure"]][stage]

        def taken_back() -> Any:
            return take_back_step(self.town, case_id=case_id, stage=Stage(stage), step_key=key)

        if any(key in step[2] and step[0] in recorded for step in steps):
            self.must_refuse("a later step stands on it", taken_back)
            return
        self.act("take back", taken_back)
        self.book.add(case_id, "step", self.today, stage=stage, key=key, result="撤回")

    def _meeting(self) -> None:
        """The village meeting: one step of many cases at once."""
        if self.today.day != 15:
            return
        by_step: dict[tuple[str, str], list[tuple[int, PlainStep]]] = {}
        for case_id in self.book.live_cases():
            for stage, step in self.book.in_hand(case_id):
                if stage == IDENTIFY and step[0] in {"meeting", "visit", "compare", "enter"}:
                    procedure = self.book.cases[case_id]["procedure"]
                    by_step.setdefault((procedure, step[0]), []).append((case_id, step))
        for found in by_step.values():
            if len(found) > 1:
                cases = [case_id for case_id, _ in found]
                self._record(cases, IDENTIFY, found[0][1], self.today, AGREED)

    # --- refusing, hits --------------------------------------------------------------------------

    def _refuse(self, case_id: int) -> None:
        reasons = self.random.choice((SOUND, FAULTY))
        result = self.act(
            "refuse",
            lambda: refuse_cases(self.town, case_ids=[case_id], on=self.today, reasons=reasons),
        )
        assert bool(result.warnings) == (reasons is FAULTY), (self.today, case_id)
        self.book.cases[case_id]["is_faulty"] = reasons is FAULTY
        self.book.add(case_id, "refuse", self.today)

    def _take_up(self, case_id: int) -> None:
        case = self.book.cases[case_id]
        newer = [
            key
            for key, other in self.book.cases.items()
            if other["household"] == case["household"] and key > case_id
        ]
        running = [
            key
            for key, other in self.book.cases.items()
            if other["household"] == case["household"]
            and self.book.standing(key).state in {HELPING, CLEARING}
        ]

        def taken_up() -> Any:
            return take_up_again(self.town, case_id=case_id)

        if newer or running:
            self.must_refuse("another case of the household", taken_up)
            return
        self.act("take up", taken_up)
        self.book.add(case_id, "take up", self.today)

    def _hit(self, case_id: int) -> None:
        values = {"kind": "车辆", "found_on": self.today}
        self.act("hit", lambda: add_hit(self.town, case_id=case_id, values=values))
        self.book.add(case_id, "hit", self.today)

    def _verdict(self, case_id: int) -> None:
        with self.town.read() as session:
            wanted = session.query(AssetHit).filter_by(case_id=case_id, verdict=None)
            hit_id = min(hit.id for hit in wanted)
        words = "生产用农用车，不影响认定"
        self.act(
            "verdict",
            lambda: set_verdict(
                self.town, case_id=case_id, hit_id=hit_id, verdict=words, on=self.today
            ),
        )
        self.book.add(case_id, "verdict", self.today)

    # --- helping ---------------------------------------------------------------------------------

    def _helper(self, case_id: int) -> None:
        values = {"name": "覃㛃", "on": self.today.isoformat()}
        self.act("helper", lambda: set_helper(self.town, case_id=case_id, values=values))
        self.act(
            "plan", lambda: set_plan(self.town, case_id=case_id, on=self.today, text="缺什么补什么")
        )
        self.book.add(case_id, "helper", self.today)

    def _measure(self, case_id: int) -> None:
        now, case = self.book.standing(case_id), self.book.cases[case_id]
        done_on = self.today if self.random.random() < 0.7 else None
        values: dict[str, object] = {"kind": "产业帮扶", "made_on": self.today, "done_on": done_on}
        if case["risks"]:
            values["risk"] = case["risks"][0]
        household = case["household"]
        self.act("measure", lambda: set_measure(self.town, household_id=household, values=values))
        is_running = now.state in {HELPING, CLEARING}
        self.book.measures.append(
            {
                "household": household,
                "case": case_id if is_running else None,
                "made_on": self.today,
                "done_on": done_on,
            }
        )

    def _visit(self, case_id: int) -> None:
        household = self.book.cases[case_id]["household"]
        values = {"visited_on": self.today, "visitor": "覃㛃"}
        self.act("visit", lambda: set_visit(self.town, household_id=household, values=values))
        self.book.visits.append((household, self.today))

    def _remove(self, case_id: int) -> None:
        self.act(
            "清退",
            lambda: remove_wrong(self.town, case_id=case_id, on=self.today, reason="户籍不在本地"),
        )
        self.book.add(case_id, "remove", self.today)

    # --- clearing --------------------------------------------------------------------------------

    def _start(self, case_id: int, how: str) -> None:
        def started() -> Any:
            return start_clearing(self.town, case_ids=[case_id], on=self.today, how=how)

        if self.book.cases[case_id]["household"] == WITHOUT_LABOUR:
            self.must_refuse("no labour in the whole household", started)
            return
        self.act("start clearing", started)
        self.book.cases[case_id]["how"] = how
        self.book.add(case_id, "start", self.today)

    def _find(self, case_id: int, turn: int) -> None:
        values: dict[str, object] = dict.fromkeys(WELL, "是")
        values |= {"no_labour": "否", "found_on": self.today, "population": 2}
        values |= {"line_fen": "7000", "wages_fen": "30000"}
        self.act(
            "finding",
            lambda: set_finding(self.town, case_id=case_id, stage=Stage.CLEAR, values=values),
        )
        self.book.cases[case_id][f"found_{turn}"] = True

    def _stop(self, case_id: int) -> None:
        self.act(
            "stop clearing",
            lambda: stop_clearing(self.town, case_id=case_id, on=self.today, reason="收入又不稳定"),
        )
        self.book.add(case_id, "stop", self.today)

    def _disagree(self, case_id: int) -> None:
        waiting = [step for stage, step in self.book.in_hand(case_id) if stage == CLEAR]
        if waiting:
            self._record([case_id], CLEAR, waiting[0], self.today, "不同意")

    def _roll_back(self, case_id: int) -> None:
        case = self.book.cases[case_id]
        newer = [
            key
            for key, other in self.book.cases.items()
            if other["household"] == case["household"]
            and key > case_id
            and self.book.standing(key).state not in {REFUSED, REMOVED}
        ]

        def back() -> Any:
            return roll_back(self.town, case_ids=[case_id], on=self.today, reason="收入不稳定")

        if newer:
            self.must_refuse("identified anew since", back)
            return
        self.act("roll back", back)
        self.book.add(case_id, "roll back", self.today)

    # --- notices ---------------------------------------------------------------------------------

    def _notice(self) -> None:
        """All that have come to the step of some kind, of one village; sometimes a withdrawal."""
        hanging = [key for key, n in self.book.notices.items() if self._is_hanging(n)]
        if hanging and self.random.random() < 0.15:
            key = self.random.choice(hanging)
            self.act(
                "withdraw", lambda: withdraw_notice(self.town, notice_id=key, reason="名单有误")
            )
            self.book.notices[key]["withdrawn"] = True
            return
        kind = self.random.choice([*NoticeKind]).value
        village = self.random.choice((1, 1, 1, 2))
        ready = [
            key
            for key in self.book.may_be_listed(kind)
            if self.book.households[self.book.cases[key]["household"]]["village"] == village
        ]
        if ready:
            self._put_up(kind, sorted(ready), True)

    def _put_up(self, kind: str, cases: list[int], is_all: bool) -> None:  # noqa: FBT001 - a fact
        home = self.book.households[self.book.cases[cases[0]]["household"]]
        ready = {
            key
            for key in self.book.may_be_listed(kind)
            if self.book.households[self.book.cases[key]["household"]]["village"] == home["village"]
        }
        listed = sorted(ready) if is_all else [key for key in cases if key in ready]
        if not listed:
            return
        wish = NoticeWish(
            NoticeKind(kind), home["village"], case_ids=None if is_all else tuple(listed)
        )
        notice = self.act("notice", lambda: start_notice(self.town, wish=wish))
        self.book.notices[notice.notice_id] = {
            "kind": kind,
            "cases": listed,
            "starts_on": self.today,
            "ends_on": self.today + 4 * ONE_DAY,
            "withdrawn": False,
            "ended_on": None,
            "upheld": set[int](),
        }

    def _is_hanging(self, notice: dict[str, Any]) -> bool:
        return notice["ended_on"] is None and not notice["withdrawn"]

    def _hangs(self, notice: dict[str, Any], case_id: int) -> bool:
        return self._is_hanging(notice) and case_id in notice["cases"]

    def _end_notices(self) -> None:
        for key, notice in self.book.notices.items():
            if self._is_hanging(notice) and notice["ends_on"] < self.today:
                if self.random.random() < 0.6:
                    self._end(key, notice)
            elif self._is_hanging(notice) and self.random.random() < 0.02:
                early = Outcome(self.today)
                self.must_refuse(
                    "the notice still hangs",
                    lambda key=key, early=early: end_notice(
                        self.town, notice_id=key, outcome=early
                    ),
                )

    def _end(self, key: int, notice: dict[str, Any]) -> None:
        on = self.today
        steps = {case: self._own_step(case, notice["kind"]) for case in notice["cases"]}
        moved = {case: at for case, at in steps.items() if at is not None}
        for case, (stage, step) in moved.items():
            if stage == CLEAR and step[5] and not self.book.may_clear(case, on):
                return  # the list waits until what stands in the way is settled
        upheld = {
            c: "外出多年" for c in moved if self.random.random() < 0.06 and not moved[c][1][5]
        }
        others = [case for case in notice["cases"] if case not in upheld]
        rejected = {c: "邻里误会" for c in others if self.random.random() < 0.06}
        needs = any(self.book.needs_reason(c, s, step, on) for c, (s, step) in moved.items())

        def ended(reason: str) -> Any:
            outcome = Outcome(on, upheld=upheld, rejected=rejected, late_reason=reason)
            return end_notice(self.town, notice_id=key, outcome=outcome)

        if needs:
            self.must_refuse("a reason is lacking", lambda: ended(""))
        self.act("end notice", lambda: ended(_LATE if needs else ""))
        notice["ended_on"] = on
        notice["upheld"] = set(upheld)
        for case, (stage, step) in moved.items():
            result = "退回" if case in upheld else AGREED
            self.book.add(case, "step", on, stage=stage, key=step[0], result=result)

    def _own_step(self, case_id: int, kind: str) -> tuple[str, PlainStep] | None:
        """The step that the end of a notice records."""
        now = self.book.standing(case_id)
        for stage, steps in PROCEDURES[self.book.cases[case_id]["procedure"]].items():
            for step in steps:
                if step[4] == kind:
                    has_left = now.state in {REFUSED, REMOVED} or (
                        stage == CLEAR and now.state == HELPING
                    )
                    has_left = has_left or (step[5] and step[0] in now.passed(stage))
                    return None if has_left else (stage, step)
        return None

    # --- the rest of the village -----------------------------------------------------------------

    def _holidays(self) -> None:
        for on, day, is_worked in CORRECTIONS:
            if on == self.today:
                self.act(
                    "correct a day",
                    lambda day=day, is_worked=is_worked: correct_day(
                        self.town, day=day, is_worked=is_worked, note="县里通知"
                    ),
                )
                self.book.said[day] = is_worked
        for on, day in TAKEN_BACK:
            if on == self.today:
                self.act("take a day back", lambda day=day: clear_correction(self.town, day=day))
                del self.book.said[day]

    def _leave(self) -> None:
        homes = [h for h, home in self.book.households.items() if home["left_on"] is None]
        household = self.random.choice(homes)
        hanging = [n for n in self.book.notices.values() if self._is_hanging(n)]
        listed = {self.book.cases[case]["household"] for n in hanging for case in n["cases"]}
        if household in listed:
            return
        self.act(
            "leave",
            lambda: move_out_household(
                self.town, household_id=household, on=self.today, reason="迁往县城"
            ),
        )
        self.book.households[household]["left_on"] = self.today

    def _plan_something(self, case_id: int) -> None:
        """A planned day changes no deadline."""
        waiting = self.book.in_hand(case_id)
        if waiting:
            stage, step = waiting[0]
            self.act(
                "plan a step",
                lambda: plan_step(
                    self.town,
                    case_ids=[case_id],
                    stage=Stage(stage),
                    step_key=step[0],
                    planned_on=self.today + ONE_DAY,
                ),
            )

    def _begin(self, households: int) -> None:
        with self.town.action("补建个案") as unit:
            unit.connection.exec_driver_sql(  # inside the years whose arrangement is at hand
                "UPDATE identification SET identified_on = '2021-03-01' WHERE household_id = 3"
            )
            open_missing_cases(unit.connection)
            if households >= WITHOUT_LABOUR:
                unit.connection.exec_driver_sql(
                    "UPDATE person SET labour = '无劳动力' WHERE household_id = ?",
                    (WITHOUT_LABOUR,),
                )
        for number in range(1, households + 1):
            self.book.households[number] = {
                "village": 2 if number % 6 == 0 else 1,
                "people": 1 if number == WITHOUT_LABOUR else 2,
                "lifted": number in {1, 3},
                "left_on": None,
            }
        with self.town.read() as session:
            rows = session.query(MonitoringCase).order_by(MonitoringCase.id).all()
            cases = [(row.id, row.household_id) for row in rows]
        known = {
            2: ("边缘易致贫户", date(2021, 9, 1), None),
            3: ("脱贫不稳定户", date(2021, 3, 1), date(2021, 9, 1)),
        }
        for case_id, household in cases:
            category, on, cleared_on = known[household]
            self.book.cases[case_id] = {
                "household": household,
                "procedure": "luan-2022",
                "clue_on": None,
                "category": category,
                "risks": [],
                "records": [{"what": "taken in", "on": on, "cleared_on": cleared_on}],
            }


def image(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows that the story may touch."""
    tables = (
        "monitoring_case",
        "case_step",
        "case_finding",
        "asset_hit",
        "archive_paper",
        "notice",
        "notice_case",
        "identification",
        "measure",
        "visit",
        "household",
        "person",
        "household_event",
        "household_form",
        "day_correction",
        "procedure",
    )
    with database.read() as session:
        connection = session.connection()
        return {
            table: [
                tuple(row)
                for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - names of this module
            ]
            for table in tables
        }
