"""Households drawn by lot: as many as asked of each village, the same again for the same number."""

from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.domain.sampling import Lot, draw

_VILLAGES = st.dictionaries(st.integers(1, 30), st.lists(st.integers(1, 999), max_size=40))


_LOTS = st.builds(Lot, st.integers(1, 100), st.booleans(), st.integers(1, 9999))


@given(_VILLAGES, _LOTS)
def test_each_village_gives_its_share_and_the_draw_can_be_made_again(
    villages: dict[int, list[int]], lot: Lot
):
    drawn = draw(villages, lot)
    assert draw({key: ids[::-1] for key, ids in villages.items()}, lot) == drawn
    wanted = 0
    for ids in villages.values():
        known = len(set(ids))
        wanted += min(known, -(-known * lot.amount // 100) if lot.is_share else lot.amount)
    assert len(drawn) == wanted


def test_a_village_s_draw_does_not_hang_on_the_others():
    lot = Lot(3, is_share=False, seed=7)
    alone = draw({1: list(range(50))}, lot)
    assert [one for one in draw({1: list(range(50)), 2: [900, 901, 902]}, lot) if one < 50] == alone
    assert draw({1: list(range(50))}, Lot(3, is_share=False, seed=8)) != alone


def test_the_words_say_how_it_was_drawn():
    assert Lot(5, is_share=False, seed=4821).words == "每村抽5户（抽取号 4821）"
    assert Lot(10, is_share=True, seed=3).words == "每村抽10%（抽取号 3）"
