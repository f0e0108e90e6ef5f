"""A screen in memory that has room for the window: Qt's own is 800 × 800, and the window fits it.

`import screen` before Qt is imported; a real display is used where there is one.
"""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

_SCREEN = {"name": "s", "x": 0, "y": 0, "width": 1600, "height": 1000, "dpr": 1,
           "logicalDpi": 96, "logicalBaseDpi": 96}  # fmt: skip
_OFFSCREEN = "offscreen"


def _platform() -> str:
    if os.name == "nt":  # a drive's colon would end the file's name
        return _OFFSCREEN
    path = Path(tempfile.mkdtemp()) / "screen.json"
    path.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
    atexit.register(shutil.rmtree, path.parent)
    return f"{_OFFSCREEN}:configfile={path}"


def take(*, always: bool = False) -> None:
    """Choose the screen in memory, `always` or where there is no display."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked == _OFFSCREEN or (not asked and (always or not os.environ.get("DISPLAY"))):
        os.environ["QT_QPA_PLATFORM"] = _platform()
