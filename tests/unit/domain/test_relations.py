"""与户主关系 when another member becomes the head."""

import pytest

from fangfan_desktop.domain.relations import Member, relations_after

FAMILY = (
    Member(1, "户主", "男"),
    Member(2, "配偶", "女"),
    Member(3, "之子", "男"),
    Member(4, "之儿媳", "女"),
    Member(5, "之孙女", "女"),
    Member(6, "之母", "女"),
    Member(7, "之叔伯", "男"),
)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (1, ["户主", "配偶", "之子", "之儿媳", "之孙女", "之母", "之叔伯"]),
        (2, ["配偶", "户主", "之子", "之儿媳", "之孙女", "之婆婆", "其他"]),
        (3, ["之父", "之母", "户主", "配偶", "之女", "之祖母", "其他"]),
        (6, ["之子", "其他", "其他", "其他", "其他", "户主", "其他"]),
        (7, ["其他", "其他", "其他", "其他", "其他", "其他", "户主"]),
    ],
)
def test_relations_turn_round_as_far_as_they_can_be_told(head: int, expected: list[str]):
    assert list(relations_after(FAMILY, head).values()) == expected


def test_with_two_sons_whose_wife_it_is_cannot_be_told():
    family = (*FAMILY, Member(8, "之子", "男"))
    found = relations_after(family, 3)
    assert (found[4], found[5], found[8]) == ("其他", "其他", "之兄弟姐妹")


def test_a_head_of_unknown_sex_is_neither_father_nor_mother():
    assert relations_after((Member(1, "户主", None), Member(2, "之女", "女")), 2)[1] == "其他"
