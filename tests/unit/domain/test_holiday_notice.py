"""The State Council's notice, read from its text."""

from datetime import date

import pytest

from fangfan_desktop.domain.holiday_notice import (
    HolidayLine,
    days_of_notice,
    notice_year,
    parse_notice,
)
from fangfan_desktop.errors import UserError

NOTICE_2024 = """国务院办公厅关于2024年部分节假日安排的通知
国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班。
国务院办公厅
2023年10月25日"""

SPRING_2026 = HolidayLine(
    "春节", date(2026, 2, 15), date(2026, 2, 23), (date(2026, 2, 14), date(2026, 2, 28))
)


def test_a_notice_is_read_as_it_is_published() -> None:
    lines = parse_notice(NOTICE_2024, 2024)
    assert [(line.name, len(line.days_off), len(line.make_up)) for line in lines] == [
        ("元旦", 1, 0),
        ("春节", 8, 2),
        ("清明节", 3, 1),
        ("劳动节", 5, 2),
        ("端午节", 1, 0),
        ("中秋节", 3, 1),
        ("国庆节", 7, 2),
    ]
    assert lines[1].make_up == (date(2024, 2, 4), date(2024, 2, 18))
    assert notice_year(NOTICE_2024) == 2024
    assert parse_notice(NOTICE_2024.replace("\n", ""), 2024) == lines  # pasted as one paragraph


@pytest.mark.parametrize(
    "text",
    [
        "春节 放假 从2月15日到2月23日，补班 2月14日、2月28日",
        "春节：2月15日（农历腊月二十八、周日）至23日（周一）放假。2月14日（周六）、28日（周六）上班。",
        "春节 放假 2.15-2.23，补班 2/14 2/28",
        "二、春节 放假 2026-02-15至2026-02-23 补班 2026-02-14、2026-02-28",
        "春节 放假2月15日—23日 补班2月14日、28日",
    ],
)
def test_the_short_form_and_the_published_one_say_the_same(text: str) -> None:
    assert parse_notice(text, 2026) == (SPRING_2026,)


@pytest.mark.parametrize(
    "text",
    [
        "元旦：2022年12月31日至2023年1月2日放假调休，共3天。",
        "元旦：2022年12月31日至1月2日放假调休。",
        "元旦 放假 12月31日到1月2日",
    ],
)
def test_new_year_may_begin_in_december(text: str) -> None:
    expected = HolidayLine("元旦", date(2022, 12, 31), date(2023, 1, 2))
    assert parse_notice(text, 2023) == (expected,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("春节：2月4日（星期日）上班。", "2026年2月4日是星期三，写的是星期日"),
        ("春节：2月15日（周六）至23日放假。", "2026年2月15日是星期日，写的是星期六"),
        ("春节 2月15日至23日", "没有写放假还是上班"),
        ("春节 2月15日至23日放假，2月14日", "2026年2月14日没有写放假还是上班"),
        ("春节 放假 2月30日", "“2月30日”不是日期"),
        ("春节 放假 15日", "“15日”不是日期"),
        ("春节 放假 2月5日至2月1日", "前后颠倒"),
        ("春节 放假 2月15日至3月23日", "有37天"),
        ("补班 2月14日、2月14日", "2026年2月14日写了两次"),
        ("春节 放假 2月14日至20日 补班 2月14日", "2026年2月14日写了两次"),
        ("补班 2月13日", "2026年2月13日是星期五，本来就上班"),
        ("放假 2025年2月15日", "2025年2月15日不在2026年"),
        ("放假 2025年12月31日", "没有一天在2026年"),
        ("", "没有找到放假安排"),
        ("请各村做好值班，放假期间不得脱岗。", "没有找到放假安排"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_reason(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_notice(text, 2026)
    assert sentence in refused.value.sentence


def test_each_day_keeps_the_name_of_its_festival() -> None:
    days = days_of_notice([SPRING_2026], 2026)
    assert len(days) == 11
    assert (days[date(2026, 2, 14)].is_worked, days[date(2026, 2, 14)].note) == (True, "春节补班")
    assert (days[date(2026, 2, 23)].is_worked, days[date(2026, 2, 23)].note) == (False, "春节")
