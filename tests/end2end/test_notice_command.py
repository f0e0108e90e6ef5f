"""fangfan export notice: public, of its kind alone, and never with a private number in it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fangfan_desktop.cli.run import run
from fangfan_desktop.documents.leak_check import find_leaks
from fangfan_desktop.storage.database import open_database
from fangfan_desktop.usecases.township import change_settings

MOBILE = "13" + "8" * 9  # nobody's
LISTED = (
    "SELECT v.name FROM village AS v JOIN household AS h ON h.village_id = v.id"
    " JOIN monitoring_case AS c ON c.household_id = h.id GROUP BY v.id ORDER BY count(*) DESC"
)


class Office:
    """A made-up township on the command line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.db, self._capsys = folder / "office.db", capsys
        assert (
            run(["demo", "--households", "200", "--seed", "3", "--plain", "--db", f"{self.db}"])
            == 0
        )
        connection = sqlite3.connect(self.db)
        self.villages = [name for (name,) in connection.execute(LISTED)]
        connection.close()

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = run([*arguments, "--db", str(self.db)])
        said = self._capsys.readouterr()
        return status, said.out, said.err


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def told(said: str) -> dict[str, Any]:
    return json.loads(said)


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_the_townships_notice_is_written_clean(office: Office, tmp_path: Path, ending: str):
    out = tmp_path / f"复核{ending}"
    words = ("export", "notice", "--kind", "to-include-township", "--out", str(out), "--json")
    status, said, _ = office(*words)
    assert status == 0
    assert told(said)["rows"] > 0
    assert told(said)["file"] == str(out)
    assert find_leaks(out.read_bytes(), out.name) == ()


def test_a_villages_notice_lists_its_own_cases(office: Office, tmp_path: Path):
    rows = 0
    for village in office.villages:
        out = tmp_path / f"{village}.pdf"
        words = ("export", "notice", "--kind", "meeting", "--village", village, "--out", str(out))
        status, said, why = office(*words, "--json")
        assert (status, out.is_file()) in {(0, True), (2, False)}
        if status:
            assert "没有到" in why
        else:
            rows += told(said)["rows"]
    assert rows > 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("notice", "--village", "V"), "要用 --kind 说明种类"),
        (("notice", "--kind", "wanted", "--village", "V"), "没有“wanted”这种公示公告"),
        (("notice", "--kind", "meeting", "--village", "无此村"), "没有找到“无此村”"),
        (("notice", "--kind", "meeting"), "一村一张"),
        (("notice", "--kind", "included", "--paper", "a3"), "--paper 只用于墙上表"),
        (("roster", "--kind", "meeting"), "--kind 只用于公示公告"),
    ],
)
def test_what_is_asked_wrongly_is_a_sentence_and_writes_nothing(
    office: Office, tmp_path: Path, arguments: tuple[str, ...], sentence: str
):
    out = tmp_path / "a.pdf"
    words = [office.villages[0] if word == "V" else word for word in arguments]
    status, _, why = office("export", *words, "--out", str(out))
    assert status == 2
    assert sentence in why
    assert not out.exists()


def test_a_workbook_of_a_notice_is_refused(office: Office, tmp_path: Path):
    out = tmp_path / "a.xlsx"
    words = ("export", "notice", "--kind", "to-include-township", "--out", str(out))
    status, _, why = office(*words)
    assert (status, out.exists()) == (2, False)
    assert ".pdf 或 .docx" in why


def test_with_a_private_number_nothing_is_written(office: Office, tmp_path: Path):
    with open_database(office.db, None) as database:
        change_settings(database, values={"office_name": f"雒容镇{MOBILE}"})
    out = tmp_path / "a.pdf"
    words = ("export", "notice", "--kind", "to-include-township", "--out", str(out))
    status, _, why = office(*words)
    assert (status, out.exists()) == (2, False)
    assert "不能公开的号码" in why
    assert MOBILE not in why
