import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.database import create_database, open_database
from fangfan_desktop.whole_file import disk_sentence, sweep, write_whole


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "a.pdf"
    with write_whole(target) as temporary:
        temporary.write_bytes(b"new")
        assert temporary.parent == folder
        assert temporary.suffix == ".pdf"
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert list(folder.iterdir()) == [target]


def test_on_an_error_the_old_file_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(UserError), write_whole(target) as temporary:
        temporary.write_bytes(b"half")
        raise UserError("停。")
    assert target.read_bytes() == b"old"
    assert list(folder.iterdir()) == [target]


def test_a_replaced_file_keeps_its_mode_and_a_new_one_is_private(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o644)
    for target in (old, new):
        with write_whole(target) as temporary:
            temporary.write_bytes(b"x")
    assert old.stat().st_mode & 0o777 == 0o644
    assert new.stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="找不到文件夹"), write_whole(tmp_path / "无" / "a"):
        pass


def test_a_folder_in_the_file_s_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OutsideError, match="是一个文件夹"), write_whole(tmp_path / "a"):
        pass


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutsideError, match="没有权限"), write_whole(tmp_path / "a"):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_told() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no such device")
    with pytest.raises(OSError, match="space") as caught, full.open("wb", buffering=0) as file:
        file.write(b"x")
    assert "磁盘空间不够" in disk_sentence(caught.value, full)


@pytest.mark.parametrize(
    ("number", "part"),
    [
        (errno.EACCES, "没有权限"),
        (errno.EBUSY, "正在别的程序里打开着"),
        (errno.EROFS, "是只读的"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.EIO, "换一个位置再存"),
    ],
)
def test_every_error_says_what_to_do(number: int, part: str, tmp_path: Path) -> None:
    sentence = disk_sentence(OSError(number, os.strerror(number)), tmp_path / "表.xlsx")
    assert part in sentence
    assert "原来的文件没有动" in sentence


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="太长"), write_whole(tmp_path / ("长" * 200)) as path:
        path.write_bytes(b"x")


def test_a_database_in_use_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "office.xlsx"
    (tmp_path / "link.xlsx").symlink_to(path)
    with create_database(path):
        before = path.read_bytes()
        for target in (path, tmp_path / "link.xlsx"):
            with pytest.raises(UserError, match="正在使用的数据库"), write_whole(target):
                pass
        assert path.read_bytes() == before


def test_a_file_of_another_kind_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "office.db"
    target.write_bytes(b"old")
    with pytest.raises(UserError, match=r"\.xlsx"), write_whole(target, ".xlsx"):
        pass
    assert target.read_bytes() == b"old"
    with write_whole(tmp_path / "A.XLSX", ".xlsx") as temporary:
        temporary.write_bytes(b"new")
    assert (tmp_path / "A.XLSX").read_bytes() == b"new"


def _leave_behind(folder: Path, content: bytes = "韦𠮷祥".encode()) -> Path:
    """What a program leaves that was killed while it wrote a file."""
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from fangfan_desktop.whole_file import write_whole\n"
        "with write_whole(Path(sys.argv[1])) as temporary:\n"
        "    temporary.write_bytes(bytes.fromhex(sys.argv[2]))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, str(folder / "表.xlsx"), content.hex()], check=False
    )
    (left,) = folder.glob(".~*")
    assert left.read_bytes() == content
    return left


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_program_left_goes_at_the_next_writing_in_that_folder(tmp_path: Path) -> None:
    _leave_behind(tmp_path)
    with write_whole(tmp_path / "别的.pdf") as temporary:
        temporary.write_bytes(b"new")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["别的.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_program_left_beside_the_database_goes_when_it_is_opened(
    tmp_path: Path,
) -> None:
    create_database(tmp_path / "office.db").close()
    left = _leave_behind(tmp_path)
    open_database(tmp_path / "office.db").close()
    assert not left.exists()


def test_what_a_running_program_writes_and_what_others_named_so_stays(tmp_path: Path) -> None:
    foreign = tmp_path / ".~fangfan-somebody.xlsx"
    theirs = tmp_path / ".~fangfan-00000000-1-x.xlsx"  # another computer's, on a shared folder
    for path in (foreign, theirs):
        path.write_bytes(b"x")
    with write_whole(tmp_path / "a") as first, write_whole(tmp_path / "b") as second:
        mark = first.name.replace(str(os.getpid()), str(os.getppid()))
        running = tmp_path / mark
        running.write_bytes(b"x")
        sweep(tmp_path)
        assert first.exists()
        assert second.exists()
        assert running.exists()
    assert foreign.exists()
    assert theirs.exists()
    long_ago = theirs.stat().st_mtime - 8 * 24 * 3600
    os.utime(theirs, (long_ago, long_ago))
    sweep(tmp_path)
    assert not theirs.exists()
    assert foreign.exists()


def test_a_folder_that_cannot_be_listed_is_passed_over(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
