"""A file appears whole or not at all: written beside its target, flushed, then renamed."""

import contextlib
import ctypes
import errno
import os
import platform
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from fangfan_desktop.errors import FangfanError, OutsideError, UserError

# Beside a database that is open stands a note of who holds it, named like it with this tail.
OWNER_TAIL = ".owner"

# A temporary file says whose it is: .~fangfan-COMPUTER-PROCESS-random.xlsx
_MARK = ".~fangfan-"
_NAME = re.compile(r"\.~fangfan-(?P<computer>[0-9a-f]{8})-(?P<process>[0-9]{1,10})-")
_STALE = (
    7 * 24 * 3600
)  # seconds; of another computer's on a shared folder, whose programs we see not
_MOST_LOOKED_AT = 20_000  # names in a folder
_MAY_WAIT, _DENIED = 0x00100000, 5  # Windows' own numbers
_ours: set[str] = set()  # names of those that this process is writing

# Windows' own numbers, which Python only partly maps to errno.
_WIN_SHARING = 32
_WIN_LOCKED = 33
_WIN_NOT_READY = 21
_WIN_DISK_FULL = 112


@contextmanager
def write_whole(target: Path, ending: str = "") -> Generator[Path]:
    """Give a temporary path in the target's folder; put it in the target's place at the end.

    The body writes the file at the path that is given. When the body ends without an error the
    file is flushed to the disk and renamed, which the operating system does in one step: whoever
    looks sees the old file or the new one. On any error the temporary file goes and the old file
    stays as it was.

    Args:
        target: where the file shall be in the end; an existing file is replaced.
        ending: what the target's name must end in, such as `.xlsx`: a workbook is never written
            over a file that is none.

    Raises:
        UserError: the target's name ends otherwise, or is that of a database in use.
        OutsideError: the disk is full, the folder is missing or read-only, another program holds
            the target; with a sentence that says what to do.
    """
    _refuse_wrong_target(target, ending)
    try:
        temporary = _beside(target)
        try:
            yield temporary
            _flush(temporary)
            temporary.replace(target)
            _flush_folder(target.parent)
        finally:
            # The error under way, if any, matters more than a temporary file that won't go.
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            _ours.discard(temporary.name)
    except FangfanError:
        raise
    except OSError as error:
        raise OutsideError(disk_sentence(error, target)) from error


def sweep(folder: Path) -> None:
    """Take away temporary files that a killed program left in the folder: they hold names.

    Files of programs that still run stay, and those of other computers for a week.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_LOOKED_AT):
            if entry.name.startswith(_MARK) and _is_left_over(entry):
                with contextlib.suppress(OSError):  # one that is still open on Windows
                    Path(entry.path).unlink()


def _is_left_over(entry: "os.DirEntry[str]") -> bool:
    found = _NAME.match(entry.name)
    # a database that is being written has further files, named like it
    if found is None or entry.name.startswith(tuple(_ours)):
        return False
    if found["computer"] != _computer():
        return time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE
    process = int(found["process"])
    return process == os.getpid() or not _is_running(process)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        # signal 0 is no question there: it would stop the program
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(_MAY_WAIT, False, process)
        if not handle:
            return ctypes.GetLastError() == _DENIED
        is_over = kernel.WaitForSingleObject(handle, 0) == 0
        kernel.CloseHandle(handle)
        return not is_over
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@cache
def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"


def disk_sentence(error: OSError, target: Path) -> str:
    """What is wrong with the disk and what to do, in Chinese."""
    code = getattr(error, "winerror", None)
    name = target.name
    if error.errno in {errno.ENOSPC, errno.EDQUOT} or code == _WIN_DISK_FULL:
        what = "磁盘空间不够", "请腾出空间或换一个位置再存"
    elif error.errno in {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}:
        what = "文件名太长或含有不能用的字符", "请换一个文件名"
    elif not target.parent.is_dir() or code == _WIN_NOT_READY:
        what = f"找不到文件夹“{target.parent}”", "U盘或网络盘可能已拔下，请接好或换一个位置再存"
    elif target.is_dir():
        what = "这个名字是一个文件夹", "请换一个文件名"
    elif code in {_WIN_SHARING, _WIN_LOCKED} or error.errno in {errno.EBUSY, errno.ETXTBSY}:
        what = "它正在别的程序里打开着", "请先在 WPS 或 Excel 中关闭它，再存一次"
    elif error.errno == errno.EROFS:
        what = f"“{target.parent}”是只读的", "请换一个位置再存"
    elif error.errno in {errno.EACCES, errno.EPERM}:
        what = "没有权限，或它正在别的程序里打开着", "请关闭打开它的程序，或换一个位置再存"
    else:
        what = error.strerror or str(error), "请换一个位置再存"
    return f"“{name}”没有写成：{what[0]}。原来的文件没有动。{what[1]}。"


def _refuse_wrong_target(target: Path, ending: str) -> None:
    if ending and target.suffix.lower() != ending:
        raise UserError(f"文件名“{target.name}”要以 {ending} 结尾。请改文件名。")
    is_open_database = False
    with contextlib.suppress(OSError):  # a name that no file can have is told when it is written
        file = target.resolve()
        # while a database is being made its lock is there before the file is
        is_open_database = file.exists() and file.with_name(file.name + OWNER_TAIL).exists()
    if is_open_database:
        raise UserError(f"“{target.name}”是正在使用的数据库，不能写在它上面。请换一个文件名。")


def _beside(target: Path) -> Path:
    # Renaming is one step only inside one file system, so the temporary file lives beside the
    # target. The ending stays: some writers choose the format by it.
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    sweep(target.parent)
    handle, name = tempfile.mkstemp(
        prefix=f"{_MARK}{_computer()}-{os.getpid()}-",
        suffix=target.suffix if len(target.suffix) <= len(".sqlite3") else "",
        dir=target.parent,
    )
    os.close(handle)
    temporary = Path(name)
    _ours.add(temporary.name)
    _take_over_mode(target, temporary)
    return temporary


def _take_over_mode(target: Path, temporary: Path) -> None:
    # mkstemp makes a file that only its owner can read. An existing target keeps its mode; a new
    # one stays private, as it most likely holds names and ID numbers.
    with contextlib.suppress(OSError):
        temporary.chmod(target.stat().st_mode & 0o777)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # The new name itself must survive a power failure too. Windows has no such call.
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
