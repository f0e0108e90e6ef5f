"""template, import, export and tables: what comes in and what goes out."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Protocol

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
from fangfan_desktop.errors import UserError

ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="R.xlsx", help="把同一工作簿写成报告，有问题的格子标出"),
]
TrialOption = Annotated[bool, typer.Option("--dry-run", help="只试运行，不写入")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="工作簿")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个文件")]
PaperOption = Annotated[
    str | None,
    typer.Option("--paper", metavar="P", help="墙上表的纸张：a3、a2、a2-on-a3、a2-on-a4"),
]

NoticeKindOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="公示公告的种类，只用于 export notice：to-include-village、to-include-township、"
        "included、to-clear、cleared、meeting",
    ),
]
_NOTICE, _NOTICE_TITLE = "notice", "公示公告（公开，用 --kind 说明种类）"
_SHOWN = 20  # refusals, and as many warnings; the report has them all
_UNITS = {"households": "户", "people": "人", "lines": "条台账", "rows": "行", "forms": "份表"}


class _Finding(Protocol):
    """What is said of a row, a cell or, in the row of its heading, a column."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def reason(self) -> str: ...


class _Result(Protocol):
    """What the imports have in common."""

    @property
    def refusals(self) -> tuple[_Finding, ...]: ...

    @property
    def warnings(self) -> tuple[_Finding, ...]: ...

    @property
    def refused(self) -> int: ...

    def as_json(self) -> dict[str, Any]: ...


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    template = typer.Typer(help="空白导入表", no_args_is_help=True, rich_markup_mode=None)
    template.command("roster", help="花名册的空白导入表，带下拉选项")(write_template)
    app.add_typer(template, name="template")
    importing = typer.Typer(help="导入工作簿", no_args_is_help=True, rich_markup_mode=None)
    importing.command("roster", help="导入花名册：农户和家庭成员")(take_roster)
    importing.command("form", help="导入填好的排查表")(take_form)
    importing.command("ledger", help="导入附件4整改台账")(take_ledger)
    app.add_typer(importing, name="import")
    app.command("export", help="导出一张表；文件的后缀决定种类")(export)
    app.command("tables", help="列出可以导出的表")(tables)


def write_template(out: OutOption, as_json: JsonOption = False) -> int:
    """Write an empty import workbook."""
    from fangfan_desktop.usecases.roster_template import write_roster_template

    write_roster_template(path=out)
    say(f"空白导入表已写到“{out}”。")
    answer({"file": str(out)}, as_json=as_json)
    return DONE


def take_roster(
    file: FileArgument,
    db: DbOption = None,
    report: ReportOption = None,
    dry_run: TrialOption = False,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take in households and people."""
    from fangfan_desktop.usecases.roster_import import import_roster

    def work(database: Any, progress: Any) -> _Result:
        return import_roster(
            database, path=file, report_path=report, is_trial=dry_run, progress=progress
        )

    return _import(work, db, password_file, as_json=as_json, is_trial=dry_run)


def take_form(
    form: Annotated[str, typer.Argument(metavar="FORM", help="表名，如 household-form")],
    file: FileArgument,
    campaign: CampaignOption = None,
    db: DbOption = None,
    report: ReportOption = None,
    dry_run: TrialOption = False,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take in filled forms."""
    from fangfan_desktop.usecases.choices import chosen_campaign
    from fangfan_desktop.usecases.form_import import take_up_and_import

    def work(database: Any, progress: Any) -> _Result:
        result, new = take_up_and_import(
            database,
            form_key=form,
            campaign_id=chosen_campaign(database, campaign).id,
            path=file,
            report_path=report,
            is_trial=dry_run,
            progress=progress,
        )
        if new:
            say(f"本次排查开始使用“{new}”。")
        return result

    return _import(work, db, password_file, as_json=as_json, is_trial=dry_run)


def take_ledger(
    file: FileArgument,
    campaign: CampaignOption = None,
    db: DbOption = None,
    dry_run: TrialOption = False,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take in ledger lines."""
    from fangfan_desktop.usecases.choices import chosen_campaign
    from fangfan_desktop.usecases.ledger_import import import_ledger

    def work(database: Any, _progress: Any) -> _Result:
        return import_ledger(
            database,
            campaign_id=chosen_campaign(database, campaign).id,
            path=file,
            is_trial=dry_run,
        )

    return _import(work, db, password_file, as_json=as_json, is_trial=dry_run, has_report=False)


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="表名，用 fangfan tables 查")],
    out: OutOption,
    campaign: CampaignOption = None,
    village: VillageOption = None,
    paper: PaperOption = None,
    kind: NoticeKindOption = None,
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a table of the catalogue, or a notice, into a file."""
    if table == _NOTICE:
        if paper is not None:
            raise UserError("--paper 只用于墙上表，公示公告是 A4。")
        return export_notice(out, kind, village, db, password_file, as_json=as_json)
    if kind is not None:
        raise UserError("--kind 只用于公示公告：fangfan export notice --kind 种类 --village 村名。")
    from fangfan_desktop.documents.wall_pdf import WallSize, wall_size
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.choices import chosen_campaign, chosen_village
    from fangfan_desktop.usecases.exports import check_request, export_table

    path = database_path(db)
    with (
        open_database(path, existing_password(path, password_file)) as database,
        TerminalProgress() as progress,
    ):
        chosen = check_request(table, out, database)
        campaign_id = chosen_campaign(database, campaign).id if chosen.needs_campaign else None
        village_id = chosen_village(database, village)[0] if village else None
        result = export_table(
            database,
            table=table,
            path=out,
            campaign_id=campaign_id,
            village_id=village_id,
            wall_size=wall_size(paper) if paper else WallSize.A3,
            progress=progress,
        )
    say(f"{chosen.title}已写到“{out}”，{result.rows} 行。")
    for sentence in result.notes:
        say(sentence)
    answer({"rows": result.rows, "file": str(out)}, as_json=as_json)
    return DONE


def export_notice(
    out: Path,
    kind: str | None,
    village: str | None,
    db: Path | None,
    password_file: Path | None,
    *,
    as_json: bool,
) -> int:
    """Write the notice of all cases that have come to its step; nothing is put up by it.

    A public file: it has the columns of its kind and no more, and is looked through before it
    leaves. With a private number in it nothing is written.
    """
    from fangfan_desktop.domain.notice_rules import NoticeKind, notice_kind
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases import notice_sheets
    from fangfan_desktop.usecases.choices import chosen_village
    from fangfan_desktop.usecases.notice_drafts import NoticeWish

    if kind is None:
        known = "、".join(f"{one.value}（{one.label}）" for one in NoticeKind)
        raise UserError(f"导出公示公告要用 --kind 说明种类：{known}。")
    chosen = notice_kind(kind)
    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        village_id = chosen_village(database, village)[0] if village else None
        notice_sheets.check_whose(chosen, village_id)
        wish = NoticeWish(chosen, village_id)
        draft = notice_sheets.export_notice(database, wish=wish, path=out)
    say(f"{chosen.label}已写到“{out}”，{len(draft.rows)} 户，公示期{draft.period.note}。")
    if draft.paper.gaps:
        say(f"还不知道、印成横线待手填的：{'、'.join(draft.paper.gaps)}。")
    answer(
        {
            "rows": len(draft.rows),
            "file": str(out),
            "kind": chosen.value,
            "title": draft.paper.title_text,
            "starts_on": draft.period.starts_on.isoformat(),
            "ends_on": draft.period.ends_on.isoformat(),
            "gaps": list(draft.paper.gaps),
        },
        as_json=as_json,
    )
    return DONE


def tables(as_json: JsonOption = False) -> int:
    """List the catalogue."""
    from fangfan_desktop.usecases.exports import TABLES

    rows = [{"name": table.name, "title": table.title} for table in TABLES.values()]
    rows.append({"name": _NOTICE, "title": _NOTICE_TITLE})
    answer({"tables": rows}, as_json=as_json, lines=[f"{r['name']}\t{r['title']}" for r in rows])
    return DONE


def _import(
    work: Callable[[Any, Any], _Result],
    db: Path | None,
    password_file: Path | None,
    *,
    as_json: bool,
    is_trial: bool,
    has_report: bool = True,
) -> int:
    from fangfan_desktop.storage.database import open_database

    path = database_path(db)
    with (
        open_database(path, existing_password(path, password_file)) as database,
        TerminalProgress() as progress,
    ):
        result = work(database, progress)
    told = result.as_json()
    _say_result(result, told, most=_SHOWN if has_report else None)
    if is_trial:
        say("这是试运行，没有写入任何数据。")
    answer(told, as_json=as_json)
    return DONE_WITH_FINDINGS if result.refused else DONE


def _say_result(result: _Result, told: dict[str, Any], most: int | None) -> None:
    for key, unit in _UNITS.items():
        if key in told:
            counts = told[key]
            say(
                f"新增 {counts['added']} {unit}，更改 {counts['changed']} {unit}，"
                f"相同 {counts['same']} {unit}。"
            )
    _say_findings("拒收", result.refusals, most)
    _say_findings("提醒", result.warnings, most)


def _say_findings(word: str, findings: Iterable[_Finding], most: int | None) -> None:
    """Refusals or warnings, a line each; where a report has them all, the first ones of many."""
    listed = list(findings)
    for finding in listed[:most]:
        row = f" 第 {finding.row} 行" if finding.row else ""
        value = f"“{_short(finding.value, 40)}”" if finding.value else ""
        place = f"{finding.sheet}{row} {finding.column}{value}".strip()
        say(f"{word}：{place}：{_short(finding.reason, 160)}")
    if most is not None and len(listed) > most:
        say(f"共{word} {len(listed)} 处，这里列出前 {most} 处，用 --report 看全部。")


def _short(text: str, most: int) -> str:
    """What a cell holds or is refused for, in one line of at most so many characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most] + "…"
