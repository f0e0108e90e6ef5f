"""附件2: a village may have several rows, and each problem may go into the ledger once."""

from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.domain.ledger_rules import LedgerLevel
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_forms import take_new_version
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.ledger import line_page
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.usecases.village_forms import (
    PROBLEM_TYPES,
    VillageFormTable,
    add_row,
    edit_cells,
    make_ledger_line,
    read_village_forms,
    remove_rows,
)
from tests.small_township import add_campaign, make_township


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as database:
        change_settings(database, values={"township_name": "雒容镇", "office_name": "镇工作站"})
        add_campaign(database)
        yield database


def read(database: Database, village_id: int | None = None) -> VillageFormTable:
    return read_village_forms(database, campaign_id=1, village_id=village_id)


def write(database: Database, row_id: int, key: str, value: str | None) -> None:
    saved = edit_cells(database, campaign_id=1, edits=[(row_id, key, value)])
    assert saved.refused == {}


def test_rows_carry_township_and_village_and_count_from_one(town: Database):
    for village in (2, 1, 1):
        add_row(town, campaign_id=1, village_id=village)
    table = read(town)
    assert [row.values[:3] for row in table.rows] == [
        (1, "雒容镇", "坭桥村"),
        (2, "雒容镇", "坭桥村"),
        (3, "雒容镇", "雒容社区"),
    ]
    assert [row.values[0] for row in read(town, 2).rows] == [1]


def test_cells_are_written_in_one_step_and_undone(town: Database):
    row = add_row(town, campaign_id=1, village_id=1).id
    saved = edit_cells(
        town,
        campaign_id=1,
        edits=[(row, "policy_problems", "补助未到账𠮷"), (row, "remarks", "已核"), (row, "seq", 4)],
    )
    assert list(saved.refused) == [(row, "seq")]
    assert "补助未到账𠮷" in saved.rows[row].values
    undo(town)
    assert set(read(town).rows[0].values[3:]) == {None}


@pytest.mark.parametrize("field", PROBLEM_TYPES)
def test_a_problem_becomes_a_village_level_line_of_its_type(town: Database, field: str):
    row = add_row(town, campaign_id=1, village_id=2).id
    write(town, row, field, "路基㛃塌陷")
    made = make_ledger_line(town, row_id=row, field=field)
    line = line_page(town, line_id=made.line_id).line.row
    assert line.level is LedgerLevel.VILLAGE
    assert line.values[:6] == (
        "镇工作站",
        "雒容社区",
        None,
        None,
        PROBLEM_TYPES[field],
        "路基㛃塌陷",
    )
    assert read(town).in_ledger == {(row, field): 1}


def test_a_second_time_is_refused_with_the_number(town: Database):
    row = add_row(town, campaign_id=1, village_id=1).id
    write(town, row, "other_problems", "档案不齐")
    make_ledger_line(town, row_id=row, field="other_problems")
    with pytest.raises(UserError, match="第1条"):
        make_ledger_line(town, row_id=row, field="other_problems")
    undo(town)
    assert read(town).in_ledger == {}
    make_ledger_line(town, row_id=row, field="other_problems")


def test_an_empty_cell_and_a_column_without_problems_make_no_line(town: Database):
    row = add_row(town, campaign_id=1, village_id=1).id
    with pytest.raises(UserError, match="没有写问题"):
        make_ledger_line(town, row_id=row, field="other_problems")
    with pytest.raises(UserError, match="选中一格问题"):
        make_ledger_line(town, row_id=row, field="remarks")


def test_a_row_goes_unless_its_problem_is_in_the_ledger(town: Database):
    rows = [add_row(town, campaign_id=1, village_id=1).id for _ in range(2)]
    write(town, rows[0], "funds_problems", "资料不齐")
    make_ledger_line(town, row_id=rows[0], field="funds_problems")
    with pytest.raises(UserError, match="第1条"):
        remove_rows(town, row_ids=rows)
    assert len(read(town).rows) == 2
    remove_rows(town, row_ids=rows[1:])
    assert [row.id for row in read(town).rows] == rows[:1]


def test_a_closed_campaign_takes_nothing(town: Database):
    row = add_row(town, campaign_id=1, village_id=1).id
    close_campaign(town, campaign_id=1)
    for write_ in (
        lambda: add_row(town, campaign_id=1, village_id=1),
        lambda: remove_rows(town, row_ids=[row]),
        lambda: edit_cells(town, campaign_id=1, edits=[(row, "remarks", "x")]),
    ):
        with pytest.raises(UserError, match="已结束"):
            write_()


def test_a_column_of_the_offices_version_may_be_called_as_a_column_of_the_table(town: Database):
    annex = load_form("village-form")
    odd = tuple(Field(key, (key,), Kind.TEXT) for key in ("id", "position", "extra"))
    save_form(town, form=replace(annex, fields=(*annex.fields, *odd)))
    take_new_version(town, campaign_id=1, form_key="village-form")
    row = add_row(town, campaign_id=1, village_id=1).id
    for field in odd:
        write(town, row, field.key, "甲𠮷")
    [found] = read(town).rows
    assert (found.id, found.position, found.values[-3:]) == (row, 1, ("甲𠮷",) * 3)


def test_notes_of_the_offices_version_are_written_and_columns_that_are_gone_are_told(
    town: Database,
):
    annex = load_form("village-form")
    asked = Field("own_met", ("是否开会",), Kind.YES_NO, note_key="own_met_note")
    save_form(town, form=replace(annex, fields=(*annex.fields, asked)))
    take_new_version(town, campaign_id=1, form_key="village-form")
    row = add_row(town, campaign_id=1, village_id=1).id
    edits = [(row, "own_met", 1), (row, "own_met_note", "五月𠮷"), (row, "own_gone", 1)]
    saved = edit_cells(town, campaign_id=1, edits=edits)
    assert saved.refused == {(row, "own_gone"): "本次排查的这张表没有这一栏"}
    assert [each.values[-2:] for each in read(town).rows] == [(1, "五月𠮷")]
