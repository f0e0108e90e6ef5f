"""Campaigns: opened with prefilled rows, kept in step with the registry, frozen when closed."""

from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.campaign_presets import FORMS
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Household, Identification, Person
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.campaigns import (
    campaign_facts,
    campaign_form,
    close_campaign,
    create_campaign,
    list_campaigns,
    reopen_campaign,
    village_progress,
)
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.households import add_household, remove_household
from tests.small_township import PERIOD, add_campaign, change_household, make_township


@pytest.fixture
def database(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        yield opened


def answers(database: Database, campaign: int, household: int) -> dict[str, object]:
    keys = household_basis(database, campaign_id=campaign).form.value_keys
    for row in load_rows(database, campaign_id=campaign):
        if row.household_id == household:
            return dict(zip(keys, row.values, strict=True))
    raise KeyError(household)


def test_a_new_campaign_holds_every_household_that_is_present(database: Database):
    created = add_campaign(database)
    assert created.households == 6
    progress = [(p.village, p.total, p.done) for p in village_progress(database, campaign_id=1)]
    assert progress == [("坭桥村", 5, 0), ("雒容社区", 1, 0)]


def test_rows_are_prefilled_from_the_registry_and_the_unknown_stays_empty(database: Database):
    add_campaign(database)
    first = answers(database, 1, 1)
    assert first["group"] == "三组"
    assert first["head_name"] == "韦𠮷祥"
    assert (first["population"], first["household_type"]) == (2, "脱贫户")
    assert (first["income_per_capita"], first["above_line"]) == (1_200_050, 1)
    assert (first["housing_safe"], first["water_safe"]) == (1, 0)
    assert first["lifted_2020"] == 0
    assert first["scattered_tekun"] is None
    assert first["survey_method"] is None
    assert answers(database, 1, 2)["household_type"] == "监测户"
    assert answers(database, 1, 2)["above_line"] == 0
    third = answers(database, 1, 3)
    assert (third["household_type"], third["risk_marked_cleared"]) == ("脱贫户", 1)
    assert answers(database, 1, 4)["single_person"] == 1


def test_a_preset_brings_its_milestones_moved_and_the_groups_of_villages_found_here(
    database: Database,
):
    created = create_campaign(
        database,
        name="专项行动",
        year=2023,
        line_fen=730_000,
        income_from=PERIOD[0],
        income_to=PERIOD[1],
        starts_on=date(2022, 3, 27),
        ends_on=date(2022, 5, 11),
        preset="luorong-2022",
    )
    details = campaign_facts(database, campaign_id=created.id)
    assert details.milestones[0][:2] == ("动员培训部署", date(2022, 3, 27))
    assert details.groups == (("督导二组", ("坭桥村",)),)
    assert details.forms == (*FORMS, "check-monitored", "check-lifted", "check-general")


def test_headings_speak_of_the_campaign(database: Database):
    created = add_campaign(database)
    form = campaign_form(database, campaign_id=created.id, village="坭桥村")
    assert form.title.endswith("坭桥村2022年防止返贫监测帮扶集中排查到户排查表")
    assert "（2021年5月1日-2022年4月30日，单位：元）" in form.field("income_per_capita").headings[0]
    assert form.field("above_line").headings[0] == "是否高于本市监测范围（7000元）"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "请填写排查名称"),
        ({"year": 22}, "年度22不合理"),
        ({"line_fen": 0}, "监测范围"),
        ({"line_fen": 70_000_000}, "过大"),
        ({"ends_on": date(2022, 5, 9)}, "结束日期早于开始日期"),
        ({"income_to": date(2021, 4, 30)}, "截止日期早于起始日期"),
        ({"scope": "some"}, "排查范围"),
        ({"preset": "nowhere"}, "没有名为“nowhere”的方案"),
        ({"name": "2022年集中排查"}, "已有名为"),
    ],
)
def test_what_no_campaign_can_be_is_refused_and_leaves_nothing(
    database: Database, values: dict[str, object], sentence: str
):
    add_campaign(database)
    usual: dict[str, object] = {
        "name": "另一次",
        "year": 2022,
        "line_fen": 700_000,
        "income_from": PERIOD[0],
        "income_to": PERIOD[1],
        "starts_on": date(2022, 5, 10),
        "ends_on": date(2022, 6, 10),
    }
    with pytest.raises(UserError, match=sentence):
        create_campaign(database, **(usual | values))  # pyright: ignore[reportArgumentType] - a table of cases
    assert len(list_campaigns(database)) == 1


def test_a_closed_campaign_takes_no_answers_until_it_is_opened_again(database: Database):
    add_campaign(database)
    edit = [(load_rows(database, campaign_id=1)[0].id, "survey_method", "入户排查")]
    close_campaign(database, campaign_id=1, closed_on=date(2022, 6, 11))
    assert not list_campaigns(database)[0].is_open
    with pytest.raises(UserError, match="已结束，数据已固定"):
        set_answers(database, campaign_id=1, edits=edit)
    change_household(database, 6, left_on=date(2022, 7, 1))
    assert len(load_rows(database, campaign_id=1)) == 6
    reopen_campaign(database, campaign_id=1)
    assert len(load_rows(database, campaign_id=1)) == 5
    assert not set_answers(database, campaign_id=1, edits=edit).refused


def test_creating_a_campaign_is_one_step_that_can_be_undone(database: Database):
    add_campaign(database)
    undo(database)
    assert list_campaigns(database) == []


def test_a_change_of_head_or_type_shows_in_open_campaigns(database: Database):
    add_campaign(database)
    with database.action("改档案") as unit:
        unit.session.add(
            Identification(
                household_id=5, category="突发严重困难户", identified_on=date(2022, 5, 1)
            )
        )
        unit.session.get_one(Person, 8).name = "𫘝新"
        refresh_rows(unit, [5])
    row = answers(database, 1, 5)
    assert (row["household_type"], row["head_name"]) == ("监测户", "𫘝新")
    undo(database)
    assert answers(database, 1, 5)["household_type"] == "一般农户"


def test_an_answer_that_no_longer_applies_is_kept_and_makes_the_row_wrong(database: Database):
    add_campaign(database)
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 5)
    set_answers(database, campaign_id=1, edits=[(row.id, "should_include", 0)])
    with database.action("识别") as unit:
        unit.session.add(
            Identification(
                household_id=5, category="突发严重困难户", identified_on=date(2022, 5, 1)
            )
        )
        refresh_rows(unit, [5])
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 5)
    assert answers(database, 1, 5)["should_include"] == 0
    assert row.error_count == 1


def test_a_household_that_leaves_takes_its_untouched_row_along_but_never_an_answer(
    database: Database,
):
    add_campaign(database)
    row = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 1)
    set_answers(database, campaign_id=1, edits=[(row.id, "heavy_burden", 0)])
    change_household(database, 1, left_on=date(2022, 5, 12))
    change_household(database, 2, left_on=date(2022, 5, 12))
    assert [r.household_id for r in load_rows(database, campaign_id=1)] == [1, 3, 4, 5, 6]


def test_a_new_household_gets_a_row_at_the_end_of_its_village(database: Database):
    add_campaign(database)
    with database.action("新增") as unit:
        unit.session.add(Household(id=50, code="新", village_id=1))
        unit.session.flush()
        unit.session.add(Person(household_id=50, name="陆䶮", relation="户主"))
        refresh_rows(unit, [50])
    row = answers(database, 1, 50)
    assert (row["seq"], row["head_name"], row["population"]) == (6, "陆䶮", 1)
    assert row["housing_safe"] is None


def test_a_household_that_moves_to_another_village_moves_its_row(database: Database):
    add_campaign(database)
    change_household(database, 1, village_id=2, group_id=None)
    rows = load_rows(database, campaign_id=1)
    moved = next(row for row in rows if row.household_id == 1)
    assert (moved.village_id, moved.values[0], moved.values[1]) == (2, 2, None)


def test_income_that_comes_later_fills_empty_cells_of_rows_nobody_has_begun(database: Database):
    with database.action("清空收入") as unit:
        unit.connection.exec_driver_sql("DELETE FROM income WHERE household_id IN (1, 5)")
    add_campaign(database)
    begun = next(r for r in load_rows(database, campaign_id=1) if r.household_id == 5)
    set_answers(database, campaign_id=1, edits=[(begun.id, "survey_method", "电话核查")])
    with database.action("补收入") as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO income (household_id, period_from, period_to, wages_fen,"
            " business_cost_fen) VALUES (?, '2021-05-01', '2022-04-30', 3000000, 1000001)",
            [(1,), (5,)],
        )
        refresh_rows(unit, None)
    assert answers(database, 1, 1)["income_per_capita"] == 1_000_000
    assert answers(database, 1, 1)["above_line"] == 1
    assert answers(database, 1, 5)["income_per_capita"] is None


def test_refreshing_what_is_in_step_changes_nothing(database: Database):
    add_campaign(database)
    with database.action("空") as unit:
        refresh_rows(unit, None)
    assert not unit.changes.rows


def test_campaigns_are_listed_with_their_counts(database: Database):
    add_campaign(database)
    add_campaign(database, "2023年集中排查", 2023)
    found = [(c.name, c.counts.total, c.counts.done, c.is_open) for c in list_campaigns(database)]
    assert found == [("2023年集中排查", 6, 0, True), ("2022年集中排查", 6, 0, True)]


def test_a_household_entered_by_mistake_goes_with_the_rows_that_nobody_has_begun(
    database: Database,
):
    add_campaign(database)
    village = load_rows(database, campaign_id=1)[0].village_id
    wrong, begun = (
        add_household(
            database, village_id=village, head={"name": name}, values={"is_lifted": "是"}
        ).household_id
        for name in ("误录", "已填")
    )
    assert wrong is not None
    assert begun is not None
    rows = {row.household_id: row.id for row in load_rows(database, campaign_id=1)}
    set_answers(database, campaign_id=1, edits=[(rows[begun], "needs", "修路")])

    remove_household(database, household_id=wrong)
    assert wrong not in {row.household_id for row in load_rows(database, campaign_id=1)}
    with pytest.raises(UserError, match="排查表1张"):
        remove_household(database, household_id=begun)


def test_the_rows_of_a_closed_campaign_keep_their_households(database: Database):
    add_campaign(database)
    village = load_rows(database, campaign_id=1)[0].village_id
    late = add_household(database, village_id=village, head={"name": "误录"}).household_id
    assert late is not None
    close_campaign(database, campaign_id=1, closed_on=date(2022, 6, 11))
    with pytest.raises(UserError, match="已结束的排查表1张"):
        remove_household(database, household_id=late)
