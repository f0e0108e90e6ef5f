"""户属性 from identifications."""

from datetime import date

from fangfan_desktop.domain.household_type import (
    Identification,
    current_identification,
    household_type,
    is_cleared,
    is_monitored,
)

RUNNING = Identification("脱贫不稳定户", date(2021, 6, 1))
CLEARED = Identification("脱贫不稳定户", date(2021, 6, 1), cleared_on=date(2022, 3, 1))
BACK = Identification("边缘易致贫户", date(2021, 6, 1), date(2022, 3, 1), date(2022, 5, 20))
WITHDRAWN = Identification("边缘易致贫户", date(2021, 6, 1), withdrawn_on=date(2021, 9, 1))
ANEW = Identification("突发严重困难户", date(2022, 8, 1))


def test_a_running_case_makes_it_monitored_lifted_or_not() -> None:
    assert household_type([RUNNING], is_lifted=True) == "监测户"
    assert household_type([RUNNING], is_lifted=False) == "监测户"


def test_a_cleared_household_keeps_its_other_identity() -> None:
    assert household_type([CLEARED], is_lifted=True) == "脱贫户"
    assert household_type([CLEARED], is_lifted=False) == "一般农户"
    assert is_cleared([CLEARED])


def test_a_rolled_back_case_goes_on() -> None:
    assert is_monitored([BACK])
    assert not is_cleared([BACK])
    assert is_cleared([BACK], date(2022, 5, 19))


def test_a_rolled_back_case_that_is_cleared_again_is_cleared() -> None:
    again = Identification("边缘易致贫户", date(2021, 6, 1), date(2023, 1, 1), date(2022, 5, 20))
    assert is_cleared([again])


def test_a_wrongly_taken_in_household_was_never_cleared() -> None:
    assert not is_monitored([WITHDRAWN])
    assert not is_cleared([WITHDRAWN])


def test_identified_anew_after_a_clearing_is_monitored() -> None:
    assert household_type([CLEARED, ANEW], is_lifted=True) == "监测户"
    assert not is_cleared([CLEARED, ANEW])
    assert current_identification([CLEARED, ANEW]) == ANEW


def test_the_state_of_a_past_day() -> None:
    assert not is_monitored([RUNNING], date(2021, 5, 31))
    assert is_monitored([CLEARED], date(2022, 2, 28))
    assert not is_cleared([CLEARED], date(2022, 2, 28))
    assert current_identification([], None) is None
