"""The county's workbook filled from a campaign: which form, which rows, what stays empty."""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from fangfan_desktop.cli.run import run
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import write_settings
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.fill_county_workbook import FilledWorkbook, fill_county_workbook
from fangfan_desktop.usecases.fill_titles import filled_title
from fangfan_desktop.usecases.form_import import import_form
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from tests.small_township import NAMES, add_campaign, make_township

BLANKS = Path(__file__).parents[2] / "data" / "blank_forms"
HOUSEHOLDS = BLANKS / "qinghe-household-2024.xlsx"
_FIRST = 6  # row of the first household in it, from 0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "t.sqlite", households=20) as opened:
        add_campaign(opened)
        rows = load_rows(opened, campaign_id=1)
        set_answers(opened, campaign_id=1, edits=[(rows[0].id, "needs", "修路")])
        with opened.action("乡镇") as unit:
            write_settings(unit.session, {"township_name": "雒容镇"})
        yield opened


def _fill(
    database: Database, source: Path, target: Path, village: int | None = None
) -> FilledWorkbook:
    return fill_county_workbook(
        database, source=source, target=target, campaign_id=1, village_id=village
    )


def _rows(path: Path, sheet: str) -> list[list[object]]:
    return [
        list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    ]


def test_households_of_all_villages_stand_one_after_another(database: Database, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    result = _fill(database, HOUSEHOLDS, target)
    assert (result.rows, result.form) == (20, "附件1 到户排查表")
    rows = _rows(target, "到户核查表")
    ours = rows[_FIRST : _FIRST + 20]
    assert [row[0] for row in ours] == list(range(1, 21))
    assert ours[0][2] == NAMES[0]
    assert ours[0][30] == "修路"
    assert str(rows[_FIRST + 20][0]).startswith("注：")


def test_what_nobody_knows_stays_empty_and_is_told(database: Database, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    result = _fill(database, HOUSEHOLDS, target)
    assert "房屋鉴定等级（A级、B级、C级、D级）" in result.unmatched
    assert "户主姓名" not in result.unmatched
    assert not any(row[11] for row in _rows(target, "到户核查表")[_FIRST : _FIRST + 20])
    assert any("联系人电话" in note and "请核对" in note for note in result.notes)


def test_one_village_fills_its_rows_and_its_name(database: Database, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    result = _fill(database, HOUSEHOLDS, target, village=2)
    assert result.rows == 3
    title = str(_rows(target, "到户核查表")[2][0])
    assert "雒容社区" in title


def test_the_table_of_monitored_households_is_filled_from_registry_and_answers(
    database: Database, tmp_path: Path
):
    target = tmp_path / "out.xlsx"
    _fill(database, BLANKS / "monitored-check-2025.xlsx", target)
    rows = _rows(target, "核查表")[5:25]
    assert [row[2] for row in rows][:2] == ["坭桥村", "坭桥村"]
    monitored = next(row for row in rows if row[6])
    assert (monitored[4], monitored[6], str(monitored[7])) == (
        NAMES[1],
        "边缘易致贫户",
        "2021-09-01",
    )
    assert rows[0][0] == 1  # the sample is gone
    total = _rows(target, "核查表")[25]
    assert (total[0], total[5]) == ("合计", sum(float(str(row[5])) for row in rows))


def test_a_table_of_villages_takes_a_row_a_village(database: Database, tmp_path: Path):
    target = tmp_path / "out.xlsx"
    result = _fill(database, BLANKS / "village-survey-2024.xlsx", target)
    assert result.rows == 2
    rows = _rows(target, "附件2")
    assert [rows[row][2] for row in (5, 6)] == ["坭桥村", "雒容社区"]
    assert not any(rows[7])
    assert result.unmatched


def test_sheets_named_like_villages_take_their_own_rows(database: Database, tmp_path: Path):
    source, target = tmp_path / "villages.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        for name in ("坭桥村", "雒容社区居委会"):
            book.add_worksheet(name).write_row(0, 0, ["序号", "组别", "户主姓名", "家庭人口"])
    result = _fill(database, source, target)
    assert (result.rows, result.unmatched) == (20, ())
    assert len(_rows(target, "坭桥村")) == 1 + 17
    assert len(_rows(target, "雒容社区居委会")) == 1 + 3
    alone = _fill(database, source, target, village=2)
    assert alone.rows == 3
    assert len(_rows(target, "坭桥村")) == 1


def test_a_title_that_names_a_village_takes_its_rows(database: Database, tmp_path: Path):
    source, target = tmp_path / "title.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range("A1:D1", "雒容镇雒容社区到户排查表")
        sheet.write_row(1, 0, ["序号", "组别", "户主姓名", "家庭人口"])
    assert _fill(database, source, target).rows == 3


def test_rows_of_several_villages_without_a_column_for_them_are_told(
    database: Database, tmp_path: Path
):
    result = _fill(database, HOUSEHOLDS, tmp_path / "out.xlsx")
    assert any("没有“村”这一栏" in note for note in result.notes)
    alone = _fill(database, HOUSEHOLDS, tmp_path / "out.xlsx", village=1)
    assert not any("没有“村”这一栏" in note for note in alone.notes)


def test_filled_forms_imported_again_change_nothing(database: Database, tmp_path: Path):
    exported, target = tmp_path / "annex.xlsx", tmp_path / "out.xlsx"
    export_table(database, table="household-form", path=exported, campaign_id=1)
    result = _fill(database, exported, target)
    assert (result.rows, result.unmatched) == (20, ())
    taken = import_form(database, form_key="household-form", campaign_id=1, path=target)
    assert (taken.refused, taken.rows.added, taken.rows.changed) == (0, 0, 0)
    assert taken.rows.same == 20


def test_money_in_a_column_of_ten_thousands_is_divided(database: Database, tmp_path: Path):
    source, target = tmp_path / "money.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("表").write_row(0, 0, ["序号", "户主姓名", "家庭人均纯收入（万元）"])
    _fill(database, source, target)
    assert _rows(target, "表")[1][2] == pytest.approx(1.20005)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("填报单位：        乡镇        村（盖章）", "填报单位：雒容镇坭桥村（盖章）"),
        ("XX乡镇XX村到户排查表", "雒容镇坭桥村到户排查表"),
        ("____镇____村____年排查表", "雒容镇坭桥村2022年排查表"),
        ("填报时间：    年  月  日", "填报时间：    年  月  日"),
        ("  年  月  日", "  年  月  日"),
        ("XX县XX乡XX村", "XX县雒容镇坭桥村"),
        ("青禾县2024年到户核查表", "青禾县2024年到户核查表"),
        ("XX村和XX村", "XX村和XX村"),
        ("XX村民小组", "XX村民小组"),
    ],
)
def test_blanks_in_titles_are_filled_where_they_mean_one_thing(text: str, filled: str):
    assert filled_title(text, "雒容镇", "坭桥村", 2022) == filled


def test_a_workbook_that_has_nothing_to_do_with_it_is_refused(database: Database, tmp_path: Path):
    source = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("表").write_row(0, 0, ["品名", "规格", "单价", "数量"])
    with pytest.raises(UserError, match="对不上"):
        _fill(database, source, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_on_the_command_line(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    database.close()
    target = tmp_path / "out.xlsx"
    common = ["--db", str(tmp_path / "t.sqlite"), "--campaign", "1", "--out", str(target)]
    assert run(["fill", str(HOUSEHOLDS), *common, "--json"]) == 1
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert (answer["rows"], answer["file"]) == (20, str(target))
    assert "留空" in told.err
    small = tmp_path / "small.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "户主姓名", "家庭人口"])
    book.save(small)
    assert run(["fill", str(small), *common, "--village", "坭桥"]) == 0
    assert run(["fill", str(BLANKS / "monitored-check-2025.xls"), *common]) == 2
    assert "另存为 .xlsx" in capsys.readouterr().err
