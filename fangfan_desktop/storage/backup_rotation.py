"""The automatic backups: how they are named, listed, and which of them are kept how long.

Copies made as the program closes are kept by day, week and month. Copies made before something
risky (a restore, an import) are kept by number, so that a later copy of the same day does not
take their place.
"""

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fangfan_desktop.errors import OutsideError

AT_CLOSING = "自动"
BEFORE_RESTORE = "恢复前"

_A_SECOND = timedelta(seconds=1)
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"^(?P<stem>.+)-(?P<stamp>\d{8}-\d{6})-(?P<reason>[^-]+)\.db$")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup of the list; `size` in bytes, `reason` is "" for a file named by a person."""

    path: Path
    made_at: datetime  # local time of the machine
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many copies are kept: of different days, weeks and months, and before risky work."""

    days: int = 7
    weeks: int = 4
    months: int = 12
    others: int = 10


def backup_path(folder: Path, stem: str, reason: str, at: datetime) -> Path:
    """Where a copy of the database `stem`.db goes that is made at that moment.

    Where the second has its copy already the name says the next free one: no copy takes the place
    of another.
    """
    path = folder / f"{stem}-{at.strftime(_STAMP)}-{reason}.db"
    return backup_path(folder, stem, reason, at + _A_SECOND) if path.exists() else path


def list_backups(folder: Path) -> list[BackupFile]:
    """The database files of the folder, newest first.

    Raises:
        OutsideError: the folder cannot be read.
    """
    try:
        found = [_backup(path) for path in folder.glob("*.db") if path.is_file()]
    except OSError as error:
        raise OutsideError(f"读不了备份文件夹“{folder}”。请检查它是否还在、是否有权限。") from error
    return sorted(found, key=lambda file: (file.made_at, file.path.name), reverse=True)


def expired_backups(
    files: Iterable[BackupFile], stem: str, keeping: Keeping
) -> tuple[BackupFile, ...]:
    """Those of the database `stem` that no rule keeps; files named by a person are never named."""
    ours = [file for file in files if file.reason and _stem(file.path) == stem]
    ours.sort(key=lambda file: file.made_at, reverse=True)
    at_closing = [file for file in ours if file.reason == AT_CLOSING]
    kept = (
        _newest_each(at_closing, lambda at: at.date(), keeping.days)
        | _newest_each(at_closing, lambda at: at.isocalendar()[:2], keeping.weeks)
        | _newest_each(at_closing, lambda at: (at.year, at.month), keeping.months)
    )
    for reason in {file.reason for file in ours} - {AT_CLOSING}:
        same = [file.path for file in ours if file.reason == reason]
        kept |= set(same[: keeping.others])
    return tuple(file for file in ours if file.path not in kept)


def remove_backups(files: Iterable[BackupFile]) -> tuple[Path, ...]:
    """Remove those files; one that cannot be removed stays for the next time."""
    gone: list[Path] = []
    for file in files:
        try:
            file.path.unlink()
        except OSError:
            # an old copy too many harms nobody: it is tried again at the next closing
            continue
        gone.append(file.path)
    return tuple(gone)


def _newest_each(
    files: Iterable[BackupFile], span: Callable[[datetime], object], most: int
) -> set[Path]:
    """The newest file of each of the `most` latest days (weeks, months) that have one."""
    newest: dict[object, Path] = {}
    for file in files:
        newest.setdefault(span(file.made_at), file.path)
    return set(list(newest.values())[:most])


def _backup(path: Path) -> BackupFile:
    size = path.stat().st_size
    match = _NAME.match(path.name)
    with contextlib.suppress(ValueError):  # no such day: a person gave the file its name
        if match is not None:
            made_at = datetime.strptime(match["stamp"], _STAMP)  # noqa: DTZ007 - local time
            return BackupFile(path, made_at, match["reason"], size)
    made_at = datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - local, as in names
    return BackupFile(path, made_at, "", size)


def _stem(path: Path) -> str:
    match = _NAME.match(path.name)
    return match["stem"] if match else ""
