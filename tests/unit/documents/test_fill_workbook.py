"""Somebody else's workbook, filled: what goes in, what moves, what stays byte for byte."""

import itertools
import shutil
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as WrittenSheet

from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import fill_workbook
from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.forms.form import Kind, Value
from tests.unit.documents.blank_fills import BLANKS, FOLDER, HOUSEHOLDS, MONITORED, Blank

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f8"
    "cf500f00030e01805a347d6b0000000049454e44ae426082"
)
_FILLED = 7
_SHEET = "表 一"


def _column(
    column: int,
    kind: Kind,
    values: Sequence[Value],
    *,
    is_counter: bool = False,
    name: str = "",
) -> ColumnFill:
    return ColumnFill(column, kind, values, is_counter=is_counter, name=name)


def _counted(rows: int, *others: ColumnFill) -> tuple[ColumnFill, ...]:
    return (_column(1, Kind.NUMBER, list(range(1, rows + 1)), is_counter=True), *others)


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
    columns = _counted(
        _FILLED,
        _column(2, Kind.CHOICE, ["甲", "丙", *["乙"] * 5], name="姓名"),
        _column(3, Kind.MONEY, [100 * i for i in range(_FILLED)]),
        _column(4, Kind.MONEY, [50] * _FILLED),
        _column(7, Kind.DATE, ["2024-05-06"] * 6 + ["2024-05"]),
    )
    result = fill_workbook(hard, target, places=[SheetFill(_SHEET, 3, 6, columns)])
    assert result.rows == _FILLED
    assert result.notes == ("“表 一”的“姓名”栏里，“丙”不在它的下拉选项里，请核对。",)
    return target


def _load(path: Path) -> Workbook:
    with warnings.catch_warnings():
        # Gnumeric's file lacks a style that openpyxl would like
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)


def _open(path: Path, sheet: str = _SHEET) -> Worksheet:
    tab = _load(path)[sheet]
    assert isinstance(tab, Worksheet)
    return tab


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_total_note_seal_and_breaks_move_below_the_added_rows(filled: Path):
    tab = _open(filled)
    assert (tab["A10"].value, tab["C10"].value) == ("合计", "=SUM(C3:C9)")
    assert sorted(map(str, tab.merged_cells.ranges)) == ["A11:G11", "A1:G1"]
    assert tab.row_dimensions[11].height == pytest.approx(39.75)
    assert tab["A11"].comment is not None
    assert [mark.id for mark in tab.row_breaks.brk] == [10]
    assert "<xdr:row>11</xdr:row>" in _part(filled, "xl/drawings/drawing1.xml")
    assert "<x:Row>10</x:Row>" in _part(filled, "xl/drawings/vmlDrawing1.vml")


def test_what_goes_with_the_table_grows_with_it(filled: Path):
    tab = _open(filled)
    assert tab.print_area == f"'{_SHEET}'!$A$1:$G$11"
    assert tab.print_title_rows == "$1:$2"
    assert tab.auto_filter.ref == "A2:G9"
    assert [str(rule.sqref) for rule in tab.data_validations.dataValidation] == ["B3:B9"]
    assert sorted(str(rule.sqref) for rule in tab.conditional_formatting) == ["C3:C9", "E3:E9"]
    assert "<xm:sqref>E3:E9</xm:sqref>" in _part(filled, "xl/worksheets/sheet1.xml")
    assert "$C3&gt;$C$10" in _part(filled, "xl/worksheets/sheet1.xml")
    assert f"'{_SHEET}'!$C$3:$C$9" in _part(filled, "xl/charts/chart1.xml")
    book = _load(filled)
    assert book.defined_names["总收入"].value == f"'{_SHEET}'!$C$10"
    assert book.defined_names["名单"].value == f"'{_SHEET}'!$B$3:$B$9"
    assert book["汇总"]["A1"].value == f"='{_SHEET}'!C10*2"
    assert book["汇总"].sheet_state == "hidden"
    assert (tab.freeze_panes, tab.protection.sheet) == ("B3", True)


def test_a_formula_of_theirs_is_copied_down_and_their_last_line_stays_last(filled: Path):
    tab = _open(filled)
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
    assert "<f>TODAY()</f></c>" in _part(filled, "xl/worksheets/sheet2.xml")
    assert 'fullCalcOnLoad="1"' in _part(filled, "xl/workbook.xml")


def test_values_stand_in_their_formats(filled: Path):
    tab = _open(filled)
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


@pytest.mark.parametrize("rows", [0, 2, 4, 40])
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_blanks_of_other_programs_keep_everything_but_their_body(
    blank: Blank, rows: int, tmp_path: Path
):
    target = tmp_path / "filled.xlsx"
    fill_workbook(blank.path, target, places=[blank.fill(rows)])
    before, after = _load(blank.path), _load(target)
    added = max(0, rows - (blank.last - blank.first + 1))
    assert before.sheetnames == after.sheetnames
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert old.sheet_state == new.sheet_state
        assert _page(old) == _page(new)
        assert {k: (d.width, d.hidden) for k, d in old.column_dimensions.items()} == {
            k: (d.width, d.hidden) for k, d in new.column_dimensions.items()
        }
        for row, column in _places(old):
            if name == blank.sheet and blank.first <= row <= blank.last:
                continue
            down = added if name == blank.sheet and row > blank.last else 0
            cell, twin = old.cell(row, column), new.cell(row + down, column)
            assert _looks(cell) == _looks(twin), (name, row, column)
            if not str(cell.value).startswith("="):
                assert cell.value == twin.value, (name, row, column)


def _places(tab: Worksheet) -> Iterator[tuple[int, int]]:
    return itertools.product(range(1, tab.max_row + 1), range(1, tab.max_column + 1))


def _page(tab: Worksheet) -> tuple[object, ...]:
    setup, margins = tab.page_setup, tab.page_margins
    return (
        (setup.paperSize, setup.orientation, setup.scale, setup.fitToWidth, setup.fitToHeight),
        (margins.left, margins.right, margins.top, margins.bottom),
        (_words(tab), tab.print_title_rows),
        tab.freeze_panes,
    )


def _words(tab: Worksheet) -> list[str | None]:
    """Page header and footer."""
    return [
        getattr(getattr(item, place), "text", None)
        for item in (tab.oddHeader, tab.oddFooter)
        for place in ("left", "center", "right")
    ]


def _looks(cell: object) -> tuple[object, ...]:
    if not isinstance(cell, Cell):  # inside a merged one
        return ()
    parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    return (*map(repr, parts), cell.number_format)


def test_identity_numbers_are_text_cells_and_strange_characters_stay(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    fill_workbook(HOUSEHOLDS.path, target, places=[HOUSEHOLDS.fill(20)])
    tab = _open(target, HOUSEHOLDS.sheet)
    assert (tab["D7"].value, tab["D7"].number_format) == ("110101199003078515", "@")
    assert [tab.cell(row, 3).value for row in range(7, 13)] == [
        "韦𠮷祥",
        "覃䶮",
        "莫㛃",
        "蒙𫘝",
        "=1+1",
        "<罗>&“玉”",
    ]
    assert tab["C11"].data_type in {"s", "inlineStr"}
    assert (tab["AC7"].value, tab["H7"].value, tab["I7"].value) == ("13900000000", 7000.5, "是")


def test_samples_go_and_our_rows_look_like_the_empty_ones(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    fill_workbook(MONITORED.path, target, places=[MONITORED.fill(1)])
    tab = _open(target, MONITORED.sheet)
    assert (tab["A6"].value, tab["D6"].value, tab["R6"].value) == (1, None, None)
    assert _looks(tab["C6"]) == _looks(tab["C8"])
    assert tab["F13"].value == "=SUM(F6:F12)"


def test_a_table_without_prepared_rows_takes_the_headers_looks_in_thin_lines(tmp_path: Path):
    source, target = tmp_path / "bare.xlsx", tmp_path / "filled.xlsx"
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.append(["序号", "姓名", "识别时间"])
    for cell in tab[1]:
        cell.font = Font(name="楷体", bold=True, size=12)
    tab.print_area = "A1:C1"
    book.save(source)
    columns = _counted(
        3, _column(2, Kind.TEXT, ["甲"] * 3), _column(3, Kind.DATE, ["2024-01-02"] * 3)
    )
    fill_workbook(source, target, places=[SheetFill("Sheet", 2, None, columns)])
    tab = _open(target, "Sheet")
    assert (tab["B4"].font.name, tab["B4"].font.b, tab["B4"].border.top.style) == (
        "楷体",
        False,
        "thin",
    )
    assert (tab["C2"].value, tab["C2"].number_format) == (datetime(2024, 1, 2), "yyyy-mm-dd")  # noqa: DTZ001
    assert tab.print_area == "'Sheet'!$A$1:$C$4"


def test_answers_take_the_words_of_the_columns_list(tmp_path: Path):
    source, target = tmp_path / "ticks.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["序号", "住房安全", "饮水安全", "低保"])
        for column, words in ((1, ["√", "×"]), (2, ["√"]), (3, ["1", "0"])):
            sheet.data_validation(1, column, 3, column, {"validate": "list", "source": words})
    answers: list[Value] = [1, 0, None]
    columns = _counted(3, *(_column(place, Kind.YES_NO, answers) for place in (2, 3, 4)))
    fill_workbook(source, target, places=[SheetFill("表", 2, None, columns)])
    rows = list(_open(target, "表").iter_rows(min_row=2, values_only=True))
    assert rows == [(1, "√", "√", 1), (2, "×", None, 0), (3, None, None, None)]


def test_a_workbook_that_counts_from_1904_gets_its_own_days(tmp_path: Path):
    source, target = tmp_path / "mac.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(source, {"date_1904": True}) as book:
        book.add_worksheet("表").write_row(0, 0, ["序号", "日期"])
    columns = _counted(1, _column(2, Kind.DATE, ["2024-05-06"]))
    fill_workbook(source, target, places=[SheetFill("表", 2, None, columns)])
    assert _open(target, "表")["B2"].value == datetime(2024, 5, 6)  # noqa: DTZ001
    assert CalamineWorkbook.from_path(target).get_sheet_by_name("表").to_python()[1][1] == date(
        2024, 5, 6
    )


def test_texts_above_the_table_are_replaced_where_they_have_one_font(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    fill = HOUSEHOLDS.fill(1)
    texts: Mapping[tuple[int, int], str] = {(3, 1): "填报单位：青禾镇上禾村", (2, 1): "别的标题"}
    place = SheetFill(fill.sheet, fill.first_row, fill.last_row, fill.columns, texts)
    fill_workbook(HOUSEHOLDS.path, target, places=[place])
    tab = _open(target, HOUSEHOLDS.sheet)
    assert tab["A3"].value == "填报单位：青禾镇上禾村"
    assert tab["A2"].value == "青禾县2024年防止返贫监测帮扶集中排查到户核查表"  # in two fonts


def test_a_file_with_prefixed_names_is_filled_with_them(tmp_path: Path):
    source, target = tmp_path / "prefixed.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["序号", "姓名", "日期"])
        sheet.write_row(2, 0, ["合计"])
    _with_prefix(tmp_path / "plain.xlsx", source)
    columns = _counted(
        4, _column(2, Kind.TEXT, ["甲"] * 4), _column(3, Kind.DATE, ["2024-01-02"] * 4)
    )
    fill_workbook(source, target, places=[SheetFill("表", 2, 2, columns)])
    rows = CalamineWorkbook.from_path(target).get_sheet_by_name("表").to_python()
    assert rows[4] == [4, "甲", date(2024, 1, 2)]
    assert rows[5] == ["合计", "", ""]


def _with_prefix(source: Path, target: Path) -> None:
    """As programs of the .NET kind write it: every name with x: before it."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in {"xl/worksheets/sheet1.xml", "xl/styles.xml"}:
                part = part.replace(b'xmlns="' + main, b'xmlns:x="' + main)
                head, _, rest = part.partition(b"?>")
                rest = rest.replace(b"</", b"\0").replace(b"<", b"<x:").replace(b"\0", b"</x:")
                part = head + b"?>" + rest.replace(b"\n<x:", b"\n<x:")
            new.writestr(name, part)


def test_macros_and_other_kinds_of_files_are_refused(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    macros = tmp_path / "macros.xlsm"
    shutil.copy(HOUSEHOLDS.path, macros)
    with pytest.raises(UserError, match=r"宏.*另存为 \.xlsx"):
        fill_workbook(macros, target, places=[])
    for name in ("monitored-check-2025.xls", "disaster-check-2024.docx"):
        with pytest.raises(UserError, match=r"另存为 \.xlsx"):
            fill_workbook(FOLDER / name, target, places=[])
    assert not target.exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path):
    target = tmp_path / "folder" / "filled.xlsx"
    with pytest.raises(OutsideError):
        fill_workbook(HOUSEHOLDS.path, target, places=[HOUSEHOLDS.fill(2)])

    kept = tmp_path / "kept.xlsx"
    shutil.copy(HOUSEHOLDS.path, kept)

    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int, _text: str) -> None:
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        fill_workbook(kept, kept, places=[HOUSEHOLDS.fill(2)], progress=stop)
    assert kept.read_bytes() == HOUSEHOLDS.path.read_bytes()
    assert not list(tmp_path.glob(".~*"))


def test_the_blank_itself_can_be_the_target(tmp_path: Path):
    kept = tmp_path / "kept.xlsx"
    shutil.copy(HOUSEHOLDS.path, kept)
    fill_workbook(kept, kept, places=[HOUSEHOLDS.fill(2)])
    assert _open(kept, HOUSEHOLDS.sheet)["C7"].value == "韦𠮷祥"
