"""One connection to one file: driver, key, pragmas and transactions.

The driver is SQLCipher's; without a key it reads and writes plain SQLite. Its own transaction
handling is switched off, so that schema changes are transactional too.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from fangfan_desktop.errors import FangfanError, OutsideError, UserError
from fangfan_desktop.storage.recorder import FUNCTION, Recorder

APPLICATION_ID = 0x46465042
# the driver's module is compiled and carries no types
DriverError: type[Exception] = vars(driver)["DatabaseError"]
_PLAIN_HEADER = b"SQLite format 3\x00"


def make_engine(
    path: Path, password: str | None, recorder: Recorder, *, read_only: bool = False
) -> Engine:
    """An engine with exactly one connection to the file.

    Args:
        path: the database file; made when missing, unless `read_only`.
        password: key of an encrypted file, None for a plain one.
        recorder: answers the history triggers.
        read_only: a second connection that sees the state of its first read, and cannot write.
    """
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=driver,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 10.0},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        _set_pragmas(connection, password, read_only=read_only)
        connection.create_function(FUNCTION, 0, recorder)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if recorder.is_writing else "BEGIN")

    return engine


def is_plain(path: Path) -> bool:
    """Whether the file is an unencrypted SQLite database."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER


def outside_error(error: Exception) -> FangfanError | None:
    """The sentence for a failure of the disk or the file; None where it is our own fault.

    Args:
        error: as SQLAlchemy wraps it, or as the driver raises it.
    """
    text = str(getattr(error, "orig", error)).lower()
    for part, sentence in _SENTENCES.items():
        if part in text:
            return OutsideError(sentence)
    return None


def check_key(engine: Engine) -> None:
    """Read the first page.

    Raises:
        UserError: the password is wrong, or the file is no database.
    """
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except DatabaseError as error:
        raise _opening_error(error) or error from error


def _opening_error(error: Exception) -> FangfanError | None:
    if "file is not a database" in str(getattr(error, "orig", error)).lower():
        return UserError("密码不对，或者这个文件不是本程序的数据库。请核对密码和文件。")
    return outside_error(error)


_SENTENCES = {
    "disk is full": "磁盘已满，这一步没有保存。请清出空间后再试，已保存的内容没有受影响。",
    "disk i/o error": "读写磁盘出错，这一步没有保存。请检查磁盘或U盘是否还连着，再试一次。",
    "readonly database": "数据库文件或所在文件夹是只读的，不能保存。请换一个可以写的文件夹。",
    "unable to open": "打不开数据库文件。请检查文件夹是否存在、是否有权限。",
    "database is locked": "数据库正被别的程序占用，这一步没有保存。请关闭那个程序后再试。",
    "malformed": "数据库文件已损坏。请先不要再写入，用最近的备份恢复。",
}


def _set_pragmas(connection: Any, password: str | None, *, read_only: bool) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log = off")
    if password is not None:
        cursor.execute("PRAGMA key = '" + password.replace("'", "''") + "'")
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except DriverError as error:
        # A wrong key shows here first. Nothing may go on with half of these settings.
        cursor.close()
        raise _opening_error(error) or error from error
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # without it a row that REPLACE pushes out leaves no trace in the history
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    # scans that outgrow the page cache are decrypted again and again
    cursor.execute("PRAGMA cache_size = -65536")
    if read_only:
        cursor.execute("PRAGMA query_only = ON")
    cursor.close()
