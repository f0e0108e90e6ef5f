"""Which sheets of a workbook are rosters, where their header stands, and what each column means.

Own workbook: 农户 and 家庭成员. Exports of the national system: one row a person, the household's
columns repeated, the header in row 3, some headings twice (风险是否已消除, 风险是否已消除0).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz, process

from fangfan_desktop.documents.import_marks import REASON_HEADING, SUMMARY_SHEET
from fangfan_desktop.documents.workbook_reader import Cell, SheetRows, Workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field
from fangfan_desktop.forms.headings import heading_keys, plain_heading
from fangfan_desktop.usecases.roster_rows import Part

_HEADER_WITHIN = 30  # rows from the top in which the header must stand
_FEWEST_HEADINGS = 2
_ALIKE = 72  # of 100: how alike a heading must be to be offered
_COPY_MARK = re.compile(r"[0-9.]+$")  # what other programs hang on a heading that comes twice
# columns that only tell the household of a person's row, where a sheet 农户 holds the rest
_LINKS = frozenset({"code", "head_name", "head_id_number", "village", "group"})
_SHARED = frozenset({"phone", "remarks"})  # headings that both halves have


class SheetKind(StrEnum):
    """What a row of the sheet is."""

    HOUSEHOLDS = "households"  # 农户: a household
    PEOPLE = "people"  # 家庭成员: a person
    BOTH = "both"  # a person, with the household's columns beside


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column of the sheet and the field that it is; `index` from 0, key "" = not used."""

    index: int
    heading: str
    part: Part | None = None
    key: str = ""

    @property
    def field(self) -> Field | None:
        """The field, None where the column is not used."""
        return None if self.part is None else fields_of(self.part).get(self.key)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How a sheet is to be read; header_row counted from 1."""

    kind: SheetKind
    header_row: int
    columns: tuple[ColumnMatch, ...]

    @property
    def unused(self) -> tuple[ColumnMatch, ...]:
        """Columns with a heading that mean nothing here; those of our own report left out."""
        return tuple(
            column
            for column in self.columns
            if column.part is None and column.heading != REASON_HEADING
        )

    def keys(self, part: Part) -> frozenset[str]:
        """Fields of that half that the sheet has."""
        return frozenset(column.key for column in self.columns if column.part is part)


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A sheet and how it is read."""

    sheet: SheetRows
    mapping: SheetMapping

    @property
    def body(self) -> Sequence[Sequence[Cell]]:
        """The rows below the header."""
        return self.sheet.rows[self.mapping.header_row :]


Aliases = Mapping[str, tuple[Part, str]]  # plain heading → field, as the office has saved them


@cache
def fields_of(part: Part) -> dict[str, Field]:
    """All columns that are read, by key; those that are only compared among them."""
    form = part.form
    return {field.key: field for field in (*form.fields, *form.also_read)}


@cache
def _known(part: Part) -> dict[str, str]:
    return heading_keys(part.form)


def find_tables(
    book: Workbook, aliases: Aliases, given: Mapping[str, SheetMapping] | None = None
) -> list[RosterTable]:
    """The rosters of a workbook.

    Args:
        book: As read.
        aliases: Headings that the office has saved.
        given: By sheet name, how to read it; where it is given, other sheets are left out.

    Raises:
        UserError: no sheet is a roster, or one lacks a column that nothing can replace.
    """
    if given is not None:
        tables = [RosterTable(s, given[s.name]) for s in book.sheets if s.name in given]
    else:
        tables = _recognised(book, aliases)
    if not tables:
        raise UserError(
            "没有找到花名册。请核对：一张表要有“行政村、户主姓名”等农户栏，"
            "或者“户编号、姓名、与户主关系”等家庭成员栏，表头在前30行之内。"
        )
    for table in tables:
        _check_columns(table)
    return tables


def _recognised(book: Workbook, aliases: Aliases) -> list[RosterTable]:
    tables: list[RosterTable] = []
    for sheet in book.sheets:
        is_skipped = sheet.is_hidden or sheet.name == SUMMARY_SHEET
        mapping = None if is_skipped else recognise(sheet, aliases)
        if mapping is not None:
            tables.append(RosterTable(sheet, mapping))
    if any(table.mapping.kind is SheetKind.HOUSEHOLDS for table in tables):
        tables = [_as_people(table) for table in tables]
    return tables


def recognise(sheet: SheetRows, aliases: Aliases) -> SheetMapping | None:
    """How the sheet is to be read, None where it is no roster."""
    header = _find_header(sheet, aliases)
    if header is None:
        return None
    headings = headings_of(sheet, header)
    columns = match_columns(headings, aliases)
    kind = kind_of(columns)
    return None if kind is None else SheetMapping(kind, header, _settled(columns, kind))


def headings_of(sheet: SheetRows, header_row: int) -> list[str]:
    """The texts of the header, `header_row` counted from 1."""
    cells = sheet.rows[header_row - 1] if 0 < header_row <= len(sheet.rows) else []
    return ["" if cell is None else str(cell).strip() for cell in cells]


def match_columns(headings: Sequence[str], aliases: Aliases) -> tuple[ColumnMatch, ...]:
    """What each heading means, exactly or by an alias; empty headings are left out.

    A heading of both halves (户编号, 联系电话, 备注) is given as the household's.
    """
    found = ((index, text, _meaning(text, aliases)) for index, text in enumerate(headings) if text)
    return tuple(
        ColumnMatch(index, text) if meaning is None else ColumnMatch(index, text, *meaning)
        for index, text, meaning in found
    )


def suggest_columns(columns: Sequence[ColumnMatch], kind: SheetKind) -> dict[int, ColumnMatch]:
    """For unused columns, a field whose heading looks alike and is not taken: a mere offer."""
    parts = [Part.PERSON] if kind is SheetKind.PEOPLE else [Part.HOUSEHOLD]
    parts += [Part.PERSON] if kind is SheetKind.BOTH else []
    taken = {(column.part, column.key) for column in columns}
    names = {
        heading: (part, key)
        for part in parts
        for heading, key in _known(part).items()
        if (part, key) not in taken
    }
    offers: dict[int, ColumnMatch] = {}
    for column in columns:
        if column.part is None and names:
            best = process.extractOne(
                plain_heading(column.heading), list(names), scorer=fuzz.WRatio, score_cutoff=_ALIKE
            )
            if best is not None:
                offers[column.index] = ColumnMatch(column.index, column.heading, *names[best[0]])
    return offers


def kind_of(columns: Sequence[ColumnMatch]) -> SheetKind | None:
    """What a row of a sheet with these columns is, None where it is no roster."""
    household = {c.key for c in columns if c.part is Part.HOUSEHOLD}
    person = {c.key for c in columns if c.part is Part.PERSON}
    has_person = "name" in person and bool(person & {"relation", "id_number"})
    if has_person:
        return SheetKind.BOTH if "village" in household else SheetKind.PEOPLE
    is_household = bool(household & {"village", "code"}) and "head_name" in household
    is_update = "code" in household and len(household) >= _FEWEST_HEADINGS
    return SheetKind.HOUSEHOLDS if is_household or is_update else None


def settle_columns(columns: Sequence[ColumnMatch], kind: SheetKind) -> tuple[ColumnMatch, ...]:
    """The columns with headings of both halves given to the half that the kind asks for."""
    return _settled(tuple(columns), kind)


def _meaning(heading: str, aliases: Aliases) -> tuple[Part, str] | None:
    for text in (plain_heading(heading), _COPY_MARK.sub("", plain_heading(heading))):
        if text in aliases:
            return aliases[text]
        for part in Part:
            key = _known(part).get(text)
            if key is not None:
                return part, key
    return None


def _find_header(sheet: SheetRows, aliases: Aliases) -> int | None:
    """Row of the header, counted from 1: the one with most known headings."""
    best, most = 0, _FEWEST_HEADINGS - 1
    for number in range(1, min(_HEADER_WITHIN, len(sheet.rows)) + 1):
        texts = [text for text in headings_of(sheet, number) if text]
        found = sum(_meaning(text, aliases) is not None for text in texts)
        if found > most:
            best, most = number, found
    return best or None


def _settled(columns: tuple[ColumnMatch, ...], kind: SheetKind) -> tuple[ColumnMatch, ...]:
    return tuple(_settle(column, columns, kind) for column in columns)


def _settle(
    column: ColumnMatch, columns: Sequence[ColumnMatch], kind: SheetKind
) -> ColumnMatch:  # fmt: skip
    """Headings of both halves go where the kind of the sheet asks for them."""
    if kind is SheetKind.HOUSEHOLDS:
        return column if column.part is Part.HOUSEHOLD else _drop(column)
    if column.part is not Part.HOUSEHOLD:
        return column
    in_people = _known(Part.PERSON).get(plain_heading(column.heading))
    if kind is SheetKind.PEOPLE:
        if in_people is not None:
            return ColumnMatch(column.index, column.heading, Part.PERSON, in_people)
        return column if column.key in _LINKS else _drop(column)
    is_own = any(c.part is Part.PERSON and c.key == column.key for c in columns)
    if in_people is not None and column.key in _SHARED and not is_own:
        return ColumnMatch(column.index, column.heading, Part.PERSON, in_people)
    return column


def _drop(column: ColumnMatch) -> ColumnMatch:
    return ColumnMatch(column.index, column.heading)


def _as_people(table: RosterTable) -> RosterTable:
    """Beside a sheet 农户, the household's columns of a people's sheet only tell the household."""
    mapping = table.mapping
    if mapping.kind is not SheetKind.BOTH:
        return table
    columns = match_columns([*_texts(mapping)], {})
    known = {column.index: column for column in mapping.columns}
    again = tuple(
        _settle(known.get(column.index, column), columns, SheetKind.PEOPLE) for column in columns
    )
    return RosterTable(table.sheet, SheetMapping(SheetKind.PEOPLE, mapping.header_row, again))


def _texts(mapping: SheetMapping) -> list[str]:
    texts = [""] * (1 + max(column.index for column in mapping.columns))
    for column in mapping.columns:
        texts[column.index] = column.heading
    return texts


def _check_columns(table: RosterTable) -> None:
    mapping = table.mapping
    if mapping.kind is SheetKind.HOUSEHOLDS:
        has = mapping.keys(Part.HOUSEHOLD)
        missing = [] if has & {"code", "head_name", "head_id_number"} else ["户主姓名"]
    else:
        has = mapping.keys(Part.PERSON)
        needed = {"name": "姓名", "relation": "与户主关系"}
        missing = [title for key, title in needed.items() if key not in has]
    if missing:
        raise UserError(
            f"“{table.sheet.name}”表缺少{'、'.join(f'“{title}”' for title in missing)}栏。"
            "请补上这一栏，或者在导入向导里指定哪一列是它。"
        )
