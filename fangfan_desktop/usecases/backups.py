"""Backups: made, listed, rotated, checked and put back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fangfan_desktop import paths
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.backup import back_up, prove
from fangfan_desktop.storage.backup_rotation import (
    AT_CLOSING,
    BEFORE_RESTORE,
    BackupFile,
    Keeping,
    backup_path,
    expired_backups,
    list_backups,
    remove_backups,
)
from fangfan_desktop.storage.changes import NO_CHANGES, Changes
from fangfan_desktop.storage.database import Database, engine_of
from fangfan_desktop.storage.restore import check_backup, replace_file, restore_into

__all__ = ["BackupFile", "Keeping"]

# what the numbers of a check are called; in the order they are shown
COUNTED = {
    "village": "村",
    "household": "农户",
    "person": "人",
    "campaign": "排查",
    "household_form": "到户排查表",
    "identification": "监测对象识别",
    "ledger_line": "整改台账",
}


@dataclass(frozen=True, slots=True)
class Backup:
    """A proven copy; `counts` are its rows by table. `changes`: none, for those who ask."""

    path: Path
    counts: dict[str, int]
    changes: Changes = NO_CHANGES


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; `kept` is the copy of what was there before, where something was."""

    counts: dict[str, int]
    kept: Path | None


def back_up_to(database: Database, *, path: Path) -> Backup:
    """Copy the open database to a file and prove the copy.

    Raises:
        UserError: the target is the database itself.
        OutsideError: the folder is missing or read-only, the disk is full.
    """
    if path.resolve() == database.path.resolve():
        raise UserError("备份不能写到数据库自己的文件上。请换一个文件名或文件夹。")
    return Backup(path, back_up(engine_of(database), path, database.password))


def back_up_automatically(
    database: Database, *, folder: Path | None = None, reason: str = AT_CLOSING
) -> Backup:
    """Copy the open database into the backup folder, prove the copy, let old ones go.

    Args:
        database: the open database.
        folder: the program's backup folder where not given.
        reason: a word in the file's name, such as 自动, 导入前.

    Raises:
        OutsideError: the folder is read-only, the disk is full; older backups are still there.
    """
    into = folder or paths.backup_dir()
    made = back_up_to(
        database, path=backup_path(into, database.path.stem, reason, datetime.now().astimezone())
    )
    rotate(into, stem=database.path.stem)
    return made


def rotate(folder: Path, *, stem: str, keeping: Keeping | None = None) -> tuple[Path, ...]:
    """Remove automatic backups of the database `stem`.db that no rule keeps.

    Args:
        folder: the backup folder.
        stem: the database's file name without ending.
        keeping: 7 days, 4 weeks, 12 months where not given.

    Returns:
        The files removed.
    """
    return remove_backups(expired_backups(list_backups(folder), stem, keeping or Keeping()))


def known_backups(folder: Path | None = None) -> list[BackupFile]:
    """The files of the backup folder, newest first."""
    return list_backups(folder or paths.backup_dir())


def verify_database(database: Database) -> dict[str, int]:
    """Look through the whole open database; returns rows by table.

    Raises:
        OutsideError: it is damaged.
    """
    return prove(engine_of(database))


def verify_backup(path: Path, *, password: str | None) -> dict[str, int]:
    """Look through a backup file; returns rows by table.

    Raises:
        UserError: no such file, wrong password, not of this program or of a newer one.
        OutsideError: it is damaged.
    """
    return check_backup(path, password)


def restore_open_database(database: Database, *, backup: Path) -> Restored:
    """Put a backup into the open database; what is there now is backed up first.

    Raises:
        UserError: the backup cannot be used; the sentence says why. Nothing was changed.
        OutsideError: the disk failed. Nothing was changed.
    """
    check_backup(backup, database.password)
    kept = back_up_automatically(database, reason=BEFORE_RESTORE).path
    return Restored(restore_into(database, backup), kept)


def restore_backup(backup_path: Path, database_path: Path, password: str | None = None) -> Restored:
    """Put a backup in the place of a database file that is not open, damaged or missing.

    The present file is kept: in the backup folder for the program's own database, else beside it.

    Raises:
        UserError: the backup cannot be used, or the database is in use. Nothing was changed.
        OutsideError: the disk failed. Nothing was changed.
    """
    if backup_path.resolve() == database_path.resolve():
        raise UserError("备份文件和数据库是同一个文件。请选择另一个备份文件。")
    is_own = database_path.resolve() == paths.default_database().resolve()
    folder = paths.backup_dir() if is_own else database_path.parent
    keep_at = _kept_path(folder, database_path.stem)
    was_there = database_path.exists()
    counts = replace_file(backup_path, database_path, password, keep_at)
    return Restored(counts, keep_at if was_there else None)


def _kept_path(folder: Path, stem: str) -> Path:
    return backup_path(folder, stem, BEFORE_RESTORE, datetime.now().astimezone())


def describe_counts(counts: dict[str, int]) -> str:
    """The rows of a check in words: 农户 2,000，人 8,012."""
    return "，".join(
        f"{word} {counts[table]:,}" for table, word in COUNTED.items() if counts.get(table)
    )
