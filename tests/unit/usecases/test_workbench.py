"""The work of the day is what the database can tell, the longest wait first."""

from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaigns import close_campaign, create_campaign
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.usecases.workbench import Task, Urgency, read_workbench

TODAY = date(2022, 5, 19)  # a Thursday


@pytest.fixture
def database(tmp_path: Path) -> Generator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(120, 0.1), seed=1) as opened:
        yield opened


@pytest.fixture
def campaign(database: Database) -> int:
    return create_campaign(
        database,
        name="本次排查",
        year=2022,
        line_fen=700_000,
        income_from=date(2021, 5, 1),
        income_to=date(2022, 4, 30),
        starts_on=date(2022, 5, 10),
        ends_on=date(2022, 6, 10),
        preset="madian-2022",
    ).id


def execute(database: Database, statement: str, **values: object) -> None:
    with database.action("试") as unit:
        unit.session.execute(text(statement), values)


def add_line(database: Database, campaign: int, number: int, deadline: date, state: str) -> None:
    execute(
        database,
        "INSERT INTO ledger_line (campaign_id, number, level, problem, deadline, state)"
        " VALUES (:campaign, :number, 'township', '饮水设施检修', :deadline, :state)",
        campaign=campaign,
        number=number,
        deadline=deadline.isoformat(),
        state=state,
    )


def tasks_of(database: Database, campaign: int | None, today: date = TODAY) -> tuple[Task, ...]:
    return read_workbench(database, campaign_id=campaign, today=today).tasks


def titles(tasks: tuple[Task, ...], page: str) -> list[str]:
    return [task.title for task in tasks if task.page == page]


def test_an_empty_township_has_nothing_to_do(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        bench = read_workbench(database, campaign_id=None, today=TODAY)
    assert (bench.tasks, bench.registered.households, bench.campaign) == ((), 0, "")


def test_figures_are_those_of_the_registry(database: Database, campaign: int):
    bench = read_workbench(database, campaign_id=campaign, today=TODAY)
    with database.read() as session:
        people = session.execute(text("SELECT count(*) FROM person WHERE left_on IS NULL"))
        assert bench.registered.people == people.scalar_one()
    assert bench.registered.households == 120
    assert (bench.surveyed, bench.to_survey) == (0, 120)
    assert (bench.campaign, bench.is_open, bench.days_left) == ("本次排查", True, 22)
    assert bench.monitored.households > 0


def test_the_screening_is_a_task_until_every_row_is_complete(database: Database, campaign: int):
    assert "开展集中排查（5月25日前完成）" in titles(tasks_of(database, campaign), "survey")
    late = tasks_of(database, campaign, date(2022, 5, 28))
    survey = next(task for task in late if task.title.startswith("开展集中排查"))
    assert (survey.tag, survey.urgency, survey.detail) == (
        "超 3 天",
        Urgency.OVERDUE,
        "还有 120 户未排查",
    )
    execute(database, "UPDATE household_form SET is_complete = 1")
    assert not any("集中排查" in title for title in titles(tasks_of(database, campaign), "survey"))


def test_villages_that_lag_are_named(database: Database, campaign: int):
    execute(
        database,
        "UPDATE household_form SET is_complete = 1 WHERE village_id <>"
        " (SELECT id FROM village WHERE name = '半塘村')",
    )
    survey = next(task for task in tasks_of(database, campaign) if "集中排查" in task.title)
    assert survey.detail.endswith("落后：半塘村 0%")


def test_a_passed_day_of_the_plan_is_not_called_overdue(database: Database, campaign: int):
    assert not any("全面工作部署" in task.title for task in tasks_of(database, campaign))
    near = tasks_of(database, campaign, date(2022, 6, 7))
    entry = next(task for task in near if task.title.startswith("信息采集录入"))
    assert (entry.tag, entry.urgency) == ("剩 3 天", Urgency.NEAR)


def test_the_weekly_statistics_are_due_on_friday(database: Database, campaign: int):
    execute(
        database,
        "INSERT INTO statistics_snapshot (campaign_id, label, taken_at, figures, is_final)"
        " VALUES (:campaign, '第1期', '2022-05-13T16:00:00', '{}', 0)",
        campaign=campaign,
    )
    [task] = [task for task in tasks_of(database, campaign) if "统计表" in task.title]
    assert (task.title, task.due_on, task.tag) == (
        "报送情况统计表（5月20日）",
        date(2022, 5, 20),
        "剩 1 天",
    )
    assert task.detail.endswith("上次留存 5月13日")
    execute(database, "UPDATE statistics_snapshot SET taken_at = '2022-05-19T16:00:00'")
    assert not any("统计表" in task.title for task in tasks_of(database, campaign))


def test_statistics_missed_last_week_are_overdue(database: Database, campaign: int):
    [task] = [task for task in tasks_of(database, campaign) if "统计表" in task.title]
    assert (task.due_on, task.tag) == (date(2022, 5, 13), "超 6 天")


def test_ledger_lines_are_listed_by_their_deadline(database: Database, campaign: int):
    add_line(database, campaign, 1, TODAY, "待整改")
    add_line(database, campaign, 2, TODAY - timedelta(days=1), "整改中")
    add_line(database, campaign, 3, TODAY - timedelta(days=9), "已销号")
    add_line(database, campaign, 4, TODAY + timedelta(days=3), "待验收")
    add_line(database, campaign, 5, TODAY + timedelta(days=8), "待整改")
    bench = read_workbench(database, campaign_id=campaign, today=TODAY)
    assert (bench.ledger.open, bench.ledger.overdue, bench.ledger.near) == (4, 1, 2)
    lines = [task for task in bench.tasks if task.page == "ledger"]
    assert [(line.title[5:8], line.tag) for line in lines] == [
        ("002", "超 1 天"),
        ("001", "今天"),
        ("004", "剩 3 天"),
    ]


def test_a_helper_is_due_five_working_days_after_taking_in(database: Database):
    execute(
        database,
        "UPDATE identification SET helper_name = NULL, cleared_on = NULL, rolled_back_on = NULL,"
        " removed_on = NULL, identified_on = '2022-05-12'"
        " WHERE id = (SELECT min(id) FROM identification)",
    )
    helpers = [task for task in tasks_of(database, None) if "帮扶责任人" in task.title]
    assert [(task.due_on, task.tag, task.page) for task in helpers] == [
        (date(2022, 5, 19), "今天", "households")
    ]


def test_old_cases_without_a_helper_are_one_line(database: Database):
    execute(database, "UPDATE identification SET helper_name = NULL, identified_on = '2019-06-01'")
    helpers = [task for task in tasks_of(database, None) if "帮扶责任人" in task.title]
    assert len(helpers) == 1
    assert helpers[0].target == {"lacking": "helper"}


def test_the_longest_wait_stands_first(database: Database, campaign: int):
    add_line(database, campaign, 1, date(2022, 4, 1), "待整改")
    days = [task.due_on for task in tasks_of(database, campaign)]
    assert days == sorted(days)


def test_a_closed_campaign_asks_for_no_screening(database: Database, campaign: int):
    close_campaign(database, campaign_id=campaign)
    assert titles(tasks_of(database, campaign), "survey") == []


def test_a_clue_without_a_decision_is_a_task_until_it_is_decided(database: Database):
    execute(
        database,
        "DELETE FROM case_step WHERE case_id IN (SELECT id FROM monitoring_case"
        " WHERE identification_id IS NULL AND refused_on IS NULL)",
    )
    execute(
        database,
        "UPDATE monitoring_case SET clue_on = '2022-05-06'"
        " WHERE identification_id IS NULL AND refused_on IS NULL",
    )
    steps = [task for task in tasks_of(database, None) if "县级审定" in task.title]
    assert steps
    assert {task.due_on for task in steps} == {date(2022, 5, 21)}
    assert all("停在“农户申请及承诺授权”" in task.detail for task in steps)
    execute(
        database,
        "UPDATE monitoring_case SET refused_on = '2022-05-19' WHERE identification_id IS NULL",
    )
    assert not [task for task in tasks_of(database, None) if "县级审定" in task.title]


def test_a_notice_is_a_task_when_its_days_end_and_until_its_outcome(database: Database):
    [running] = [task for task in tasks_of(database, None) if task.page == "notices"]
    assert (running.title, running.due_on) == ("拟纳入监测对象公示期满", date(2022, 5, 20))
    late = tasks_of(database, None, date(2022, 5, 23))
    [over] = [task for task in late if task.page == "notices"]
    assert (over.title, over.urgency) == ("拟纳入监测对象公示期满，记录结果", Urgency.OVERDUE)
    execute(database, "UPDATE notice SET outcome = '无异议'")
    assert not titles(tasks_of(database, None, date(2022, 5, 23)), "notices")


def test_visits_of_the_quarter_are_told_in_its_last_month(database: Database):
    assert not [task for task in tasks_of(database, None) if "走访" in task.title]
    execute(database, "DELETE FROM visit")
    [task] = [task for task in tasks_of(database, None, date(2022, 6, 10)) if "走访" in task.title]
    with database.read() as session:
        running = session.execute(
            text(
                "SELECT count(DISTINCT household_id) FROM identification WHERE removed_on IS NULL"
                " AND (cleared_on IS NULL OR rolled_back_on >= cleared_on)"
            )
        ).scalar_one()
    assert (task.title, task.due_on) == (f"季度走访未记录 {running} 户", date(2022, 6, 30))


def test_the_last_month_of_the_chart_is_open_as_the_register_counts(database: Database):
    bench = read_workbench(database, campaign_id=None, today=TODAY)
    assert [month.first for month in bench.months][-2:] == [date(2022, 4, 1), date(2022, 5, 1)]
    assert bench.months[-1].open_at_end == bench.monitored.households
    assert bench.months[-1].taken_in == bench.this_month.taken_in
