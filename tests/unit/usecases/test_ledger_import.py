"""Lines come in from an annex 4 workbook once, with a reason for each row that does not."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import LedgerLine, Person
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.ledger import list_lines
from fangfan_desktop.usecases.ledger_import import import_ledger
from tests.small_township import add_campaign, make_township

NUMBER = "45029919500304001X"
HEAD = ("单位", "村（社区）", "户主姓名", "身份证号码", "问题类型", "具体问题", "整改措施",
        "整改责任人", "整改时限", "备注")  # fmt: skip
GOOD = (
    ("工作站", "坭桥村委会", "韦𠮷祥", " 45029919500304001x", "“三保障”和饮水安全", "屋漏", "修",
     "莫㛃", "2022年6月1日", ""),
    ("工作站", "雒容社区居委会", "", "", "乡村建设", "路灯不亮", "换灯", "", "2022.6.5", ""),
    ("工作站", "", "", "", "资金项目", "自评未完成", "", "", "", "急"),
)  # fmt: skip


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as database:
        with database.action("号码") as unit:
            head = unit.session.query(Person).filter_by(household_id=1, relation="户主").one()
            head.id_number = NUMBER
        add_campaign(database)
        yield database


def book(tmp_path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    path = tmp_path / "附件4.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("台账")
        sheet.write(0, 0, "附件4")
        sheet.write(1, 0, "集中排查发现问题整改台账")
        for number, row in enumerate((head, *rows), start=3):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        after = len(rows) + 5
        sheet.write_row(after - 1, 0, ["合 计", "", "", "", "", f"{len(rows)}条"])
        sheet.write(after, 0, "备注：1.若是涉及乡镇的问题，三列可以空着。")
        sheet.write(after + 1, 0, "2.问题类型包括七类。")
        sheet.write_row(after + 2, 0, ["填表人：", "", "", "审核人："])
    return path


def test_lines_come_in_with_level_household_and_date(town: Database, tmp_path: Path):
    result = import_ledger(town, campaign_id=1, path=book(tmp_path, GOOD))
    assert result.as_json() == {
        "lines": {"added": 3, "changed": 0, "same": 0},
        "refused": 0,
        "warnings": 1,  # the check digit is wrong
        "refusals": [],
    }
    rows = [line.row for line in list_lines(town, campaign_id=1)]
    assert [row.level for row in rows] == [
        LedgerLevel.HOUSEHOLD,
        LedgerLevel.VILLAGE,
        LedgerLevel.TOWNSHIP,
    ]
    assert (rows[0].household_id, rows[0].value("id_number")) == (1, NUMBER)
    assert (rows[0].deadline, rows[1].deadline) == (date(2022, 6, 1), date(2022, 6, 5))
    undo(town)
    assert list_lines(town, campaign_id=1) == []


def test_the_same_file_again_changes_nothing(town: Database, tmp_path: Path):
    path = book(tmp_path, (*GOOD, GOOD[1]))
    import_ledger(town, campaign_id=1, path=path)
    again = import_ledger(town, campaign_id=1, path=path)
    assert (again.lines.added, again.lines.changed, again.lines.same) == (0, 0, 4)
    assert again.changes.rows == {}


def test_two_lines_of_the_same_problem_stay_two(town: Database, tmp_path: Path):
    other = [*GOOD[1][:7], "覃䶮", "2022.7.1", ""]
    path = book(tmp_path, (GOOD[1], other))
    assert import_ledger(town, campaign_id=1, path=path).lines.added == 2
    assert import_ledger(town, campaign_id=1, path=path).lines.same == 2


def test_a_later_file_brings_lines_up_to_date(town: Database, tmp_path: Path):
    import_ledger(town, campaign_id=1, path=book(tmp_path, GOOD))
    later = [*GOOD[1][:6], "装太阳能灯", "覃䶮", "", ""]
    result = import_ledger(town, campaign_id=1, path=book(tmp_path, (later,)))
    assert result.lines.changed == 1
    row = list_lines(town, campaign_id=1)[1].row
    assert (row.value("action"), row.value("owner")) == ("装太阳能灯", "覃䶮")
    assert row.deadline == date(2022, 6, 5)


def test_a_closed_line_is_not_changed(town: Database, tmp_path: Path):
    import_ledger(town, campaign_id=1, path=book(tmp_path, GOOD))
    with town.action("销号") as unit:
        for line in unit.session.query(LedgerLine):
            line.state = LedgerState.CLOSED.value
    later = [*GOOD[1][:6], "装太阳能灯", "", "", ""]
    result = import_ledger(town, campaign_id=1, path=book(tmp_path, (later,)))
    assert "已销号" in result.refusals[0].reason


def test_a_trial_writes_nothing(town: Database, tmp_path: Path):
    result = import_ledger(town, campaign_id=1, path=book(tmp_path, GOOD), is_trial=True)
    assert result.lines.added == 3
    assert list_lines(town, campaign_id=1) == []


def test_a_missing_number_is_filled_in_from_the_registry(town: Database, tmp_path: Path):
    row = ("", "坭桥村", "韦𠮷祥", "", "其他", "手册没填", "", "", "", "")
    path = book(tmp_path, (row,))
    import_ledger(town, campaign_id=1, path=path)
    assert list_lines(town, campaign_id=1)[0].row.value("id_number") == NUMBER
    assert import_ledger(town, campaign_id=1, path=path).lines.same == 1


@pytest.mark.parametrize(
    ("column", "value", "name", "word"),
    [
        (1, "无名村", "村（社区）", "没有这个村"),
        (1, "", "村（社区）", "请填村"),
        (3, 4.50299e17, "身份证号码", "文本"),
        (4, "别的类型", "问题类型", "请从这些中选"),
        (5, "", "具体问题", "没有写"),
        (8, "下周", "整改时限", "日期"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_cell(
    town: Database, tmp_path: Path, column: int, value: object, name: str, word: str
):
    bad = [*GOOD[0]]
    bad[column] = value  # pyright: ignore[reportCallIssue,reportArgumentType]
    result = import_ledger(town, campaign_id=1, path=book(tmp_path, (bad, GOOD[1])))
    assert (result.lines.added, result.refused) == (1, 1)
    refusal = result.refusals[0]
    assert (refusal.sheet, refusal.row, refusal.column) == ("台账", 5, name)
    assert word in refusal.reason


def test_a_column_nobody_knows_is_reported(town: Database, tmp_path: Path):
    path = book(tmp_path, ([*GOOD[1], "x"],), (*HEAD, "经费"))
    result = import_ledger(town, campaign_id=1, path=path)
    assert [warning.column for warning in result.warnings] == ["经费"]


def test_a_workbook_of_something_else_is_refused(town: Database, tmp_path: Path):
    with pytest.raises(UserError, match="表头"):
        import_ledger(town, campaign_id=1, path=book(tmp_path, (), ("姓名", "年龄")))
