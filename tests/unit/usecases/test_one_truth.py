"""Whatever takes a household in, its identification and its case are one truth."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.case_list import CaseState, read_cases
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.household_records import (
    remove_identification,
    set_identification,
)
from fangfan_desktop.usecases.roster_import import import_roster
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import begin, take_in

CASE = {"category": "边缘易致贫户", "identified_on": "2022-03-01", "risks": "因病"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def orphans(town: Database) -> int:
    """Identifications without exactly one case, and cases that name none that is there."""
    with town.read() as session:
        return session.execute(
            text(
                "SELECT (SELECT count(*) FROM identification AS i WHERE 1 <> (SELECT count(*)"
                " FROM monitoring_case AS c WHERE c.identification_id = i.id))"
                " + (SELECT count(*) FROM monitoring_case AS c WHERE identification_id IS NOT NULL"
                " AND NOT EXISTS (SELECT 1 FROM identification AS i"
                " WHERE i.id = c.identification_id AND i.household_id = c.household_id))"
            )
        ).scalar_one()


def test_an_identification_entered_on_the_household_s_page_has_a_case(town: Database):
    set_identification(town, household_id=5, values=CASE)
    assert orphans(town) == 0
    [line] = [line for line in read_cases(town).lines if line.household_id == 5]
    assert (line.state, line.included_on) == (CaseState.HELPING, date(2022, 3, 1))
    undo(town)
    assert [line for line in read_cases(town).lines if line.household_id == 5] == []
    redo(town)
    assert orphans(town) == 0


def test_one_entered_by_mistake_takes_its_empty_case_along(town: Database):
    added = set_identification(town, household_id=5, values=CASE)
    assert added.row_id is not None
    remove_identification(town, household_id=5, identification_id=added.row_id)
    assert orphans(town) == 0
    assert [line for line in read_cases(town).lines if line.household_id == 5] == []


def test_one_that_a_case_led_to_is_not_deleted(town: Database):
    take_in(town)
    with town.read() as session:
        key = session.execute(
            text("SELECT id FROM identification WHERE household_id = 5")
        ).scalar_one()
    with pytest.raises(UserError, match="请在个案里办“清退”"):
        remove_identification(town, household_id=5, identification_id=key)


def test_a_roster_that_names_monitored_households_opens_their_cases(town: Database, tmp_path: Path):
    take_in(town)
    begin(town, 4)
    file = tmp_path / "roster.xlsx"
    export_table(town, table="roster", path=file, campaign_id=None, village_id=None)
    with make_township(tmp_path / "b.db") as other:
        import_roster(other, path=file)
        assert orphans(other) == 0
        [line] = [line for line in read_cases(other).lines if line.household_id == 5]
        assert (line.state, line.category, line.clue_on) == (
            CaseState.HELPING,
            "边缘易致贫户",
            None,
        )


def test_the_roster_shows_what_the_cases_know(town: Database, tmp_path: Path):
    take_in(town)
    file = tmp_path / "roster.xlsx"
    export_table(town, table="roster", path=file, campaign_id=None, village_id=None)
    result = import_roster(town, path=file)
    assert (result.households.added, result.households.changed) == (0, 0)
    assert orphans(town) == 0
