"""Filled-in forms back from a workbook: 附件1 and 附件2. The same file twice changes nothing.

An empty cell overwrites nothing. A bad cell is refused alone; the other cells of its row are
taken. What the registry holds is compared, never taken from here.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from fangfan_desktop.documents.import_marks import Mark
from fangfan_desktop.documents.marked_report import write_marked_report
from fangfan_desktop.documents.workbook_reader import Workbook, read_workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form
from fangfan_desktop.storage.changes import NO_CHANGES
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import ELSEWHERE
from fangfan_desktop.storage.village_forms import VILLAGE_FORM
from fangfan_desktop.usecases.campaign_forms import list_used_forms, use_form
from fangfan_desktop.usecases.form_findings import FormFindings, Taken
from fangfan_desktop.usecases.form_tables import FormSheet
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_form_import import take_household_forms
from fangfan_desktop.usecases.office_forms import list_forms
from fangfan_desktop.usecases.roster_import import RowCounts
from fangfan_desktop.usecases.taken_rows import TakenRows
from fangfan_desktop.usecases.village_form_import import take_village_forms

Progress = Callable[[int, int, str], None]


class _Take(Protocol):
    """Reads a form from a workbook; nothing is written yet."""

    def __call__(
        self,
        database: Database,
        *,
        campaign_id: int,
        book: Workbook,
        findings: FormFindings,
        progress: Progress,
    ) -> Taken: ...


_KEPT_ELSEWHERE = frozenset({"statistics", "ledger", "roster"})


class FormImport(TakenRows):
    """What an import of forms did, or would do."""

    __slots__ = ()

    @property
    def rows(self) -> RowCounts:
        """Rows of the form, by what becomes of them."""
        return self.counts


def take_up_and_import(  # noqa: PLR0913 - as `import_form`
    database: Database,
    *,
    form_key: str,
    campaign_id: int,
    path: Path,
    report_path: Path | None = None,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> tuple[FormImport, str]:
    """Like `import_form`; a form that the campaign does not use yet is taken up first.

    Taking it up is a step of its own. It is taken back where nothing is imported.

    Returns:
        what the import did, and the name of the form that was taken up, "" for none.
    """
    new = _form_to_take_up(database, campaign_id, form_key)
    if new is not None:
        use_form(database, campaign_id=campaign_id, form_key=new.key)
    is_kept = False
    try:
        result = import_form(
            database,
            form_key=form_key,
            campaign_id=campaign_id,
            path=path,
            report_path=report_path,
            is_trial=is_trial,
            progress=progress,
        )
        is_kept = not is_trial
    finally:
        if new is not None and not is_kept:
            undo_last(database)
    return result, new.name if new is not None and is_kept else ""


def _form_to_take_up(database: Database, campaign_id: int, name: str) -> Form | None:
    """The form of that key or name, where there is one that the campaign could use and does not."""
    used = {each.form.key for each in list_used_forms(database, campaign_id=campaign_id)}
    for entry in list_forms(database):
        form = entry.form
        if name in {form.key, form.name} and form.key not in used | ELSEWHERE:
            return form
    return None


def import_form(  # noqa: PLR0913 - what the command line offers
    database: Database,
    *,
    form_key: str,
    campaign_id: int,
    path: Path,
    report_path: Path | None = None,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> FormImport:
    """Take filled-in forms in from a workbook (.xlsx, .xls, .ods, .csv), as one action.

    Args:
        database: the open database.
        form_key: household-form, village-form, or a further form of the campaign; its Chinese
            name will do.
        campaign_id: whose forms.
        path: the workbook; columns in any order, known by their wording.
        report_path: where to write the same workbook with the bad cells marked.
        is_trial: write nothing.
        progress: told the rows done; may raise to cancel, then nothing is written.

    Raises:
        UserError: no such form or campaign, the campaign is closed, the file cannot be read or
            has no such header.
        OutsideError: the report cannot be written; nothing was imported.
    """
    take, action = _taker(database, campaign_id, form_key)
    report = progress or _silent
    report(0, 0, "读取文件")
    book = read_workbook(path)
    findings = FormFindings()
    taken = take(database, campaign_id=campaign_id, book=book, findings=findings, progress=report)
    for sheet in taken.sheets:
        for heading in sheet.unknown:
            findings.warn_of_column(sheet.name, sheet.header_row, heading)
    changes = NO_CHANGES
    if taken.write is None or is_trial:
        _write_report(book, taken.sheets, findings, path, report_path)
    else:
        with database.action(action) as unit:
            taken.write(unit)
            # the report comes before the end of the action: where it fails nothing is imported
            _write_report(book, taken.sheets, findings, path, report_path)
        changes = unit.changes
    return FormImport(taken.rows, findings.refusals(), findings.warnings(), is_trial, changes)


def _taker(database: Database, campaign_id: int, form_key: str) -> tuple[_Take, str]:
    """How a form is taken in, and what 撤销 calls that."""
    used = {each.form.key: each for each in list_used_forms(database, campaign_id=campaign_id)}
    names = [key for key in used if key not in _KEPT_ELSEWHERE]
    form_key = next((key for key in names if used[key].form.name == form_key), form_key)
    if form_key not in names:
        raise UserError(f"“{form_key}”不能导入，本次排查可以导入的表：{'、'.join(names)}。")
    if form_key == VILLAGE_FORM:
        return take_village_forms, "导入附件2"
    form = used[form_key].form
    return partial(take_household_forms, form_key=form_key), f"导入{form.annex or form.name}"


def _write_report(
    book: Workbook,
    sheets: Sequence[FormSheet],
    findings: FormFindings,
    source: Path,
    target: Path | None,
) -> None:
    if target is None:
        return
    by_name: Mapping[str, FormSheet] = {sheet.name: sheet for sheet in sheets}
    marks = [
        Mark(
            found.sheet,
            found.row,
            by_name[found.sheet].columns.get(found.key, -1) + 1,
            found.column,
            found.value,
            found.reason if found.is_refused else f"提醒：{found.reason}",
        )
        for found in findings.cells()
        if found.sheet in by_name
    ]
    headers = {sheet.name: sheet.header_row for sheet in sheets}
    write_marked_report(book, headers, marks, source, target)


def _silent(done: int, total: int, text: str) -> None:
    del done, total, text
