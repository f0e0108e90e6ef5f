"""Dates in every way that tables have them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.domain.dates import format_date, format_month, parse_date, parse_month
from fangfan_desktop.errors import UserError


@pytest.mark.parametrize(
    "value",
    [
        date(2021, 5, 1),
        datetime(2021, 5, 1, 13, 30),  # noqa: DTZ001 - as a workbook gives it
        "2021-05-01",
        "2021-5-1",
        "2021.5.1",
        "2021。5。1",
        "2021/5/1",
        "2021年5月1日",
        "2021年05月01",
        " 2021 年 5 月 1 日 ",
        "\uff12\uff10\uff12\uff11－\uff10\uff15－\uff10\uff11",
        "2021-05-01 00:00:00",
        "2021-05-01T08:30",
        "20210501",
        20210501,
        20210501.0,
        "202105",
        202105,
        "2021年5月",
        "2021-5",
        "2021.05",
        44317,
        44317.75,
    ],
)
def test_the_first_of_may_is_read(value: object) -> None:
    assert parse_date(value) == date(2021, 5, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2021-02-30",
        "20211301",
        "五月一日",
        "",
        "2021",
        2021,
        None,
        True,
        "1800-01-01",
        1e300,
        "5月1日",
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(value: object) -> None:
    with pytest.raises(UserError, match=r"日期"):
        parse_date(value)


def test_months_are_their_first_day() -> None:
    assert parse_month("2022年5月9日") == date(2022, 5, 1)
    assert format_month(date(2022, 5, 9)) == "2022年5月"
    assert format_date(date(2022, 5, 9)) == "2022年5月9日"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_written_dates_read_back(day: date) -> None:
    for text in (day.isoformat(), format_date(day), day.strftime("%Y%m%d")):
        assert parse_date(text) == day
