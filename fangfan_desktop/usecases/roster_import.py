"""Importing a roster (花名册): trial and import, refusing bad rows alone.

The same file a second time changes nothing: rows are found again by 户编号, else by the head's ID
number, else by name; an empty cell never overwrites what is stored.
"""

import gc
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.import_marks import Mark
from fangfan_desktop.documents.marked_report import write_marked_report
from fangfan_desktop.documents.workbook_reader import Workbook, read_workbook
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.storage.changes import NO_CHANGES, Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.roster_registry import Registry, default_period, read_registry
from fangfan_desktop.storage.roster_writes import RosterWrites, write_roster
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.backups import back_up_automatically
from fangfan_desktop.usecases.roster_aliases import saved_aliases
from fangfan_desktop.usecases.roster_links import link_rows
from fangfan_desktop.usecases.roster_parse import (
    ParsedRows,
    Progress,
    VillageFinder,
    count_rows,
    fill_from_also_read,
    parse_tables,
)
from fangfan_desktop.usecases.roster_people import PeoplePlan
from fangfan_desktop.usecases.roster_plan import Counts, HouseholdPlan
from fangfan_desktop.usecases.roster_rows import Findings, HouseholdRow, RowFinding
from fangfan_desktop.usecases.roster_tables import (
    Aliases,
    RosterTable,
    SheetMapping,
    find_tables,
)

ACTION = "导入花名册"
_BACKUP_REASON = "导入前"
_MANY = 2000  # beyond so many households the screening forms are brought in step as a whole

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Households or people by what becomes of them."""

    added: int = 0
    changed: int = 0
    same: int = 0

    def as_json(self) -> dict[str, int]:
        """As the command line answers."""
        return {"added": self.added, "changed": self.changed, "same": self.same}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or, where it is a trial, would do.

    Attributes:
        households: Households added, changed, same.
        people: People added, changed, same.
        refused: Rows that cannot be taken, one for each of `refusals`.
        refusals: The refused rows, by sheet and row.
        warnings: Rows, cells and columns that are taken but need a look, or are not used.
        listed_changes: What changes, the first 2,000 rows.
        listed_added: What is new, the first 500 rows.
        villages: Villages that the households are in.
        sheets: Sheets that were read.
        rows: Rows below their headers.
        is_trial: Whether nothing was written.
        changes: What was written.
        tried: What a trial has found out: hand the result on to import what was tried.
    """

    households: RowCounts
    people: RowCounts
    refusals: tuple[RowFinding, ...]
    warnings: tuple[RowFinding, ...]
    listed_changes: tuple[RowFinding, ...] = ()
    listed_added: tuple[RowFinding, ...] = ()
    villages: int = 0
    sheets: tuple[str, ...] = ()
    rows: int = 0
    is_trial: bool = False
    changes: Changes = field(default=NO_CHANGES)
    tried: "Tried | None" = field(default=None, repr=False, compare=False)

    @property
    def refused(self) -> int:
        """Number of refused rows."""
        return len(self.refusals)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to write."""
        return any((self.households.added, self.households.changed,
                    self.people.added, self.people.changed))  # fmt: skip

    def as_json(self) -> dict[str, object]:
        """The answer of `fangfan import roster --json`."""
        return {
            "households": self.households.as_json(),
            "people": self.people.as_json(),
            "refused": self.refused,
            "warnings": len(self.warnings),
            "refusals": [refusal.as_json() for refusal in self.refusals],
        }


@dataclass(slots=True)
class _Plan:
    households: Counts
    people: Counts
    writes: RosterWrites
    touched: set[int]
    villages: int


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    book: Workbook
    tables: list[RosterTable]

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(table.sheet.name for table in self.tables)


@dataclass(frozen=True, slots=True)
class _Request:
    path: Path
    report_path: Path | None
    mapping: Mapping[str, SheetMapping] | None
    period: Period | None
    today: date
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial has found out, good as long as neither the registry nor the request changes."""

    request: _Request
    mark: int
    source: _Source
    plan: _Plan
    findings: Findings
    has_registry: bool

    def still_holds(self, database: Database, request: _Request) -> bool:
        """Whether the same import would find out the same."""
        asked = replace(request, report_path=None, is_trial=True)
        before = replace(self.request, report_path=None, is_trial=True)
        return asked == before and database.change_mark() == self.mark


def import_roster(  # noqa: PLR0913 - what the command line offers, one option each
    database: Database,
    *,
    path: Path,
    report_path: Path | None = None,
    is_trial: bool = False,
    mapping: Mapping[str, SheetMapping] | None = None,
    trial: ImportResult | None = None,
    period: Period | None = None,
    today: date | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> ImportResult:
    """Import households and people from a workbook, or only say what would become of them.

    Where the registry holds anything and the import changes it, an automatic backup comes first.

    Args:
        database: The open database.
        path: .xlsx, .xls, .ods or .csv: the roster workbook, one of its sheets, or an export of
            the national system with one row a person.
        report_path: Where the same workbook with the bad cells marked is written to, where any
            are; made for a trial too.
        is_trial: Write nothing to the database.
        mapping: By sheet name, how to read it; without it sheets and columns are recognised.
        trial: A trial of the same workbook: its workbook is not read again, and where nothing has
            changed since then, neither is it compared again.
        period: First and last day that 人均纯收入 is of; else that of the newest open campaign,
            else the last calendar year.
        today: For ages; else the day that the office works on.
        progress: Is told rows done, rows in all and what is done; may raise to cancel, which
            leaves nothing written.

    Raises:
        UserError: the file is no workbook, holds no roster, or lacks a column.
        OutsideError: a file cannot be read or written; nothing was imported.
    """
    report = progress or _silent
    day = today or database.today()
    with _collector_at_rest():
        report(0, 0, "读取文件")
        request = _Request(path, report_path, mapping, period, day, is_trial)
        tried = None if trial is None else trial.tried
        if tried is None or not tried.still_holds(database, request):
            book = read_workbook(path) if tried is None else tried.source.book
            tried = _try_book(database, request, book, report)
        return _apply(database, request, tried, report)


def _try_book(database: Database, request: _Request, book: Workbook, report: Progress) -> "Tried":
    """Find out what the workbook would change; nothing is written."""
    findings = Findings()
    mark = database.change_mark()
    with database.read() as session:
        aliases = saved_aliases(session)
        registry = _registry(session, request.period, request.today)
    source = _Source(request.path, book, find_tables(book, aliases, request.mapping))
    parsed = parse_tables(source.tables, _code_lists(registry), findings, report)
    report(0, 0, "与农户档案比对")
    plan = _make_plan(parsed, registry, findings, request.today)
    return Tried(request, mark, source, plan, findings, has_registry=bool(registry.households))


def _apply(database: Database, request: _Request, tried: "Tried", report: Progress) -> ImportResult:
    # only one program holds the file and one thread writes, so nothing changes in between
    source, plan, findings = tried.source, tried.plan, tried.findings
    if request.is_trial:
        _write_report(request.report_path, source, findings)
        return replace(_result(source, plan, findings, is_trial=True), tried=tried)
    if plan.writes.count and tried.has_registry:
        report(0, 0, "导入前备份")
        back_up_automatically(database, reason=_BACKUP_REASON)
    with database.action(ACTION) as unit:
        total = plan.writes.count
        for done in write_roster(unit, plan.writes):
            report(done, total, "写入数据库")
        if total:
            report(total, total, "更新排查表")
            refresh_rows(unit, _touched(plan))
        # the report comes before the end of the action: where it fails nothing is imported
        _write_report(request.report_path, source, findings)
    return _result(source, plan, findings, is_trial=False, changes=unit.changes)


@contextmanager
def _collector_at_rest() -> Generator[None]:
    """Keep Python from searching a million young objects for rubbish again and again.

    Measured: a quarter of the time of a large import. What is left is swept afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _registry(session: Session, period: Period | None, today: date) -> Registry:
    asked = period or default_period(session, today)
    return read_registry(session, period=asked, is_period_assumed=period is None)


def _code_lists(registry: Registry) -> Mapping[str, Sequence[str]]:
    """The office's own lists, the shipped ones where it has none."""
    shipped = {key: code_list.items for key, code_list in DEFAULT_LISTS.items()}
    return shipped | registry.code_lists


def _make_plan(
    parsed: ParsedRows, registry: Registry, findings: Findings, today: date
) -> _Plan:  # fmt: skip
    finder = VillageFinder(registry.villages)
    finder.resolve(parsed.households, findings)
    for row in parsed.households:
        fill_from_also_read(row)
    rows = link_rows(parsed, findings)
    writes = RosterWrites()
    households = HouseholdPlan(registry, writes, findings)
    people = PeoplePlan(registry, households, writes, findings, today)
    for row in rows:
        households.add(row)
        _check_population(row, findings)
    people.add_all(rows, parsed.people)
    touched = people.touched | {target.id for target in households.targets.values()}
    villages = {row.village_id for row in rows if row.village_id is not None}
    return _Plan(households.counts, people.counts, writes, touched, len(villages))


def _check_population(row: HouseholdRow, findings: Findings) -> None:
    """家庭人口数 is only compared: the people themselves are what is kept."""
    if row.population is not None and row.people and row.population != len(row.people):
        reason = f"家庭人口数是{row.population}，表中这一户有{len(row.people)}人：请核对"
        findings.warn(row, "家庭人口数", row.population, reason)


def _touched(plan: _Plan) -> set[int] | None:
    return None if len(plan.touched) > _MANY else plan.touched


def _result(
    source: _Source,
    plan: _Plan,
    findings: Findings,
    *,
    is_trial: bool,
    changes: Changes = NO_CHANGES,
) -> ImportResult:
    return ImportResult(
        households=_frozen(plan.households),
        people=_frozen(plan.people),
        refusals=findings.refusals(source.sheet_names),
        warnings=findings.warnings,
        listed_changes=findings.changes,
        listed_added=findings.added,
        villages=plan.villages,
        sheets=source.sheet_names,
        rows=count_rows(source.tables),
        is_trial=is_trial,
        changes=changes,
    )


def _frozen(counts: Counts) -> RowCounts:
    return RowCounts(counts.added, counts.changed, counts.same)


def _write_report(target: Path | None, source: _Source, findings: Findings) -> None:
    if target is None:
        return
    headers = {table.sheet.name: table.mapping.header_row for table in source.tables}
    columns = {
        table.sheet.name: {
            name: column.index + 1
            for column in reversed(table.mapping.columns)
            for name in _names(column.heading, column.field and column.field.name)
        }
        for table in source.tables
    }
    marks: list[Mark] = []
    for finding in findings.refusals(source.sheet_names):
        cells = [(finding.column, finding.value, finding.reason), *finding.more]
        marks += [_mark(finding, *cell, columns) for cell in cells]
    for finding in findings.warnings:
        reason = f"提醒：{finding.reason}"
        marks.append(_mark(finding, finding.column, finding.value, reason, columns))
    write_marked_report(source.book, headers, marks, source.path, target)


def _names(heading: str, name: str | None) -> tuple[str, ...]:
    """What findings may call a column: its heading in the workbook or its own name."""
    return (plain_heading(heading), plain_heading(name or heading))


def _mark(
    finding: RowFinding,
    heading: str,
    value: str,
    reason: str,
    columns: Mapping[str, Mapping[str, int]],
) -> Mark:
    place = columns.get(finding.sheet, {}).get(plain_heading(heading), 0)
    return Mark(finding.sheet, finding.row, place, heading, value, reason)


def _silent(_done: int, _total: int, _text: str) -> None:
    """Nobody watches."""


__all__ = ["Aliases", "ImportResult", "Progress", "RowCounts", "import_roster"]
