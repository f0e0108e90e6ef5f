"""The commands about forms: a county's blank workbook becomes a form that is listed and shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from fangfan_desktop import paths
from fangfan_desktop.cli.run import run
from fangfan_desktop.storage.database import create_database

BLANKS = Path(__file__).parents[1] / "data" / "blank_forms"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    assert run(["demo", "--households", "40", "--seed", "3", "--plain", "--db", str(path)]) == 0
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    status = run([*arguments, "--json"])
    shown = capsys.readouterr()
    assert status in {0, 1}, shown.err
    return json.loads(shown.out)


@pytest.mark.parametrize(
    ("blank", "columns"),
    [
        ("qinghe-household-2024.xlsx", 32),
        ("monitored-check-2025.xls", 20),
        ("village-survey-2024.xlsx", 16),
        ("disaster-check-2024.docx", 13),
    ],
)
def test_a_blank_form_becomes_a_form_that_is_listed_and_shown(
    database: Path, capsys: pytest.CaptureFixture[str], blank: str, columns: int
):
    db = ("--db", str(database))
    made = told(capsys, "form", "new", str(BLANKS / blank), *db, "--name", "县里的表")
    assert len(made["columns"]) == columns
    listed = told(capsys, "form", "list", *db)["forms"]
    assert [each["key"] for each in listed if each["own"]] == [made["key"]]
    for name in ("县里的表", str(made["key"])):
        shown = told(capsys, "form", "show", name, *db)
        assert [each["key"] for each in shown["columns"]] == [
            each["key"] for each in made["columns"]
        ]


def test_forms_of_households_do_not_fill_the_columns_of_a_form_of_villages(
    database: Path, capsys: pytest.CaptureFixture[str]
):
    db = ("--db", str(database))
    blanks = ("qinghe-household-2024.xlsx", "disaster-check-2024.docx", "village-survey-2024.xlsx")
    made = [
        told(capsys, "form", "new", str(BLANKS / blank), *db, "--name", blank) for blank in blanks
    ]
    people = next(each for each in made[-1]["columns"] if each["heading"].endswith("总人口数"))
    assert people["source"] == "typed"


def test_under_a_name_that_is_there_already_it_is_the_next_version(
    database: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ("form", "new", str(BLANKS / "qinghe-household-2024.xlsx"), "--db", str(database))
    first = told(capsys, *arguments, "--name", "核查表", "--year", "2024")
    again = told(capsys, *arguments, "--name", "核查表", "--year", "2025")
    assert (first["key"], first["version"], again["version"]) == (again["key"], 1, 2)
    assert again["year"] == 2025


def test_shipped_forms_are_listed_without_a_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FANGFAN_HOME", str(tmp_path / "nothing"))
    keys = {each["key"] for each in told(capsys, "form", "list")["forms"]}
    assert {"household-form", "check-monitored", "visit-check", "lookback-check"} <= keys
    assert told(capsys, "form", "show", "household-form")["name"] == "附件1 到户排查表"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("form", "show", "没有的表"), "没有名为“没有的表”的表"),
        (("form", "new", "rubbish.xlsx", "--name", "表"), "rubbish.xlsx"),
        (("form", "new", str(BLANKS / "qinghe-household-2024.xlsx"), "--name", " "), "名称"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line_and_nothing_is_kept(
    database: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    sentence: str,
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubbish.xlsx").write_bytes(b"no workbook")
    before = told(capsys, "form", "list", "--db", str(database))
    assert run([*arguments, "--db", str(database)]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert len(shown.err.strip().splitlines()) == 1
    assert told(capsys, "form", "list", "--db", str(database)) == before


def test_shipped_forms_can_be_looked_at_while_the_window_is_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FANGFAN_HOME", str(tmp_path))
    path = paths.default_database()
    path.parent.mkdir(parents=True, exist_ok=True)
    with create_database(path):
        assert told(capsys, "form", "show", "visit-check")["layout"] == "record"
        assert run(["form", "list"]) == 0
        assert "只列程序内置的表" in capsys.readouterr().err
        assert run(["form", "list", "--db", str(path)]) == 2
