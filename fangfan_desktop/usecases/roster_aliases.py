"""How a workbook of others is read: looked at, matched by the clerk, kept under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.workbook_reader import SheetRows, Workbook, read_workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.roster_aliases import read_alias_tables, write_alias_tables
from fangfan_desktop.usecases.roster_rows import Part, shown
from fangfan_desktop.usecases.roster_tables import (
    Aliases,
    ColumnMatch,
    SheetKind,
    SheetMapping,
    fields_of,
    find_tables,
    headings_of,
    kind_of,
    match_columns,
    recognise,
    settle_columns,
    suggest_columns,
)

_PREVIEWED = 30  # rows of a sheet that the wizard shows
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column for the wizard: what it holds, what it is, what it might be."""

    match: ColumnMatch
    samples: tuple[str, ...]
    offer: ColumnMatch | None = None


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet for the wizard; `mapping` is None where it does not look like a roster."""

    name: str
    row_count: int
    preview: tuple[tuple[str, ...], ...]
    mapping: SheetMapping | None
    columns: tuple[ColumnView, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A column of the roster that the clerk may choose."""

    part: Part
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping kept under a name; `columns` are headings of the workbook with the roster's own."""

    name: str
    columns: tuple[tuple[str, str], ...]


def inspect_roster(database: Database, *, path: Path) -> tuple[SheetView, ...]:
    """Look into a workbook: its visible sheets, how they would be read, and offers for the rest.

    Raises:
        UserError: the file is no workbook.
        OutsideError: it cannot be read.
    """
    book = read_workbook(path)
    with database.read() as session:
        aliases = saved_aliases(session)
    known = _mappings(book, aliases)
    return tuple(
        _view(sheet, known.get(sheet.name)) for sheet in book.sheets if not sheet.is_hidden
    )


def map_sheet(
    database: Database, *, path: Path, sheet_name: str, header_row: int, kind: SheetKind | None
) -> SheetView:
    """How a sheet would be read with another header row (from 1) or as another kind.

    Raises:
        UserError: the sheet is gone, or the row has no headings.
    """
    sheet = read_workbook(path).sheet(sheet_name)
    if sheet is None:
        raise UserError(f"文件里没有“{sheet_name}”表了，请重新选择文件。")
    headings = headings_of(sheet, header_row)
    if not any(headings):
        raise UserError(f"第{header_row}行是空的，不能作表头，请另选一行。")
    with database.read() as session:
        columns = match_columns(headings, saved_aliases(session))
    kind = kind or kind_of(columns) or SheetKind.HOUSEHOLDS
    return _view(sheet, SheetMapping(kind, header_row, settle_columns(columns, kind)))


def field_choices(kind: SheetKind) -> tuple[FieldChoice, ...]:
    """The columns that a sheet of the kind may have, in the roster's order."""
    parts: Sequence[Part] = {
        SheetKind.HOUSEHOLDS: (Part.HOUSEHOLD,),
        SheetKind.PEOPLE: (Part.PERSON,),
        SheetKind.BOTH: (Part.HOUSEHOLD, Part.PERSON),
    }[kind]
    return tuple(
        FieldChoice(part, key, field.name)
        for part in parts
        for key, field in fields_of(part).items()
    )


def saved_aliases(session: Session) -> Aliases:
    """Headings of all saved mappings; a later one wins."""
    known: dict[str, tuple[Part, str]] = {}
    for table in read_alias_tables(session).values():
        for heading, (part, key) in table.items():
            if part in set(Part) and key in fields_of(Part(part)):
                known[heading] = (Part(part), key)
    return known


def list_mappings(database: Database) -> tuple[SavedMapping, ...]:
    """The saved mappings, the oldest first."""
    with database.read() as session:
        tables = read_alias_tables(session)
    return tuple(
        SavedMapping(
            name,
            tuple(
                (heading, fields_of(Part(part))[key].name)
                for heading, (part, key) in table.items()
                if part in set(Part) and key in fields_of(Part(part))
            ),
        )
        for name, table in tables.items()
    )


def save_mapping(
    database: Database, *, name: str, mapping: Mapping[str, SheetMapping]
) -> Changes:  # fmt: skip
    """Keep how headings were matched, where that is not known anyway, for all later imports.

    Raises:
        UserError: the name is empty.
    """
    if not name.strip():
        raise UserError("请给这份列名对应表起一个名字。")
    chosen: dict[str, list[str]] = {}
    for sheet in mapping.values():
        for column in sheet.columns:
            if column.part is not None and not _is_known(column, sheet.kind):
                chosen[plain_heading(column.heading)] = [column.part.value, column.key]
    with database.action(f"保存列名对应表“{name.strip()}”") as unit:
        tables = read_alias_tables(unit.session)
        if chosen:
            tables.pop(name.strip(), None)
            tables[name.strip()] = chosen
            write_alias_tables(unit.session, tables)
    return unit.changes


def forget_mapping(database: Database, *, name: str) -> Changes:
    """Take a saved mapping away."""
    with database.action(f"删除列名对应表“{name}”") as unit:
        tables = read_alias_tables(unit.session)
        if tables.pop(name, None) is not None:
            write_alias_tables(unit.session, tables)
    return unit.changes


def _is_known(column: ColumnMatch, kind: SheetKind) -> bool:
    return column in settle_columns(
        match_columns([""] * column.index + [column.heading], {}), kind
    )  # fmt: skip


def _mappings(book: Workbook, aliases: Aliases) -> dict[str, SheetMapping]:
    """How the sheets would be read together; each by itself where together they cannot be."""
    try:
        return {table.sheet.name: table.mapping for table in find_tables(book, aliases)}
    except UserError:
        found = {sheet.name: recognise(sheet, aliases) for sheet in book.sheets}
        return {name: mapping for name, mapping in found.items() if mapping is not None}


def _view(sheet: SheetRows, mapping: SheetMapping | None) -> SheetView:
    preview = tuple(tuple(shown(cell) for cell in row) for row in sheet.rows[:_PREVIEWED])
    columns: tuple[ColumnView, ...] = ()
    if mapping is not None:
        offers = suggest_columns(mapping.columns, mapping.kind)
        columns = tuple(
            ColumnView(
                column, _samples(sheet, mapping.header_row, column.index), offers.get(column.index)
            )
            for column in mapping.columns
        )
    return SheetView(sheet.name, len(sheet.rows), preview, mapping, columns)


def _samples(sheet: SheetRows, header_row: int, index: int) -> tuple[str, ...]:
    body = sheet.rows[header_row : header_row + _PREVIEWED]
    texts = dict.fromkeys(shown(row[index]) for row in body if index < len(row))
    return tuple(text for text in texts if text.strip())[:_SAMPLES]
