"""What a command says and how: sentences to standard error, JSON alone to standard output."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

DONE, DONE_WITH_FINDINGS, REFUSED = 0, 1, 2

ProgressReport = Callable[[int, int, str], None]


def say(sentence: str) -> None:
    """A sentence for the user, on standard error."""
    sys.stderr.write(sentence + "\n")


def answer(value: Mapping[str, Any], *, as_json: bool, lines: list[str] | None = None) -> None:
    """The result of a command: one JSON object, or lines to read, on standard output."""
    if as_json:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in lines or [])


class TerminalProgress:
    """A progress bar on standard error, only where that is a terminal."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> ProgressReport:
        self._bar.start()
        return self._report

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def _report(self, done: int, total: int, text: str) -> None:
        self._bar.update(self._task, completed=done, total=total, description=text)
