"""The measurements of the project: `python bench/run.py [--scale N]`, or `make bench`.

Makes a township of 20,000 households (times the scale), does each piece of work at least three
times, each group of work in a process of its own on a fresh copy, and prints medians beside the
targets. Nothing passes or fails: where a target is missed, the line says by how much.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from importlib import import_module
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import peers
from figure import Figure, timed
from targets import TARGETS

HOUSEHOLDS = 20_000
MONITORED_SHARE = 0.1
PEER_RUNS = 3
_INTRODUCTION = """# How fast it is

`make bench` prints this table (`SCALE=10`: ten times the households). The township is made up, one
campaign, its 附件1 three quarters filled, a household in ten with a monitoring case, one ledger
line for every twenty households. Each piece of work runs at least three times on a fresh copy in a
process of its own. The peer is LibreOffice in the same run, where it is installed, on the workbook
that the program wrote: what a clerk would use instead. Benchmarks are not tests: nothing passes or
fails on a time, and other work on the same machine shows.

"""
OUT = ROOT / "bench" / "out"
JOBS = {
    "measure_start": ("measure_start",),
    "measure_window": ("measure_grid",),
    "measure_paste": ("measure_paste_screen",),
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
                print(job, file=sys.stderr)
                found, reason = _in_own_process(job, township, folder)
                figures |= {figure.work: figure for figure in found}
                if reason:
                    skipped[job] = reason
        compared = {} if given.no_peer else _peers(folder, given.peer_runs)
    text = _report(households, figures, skipped, compared)
    print(text)
    if given.keep:
        Path(given.keep).write_text(_INTRODUCTION + text, encoding="utf-8")
    OUT.mkdir(exist_ok=True)
    (OUT / f"performance-{households}.md").write_text(text, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help="times 20,000 households")
    parser.add_argument("--only", nargs="*", help="parts of names of measurements")
    parser.add_argument("--no-peer", action="store_true", help="leave LibreOffice out")
    parser.add_argument("--peer-runs", type=int, default=PEER_RUNS)
    parser.add_argument("--keep", help="a file for the report, such as docs/performance.md")
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


def _report(
    households: int, figures: dict[str, Figure], skipped: dict[str, str], compared: dict[str, str]
) -> str:
    lines = [
        f"## {households:,} households",
        "",
        _machine(),
        "Medians of at least three runs; memory is the highest of the process.",
        "",
        "| work | target | measured | peer | note |",
        "|---|---|---|---|---|",
    ]
    for key, target in TARGETS.items():
        figure = figures.get(key)
        if figure is None:
            lines.append(f"| {target.work} | {_amount(target.seconds, target.megabytes)} | - | | |")
            continue
        note = "; ".join(part for part in (_missed(key, figure), figure.note) if part)
        measured = _amount(_seconds(key, figure), figure.megabytes)
        peer = compared.get(key, "")
        wanted = _amount(target.seconds, target.megabytes)
        lines.append(f"| {target.work} | {wanted} | {measured} | {peer} | {note} |")
    if skipped:
        lines += ["", "Not measured:", ""]
        lines += [f"- {job}: {reason}" for job, reason in skipped.items()]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    return (
        f"{datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {platform.system()} {platform.machine()}."
    )


def _amount(seconds: float | None, megabytes: float | None) -> str:
    parts = []
    if seconds is not None:
        parts.append(f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s")
    if megabytes is not None:
        parts.append(f"{megabytes:.0f} MB")
    return ", ".join(parts)


def _seconds(key: str, figure: Figure) -> float | None:
    """What is held against the target: the median, or the slowest run."""
    is_of_slowest = TARGETS[key].is_of_slowest and figure.seconds
    return max(figure.seconds) if is_of_slowest else figure.median


def _missed(key: str, figure: Figure) -> str:
    target = TARGETS[key]
    missed = []
    seconds = _seconds(key, figure)
    if target.seconds and seconds and seconds > target.seconds:
        missed.append(f"missed by {seconds / target.seconds - 1:.0%}")
    if target.megabytes and figure.megabytes and figure.megabytes > target.megabytes:
        missed.append(f"{figure.megabytes - target.megabytes:.0f} MB over")
    if missed and target.why:
        missed.append(target.why)
    return ", ".join(missed)


if __name__ == "__main__":
    main()
