"""The fixed interface, command by command, as other programs rely on it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from fangfan_desktop.cli.run import run

TABLES = ("household-form", "village-form", "statistics", "ledger", "roster")
REGISTERS = (
    "monitored-register",
    "wall-table",
    "measures-ledger",
    "department-tasks",
    "eight-groups",
    "archive-checklist",
)
CHECKS = ("check-monitored", "check-lifted", "check-general", "visit-check", "lookback-check")


class Office:
    """A made-up township's database, and commands that act on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.db = folder / "office.db"
        self._capsys = capsys

    def __call__(self, *arguments: str) -> int:
        self._capsys.readouterr()
        return run([*arguments, "--db", str(self.db)])

    def json(self, *arguments: str) -> dict[str, Any]:
        status = self(*arguments, "--json")
        shown = self._capsys.readouterr()
        assert status in {0, 1}, shown.err
        assert len(shown.out.splitlines()) == 1
        return json.loads(shown.out)

    def sentence(self) -> str:
        return self._capsys.readouterr().err.strip()


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    folder = tmp_path / "office"
    folder.mkdir()
    made = Office(folder, capsys)
    assert made("demo", "--households", "60", "--seed", "3", "--plain") == 0
    return made


@pytest.mark.parametrize("table", [*TABLES, *REGISTERS])
@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_every_table_is_written_as_the_ending_says(office: Office, table: str, ending: str):
    target = office.folder / f"out{ending}"
    told = office.json("export", table, "--out", str(target))
    assert told["file"] == str(target)
    assert told["rows"] > 0
    head = target.read_bytes()[:4]
    assert head == (b"%PDF" if ending == ".pdf" else b"PK\x03\x04")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_written_for_one_village_too(office: Office, table: str):
    whole, part = office.folder / "whole.xlsx", office.folder / "part.xlsx"
    rows = office.json("export", table, "--out", str(whole))["rows"]
    told = office.json("export", table, "--village", "龙象社区居委会", "--out", str(part))
    assert 0 < told["rows"] < rows


@pytest.mark.parametrize("table", CHECKS)
@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_a_check_table_is_written_also_where_the_campaign_does_not_use_it(
    office: Office, table: str, ending: str
):
    target = office.folder / f"out{ending}"
    told = office.json("export", table, "--out", str(target))
    assert told["rows"] > 0  # the made-up campaign uses some of them, and all have somebody
    assert target.stat().st_size > 0


def test_a_wall_table_is_tiled_on_the_paper_asked_for(office: Office):
    whole, tiled = office.folder / "whole.pdf", office.folder / "tiled.pdf"
    arguments = ("export", "wall-table", "--village", "雒容社区", "--out")
    assert office(*arguments, str(whole)) == 0
    assert office(*arguments, str(tiled), "--paper", "a2-on-a4") == 0
    pages = [len(pypdfium2.PdfDocument(path)) for path in (whole, tiled)]
    assert pages == [1, 4]


def test_one_village_is_named_with_or_without_its_tail(office: Office):
    names = ("坭桥村", "坭桥村委会", "坭桥村民委员会")
    counts = {
        office.json("export", "household-form", "--village", name, "--out", str(path))["rows"]
        for name in names
        for path in [office.folder / "v.xlsx"]
    }
    assert len(counts) == 1
    assert openpyxl.load_workbook(office.folder / "v.xlsx").sheetnames[0] == "坭桥村"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "nothing", "--out", "a.xlsx"), "没有名为“nothing”的表"),
        (("export", "ledger", "--out", "a.docx"), ".xlsx、.pdf"),
        (("export", "ledger", "--out", "a.xlsx", "--village", "无此村"), "没有找到“无此村”"),
        (("export", "ledger", "--out", "a.xlsx", "--campaign", "别的"), "没有名为“别的”的排查"),
        (("export", "ledger", "--out", "nowhere/a.xlsx"), "找不到文件夹"),
        (("export", "wall-table", "--out", "a.pdf", "--paper", "a1"), "没有“a1”这种纸张"),
        (("import", "roster", "nothing.xlsx"), "nothing.xlsx"),
        (("restore", "nothing.db"), "nothing.db"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    office: Office, arguments: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(office.folder)
    before = sorted(path.name for path in office.folder.iterdir())
    assert office(*arguments) == 2
    shown = office.sentence()
    assert sentence in shown
    assert len(shown.splitlines()) == 1
    assert sorted(path.name for path in office.folder.iterdir()) == before


def test_the_catalogue_lists_what_can_be_exported(capsys: pytest.CaptureFixture[str]):
    assert run(["tables", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert tuple(table["name"] for table in told["tables"]) == (
        *TABLES,
        *CHECKS,
        *REGISTERS,
        "notice",
    )


def test_what_is_exported_can_be_imported_and_changes_nothing(office: Office):
    roster = office.folder / "roster.xlsx"
    office("export", "roster", "--out", str(roster))
    told = office.json("import", "roster", str(roster))
    assert told["refused"] == 0
    assert told["households"] == {"added": 0, "changed": 0, "same": 60}
    assert told["people"]["added"] == told["people"]["changed"] == 0


def test_a_roster_goes_into_an_empty_township_of_the_same_place(office: Office):
    roster = office.folder / "roster.xlsx"
    office("export", "roster", "--out", str(roster))
    office.db = office.folder / "second.db"
    assert office("init", "--township", "450203100", "--plain") == 0
    trial = office.json("import", "roster", str(roster), "--dry-run")
    assert trial["households"]["added"] == 60
    told = office.json("import", "roster", str(roster))
    assert told["households"] == {"added": 60, "changed": 0, "same": 0}
    again = office.json("import", "roster", str(roster))
    assert again["households"] == {"added": 0, "changed": 0, "same": 60}
    assert again["people"]["same"] == told["people"]["added"]


def test_a_refused_row_gives_status_1_and_a_marked_report(office: Office):
    roster, report = office.folder / "roster.xlsx", office.folder / "report.xlsx"
    office("export", "roster", "--out", str(roster))
    book = openpyxl.load_workbook(roster)
    people = book["家庭成员"]
    column = [cell.value for cell in people[1]].index("身份证号码") + 1
    people.cell(2, column, value="4.50221E+17")
    book.save(roster)
    assert office("import", "roster", str(roster), "--report", str(report)) == 1
    assert "拒收" in office.sentence()
    told = office.json("import", "roster", str(roster))
    refusal = told["refusals"][0]
    assert (refusal["sheet"], refusal["row"], refusal["column"]) == ("家庭成员", 2, "身份证号码")
    assert refusal["value"] == "4.50221E+17"
    assert report.exists()


def test_columns_and_cells_that_need_a_look_are_told_one_by_one(office: Office):
    roster, report = office.folder / "roster.xlsx", office.folder / "report.xlsx"
    office("export", "roster", "--out", str(roster))
    book = openpyxl.load_workbook(roster)
    people = book["家庭成员"]
    headings = [cell.value for cell in people[1]]
    people.cell(1, len(headings) + 1, value="政治面貌")
    education = headings.index("文化程度") + 1
    people.cell(2, education, value="私塾")
    book.save(roster)
    assert office("import", "roster", str(roster), "--report", str(report), "--dry-run") == 0
    told = office.sentence()
    assert "提醒：家庭成员 第 1 行 政治面貌：没有用到这一列" in told
    assert "提醒：家庭成员 第 2 行 文化程度“私塾”" in told
    written = openpyxl.load_workbook(report)
    listed = [[cell.value for cell in row] for row in written["导入结果"].iter_rows()]
    assert ["家庭成员", 1, "政治面貌"] in [row[:3] for row in listed]
    assert written["家庭成员"].cell(1, len(headings) + 2).value == "原因"


def test_an_unknown_column_of_a_form_leaves_the_report_fit_to_be_taken_in(office: Office):
    form, report = office.folder / "form.xlsx", office.folder / "report.xlsx"
    again = office.folder / "again.xlsx"
    office("export", "village-form", "--out", str(form))
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")
    sheet.cell(header, 13, value="驻村干部")
    book.save(form)
    assert office("import", "form", "village-form", str(form), "--report", str(report)) == 0
    marked = openpyxl.load_workbook(report).worksheets[0]
    assert [marked.cell(header, column).value for column in (13, 14)] == ["驻村干部", "原因"]
    assert office("import", "form", "village-form", str(report), "--report", str(again)) == 0
    marked = openpyxl.load_workbook(again).worksheets[0]
    assert [marked.cell(header, column).value for column in (14, 15)] == ["原因", None]


def test_an_empty_import_workbook_has_both_sheets(tmp_path: Path):
    target = tmp_path / "empty.xlsx"
    assert run(["template", "roster", "--out", str(target)]) == 0
    names = openpyxl.load_workbook(target).sheetnames
    assert {"农户", "家庭成员"} <= set(names)


def test_a_campaign_is_opened_and_listed(office: Office):
    given = {
        "--name": "2023年重点排查",
        "--year": "2023",
        "--line": "7300.50",
        "--income-from": "2022-09-01",
        "--income-to": "2023年8月31日",
        "--starts": "20230915",
        "--ends": "2023.10.20",
        "--preset": "liujiang-2023",
    }
    words = [word for pair in given.items() for word in pair]
    told = office.json("campaign", "new", *words)
    assert told["households"] == 60
    campaigns = office.json("campaign", "list")["campaigns"]
    newest = next(each for each in campaigns if each["id"] == told["id"])
    assert newest["line"] == "7300.50"
    assert (newest["starts"], newest["ends"]) == ("2023-09-15", "2023-10-20")
    assert office("export", "ledger", "--out", str(office.folder / "a.xlsx")) == 2
    assert "--campaign" in office.sentence()


def test_a_form_that_was_filled_in_a_spreadsheet_comes_back(office: Office):
    form = office.folder / "form.xlsx"
    office("export", "household-form", "--out", str(form))
    told = office.json("import", "form", "household-form", str(form))
    assert told["refused"] == 0
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    needs = next(c.column for row in sheet["A1:AQ6"] for c in row if "困难和诉求" in str(c.value))
    last = max(cell.row for cell in sheet["A"] if isinstance(cell.value, int))
    sheet.cell(last, needs, value="希望修路𠮷")
    book.save(form)
    assert office("import", "form", "household-form", str(form)) == 0
    office("export", "household-form", "--out", str(form))
    assert openpyxl.load_workbook(form).worksheets[0].cell(last, needs).value == "希望修路𠮷"


def test_a_ledger_workbook_comes_back_without_doubling(office: Office):
    ledger = office.folder / "ledger.xlsx"
    rows = office.json("export", "ledger", "--out", str(ledger))["rows"]
    told = office.json("import", "ledger", str(ledger))
    assert told["refused"] == 0
    assert told["lines"]["added"] == 0
    assert told["lines"]["same"] == rows


def test_a_backup_is_made_checked_and_put_back(office: Office):
    copy = office.folder / "copy.db"
    made = office.json("backup", "--out", str(copy))
    assert made["rows"]["household"] == 60
    office.db.write_bytes(b"ruined")
    assert office("verify") == 2
    restored = office.json("restore", str(copy))
    assert restored["rows"] == made["rows"]
    assert Path(restored["kept"]).read_bytes() == b"ruined"
    assert office.json("verify")["rows"] == made["rows"]


def test_an_encrypted_office_works_with_the_password_from_file_or_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, capsys)
    secret = folder / "secret.txt"
    secret.write_text("口令 '1\n", encoding="utf-8")
    assert office("init", "--township", "450203100", "--password-file", str(secret)) == 0
    assert office("verify") == 2
    monkeypatch.setenv("FANGFAN_PASSWORD", "口令 '1")
    assert office("verify") == 0
    monkeypatch.setenv("FANGFAN_PASSWORD", "wrong")
    assert office("verify") == 2
    assert "密码不对" in office.sentence()


@pytest.mark.end2end
def test_the_program_answers_as_a_module():
    answer = subprocess.run(
        [sys.executable, "-m", "fangfan_desktop", "places", "雒容镇", "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(answer.stdout)["places"][0]["code"] == "450203100"
    assert answer.stderr == ""


def test_without_a_display_the_window_is_refused_with_a_sentence():
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    answer = subprocess.run(
        [sys.executable, "-m", "fangfan_desktop"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[2],
        env={name: value for name, value in os.environ.items() if name not in hidden},
    )
    assert answer.returncode == 2
    assert "没有图形界面" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_plain_backup_in_the_place_of_an_encrypted_file_is_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    copy = office.folder / "plain.db"
    assert office("backup", "--out", str(copy)) == 0
    office.db = office.folder / "encrypted.db"
    monkeypatch.setenv("FANGFAN_PASSWORD", "口令")
    assert office("init", "--township", "450203100") == 0
    assert office("restore", str(copy)) == 0
    assert "没有密码" in office.sentence()


def test_a_long_cell_is_told_in_a_line(office: Office):
    roster = office.folder / "roster.xlsx"
    office("export", "roster", "--out", str(roster))
    book = openpyxl.load_workbook(roster)
    homes = book["农户"]
    column = [cell.value for cell in homes[1]].index("行政村") + 1
    homes.cell(2, column, value="没有的村\n" + "长" * 5000)
    book.save(roster)
    assert office("import", "roster", str(roster)) == 1
    (line,) = [line for line in office.sentence().splitlines() if "行政村“" in line]
    assert "没有的村 长" in line
    assert len(line) < 300
    told = office.json("import", "roster", str(roster))["refusals"][0]
    assert told["value"] == "没有的村\n" + "长" * 5000


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
@pytest.mark.parametrize("table", [*TABLES, *CHECKS])
def test_a_township_without_households_has_all_tables(
    table: str, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, capsys)
    assert office("init", "--township", "450203100", "--plain") == 0
    period = ("--income-from", "2034-01-01", "--income-to", "2034-12-31", "--starts", "2035-05-01")
    made = ("--name", "无户", "--year", "2035", "--line", "7000", *period, "--ends", "2035-06-01")
    assert office("campaign", "new", *made) == 0
    target = folder / f"a{ending}"
    assert office("export", table, "--out", str(target)) == 0
    if ending == ".xlsx" and table != "roster":
        first = openpyxl.load_workbook(target).worksheets[0]
        texts = [str(cell.value) for row in first.iter_rows() for cell in row]
        assert any(word in text for word in ("序号", "单位", "村组") for text in texts)
