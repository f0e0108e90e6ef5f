"""One program at a time on one database file."""

import contextlib
import getpass
import json
import os
import platform
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.whole_file import OWNER_TAIL


class DatabaseLock:
    """The lock beside a database file, and a note of who holds it."""

    def __init__(self, path: Path) -> None:
        # one file has one lock, by whatever link it is reached
        file = path.resolve()
        self._lock = FileLock(str(file) + ".lock")
        self._owner = file.with_name(file.name + OWNER_TAIL)
        self._name = path.name

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            UserError: another program holds it; the sentence says who and since when.
            OutsideError: the folder cannot be written to.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise UserError(
                f"数据库“{self._name}”正被另一个程序使用{self._holder()}。请先关闭那个程序。"
            ) from error
        except OSError as error:
            raise OutsideError(
                f"不能在数据库“{self._name}”所在的文件夹里写文件。请检查文件夹是否存在、是否只读。"
            ) from error
        note = {
            "user": getpass.getuser(),
            "host": platform.node(),
            "pid": os.getpid(),
            "since": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        }
        # the note is a courtesy: on a full disk the file can still be read
        with contextlib.suppress(OSError):
            self._owner.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._owner.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            note = json.loads(self._owner.read_text(encoding="utf-8"))
            return f"（{note['user']}，{note['host']}，{note['since']} 打开）"
        except (OSError, ValueError, KeyError):
            return ""
