"""Somebody else's workbook, filled: what goes in, and what is refused."""

import itertools
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.documents.fill_workbook import fill_workbook
from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.forms.form import Kind, Value
from tests.unit.documents.blank_fills import BLANKS, FOLDER, HOUSEHOLDS, MONITORED, Blank
from tests.unit.documents.filled_files import (
    cell_looks,
    column_fill,
    counted,
    load,
    open_tab,
)


@pytest.mark.parametrize("rows", [0, 2, 4, 40])
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_blanks_of_other_programs_keep_everything_but_their_body(
    blank: Blank, rows: int, tmp_path: Path
):
    target = tmp_path / "filled.xlsx"
    fill_workbook(blank.path, target, places=[blank.fill(rows)])
    before, after = load(blank.path), load(target)
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
            assert cell_looks(cell) == cell_looks(twin), (name, row, column)
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


def test_identity_numbers_are_text_cells_and_strange_characters_stay(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    fill_workbook(HOUSEHOLDS.path, target, places=[HOUSEHOLDS.fill(20)])
    tab = open_tab(target, HOUSEHOLDS.sheet)
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
    tab = open_tab(target, MONITORED.sheet)
    assert (tab["A6"].value, tab["D6"].value, tab["R6"].value) == (1, None, None)
    assert cell_looks(tab["C6"]) == cell_looks(tab["C8"])
    assert tab["F13"].value == "=SUM(F6:F12)"


def test_cells_merged_along_a_row_are_merged_in_each_and_those_over_rows_come_apart(
    tmp_path: Path,
):
    source, target = tmp_path / "merged.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("表")
        lined = book.add_format({"border": 1})
        sheet.write_row(0, 0, ["序号", "村", "姓名", "", "备注"])
        sheet.merge_range("C1:D1", "姓名")
        sheet.merge_range("B2:B4", "坭桥村", lined)
        for row in (1, 2, 3):
            sheet.write_blank(row, 0, None, lined)
            sheet.merge_range(row, 2, row, 3, "", lined)
        sheet.merge_range("A5:E5", "注：")
    columns = counted(
        6,
        column_fill(2, Kind.TEXT, ["坭桥村"] * 6),
        column_fill(3, Kind.TEXT, list("甲乙丙丁戊己")),
    )
    fill_workbook(source, target, places=[SheetFill("表", 2, 4, columns)])
    tab = open_tab(target, "表")
    merged = sorted(map(str, tab.merged_cells.ranges))
    assert merged == ["A8:E8", "C1:D1", *(f"C{row}:D{row}" for row in range(2, 8))]
    assert (tab["B4"].value, tab["C7"].value) == ("坭桥村", "己")


def test_a_named_table_of_the_program_grows_with_its_rows(tmp_path: Path):
    source, target = tmp_path / "named.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("表")
        sheet.add_table("A1:B4", {"columns": [{"header": "序号"}, {"header": "姓名"}]})
        sheet.write(5, 0, "注：")
    columns = counted(9, column_fill(2, Kind.TEXT, ["甲"] * 9))
    fill_workbook(source, target, places=[SheetFill("表", 2, 4, columns)])
    tab = open_tab(target, "表")
    assert [table.ref for table in tab.tables.values()] == ["A1:B10"]
    assert tab["A12"].value == "注："


def test_a_table_without_prepared_rows_takes_the_headers_looks_in_thin_lines(tmp_path: Path):
    source, target = tmp_path / "bare.xlsx", tmp_path / "filled.xlsx"
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.append(["序号", "姓名", "识别时间"])
    for cell in tab[1]:
        cell.font = Font(name="楷体", bold=True, size=12)
    tab.print_area = "A1:C1"
    book.save(source)
    columns = counted(
        3, column_fill(2, Kind.TEXT, ["甲"] * 3), column_fill(3, Kind.DATE, ["2024-01-02"] * 3)
    )
    fill_workbook(source, target, places=[SheetFill("Sheet", 2, None, columns)])
    tab = open_tab(target, "Sheet")
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
    columns = counted(3, *(column_fill(place, Kind.YES_NO, answers) for place in (2, 3, 4)))
    fill_workbook(source, target, places=[SheetFill("表", 2, None, columns)])
    rows = list(open_tab(target, "表").iter_rows(min_row=2, values_only=True))
    assert rows == [(1, "√", "√", 1), (2, "×", None, 0), (3, None, None, None)]


def test_a_workbook_that_counts_from_1904_gets_its_own_days(tmp_path: Path):
    source, target = tmp_path / "mac.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(source, {"date_1904": True}) as book:
        book.add_worksheet("表").write_row(0, 0, ["序号", "日期"])
    columns = counted(1, column_fill(2, Kind.DATE, ["2024-05-06"]))
    fill_workbook(source, target, places=[SheetFill("表", 2, None, columns)])
    assert open_tab(target, "表")["B2"].value == datetime(2024, 5, 6)  # noqa: DTZ001
    assert CalamineWorkbook.from_path(target).get_sheet_by_name("表").to_python()[1][1] == date(
        2024, 5, 6
    )


def test_texts_above_the_table_are_replaced_where_they_have_one_font(tmp_path: Path):
    target = tmp_path / "filled.xlsx"
    fill = HOUSEHOLDS.fill(1)
    texts: Mapping[tuple[int, int], str] = {(3, 1): "填报单位：青禾镇上禾村", (2, 1): "别的标题"}
    place = SheetFill(fill.sheet, fill.first_row, fill.last_row, fill.columns, texts)
    fill_workbook(HOUSEHOLDS.path, target, places=[place])
    tab = open_tab(target, HOUSEHOLDS.sheet)
    assert tab["A3"].value == "填报单位：青禾镇上禾村"
    assert tab["A2"].value == "青禾县2024年防止返贫监测帮扶集中排查到户核查表"  # in two fonts


def test_a_file_with_prefixed_names_is_filled_with_them(tmp_path: Path):
    source, target = tmp_path / "prefixed.xlsx", tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["序号", "姓名", "日期"])
        sheet.write_row(2, 0, ["合计"])
    _with_prefix(tmp_path / "plain.xlsx", source)
    columns = counted(
        4, column_fill(2, Kind.TEXT, ["甲"] * 4), column_fill(3, Kind.DATE, ["2024-01-02"] * 4)
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
        fill_workbook(HOUSEHOLDS.path, kept, places=[HOUSEHOLDS.fill(2)], progress=stop)
    assert kept.read_bytes() == HOUSEHOLDS.path.read_bytes()
    assert not list(tmp_path.glob(".~*"))


def test_the_blank_itself_is_never_the_target(tmp_path: Path):
    kept, link = tmp_path / "kept.xlsx", tmp_path / "link.xlsx"
    shutil.copy(HOUSEHOLDS.path, kept)
    link.symlink_to(kept)
    for target in (kept, link, tmp_path / "." / "kept.xlsx"):
        with pytest.raises(UserError, match="空白表本身"):
            fill_workbook(kept, target, places=[HOUSEHOLDS.fill(2)])
    assert kept.read_bytes() == HOUSEHOLDS.path.read_bytes()
