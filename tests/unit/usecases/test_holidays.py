"""The office's corrections of the calendar, on a real file."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from fangfan_desktop.domain.holiday_notice import HolidayLine, parse_notice
from fangfan_desktop.domain.workdays import (
    add_working_days,
    is_known,
    known_years,
    unknown_year_note,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.usecases.holidays import (
    CalendarDay,
    DayKind,
    clear_correction,
    clear_corrections,
    correct_day,
    correct_days,
    read_year,
    take_built_in,
)
from tests.unit.usecases.registry_town import make_town

UNKNOWN = known_years().stop
A_MONDAY = date(2024, 5, 13)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        yield database


def shown(database: Database, day: date) -> CalendarDay:
    return read_year(database, year=day.year).months[day.month - 1][day.day - 1]


def kept(database: Database) -> dict[date, bool]:
    with database.read() as session:
        return read_corrections(session)


def test_a_year_shows_holidays_make_up_days_and_their_festivals(town: Database) -> None:
    year = read_year(town, year=2024)
    assert [len(month) for month in year.months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert year.is_built_in
    assert year.is_known
    assert (year.count(DayKind.HOLIDAY), year.count(DayKind.MAKE_UP)) == (28, 8)
    spring = shown(town, date(2024, 2, 10))  # a Saturday
    assert (spring.kind, spring.note) == (DayKind.HOLIDAY, "春节")
    made_up = shown(town, date(2024, 2, 4))
    assert (made_up.kind, made_up.note) == (DayKind.MAKE_UP, "春节补班")
    assert shown(town, date(2024, 3, 2)).kind is DayKind.WEEKEND
    assert not any(day.is_corrected or day.is_entered for day in year.days)


def test_a_corrected_day_wins_over_the_calendar_and_moves_a_deadline(town: Database) -> None:
    due = add_working_days(A_MONDAY, 5, kept(town))
    assert due == date(2024, 5, 20)
    correct_day(town, day=date(2024, 5, 15), is_worked=False, note="全县停电𠮷")
    day = shown(town, date(2024, 5, 15))
    assert (day.kind, day.is_corrected, day.note) == (DayKind.HOLIDAY, True, "全县停电𠮷")
    assert "本单位改了1天" in read_year(town, year=2024).sentence
    assert add_working_days(A_MONDAY, 5, kept(town)) == due + timedelta(days=1)
    undo_last(town)
    assert add_working_days(A_MONDAY, 5, kept(town)) == due
    redo_last(town)
    assert kept(town) == {date(2024, 5, 15): False}


def test_a_holiday_can_be_worked_and_a_make_up_day_off(town: Database) -> None:
    correct_day(town, day=date(2024, 10, 2), is_worked=True)
    correct_day(town, day=date(2024, 10, 12), is_worked=False)
    assert shown(town, date(2024, 10, 2)).kind is DayKind.WORKED
    assert shown(town, date(2024, 10, 2)).note == ""
    assert shown(town, date(2024, 10, 12)).kind is DayKind.HOLIDAY


def test_what_is_built_in_needs_no_correction(town: Database) -> None:
    correct_day(town, day=A_MONDAY, is_worked=False)
    correct_day(town, day=A_MONDAY, is_worked=True)
    assert kept(town) == {}
    assert not correct_day(town, day=A_MONDAY, is_worked=True).rows


def test_a_notice_makes_an_unknown_year_known_in_one_step(town: Database) -> None:
    assert not is_known(UNKNOWN)
    before = read_year(town, year=UNKNOWN)
    assert not before.is_known
    assert "暂按周一至周五" in before.sentence
    saturday = date(UNKNOWN, 2, 1)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    notice = (HolidayLine("春节", saturday, saturday + timedelta(days=6)),)
    made_up = HolidayLine("春节", None, None, (saturday - timedelta(days=6),))
    correct_days(town, year=UNKNOWN, lines=(*notice, made_up))
    after = read_year(town, year=UNKNOWN)
    assert after.is_known
    assert not after.is_built_in
    assert "放假7天，补班1天" in after.sentence
    assert shown(town, saturday).kind is DayKind.HOLIDAY  # not a plain weekend
    assert unknown_year_note(saturday, kept(town)) is None
    friday = saturday - timedelta(days=1)
    # off until Friday, and a plain weekend after it
    assert add_working_days(friday, 1, kept(town)) == saturday + timedelta(days=9)
    undo_last(town)
    assert kept(town) == {}
    assert unknown_year_note(saturday, kept(town)) is not None


def test_a_notice_of_a_built_in_year_keeps_only_what_differs(town: Database) -> None:
    text = "端午节：6月10日放假，与周末连休。\n中秋节：9月15日至18日放假。9月14日（周六）上班。"
    correct_days(town, year=2024, lines=parse_notice(text, 2024))
    assert kept(town) == {date(2024, 9, 18): False}
    with pytest.raises(UserError, match="没有要改的"):
        correct_days(town, year=2024, lines=parse_notice(text, 2024))
    correct_days(town, year=2024, lines=[HolidayLine("", None, None, (date(2024, 9, 7),))])
    assert shown(town, date(2024, 9, 7)).note == "补班"


def test_a_notice_takes_back_a_correction_that_it_contradicts(town: Database) -> None:
    correct_day(town, day=date(2024, 6, 10), is_worked=True)
    correct_days(town, year=2024, lines=parse_notice("端午节：6月10日放假", 2024))
    assert kept(town) == {}


def test_corrections_are_cleared_by_the_day_by_the_year_or_for_the_built_in(
    town: Database,
) -> None:
    for day in (date(2023, 12, 29), date(2024, 3, 4), date(2024, 3, 5)):
        correct_day(town, day=day, is_worked=False)
    clear_correction(town, day=date(2024, 3, 4))
    assert kept(town) == {date(2023, 12, 29): False, date(2024, 3, 5): False}
    take_built_in(town, year=2024)
    assert kept(town) == {date(2023, 12, 29): False}
    clear_corrections(town, year=2023)
    assert kept(town) == {}
    with pytest.raises(UserError, match="请先按通知填写"):
        take_built_in(town, year=UNKNOWN)


def test_years_that_make_no_sense_and_long_notes_are_refused(town: Database) -> None:
    with pytest.raises(UserError, match="只能看2000年至2100年"):
        read_year(town, year=1999)
    with pytest.raises(UserError, match="只能改2000年至2100年"):
        correct_day(town, day=date(2101, 1, 1), is_worked=False)
    with pytest.raises(UserError, match="最多写40个字"):
        correct_day(town, day=A_MONDAY, is_worked=False, note="长" * 41)
