"""Blank workbooks and Word files of other programs are read, whatever is hostile is refused."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents.blank_form import read_blank
from fangfan_desktop.documents.blank_header import find_headers
from fangfan_desktop.documents.blank_looks import list_rule
from fangfan_desktop.documents.blank_table import Merged
from fangfan_desktop.documents.workbook_guard import FileKind
from fangfan_desktop.errors import OutsideError, UserError

BLANKS = Path(__file__).parents[2] / "data" / "blank_forms"


def test_a_workbook_of_libreoffice_keeps_lists_looks_and_hidden_sheets() -> None:
    book = read_blank(BLANKS / "qinghe-household-2024.xlsx")
    table, explained, codes = book.sheets

    assert book.kind is FileKind.XLSX
    assert (explained.is_hidden, codes.is_hidden) == (False, True)
    assert table.choices(6, 5) == ("脱贫户", "监测户", "一般农户")
    assert table.choices(6, 8) == ("是", "否")
    assert table.choices(6, 11) == ("A级", "B级", "C级", "D级")
    assert table.choices(6, 31) == ()
    assert table.formats[6, 7] == "#,##0.00"
    assert table.page is not None
    assert (table.page.size, table.page.is_landscape) == ("A3", True)
    assert table.widths[3] == pytest.approx(30, abs=1)
    assert table.heights[5] == pytest.approx(26, abs=1)


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_workbooks_of_gnumeric_are_read(ending: str) -> None:
    (header,) = find_headers(read_blank(BLANKS / f"monitored-check-2025.{ending}"))

    assert header.sheet == "核查表"
    assert header.title == "2025年防止返贫监测对象核查表"
    assert (header.first_row, header.levels, len(header.columns)) == (2, 2, 20)
    assert header.body.number_row == 4
    assert header.body.sample_rows == (5,)
    assert (header.first_data_row, header.last_data_row, header.body.total_row) == (6, 11, 12)
    assert header.columns[13].headings == ("核查情况", "帮扶措施是否有针对性")
    assert len(header.footnotes) == 2


def test_a_workbook_of_exceljs_is_read() -> None:
    header = find_headers(read_blank(BLANKS / "village-survey-2024.xlsx"))[0]

    assert (header.annex, header.title) == ("附件2", "2024年行政村基本情况摸底调查表")
    assert header.body.sample_rows == (5, 6)
    assert (header.first_data_row, header.last_data_row) == (7, 19)
    assert header.columns[10].choices == ("村收集镇转运", "就地处理", "未集中处理")
    assert header.columns[11].number_format == "0.0"


def test_a_word_table_of_libreoffice_is_read_with_what_stands_around_it() -> None:
    (header,) = find_headers(read_blank(BLANKS / "disaster-check-2024.docx"))

    assert (header.annex, header.title) == ("附件3", "2024年因灾影响农户核查登记表")
    assert header.subtitle.startswith("填报单位：")
    assert (header.first_row, header.levels, len(header.columns)) == (0, 2, 13)
    assert header.columns[6].headings == ("灾情影响情况", "受损类型（1.住房 2.产业 3.饮水 4.道路）")
    assert header.columns[6].width == pytest.approx(30, abs=0.5)
    assert header.footnotes == ("注：“是否”栏填“是”或“否”；受损类型可填多项。",)
    assert header.page is not None
    assert header.page.is_landscape


def test_a_word_file_merged_by_hand_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("农户核查表")
    table = document.add_table(rows=4, cols=4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "户主姓名"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "三保障"
    table.cell(1, 1).text = "住房是否安全"
    table.cell(1, 2).text = "饮水是否安全"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "备注"
    document.save(str(tmp_path / "blank.docx"))

    (sheet,) = read_blank(tmp_path / "blank.docx").sheets
    (header,) = find_headers(read_blank(tmp_path / "blank.docx"))

    assert set(sheet.merged) == {Merged(0, 0, 1, 0), Merged(0, 1, 0, 2), Merged(0, 3, 1, 3)}
    assert header.title == "农户核查表"
    assert [column.headings for column in header.columns] == [
        ("户主姓名", ""),
        ("三保障", "住房是否安全"),
        ("三保障", "饮水是否安全"),
        ("备注", ""),
    ]


@pytest.mark.parametrize(
    ("formula", "choices"),
    [
        ('"是,否"', ("是", "否")),
        ('"是，否"', ("是", "否")),
        ('{"是","否"}', ("是", "否")),
        ('" 甲 , 乙,甲"', ("甲", "乙")),
    ],
)
def test_lists_written_out_are_read(formula: str, choices: tuple[str, ...]) -> None:
    rule = list_rule((Merged(0, 0, 0, 0),), formula, {})

    assert rule is not None
    assert rule.choices == choices


@pytest.mark.parametrize(
    ("formula", "sheet"),
    [("$H$1:$H$3", ""), ("代码!$A$2:$A$4", "代码"), ("'代 码'!A2:A4", "代 码"), ("名单", "代码")],
)
def test_lists_in_cells_are_known_by_their_place(formula: str, sheet: str) -> None:
    rule = list_rule((), formula, {"名单": "代码!$A$2:$A$4"})

    assert rule is not None
    assert rule.cells_sheet == sheet
    assert rule.cells is not None


@pytest.mark.parametrize("formula", ["INDIRECT(A1)", "OFFSET(A1,0,0,3)", "[1]代码!A1:A3", ""])
def test_lists_that_are_worked_out_are_left_alone(formula: str) -> None:
    assert list_rule((), formula, {}) is None


def test_a_formula_without_its_value_does_no_harm_in_a_blank_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert isinstance(tab, Worksheet)
    tab.append(["序号", "户主姓名", "家庭人口数"])
    tab.append([None, None, None])
    tab.append(["合计", None, "=SUM(C2:C2)"])
    rule = DataValidation(type="list", formula1='"1,2"')
    rule.add("C2")
    tab.add_data_validation(rule)
    book.save(tmp_path / "blank.xlsx")

    (header,) = find_headers(read_blank(tmp_path / "blank.xlsx"))

    assert header.body.total_row == 2
    assert header.columns[2].choices == ("1", "2")


def test_looks_that_make_no_sense_are_left_out(tmp_path: Path) -> None:
    source, target = BLANKS / "village-survey-2024.xlsx", tmp_path / "blank.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b'width="', b'width="x') if "sheet1" in name else text)

    sheet = read_blank(target).sheets[0]

    assert sheet.widths == {}
    assert sheet.text(3, 0) == "序号"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        ("表.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "密码"),
        ("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "密码"),
        ("表.xlsx", b"PK\x03\x04 cut", "已经损坏"),
        ("表.docx", b"", "空文件"),
        ("表.csv", b"a,b,c\n", "纯文本"),
        ("表.pdf", b"%PDF-1.7", "不是表格"),
    ],
)
def test_what_is_no_blank_form_is_refused(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UserError, match=message):
        read_blank(path)


@pytest.mark.parametrize("name", ["disaster-check-2024.docx", "qinghe-household-2024.xlsx"])
def test_a_cut_or_broken_file_is_refused(name: str, tmp_path: Path) -> None:
    whole = (BLANKS / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UserError, match="已经损坏"):
        read_blank(path)


@pytest.mark.parametrize(
    "xml", [b"<w:document", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_word_file_with_broken_or_hostile_xml_is_refused(xml: bytes, tmp_path: Path) -> None:
    source, target = BLANKS / "disaster-check-2024.docx", tmp_path / "blank.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))

    with pytest.raises(UserError):
        read_blank(target)


def test_a_word_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(200):
            part.write(b" " * (1 << 20))

    with pytest.raises(UserError, match="太大"):
        read_blank(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="没有这个文件"):
        read_blank(tmp_path / "blank.xlsx")
