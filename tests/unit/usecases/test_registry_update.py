"""Answers of a campaign that update the registry, after a look, as one step."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Source
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_forms import use_form
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.registry_update import (
    plan_registry_update,
    updatable_fields,
    update_registry,
)
from tests.small_township import add_campaign, change_household, make_township
from tests.unit.usecases.own_forms import own_form


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def answer(database: Database, household: int, **values: int | None) -> None:
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == household)
    edits = [(row.id, key, value) for key, value in values.items()]
    assert not set_answers(database, campaign_id=1, edits=edits).refused


def registry(database: Database, household: int) -> tuple[object, ...]:
    with database.read() as session:
        return tuple(
            session.connection()
            .exec_driver_sql(
                "SELECT h.housing_safe, h.water_safe, h.on_dibao, i.per_capita_fen FROM household h"
                " JOIN income i ON i.household_id = h.id WHERE h.id = ?",
                (household,),
            )
            .one()
        )


def test_only_chosen_answers_that_differ_are_written_and_one_undo_takes_them_back(town: Database):
    answer(town, 1, housing_safe=0, water_safe=1, on_dibao=1)
    answer(town, 2, water_safe=None)
    before = registry(town, 1), registry(town, 2)
    keys = ["housing_safe", "water_safe"]
    plan = plan_registry_update(town, campaign_id=1, keys=keys)
    assert [(line.household_id, line.name, line.before, line.after) for line in plan.lines] == [
        (1, "现有住房是否安全", "是", "否"),
        (1, "饮水是否安全", "否", "是"),
    ]
    assert (registry(town, 1), registry(town, 2)) == before
    done = update_registry(town, campaign_id=1, keys=keys)
    assert done.lines == plan.lines
    assert registry(town, 1)[:3] == (0, 1, 0)
    assert registry(town, 2) == before[1]
    assert not plan_registry_update(town, campaign_id=1, keys=keys).lines
    undo(town)
    assert registry(town, 1) == before[0]


def test_income_goes_to_the_campaign_s_period_unless_its_parts_are_recorded(town: Database):
    answer(town, 1, income_per_capita=900_000)
    answer(town, 2, income_per_capita=800_000)
    with town.action("分项") as unit:
        unit.connection.exec_driver_sql("UPDATE income SET wages_fen = 5 WHERE household_id = 2")
    done = update_registry(town, campaign_id=1, keys=["income_per_capita"])
    assert [line.after for line in done.lines] == ["9000"]
    assert done.passed_over == {"income_per_capita": 1}
    assert registry(town, 1)[3] == 900_000


def test_a_closed_campaign_s_answers_may_still_be_taken_and_those_who_left_are_passed(
    town: Database,
):
    answer(town, 1, housing_safe=0)
    answer(town, 3, housing_safe=0)
    close_campaign(town, campaign_id=1)
    change_household(town, 3, left_on=date(2022, 6, 11))
    done = update_registry(town, campaign_id=1, keys=["housing_safe"])
    assert [line.household_id for line in done.lines] == [1]


def test_what_the_registry_works_out_is_not_offered(town: Database):
    keys = {each.key for each in updatable_fields(town, campaign_id=1)}
    assert {"housing_safe", "income_per_capita", "on_dibao"} <= keys
    assert not {"many_minors", "no_labour", "heavy_burden", "population"} & keys
    with pytest.raises(UserError, match="没有对应"):
        plan_registry_update(town, campaign_id=1, keys=["many_minors"])


def test_the_heads_telephone_that_was_prefilled_is_no_news(town: Database):
    form = own_form()
    phone = Field("phone", ("联系电话",), Kind.TEXT, Source.PREFILLED, is_required=False)
    save_form(town, form=replace(form, fields=(*form.fields, phone)))
    with town.action("电话") as unit:
        unit.connection.exec_driver_sql(
            "UPDATE person SET phone = '13800000000' WHERE household_id IN (1, 2)"
            " AND relation = '户主'"
        )
    use_form(town, campaign_id=1, form_key=form.key)
    rows = load_rows(town, campaign_id=1, form_key=form.key)
    edits = [(row.id, "phone", "13900000000") for row in rows if row.household_id == 2]
    set_answers(town, campaign_id=1, form_key=form.key, edits=edits)
    plan = plan_registry_update(town, campaign_id=1, form_key=form.key, keys=["phone"])
    assert [(line.household_id, line.before, line.after) for line in plan.lines] == [
        (2, "13800000000", "13900000000")
    ]
