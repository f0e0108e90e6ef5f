"""附件4 整改台账: reading lines, adding them, and writing their cells.

A line is never deleted; one made by mistake is undone as the action it was. The ledger goes on
after its campaign is closed: problems found in it are still being put right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fangfan_desktop.domain.ledger_rules import (
    TRANSITIONS,
    Closing,
    LedgerLevel,
    LedgerProblem,
    LedgerState,
    closing_problems,
)
from fangfan_desktop.domain.workdays import Light, LightColour, light
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.ledger import (
    LedgerRow,
    LineEvidence,
    LineNote,
    find_line,
    line_evidence,
    line_notes,
    line_rows,
)
from fangfan_desktop.usecases.ledger_entry import LineEntry

CellEdit = tuple[int, str, Value]  # line, key, value as it is stored
_NO_LIGHT = Light(LightColour.NONE, 0)


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which lines are listed; what is None or empty does not matter."""

    village_id: int | None = None
    state: LedgerState | None = None
    problem_type: str = ""
    text: str = ""  # all words must occur in the line
    is_open: bool = False  # not 已销号
    is_overdue: bool = False
    is_due_soon: bool = False  # three days or fewer, or overdue
    is_township_level: bool = False


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line as lists, grid and board show it."""

    row: LedgerRow
    light: Light
    has_deadline: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the deadline has passed and the line is not closed."""
        return self.has_deadline and self.light.colour is LightColour.OVERDUE


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """Numbers of lines in a campaign's ledger."""

    total: int = 0
    by_state: Mapping[LedgerState, int] = field(default_factory=dict[LedgerState, int])
    near: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class LinePage:
    """One line with its whole life.

    `next_states` are the states it may go to; `missing` is what it lacks for being closed.
    """

    line: ListedLine
    notes: tuple[LineNote, ...]
    evidence: tuple[LineEvidence, ...]
    next_states: tuple[LedgerState, ...]
    missing: tuple[LedgerProblem, ...]


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A new line, its number, and the reasons of values that were not taken."""

    id: int
    number: int
    changes: Changes
    refused: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class SavedLines:
    """What became of edited cells: written lines as they now are, reasons by line and key."""

    changes: Changes
    lines: Mapping[int, ListedLine]
    refused: Mapping[tuple[int, str], str]


def list_lines(
    database: Database,
    *,
    campaign_id: int,
    chosen: LedgerFilter | None = None,
    today: date | None = None,
) -> list[ListedLine]:
    """Lines of a campaign by number.

    Args:
        database: the open database.
        campaign_id: the campaign.
        chosen: which lines; all without.
        today: the day that the lights are seen on; the office's day without.
    """
    wanted = chosen or LedgerFilter()
    with database.read() as session:
        rows = line_rows(session, campaign_id)
    day = today or database.today()
    return choose_lines((seen_on(row, day) for row in rows), wanted)


def choose_lines(lines: Iterable[ListedLine], chosen: LedgerFilter) -> list[ListedLine]:
    """The lines that a filter lets through."""
    return [line for line in lines if _is_chosen(line, chosen)]


def count_lines(database: Database, *, campaign_id: int, today: date | None = None) -> LedgerCounts:
    """Lines by state and by light."""
    lines = list_lines(database, campaign_id=campaign_id, today=today)
    return counts_of(lines)


def counts_of(lines: Iterable[ListedLine]) -> LedgerCounts:
    """Lines by state and by light, of lines that were read already."""
    states = dict.fromkeys(LedgerState, 0)
    colours = dict.fromkeys(LightColour, 0)
    for line in lines:
        states[line.row.state] += 1
        if line.has_deadline:
            colours[line.light.colour] += 1
    return LedgerCounts(
        sum(states.values()), states, colours[LightColour.NEAR], colours[LightColour.OVERDUE]
    )


def line_page(database: Database, *, line_id: int, today: date | None = None) -> LinePage:
    """One line with notes, evidence, and what may be done next.

    Raises:
        UserError: there is no such line.
    """
    with database.read() as session:
        find_line(session, line_id)
        row = line_rows(session, line_ids=[line_id])[0]
        evidence = line_evidence(session, line_id)
        return LinePage(
            line=seen_on(row, today or database.today()),
            notes=tuple(line_notes(session, line_id)),
            evidence=tuple(evidence),
            next_states=TRANSITIONS[row.state],
            missing=closing_problems(Closing(len(evidence), row.accepted_by, row.accepted_on)),
        )


def add_line(  # noqa: PLR0913 - a parameter for each thing that is known of a problem
    database: Database,
    *,
    campaign_id: int,
    level: LedgerLevel = LedgerLevel.VILLAGE,
    values: Mapping[str, Value] | None = None,
    household_id: int | None = None,
    source: str = "",
    found_by: str = "",
    found_on: date | None = None,
) -> AddedLine:
    """Add a line with the next number, in the state 待整改.

    Args:
        database: the open database.
        campaign_id: whose ledger.
        level: whose problem it is.
        values: printed columns by key, as they are stored.
        household_id: the line is about this household; it is then 户级.
        source: the check or form that it was found in.
        found_by: who found it.
        found_on: when; today without.

    Raises:
        UserError: there is no such campaign, it has no ledger, or the household is gone.
    """
    with database.action("新增整改问题") as unit:
        entry = LineEntry(unit, campaign_id)
        line = entry.new_line(level, source=source, found_on=found_on or database.today())
        line.found_by = found_by or None
        if household_id is not None:
            entry.take_household(line, household_id)
        refused = entry.enter(line, values or {})
        unit.session.flush()
        line_id, number = line.id, line.number
    return AddedLine(line_id, number, unit.changes, refused)


def edit_lines(
    database: Database,
    *,
    campaign_id: int,
    edits: Iterable[CellEdit],
    action_name: str = "修改整改台账",
    today: date | None = None,
) -> SavedLines:
    """Write cells as one action; refused cells are left as they were and reported.

    Keys are those of the printed columns, and `level` (乡镇级、村级、户级).
    """
    wanted: dict[int, dict[str, Value]] = {}
    for line_id, key, value in edits:
        wanted.setdefault(line_id, {})[key] = value
    refused: dict[tuple[int, str], str] = {}
    with database.action(action_name) as unit:
        entry = LineEntry(unit, campaign_id)
        for line_id, values in wanted.items():
            line = find_line(unit.session, line_id)
            if line.state == LedgerState.CLOSED.value:
                sentence = f"第{line.number}条已销号，不能修改。确需修改请先重新打开"
                refused |= dict.fromkeys(((line_id, key) for key in values), sentence)
                continue
            found = entry.enter(line, values)
            refused |= {(line_id, key): sentence for key, sentence in found.items()}
        unit.session.flush()
        rows = line_rows(unit.session, line_ids=wanted.keys())
    day = today or database.today()
    lines = {row.id: seen_on(row, day) for row in rows}
    return SavedLines(unit.changes, lines, refused)


def pick_household(database: Database, *, line_id: int, household_id: int) -> Changes:
    """Make a line one about a household; village, head and ID number come from the registry.

    Raises:
        UserError: the line is closed, or the household is gone or has no head.
    """
    with database.action("选择整改农户") as unit:
        line = find_line(unit.session, line_id)
        if line.state == LedgerState.CLOSED.value:
            raise UserError(f"第{line.number}条已销号，不能修改。确需修改请先重新打开。")
        LineEntry(unit, line.campaign_id).take_household(line, household_id)
    return unit.changes


def seen_on(row: LedgerRow, today: date) -> ListedLine:
    """A line with its light; a closed line has none."""
    if row.deadline is None or row.state is LedgerState.CLOSED:
        return ListedLine(row, _NO_LIGHT, has_deadline=False)
    return ListedLine(row, light(row.deadline, today), has_deadline=True)


def _is_chosen(line: ListedLine, chosen: LedgerFilter) -> bool:
    row = line.row
    is_due = line.has_deadline and line.light.colour is not LightColour.NONE
    return (
        (chosen.village_id is None or row.village_id == chosen.village_id)
        and (chosen.state is None or row.state is chosen.state)
        and not (chosen.is_open and row.state is LedgerState.CLOSED)
        and (not chosen.problem_type or row.value("problem_type") == chosen.problem_type)
        and (not chosen.is_overdue or line.is_overdue)
        and (not chosen.is_due_soon or is_due)
        and (not chosen.is_township_level or row.level is LedgerLevel.TOWNSHIP)
        and _has_words(row, chosen.text)
    )


def _has_words(row: LedgerRow, text: str) -> bool:
    words = text.casefold().split()
    if not words:
        return True
    whole = " ".join(str(value) for value in row.values if value is not None).casefold()
    return all(word in whole for word in words)
