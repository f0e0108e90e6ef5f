"""From the cells of the sheets to rows with stored values; bad rows are refused alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.workbook_reader import Cell
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.forms.headings import is_below_table, plain_heading
from fangfan_desktop.usecases.roster_cells import Bad, CellReader, CodeLists, Odd, cell_reader
from fangfan_desktop.usecases.roster_rows import (
    Findings,
    HouseholdRow,
    Part,
    PersonRow,
    RosterRow,
    shown,
)
from fangfan_desktop.usecases.roster_tables import ColumnMatch, RosterTable, SheetKind

Progress = Callable[[int, int, str], None]

_REPORT_EVERY = 1000
# known, so that they are not reported, but nothing is compared with them
_IGNORED = frozenset({"province", "city", "county", "township", "id_type", "person_code",
                      "insured_elsewhere"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """All rows in file order, refused ones among them; each table's own rows by sheet name."""

    households: list[HouseholdRow]
    people: list[PersonRow]


@dataclass(frozen=True, slots=True)
class _Reader:
    index: int
    heading: str
    key: str
    read: CellReader


def count_rows(tables: Sequence[RosterTable]) -> int:
    """Rows below the headers of all tables, empty ones included."""
    return sum(len(table.body) for table in tables)


def parse_tables(
    tables: Sequence[RosterTable], code_lists: CodeLists, findings: Findings, progress: Progress
) -> ParsedRows:
    """Read all rows. Columns that are not used and cells that are odd are warned of.

    In a sheet of both halves every person's row has its own household row, to be merged later.
    """
    parsed = ParsedRows([], [])
    total = count_rows(tables)
    done = 0
    for table in sorted(tables, key=lambda t: t.mapping.kind is not SheetKind.HOUSEHOLDS):
        _warn_of_unused(table, findings)
        parse = _TableParser(table, code_lists, findings)
        top = table.mapping.header_row + 1
        for number, cells in enumerate(table.body, top):
            if parse.has_content(cells):
                parse.row(number, cells, parsed)
            done += 1
            if done % _REPORT_EVERY == 0:
                progress(done, total, "读取各行")
    return parsed


def _warn_of_unused(table: RosterTable, findings: Findings) -> None:
    header = RosterRow(table.sheet.name, table.mapping.header_row)
    for column in table.mapping.unused:
        findings.warn(header, column.heading, None, "没有用到这一列：花名册里没有这一栏")


class _TableParser:
    # one sheet; keeps the readers of its columns and what it knows of repeated headings
    def __init__(self, table: RosterTable, code_lists: CodeLists, findings: Findings) -> None:
        self._name = table.sheet.name
        self._kind = table.mapping.kind
        self._findings = findings
        self._header = [plain_heading(c.heading) for c in table.mapping.columns]
        self._places = [c.index for c in table.mapping.columns]
        self._household = _readers(table.mapping.columns, Part.HOUSEHOLD, code_lists)
        self._person = _readers(table.mapping.columns, Part.PERSON, code_lists)
        self._used = [reader.index for reader in (*self._household, *self._person)]

    def has_content(self, cells: Sequence[Cell]) -> bool:
        """Whether the row is one of the table's: not empty, no total, no repeated header."""
        first = next((cells[i] for i in self._used if i < len(cells) and cells[i]), None)
        if first is None:
            return False
        if type(first) is str:
            text = first.strip()
            if not text and not any(str(cells[i] or "").strip() for i in self._used):
                return False
            if is_below_table(text):
                return False
            if plain_heading(text) in self._header:
                texts = [plain_heading(str(cells[i] or "")) for i in self._places]
                return texts != self._header
        return True

    def row(self, number: int, cells: Sequence[Cell], parsed: ParsedRows) -> None:
        """Read one row into `parsed`."""
        if self._kind is SheetKind.HOUSEHOLDS:
            household = HouseholdRow(self._name, number)
            self._fill(household, self._household, cells)
            parsed.households.append(household)
            return
        person = PersonRow(self._name, number)
        household = HouseholdRow(self._name, number)
        person.household = household
        bad = self._fill(household, self._household, cells, is_reported=False)
        bad += self._fill(person, self._person, cells, is_reported=False)
        if person.household_code is None:
            person.household_code = household.code
        if bad:
            self._findings.refuse_cells(person, bad)
            household.is_refused = True
        if self._kind is SheetKind.BOTH:
            household.code = household.code or person.household_code
            parsed.households.append(household)
        parsed.people.append(person)

    def _fill(
        self,
        row: RosterRow,
        readers: Sequence[_Reader],
        cells: Sequence[Cell],
        *,
        is_reported: bool = True,
    ) -> list[tuple[str, str, str]]:
        bad: list[tuple[str, str, str]] = []
        odd: list[tuple[str, str, str]] = []
        for reader in readers:
            raw = cells[reader.index] if reader.index < len(cells) else None
            if raw is None:
                continue
            value = reader.read(raw)
            if isinstance(value, Bad):
                bad.append((reader.heading, shown(raw), value.reason))
                continue
            if isinstance(value, Odd):
                odd += [(reader.heading, shown(raw), text) for text in value.warnings]
                value = value.value
            if value is not None and getattr(row, reader.key) is None:
                setattr(row, reader.key, value)
        for heading, text, reason in odd:
            self._findings.warn(row, heading, text, reason)
        if bad and is_reported:
            self._findings.refuse_cells(row, bad)
        return bad


def _readers(
    columns: Sequence[ColumnMatch], part: Part, code_lists: CodeLists
) -> list[_Reader]:  # fmt: skip
    readers: list[_Reader] = []
    for column in columns:
        field = column.field
        if column.part is part and field is not None and column.key not in _IGNORED:
            read = cell_reader(field, code_lists)
            readers.append(_Reader(column.index, column.heading, column.key, read))
    return readers


class VillageFinder:
    """The township's villages, by any spelling of their names."""

    def __init__(self, villages: Sequence[tuple[int, str, str]]) -> None:
        """Take the villages as (id, short name, official name)."""
        self._ids = {name: key for key, name, _ in villages}
        self._ids.update({official: key for key, _, official in villages})
        self.names = {key: name for key, name, _ in villages}
        self._shorts = list(self.names.values())
        self._found: dict[str, int | None] = {}

    def find(self, text: str) -> int | None:
        """The village's id, None where no village or several could be meant."""
        if text not in self._found:
            name = text if text in self._ids else match_village(text, self._shorts)
            self._found[text] = None if name is None else self._ids[name]
        return self._found[text]

    def resolve(self, rows: Sequence[HouseholdRow], findings: Findings) -> None:
        """Give each row its village; a row of an unknown one is refused."""
        for row in rows:
            if row.village is None or row.is_refused:
                continue
            row.village_id = self.find(row.village)
            if row.village_id is None:
                findings.refuse(row, "行政村", row.village, self._unknown(row.village))
            else:
                row.village = self.names[row.village_id]

    def _unknown(self, text: str) -> str:
        near = [name for name in self._shorts if name[:2] == text[:2]]
        hint = f"，是不是“{near[0]}”" if len(near) == 1 else ""
        return f"本镇没有“{text}”{hint}：请核对村名，或先在“设置与备份”里添加这个村"


def fill_from_also_read(row: HouseholdRow) -> None:
    """What columns that are only read tell of those that are kept, where these are empty.

    是否危房户 tells 住房是否安全; 低保 and 户类型 as the national system names them. 特困 without
    saying that it is scattered tells only that a household is not 分散特困.
    """
    if row.housing_safe is None and row.housing_unsafe is not None:
        row.housing_safe = 1 - row.housing_unsafe
    if row.on_dibao is None and row.dibao_kind:
        row.on_dibao = _benefit(row.dibao_kind)
    if row.scattered_tekun is None and row.tekun_kind and _benefit(row.tekun_kind) == 0:
        row.scattered_tekun = 0
    if row.is_lifted is None and row.household_kind and "脱贫户" in row.household_kind:
        row.is_lifted = 1


def _benefit(text: str) -> int | None:
    if text.startswith(("不", "未", "没", "否", "无")):
        return 0
    return 1 if text.endswith(("低保", "特困", "是")) else None
