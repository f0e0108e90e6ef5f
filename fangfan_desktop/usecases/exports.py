"""Exports: every table of the catalogue as a file.

An export reads from a snapshot of the database, so that typing goes on while it runs, and the file
appears whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.documents.wall_pdf import WallSize, wall_sheet, write_wall
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.register_rules import PUBLIC_REGISTERS, WALL_TABLE
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases import archive, export_sheets, focus_groups, register_sheets
from fangfan_desktop.usecases.campaign_forms import list_used_forms
from fangfan_desktop.usecases.further_form_sheets import further_form_sheets
from fangfan_desktop.usecases.office_forms import list_forms
from fangfan_desktop.usecases.public_files import write_public

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the catalogue.

    Attributes:
        name: on the command line.
        title: as papers call it.
        endings: file endings that it can be written as.
        needs_campaign: whether it belongs to a campaign.
        sheets: makes the sheets, given a session, the campaign and the village (None: all).
        blank: likewise without answers, to be filled in by hand; None where there is no such paper.
        is_public: hangs on a wall for everybody to see: large letters, looked through for private
            numbers before it leaves.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    needs_campaign: bool
    sheets: Callable[[Session, int | None, int | None], list[Sheet]]
    blank: Callable[[Session, int | None, int | None], list[Sheet]] | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written; `notes` are sentences for the user, such as characters no font has."""

    rows: int
    file: Path
    notes: tuple[str, ...] = ()


_BOTH = (".xlsx", ".pdf")
_FURTHER = {
    "check-monitored": "监测户情况核查表",
    "check-lifted": "未纳入监测对象的脱贫户情况核查表",
    "check-general": "一般农户情况核查表",
    "visit-check": "实地入户核查表",
    "lookback-check": "集中排查“回头看”检查表",
}


_REGISTERS = (
    ("monitored-register", "防止返贫监测和帮扶对象名册", register_sheets.monitored_register),
    (WALL_TABLE, "防贫监测对象帮扶工作信息一览表", register_sheets.wall_table),
    ("measures-ledger", "帮扶措施台账", register_sheets.measures_ledger),
    ("department-tasks", "帮扶任务清单（按部门）", register_sheets.department_tasks),
    ("eight-groups", "八类人员台账", focus_groups.eight_groups),
    ("archive-checklist", "村级档案清单", archive.archive_checklist),
)


def _form_table(key: str, name: str) -> Table:
    """The entry of a household or village form, shipped or the office's own."""

    def sheets(session: Session, campaign_id: int | None, village_id: int | None) -> list[Sheet]:
        return further_form_sheets(session, key, campaign_id, village_id)

    def blank(session: Session, campaign_id: int | None, village_id: int | None) -> list[Sheet]:
        return further_form_sheets(session, key, campaign_id, village_id, is_blank=True)

    return Table(key, name, _BOTH, needs_campaign=True, sheets=sheets, blank=blank)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "household-form",
            "附件1 到户排查表",
            _BOTH,
            needs_campaign=True,
            sheets=export_sheets.household_form,
            blank=partial(export_sheets.household_form, is_blank=True),
        ),
        Table("village-form", "附件2 村级排查表", _BOTH, True, export_sheets.village_form),
        Table("statistics", "附件3 情况统计表", _BOTH, True, export_sheets.statistics),
        Table("ledger", "附件4 问题整改台账", _BOTH, True, export_sheets.ledger),
        Table("roster", "农户花名册", _BOTH, False, export_sheets.roster),
        *(_form_table(key, name) for key, name in _FURTHER.items()),
        *(
            Table(key, title, _BOTH, False, sheets, is_public=key in PUBLIC_REGISTERS)
            for key, title, sheets in _REGISTERS
        ),
    )
}


def list_tables(database: Database, *, campaign_id: int | None) -> list[Table]:
    """The catalogue, and the office's own forms that the campaign uses.

    Check tables of the catalogue that it does not use are made to be filled in by hand.
    """
    tables = list(TABLES.values())
    if campaign_id is None:
        return tables
    used = [one.form for one in list_used_forms(database, campaign_id=campaign_id)]
    return [*tables, *(_form_table(form.key, form.name) for form in used if form.key not in TABLES)]


def find_table(name: str, database: Database | None = None) -> Table:
    """The table of that name: of the catalogue, or one of the office's own forms.

    Raises:
        UserError: there is no such table.
    """
    if name in TABLES:
        return TABLES[name]
    own = [] if database is None else [e.form for e in list_forms(database) if e.is_own]
    for form in own:
        if name in {form.key, form.name}:
            return _form_table(form.key, form.name)
    names = "、".join([*TABLES, *(form.key for form in own)])
    raise UserError(f"没有名为“{name}”的表。可以导出：{names}。")


def check_request(table: str, path: Path, database: Database | None = None) -> Table:
    """The table of the catalogue or of the office, if it can be written as that kind of file.

    Raises:
        UserError: there is no such table, or it has no such kind of file.
    """
    chosen = find_table(table, database)
    if path.suffix.lower() not in chosen.endings:
        raise UserError(
            f"{chosen.title}只能导出为 {'、'.join(chosen.endings)}，请改文件名“{path.name}”的后缀。"
        )
    return chosen


def export_table(  # noqa: PLR0913 - what a page and the command line say of an export
    database: Database,
    *,
    table: str,
    path: Path,
    campaign_id: int | None = None,
    village_id: int | None = None,
    is_blank: bool = False,
    wall_size: WallSize = WallSize.A3,
    progress: Progress | None = None,
) -> ExportResult:
    """Write a table into a file.

    Args:
        database: the open database.
        table: name in the catalogue, or key of one of the office's own forms.
        path: the file; its ending chooses the kind.
        campaign_id: the campaign, where the table belongs to one.
        village_id: only that village; all villages where None.
        is_blank: without answers, to be filled in by hand.
        wall_size: the paper of a table that hangs on a wall.
        progress: told (rows done, rows in all, what is being done).

    Raises:
        UserError: unknown table, kind of file, campaign or village, no such blank paper, or a
            private number in a table for everybody.
        OutsideError: the file cannot be written; an older one is still there.
    """
    chosen = check_request(table, path, database)
    report = progress or _silent
    make = chosen.blank if is_blank else chosen.sheets
    if make is None:
        raise UserError(f"{chosen.title}没有空白表，请选“已填的内容”。")
    with database.snapshot() as session:
        report(0, 0, f"读取{chosen.title}")
        sheets = make(session, campaign_id, village_id)
        report(0, 0, f"写入{path.name}")
        if chosen.is_public:
            return _write_wall(sheets, path, wall_size)
        return _write_sheets(sheets, path, chosen.title)


def export_case_archive(database: Database, *, case_id: int, path: Path) -> ExportResult:
    """Write the checklist of one case's papers (个案档案清单) as .xlsx or .pdf.

    Raises:
        UserError: there is no such case, or the file has another ending.
        OutsideError: the file cannot be written.
    """
    if path.suffix.lower() not in _BOTH:
        raise UserError(f"个案档案清单只能导出为 {'、'.join(_BOTH)}，请改文件名“{path.name}”。")
    with database.snapshot() as session:
        return _write_sheets([archive.case_checklist(session, case_id)], path, "个案档案清单")


def _write_sheets(sheets: list[Sheet], path: Path, title: str) -> ExportResult:
    if path.suffix.lower() == ".xlsx":
        return ExportResult(write_xlsx(sheets, path), path)
    printed = write_pdf([_titled(sheet, title) for sheet in sheets], path)
    return ExportResult(printed.rows, path, _missing_note(printed.missing_characters))


def _write_wall(sheets: list[Sheet], path: Path, size: WallSize) -> ExportResult:
    """Large, on the paper asked for, and only where nothing private is inside."""
    if path.suffix.lower() == ".xlsx":
        large = [wall_sheet(sheet, size) for sheet in sheets]
        return ExportResult(write_public(path, lambda file: write_xlsx(large, file)), path)
    printed = write_public(path, lambda file: write_wall(sheets, file, size))
    return ExportResult(printed.rows, path, _missing_note(printed.missing_characters))


def _titled(sheet: Sheet, title: str) -> Sheet:
    """On paper a sheet says what it is, also where its workbook begins with the header row."""
    return sheet if sheet.title else replace(sheet, title=f"{title}（{sheet.name}）")


def _missing_note(missing: tuple[str, ...]) -> tuple[str, ...]:
    if not missing:
        return ()
    codes = "、".join(f"U+{ord(character):04X}" for character in missing)
    return (f"有 {len(missing)} 个字本机字库没有，印成了“□”：{codes}。请手工补写。",)


def _silent(_done: int, _total: int, _text: str) -> None:
    pass
