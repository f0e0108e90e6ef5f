"""The office's corrections of the calendar of working days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from fangfan_desktop.models import DayCorrection


@dataclass(frozen=True, slots=True)
class CorrectedDay:
    """What the office says of one day; `note` is "" where none was written."""

    day: date
    is_worked: bool
    note: str


def read_corrections(session: Session) -> dict[date, bool]:
    """Day → is it worked, for `domain.workdays`; all years."""
    rows = session.execute(select(DayCorrection.day, DayCorrection.is_worked))
    return {day: bool(is_worked) for day, is_worked in rows}


def corrected_days(session: Session, year: int) -> dict[date, CorrectedDay]:
    """The corrections of a year with their notes, in order of the days."""
    rows = session.execute(
        select(DayCorrection.day, DayCorrection.is_worked, DayCorrection.note)
        .where(_within(year))
        .order_by(DayCorrection.day)
    )
    return {day: CorrectedDay(day, bool(worked), note or "") for day, worked, note in rows}


def put_correction(session: Session, day: date, *, is_worked: bool, note: str) -> None:
    """Keep what the office says of a day, in place of what it said before."""
    row = session.scalar(select(DayCorrection).where(DayCorrection.day == day))
    if row is None:
        row = DayCorrection(day=day)
        session.add(row)
    row.is_worked, row.note = int(is_worked), note or None


def drop_corrections(session: Session, days: Collection[date]) -> None:
    """Forget what the office said of these days."""
    if days:
        session.execute(delete(DayCorrection).where(DayCorrection.day.in_(days)))


def drop_year(session: Session, year: int) -> None:
    """Forget what the office said of a year."""
    session.execute(delete(DayCorrection).where(_within(year)))


def _within(year: int) -> ColumnElement[bool]:
    return DayCorrection.day.between(date(year, 1, 1), date(year, 12, 31))
