"""A blank workbook as it is looked at, forms printed empty, and campaigns on older versions."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Subject
from fangfan_desktop.forms.form_edits import add_fields, new_field
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.blank_sheets import open_blank
from fangfan_desktop.usecases.campaign_forms import take_new_version
from fangfan_desktop.usecases.form_preview import preview_form
from fangfan_desktop.usecases.form_versions import list_behind, uses_form
from fangfan_desktop.usecases.office_forms import list_forms, retire_form, save_form
from tests.small_township import add_campaign, make_township

BLANKS = Path(__file__).parents[2] / "data" / "blank_forms"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as made:
        yield made


def test_every_sheet_is_shown_and_the_likeliest_stands_first(database: Database):
    looks = open_blank(database, path=BLANKS / "qinghe-household-2024.xlsx").looks()
    assert [look.name for look in looks] == ["到户核查表", "代码", "填表说明"]
    first = looks[0]
    assert first.draft is not None
    assert first.draft.header_rows == (4, 6)
    assert first.rows[3][0] == "序号"
    assert (3, 0, 3, 1) in first.merged  # 序号 spans the three levels
    assert looks[1].is_hidden
    assert looks[2].draft is None


def test_a_header_that_was_not_found_is_named_by_its_rows(database: Database):
    file = open_blank(database, path=BLANKS / "qinghe-household-2024.xlsx")
    draft = file.draft_at("到户核查表", 5, 6)
    assert draft.header_rows == (5, 6)
    village = file.draft_at("到户核查表", 4, 6, Subject.VILLAGE)
    assert village.subject is Subject.VILLAGE
    for first, last in ((4, 3), (1, 9), (300, 301)):
        with pytest.raises(UserError):
            file.draft_at("到户核查表", first, last)


def test_a_table_of_a_word_file_becomes_a_draft(database: Database):
    (look,) = open_blank(database, path=BLANKS / "disaster-check-2024.docx").looks()
    assert look.draft is not None
    assert look.draft.title == "2024年因灾影响农户核查登记表"


@pytest.mark.parametrize("entry", list_forms(None), ids=lambda entry: entry.form.key)
def test_every_form_is_printed_empty(entry: object):
    form = getattr(entry, "form")  # noqa: B009 - a parameter of any kind
    preview = preview_form(form)
    assert preview.pages.page_count >= 1
    preview.close()


def test_open_campaigns_with_an_older_version_are_told_with_what_would_change(
    database: Database,
):
    made = add_campaign(database)
    assert list_behind(database, form_key="household-form") == []
    form = load_form("household-form", 2022)
    save_form(database, form=add_fields(form, 3, [new_field(form, "是否养蜂")]))
    (behind,) = list_behind(database, form_key="household-form")
    assert (behind.id, behind.plan.added) == (made.id, ("是否养蜂",))
    assert behind.plan.dropped == behind.plan.changed == ()
    take_new_version(database, campaign_id=made.id, form_key="household-form")
    assert list_behind(database, form_key="household-form") == []
    retire_form(database, form_key="household-form")
    (behind,) = list_behind(database, form_key="household-form")
    assert behind.plan.dropped == ("是否养蜂",)


def test_a_campaign_says_whether_it_uses_a_form(database: Database):
    made = add_campaign(database)
    assert uses_form(database, campaign_id=made.id, form_key="household-form")
    assert not uses_form(database, campaign_id=made.id, form_key="visit-check")


def test_a_form_without_a_change_is_no_reason_to_change(database: Database):
    add_campaign(database)
    form = load_form("household-form", 2022)
    save_form(database, form=form)
    assert list_behind(database, form_key="household-form") == []
    save_form(database, form=replace(form, title="另一个标题"))
    (behind,) = list_behind(database, form_key="household-form")
    assert behind.plan.added == behind.plan.dropped == behind.plan.changed == ()
