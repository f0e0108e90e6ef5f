"""Check tables and the office's own forms as files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaign_forms import add_form_rows, use_form
from fangfan_desktop.usecases.campaigns import create_campaign
from fangfan_desktop.usecases.exports import (
    TABLES,
    check_request,
    export_table,
    find_table,
    list_tables,
)
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from tests.small_township import add_campaign, make_township


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    database = make_township(tmp_path / "town.db")
    add_campaign(database)
    yield database
    database.close()


def own_form() -> Form:
    form = load_form("check-general")
    return replace(form, key="own-1", name="本县产业核查表", title="{place}产业核查表", scope="all")


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {tab.title: [[cell.value for cell in row] for row in tab.iter_rows()] for tab in book}


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in texts]


def test_titles_of_the_catalogue_are_the_names_of_the_forms() -> None:
    further = [name for name in TABLES if name.startswith(("check-", "visit-", "lookback-"))]
    assert len(further) == 5
    assert all(TABLES[name].title == load_form(name).name for name in further)


def test_a_check_table_is_a_sheet_a_village_with_its_answers(
    town: Database, tmp_path: Path
) -> None:
    use_form(town, campaign_id=1, form_key="check-general")
    rows = load_rows(town, campaign_id=1, form_key="check-general")
    assert [row.household_id for row in rows] == [4, 5, 6]
    edits = [(rows[0].id, "missed", 0), (rows[0].id, "not_included_reason", "有子女赡养")]
    set_answers(town, campaign_id=1, form_key="check-general", edits=edits)
    target = tmp_path / "a.xlsx"
    assert export_table(town, table="check-general", path=target, campaign_id=1).rows == 3
    found = cells(target)
    assert list(found) == ["坭桥村", "雒容社区"]
    text = str(found["坭桥村"])
    assert "坭桥村2022年一般农户情况核查表" in text
    assert "蒙𫘝" in text
    assert "有子女赡养" in text
    assert "罗玉" in str(found["雒容社区"])


def test_cleared_households_are_checked_as_monitored_ones_and_in_no_other_table(
    town: Database,
) -> None:
    found = {
        key: {row.household_id for row in load_rows(town, campaign_id=1, form_key=key)}
        for key in ("check-monitored", "check-lifted", "check-general")
        for _ in [use_form(town, campaign_id=1, form_key=key)]
    }
    assert found == {"check-monitored": {2, 3}, "check-lifted": {1}, "check-general": {4, 5, 6}}


def test_a_table_that_the_campaign_does_not_use_has_the_rows_that_it_would_have(
    town: Database, tmp_path: Path
) -> None:
    target = tmp_path / "a.xlsx"
    assert export_table(town, table="check-monitored", path=target, campaign_id=1).rows == 2
    text = str(cells(target)["坭桥村"])
    for part in ("覃䶮", "边缘易致贫户", "datetime.datetime(2021, 9, 1", "6480", "莫㛃"):
        assert part in text
    with town.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM further_form")
        assert count.scalar_one() == 0


def test_a_visit_is_printed_a_page_a_household_and_an_empty_page_where_nobody_is_chosen(
    town: Database, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    use_form(town, campaign_id=1, form_key="visit-check")
    assert export_table(town, table="visit-check", path=target, campaign_id=1).rows == 0
    assert len(pages(target)) == 1
    add_form_rows(town, campaign_id=1, form_key="visit-check", household_ids=[1, 2, 6])
    assert export_table(town, table="visit-check", path=target, campaign_id=1).rows == 3
    found = pages(target)
    assert ["坭桥村2022年" in text for text in found] == [True, True, False]
    assert "户主姓名覃䶮" in found[1]
    assert "是否监测对象是√否□" in found[1]
    assert "雒容社区2022年" in found[2]
    one = export_table(town, table="visit-check", path=target, campaign_id=1, village_id=2)
    assert one.rows == 1


def test_a_look_back_is_a_page_a_village(town: Database, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    use_form(town, campaign_id=1, form_key="lookback-check")
    assert export_table(town, table="lookback-check", path=target, campaign_id=1).rows == 2
    assert [text.count("是□否□") for text in pages(target)] == [25, 25]
    workbook = tmp_path / "a.xlsx"
    export_table(town, table="lookback-check", path=workbook, campaign_id=1)
    (rows,) = cells(workbook).values()
    assert [row[0] for row in rows if row[2] in {"坭桥村", "雒容社区"}] == [1, 2]


def test_an_empty_table_of_a_village_has_rows_to_write_in(town: Database, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    use_form(town, campaign_id=1, form_key="check-lifted")
    told = export_table(town, table="check-lifted", path=target, campaign_id=1, village_id=2)
    assert told.rows == 0
    assert "雒容社区2022年未纳入监测对象的脱贫户情况核查表" in pages(target)[0]
    assert len(pages(target)) == 1


def test_the_offices_own_form_is_exported_by_its_key(town: Database, tmp_path: Path) -> None:
    save_form(town, form=own_form())
    target = tmp_path / "a.xlsx"
    assert export_table(town, table="own-1", path=target, campaign_id=1).rows == 6
    assert find_table("本县产业核查表", town).name == "own-1"
    assert check_request("own-1", target, town).title == "本县产业核查表"
    with pytest.raises(UserError, match="own-1"):
        find_table("own-2", town)
    with pytest.raises(UserError, match="没有名为“own-1”的表"):
        find_table("own-1")


def test_what_can_be_exported_is_the_catalogue_and_the_campaigns_own_forms(town: Database) -> None:
    assert [table.name for table in list_tables(town, campaign_id=1)] == list(TABLES)
    use_form(town, campaign_id=1, form_key="visit-check")
    save_form(town, form=own_form())
    use_form(town, campaign_id=1, form_key="own-1")
    names = [table.name for table in list_tables(town, campaign_id=1)]
    assert names == [*TABLES, "own-1"]
    assert [table.name for table in list_tables(town, campaign_id=None)] == list(TABLES)


def test_a_plans_tables_come_with_its_campaign(town: Database) -> None:
    made = create_campaign(
        town,
        name="回头看",
        year=2023,
        line_fen=750_000,
        income_from=date(2022, 7, 1),
        income_to=date(2023, 6, 30),
        starts_on=date(2023, 7, 12),
        ends_on=date(2023, 7, 30),
        preset="xinfeng-2023",
    )
    rows = load_rows(town, campaign_id=made.id, form_key="lookback-check")
    assert [row.village_id for row in rows] == [1, 2]
