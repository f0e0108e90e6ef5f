"""A display of its own with LibreOffice Calc and our grid on it, and a clerk's fingers.

Nothing waits for a time: each step is repeated, which changes nothing, until it shows.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from tests.end2end.exchange_grid import TITLE

NEEDED = ("soffice", "Xvfb", "xdotool", "openbox")
LONGEST = 40.0  # seconds for one step; a loaded machine is slow, what is broken stays broken
_LOOK_EVERY = 0.15
ROOT = Path(__file__).parents[2]
# Calc asks nothing that a first start, a foreign format or full cells would make it ask.
_SETTINGS = {
    "/org.openoffice.Office.Common/Save/Document": ("WarnAlienFormat", "false"),
    "/org.openoffice.Office.Common/Misc": ("ShowTipOfTheDay", "false"),
    "/org.openoffice.Office.Calc/Input": ("ReplaceCellsWarning", "false"),
    "/org.openoffice.Setup/Office": ("ooSetupInstCompleted", "true"),
}


def missing() -> list[str]:
    """The programs that are needed and are not there."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(found: Callable[[], Any], what: str) -> Any:
    """Ask until there is an answer.

    Raises:
        TimeoutError: there is none.
    """
    end = monotonic() + LONGEST
    while not (answer := found()):
        if monotonic() > end:
            raise TimeoutError(what)
        threading.Event().wait(_LOOK_EVERY)
    return answer


@dataclass
class Desk:
    """Both programs on one display."""

    environment: dict[str, str]
    grid: "subprocess.Popen[str]"
    book: Path

    def ask(self, *words: object) -> dict[str, Any]:
        """Tell the grid something; what it looks like afterwards."""
        assert self.grid.stdin is not None
        assert self.grid.stdout is not None
        print(*words, file=self.grid.stdin, flush=True)
        return json.loads(self.grid.stdout.readline())

    def hands(self, *words: str) -> str:
        """What xdotool says; nothing where it finds none."""
        done = subprocess.run(  # noqa: S603 - a known program
            ["xdotool", *words],  # noqa: S607 - where the machine has it
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        return done.stdout.strip()

    def active(self) -> str:
        """The window that has the keys."""
        return self.hands("getactivewindow")

    def window(self, title: str) -> str:
        """The window of that title, once it is there."""

        def look() -> str:
            return self.hands("search", "--onlyvisible", "--name", title).partition("\n")[0]

        return until(look, f"no window {title}")

    def press(self, title: str, *keys: str) -> None:
        """Press keys in a window, once it has them; a question that Calc asks is answered first."""
        window = self.window(title)
        # Return in the sheet itself would paste once more and empty the clipboard.
        programs = {self.window(TITLE), self.window(self.book.name), ""}

        def bring() -> bool:
            if self.active() not in programs:
                self.hands("key", "Return")
            self.hands("windowactivate", window)
            return self.active() == window

        until(bring, f"{title} does not come to the front")
        if keys:
            self.hands("key", "--clearmodifiers", "--delay", "30", *keys)

    def press_grid(self, *keys: str) -> None:
        """Press keys in the grid, once it has them."""
        self.press(TITLE)

        def bring() -> bool:
            has_focus = self.ask("state")["has_focus"]
            if not has_focus:
                self.hands("windowactivate", self.window(TITLE))
            return has_focus

        until(bring, "the grid has no focus")
        self.hands("key", "--clearmodifiers", *keys)

    def press_calc(self, *keys: str) -> None:
        """Press keys in the sheet."""
        self.press(self.book.name, *keys)


@contextmanager
def open_desk(folder: Path, book: Path) -> Generator[Desk]:
    """A display with the workbook open in Calc and an empty grid beside it."""
    with ExitStack() as stack:
        environment = os.environ | _display(stack) | {
            "SAL_USE_VCLPLUGIN": "gen",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
            "FANGFAN_HOME": str(folder / "fangfan"),
        }  # fmt: skip
        _start(stack, ["openbox"], environment)
        profile = folder / "profile"
        _write_settings(profile)
        calc = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo"]
        _start(stack, [*calc, "--calc", str(book)], environment)
        grid = subprocess.Popen(
            [sys.executable, "-m", "tests.end2end.exchange_grid"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(_leave, grid)
        yield Desk(environment, grid, book)


def _leave(grid: "subprocess.Popen[str]") -> None:
    grid.kill()
    grid.communicate()


def _display(stack: ExitStack) -> dict[str, str]:
    """Start a display with a number that is free."""
    reading, writing = os.pipe()
    _start(
        stack,
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        dict(os.environ),
        pass_fds=(writing,),
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        return {"DISPLAY": f":{said.readline().strip()}"}


def _start(
    stack: ExitStack,
    command: list[str],
    environment: dict[str, str],
    pass_fds: tuple[int, ...] = (),
) -> None:
    """Start a program in a group of its own, which ends with the test."""
    program = subprocess.Popen(  # noqa: S603 - known programs
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=pass_fds,
    )

    def end() -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()

    stack.callback(end)


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, (name, value) in _SETTINGS.items()
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
