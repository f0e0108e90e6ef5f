"""What is exported can be imported again: nothing changes, and elsewhere it gives the same."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.models import Income
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.household_forms import load_rows
from fangfan_desktop.usecases.roster_export import roster_sheets
from fangfan_desktop.usecases.roster_import import import_roster
from fangfan_desktop.usecases.roster_rows import Part
from fangfan_desktop.usecases.roster_template import GUIDE_SHEET, write_roster_template
from tests.small_township import add_campaign
from tests.unit.usecases.roster_books import TODAY, Rows, number, township, write_book

PERIOD = (TODAY.replace(2021, 1, 1), TODAY.replace(2021, 12, 31))
CHARACTERS = "韦覃蒙莫罗兰𠮷㛃䶮𫘝〇·=+-@'\"<>&|,;_xX0aé\ue000"
NAMES = st.text(CHARACTERS, min_size=1, max_size=5).filter(lambda t: t.strip("'\" ") != "")
TEXTS = st.text(CHARACTERS + "。（） ", min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates(TODAY.replace(2020, 1, 1), TODAY).map(lambda day: day.isoformat())


def values(part: Part, key: str) -> st.SearchStrategy[object]:
    """Cells of a column; nothing among them."""
    field = part.form.field(key)
    if field.code_list:
        choices = DEFAULT_LISTS[field.code_list].items
        return st.none() | st.sampled_from([c for c in choices if c != "户主"])
    kinds: dict[Kind, st.SearchStrategy[object]] = {
        Kind.YES_NO: st.sampled_from(["是", "否"]),
        Kind.MONEY: st.integers(-10_000, 10_000_000).map(lambda fen: fen / 100),
        Kind.NUMBER: st.integers(2014, 2021) if key == "lifted_year" else st.integers(0, 12),
        Kind.DATE: DAYS,
    }
    return st.none() | kinds.get(field.kind, TEXTS)


HOUSEHOLD_KEYS = (
    "group", "phone", "is_lifted", "lifted_year", "on_dibao", "dibao_since", "scattered_tekun",
    "relocated", "housing_safe", "water_safe", "income_per_capita", "remarks",
)  # fmt: skip
PERSON_KEYS = tuple(
    field.key
    for field in Part.PERSON.form.fields
    if field.key not in {"household_code", "name", "relation", "id_number"}
)


@st.composite
def rosters(draw: st.DrawFn) -> dict[str, Rows]:
    """The sheets of a small roster in which nothing is wrong."""
    households: list[tuple[object, ...]] = []
    people: list[tuple[object, ...]] = []
    serial = 100
    for at in range(draw(st.integers(1, 4))):
        cells = [draw(values(Part.HOUSEHOLD, key)) for key in HOUSEHOLD_KEYS]
        case: tuple[object, ...] = (None, None, None, None)
        if draw(st.booleans()):
            first, last = sorted((draw(DAYS), draw(DAYS)))
            is_cleared = draw(st.booleans())
            category = draw(st.sampled_from(DEFAULT_LISTS["monitoring_category"].items))
            case = (category, first, "是" if is_cleared else "否", last if is_cleared else None)
        names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
        village = draw(st.sampled_from(["坭桥村", "雒容社区"]))
        households.append((village, f"H-{at}", names[0], *cells, *case))
        for place, name in enumerate(names):
            serial += 1
            has_number = draw(st.booleans())
            relation = draw(values(Part.PERSON, "relation")) or "其他"
            people.append(
                (
                    f"H-{at}",
                    name,
                    "户主" if place == 0 else relation,
                    number(f"45022119800315{serial}") if has_number else None,
                    *(draw(values(Part.PERSON, key)) for key in PERSON_KEYS),
                )
            )
    return {
        "农户": [_titles(Part.HOUSEHOLD, ("village", "code", "head_name", *HOUSEHOLD_KEYS,
                 "category", "identified_on", "is_cleared", "cleared_on")), *households],
        "家庭成员": [_titles(Part.PERSON, ("household_code", "name", "relation", "id_number",
                    *PERSON_KEYS)), *people],
    }  # fmt: skip


def _titles(part: Part, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.form.field(key).name for key in keys)


def write_roster(database: Database, path: Path) -> None:
    with database.snapshot() as session:
        write_xlsx(roster_sheets(session, period=PERIOD), path)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(rosters())
def test_a_roster_out_and_in_again_is_the_same(sheets: dict[str, Rows]):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write_book(folder / "in.xlsx", sheets)
        with township(folder / "a.db") as database:
            result = import_roster(database, path=source, today=TODAY)
            assert result.refusals == ()
            assert result.people.added == len(sheets["家庭成员"]) - 1
            first = folder / "first.xlsx"
            write_roster(database, first)
            again = import_roster(database, path=first, today=TODAY)
            assert (again.refusals, again.listed_changes, again.has_changes) == ((), (), False)
        with township(folder / "b.db") as database:
            import_roster(database, path=first, today=TODAY)
            second = folder / "second.xlsx"
            write_roster(database, second)
        assert read_workbook(second).sheets[:2] == read_workbook(first).sheets[:2]


def test_the_households_can_be_printed(tmp_path: Path):
    with township(tmp_path / "a.db") as database:
        path = write_book(
            tmp_path / "in.xlsx",
            {"农户": [("行政村", "户编号", "户主姓名"), ("坭桥村", "A1", "韦𠮷祥")]},
        )
        import_roster(database, path=path, today=TODAY)
        printed = export_table(database, table="roster", path=tmp_path / "out.pdf")
        assert printed.rows == 2
        assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_the_template_is_an_empty_roster_with_an_explanation(tmp_path: Path):
    path = tmp_path / "模板.xlsx"
    with township(tmp_path / "a.db") as database:
        write_roster_template(path=path, database=database)
        names = [sheet.name for sheet in read_workbook(path).sheets if not sheet.is_hidden]
        assert names == ["农户", "家庭成员", GUIDE_SHEET]
        result = import_roster(database, path=path, today=TODAY)
        assert (result.rows, result.refusals, result.warnings) == (0, (), ())


BOOK: dict[str, Rows] = {
    "农户": [
        ("行政村", "户编号", "户主姓名"),
        ("坭桥村", "A1", "韦𠮷祥"),
        ("坭桥村", "A2", "覃燚"),
    ],
}


def test_what_was_tried_is_what_is_imported(tmp_path: Path):
    path = write_book(tmp_path / "in.xlsx", BOOK)
    with township(tmp_path / "a.db") as database:
        trial = import_roster(database, path=path, is_trial=True, today=TODAY)
        path.unlink()
        result = import_roster(database, path=path, trial=trial, today=TODAY)
        assert result.households == trial.households
        assert result.households.added == 2
        assert result.changes.touches("household")


def test_a_change_after_the_trial_is_seen_by_the_import(tmp_path: Path):
    path = write_book(tmp_path / "in.xlsx", BOOK)
    first = write_book(tmp_path / "first.xlsx", {"农户": BOOK["农户"][:2]})
    with township(tmp_path / "a.db") as database:
        trial = import_roster(database, path=path, is_trial=True, today=TODAY)
        import_roster(database, path=first, today=TODAY)
        result = import_roster(database, path=path, trial=trial, today=TODAY)
        assert (result.households.added, result.households.same) == (1, 1)


def test_income_of_no_stated_period_serves_the_next_campaign_and_stays_the_same(tmp_path: Path):
    book: dict[str, Rows] = {
        "农户": [("行政村", "户编号", "户主姓名", "人均纯收入"), ("坭桥村", "A1", "韦𠮷祥", 6480.5)]
    }
    path = write_book(tmp_path / "in.xlsx", book)
    with township(tmp_path / "a.db") as database:
        import_roster(database, path=path, today=TODAY)
        created = add_campaign(database)
        (row,) = load_rows(database, campaign_id=created.id)
        values = dict(zip(load_form("household-form", 2022).value_keys, row.values, strict=True))
        assert (values["income_per_capita"], values["above_line"]) == (648_050, 0)
        again = import_roster(database, path=path, today=TODAY)
        assert (again.households.same, again.has_changes) == (1, False)
        book["农户"] = [book["农户"][0], ("坭桥村", "A1", "韦𠮷祥", 7001)]
        changed = import_roster(database, path=write_book(path, book), today=TODAY)
        assert changed.households.changed == 1
        with database.read() as session:
            assert list(session.scalars(select(Income.per_capita_fen))) == [700_100]
