"""Cells by kind: what is taken, what is refused and with which words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.values import format_value, one_key, parse_value

TEXT = Field("group", ("村组",), Kind.TEXT)
LONG = Field("remarks", ("备注",), Kind.LONG_TEXT)
NUMBER = Field("population", ("家庭人口数",), Kind.NUMBER)
MONEY = Field("income", ("收入",), Kind.MONEY)
YES_NO = Field("on_dibao", ("是否低保户",), Kind.YES_NO)
DATE = Field("deadline", ("整改时限",), Kind.DATE)
PAIR = Field("surveyed", ("已排查",), Kind.PAIR)
ID_NUMBER = Field("id_number", ("身份证号码",), Kind.ID_NUMBER)
METHOD = load_form("household-form").field("survey_method")
TYPE = load_form("ledger").field("problem_type")
NOON = datetime(2022, 5, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (TEXT, "  三组\u3000", "三组"),
        (TEXT, "上\r\n屯", "上 屯"),
        (TEXT, 3.0, "3"),
        (TEXT, 3, "3"),
        (TEXT, "𠮷㛃䶮𫘝", "𠮷㛃䶮𫘝"),
        (TEXT, "a\x00\x07b\ud800", "ab"),
        (TEXT, "=1+1", "=1+1"),
        (TEXT, date(2022, 5, 9), "2022-05-09"),
        (TEXT, NOON, "2022-05-09"),
        (TEXT, True, "是"),
        (LONG, " 一\r\n二\r三 ", "一\n二\n三"),
        (NUMBER, "\uff15", 5),
        (NUMBER, 5.0, 5),
        (NUMBER, "1,200", 1200),
        (MONEY, "6480", 648000),
        (MONEY, "6,480.50", 648050),
        (MONEY, -12, -1200),
        (YES_NO, "是", 1),
        (YES_NO, "×", 0),
        (YES_NO, 1.0, 1),
        (YES_NO, False, 0),
        (METHOD, "入户排查", "入户排查"),
        (METHOD, "电话", "电话核查"),
        (TYPE, '"三保障"和饮水安全', "“三保障”和饮水安全"),
        (DATE, "2022.5.9", "2022-05-09"),
        (DATE, NOON, "2022-05-09"),
        (PAIR, "\uff11\uff12\uff0f\uff13\uff17", "12/37"),
        (ID_NUMBER, "'11010519491231002x ", "11010519491231002X"),
    ],
)
def test_a_cell_is_read_by_its_kind(field: Field, raw: object, value: Value) -> None:
    assert parse_value(field, raw) == value


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("raw", [None, "", "  \u3000\n", "\ufeff"])
def test_an_empty_cell_is_not_answered_in_any_kind(kind: Kind, raw: object) -> None:
    assert parse_value(Field("x", ("栏",), kind), raw) is None


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        (TEXT, "长" * 501, "最多500个"),
        (LONG, "长" * 32_001, "最多32000个"),
        (NUMBER, "五", "不是整数"),
        (NUMBER, "-1", "不是整数"),
        (NUMBER, "1.5", "不是整数"),
        (MONEY, "很多", "不是金额"),
        (YES_NO, "也许", "请填是或否"),
        (METHOD, "微信", "请从这些中选：入户排查、电话核查"),
        (TYPE, "乡村", "请从这些中选"),
        (DATE, "明天", "不是日期"),
        (PAIR, "12", "请写成12/37的样子"),
        (ID_NUMBER, 4.50221e17, "已丢失"),
    ],
)
def test_what_is_no_value_is_refused_with_what_to_write(
    field: Field, raw: object, words: str
) -> None:
    with pytest.raises(UserError) as caught:
        parse_value(field, raw)
    assert words in caught.value.sentence


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (YES_NO, 1, "是"),
        (YES_NO, 0, "否"),
        (YES_NO, None, ""),
        (MONEY, 1_234_567_00, "1234567"),
        (MONEY, -648050, "-6480.50"),
        (NUMBER, 12000, "12000"),
        (DATE, "2022-05-09", "2022-05-09"),
        (TEXT, "三组", "三组"),
        (YES_NO, "也许", "也许"),
    ],
)
def test_a_value_is_shown_as_its_kind_is_written(field: Field, value: Value, text: str) -> None:
    assert format_value(field, value) == text


@pytest.mark.parametrize(
    ("field", "char", "value"),
    [
        (YES_NO, "1", 1),
        (YES_NO, "y", 1),
        (YES_NO, "\uff39", 1),
        (YES_NO, "是", 1),
        (YES_NO, "0", 0),
        (YES_NO, "N", 0),
        (YES_NO, "否", 0),
        (YES_NO, "2", None),
        (YES_NO, "", None),
        (METHOD, "1", "入户排查"),
        (METHOD, "2", "电话核查"),
        (METHOD, "3", None),
        (METHOD, "", None),
        (TEXT, "1", None),
    ],
)
def test_one_key_answers(field: Field, char: str, value: Value) -> None:
    assert one_key(field, char) == value


@given(st.sampled_from(Kind), st.text())
def test_any_text_is_taken_or_refused_but_never_breaks(kind: Kind, text: str) -> None:
    field = Field("x", ("栏",), kind, choices=("甲", "乙") if kind is Kind.CHOICE else ())
    try:
        value = parse_value(field, text)
    except UserError:
        return
    assert parse_value(field, format_value(field, value)) == value
