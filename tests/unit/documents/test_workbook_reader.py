import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents import workbook_guard
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.documents.workbook_reader import (
    Cell,
    column_headings,
    find_header,
    read_workbook,
)
from fangfan_desktop.errors import FangfanError, OutsideError, UserError
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.headings import heading_keys, plain_heading
from fangfan_desktop.forms.load import load_form

OLD_WORKBOOK = Path(__file__).parents[2] / "data" / "documents" / "made_by_calc.xls"
SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ODS_HEAD = (
    "<office:document-content"
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="农户">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def new_tab() -> tuple[Any, Worksheet]:
    book = openpyxl.Workbook()
    tab = book.active
    assert isinstance(tab, Worksheet)
    return book, tab


def with_sheet_xml(path: Path, xml: str) -> Path:
    """A workbook whose only sheet is exactly this."""
    book, _ = new_tab()
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ods(path: Path, rows: str, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = zipfile.ZipInfo("mimetype")  # stored as it is, by the format's rules
        archive.writestr(kind, "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:m"/>')
        archive.writestr("content.xml", f'<?xml version="1.0"?>{head}{ODS_HEAD}{rows}{ODS_TAIL}')
    return path


def text_cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def test_values_keep_their_types_and_places(tmp_path: Path) -> None:
    book, tab = new_tab()
    tab.title = "农户"
    tab["B2"] = "𠮷㛃䶮𫘝\ue000"
    tab["C2"] = "450221199001011234"
    tab["D2"] = 12
    tab["E2"] = 7000.5
    tab["F2"] = date(2021, 5, 1)
    tab["G2"] = datetime(2021, 5, 1, 8, 30)  # noqa: DTZ001 - workbooks have no time zones
    tab["H2"] = True
    tab["I2"] = 450221199001011234
    tab["J2"] = time(8, 30)
    hidden = book.create_sheet("藏")
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)

    read = read_workbook(path)

    assert [(sheet.name, sheet.is_hidden) for sheet in read.sheets] == [
        ("农户", False),
        ("藏", True),
    ]
    rows = read.sheets[0].rows
    assert rows[0] == [None] * 10
    assert rows[1] == [
        None,
        "𠮷㛃䶮𫘝\ue000",
        "450221199001011234",
        12,
        7000.5,
        date(2021, 5, 1),
        datetime(2021, 5, 1, 8, 30),  # noqa: DTZ001 - workbooks have no time zones
        True,
        pytest.approx(450221199001011234),
        time(8, 30),
    ]
    assert type(rows[1][3]) is int
    assert type(rows[1][8]) is float  # its last digits are gone, and the importer can tell
    assert read.sheet("农户") is read.sheets[0]
    assert read.sheet("无") is None


def test_dates_count_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    book, tab = new_tab()
    book.epoch = CALENDAR_MAC_1904
    tab["A1"] = date(2021, 5, 1)
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert read_workbook(path).sheets[0].rows == [[date(2021, 5, 1)]]


def test_a_formula_gives_the_value_last_worked_out(tmp_path: Path) -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"/>'
    xml = f'{SHEET_HEAD}<sheetData><row r="1">{cells}<c r="D1"><v>3</v></c></row></sheetData>'
    path = with_sheet_xml(tmp_path / "a.xlsx", f"{xml}</worksheet>")
    (row,) = read_workbook(path).sheets[0].rows
    assert (row[0], row[1] or None, row[2], row[3]) == (2, None, None, 3)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7"><f>SUM(A1:A6)</f></c>',
        '<c r="B7"><f>SUM(A1:A6)</f><v/></c>',
        '<c r="B7" s="4"><f t="shared" si="0"/><v></v></c>',
        '<x:c r="B7"><x:f>1+1</x:f></x:c>',
    ],
)
def test_a_formula_that_was_never_worked_out_is_refused_by_its_place(
    tmp_path: Path, cell: str
) -> None:
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(8, 90_000))
    xml = f'{SHEET_HEAD}<sheetData><row r="7">{cell}</row>{filler}</sheetData></worksheet>'
    path = with_sheet_xml(tmp_path / "a.xlsx", xml)
    with pytest.raises(UserError, match="B7 的公式还没有算出结果"):
        read_workbook(path)


def test_a_workbook_whose_formulas_no_program_worked_out_is_refused(tmp_path: Path) -> None:
    book, tab = new_tab()
    tab["A1"], tab["A2"] = 1, "=A1+1"
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(UserError, match="A2 的公式"):
        read_workbook(path)


def test_a_wrong_dimension_tag_does_not_matter(tmp_path: Path) -> None:
    xml = (
        f'{SHEET_HEAD}<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = with_sheet_xml(tmp_path / "a.xlsx", xml)
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_a_million_empty_rows_are_not_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 1_048_577, 7))
    xml = (
        f'{SHEET_HEAD}<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{empty}'
        '<row r="1048576"><c r="AZ1048576" s="0"/></row></sheetData></worksheet>'
    )
    path = with_sheet_xml(tmp_path / "a.xlsx", xml)
    assert read_workbook(path).sheets[0].rows == [[1]]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="900000"><c r="AZ900000" t="n"><v>1</v></c></row>',
        '<row r="4000000000"><c><v>1</v></c></row>',
    ],
)
def test_a_cell_in_the_last_corner_is_refused(row: str, tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    xml = f"{SHEET_HEAD}<sheetData>{first}{row}</sheetData></worksheet>"
    with pytest.raises(UserError, match=r"远在表格之外|太大"):
        read_workbook(with_sheet_xml(tmp_path / "a.xlsx", xml))


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "_SUSPECT_SIZE", 1 << 20)
    xml = f"{SHEET_HEAD}<sheetData>{' ' * (4 << 20)}</sheetData></worksheet>"
    with pytest.raises(UserError, match="内容太大"):
        read_workbook(with_sheet_xml(tmp_path / "a.xlsx", xml))


def test_a_zip_that_lies_about_its_sizes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_guard, "_SUSPECT_SIZE", 1 << 20)
    xml = f"{SHEET_HEAD}<sheetData>{' ' * (4 << 20)}</sheetData></worksheet>"
    path = with_sheet_xml(tmp_path / "a.xlsx", xml)
    true_size = struct.pack("<I", len(xml))
    data = path.read_bytes()
    assert data.count(true_size) == 2
    path.write_bytes(data.replace(true_size, struct.pack("<I", 100)))
    with pytest.raises(UserError, match="内容太大"):
        read_workbook(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    attack = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    xml = f"{attack}{SHEET_HEAD}<sheetData>{cell}</sheetData></worksheet>"
    with pytest.raises(UserError):
        read_workbook(with_sheet_xml(tmp_path / "a.xlsx", xml))
    with pytest.raises(UserError):
        read_workbook(ods(tmp_path / "a.ods", "", attack))


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"hello", "不是表格文件"),
        ("a.xlsx", b"PK\x03\x04 cut off", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "损坏"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "密码"),
        ("a.xls", "<html><table><tr><td>户主</td></tr></table>".encode(), "网页格式"),
        ("a.exe", b"MZ\x90\x00", "不是表格文件"),
        ("a.csv", b"\x00" * 40, "不是文本表格"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(64)), "不是文本表格"),
        ("a.csv", "户主".encode() + b"\xff", "文字编码"),
    ],
)
def test_what_is_no_workbook_is_refused(
    name: str, content: bytes, part: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=part):
        read_workbook(path)


def test_any_cut_workbook_is_refused_or_read(tmp_path: Path) -> None:
    book, tab = new_tab()
    tab.append(["户主", "𠮷"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 499):
        path.write_bytes(whole[:length])
        with pytest.raises(FangfanError):
            read_workbook(path)
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            read_workbook(path)
        except UserError as error:
            assert error.sentence.endswith("。")  # noqa: PT017 - reading well is right too


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UserError, match="不是能读的表格"):
        read_workbook(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="没有这个文件"):
        read_workbook(tmp_path / "无.xlsx")


def test_open_document_tables_are_read(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{text_cell('户主')}{text_cell('𠮷')}"
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read_workbook(ods(tmp_path / "a.ods", rows)).sheets[0].rows == [["户主", "𠮷"]]


def test_an_open_document_table_repeated_without_end_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float"'
    rows = (
        '<table:table-row table:number-rows-repeated="1000000">'
        f'{cell} office:value="1"/></table:table-row>'
    )
    with pytest.raises(UserError, match="内容太大"):
        read_workbook(ods(tmp_path / "a.ods", rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_are_read_in_any_encoding(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "农户.csv"
    rows = [["户主姓名", "身份证号码", "备注"], ["𠮷㛃", "450221199001011234", '"a,b;c\t换\n行"']]
    text = "\r\n".join(separator.join(row) for row in rows) + "\r\n,\r\n"
    path.write_bytes(text.encode(encoding))

    read = read_workbook(path)

    assert read.sheets[0].name == "农户"
    assert read.sheets[0].rows[:2] == [
        ["户主姓名", "身份证号码", "备注"],
        ["𠮷㛃", "450221199001011234", "a,b;c\t换\n行"],
    ]


def test_a_header_is_found_under_a_title() -> None:
    rows: list[list[Cell]] = [
        ["2022年农户名册", None, None],
        [None, None, None],
        ["户主 姓名", "备注", "身份证号码"],
        ["甲", None, "450221199001011234"],
    ]
    known = [plain_heading(text) for text in ("户主姓名", "身份证号码", "备注", "民族")]
    assert find_header(rows, known) == 2
    assert column_headings(rows, 2) == ["户主 姓名", "备注", "身份证号码"]


def test_a_header_of_three_levels_is_found_as_one() -> None:
    form = load_form("household-form")
    rows: list[list[Cell]] = [[None] * len(form.fields) for _ in range(form.header_levels + 2)]
    rows[0][0] = form.title
    for cell in header_cells(form):
        rows[cell.row + 2][cell.column] = cell.text

    known = heading_keys(form)
    start = find_header(rows, known, form.header_levels)

    assert start == 2
    headings = column_headings(rows, start, form.header_levels)
    keys = [known[plain_heading(text)] for text in headings]
    assert keys == [field.key for field in form.fields]


def test_a_sheet_without_the_header_is_refused() -> None:
    with pytest.raises(UserError, match="没有找到表头"):
        find_header([["别的", "表"], [1, 2]], ["户主姓名", "备注"])
    with pytest.raises(UserError, match="没有找到表头"):
        find_header([], ["户主姓名", "备注"])


def test_old_workbooks_are_read(sheet: Sheet) -> None:
    # Our own test table, saved as .xls by LibreOffice Calc.
    rows = read_workbook(OLD_WORKBOOK).sheets[0].rows
    assert rows[6] == [
        1,
        "𠮷㛃䶮𫘝",
        "450221199001011234",
        7000.5,
        "是",
        date(2022, 5, 9),
        "入户排查",
        "3/7",
    ]
    assert rows[7][1] == "=1+1"
    assert len(rows) >= 6 + len(list(sheet.rows))


def test_a_cell_merged_downwards_stands_for_each_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    for cell, value in {"B2": "名册", "B3": "行政村", "C3": "户主", "B4": "坭桥村"}.items():
        tab[cell] = value
    for row, name in enumerate(("甲", "乙", "丙"), start=4):
        tab.cell(row, 3, name)
    for merged in ("B2:C2", "B4:B6", "A1:A9"):
        tab.merge_cells(merged)
    book.save(path)
    assert read_workbook(path).sheets[0].rows == [
        [None, None, None],
        [None, "名册", None],
        [None, "行政村", "户主"],
        [None, "坭桥村", "甲"],
        [None, "坭桥村", "乙"],
        [None, "坭桥村", "丙"],
    ]
