"""The measurements of the project: `python bench/run.py [--scale N]`, or `make bench`.

Makes a township of 20,000 households (times the scale), does each piece of work at least three
times, each group of work in a process of its own on a fresh copy, and prints medians beside the
targets. Nothing passes or fails: where a target is missed, the line says by how much.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import peers
import report
from figure import Figure, timed

HOUSEHOLDS = 20_000
MONITORED_SHARE = 0.1
PEER_RUNS = 3
OUT = ROOT / "bench" / "out"
JOBS = {
    "measure_start": ("measure_start",),
    "measure_window": ("measure_grid",),
    "measure_paste": ("measure_paste_screen",),
    "measure_tabs": ("measure_further_tab", "measure_roster_grids"),
    "measure_forms": (
        "measure_new_form",
        "measure_take_up",
        "measure_second_keying",
        "measure_fill",
        "measure_records",
    ),
    "measure_data": (
        "measure_cell",
        "measure_paste",
        "measure_places",
        "measure_search",
        "measure_statistics",
        "measure_checks",
        "measure_import",
        "measure_backup",
        "measure_encrypted",
    ),
    "measure_cases": (
        "measure_case_reading",
        "measure_case_pages",
        "measure_same_step",
        "measure_case_papers",
        "measure_notices",
    ),
    "measure_files": ("measure_xlsx", "measure_pdf", "measure_village_pdf"),
}


def main() -> None:
    given = _arguments()
    if given.job:
        _run_job(given.job, Path(given.db), Path(given.folder))
        return
    households = HOUSEHOLDS * given.scale
    figures: dict[str, Figure] = {}
    skipped: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="fangfan-bench-") as name:
        folder = Path(name)
        township = folder / "township.db"
        seconds = _make_township(township, households)
        print(f"{households:,} households made in {seconds:.1f} s", file=sys.stderr)
        figures["demo"] = Figure("demo", [seconds], note="one run")
        for module, functions in JOBS.items():
            for function in functions:
                if given.only and not any(part in function for part in given.only):
                    continue
                job = f"{module}.{function}"
                began = perf_counter()
                found, reason = _in_own_process(job, township, folder)
                print(f"{job} took {perf_counter() - began:.0f} s", file=sys.stderr)
                figures |= {figure.work: figure for figure in found}
                if reason:
                    skipped[job] = reason
        compared = {} if given.no_peer else _peers(folder, given.peer_runs)
        proxy = figures.pop("peer-sort", None)
        if proxy is not None:
            compared["sort"] = f"a proxy model of Qt over the same rows {proxy.median:.1f} s"
    OUT.mkdir(exist_ok=True)
    smaller = {} if given.scale == 1 else report.load(OUT / f"figures-{HOUSEHOLDS}.json")
    text = report.make(households, figures, skipped, compared, smaller)
    print(text)
    if not given.only:
        report.save(OUT / f"figures-{households}.json", figures)
        (OUT / f"performance-{households}.md").write_text(text, encoding="utf-8")
    if given.keep:
        report.keep(Path(given.keep), text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help="times 20,000 households")
    parser.add_argument("--only", nargs="*", help="parts of names of measurements")
    parser.add_argument("--no-peer", action="store_true", help="leave LibreOffice out")
    parser.add_argument("--peer-runs", type=int, default=PEER_RUNS)
    parser.add_argument("--keep", help="a file whose part on this size is written anew")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    parser.add_argument("--db", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def _make_township(path: Path, households: int) -> float:
    from fangfan_desktop.usecases.demo import (  # noqa: PLC0415 - slow to load
        DEMO_DAY,
        DemoSize,
        create_demo,
    )
    from fangfan_desktop.usecases.demo_ledger import add_demo_ledger  # noqa: PLC0415

    def make() -> None:
        with create_demo(path, size=DemoSize(households, MONITORED_SHARE), seed=1) as database:
            add_demo_ledger(
                database,
                campaign_id=1,
                random=Random(1),  # noqa: S311 - made-up lines
                today=DEMO_DAY,
                lines=households // 20,
            )

    return timed(make)


def _in_own_process(job: str, township: Path, folder: Path) -> tuple[list[Figure], str]:
    """Figures of a job, and why there are none where it could not be done."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        copy = Path(own) / "township.db"
        shutil.copy(township, copy)
        command = [sys.executable, __file__, "--job", job, "--db", str(copy), "--folder", own]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        for workbook in Path(own).glob("peer-*.xlsx"):
            shutil.move(workbook, folder / workbook.name.removeprefix("peer-"))
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    found = [Figure(**json.loads(line)) for line in lines]
    reason = done.stderr.strip().splitlines()[-1] if done.returncode else ""
    return found, reason


def _run_job(job: str, database: Path, folder: Path) -> None:
    module, _, function = job.partition(".")
    for figure in getattr(import_module(module), function)(database, folder):
        print(json.dumps(asdict(figure)), flush=True)


def _peers(folder: Path, runs: int) -> dict[str, str]:
    """By work, what LibreOffice takes for the same."""
    found: dict[str, str] = {}
    for work, name, ending, words in (
        ("open-grid", "township", "csv", "Calc: start, load the workbook, save as csv"),
        ("village-pdf", "village", "pdf", "Calc: start, load, .pdf"),
        ("pdf", "township", "pdf", "Calc: start, load, .pdf"),
    ):
        print(f"LibreOffice: {name} to {ending}", file=sys.stderr)
        took = peers.convert(folder / f"{name}.xlsx", ending, runs)
        if took:
            found[work] = f"{words} {took}"
    return found


if __name__ == "__main__":
    main()
