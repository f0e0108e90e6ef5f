"""A campaign is changed while nobody was judged by it, and removed while nobody worked in it."""

from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Kind, Value
from fangfan_desktop.models import Income, LedgerLine, Milestone
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.campaign_changes import (
    change_campaign,
    line_locked,
    read_plan,
    remove_campaign,
    set_milestones,
    set_supervision_groups,
)
from fangfan_desktop.usecases.campaigns import campaign_facts, close_campaign, list_campaigns
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.statistics import take_snapshot
from fangfan_desktop.usecases.village_forms import add_row
from fangfan_desktop.usecases.workbench import read_workbench
from tests.small_township import PERIOD, add_campaign, make_township

USUAL: dict[str, object] = {
    "campaign_id": 1,
    "name": "2022年集中排查",
    "kind": "集中排查",
    "document_number": None,
    "starts_on": date(2022, 5, 10),
    "ends_on": date(2022, 6, 10),
    "line_fen": 700_000,
    "income_from": PERIOD[0],
    "income_to": PERIOD[1],
}
NEXT_PERIOD = {"income_from": date(2022, 5, 1), "income_to": date(2023, 4, 30)}


@pytest.fixture
def database(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def change(database: Database, **values: object):
    return change_campaign(database, **(USUAL | values))  # pyright: ignore[reportArgumentType] - a table of cases


def answer(database: Database, household: int, key: str, value: Value) -> None:
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == household)
    assert not set_answers(database, campaign_id=1, edits=[(row.id, key, value)]).refused


def column(database: Database, key: str) -> dict[int, Value]:
    at = household_basis(database, campaign_id=1).form.value_keys.index(key)
    return {row.household_id: row.values[at] for row in load_rows(database, campaign_id=1)}


def fill(database: Database, household: int) -> None:
    """Answer until the row is complete; a no wherever nothing else is asked for."""
    basis = household_basis(database, campaign_id=1)
    for _ in range(4):  # an answer may open further columns
        row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == household)
        missing = basis.checker.missing_columns(row.values)
        edits = [(row.id, basis.form.fields[i].key, _plain(basis.form, i)) for i in missing]
        if not edits:
            break
        set_answers(database, campaign_id=1, edits=edits)
    assert list_campaigns(database)[0].counts.done == 1


def _plain(form: Form, column: int) -> Value:
    field = form.fields[column]
    if field.kind is Kind.YES_NO:
        return 0
    return field.choices[0] if field.choices else 1


def test_what_was_typed_wrong_is_put_right_in_one_step(database: Database):
    before = list_campaigns(database)
    change(
        database,
        name="2022年集中排查𠮷",
        kind="回头看",
        document_number=" 马办〔2022〕59号 ",
        starts_on=date(2022, 5, 11),
        ends_on=date(2022, 6, 20),
    )
    now = list_campaigns(database)[0]
    assert (now.name, now.kind, now.document_number) == (
        "2022年集中排查𠮷",
        "回头看",
        "马办〔2022〕59号",
    )
    assert (now.starts_on, now.ends_on) == (date(2022, 5, 11), date(2022, 6, 20))
    undo(database)
    assert list_campaigns(database) == before


def test_the_same_again_is_no_step(database: Database):
    assert change(database).changes.rows == {}


def test_a_new_line_works_column_8_out_anew_and_undo_brings_the_old_back(database: Database):
    before = load_rows(database, campaign_id=1)
    assert column(database, "above_line")[1] == 1
    change(database, line_fen=1_300_000)
    assert set(column(database, "above_line").values()) == {0}
    undo(database)
    assert load_rows(database, campaign_id=1) == before
    redo(database)
    assert set(column(database, "above_line").values()) == {0}


def test_a_new_period_brings_its_incomes_where_nobody_has_begun(database: Database):
    with database.action("收入") as unit:
        for household, fen in ((1, 500_000), (2, 900_000)):
            unit.session.add(
                Income(
                    household_id=household,
                    period_from=NEXT_PERIOD["income_from"],
                    period_to=NEXT_PERIOD["income_to"],
                    per_capita_fen=fen,
                )
            )
    answer(database, 2, "heavy_burden", 0)
    answer(database, 3, "income_per_capita", 610_000)
    before = load_rows(database, campaign_id=1)
    changed = change(database, **NEXT_PERIOD)
    incomes, above = column(database, "income_per_capita"), column(database, "above_line")
    assert (incomes[1], above[1]) == (500_000, 0)
    assert (incomes[2], above[2]) == (648_000, 0)  # begun: the clerk's row is not touched
    assert (incomes[3], above[3]) == (610_000, 0)  # typed over: it stays
    assert (incomes[4], above[4]) == (None, None)  # not known for the new period
    assert changed.warnings == (
        "有2户的人均纯收入是按原来的收入期填的，没有改动，请按新的收入期核对。",
    )
    undo(database)
    assert load_rows(database, campaign_id=1) == before


def test_once_a_household_is_complete_line_and_period_stay_and_the_rest_may_change(
    database: Database,
):
    fill(database, 4)
    for values in ({"line_fen": 730_000}, NEXT_PERIOD):
        with pytest.raises(UserError, match=r"已有1户排查完成.*请新建一次排查"):
            change(database, **values)
    rows = load_rows(database, campaign_id=1)
    change(database, name="更名", ends_on=date(2022, 6, 30))
    assert list_campaigns(database)[0].name == "更名"
    assert load_rows(database, campaign_id=1) == rows
    assert not line_locked(0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "请填写排查名称"),
        ({"name": "另一次"}, "已有名为“另一次”的排查"),
        ({"ends_on": date(2022, 5, 9)}, "结束日期早于开始日期"),
        ({"income_to": date(2021, 4, 30)}, "截止日期早于起始日期"),
        ({"line_fen": 0}, "应大于0"),
        ({"campaign_id": 9}, "没有找到这次排查"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    database: Database, values: dict[str, object], sentence: str
):
    add_campaign(database, "另一次")
    before = list_campaigns(database)
    with pytest.raises(UserError, match=sentence):
        change(database, **values)
    assert list_campaigns(database) == before


def test_a_closed_campaign_is_not_changed(database: Database):
    close_campaign(database, campaign_id=1)
    with pytest.raises(UserError, match=r"已结束.*请先重新打开"):
        change(database, name="更名")
    with pytest.raises(UserError, match="已结束"):
        set_milestones(database, campaign_id=1, milestones=[])
    with pytest.raises(UserError, match="已结束"):
        set_supervision_groups(database, campaign_id=1, groups=[])


def test_the_office_s_own_milestones_are_the_workbench_s_tasks(database: Database):
    set_milestones(
        database,
        campaign_id=1,
        milestones=[
            ("数据录入", date(2022, 6, 10), " 录完 "),
            ("动员部署", date(2022, 5, 12), ""),
        ],
    )
    assert read_plan(database, campaign_id=1).milestones == (
        ("动员部署", date(2022, 5, 12), ""),
        ("数据录入", date(2022, 6, 10), "录完"),
    )
    bench = read_workbench(database, campaign_id=1, today=date(2022, 5, 11))
    assert any("动员部署（5月12日前完成）" in task.title for task in bench.tasks)
    set_milestones(database, campaign_id=1, milestones=[("动员部署", date(2022, 5, 13), "")])
    bench = read_workbench(database, campaign_id=1, today=date(2022, 5, 11))
    assert any("动员部署（5月13日前完成）" in task.title for task in bench.tasks)
    undo(database)
    assert len(read_plan(database, campaign_id=1).milestones) == 2
    undo(database)
    assert read_plan(database, campaign_id=1).milestones == ()


def test_groups_are_laid_down_with_members_and_villages(database: Database):
    groups: list[tuple[str, str, list[int]]] = [
        ("督导一组", "韦㛃、蒙𫘝", [2, 1]),
        ("督导二组", "", []),
    ]
    set_supervision_groups(database, campaign_id=1, groups=groups)
    plan = read_plan(database, campaign_id=1)
    assert plan.groups == (("督导一组", "韦㛃、蒙𫘝", (1, 2)), ("督导二组", "", ()))
    assert plan.villages == ((1, "坭桥村"), (2, "雒容社区"))
    assert campaign_facts(database, campaign_id=1).groups == (("督导一组", ("坭桥村", "雒容社区")),)
    assert set_supervision_groups(database, campaign_id=1, groups=groups).rows == {}
    set_supervision_groups(database, campaign_id=1, groups=[])
    assert read_plan(database, campaign_id=1).groups == ()
    undo(database)
    assert read_plan(database, campaign_id=1) == plan


def test_rows_without_a_name_or_with_one_twice_are_refused(database: Database):
    day = date(2022, 5, 12)
    with pytest.raises(UserError, match="有一个节点没有名称"):
        set_milestones(database, campaign_id=1, milestones=[(" ", day, "")])
    with pytest.raises(UserError, match="节点“部署”有两个"):
        set_milestones(database, campaign_id=1, milestones=[("部署", day, ""), ("部署 ", day, "")])
    with pytest.raises(UserError, match="督导组“一组”有两个"):
        set_supervision_groups(database, campaign_id=1, groups=[("一组", "", []), ("一组", "", [])])
    with pytest.raises(UserError, match="已不在本镇"):
        set_supervision_groups(database, campaign_id=1, groups=[("一组", "", [9])])


def test_a_campaign_made_by_mistake_goes_with_all_that_came_with_it(database: Database):
    set_milestones(database, campaign_id=1, milestones=[("部署", date(2022, 5, 12), "")])
    set_supervision_groups(database, campaign_id=1, groups=[("一组", "", [1])])
    rows, plan = load_rows(database, campaign_id=1), read_plan(database, campaign_id=1)
    campaigns = list_campaigns(database)
    remove_campaign(database, campaign_id=1)
    assert list_campaigns(database) == []
    with database.read() as session:
        assert session.query(Milestone).count() == 0
    undo(database)
    assert list_campaigns(database) == campaigns
    assert load_rows(database, campaign_id=1) == rows
    assert read_plan(database, campaign_id=1) == plan
    redo(database)
    assert list_campaigns(database) == []


def test_a_campaign_that_somebody_worked_in_is_not_removed(database: Database):
    answer(database, 5, "heavy_burden", 0)
    with pytest.raises(UserError, match=r"已有1户填写，不能删除.*结束本次排查"):
        remove_campaign(database, campaign_id=1)
    assert len(load_rows(database, campaign_id=1)) == 6


def test_ledger_village_form_and_snapshot_keep_a_campaign(database: Database):
    take_snapshot(database, campaign_id=1, label="第一周")
    with database.action("台账") as unit:
        unit.session.add(LedgerLine(campaign_id=1, number=1, level="township", state="待整改"))
    add_row(database, campaign_id=1, village_id=1)
    with pytest.raises(UserError, match="1行村级排查表、1条整改台账、1份保存的统计，不能删除"):
        remove_campaign(database, campaign_id=1)
