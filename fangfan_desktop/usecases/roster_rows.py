"""What a roster workbook's rows hold once they are read, and what is found about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.forms.load import load_form

# so many lines are kept for the screen; the counts are always whole
MOST_LISTED_CHANGES = 2000
MOST_LISTED_ADDED = 500


class Part(StrEnum):
    """Which half of the roster a column belongs to."""

    HOUSEHOLD = "household"  # 农户
    PERSON = "person"  # 家庭成员

    @property
    def form(self) -> Form:
        """The shipped form whose columns and aliases are this half's."""
        return load_form("roster-households" if self is Part.HOUSEHOLD else "roster-people")


class Outcome(StrEnum):
    """What becomes of a row, as the trial shows it."""

    REFUSED = "拒收"
    WARNED = "提醒"
    CHANGED = "更改"
    ADDED = "新增"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One line of the trial: a row of the workbook and what is to be said about it.

    Attributes:
        outcome: What becomes of the row.
        sheet: Name of the sheet.
        row: Row of the sheet, counted from 1 as spreadsheets do.
        column: Heading of the cell; empty where the whole row is meant.
        value: The cell as text.
        reason: Chinese sentence saying why, and what to do.
        name: Person or head of household, for the reader.
        village: Village, for the reader.
        more: Further refused cells of the same row, as (column, value, reason).
    """

    outcome: Outcome
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    name: str = ""
    village: str = ""
    more: tuple[tuple[str, str, str], ...] = ()

    def as_json(self) -> dict[str, object]:
        """As the command line tells a refusal."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


@dataclass(slots=True)
class RosterRow:
    """Where a row stands; `is_refused` rows are read no further."""

    sheet: str
    number: int
    is_refused: bool = False


@dataclass(slots=True)
class HouseholdRow(RosterRow):
    """A household as the workbook has it; None is an empty cell, which overwrites nothing.

    Values are stored values (fen, ISO dates, 1/0); `village` and `group` are still names.
    """

    village: str | None = None
    group: str | None = None
    code: str | None = None
    head_name: str | None = None
    head_id_number: str | None = None
    phone: str | None = None
    is_lifted: int | None = None
    lifted_year: int | None = None
    category: str | None = None
    identified_on: str | None = None
    is_cleared: int | None = None
    cleared_on: str | None = None
    on_dibao: int | None = None
    dibao_since: str | None = None
    scattered_tekun: int | None = None
    relocated: int | None = None
    housing_safe: int | None = None
    water_safe: int | None = None
    income_per_capita: int | None = None
    remarks: str | None = None
    population: int | None = None
    housing_unsafe: int | None = None
    household_kind: str | None = None
    dibao_kind: str | None = None
    tekun_kind: str | None = None
    village_id: int | None = None
    people: "list[PersonRow]" = field(default_factory=list)


@dataclass(slots=True)
class PersonRow(RosterRow):
    """A person as the workbook has it; None is an empty cell, which overwrites nothing."""

    household_code: str | None = None
    name: str | None = None
    relation: str | None = None
    id_number: str | None = None
    ethnicity: str | None = None
    education: str | None = None
    school_state: str | None = None
    health: str | None = None
    disability_grade: str | None = None
    labour: str | None = None
    work_region: str | None = None
    work_months: int | None = None
    insured: int | None = None
    phone: str | None = None
    remarks: str | None = None
    sex: str | None = None
    born_on: str | None = None
    age: int | None = None
    work_place: str | None = None
    disability_category: str | None = None
    household: HouseholdRow | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    # a finding whose row may still learn its village and its head
    outcome: Outcome
    row: RosterRow
    column: str
    value: str
    reason: str
    more: tuple[tuple[str, str, str], ...] = ()

    def told(self) -> RowFinding:
        name, village = _who(self.row)
        return RowFinding(
            self.outcome,
            self.row.sheet,
            self.row.number,
            self.column,
            self.value,
            self.reason,
            name,
            village,
            self.more,
        )


class Findings:
    """Gathers what is found; a refused row counts once however many cells are bad."""

    def __init__(self) -> None:
        self._warnings: list[_Note] = []
        self._changes: list[_Note] = []
        self._added: list[_Note] = []
        self._refused: dict[tuple[str, int], _Note] = {}

    def refusals(self, sheets: Sequence[str]) -> tuple[RowFinding, ...]:
        """One finding a refused row, by sheet in this order and by row."""
        places = {name: place for place, name in enumerate(sheets)}
        found = sorted(self._refused, key=lambda at: (places.get(at[0], len(places)), at[1]))
        return tuple(self._refused[at].told() for at in found)

    @property
    def warnings(self) -> tuple[RowFinding, ...]:
        """What is taken in and needs a look."""
        return tuple(note.told() for note in self._warnings)

    @property
    def changes(self) -> tuple[RowFinding, ...]:
        """The first changed rows."""
        return tuple(note.told() for note in self._changes)

    @property
    def added(self) -> tuple[RowFinding, ...]:
        """The first new rows."""
        return tuple(note.told() for note in self._added)

    def refuse(self, row: RosterRow, column: str, value: Value, reason: str) -> None:
        """The row cannot be taken."""
        self.refuse_cells(row, [(column, shown(value), reason)])

    def refuse_cells(self, row: RosterRow, cells: Sequence[tuple[str, str, str]]) -> None:
        """The row cannot be taken for these cells, given as (column, value, reason)."""
        row.is_refused = True
        (column, value, reason), *more = cells
        note = _Note(Outcome.REFUSED, row, column, value, reason, tuple(more))
        self._refused.setdefault((row.sheet, row.number), note)

    def warn(self, row: RosterRow, column: str, value: Value, reason: str) -> None:
        """The row is taken in, and should be looked at."""
        self._warnings.append(_Note(Outcome.WARNED, row, column, shown(value), reason))

    def list_change(self, row: RosterRow, text: str) -> None:
        """The row changes what is stored."""
        if len(self._changes) < MOST_LISTED_CHANGES:
            self._changes.append(_Note(Outcome.CHANGED, row, "", _key_of(row), text))

    def list_added(self, row: RosterRow, text: str) -> None:
        """The row is new."""
        if len(self._added) < MOST_LISTED_ADDED:
            self._added.append(_Note(Outcome.ADDED, row, "", _key_of(row), text))


def shown(value: object) -> str:
    """A cell as people read it: whole numbers without a tail, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _who(row: RosterRow) -> tuple[str, str]:
    if isinstance(row, HouseholdRow):
        return row.head_name or "", row.village or ""
    if isinstance(row, PersonRow):
        return row.name or "", (row.household.village or "") if row.household else ""
    return "", ""


def _key_of(row: RosterRow) -> str:
    if isinstance(row, HouseholdRow):
        return row.code or row.head_id_number or ""
    return (row.id_number or "") if isinstance(row, PersonRow) else ""
