from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.documents.cell_text import cell_text
from fangfan_desktop.documents.form_sheet import Around, sheet_from_form
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.workbook_reader import column_headings, find_header, read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject, Value
from fangfan_desktop.forms.headings import fill_headings, heading_keys, placeholders, plain_heading
from fangfan_desktop.forms.load import shipped_forms
from fangfan_desktop.forms.values import format_value

FORMS = [fill_headings(form, dict.fromkeys(placeholders(form), "x")) for form in shipped_forms()]


def row_of(form: Form) -> tuple[Value, ...]:
    made: dict[Kind, Value] = {
        Kind.NUMBER: 3,
        Kind.MONEY: 700_050,
        Kind.YES_NO: 1,
        Kind.PAIR: "1/2",
    }
    return tuple(made.get(field.kind, "㛃") for field in form.fields)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.key}-{form.year}")
def test_every_shipped_form_is_written_and_found_again(form: Form, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"

    sheet = sheet_from_form(form, [row_of(form)] * 2, Around(spare_rows=5))
    write_xlsx([sheet], target)

    rows = read_workbook(target).sheets[0].rows
    known = heading_keys(form)
    start = find_header(rows, known, form.header_levels)
    headings = column_headings(rows, start, form.header_levels)
    keys = [known[plain_heading(text)] for text in headings]
    assert keys == [field.key for field in form.fields]
    first = rows[start + form.header_levels + form.has_hint_row]
    assert None not in first
    tab = openpyxl.load_workbook(target).worksheets[0]
    assert tab.page_setup.paperSize == {"A3": 8, "A4": 9}[sheet.page.size]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.key}-{form.year}")
def test_every_shipped_form_is_printed(form: Form, tmp_path: Path) -> None:
    printed = write_pdf(sheet_from_form(form, [row_of(form)] * 60), tmp_path / "a.pdf")
    assert printed.rows == 60
    assert printed.missing_characters == ()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", [None, 0, 1, 700_050, "合计", "2022-05-09", ""])
def test_paper_reads_as_the_grid_does(kind: Kind, value: Value) -> None:
    field = Field("key", ("栏",), kind, Source.TYPED)
    if kind is Kind.YES_NO and value == 700_050:
        assert cell_text(kind, value) == "700050"  # a count in a total row
    else:
        assert cell_text(kind, value) == format_value(field, value)


def test_the_subtitle_stands_where_the_form_has_it() -> None:
    fields = (Field("key", ("栏",), Kind.TEXT),)
    left = Form("k", "名", 2022, Subject.HOUSEHOLD, "题", "日期：", fields, subtitle_align="left")
    right = replace(left, subtitle_align="right")
    assert sheet_from_form(left, []).subtitle_left == "日期："
    assert sheet_from_form(left, []).subtitle_right == ""
    assert sheet_from_form(right, []).subtitle_right == "日期："
