"""Random deeds in the real window; what it found once stays mended."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.usecases.campaigns import create_campaign
from fangfan_desktop.usecases.demo import DemoSize, create_demo

ROOT = Path(__file__).parents[2]
SEEDS = (11, 20, 33)
STEPS = 150
LONGEST_WAIT = "60"  # seconds: a loaded machine is slow, a deadlock does not end

pytestmark = pytest.mark.end2end


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up township with two campaigns; the monkey works on copies."""
    path = tmp_path_factory.mktemp("township") / "a.db"
    with create_demo(path, size=DemoSize(households=300)) as database:
        create_campaign(
            database,
            name="第二次排查𠮷",
            year=2021,
            line_fen=650_000,
            income_from=date(2020, 5, 1),
            income_to=date(2021, 4, 30),
            starts_on=date(2021, 5, 3),
            ends_on=date(2022, 6, 10),
        )
    return path


@pytest.mark.parametrize("seed", SEEDS)
def test_random_deeds_break_nothing(township: Path, seed: int):
    command = (sys.executable, "-m", "tests.end2end.monkey", "--db", str(township))
    numbers = ("--seed", str(seed), "--steps", str(STEPS), "--hang", LONGEST_WAIT)
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [*command, *numbers],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
