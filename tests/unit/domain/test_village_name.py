"""One village under many tails; a 村 and a 社区 of one stem stay two."""

import pytest

from fangfan_desktop.domain.village_name import (
    VillageKind,
    match_village,
    short_name,
    short_names,
    village_key,
)

LUORONG = (
    "雒容社区居委会",
    "龙湖社区居委会",
    "坭桥村委会",
    "果园村委会",
    "龙岭村委会",
    "大正村委会",
)


@pytest.mark.parametrize(
    "text",
    [
        "坭桥村",
        "坭桥村委会",
        "坭桥村民委员会",
        "坭桥村村民委员会",
        " 坭桥 村 ",
        "坭桥村委",
        "坭桥村（含坭桥街）",
    ],
)
def test_all_tails_of_a_village_are_one(text: str) -> None:
    assert village_key(text) == ("坭桥", VillageKind.VILLAGE)
    assert short_name(text) == "坭桥村"


@pytest.mark.parametrize(
    "text",
    [
        "雒容社区",
        "雒容社区居委会",
        "雒容社区居民委员会",
        "雒容社区居民委会",
        "雒容社区委员会",
        "雒容社区村民委员会",
    ],
)
def test_all_tails_of_a_community_are_one(text: str) -> None:
    assert village_key(text) == ("雒容", VillageKind.COMMUNITY)
    assert short_name(text) == "雒容社区"


def test_a_village_and_a_community_of_one_stem_stay_two() -> None:
    assert village_key("雒容村委会") != village_key("雒容社区居委会")
    names = ("雒容村委会", "雒容社区居委会")
    assert match_village("雒容村", names) == "雒容村委会"
    assert match_village("雒容社区", names) == "雒容社区居委会"
    assert match_village("雒容", names) is None


@pytest.mark.parametrize(
    ("text", "short", "kind"),
    [
        ("第一居委会", "第一居委会", VillageKind.COMMUNITY),
        ("黄村居民委员会", "黄村居委会", VillageKind.COMMUNITY),
        ("黄村社区居委会", "黄村社区", VillageKind.COMMUNITY),
        ("白菜沟嘎查村委会", "白菜沟嘎查", VillageKind.VILLAGE),
        ("白菜沟嘎查委员会", "白菜沟嘎查", VillageKind.VILLAGE),
        ("白菜沟嘎查村", "白菜沟嘎查", VillageKind.VILLAGE),
        ("文景街道虚拟社区", "文景街道虚拟社区", VillageKind.COMMUNITY),
        ("二分场一连生活区", "二分场一连生活区", None),
        ("六连队", "六连队", None),
        ("林场管理区", "林场管理区", None),
        ("巴音牧委会", "巴音牧委会", None),
        ("村", "村", None),
        ("社区", "社区", None),
        ("", "", None),
        ("㙟下村委会", "㙟下村", VillageKind.VILLAGE),
    ],
)
def test_other_tails_of_the_list(text: str, short: str, kind: VillageKind | None) -> None:
    assert short_name(text) == short
    assert village_key(text)[1] is kind
    assert short_name(short) == short


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("坭桥村委会", "坭桥村委会"),
        ("坭桥村民委员会", "坭桥村委会"),
        ("雒容镇坭桥村", "坭桥村委会"),
        ("柳州市鱼峰区雒容镇坭桥", "坭桥村委会"),
        ("坭桥", "坭桥村委会"),
        ("雒容", "雒容社区居委会"),
        ("雒容镇雒容社区", "雒容社区居委会"),
        ("雒容村", None),
        ("桥村", None),
        ("小坭桥村", None),
        ("", None),
    ],
)
def test_a_written_name_finds_its_village_or_none(text: str, name: str | None) -> None:
    assert match_village(text, LUORONG) == name


def test_short_names_stay_apart_where_a_township_has_both() -> None:
    names = ("石角社区居民委员会", "石角社区村民委员会", "坭桥村委会")
    assert short_names(names) == {
        "石角社区居民委员会": "石角社区居民委员会",
        "石角社区村民委员会": "石角社区村民委员会",
        "坭桥村委会": "坭桥村",
    }
    assert match_village("石角社区", names) is None
    assert match_village("石角社区村民委员会", names) == "石角社区村民委员会"
