"""The county's own workbook filled with the rows of a campaign, its looks kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from fangfan_desktop.documents.blank_form import BlankWorkbook, read_blank
from fangfan_desktop.documents.blank_header import FoundColumn, FoundHeader, find_headers
from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import check_fillable, fill_workbook
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import SheetColumn, guess_subject
from fangfan_desktop.forms.field_match import AskedColumn, FieldMatch, Verdict, match_fields
from fangfan_desktop.forms.form import Field, Kind, Subject, Value
from fangfan_desktop.forms.guess import guess_field
from fangfan_desktop.forms.heading_words import essence
from fangfan_desktop.forms.known_fields import known_headings
from fangfan_desktop.storage.campaigns import find_campaign, village_names
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.fill_sources import (
    SEQ,
    FillSource,
    Row,
    counted,
    fill_sources,
    kind_of,
    shown_value,
)
from fangfan_desktop.usecases.fill_titles import title_texts

Progress = Callable[[int, int, str], None]

_FEWEST = 2  # columns that have to be known for a table to be one of ours
_FEWEST_FURTHER = 3  # likewise for a further sheet of the workbook,
_LEAST_SHARE = 0.5  # and this share of its columns
_LEAST_OF_LIST = 1 / 4  # of the columns say something about a line of problems
_TEN_THOUSAND = "万元"
_WHOSE = frozenset({SEQ, "township", "village", "group", "head_name", "remarks"})
_OF_VILLAGES = (Subject.VILLAGE, Subject.VILLAGE_PROBLEM, Subject.VILLAGE_COUNT)


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A column of theirs that is filled: its sheet, heading, and what we call it."""

    sheet: str
    heading: str
    name: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """What was written.

    Attributes:
        rows: in all sheets together.
        form: name of the form whose rows they are.
        matched: columns that were filled.
        unmatched: headings of columns that stay empty.
        notes: sentences on what to look at.
        file: the new file.
    """

    rows: int
    form: str
    matched: tuple[MatchedColumn, ...]
    unmatched: tuple[str, ...]
    notes: tuple[str, ...]
    file: Path


@dataclass(frozen=True, slots=True)
class FillPlan:
    """What would be written: rows by sheet, and the rest as `FilledWorkbook` has it."""

    form: str
    sheets: tuple[tuple[str, int], ...]
    matched: tuple[MatchedColumn, ...]
    unmatched: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of theirs with what each column is."""

    header: FoundHeader
    source: FillSource
    matches: tuple[FieldMatch, ...]

    @property
    def fields(self) -> list[tuple[FoundColumn, Field]]:
        pairs = zip(self.header.columns, self.matches, strict=True)
        return [(column, match.known.field) for column, match in pairs if match.known]

    @property
    def telling(self) -> int:
        """Columns that say more than whose row it is."""
        return sum(field.key not in _WHOSE for _, field in self.fields)

    @property
    def own(self) -> int:
        """Columns that the form itself has."""
        return sum(field.key in self.source.own for _, field in self.fields)


def fill_county_workbook(
    database: Database,
    *,
    source: Path,
    target: Path,
    campaign_id: int,
    village_id: int | None = None,
    progress: Progress | None = None,
) -> FilledWorkbook:
    """Write the county's workbook filled with the rows of the form that it fits best.

    Args:
        database: the open database.
        source: their blank, .xlsx.
        target: the new file, .xlsx.
        campaign_id: whose rows.
        village_id: only that village; None: all, one after another. A sheet that has a village's
            name, or names one in its title, takes that village only.
        progress: told (rows done, rows in all, what is being done); may raise to cancel.

    Raises:
        UserError: the file is no .xlsx, has no table of ours, or there is no such campaign.
        OutsideError: a file cannot be read or written; an older target is still there.
    """
    report = progress or _silent
    report(0, 0, f"读取{source.name}")
    tables, fills, notes = _read(database, source, campaign_id, village_id)
    result = fill_workbook(source, target, places=fills, progress=report)
    return FilledWorkbook(
        result.rows,
        tables[0].source.form.name,
        tuple(_matched(tables)),
        tuple(dict.fromkeys(_unmatched(tables))),
        (*notes, *result.notes),
        target,
    )


def plan_fill(
    database: Database, *, source: Path, campaign_id: int, village_id: int | None = None
) -> FillPlan:
    """What `fill_county_workbook` would write; raises what it raises before it writes."""
    tables, fills, notes = _read(database, source, campaign_id, village_id)
    return FillPlan(
        tables[0].source.form.name,
        tuple((fill.sheet, fill.rows) for fill in fills),
        tuple(_matched(tables)),
        tuple(dict.fromkeys(_unmatched(tables))),
        tuple(notes),
    )


def _read(
    database: Database, source: Path, campaign_id: int, village_id: int | None
) -> tuple[list[_Table], list[SheetFill], list[str]]:
    """The tables that are filled, the best first, with their rows, and what to look at."""
    check_fillable(source)
    book = read_blank(source)
    headers = find_headers(book, known_headings())
    with database.snapshot() as session:
        tables = _tables(headers, fill_sources(session, campaign_id), source)
        plan = _Plan(session, book, campaign_id, village_id)
        fills = [fill for table in tables for fill in plan.fills(table, tables)]
    if not fills:
        raise UserError("工作簿里没有这个村的表。请核对工作表的名称，或不选村再填。")
    filled = {fill.sheet for fill in fills}
    tables = [table for table in tables if table.header.sheet in filled]
    return tables, fills, [*_notes(tables), *plan.notes]


def _tables(
    headers: Sequence[FoundHeader], sources: Sequence[FillSource], path: Path
) -> list[_Table]:
    """The sheets that are filled, the best first; all with rows of one form."""
    tables = [
        table
        for header in headers
        if not header.is_hidden and (table := _best(header, sources)) is not None
    ]
    tables.sort(key=lambda table: -len(table.fields))
    if not tables or len(tables[0].fields) < _FEWEST:
        raise UserError(
            f"“{path.name}”的栏目和这次排查的表对不上，没有填。"
            "请核对文件，或在“数据交换”里用它建一张新表。"
        )
    first = tables[0]
    return [first, *(table for table in tables[1:] if _goes_with(table, first))]


def _goes_with(table: _Table, first: _Table) -> bool:
    """Whether a further sheet is filled too: it has the same header, or is well known."""
    if table.source.form.key != first.source.form.key:
        return False
    is_same = [c.headings for c in table.header.columns] == [
        c.headings for c in first.header.columns
    ]
    least = max(_FEWEST_FURTHER, _LEAST_SHARE * len(table.header.columns))
    return is_same or len(table.fields) >= least


def _best(header: FoundHeader, sources: Sequence[FillSource]) -> _Table | None:
    """The form that knows most of the table's columns; where two do, whose name is more alike."""
    about = guess_subject(header.title, [SheetColumn(c.index, c.headings) for c in header.columns])
    tables = [
        _Table(header, source, _matches(header, source))
        for source in sources
        if _can_be(source, about)
    ]

    def rank(table: _Table) -> tuple[int, int, int, float]:
        form = table.source.form
        alike = max(fuzz.ratio(header.title, text) for text in (form.title, form.name))
        return table.telling, len(table.fields), table.own, alike

    return max(filter(_can_fill, tables), key=rank, default=None)


def _can_fill(table: _Table) -> bool:
    """Lines of problems fill a table only where it asks for several things about them."""
    is_list = table.source.form.subject in {Subject.VILLAGE_PROBLEM, Subject.LEDGER_LINE}
    share = table.telling / len(table.header.columns)
    return not is_list or (table.telling >= _FEWEST and share >= _LEAST_OF_LIST)


def _matches(header: FoundHeader, source: FillSource) -> tuple[FieldMatch, ...]:
    """What each column is; a heading that a field has word for word is it, whatever is guessed."""
    wordings = {wording.leaf for known in source.known for wording in known.wordings}
    asked = [
        AskedColumn(
            column.headings, None if essence(_heading(column)) in wordings else _guess(column)
        )
        for column in header.columns
    ]
    matches = match_fields(asked, source.known)
    return tuple(
        match
        if match.known is not None and match.known.field.key in source.has
        else FieldMatch(None, 0.0, Verdict.NEW)
        for match in matches
    )


def _can_be(source: FillSource, about: Subject) -> bool:
    """Whether rows about the one can fill a table about the other: households or villages."""
    subject = source.form.subject
    if subject not in {Subject.HOUSEHOLD, *_OF_VILLAGES}:
        return True
    return (subject is Subject.HOUSEHOLD) == (about is Subject.HOUSEHOLD)


def _guess(column: FoundColumn) -> Kind:
    return guess_field(
        column.headings,
        choices=column.choices,
        number_format=column.number_format,
        hint=column.hint,
    ).kind


class _Plan:
    """What goes into which sheet; `notes` are sentences on it."""

    def __init__(
        self, session: Session, book: BlankWorkbook, campaign_id: int, village_id: int | None
    ) -> None:
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._villages = village_names(session)
        self._names = {key: name for name, key in self._villages.items()}
        self._village_id = village_id
        self._township = str(read_settings(session)["township_name"] or "")
        self._year = find_campaign(session, campaign_id).year
        self.notes: list[str] = []

    def fills(self, table: _Table, tables: Sequence[_Table]) -> list[SheetFill]:
        """The sheet's rows; none where it is another village's."""
        villages = {self._village_of(other.header) for other in tables} - {None}
        named = self._village_of(table.header)
        wanted = self._village_id
        if wanted is not None and (named or wanted in villages) and named != wanted:
            return []
        village = wanted if wanted is not None else named
        keys = {key for _, field in table.fields for key in (field.key, field.note_key) if key}
        rows = table.source.read(keys, village)
        is_mixed = village is None and len(self._villages) > 1
        if rows and is_mixed and "village" not in keys:
            self.notes.append(
                f"“{table.header.sheet}”没有“村”这一栏，各村的内容一村接一村；要一村一份，请选一个村再填。"
            )
        return [self._fill(table, rows, self._names.get(village, "") if village else "")]

    def _village_of(self, header: FoundHeader) -> int | None:
        """The village that the sheet's name or its title names."""
        name = match_village(header.sheet, self._villages)
        if name is None:
            inside = [name for name in self._villages if name in header.title]
            name = max(inside, key=len, default=None)
        return self._villages[name] if name is not None else None

    def _fill(self, table: _Table, rows: Sequence[Row], village: str) -> SheetFill:
        header = table.header
        body = header.body
        first = min((*body.sample_rows, body.first_row))
        texts = title_texts(
            self._sheets[header.sheet],
            header,
            township=self._township,
            village=village,
            year=self._year,
        )
        return SheetFill(
            header.sheet,
            first + 1,
            None if body.last_row is None else body.last_row + 1,
            tuple(_column(column, field, rows) for column, field in table.fields),
            texts,
        )


def _column(column: FoundColumn, field: Field, rows: Sequence[Row]) -> ColumnFill:
    heading = _heading(column)
    is_counter = field.key == SEQ
    values: Sequence[Value]
    if is_counter:
        values = counted(len(rows))
    elif column.choices:  # a text beside the answer would not be among them
        values = [row.get(field.key) for row in rows]
    else:
        values = [shown_value(field, row) for row in rows]
    is_in_ten_thousands = _TEN_THOUSAND in "".join(column.headings) and not any(
        _TEN_THOUSAND in text for text in field.headings
    )
    yuan = 10_000 if is_in_ten_thousands else 1
    return ColumnFill(
        column.index + 1, kind_of(field), values, is_counter=is_counter, name=heading, yuan=yuan
    )


def _heading(column: FoundColumn) -> str:
    lowest = next((text for text in reversed(column.headings) if text), "")
    return "".join(lowest.split())


def _matched(tables: Sequence[_Table]) -> list[MatchedColumn]:
    return [
        MatchedColumn(
            table.header.sheet,
            _heading(column),
            match.known.field.name,
            match.verdict is Verdict.SURE,
        )
        for table in tables
        for column, match in zip(table.header.columns, table.matches, strict=True)
        if match.known is not None
    ]


def _unmatched(tables: Sequence[_Table]) -> list[str]:
    return [
        _heading(column)
        for table in tables
        for column, match in zip(table.header.columns, table.matches, strict=True)
        if match.known is None
    ]


def _notes(tables: Sequence[_Table]) -> list[str]:
    notes: Mapping[str, None] = dict.fromkeys(
        f"“{matched.heading}”按“{matched.name}”填写，请核对。"
        for matched in _matched(tables)
        if not matched.is_sure and essence(matched.heading) != essence(matched.name)
    )
    replaced: Collection[str] = [
        f"“{table.header.sheet}”里原有的 {table.header.body.filled_rows} 行内容在新文件里被替换。"
        for table in tables
        if table.header.body.filled_rows
    ]
    return [*notes, *replaced]


def _silent(_done: int, _total: int, _text: str) -> None:
    pass
