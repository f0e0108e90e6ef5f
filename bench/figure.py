"""What a measurement brings home, and how it is taken."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

# ru_maxrss is in kilobytes, on macOS in bytes
_TO_MEGABYTES = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass
class Figure:
    """One line of the table: seconds of each run, the highest memory, a word about them.

    `work` is a key of `targets.TARGETS`.
    """

    work: str
    seconds: list[float] = field(default_factory=list)
    megabytes: float | None = None
    note: str = ""

    @property
    def median(self) -> float | None:
        """Median of the runs, in seconds."""
        return median(self.seconds) if self.seconds else None


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def repeated(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of each of some runs."""
    return [timed(work) for _ in range(runs)]


def over(works: Iterator[Callable[[], object]]) -> list[float]:
    """Seconds of each of some different pieces of work."""
    return [timed(work) for work in works]


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux counts what the parent held before it started us into ru_maxrss, not into VmHWM
        line = next(x for x in status.read_text(encoding="ascii").splitlines() if "VmHWM" in x)
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _TO_MEGABYTES
