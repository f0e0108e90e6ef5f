"""What is shown of one case (个案), as plain values; `case_view.read_case` fills them.

Money is fen; figures a head are fen a head; days are calendar days unless a limit says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fangfan_desktop.domain.case_progress import CaseFacts, CaseState, StepFact
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.case_papers import PaperView


class StepState(StrEnum):
    """Where a step stands; never told by colour alone."""

    DONE = "已完成"
    IN_HAND = "进行中"
    PLANNED = "已安排"  # a day was set, what comes before has not passed
    LATE = "已超时限"  # waits, and its last day has passed or will have
    REFUSED = "不同意"
    RETURNED = "退回"
    WAITING = "未到"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day with its light.

    Attributes:
        due_on: The last day.
        colour: None, near (3 days or fewer) or overdue, as seen on the day of the reading.
        words: 还剩 2 天, 今天到期, 超 3 天.
        note: A sentence where the day falls in a year without a known holiday arrangement.
    """

    due_on: date
    colour: LightColour
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperMark:
    """A paper that a step yields, and whether it is there; None where nobody has said."""

    name: str
    is_present: bool | None
    item_key: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the time line.

    Attributes:
        stage: 识别 or 消除.
        turn: The round, from 1.
        key: Key in the procedure.
        name: As the plan calls it.
        level: 户, 村, 镇 or 县.
        plan_note: A word of the plan about it.
        state: Where it stands.
        fact: What was recorded; None where nothing was.
        day_number: Days from the clue (or the start of the clearing) to the day it was done.
        limit_words: 15天, 5个工作日; "" without a limit.
        deadline: Last day and light of a step that has not passed; None without a limit.
        papers: What it yields, each present or not.
        is_notice: Whether it puts up a notice.
        notice_words: 不少于5天; "" for other steps.
        notice_id: The notice that was put up for it; None while there is none.
        period: First and last day of its notice: as put up, else as planned or expected.
        expected_on: The earliest day that a step not yet done can be done on, worked out from
            the steps before it; None where the stage is not in hand.
        latest_on: The last day that still lets the stage keep its limit, worked out backwards.
        expected_words: 预计 5月19日; 5月20日—5月24日（已超15天时限，请提前）.
        is_decision: Its consent takes in, or clears.
        is_open: Can be recorded now in its turn.
    """

    stage: Stage
    turn: int
    key: str
    name: str
    level: str
    plan_note: str
    state: StepState
    fact: StepFact | None
    day_number: int | None
    limit_words: str
    deadline: Deadline | None
    papers: tuple[PaperMark, ...]
    is_notice: bool
    notice_words: str
    notice_id: int | None
    period: tuple[date, date] | None
    expected_on: date | None
    latest_on: date | None
    expected_words: str
    is_decision: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage, or one round of clearing.

    Attributes:
        stage: 识别 or 消除.
        turn: The round, from 1.
        title: 识别程序 · 六安2022; 风险消除程序（第2次）.
        began_on: The clue's day, or the first day of the clearing; None where not kept.
        clock_words: 第 13 天/15 天 while a limit runs, 超 3 天, 用了 13 天 when decided.
        clock: The light of it; None where no limit runs.
        steps: In the procedure's order.
        is_in_hand: Whether its steps are to be recorded now.
    """

    stage: Stage
    turn: int
    title: str
    began_on: date | None
    clock_words: str
    clock: LightColour | None
    steps: tuple[StepView, ...]
    is_in_hand: bool


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why a household was not taken in; `fault` marks a refusal for reasons that are none."""

    on: date
    reasons: tuple[str, ...]
    note: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit of the asset search; without a verdict nothing can be decided."""

    hit_id: int
    kind: str
    person: str
    detail: str
    found_on: date | None
    verdict: str
    verdict_on: date | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """Income and 三保障 as found in the house, when identified or at a round of clearing.

    Worked-out figures are fen and None where no part of the income was found out;
    `answers` holds 1, 0 or None by the key of the column (housing_safe, …, no_labour).
    """

    finding_id: int
    stage: Stage
    turn: int
    found_on: date
    population: int | None
    line_fen: int | None
    period_from: date | None
    period_to: date | None
    parts_fen: Mapping[str, int | None]
    net_fen: int | None
    net_per_head_fen: int | None
    reference_fen: int | None
    reference_per_head_fen: int | None
    is_above_line: bool | None  # the net income a head
    answers: Mapping[str, int | None]
    remarks: str


@dataclass(frozen=True, slots=True)
class HelperView:
    """A helper (帮扶责任人), or one that is lacking: then `name` is "" and `deadline` is set."""

    is_second: bool
    title: str  # 帮扶责任人; 户籍地责任人 and 安置地责任人 of a relocated household
    name: str
    phone: str
    unit: str
    post: str
    on: date | None
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan (帮扶计划), owed until there is a measure; `gaps` tell what measures leave open."""

    on: date | None
    text: str
    deadline: Deadline | None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure; `deadline` where it is planned and neither done nor stopped."""

    measure_id: int
    kind: str
    detail: str
    content: str
    risk: str
    beneficiary: str
    is_developmental: bool
    owner: str
    department: str
    made_on: date
    planned_until: date | None
    started_on: date | None
    done_on: date | None
    stopped_on: date | None
    amount_fen: int | None
    remarks: str
    state: str
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit."""

    visit_id: int
    visited_on: date
    visitor: str
    found: str
    needs: str
    actions: str


@dataclass(frozen=True, slots=True)
class VisitDuty:
    """Whether the helper has visited in the quarter in hand.

    Attributes:
        words: 2022年第二季度：已走访 1 次; 2022年第二季度：还没有走访.
        is_met: Whether the least was done.
        deadline: The quarter's last day while the visit is owed.
        missed: Earlier quarters without a visit, the oldest first.
    """

    words: str
    is_met: bool
    deadline: Deadline | None
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A line of 为什么还不能纳入 / 消除: met ✓, not met ✗, not yet ○ (None)."""

    words: str
    is_met: bool | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class FormNote:
    """The household's row of a form, told in a line: 刚性支出大 是 · 应纳入 是 · 三保障 均是."""

    campaign_id: int
    campaign: str
    words: str


@dataclass(frozen=True, slots=True)
class LedgerNote:
    """A ledger line about the household."""

    line_id: int
    campaign_id: int
    words: str


@dataclass(frozen=True, slots=True)
class OtherCase:
    """An earlier or later case of the household."""

    case_id: int
    code: str
    state: CaseState
    words: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything else about the household (同户其他信息)."""

    people: tuple[str, ...]
    tags: tuple[str, ...]
    forms: tuple[FormNote, ...]
    ledger: tuple[LedgerNote, ...]
    last_visit: str
    cases: tuple[OtherCase, ...]


class CaseAction(StrEnum):
    """What may be done with the case now, as menus call it; steps stand in the time line."""

    REFUSE = "暂不纳入…"
    TAKE_UP = "重新启动识别"
    START_CLEARING = "启动消除…"
    STOP_CLEARING = "终止消除…"
    ROLL_BACK = "回退…"
    REMOVE_WRONG = "清退…"
    IDENTIFY_ANEW = "重新识别…"
    CORRECT_CLUE = "修改线索…"
    REMOVE_CASE = "删除误录线索"


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything of one case.

    Attributes:
        today: The day that lights and forecasts were worked out for.
        head: Name of the head of the household.
        household_type: 脱贫户, 监测户 or 一般农户.
        category: Of the identification, else what the clue may come to; "" where not known.
        is_included: Whether `category` is decided, and not 拟.
        ended_words: Day and reason of what ended it: 已消除 2022-12-05（帮扶消除）…; "" while open.
        facts: Days and steps, for `domain.case_progress`.
        corrections: The office's own working days, for the same.
        main_step: The step that the main button completes; None where none waits.
    """

    case_id: int
    code: str
    today: date
    household_id: int
    household_code: str
    head: str
    village_id: int
    village: str
    group: str
    people: int
    household_type: str
    category: str
    is_included: bool
    is_unmoved: bool | None
    state: CaseState
    state_note: str  # 回退后继续帮扶, 重新识别
    ended_words: str
    clue_on: date | None
    clue_source: str
    clue_note: str
    remarks: str
    procedure: Procedure
    facts: CaseFacts
    corrections: Mapping[date, bool]
    included_on: date | None
    cleared_on: date | None
    cleared_how: str
    stages: tuple[StageView, ...]
    main_step: StepView | None
    risks: tuple[Risk, ...]
    refusal: RefusalView | None
    hits: tuple[HitView, ...]
    findings: tuple[FindingView, ...]
    helpers: tuple[HelperView, ...]
    plan: PlanView
    measures: tuple[MeasureView, ...]
    visits: tuple[VisitView, ...]
    visit_duty: VisitDuty | None
    papers: tuple[PaperView, ...]
    conditions_title: str  # 为什么还不能纳入, 为什么还不能消除, "" where neither is asked
    conditions: tuple[ConditionLine, ...]
    around: Surroundings
    actions: tuple[CaseAction, ...]

    @property
    def identified(self) -> FindingView | None:
        """What was found when identified."""
        return next((f for f in self.findings if f.stage is Stage.IDENTIFY), None)

    @property
    def clearing(self) -> FindingView | None:
        """What was found at the last round of clearing."""
        found = [f for f in self.findings if f.stage is Stage.CLEAR]
        return max(found, key=lambda f: f.turn, default=None)

    def step(self, stage: Stage, key: str) -> StepView | None:
        """A step of the last round of a stage."""
        for view in reversed(self.stages):
            if view.stage is stage:
                return next((step for step in view.steps if step.key == key), None)
        return None
