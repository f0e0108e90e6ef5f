"""Due dates over the real holiday arrangements of 2021 to 2026, against a second calculation.

`due_dates.toml` has the arrangements as they were published and due dates counted by hand. The
second calculation walks day by day over that file and never asks the holiday library.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fangfan_desktop.domain.holiday_notice import days_of_notice, parse_notice
from fangfan_desktop.domain.workdays import (
    add_calendar_days,
    add_working_days,
    is_known,
    is_workday,
    known_years,
    unknown_year_note,
    working_days_between,
)

ONE_DAY = timedelta(days=1)
LONGEST_LIMIT = 20  # working days, the longest of any procedure
TABLE = tomllib.loads((Path(__file__).parent / "due_dates.toml").read_text(encoding="utf-8"))
ARRANGEMENTS: list[dict[str, Any]] = TABLE["year"]
YEARS = [one["year"] for one in ARRANGEMENTS]
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


def plain_calendar() -> dict[date, bool]:
    """Each day of the years, by hand: Monday to Friday, then days off, then days worked."""
    worked: dict[date, bool] = {}
    day = FIRST
    while day <= LAST:
        worked[day] = day.isoweekday() <= 5
        day += ONE_DAY
    for arrangement in ARRANGEMENTS:
        for festival in arrangement["festivals"]:
            day = festival["first"]
            while day <= festival["last"]:
                worked[day] = False
                day += ONE_DAY
            for made_up in festival["worked"]:
                worked[made_up] = True
    return worked


PLAIN = plain_calendar()


@pytest.mark.parametrize(("event", "days", "unit", "due", "note"), TABLE["due"])
def test_a_due_date_counted_by_hand(
    event: date, days: int, unit: str, due: date, note: str
) -> None:
    add = add_working_days if unit == "工作日" else add_calendar_days
    assert add(event, days) == due, note


def test_every_day_is_worked_or_off_as_was_published() -> None:
    wrong = [day for day, worked in PLAIN.items() if is_workday(day) != worked]
    assert wrong == []


def test_every_limit_from_every_day_agrees_with_the_second_calculation() -> None:
    compared = 0
    for event in PLAIN:
        day, count = event, 0
        while count < LONGEST_LIMIT and day < LAST:
            day += ONE_DAY
            if PLAIN[day]:
                count += 1
                assert add_working_days(event, count) == day, (event, count)
                compared += 1
        assert working_days_between(event, day) == count, (event, day)
    assert compared > len(YEARS) * 365 * LONGEST_LIMIT * 0.99


def test_a_limit_in_working_days_never_ends_on_a_day_off_and_one_in_days_may() -> None:
    assert all(PLAIN[due] for _, _, unit, due, _ in TABLE["due"] if unit == "工作日")
    assert not any(PLAIN[due] for _, _, unit, due, _ in TABLE["due"] if unit == "天")


@pytest.mark.parametrize("arrangement", ARRANGEMENTS, ids=YEARS)
def test_the_notice_of_a_year_typed_in_gives_its_calendar(arrangement: dict[str, Any]) -> None:
    """What the clerk enters for an unknown year, tried on years whose result is known."""
    lines: list[str] = []
    for festival in arrangement["festivals"]:
        line = f"{festival['name']} 放假 {spoken(festival['first'])}至{spoken(festival['last'])}"
        worked: list[date] = festival["worked"]
        made_up = "、".join(spoken(day) for day in worked)
        lines.append(f"{line}，补班 {made_up}" if made_up else line)
    days = days_of_notice(parse_notice("\n".join(lines), arrangement["year"]), arrangement["year"])
    corrections = {day: said.is_worked for day, said in days.items()}
    assert all(PLAIN[day] == is_worked for day, is_worked in corrections.items())
    arranged = {
        day
        for day, is_worked in PLAIN.items()
        if day.year == arrangement["year"] and is_worked != (day.isoweekday() <= 5)
    }
    assert arranged <= corrections.keys()


def spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"


def test_the_word_of_the_office_wins_on_every_day() -> None:
    contrary = {day: not worked for day, worked in PLAIN.items()}
    assert all(is_workday(day, contrary) is worked for day, worked in contrary.items())


def test_one_corrected_day_moves_just_the_limits_that_count_it() -> None:
    off = {date(2024, 2, 20): False}  # the tenth working day is one later, the fifth stays
    assert add_working_days(date(2024, 2, 2), 5, off) == date(2024, 2, 8)
    assert add_working_days(date(2024, 2, 2), 10, off) == date(2024, 2, 22)


def test_this_year_is_built_in_or_the_clerk_is_told() -> None:
    year = 2026
    if is_known(year):
        assert unknown_year_note(date(year, 10, 1)) is None
    else:
        assert f"{year}年放假安排尚未内置" in (unknown_year_note(date(year, 10, 1)) or "")


def test_a_due_date_in_a_year_not_yet_known_says_so_until_the_office_enters_it() -> None:
    year = known_years().stop
    due = add_working_days(date(year - 1, 12, 25), LONGEST_LIMIT)
    assert due.year == year
    note = unknown_year_note(due)
    assert note == f"{year}年放假安排尚未内置，暂按周一至周五计算，请在设置中补充节假日后再核对"
    weekday = date(year, 1, 4)
    while weekday.isoweekday() > 5:
        weekday += ONE_DAY
    entered = {weekday: False}
    assert unknown_year_note(due, entered) is None
    assert add_working_days(date(year - 1, 12, 25), LONGEST_LIMIT, entered) > due
    assert unknown_year_note(date(year + 1, 1, 2), entered) is not None  # only that year
