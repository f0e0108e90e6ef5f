"""Procedures (程序) of taking in and clearing: steps, who, papers, limits, notice days, as data.

A procedure is one TOML text (`resources/procedures`, or the office's own version). Limits count
from the day of an event, which is day 0; in working days (工作日) or calendar days (天).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fangfan_desktop.errors import UserError

CLUE = "clue"  # limits may count from the clue, from being taken in, from a step of the stage
INCLUDED = "included"
STAGE_START = "start"  # first day of the stage: the clue, or the start of the clearing


class Stage(StrEnum):
    """The two halves of a case that have steps."""

    IDENTIFY = "identify"
    CLEAR = "clear"

    @property
    def label(self) -> str:
        """识别程序 or 风险消除程序."""
        return "识别程序" if self is Stage.IDENTIFY else "风险消除程序"


class DayUnit(StrEnum):
    """What a limit counts."""

    WORKING = "工作日"
    CALENDAR = "天"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days since an event: `clue`, `included`, `start`, or a step's key."""

    days: int
    unit: DayUnit
    since: str = CLUE

    @property
    def words(self) -> str:
        """15天, 5个工作日."""
        return f"{self.days}{'个' if self.unit is DayUnit.WORKING else ''}{self.unit.value}"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A notice that a step puts up: its kind (as on the command line) and the least days."""

    kind: str
    days: int = 5
    unit: DayUnit = DayUnit.CALENDAR


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: Lasting name inside its stage.
        name: As the plan calls it.
        level: Who does it: 户, 村, 镇 or 县.
        after: Keys of the steps that come before; empty for the first.
        papers: Names of the papers that it yields.
        limit: By when it has to be done; None where the plan names none.
        notice: The notice that is this step, if it is one.
        is_decision: Its consent takes the household in, or clears it.
        note: A word of the plan about it.
    """

    key: str
    name: str
    level: str
    after: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    limit: Limit | None = None
    notice: NoticeRule | None = None
    is_decision: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """All of one place's and year's procedure.

    Attributes:
        key: Lasting name.
        name: For people: 六安2022.
        year: First year that it holds for.
        regions: Beginnings of place codes where it is the usual one.
        source: The document.
        identify: Steps of taking in, in order.
        clear: Steps of clearing, in order.
        helper: Limit for the helper; since being taken in.
        measures: Limit for plan and measures; since being taken in.
        visit_months: The helper visits at least once in so many months.
        clear_after_months: Not cleared before, natural clearing aside; 0 for no such rule.
        term: What the households are called: 监测对象, 防止返贫致贫对象.
        note: What else the clerk should know.
    """

    key: str
    name: str
    year: int
    regions: tuple[str, ...]
    source: str
    identify: tuple[Step, ...]
    clear: tuple[Step, ...]
    helper: Limit
    measures: Limit
    visit_months: int = 3
    clear_after_months: int = 6
    term: str = "监测对象"
    note: str = ""

    def steps(self, stage: Stage) -> tuple[Step, ...]:
        """The steps of a stage, in order."""
        return self.identify if stage is Stage.IDENTIFY else self.clear

    def step(self, stage: Stage, key: str) -> Step:
        """The step of that key.

        Raises:
            UserError: the procedure has no such step.
        """
        for step in self.steps(stage):
            if step.key == key:
                return step
        raise UserError(f"“{self.name}”的{stage.label}里没有这一步，请刷新后再试。")

    def decision(self, stage: Stage) -> Step:
        """The step whose consent decides the stage."""
        return next(step for step in self.steps(stage) if step.is_decision)


def parse_procedure(text: str) -> Procedure:
    """The procedure in a TOML text.

    Raises:
        UserError: the text cannot be read or does not hold together; the sentence says where.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"程序的定义读不出来：{error}。") from error
    try:
        return _procedure(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"程序的定义不完整，缺少或写错了 {error}。") from error


def check_procedure(procedure: Procedure) -> tuple[str, ...]:
    """What is wrong with a procedure that an office edited; empty when all holds together."""
    found: list[str] = []
    if not procedure.name.strip():
        found.append("请给程序取一个名称。")
    for stage in Stage:
        steps = procedure.steps(stage)
        found += _stage_faults(stage, steps)
    for limit, words in ((procedure.helper, "帮扶责任人"), (procedure.measures, "帮扶措施")):
        if limit.days < 1:
            found.append(f"落实{words}的时限要大于0。")
    return tuple(found)


def definition_text(procedure: Procedure) -> str:
    """The TOML text of a procedure; `parse_procedure` reads it back the same."""
    lines = [
        f"key = {_quoted(procedure.key)}",
        f"name = {_quoted(procedure.name)}",
        f"year = {procedure.year}",
        f"regions = {_listed(procedure.regions)}",
        f"source = {_quoted(procedure.source)}",
        f"term = {_quoted(procedure.term)}",
        f"note = {_quoted(procedure.note)}",
        f"visit_months = {procedure.visit_months}",
        f"clear_after_months = {procedure.clear_after_months}",
        f"helper = {_limit_text(procedure.helper)}",
        f"measures = {_limit_text(procedure.measures)}",
    ]
    for stage in Stage:
        for step in procedure.steps(stage):
            lines += ["", f"[[{stage.value}]]", *_step_lines(step)]
    return "\n".join(lines) + "\n"


def _stage_faults(stage: Stage, steps: Sequence[Step]) -> list[str]:
    found: list[str] = []
    if not steps:
        return [f"{stage.label}至少要有一步。"]
    if sum(step.is_decision for step in steps) != 1:
        found.append(f"{stage.label}要有且只有一步是“审定”（由它纳入或消除）。")
    known: set[str] = set()
    for step in steps:
        if not step.name.strip():
            found.append(f"{stage.label}里有一步没有名称。")
        if step.key in known:
            found.append(f"{stage.label}里“{step.name}”的代号重复。")
        if set(step.after) - known:
            found.append(f"{stage.label}里“{step.name}”排在了它要等的步骤前面。")
        known.add(step.key)
        if step.limit is not None and step.limit.days < 1:
            found.append(f"“{step.name}”的时限要大于0。")
        if step.notice is not None and step.notice.days < 1:
            found.append(f"“{step.name}”的公示天数要大于0。")
    return found


def _procedure(data: Mapping[str, Any]) -> Procedure:
    return Procedure(
        key=data["key"],
        name=data["name"],
        year=int(data["year"]),
        regions=tuple(data.get("regions", ())),
        source=data.get("source", ""),
        identify=_steps(data["identify"]),
        clear=_steps(data["clear"]),
        helper=_limit(data["helper"], INCLUDED),
        measures=_limit(data["measures"], INCLUDED),
        visit_months=int(data.get("visit_months", 3)),
        clear_after_months=int(data.get("clear_after_months", 6)),
        term=data.get("term", "监测对象"),
        note=data.get("note", ""),
    )


def _steps(rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for row in rows:
        before = (steps[-1].key,) if steps else ()
        notice = row.get("notice")
        limit = row.get("limit")
        steps.append(
            Step(
                key=row["key"],
                name=row["name"],
                level=row["level"],
                after=tuple(row["after"]) if "after" in row else before,
                papers=tuple(row.get("papers", ())),
                limit=None if limit is None else _limit(limit, CLUE),
                notice=None
                if notice is None
                else NoticeRule(
                    notice["kind"], int(notice.get("days", 5)), DayUnit(notice.get("unit", "天"))
                ),
                is_decision=bool(row.get("is_decision", False)),
                note=row.get("note", ""),
            )
        )
    return tuple(steps)


def _limit(row: Mapping[str, Any], since: str) -> Limit:
    return Limit(int(row["days"]), DayUnit(row["unit"]), row.get("since", since))


def _step_lines(step: Step) -> list[str]:
    lines = [
        f"key = {_quoted(step.key)}",
        f"name = {_quoted(step.name)}",
        f"level = {_quoted(step.level)}",
        f"after = {_listed(step.after)}",
        f"papers = {_listed(step.papers)}",
    ]
    if step.limit is not None:
        lines.append(f"limit = {_limit_text(step.limit)}")
    if step.notice is not None:
        notice = step.notice
        lines.append(
            f"notice = {{ kind = {_quoted(notice.kind)}, days = {notice.days},"
            f" unit = {_quoted(notice.unit.value)} }}"
        )
    if step.is_decision:
        lines.append("is_decision = true")
    return [*lines, f"note = {_quoted(step.note)}"]


def _limit_text(limit: Limit) -> str:
    return (
        f"{{ days = {limit.days}, unit = {_quoted(limit.unit.value)},"
        f" since = {_quoted(limit.since)} }}"
    )


def _listed(words: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(word) for word in words) + "]"


def _quoted(words: str) -> str:
    """A basic TOML string."""
    out = words.replace("\\", "\\\\").replace('"', '\\"')
    escaped = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"'
        + "".join(
            escaped.get(
                sign, f"\\u{ord(sign):04X}" if ord(sign) < ord(" ") or sign == "\x7f" else sign
            )
            for sign in out
        )
        + '"'
    )
