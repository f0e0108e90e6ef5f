"""The table of measurements as text: beside each figure its target, what a peer takes, a note."""

import json
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from figure import Figure
from targets import TARGETS

_INTRODUCTION = """# How fast it is

`make bench` prints these tables (`SCALE=10`: ten times the households) and, with
`KEEP=docs/performance.md`, writes the one of that size anew here. The township is made up, one
campaign, its 附件1 three quarters filled, a household in ten with a monitoring case, one ledger
line for every twenty households. The further form is made of a county's blank workbook, all of it
answered. Each piece of work runs at least three times on a fresh copy in a process of its own. The
peer is LibreOffice in the same run, where it is installed, on the workbook that the program wrote:
what a clerk would use instead. Benchmarks are not tests: nothing passes or fails on a time, and
other work on the same machine shows.
"""
_COUNTY = 100_000  # households; no township has so many
_MOST = 11  # times the time for ten times the households


def make(
    households: int,
    figures: Mapping[str, Figure],
    skipped: Mapping[str, str],
    compared: Mapping[str, str],
    smaller: Mapping[str, Figure],
) -> str:
    """The part of the report on one size.

    Args:
        households: of the township.
        figures: what was measured, by work.
        skipped: job → why it brought no figures.
        compared: work → what a peer takes, in words.
        smaller: figures of the usual size, where this one is larger; they stand beside.
    """
    heads = ["work", "target", "measured", "peer", "note"]
    if smaller:
        heads[1:1] = ["smaller"]
    lines = [
        f"## {households:,} households" + (" (a county)" if households > _COUNTY else ""),
        "",
        _machine(),
        "Medians of at least three runs; memory is the highest of the process.",
        "",
        f"| {' | '.join(heads)} |",
        "|" + "---|" * len(heads),
    ]
    for key, target in TARGETS.items():
        figure = figures.get(key)
        cells = [target.work, _amount(target.seconds, target.megabytes)]
        if smaller:
            cells[1:1] = [_measured(key, smaller.get(key))]
        cells += [_measured(key, figure), compared.get(key, "")]
        notes = (_missed(key, figure), _growth(key, figure, smaller), figure.note) if figure else ()
        lines.append("| " + " | ".join([*cells, "; ".join(filter(None, notes))]) + " |")
    if skipped:
        lines += ["", "Not measured:", ""]
        lines += [f"- {job}: {reason}" for job, reason in skipped.items()]
    return "\n".join(lines) + "\n"


def save(path: Path, figures: Mapping[str, Figure]) -> None:
    """Keep figures for a run of another size."""
    path.write_text(json.dumps([asdict(each) for each in figures.values()]), encoding="utf-8")


def load(path: Path) -> dict[str, Figure]:
    """Figures that were kept; none where there is no file."""
    if not path.exists():
        return {}
    kept = [Figure(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    return {figure.work: figure for figure in kept}


def keep(path: Path, text: str) -> None:
    """Write a part of the report into a file, in the place of the older one of that size."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    heading = text.partition(" households")[0]
    parts = re.split(r"^(?=## )", before, flags=re.MULTILINE)[1:]
    places = [place for place, part in enumerate(parts) if part.startswith(f"{heading} ")]
    parts[places[0] if places else len(parts) : (places or [len(parts) - 1])[0] + 1] = [text]
    path.write_text("\n".join([_INTRODUCTION, *(p.rstrip() + "\n" for p in parts)]), "utf-8")


def _machine() -> str:
    return (
        f"{datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {platform.system()} {platform.machine()}."
    )


def _measured(key: str, figure: Figure | None) -> str:
    return "-" if figure is None else _amount(_seconds(key, figure), figure.megabytes)


def _amount(seconds: float | None, megabytes: float | None) -> str:
    parts: list[str] = []
    if seconds is not None:
        parts.append(f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s")
    if megabytes is not None:
        parts.append(f"{megabytes:,.0f} MB")
    return ", ".join(parts)


def _seconds(key: str, figure: Figure) -> float | None:
    """What is held against the target: the median, or the slowest run."""
    is_of_slowest = TARGETS[key].is_of_slowest and figure.seconds
    return max(figure.seconds) if is_of_slowest else figure.median


def _missed(key: str, figure: Figure) -> str:
    target = TARGETS[key]
    missed: list[str] = []
    seconds = _seconds(key, figure)
    if target.seconds and seconds and seconds > target.seconds:
        missed.append(f"missed by {seconds / target.seconds - 1:.0%}")
    if target.megabytes and figure.megabytes and figure.megabytes > target.megabytes:
        missed.append(f"{figure.megabytes - target.megabytes:.0f} MB over")
    if missed and target.why:
        missed.append(target.why)
    return ", ".join(missed)


def _growth(key: str, figure: Figure, smaller: Mapping[str, Figure]) -> str:
    """How many times the time of the smaller township, where it is more than it should be."""
    before = smaller.get(key)
    now, then = _seconds(key, figure), before and _seconds(key, before)
    return f"{now / then:.0f} times" if now and then and now / then > _MOST else ""
