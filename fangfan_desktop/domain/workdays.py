"""Working days (工作日), deadlines and their lights.

Working days follow the State Council's yearly holiday arrangement with its make-up days. Years
that the calendar does not have yet count Monday to Friday until the office corrects them; ask
`is_known` and tell the clerk. 天 without 工作 are calendar days. The day of the event is day 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import chinese_calendar

NEAR_DAYS = 3

Corrections = Mapping[date, bool]  # day → is it worked; the office's word over the calendar

_NONE: Corrections = {}
_FESTIVALS = {  # as the library names them
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年",
}
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class LightColour(StrEnum):
    """The light at a deadline."""

    NONE = "none"
    NEAR = "near"  # three calendar days or fewer
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Light:
    """A light and the calendar days left; 0 on the last day, negative when overdue."""

    colour: LightColour
    days_left: int


@cache
def known_years() -> range:
    """Years whose holiday arrangement is built in."""
    return range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


def is_known(year: int) -> bool:
    """Whether the holiday arrangement of that year is built in."""
    return year in known_years()


def holiday_name(day: date) -> str:
    """The festival that a built-in day off or make-up day belongs to, e.g. 春节; "" for others."""
    for days in (chinese_calendar.holidays, chinese_calendar.workdays):
        if day in days:
            return _FESTIVALS.get(str(days[day]), "")
    return ""


def is_workday(day: date, corrections: Corrections = _NONE) -> bool:
    """Whether the day is worked; in unknown years Monday to Friday, unless corrected."""
    corrected = corrections.get(day)
    if corrected is not None:
        return corrected
    if day in chinese_calendar.workdays:  # a make-up day, or a plain one the list names
        return True
    if day in chinese_calendar.holidays:
        return False
    return day.weekday() < _SATURDAY


def add_working_days(start: date, days: int, corrections: Corrections = _NONE) -> date:
    """The day that is `days` working days after the event; `start` itself for 0.

    Raises:
        ValueError: negative days.
    """
    if days < 0:
        raise ValueError(days)
    day, left = start, days
    while left:
        day += _ONE_DAY
        left -= is_workday(day, corrections)
    return day


def add_calendar_days(start: date, days: int) -> date:
    """The day that is `days` calendar days (天) after the event; may be a day off."""
    return start + timedelta(days=days)


def working_days_between(start: date, end: date, corrections: Corrections = _NONE) -> int:
    """Working days after `start` up to and with `end`; 0 where end is not after start."""
    span = range(1, (end - start).days + 1)
    return sum(is_workday(start + timedelta(days=n), corrections) for n in span)


def unknown_year_note(day: date, corrections: Corrections = _NONE) -> str | None:
    """Sentence for a computed date in a year without a holiday arrangement, else None.

    Corrections of that year by the office count as an arrangement.
    """
    if is_known(day.year) or any(corrected.year == day.year for corrected in corrections):
        return None
    return f"{day.year}年放假安排尚未内置，暂按周一至周五计算，请在设置中补充节假日后再核对"


def light(due: date, today: date) -> Light:
    """The light at a deadline as seen today."""
    left = (due - today).days
    if left < 0:
        return Light(LightColour.OVERDUE, left)
    return Light(LightColour.NEAR if left <= NEAR_DAYS else LightColour.NONE, left)
