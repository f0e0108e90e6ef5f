import pytest

from fangfan_desktop.documents.title_lines import em_width, title_lines


@pytest.mark.parametrize(
    ("title", "room", "lines"),
    [
        (
            "雒容镇龙岭村2022年拟纳入防止返贫监测对象公示",
            20,
            ["雒容镇龙岭村2022年拟纳入", "防止返贫监测对象公示"],
        ),
        (
            "雒容镇龙岭村2022年防止返贫监测对象拟消除风险公示",
            20,
            ["雒容镇龙岭村2022年", "防止返贫监测对象拟消除风险公示"],
        ),
        (
            "雒容镇龙岭村2022年防止返贫监测民主评议结果公示",
            20,
            ["雒容镇龙岭村2022年", "防止返贫监测民主评议结果公示"],
        ),
        (
            "雒容镇乡村振兴工作站关于龙岭村村民委员会2022年拟纳入防止返贫监测对象复核公示",
            20,
            [
                "雒容镇乡村振兴工作站关于",
                "龙岭村村民委员会2022年拟纳入",
                "防止返贫监测对象复核公示",
            ],
        ),
        ("龙岭村公示", 20, ["龙岭村公示"]),
        ("公示\n雒容镇龙岭村", 20, ["公示", "雒容镇龙岭村"]),
    ],
)
def test_a_title_is_broken_between_its_parts(title: str, room: float, lines: list[str]) -> None:
    assert title_lines(title, room, em_width) == lines


def test_a_title_without_any_sense_to_break_at_still_fits() -> None:
    lines = title_lines("长" * 95, 20, em_width)
    assert "".join(lines) == "长" * 95
    assert max(map(em_width, lines)) <= 20


@pytest.mark.parametrize("room", [9, 12, 15, 20])
def test_words_stay_whole_wherever_there_is_room_for_them(room: float) -> None:
    title = "马店镇2022年易返贫致贫人口拟纳入防止返贫监测对象名单公告"
    lines = title_lines(title, room, em_width)
    assert "".join(lines) == title
    for word in ("马店镇", "2022年", "拟纳入"):
        assert any(word in line for line in lines)
