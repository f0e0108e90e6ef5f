"""A screen in memory that has room for the window: Qt's own is 800 × 800, and the window fits it.

`import screen` before Qt is imported; a real display is used where there is one.
"""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

_SIZE = (1600, 1000)
_OFFSCREEN = "offscreen"


def _platform(size: tuple[int, int]) -> str:
    width, height = size
    found = {"name": "s", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1,
             "logicalDpi": 96, "logicalBaseDpi": 96}  # fmt: skip
    if os.name == "nt":  # a drive's colon would end the file's name
        return _OFFSCREEN
    path = Path(tempfile.mkdtemp()) / "screen.json"
    path.write_text(json.dumps({"screens": [found]}), encoding="utf-8")
    atexit.register(shutil.rmtree, path.parent)
    return f"{_OFFSCREEN}:configfile={path}"


def take(*, always: bool = False, size: tuple[int, int] = _SIZE) -> None:
    """Choose the screen in memory of that size, `always` or where there is no display."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked == _OFFSCREEN or (not asked and (always or not os.environ.get("DISPLAY"))):
        os.environ["QT_QPA_PLATFORM"] = _platform(size)
