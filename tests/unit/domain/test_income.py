"""The income formula and its periods."""

from datetime import date

import pytest

from fangfan_desktop.domain.income import (
    Income,
    Period,
    above_line,
    calendar_year,
    collection_year,
    gross_income,
    months_before,
    net_income,
    net_per_capita,
    offered_periods,
    quarter,
    reference_income,
    reference_per_capita,
    screening_period,
)

INCOME = Income(
    wages=3_000_000,
    production=1_200_000,
    property_income=50_000,
    transfers=260_050,
    production_costs=400_000,
    claims=100_000,
    compliant_payments=900_000,
)


def test_net_is_four_parts_less_costs() -> None:
    assert gross_income(INCOME) == 4_510_050
    assert net_income(INCOME) == 4_110_050
    assert net_per_capita(INCOME, 4) == 1_027_513
    assert net_per_capita(INCOME, 0) == 4_110_050


def test_the_reference_adds_claims_and_takes_off_what_was_paid() -> None:
    assert reference_income(INCOME) == 3_310_050
    assert reference_per_capita(INCOME, 3) == 1_103_350


def test_only_more_than_the_line_is_above_it() -> None:
    assert above_line(700_001, 700_000) == 1
    assert above_line(700_000, 700_000) == 0
    assert above_line(None, 700_000) is None
    assert above_line(700_000, None) is None


def test_periods_of_the_plans() -> None:
    assert screening_period(2022) == Period(date(2021, 5, 1), date(2022, 4, 30))
    assert str(screening_period(2022)) == "2021年5月1日-2022年4月30日"
    assert months_before(date(2021, 6, 17)) == Period(date(2020, 6, 1), date(2021, 5, 31))
    assert months_before(date(2024, 3, 31)).ends == date(2024, 2, 29)
    assert quarter(2023, 1) == Period(date(2023, 1, 1), date(2023, 3, 31))
    assert quarter(2023, 4) == Period(date(2023, 10, 1), date(2023, 12, 31))
    assert calendar_year(2023) == Period(date(2023, 1, 1), date(2023, 12, 31))
    assert collection_year(2023) == Period(date(2022, 10, 1), date(2023, 9, 30))


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="5"):
        quarter(2023, 5)


def test_offered_periods_have_names() -> None:
    names = [name for name, _ in offered_periods(2022, date(2022, 5, 10))]
    assert names[0] == "上年5月至当年4月"
    assert "2022年第二季度" in names
    assert len(names) == len(set(names)) == 8
