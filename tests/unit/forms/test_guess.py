"""Kinds, choices and keys of columns that no form has had."""

import pytest

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.guess import bracket_choices, guess_field, own_key, screen_width


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("是否通硬化路", Kind.YES_NO),
        ("有无辍学学生", Kind.YES_NO),
        ("住房情况（是/否）", Kind.YES_NO),
        ("饮水达标（1.是 2.否）", Kind.YES_NO),
        ("当年产业奖补金额（元）", Kind.MONEY),
        ("工资性收入", Kind.MONEY),
        ("教育补助（单位：元）", Kind.MONEY),
        ("村集体经济收入（万元）", Kind.TEXT),
        ("收入来源", Kind.TEXT),
        ("收入情况", Kind.LONG_TEXT),
        ("最近一次走访日期", Kind.DATE),
        ("整改时限", Kind.DATE),
        ("务工时间（月）", Kind.NUMBER),
        ("外出务工人数", Kind.NUMBER),
        ("帮扶车间（个）", Kind.NUMBER),
        ("脱贫年度", Kind.NUMBER),
        ("家庭人口数（户籍人口、常住人口）", Kind.NUMBER),
        ("耕地面积（亩）", Kind.TEXT),
        ("卫生厕所普及率（%）", Kind.TEXT),
        ("配偶身份证号码", Kind.ID_NUMBER),
        ("联系电话", Kind.TEXT),
        ("银行卡号", Kind.TEXT),
        ("存在的主要问题", Kind.LONG_TEXT),
        ("新增监测对象（户/人）", Kind.PAIR),
        ("房屋鉴定等级（A级、B级、C级、D级）", Kind.CHOICE),
        ("帮扶措施（可多选：产业、就业、教育）", Kind.LONG_TEXT),
    ],
)
def test_the_wording_gives_the_kind(heading: str, kind: Kind) -> None:
    assert guess_field((heading,)).kind is kind


@pytest.mark.parametrize(
    ("heading", "choices"),
    [
        ("核查方式（①入户②电话）", ("入户", "电话")),
        ("农户类型（脱贫户/监测户/一般农户）", ("脱贫户", "监测户", "一般农户")),
        ("残疾等级（一、二、三、四级）", ("一级", "二级", "三级", "四级")),
        ("致贫原因 1.因病 2.因残 3.其他", ("因病", "因残", "其他")),
        ("受损类型（1.住房 2.产业 3.饮水 4.道路）", ("住房", "产业", "饮水", "道路")),
        ("饮水类型（自来水、井水、山泉水等）", ("自来水", "井水", "山泉水")),
        ("满意度（A.满意 B.一般 C.不满意）", ("满意", "一般", "不满意")),
        ("人均纯收入（2023年10月1日-2024年9月30日，单位：元）", ()),
        ("2023.10.1-2024.9.30人均纯收入", ()),
        ("网格化管理方面存在问题（网格划分、网格员调整等方面）", ()),
        ("单位（盖章）", ()),
        ("新增监测对象（户/人）", ()),
    ],
)
def test_choices_stand_in_the_heading(heading: str, choices: tuple[str, ...]) -> None:
    assert bracket_choices(heading) == choices


def test_the_workbooks_own_list_goes_before_the_wording() -> None:
    assert guess_field(("垃圾处理",), choices=("转运", "就地处理")).choices == ("转运", "就地处理")
    assert guess_field(("硬化路",), choices=("是", "否")).kind is Kind.YES_NO


def test_a_list_too_long_to_choose_from_is_a_text_and_says_so() -> None:
    guess = guess_field(("所在村",), choices=tuple(f"第{i}村" for i in range(200)))

    assert guess.kind is Kind.TEXT
    assert "200" in guess.note


def test_the_number_format_tells_where_the_wording_does_not() -> None:
    assert guess_field(("走访",), number_format="yyyy\\-mm\\-dd").kind is Kind.DATE
    assert guess_field(("车间",), number_format="0").kind is Kind.NUMBER


def test_ten_thousands_of_yuan_are_not_converted_silently() -> None:
    assert "万元" in guess_field(("贷款余额（万元）",)).note


def test_a_yes_or_no_that_asks_to_be_explained_gets_a_note() -> None:
    assert guess_field(("是否存在风险（是的请说明）",)).has_note


def test_remarks_need_not_be_filled_in() -> None:
    assert not guess_field(("其他需说明的情况",)).is_required
    assert guess_field(("主导产业",)).is_required


def test_a_key_is_the_same_every_year() -> None:
    this, next_ = "2024年产业奖补金额（元）", "2025年产业奖补金额（单位：元）"

    assert own_key((this,)) == own_key((next_,)) == "own_chanyejiangbujine"


def test_keys_differ_within_a_form() -> None:
    first = own_key(("就业", "是否落实"))
    second = own_key(("产业", "是否落实"), {first})
    third = own_key(("产业", "是否落实"), {first, second})

    assert (first, second) == ("own_shifouluoshi", "own_chanyeshifouluoshi")
    assert third == "own_chanyeshifouluoshi_2"


def test_rare_characters_and_long_headings_give_keys_too() -> None:
    assert own_key(("𠮷",)) == "own_u20bb7"
    assert len(own_key(("经营性收入" * 20,))) == 60
    assert own_key(("……",)) == "own_lan"


def test_widths_stay_within_what_a_screen_can_show() -> None:
    assert screen_width(Kind.TEXT, 2.0) == 44
    assert screen_width(Kind.TEXT, 500.0) == 320
    assert screen_width(Kind.ID_NUMBER, 20.0) == 160  # 18 digits are seen
    assert screen_width(Kind.CHOICE, 10.0, ("脱贫户", "一般农户")) == 72
    assert screen_width(Kind.YES_NO, None) == 60
