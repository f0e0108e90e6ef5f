"""form new and fill on the command line: what is refused, how, and what is left behind."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.cli.run import run

BLANKS = Path(__file__).parents[1] / "data" / "blank_forms"
ROOT = Path(__file__).parents[2]
BLANK = BLANKS / "qinghe-household-2024.xlsx"
PASSWORD = "韦𠮷-Kj8"

pytestmark = pytest.mark.end2end


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted database of a made-up township."""
    folder = tmp_path_factory.mktemp("office")
    made = fangfan(
        folder, "demo", "--households", "30", "--seed", "3", "--db", str(folder / "a.db")
    )
    assert made.returncode == 0, made.stderr
    return folder


def fangfan(
    home: Path, *arguments: str, password: str = PASSWORD
) -> "subprocess.CompletedProcess[str]":
    """The program in a process of its own, without a terminal."""
    environment = {**os.environ, "FANGFAN_HOME": str(home / "home"), "FANGFAN_PASSWORD": password}
    if not password:
        del environment["FANGFAN_PASSWORD"]
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "fangfan_desktop", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_encrypted_office_fills_and_answers_in_json_alone(office: Path, tmp_path: Path):
    target = tmp_path / "填 好.xlsx"
    done = fangfan(
        office, "fill", str(BLANK), "--db", str(office / "a.db"), "--out", str(target), "--json"
    )
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["rows"] > 0
    assert target.is_file()
    made = fangfan(
        office, "form", "new", str(BLANK), "--db", str(office / "a.db"), "--name", "表", "--json"
    )
    assert made.returncode in {0, 1}, made.stderr
    assert json.loads(made.stdout)["columns"]


def test_who_runs_the_program_and_where_is_not_told_by_the_filled_file(
    office: Path, tmp_path: Path
):
    fangfan(
        office, "fill", str(BLANK), "--db", str(office / "a.db"), "--out", str(tmp_path / "b.xlsx")
    )
    before, after = openpyxl.load_workbook(BLANK), openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert after.properties.creator == before.properties.creator
    assert after.properties.lastModifiedBy == before.properties.lastModifiedBy
    packed = (tmp_path / "b.xlsx").read_bytes()
    assert str(tmp_path).encode() not in packed
    assert b".~fangfan" not in packed


@pytest.mark.parametrize("is_json", [False, True])
@pytest.mark.parametrize(
    ("arguments", "password", "word"),
    [
        (("fill", str(BLANK), "--out", "{same}"), PASSWORD, "空白表本身"),
        (("fill", "{same}", "--out", "{same}"), PASSWORD, "空白表本身"),
        (("fill", str(BLANK), "--out", "{out}.xls"), PASSWORD, ".xlsx"),
        (("fill", str(BLANK), "--out", "{out}/nowhere/a.xlsx"), PASSWORD, "找不到文件夹"),
        (("fill", str(BLANK), "--out", "{db}"), PASSWORD, ".xlsx"),
        (
            ("fill", str(BLANKS / "disaster-check-2024.docx"), "--out", "{out}.xlsx"),
            PASSWORD,
            "xlsx",
        ),
        (("fill", "{out}.xlsx", "--out", "{out}.xlsx"), PASSWORD, "没有这个文件"),
        (("fill", str(BLANK), "--out", "{out}.xlsx", "--village", "没有村"), PASSWORD, "没有村"),
        (("fill", str(BLANK), "--out", "{out}.xlsx", "--campaign", "没有"), PASSWORD, "没有"),
        (("fill", str(BLANK), "--out", "{out}.xlsx"), "错", "密码"),
        (("fill", str(BLANK), "--out", "{out}.xlsx"), "", "密码"),
        (("fill", str(BLANK)), PASSWORD, "--out"),
        (("form", "new", "{out}.xlsx", "--name", "表"), PASSWORD, "没有这个文件"),
        (("form", "new", str(BLANK), "--name", "表", "--year", "今年"), PASSWORD, "--year"),
        (("form", "new", str(BLANK), "--name", "表"), "错", "密码"),
    ],
)
def test_a_refusal_is_one_line_and_leaves_everything_as_it_was(
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    password: str,
    word: str,
    is_json: bool,  # noqa: FBT001 - given
):
    same = tmp_path / "same.xlsx"
    if arguments[1] == "{same}":
        shutil.copy(BLANK, same)
    else:
        same.hardlink_to(BLANK) if _can_link(tmp_path) else same.symlink_to(BLANK)
    before = same.read_bytes()
    places = {"same": same, "out": tmp_path / "out", "db": office / "a.db"}
    words = [word_.format(**places) for word_ in arguments]
    extra = ["--json"] if is_json else []
    if password:
        monkeypatch.setenv("FANGFAN_PASSWORD", password)
    else:
        monkeypatch.delenv("FANGFAN_PASSWORD", raising=False)
    status = run([*words, "--db", str(office / "a.db"), *extra])
    shown = capsys.readouterr()
    assert status == 2, shown.err
    lines = shown.err.strip().splitlines()
    assert len(lines) == 1, shown.err
    assert word in lines[0]
    assert (set(json.loads(shown.out)) == {"error"}) if is_json else not shown.out
    assert same.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["same.xlsx"]


def _can_link(folder: Path) -> bool:
    return folder.stat().st_dev == BLANK.stat().st_dev


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file size limit")
def test_a_disk_that_takes_no_more_leaves_the_older_file(tmp_path: Path):
    """A limit on the size of files stands for the full disk."""
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"older")
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from fangfan_desktop.documents.fill_workbook import fill_workbook\n"
        "from fangfan_desktop.errors import OutsideError\n"
        "from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    fill_workbook(Path(sys.argv[1]), Path(sys.argv[2]), places=[])\n"
        "except OutsideError as error:\n"
        "    print(error.sentence)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, str(BLANK), str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "没有写成" in done.stdout
    assert target.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.xlsx"]
