"""Whatever is typed wrong on the command line gets one Chinese sentence and status 2."""

import json
from pathlib import Path

import pytest

from fangfan_desktop import places
from fangfan_desktop.cli.run import run
from fangfan_desktop.storage.migration import HEAD_REVISION


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bogus"], "命令写得不对"),
        (["init", "--bogus"], "没有选项 --bogus"),
        (["init"], "缺少 --township"),
        (["init", "--db"], "--db 后面缺少值"),
        (["import", "roster"], "缺少 FILE"),
        (["places", "--limit", "many"], "--limit 的值不对"),
        (["places", "雒容", "--limit", "-1"], "--limit 的值不对"),
        (["--json"], "请给出命令"),
        (["init", "--township", "450203100", "--db", "x.db"], "需要密码"),
        (["init", "--township", "123", "--db", "x.db", "--plain"], "九位|9 位"),
        (["verify", "--db", "nowhere.db"], "没有找到数据库文件"),
        (["demo", "--db", "x.db", "--plain", "--households", "0"], "户数应在"),
    ],
)
def test_a_wrong_command_is_refused_in_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("FANGFAN_PASSWORD", raising=False)
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert any(part in shown.err for part in sentence.split("|"))
    assert len(shown.err.strip().splitlines()) == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["verify", "--db", "nowhere.db", "--json"], "没有找到"), (["--json"], "请给出命令")],
)
def test_a_refusal_with_json_is_one_object(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
):
    assert run(arguments) == 2
    assert sentence in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "是空的"), (b"no database", "不是本程序的数据库")]
)
def test_a_file_that_is_no_database_is_told_as_one(
    content: bytes,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.delenv("FANGFAN_PASSWORD", raising=False)
    path = tmp_path / "a.db"
    path.write_bytes(content)
    assert run(["verify", "--db", str(path)]) == 2
    shown = capsys.readouterr().err
    assert sentence in shown
    assert "--plain" not in shown


def test_no_workbook_is_written_over_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "a.db"
    assert run(["init", "--township", "450203100", "--db", str(path), "--plain"]) == 0
    before = path.read_bytes()
    assert run(["template", "roster", "--out", str(path)]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]):
    assert run(["init", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "用法：" in shown
    assert "Usage" not in shown


def test_versions_are_told(capsys: pytest.CaptureFixture[str]):
    assert run(["--version", "--json"]) == 0
    versions = json.loads(capsys.readouterr().out)
    assert versions["schema"] == HEAD_REVISION
    assert versions["qt"].startswith("6.")


def test_places_are_looked_up(capsys: pytest.CaptureFixture[str]):
    assert run(["places", "柳州", "雒容"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "450203100\t广西壮族自治区 柳州市 鱼峰区 雒容镇"


def test_a_fault_of_the_program_is_no_status_of_a_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    name = "韦秀英"

    def fail(*_: object) -> None:
        raise ZeroDivisionError(name)

    monkeypatch.setattr(places, "search", fail)
    assert run(["places", "雒容", "--json"]) == 2
    shown = capsys.readouterr()
    assert "程序自身出错" in json.loads(shown.out)["error"]
    assert "ZeroDivisionError" in shown.err
    assert name not in shown.err
