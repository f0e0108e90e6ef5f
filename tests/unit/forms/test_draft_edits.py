"""Correcting a form's draft: other fields, columns left out, and what it is a new version of."""

from dataclasses import replace

import pytest

from fangfan_desktop.forms.draft import (
    FormDraft,
    SheetColumn,
    draft_columns,
    form_from_draft,
    loose_form,
)
from fangfan_desktop.forms.draft_edits import (
    confirm,
    keep_columns,
    place_in_draft,
    place_in_form,
    rematch,
    shared_part,
    suggested_name,
    suggested_scope,
    suggested_year,
    with_fields,
)
from fangfan_desktop.forms.field_match import AskedColumn, Verdict, match_fields
from fangfan_desktop.forms.form import Kind, Subject
from fangfan_desktop.forms.known_fields import KnownField, known_fields
from fangfan_desktop.forms.load import SCOPES, load_form

HEADINGS = ("序号", "户主姓名", "现有住房是否安全", "种了几亩茶", "饮水是否安全")
KNOWN = known_fields(Subject.HOUSEHOLD)


def draft() -> FormDraft:
    columns = [SheetColumn(i, (text,)) for i, text in enumerate(HEADINGS)]
    matches = match_fields([AskedColumn(column.headings) for column in columns], KNOWN)
    return FormDraft(
        sheet="Sheet1",
        name="核查表",
        year=2026,
        subject=Subject.HOUSEHOLD,
        title="青禾县2024年核查表",
        annex="",
        subtitle="",
        columns=draft_columns(columns, matches),
    )


def known(key: str) -> KnownField:
    return next(one for one in KNOWN if one.field.key == key)


def keys(made: FormDraft) -> list[str]:
    return [column.key for column in made.columns]


def test_a_field_that_another_column_gets_is_given_up_by_the_first():
    made = rematch(draft(), 3, known("housing_safe"))
    assert made.columns[3].key == "housing_safe"
    assert made.columns[3].verdict is Verdict.SURE
    assert made.columns[3].field.headings == ("种了几亩茶",)  # the county's words stay
    assert made.columns[2].verdict is Verdict.NEW
    form_from_draft(made, key="own-1")


def test_a_match_is_taken_back_for_a_new_field_of_its_own_kind():
    made = rematch(draft(), 2, None)
    assert made.columns[2].verdict is Verdict.NEW
    assert made.columns[2].key.startswith("own_")
    assert made.columns[2].field.kind is Kind.YES_NO
    assert len(set(keys(made))) == len(HEADINGS)


def test_columns_left_out_are_not_in_the_form_and_come_back():
    made = keep_columns(draft(), [0, 3], is_kept=False)
    form = loose_form(made, key="own-1")
    assert [field.headings[0] for field in form.fields] == [
        HEADINGS[1],
        HEADINGS[2],
        HEADINGS[4],
    ]
    assert place_in_form(made, 0) == -1
    assert place_in_form(made, 4) == 2
    assert place_in_draft(made, 2) == 4
    assert len(keep_columns(made, [0, 3], is_kept=True).kept) == len(HEADINGS)


def test_edited_fields_go_to_the_columns_that_are_kept():
    made = keep_columns(draft(), [0], is_kept=False)
    fields = [replace(field, hint="看一眼") for field in loose_form(made, key="own-1").fields]
    made = with_fields(made, fields)
    assert [column.field.hint for column in made.columns] == ["", *["看一眼"] * 4]


def test_a_likely_match_is_confirmed_and_a_new_one_is_not():
    made = draft()
    columns = [replace(column, verdict=Verdict.LIKELY) for column in made.columns[:3]]
    made = replace(made, columns=(*columns, *made.columns[3:]))
    made = confirm(made, [1, 3])
    assert [column.verdict for column in made.columns[:2]] == [Verdict.LIKELY, Verdict.SURE]
    assert made.columns[3].verdict is Verdict.NEW


def test_what_a_draft_shares_with_a_form_is_counted_from_that_form():
    form = loose_form(draft(), key="own-1")
    assert shared_part(draft(), form) == 1.0
    assert 0 < shared_part(draft(), load_form("household-form")) < 0.2


def test_name_and_year_come_from_the_title():
    assert suggested_name(draft()) == "青禾县2024年核查表"
    assert suggested_year(draft()) == 2024
    assert suggested_year(replace(draft(), title="核查表")) == 2026
    assert suggested_name(replace(draft(), title="")) == "核查表"


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("青禾县2024年防止返贫监测帮扶集中排查到户核查表", "all"),
        ("2025年防止返贫监测对象核查表", "identified"),
        ("监测户情况核查表", "identified"),
        ("未纳入监测对象的脱贫户情况核查表", "lifted"),
        ("一般农户情况核查表", "general"),
        ("脱贫户和监测户入户表", "lifted-monitored"),
        ("脱贫户、监测对象、一般农户入户表", "all"),
        ("非监测户排查表", "general"),
    ],
)
def test_the_title_says_which_households_are_meant(title: str, scope: str):
    assert suggested_scope(replace(draft(), title=title)) == scope
    assert scope in SCOPES
