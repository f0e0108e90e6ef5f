"""监测对象 in a roster: which identification (识别) a row speaks of, and what it says otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fangfan_desktop.storage.roster_registry import StoredCase


@dataclass(slots=True)
class Case:
    """监测对象 as a row has it, checked to hold together."""

    category: str
    identified_on: str | None
    is_cleared: int | None
    cleared_on: str | None


def shown_case(cases: Iterable[StoredCase]) -> StoredCase | None:
    """The identification that a roster shows: the running one, else the latest."""
    standing = [case for case in cases if case.removed_on is None]
    return max(standing, key=lambda case: (case.is_open, began(case)), default=None)


def began(case: StoredCase) -> tuple[str, int]:
    """What identifications are ordered by: the latest last."""
    return case.identified_on, case.id


def new_case(household_id: int, case: Case, last: StoredCase | None) -> dict[str, Any]:
    """The columns of a new identification, after `last` where there was one."""
    return {
        "household_id": household_id,
        "previous_id": None if last is None else last.id,
        "category": case.category,
        "identified_on": case.identified_on,
        "cleared_on": case.cleared_on,
    }


def matching(cases: Sequence[StoredCase], case: Case) -> StoredCase | None:
    """The identification that the row speaks of; None where it is a new one.

    The same day, else the same month (the national system gives months), else the one that is
    running, else the latest, unless that was cleared before the row's day: then it is a new risk.
    """
    standing = [c for c in cases if c.removed_on is None]
    day = case.identified_on
    if day is None:
        return shown_case(standing)
    for length in (10, 7):
        same = [c for c in cases if c.identified_on[:length] == day[:length]]
        if same:
            return max(same, key=lambda c: (c.removed_on is None, began(c)))
    last = shown_case(standing)
    if last is None or (not last.is_open and last.cleared_on is not None and day > last.cleared_on):
        return None
    return last


def case_changes(known: StoredCase, case: Case) -> dict[str, Any]:
    """What the row says otherwise than the registry."""
    changed: dict[str, Any] = {}
    if known.removed_on is not None:
        return changed
    if case.category != known.category:
        changed["category"] = case.category
    day = case.identified_on
    if day is not None and not _is_same_day(day, known.identified_on):
        changed["identified_on"] = day
    if case.is_cleared == 1 and case.cleared_on is not None:
        if known.is_open and known.cleared_on is not None:
            # rolled back since: only a later clearing is news
            if case.cleared_on > (known.rolled_back_on or ""):
                changed["cleared_on"] = case.cleared_on
        elif known.cleared_on is None or not _is_same_day(case.cleared_on, known.cleared_on):
            changed["cleared_on"] = case.cleared_on
    elif case.is_cleared == 0 and not known.is_open:
        changed["cleared_on"] = None
    return changed


def _is_same_day(day: str, known: str) -> bool:
    """Whether it is the same day; the first of a month may stand for the month alone."""
    return day == known or (day.endswith("-01") and day[:7] == known[:7])
