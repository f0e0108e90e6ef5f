"""Forms from TOML and back, and the sentences where the text is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Page, Source, Subject
from fangfan_desktop.forms.load import dump_form, load_form, parse_form, shipped_forms

texts = st.text(max_size=12)
headings = st.lists(texts, max_size=3).flatmap(
    lambda rest: st.sampled_from(["村组", "𠮷㛃䶮𫘝", '"引"号\\\n']).map(lambda top: (top, *rest))
)
lengths = st.floats(min_value=0.1, max_value=400)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)


@st.composite
def fields_of(draw: st.DrawFn, key: str, others: list[str]) -> Field:
    kind = draw(st.sampled_from(Kind))
    conditions = st.builds(
        Condition,
        field=st.sampled_from(others) if others else st.nothing(),
        values=st.lists(st.integers() | texts, min_size=1, max_size=3).map(tuple),
        reason=texts,
    )
    return Field(
        key=key,
        headings=draw(headings),
        kind=kind,
        source=draw(st.sampled_from(Source)),
        choices=draw(st.lists(texts, min_size=int(kind is Kind.CHOICE), max_size=3).map(tuple)),
        applies=tuple(draw(st.lists(conditions, max_size=2))) if others else (),
        is_required=draw(st.booleans()),
        width=draw(st.integers(1, 999)),
        print_width=draw(lengths),
        hint=draw(texts),
        short=draw(texts),
        note_key=f"note_of_{key}" if kind is Kind.YES_NO and draw(st.booleans()) else "",
        code_list=draw(texts),
        aliases=tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    names = draw(st.lists(keys, min_size=1, max_size=5, unique=True))
    parts = [draw(fields_of(key, [k for k in names if k != key])) for key in names]
    margin = st.floats(min_value=0, max_value=100)
    return Form(
        key=draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)),
        name=draw(texts),
        year=draw(st.integers(0, 2100)),
        subject=draw(st.sampled_from(Subject)),
        title=draw(texts),
        subtitle=draw(texts),
        fields=tuple(parts),
        frozen_columns=draw(st.integers(0, len(parts))),
        footnotes=tuple(draw(st.lists(texts, max_size=2))),
        has_hint_row=draw(st.booleans()),
        page=draw(st.builds(Page, st.sampled_from(["A3", "A4"]), st.booleans(), margin)),
        source=draw(texts),
        annex=draw(texts),
        subtitle_align=draw(st.sampled_from(["left", "right"])),
        has_total_row=draw(st.booleans()),
        also_read=(Field("zz_only_read", ("只读",), Kind.TEXT),) if draw(st.booleans()) else (),
    )


@settings(max_examples=60, deadline=None)
@given(forms())
def test_a_form_written_and_read_is_the_same_form(form: Form) -> None:
    assert parse_form(dump_form(form)) == form


def test_the_shipped_forms_survive_being_kept_by_a_campaign() -> None:
    for form in shipped_forms():
        assert parse_form(dump_form(form)) == form


def test_equal_texts_are_read_once() -> None:
    text = dump_form(load_form("ledger"))
    assert parse_form(text) is parse_form(str(text))


def test_a_form_is_found_by_key_and_year() -> None:
    form = load_form("household-form")
    assert load_form("household-form", 2022) is form
    assert load_form("household-form", 2023).year == 2022
    assert load_form("household-form", 2021).year == 2022


def test_an_unknown_form_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UserError, match=r"household-form.*ledger"):
        load_form("no-such-form")


def form_text(field: str = "", form: str = "") -> str:
    return f"""
        key = "own"
        name = "自制表"
        year = 2022
        subject = "household"
        title = "自制表"
        subtitle = ""
        frozen_columns = 0
        {form}
        [[fields]]
        key = "group"
        headings = ["村组"]
        kind = "text"
        {field}
    """


SECOND = '[[fields]]\nheadings = ["乙"]\nkind = "yes_no"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key = ", "不是有效的 TOML"),
        (form_text(SECOND + 'key = "group"'), "2 栏的键都是“group”"),
        (form_text(SECOND + 'key = "b"\nnote_key = "group"'), "2 栏的键都是“group”"),
        (form_text(SECOND + 'key = "户属性"'), "“户属性”只能用小写字母"),
        (form_text(SECOND + 'key = "b"\ncolour = 1'), "栏“b”里有不认识的项“colour”"),
        (form_text(SECOND + 'key = "b"\nwidth = "8"'), "“width”应当是整数"),
        (form_text(SECOND + 'key = "b"\nprint_width = nan'), "宽度必须大于 0"),
        (form_text(SECOND + 'key = "b"\nis_required = 1'), "“is_required”应当是 true"),
        (form_text(SECOND + 'key = "b"\nhint = 1'), "“hint”应当是文字"),
        (form_text(SECOND + 'key = "b"\nsource = "sky"'), "不认识“sky”，只能用 registry"),
        (form_text(SECOND), "缺少“key”"),
        (form_text('[[fields]]\nkey = "b"\nheadings = ["乙"]\nkind = "colour"'), "不认识“colour”"),
        (form_text('[[fields]]\nkey = "b"\nheadings = ["", "乙"]\nkind = "text"'), "第一级表头"),
        (form_text('[[fields]]\nkey = "b"\nheadings = "乙"\nkind = "text"'), "方括号"),
        (form_text('[[fields]]\nkey = "b"\nheadings = ["乙"]\nkind = "choice"'), "没有选项"),
        (form_text('note_key = "why"'), "不是是否栏"),
        (
            form_text('applies = [{ field = "sky", values = [1], reason = "" }]'),
            "没有的栏“sky”",
        ),
        (
            form_text('applies = [{ field = "group", values = [1], reason = "" }]'),
            "没有的栏“group”",
        ),
        (
            form_text(
                SECOND + 'key = "b"\napplies = [{ field = "group", values = [], reason = "" }]'
            ),
            "没有写值",
        ),
        (form_text(SECOND + 'key = "b"\napplies = [1]'), "名称 = 值"),
        (form_text(form='key_2 = "x"'), "不认识的项“key_2”"),
        (form_text(form="page = { size = 'B5' }"), "纸张“B5”"),
        (form_text(form="page = { margin_left = 400 }"), "页边距"),
        (form_text().replace('"own"', '"Own Form"'), "表的键“Own Form”"),
        (form_text().replace("frozen_columns = 0", "frozen_columns = -1"), "固定列数"),
        (form_text().split("[[fields]]", maxsplit=1)[0] + "fields = []", "没有一栏"),
    ],
)
def test_a_faulty_form_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_form(text)
    assert words in caught.value.sentence


def test_too_many_header_levels_are_refused() -> None:
    deep = Field("b", tuple("一二三四五六七"), Kind.TEXT)
    form = replace(load_form("ledger"), fields=(deep,), frozen_columns=0)
    with pytest.raises(UserError, match="超过 6 级"):
        parse_form(dump_form(form))
