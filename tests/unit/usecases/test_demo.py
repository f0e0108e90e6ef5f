"""The made-up township is believable, repeatable, and holds no real person."""

from pathlib import Path

import pytest
from sqlalchemy import text

from fangfan_desktop.domain.identity_number import birth_date, number_warnings, sex
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import UNTRACKED, Base
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.statistics import figures
from fangfan_desktop.usecases.campaign_forms import list_used_forms
from fangfan_desktop.usecases.demo import DemoSize, create_demo


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in UNTRACKED]
    with database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(table.c.id))]
            for table in tables
        }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with create_demo(path, size=DemoSize(300), seed=7) as database:
        yield database


def test_the_same_seed_gives_the_same_content(demo: Database, tmp_path: Path):
    with create_demo(tmp_path / "b.db", size=DemoSize(300), seed=7) as other:
        assert content(other) == content(demo)


def test_another_seed_gives_other_people(demo: Database, tmp_path: Path):
    with create_demo(tmp_path / "b.db", size=DemoSize(300), seed=8) as other:
        assert content(other)["person"] != content(demo)["person"]


def test_every_number_is_whole_unique_and_of_an_area_that_does_not_exist(demo: Database):
    with demo.read() as session:
        rows = session.execute(text("SELECT id_number, born_on, sex FROM person")).all()
    numbers = [row.id_number for row in rows]
    assert len(set(numbers)) == len(numbers)
    for number, born_on, its_sex in rows:
        assert number.startswith("450299")
        assert not number_warnings(number)
        assert str(birth_date(number)) == born_on
        assert sex(number) == its_sex


def test_every_household_has_one_head_and_its_people(demo: Database):
    with demo.read() as session:
        heads = session.execute(
            text(
                "SELECT count(*) FROM household h WHERE 1 <> (SELECT count(*) FROM person p"
                " WHERE p.household_id = h.id AND relation = '户主')"
            )
        ).scalar_one()
        households = session.execute(text("SELECT count(*) FROM household")).scalar_one()
    assert heads == 0
    assert households == 300


@pytest.mark.parametrize("households", [0, -1, 10_000_000])
def test_a_number_of_households_out_of_range_is_refused(tmp_path: Path, households: int):
    folder = tmp_path / "data"
    folder.mkdir()
    with pytest.raises(UserError, match="户数"):
        create_demo(folder / "a.db", size=DemoSize(households))
    assert list(folder.iterdir()) == []


def test_even_a_small_township_has_cases_in_every_state(demo: Database):
    with demo.read() as session:
        counts = session.execute(
            text(
                "SELECT sum(cleared_on IS NULL AND removed_on IS NULL), sum(clearing_started_on"
                " IS NOT NULL), sum(cleared_on IS NOT NULL), sum(rolled_back_on IS NOT NULL),"
                " sum(previous_id IS NOT NULL), sum(removed_on IS NOT NULL) FROM identification"
            )
        ).one()
        total = figures(session, 1).total.values
    assert all(counts), counts
    assert all(total[key] != "0/0" for key in ("rolled_back", "reidentified", "to_clear"))
    assert total["measures_open_cases"]
    assert total["measures_lifted"]


def test_further_forms_are_there_chosen_and_filled_in_part(demo: Database):
    used = {each.form.key: each for each in list_used_forms(demo, campaign_id=1)}
    assert list(used)[4:] == ["check-monitored", "visit-check", "lookback-check"]
    for key in list(used)[4:]:
        assert 0 < used[key].done < used[key].rows
    assert used["visit-check"].rows <= 2 * used["lookback-check"].rows
