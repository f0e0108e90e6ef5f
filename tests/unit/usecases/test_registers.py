"""Registers of monitored households and measures: whole columns, and counts that agree."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Source
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.forms.register_rules import REGISTER_KEYS, check_register
from fangfan_desktop.models import Household, Identification, Measure, MonitoringCase, Person
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_selections import IDENTITIES
from fangfan_desktop.storage.registers import MEASURES, ON_THE_WALL, OPEN_MEASURES, REGISTERED
from fangfan_desktop.storage.selections import Count, count_by_village, household_ids
from fangfan_desktop.usecases.choices import village_choices
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.exports import TABLES, export_table, list_tables
from fangfan_desktop.usecases.form_choice import list_offered_forms
from fangfan_desktop.usecases.new_form import new_form
from fangfan_desktop.usecases.office_forms import list_forms, save_form
from fangfan_desktop.usecases.township import change_settings
from tests.small_township import make_township

HEADINGS = {
    "monitored-register": "序号、县（市、区）、乡镇、行政村、村民小组、户主姓名、"
    "户主身份证号码、家庭人口数、监测对象类别、识别时间、主要风险、次要风险、家庭人均纯收入、劳动力人数、是否整户无劳动力、"
    "是否易地搬迁、帮扶责任人、责任人单位及职务、联系电话、主要帮扶措施、风险是否消除、消除时间、备注",
    "wall-table": "序号、村民小组、户主姓名、家庭人口、监测对象类别、识别时间、主要风险、"
    "帮扶措施、帮扶责任人、风险是否消除",
    "measures-ledger": "行政村、户主姓名、监测对象类别、风险、措施类型、是否开发式、措施内容、"
    "受益人、责任人、责任部门、开始时间、完成时间、资金（元）、落实情况、备注",
    "eight-groups": "群体、行政村、村组、户主姓名、家庭人口、认定依据、是否监测对象、主要困难、"
    "已落实措施、责任人、备注",
    "archive-checklist": "类别、序号、材料名称、是否齐全、份数、存放位置、责任人、备注",
}
HEAD_NUMBER = "45029919500304001X"
HELPER_PHONE = "16000000001"


@pytest.fixture
def town(tmp_path: Path) -> Generator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def busy(town: Database) -> Database:
    """Household 2 with its helper, risks and measures."""
    change_settings(town, values={"township_name": "雒容镇", "county_name": "鱼峰区"})
    with town.action("帮扶") as unit:
        case = unit.session.get_one(Identification, 1)
        case.risks = "因病（尿毒症）、因学"
        case.helper_name, case.helper_phone = "蒙助", HELPER_PHONE
        case.helper_unit, case.helper_post = "镇中心校", "教师"
        case.second_helper_name = "韦帮"
        unit.session.get_one(Person, 3).id_number = HEAD_NUMBER
        for kind, content, department, days in (
            ("健康帮扶", "协助办理大病报销", None, (date(2021, 9, 3), date(2021, 10, 1), None)),
            ("产业帮扶", "发放鸡苗", "农业农村", (date(2021, 9, 5), None, None)),
            ("金融帮扶", "小额信贷", "金融", (None, None, date(2022, 1, 1))),
        ):
            unit.session.add(
                Measure(
                    household_id=2,
                    identification_id=1,
                    kind=kind,
                    content=content,
                    department=department,
                    is_developmental=int(kind != "健康帮扶"),
                    made_on=date(2021, 9, 2),
                    started_on=days[0],
                    done_on=days[1],
                    stopped_on=days[2],
                    amount_fen=120_050 if kind == "产业帮扶" else None,
                )
            )
    return town


def sheets_of(database: Database, table: str, village_id: int | None = None) -> list[Sheet]:
    with database.snapshot() as session:
        sheets = TABLES[table].sheets(session, None, village_id)
        return [replace(sheet, rows=tuple(sheet.rows)) for sheet in sheets]


def rows_of(sheet: Sheet) -> list[list[object]]:
    return [list(row) for row in sheet.rows]


def column(sheet: Sheet, heading: str) -> list[object]:
    place = [cell.text for cell in sheet.header].index(heading)
    return [row[place] for row in rows_of(sheet)]


@pytest.mark.parametrize("key", HEADINGS)
def test_a_register_has_the_columns_that_the_notice_needs(key: str) -> None:
    form = load_form(key)
    assert "、".join(field.headings[0] for field in form.fields) == HEADINGS[key]
    assert form.is_reference
    check_register(form)


def test_every_register_is_in_the_catalogue_under_its_own_name() -> None:
    for key in REGISTER_KEYS:
        assert TABLES[key].title == load_form(key).name
        assert not TABLES[key].needs_campaign


def test_a_line_of_the_register_says_everything_of_the_case(busy: Database) -> None:
    [sheet] = sheets_of(busy, "monitored-register")
    assert sheet.title == "雒容镇防止返贫监测和帮扶对象名册"
    assert sheet.subtitle_right.endswith("共2户4人")
    assert rows_of(sheet)[0] == [
        1,
        "鱼峰区",
        "雒容镇",
        "坭桥村",
        "三组",
        "莫㛃",
        None,
        2,
        "脱贫不稳定户",
        "2020-09-01",
        None,
        None,
        1_200_050,
        2,
        0,
        None,
        None,
        None,
        None,
        None,
        1,
        "2021-09-01",
        None,
    ]
    assert rows_of(sheet)[1] == [
        2,
        "鱼峰区",
        "雒容镇",
        "坭桥村",
        "三组",
        "覃䶮",
        HEAD_NUMBER,
        2,
        "边缘易致贫户",
        "2021-09-01",
        "因病（尿毒症）",
        "因学",
        648_000,
        2,
        0,
        None,
        "蒙助、韦帮",
        "镇中心校 教师",
        HELPER_PHONE,
        "健康帮扶：协助办理大病报销；产业帮扶：发放鸡苗",
        0,
        None,
        None,
    ]


def test_a_cleared_household_stays_and_a_withdrawn_one_goes(busy: Database) -> None:
    assert column(sheets_of(busy, "monitored-register")[0], "风险是否消除") == [1, 0]
    with busy.action("清退") as unit:
        unit.session.get_one(Identification, 1).removed_on = date(2022, 2, 1)
    assert column(sheets_of(busy, "monitored-register")[0], "户主姓名") == ["莫㛃"]


def test_a_rolled_back_household_is_not_cleared_and_a_household_that_left_is_out(
    busy: Database,
) -> None:
    with busy.action("回退") as unit:
        unit.session.get_one(Identification, 2).rolled_back_on = date(2022, 1, 1)
    [sheet] = sheets_of(busy, "monitored-register")
    assert column(sheet, "风险是否消除") == [0, 0]
    assert column(sheet, "消除时间") == [None, None]
    with busy.action("迁出") as unit:
        unit.session.get_one(Household, 3).left_on = date(2022, 1, 2)
    assert len(rows_of(sheets_of(busy, "monitored-register")[0])) == 1


def test_the_ledger_of_measures_tells_what_became_of_each(busy: Database) -> None:
    [sheet] = sheets_of(busy, "measures-ledger")
    assert column(sheet, "落实情况") == ["已完成", "实施中", "已终止"]
    assert column(sheet, "资金（元）") == [None, 120_050, None]
    assert column(sheet, "风险") == ["因病（尿毒症）、因学"] * 3
    assert column(sheet, "是否开发式") == [0, 1, 1]
    assert column(sheet, "监测对象类别") == ["边缘易致贫户"] * 3
    assert sheet.subtitle_right.endswith("共3条，1户")


def test_training_alone_is_no_help_to_earn_in_the_ledger_either(busy: Database) -> None:
    with busy.action("培训") as unit:
        unit.session.add(
            Measure(
                household_id=3,
                kind="就业帮扶",
                detail="技能培训",
                content="育婴员班",
                made_on=date(2022, 3, 1),
            )
        )
    [sheet] = sheets_of(busy, "measures-ledger")
    row = rows_of(sheet)[0]
    assert row[1:7] == ["莫㛃", "脱贫不稳定户", None, "就业帮扶", 0, "技能培训：育婴员班"]


def test_task_lists_go_to_departments_and_leave_out_what_is_done_or_stopped(
    busy: Database,
) -> None:
    with busy.action("再加") as unit:
        unit.session.add(Measure(household_id=2, kind="住房安全保障", made_on=date(2022, 1, 1)))
    sheets = sheets_of(busy, "department-tasks")
    assert [sheet.name for sheet in sheets] == ["住建", "农业农村"]
    assert [sheet.title for sheet in sheets] == [
        "雒容镇帮扶任务清单（住建）",
        "雒容镇帮扶任务清单（农业农村）",
    ]
    assert [column(sheet, "落实情况") for sheet in sheets] == [["未落实"], ["实施中"]]
    assert column(sheets[0], "监测对象类别") == ["边缘易致贫户"]


def test_the_wall_shows_kinds_of_help_and_no_word_about_illness(busy: Database) -> None:
    [sheet] = sheets_of(busy, "wall-table")
    assert "主要风险" not in [cell.text for cell in sheet.header]
    assert column(sheet, "帮扶措施") == [None, "产业帮扶、其他帮扶"]
    assert column(sheet, "帮扶责任人") == [None, "蒙助、韦帮"]
    written = str((rows_of(sheet), sheet.footnotes, sheet.sign_line, sheet.title))
    for private in ("因病", "尿毒症", "健康", HEAD_NUMBER, HELPER_PHONE, "6480", "报销"):
        assert private not in written
    assert sheet.sign_line == ()


def test_the_main_risk_is_on_the_wall_only_where_the_office_says_so(busy: Database) -> None:
    change_settings(busy, values={"public_shows_risk": True})
    [sheet] = sheets_of(busy, "wall-table")
    assert column(sheet, "主要风险") == [None, "因病"]
    assert column(sheet, "帮扶措施") == [None, "健康帮扶、产业帮扶"]


def test_namesakes_on_the_wall_are_told_apart(busy: Database) -> None:
    with busy.action("同名") as unit:
        unit.session.get_one(Person, 5).name = "覃䶮"
    [sheet] = sheets_of(busy, "wall-table")
    assert sorted(str(name) for name in column(sheet, "户主姓名")) == [
        "覃䶮（同名第1户）",
        "覃䶮（尾号001X）",
    ]


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_a_number_in_the_name_of_a_group_stops_the_wall_and_nothing_is_written(
    busy: Database, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"墙上{ending}"
    export_table(busy, table="wall-table", path=target)
    before = target.read_bytes()
    with busy.action("写错") as unit:
        unit.session.get_one(Person, 3).name = f"覃䶮 {HELPER_PHONE}"
    with pytest.raises(UserError, match="没有导出") as refused:
        export_table(busy, table="wall-table", path=target)
    assert HELPER_PHONE not in refused.value.sentence
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.glob("墙上*")] == [target.name]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("head_id_number", Kind.ID_NUMBER),
        ("helper_phone", Kind.TEXT),
        ("income_per_capita", Kind.MONEY),
        ("main_measures", Kind.LONG_TEXT),
        ("own_note", Kind.LONG_TEXT),
    ],
)
def test_a_public_table_takes_no_more_columns_than_its_kind_allows(
    town: Database, key: str, kind: Kind
) -> None:
    form = load_form("wall-table")
    more = Field(key, ("另一栏",), kind, Source.TYPED)
    with pytest.raises(UserError, match="另一栏"):
        save_form(town, form=replace(form, fields=(*form.fields, more)))


def test_an_office_drops_and_adds_columns_of_an_internal_register(busy: Database) -> None:
    form = load_form("monitored-register")
    kept = tuple(form.field(key) for key in ("seq", "head_name", "category"))
    own = Field("signature", ("签字",), Kind.TEXT)
    save_form(busy, form=replace(form, fields=(*kept, own), title="{place}在册户"))
    [sheet] = sheets_of(busy, "monitored-register")
    assert sheet.title == "雒容镇在册户"
    assert rows_of(sheet)[0] == [1, "莫㛃", "脱贫不稳定户", None]
    unknown = Field("signature", ("签字",), Kind.TEXT, Source.REGISTRY)
    with pytest.raises(UserError, match="没有可以自动填写的来源"):
        save_form(busy, form=replace(form, fields=(*kept, unknown)))


def test_an_office_that_holds_the_official_sheet_takes_its_header(
    busy: Database, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    [tab] = book.worksheets
    tab.append(["2022年防止返贫监测和帮扶对象名册"])
    tab.append(["序号", "行政村", "户主姓名", "监测对象类别", "主要风险", "结对单位", "消除时间"])
    for _ in range(5):
        tab.append([None] * 7)
    book.save(tmp_path / "县表.xlsx")
    made = new_form(busy, path=tmp_path / "县表.xlsx", name="防止返贫监测和帮扶对象名册")
    assert made.form.key == "monitored-register"
    [sheet] = sheets_of(busy, "monitored-register")
    assert [cell.text for cell in sheet.header][-2:] == ["结对单位", "消除时间"]
    assert rows_of(sheet) == [
        [1, "坭桥村", "莫㛃", "脱贫不稳定户", None, None, "2021-09-01"],
        [2, "坭桥村", "覃䶮", "边缘易致贫户", "因病（尿毒症）", None, None],
    ]


def test_registers_are_forms_of_the_office_but_not_of_a_campaign(town: Database) -> None:
    kept = {entry.form.key for entry in list_forms(town)}
    offered = {each.form.key for each in list_offered_forms(town)}
    assert kept >= REGISTER_KEYS.keys()
    assert not offered & REGISTER_KEYS.keys()
    assert [table.name for table in list_tables(town, campaign_id=None)] == list(TABLES)


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
@pytest.mark.parametrize("key", REGISTER_KEYS)
def test_a_township_without_anything_gets_a_sheet_that_says_so(
    town: Database, tmp_path: Path, key: str, ending: str
) -> None:
    with town.action("清空") as unit:
        for table in (MonitoringCase, Identification):
            for row in unit.session.query(table):
                unit.session.delete(row)
            unit.session.flush()
    target = tmp_path / f"a{ending}"
    result = export_table(town, table=key, path=target)
    assert target.stat().st_size
    if key not in {"archive-checklist", "eight-groups"}:
        assert result.rows == 0
        assert any("没有" in note for note in sheets_of(town, key)[0].footnotes)


def test_counts_are_those_of_the_selections(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.db", size=DemoSize(200, 0.2), seed=5) as database:
        [register] = sheets_of(database, "monitored-register")
        [ledger] = sheets_of(database, "measures-ledger")
        tasks = sheets_of(database, "department-tasks")
        walls = sheets_of(database, "wall-table")
        with database.read() as session:
            counts = {
                selection.key: sum(count_by_village(session, selection).values(), Count())
                for selection in (
                    REGISTERED,
                    ON_THE_WALL,
                    MEASURES,
                    OPEN_MEASURES,
                    IDENTITIES["monitored"],
                )
            }
            running = household_ids(session, IDENTITIES["monitored"])
    assert len(rows_of(register)) == counts["registered_cases"].rows
    assert sum(len(rows_of(sheet)) for sheet in walls) == counts["wall_cases"].households
    assert len(rows_of(ledger)) == counts["measures"].rows
    assert sum(len(rows_of(sheet)) for sheet in tasks) == counts["open_measures"].rows
    uncleared = [value for value in column(register, "风险是否消除") if value == 0]
    on_walls = [v for sheet in walls for v in column(sheet, "风险是否消除") if v == 0]
    assert len(uncleared) == len(on_walls) == len(running) > 0
    assert counts["household_monitored"].households == len(running)


def test_one_village_is_a_part_of_all(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.db", size=DemoSize(200, 0.2), seed=5) as database:
        for key in ("monitored-register", "measures-ledger", "wall-table", "department-tasks"):
            whole = sum(len(rows_of(sheet)) for sheet in sheets_of(database, key))
            parts = [
                sum(len(rows_of(sheet)) for sheet in sheets_of(database, key, village))
                for village in village_choices(database).values()
            ]
            assert sum(parts) == whole > max(parts)


def test_the_workbook_for_the_wall_has_letters_as_large_as_the_paper(
    busy: Database, tmp_path: Path
) -> None:
    target = tmp_path / "墙上.xlsx"
    export_table(busy, table="wall-table", path=target)
    [tab] = openpyxl.load_workbook(target).worksheets
    assert str(tab.page_setup.paperSize) == "8"  # A3
    [head] = [cell for row in tab.iter_rows() for cell in row if cell.value == "覃䶮"]
    assert head.font.size is not None
    assert head.font.size * 0.8 >= 24
    assert (tab.row_dimensions[head.row].height or 0) > head.font.size


def test_the_workbook_keeps_id_numbers_as_text(busy: Database, tmp_path: Path) -> None:
    target = tmp_path / "名册.xlsx"
    assert export_table(busy, table="monitored-register", path=target).rows == 2
    [tab] = openpyxl.load_workbook(target).worksheets
    assert HEAD_NUMBER in [cell.value for row in tab.iter_rows() for cell in row]
