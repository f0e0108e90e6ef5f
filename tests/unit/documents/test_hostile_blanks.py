"""Blank forms that nobody made in good faith, or that some program made in its own way."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fangfan_desktop.documents.blank_form import read_blank
from fangfan_desktop.documents.blank_header import find_headers
from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import fill_workbook
from fangfan_desktop.errors import FangfanError, UserError
from fangfan_desktop.forms.form import Kind
from tests.unit.documents.filled_files import open_tab
from tests.unit.documents.raw_workbooks import (
    HEADER,
    HEADINGS,
    MAIN,
    RELATIONS,
    SHEET,
    STRICT,
    STRICT_RELATIONS,
    cell,
    raw_workbook,
    sheet,
)

BLANKS = Path(__file__).parents[2] / "data" / "blank_forms"
CORNER = f'{HEADER}<row r="1048576">{cell("XFD1048576", "x")}</row>'
FILL = SheetFill(
    "表",
    2,
    None,
    (
        ColumnFill(1, Kind.NUMBER, (1, 2), is_counter=True),
        ColumnFill(2, Kind.TEXT, ("韦𠮷祥", "莫㛃")),
        ColumnFill(3, Kind.NUMBER, (3, 4)),
    ),
)


def headings(path: Path) -> list[str]:
    return [column.headings[0] for column in find_headers(read_blank(path))[0].columns]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (CORNER, "xl/elsewhere/table.xml"),
        (CORNER, "xl/media/picture.png"),
        (CORNER.replace("XFD", "xfd"), SHEET),
        (CORNER.replace("XFD", "XFDXFDXFDXFD"), SHEET),
        (CORNER.replace("r=", "r = "), SHEET),
        (CORNER.replace('<row r="1048576">', "<row>"), SHEET),
        (HEADER + '<row r="700000">' + "<c><v>1</v></c>" * 16_384 + "</row>", SHEET),
        (HEADER + '<row r="700000">' + "<c/>" * 16_383 + "<c><v>1</v></c></row>", SHEET),
        (HEADER + '<row r="700000"><c r="XEZ700000"/><c><v>1</v></c></row>', SHEET),
        (HEADER + f'<row r="{"1" * 5000}">{cell("A5", "x")}</row>', SHEET),
    ],
    ids=range(10),
)
def test_no_reader_is_made_to_fill_a_whole_sheet_however_it_is_written(
    rows: str, name: str, tmp_path: Path
):
    path = raw_workbook(tmp_path / "blank.xlsx", sheet(rows), name=name)
    with pytest.raises(UserError, match=r"远在表格之外|太大"):
        read_blank(path)


def test_two_bytes_a_letter_hide_no_far_corner(tmp_path: Path):
    part = sheet(CORNER).replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(UserError, match="远在表格之外"):
        read_blank(raw_workbook(tmp_path / "blank.xlsx", part))


def test_a_bomb_under_another_ending_is_refused(tmp_path: Path):
    path = raw_workbook(
        tmp_path / "blank.xlsx", sheet(HEADER), more={"xl/data.bin": b" " * (120 << 20)}
    )
    with pytest.raises(UserError, match="太大"):
        read_blank(path)


@pytest.mark.parametrize(
    "part",
    [
        sheet(HEADER.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="C1"', "")),
        sheet(f"<row>{''.join(cell('', text) for text in HEADINGS)}</row><row><c/></row>"),
        sheet(HEADER)
        .replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("<x:?", "<?")
        .replace("xmlns=", "xmlns:x="),
    ],
    ids=["some without place", "all without place", "prefixed"],
)
def test_what_is_odd_but_allowed_is_read_and_filled(part: str, tmp_path: Path):
    path = raw_workbook(tmp_path / "blank.xlsx", part)
    assert headings(path) == list(HEADINGS)
    fill_workbook(path, tmp_path / "filled.xlsx", places=[FILL])
    tab = open_tab(tmp_path / "filled.xlsx", "表")
    assert [c.value for c in tab["B"]] == ["户主姓名", "韦𠮷祥", "莫㛃"]


def test_the_strict_kind_of_the_format_is_read_and_filled(tmp_path: Path):
    path = raw_workbook(
        tmp_path / "blank.xlsx",
        sheet(HEADER, main=STRICT),
        main=STRICT,
        relations=STRICT_RELATIONS,
    )
    assert headings(path) == list(HEADINGS)
    fill_workbook(path, tmp_path / "filled.xlsx", places=[FILL])
    assert headings(tmp_path / "filled.xlsx") == list(HEADINGS)


_NUMBER_PLACES: tuple[Callable[[str], str], ...] = (
    lambda n: sheet(f'{HEADER}<row r="{n}">{cell("A5", "x")}</row>'),
    lambda n: sheet(f'{HEADER}<row r="2"><c r="A2" s="{n}"/></row>'),
    lambda n: sheet(f'{HEADER}<row r="2"><c r="A2" t="s"><v>{n}</v></c></row>'),
    lambda n: sheet(
        HEADER, head=f'<cols><col min="{n}" max="{n}" width="{n}" style="{n}"/></cols>'
    ),
    lambda n: sheet(HEADER, tail=f'<rowBreaks><brk id="{n}"/></rowBreaks>'),
    lambda n: sheet(HEADER, tail=f'<mergeCells><mergeCell ref="A{n}:B{n}"/></mergeCells>'),
    lambda n: sheet(HEADER, tail=f'<mergeCells><mergeCell no="{n}"/></mergeCells>'),
    lambda n: sheet(HEADER, tail=f'<rowBreaks><brk no="{n}"/></rowBreaks>'),
    lambda n: sheet(HEADER)[: -30 - len(n) % 7],
    lambda n: sheet(HEADER.replace("序号", n)),
)


@pytest.mark.parametrize("place", _NUMBER_PLACES, ids=range(len(_NUMBER_PLACES)))
@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 20, "1" * 5000, ""])
def test_numbers_that_are_none_are_passed_over_or_refused_with_a_sentence(
    number: str, place: Callable[[str], str], tmp_path: Path
):
    path = raw_workbook(tmp_path / "blank.xlsx", place(number))
    target = tmp_path / "filled.xlsx"
    for work in (
        lambda: find_headers(read_blank(path)),
        lambda: fill_workbook(path, target, places=[FILL]),
    ):
        try:
            work()
        except FangfanError as error:
            assert error.sentence.endswith("。")  # noqa: PT017 - it need not be refused
    assert not list(tmp_path.glob(".~*"))


def test_thousands_of_merged_cells_over_each_other_are_read(tmp_path: Path):
    whole = '<mergeCell ref="A1:XFD1048576"/>' * 5000
    rows = "".join(f'<mergeCell ref="A{row}:D{row}"/>' for row in range(2, 5002))
    for cells in (whole, rows, whole + rows):
        path = raw_workbook(
            tmp_path / "blank.xlsx", sheet(HEADER, tail=f"<mergeCells>{cells}</mergeCells>")
        )
        try:
            assert headings(path)
        except UserError as error:
            assert "没有找到表头" in error.sentence  # noqa: PT017 - one cell over all is no header


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("导出.xls", "<html><table><tr><td>户主</td></tr></table></html>".encode(), "网页格式"),
        ("导出.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:x">', "网页格式"),
        ("导出.xls", "序号,户主姓名\n".encode("gb18030"), "不是表格文件"),
        ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        ("表.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "已经损坏"),
    ],
)
def test_what_other_systems_call_a_workbook_is_refused_with_what_to_do(
    name: str, content: bytes, message: str, tmp_path: Path
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=message):
        read_blank(tmp_path / name)


def _word(tmp_path: Path, change: Callable[[str], str]) -> Path:
    target = tmp_path / "blank.docx"
    with (
        zipfile.ZipFile(BLANKS / "disaster-check-2024.docx") as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = change(part.decode()).encode()
            new.writestr(name, part)
    return target


def _between(text: str, start: str, end: str) -> str:
    at = text.index(start)
    return text[at : text.index(end, at) + len(end)]


_SHAPES: tuple[Callable[[str], str], ...] = (
    lambda x: x.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="1000000000"/>'),
    lambda x: x.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="-5"/>'),
    lambda x: x.replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'),
    lambda x: x.replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="-9"/></w:trPr>'),
    lambda x: x.replace("<w:tcPr>", "<w:tcPr><w:vMerge/>"),
    lambda x: x.replace(cell := _between(x, "<w:tc>", "</w:tc>"), cell * 20_000, 1),
    lambda x: x.replace(table := _between(x, "<w:tbl>", "</w:tbl>"), table * 250, 1),
    lambda x: x.replace(_between(x, "<w:sectPr", "</w:sectPr>"), ""),
    lambda x: _between(x, "<w:document", ">") + "</w:document>",
    lambda x: x.replace("<w:tc>", "<w:tc>" + "<w:tbl><w:tr><w:tc>" * 3000, 1),
)


@pytest.mark.parametrize("change", _SHAPES, ids=range(len(_SHAPES)))
def test_word_tables_of_any_shape_are_read_or_refused(change: Callable[[str], str], tmp_path: Path):
    path = _word(tmp_path, change)
    try:
        book = read_blank(path)
        assert len(book.sheets) <= 200
        assert all(len(row) <= 300 for one in book.sheets for row in one.rows)
        find_headers(book)
    except UserError as error:
        assert error.sentence.endswith("。")  # noqa: PT017 - it need not be refused


def test_a_word_file_without_a_page_takes_the_usual_one(tmp_path: Path):
    path = _word(tmp_path, lambda x: x.replace(_between(x, "<w:sectPr", "</w:sectPr>"), ""))
    assert read_blank(path).sheets[0].page is not None


def test_a_template_becomes_a_plain_workbook(tmp_path: Path):
    template = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    path = raw_workbook(tmp_path / "blank.xltx", sheet(HEADER), kind=template)
    fill_workbook(path, tmp_path / "filled.xlsx", places=[FILL])
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as archive:
        kinds = archive.read("[Content_Types].xml").decode()
    assert "template" not in kinds
    assert "spreadsheetml.sheet.main+xml" in kinds


@pytest.mark.parametrize("part", ["xl/VBAProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_found_whatever_they_are_called(part: str, tmp_path: Path):
    path = raw_workbook(tmp_path / "blank.xlsx", sheet(HEADER), more={part: "x"})
    with pytest.raises(UserError, match="宏"):
        fill_workbook(path, tmp_path / "filled.xlsx", places=[FILL])


def test_a_signature_that_no_longer_holds_goes_and_is_told(tmp_path: Path):
    path = raw_workbook(
        tmp_path / "blank.xlsx", sheet(HEADER), more={"_xmlsignatures/sig1.xml": "<Signature/>"}
    )
    origin = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
    )
    signed = tmp_path / "signed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(signed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "_rels/.rels":
                text = text.replace("</Relationships>", origin + "</Relationships>")
            new.writestr(name, text)
    result = fill_workbook(signed, tmp_path / "filled.xlsx", places=[FILL])
    assert any("数字签名" in note for note in result.notes)
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as archive:
        assert not [name for name in archive.namelist() if "_xmlsignatures" in name]
        assert b"signature" not in archive.read("_rels/.rels")


def test_a_pivot_table_is_made_of_all_rows_and_read_anew(tmp_path: Path):
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    source = '<worksheetSource ref="A1:D2" sheet="表"/>'
    path = raw_workbook(
        tmp_path / "blank.xlsx",
        sheet(f'{HEADER}<row r="2"><c r="A2"/></row>'),
        more={cache: f'<pivotCacheDefinition xmlns="{MAIN}">{source}</pivotCacheDefinition>'},
    )
    fill = SheetFill("表", 2, 2, (ColumnFill(2, Kind.TEXT, ("甲",) * 5),))
    fill_workbook(path, tmp_path / "filled.xlsx", places=[fill])
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as archive:
        part = archive.read(cache).decode()
    assert 'ref="A1:D6"' in part
    assert 'refreshOnLoad="1"' in part


def test_styles_without_borders_dress_rows_without_them(tmp_path: Path):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
    path = raw_workbook(tmp_path / "blank.xlsx", sheet(HEADER), more={"xl/styles.xml": styles})
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/_rels/workbook.xml.rels":
                end = f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
                text = text.replace("</Relationships>", end + "</Relationships>")
            new.writestr(name, text)
    fill_workbook(tmp_path / "b.xlsx", tmp_path / "filled.xlsx", places=[FILL])
    assert headings(tmp_path / "filled.xlsx") == list(HEADINGS)
