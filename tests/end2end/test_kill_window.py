"""The window killed while answers are typed: what it showed as saved is on the disk."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.database import open_database
from fangfan_desktop.usecases.backups import verify_database
from fangfan_desktop.usecases.history import list_history
from fangfan_desktop.usecases.household_forms import household_basis, load_rows
from tests.end2end import clerk

KILLS = max(3, int(os.environ.get("FANGFAN_KILLS", "25")) // 6)
LONGEST_WORK = 0.5  # seconds from the first key to the kill, at most
ROOT = Path(__file__).parents[2]
KEY = "heavy_burden"

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]


def type_and_kill(home: Path, first: int, seed: int) -> list[list[str]]:
    """Let the window be typed into and kill it; returns what it said."""
    random = Random(seed)  # noqa: S311 - no secrets
    environment = os.environ | {"FANGFAN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "tests.end2end.window_clerk", str(first)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        try:
            program.wait(timeout=random.uniform(0.05, LONGEST_WORK))
        except subprocess.TimeoutExpired:
            program.kill()
        else:
            pytest.fail(f"the window ended by itself: {program.returncode}")
        return [line.split() for line in program.stdout if line.endswith("\n")]


def answers(home: Path) -> dict[int, Value]:
    """What is on the disk, by row; the file is whole, and each answer is a step of its own."""
    with open_database(home / "fangfan.db") as database:
        verify_database(database)
        basis = household_basis(database, campaign_id=clerk.CAMPAIGN)
        at = basis.form.value_keys.index(KEY)
        rows = load_rows(database, campaign_id=clerk.CAMPAIGN)
        steps = [step for step in list_history(database, limit=10_000) if step.rows == 1]
        found = {row.id: row.values[at] for row in rows}
        assert len(steps) >= sum(value is not None for value in found.values())
        return found


def test_what_the_window_showed_as_saved_is_there_after_a_kill(tmp_path: Path):
    clerk.prepare(tmp_path / "a.db")
    typed = saved = answered = 0
    for kill in range(KILLS):
        home = tmp_path / f"office {kill}"
        home.mkdir()
        shutil.copy(tmp_path / "a.db", home / "fangfan.db")
        lines = type_and_kill(home, kill % 50, kill)
        shown = {int(row) for word, row in lines if word == "saved"}
        found = answers(home)
        on_disk = {row for row, value in found.items() if value is not None}
        assert shown <= on_disk, f"kill {kill}: shown as saved but lost"
        assert all(value in {None, 1} for value in found.values())
        keys = sum(word == "typed" for word, _ in lines)
        assert len(on_disk) <= keys + 1  # a key may be down before it is told
        typed, saved, answered = typed + keys, saved + len(shown), answered + len(on_disk)
    assert saved
    print(f"{KILLS} kills, {typed} keys, {saved} shown as saved, {answered} on the disk")  # noqa: T201
