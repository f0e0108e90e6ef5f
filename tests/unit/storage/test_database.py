"""The database file: one writer, one transaction an action, history without exception."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Base, Household, Village
from fangfan_desktop.storage.connection import make_engine
from fangfan_desktop.storage.database import Database, create_database, open_database
from fangfan_desktop.storage.history import last_done, last_undone, list_steps, redo, undo
from fangfan_desktop.storage.migration import HEAD_REVISION
from fangfan_desktop.storage.migrations.freeze import schema_sql
from fangfan_desktop.storage.recorder import Recorder


def add_village(database: Database, name: str = "坭桥村") -> int:
    with database.action(f"新增{name}") as unit:
        village = Village(name=name, official_name=name + "委会", kind="村")
        unit.session.add(village)
        unit.session.flush()
        return village.id


def village_names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Village.name).order_by(Village.id)))


@pytest.fixture
def database(tmp_path: Path):
    with create_database(tmp_path / "a.db") as opened:
        yield opened


def test_a_row_is_still_there_after_closing_and_opening(tmp_path: Path):
    with create_database(tmp_path / "a.db") as database:
        add_village(database)
    with open_database(tmp_path / "a.db") as database:
        assert village_names(database) == ["坭桥村"]


def test_an_encrypted_file_holds_no_readable_name(tmp_path: Path):
    with create_database(tmp_path / "a.db", "密码'1") as database:
        add_village(database)
    assert "坭桥村".encode() not in (tmp_path / "a.db").read_bytes()
    with open_database(tmp_path / "a.db", "密码'1") as database:
        assert village_names(database) == ["坭桥村"]


def test_a_wrong_password_opens_nothing(tmp_path: Path):
    create_database(tmp_path / "a.db", "right").close()
    with pytest.raises(UserError, match="密码不对"):
        open_database(tmp_path / "a.db", "wrong")
    with pytest.raises(UserError, match="有密码"):
        open_database(tmp_path / "a.db")


def test_a_second_program_on_the_same_file_is_refused(tmp_path: Path):
    with (
        create_database(tmp_path / "a.db"),
        pytest.raises(UserError, match="正被另一个程序使用"),
    ):
        open_database(tmp_path / "a.db")


def test_a_file_of_a_newer_program_is_refused_unharmed(tmp_path: Path):
    path = tmp_path / "a.db"
    with create_database(path) as database, database.replay() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(UserError, match="更新版本"):
        open_database(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(UserError):
        open_database(path, "key")
    assert path.read_bytes() == content


def test_the_schema_of_a_new_file_is_that_of_the_classes(database: Database):
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        )
        made = sorted(_in_order(sql) for (sql,) in rows)
    assert made == sorted(_in_order(s) for s in schema_sql().split(";\n") if s.strip())


def _in_order(sql: str) -> str:
    """The statement with its columns and constraints sorted: later revisions add theirs last."""
    head, bracket, body = sql.strip().partition("(")
    parts: list[str] = []
    depth = start = 0
    inner = body.removesuffix(")")
    for at, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(inner[start:at].strip())
            start = at + 1
    return f"{head}{bracket}{sorted([*parts, inner[start:].strip()])}"


def test_the_head_revision_is_the_last_migration():
    versions = Path(__file__).parents[3] / "fangfan_desktop/storage/migrations/versions"
    assert max(path.name for path in versions.glob("r*.py")).startswith(f"r{HEAD_REVISION}_")


def test_a_change_outside_an_action_is_refused(database: Database):
    with pytest.raises(IntegrityError, match="outside an action"), database.read() as session:
        session.add(Village(name="甲村", official_name="甲村", kind="村"))
        session.flush()
    assert village_names(database) == []


def test_another_program_cannot_write_past_the_history(database: Database):
    add_village(database)
    engine = make_engine(database.path, None, Recorder())
    with pytest.raises(IntegrityError, match="outside an action"), engine.connect() as connection:
        connection.exec_driver_sql("UPDATE village SET name = '乙村'")
    engine.dispose()


def test_an_action_that_fails_leaves_nothing_behind(database: Database):
    class Stopped(Exception):
        pass

    with pytest.raises(Stopped), database.action("新增村") as unit:
        unit.session.add(Village(name="甲村", official_name="甲村", kind="村"))
        unit.session.flush()
        raise Stopped
    assert village_names(database) == []
    assert list_steps(database) == []


def test_an_action_without_changes_is_no_step_of_history(database: Database):
    with database.action("看看"):
        pass
    assert last_done(database) is None


def test_undo_and_redo_work_after_a_restart(tmp_path: Path):
    path = tmp_path / "a.db"
    with create_database(path) as database:
        add_village(database)
    with open_database(path) as database:
        changes = undo(database)
        assert changes.name == "新增坭桥村"
        assert changes.touches("village")
        assert village_names(database) == []
    with open_database(path) as database:
        step = last_undone(database)
        assert step is not None
        assert step.name == "新增坭桥村"
        redo(database)
        assert village_names(database) == ["坭桥村"]
        assert last_undone(database) is None


def test_a_cell_edit_keeps_only_the_changed_column(database: Database):
    village_id = add_village(database)
    with database.action("改名") as unit:
        unit.session.get_one(Village, village_id).name = "高岩村"
    with database.read() as session:
        row = session.connection().exec_driver_sql(
            'SELECT before, after FROM "change" ORDER BY id DESC LIMIT 1'
        )
        assert row.one() == ('{"name":"坭桥村"}', '{"name":"高岩村"}')


def test_undo_of_an_older_action_is_refused_where_a_later_one_stands_in_the_way(
    database: Database,
):
    village_id = add_village(database)
    first = last_done(database)
    with database.action("改名") as unit:
        unit.session.get_one(Village, village_id).name = "高岩村"
    assert first is not None
    with pytest.raises(UserError, match="改名"):
        undo(database, first.id)
    assert village_names(database) == ["高岩村"]


def test_an_older_action_elsewhere_can_be_undone_alone(database: Database):
    add_village(database, "甲村")
    first = last_done(database)
    add_village(database, "乙村")
    assert first is not None
    undo(database, first.id)
    assert village_names(database) == ["乙村"]


def test_a_new_action_ends_redo(database: Database):
    add_village(database, "甲村")
    undo(database)
    add_village(database, "乙村")
    assert redo(database).rows == {}
    assert village_names(database) == ["乙村"]


def test_deleted_rows_come_back_whole(database: Database):
    village_id = add_village(database)
    with database.action("新增户") as unit:
        unit.session.add(Household(code="1", village_id=village_id, is_lifted=0, remarks="𠮷"))
    with database.action("删除户") as unit:
        unit.session.delete(unit.session.scalars(select(Household)).one())
    undo(database)
    with database.read() as session:
        household = session.scalars(select(Household)).one()
        assert (household.code, household.is_lifted, household.remarks) == ("1", 0, "𠮷")


def test_every_table_of_data_is_tracked(database: Database):
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        )
        tracked = {name for (name,) in rows}
    assert tracked == set(Base.metadata.tables) - {"action", "change", "attachment"}


@pytest.mark.parametrize("password", [None, "口令"])
def test_a_new_file_appears_only_when_it_is_filled(tmp_path: Path, password: str | None):
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "a.db"
    seen: list[bool] = []

    def fill(database: Database) -> None:
        add_village(database)
        seen.append(path.exists())

    with create_database(path, password, fill) as database:
        assert village_names(database) == ["坭桥村"]
        assert last_done(database) is None
        assert [step.state for step in list_steps(database)] == ["made"]
        undo(database)
        assert village_names(database) == ["坭桥村"]
    assert seen == [False]
    assert {file.name for file in folder.iterdir()} == {"a.db", "a.db.lock"}


def test_a_new_file_that_cannot_be_filled_leaves_nothing(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()

    def fill(database: Database) -> None:
        add_village(database)
        raise UserError("不行")

    with pytest.raises(UserError, match="不行"):
        create_database(folder / "a.db", None, fill)
    assert {file.name for file in folder.iterdir()} <= {"a.db.lock"}
    with create_database(folder / "a.db") as database:
        assert village_names(database) == []
