"""The code lists that the program brings."""

import pytest

from fangfan_desktop.domain.code_lists import (
    DEFAULT_LISTS,
    DEVELOPMENT_KINDS,
    LABOUR_SKILLS_ABLE,
    LABOUR_SKILLS_NONE,
    MEASURE_KINDS,
    is_development,
)
from fangfan_desktop.domain.household_type import HouseholdType, MonitoringCategory


def test_sizes_are_those_of_the_system() -> None:
    sizes = {key: len(DEFAULT_LISTS[key].items) for key in DEFAULT_LISTS}
    assert sizes["relation"] == 28
    assert sizes["measure_kind"] == 15
    assert sizes["problem_type"] == 7
    assert sizes["disability_category"] == 7
    assert sizes["disability_level"] == 4
    assert sizes["risk"] == 11
    assert sizes["labour_skill"] == len(LABOUR_SKILLS_ABLE) + len(LABOUR_SKILLS_NONE) == 5
    assert sizes["school_state"] == 25


@pytest.mark.parametrize("key", DEFAULT_LISTS)
def test_every_list_has_a_title_a_source_and_no_value_twice(key: str) -> None:
    code_list = DEFAULT_LISTS[key]
    assert code_list.key == key
    assert code_list.title
    assert code_list.source
    assert len(set(code_list.items)) == len(code_list.items) > 1
    assert all(item == item.strip() and item for item in code_list.items)


def test_lists_and_rules_use_the_same_words() -> None:
    assert DEFAULT_LISTS["monitoring_category"].items == tuple(MonitoringCategory)
    assert DEFAULT_LISTS["household_type"].items == tuple(HouseholdType)
    assert set(MEASURE_KINDS) >= DEVELOPMENT_KINDS


def test_what_counts_as_development() -> None:
    assert is_development("产业帮扶")
    assert is_development("产业帮扶", ("发展生产", "其他"))
    assert not is_development("产业帮扶", ("其他",))
    assert not is_development("就业帮扶", ("技能培训", "其他"))
    assert is_development("就业帮扶", ("技能培训", "劳务输出"))
    assert not is_development("金融帮扶", ("其他",))
    assert is_development("公益岗位帮扶", ("其他",))
    assert not is_development("健康帮扶")
