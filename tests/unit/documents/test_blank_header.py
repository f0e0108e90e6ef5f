"""Headers found on blank sheets that are made here, each with one thing that counties do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents.blank_form import read_blank
from fangfan_desktop.documents.blank_header import FoundHeader, find_headers
from fangfan_desktop.documents.personal_words import without_people
from fangfan_desktop.errors import UserError

Rows = Sequence[Sequence[object]]
FLAT = ["序号", "村组", "户主姓名", "家庭人口数", "是否低保户", "备注"]
EMPTY = [None] * 6


def new_book() -> tuple[Any, Worksheet]:
    book = openpyxl.Workbook()
    tab = book.active
    assert isinstance(tab, Worksheet)
    return book, tab


def found(tmp_path: Path, rows: Rows, merged: Sequence[str] = ()) -> FoundHeader:
    book, tab = new_book()
    for row in rows:
        tab.append(list(row))
    for area in merged:
        tab.merge_cells(area)
    book.save(tmp_path / "blank.xlsx")
    return find_headers(read_blank(tmp_path / "blank.xlsx"))[0]


def paths(header: FoundHeader) -> list[tuple[str, ...]]:
    return [tuple(text for text in column.headings if text) for column in header.columns]


def test_a_flat_header_in_the_first_row_is_found(tmp_path: Path) -> None:
    header = found(tmp_path, [FLAT, EMPTY])

    assert (header.first_row, header.levels, header.first_data_row) == (0, 1, 1)
    assert header.last_data_row is None
    assert paths(header) == [(text,) for text in FLAT]


def test_annex_title_and_form_line_stand_above(tmp_path: Path) -> None:
    rows = [
        ["附件 2"],
        ["青禾县2024年集中排查"],
        ["到户核查表"],
        ["填报单位：    乡镇", None, None, "填表时间：2024年  月  日"],
        FLAT,
    ]
    header = found(tmp_path, rows, ["A2:F2", "A3:F3", "A4:C4", "D4:F4"])

    assert header.annex == "附件 2"
    assert header.title == "青禾县2024年集中排查到户核查表"
    assert header.subtitle == "填报单位：    乡镇    填表时间：2024年  月  日"
    assert header.first_row == 4


def test_without_a_title_the_sheet_lends_its_name(tmp_path: Path) -> None:
    book, tab = new_book()
    tab.title = "核查表"
    tab.append(FLAT)
    book.save(tmp_path / "blank.xlsx")

    assert find_headers(read_blank(tmp_path / "blank.xlsx"))[0].title == "核查表"


def test_merged_groups_of_three_levels_are_followed(tmp_path: Path) -> None:
    rows = [
        ["序号", "户主姓名", "重点人群", None, None, "备注"],
        [None, None, "脱贫户", None, "是否整户无劳动力", None],
        [None, None, "是否2020年脱贫", "是否收入减少", None, None],
        EMPTY,
    ]
    merged = ["A1:A3", "B1:B3", "C1:E1", "C2:D2", "E2:E3", "F1:F3"]
    header = found(tmp_path, rows, merged)

    assert header.levels == 3
    assert [column.headings for column in header.columns] == [
        ("序号", "", ""),
        ("户主姓名", "", ""),
        ("重点人群", "脱贫户", "是否2020年脱贫"),
        ("重点人群", "脱贫户", "是否收入减少"),
        ("重点人群", "是否整户无劳动力", ""),
        ("备注", "", ""),
    ]


def test_groups_without_merged_cells_are_followed(tmp_path: Path) -> None:
    rows = [
        ["序号", "户主姓名", "三保障", None, None, "备注"],
        [None, None, "住房是否安全", "饮水是否安全", "医疗是否有保障", None],
        EMPTY,
    ]
    header = found(tmp_path, rows)

    assert header.levels == 2
    assert paths(header)[2:5] == [
        ("三保障", "住房是否安全"),
        ("三保障", "饮水是否安全"),
        ("三保障", "医疗是否有保障"),
    ]


def test_groups_written_over_each_column_are_followed(tmp_path: Path) -> None:
    rows = [
        ["序号", "户主姓名", "三保障", "三保障", "三保障", "备注"],
        ["序号", "户主姓名", "住房是否安全", "饮水是否安全", "医疗是否有保障", "备注"],
        EMPTY,
    ]
    header = found(tmp_path, rows)

    assert (header.levels, header.first_data_row) == (2, 2)
    assert paths(header)[0] == ("序号",)
    assert paths(header)[3] == ("三保障", "饮水是否安全")


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 5, 6],
        ["栏次", 1, 2, 3, 4, 5],
        ["甲", "乙", "丙", 1, 2, 3],
        ["①", "②", "③", "④", "⑤", "⑥"],
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"],
        ["1", "2", "3", "4=2+3", "5", "6"],
    ],
)
def test_a_row_of_column_numbers_is_neither_heading_nor_data(
    numbers: list[object], tmp_path: Path
) -> None:
    header = found(tmp_path, [FLAT, numbers, EMPTY])

    assert header.levels == 1
    assert header.body.number_row == 1
    assert header.body.sample_rows == ()
    assert header.first_data_row == 2


def test_a_row_of_hints_is_kept_with_its_columns(tmp_path: Path) -> None:
    rows = [FLAT, [None, None, None, "（人）", "是/否", "选填"], EMPTY]
    header = found(tmp_path, rows)

    assert header.body.hint_rows == (1,)
    assert [column.hint for column in header.columns][3:] == ["（人）", "是/否", "选填"]
    assert header.first_data_row == 2


@pytest.mark.parametrize(
    "hints",
    [
        [None, None, None, "人", None, None],
        ["必填", "必填", "必填", "必填", "选填", "选填"],
        [None, None, "与身份证一致", "填户籍人口", "填是或否", "没有不填"],
    ],
)
def test_units_and_advice_under_the_header_are_hints(hints: list[object], tmp_path: Path) -> None:
    header = found(tmp_path, [FLAT, hints, EMPTY])

    assert (header.body.hint_rows, header.first_data_row) == ((1,), 2)


def test_advice_above_the_header_is_no_title(tmp_path: Path) -> None:
    rows = [
        ["2024年核查表"],
        ["填表说明：1.一户一行；2.“是否”栏填“是”或“否”。"],
        ["填报单位："],
        FLAT,
    ]
    header = found(tmp_path, rows, ["A1:F1", "A2:F2", "A3:F3"])

    assert (header.title, header.subtitle) == ("2024年核查表", "填报单位：")


def test_a_line_of_unit_village_and_person_is_not_the_header(tmp_path: Path) -> None:
    line = ["乡镇：青禾镇", None, "行政村：上禾村", "填表人：张三", "日期：2024年3月1日", None]
    header = found(tmp_path, [["核查表"], line, FLAT])

    assert header.first_row == 2
    # who filled it in is no part of a form
    assert "填表人：    日期：2024年3月1日" in header.subtitle


def test_a_second_table_on_the_sheet_is_no_note(tmp_path: Path) -> None:
    rows = [
        FLAT,
        EMPTY,
        ["注：以上为农户。"],
        ["序号", "行政村", "总户数", "总人口", "问题"],
        EMPTY,
    ]
    header = found(tmp_path, rows)

    assert header.footnotes == ("注：以上为农户。",)


def test_villages_written_in_beforehand_are_rows_that_hold_answers(tmp_path: Path) -> None:
    villages = [[i, f"第{i}村", None, None] for i in range(1, 6)]
    header = found(tmp_path, [["序号", "行政村", "总户数", "问题"], *villages, ["合计"]])

    assert (header.first_data_row, header.last_data_row) == (1, 5)
    assert header.body.filled_rows == 5


def test_marked_samples_stand_before_the_rows_to_fill(tmp_path: Path) -> None:
    rows = [
        FLAT,
        ["例1", "一组", "张三", 4, "否", None],
        ["例2", "二组", "李四", 2, "是", None],
        *[[number, None, None, None, None, None] for number in range(1, 6)],
        ["合计", None, None, 6, None, None],
        ["注：“是否”栏填“是”或“否”。"],
        ["填表人：", None, "审核人："],
    ]
    header = found(tmp_path, rows)

    assert header.body.sample_rows == (1, 2)
    assert (header.first_data_row, header.last_data_row) == (3, 7)
    assert header.body.total_row == 8
    assert header.footnotes == ("注：“是否”栏填“是”或“否”。",)
    assert header.body.signatures == ("填表人：    审核人：",)
    assert header.columns[2].sample == "张三"
    assert header.body.filled_rows == 0


def test_one_filled_row_is_a_sample_though_unmarked(tmp_path: Path) -> None:
    header = found(tmp_path, [FLAT, [1, "一组", "张三", 4, "否", None], EMPTY])

    assert header.body.sample_rows == (1,)


def test_many_filled_rows_are_somebodys_data(tmp_path: Path) -> None:
    data = [[i, "一组", f"张{i}", 4, "否", None] for i in range(1, 9)]
    header = found(tmp_path, [FLAT, *data])

    assert header.body.sample_rows == ()
    assert header.body.filled_rows == 8
    assert header.levels == 1


def test_headings_in_the_style_of_those_above_them_are_one_more_level(tmp_path: Path) -> None:
    book, tab = new_book()
    tab.append(["农户", "住房", "饮水"])
    tab.append(["户主姓名", "是否安全", "是否达标"])
    tab.append([None, None, None])
    for cells in tab["A1:C2"]:
        for cell in cells:
            cell.font = Font(bold=True)
    book.save(tmp_path / "blank.xlsx")

    (header,) = find_headers(read_blank(tmp_path / "blank.xlsx"))

    assert paths(header) == [("农户", "户主姓名"), ("住房", "是否安全"), ("饮水", "是否达标")]
    assert header.body.sample_rows == ()


def test_a_table_of_two_columns_is_one_where_a_heading_is_known(tmp_path: Path) -> None:
    book, tab = new_book()
    tab.append(["户主姓名", "走访记录"])
    book.save(tmp_path / "blank.xlsx")
    blank = read_blank(tmp_path / "blank.xlsx")

    assert len(find_headers(blank, {"户主姓名"})[0].columns) == 2
    with pytest.raises(UserError):
        find_headers(blank)


def test_a_sum_may_be_a_heading(tmp_path: Path) -> None:
    header = found(tmp_path, [["合计", "户主姓名", "问题"], [None] * 3])

    assert header.first_row == 0


def test_the_table_may_begin_anywhere(tmp_path: Path) -> None:
    rows = [[], [], [None, None, "核查表"], [None, None, *FLAT], [None] * 8]
    header = found(tmp_path, rows)

    assert header.first_row == 3
    assert [column.index for column in header.columns] == [2, 3, 4, 5, 6, 7]


def test_a_heading_over_two_columns_is_one_column(tmp_path: Path) -> None:
    rows = [[*FLAT, None], [None] * 7]
    header = found(tmp_path, rows, ["F1:G1"])

    assert [column.index for column in header.columns] == [0, 1, 2, 3, 4, 5]


def test_line_breaks_in_headings_are_no_part_of_them(tmp_path: Path) -> None:
    header = found(tmp_path, [["序\n号", "户主\n姓名", "家庭\r\n人口数", "备注"]])

    assert paths(header) == [("序号",), ("户主姓名",), ("家庭人口数",), ("备注",)]


def test_rare_characters_stay(tmp_path: Path) -> None:
    header = found(tmp_path, [["𠮷家庄组", "㛃䶮情况", "𫘝是否安全"]])

    assert paths(header) == [("𠮷家庄组",), ("㛃䶮情况",), ("𫘝是否安全",)]


def test_the_best_sheet_goes_first_and_hidden_ones_last(tmp_path: Path) -> None:
    book, cover = new_book()
    cover.title = "说明"
    cover.append(["填表说明"])
    cover.append(["一", "一户一行，由村级填写。"])
    hidden = book.create_sheet("旧表")
    hidden.append([*FLAT, "是否监测对象", "识别时间"])
    hidden.sheet_state = "hidden"
    book.create_sheet("核查表").append(FLAT)
    book.save(tmp_path / "blank.xlsx")

    headers = find_headers(read_blank(tmp_path / "blank.xlsx"))

    assert [(header.sheet, header.is_hidden) for header in headers] == [
        ("核查表", False),
        ("旧表", True),
    ]


@pytest.mark.parametrize(
    "rows", [[], [["通知"]], [["各乡镇："], ["请按时报送。"]], [["一", "二"], ["三", "四"]]]
)
def test_a_workbook_without_a_table_is_told(rows: Rows, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到表头"):
        found(tmp_path, rows)


PERSON = [1, "三组", "韦祥福", "450221198001011234", "13900001234", "是"]
TOLD = ("韦祥福", "覃小桂", "莫大山", "450221", "1390000")


def texts_of(header: FoundHeader) -> str:
    """All that a form would keep of it."""
    columns = [(c.headings, c.choices, c.hint) for c in header.columns]
    return repr((header.title, header.subtitle, header.footnotes, columns))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([], [PERSON] * 30),
        ([["填报单位：坭桥村", "", "填表人：韦祥福", "", "联系电话：13900001234"]], [EMPTY]),
        ([["户主姓名：韦祥福  身份证号码：450221198001011234 电话：13900001234"]], [EMPTY]),
        (
            [],
            [
                *[PERSON] * 9,
                ["小计", None, 9],
                [None, None, "覃小桂", None, "13900001235"],
                [None, None, "莫大山"],
                ["合计", None, 11],
                ["联系人：莫大山 13900001236"],
            ],
        ),
        ([], [*[PERSON] * 9, [None], ["驻村工作队员：韦祥福", None, "村党支部书记：覃小桂"]]),
        ([], [*[PERSON] * 9, [None], ["审核：莫大山  单位负责人（签字）：覃小桂  日期"]]),
    ],
)
def test_nobody_of_a_filled_in_sheet_gets_into_what_a_form_keeps(
    above: Rows, below: Rows, tmp_path: Path
) -> None:
    flat = ["序号", "组别", "户主姓名", "身份证号码", "联系电话", "是否低保户"]
    header = found(tmp_path, [["到户核查表"], *above, flat, *below])

    assert paths(header) == [(text,) for text in flat]
    assert not [word for word in TOLD if word in texts_of(header)]


def test_people_in_cells_styled_like_the_header_are_no_second_level(tmp_path: Path) -> None:
    book, tab = new_book()
    tab.append(["户主姓名", "家庭成员", "致贫原因", "帮扶人"])
    tab.append(["韦祥福", "覃小桂", "因病", "莫大山"])
    for row in tab.iter_rows():
        for one in row:
            one.font = Font(bold=True)
    tab["A3"].font = tab["B3"].font = tab["C3"].font = tab["D3"].font = Font(italic=True)
    book.save(tmp_path / "blank.xlsx")
    header = find_headers(read_blank(tmp_path / "blank.xlsx"))[0]

    assert header.levels == 1
    assert not [word for word in TOLD if word in texts_of(header)]


def test_a_list_of_what_the_rows_themselves_say_gives_no_choices(tmp_path: Path) -> None:
    book, tab = new_book()
    tab.append(["序号", "户主姓名", "同行的邻居"])
    for number, name in enumerate(("韦祥福", "覃小桂", "莫大山", "蒙秀英"), 1):
        tab.append([number, name])
    rule = DataValidation(type="list", formula1="$B$2:$B$5")
    rule.add("C2:C5")
    tab.add_data_validation(rule)
    book.save(tmp_path / "blank.xlsx")

    assert not find_headers(read_blank(tmp_path / "blank.xlsx"))[0].columns[2].choices


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("填表人：张三丰  日期：2024年3月", "填表人：  日期：2024年3月"),
        ("填表人：联系电话：", "填表人：联系电话："),
        ("注：户主：指户口本上的户主。", "注：户主：指户口本上的户主。"),
        ("负责人（签字）：𠮷㛃 电话 13900001234", "负责人（签字）： 电话"),
        ("联系人：阿依古丽·买买提", "联系人："),
        ("人均纯收入低于7000元的填是", "人均纯收入低于7000元的填是"),
    ],
)
def test_only_who_somebody_is_goes_out_of_a_line(text: str, kept: str) -> None:
    assert without_people(text) == kept
