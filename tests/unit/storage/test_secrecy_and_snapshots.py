"""What is on the disk while the program works, and what a long reader sees meanwhile."""

from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from fangfan_desktop.errors import FangfanError
from fangfan_desktop.models import Household, Person, Village
from fangfan_desktop.storage.backup import back_up
from fangfan_desktop.storage.database import Database, create_database, engine_of, open_database
from fangfan_desktop.storage.history import undo

SECRETS = ("韦桂英𠮷", "450221198001010019", "13800000000")


def add_people(database: Database, count: int) -> None:
    name, number, phone = SECRETS
    with database.action("导入" + name) as unit:
        unit.session.add(Village(name="坭桥村", official_name="坭桥村", kind="村"))
        unit.session.flush()
        unit.session.add(Household(code="1", village_id=1, phone=phone))
        unit.session.flush()
        unit.connection.execute(
            insert(Person),
            [
                {"household_id": 1, "name": name, "relation": "其他", "id_number": number}
                for _ in range(count)
            ],
        )


def readable(folder: Path) -> dict[str, list[str]]:
    """Which secrets can be read in which file, in the encodings a tool would try."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.iterdir()):
        raw = path.read_bytes()
        words = [
            word
            for word in SECRETS
            for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
            if word.encode(coding) in raw
        ]
        if words:
            found[path.name] = words
    return found


def test_with_a_password_nothing_on_the_disk_is_readable_at_work_or_afterwards(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    with create_database(folder / "a.db", "密码") as database:
        add_people(database, 3000)
        with database.action("改名") as unit:
            unit.connection.exec_driver_sql("UPDATE person SET remarks = ?", (SECRETS[0],))
        undo(database)
        back_up(engine_of(database), folder / "备份.db", "密码")
        with database.snapshot() as session:
            session.query(Person).order_by(Person.name, Person.remarks).all()
            names = {path.name for path in folder.iterdir()}
            assert {"a.db", "a.db-wal", "a.db-shm", "备份.db"} <= names
            assert (folder / "a.db-wal").stat().st_size > 100_000
            assert readable(folder) == {}
    assert readable(folder) == {}


def test_the_search_finds_what_is_readable(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    with create_database(folder / "a.db") as database:
        add_people(database, 10)
        assert "a.db-wal" in readable(folder)


def test_a_backup_of_an_encrypted_file_opens_with_its_password_only(tmp_path: Path):
    with create_database(tmp_path / "a.db", "密码") as database:
        add_people(database, 10)
        back_up(engine_of(database), tmp_path / "b.db", "密码")
    with pytest.raises(FangfanError, match="密码不对"):
        open_database(tmp_path / "b.db", "别的")
    with open_database(tmp_path / "b.db", "密码") as database, database.read() as session:
        assert session.query(Person).count() == 10


@pytest.mark.parametrize("password", [None, "密码"])
def test_a_snapshot_keeps_seeing_one_state_while_actions_are_committed(
    tmp_path: Path, password: str | None
):
    with create_database(tmp_path / "a.db", password) as database:
        add_people(database, 10)
        with database.snapshot() as snapshot:
            with database.action("删除") as unit:
                unit.connection.exec_driver_sql("DELETE FROM person")
            # its first question comes after the deletion, and still it sees the state of before
            assert snapshot.query(Person).count() == 10
            undo(database)
            with database.action("改户") as unit:
                unit.session.get_one(Household, 1).code = "2"
            assert snapshot.get_one(Household, 1).code == "1"
        with database.snapshot() as snapshot:
            assert snapshot.get_one(Household, 1).code == "2"


def test_a_snapshot_does_not_see_a_step_under_way_and_cannot_write(tmp_path: Path):
    with create_database(tmp_path / "a.db") as database:
        add_people(database, 10)
        with database.action("改户") as unit:
            unit.session.get_one(Household, 1).code = "2"
            unit.session.flush()
            with database.snapshot() as snapshot:
                assert snapshot.get_one(Household, 1).code == "1"
        with pytest.raises((FangfanError, DBAPIError)), database.snapshot() as snapshot:
            snapshot.connection().exec_driver_sql("DELETE FROM person")
        with database.read() as session:
            assert session.query(Person).count() == 10
