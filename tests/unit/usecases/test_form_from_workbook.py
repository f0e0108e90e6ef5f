"""Blank workbooks of counties become drafts of forms."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents.form_sheet import sheet_from_form
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import FormDraft, form_from_draft
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Field, Kind, Subject
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.usecases.form_from_workbook import draft_form

BLANKS = Path(__file__).parents[2] / "data" / "blank_forms"


def best(name: str) -> FormDraft:
    return draft_form(BLANKS / name, name="核查表", year=2024)[0]


def test_a_household_form_of_another_year_is_matched_and_its_new_columns_guessed() -> None:
    draft = best("qinghe-household-2024.xlsx")
    new = {c.field.key: c.field.kind for c in draft.columns if c.verdict is Verdict.NEW}

    assert draft.subject is Subject.HOUSEHOLD
    assert draft.count(Verdict.SURE) + draft.count(Verdict.LIKELY) == 24
    assert new == {
        "own_jingyingxingshouruzhanbishifouchaoguo": Kind.YES_NO,
        "own_fangwujiandingdengji": Kind.CHOICE,
        "own_shifoucanjiachengxiangjuminjibenyiliaobaoxian": Kind.YES_NO,
        "own_shifouyoudabinghuanzhe": Kind.YES_NO,
        "own_waichuwugongrenshu": Kind.NUMBER,
        "own_dangnianchanyejiangbujine": Kind.MONEY,
        "own_zuijinyicizoufangriqi": Kind.DATE,
        "own_manyidupingjia": Kind.CHOICE,
    }
    form = form_from_draft(draft, key="own-qinghe")
    assert (form.annex, form.page.size, form.header_levels) == ("附件1", "A3", 3)


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_check_table_is_matched_in_either_format(ending: str) -> None:
    draft = best(f"monitored-check-2025.{ending}")
    new = [c.key for c in draft.columns if c.verdict is Verdict.NEW]

    assert new == ["own_shifoufafangjiaotongbuzhu"]
    assert draft.count(Verdict.SURE) == 19
    assert form_from_draft(draft, key="own-check").has_total_row


def test_a_table_of_villages_is_one() -> None:
    draft = best("village-survey-2024.xlsx")
    fields = {c.key: c.field for c in draft.columns}

    assert draft.subject is Subject.VILLAGE
    assert fields["own_lajichulifangshi"].choices == ("村收集镇转运", "就地处理", "未集中处理")
    assert fields["own_cunjitijingjishouru"].kind is Kind.TEXT
    assert form_from_draft(draft, key="own-village").frozen_columns == 3


def test_a_word_table_is_a_form_too() -> None:
    draft = best("disaster-check-2024.docx")

    assert draft.title == "2024年因灾影响农户核查登记表"
    assert form_from_draft(draft, key="own-disaster").page.is_landscape


@pytest.mark.parametrize(
    "key", ["household-form", "check-monitored", "check-lifted", "check-general", "village-form"]
)
def test_our_own_workbooks_read_back_as_the_form_that_they_were(key: str, tmp_path: Path) -> None:
    form = load_form(key)
    path = tmp_path / "blank.xlsx"
    write_xlsx([sheet_from_form(form, [])], path)

    draft = draft_form(path, name=form.name, year=form.year)[0]

    assert [c.key for c in draft.columns] == [field.key for field in form.fields]
    assert draft.count(Verdict.SURE) == len(form.fields)
    read = form_from_draft(draft, key="own-again")
    for ours, theirs in zip(form.fields, read.fields, strict=True):
        assert [text for text in theirs.headings if text] == [
            text for text in ours.headings if text
        ]


def test_fields_of_the_office_are_found_again() -> None:
    own = Field("own_dabing", ("是否有大病患者",), Kind.YES_NO)
    drafts = draft_form(
        BLANKS / "qinghe-household-2024.xlsx", name="表", year=2025, own_fields=[own]
    )

    assert "own_dabing" in {column.key for column in drafts[0].columns}


def test_a_table_with_a_person_a_row_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert isinstance(tab, Worksheet)
    tab.append(["户主姓名", "成员姓名", "与户主关系", "文化程度"])
    book.save(tmp_path / "people.xlsx")

    (draft,) = draft_form(tmp_path / "people.xlsx", name="表", year=2024)

    assert "一人一行" in draft.warnings[0]


def test_a_file_without_a_table_is_told(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")

    with pytest.raises(UserError, match="没有找到表头"):
        draft_form(tmp_path / "empty.xlsx", name="表", year=2024)
