"""节假日: which days of a year are worked, and the office's corrections of them.

The program brings the arrangements of the years that its holiday library knows. For later years
the clerk enters the State Council's notice; single days can be changed in any year. The office's
word wins over the built-in calendar, and every deadline is computed with both.
"""

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fangfan_desktop.domain import workdays
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.holiday_notice import HolidayLine, NoticeDay, days_of_notice
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage import day_corrections
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import CorrectedDay

YEARS = range(2000, 2101)  # that a calendar can be shown and corrected for

_LONGEST_NOTE = 40
_SATURDAY = 5


class DayKind(StrEnum):
    """How a day is told apart in the calendar."""

    WORKED = "worked"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # off by an arrangement, whatever day of the week
    MAKE_UP = "make_up"  # a Saturday or Sunday that is worked


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar.

    `built_in` is what the program's own calendar says: the State Council's arrangement, or Monday
    to Friday in a year that it lacks. `is_corrected` where the office says something else.
    `note` is the office's, or the built-in festival (春节, 春节补班); "" for plain days.
    """

    day: date
    kind: DayKind
    is_worked: bool
    built_in: bool
    is_corrected: bool
    is_entered: bool  # the office said something of this day, be it the same as is built in
    note: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A year: its days by month, and how far it can be relied on.

    `is_built_in`: the program brings the arrangement. `is_known`: that, or the office entered
    days of the year. `sentence` says which, in Chinese, for the clerk.
    """

    year: int
    months: tuple[tuple[CalendarDay, ...], ...]
    is_built_in: bool
    is_known: bool
    sentence: str

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """All days from 1 January on."""
        return tuple(day for month in self.months for day in month)

    def count(self, kind: DayKind) -> int:
        """Days of that kind."""
        return sum(day.kind is kind for day in self.days)


def read_year(database: Database, *, year: int) -> HolidayYear:
    """The calendar of a year with the office's corrections.

    Raises:
        UserError: a year outside `YEARS`.
    """
    if year not in YEARS:
        raise UserError(f"只能看{YEARS.start}年至{YEARS.stop - 1}年的节假日。")
    with database.read() as session:
        corrected = day_corrections.corrected_days(session, year)
    months = tuple(
        tuple(
            _calendar_day(date(year, month, number), corrected)
            for number in range(1, calendar.monthrange(year, month)[1] + 1)
        )
        for month in range(1, 13)
    )
    is_built_in = workdays.is_known(year)
    days = [day for month in months for day in month]
    return HolidayYear(
        year,
        months,
        is_built_in,
        is_built_in or bool(corrected),
        _sentence(year, days, is_built_in=is_built_in),
    )


def correct_day(database: Database, *, day: date, is_worked: bool, note: str = "") -> Changes:
    """The office says whether a day is worked; without a note, what is built in needs no saying.

    Raises:
        UserError: the note is too long, or the year outside `YEARS`.
    """
    said = NoticeDay(is_worked, _clean_note(note))
    _check_years([day])
    name = f"{format_date(day)}改为{'上班' if is_worked else '休息'}"
    with database.action(name) as unit:
        if is_worked == workdays.is_workday(day) and not said.note:
            day_corrections.drop_corrections(unit.session, [day])
        else:
            day_corrections.put_correction(unit.session, day, is_worked=is_worked, note=said.note)
    return unit.changes


def correct_days(database: Database, *, year: int, lines: Sequence[HolidayLine]) -> Changes:
    """Enter the notice of a year: its days off and make-up days, in one step.

    Days that the notice does not name stay as they are. In a year that is built in only what
    differs from the built-in arrangement is kept.

    Raises:
        UserError: the notice contradicts itself (see `days_of_notice`), a name is too long, or
            all of it is so already.
    """
    days = days_of_notice(lines, year)
    _check_years(days)
    with database.action(f"填写{year}年放假安排") as unit:
        corrected = {
            day: said
            for at in sorted({day.year for day in days})
            for day, said in day_corrections.corrected_days(unit.session, at).items()
        }
        needless = [day for day, said in days.items() if _is_built_in(day, said.is_worked)]
        day_corrections.drop_corrections(
            unit.session, [day for day in needless if day in corrected]
        )
        for day in sorted(days.keys() - set(needless)):
            note = _clean_note(days[day].note)
            said = corrected.get(day)
            if said is None or (said.is_worked, said.note) != (days[day].is_worked, note):
                day_corrections.put_correction(
                    unit.session, day, is_worked=days[day].is_worked, note=note
                )
    if not unit.changes.rows:
        raise UserError(f"与程序里{year}年的安排一样，没有要改的。")
    return unit.changes


def clear_correction(database: Database, *, day: date) -> Changes:
    """Forget what the office said of one day."""
    with database.action(f"恢复{format_date(day)}") as unit:
        day_corrections.drop_corrections(unit.session, [day])
    return unit.changes


def clear_corrections(database: Database, *, year: int) -> Changes:
    """Forget all that the office said of a year; undo brings it back."""
    with database.action(f"清除{year}年填写的节假日") as unit:
        day_corrections.drop_year(unit.session, year)
    return unit.changes


def take_built_in(database: Database, *, year: int) -> Changes:
    """Go back to the arrangement that the program brings, dropping the office's corrections.

    Raises:
        UserError: the program does not have that year.
    """
    if not workdays.is_known(year):
        raise UserError(f"程序里还没有{year}年的放假安排，请先按通知填写。")
    with database.action(f"恢复{year}年内置的放假安排") as unit:
        day_corrections.drop_year(unit.session, year)
    return unit.changes


def _calendar_day(day: date, corrected: dict[date, CorrectedDay]) -> CalendarDay:
    said = corrected.get(day)
    built_in = workdays.is_workday(day)
    is_worked = said.is_worked if said else built_in
    festival = workdays.holiday_name(day)
    is_arranged = bool(said or festival)
    note = said.note if said else ""
    if not note and festival and is_worked == built_in:
        note = f"{festival}补班" if is_worked else festival
    return CalendarDay(
        day=day,
        kind=_kind(day, is_worked=is_worked, is_arranged=is_arranged),
        is_worked=is_worked,
        built_in=built_in,
        is_corrected=is_worked != built_in,
        is_entered=said is not None,
        note=note,
    )


def _kind(day: date, *, is_worked: bool, is_arranged: bool) -> DayKind:
    is_weekend = day.weekday() >= _SATURDAY
    if is_worked:
        return DayKind.MAKE_UP if is_weekend else DayKind.WORKED
    return DayKind.WEEKEND if is_weekend and not is_arranged else DayKind.HOLIDAY


def _sentence(year: int, days: Sequence[CalendarDay], *, is_built_in: bool) -> str:
    changed = sum(day.is_corrected for day in days)
    if is_built_in:
        own = f"本单位改了{changed}天，以本单位的为准。" if changed else ""
        return f"{year}年的放假安排程序已有，期限按它计算。{own}"
    if not any(day.is_entered for day in days):
        return (
            f"程序里还没有{year}年的放假安排，暂按周一至周五上班计算，算出的期限可能不准。"
            "国务院办公厅的通知发布后，点“填写放假安排”把正文贴进来。"
        )
    off = sum(day.kind is DayKind.HOLIDAY for day in days)
    made_up = sum(day.kind is DayKind.MAKE_UP for day in days)
    return (
        f"{year}年按本单位填写的计算：放假{off}天，补班{made_up}天。"
        "请对照通知核对七个节日是否填全。"
    )


def _is_built_in(day: date, is_worked: bool) -> bool:  # noqa: FBT001 - a value, not a switch
    """Whether the program knows as much of the day without being told."""
    return workdays.is_known(day.year) and workdays.is_workday(day) == is_worked


def _clean_note(note: str) -> str:
    clean = " ".join(note.split())
    if len(clean) > _LONGEST_NOTE:
        raise UserError(f"说明最多写{_LONGEST_NOTE}个字。")
    return clean


def _check_years(days: Collection[date]) -> None:
    if any(day.year not in YEARS for day in days):
        raise UserError(f"只能改{YEARS.start}年至{YEARS.stop - 1}年的节假日。")
