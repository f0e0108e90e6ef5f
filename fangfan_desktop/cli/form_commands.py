"""fill: the county's own workbook, filled with our rows."""

from pathlib import Path
from typing import Annotated

import typer

from fangfan_desktop.cli.console import DONE, DONE_WITH_FINDINGS, TerminalProgress, answer, say
from fangfan_desktop.cli.options import (
    CampaignOption,
    DbOption,
    JsonOption,
    PasswordFileOption,
    VillageOption,
    database_path,
    existing_password,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("fill", help="把排查数据填进县里发的 .xlsx，版式不变")(fill)


def fill(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="县里发的空白工作簿（.xlsx）")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个 .xlsx")],
    campaign: CampaignOption = None,
    village: VillageOption = None,
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write their workbook filled; 1 where columns stay empty."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.choices import chosen_campaign, chosen_village
    from fangfan_desktop.usecases.fill_county_workbook import fill_county_workbook

    path = database_path(db)
    with (
        open_database(path, existing_password(path, password_file)) as database,
        TerminalProgress() as progress,
    ):
        result = fill_county_workbook(
            database,
            source=file,
            target=out,
            campaign_id=chosen_campaign(database, campaign).id,
            village_id=chosen_village(database, village)[0] if village else None,
            progress=progress,
        )
    say(f"已按“{result.form}”填了 {result.rows} 行，写到“{out}”。")
    for sentence in result.notes:
        say(sentence)
    if result.unmatched:
        names = "、".join(f"“{heading}”" for heading in result.unmatched)
        say(f"有 {len(result.unmatched)} 栏没有对应的内容，留空：{names}。")
    told = {
        "rows": result.rows,
        "file": str(out),
        "form": result.form,
        "unmatched": list(result.unmatched),
    }
    answer(told, as_json=as_json)
    return DONE_WITH_FINDINGS if result.unmatched else DONE
