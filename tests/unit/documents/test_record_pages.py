"""One-page forms: a page a row, boxes to tick, room to write, nothing cut off."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest

from fangfan_desktop.documents.form_sheet import Around, sheet_from_form
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.record_layout import Part, record_layout
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.forms.form import Field, Form, Kind, Value
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.notes import paper_form, paper_row

TITLE = {"place": "雒容镇坭桥村", "year": "2023"}
VISIT = fill_headings(load_form("visit-check"), TITLE)
LOOKBACK = fill_headings(load_form("lookback-check"), TITLE)
HOUSEHOLD: dict[str, Value] = {
    "group": "第一组",
    "head_name": "𠮷㛃",
    "population": 3,
    "is_monitored": 0,
    "not_included_kind": "不同意纳入",
    "focus_group": "危房户",
    "income_facts": "务工收入。",
    "spending_facts": "药费较多。",
    "security_facts": "住房漏雨。",
    "labour_facts": "一人务工。",
    "disaster_impact": 1,
    "disaster_impact_note": "稻田被淹",
    "judged_by_one_figure": 1,
    "kept_waiting": 0,
    "visit_conclusion": "应纳入",
    "checker": "核查人甲",
    "checked_on": "2023-09-20",
}


def sheet_of(form: Form, *rows: dict[str, Value], spare_rows: int = 0) -> Sheet:
    values = [paper_row(form, tuple(row.get(key) for key in form.value_keys)) for row in rows]
    return sheet_from_form(paper_form(form), values, Around(spare_rows=spare_rows))


def pages(sheet: Sheet, tmp_path: Path) -> list[str]:
    write_pdf(sheet, tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in texts]


def test_each_row_has_a_page_with_title_and_number(tmp_path: Path) -> None:
    found = pages(sheet_of(VISIT, HOUSEHOLD, HOUSEHOLD | {"head_name": "䶮𫘝"}), tmp_path)
    assert len(found) == 2
    for number, text in enumerate(found, 1):
        assert text.startswith("雒容镇坭桥村2023年防止返贫监测帮扶重点排查实地入户核查表")
        assert f"第{number}页共2页" in text
        assert "“三等”：等农户纳入低保" in text
    assert "户主姓名𠮷㛃" in found[0]
    assert "户主姓名䶮𫘝" in found[1]


def test_answers_are_ticked_and_dates_written_out(tmp_path: Path) -> None:
    text = pages(sheet_of(VISIT, HOUSEHOLD), tmp_path)[0]
    for part in (
        "是否监测对象是□否√",
        "不同意纳入√不建议纳入□",
        "是√否□说明：稻田被淹",
        "检索结果论”是√否□",
        "是否“三等”是□否√",
        "是否“体外循环”是□否□",
        "应纳入√不需纳入□持续关注□",
        "核查人：核查人甲",
        "核查时间：2023年9月20日",
    ):
        assert part in text
    assert "农户签字：" in text


def test_without_rows_an_empty_form_is_printed(tmp_path: Path) -> None:
    found = pages(sheet_of(VISIT), tmp_path)
    assert len(found) == 1
    assert "应纳入□不需纳入□持续关注□" in found[0]
    assert "核查时间：年月日" in found[0]
    assert "√" not in found[0]
    assert len(pages(sheet_of(VISIT, spare_rows=4), tmp_path)) == 4


def test_a_question_that_does_not_apply_says_so(tmp_path: Path) -> None:
    row = HOUSEHOLD | {"is_monitored": 1, "not_included_kind": None}
    assert "未纳入原因不适用" in pages(sheet_of(VISIT, row), tmp_path)[0]
    unknown = HOUSEHOLD | {"is_monitored": None, "not_included_kind": None}
    assert "未纳入原因不同意纳入□" in pages(sheet_of(VISIT, unknown), tmp_path)[0]


def test_the_eight_looks_stand_on_one_page_under_their_headings(tmp_path: Path) -> None:
    row: dict[str, Value] = {field.key: 1 for field in LOOKBACK.fields if field.note_key}
    row |= {"township": "雒容镇", "village": "坭桥村", "plans_fitted": 0}
    row |= {"plans_fitted_note": "三户计划雷同"}
    for sheet in (sheet_of(LOOKBACK), sheet_of(LOOKBACK, row)):
        found = pages(sheet, tmp_path)
        assert len(found) == 1
        for field in LOOKBACK.fields:
            assert field.key == "seq" or "".join(field.headings[-1].split()) in found[0]
            assert not field.note_key or field.headings[0] in found[0]
    assert "切实可行的帮扶计划是□否√三户计划雷同" in found[0]
    assert "行政村坭桥村" in found[0]


def test_a_page_holds_as_much_as_it_can_in_smaller_letters(tmp_path: Path) -> None:
    long = "收入比去年减少约一万二千元，务工时间不稳定。" * 18
    row = HOUSEHOLD | dict.fromkeys(["income_facts", "spending_facts", "security_facts"], long)
    found = pages(sheet_of(VISIT, row), tmp_path)
    assert len(found) == 1
    assert found[0].count(long) == 3


def test_what_a_page_cannot_hold_goes_on_and_names_the_household_again(tmp_path: Path) -> None:
    long = "".join(f"第{number}句，收入减少，务工时间不稳定。" for number in range(400))
    found = pages(sheet_of(VISIT, HOUSEHOLD | {"labour_facts": long}), tmp_path)
    assert len(found) > 1
    for text in found:
        assert "户主姓名𠮷㛃" in text
    whole = "".join(found)
    assert whole.count("句") == 400
    assert "核查时间：2023年9月20日" in found[-1]


def test_nothing_is_cut_off_at_the_borders_of_two_hundred_households(tmp_path: Path) -> None:
    names = ("𠮷㛃", "䶮𫘝", "买买提·吐尔逊阿布都热合曼江艾克拜尔", "欧阳某", "A" * 30)
    rows = [
        HOUSEHOLD
        | {
            "head_name": names[number % 5],
            "group": "上坭桥第" * (1 + number % 4) + "组",
            "income_facts": "收入不稳定，" * (number * 7 % 61),
        }
        for number in range(200)
    ]
    write_pdf(sheet_of(VISIT, *rows), tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    try:
        assert len(document) == 200
        for page in document:
            right, top = cast("tuple[float, float]", page.get_size())
            for item in cast("Any", page).get_objects():
                x0, y0, x1, y1 = item.get_bounds()
                assert x0 >= 40
                assert y0 >= 0
                assert x1 <= right - 40
                assert y1 <= top - 30
    finally:
        document.close()


def test_the_workbook_is_an_ordinary_table_on_its_side(tmp_path: Path) -> None:
    sheet = sheet_of(VISIT, HOUSEHOLD, HOUSEHOLD)
    assert sheet.page.is_landscape
    assert sheet.record is not None
    assert not sheet.record.page.is_landscape
    assert write_xlsx([sheet], tmp_path / "a.xlsx") == 2
    book = read_workbook(tmp_path / "a.xlsx")
    cells = [str(cell) for row in book.sheets[0].rows for cell in row]
    assert cells.count("是（稻田被淹）") == 2


def test_what_is_signed_stands_under_the_table() -> None:
    assert [label for label, _ in record_layout(VISIT).signs] == ["核查人", "农户签字", "核查时间"]
    assert [label for label, _ in record_layout(LOOKBACK).signs] == ["核查人", "核查时间"]


@pytest.mark.parametrize("form", [VISIT, LOOKBACK], ids=lambda form: form.key)
def test_every_column_but_the_number_has_one_place_on_the_page(form: Form) -> None:
    layout = record_layout(form)
    shown = [cell.column for line in layout.lines for cell in line.cells if cell.column >= 0]
    answered = [
        cell.column for line in layout.lines for cell in line.cells if cell.part is Part.ANSWER
    ]
    signed = [column for _, column in layout.signs]
    numbers = [place for place, field in enumerate(form.fields) if field.key == "seq"]
    assert sorted([*answered, *signed, *numbers]) == list(range(len(form.fields)))
    assert set(shown) == set(answered)


def test_an_office_form_of_every_kind_has_a_page(tmp_path: Path) -> None:
    fields = tuple(
        Field(f"key_{place}", (f"第{place}栏", ""), kind, choices=("甲", "乙"))
        if kind is Kind.CHOICE
        else Field(f"key_{place}", ("一组", f"第{place}栏"), kind)
        for place, kind in enumerate(Kind)
    )
    form = replace(VISIT, fields=fields, footnotes=())
    found = pages(sheet_of(form, {"key_4": 700_050}), tmp_path)
    assert len(found) == 1
    assert all(f"第{place}栏" in found[0] for place, _ in enumerate(Kind))
    assert "7000.50" in found[0]
