"""Who is meant by a name on the telephone: heads before members of other houses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fangfan_desktop.models import Person
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.clue_household import find_callers
from tests.small_township import make_township


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def test_a_head_comes_before_a_member_of_an_earlier_house(town: Database):
    with town.action("添人") as unit:
        unit.session.add(
            Person(household_id=1, position=9, name="蓝小妹", initials="lxm", relation="之女")
        )
    found = find_callers(town, text="蓝", limit=20)
    assert [(each.household.household_id, each.member) for each in found] == [
        (5, ""),
        (1, "之女 蓝小妹"),
    ]


def test_nobody_is_found_for_a_name_that_nobody_has(town: Database):
    assert find_callers(town, text="慕容", limit=20) == ()
