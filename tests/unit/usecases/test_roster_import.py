"""Importing a roster: the rules of the workbook, one by one."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.history import list_steps, undo
from fangfan_desktop.usecases.roster_import import ImportResult, import_roster
from tests.unit.usecases.roster_books import (
    MENG,
    TAN,
    TODAY,
    WEI,
    Office,
    number,
    township,
    write_book,
)

H = ("行政村", "户编号", "户主姓名", "户主身份证号码")
P = ("户编号", "姓名", "与户主关系", "身份证号码")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with township(tmp_path / "a.db") as database:
        yield Office(database, tmp_path)


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    households, people = result.households, result.people
    return (households.added, households.changed, people.added, people.changed, result.refused)


def reasons(result: ImportResult) -> list[str]:
    return [finding.reason for finding in result.refusals]


def test_households_and_people_are_taken_and_the_second_time_nothing_changes(office: Office):
    sheets = {
        "农户": [H, ("坭桥村委会", "A1", "韦𠮷祥", WEI)],
        "家庭成员": [P, ("A1", "韦𠮷祥", "户主", WEI), ("A1", "覃㛃", "配偶", TAN)],
    }
    assert counts(office.take(sheets)) == (1, 0, 2, 0, 0)
    again = office.take(sheets)
    assert counts(again) == (0, 0, 0, 0, 0)
    assert (again.households.same, again.people.same) == (1, 2)
    assert again.changes.action_id is None
    assert office.rows("SELECT name, relation, sex, born_on FROM person ORDER BY id") == [
        ("韦𠮷祥", "户主", "男", "1980-03-15"),
        ("覃㛃", "配偶", "女", "1982-05-06"),
    ]


def test_a_trial_writes_nothing(office: Office):
    result = office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", WEI)]}, is_trial=True)
    assert counts(result) == (1, 0, 1, 0, 0)
    assert office.rows("SELECT count(*) FROM household") == [(0,)]


def test_undoing_an_import_restores_everything(office: Office):
    head = (*H, "监测对象类别", "识别时间", "人均纯收入", "村民小组")
    cells = ("坭桥村", "A1", "韦䶮", WEI, "边缘易致贫户", "202105", 6480.5, "三组")
    office.take({"农户": [head, cells]})
    undo(office.database)
    for table in ("household", "person", "identification", "income", "village_group"):
        assert office.rows(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - fixed names


def test_the_header_may_stand_below_a_title_with_columns_in_any_order(office: Office):
    rows = [
        ("雒容镇农户花名册",),
        ("填表时间：2022年5月",),
        ("户主姓名", "心愿", "行政村", "户编号"),
        ("韦䶮", "修路", "雒容社区居委会", "A1"),
    ]
    result = office.take({"表": rows})
    assert counts(result) == (1, 0, 1, 0, 0)
    assert [(w.column, w.row) for w in result.warnings] == [("心愿", 3)]


def test_a_household_without_a_code_gets_one_and_is_found_again(office: Office):
    rows = [
        ("行政村", "户主姓名", "户主身份证号码"),
        ("坭桥村", "韦䶮", WEI),
        ("坭桥村", "覃㛃", ""),
    ]
    assert counts(office.take({"农户": rows})) == (2, 0, 2, 0, 0)
    assert counts(office.take({"农户": rows})) == (0, 0, 0, 0, 0)
    with_code = [(*rows[0], "户编号"), (*rows[1], "B7"), (*rows[2], "B8")]
    assert counts(office.take({"农户": with_code})) == (0, 2, 0, 0, 0)
    assert office.rows("SELECT code FROM household ORDER BY id") == [("B7",), ("B8",)]


def test_people_without_codes_belong_to_the_head_above_them(office: Office):
    sheets = {
        "农户": [("行政村", "户主姓名", "户主身份证号码"), ("坭桥村", "韦䶮", WEI)],
        "家庭成员": [
            ("姓名", "与户主关系", "身份证号码"),
            ("韦䶮", "户主", WEI),
            ("覃㛃", "妻子", TAN),
        ],
    }
    assert counts(office.take(sheets)) == (1, 0, 2, 0, 0)
    assert counts(office.take(sheets)) == (0, 0, 0, 0, 0)


def test_an_unknown_village_refuses_the_household_and_its_people_only(office: Office):
    result = office.take(
        {
            "农户": [H, ("坭桥社区", "A1", "韦䶮", WEI), ("坭桥", "A2", "蒙𫘝", MENG)],
            "家庭成员": [P, ("A1", "韦䶮", "户主", WEI), ("A2", "蒙𫘝", "户主", MENG)],
        }
    )
    assert counts(result) == (1, 0, 1, 0, 2)
    assert [(r.sheet, r.row, r.column) for r in result.refusals] == [
        ("农户", 2, "行政村"),
        ("家庭成员", 2, "户编号"),
    ]


def test_a_person_of_no_known_household_is_refused(office: Office):
    result = office.take({"家庭成员": [P, ("X9", "韦䶮", "户主", WEI)]})
    assert result.refused == 1
    assert "X9" in result.refusals[0].reason
    assert result.as_json()["refusals"] == [
        {
            "sheet": "家庭成员",
            "row": 2,
            "column": "户编号",
            "value": "X9",
            "reason": result.refusals[0].reason,
        }
    ]


def test_a_wrong_check_digit_is_taken_with_a_warning_and_lost_digits_are_refused(office: Office):
    wrong = WEI[:17] + ("1" if WEI[17] != "1" else "2")
    result = office.take(
        {
            "农户": [H[:3], ("坭桥村", "A1", "韦䶮")],
            "家庭成员": [
                P,
                ("A1", "韦䶮", "户主", wrong),
                ("A1", "覃㛃", "配偶", 4.50221198205060e17),
                ("A1", "蒙𫘝", "之子", "4.50221E+17"),
                ("A1", "莫一", "之女", f"'{MENG.lower()} "),
            ],
        }
    )
    assert counts(result) == (1, 0, 2, 0, 2)
    assert [w.reason[:5] for w in result.warnings] == ["校验码不符"]
    assert office.rows("SELECT id_number FROM person ORDER BY id") == [(wrong,), (MENG,)]


def test_columns_that_disagree_with_the_number_are_reported(office: Office):
    result = office.take(
        {
            "农户": [H[:3], ("坭桥村", "A1", "韦䶮")],
            "家庭成员": [
                (*P, "性别", "出生日期", "年龄"),
                ("A1", "韦䶮", "户主", WEI, "女", date(1981, 3, 15), 30),
            ],
        }
    )
    assert [w.column for w in result.warnings] == ["性别", "出生日期", "年龄"]
    assert office.rows("SELECT sex, born_on FROM person") == [("男", "1980-03-15")]


def test_an_empty_cell_never_overwrites_and_a_filled_one_does(office: Office):
    head = (*P, "健康状况", "联系电话")
    base = {"农户": [H[:3], ("坭桥村", "A1", "韦䶮")]}
    office.take({**base, "家庭成员": [head, ("A1", "韦䶮", "户主", WEI, "健康", 13800000001)]})
    result = office.take(
        {**base, "家庭成员": [head, ("A1", "韦䶮", "户主", WEI, "残疾、患有大病", None)]}
    )
    assert counts(result) == (0, 0, 0, 1, 0)
    assert result.listed_changes[0].reason == "健康状况：健康 → 患有大病,残疾"
    assert office.rows("SELECT health, phone FROM person") == [("患有大病,残疾", "13800000001")]


def test_monitoring_is_one_row_that_a_changed_clearing_updates(office: Office):
    head = (*H[:3], "监测对象类别", "识别时间", "风险是否消除", "风险消除时间")

    def sheet(*cells: object) -> dict[str, list[tuple[object, ...]]]:
        return {"农户": [head, ("坭桥村", "A1", "韦䶮", *cells)]}

    office.take(sheet("边缘易致贫户", "202105", "否", None))
    for _ in range(2):
        office.take(sheet("边缘易致贫户", "2021年5月20日", "√", "2022.3.1"))
    cases = "SELECT category, identified_on, cleared_on, previous_id FROM identification"
    assert office.rows(cases) == [("边缘易致贫户", "2021-05-20", "2022-03-01", None)]
    office.take(sheet("突发严重困难户", "20220401", "×", None))
    assert office.rows(cases)[1:] == [("突发严重困难户", "2022-04-01", None, 1)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("监测户", "202105", None, None), "监测对象类别"),
        (("边缘易致贫户", None, None, None), "识别时间"),
        ((None, "202105", None, None), "识别时间"),
        (("边缘易致贫户", "202105", "是", None), "风险消除时间"),
        (("边缘易致贫户", "202105", "否", "202203"), "风险消除时间"),
        (("边缘易致贫户", "202105", "是", "202003"), "风险消除时间"),
        (("边缘易致贫户", "2021年13月", None, None), "识别时间"),
    ],
)
def test_monitoring_that_does_not_hold_together_is_refused(
    office: Office, cells: tuple[object, ...], column: str
):
    head = (*H[:3], "监测对象类别", "识别时间", "风险是否消除", "风险消除时间")
    result = office.take({"农户": [head, ("坭桥村", "A1", "韦䶮", *cells)]})
    assert [r.column for r in result.refusals] == [column]
    assert counts(result) == (0, 0, 0, 0, 1)


def test_doubles_and_second_heads_are_refused(office: Office):
    result = office.take(
        {
            "农户": [H[:3], ("坭桥村", "A1", "韦䶮"), ("坭桥村", "A1", "韦䶮")],
            "家庭成员": [
                P,
                ("A1", "韦䶮", "户主", WEI),
                ("A1", "韦䶮", "户主", WEI),
                ("A1", "覃㛃", "户主", TAN),
            ],
        }
    )
    assert counts(result) == (1, 0, 1, 0, 3)
    assert "两个户主" in reasons(result)[2]


def test_a_person_registered_elsewhere_is_refused(office: Office):
    office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", WEI)]})
    result = office.take(
        {
            "农户": [H[:3], ("坭桥村", "A2", "覃㛃")],
            "家庭成员": [P, ("A2", "覃㛃", "户主", TAN), ("A2", "韦䶮", "之子", WEI)],
        }
    )
    assert counts(result) == (1, 0, 1, 0, 1)
    assert "A1" in reasons(result)[0]


def test_a_code_of_another_village_is_refused_instead_of_overwriting(office: Office):
    office.take({"农户": [H, ("坭桥村", "1", "韦䶮", WEI)]})
    result = office.take({"农户": [H, ("雒容社区", "1", "覃㛃", TAN)]})
    assert counts(result) == (0, 0, 0, 0, 1)
    assert "全镇不能重复" in reasons(result)[0]


def test_a_corrected_number_changes_the_person(office: Office):
    wrong = WEI[:17] + ("1" if WEI[17] != "1" else "2")
    office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", wrong)]})
    assert counts(office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", WEI)]})) == (0, 0, 0, 1, 0)
    assert office.rows("SELECT id_number FROM person") == [(WEI,)]


def test_an_export_of_the_national_system_is_read(office: Office):
    rows = [
        ("监测对象信息",),
        ("数据日期：2022-05-01",),
        ("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "人编号", "姓名", "证件号码", "与户主关系",
         "性别", "户联系电话", "人联系电话", "易返贫致贫户(监测对象)类型", "风险是否消除",
         "风险识别时间", "风险消除时间", "风险是否消除0", "劳动技能", "享受低保政策情况"),
        ("鱼峰区", "雒容镇", "坭桥村委会", "4502030001", "1", "韦䶮", WEI, "户主",
         "1", "13800000001", "13800000002", "脱贫不稳定户", "是", "202005", "202112", "是",
         "普通劳动力", "农村低保"),
        ("鱼峰区", "雒容镇", "坭桥村委会", "4502030001", "2", "覃㛃", TAN, "配偶",
         "2", "13800000001", "", "脱贫不稳定户", "是", "202005", "202112", "是",
         "普通劳动力", "未享受"),
    ]  # fmt: skip
    for expected in ((1, 0, 2, 0, 0), (0, 0, 0, 0, 0)):
        result = office.take({"Sheet1": rows})
        assert counts(result) == expected
        assert result.warnings == ()
    assert office.rows("SELECT code, phone, on_dibao FROM household") == [
        ("4502030001", "13800000001", 1)
    ]
    assert office.rows("SELECT phone FROM person ORDER BY id") == [("13800000002",), (None,)]
    assert office.rows("SELECT identified_on, cleared_on FROM identification") == [
        ("2020-05-01", "2021-12-01")
    ]


def test_a_single_sheet_as_csv_is_read_in_gb18030(office: Office, tmp_path: Path):
    path = tmp_path / "农户.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([H, ("坭桥村", "A1", "韦𠮷祥", WEI)])
    result = import_roster(office.database, path=path, today=TODAY)
    assert counts(result) == (1, 0, 1, 0, 0)
    assert office.rows("SELECT name, id_number FROM person") == [("韦𠮷祥", WEI)]


def test_income_belongs_to_last_year_where_no_campaign_is_open(office: Office):
    rows = [(*H[:3], "人均纯收入"), ("坭桥村", "A1", "韦䶮", "7,000.50元")]
    office.take({"农户": rows})
    assert counts(office.take({"农户": rows})) == (0, 0, 0, 0, 0)
    assert office.rows("SELECT period_from, period_to, per_capita_fen FROM income") == [
        ("2021-01-01", "2021-12-31", 700050)
    ]


def test_the_report_can_be_mended_and_imported_again(office: Office, tmp_path: Path):
    rows = [H, ("坭桥村", "A1", "韦䶮", WEI), ("无此村", "A2", "覃㛃", TAN)]
    office.take({"农户": rows})
    report = tmp_path / "报告.xlsx"
    result = import_roster(
        office.database, path=tmp_path / "花名册1.xlsx", report_path=report, today=TODAY
    )
    assert result.refused == 1
    assert [sheet.name for sheet in read_workbook(report).sheets] == ["农户", "导入结果"]
    again = import_roster(office.database, path=report, today=TODAY)
    assert (again.refused, again.warnings) == (1, ())


def test_a_workbook_without_a_roster_is_refused_with_what_is_needed(office: Office):
    with pytest.raises(UserError, match="没有找到花名册"):
        office.take({"表": [("物资", "数量"), ("大米", 3)]})
    with pytest.raises(UserError, match="与户主关系"):
        office.take({"家庭成员": [("户编号", "姓名", "身份证号码"), ("A1", "韦䶮", WEI)]})


def test_a_cancelled_import_leaves_nothing(office: Office, tmp_path: Path):
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int, text: str) -> None:
        if text == "写入数据库" and done == total:
            raise Cancelled

    office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", WEI)]}, is_trial=True)
    steps = list_steps(office.database)
    with pytest.raises(Cancelled):
        import_roster(office.database, path=tmp_path / "花名册1.xlsx", today=TODAY, progress=cancel)
    assert list_steps(office.database) == steps
    assert office.rows("SELECT count(*) FROM person") == [(0,)]


def test_a_disability_card_tells_grade_and_category(office: Office):
    result = office.take(
        {
            "农户": [H[:3], ("坭桥村", "A1", "韦䶮")],
            "家庭成员": [(*P, "残疾等级"), ("A1", "韦䶮", "户主", f"{WEI}42", "二")],
        }
    )
    assert result.refused == 0
    assert office.rows("SELECT disability_category, disability_grade FROM person") == [
        ("肢体残疾", "二级")
    ]


def test_a_bad_cell_refuses_its_row_with_every_reason(office: Office):
    head = (*H[:3], "是否低保户", "人均纯收入")
    result = office.take({"农户": [head, ("坭桥村", "A1", "韦䶮", "大概", "很多")]})
    (refusal,) = result.refusals
    assert (refusal.column, refusal.value) == ("是否低保户", "大概")
    assert [column for column, _, _ in refusal.more] == ["人均纯收入"]


def test_heads_can_be_exchanged_in_one_workbook(office: Office):
    child = number("45022120050101001")
    rows = [
        ("A1", "韦䶮", "户主", WEI),
        ("A1", "覃㛃", "配偶", TAN),
        ("A1", "韦一", "之子", child),
    ]
    office.take({"农户": [H[:3], ("坭桥村", "A1", "韦䶮")], "家庭成员": [P, *rows]})
    turned = [("A1", "覃㛃", "户主", TAN), ("A1", "韦䶮", "配偶", WEI)]
    assert counts(office.take({"家庭成员": [P, *turned]})) == (0, 0, 0, 2, 0)
    assert office.rows("SELECT name FROM person WHERE relation = '户主'") == [("覃㛃",)]


def test_one_row_a_person_without_codes_keeps_households_apart(office: Office):
    head = ("行政村", "组", "姓名", "与户主关系", "身份证号码", "家庭人口数")
    rows = [
        head,
        ("坭桥村", "一组", "韦䶮", "户主", WEI, 2),
        (None, None, "覃㛃", "配偶", TAN, None),
        ("坭桥村", "一组", "蒙𫘝", "户主", "4.5E+17", 2),
        (None, None, "蒙一", "之子", MENG, None),
        ("雒容社区", "二组", "莫一", "户主", None, 3),
    ]
    for expected in ((2, 0, 3, 0, 2), (0, 0, 0, 0, 2)):
        result = office.take({"Sheet1": rows})
        assert counts(result) == expected
        assert [r.row for r in result.refusals] == [4, 5]
        assert [w.column for w in result.warnings] == ["家庭人口数"]
    assert office.rows("SELECT household_id, name FROM person ORDER BY id") == [
        (1, "韦䶮"),
        (1, "覃㛃"),
        (2, "莫一"),
    ]


def test_a_backup_is_made_before_anything_is_changed(office: Office, own_home: Path):
    office.take({"农户": [H, ("坭桥村", "A1", "韦䶮", WEI)]})
    assert list(own_home.rglob("*导入前*.db")) == []
    office.take({"农户": [H, ("坭桥村", "A2", "覃㛃", TAN)]})
    assert len(list(own_home.rglob("*导入前*"))) == 1


def test_a_household_whose_head_has_a_number_and_no_name_is_told(office: Office):
    result = office.take({"农户": [("行政村", "户编号", "户主身份证号码"), ("坭桥村", "A1", WEI)]})
    assert counts(result)[:1] == (1,)
    assert [warning.column for warning in result.warnings] == ["户主姓名"]


def test_villages_and_codes_written_once_in_merged_cells_are_read(office: Office, tmp_path: Path):
    path = write_book(
        tmp_path / "a.xlsx",
        {
            "农户": [
                ("行政村", "户编号", "户主姓名"),
                ("坭桥村", "A1", "韦一"),
                (None, "A2", "韦二"),
            ],
            "家庭成员": [
                ("户编号", "姓名", "与户主关系"),
                ("A1", "韦一", "户主"),
                (None, "韦三", "之子"),
                ("A2", "韦二", "户主"),
            ],
        },
    )
    book = openpyxl.load_workbook(path)
    book["农户"].merge_cells("A2:A3")
    book["家庭成员"].merge_cells("A2:A3")
    book.save(path)
    result = import_roster(office.database, path=path)
    assert counts(result) == (2, 0, 3, 0, 0)


def test_a_person_without_a_number_or_born_tomorrow_is_taken(office: Office):
    future = number("45022120990101100")
    result = office.take(
        {
            "农户": [H, ("坭桥村", "A1", "韦一", "无"), ("坭桥村", "A2", "韦二", future)],
            "家庭成员": [P, ("A1", "韦三", "之子", "—"), ("A1", "韦一", "户主", "暂无")],
        }
    )
    assert counts(result) == (2, 0, 3, 0, 0)
    assert ["2099-01-01在今天之后" in warning.reason for warning in result.warnings] == [True]
    assert office.rows("SELECT id_number FROM person WHERE household_id = 1") == [(None,), (None,)]
