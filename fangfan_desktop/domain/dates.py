"""Dates as clerks and spreadsheets write them."""

import re
from datetime import date, datetime, timedelta

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.errors import UserError

_SEPARATED = re.compile(
    r"([0-9]{4})[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?|月)?(?:T?[0-9]{1,2}(?::[0-9.]+)+)?"
)
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_TIME_TAIL = re.compile(r"[T\s]+[0-9]{1,2}(?::[0-9.]+)+\s*$")
_SERIAL_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet, with its 29 February 1900
_SERIALS = range(10_000, 73_416)  # 1927-05-18 to 2100-12-31: what a serial can mean here
_YEARS = range(1900, 2101)
_EXAMPLES = "请写成2021-05-01、2021年5月1日或20210501"


def parse_date(value: object) -> date:
    """The date in a cell; a month alone (`202105`, `2021年5月`) is its first day.

    Numbers are read as YYYYMMDD, YYYYMM, or a spreadsheet's serial day.

    Raises:
        UserError: no date, or one that does not exist or lies outside 1900-2100.
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UserError(f"这一格不是日期：{_EXAMPLES}")
    if isinstance(value, str):
        return _date_of_text(value)
    whole = int(value) if abs(value) < 10**9 else 0
    if whole in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=whole)
    return _date_of_text(str(whole))


def _date_of_text(text: str) -> date:
    cleaned = drop_invisible(_TIME_TAIL.sub("", to_half_width(text)).replace("。", "."))
    match = _SEPARATED.fullmatch(cleaned) or _DIGITS.fullmatch(cleaned)
    if match is None:
        raise UserError(f"“{text.strip()}”不是日期：{_EXAMPLES}")
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        raise UserError(f"日期“{text.strip()}”不存在：请核对年月日") from None


def _in_range(day: date) -> date:
    if day.year not in _YEARS:
        raise UserError(f"日期{day.isoformat()}不合理：年份应在1900年至2100年之间")
    return day


def parse_month(value: object) -> date:
    """The first day of the month in a cell, in any form that `parse_date` takes.

    Raises:
        UserError: as `parse_date`.
    """
    return parse_date(value).replace(day=1)


def format_date(day: date) -> str:
    """`2022年5月9日`, as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def format_month(day: date) -> str:
    """`2022年5月`."""
    return f"{day.year}年{day.month}月"
