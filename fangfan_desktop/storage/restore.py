"""Putting a backup back: into the open database, or in the place of a file that does not open.

Whatever is there now is kept first. A backup is checked wholly before anything is touched.
"""

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.backup import Counts, open_copy, prove
from fangfan_desktop.storage.connection import DriverError, is_plain, outside_error
from fangfan_desktop.storage.database import Database, engine_of
from fangfan_desktop.storage.lock import DatabaseLock
from fangfan_desktop.storage.migration import check_revision

_LOG_TAILS = ("-wal", "-shm")


def check_backup(path: Path, password: str | None) -> Counts:
    """Look through a backup; returns its rows by table.

    Raises:
        UserError: no such file, a wrong password, a foreign file, a file of a newer program.
        OutsideError: it is damaged.
    """
    if not path.is_file():
        raise UserError(f"没有找到备份文件“{path}”。请检查文件名，或者U盘是否插好。")
    engine = open_copy(path, None if is_plain(path) else password)
    try:
        counts = prove(engine)
        with engine.connect() as connection:
            check_revision(connection)
    finally:
        # SQLite takes its log away itself; if it is still there, another program has the file open
        engine.dispose()
    return counts


def restore_into(database: Database, backup: Path) -> Counts:
    """Put a checked backup into the open database, all of it or nothing.

    SQLite copies the pages inside one transaction; the database stays open.

    Raises:
        UserError: the backup is encrypted and the database is not, or the other way round; or
            what `check_backup` raises.
        OutsideError: the disk failed; the database is as it was.
    """
    counts = check_backup(backup, database.password)
    if is_plain(backup) == database.is_encrypted:
        raise UserError("备份和现在的数据库一个有密码、一个没有，不能直接恢复。请另选一个备份。")
    source = open_copy(backup, database.password)
    try:
        with source.connect() as from_, engine_of(database).connect() as into:
            raw_from, raw_into = (
                from_.connection.driver_connection,
                into.connection.driver_connection,
            )
            if raw_from is not None and raw_into is not None:
                raw_from.backup(raw_into)
    except (DBAPIError, DriverError) as error:
        raise outside_error(error) or error from error
    finally:
        source.dispose()
    database.prepare()
    return counts


def replace_file(backup: Path, target: Path, password: str | None, keep_at: Path) -> Counts:
    """Put a checked backup in the place of a database file that is not open.

    The present file is copied to `keep_at` as it is, with its log, damaged or not.

    Raises:
        UserError: the database is in use, or what `check_backup` raises.
        OutsideError: the disk failed; the present file is as it was.
    """
    counts = check_backup(backup, password)
    lock = DatabaseLock(target)
    lock.acquire()
    temporary = target.with_name(f".{target.name}.restore.tmp")
    try:
        if target.exists():
            _copy_with_log(target, keep_at)
        shutil.copyfile(backup, temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        # a log left beside the new file would be taken for its own
        _remove_logs(target)
        temporary.replace(target)
    except OSError as error:
        raise OutsideError(
            f"恢复没有完成：写不了“{target.parent}”里的文件。请检查磁盘是否已满、是否只读。"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
        lock.release()
    return counts


def _copy_with_log(path: Path, keep_at: Path) -> None:
    shutil.copyfile(path, keep_at)
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > 0:
        shutil.copyfile(log, keep_at.with_name(keep_at.name + "-wal"))


def _remove_logs(path: Path) -> None:
    for tail in _LOG_TAILS:
        path.with_name(path.name + tail).unlink(missing_ok=True)
