"""Counts over cases for the workbench: by month, notices that run, quarters without a visit."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from fangfan_desktop.storage.household_selections import OPEN_CASE


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """Households of one month: taken in, cleared, and not cleared at its end.

    A household counts in the month of each of its identifications; wrong ones (清退) never.
    """

    first: date
    taken_in: int
    cleared: int
    open_at_end: int


@dataclass(frozen=True, slots=True)
class RunningNotice:
    """A notice that hangs, or whose outcome is not recorded yet."""

    id: int
    kind: str
    village: str
    households: int
    starts_on: date
    ends_on: date


def case_months(connection: Connection, last: date, months: int) -> tuple[CaseMonth, ...]:
    """So many months up to and with that of the day, the oldest first.

    The last one is counted up to the day, not to its end. A case that was rolled back is open
    again from that day on; the clearing before it counts in its month only while nothing newer
    stands in its place.
    """
    firsts = [_month_back(last, n) for n in range(months - 1, -1, -1)]
    rows = connection.exec_driver_sql(
        "SELECT identified_on, cleared_on, rolled_back_on FROM identification AS i"
        " JOIN household AS h ON h.id = i.household_id"
        " WHERE i.removed_on IS NULL AND h.left_on IS NULL"
    ).all()
    days = [(_day(a), _day(b), _day(c)) for a, b, c in rows]
    found: list[CaseMonth] = []
    for first in firsts:
        end = min(_next_month(first) - timedelta(days=1), last)
        found.append(
            CaseMonth(
                first,
                sum(taken is not None and first <= taken <= end for taken, _, _ in days),
                sum(cleared is not None and first <= cleared <= end for _, cleared, _ in days),
                sum(_is_open(*each, end) for each in days),
            )
        )
    return tuple(found)


def unvisited(connection: Connection, first: date, last: date) -> int:
    """Households not cleared, taken in before the last day, without a visit from first to last."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(DISTINCT i.household_id) FROM identification AS i"
            f" JOIN household AS h ON h.id = i.household_id WHERE h.left_on IS NULL AND {OPEN_CASE}"
            " AND i.identified_on <= ? AND NOT EXISTS (SELECT 1 FROM visit AS w"
            " WHERE w.household_id = h.id AND w.visited_on BETWEEN ? AND ?)",
            (last.isoformat(), first.isoformat(), last.isoformat()),
        ).scalar_one()
    )


def running_notices(connection: Connection) -> tuple[RunningNotice, ...]:
    """Notices without an outcome that were not withdrawn, the earliest end first."""
    rows = connection.exec_driver_sql(
        "SELECT n.id, n.kind, coalesce(v.name, ''),"
        " (SELECT count(*) FROM notice_case AS l WHERE l.notice_id = n.id), n.starts_on, n.ends_on"
        " FROM notice AS n LEFT JOIN village AS v ON v.id = n.village_id"
        " WHERE n.outcome IS NULL AND n.withdrawn_on IS NULL ORDER BY n.ends_on, n.id"
    )
    return tuple(
        RunningNotice(key, kind, village, count, date.fromisoformat(a), date.fromisoformat(b))
        for key, kind, village, count, a, b in rows
    )


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter that the day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = first
    for _ in range(3):
        after = _next_month(after)
    return first, after - timedelta(days=1)


def _is_open(taken: date | None, cleared: date | None, rolled_back: date | None, day: date) -> bool:
    if taken is None or taken > day:
        return False
    if cleared is None or cleared > day:
        return True
    return rolled_back is not None and cleared <= rolled_back <= day


def _month_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
