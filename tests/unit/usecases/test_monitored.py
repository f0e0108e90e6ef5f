"""The register of monitored households: list and count are one."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from fangfan_desktop.models import Identification, Measure
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.monitored import (
    CATEGORIES,
    CaseFilter,
    CaseState,
    Lacking,
    count_people,
    matching,
    read_register,
    state_of,
    state_words,
)


@pytest.fixture
def database(tmp_path: Path) -> Generator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(200, 0.2), seed=3) as opened:
        yield opened


def set_first(database: Database, **values: str | None) -> None:
    with database.action("试") as unit:
        first = unit.session.scalars(select(Identification).order_by(Identification.id)).first()
        assert first is not None
        for key, value in values.items():
            setattr(
                first, key, date.fromisoformat(value) if key.endswith("_on") and value else value
            )


def test_running_cases_are_the_households_counted(database: Database):
    register = read_register(database)
    running = matching(register.cases, CaseFilter(state=CaseState.RUNNING))
    assert count_people(running) == (register.running.households, register.running.people)


def test_each_state_and_category_adds_up_to_all(database: Database):
    cases = read_register(database).cases
    by_state = [len(matching(cases, CaseFilter(state=state))) for state in CaseState]
    by_category = [len(matching(cases, CaseFilter(category=name))) for name in CATEGORIES]
    assert sum(by_state) == sum(by_category) == len(cases) > 0


def test_a_rolled_back_case_runs_again(database: Database):
    set_first(
        database,
        identified_on="2020-01-01",
        cleared_on="2021-01-01",
        cleared_how="帮扶消除",
        rolled_back_on=None,
        removed_on=None,
    )
    [case] = [
        case for case in read_register(database).cases if str(case.cleared_on) == "2021-01-01"
    ]
    assert state_words(case) == "已消除（帮扶消除）"
    set_first(database, rolled_back_on="2022-01-01")
    [case] = [
        case for case in read_register(database).cases if str(case.rolled_back_on) == "2022-01-01"
    ]
    assert (state_of(case), state_words(case)) == (CaseState.RUNNING, "已回退")


def test_a_wrongly_taken_in_case_is_neither_running_nor_cleared(database: Database):
    set_first(database, removed_on="2022-01-01")
    [case] = [
        case for case in read_register(database).cases if str(case.removed_on) == "2022-01-01"
    ]
    assert state_of(case) is CaseState.REMOVED


def test_text_finds_names_initials_codes_and_risks(database: Database):
    cases = read_register(database).cases
    one = cases[5]
    for word in (one.head_name, one.head_initials.upper(), one.household_code, one.head_name[:1]):
        assert one in matching(cases, CaseFilter(text=f" {word} "))
    assert matching(cases, CaseFilter(text="没有这个人")) == ()


def test_villages_and_what_is_lacking_filter_together(database: Database):
    set_first(database, helper_name=None, cleared_on=None, rolled_back_on=None, removed_on=None)
    cases = read_register(database).cases
    [case] = matching(cases, CaseFilter(lacking=Lacking.HELPER))
    assert matching(cases, CaseFilter(lacking=Lacking.HELPER, village_id=case.village_id))
    assert not matching(cases, CaseFilter(lacking=Lacking.HELPER, village_id=-1))
    with database.action("试") as unit:
        unit.session.execute(delete(Measure))
    without = matching(read_register(database).cases, CaseFilter(lacking=Lacking.MEASURE))
    running = matching(cases, CaseFilter(state=CaseState.RUNNING))
    assert [one.identification_id for one in without] == [one.identification_id for one in running]
