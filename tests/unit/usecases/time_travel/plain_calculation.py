"""A second book-keeper of cases, in plain Python: what the story did, and what follows from it.

It shares no rule with the program: its own calendar (the published arrangements, written down by
hand in `due_dates.toml`), its own procedures (below, from the plans' wording), its own states.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ONE_DAY = timedelta(days=1)
WORKING, CALENDAR = "工作日", "天"
IDENTIFY, CLEAR = "identify", "clear"
AGREED = "同意"

_TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "domain" / "due_dates.toml").read_text(encoding="utf-8")
)

# key, name, steps before, limit from the clue, notice, decision
PlainStep = tuple[str, str, tuple[str, ...], tuple[int, str] | None, str, bool]
PROCEDURES: dict[str, dict[str, list[PlainStep]]] = {
    "luan-2022": {
        IDENTIFY: [
            ("apply", "农户申请及承诺授权", (), None, "", False),
            ("visit", "入户核实", ("apply",), None, "", False),
            ("compare", "信息比对", ("apply",), None, "", False),
            ("meeting", "民主评议", ("visit", "compare"), None, "", False),
            ("notice", "村内公示", ("meeting",), None, "to-include-village", False),
            ("review", "乡镇审核", ("notice",), None, "", False),
            ("decide", "县级审定", ("review",), (15, CALENDAR), "", True),
            ("announce", "公告", ("decide",), None, "included", False),
            ("enter", "录入系统", ("announce",), None, "", False),
        ],
        CLEAR: [
            ("visit", "入户核实", (), None, "", False),
            ("propose", "提出建议名单", ("visit",), None, "", False),
            ("meeting", "民主评议公示", ("propose",), None, "to-clear", False),
            ("review", "审核确认公告", ("meeting",), None, "cleared", True),
            ("mark", "系统标注", ("review",), None, "", False),
        ],
    },
    "liuzhou-2021": {
        IDENTIFY: [
            ("apply", "农户申请", (), (5, WORKING), "", False),
            ("visit", "入户核实", ("apply",), None, "", False),
            ("compare", "财产检索", ("visit",), None, "", False),
            ("meeting", "行政村评议", ("compare",), None, "", False),
            ("notice", "乡镇复核公示", ("meeting",), None, "to-include-township", False),
            ("decide", "县级审定", ("notice",), None, "", True),
            ("enter", "录入系统", ("decide",), None, "", False),
        ],
        CLEAR: [
            ("discuss", "村级商讨研究", (), None, "", False),
            ("visit", "入户核实", ("discuss",), None, "", False),
            ("meeting", "行政村评议", ("visit",), None, "", False),
            ("notice", "乡镇审核公示", ("meeting",), None, "to-clear", False),
            ("decide", "县级审定", ("notice",), None, "", True),
        ],
    },
    "henan-2023": {
        IDENTIFY: [
            ("visit", "入户核实", (), None, "", False),
            ("compare", "信息比对", ("visit",), None, "", False),
            ("meeting", "村级初选（评议）", ("compare",), None, "", False),
            ("notice", "村级初选（公示）", ("meeting",), None, "to-include-village", False),
            ("review", "乡级审核", ("notice",), None, "", False),
            ("decide", "县级审批", ("review",), (15, CALENDAR), "", True),
            ("announce", "结果公告", ("decide",), None, "included", False),
            ("enter", "录入建档", ("announce",), None, "", False),
        ],
        CLEAR: [
            ("propose", "村级提出名单", (), None, "", False),
            ("visit", "入户核实", ("propose",), None, "", False),
            ("meeting", "民主评议公示", ("visit",), None, "to-clear", False),
            ("review", "乡级审核", ("meeting",), None, "", False),
            ("decide", "县级审核确认", ("review",), None, "", True),
            ("announce", "公告、系统标注", ("decide",), None, "cleared", False),
        ],
    },
}
HELPER_LIMIT: tuple[int, str] = (5, WORKING)
MEASURES_LIMITS = {
    "luan-2022": (10, CALENDAR),
    "liuzhou-2021": (10, WORKING),
    "henan-2023": (10, CALENDAR),
}
KINDS = ("to-include-village", "to-include-township", "included", "to-clear", "cleared", "meeting")
IDENTIFYING, REFUSED, HELPING = "识别中", "未纳入", "帮扶中"
CLEARING, CLEARED, REMOVED = "消除中", "已消除", "已清退"


@dataclass
class Standing:
    """What the walk over a case's records comes to."""

    state: str
    clue_on: date | None = None
    since: date | None = None
    included_on: date | None = None
    started_on: date | None = None
    cleared_on: date | None = None
    rolled_back_on: date | None = None
    removed_on: date | None = None
    turn: int = 1  # of clearing
    is_helped: bool = False
    has_measure: bool = False
    open_hits: int = 0
    # (stage, round) → step → (day, result)
    steps: dict[tuple[str, int], dict[str, tuple[date, str]]] = field(default_factory=dict)

    def of(self, stage: str) -> dict[str, tuple[date, str]]:
        """Steps of a stage, in its round in hand."""
        return self.steps.get((stage, 1 if stage == IDENTIFY else self.turn), {})

    def passed(self, stage: str) -> set[str]:
        """Steps that were agreed to."""
        return {key for key, (_, result) in self.of(stage).items() if result == AGREED}


class Book:
    """Records of a village, appended as the story goes."""

    def __init__(self) -> None:
        self.households: dict[int, dict[str, Any]] = {}
        self.cases: dict[int, dict[str, Any]] = {}
        self.notices: dict[int, dict[str, Any]] = {}
        self.measures: list[dict[str, Any]] = []
        self.visits: list[tuple[int, date]] = []
        self.calendar = _published()
        self.said: dict[date, bool] = {}

    # --- records ---------------------------------------------------------------------------------

    def add(self, case_id: int, what: str, on: date, **more: Any) -> None:
        """Append a record to a case."""
        self.cases[case_id]["records"].append({"what": what, "on": on, **more})

    # --- the calendar ----------------------------------------------------------------------------

    def is_worked(self, day: date) -> bool:
        """The clerk's word, else what was published."""
        return self.said.get(day, self.calendar[day])

    def last_day(self, start: date, limit: tuple[int, str]) -> date:
        """The last day of a limit; the day of the event is day 0."""
        count, unit = limit
        day = start
        while count:
            day += ONE_DAY
            if unit == CALENDAR or self.is_worked(day):
                count -= 1
        return day

    def days_gone(self, start: date, today: date, unit: str) -> int:
        """第几天: days since the start, working days where these count."""
        day, gone = start, 0
        while day < today:
            day += ONE_DAY
            gone += unit == CALENDAR or self.is_worked(day)
        return gone

    # --- one case --------------------------------------------------------------------------------

    def is_present(self, household: int) -> bool:
        """Whether the household is on the books."""
        return self.households[household]["left_on"] is None

    def live_cases(self) -> list[int]:
        """Cases of present households."""
        return [key for key, case in self.cases.items() if self.is_present(case["household"])]

    def standing(self, case_id: int) -> Standing:
        """Walk the records."""
        case = self.cases[case_id]
        length = (len(case["records"]), len(self.measures), case["clue_on"])
        if case.get("walked", ())[:3] == length:
            return case["walked"][3]
        now = Standing(IDENTIFYING, case["clue_on"], case["clue_on"])
        for record in case["records"]:
            _follow(now, record, self._decision(case, record))
        if now.included_on is not None:
            now.has_measure = any(
                measure["household"] == case["household"]
                and (measure["case"] == case_id or measure["made_on"] >= now.included_on)
                for measure in self.measures
            )
        case["walked"] = (*length, now)
        return now

    def _belongs(self, measure: dict[str, Any], case_id: int) -> bool:
        """Of the case, or of none and made since the household was taken in."""
        case, taken_on = self.cases[case_id], self.standing(case_id).included_on
        if measure["case"] is not None or measure["household"] != case["household"]:
            return bool(measure["case"] == case_id)
        return taken_on is not None and measure["made_on"] >= taken_on

    @staticmethod
    def _decision(case: dict[str, Any], record: dict[str, Any]) -> bool:
        return record["what"] == "step" and any(
            step[5] and step[0] == record["key"]
            for step in PROCEDURES[case["procedure"]][record["stage"]]
        )

    def in_hand(self, case_id: int) -> list[tuple[str, PlainStep]]:
        """Steps that can be recorded now, in their order."""
        case, now = self.cases[case_id], self.standing(case_id)
        return [
            (stage, step)
            for stage in self._stages(case, now)
            for step in PROCEDURES[case["procedure"]][stage]
            if step[0] not in now.passed(stage) and set(step[2]) <= now.passed(stage)
        ]

    @staticmethod
    def _stages(case: dict[str, Any], now: Standing) -> list[str]:
        if now.state == IDENTIFYING:
            return [IDENTIFY]
        if now.state in {REFUSED, REMOVED}:
            return []
        stages = [IDENTIFY] if case["clue_on"] is not None else []
        if now.state == CLEARING or (now.state == CLEARED and now.of(CLEAR)):
            stages.append(CLEAR)
        return stages

    def dues(self, case_id: int) -> list[tuple[date, str, tuple[int, str], date]]:
        """Every last day that a case waits for: day, what, limit, start of its clock."""
        case, now = self.cases[case_id], self.standing(case_id)
        found: list[tuple[date, str, tuple[int, str], date]] = []
        if now.state in {REFUSED, REMOVED}:
            return found
        if case["clue_on"] is not None:
            for key, name, _, limit, _, _ in PROCEDURES[case["procedure"]][IDENTIFY]:
                if limit is not None and key not in now.passed(IDENTIFY):
                    start = case["clue_on"]
                    found.append((self.last_day(start, limit), name, limit, start))
        if now.state in {HELPING, CLEARING} and now.included_on is not None:
            lacking = [(now.is_helped, "帮扶责任人", HELPER_LIMIT)]
            lacking.append((now.has_measure, "帮扶措施", MEASURES_LIMITS[case["procedure"]]))
            for is_there, name, limit in lacking:
                if not is_there:
                    start = now.included_on
                    found.append((self.last_day(start, limit), name, limit, start))
        return sorted(found, key=lambda each: each[0])

    def needs_reason(self, case_id: int, stage: str, step: PlainStep, on: date) -> bool:
        """Late, or out of order."""
        case, now = self.cases[case_id], self.standing(case_id)
        recorded = now.of(stage)
        for before in step[2]:
            if before not in now.passed(stage) or recorded[before][0] > on:
                return True
        for later in PROCEDURES[case["procedure"]][stage]:
            if step[0] in later[2] and later[0] in recorded and recorded[later[0]][0] < on:
                return True
        return step[3] is not None and on > self.last_day(case["clue_on"], step[3])

    def may_clear(self, case_id: int, on: date) -> bool:
        """Half a year unless natural; a measure carried out; what was found in the house."""
        case, now = self.cases[case_id], self.standing(case_id)
        assert now.included_on is not None
        if not case.get(f"found_{now.turn}"):
            return False
        if case.get("how") == "自然消除":
            return True
        month = now.included_on.month + 6
        year = now.included_on.year + (month > 12)
        earliest = _day_of(year, month - 12 if month > 12 else month, now.included_on.day)
        is_done = any(
            self._belongs(measure, case_id) and measure["done_on"] and measure["done_on"] <= on
            for measure in self.measures
        )
        return on >= earliest and is_done

    # --- notices ---------------------------------------------------------------------------------

    def may_be_listed(self, kind: str) -> set[int]:
        """Cases that a notice of the kind lists of itself."""
        return {key for key in self.live_cases() if self._is_listable(key, kind)}

    def _is_listable(self, case_id: int, kind: str) -> bool:
        case, now = self.cases[case_id], self.standing(case_id)
        if self._was_listed(case_id, kind, now):
            return False
        own = [
            (stage, step)
            for stage, steps in PROCEDURES[case["procedure"]].items()
            for step in steps
            if step[4] == kind
        ]
        if own:
            return own[0] in self.in_hand(case_id)
        if kind == "meeting":
            return self._has_met(case, now)
        if kind == "included":
            return now.state == HELPING and case["clue_on"] is not None
        if kind == "cleared":
            return now.state == CLEARED and bool(now.of(CLEAR))
        return now.state == (CLEARING if kind == "to-clear" else IDENTIFYING)

    @staticmethod
    def _has_met(case: dict[str, Any], now: Standing) -> bool:
        if now.state not in {IDENTIFYING, CLEARING}:
            return False
        stage = IDENTIFY if now.state == IDENTIFYING else CLEAR
        return any(
            "评议" in step[1] and step[0] in now.of(stage)
            for step in PROCEDURES[case["procedure"]][stage]
        )

    def _was_listed(self, case_id: int, kind: str, now: Standing) -> bool:
        """On a notice of this round that hangs or hung, and no objection took it off."""
        for notice in self.notices.values():
            if notice["kind"] != kind or case_id not in notice["cases"]:
                continue
            if notice["withdrawn"] or case_id in notice["upheld"]:
                continue
            begun = now.started_on or now.rolled_back_on
            is_of_clearing = kind in {"to-clear", "cleared", "meeting"}
            if is_of_clearing and begun is not None and notice["starts_on"] < begun:
                continue
            return True
        return False

    # --- counts ----------------------------------------------------------------------------------

    def taken_in(self) -> list[tuple[int, dict[str, Any], Standing]]:
        """Cases of present households that were taken in and not taken out."""
        return [
            (key, self.cases[key], now)
            for key in self.live_cases()
            if (now := self.standing(key)).included_on is not None and now.state != REMOVED
        ]

    def running_households(self) -> set[int]:
        """Households whose risk is not cleared."""
        return {
            case["household"]
            for _, case, now in self.taken_in()
            if now.state in {HELPING, CLEARING}
        }

    def month(self, first: date, last: date) -> tuple[int, int, int]:
        """Taken in, cleared, and open at the last day."""
        new = gone = still = 0
        for _, _, now in self.taken_in():
            assert now.included_on is not None
            new += first <= now.included_on <= last
            gone += now.cleared_on is not None and first <= now.cleared_on <= last
            if now.included_on <= last:
                cleared, back = now.cleared_on, now.rolled_back_on
                is_back = back is not None and cleared is not None and cleared <= back <= last
                still += cleared is None or cleared > last or is_back
        return new, gone, still

    def statistics(self, village: int, first: date, last: date) -> dict[str, str | int]:
        """附件3 columns 8 to 15 of a village."""
        taken = [each for each in self.taken_in() if self._village(each[1]) == village]
        found: dict[str, str | int] = {}
        for key, category in (
            ("new_unstable", "脱贫不稳定户"),
            ("new_marginal", "边缘易致贫户"),
            ("new_sudden", "突发严重困难户"),
        ):
            found[key] = self._households(
                case
                for _, case, now in taken
                if case["category"] == category and _within(now.included_on, first, last)
            )
        found["rolled_back"] = self._households(
            case for _, case, now in taken if _within(now.rolled_back_on, first, last)
        )
        found["to_clear"] = self._households(
            case for _, case, now in taken if _within(now.started_on, first, last)
        )
        found["reidentified"] = self._households(
            case
            for key, case, now in taken
            if _within(now.included_on, first, last) and self._was_cleared_before(key, case, now)
        )
        running = self.running_households()
        ever_cleared = {case["household"] for _, case, now in taken if now.cleared_on}
        found["measures_open_cases"] = sum(
            self._is_of_running(measure) and first <= measure["made_on"] <= last
            for measure in self.measures
            if self._home(measure) == village
        )
        found["measures_lifted"] = sum(
            measure["made_on"].year == first.year
            and measure["household"] not in running
            and (
                self.households[measure["household"]]["lifted"]
                or measure["household"] in ever_cleared
            )
            for measure in self.measures
            if self._home(measure) == village
        )
        return found

    def unvisited(self, first: date, last: date) -> int:
        """Running households that nobody visited in the quarter."""
        seen = {home for home, on in self.visits if first <= on <= last}
        return len(
            {
                case["household"]
                for _, case, now in self.taken_in()
                if now.state in {HELPING, CLEARING} and case["household"] not in seen
            }
        )

    def shown_in_roster(self, household: int) -> tuple[str, date, int, date | None] | None:
        """监测对象类别、识别时间、风险是否消除、消除时间: the running case, else the last one."""
        cases = [each for each in self.taken_in() if each[1]["household"] == household]
        if not cases:
            return None
        _, case, now = max(cases, key=lambda c: (c[2].state != CLEARED, c[2].included_on, c[0]))
        assert now.included_on is not None
        is_cleared = now.state == CLEARED
        return (
            case["category"],
            now.included_on,
            int(is_cleared),
            now.cleared_on if is_cleared else None,
        )

    def _was_cleared_before(self, key: int, case: dict[str, Any], now: Standing) -> bool:
        return any(
            other["household"] == case["household"]
            and other_key != key
            and then.cleared_on is not None
            and now.included_on is not None
            and then.cleared_on <= now.included_on
            for other_key, other, then in self.taken_in()
        )

    def _is_of_running(self, measure: dict[str, Any]) -> bool:
        return any(
            now.state in {HELPING, CLEARING} and self._belongs(measure, key)
            for key, _, now in self.taken_in()
        )

    def _village(self, case: dict[str, Any]) -> int:
        return self.households[case["household"]]["village"]

    def _home(self, measure: dict[str, Any]) -> int | None:
        home = self.households[measure["household"]]
        return home["village"] if home["left_on"] is None else None

    def _households(self, cases: Iterable[dict[str, Any]]) -> str:
        homes = {case["household"] for case in cases}
        return f"{len(homes)}/{sum(self.households[home]['people'] for home in homes)}"


def light(due: date | None, today: date) -> str:
    """The light at a last day: three days or fewer are near."""
    if due is None or (due - today).days > 3:
        return "none"
    return "overdue" if due < today else "near"


def _follow(now: Standing, record: dict[str, Any], is_decision: bool) -> None:  # noqa: FBT001 - a fact
    """What one record changes."""
    on, what = record["on"], record["what"]
    if what == "step":
        _step(now, record, is_decision)
    elif what == "start":
        now.turn = now.turn + 1 if (CLEAR, now.turn) in now.steps else now.turn
        now.steps[CLEAR, now.turn] = {}
        now.state, now.started_on, now.since = CLEARING, on, on
    elif what == "helper":
        now.is_helped = True
    elif what in {"hit", "verdict"}:
        now.open_hits += 1 if what == "hit" else -1
    else:
        _turn(now, record)


def _turn(now: Standing, record: dict[str, Any]) -> None:
    """Into and out of the state."""
    on, what = record["on"], record["what"]
    if what == "taken in":  # before the program kept cases
        now.state, now.included_on, now.since = HELPING, on, on
        if record["cleared_on"]:
            now.state, now.cleared_on = CLEARED, record["cleared_on"]
            now.since = now.cleared_on
    elif what == "refuse":
        now.state, now.since = REFUSED, on
    elif what == "take up":
        now.state, now.since = IDENTIFYING, now.clue_on
    elif what == "stop":
        _stop(now)
    elif what == "roll back":
        now.state, now.rolled_back_on, now.started_on = HELPING, on, None
        now.since = on
    elif what == "remove":
        now.state, now.removed_on, now.started_on = REMOVED, on, None
        now.since = on
    else:
        raise AssertionError(what)


def _step(now: Standing, record: dict[str, Any], is_decision: bool) -> None:  # noqa: FBT001 - a fact
    stage = record["stage"]
    recorded = now.steps.setdefault((stage, 1 if stage == IDENTIFY else now.turn), {})
    if record["result"] == "撤回":
        del recorded[record["key"]]
        return
    recorded[record["key"]] = (record["on"], record["result"])
    if stage == CLEAR and record["result"] == "不同意":
        _stop(now)
    elif is_decision and record["result"] == AGREED:
        if stage == IDENTIFY:
            now.state, now.included_on, now.since = HELPING, record["on"], record["on"]
        else:
            now.state, now.cleared_on, now.since = CLEARED, record["on"], record["on"]


def _stop(now: Standing) -> None:
    now.state, now.started_on = HELPING, None
    now.since = now.rolled_back_on or now.included_on


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _day_of(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _published() -> dict[date, bool]:
    """Each day of 2021 to 2024: Monday to Friday, then days off, then days worked."""
    worked: dict[date, bool] = {}
    day = date(2021, 1, 1)
    while day <= date(2024, 12, 31):
        worked[day] = day.isoweekday() <= 5
        day += ONE_DAY
    for year in _TABLE["year"]:
        for festival in year["festivals"]:
            day = festival["first"]
            while day <= festival["last"]:
                if day in worked:
                    worked[day] = False
                day += ONE_DAY
            worked.update((day, True) for day in festival["worked"] if day in worked)
    return worked
