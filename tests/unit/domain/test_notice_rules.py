from datetime import date

import pytest

from fangfan_desktop.domain.notice_rules import (
    PUBLIC_COLUMNS,
    NoticeEntry,
    NoticeKind,
    NoticeLevel,
    PublicColumn,
    allowed_columns,
    count_categories,
    count_people,
    notice_kind,
    notice_period,
    notice_rows,
    period_between,
    refuse_columns,
)
from fangfan_desktop.errors import UserError

DAY = date(2022, 5, 16)


def entry(
    group: str, name: str, number: str = "", village: str = "龙岭村", **more: object
) -> NoticeEntry:
    population = more.get("population", 3)
    assert isinstance(population, int)
    return NoticeEntry(
        village=village,
        group=group,
        head_name=name,
        id_number=number,
        population=population,
        category=str(more.get("category", "边缘易致贫户")),
        risk="因病",
    )


def names(entries: list[NoticeEntry], others: tuple[NoticeEntry, ...] = ()) -> list[str]:
    return [row.head_name for row in notice_rows(entries, shown_on=DAY, others=others)]


def test_every_kind_has_its_name_its_level_and_its_word() -> None:
    assert [(kind.value, kind.label, kind.level, kind.word) for kind in NoticeKind] == [
        ("to-include-village", "拟纳入监测对象公示", NoticeLevel.VILLAGE, "公示"),
        ("to-include-township", "拟纳入复核公示", NoticeLevel.TOWNSHIP, "公示"),
        ("included", "纳入结果公告", NoticeLevel.TOWNSHIP, "公告"),
        ("to-clear", "拟消除风险公示", NoticeLevel.VILLAGE, "公示"),
        ("cleared", "消除结果公告", NoticeLevel.TOWNSHIP, "公告"),
        ("meeting", "评议结果公示", NoticeLevel.VILLAGE, "公示"),
    ]
    assert {kind.least_days for kind in NoticeKind} == {5}


def test_a_kind_is_found_by_its_word_or_its_name() -> None:
    assert notice_kind("to-clear") is NoticeKind.TO_CLEAR
    assert notice_kind("消除结果公告") is NoticeKind.CLEARED
    with pytest.raises(UserError, match=r"没有“list”这种公示公告.*to-include-village（拟纳入"):
        notice_kind("list")


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_no_kind_lets_more_be_public_than_five_columns_and_the_risk(kind: NoticeKind) -> None:
    assert allowed_columns(kind) == PUBLIC_COLUMNS
    assert allowed_columns(kind, with_risk=True) == (*PUBLIC_COLUMNS, PublicColumn.RISK)
    for more in ("身份证号码", "联系电话", "银行账号", "住址", "残疾等级", "人均纯收入"):
        with pytest.raises(UserError, match=f"不能公开“{more}”这一栏"):
            refuse_columns(kind, ["户主姓名", more], with_risk=True)


def test_the_risk_is_refused_until_it_is_switched_on() -> None:
    with pytest.raises(UserError, match="涉及健康信息"):
        refuse_columns(NoticeKind.MEETING, ["主要风险"])
    columns = refuse_columns(NoticeKind.MEETING, ["主要风险", "村民小组"], with_risk=True)
    assert columns == (
        PublicColumn.SERIAL,
        PublicColumn.GROUP,
        PublicColumn.HEAD,
        PublicColumn.RISK,
    )


def test_the_list_goes_by_group_as_people_count_then_by_name() -> None:
    rows = notice_rows(
        [
            entry("十一组", "莫雨"),
            entry("", "韦青"),
            entry("下塘屯", "覃春"),
            entry("第2组", "𠮷㛃"),
            entry("二组", "陆永福"),
            entry("十组", "岑水生"),
            entry("一组", "覃秋"),
        ],
        shown_on=DAY,
    )
    assert [(row.serial, row.group, row.head_name) for row in rows] == [
        (1, "一组", "覃秋"),
        (2, "二组", "陆永福"),
        (3, "第2组", "𠮷㛃"),
        (4, "十组", "岑水生"),
        (5, "十一组", "莫雨"),
        (6, "下塘屯", "覃春"),
        (7, "", "韦青"),
    ]
    assert [row.place for row in rows] == [6, 4, 3, 5, 0, 2, 1]


def test_a_list_of_several_villages_names_them_in_the_group() -> None:
    rows = notice_rows(
        [
            entry("二组", "韦青", village="龙岭村"),
            entry("一组", "韦青", village="坭桥村"),
            entry("一组", "莫雨", village="龙岭村"),
        ],
        shown_on=DAY,
    )
    assert [(row.group, row.head_name) for row in rows] == [
        ("龙岭村一组", "莫雨"),
        ("龙岭村二组", "韦青"),
        ("坭桥村一组", "韦青"),
    ]


def test_namesakes_of_different_groups_need_nothing_more() -> None:
    assert names([entry("一组", "李秀英"), entry("二组", "李秀英")]) == ["李秀英", "李秀英"]


def test_namesakes_of_one_group_are_told_apart_by_four_digits_and_no_more() -> None:
    shown = names(
        [
            entry("一组", "李秀英", "450221196001011234"),
            entry("一组", "李秀英", "45022119620101567X"),
            entry("二组", "李秀英", "450221196301011111"),
            entry("一组", "莫雨", "450221196001019999"),
        ]
    )
    assert sorted(shown) == ["李秀英", "李秀英（尾号1234）", "李秀英（尾号567X）", "莫雨"]


def test_a_disability_card_gives_the_four_digits_of_the_id_number() -> None:
    shown = names(
        [
            entry("一组", "李秀英", "45022119600101123443"),
            entry("一组", "李秀英", "450221196201015678"),
        ]
    )
    assert shown == ["李秀英（尾号1234）", "李秀英（尾号5678）"]


def test_namesakes_that_digits_cannot_tell_apart_are_numbered() -> None:
    same = [
        entry("一组", "李秀英", "450221196001011234"),
        entry("一组", "李秀英", "450221196201011234"),
    ]
    assert names(same) == ["李秀英（同名第1户）", "李秀英（同名第2户）"]
    assert names([entry("一组", "李秀英"), entry("一组", "李秀英", "450221196201011234")]) == [
        "李秀英（同名第1户）",
        "李秀英（尾号1234）",
    ]


def test_a_namesake_without_a_group_is_not_left_to_guessing() -> None:
    shown = names([entry("", "李秀英", "450221196001011234"), entry("一组", "李秀英")])
    assert shown == ["李秀英", "李秀英（尾号1234）"]


def test_namesakes_who_are_not_on_the_list_count_too() -> None:
    listed = [entry("一组", "李秀英", "450221196001011234")]
    elsewhere = (entry("二组", "李秀英"),)
    next_door = (entry("一组", "李秀英", "450221196201015678"),)
    assert names(listed, elsewhere) == ["李秀英"]
    assert names(listed, next_door) == ["李秀英（尾号1234）"]


def test_without_a_column_for_it_the_group_stands_behind_the_names_that_need_it() -> None:
    rows = notice_rows(
        [entry("一组", "李秀英"), entry("二组", "李秀英"), entry("二组", "莫雨")],
        shown_on=DAY,
        has_group=False,
    )
    assert [row.head_name for row in rows] == ["李秀英（一组）", "李秀英（二组）", "莫雨"]


def test_a_minor_is_shown_by_surname_and_without_digits() -> None:
    shown = names(
        [
            entry("一组", "覃春生", "450221200601011234"),
            entry("一组", "覃秋", "450221200605165678"),
            entry("一组", "覃冬", "450221200405165678"),
            entry("一组", "覃夏", "450221200605175678"),
        ]
    )
    # 18 on the very day of the notice is grown up
    assert shown == ["覃某某", "覃冬", "覃某（同名第1户）", "覃某（同名第2户）"]


def test_counts_are_those_of_the_list() -> None:
    rows = notice_rows(
        [
            entry("一组", "甲", population=4, category="脱贫不稳定户"),
            entry("二组", "乙", population=3),
            entry("三组", "丙", population=2),
        ],
        shown_on=DAY,
    )
    assert count_people(rows) == 9
    assert dict(count_categories(rows)) == {"脱贫不稳定户": (1, 4), "边缘易致贫户": (2, 5)}


@pytest.mark.parametrize(
    ("start", "days", "in_working_days", "end"),
    [
        (date(2022, 5, 16), 5, False, date(2022, 5, 20)),
        (date(2022, 5, 16), 1, False, date(2022, 5, 16)),
        (date(2022, 12, 29), 7, False, date(2023, 1, 4)),
        (date(2022, 5, 16), 5, True, date(2022, 5, 20)),
        (date(2022, 5, 14), 5, True, date(2022, 5, 20)),  # a Saturday does not count
        (date(2022, 4, 28), 5, True, date(2022, 5, 7)),  # May holidays, a make-up Saturday
        (date(2022, 1, 29), 5, True, date(2022, 2, 9)),  # make-up days around Spring Festival
    ],
)
def test_a_period_counts_its_first_and_its_last_day(
    start: date,
    days: int,
    in_working_days: bool,  # noqa: FBT001 - a parameter of the table above
    end: date,
) -> None:
    period = notice_period(start, days, in_working_days=in_working_days)
    assert period.ends_on == end
    assert period_between(start, end, least_days=days, in_working_days=in_working_days) == period


def test_a_day_that_the_office_corrected_counts_as_it_says() -> None:
    corrections = {date(2022, 5, 18): False}
    period = notice_period(DAY, 5, in_working_days=True, corrections=corrections)
    assert period.ends_on == date(2022, 5, 23)


def test_a_period_says_when_it_is_over() -> None:
    period = notice_period(DAY)
    assert period.note == "5天，含首尾；5月20日24:00期满"
    assert not period.is_over(date(2022, 5, 20))
    assert period.is_over(date(2022, 5, 21))
    assert notice_period(DAY, in_working_days=True).text == "5个工作日"


def test_a_period_too_short_or_backwards_is_refused_with_the_day_it_needs() -> None:
    with pytest.raises(UserError, match=r"公示期只有4天，按程序不少于5天.*2022年5月20日"):
        period_between(DAY, date(2022, 5, 19))
    with pytest.raises(UserError, match="早于开始日期"):
        period_between(DAY, date(2022, 5, 15))
    with pytest.raises(UserError, match="1到60天"):
        notice_period(DAY, 0)
