"""Income of a household (家庭收入): five parts, net and reference amounts, and their periods.

All amounts are fen. Formula: procedures of the national system; periods: the screening year
05-01 to 04-30 (六安 2022), the twelve months before the month of application, the quarter, the
collection year 10-01 to 09-30 and the calendar year.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.money import per_capita

_MONTHS = 12
_LAST_QUARTER = 4


@dataclass(frozen=True, slots=True)
class Income:
    """What a household took in and spent in one period, in fen."""

    wages: int = 0  # 工资性收入
    production: int = 0  # 生产经营性收入
    property_income: int = 0  # 财产性收入
    transfers: int = 0  # 转移性收入
    production_costs: int = 0  # 生产经营性支出
    claims: int = 0  # 理赔收入
    compliant_payments: int = 0  # 合规自付支出


def gross_income(income: Income) -> int:
    """年总收入: the four kinds of income, in fen."""
    return income.wages + income.production + income.property_income + income.transfers


def net_income(income: Income) -> int:
    """家庭纯收入 = 四项收入 − 生产经营性支出, in fen; may be negative."""
    return gross_income(income) - income.production_costs


def net_per_capita(income: Income, population: int) -> int:
    """家庭人均纯收入 in fen; a population below 1 counts as 1."""
    return per_capita(net_income(income), population)


def reference_income(income: Income) -> int:
    """纳入监测对象的收入参考范围 = 纯收入 + 理赔收入 − 合规自付支出, in fen."""
    return net_income(income) + income.claims - income.compliant_payments


def reference_per_capita(income: Income, population: int) -> int:
    """纳入监测对象的人均收入参考范围 in fen; a population below 1 counts as 1."""
    return per_capita(reference_income(income), population)


def above_line(income_per_capita: int | None, line: int | None) -> int | None:
    """是否高于监测范围: 1 above, 0 at or below, None where income or line is not known (fen)."""
    if income_per_capita is None or line is None:
        return None
    return int(income_per_capita > line)


@dataclass(frozen=True, slots=True)
class Period:
    """An income period; both days belong to it."""

    starts: date
    ends: date

    def __str__(self) -> str:
        """As the heading of column 7 of 附件1 writes it: `2021年5月1日-2022年4月30日`."""
        return f"{format_date(self.starts)}-{format_date(self.ends)}"


def screening_period(year: int) -> Period:
    """上年5月1日 to 当年4月30日 of a screening year."""
    return Period(date(year - 1, 5, 1), date(year, 4, 30))


def months_before(month: date) -> Period:
    """The twelve months before a month: for 2021-06 from 2020-06-01 to 2021-05-31."""
    first = month.replace(day=1)
    return Period(first.replace(year=first.year - 1), first - timedelta(days=1))


def quarter(year: int, number: int) -> Period:
    """The calendar quarter 1-4 of a year.

    Raises:
        ValueError: no such quarter.
    """
    if not 1 <= number <= _LAST_QUARTER:
        raise ValueError(number)
    starts = date(year, 3 * number - 2, 1)
    following = date(year + number // _LAST_QUARTER, (3 * number) % _MONTHS + 1, 1)
    return Period(starts, following - timedelta(days=1))


def calendar_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def collection_year(year: int) -> Period:
    """上年10月1日 to 当年9月30日, the year of the annual data collection."""
    return Period(date(year - 1, 10, 1), date(year, 9, 30))


def offered_periods(year: int, month: date) -> tuple[tuple[str, Period], ...]:
    """Periods to choose from, each with its Chinese name.

    Args:
        year: Year of the campaign.
        month: Any day in the month of the application or of the campaign's start.
    """
    quarters = tuple(
        (f"{year}年第{'一二三四'[number - 1]}季度", quarter(year, number)) for number in range(1, 5)
    )
    return (
        ("上年5月至当年4月", screening_period(year)),
        ("此前12个月", months_before(month)),
        *quarters,
        ("上年10月至当年9月", collection_year(year)),
        ("上一自然年", calendar_year(year - 1)),
    )
