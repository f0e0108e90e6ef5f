"""What a household that was taken in still lacks: measures against risks, visits by quarter."""

from datetime import date

import pytest

from fangfan_desktop.domain.help_gaps import (
    MeasureFact,
    help_gaps,
    missed_periods,
    period_name,
    visit_periods,
)

CARE = MeasureFact("健康帮扶", None, "因病")
WORK = MeasureFact("就业帮扶", "劳务输出", "因病")
TRAINING = MeasureFact("就业帮扶", "技能培训", "因病")
NET = MeasureFact("综合保障", "低保", "因病")


def test_a_risk_without_a_measure_is_named():
    (gap,) = help_gaps(["因病", "因残"], [WORK], has_labour=True)
    assert gap == "还没有措施的风险：因残（缺什么补什么）。"


@pytest.mark.parametrize(
    ("measures", "has_labour", "lacks"),
    [
        ((CARE,), True, "至少要有一项开发式帮扶"),
        ((CARE, TRAINING), True, "至少要有一项开发式帮扶"),
        ((CARE, WORK), True, None),
        ((CARE,), False, "要落实兜底保障"),
        ((NET,), False, None),
        ((CARE,), None, None),
    ],
)
def test_labour_asks_for_development_and_none_for_the_safety_net(
    *, measures: tuple[MeasureFact, ...], has_labour: bool | None, lacks: str | None
):
    gaps = help_gaps(["因病"], measures, has_labour=has_labour)
    assert len(gaps) == (lacks is not None)
    if lacks:
        assert lacks in gaps[0]


def test_only_whole_quarters_gone_by_without_a_visit_are_missed():
    since, until = date(2022, 2, 10), date(2023, 2, 1)
    assert missed_periods(since, until, 3, [date(2022, 5, 1), date(2022, 12, 31)]) == (
        "2022年第三季度",
    )
    assert missed_periods(since, date(2022, 6, 30), 3, []) == ()


def test_periods_begin_with_the_year_and_run_to_their_last_day():
    assert visit_periods(date(2022, 5, 1), date(2022, 7, 1), 3) == (
        (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 9, 30)),
    )
    assert [period_name(date(2022, 1, 1), months) for months in (1, 3, 6)] == [
        "2022年1月",
        "2022年第一季度",
        "2022年1月起6个月内",
    ]
