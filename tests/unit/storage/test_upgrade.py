"""An older file: brought up to date in one transaction after a backup, or left as it was."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from fangfan_desktop.errors import OutsideError
from fangfan_desktop.models import GridWorker, Identification, MonitoringCase, Village
from fangfan_desktop.storage import migration
from fangfan_desktop.storage.backup import open_copy, prove
from fangfan_desktop.storage.database import create_database, open_database
from fangfan_desktop.storage.history import redo, undo

NEXT = """
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    connection = op.get_bind()
    for statement in {statements!r}:
        connection.exec_driver_sql(statement)
"""
SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
HEAD = migration.HEAD_REVISION
ADD_COLUMN = "ALTER TABLE village ADD COLUMN secretary TEXT DEFAULT '未填'"


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with create_database(path) as database:
        with database.action("新增") as unit:
            unit.session.add(Village(name="坭桥村", official_name="坭桥村委会", kind="村"))
        with database.action("新增网格员") as unit:
            unit.session.add(GridWorker(village_id=1, name="𠮷"))
        with database.action("删除网格员") as unit:
            unit.connection.exec_driver_sql("DELETE FROM grid_worker")
    return path


def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """From here on the program has one more migration."""
    folder = tmp_path / "migrations"
    shutil.copytree(
        Path(migration.__file__).parent / "migrations",
        folder,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    text = NEXT.format(statements=list(statements), head=migration.HEAD_REVISION)
    (folder / "versions" / "r9999_next.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(migration, "_FOLDER", folder)
    monkeypatch.setattr(migration, "HEAD_REVISION", "9999")


def program_of(revision: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the program is as it was when that revision was its last."""
    shutil.copytree(Path(migration.__file__).parent / "migrations", folder)
    for script in (folder / "versions").glob("r*.*"):
        if script.name[1:5] > revision:
            script.unlink()
    monkeypatch.setattr(migration, "_FOLDER", folder)
    monkeypatch.setattr(migration, "HEAD_REVISION", revision)


@pytest.mark.parametrize("revision", [f"{n:04}" for n in range(1, int(HEAD))])
def test_a_file_of_every_released_program_is_brought_up_to_date(
    revision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.db"
    with monkeypatch.context() as older:
        program_of(revision, tmp_path / revision, older)
        with create_database(path) as database, database.action("新增") as unit:
            unit.session.add(Village(name="坭桥村", official_name="坭桥村委会", kind="村"))
    with open_database(path) as database:
        with database.read() as session:
            connection = session.connection()
            assert migration.current_revision(connection) == HEAD
            assert session.query(Village).count() == 1
            made = connection.exec_driver_sql(SCHEMA).all()
        assert undo(database).name == "新增"
    with create_database(tmp_path / "new.db") as new, new.read() as session:
        assert made == session.connection().exec_driver_sql(SCHEMA).all()


def test_an_identification_of_before_there_were_cases_is_undone_and_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.db"
    taken = "INSERT INTO identification (household_id, category, identified_on) VALUES "
    with monkeypatch.context() as older:
        program_of("0002", tmp_path / "0002", older)
        with create_database(path) as database:
            with database.action("新增") as unit:
                unit.session.add(Village(name="坭桥村", official_name="坭桥村委会", kind="村"))
                unit.session.flush()
                unit.connection.exec_driver_sql(
                    "INSERT INTO household (code, village_id) VALUES ('H1', 1)"
                )
            with database.action("识别") as unit:
                rows = ", ".join(["(1, '边缘易致贫户', '2022-05-01')"] * 2000)
                unit.connection.exec_driver_sql(taken + rows)
            with database.action("删误录") as unit:
                unit.connection.exec_driver_sql("DELETE FROM identification WHERE id = 7")
    with open_database(path) as database:

        def counts() -> tuple[int, int]:
            with database.read() as session:
                cases = session.query(MonitoringCase).filter_by(clue_on=None).count()
                return session.query(Identification).count(), cases

        assert counts() == (1999, 1999)
        assert undo(database).name == "删误录"
        assert counts() == (2000, 2000)
        assert undo(database).name == "识别"
        assert counts() == (0, 0)
        redo(database)
        assert counts() == (2000, 2000)
        redo(database)
        assert counts() == (1999, 1999)


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob("a-升级前-*.db"))


def test_an_older_file_is_brought_up_to_date_after_a_proven_backup(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    newer_program(tmp_path, monkeypatch, ADD_COLUMN)
    with open_database(old_file) as database, database.read() as session:
        connection = session.connection()
        assert migration.current_revision(connection) == "9999"
        rows = connection.exec_driver_sql("SELECT name, secretary FROM village").all()
        assert rows == [("坭桥村", "未填")]
    (copy,) = copies(old_file)
    engine = open_copy(copy, None)
    assert prove(engine)["village"] == 1
    with engine.connect() as connection:
        assert migration.current_revision(connection) == HEAD
    engine.dispose()
    with open_database(old_file):
        assert copies(old_file) == [copy]


def test_history_records_and_undoes_across_an_upgrade(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    statement = "ALTER TABLE grid_worker ADD COLUMN title TEXT NOT NULL DEFAULT '网格员'"
    newer_program(tmp_path, monkeypatch, statement, ADD_COLUMN)
    with open_database(old_file) as database:
        with database.action("填书记") as unit:
            unit.connection.exec_driver_sql("UPDATE village SET secretary = '㛃'")
        assert undo(database).name == "填书记"
        assert undo(database).name == "删除网格员"
        with database.read() as session:
            connection = session.connection()
            # the image is older than the column, which gets its default
            rows = connection.exec_driver_sql("SELECT name, title FROM grid_worker").all()
            assert rows == [("𠮷", "网格员")]
            assert connection.exec_driver_sql("SELECT secretary FROM village").all() == [("未填",)]
        redo(database)
        redo(database)
        with database.read() as session:
            connection = session.connection()
            assert connection.exec_driver_sql("SELECT secretary FROM village").all() == [("㛃",)]


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE village SET nowhere = 1", DBAPIError),
        # a reference that hangs in the air is found before the file is stamped
        ("INSERT INTO grid_worker (village_id, name) VALUES (99, '甲')", OutsideError),
    ],
)
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    old_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
    error: type[Exception],
):
    before = old_file.read_bytes()
    with monkeypatch.context() as newer:
        newer_program(tmp_path, newer, ADD_COLUMN, statement)
        with pytest.raises(error):
            open_database(old_file)
    assert old_file.read_bytes() == before
    assert len(copies(old_file)) == 1
    with open_database(old_file) as database, database.read() as session:
        assert session.query(Village).count() == 1


def test_no_upgrade_without_a_backup(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = old_file.read_bytes()
    newer_program(tmp_path, monkeypatch, ADD_COLUMN)
    long_name = old_file.with_name("名" * 81 + ".db")  # with the time of the backup: too long
    old_file.rename(long_name)
    with pytest.raises(OutsideError):
        open_database(long_name)
    assert long_name.read_bytes() == before
