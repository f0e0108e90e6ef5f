"""A number and the list behind it are one query."""

from pathlib import Path

import pytest

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_selections import ALL_HOUSEHOLDS, IDENTITIES
from fangfan_desktop.storage.selections import (
    Count,
    Selection,
    count_by_village,
    household_ids,
    list_rows,
)
from tests.small_township import make_township

PEOPLE = Selection(
    key="sons",
    title="儿子",
    sql=(
        "SELECT p.id AS item_id, p.household_id AS household_id, h.village_id AS village_id,"
        " 2 AS people,"
        " p.name AS evidence FROM person AS p JOIN household AS h ON h.id = p.household_id"
        " WHERE p.relation = :relation"
    ),
    parameters=frozenset({"relation"}),
    has_one_row_each=False,
)


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as database:
        yield database


@pytest.mark.parametrize("selection", [*IDENTITIES.values(), ALL_HOUSEHOLDS], ids=lambda s: s.key)
def test_count_and_list_of_every_identity_agree(town: Database, selection: Selection):
    with town.read() as session:
        counted = count_by_village(session, selection)
        for village in (1, 2):
            listed = list_rows(session, selection, village_id=village)
            assert counted.get(village, Count()) == Count(
                len(listed), len(listed), sum(row.people for row in listed)
            )
        assert household_ids(session, selection) == {
            row.household_id for row in list_rows(session, selection)
        }


def test_the_identities_are_those_of_the_township(town: Database):
    with town.read() as session:
        found = {key: household_ids(session, one) for key, one in IDENTITIES.items()}
    assert found["lifted"] == {1, 3}
    assert found["monitored"] == found["marginal"] == {2}
    assert found["cleared"] == {3}
    assert found["general"] == {4, 5, 6}


def test_several_rows_of_one_household_count_it_once(town: Database):
    with town.read() as session:
        counted = count_by_village(session, PEOPLE, {"relation": "之子", "unused": 1})
        listed = list_rows(session, PEOPLE, {"relation": "之子"})
    assert sum(count.rows for count in counted.values()) == len(listed) == 5
    assert counted[1] + counted[2] == Count(5, 5, 10)


def test_a_missing_parameter_is_told(town: Database):
    with town.read() as session, pytest.raises(KeyError):
        count_by_village(session, PEOPLE)
