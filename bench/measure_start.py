"""Measurements of the whole program: from the start of the process to the grid."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from figure import Figure

RUNS = 5
SCRIPT = Path(__file__).with_name("window_once.py")


def measure_start(path: Path, folder: Path) -> Iterator[Figure]:
    """The program started anew each time, on a township in its own folder."""
    home = folder / "home"
    home.mkdir()
    shutil.move(path, home / "fangfan.db")
    runs = [_run(home) for _ in range(RUNS)]

    def values(name: str) -> list[float]:
        return [run[name] for run in runs]

    filled = median(values("filled"))
    yield Figure("start", values("ready"), note=f"first page filled after {filled:.2f} s")
    whole = median(values("grid_all"))
    note = f"a second after the start; all {runs[0]['rows']:,} rows after {whole:.2f} s"
    yield Figure("open-grid", values("grid_first"), note=note)
    idle = median(values("idle_memory"))
    yield Figure("window-memory", [], median(values("memory")), f"before the grid {idle:.0f} MB")


def _run(home: Path) -> dict[str, float]:
    environment = os.environ | {"FANGFAN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(time.time())],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    return json.loads(done.stdout.splitlines()[-1])
