"""The same work done by LibreOffice, where it is installed: what a clerk would use instead."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

LONGEST = 90  # seconds; who waits longer does something else


def office() -> str | None:
    """The program, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(workbook: Path, ending: str, runs: int) -> str:
    """How long it takes to load a workbook and write it as another kind of file.

    Program start included; the first run, which makes the profile, is not counted.

    Returns:
        The median as text, `over 90 s` where it was given up, or "" where there is no LibreOffice.
    """
    program = office()
    if program is None or os.name == "nt" or not workbook.exists():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            folder,
            str(workbook),
        ]
        seconds: list[float] = []
        for _ in range(runs + 1):
            took = _run(command)
            if took is None:
                return f"over {LONGEST} s"
            seconds.append(took)
        return f"{median(seconds[1:]):.1f} s"


def _run(command: list[str]) -> float | None:
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as program:
        try:
            program.wait(LONGEST)
        except subprocess.TimeoutExpired:
            # the launcher's child does the work, and would go on without it
            os.killpg(program.pid, signal.SIGKILL)
            return None
    return time.perf_counter() - start
