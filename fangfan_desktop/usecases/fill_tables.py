"""Which tables of somebody else's workbook are filled, and what each of their columns is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from fangfan_desktop.documents.blank_header import FoundColumn, FoundHeader
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import SheetColumn, guess_subject
from fangfan_desktop.forms.field_match import AskedColumn, FieldMatch, Verdict, match_fields
from fangfan_desktop.forms.form import Field, Kind, Subject
from fangfan_desktop.forms.guess import Guess, guess_field
from fangfan_desktop.forms.heading_words import essence
from fangfan_desktop.usecases.fill_sources import SEQ, FillSource
from fangfan_desktop.usecases.form_from_workbook import NO_TABLE, has_person_a_row

_FEWEST = 2  # columns that have to be known for a table to be one of ours
_FEWEST_FURTHER = 3  # likewise for a further sheet of the workbook,
_LEAST_SHARE = 0.5  # and this share of its columns
_LEAST_OF_LIST = 1 / 4  # of the columns say something about a line of problems
_WHOSE = frozenset({SEQ, "township", "village", "group", "head_name", "remarks"})
_OF_VILLAGES = (Subject.VILLAGE, Subject.VILLAGE_PROBLEM, Subject.VILLAGE_COUNT)


@dataclass(frozen=True, slots=True)
class FillTable:
    """A table of theirs with what each column is."""

    header: FoundHeader
    source: FillSource
    matches: tuple[FieldMatch, ...]

    @property
    def fields(self) -> list[tuple[FoundColumn, Field]]:
        """The columns that are known, with what they are."""
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


def fillable_headers(headers: Sequence[FoundHeader], source: Path) -> list[FoundHeader]:
    """The tables with a row a household or a village.

    Raises:
        UserError: there is none.
    """
    seen = [header for header in headers if not header.is_hidden]
    tables = [h for h in seen if not h.is_page and not has_person_a_row(h)]
    if seen and not tables:
        if any(header.is_page for header in seen):
            raise UserError(f"“{source.name}”{NO_TABLE}")
        raise UserError(
            f"“{source.name}”是一人一行的表，这里只能填一户一行或一村一行的表。"
            "家庭成员请从花名册导出后再粘贴。"
        )
    return tables


def fill_tables(
    headers: Sequence[FoundHeader], sources: Sequence[FillSource], path: Path
) -> list[FillTable]:
    """The sheets that are filled, the best first; all with rows of one form."""
    tables = [
        table
        for header in headers
        if not header.is_hidden and (table := _best(header, sources)) is not None
    ]
    tables.sort(key=lambda table: -len(table.fields))
    tables = list({table.header.sheet: table for table in reversed(tables)}.values())[::-1]
    if not tables or len(tables[0].fields) < _FEWEST:
        raise UserError(
            f"“{path.name}”的栏目和这次排查的表对不上，没有填。"
            "请核对文件，或在“数据交换”里用它建一张新表。"
        )
    first = tables[0]
    return [first, *(table for table in tables[1:] if _goes_with(table, first))]


def _goes_with(table: FillTable, first: FillTable) -> bool:
    """Whether a further sheet is filled too: it has the same header, or is well known."""
    if table.source.form.key != first.source.form.key:
        return False
    is_same = [c.headings for c in table.header.columns] == [
        c.headings for c in first.header.columns
    ]
    least = max(_FEWEST_FURTHER, _LEAST_SHARE * len(table.header.columns))
    return is_same or len(table.fields) >= least


def _best(header: FoundHeader, sources: Sequence[FillSource]) -> FillTable | None:
    """The form that knows most of the table's columns; where two do, whose name is more alike."""
    about = guess_subject(header.title, [SheetColumn(c.index, c.headings) for c in header.columns])
    tables = [
        FillTable(header, source, _matches(header, source))
        for source in sources
        if _can_be(source, about)
    ]

    def rank(table: FillTable) -> tuple[int, int, int, float]:
        form = table.source.form
        alike = max(fuzz.ratio(header.title, text) for text in (form.title, form.name))
        return table.telling, len(table.fields), table.own, alike

    return max(filter(_can_fill, tables), key=rank, default=None)


def _can_fill(table: FillTable) -> bool:
    """Lines of problems fill a table only where it asks for several things about them."""
    is_list = table.source.form.subject in {Subject.VILLAGE_PROBLEM, Subject.LEDGER_LINE}
    share = table.telling / len(table.header.columns)
    return not is_list or (table.telling >= _FEWEST and share >= _LEAST_OF_LIST)


def _matches(header: FoundHeader, source: FillSource) -> tuple[FieldMatch, ...]:
    """What each column is; a heading that a field has word for word is it, whatever is guessed."""
    wordings = {wording.leaf for known in source.known for wording in known.wordings}
    asked = [
        AskedColumn(
            column.headings,
            _guess(column)
            if essence(lowest_heading(column)) not in wordings or _asks_of_its_own(column)
            else None,
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


def _asks_of_its_own(column: FoundColumn) -> bool:
    """Whether a column asks 是否, or offers words of its own: 有无劳动力, （已消除/未消除）."""
    guess = _guess_field(column)
    pairs = ({"有", "无"}, {"√", "×"}, {"Y", "N"}, {"1", "0"})
    return guess.kind is Kind.YES_NO or (bool(guess.choices) and set(guess.choices) not in pairs)


def _can_be(source: FillSource, about: Subject) -> bool:
    """Whether rows about the one can fill a table about the other: households or villages."""
    subject = source.form.subject
    if subject not in {Subject.HOUSEHOLD, *_OF_VILLAGES}:
        return True
    return (subject is Subject.HOUSEHOLD) == (about is Subject.HOUSEHOLD)


def _guess(column: FoundColumn) -> Kind:
    return _guess_field(column).kind


def _guess_field(column: FoundColumn) -> Guess:
    return guess_field(
        column.headings,
        choices=column.choices,
        number_format=column.number_format,
        hint=column.hint,
    )


def lowest_heading(column: FoundColumn) -> str:
    """The lowest heading of a column, without white space."""
    lowest = next((text for text in reversed(column.headings) if text), "")
    return "".join(lowest.split())
