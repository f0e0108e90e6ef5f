from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from fangfan_desktop.documents import marked_copy
from fangfan_desktop.documents.import_marks import Mark
from fangfan_desktop.documents.marked_report import write_marked_report
from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.errors import UserError

MARKS = [
    Mark("农户", 4, 2, "户主身份证号码", "4.5E+17", "位数不够，请重填"),
    Mark("农户", 4, 3, "识别时间", "x", "不是日期"),
    Mark("农户", 5, 0, "", "", "=重复的户"),
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.title = "农户"
    tab.append(["坭桥村农户名册"])
    tab.append([])
    tab.append(["户主姓名", "户主身份证号码", "识别时间"])
    tab.append(["𠮷㛃", "450221199001011234", "x"])
    tab.append(["覃某", "45022119900101123X", date(2021, 5, 1)])
    tab["A4"].font = Font(name="楷体")
    tab["A5"].data_type = "s"
    other = book.create_sheet("说明")
    other["A1"] = "不动"
    book.save(path)
    return path


@pytest.mark.parametrize("has_looks", [True, False])
def test_bad_cells_are_marked_and_the_rest_stays(
    *, has_looks: bool, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_looks:
        monkeypatch.setattr(marked_copy, "_LARGEST_FILE", 0)
    target = tmp_path / "问题.xlsx"

    write_marked_report(read_workbook(source), {"农户": 3}, MARKS, source, target)

    read = read_workbook(target)
    assert [sheet.name for sheet in read.sheets] == ["农户", "说明", "导入结果"]
    assert read.sheets[0].rows == [
        ["坭桥村农户名册", None, None, None],
        [None] * 4,
        ["户主姓名", "户主身份证号码", "识别时间", "原因"],
        [
            "𠮷㛃",
            "450221199001011234",
            "x",
            "户主身份证号码：位数不够，请重填；识别时间：不是日期",
        ],
        ["覃某", "45022119900101123X", date(2021, 5, 1), "=重复的户"],
    ]
    assert read.sheets[1].rows == [["不动"]]
    assert read.sheets[2].rows[1] == ["农户", 4, "户主身份证号码", "4.5E+17", "位数不够，请重填"]
    tab = openpyxl.load_workbook(target)["农户"]
    assert tab["B4"].fill.fgColor.rgb.endswith("FFC7CE")
    assert tab["B4"].comment is not None
    assert tab["B4"].comment.text == "位数不够，请重填"
    assert tab["B4"].data_type == "s"
    assert tab["D5"].data_type == "s"
    assert tab["A4"].fill.fill_type is None
    assert (tab["A4"].font.name == "楷体") == has_looks


@pytest.mark.parametrize("has_looks", [True, False])
def test_a_mended_report_can_be_reported_again(
    *, has_looks: bool, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_looks:
        monkeypatch.setattr(marked_copy, "_LARGEST_FILE", 0)
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_marked_report(read_workbook(source), {"农户": 3}, MARKS, source, first)

    write_marked_report(read_workbook(first), {"农户": 3}, MARKS[2:], first, second)

    read = read_workbook(second)
    assert [sheet.name for sheet in read.sheets] == ["农户", "说明", "导入结果"]
    column = [row[3] for row in read.sheets[0].rows]
    assert column == [None, None, "原因", None, "=重复的户"]
    assert len(read.sheets[2].rows) == 2


def test_a_text_table_s_report_is_a_workbook(tmp_path: Path) -> None:
    source, target = tmp_path / "农户.csv", tmp_path / "问题.xlsx"
    source.write_text("户主姓名,身份证号码\n=1+1,450221199001011234\n", encoding="gb18030")

    marks = [Mark("农户", 2, 1, "户主姓名", "=1+1", "不是姓名")]
    write_marked_report(read_workbook(source), {"农户": 1}, marks, source, target)

    assert read_workbook(target).sheets[0].rows == [
        ["户主姓名", "身份证号码", "原因"],
        ["=1+1", "450221199001011234", "户主姓名：不是姓名"],
    ]


def test_the_report_is_never_written_over_its_source(source: Path) -> None:
    before = source.read_bytes()
    with pytest.raises(UserError, match="另起一个文件名"):
        write_marked_report(read_workbook(source), {"农户": 3}, MARKS, source, source)
    assert source.read_bytes() == before
