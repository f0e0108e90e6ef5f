"""case list and case show: monitoring cases, for people and as JSON."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fangfan_desktop.cli.console import DONE, answer, say
from fangfan_desktop.cli.options import (
    DbOption,
    JsonOption,
    PasswordFileOption,
    VillageOption,
    database_path,
    existing_password,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fangfan_desktop.domain.case_progress import CaseState
    from fangfan_desktop.usecases.case_list import CaseLine


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    case = typer.Typer(help="监测对象个案：列出、查看", no_args_is_help=True, rich_markup_mode=None)
    case.command("list", help="列出个案，等得最久的在前")(show_list)
    case.command("show", help="查看一个个案")(show_case)
    app.add_typer(case, name="case")


def show_list(
    village: VillageOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="S",
            help="识别中、未纳入、帮扶中、消除中、已消除、已清退；未消除是帮扶中加消除中",
        ),
    ] = None,
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the cases, the longest wait first."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.case_list import CaseFilter, count_people, matching, read_cases
    from fangfan_desktop.usecases.choices import chosen_village

    states = _states(state)
    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        village_id = chosen_village(database, village)[0] if village else None
        book = read_cases(database)
    found = matching(book.lines, CaseFilter(states=states, village_id=village_id))
    households, people = count_people(found)
    say(f"共 {len(found)} 个个案，{households} 户 {people} 人。" if found else "没有这样的个案。")
    told = {
        "cases": [case_told(line) for line in found],
        "count": len(found),
        "households": households,
        "people": people,
    }
    answer(told, as_json=as_json, lines=_table(found))
    return DONE


def show_case(
    code: Annotated[str, typer.Argument(metavar="CODE", help="个案编号，如 2022-0031")],
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show one case with its steps."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.case_list import case_steps, find_line

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        line = find_line(database, code)
        steps = case_steps(database, case_id=line.case_id)
    told = {
        **case_told(line),
        "recorded": [
            {
                "stage": step.fact.stage.value,
                "round": step.fact.round,
                "key": step.fact.key,
                "name": step.name,
                "planned": _day(step.fact.planned_on),
                "done": _day(step.fact.done_on),
                "result": step.fact.result,
                "reason": step.fact.reason,
                "late_reason": step.fact.late_reason,
                "done_by": step.fact.done_by,
                "note": step.fact.note,
            }
            for step in steps
        ],
    }
    lines = _facts(line)
    for step in steps:
        day = step.fact.done_on or step.fact.planned_on
        how = step.fact.result or ("安排" if step.fact.planned_on else "未办")
        words = [step.fact.stage.label, step.name, str(day or ""), how, step.fact.reason]
        lines.append("\t".join(words).rstrip())
    answer(told, as_json=as_json, lines=lines)
    return DONE


def case_told(line: "CaseLine") -> dict[str, Any]:
    """A case as JSON tells it: days as ISO text, null where it has not come to that."""
    from fangfan_desktop.domain.risks import parse_risks

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


def _states(text: str | None) -> "frozenset[CaseState]":
    from fangfan_desktop.domain.case_progress import CaseState
    from fangfan_desktop.errors import UserError
    from fangfan_desktop.usecases.case_list import RUNNING_WORD, states_named

    if text is None:
        return frozenset()
    try:
        return states_named(text.strip())
    except ValueError as error:
        words = "、".join([*(state.value for state in CaseState), RUNNING_WORD])
        raise UserError(f"没有“{text}”这个状态。状态有：{words}。") from error


def _table(lines: "Sequence[CaseLine]") -> list[str]:
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


def _facts(line: "CaseLine") -> list[str]:
    pairs = (
        ("个案", f"{line.code}  {line.state_words()}"),
        (
            "农户",
            f"{line.place} {line.head_name}户 {line.people}人（户编号 {line.household_code}）",
        ),
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
    return [f"{name}\t{words}" for name, words in pairs if words]


def _day(day: "date | None") -> str | None:
    return None if day is None else day.isoformat()
