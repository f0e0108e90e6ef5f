"""The ledger follows the level rule and fills in what the registry knows."""

from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import LedgerLine, Person
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.storage.ledger import LedgerRow
from fangfan_desktop.usecases.ledger import (
    LedgerFilter,
    add_line,
    count_lines,
    edit_lines,
    line_page,
    list_lines,
    pick_household,
)
from tests.small_township import add_campaign, make_township

NUMBER = "450299195003040017"
TODAY = date(2022, 5, 20)


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as database:
        with database.action("号码") as unit:
            head = unit.session.query(Person).filter_by(household_id=1, relation="户主").one()
            head.id_number = NUMBER
        add_campaign(database)
        yield database


def row_of(database: Database, line_id: int) -> LedgerRow:
    return line_page(database, line_id=line_id, today=TODAY).line.row


def edit(database: Database, line_id: int, **values: str | int | None) -> dict[str, str]:
    saved = edit_lines(
        database,
        campaign_id=1,
        edits=[(line_id, key, value) for key, value in values.items()],
    )
    return {key: sentence for (_, key), sentence in saved.refused.items()}


def test_a_new_line_has_the_next_number_and_waits_to_be_put_right(town: Database):
    first = add_line(town, campaign_id=1, values={"village": "坭桥村", "problem": "路面𠮷塌"})
    second = add_line(town, campaign_id=1, level=LedgerLevel.TOWNSHIP)
    assert (first.number, second.number) == (1, 2)
    row = row_of(town, first.id)
    assert row.state is LedgerState.OPEN
    assert (row.value("village"), row.value("problem")) == ("坭桥村", "路面𠮷塌")


def test_a_line_made_by_mistake_is_undone_and_comes_back_by_redo(town: Database):
    add_line(town, campaign_id=1)
    undo(town)
    assert list_lines(town, campaign_id=1) == []
    redo(town)
    assert len(list_lines(town, campaign_id=1)) == 1


def test_naming_the_head_fills_in_village_number_and_household(town: Database):
    line = add_line(town, campaign_id=1, level=LedgerLevel.HOUSEHOLD).id
    assert edit(town, line, village="坭桥村委会", head_name="韦𠮷祥") == {}
    row = row_of(town, line)
    assert (row.village_id, row.household_id, row.value("id_number")) == (1, 1, NUMBER)


def test_an_id_number_alone_brings_the_household(town: Database):
    line = add_line(town, campaign_id=1, level=LedgerLevel.HOUSEHOLD).id
    assert edit(town, line, id_number=NUMBER) == {}
    row = row_of(town, line)
    assert (row.household_id, row.value("village"), row.value("head_name")) == (
        1,
        "坭桥村",
        "韦𠮷祥",
    )


def test_a_head_that_the_registry_lacks_is_kept_as_written(town: Database):
    line = add_line(town, campaign_id=1, level=LedgerLevel.HOUSEHOLD).id
    assert edit(town, line, village="坭桥村", head_name="某某") == {}
    row = row_of(town, line)
    assert (row.household_id, row.value("head_name"), row.value("id_number")) == (
        None,
        "某某",
        None,
    )


def test_picking_a_household_makes_the_line_one_about_it(town: Database):
    line = add_line(town, campaign_id=1, level=LedgerLevel.TOWNSHIP).id
    pick_household(town, line_id=line, household_id=6)
    row = row_of(town, line)
    assert (row.level, row.village_id, row.value("head_name")) == (
        LedgerLevel.HOUSEHOLD,
        2,
        "罗玉",
    )
    with pytest.raises(UserError, match="不在册"):
        pick_household(town, line_id=line, household_id=99)


def test_the_level_empties_the_columns_that_do_not_apply(town: Database):
    line = add_line(town, campaign_id=1, household_id=1).id
    edit(town, line, level="村级")
    row = row_of(town, line)
    assert row.values[1:4] == ("坭桥村", None, None)
    assert row.household_id is None
    edit(town, line, level="乡镇级")
    assert row_of(town, line).values[1:4] == (None, None, None)


def test_what_the_level_leaves_empty_is_refused_with_the_way_out(town: Database):
    line = add_line(town, campaign_id=1, level=LedgerLevel.TOWNSHIP).id
    refused = edit(town, line, village="坭桥村", head_name="韦𠮷祥", problem="写得进")
    assert set(refused) == {"village", "head_name"}
    assert "级别" in refused["village"]
    assert row_of(town, line).value("problem") == "写得进"


def test_another_village_drops_the_household_that_is_not_there(town: Database):
    line = add_line(town, campaign_id=1, household_id=1).id
    edit(town, line, village="雒容社区")
    row = row_of(town, line)
    assert row.values[1:4] == ("雒容社区", None, None)


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("village", "无名村", "没有找到"),
        ("problem_type", "别的", "可选"),
        ("level", "省级", "级别"),
        ("number", 7, "不能修改"),
    ],
)
def test_a_value_that_cannot_be_is_refused_alone(
    town: Database, key: str, value: str | int, word: str
):
    line = add_line(town, campaign_id=1).id
    refused = edit(town, line, **{key: value, "owner": "责任人"})
    assert word in refused[key]
    assert row_of(town, line).value("owner") == "责任人"


def test_a_pasted_block_is_one_step_of_history(town: Database):
    lines = [add_line(town, campaign_id=1).id for _ in range(3)]
    edit_lines(
        town, campaign_id=1, edits=[(line, "owner", "覃䶮") for line in lines], action_name="粘贴"
    )
    undo(town)
    assert all(line.row.value("owner") is None for line in list_lines(town, campaign_id=1))


def test_deadlines_have_their_lights(town: Database):
    for deadline in ("2022-05-19", "2022-05-20", "2022-05-23", "2022-05-24", None):
        add_line(town, campaign_id=1, values={"deadline": deadline})
    lines = list_lines(town, campaign_id=1, today=TODAY)
    colours = [line.light.colour for line in lines]
    none, near, overdue = LightColour.NONE, LightColour.NEAR, LightColour.OVERDUE
    assert colours == [overdue, near, near, none, none]
    counts = count_lines(town, campaign_id=1, today=TODAY)
    assert (counts.total, counts.near, counts.overdue) == (5, 2, 1)


def test_a_closed_line_is_never_overdue(town: Database):
    line = add_line(town, campaign_id=1, values={"deadline": "2022-01-01"}).id
    with town.action("销号") as unit:
        unit.session.get_one(LedgerLine, line).state = "已销号"
    assert not line_page(town, line_id=line, today=TODAY).line.is_overdue
    assert count_lines(town, campaign_id=1, today=TODAY).by_state[LedgerState.CLOSED] == 1


def test_lines_are_filtered(town: Database):
    add_line(town, campaign_id=1, values={"village": "坭桥村", "problem": "路灯不亮"})
    add_line(
        town,
        campaign_id=1,
        values={"village": "雒容社区", "problem_type": "乡村治理", "deadline": "2022-05-01"},
    )
    add_line(town, campaign_id=1, level=LedgerLevel.TOWNSHIP, values={"owner": "莫㛃"})

    def numbers(**chosen: object) -> list[int]:
        filters = LedgerFilter(**chosen)  # pyright: ignore[reportArgumentType]
        found = list_lines(town, campaign_id=1, chosen=filters, today=TODAY)
        return [line.row.number for line in found]

    assert numbers(village_id=1) == [1]
    assert numbers(problem_type="乡村治理") == [2]
    assert numbers(is_overdue=True) == [2]
    assert numbers(is_due_soon=True) == [2]
    assert numbers(is_township_level=True) == [3]
    assert numbers(text="路灯 坭桥") == [1]
    assert numbers(text="莫㛃") == [3]
    assert numbers(state=LedgerState.CLOSED) == []
    assert numbers() == [1, 2, 3]
