"""Working days, deadlines and lights."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from fangfan_desktop.domain.workdays import (
    Light,
    LightColour,
    add_calendar_days,
    add_working_days,
    is_known,
    is_workday,
    known_years,
    light,
    unknown_year_note,
    working_days_between,
)

UNKNOWN_YEAR = known_years().stop


def test_every_day_of_the_known_years_agrees_with_the_calendar() -> None:
    day, last = date(known_years().start, 1, 1), date(UNKNOWN_YEAR - 1, 12, 31)
    while day <= last:
        # The library has no type stubs.
        assert is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    assert is_workday(date(2022, 4, 24))  # a Sunday, made up for May Day
    assert not is_workday(date(2022, 5, 4))  # a Wednesday of the holiday


def test_the_day_of_the_event_is_day_nought() -> None:
    assert add_working_days(date(2022, 4, 28), 0) == date(2022, 4, 28)
    assert add_working_days(date(2022, 4, 28), 1) == date(2022, 4, 29)
    assert add_working_days(date(2022, 4, 28), 4) == date(2022, 5, 7)  # a Saturday that is worked
    assert add_calendar_days(date(2022, 4, 28), 10) == date(2022, 5, 8)
    assert working_days_between(date(2022, 4, 28), date(2022, 5, 8)) == 4
    assert working_days_between(date(2022, 5, 8), date(2022, 4, 28)) == 0


def test_the_office_corrects_the_calendar() -> None:
    closed = {date(2022, 4, 29): False, date(2022, 4, 30): True}
    assert add_working_days(date(2022, 4, 28), 1, closed) == date(2022, 4, 30)


def test_negative_days_are_a_fault() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2022, 4, 28), -1)


def test_an_unknown_year_counts_weekdays_and_says_so() -> None:
    new_year = date(UNKNOWN_YEAR, 1, 1)
    assert not is_known(UNKNOWN_YEAR)
    assert is_known(2022)
    monday = new_year + timedelta(days=-new_year.weekday() % 7)
    assert is_workday(monday)
    assert not is_workday(monday - timedelta(days=1))
    assert "暂按周一至周五" in (unknown_year_note(new_year) or "")
    assert unknown_year_note(new_year, {new_year: False}) is None
    assert unknown_year_note(date(2022, 1, 1)) is None


@pytest.mark.parametrize(
    ("days", "colour"),
    [
        (4, LightColour.NONE),
        (3, LightColour.NEAR),
        (0, LightColour.NEAR),
        (-1, LightColour.OVERDUE),
    ],
)
def test_lights(days: int, colour: LightColour) -> None:
    today = date(2022, 5, 10)
    assert light(today + timedelta(days=days), today) == Light(colour, days)
