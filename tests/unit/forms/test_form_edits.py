"""Editing a form: every step gives a form that holds together."""

from dataclasses import replace

import pytest

from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.form_edits import (
    add_fields,
    duplicate_field,
    group_fields,
    heading_line,
    make_own,
    move_fields,
    new_field,
    read_heading_line,
    remove_fields,
    set_field,
    suggest_reason,
    ungroup_fields,
    with_note,
)
from fangfan_desktop.forms.form_faults import fault_of, find_fault
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import check_form, dump_form, load_form, parse_form, shipped_forms
from fangfan_desktop.forms.sample_rows import sample_rows

_TYPE = Field("household_type", ("户属性",), Kind.CHOICE, choices=("脱贫户", "监测户", "一般农户"))


def small_form() -> Form:
    asked = Field("own_shouzai", ("是否受灾",), Kind.YES_NO)
    loss = Field(
        "own_sunshi",
        ("损失（元）",),
        Kind.MONEY,
        applies=(Condition("own_shouzai", (1,), "受灾户才填。"),),
    )
    return Form("own-1", "受灾核查表", 2024, Subject.HOUSEHOLD, "核查表", "", (_TYPE, asked, loss))


def keys(form: Form) -> list[str]:
    return [field.key for field in form.fields]


def test_a_new_column_gets_its_kind_from_its_wording_and_a_key_of_its_own():
    form = small_form()
    field = new_field(form, "是否受灾")
    assert field.kind is Kind.YES_NO
    assert field.key not in keys(form)
    form = add_fields(form, 1, [field])
    assert keys(form)[1] == field.key
    check_form(form)


def test_a_renamed_column_keeps_the_conditions_that_ask_for_it():
    form = small_form()
    form = set_field(form, 1, replace(form.fields[1], key="own_shouzai_2024"))
    assert form.fields[2].applies[0].field == "own_shouzai_2024"
    check_form(form)


def test_a_removed_column_takes_the_conditions_on_it_along():
    form = remove_fields(small_form(), [1])
    assert keys(form) == ["household_type", "own_sunshi"]
    assert form.fields[1].applies == ()


def test_another_kind_drops_what_only_the_old_one_has():
    form = with_note(small_form(), 1, 1)
    assert form.fields[1].note_key == "own_shouzai_note"
    form = set_field(form, 1, replace(form.fields[1], kind=Kind.CHOICE, choices=("水灾", "旱灾")))
    assert form.fields[1].note_key == ""
    assert form.fields[2].applies == ()  # 是 cannot be chosen any more
    check_form(form)


def test_conditions_keep_the_values_that_can_still_be_chosen():
    asked = Condition("household_type", ("脱贫户", "监测户"), "只由脱贫户和监测户填写。")
    form = small_form()
    form = set_field(form, 2, replace(form.fields[2], applies=(asked,)))
    form = set_field(form, 0, replace(_TYPE, choices=("监测户", "一般农户")))
    condition = form.fields[2].applies[0]
    assert condition.values == ("监测户",)
    assert condition.reason == "“户属性”为“监测户”时才填本栏。"


def test_a_copy_stands_behind_its_column_under_another_key():
    form = duplicate_field(with_note(small_form(), 1, 0), 1)
    copy = form.fields[2]
    assert copy.headings[-1] == "是否受灾（2）"
    assert copy.key != "own_shouzai"
    assert copy.note_key not in {"", "own_shouzai_note"}
    check_form(form)


def test_a_column_of_the_catalogue_becomes_the_offices_own():
    form = load_form("household-form", 2022)
    column = form.index("sudden_hardship")
    made = make_own(form, column)
    field = made.fields[column]
    assert field.key.startswith("own_")
    assert field.headings == form.fields[column].headings
    assert field.source is Source.TYPED
    assert find_fault(made) is None


@pytest.mark.parametrize(
    ("columns", "by", "order", "stand"),
    [
        ([0], 1, [1, 0, 2], [1]),
        ([0], -1, [0, 1, 2], [0]),
        ([1, 2], -1, [1, 2, 0], [0, 1]),
        ([0, 1], -1, [0, 1, 2], [0, 1]),
        ([1, 2], 1, [0, 1, 2], [1, 2]),
        ([0, 2], 1, [1, 0, 2], [1, 2]),
    ],
)
def test_columns_are_moved_and_stop_at_the_edge(
    columns: list[int], by: int, order: list[int], stand: list[int]
):
    form = small_form()
    moved, places = move_fields(form, columns, by)
    assert keys(moved) == [form.fields[i].key for i in order]
    assert places == stand


def test_a_heading_goes_over_columns_and_comes_off_again():
    form = small_form()
    grouped = group_fields(form, [1, 2], "受灾情况")
    assert grouped.header_levels == 2
    cells = {(cell.text, cell.column_span, cell.row_span) for cell in header_cells(grouped)}
    assert ("受灾情况", 2, 1) in cells
    assert ("户属性", 1, 2) in cells
    assert ungroup_fields(grouped, [1, 2]) == form
    deeper = group_fields(grouped, [2], "金额")
    assert heading_line(deeper.fields[2]) == "受灾情况 › 金额 › 损失（元）"


def test_a_heading_line_reads_back():
    assert read_heading_line(" 受灾情况 > 金额›损失 ") == ("受灾情况", "金额", "损失")
    assert read_heading_line("  ") == ()


def test_reasons_are_suggested_in_the_words_of_the_forms():
    form = load_form("household-form", 2022)
    for field in form.fields:
        for condition in field.applies:
            if condition.values == (1,):
                assert suggest_reason(form.field(condition.field), condition.values).endswith(
                    "为“是”时才填本栏。"
                )


def test_shipped_forms_have_no_fault_and_edits_leave_none():
    for shipped in shipped_forms():
        assert find_fault(shipped) is None, shipped.key
        column = len(shipped.fields) // 2
        form, _ = move_fields(duplicate_field(shipped, column), [column], 1)
        form = add_fields(form, 0, [new_field(form, "新增一栏")])
        assert find_fault(form) is None, form.key
        assert parse_form(dump_form(form)) == form
        assert all(len(row) == len(form.value_keys) for row in sample_rows(form))


def test_columns_that_are_not_touched_stay_as_they_are():
    for shipped in shipped_forms():
        form = add_fields(shipped, 1, [new_field(shipped, "新增一栏")])
        form = group_fields(form, [1], "新增的组")
        assert remove_fields(form, [1]).fields == shipped.fields, shipped.key


def test_two_equal_keys_are_told_with_their_columns():
    form = small_form()
    form = add_fields(form, 3, [replace(form.fields[1], headings=("又问一次",))])
    fault = find_fault(form)
    assert fault is not None
    assert fault.column == 3
    assert "第2栏“是否受灾”和第4栏“又问一次”" in fault.sentence


@pytest.mark.parametrize(
    ("column", "field", "words"),
    [
        (1, Field("own_a", ("",), Kind.TEXT), "没有表头"),
        (1, Field("own_a", ("方式",), Kind.CHOICE), "没有选项"),
        (1, Field("own_a", ("方式",), Kind.CHOICE, choices=("甲", "甲")), "两个选项相同"),
        (1, Field("own_a", ("方式",), Kind.TEXT, width=0), "宽度"),
        (1, Field("head_name", ("户主姓名",), Kind.DATE), "类型是日期，在其他表里都是文字"),
        (0, Field("Bad Key", ("栏",), Kind.TEXT), "只能用小写字母"),
    ],
)
def test_faults_name_the_column(column: int, field: Field, words: str):
    form = replace(small_form(), fields=(*small_form().fields[:column], field))
    fault = find_fault(form)
    assert fault is not None
    assert words in fault.sentence
    assert fault.column == column


def test_a_refusal_that_names_a_key_leads_to_its_column():
    fault = fault_of(small_form(), "栏“own_sunshi”不好。")
    assert (fault.column, fault.sentence) == (2, "栏“损失（元）”不好。")
    assert fault_of(small_form(), "别的。").column is None
