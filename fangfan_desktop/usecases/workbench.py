"""Today's work: what is overdue, due within three days and due this week, and the key figures.

Only what the database can tell is listed (see `today_tasks`). Every figure is counted by the
selection that its list opens.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fangfan_desktop.domain.procedures import Limit, Procedure
from fangfan_desktop.domain.workdays import NEAR_DAYS
from fangfan_desktop.models import Campaign
from fangfan_desktop.storage.campaigns import (
    VillageProgress,
    find_campaign,
    has_campaign,
    milestone_rows,
    village_progress_rows,
)
from fangfan_desktop.storage.case_counts import (
    CaseMonth,
    case_months,
    quarter_of,
    running_notices,
    unvisited,
)
from fangfan_desktop.storage.cases import stored_procedures
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.household_selections import ALL_HOUSEHOLDS, IDENTITIES
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.storage.selections import Count, Selection, count_by_village
from fangfan_desktop.storage.workbench import (
    Lacking,
    LedgerCounts,
    MonthCount,
    count_lacking,
    due_lines,
    lacking_cases,
    last_snapshot_on,
    ledger_counts,
    month_count,
)
from fangfan_desktop.usecases.case_list import read_cases
from fangfan_desktop.usecases.case_tasks import notice_tasks, step_tasks, visit_tasks
from fangfan_desktop.usecases.procedures import office_procedure, stored
from fangfan_desktop.usecases.today_tasks import (
    CampaignDays,
    LackingFacts,
    Task,
    Urgency,
    campaign_tasks,
    lacking_tasks,
    ledger_tasks,
)

__all__ = ["CaseMonth", "Task", "Urgency"]

_AHEAD_DAYS = 7  # ledger lines due later are not of today
_MOST_LINES = 100  # ledger lines listed one by one
_RECENT_DAYS = 60  # cases taken in since then are listed one by one
_MONTHS = 12  # of the chart of cases


@dataclass(frozen=True, slots=True)
class Workbench:
    """The page of one day.

    Attributes:
        today: The day it is for.
        registered: Present households and their people.
        monitored: Households whose risk is not cleared, and their people.
        this_month: Cases taken in and cleared since the first of the month.
        campaign: Name of the campaign in hand, "" where there is none.
        is_open: Whether that campaign is open.
        days_left: Calendar days to its end; negative after it.
        progress: Its villages with rows of 附件1, and those that are complete.
        ledger: Its ledger lines that are not 已销号.
        tasks: What is to be done, the longest wait first.
        months: Cases of the last twelve months, this one up to today.
    """

    today: date
    registered: Count
    monitored: Count
    this_month: MonthCount
    campaign: str = ""
    is_open: bool = False
    days_left: int = 0
    progress: tuple[VillageProgress, ...] = ()
    ledger: LedgerCounts = field(default_factory=LedgerCounts)
    tasks: tuple[Task, ...] = ()
    months: tuple[CaseMonth, ...] = ()

    @property
    def surveyed(self) -> int:
        """Complete rows of 附件1 (已排查), households."""
        return sum(village.done for village in self.progress)

    @property
    def to_survey(self) -> int:
        """All rows of 附件1, households."""
        return sum(village.total for village in self.progress)

    def count(self, urgency: Urgency) -> int:
        """Tasks of that urgency."""
        return sum(task.urgency is urgency for task in self.tasks)


def read_workbench(
    database: Database, *, campaign_id: int | None, today: date | None = None
) -> Workbench:
    """Figures and tasks of the day.

    Args:
        database: the open database.
        campaign_id: the campaign in hand; None where there is none.
        today: the day, today where not given.
    """
    day = today or database.today()
    tasks = step_tasks(read_cases(database, day).lines, day)
    with database.read() as session:
        connection = session.connection()
        bench = Workbench(
            today=day,
            registered=_total(session, ALL_HOUSEHOLDS),
            monitored=_total(session, IDENTITIES["monitored"]),
            this_month=month_count(connection, day.replace(day=1), day),
            months=case_months(connection, day, _MONTHS),
        )
        for what in Lacking:
            tasks += lacking_tasks(_lacking(session, what, day), day)
        quarter = quarter_of(day)
        tasks += visit_tasks(unvisited(connection, *quarter), quarter[1], day)
        tasks += notice_tasks(running_notices(connection), day)
        if campaign_id is not None and has_campaign(session, campaign_id):
            campaign = find_campaign(session, campaign_id)
            bench = _with_campaign(bench, connection, campaign)
            if bench.is_open:
                tasks += campaign_tasks(_days(session, campaign), bench.progress, day)
            until = day + timedelta(days=_AHEAD_DAYS)
            tasks += ledger_tasks(due_lines(connection, campaign_id, until, _MOST_LINES), day)
    return replace(bench, tasks=_sorted(tasks))


def _with_campaign(bench: Workbench, connection: Connection, campaign: Campaign) -> Workbench:
    near_until = bench.today + timedelta(days=NEAR_DAYS)
    return replace(
        bench,
        campaign=campaign.name,
        is_open=campaign.state == "open",
        days_left=(campaign.ends_on - bench.today).days,
        progress=tuple(village_progress_rows(connection, campaign.id)),
        ledger=ledger_counts(connection, campaign.id, bench.today, near_until),
    )


def _sorted(tasks: list[Task]) -> tuple[Task, ...]:
    return tuple(sorted(tasks, key=lambda task: task.due_on))


def _total(session: Session, selection: Selection) -> Count:
    return sum(count_by_village(session, selection).values(), Count())


def _lacking(session: Session, what: Lacking, today: date) -> LackingFacts:
    connection = session.connection()
    limit = _limit(office_procedure(session, today), what)
    count, first = count_lacking(connection, what)
    since = today - timedelta(days=_RECENT_DAYS)
    recent = lacking_cases(connection, what, since) if count else ()
    corrections = read_corrections(session)
    limits = {row.id: _limit(stored(row.definition), what) for row in stored_procedures(session)}
    return LackingFacts(what, recent, count - len(recent), first, limit, corrections, limits)


def _limit(procedure: Procedure, what: Lacking) -> Limit:
    return procedure.helper if what is Lacking.HELPER else procedure.measures


def _days(session: Session, campaign: Campaign) -> CampaignDays:
    return CampaignDays(
        name=campaign.name,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        milestones=tuple(milestone_rows(session, campaign.id)),
        weekday=int(read_settings(session)["statistics_weekday"]),
        last_snapshot=last_snapshot_on(session.connection(), campaign.id),
    )
