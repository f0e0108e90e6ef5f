"""A village with one family, for the tests of the registry."""

from datetime import date
from pathlib import Path

from fangfan_desktop.storage.database import Database, create_database
from fangfan_desktop.usecases.areas import add_group, add_village
from fangfan_desktop.usecases.households import add_household
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.usecases.people import add_person

DAY = date(2022, 5, 9)
WHY = Occasion(DAY, "群众申请")
TABLES = (
    "village",
    "village_group",
    "grid",
    "grid_worker",
    "household",
    "person",
    "income",
    "identification",
    "measure",
    "visit",
    "household_event",
    "household_form",
    "code_item",
)


def make_town(path: Path) -> Database:
    """One village, two groups, no household."""
    database = create_database(path)
    village = add_village(database, name="坭桥村").id
    assert village is not None
    add_group(database, village_id=village, name="一组")
    add_group(database, village_id=village, name="二组")
    return database


def add_family(database: Database, *, head: str = "蒙秀英") -> tuple[int, dict[str, int]]:
    """A head, her husband, a son and her mother; returns household and people by name."""
    made = add_household(
        database, village_id=1, group_id=1, head={"name": head, "sex": "女"}, values={}
    )
    assert made.household_id is not None
    assert made.person_id is not None
    people = {head: made.person_id}
    for name, relation, sex in (
        ("韦志𠮷", "配偶", "男"),
        ("韦明", "之子", "男"),
        ("黄㛃", "之母", "女"),
    ):
        added = add_person(
            database,
            household_id=made.household_id,
            values={"name": name, "relation": relation, "sex": sex},
        )
        assert added.person_id is not None
        people[name] = added.person_id
    return made.household_id, people


def image(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the registry, to compare."""
    with database.read() as session:
        connection = session.connection()
        return {
            table: [
                tuple(row)
                for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - names of this module
            ]
            for table in TABLES
        }


def relations(database: Database, household_id: int) -> dict[str, str]:
    """Relation of the present people, by name."""
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT name, relation FROM person WHERE household_id = ? AND left_on IS NULL",
            (household_id,),
        )
        return {row[0]: row[1] for row in rows}
