"""From the columns of a sheet to a form that holds together."""

from dataclasses import replace

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import (
    DraftColumn,
    FormDraft,
    SheetColumn,
    draft_columns,
    form_from_draft,
    guess_subject,
    matched_column,
    new_column,
)
from fangfan_desktop.forms.field_match import AskedColumn, Verdict, match_fields
from fangfan_desktop.forms.form import Condition, Kind, Source, Subject
from fangfan_desktop.forms.known_fields import known_fields
from fangfan_desktop.forms.load import dump_form, parse_form

KNOWN = {known.field.key: known for known in known_fields(Subject.HOUSEHOLD)}


def columns_of(*headings: str) -> tuple[DraftColumn, ...]:
    columns = [SheetColumn(i, (text,)) for i, text in enumerate(headings)]
    matches = match_fields([AskedColumn(c.headings) for c in columns], tuple(KNOWN.values()))
    return draft_columns(columns, matches)


def draft_of(*headings: str) -> FormDraft:
    return FormDraft(
        "表", "核查表", 2024, Subject.HOUSEHOLD, "核查表", "", "", columns_of(*headings)
    )


def test_a_draft_becomes_a_form_that_can_be_stored() -> None:
    draft = draft_of("序号", "户主姓名", "住房是否安全", "外出务工人数", "备注")
    form = form_from_draft(draft, key="own-hecha", scope="monitored")

    assert [field.key for field in form.fields] == [
        "seq",
        "head_name",
        "housing_safe",
        "own_waichuwugongrenshu",
        "remarks",
    ]
    assert (form.name, form.year, form.scope, form.frozen_columns) == (
        "核查表",
        2024,
        "monitored",
        2,
    )
    assert parse_form(dump_form(form)) == form


def test_columns_that_are_not_kept_are_left_out() -> None:
    draft = draft_of("序号", "户主姓名", "备注")
    last = replace(draft.columns[2], is_kept=False)
    form = form_from_draft(replace(draft, columns=(*draft.columns[:2], last)), key="own-a")

    assert [field.key for field in form.fields] == ["seq", "head_name"]


def test_a_form_without_columns_is_refused() -> None:
    with pytest.raises(UserError, match="没有保留一栏"):
        form_from_draft(replace(draft_of("备注"), columns=()), key="own-a")


def test_two_columns_with_one_key_are_refused_by_its_name() -> None:
    draft = draft_of("户主姓名", "备注")
    twice = replace(draft, columns=(*draft.columns, draft.columns[0]))

    with pytest.raises(UserError, match="head_name"):
        form_from_draft(twice, key="own-a")


def test_a_known_key_keeps_its_kind() -> None:
    draft = draft_of("户主姓名")
    wrong = replace(draft.columns[0], field=replace(draft.columns[0].field, kind=Kind.NUMBER))

    with pytest.raises(UserError, match="类型"):
        form_from_draft(replace(draft, columns=(wrong,)), key="own-a")


def test_what_the_line_is_worked_out_from_must_be_there() -> None:
    alone = form_from_draft(draft_of("户主姓名", "是否高于监测范围"), key="own-a")
    both = form_from_draft(draft_of("家庭人均纯收入", "是否高于监测范围"), key="own-a")

    assert alone.field("above_line").source is Source.TYPED
    assert both.field("above_line").source is Source.COMPUTED


def test_conditions_on_fields_that_are_not_there_go() -> None:
    without = form_from_draft(draft_of("户主姓名", "是否落实帮扶措施"), key="own-a")
    with_type = form_from_draft(draft_of("农户类型", "是否落实帮扶措施"), key="own-a")

    assert without.field("measures_in_place").applies == ()
    assert with_type.field("measures_in_place").applies != ()


def test_answers_of_the_first_form_are_suggested() -> None:
    form = form_from_draft(draft_of("户主姓名", "住房是否安全", "核查人"), key="own-a")

    assert form.field("head_name").source is Source.REGISTRY
    assert form.field("housing_safe").source is Source.PREFILLED
    assert form.field("checker").source is Source.TYPED


@pytest.mark.parametrize(
    ("heading", "types"),
    [
        ("是否享受小额信贷（脱贫户监测户填写）", ("脱贫户", "监测户")),
        ("是否申请过纳入（非监测对象填写）", ("脱贫户", "一般农户")),
        ("是否制定消除计划（仅监测对象填）", ("监测户",)),
        ("是否通路（必填）", ()),
    ],
)
def test_the_heading_says_who_fills_it_in(heading: str, types: tuple[str, ...]) -> None:
    column = new_column(SheetColumn(0, (heading,)), ())
    expected = (
        (Condition("household_type", types, f"本栏只由{'、'.join(types)}填写"),) if types else ()
    )

    assert column.field.applies == expected


def test_the_counties_own_choices_are_taken_where_the_clerk_types_them() -> None:
    sheet = SheetColumn(0, ("核查方式",), choices=("上门", "视频"))
    column = matched_column(sheet, KNOWN["survey_method"])

    assert (column.field.choices, column.field.source) == (("上门", "视频"), Source.TYPED)


def test_the_registrys_choices_stay_and_the_clerk_is_told() -> None:
    sheet = SheetColumn(0, ("户类型（脱贫户、监测户、一般户）",))
    column = matched_column(sheet, KNOWN["household_type"])

    assert column.field.choices == ("脱贫户", "监测户", "一般农户")
    assert "一般户" in column.note


def test_a_clerk_may_take_a_column_for_another_field_or_a_new_one() -> None:
    sheet = SheetColumn(4, ("基本情况", "人口"), width=20.0)

    known = matched_column(sheet, KNOWN["population"])
    new = new_column(sheet, {"own_renkou"})

    assert (known.key, known.verdict, known.heading) == (
        "population",
        Verdict.SURE,
        "基本情况 › 人口",
    )
    assert known.field.headings == ("基本情况", "人口")
    assert (new.key, new.verdict) == ("own_jibenqingkuangrenkou", Verdict.NEW)


def test_the_subject_is_told_by_the_headings() -> None:
    def subject(title: str, *headings: str) -> Subject:
        return guess_subject(title, [SheetColumn(i, (h,)) for i, h in enumerate(headings)])

    assert subject("核查表", "行政村", "户主姓名") is Subject.HOUSEHOLD
    assert subject("行政村摸底表", "行政村", "总人口数") is Subject.VILLAGE
    assert subject("村级排查表", "序号", "存在问题") is Subject.VILLAGE
    assert subject("到户排查表", "序号", "村") is Subject.HOUSEHOLD
