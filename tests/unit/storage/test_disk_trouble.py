"""A disk that is full, read-only or gone, and a file that is damaged or held by another program."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from fangfan_desktop.errors import FangfanError, OutsideError, UserError
from fangfan_desktop.models import Village
from fangfan_desktop.storage.backup import back_up, open_copy, prove
from fangfan_desktop.storage.connection import make_engine
from fangfan_desktop.storage.database import Database, create_database, engine_of, open_database
from fangfan_desktop.storage.history import list_steps, redo, undo
from fangfan_desktop.storage.recorder import Recorder

PAGE = 4096


def add_villages(database: Database, count: int, mark: str = "村") -> None:
    with database.action(f"新增{mark}") as unit:
        unit.connection.execute(
            insert(Village),
            [
                {"name": f"{mark}{n}", "official_name": "坭桥村" * 20, "kind": "村", "position": n}
                for n in range(count)
            ],
        )


def count_villages(database: Database) -> int:
    with database.read() as session:
        return session.query(Village).count()


def is_sound(database: Database) -> bool:
    return prove(engine_of(database))["village"] == count_villages(database)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None:
        pytest.skip("a small file system can be mounted on Linux only")
    made = subprocess.run(  # noqa: S603 - fixed words
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if made.returncode != 0:
        pytest.skip("mounting a small file system takes an administrator")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607 - fixed words


def remount(folder: Path, how: str) -> None:
    subprocess.run(  # noqa: S603 - fixed words
        ["mount", "-o", f"remount,{how}", str(folder)],  # noqa: S607
        check=True,
    )


@pytest.mark.parametrize("password", [None, "密码"])
def test_on_a_full_disk_a_step_is_refused_whole_and_the_work_goes_on(
    small_disk: Path, password: str | None
):
    with create_database(small_disk / "a.db", password) as database:
        add_villages(database, 3)
        with pytest.raises(OutsideError, match="磁盘已满"):
            add_villages(database, 20_000, "大")
        assert count_villages(database) == 3
        add_villages(database, 3, "小")
        undo(database)
        assert count_villages(database) == 3
        redo(database)
        assert is_sound(database)
    with open_database(small_disk / "a.db", password) as database:
        assert count_villages(database) == 6


def test_a_disk_that_fills_up_at_the_last_moment_loses_nothing(small_disk: Path):
    database = create_database(small_disk / "a.db")
    add_villages(database, 3)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(b"\0" * PAGE)
    kept = 3
    with pytest.raises(OutsideError, match="磁盘"):
        for turn in range(200):
            add_villages(database, 10, f"满{turn}")
            kept += 10
    assert count_villages(database) == kept
    database.close()
    filler.unlink()
    with open_database(small_disk / "a.db") as database:
        assert count_villages(database) == kept
        add_villages(database, 3, "空")
        assert is_sound(database)


def test_a_database_that_may_not_grow_refuses_a_step_whole(tmp_path: Path):
    """The same as a full disk, for machines on which none can be made."""
    with create_database(tmp_path / "a.db") as database:
        add_villages(database, 3)
        with database.read() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(OutsideError, match="磁盘已满"):
            add_villages(database, 5000, "大")
        assert count_villages(database) == 3
        assert len(list_steps(database)) == 1
        add_villages(database, 3, "小")
        assert is_sound(database)


def test_a_backup_onto_a_full_disk_leaves_the_old_backup_and_no_rubbish(
    tmp_path: Path, small_disk: Path
):
    target = small_disk / "备份.db"
    with create_database(tmp_path / "a.db") as database:
        back_up(engine_of(database), target, None)
        before = target.read_bytes()
        add_villages(database, 20_000)
        with pytest.raises(OutsideError, match="磁盘已满"):
            back_up(engine_of(database), target, None)
    assert target.read_bytes() == before
    assert [path.name for path in small_disk.iterdir()] == ["备份.db"]


def test_a_read_only_folder_opens_nothing_and_says_so(small_disk: Path, tmp_path: Path):
    create_database(small_disk / "a.db").close()
    remount(small_disk, "ro")
    try:
        with pytest.raises(OutsideError, match="只读"):
            open_database(small_disk / "a.db")
        with pytest.raises(OutsideError, match="只读"):
            create_database(small_disk / "b.db")
        with (
            create_database(tmp_path / "c.db") as database,
            pytest.raises(OutsideError, match="只读"),
        ):
            back_up(engine_of(database), small_disk / "备份.db", None)
    finally:
        remount(small_disk, "rw")
    open_database(small_disk / "a.db").close()


def test_a_disk_that_turns_read_only_at_work_is_named_and_loses_nothing(tmp_path: Path):
    with create_database(tmp_path / "a.db") as database:
        add_villages(database, 3)
        with database.read() as session:
            session.connection().exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(OutsideError, match="只读"):
            add_villages(database, 3, "小")
        with database.read() as session:
            session.connection().exec_driver_sql("PRAGMA query_only = OFF")
        assert count_villages(database) == 3
        assert is_sound(database)


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(OutsideError, match="不存在"):
        create_database(tmp_path / "nowhere" / "a.db")
    with pytest.raises(UserError, match="没有找到数据库文件"):
        open_database(tmp_path / "nowhere" / "a.db")
    with create_database(tmp_path / "a.db") as database:
        with pytest.raises(OutsideError, match="找不到文件夹"):
            back_up(engine_of(database), tmp_path / "nowhere" / "b.db", None)
        assert is_sound(database)


def test_a_file_that_another_program_is_writing_to_is_named_as_occupied(tmp_path: Path):
    with create_database(tmp_path / "a.db") as database:
        add_villages(database, 3)
        other = make_engine(tmp_path / "a.db", None, Recorder(value=0, is_writing=True))
        with database.read() as session:
            session.connection().exec_driver_sql("PRAGMA busy_timeout = 0")
        with other.connect() as connection:
            connection.exec_driver_sql("UPDATE village SET position = 9")
            with pytest.raises(OutsideError, match="占用"):
                add_villages(database, 3, "小")
            connection.rollback()
        other.dispose()
        add_villages(database, 3, "小")
        assert count_villages(database) == 6


def test_a_backup_that_is_open_somewhere_is_not_overwritten(tmp_path: Path):
    with (
        create_database(tmp_path / "a.db") as database,
        create_database(tmp_path / "b.db") as other,
    ):
        add_villages(other, 3)
        with pytest.raises(OutsideError, match="正开着"):
            back_up(engine_of(database), tmp_path / "b.db", None)
        assert count_villages(other) == 3


def test_a_backup_holds_what_is_committed_and_nothing_of_the_step_under_way(tmp_path: Path):
    with create_database(tmp_path / "a.db") as database:
        add_villages(database, 3)
        with database.action("新增") as unit:
            unit.session.add(Village(name="𠮷村", official_name="𠮷村", kind="村"))
            unit.session.flush()
            counts = back_up(engine_of(database), tmp_path / "b.db", None)
        assert counts["village"] == 3
        assert count_villages(database) == 4


def damage(path: Path, start: int, length: int = 3 * PAGE) -> None:
    raw = bytearray(path.read_bytes())
    for offset in range(start, min(start + length, len(raw))):
        raw[offset] ^= 0x5A
    path.write_bytes(raw)


def kill_at_work(path: Path, password: str) -> None:
    """Leave the file as a program does that was killed after a step."""
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from fangfan_desktop.models import Village\n"
        "from fangfan_desktop.storage.database import open_database\n"
        "database = open_database(Path(sys.argv[1]), sys.argv[2] or None)\n"
        "with database.action('新增') as unit:\n"
        "    unit.session.add(Village(name='最后', official_name='最后', kind='村'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, str(path), password], check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("password", ["", "密码"])
def test_damage_is_noticed_at_the_start_after_an_unclean_stop(tmp_path: Path, password: str):
    path = tmp_path / "a.db"
    with create_database(path, password) as database:
        add_villages(database, 5000)
    kill_at_work(path, password)
    damage(path, path.stat().st_size // 2)
    before = path.read_bytes()
    with pytest.raises(OutsideError, match="损坏"):
        open_database(path, password)
    # what was damaged stays damaged: nothing was thrown away
    middle = slice(len(before) // 2, len(before) // 2 + PAGE)
    assert path.read_bytes()[middle] == before[middle]


@pytest.mark.parametrize("password", [None, "密码"])
def test_damage_of_a_backup_is_found_by_its_proof(tmp_path: Path, password: str | None):
    with create_database(tmp_path / "a.db", password) as database:
        add_villages(database, 5000)
        back_up(engine_of(database), tmp_path / "b.db", password)
    damage(tmp_path / "b.db", (tmp_path / "b.db").stat().st_size // 2)
    engine = open_copy(tmp_path / "b.db", password)
    with pytest.raises(FangfanError, match="损坏"):
        prove(engine)
    engine.dispose()


@pytest.mark.parametrize("password", [None, "密码"])
def test_a_damaged_database_cannot_become_a_backup(tmp_path: Path, password: str | None):
    path = tmp_path / "a.db"
    with create_database(path, password) as database:
        add_villages(database, 5000)
        back_up(engine_of(database), tmp_path / "b.db", password)
    sound = (tmp_path / "b.db").read_bytes()
    damage(path, path.stat().st_size // 2)
    with open_database(path, password) as database, pytest.raises(OutsideError, match="损坏"):
        back_up(engine_of(database), tmp_path / "b.db", password)
    assert (tmp_path / "b.db").read_bytes() == sound


def test_a_truncated_file_is_damaged_and_not_foreign(tmp_path: Path):
    path = tmp_path / "a.db"
    with create_database(path) as database:
        add_villages(database, 5000)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    engine = open_copy(path, None)
    with pytest.raises(OutsideError, match="损坏"):
        prove(engine)
    engine.dispose()
    assert path.read_bytes()[:PAGE] == raw[:PAGE]
