"""Consistent copies of the database, and the proof that a copy is sound.

A copy is made by SQLite's own backup while the program goes on working, appears whole or not at
all, and is opened again with the key, checked and counted before it counts as a backup.
"""

import contextlib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, DBAPIError

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.connection import DriverError, check_key, make_engine, outside_error
from fangfan_desktop.storage.recorder import Recorder, tracked_tables
from fangfan_desktop.whole_file import write_whole

Counts = dict[str, int]


def back_up(engine: Engine, target: Path, password: str | None) -> Counts:
    """Copy the open database to `target` and prove the copy.

    The copy is read through a connection of its own, so it holds what is committed and nothing of
    an action under way.

    Args:
        engine: of the open database.
        target: the copy; an older file of that name is replaced only by a proven copy.
        password: the key of both.

    Returns:
        Rows by table, read from the copy.

    Raises:
        OutsideError: the disk is full, the folder is missing or read-only, the copy is damaged.
    """
    _refuse_open_target(target)
    original = make_engine(Path(str(engine.url.database)), password, Recorder(), read_only=True)
    with write_whole(target) as temporary:
        copy = make_engine(temporary, password, Recorder())
        try:
            with original.connect() as source, copy.connect() as sink:
                _raw(source).backup(_raw(sink))
            counts = prove(copy)
            _write_log_back(copy)
        except (DBAPIError, DriverError) as error:
            raise outside_error(error) or error from error
        finally:
            original.dispose()
            copy.dispose()
            _remove_log(temporary)
        return counts


def prove(engine: Engine) -> Counts:
    """Check a database file wholly and count its rows.

    Raises:
        UserError: wrong password or no database.
        OutsideError: the file is damaged.
    """
    check_key(engine)
    with engine.connect() as connection:
        check_integrity(connection)
        return count_rows(connection)


def check_integrity(connection: Connection) -> None:
    """Let SQLite look through the whole file.

    Raises:
        OutsideError: damage was found.
    """
    try:
        result = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except DatabaseError as error:
        raise outside_error(error) or error from error
    if result != "ok" or broken is not None:
        raise OutsideError("数据库文件已损坏。请不要再写入，用最近的备份恢复。")


def count_rows(connection: Connection) -> Counts:
    """Rows by table."""
    return {
        table: connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()
        for table in tracked_tables(connection)
    }


def back_up_before_upgrade(engine: Engine, path: Path, password: str | None) -> Path:
    """Copy the file beside itself before its schema is changed."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}-升级前-{stamp}{path.suffix}")
    back_up(engine, target, password)
    return target


def open_copy(path: Path, password: str | None) -> Engine:
    """An engine on a backup file, to prove it.

    Raises:
        UserError: there is no such file.
    """
    if not path.is_file():
        raise UserError(f"没有找到备份文件“{path}”。请检查文件名。")
    return make_engine(path, password, Recorder())


def _refuse_open_target(target: Path) -> None:
    # a log that stays behind would be read into the new file
    log = target.with_name(target.name + "-wal")
    size = 0
    with contextlib.suppress(OSError):  # no log, or a name that no file can have
        size = log.stat().st_size
    if size:
        raise OutsideError(
            f"“{target.name}”正开着，或者上次没有正常关闭，不能覆盖它。请换一个文件名。"
        )


def _write_log_back(copy: Engine) -> None:
    with copy.connect() as connection:
        _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _remove_log(path: Path) -> None:
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
