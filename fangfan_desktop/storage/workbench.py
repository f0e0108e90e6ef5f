"""What the workbench asks of the database. Days are ISO text in the file, dates here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from fangfan_desktop.storage.household_selections import OPEN_CASE

_HEAD_OF_H = (
    "(SELECT p.name FROM person AS p WHERE p.household_id = h.id"
    " AND p.relation = '户主' AND p.left_on IS NULL)"
)
_RUNNING = (
    "identification AS i JOIN household AS h ON h.id = i.household_id"
    " JOIN village AS v ON v.id = h.village_id"
    f" WHERE h.left_on IS NULL AND {OPEN_CASE}"
)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A ledger line that is not 已销号 and has a deadline."""

    id: int
    number: int
    village: str
    head_name: str
    problem: str
    owner: str
    deadline: date
    state: str


class Lacking(StrEnum):
    """What a monitored household whose risk is not cleared must have and has not."""

    HELPER = "helper"  # 帮扶责任人
    MEASURE = "measure"  # 帮扶措施


# condition on identification AS i of household AS h
LACKING: dict[Lacking, str] = {
    Lacking.HELPER: "coalesce(i.helper_name, '') = ''",
    Lacking.MEASURE: (
        "NOT EXISTS (SELECT 1 FROM measure AS m WHERE m.household_id = h.id"
        " AND (m.identification_id = i.id OR m.made_on >= i.identified_on))"
    ),
}


@dataclass(frozen=True, slots=True)
class LackingCase:
    """A running case that lacks something; `procedure_id` of its stored procedure, if any."""

    identification_id: int
    household_id: int
    village: str
    head_name: str
    identified_on: date
    procedure_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """Lines of a campaign that are not 已销号: all, past their deadline, due up to a day."""

    open: int = 0
    overdue: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Identifications that began and that were cleared in one month."""

    taken_in: int = 0
    cleared: int = 0


def ledger_counts(
    connection: Connection, campaign_id: int, today: date, near_until: date
) -> LedgerCounts:
    """Open ledger lines of the campaign; due today is near, not overdue."""
    row = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(deadline < ?), 0),"
        " coalesce(sum(deadline >= ? AND deadline <= ?), 0)"
        " FROM ledger_line WHERE campaign_id = ? AND state <> '已销号'",
        (today.isoformat(), today.isoformat(), near_until.isoformat(), campaign_id),
    ).one()
    return LedgerCounts(*row)


def due_lines(
    connection: Connection, campaign_id: int, until: date, limit: int
) -> tuple[OpenLine, ...]:
    """Open ledger lines due up to that day, the longest overdue first."""
    rows = connection.exec_driver_sql(
        "SELECT l.id, l.number, coalesce(v.name, l.unit, ''), coalesce(l.head_name, ''),"
        " coalesce(l.problem, ''), coalesce(l.owner, ''), l.deadline, l.state"
        " FROM ledger_line AS l LEFT JOIN village AS v ON v.id = l.village_id"
        " WHERE l.campaign_id = ? AND l.state <> '已销号' AND l.deadline <= ?"
        " ORDER BY l.deadline, l.number LIMIT ?",
        (campaign_id, until.isoformat(), limit),
    )
    return tuple(
        OpenLine(key, number, village, head, problem, owner, date.fromisoformat(day), state)
        for key, number, village, head, problem, owner, day, state in rows
    )


def lacking_cases(connection: Connection, what: Lacking, since: date) -> tuple[LackingCase, ...]:
    """Running cases that lack something, taken in since that day, the longest wait first."""
    rows = connection.exec_driver_sql(
        f"SELECT i.id, h.id, v.name, coalesce({_HEAD_OF_H}, ''), i.identified_on,"
        " (SELECT c.procedure_id FROM monitoring_case AS c WHERE c.identification_id = i.id)"
        f" FROM {_RUNNING} AND {LACKING[what]} AND i.identified_on >= ?"
        " ORDER BY i.identified_on, i.id",
        (since.isoformat(),),
    )
    return tuple(
        LackingCase(case, household, village, head, date.fromisoformat(day), procedure)
        for case, household, village, head, day, procedure in rows
    )


def count_lacking(connection: Connection, what: Lacking) -> tuple[int, date | None]:
    """Running cases that lack something, and the first day that one of them was taken in."""
    count, first = connection.exec_driver_sql(
        f"SELECT count(*), min(i.identified_on) FROM {_RUNNING} AND {LACKING[what]}"
    ).one()
    return count, date.fromisoformat(first) if first else None


def month_count(connection: Connection, first: date, last: date) -> MonthCount:
    """Cases taken in and cleared from the first to the last day, wrong ones left out."""
    row = connection.exec_driver_sql(
        "SELECT coalesce(sum(identified_on BETWEEN ? AND ?), 0),"
        " coalesce(sum(coalesce(cleared_on BETWEEN ? AND ?, 0)), 0)"
        " FROM identification AS i JOIN household AS h ON h.id = i.household_id"
        " WHERE i.removed_on IS NULL AND h.left_on IS NULL",
        (first.isoformat(), last.isoformat()) * 2,
    ).one()
    return MonthCount(*row)


def last_snapshot_on(connection: Connection, campaign_id: int) -> date | None:
    """The day of the campaign's latest 附件3 snapshot."""
    found = connection.exec_driver_sql(
        "SELECT max(taken_at) FROM statistics_snapshot WHERE campaign_id = ?", (campaign_id,)
    ).scalar()
    return date.fromisoformat(str(found)[:10]) if found else None
