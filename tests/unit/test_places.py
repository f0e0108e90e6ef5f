import itertools

import pytest

from fangfan_desktop import places
from fangfan_desktop.domain.village_name import VillageKind
from fangfan_desktop.errors import UserError
from fangfan_desktop.places import Level
from fangfan_desktop.places.packed import listed_name, packed_places

LUORONG = "450203100"
NIQIAO = "450203100201"
LUORONG_COMMUNITY = "450203100001"


def codes(text: str, limit: int = 50) -> list[str]:
    return [found.code for found in places.search(text, limit)]


def test_township_has_its_parents_and_its_twenty_villages() -> None:
    luorong = places.township(LUORONG)
    assert luorong.name == "雒容镇"
    assert luorong.full_name == "广西壮族自治区 柳州市 鱼峰区 雒容镇"
    assert (luorong.province.name, luorong.city.name, luorong.county.name) == (
        "广西壮族自治区",
        "柳州市",
        "鱼峰区",
    )
    assert len(luorong.villages) == 20
    niqiao = next(village for village in luorong.villages if village.code == NIQIAO)
    assert (niqiao.official_name, niqiao.short_name) == ("坭桥村委会", "坭桥村")
    assert niqiao.kind is VillageKind.VILLAGE
    community = luorong.villages[0]
    assert (community.code, community.short_name) == (LUORONG_COMMUNITY, "雒容社区")
    assert community.kind is VillageKind.COMMUNITY


def test_villages_of_a_township_are_shown_by_names_that_differ() -> None:
    packed = packed_places()
    for area in packed.town_areas[::150]:
        villages = places.township(packed.area_code(area)).villages
        officials = {village.official_name for village in villages}
        assert len({village.short_name for village in villages}) == len(officials)


@pytest.mark.parametrize("text", ["坭桥村", "坭桥村委会", "坭桥村民委员会", "坭桥村民委", "坭桥"])
def test_every_way_of_writing_a_village_finds_the_same_one(text: str) -> None:
    assert codes(text)[0] == NIQIAO
    assert codes(text) == codes("坭桥村")


@pytest.mark.parametrize(
    "text", ["雒容社区", "雒容社区居委会", "雒容社区居民委员会", "雒容居委会", "雒容社区居委"]
)
def test_every_way_of_writing_a_community_finds_the_same_one(text: str) -> None:
    assert codes(text) == [LUORONG_COMMUNITY]


def test_a_village_is_not_a_community_of_the_same_name() -> None:
    assert codes("雒容村") == []


@pytest.mark.parametrize(
    "text",
    [
        "雒容镇坭桥",
        "雒容 坭桥村",
        "坭桥村委会 雒容",
        "柳州 雒容 坭桥",
        "广西壮族自治区柳州市鱼峰区雒容镇坭桥村民委员会",
        "广西，柳州，坭桥",
        NIQIAO,
    ],
)
def test_village_is_found_by_its_path(text: str) -> None:
    assert codes(text) == [NIQIAO]


def test_words_upwards_narrow_the_search_and_townships_come_before_villages() -> None:
    assert codes("柳州 雒容") == [LUORONG, LUORONG_COMMUNITY]
    assert codes("雒容") == [LUORONG, LUORONG_COMMUNITY]


def test_the_name_itself_comes_before_longer_names() -> None:
    found = places.search("城关镇", limit=2000)
    ranks = [
        0 if place.name == "城关镇" else 1 if place.name.startswith("城关镇") else 2
        for place in found
    ]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0


def test_no_more_places_than_wanted() -> None:
    assert len(places.search("村", limit=7)) == 7


def test_code_finds_the_division_then_what_lies_below() -> None:
    found = places.search(LUORONG)
    assert found[0].level is Level.TOWNSHIP
    assert len(found) == 21
    assert all(place.code.startswith(LUORONG) for place in found)
    assert codes("4502", limit=1) == ["4502"]


def test_code_narrows_a_name() -> None:
    assert codes("4502 坭桥") == [NIQIAO]


def test_municipality_keeps_its_codes_and_loses_the_paper_step_of_its_name() -> None:
    assert places.place("110101").full_name == "北京市 东城区"
    town = places.township("110101001")
    assert (town.county.code, town.city.code, town.province.code) == ("110101", "1101", "11")
    assert town.full_name == "北京市 东城区 东华门街道"


def test_city_without_counties_is_named_once() -> None:
    assert places.township("441900003").full_name == "广东省 东莞市 东城街道"


@pytest.mark.parametrize("code", ["999999999", "4502031", "450203", "", "雒容镇", "45020310x"])
def test_unknown_township_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(UserError, match="fangfan places"):
        places.township(code)


@pytest.mark.parametrize("code", ["450203100999", "99", "45020310", "甲"])
def test_unknown_place_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(UserError, match="没有代码"):
        places.place(code)


@pytest.mark.parametrize("text", ["", "  ", "，"])
def test_nothing_asked_nothing_found(text: str) -> None:
    assert places.search(text) == []


def test_a_name_that_nobody_has_is_not_found() -> None:
    assert places.search("乌有乡子虚村") == []
    assert places.search("\n") == []
    assert places.search("12345678901234567890") == []


def test_too_many_words_are_refused() -> None:
    with pytest.raises(UserError, match="最多"):
        places.search("一 二 三 四 五 六 七")


def test_rare_characters_come_back_as_written() -> None:
    packed = packed_places()
    assert packed.rare, "the list holds characters outside the basic plane"
    for rare in map(chr, packed.rare):
        found = places.search(rare)
        assert found
        assert all(rare in place.name and rare in place.official_name for place in found)


def test_listed_and_official_names_agree_with_the_rule() -> None:
    packed = packed_places()
    for town in range(0, len(packed.town_areas), 200):
        names = packed.village_names(town)
        for village, name in zip(packed.villages(town), names, strict=True):
            assert listed_name(packed.official_name(village, name)) == name


def test_list_is_whole() -> None:
    packed = packed_places()
    assert len(packed.area_codes) == len(packed.area_starts) == 44_703
    assert len(packed.village_suffixes) == packed.town_firsts[-1] == 620_573
    assert packed.town_starts[-1] == len(packed.village_text)
    pairs = list(zip(packed.area_codes, packed.area_levels, strict=True))
    assert all(left < right for left, right in itertools.pairwise(pairs))


def test_list_can_be_let_go_and_read_again() -> None:
    places.release()
    assert packed_places.cache_info().currsize == 0
    assert codes(NIQIAO) == [NIQIAO]


def test_provinces_are_listed_in_the_order_of_their_codes() -> None:
    found = [(place.code, place.name) for place in places.provinces()]
    assert len(found) == 31
    assert found[0] == ("11", "北京市")
    assert ("45", "广西壮族自治区") in found
