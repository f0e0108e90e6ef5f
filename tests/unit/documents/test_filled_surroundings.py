"""What stands around the rows of a filled table, and points at them, moves and grows with them."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as WrittenSheet

from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import fill_workbook
from fangfan_desktop.forms.form import Kind
from tests.unit.documents.filled_files import (
    change_part,
    column_fill,
    counted,
    load,
    open_tab,
    part_of,
)

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f8"
    "cf500f00030e01805a347d6b0000000049454e44ae426082"
)
_FILLED = 7
_SHEET = "表 一"


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """Everything that a table of a county may have around its rows."""
    path = tmp_path / "hard.xlsx"
    (tmp_path / "seal.png").write_bytes(_PIXEL)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(_SHEET)
        plain = book.add_format({"border": 1})
        last = book.add_format({"border": 1, "bottom": 5})
        dated = book.add_format({"border": 1, "num_format": 'yyyy"年"m"月"'})
        head = book.add_format({"border": 1, "bold": True, "bg_color": "#DDEEFF"})
        sheet.merge_range("A1:G1", "表头", head)
        sheet.write_row(1, 0, ["序号", "姓名", "收入", "支出", "净", "占比", "日期"], head)
        for row in range(2, 6):
            looks = last if row == 5 else plain
            sheet.write_number(row, 0, row - 1, looks)
            for column in range(1, 4):
                sheet.write_blank(row, column, None, looks)
            sheet.write_formula(row, 4, f"=C{row + 1}-D{row + 1}", looks, 0)
            sheet.write_formula(row, 5, f'=IF(C$7=0,"",C{row + 1}/SUM(C$3:C$6))', looks, 0)
            sheet.write_blank(row, 6, None, looks if row == 5 else dated)
        sheet.write(6, 0, "合计", head)
        for letter in "CDE":
            sheet.write_formula(f"{letter}7", f"=SUM({letter}3:{letter}6)", head, 0)
        sheet.merge_range("A8:G8", "注：盖章", plain)
        _surround(book, sheet, head, tmp_path / "seal.png")
    return path


def _surround(book: xlsxwriter.Workbook, sheet: WrittenSheet, head: Format, picture: Path) -> None:
    """What stands around the rows, and points at them."""
    sheet.set_row(7, 40)
    sheet.insert_image("C9", str(picture))
    sheet.write_comment("A8", "批注")
    sheet.write_comment("A1", "题注")
    sheet.print_area("A1:G8")
    sheet.repeat_rows(0, 1)
    sheet.autofilter("A2:G6")
    sheet.freeze_panes(2, 1)
    sheet.data_validation("B3:B6", {"validate": "list", "source": ["甲", "乙"]})
    sheet.conditional_format("E3:E6", {"type": "data_bar", "data_bar_2010": True})
    rule = {"type": "formula", "criteria": "=$C3>$C$7", "format": head}
    sheet.conditional_format("C3:C6", rule)
    sheet.set_h_pagebreaks([7])
    sheet.protect("secret")
    chart = book.add_chart({"type": "column"})
    assert chart is not None
    chart.add_series({"values": f"='{_SHEET}'!$C$3:$C$6"})
    sheet.insert_chart("A11", chart)
    other = book.add_worksheet("汇总")
    other.write_formula("A1", f"='{_SHEET}'!C7*2", None, 0)
    other.write_formula("A2", f"=COUNTA('{_SHEET}'!B3:B6)", None, 0)
    other.write_formula("A3", "=TODAY()", None, 0)
    other.hide()
    book.define_name("总收入", f"='{_SHEET}'!$C$7")
    book.define_name("名单", f"='{_SHEET}'!$B$3:$B$6")


@pytest.fixture
def filled(hard: Path, tmp_path: Path) -> Path:
    target = tmp_path / "filled.xlsx"
    columns = counted(
        _FILLED,
        column_fill(2, Kind.CHOICE, ["甲", "丙", *["乙"] * 5], name="姓名"),
        column_fill(3, Kind.MONEY, [100 * i for i in range(_FILLED)]),
        column_fill(4, Kind.MONEY, [50] * _FILLED),
        column_fill(7, Kind.DATE, ["2024-05-06"] * 6 + ["2024-05"]),
    )
    result = fill_workbook(hard, target, places=[SheetFill(_SHEET, 3, 6, columns)])
    assert result.rows == _FILLED
    assert result.notes == ("“表 一”的“姓名”栏里，“丙”不在它的下拉选项里，请核对。",)
    return target


def test_total_note_seal_and_breaks_move_below_the_added_rows(filled: Path):
    tab = open_tab(filled, _SHEET)
    assert (tab["A10"].value, tab["C10"].value) == ("合计", "=SUM(C3:C9)")
    assert sorted(map(str, tab.merged_cells.ranges)) == ["A11:G11", "A1:G1"]
    assert tab.row_dimensions[11].height == pytest.approx(39.75)
    assert tab["A11"].comment is not None
    assert [mark.id for mark in tab.row_breaks.brk] == [10]
    assert "<xdr:row>11</xdr:row>" in part_of(filled, "xl/drawings/drawing1.xml")
    assert "<x:Row>10</x:Row>" in part_of(filled, "xl/drawings/vmlDrawing1.vml")


def test_what_goes_with_the_table_grows_with_it(filled: Path):
    tab = open_tab(filled, _SHEET)
    assert tab.print_area == f"'{_SHEET}'!$A$1:$G$11"
    assert tab.print_title_rows == "$1:$2"
    assert tab.auto_filter.ref == "A2:G9"
    assert [str(rule.sqref) for rule in tab.data_validations.dataValidation] == ["B3:B9"]
    assert sorted(str(rule.sqref) for rule in tab.conditional_formatting) == ["C3:C9", "E3:E9"]
    assert "<xm:sqref>E3:E9</xm:sqref>" in part_of(filled, "xl/worksheets/sheet1.xml")
    assert "$C3&gt;$C$10" in part_of(filled, "xl/worksheets/sheet1.xml")
    assert f"'{_SHEET}'!$C$3:$C$9" in part_of(filled, "xl/charts/chart1.xml")
    book = load(filled)
    assert book.defined_names["总收入"].value == f"'{_SHEET}'!$C$10"
    assert book.defined_names["名单"].value == f"'{_SHEET}'!$B$3:$B$9"
    assert book["汇总"]["A1"].value == f"='{_SHEET}'!C10*2"
    assert book["汇总"].sheet_state == "hidden"
    assert (tab.freeze_panes, tab.protection.sheet) == ("B3", True)


def test_a_formula_of_theirs_is_copied_down_and_their_last_line_stays_last(filled: Path):
    tab = open_tab(filled, _SHEET)
    assert [tab.cell(row, 5).value for row in (3, 8, 9)] == ["=C3-D3", "=C8-D8", "=C9-D9"]
    assert tab["F9"].value == '=IF(C$10=0,"",C9/SUM(C$3:C$9))'
    assert [_bottom(tab, row) for row in range(3, 10)] == ["thin"] * 6 + ["thick"]


def _bottom(tab: Worksheet, row: int) -> str:
    """The line below a row."""
    return str(getattr(getattr(tab.cell(row, 2).border, "bottom", None), "style", None))


def test_sums_are_right_before_anybody_opens_the_file(filled: Path):
    book = CalamineWorkbook.from_path(filled)
    total = book.get_sheet_by_name(_SHEET).to_python()[9]
    assert total[2:5] == [21.0, 3.5, 17.5]
    assert book.get_sheet_by_name("汇总").to_python()[:2] == [[42.0], [7.0]]
    # what is not worked out here is left to the program that opens the file
    assert "<f>TODAY()</f></c>" in part_of(filled, "xl/worksheets/sheet2.xml")
    assert 'fullCalcOnLoad="1"' in part_of(filled, "xl/workbook.xml")


def test_values_stand_in_their_formats(filled: Path):
    tab = open_tab(filled, _SHEET)
    assert [tab.cell(row, 1).value for row in range(3, 10)] == list(range(1, 8))
    assert tab["C5"].value == 2
    assert tab["G3"].value == datetime(2024, 5, 6)  # noqa: DTZ001 - as openpyxl reads dates
    assert tab["G3"].number_format == 'yyyy"年"m"月"'
    assert tab["G9"].value == "2024-05"


def test_parts_that_hold_no_place_of_the_table_stay_byte_for_byte(hard: Path, filled: Path):
    with zipfile.ZipFile(hard) as before, zipfile.ZipFile(filled) as after:
        assert sorted(before.namelist()) == sorted(after.namelist())
        same = {name for name in before.namelist() if before.read(name) == after.read(name)}
    for name in ("xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml"):
        assert name in same
    assert {"xl/sharedStrings.xml", "xl/media/image1.png", "[Content_Types].xml"} <= same


def test_formulas_that_share_their_text_are_each_given_their_own(hard: Path, tmp_path: Path):
    source, target = tmp_path / "shared.xlsx", tmp_path / "filled.xlsx"

    def share(part: bytes) -> bytes:
        part = part.replace(b"<f>C3-D3</f>", b'<f t="shared" ref="E3:E6" si="0">C3-D3</f>')
        for row in (4, 5, 6):
            part = part.replace(f"<f>C{row}-D{row}</f>".encode(), b'<f t="shared" si="0"/>')
        return part.replace(b"<f>SUM(D3:D6)</f>", b'<f t="array" ref="D7">SUM(D3:D6)</f>')

    change_part(hard, source, "xl/worksheets/sheet1.xml", share)
    fill_workbook(source, target, places=[SheetFill(_SHEET, 3, 6, counted(_FILLED))])
    tab = open_tab(target, _SHEET)
    assert [tab.cell(row, 5).value for row in (3, 4, 9)] == ["=C3-D3", "=C4-D4", "=C9-D9"]
    assert '<f t="array" ref="D10">SUM(D3:D9)</f>' in part_of(target, "xl/worksheets/sheet1.xml")
