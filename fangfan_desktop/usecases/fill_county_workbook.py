"""The county's own workbook filled with the rows of a campaign, its looks kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.blank_form import BlankWorkbook, read_blank
from fangfan_desktop.documents.blank_header import FoundColumn, FoundHeader, find_headers
from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import check_fillable, fill_workbook
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.forms.heading_words import essence
from fangfan_desktop.forms.known_fields import known_headings
from fangfan_desktop.storage.campaigns import find_campaign, village_names
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.fill_lists import ListedRows, listed_rows
from fangfan_desktop.usecases.fill_sources import (
    SEQ,
    Row,
    counted,
    fill_sources,
    kind_of,
    shown_value,
)
from fangfan_desktop.usecases.fill_tables import (
    FillTable,
    fill_tables,
    fillable_headers,
    lowest_heading,
)
from fangfan_desktop.usecases.fill_titles import title_texts

Progress = Callable[[int, int, str], None]

_MOST_NAMES = 3  # of a list that are told
_TEN_THOUSAND = "万元"
_NO_SHEET = "工作簿里没有这个村的表。请核对工作表的名称，或不选村再填。"
_A_VILLAGE = re.compile(r"[一-鿿]{2,8}(?:村|社区|居委会|村委会)")
_NO_VILLAGE = re.compile("某|各|全|示例|样表|行政村|自然村")


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
    tables, fills, notes, rows = _read(database, source, campaign_id, village_id)
    result = fill_workbook(source, target, places=fills, progress=report)
    return FilledWorkbook(
        sum(rows.values()),
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
    tables, _, notes, rows = _read(database, source, campaign_id, village_id)
    return FillPlan(
        tables[0].source.form.name,
        tuple(rows.items()),
        tuple(_matched(tables)),
        tuple(dict.fromkeys(_unmatched(tables))),
        tuple(notes),
    )


def _read(
    database: Database, source: Path, campaign_id: int, village_id: int | None
) -> tuple[list[FillTable], list[SheetFill], list[str], dict[str, int]]:
    """The tables that are filled, the best first, their rows, what to look at, rows by sheet."""
    check_fillable(source)
    book = read_blank(source)
    headers = fillable_headers(find_headers(book, known_headings()), source)
    with database.snapshot() as session:
        tables = fill_tables(headers, fill_sources(session, campaign_id), source)
        plan = _Plan(session, book, campaign_id, village_id)
        fills = [fill for table in tables for fill in plan.fills(table, tables)]
    if not fills:
        raise UserError("".join(plan.words()) or _NO_SHEET)
    filled = {fill.sheet for fill in fills}
    tables = [table for table in tables if table.header.sheet in filled]
    free = [table for table in tables if table.header.sheet not in plan.listed]
    rows = {fill.sheet: plan.listed.get(fill.sheet, fill.rows) for fill in fills}
    if plan.listed and not any(rows.values()):
        raise UserError("没有填：" + "".join(plan.words()))
    return tables, fills, [*_doubts(tables), *_replaced(free), *plan.words()], rows


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
        self._strange: list[str] = []
        self.listed: dict[str, int] = {}  # sheet with a list of theirs → rows of it that are ours

    def words(self) -> list[str]:
        """All that is to be told."""
        strange = [f"“{name}”" for name in self._strange[:_MOST_NAMES]]
        if not strange:
            return self.notes
        more = f"等 {len(self._strange)} 张" if len(self._strange) > len(strange) else ""
        told = f"工作表{'、'.join(strange)}{more}和本乡镇的村名对不上，没有填，请核对村名。"
        return [told, *self.notes]

    def fills(self, table: FillTable, tables: Sequence[FillTable]) -> list[SheetFill]:
        """The sheet's rows; none where it is another village's."""
        villages = {self._village_of(other.header) for other in tables} - {None}
        named = self._village_of(table.header)
        wanted = self._village_id
        if wanted is not None and (named or wanted in villages) and named != wanted:
            return []
        if named is None and len(tables) > 1 and _is_village(table.header.sheet):
            self._strange.append(table.header.sheet)
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

    def _fill(self, table: FillTable, rows: Sequence[Row], village: str) -> SheetFill:
        header = table.header
        body = header.body
        listed = listed_rows(
            self._sheets[header.sheet], header, table.fields, table.source.form.subject, rows
        )
        first = min((*body.sample_rows, body.first_row))
        texts = title_texts(
            self._sheets[header.sheet],
            header,
            township=self._township,
            village=village,
            year=self._year,
        )
        if listed is not None:
            return self._beside(table, rows, listed, texts)
        return SheetFill(
            header.sheet,
            first + 1,
            None if body.last_row is None else body.last_row + 1,
            tuple(_column(column, field, rows) for column, field in table.fields),
            texts,
        )

    def _beside(
        self,
        table: FillTable,
        rows: Sequence[Row],
        listed: ListedRows,
        texts: Mapping[tuple[int, int], str],
    ) -> SheetFill:
        """Answers beside the names of a list of theirs."""
        sheet = table.header.sheet
        kept = f"“{sheet}”里已列好 {listed.found + len(listed.strangers)} 行名单，只在空格里填"
        if listed.strangers:
            names = "、".join(listed.strangers[:_MOST_NAMES])
            kept += f"；其中 {len(listed.strangers)} 行在这次排查里没有找到，原样留着（{names}"
            kept += "等）" if len(listed.strangers) > _MOST_NAMES else "）"
        if len(rows) > listed.found:
            kept += f"；名单里没有的 {len(rows) - listed.found} 行没有写进去"
        self.notes.append(kept + "。")
        self.listed[sheet] = listed.found
        fields = [(column, field) for column, field in table.fields if field.key != SEQ]
        return SheetFill(
            sheet,
            listed.first_row + 1,
            listed.last_row + 1,
            tuple(_column(column, field, listed.rows) for column, field in fields),
            texts,
            is_list=True,
        )


def _is_village(sheet: str) -> bool:
    """Whether a sheet has a village's name."""
    return _A_VILLAGE.fullmatch(sheet.strip()) is not None and not _NO_VILLAGE.search(sheet)


def _column(column: FoundColumn, field: Field, rows: Sequence[Row]) -> ColumnFill:
    heading = lowest_heading(column)
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


def _matched(tables: Sequence[FillTable]) -> list[MatchedColumn]:
    return [
        MatchedColumn(
            table.header.sheet,
            lowest_heading(column),
            match.known.field.name,
            match.verdict is Verdict.SURE,
        )
        for table in tables
        for column, match in zip(table.header.columns, table.matches, strict=True)
        if match.known is not None
    ]


def _unmatched(tables: Sequence[FillTable]) -> list[str]:
    return [
        lowest_heading(column)
        for table in tables
        for column, match in zip(table.header.columns, table.matches, strict=True)
        if match.known is None
    ]


def _doubts(tables: Sequence[FillTable]) -> list[str]:
    notes: Mapping[str, None] = dict.fromkeys(
        f"“{matched.heading}”按“{matched.name}”填写，请核对。"
        for matched in _matched(tables)
        if not matched.is_sure and essence(matched.heading) != essence(matched.name)
    )
    return list(notes)


def _replaced(tables: Sequence[FillTable]) -> list[str]:
    return [
        f"“{table.header.sheet}”里原有的 {table.header.body.filled_rows} 行内容在新文件里被替换。"
        for table in tables
        if table.header.body.filled_rows
    ]


def _silent(_done: int, _total: int, _text: str) -> None:
    pass
