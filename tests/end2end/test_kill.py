"""The program killed at any moment: nothing acknowledged is lost, nothing half done is seen.

`FANGFAN_KILLS=300` (make kill) kills three hundred times instead of the few of every test run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.backups import verify_backup, verify_database
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.whole_file import sweep
from tests.end2end import clerk, form_clerk

KILLS = int(os.environ.get("FANGFAN_KILLS", "25"))
LONGEST_WORK = 0.6  # seconds from the first step to the kill, at most
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "a.db"
    clerk.prepare(path)
    return path


def run_and_kill(seed: int, *arguments: str) -> list[str]:
    """Let a clerk work, kill the program after a random while; returns the lines it said."""
    random = Random(seed)  # noqa: S311 - no secrets
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "tests.end2end.clerk", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        assert first.startswith("ready"), first
        try:
            program.wait(timeout=random.uniform(0, LONGEST_WORK))
        except subprocess.TimeoutExpired:
            program.kill()
        else:
            pytest.fail(f"the program ended by itself: {program.returncode}")
        return [first, *program.stdout.readlines()]


def last_done(lines: list[str], before: int) -> int:
    done = [int(line.split()[1]) for line in lines[1:] if line.endswith("\n")]
    assert done == list(range(before + 1, before + 1 + len(done)))
    return done[-1] if done else before


def content(database: Database) -> object:
    with database.read() as session:
        return clerk.content(session.connection())


@pytest.mark.parametrize("what", ["enter", "forms"])
def test_killed_at_any_moment_every_acknowledged_step_is_there_and_no_half_one(
    start: Path, tmp_path: Path, what: str
):
    """The killed program's file is held against one in which the same steps went undisturbed."""
    work, shadow = tmp_path / "work", tmp_path / "shadow"
    for folder in (work, shadow):
        folder.mkdir()
        shutil.copy(start, folder / "a.db")
    if what == "forms":
        with open_database(work / "a.db") as database:
            form_clerk.prepare(database)
        shutil.copy(work / "a.db", shadow / "a.db")
    done = in_flight = 0
    step = clerk.STEPS[what]
    kills = KILLS if what == "enter" else max(8, KILLS // 3)
    with open_database(shadow / "a.db") as undisturbed:
        for kill in range(kills):
            lines = run_and_kill(kill, what, str(work / "a.db"), str(done + 1))
            acknowledged = last_done(lines, done)
            for number in range(done + 1, acknowledged + 1):
                step(undisturbed, number, shadow)
            with open_database(work / "a.db") as survivor:
                verify_database(survivor)
                found = content(survivor)
            done = acknowledged
            if found != content(undisturbed):
                done += 1
                in_flight += 1
                step(undisturbed, done, shadow)
                assert found == content(undisturbed), f"kill {kill}, step {done}"
        with open_database(work / "a.db") as survivor:
            assert undo_last(survivor) is not None
            undo_last(undisturbed)
            assert content(survivor) == content(undisturbed)
    assert done > kills // 2
    print(f"{kills} kills, {done} steps, {in_flight} taken but not acknowledged")  # noqa: T201


@pytest.mark.parametrize("what", ["backup", "xlsx", "pdf"])
def test_killed_while_writing_a_file_the_old_one_or_the_new_one_is_there_whole(
    start: Path, tmp_path: Path, what: str
):
    path = tmp_path / "a.db"
    shutil.copy(start, path)
    target = tmp_path / "out" / ("b.db" if what == "backup" else f"b.{what}")
    target.parent.mkdir()
    for kill in range(max(3, KILLS // 8)):
        lines = run_and_kill(
            kill, "backup" if what == "backup" else "export", str(path), str(target)
        )
        if what == "backup":
            assert verify_backup(target, password=None)["household"] == clerk.HOUSEHOLDS
        else:
            # the same rows make a file of the same size, but for a moment's stamp inside
            size = int(lines[0].split()[1])
            assert abs(target.stat().st_size - size) < 200
            assert target.read_bytes()[:2] == (b"PK" if what == "xlsx" else b"%P")
            # what one program left, with names in it, the next took away
            assert len(list(target.parent.glob(".~*"))) <= 1
    sweep(target.parent)
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_log_torn_at_any_place_opens_to_a_step_that_was_taken(start: Path, tmp_path: Path):
    """What a power failure can leave: the log's last pages did not reach the disk."""
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(start, folder / "a.db")
    states: list[object] = []
    database = open_database(folder / "a.db")
    states.append(content(database))
    for number in range(1, 25):
        clerk.take_step(database, number, folder)
        states.append(content(database))
    torn = tmp_path / "torn.db"
    log = (folder / "a.db-wal").read_bytes()
    main = (folder / "a.db").read_bytes()
    database.close()
    random = Random(1)  # noqa: S311 - no secrets
    places: set[int] = set()
    for _ in range(15):
        torn.write_bytes(main)
        torn.with_name("torn.db-wal").write_bytes(log[: random.randrange(len(log))])
        with open_database(torn) as survivor:
            verify_database(survivor)
            places.add(states.index(content(survivor)))
    assert len(places) > 3
