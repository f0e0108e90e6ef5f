"""Presets of the five plans."""

from datetime import date

import pytest

from fangfan_desktop.domain.campaign_presets import FORMS, PRESETS, suggested_period
from fangfan_desktop.domain.income import Period


def test_the_five_plans_are_there() -> None:
    assert list(PRESETS) == [
        "madian-2022",
        "luorong-2022",
        "liujiang-2023",
        "xinfeng-2023",
        "liuzhou-quarterly",
    ]


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_whole(key: str) -> None:
    preset = PRESETS[key]
    assert preset.key == key
    assert preset.name
    assert preset.source
    assert preset.starts < preset.ends
    assert preset.starts.year == preset.year
    dues = [milestone.due for milestone in preset.milestones]
    assert dues == sorted(dues)
    assert all(preset.starts <= due <= preset.ends for due in dues)
    assert all(milestone.name and milestone.task for milestone in preset.milestones)
    assert preset.forms[: len(FORMS)] == FORMS


@pytest.mark.parametrize("key", PRESETS)
def test_no_damaged_character_was_carried_over(key: str) -> None:
    assert not set("摂撊撘蠑\uff35盗酥") & set(repr(PRESETS[key]))


def test_madian_has_line_period_and_friday_statistics() -> None:
    madian = PRESETS["madian-2022"]
    assert madian.line == 700_000
    assert madian.income_period == Period(date(2021, 5, 1), date(2022, 4, 30))
    assert madian.statistics_weekday == 4
    assert [m.due for m in madian.milestones] == [
        date(2022, 5, 10),
        date(2022, 5, 25),
        date(2022, 6, 10),
    ]


def test_luorong_has_two_supervision_groups_of_its_villages() -> None:
    groups = PRESETS["luorong-2022"].groups
    assert [(group.name, len(group.villages)) for group in groups] == [
        ("督导一组", 7),
        ("督导二组", 6),
    ]


def test_where_the_plan_gives_no_line_the_office_must_say_it() -> None:
    assert [key for key, preset in PRESETS.items() if preset.line is not None] == ["madian-2022"]


def test_a_plan_brings_the_tables_that_it_names() -> None:
    further = {key: preset.forms[len(FORMS) :] for key, preset in PRESETS.items()}
    assert further == {
        "madian-2022": (),
        "luorong-2022": ("check-monitored", "check-lifted", "check-general"),
        "liujiang-2023": ("visit-check",),
        "xinfeng-2023": ("lookback-check",),
        "liuzhou-quarterly": (),
    }


def test_a_period_is_suggested_for_every_plan() -> None:
    assert suggested_period(PRESETS["madian-2022"]).starts == date(2021, 5, 1)
    assert suggested_period(PRESETS["luorong-2022"]) == Period(date(2021, 3, 1), date(2022, 2, 28))
    assert suggested_period(PRESETS["liuzhou-quarterly"]).ends == date(2021, 12, 31)
