"""农户基本情况表: what stands on the paper of one household."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.household_forms import set_answers
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_print import (
    household_sheets,
    preview_household,
    read_screening,
)
from fangfan_desktop.usecases.household_records import (
    set_identification,
    set_measure,
)
from fangfan_desktop.usecases.households import correct_household
from tests.small_township import add_campaign, make_township


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def sheets_of(database: Database, campaign_id: int | None = 1) -> list[Sheet]:
    return household_sheets(
        household_page(database, household_id=1),
        read_screening(database, household_id=1, campaign_id=campaign_id),
        office="雒容镇人民政府",
        today=date(2022, 5, 19),
    )


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.rows]


def pairs(sheet: Sheet) -> dict[object, object]:
    return {row[at]: row[at + 1] for row in cells(sheet) for at in range(0, len(row), 2)}


def by_heading(sheets: list[Sheet]) -> dict[str, Sheet]:
    return {sheet.annex.partition("、")[2]: sheet for sheet in sheets}


def test_the_paper_names_the_household_and_its_people_in_full(database: Database):
    correct_household(database, household_id=1, values={"phone": "13800001234"})
    page = household_page(database, household_id=1)
    first, people, *_ = sheets_of(database)
    assert (first.title, first.subtitle_right) == ("农户基本情况表", "2022年5月19日")
    assert pairs(first)["户编号"] == page.code
    assert pairs(first)["联系电话"] == "13800001234"
    assert people.annex == "一、家庭成员"
    assert [row[1] for row in cells(people)] == [str(one.values["name"]) for one in page.people]
    assert [row[5] for row in cells(people)] == [
        str(one.values["id_number"] or "") for one in page.people
    ]


def test_tables_without_a_row_are_left_out_and_the_others_numbered(database: Database):
    front = [sheet.annex for sheet in sheets_of(database, None)]
    assert front == ["", "一、家庭成员", "二、身份、住房和饮水", "三、收入（元）"]
    set_identification(
        database,
        household_id=1,
        values={"category": "边缘易致贫户", "identified_on": "2022-05-08", "risks": "因病、因残"},
    )
    set_measure(
        database,
        household_id=1,
        values={"kind": "产业帮扶", "content": "𫘝", "made_on": "2022-05-15"},
    )
    sheets = by_heading(sheets_of(database))
    assert list(sheets)[1:6] == [
        "家庭成员",
        "身份、住房和饮水",
        "收入（元）",
        "监测识别",
        "帮扶措施",
    ]
    [income] = cells(sheets["收入（元）"])
    assert income[0] == "2021年5月至2022年4月"
    [case] = cells(sheets["监测识别"])
    assert case[:3] == ("边缘易致贫户", "2022-05-08", "因病、因残")
    [measure] = cells(sheets["帮扶措施"])
    assert measure[1] == "𫘝"


def test_the_answers_stand_on_the_back_with_what_does_not_apply(database: Database):
    row_id = screening_row(database)
    set_answers(
        database,
        campaign_id=1,
        edits=[
            (row_id, "housing_safe", 1),
            (row_id, "needs", "修路䶮"),
            (row_id, "elderly_apart", 0),
        ],
    )
    sheets = sheets_of(database)
    back, long = sheets[-2:]
    assert not back.is_below
    assert long.is_below
    assert back.subtitle_left.startswith(household_page(database, household_id=1).head_name)
    answers = pairs(back)
    assert answers["10. 现有住房是否安全"] == "是"
    assert answers["6. 排查方式"] == ""
    assert answers["27. 子女是否有赡养能力"] == "不适用"
    assert pairs(long)["42. 该户还存在哪些困难和诉求"] == "修路䶮"
    assert long.sign_line[0] == "户主签字："


def screening_row(database: Database) -> int:
    with database.read() as session:
        return (
            session.connection()
            .exec_driver_sql("SELECT id FROM household_form WHERE household_id = 1")
            .scalar_one()
        )


def test_it_is_printed_on_portrait_paper(database: Database):
    preview = preview_household(database, household_id=1, campaign_id=1)
    width, height = preview.pages.page_size(0)
    assert width < height
    assert preview.pages.page_count == 2
    preview.close()


def test_a_household_that_is_gone_is_said(database: Database):
    with pytest.raises(UserError):
        preview_household(database, household_id=999, campaign_id=1)
