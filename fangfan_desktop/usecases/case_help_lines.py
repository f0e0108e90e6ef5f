"""Helpers, plan, measures and visits of a case, each with what is owed and by when."""

from collections.abc import Sequence
from datetime import date, timedelta

from fangfan_desktop.domain.case_progress import due_day
from fangfan_desktop.domain.clearing_rules import add_months
from fangfan_desktop.domain.help_gaps import MeasureFact, help_gaps, missed_periods, period_name
from fangfan_desktop.domain.measure_rules import MeasureState, counts_as_development, measure_state
from fangfan_desktop.domain.procedures import Limit, Procedure
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.domain.workdays import Corrections
from fangfan_desktop.models import Household, Identification, Measure, MonitoringCase, Visit
from fangfan_desktop.usecases.case_lines import (
    Deadline,
    HelperView,
    MeasureView,
    PlanView,
    VisitDuty,
    VisitView,
)
from fangfan_desktop.usecases.case_timeline import deadline

_ONE_DAY = timedelta(days=1)
_YEAR = 12


class HelpReader:
    """Reads what is done for a household that was taken in.

    Nothing is owed where `is_running` is False: the risk is cleared, or it was a mistake.
    """

    def __init__(
        self,
        row: Identification,
        procedure: Procedure,
        today: date,
        corrections: Corrections,
        *,
        is_running: bool,
    ) -> None:
        self._row, self._procedure = row, procedure
        self._today, self._corrections = today, corrections
        self._is_running = is_running

    def helpers(self, case: MonitoringCase, household: Household) -> tuple[HelperView, ...]:
        """The helper; two where a relocated household's registration has not moved (柳州2021)."""
        row = self._row
        is_two = has_two_helpers(case, household) or bool(row.second_helper_name)
        limit = self._owed(self._procedure.helper)
        first = HelperView(
            is_second=False,
            title="户籍地帮扶责任人" if is_two else "帮扶责任人",
            name=row.helper_name or "",
            phone=row.helper_phone or "",
            unit=row.helper_unit or "",
            post=row.helper_post or "",
            on=row.helper_on,
            deadline=None if row.helper_name else limit,
        )
        if not is_two:
            return (first,)
        second = HelperView(
            is_second=True,
            title="安置地帮扶责任人",
            name=row.second_helper_name or "",
            phone=row.second_helper_phone or "",
            unit=row.second_helper_unit or "",
            post=row.second_helper_post or "",
            on=row.second_helper_on,
            deadline=None if row.second_helper_name else limit,
        )
        return (first, second)

    def plan(self, measures: Sequence[Measure], *, has_labour: bool | None) -> PlanView:
        """The plan, owed until there is a measure, and what the measures leave open."""
        owed = None if measures else self._owed(self._procedure.measures)
        kept = [
            MeasureFact(row.kind, row.detail, row.risk) for row in measures if not _is_stopped(row)
        ]
        risks = [risk.name for risk in parse_risks(self._row.risks)]
        gaps = help_gaps(risks, kept, has_labour=has_labour) if self._is_running else ()
        return PlanView(self._row.plan_on, self._row.plan_text or "", owed, gaps)

    def measure(self, row: Measure) -> MeasureView:
        """A measure; its day is owed while it is neither done nor stopped."""
        is_open = row.done_on is None and row.stopped_on is None and self._is_running
        due = row.planned_until if is_open else None
        return MeasureView(
            measure_id=row.id,
            kind=row.kind,
            detail=row.detail or "",
            content=row.content or "",
            risk=row.risk or "",
            beneficiary=row.beneficiary or "",
            is_developmental=counts_as_development(row.kind, row.detail),
            owner=row.owner or "",
            department=row.department or "",
            made_on=row.made_on,
            planned_until=row.planned_until,
            started_on=row.started_on,
            done_on=row.done_on,
            stopped_on=row.stopped_on,
            amount_fen=row.amount_fen,
            remarks=row.remarks or "",
            state=measure_state(
                started_on=row.started_on, done_on=row.done_on, stopped_on=row.stopped_on
            ).value,
            deadline=None if due is None else deadline(due, self._today, self._corrections),
        )

    def duty(self, visits: Sequence[Visit]) -> VisitDuty | None:
        """Whether the quarter in hand has its visit; None where nothing is owed any more."""
        months = self._procedure.visit_months
        if not self._is_running or months < 1 or _YEAR % months:
            return None
        begins = date(self._today.year, (self._today.month - 1) // months * months + 1, 1)
        ends = add_months(begins, months) - _ONE_DAY
        count = sum(begins <= visit.visited_on <= ends for visit in visits)
        name = period_name(begins, months)
        days = [visit.visited_on for visit in visits]
        missed = missed_periods(self._row.identified_on, self._today, months, days)
        if count:
            return VisitDuty(
                f"{name}：已走访 {count} 次", is_met=True, deadline=None, missed=missed
            )
        owed = deadline(ends, self._today, self._corrections)
        return VisitDuty(f"{name}：还没有走访", is_met=False, deadline=owed, missed=missed)

    def _owed(self, limit: Limit) -> Deadline | None:
        if not self._is_running:
            return None
        due = due_day(limit, self._row.identified_on, self._corrections)
        return deadline(due, self._today, self._corrections)


def has_two_helpers(case: MonitoringCase, household: Household) -> bool:
    """Whether the household lives elsewhere than it is registered (易地搬迁户籍未迁)."""
    if case.is_unmoved is not None:
        return case.is_unmoved == 1
    return household.relocated == 1 and household.registration_moved == 0


def of_identification(
    rows: Sequence[Measure | Visit], row: Identification, case_rows: Sequence[Identification]
) -> list[int]:
    """Places of the rows that belong to an identification.

    One that names none belongs to the last identification that had begun by its day.
    """
    found: list[int] = []
    for place, each in enumerate(rows):
        owner = each.identification_id
        if owner is None:
            day = each.made_on if isinstance(each, Measure) else each.visited_on
            begun = [one for one in case_rows if one.identified_on <= day]
            owner = max(begun, key=lambda one: one.identified_on).id if begun else None
        if owner == row.id:
            found.append(place)
    return found


def visit_line(row: Visit) -> VisitView:
    """A visit."""
    return VisitView(
        visit_id=row.id,
        visited_on=row.visited_on,
        visitor=row.visitor or "",
        found=row.found or "",
        needs=row.needs or "",
        actions=row.actions or "",
    )


def _is_stopped(row: Measure) -> bool:
    state = measure_state(started_on=row.started_on, done_on=row.done_on, stopped_on=row.stopped_on)
    return state is MeasureState.STOPPED
