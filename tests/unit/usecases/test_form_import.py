"""Filled-in forms come back from a workbook; what cannot be taken is told, cell by cell."""

from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_forms import list_used_forms
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.form_import import FormImport, import_form, take_up_and_import
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.village_forms import read_village_forms
from tests.small_township import NAMES, add_campaign, make_township

FORM = load_form("household-form", 2022)


@pytest.fixture
def database(tmp_path: Path):
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def exported(database: Database, tmp_path: Path) -> Path:
    path = tmp_path / "附件1.xlsx"
    export_table(database, table="household-form", path=path, campaign_id=1, village_id=None)
    return path


def take(database: Database, path: Path, *, is_trial: bool = False) -> FormImport:
    return import_form(
        database, form_key="household-form", campaign_id=1, path=path, is_trial=is_trial
    )


def sheet_of(path: Path, name: str = "坭桥村") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return book, sheet


def row_of(sheet: Worksheet, head: str) -> int:
    column = FORM.index("head_name") + 1
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == head)


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    cell = sheet.cell(row, column + 1)
    assert isinstance(cell, Cell)
    cell.value = cast("str", value)


def write(path: Path, head: str, **cells: object) -> None:
    book, sheet = sheet_of(path)
    row = row_of(sheet, head)
    for key, value in cells.items():
        put(sheet, row, FORM.index(key), value)
    book.save(path)


def on_disk(database: Database, household: int, key: str) -> Value:
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == household)
    return row.values[FORM.value_keys.index(key)]


def test_what_was_exported_comes_back_unchanged(database: Database, exported: Path):
    result = take(database, exported)
    assert (result.rows.changed, result.rows.same, result.refused) == (0, 12, 0)
    assert not result.warnings
    assert not result.changes.rows


def test_answers_filled_in_outside_are_taken_and_the_second_time_nothing_changes(
    database: Database, exported: Path
):
    write(
        exported,
        "蓝小桂",
        survey_method="入户",
        income_per_capita="6,480.5元",
        heavy_burden="√",
        housing_safe="N",
        practical_difficulty="是，缺学费𠮷",
        needs="学费",
    )
    result = take(database, exported)
    assert (result.rows.changed, result.rows.same) == (1, 11)
    answers = [on_disk(database, 5, key) for key in ("survey_method", "income_per_capita")]
    assert answers == ["入户排查", 648_050]
    assert on_disk(database, 5, "above_line") == 0
    assert on_disk(database, 5, "heavy_burden") == 1
    assert on_disk(database, 5, "housing_safe") == 0
    assert on_disk(database, 5, "practical_difficulty_note") == "缺学费𠮷"
    assert take(database, exported).rows.changed == 0
    undo(database)
    assert on_disk(database, 5, "survey_method") is None


def test_a_trial_writes_nothing(database: Database, exported: Path):
    write(exported, "蓝小桂", heavy_burden="否")
    assert take(database, exported, is_trial=True).rows.changed == 1
    assert on_disk(database, 5, "heavy_burden") is None


def test_an_empty_cell_overwrites_nothing(database: Database, exported: Path):
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 5)
    set_answers(database, campaign_id=1, edits=[(row.id, "heavy_burden", 1)])
    take(database, exported)
    assert on_disk(database, 5, "heavy_burden") == 1


def test_a_bad_cell_is_refused_alone_with_its_place_and_marked_in_the_report(
    database: Database, exported: Path, tmp_path: Path
):
    write(
        exported, "蓝小桂", heavy_burden="大概", survey_method="电话核查", income_per_capita="不详"
    )
    report = tmp_path / "报告.xlsx"
    result = import_form(
        database, form_key="household-form", campaign_id=1, path=exported, report_path=report
    )
    _, sheet = sheet_of(exported)
    refusal = result.refusals[0]
    assert (result.refused, refusal.sheet, refusal.row) == (1, "坭桥村", row_of(sheet, "蓝小桂"))
    assert {refusal.value, refusal.more[0][1]} == {"大概", "不详"}
    assert on_disk(database, 5, "survey_method") == "电话核查"
    assert on_disk(database, 5, "heavy_burden") is None
    _, marked = sheet_of(report)
    reason = marked.cell(refusal.row, len(FORM.fields) + 1).value
    assert "不是“是”或“否”" in str(reason)


def test_cells_that_do_not_apply_and_registry_columns_are_told_not_taken(
    database: Database, exported: Path
):
    write(
        exported,
        "蓝小桂",
        measures_in_place="否",
        benefits_only="/",
        population=9,
        head_name="蓝小桂",
    )
    result = take(database, exported)
    told = {(each.column, each.reason) for each in result.warnings}
    assert told == {
        ("是否落实帮扶措施", "不适用：本栏只由脱贫户和监测户填写，没有写入"),
        ("家庭人口数", "农户档案是“2”，以档案为准；确有变化请改农户档案"),
    }
    assert on_disk(database, 5, "population") == 2
    assert not result.refused


def test_two_heads_of_one_name_are_told_apart_by_place_or_refused(
    database: Database, exported: Path
):
    book, sheet = sheet_of(exported)
    row = row_of(sheet, "韦𠮷祥")
    put(sheet, row, FORM.index("heavy_burden"), "是")
    book.save(exported)
    assert take(database, exported).rows.changed == 1  # by group and place
    put(sheet, row, 0, None)
    book.save(exported)
    result = take(database, exported)
    assert "分不清是哪一户" in result.refusals[0].reason


def test_a_column_of_codes_names_the_household(database: Database, tmp_path: Path):
    path = tmp_path / "手填.csv"
    path.write_text(
        "户编号,户主姓名,是否刚性支出较大或收入大幅缩减,电费\nH007,谁,是,3\nH999,谁,是,3\n",
        encoding="utf-8-sig",
    )
    result = take(database, path)
    assert on_disk(database, 7, "heavy_burden") == 1
    assert "没有户编号“H999”" in result.refusals[0].reason
    assert "电费" in {each.column for each in result.warnings}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("坭桥村委会,无此人,是", "没有户主叫“无此人”"),
        ("外村,罗玉,是", "本镇没有“外村”"),
        ("坭桥村,,是", "没有写户主姓名"),
        (",罗玉,是", "有2户的户主都叫“罗玉”"),
    ],
)
def test_a_row_of_nobody_is_refused_with_the_reason(
    database: Database, tmp_path: Path, line: str, reason: str
):
    path = tmp_path / "手填.csv"
    path.write_text(f"行政村,户主姓名,是否刚性支出较大或收入大幅缩减\n{line}\n", encoding="utf-8")
    result = take(database, path)
    assert reason in result.refusals[0].reason
    assert result.as_json()["rows"] == {"added": 0, "changed": 0, "same": 0}


def test_the_same_household_twice_counts_once(database: Database, tmp_path: Path):
    path = tmp_path / "手填.csv"
    path.write_text("户编号,户主姓名,饮水是否安全\nH005,蓝,是\nH005,蓝,否\n", encoding="utf-8")
    result = take(database, path)
    assert "是同一户，只取前一行" in result.refusals[0].reason
    assert on_disk(database, 5, "water_safe") == 1


def test_a_workbook_without_the_header_and_a_closed_campaign_are_refused(
    database: Database, exported: Path, tmp_path: Path
):
    path = tmp_path / "别的.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="没有找到表头"):
        take(database, path)
    with pytest.raises(UserError, match="不能导入"):
        import_form(database, form_key="statistics", campaign_id=1, path=path)
    close_campaign(database, campaign_id=1)
    with pytest.raises(UserError, match="已结束"):
        take(database, exported)


def village_problems(database: Database) -> list[tuple[Value, ...]]:
    table = read_village_forms(database, campaign_id=1)
    wanted = [table.form.value_keys.index(k) for k in ("village", "grid_problems", "remarks")]
    return [tuple(row.values[i] for i in wanted) for row in table.rows]


def test_problems_of_villages_are_taken_in_and_the_second_time_nothing_changes(
    database: Database, tmp_path: Path
):
    path = tmp_path / "附件2.csv"
    head = "序号,乡镇,行政村,网格化管理方面存在问题（网格划分、网格员调整等方面）,备注"
    path.write_text(
        f"{head}\n1,镇,坭桥村委会,网格员外出𠮷,\n2,镇,雒容社区,,䶮\n3,镇,外村,有,\n4,镇,坭桥村,,\n",
        encoding="utf-8",
    )

    def once() -> FormImport:
        return import_form(database, form_key="village-form", campaign_id=1, path=path)

    first = once()
    assert (first.rows.added, first.refused) == (2, 1)
    assert "本镇没有“外村”" in first.refusals[0].reason
    assert village_problems(database) == [
        ("坭桥村", "网格员外出𠮷", None),
        ("雒容社区", None, "䶮"),
    ]
    again = once()
    assert (again.rows.added, again.rows.changed, again.rows.same) == (0, 0, 2)
    path.write_text(f"{head}\n1,镇,坭桥村,网格员外出𠮷,已报\n", encoding="utf-8")
    assert once().rows.changed == 1
    assert village_problems(database)[0] == ("坭桥村", "网格员外出𠮷", "已报")


def test_nothing_is_imported_where_the_report_cannot_be_written(
    database: Database, exported: Path, tmp_path: Path
):
    book, sheet = sheet_of(exported)
    put(sheet, row_of(sheet, NAMES[0]), FORM.index("needs"), "修路")
    book.save(exported)
    before = load_rows(database, campaign_id=1)
    for target, error in (
        (tmp_path / "无" / "r.xlsx", OutsideError),
        (database.path, UserError),
        (exported, UserError),
    ):
        with pytest.raises(error):
            import_form(
                database,
                form_key="household-form",
                campaign_id=1,
                path=exported,
                report_path=target,
            )
    assert load_rows(database, campaign_id=1) == before
    assert take(database, exported).rows.changed == 1


def test_a_form_that_the_campaign_does_not_use_is_taken_up_or_nothing_changes(
    database: Database, tmp_path: Path
):
    def used() -> set[str]:
        return {each.form.key for each in list_used_forms(database, campaign_id=1)}

    path = tmp_path / "核查.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="没有找到表头"):
        take_up_and_import(database, form_key="check-general", campaign_id=1, path=path)
    assert "check-general" not in used()
    path = tmp_path / "核查.xlsx"
    export_table(database, table="check-general", path=path, campaign_id=1, village_id=None)
    for is_trial in (True, False):
        result, name = take_up_and_import(
            database, form_key="check-general", campaign_id=1, path=path, is_trial=is_trial
        )
        assert not result.refusals
        assert result.rows.same > 0
        assert ("check-general" in used()) is not is_trial
        assert name == ("" if is_trial else "一般农户情况核查表")
    _, name = take_up_and_import(database, form_key="check-general", campaign_id=1, path=path)
    assert not name
