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


@pytest.mark.parametrize(
    ("title", "items"),
    {
        "监测对象类别": "脱贫不稳定户、边缘易致贫户、突发严重困难户",
        "户属性": "脱贫户、监测户、一般农户",
        "文化程度": "文盲或半文盲、小学、初中、高中、大专、本科及以上",
        "健康状况": "健康、长期慢性病、患有大病、残疾",
        "劳动技能": "普通劳动力、技能劳动力、弱劳动力或半劳动力、丧失劳动力、无劳动力",
        "务工区域": "乡（镇）内务工、乡（镇）外县内务工、县外省内务工、省外务工、其他",
        "失学或辍学原因": "因病、因残、厌学、其他",
        "致贫返贫风险": "因病、因学、因残、因自然灾害、因意外事故、因产业项目失败、因务工就业不稳、"
        "缺劳动力、因安全住房、因安全饮水、其他",
        "因自然灾害子项": "洪涝、地质、旱灾、生物灾害、气象灾害、地震灾害、其他",
        "风险消除方式": "帮扶消除、自然消除",
        "低保情况": "未享受、农村低保、城市低保",
        "特困供养情况": "不享受、农村特困、城市特困",
        "综合保障子项": "低保、特困供养、残疾人补贴",
        "就业帮扶子项": "劳务输出、外出务工补贴、技能培训、其他",
        "其他教育帮扶子项": "雨露计划、其他",
        "健康帮扶子项": "参加城乡居民基本医疗保险个人缴费补贴、其他",
        "就业渠道": "公益岗位、帮扶车间、其他",
        "证件类型": "居民身份证、残疾人证、解放军军官证",
        "脱贫户类型": "一般脱贫户、低保脱贫户、特困供养脱贫户、脱贫不享受政策户",
        "排查方式": "入户排查、电话核查",
    }.items(),
)
def test_the_lists_of_the_national_system_are_there_word_for_word(title: str, items: str) -> None:
    (found,) = [each for each in DEFAULT_LISTS.values() if each.title == title]
    assert "、".join(found.items) == items


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
