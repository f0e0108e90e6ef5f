"""case list and case show: monitoring cases, for people and as JSON."""

from typing import TYPE_CHECKING, Annotated

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
    from fangfan_desktop.domain.case_progress import CaseState


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
    from fangfan_desktop.cli.case_told import line_told, table_lines
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
        "cases": [line_told(line) for line in found],
        "count": len(found),
        "households": households,
        "people": people,
    }
    answer(told, as_json=as_json, lines=table_lines(found))
    return DONE


def show_case(
    code: Annotated[str, typer.Argument(metavar="CODE", help="个案编号，如 2022-0031")],
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show one case with its steps."""
    from fangfan_desktop.cli.case_told import view_lines, view_told
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.case_list import find_line
    from fangfan_desktop.usecases.case_view import read_case

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        line = find_line(database, code)
        view = read_case(database, case_id=line.case_id)
    answer(view_told(line, view), as_json=as_json, lines=view_lines(line, view))
    return DONE


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
