"""form new, form list, form show; fill: the county's own workbook, filled with our rows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from fangfan_desktop.forms.form import Field
    from fangfan_desktop.storage.database import Database


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    form = typer.Typer(
        help="表样：从空白表新建、列出、查看", no_args_is_help=True, rich_markup_mode=None
    )
    form.command("new", help="从县里发的空白表（.xlsx、.xls、.docx）新建一张表")(new)
    form.command("list", help="列出各张表")(show_list)
    form.command("show", help="列出一张表的各栏")(show_form)
    app.add_typer(form, name="form")
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


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="空白表（.xlsx、.xls、.docx）")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="表的名称，如 摸底表")],
    year: Annotated[
        int | None, typer.Option("--year", metavar="Y", help="年度；不写则看标题，再取今年")
    ] = None,
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a form of a blank workbook; 1 where columns should be looked at."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.new_form import new_form

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        made = new_form(database, path=file, name=name, year=year)
    form, draft = made.form, made.draft
    new_ones = sum(column.verdict.value == "new" for column in draft.kept)
    say(
        f"已从“{draft.sheet}”新建“{form.name}”（{form.key}，第{made.version}版），"
        f"{len(form.fields)} 栏，其中新栏 {new_ones} 栏。"
    )
    for sentence in draft.warnings:
        say(sentence)
    for column in made.doubtful:
        say(f"请核对“{column.heading}”：认作“{column.field.name}”。{column.note}")
    columns = [
        {**_column(column.field), "verdict": column.verdict.value, "note": column.note}
        for column in draft.kept
    ]
    told = {
        "key": form.key,
        "name": form.name,
        "year": form.year,
        "version": made.version,
        "sheet": draft.sheet,
        "columns": columns,
    }
    answer(told, as_json=as_json)
    return DONE_WITH_FINDINGS if made.doubtful or draft.warnings else DONE


def show_list(
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the forms; without a database those that the program ships."""
    from fangfan_desktop.usecases.office_forms import list_forms

    with _maybe_open(db, password_file) as database:
        entries = list_forms(database)
    forms = [
        {
            "key": entry.form.key,
            "name": entry.form.name,
            "year": entry.form.year,
            "columns": len(entry.form.fields),
            "version": entry.version,
            "own": entry.is_own,
            "retired": entry.is_retired,
            "campaigns": list(entry.campaigns),
        }
        for entry in entries
    ]
    lines = [
        f"{each['key']}\t{each['name']}\t{each['year']}年\t{each['columns']}栏"
        + (f"\t本单位第{each['version']}版" if each["version"] else "")
        + ("\t已停用" if each["retired"] else "")
        for each in forms
    ]
    answer({"forms": forms}, as_json=as_json, lines=lines)
    return DONE


def show_form(
    name: Annotated[str, typer.Argument(metavar="NAME", help="表的名称或键")],
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show the columns of a form."""
    from fangfan_desktop.usecases.forms_reference import kind_words, source_words
    from fangfan_desktop.usecases.office_forms import find_form

    with _maybe_open(db, password_file) as database:
        entry = find_form(database, name)
    form = entry.form
    columns = [_column(field) for field in form.fields]
    told = {
        "key": form.key,
        "name": form.name,
        "year": form.year,
        "version": entry.version,
        "subject": form.subject.value,
        "scope": form.scope,
        "layout": form.layout,
        "title": form.title,
        "source": form.source,
        "columns": columns,
    }
    lines = [f"{form.name}（{form.key}，{form.year}年，{len(form.fields)}栏）"]
    lines += [
        f"{number}\t{field.key}\t{column['heading']}\t{kind_words(field)}\t{source_words(field)}"
        for number, (field, column) in enumerate(zip(form.fields, columns, strict=True), 1)
    ]
    answer(told, as_json=as_json, lines=lines)
    return DONE


def _column(field: "Field") -> dict[str, Any]:
    """A column as JSON tells it."""
    return {
        "key": field.key,
        "heading": " › ".join(text for text in field.headings if text),
        "kind": field.kind.value,
        "source": field.source.value,
        "choices": list(field.choices),
        "required": field.is_required,
        "conditions": [
            {"field": each.field, "values": list(each.values)} for each in field.applies
        ],
    }


def _maybe_open(
    db: Path | None, password_file: Path | None
) -> "AbstractContextManager[Database | None]":
    """The database named, or the program's own; none where that cannot be opened now.

    Shipped forms can be looked at while the window has the office's own file open.
    """
    from contextlib import nullcontext

    from fangfan_desktop.errors import FangfanError
    from fangfan_desktop.storage.database import open_database

    path = database_path(db)
    if db is not None:
        return open_database(path, existing_password(path, password_file))
    if not path.exists():
        return nullcontext()
    try:
        return open_database(path, existing_password(path, password_file))
    except FangfanError as error:
        say(f"{error.sentence}以下只列程序内置的表。")
        return nullcontext()
