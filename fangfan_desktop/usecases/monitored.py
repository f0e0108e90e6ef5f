"""The register of monitored households (监测对象): read once, filtered and counted the same way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_selections import IDENTITIES
from fangfan_desktop.storage.monitored import CaseRow, case_rows
from fangfan_desktop.storage.selections import Count, count_by_village
from fangfan_desktop.storage.workbench import Lacking

__all__ = ["CaseRow", "Lacking"]

CATEGORIES: tuple[str, ...] = tuple(DEFAULT_LISTS["monitoring_category"].items)


class CaseState(StrEnum):
    """Where an identification stands."""

    RUNNING = "未消除"
    CLEARED = "已消除"
    REMOVED = "已清退"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list shows; None and "" filter nothing. All conditions hold together."""

    state: CaseState | None = None
    category: str = ""
    village_id: int | None = None
    lacking: Lacking | None = None  # running cases without helper, or without measure
    text: str = ""  # part of head's name, its initials, household code, group, risk or helper


@dataclass(frozen=True, slots=True)
class Register:
    """All identifications, and the households and people whose risk is not cleared."""

    cases: tuple[CaseRow, ...]
    running: Count


def read_register(database: Database) -> Register:
    """The register of the township.

    The count comes from the selection 监测对象（未消除）, so that it is the one of every table.
    """
    with database.read() as session:
        running = count_by_village(session, IDENTITIES["monitored"])
        return Register(case_rows(session.connection()), sum(running.values(), Count()))


def state_of(case: CaseRow) -> CaseState:
    """Where the identification stands; a rolled-back one is running again."""
    if case.removed_on is not None:
        return CaseState.REMOVED
    return CaseState.RUNNING if case.is_running else CaseState.CLEARED


def state_words(case: CaseRow) -> str:
    """The state for people: 未消除, 拟消除, 已回退, 已消除（自然消除）, 已清退."""
    state = state_of(case)
    if state is CaseState.CLEARED and case.cleared_how:
        return f"{state.value}（{case.cleared_how}）"
    if state is CaseState.RUNNING and case.rolled_back_on is not None:
        return "已回退"
    if state is CaseState.RUNNING and case.clearing_started_on is not None:
        return "拟消除"
    return state.value


def matching(cases: Iterable[CaseRow], wanted: CaseFilter) -> tuple[CaseRow, ...]:
    """The identifications that the filter lets through, in their order."""
    return tuple(case for case in cases if _fits(case, wanted))


def count_people(cases: Sequence[CaseRow]) -> tuple[int, int]:
    """Households and people of the list, each household once."""
    people = {case.household_id: case.people for case in cases}
    return len(people), sum(people.values())


def _fits(case: CaseRow, wanted: CaseFilter) -> bool:
    if wanted.state is not None and state_of(case) is not wanted.state:
        return False
    if wanted.category and case.category != wanted.category:
        return False
    if wanted.village_id is not None and case.village_id != wanted.village_id:
        return False
    if wanted.lacking is not None and not _lacks(case, wanted.lacking):
        return False
    return _holds(case, wanted.text.strip().lower())


def _lacks(case: CaseRow, what: Lacking) -> bool:
    if not case.is_running:
        return False
    return case.has_no_measure if what is Lacking.MEASURE else not case.helper_name


def _holds(case: CaseRow, text: str) -> bool:
    if not text:
        return True
    parts = (
        case.head_name,
        case.head_initials,
        case.household_code,
        case.group,
        case.risks,
        case.helper_name,
    )
    return any(text in part.lower() for part in parts)
