"""The history of a household says which row was changed, from what to what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_records import set_income, set_visit
from fangfan_desktop.usecases.people import correct_person
from tests.unit.usecases.registry_town import add_family, make_town

NUMBER = "450221194101301026"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as made:
        add_family(made)
        yield made


def latest(database: Database) -> tuple[str, ...]:
    return household_page(database, household_id=1).history[0].details


def test_an_added_visit_says_when_by_whom_and_what_was_found(database: Database):
    values = {"visited_on": "2022-05-09", "visitor": "覃㛃", "found": "屋顶漏水"}
    set_visit(database, household_id=1, values=values)
    assert latest(database) == ("新增走访：走访时间 2022-05-09，走访人 覃㛃，走访情况 屋顶漏水",)


def test_a_row_added_is_told_as_it_was_though_it_was_changed_since(database: Database):
    set_visit(database, household_id=1, values={"visited_on": "2022-05-09", "visitor": "覃㛃"})
    set_visit(database, household_id=1, values={"visitor": "韦𠮷"}, visit_id=1)
    history = household_page(database, household_id=1).history
    assert history[0].details == ("走访（2022-05-09） 走访人：覃㛃 → 韦𠮷",)
    assert history[1].details == ("新增走访：走访时间 2022-05-09，走访人 覃㛃",)


def test_money_is_told_in_yuan_and_the_period_names_the_row(database: Database):
    values = {"period_from": "2021-05-01", "period_to": "2022-04-30", "wages_fen": "6979"}
    set_income(database, household_id=1, values=values)
    set_income(database, household_id=1, values={"wages_fen": "7000.5"}, income_id=1)
    assert latest(database) == ("收入（2022-04-30） 工资性收入：6979 → 7000.50",)


def test_numbers_of_people_are_hidden_in_the_history(database: Database):
    correct_person(database, person_id=4, values={"id_number": NUMBER, "phone": "13800000000"})
    words = "".join(latest(database))
    assert NUMBER not in words
    assert "13800000000" not in words
    assert "家庭成员黄㛃 身份证号码：空 → " in words


def test_many_rows_of_one_action_make_one_line_with_their_number(database: Database):
    with database.action("导入走访") as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO visit (household_id, visited_on) VALUES (1, ?)",
            [(f"2022-05-{day:02}",) for day in range(1, 9)],
        )
    assert latest(database) == (
        "新增走访 8 条：2022-05-01、2022-05-02、2022-05-03、2022-05-04、2022-05-05、2022-05-06等",
    )
