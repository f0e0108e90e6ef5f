"""Blank workbooks of a score of offices: what is understood of them, and what filling them does.

The thresholds are what is reached; a header that is missed or a field that is surely taken for
another is never let pass. `tests/county_blanks` has the files as drawings and what is wanted.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.fill_county_workbook import FilledWorkbook, fill_county_workbook
from fangfan_desktop.usecases.form_import import import_form
from tests.county_blanks.draw import write
from tests.county_blanks.further_offices import FURTHER_OFFICES
from tests.county_blanks.judge import Marks, judge
from tests.county_blanks.offices import OFFICES
from tests.county_blanks.other_offices import OTHER_OFFICES
from tests.county_blanks.tables import Blank, Tab
from tests.small_township import NAMES, add_campaign, make_township

ALL = {blank.name: blank for blank in (*OFFICES, *OTHER_OFFICES, *FURTHER_OFFICES)}
FEWEST = {
    "header": 1.0,
    "told": 1.0,
    "rows": 0.98,
    "column": 0.98,
    "key": 0.97,
    "kind": 0.95,
    "choices": 0.8,
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "t.sqlite", households=6) as opened:
        add_campaign(opened)
        yield opened


def _fill(database: Database, blank: Blank, folder: Path) -> tuple[FilledWorkbook, Path]:
    target = folder / f"{blank.name}已填.xlsx"
    source = write(blank, folder)
    result = fill_county_workbook(database, source=source, target=target, campaign_id=1)
    return result, target


def _cells(path: Path, sheet: str, area: str) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for row in book[sheet][area]]


def test_the_offices_blanks_are_understood_and_nothing_is_surely_wrong(tmp_path: Path) -> None:
    marks = Marks()
    for blank in ALL.values():
        judge(blank, tmp_path, marks)

    assert marks.wrong_sure == []
    for category, fewest in FEWEST.items():
        share = marks.right[category] / marks.asked[category]
        faults = [fault for fault in marks.faults if fault.startswith(f"[{category}]")]
        assert share >= fewest, (category, share, faults)


@pytest.mark.parametrize(
    "name",
    ["一户一表", "一户一表下划线", "三岔口镇明白卡带成员", "平安县家庭成员", "桥头乡成员带户"],
)
def test_what_is_no_table_of_households_is_not_filled(
    name: str, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=r"一户一页|一人一行"):
        _fill(database, ALL[name], tmp_path)
    assert not (tmp_path / f"{name}已填.xlsx").exists()


_FREE = {  # file → sheet and the column of the heads' names from the first row to fill in
    "莲河县到户排查": ("排查表", "D6:D11"),
    "梧集县五级表头": ("收入核查", "A10:A15"),
    "山口乡眼看合并": ("Sheet1", "D6:D11"),
    "大屯区编号问题": ("入户核查", "A4:A9"),
    "南坡县说明在前": ("监测对象台账", "E8:E13"),
    "下河镇一页两表": ("两表", "B3:B8"),
    "红旗乡每页重复表头": ("务工", "C4:C9"),
    "福林县年月日分列": ("产业", "D5:D10"),
    "高田乡竖排": ("花名册", "C4:C9"),
    "安平县部分标题": ("排查", "B5:B10"),
    "岩山县动态管理": ("表1", "E5:E10"),
    "柳河镇收入测算": ("收支", "B4:B9"),
    "同心村重点人群": ("重点人群", "B5:B10"),
    "万福县双语提示": ("排查", "B4:B9"),
}


_STANDS = re.compile("..：|^合\n?计$|村名|户主姓名")  # texts under the rows


@pytest.mark.parametrize("name", sorted(_FREE))
def test_households_stand_under_the_header_and_what_follows_stays(
    name: str, database: Database, tmp_path: Path
) -> None:
    sheet, area = _FREE[name]
    blank = ALL[name]
    result, target = _fill(database, blank, tmp_path)

    assert result.rows == len(NAMES)
    assert sorted(str(row[0]) for row in _cells(target, sheet, area)) == sorted(NAMES)
    before = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")[sheet]
    after = openpyxl.load_workbook(target)[sheet]
    first = int(area.split(":")[0].lstrip("ABCDE"))
    above = [[c.value for c in row] for row in before.iter_rows(max_row=first - 1)]
    assert [[c.value for c in row] for row in after.iter_rows(max_row=first - 1)] == above
    rows = after.iter_rows(min_row=first + len(NAMES), values_only=True)
    kept = {str(value) for row in rows for value in row}
    below = {
        value
        for row in before.iter_rows(min_row=first, values_only=True)
        for value in row
        if isinstance(value, str) and _STANDS.search(value)
    }
    assert below <= kept


def test_the_second_table_of_a_sheet_stays(database: Database, tmp_path: Path) -> None:
    _, target = _fill(database, ALL["下河镇一页两表"], tmp_path)
    rows = _cells(target, "两表", "A9:G10")

    assert rows[0][0] == "表二：下河镇各村排查进度表"
    assert rows[1][1] == "村名"


def test_sheets_of_strange_villages_stay_empty_and_are_told(
    database: Database, tmp_path: Path
) -> None:
    result, target = _fill(database, ALL["双林乡二十张表"], tmp_path)

    assert result.rows == 1
    assert _cells(target, "雒容社区", "C4:C4") == [["罗玉"]]
    assert _cells(target, "云岭村", "C4:C4") == [[None]]
    assert any("云岭村" in note and "等 19 张" in note for note in result.notes)


_LIST = """长宁镇2026年防止返贫致贫对象核查名单|<|<|<|<|<|<
序号|行政村|户主姓名|家庭人口|系统内户编号|核查后人均纯收入（元）|不准确原因说明
1|坭桥村|覃䶮|4|K9||
2|坭桥村|吴小满|4|K7||
3|雒容社区|罗玉|5|K8||
审核人：||||||"""


def test_a_list_of_households_keeps_its_rows_and_gets_the_answers(
    database: Database, tmp_path: Path
) -> None:
    blank = Blank("名单", "prefilled", (Tab("名单", _LIST),))
    result, target = _fill(database, blank, tmp_path)

    assert result.rows == 2
    assert _cells(target, "名单", "A3:F5") == [
        [1, "坭桥村", "覃䶮", 4, "K9", 6480],
        [2, "坭桥村", "吴小满", 4, "K7", None],
        [3, "雒容社区", "罗玉", 5, "K8", 12000.5],
    ]
    assert any("吴小满" in note and "原样留着" in note for note in result.notes)


def test_a_list_of_which_nobody_is_known_is_not_filled(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"没有填.*原样留着"):
        _fill(database, ALL["长宁镇名单已填"], tmp_path)


_VILLAGES = """各村排查进度统计表|<|<|<|<
片区|行政村|应排查农户（户/人）|已排查农户（户/人）|备注
合计||||
东片|坭桥村|||
^|小计|||
西片|雒容社区|||
^|小计|||
负责人：||||"""


def test_villages_listed_by_area_keep_their_rows_sums_and_merged_cells(
    database: Database, tmp_path: Path
) -> None:
    blank = Blank("进度", "villages listed beforehand", (Tab("进度", _VILLAGES),))
    result, target = _fill(database, blank, tmp_path)
    sheet = openpyxl.load_workbook(target)["进度"]

    assert result.rows == 2
    assert [sheet.cell(row, 2).value for row in range(4, 8)] == [
        "坭桥村",
        "小计",
        "雒容社区",
        "小计",
    ]
    assert (sheet["C4"].value, sheet["C5"].value, sheet["C6"].value) == ("5/9", None, "1/2")
    assert {"A4:A5", "A6:A7"} <= {str(area) for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize("name", ["莲河县到户排查", "大屯区编号问题", "高田乡竖排"])
def test_a_filled_blank_taken_in_again_changes_nothing(
    name: str, database: Database, tmp_path: Path
) -> None:
    _, target = _fill(database, ALL[name], tmp_path)
    taken = import_form(database, form_key="household-form", campaign_id=1, path=target)

    assert (taken.rows.added, taken.rows.changed) == (0, 0)
