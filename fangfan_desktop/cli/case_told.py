"""A case as the command line tells it: lines to read, and JSON with English keys."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.usecases.case_lines import CaseView, FindingView, StageView, StepView
from fangfan_desktop.usecases.case_list import CaseLine

_MET = {True: "✓", False: "✗", None: "○"}


def line_told(line: CaseLine) -> dict[str, Any]:
    """A case of the list: days as ISO text, null where it has not come to that."""
    wait = line.wait
    return {
        "code": line.code,
        "state": line.state.value,
        "village": line.village,
        "group": line.group,
        "household": line.household_code,
        "head_name": line.head_name,
        "people": line.people,
        "category": line.category,
        "risks": [risk.name for risk in parse_risks(line.risks)],
        "source": line.clue_source,
        "procedure": line.procedure,
        "clue": _day(line.clue_on),
        "included": _day(line.included_on),
        "clearing_started": _day(line.clearing_started_on),
        "cleared": _day(line.cleared_on),
        "cleared_how": line.cleared_how if line.cleared_on else "",
        "rolled_back": _day(line.rolled_back_on),
        "removed": _day(line.removed_on),
        "refused": _day(line.refused_on),
        "refusal_mark": line.refusal_mark,
        "reidentified": line.is_again,
        "steps": [
            {"stage": step.stage.value, "key": step.key, "name": step.name} for step in line.steps
        ],
        "due": _day(line.due_on),
        "due_for": wait.what if wait else "",
        "days_left": wait.light.days_left if wait else None,
        "light": line.light.value,
        "helper": line.helper_name,
        "missing": list(line.missing),
    }


def view_told(line: CaseLine, view: CaseView) -> dict[str, Any]:
    """All of a case: what the list tells of it, and the rest of its page."""
    refusal = view.refusal
    return {
        **line_told(line),
        "risk_details": [
            {"name": risk.name, "detail": risk.detail, "remark": risk.remark} for risk in view.risks
        ],
        "clue_note": view.clue_note,
        "stages": [_stage_told(stage) for stage in view.stages],
        "refusal": refusal
        and {"reasons": list(refusal.reasons), "note": refusal.note, "mark": refusal.fault},
        "hits": [
            {
                "kind": hit.kind,
                "person": hit.person,
                "detail": hit.detail,
                "found": _day(hit.found_on),
                "verdict": hit.verdict,
            }
            for hit in view.hits
        ],
        "findings": [_finding_told(finding) for finding in view.findings],
        "helpers": [
            {"title": each.title, "name": each.name, "unit": each.unit, "since": _day(each.on)}
            for each in view.helpers
            if each.name
        ],
        "plan": {"made": _day(view.plan.on), "text": view.plan.text},
        "measures": [
            {
                "kind": each.kind,
                "detail": each.detail,
                "content": each.content,
                "risk": each.risk,
                "developmental": each.is_developmental,
                "department": each.department,
                "owner": each.owner,
                "made": _day(each.made_on),
                "planned": _day(each.planned_until),
                "done": _day(each.done_on),
                "amount": None if each.amount_fen is None else format_yuan(each.amount_fen),
                "state": each.state,
            }
            for each in view.measures
        ],
        "visits": [
            {"day": _day(each.visited_on), "visitor": each.visitor, "found": each.found}
            for each in view.visits
        ],
        "papers": [
            {"key": each.item_key, "name": each.name, "present": each.is_present}
            for each in view.papers
        ],
        "conditions": [
            {"words": each.words, "met": each.is_met, "source": each.source}
            for each in view.conditions
        ],
    }


def view_lines(line: CaseLine, view: CaseView) -> list[str]:
    """All of a case for people, one fact a line."""
    lines = [f"{name}\t{words}" for name, words in _facts(line) if words]
    for stage in view.stages:
        clock = f"（{stage.clock_words}）" if stage.clock_words else ""
        lines += ["", f"{stage.title}{clock}", *(_step_line(step) for step in stage.steps)]
    if view.conditions:
        lines += ["", view.conditions_title]
        for each in view.conditions:
            source = f"（{each.source}）" if each.source else ""
            lines.append(f"{_MET[each.is_met]} {each.words}{source}")
    if view.measures:
        lines += ["", "帮扶措施"]
        lines += [
            "\t".join(filter(None, (each.kind, each.content, each.department, each.state)))
            for each in view.measures
        ]
    if view.visits:
        lines += ["", "走访"]
        lines += [
            "\t".join(filter(None, (str(each.visited_on), each.visitor, each.found)))
            for each in view.visits
        ]
    return lines


def table_lines(lines: Sequence[CaseLine]) -> list[str]:
    """The list for people, a case a line."""
    return [
        "\t".join(
            (
                line.code,
                line.state_words(),
                line.place,
                line.head_name,
                f"{line.people}人",
                line.category or "类别未定",
                "、".join(step.title for step in line.steps),
                f"{line.wait.what} {line.wait.words}" if line.wait else "",
            )
        ).rstrip()
        for line in lines
    ]


def _stage_told(stage: StageView) -> dict[str, Any]:
    return {
        "stage": stage.stage.value,
        "round": stage.turn,
        "title": stage.title,
        "began": _day(stage.began_on),
        "in_hand": stage.is_in_hand,
        "steps": [_step_told(step) for step in stage.steps],
    }


def _step_told(step: StepView) -> dict[str, Any]:
    fact, deadline = step.fact, step.deadline
    return {
        "key": step.key,
        "name": step.name,
        "level": step.level,
        "state": step.state.value,
        "open": step.is_open,
        "planned": _day(fact.planned_on) if fact else None,
        "done": _day(fact.done_on) if fact else None,
        "result": fact.result if fact else None,
        "reason": fact.reason if fact else "",
        "late_reason": fact.late_reason if fact else "",
        "done_by": fact.done_by if fact else "",
        "note": fact.note if fact else "",
        "limit": step.limit_words,
        "due": _day(deadline.due_on) if deadline else None,
        "light": deadline.colour.value if deadline else "none",
        "papers": [{"name": each.name, "present": each.is_present} for each in step.papers],
    }


def _finding_told(found: FindingView) -> dict[str, Any]:
    return {
        "stage": found.stage.value,
        "round": found.turn,
        "day": _day(found.found_on),
        "population": found.population,
        "line": None if found.line_fen is None else format_yuan(found.line_fen),
        "net_per_head": None
        if found.net_per_head_fen is None
        else format_yuan(found.net_per_head_fen),
        "reference_per_head": None
        if found.reference_per_head_fen is None
        else format_yuan(found.reference_per_head_fen),
        **found.answers,
    }


def _step_line(step: StepView) -> str:
    fact = step.fact
    parts = [f"{step.name}（{step.level}）", step.state.value]
    if fact is not None and fact.done_on is not None:
        parts += [str(fact.done_on), fact.result or "", fact.reason, fact.late_reason]
    else:
        parts += [step.expected_words, step.deadline.words if step.deadline else ""]
    return "\t".join(part for part in parts if part)


def _facts(line: CaseLine) -> tuple[tuple[str, str | None], ...]:
    return (
        ("个案", f"{line.code}  {line.state_words()}"),
        ("农户", f"{line.place} {line.head_name}户 {line.people}人"),
        ("户编号", line.household_code),
        ("类别", line.category or "未定"),
        ("风险", line.risks or "未填"),
        ("线索", f"{_day(line.clue_on) or '（程序使用前已纳入）'} {line.clue_source}".rstrip()),
        ("程序", line.procedure),
        ("纳入", _day(line.included_on)),
        ("启动消除", _day(line.clearing_started_on)),
        ("消除", _day(line.cleared_on)),
        ("回退", _day(line.rolled_back_on)),
        ("清退", _day(line.removed_on)),
        ("不纳入", _day(line.refused_on)),
        ("提请注意", line.refusal_mark),
        ("帮扶责任人", line.helper_name),
        ("待办", "、".join(step.title for step in line.steps)),
        ("时限", f"{line.wait.what} {line.due_on} {line.wait.words}" if line.wait else ""),
        ("缺", "、".join(line.missing)),
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
