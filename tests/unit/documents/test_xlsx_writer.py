import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.documents.sheet import Column, Sheet, flat_header
from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.errors import OutsideError
from fangfan_desktop.forms.form import Kind

FIRST_ROW = 7  # annex, title, subtitle, two header rows, hints


def test_a_sheet_reads_back_as_it_was_written(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "排查表.xlsx"

    assert write_xlsx([sheet], target) == 5

    rows = read_workbook(target).sheets[0].rows
    assert [[cell for cell in row if cell is not None] for row in rows] == [
        ["附件1"],
        ["雒容镇坭桥村2022年排查表"],
        ["填表时间：2022年5月9日", "单位：元"],
        [
            "序号",
            "户主",
            "人均纯收入（元）",
            "是否高于本市监测范围（7000元）",
            "识别时间",
            "排查方式",
            "户/人",
        ],
        [
            "序号",
            "姓名",
            "身份证号码",
            "人均纯收入（元）",
            "是否高于本市监测范围（7000元）",
            "识别时间",
            "排查方式",
            "户/人",
        ],
        ["18 位", "是/否"],
        [
            1,
            "𠮷㛃䶮𫘝",
            "450221199001011234",
            7000.5,
            "是",
            date(2022, 5, 9),
            "入户排查",
            "3/7",
        ],
        [2, "=1+1", "45022119900101123X", 7000, "否", "2022-05", "电话核查", "0/0"],
        [3, "+86"],
        [4, "-1", "@SUM(A1)", 0, "是", "1899-12-31", "入户排查"],
        [5, "<r>甲</r>", "_x0041_", 0.01, "否", "2022-02-30", "a&b<c>\"'", " 前后空格 "],
        ["合计", 14000.51, "3/7"],
        ["注：一、填到户。"],
        ["二、不漏户。"],
        ["填表人：", "审核人：", "负责人：", "填报日期："],
    ]


def test_header_cells_are_merged_and_repeated_and_frozen(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_xlsx([sheet], target)

    tab = openpyxl.load_workbook(target).worksheets[0]

    merged = {str(area) for area in tab.merged_cells.ranges}
    assert {"A2:H2", "A4:A5", "B4:C4", "D4:D5", "H4:H5"} <= merged
    assert "B5:B5" not in merged
    assert tab.freeze_panes == "C7"
    assert tab.print_title_rows == "$4:$6"
    assert tab.page_setup.paperSize == 8
    assert tab.page_setup.orientation == "landscape"
    assert tab.sheet_properties.pageSetUpPr is not None
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert tab.page_setup.fitToWidth in {None, 1}  # 1 is what a missing one means
    assert tab.page_setup.fitToHeight == 0
    assert tab.oddFooter is not None
    assert tab.oddFooter.center is not None
    assert tab.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_cells_have_the_types_and_formats_of_their_kinds(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_xlsx([sheet], target)

    tab = openpyxl.load_workbook(target).worksheets[0]

    formats = [tab.cell(FIRST_ROW, column).number_format for column in range(1, 9)]
    assert formats == ["0", "@", "@", "0.00", "General", "yyyy-mm-dd", "General", "@"]
    assert tab.cell(FIRST_ROW + 1, 4).number_format == "0"
    assert tab.cell(FIRST_ROW, 6).value == datetime(2022, 5, 9)  # noqa: DTZ001 - as openpyxl reads
    kinds = [tab.cell(FIRST_ROW, column).data_type for column in range(1, 9)]
    assert kinds == ["n", "s", "s", "n", "s", "d", "s", "s"]
    assert tab.cell(FIRST_ROW + 2, 6).number_format == "yyyy-mm-dd"  # empty, ready for a date


def test_no_cell_is_ever_a_formula(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_xlsx([sheet], target)

    with zipfile.ZipFile(target) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml


def test_yes_no_and_choice_columns_have_drop_down_lists(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_xlsx([replace(sheet, spare_rows=10)], target)

    tab = openpyxl.load_workbook(target).worksheets[0]

    rules = {str(rule.sqref): rule.formula1 for rule in tab.data_validations.dataValidation}
    assert rules == {"E7:E21": '"是,否"', "G7:G21": '"入户排查,电话核查"'}


def test_a_list_too_long_for_a_rule_stands_on_a_hidden_sheet(tmp_path: Path) -> None:
    nations = tuple(f"第{number}个很长的民族名称" for number in range(56))
    columns = (Column(Kind.CHOICE, choices=nations), Column(Kind.CHOICE, choices=nations))
    target = tmp_path / "a.xlsx"

    write_xlsx([Sheet("农户", "", columns, flat_header(["民族", "民族二"]), spare_rows=3)], target)

    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["农户", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book["选项"]["A56"].value == nations[55]
    rules = book["农户"].data_validations.dataValidation
    assert [rule.formula1 for rule in rules] == ["选项!$A$1:$A$56"] * 2


def test_characters_that_no_workbook_can_hold_are_marked(tmp_path: Path) -> None:
    columns = (Column(Kind.TEXT),)
    rows = [("甲\x01乙",), ("丙\ud800丁",), ("长" * 40_000,), ("a\nb",)]
    target = tmp_path / "a.xlsx"

    write_xlsx([Sheet("表", "", columns, flat_header(["姓名"]), rows)], target)

    cells = [row[0] for row in read_workbook(target).sheets[0].rows]
    assert cells[:3] == ["姓名", "甲�乙", "丙�丁"]
    assert isinstance(cells[3], str)
    assert len(cells[3]) == 32_767
    assert cells[3].endswith("（余文超出表格软件的单元格上限）")
    assert cells[4] == "a\nb"


def test_sheet_names_are_made_acceptable_and_different(tmp_path: Path) -> None:
    columns = (Column(Kind.TEXT),)
    names = ["甲[乙]:*?/\\", "", "很长" * 20, "很长" * 20]
    target = tmp_path / "a.xlsx"

    write_xlsx([Sheet(name, "", columns, flat_header(["a"])) for name in names], target)

    found = openpyxl.load_workbook(target).sheetnames
    assert found == ["甲 乙", "表", ("很长" * 20)[:31], ("很长" * 20)[:28] + "(2)"]


def test_when_rows_fail_midway_the_old_file_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "a.xlsx"
    target.write_bytes(b"old")

    def rows() -> object:
        yield ("甲",)
        raise RuntimeError("midway")

    columns = (Column(Kind.TEXT),)
    broken = Sheet("表", "", columns, flat_header(["a"]), rows())  # pyright: ignore[reportArgumentType]
    with pytest.raises(RuntimeError, match="midway"):
        write_xlsx([broken], target)

    assert target.read_bytes() == b"old"
    assert list(folder.iterdir()) == [target]


def test_a_missing_folder_is_told_in_a_sentence(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="找不到文件夹"):
        write_xlsx([sheet], tmp_path / "没有" / "a.xlsx")
