"""Folders of the user and of the program itself.

`FANGFAN_HOME` overrides the user's folders: tests and portable installations set it.
"""

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

_APP_NAME = "fangfan"


def data_dir() -> Path:
    """The folder of the user's own database; made when missing."""
    override = os.environ.get("FANGFAN_HOME")
    folder = Path(override) if override else Path(PlatformDirs(_APP_NAME, False).user_data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database() -> Path:
    """The database that the desktop program opens when none is named."""
    return data_dir() / "fangfan.db"


def backup_dir() -> Path:
    """Where automatic backups are kept; made when missing."""
    return _below_data("backups")


def log_dir() -> Path:
    """Where log files are kept; made when missing."""
    return _below_data("logs")


def export_dir() -> Path:
    """The folder that file dialogs start in: the user's documents."""
    if os.environ.get("FANGFAN_HOME"):
        return _below_data("exports")
    return Path(PlatformDirs(_APP_NAME, False).user_documents_dir)


def resource_dir() -> Path:
    """The folder of the files that the program ships: forms, fonts, icons, places."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [package / "resources", package.parent / "resources"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError("resources")


def _below_data(name: str) -> Path:
    folder = data_dir() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
