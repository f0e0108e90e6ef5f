"""Clues and cases (监测帮扶) as a list and as a board by step: read once, filtered the same way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseState, StepFact
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.case_rows import CaseRow, case_rows
from fangfan_desktop.storage.cases import steps_by_case, stored_procedures
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.household_selections import IDENTITIES
from fangfan_desktop.storage.selections import Count, count_by_village
from fangfan_desktop.storage.workbench import Lacking
from fangfan_desktop.usecases.case_standing import (
    ENDED,
    RUNNING,
    CaseLine,
    StepInHand,
    case_line,
    waiting_order,
)
from fangfan_desktop.usecases.procedures import office_procedure, stored

__all__ = ["ENDED", "RUNNING", "CaseLine", "CaseState", "Lacking", "LightColour", "StepInHand"]

CATEGORIES: tuple[str, ...] = tuple(DEFAULT_LISTS["monitoring_category"].items)
RUNNING_WORD = "未消除"  # 帮扶中 and 消除中 together
_NO_STEPS: tuple[StepFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnKey:
    """A column of the board: a step by its name, or a state."""

    name: str
    stage: Stage | None = None
    state: CaseState | None = None

    @property
    def title(self) -> str:
        """民主评议, 消除：入户核实, 帮扶中."""
        return f"消除：{self.name}" if self.stage is Stage.CLEAR else self.name

    @property
    def is_ended(self) -> bool:
        """Whether its cases need nothing more."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What is shown; None, "" and empty filter nothing. All conditions hold together."""

    states: frozenset[CaseState] = frozenset()
    step: tuple[Stage, str] | None = None  # stage and name of a step in hand
    category: str = ""
    village_id: int | None = None
    light: LightColour | None = None
    lacking: Lacking | None = None  # running cases without helper, or without measure
    text: str = ""  # part of code, head, initials, household code, group, risk or helper


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases, the longest wait first.

    Attributes:
        lines: The cases of households on the books.
        running: Households and people of 未消除监测对象, from the selection of every table.
        columns: The board's columns in order, those without a case as well.
        today: The day that the lights are seen from.
    """

    lines: tuple[CaseLine, ...]
    running: Count
    columns: tuple[ColumnKey, ...]
    today: date

    def line(self, case_id: int) -> CaseLine | None:
        """The case of that id."""
        return next((line for line in self.lines if line.case_id == case_id), None)


def read_cases(database: Database, today: date | None = None) -> CaseBook:
    """All cases of the township.

    A household that left as a whole is left out, as in the register and its counts. The count of
    running ones comes from the selection 监测对象（未消除）, so that it is the one of every table.
    """
    day = today or database.today()
    with database.read() as session:
        connection = session.connection()
        corrections = read_corrections(session)
        steps = steps_by_case(connection)
        rows = case_rows(connection)
        procedures = _Procedures(session, day)
        lines = [
            case_line(row, steps.get(row.case_id, _NO_STEPS), procedures.of(row), day, corrections)
            for row in rows
        ]
        running = count_by_village(session, IDENTITIES["monitored"])
    lines.sort(key=waiting_order)
    return CaseBook(
        tuple(lines), sum(running.values(), Count()), board_columns(procedures.used), day
    )


def find_line(database: Database, code: str) -> CaseLine:
    """The case of that code.

    Raises:
        UserError: there is none.
    """
    wanted = code.strip()
    for line in read_cases(database).lines:
        if line.code == wanted:
            return line
    raise UserError(
        f"没有编号为“{wanted}”的个案。编号形如 2022-0031，可以用 fangfan case list 查看。"
    )


def matching(lines: Iterable[CaseLine], wanted: CaseFilter) -> tuple[CaseLine, ...]:
    """The cases that the filter lets through, in their order."""
    return tuple(line for line in lines if _fits(line, wanted))


def count_people(lines: Sequence[CaseLine]) -> tuple[int, int]:
    """Households and people of the cases, each household once."""
    people = {line.household_id: line.people for line in lines}
    return len(people), sum(people.values())


def board_columns(procedures: Sequence[Procedure]) -> tuple[ColumnKey, ...]:
    """Columns of the board: identifying steps, 帮扶中, clearing steps, then what has ended.

    Steps of the same name fall in one column, whatever the procedure; a step that only one
    procedure has stands where that one has it.
    """
    steps = {stage: _merged_names(procedures, stage) for stage in Stage}
    return (
        *(ColumnKey(name, stage=Stage.IDENTIFY) for name in steps[Stage.IDENTIFY]),
        _state_column(CaseState.IDENTIFYING),
        _state_column(CaseState.HELPING),
        *(ColumnKey(name, stage=Stage.CLEAR) for name in steps[Stage.CLEAR]),
        _state_column(CaseState.CLEARING),
        *(_state_column(s) for s in (CaseState.CLEARED, CaseState.REFUSED, CaseState.REMOVED)),
    )


def column_of(line: CaseLine) -> ColumnKey:
    """Where the card of a case lies: at its first step in hand, else at its state."""
    if line.steps:
        first = line.steps[0]
        return ColumnKey(first.name, stage=first.stage)
    return _state_column(line.state)


def common_steps(lines: Sequence[CaseLine]) -> tuple[StepInHand, ...]:
    """Steps that all of these cases can take now, as the first of them has them in order."""
    if not lines:
        return ()
    shared = set(lines[0].steps).intersection(*(line.steps for line in lines[1:]))
    return tuple(step for step in lines[0].steps if step in shared)


def states_named(text: str) -> frozenset[CaseState]:
    """The states of a word: one of `CaseState`, or 未消除 for the running ones.

    Raises:
        ValueError: there is no such state.
    """
    return RUNNING if text == RUNNING_WORD else frozenset({CaseState(text)})


class _Procedures:
    """The procedures of cases, each stored text parsed once.

    `used` are those in use: the office's of the day first, then those of cases that run.
    """

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._stored = {row.id: row.definition for row in stored_procedures(session)}
        self._by_day: dict[date, Procedure] = {}
        self.used: list[Procedure] = [self._of_day(today)]

    def of(self, row: CaseRow) -> Procedure:
        """The procedure of a case: its stored copy, else the office's of its first day."""
        if row.procedure_id is None:
            return self._of_day(row.clue_on or date(int(row.code[:4]), 12, 31))
        found = stored(self._stored[row.procedure_id])
        if found not in self.used:
            self.used.append(found)
        return found

    def _of_day(self, day: date) -> Procedure:
        if day not in self._by_day:
            self._by_day[day] = office_procedure(self._session, day)
        return self._by_day[day]


def _merged_names(procedures: Sequence[Procedure], stage: Stage) -> list[str]:
    """Names of the steps; what the first procedure lacks comes before the step it leads to."""
    names: list[str] = []
    for procedure in procedures:
        waiting: list[str] = []
        for step in procedure.steps(stage):
            if step.name in names:
                at = names.index(step.name)
                names[at:at] = waiting
                waiting = []
            else:
                waiting.append(step.name)
        names += waiting
    return names


def _state_column(state: CaseState) -> ColumnKey:
    return ColumnKey(state.value, state=state)


def _fits(line: CaseLine, wanted: CaseFilter) -> bool:
    return (
        (not wanted.states or line.state in wanted.states)
        and (wanted.step is None or any((s.stage, s.name) == wanted.step for s in line.steps))
        and (not wanted.category or line.category == wanted.category)
        and (wanted.village_id is None or line.village_id == wanted.village_id)
        and (wanted.light is None or line.light is wanted.light)
        and (wanted.lacking is None or _lacks(line, wanted.lacking))
        and _holds(line, wanted.text.strip().lower())
    )


def _lacks(line: CaseLine, what: Lacking) -> bool:
    if not line.is_running:
        return False
    return line.has_no_measure if what is Lacking.MEASURE else not line.helper_name


def _holds(line: CaseLine, text: str) -> bool:
    if not text:
        return True
    parts = (
        line.code,
        line.head_name,
        line.head_initials,
        line.household_code,
        line.group,
        line.risks,
        line.helper_name,
    )
    return any(text in part.lower() for part in parts)
