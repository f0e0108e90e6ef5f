"""A made-up township is looked at on a day of its own; a real one on the computer's day."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.demo import DEMO_DAY, DemoSize, create_demo
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.people import correct_person
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.usecases.window_state import read_window_state

BORN_ON_THE_DAY_AFTER = "450221202205200020"  # the day after the made-up township's own


@pytest.fixture
def demo(tmp_path: Path) -> Generator[Database]:
    create_demo(tmp_path / "a.db", size=DemoSize(households=5, ledger_lines=1)).close()
    with open_database(tmp_path / "a.db") as opened:
        yield opened


def test_a_made_up_township_keeps_its_day(demo: Database):
    state = read_window_state(demo)
    assert (demo.today(), state.today, state.is_made_up) == (DEMO_DAY, DEMO_DAY, True)


def test_a_real_township_goes_by_the_computers_day(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        assert database.today() == date.today()  # noqa: DTZ011 - the office's own day
        assert not read_window_state(database).is_made_up


def test_ages_are_those_of_the_offices_day(demo: Database):
    person = household_page(demo, household_id=1).people[0]
    correct_person(demo, person_id=person.person_id, values={"id_number": "450221194101301026"})
    assert household_page(demo, household_id=1).people[0].age == 81


def test_who_is_born_after_the_offices_day_is_doubted(demo: Database):
    person = household_page(demo, household_id=1).people[0]
    result = correct_person(
        demo, person_id=person.person_id, values={"id_number": BORN_ON_THE_DAY_AFTER}
    )
    assert any("今天之后" in warning for warning in result.warnings), result.warnings
