"""campaign new and campaign list."""

from typing import Annotated

import typer

from fangfan_desktop.cli.console import DONE, TerminalProgress, answer, say
from fangfan_desktop.cli.options import (
    DbOption,
    JsonOption,
    PasswordFileOption,
    database_path,
    existing_password,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    campaign = typer.Typer(help="排查：新建、列出", no_args_is_help=True, rich_markup_mode=None)
    campaign.command("new", help="新建一次排查，到户排查表自动建好并预填")(new_campaign)
    campaign.command("list", help="列出各次排查")(show_campaigns)
    app.add_typer(campaign, name="campaign")


def new_campaign(
    name: Annotated[str, typer.Option("--name", metavar="N", help="名称，如 2022年集中排查")],
    year: Annotated[int, typer.Option("--year", metavar="Y", help="年度")],
    line: Annotated[str, typer.Option("--line", metavar="YUAN", help="监测范围，元/人·年")],
    income_from: Annotated[str, typer.Option("--income-from", metavar="D", help="收入期起")],
    income_to: Annotated[str, typer.Option("--income-to", metavar="D", help="收入期止")],
    starts: Annotated[str, typer.Option("--starts", metavar="D", help="排查开始")],
    ends: Annotated[str, typer.Option("--ends", metavar="D", help="排查结束")],
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="P", help="参照的方案，带来节点和督导组")
    ] = None,
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Open a campaign."""
    from fangfan_desktop.domain.dates import parse_date
    from fangfan_desktop.domain.money import parse_yuan
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.campaigns import create_campaign

    path = database_path(db)
    days = [parse_date(text) for text in (income_from, income_to, starts, ends)]
    line_fen = parse_yuan(line)
    with (
        open_database(path, existing_password(path, password_file)) as database,
        TerminalProgress() as progress,
    ):
        made = create_campaign(
            database,
            name=name,
            year=year,
            line_fen=line_fen,
            income_from=days[0],
            income_to=days[1],
            starts_on=days[2],
            ends_on=days[3],
            preset=preset,
            progress=progress,
        )
    say(f"已新建排查“{name}”，编号 {made.id}，应排查 {made.households} 户。")
    answer({"id": made.id, "name": name, "households": made.households}, as_json=as_json)
    return DONE


def show_campaigns(
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the campaigns, the newest first."""
    from fangfan_desktop.domain.money import format_yuan
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.campaigns import list_campaigns

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        campaigns = list_campaigns(database)
    rows = [
        {
            "id": campaign.id,
            "name": campaign.name,
            "kind": campaign.kind,
            "year": campaign.year,
            "line": format_yuan(campaign.line_fen),
            "starts": str(campaign.starts_on),
            "ends": str(campaign.ends_on),
            "state": "open" if campaign.is_open else "closed",
        }
        for campaign in campaigns
    ]
    lines = [
        f"{row['id']}\t{row['name']}\t{row['starts']} 至 {row['ends']}\t监测范围 {row['line']} 元"
        f"\t{'进行中' if row['state'] == 'open' else '已结束'}"
        for row in rows
    ]
    if not rows:
        say("还没有排查。用 fangfan campaign new 新建一次。")
    answer({"campaigns": rows}, as_json=as_json, lines=lines)
    return DONE
