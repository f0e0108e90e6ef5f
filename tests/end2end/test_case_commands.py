"""Cases on the command line: the list and one case, for people and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from fangfan_desktop.cli.run import run

STATES = ("识别中", "未纳入", "帮扶中", "消除中", "已消除", "已清退")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.db"
    assert run(["demo", "--households", "200", "--seed", "3", "--plain", "--db", str(path)]) == 0
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_case_is_listed_in_one_state(office: Path, capsys: pytest.CaptureFixture[str]):
    db = ("--db", str(office))
    everybody = told(capsys, "case", "list", *db)
    assert everybody["count"] == len(everybody["cases"]) > 0
    assert {case["state"] for case in everybody["cases"]} <= set(STATES)
    counts = {
        state: told(capsys, "case", "list", *db, "--state", state)["count"] for state in STATES
    }
    assert sum(counts.values()) == everybody["count"]
    running = told(capsys, "case", "list", *db, "--state", "未消除")
    assert running["count"] == counts["帮扶中"] + counts["消除中"]


def test_the_list_of_a_village_is_of_that_village(office: Path, capsys: pytest.CaptureFixture[str]):
    db = ("--db", str(office))
    first = told(capsys, "case", "list", *db)["cases"][0]
    found = told(capsys, "case", "list", *db, "--village", first["village"])["cases"]
    assert {case["village"] for case in found} == {first["village"]}
    capsys.readouterr()
    assert run(["case", "list", *db, "--village", first["village"]]) == 0
    shown = capsys.readouterr()
    assert [line.split("\t")[0] for line in shown.out.splitlines()] == [
        case["code"] for case in found
    ]
    assert f"共 {len(found)} 个个案" in shown.err


def test_each_case_can_be_shown_with_its_steps(office: Path, capsys: pytest.CaptureFixture[str]):
    db = ("--db", str(office))
    for case in told(capsys, "case", "list", *db)["cases"]:
        shown = told(capsys, "case", "show", case["code"], *db)
        assert {key: shown[key] for key in case} == case
        open_steps = {
            (stage["stage"], step["key"])
            for stage in shown["stages"]
            for step in stage["steps"]
            if step["open"]
        }
        assert {(step["stage"], step["key"]) for step in case["steps"]} <= open_steps
        capsys.readouterr()
        assert run(["case", "show", case["code"], *db]) == 0
        assert capsys.readouterr().out.startswith(f"个案\t{case['code']}")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("case", "list", "--state", "完成"), "没有“完成”这个状态"),
        (("case", "list", "--village", "没有村"), "没有找到“没有村”"),
        (("case", "show", "2044-0001"), "没有编号为“2044-0001”的个案"),
        (("case", "show"), "缺少 CODE"),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(
    office: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
):
    capsys.readouterr()
    assert run([*arguments, "--db", str(office)]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
    assert run([*arguments, "--db", str(office), "--json"]) == 2
    assert sentence in json.loads(capsys.readouterr().out)["error"]
