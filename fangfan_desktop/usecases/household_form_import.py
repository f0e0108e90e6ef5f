"""附件1 and further forms back from a workbook."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from fangfan_desktop.documents.workbook_reader import Cell, Workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject, Value
from fangfan_desktop.forms.notes import read_cell
from fangfan_desktop.forms.values import format_value, parse_value
from fangfan_desktop.storage.campaigns import require_open, village_names
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    FormRow,
    read_basis,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.registry_columns import registry_values
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.form_findings import FormFindings, Taken
from fangfan_desktop.usecases.form_matching import MATCHED_BY, HouseholdMatcher, VillageMatcher
from fangfan_desktop.usecases.form_tables import FormLine, FormSheet, read_form_sheets
from fangfan_desktop.usecases.form_wordings import with_wordings, wordings_of
from fangfan_desktop.usecases.household_forms import plan_answers
from fangfan_desktop.usecases.roster_import import RowCounts

Progress = Callable[[int, int, str], None]
_CHUNK = 500
_NOT_ASKED = frozenset({"/", "\\", "-", "—", "——", "－", "／"})  # as papers strike a cell out
_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})


def take_household_forms(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    book: Workbook,
    findings: FormFindings,
    progress: Progress,
) -> Taken:
    """Read and match; see `import_form`."""
    with database.read() as session:
        connection = session.connection()
        require_open(connection, campaign_id)
        basis = read_basis(connection, campaign_id, form_key)
        villages = village_names(session)
        form = read_campaign_form(session, campaign_id, form_key)
        sheets = _read_sheets(book, form, list(villages), findings)
        _require_answers(form, sheets)
        rows = read_rows(connection, basis)
        matcher = _matcher(connection, basis, rows, villages)
    reader = _Reader(basis, findings)
    wanted, lines = _match(sheets, matcher, reader, progress)
    here = [row for row in rows if row.id in wanted]
    saved, changed, refused = plan_answers(basis, here, wanted, progress)
    del saved
    for (row_id, key), reason in refused.items():
        line = lines[row_id]
        reader.tell_refused(line, key, reason)
    counts = RowCounts(0, len(changed), len(here) - len(changed))
    return Taken(sheets, counts, partial(_write, basis, changed) if changed else None)


def _write(basis: CampaignBasis, changed: dict[int, CheckedRow], unit: UnitOfWork) -> None:
    require_open(unit.connection, basis.id)
    write_rows(unit.connection, basis, changed)


def _read_sheets(
    book: Workbook, form: Form, villages: list[str], findings: FormFindings
) -> list[FormSheet]:
    """The sheets by the form's own headings; where columns are unknown, by what they surely mean.

    Raises:
        UserError: no sheet has the form's header.
    """
    problem: UserError | None = None
    sheets: list[FormSheet] = []
    try:
        sheets = read_form_sheets(book, form, villages)
    except UserError as error:
        problem = error
    if sheets and not any(sheet.unknown for sheet in sheets):
        return sheets
    by_meaning = with_wordings(form, wordings_of(book.path, form))
    if by_meaning != form:
        meant = read_form_sheets(book, by_meaning, villages)
        if sum(len(s.columns) for s in meant) > sum(len(s.columns) for s in sheets):
            _tell_meant(form, sheets, meant, findings)
            return meant
    if problem is not None:
        raise problem
    return sheets


def _tell_meant(
    form: Form, sheets: list[FormSheet], meant: list[FormSheet], findings: FormFindings
) -> None:
    """Say which columns were taken by their meaning."""
    known = {sheet.name: sheet.columns for sheet in sheets}
    for sheet in meant:
        for key in sheet.columns.keys() - known.get(sheet.name, {}).keys():
            each = next((each for each in form.fields if each.key == key), None)
            if each is not None:
                findings.tell_of_column(
                    sheet.name, sheet.header_row, sheet.headings[key], each.name
                )


def _require_answers(form: Form, sheets: list[FormSheet]) -> None:
    """Refuse a workbook that knows the households and asks nothing of the form, such as a roster.

    Raises:
        UserError: no sheet has a column that is filled in.
    """
    asked = {each.key for each in form.fields if each.source in {Source.TYPED, Source.PREFILLED}}
    own = asked - {"remarks", "income_per_capita"}  # which other tables have as well
    if not any(own & sheet.columns.keys() for sheet in sheets):
        raise UserError(f"这个文件里没有“{form.name}”要填的栏目，请核对是不是选错了文件。")


def _matcher(
    connection: Connection,
    basis: CampaignBasis,
    rows: list[FormRow],
    villages: dict[str, int],
) -> HouseholdMatcher | VillageMatcher:
    if basis.form.subject is Subject.VILLAGE:
        return VillageMatcher(rows, villages)
    known = registry_values(connection, MATCHED_BY, {row.household_id for row in rows})
    return HouseholdMatcher(basis.form, rows, known, villages)


def _match(
    sheets: list[FormSheet],
    matcher: HouseholdMatcher | VillageMatcher,
    reader: "_Reader",
    progress: Progress,
) -> tuple[dict[int, dict[str, Value]], dict[int, FormLine]]:
    """What is wanted of each row, and which line of the workbook wants it."""
    wanted: dict[int, dict[str, Value]] = {}
    lines: dict[int, FormLine] = {}
    every = [line for sheet in sheets for line in sheet.lines]
    for done, line in enumerate(every):
        if done % _CHUNK == 0:
            progress(done, len(every), "读取各行")
        found = matcher.find(line)
        if isinstance(found, str):
            reader.findings.refuse(line, "", "户主姓名", found)
        elif found.id in lines:
            first = lines[found.id]
            where = f"“{first.sheet}”第{first.number}行"
            reader.findings.refuse(line, "", "户主姓名", f"与{where}是同一户，只取前一行")
        else:
            lines[found.id] = line
            wanted[found.id] = reader.read(line, found)
    return wanted, lines


class _Reader:
    """Reads the cells of one line after the other."""

    def __init__(self, basis: CampaignBasis, findings: FormFindings) -> None:
        self.findings = findings
        self._fields = {each.key: each for each in basis.form.fields if each.key != "seq"}
        self._index = {key: i for i, key in enumerate(basis.form.value_keys)}
        self._checker = basis.checker

    def read(self, line: FormLine, row: FormRow) -> dict[str, Value]:
        """Answers of the line by key; what the registry holds is only compared."""
        answers: dict[str, Value] = {}
        for key, cell in line.cells.items():
            each = self._fields.get(key)
            if each is None:
                continue
            try:
                values = self._values(each, cell)
            except UserError as error:
                if each.source in {Source.TYPED, Source.PREFILLED}:
                    self.findings.refuse(line, key, each.name, error.sentence)
                continue
            if each.source is Source.REGISTRY:
                self._compare(line, each, values.get(key), row.values[self._index[key]])
            elif each.source is not Source.COMPUTED:
                answers |= values
        return answers

    def tell_refused(self, line: FormLine, key: str, reason: str) -> None:
        """A cell does not apply: nothing is lost by leaving it out, so it is only told."""
        name = self._fields[key].name if key in self._fields else key
        self.findings.warn(line, key, name, f"{reason.rstrip('。')}，没有写入")

    def _values(self, each: Field, cell: Cell) -> dict[str, Value]:
        if isinstance(cell, str) and cell.strip() in _NOT_ASKED and each.kind not in _TEXTS:
            return {}
        if each.note_key and isinstance(cell, str):
            answer, note = read_cell(each, cell)
            return {each.key: answer} | ({each.note_key: note} if note else {})
        value = parse_value(each, cell)
        return {} if value is None else {each.key: value}

    def _compare(self, line: FormLine, each: Field, given: Value, known: Value) -> None:
        if given not in {None, known}:
            stored = format_value(each, known) or "空"
            reason = f"农户档案是“{stored}”，以档案为准；确有变化请改农户档案"
            self.findings.warn(line, each.key, each.name, reason)
