"""Roster import: trial, import, the same again, undo; on a made-up township.

python bench/bench_import.py [HOUSEHOLDS]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.demo import DEMO_TOWNSHIP, DemoSize, create_demo
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.roster_import import ImportResult, import_roster
from fangfan_desktop.usecases.township import create_township

_HOUSEHOLDS = 20_000
T = TypeVar("T")


def timed(name: str, call: Callable[[], T]) -> T:
    start, busy = time.perf_counter(), time.process_time()
    result = call()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took, used = time.perf_counter() - start, time.process_time() - busy
    print(f"{name:<24}{took:8.2f} s   of the processor {used:6.2f} s   peak {memory:6.0f} MB")
    return result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _HOUSEHOLDS
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "roster.xlsx"
        with create_demo(Path(folder) / "a.db", size=DemoSize(count)) as source:
            timed("roster to .xlsx", lambda: export_table(source, table="roster", path=workbook))
            timed("again, all the same", lambda: _say(import_roster(source, path=workbook)))
        with create_township(Path(folder) / "b.db", township_code=DEMO_TOWNSHIP) as target:
            start = time.perf_counter()
            trial = timed("trial", lambda: import_roster(target, path=workbook, is_trial=True))
            timed("import", lambda: _say(import_roster(target, path=workbook, trial=trial)))
            print(f"{'trial and import':<24}{time.perf_counter() - start:8.2f} s   target 8 s")
            timed("the same again", lambda: _say(import_roster(target, path=workbook)))
            timed("undo", lambda: undo(target))


def _say(result: ImportResult) -> None:
    print(f"  households {result.households}, people {result.people}, refused {result.refused},"
          f" warnings {len(result.warnings)}")  # fmt: skip
    for finding in (*result.refusals[:3], *result.warnings[:3], *result.listed_changes[:3]):
        print(f"  {finding.sheet} {finding.row} {finding.column}: {finding.reason}")


if __name__ == "__main__":
    main()
