"""The database file: making, opening, reading, and writing by actions.

Everything that changes data does so inside `Database.action`, which is one transaction and one
step of history. Reading goes through `Database.read`, long reading (exports) through
`Database.snapshot`, which has a connection of its own and does not hold up the clerk's edits.
"""

import contextlib
import getpass
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.backup import back_up_before_upgrade, check_integrity
from fangfan_desktop.storage.changes import NO_CHANGES, Changes, read_changes
from fangfan_desktop.storage.connection import (
    DriverError,
    check_key,
    is_plain,
    make_engine,
    outside_error,
)
from fangfan_desktop.storage.lock import DatabaseLock
from fangfan_desktop.storage.migration import check_revision, upgrade
from fangfan_desktop.storage.office_settings import read_fixed_day
from fangfan_desktop.storage.recorder import REPLAYING, Recorder
from fangfan_desktop.whole_file import sweep, write_whole

_BEGIN_ACTION = """
    INSERT INTO action (name, at, who, state)
    SELECT ?, ?, coalesce(max(nullif(json_extract(value, '$'), '')), ?), 'done'
    FROM setting WHERE key = 'operator_name'
"""


@dataclass(slots=True)
class UnitOfWork:
    """An action under way: write through `session`; `changes` is filled when it is done."""

    session: Session
    action_id: int
    changes: Changes = NO_CHANGES

    @property
    def connection(self) -> Connection:
        """The connection, for bulk statements."""
        return self.session.connection()


class Database:
    """An open database file. Close it, or use it as a context manager."""

    def __init__(self, path: Path, password: str | None, lock: DatabaseLock) -> None:
        self.path = path
        self.password = password
        self.operator = getpass.getuser()  # named in the history where no 经办人 is set
        self.fixed_day: date | None = None
        self._lock = lock
        self._recorder = Recorder()
        self._engine = make_engine(path, password, self._recorder)
        self._turn = threading.RLock()
        self._is_busy = False

    @property
    def is_encrypted(self) -> bool:
        """Whether the file has a password."""
        return self.password is not None

    @contextmanager
    def action(self, name: str) -> Generator[UnitOfWork]:
        """One user action: all of it or nothing, and one step of history.

        Args:
            name: what 撤销 and the history show, e.g. "修改排查表".

        Raises:
            OutsideError: the disk or the file failed; nothing was changed.
        """
        with self._session(writing=True) as session:
            connection = session.connection()
            row = connection.exec_driver_sql(
                _BEGIN_ACTION,
                (name, datetime.now().astimezone().isoformat("T", "seconds"), self.operator),
            )
            action_id = int(row.lastrowid or 0)
            self._recorder.value = action_id
            unit = UnitOfWork(session, action_id)
            yield unit
            session.flush()
            changes = read_changes(connection, action_id, name)
            if not changes.rows:
                session.rollback()
                return
            connection.exec_driver_sql("UPDATE action SET state = 'dropped' WHERE state = 'undone'")
            session.commit()
            unit.changes = changes

    @contextmanager
    def replay(self) -> Generator[Session]:
        """A transaction whose changes are not recorded: undo and redo only."""
        with self._session(writing=True) as session:
            self._recorder.value = REPLAYING
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Generator[Session]:
        """A session for reading."""
        with self._session(writing=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Generator[Session]:
        """A session on a second connection: sees one state, holds nobody up, cannot write.

        Raises:
            OutsideError: the disk or the file failed.
        """
        engine = make_engine(self.path, self.password, Recorder(), read_only=True)
        try:
            with Session(engine, autoflush=False) as session:
                # SQLite chooses the state at the first read: that is now, not some time later
                session.connection().exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").all()
                yield session
        except DBAPIError as error:
            raise outside_error(error) or error from error
        finally:
            engine.dispose()

    def change_mark(self) -> int:
        """A number that grows with every row changed; while it stands, nothing has changed."""
        with self.read() as session:
            raw = session.connection().connection.driver_connection
            return int(getattr(raw, "total_changes", 0))

    def close(self) -> None:
        """Write the log back into the file and let it go."""
        try:
            # on a full disk the log stays beside the file, and the next start reads it
            with contextlib.suppress(DriverError):
                self.write_log_back()
        finally:
            self.release()

    def write_log_back(self) -> None:
        """Bring everything from the log into the file itself."""
        with self._turn, self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def release(self) -> None:
        """Let the file go without touching it."""
        self.let_go()
        self._lock.release()

    def let_go(self) -> None:
        """Close the connection; the lock is kept."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _session(self, *, writing: bool) -> Generator[Session]:
        with self._turn:
            if self._is_busy:
                raise RuntimeError("a transaction inside a transaction: use its session")
            self._is_busy = True
            self._recorder.is_writing = writing
            try:
                with Session(self._engine, expire_on_commit=False) as session:
                    yield session
            except DBAPIError as error:
                self._end_failed_commit()
                translated = outside_error(error)
                if translated is None:
                    raise
                raise translated from error
            finally:
                self._recorder.value = None
                self._recorder.is_writing = False
                self._is_busy = False

    def _end_failed_commit(self) -> None:
        """A commit that failed (disk full, a broken reference) leaves SQLite's transaction open."""
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None and raw.in_transaction:
                raw.rollback()

    def prepare(self) -> None:
        """Check key, schema and, after an unclean stop, the file itself; upgrade when needed.

        Raises:
            UserError: wrong password, foreign file, file of a newer program.
            OutsideError: the file is damaged, or the disk fails.
        """
        was_unclean = self._has_log()
        check_key(self._engine)
        with self.read() as session:
            is_current = check_revision(session.connection())
            if was_unclean:
                check_integrity(session.connection())
        if not is_current:
            back_up_before_upgrade(self._engine, self.path, self.password)
            self._upgrade()
        with self.read() as session:
            self.fixed_day = read_fixed_day(session)

    def today(self) -> date:
        """The day that the office works on.

        The computer's own day; for a made-up township the day that it was made up for, so that its
        deadlines and lights look as they did then.
        """
        return self.fixed_day or date.today()  # noqa: DTZ011 - the office's own day

    def create_schema(self) -> None:
        """Make the tables of a new file."""
        self._upgrade()

    def _upgrade(self) -> None:
        with self._session(writing=True) as session:
            self._recorder.value = REPLAYING
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            upgrade(session.connection())
            check_integrity(session.connection())
            session.commit()

    def _has_log(self) -> bool:
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 0


def create_database(
    path: Path, password: str | None = None, fill: Callable[[Database], None] | None = None
) -> Database:
    """Make a new database file and open it; the file appears whole or not at all.

    Args:
        path: the new file.
        password: its key; None or empty for a plain one.
        fill: puts the first rows in, before the file appears under its name; its steps belong to
            the making of the file and cannot be taken back.

    Raises:
        UserError: the file exists already.
        OutsideError: the folder does not exist or cannot be written to.
    """
    if path.exists():
        raise UserError(f"文件“{path.name}”已经存在。请换一个文件名，或者先把原文件移走。")
    if not path.parent.is_dir():
        raise OutsideError(f"文件夹“{path.parent}”不存在。请先建立这个文件夹。")
    lock = DatabaseLock(path)
    lock.acquire()
    try:
        with write_whole(path) as temporary:
            _make_file(Database(temporary, password or None, lock), fill)
        database = Database(path, password or None, lock)
        database.prepare()
    except BaseException:
        lock.release()
        raise
    return database


def _make_file(database: Database, fill: Callable[[Database], None] | None) -> None:
    try:
        database.create_schema()
        if fill is not None:
            fill(database)
            with database.replay() as session:
                session.connection().exec_driver_sql("UPDATE action SET state = 'made'")
        database.write_log_back()
    finally:
        database.let_go()
        for tail in ("-wal", "-shm"):
            database.path.with_name(database.path.name + tail).unlink(missing_ok=True)


def open_database(path: Path, password: str | None = None) -> Database:
    """Open a database file; its schema is brought up to date after a backup.

    Raises:
        UserError: no such file, in use by another program, a password is needed or wrong,
            a foreign file, a file of a newer program.
        OutsideError: the file is damaged, or the disk fails.
    """
    if not path.is_file():
        raise UserError(f"没有找到数据库文件“{path}”。请检查文件名，或者先新建一个。")
    if path.stat().st_size == 0:
        raise UserError(f"文件“{path.name}”是空的，不是本程序的数据库。请选择正确的文件。")
    plain = is_plain(path)
    if not plain and not password:
        raise UserError("这个数据库有密码，或者不是本程序的数据库。请给出密码。")
    lock = DatabaseLock(path)
    lock.acquire()
    database = Database(path, None if plain else password, lock)
    try:
        database.prepare()
    except BaseException:
        database.release()
        raise
    sweep(path.parent)
    return database


def engine_of(database: Database) -> Engine:
    """The engine, for backup and verification inside this package."""
    return database._engine  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
