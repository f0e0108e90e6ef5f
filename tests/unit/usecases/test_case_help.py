"""Who helps a household that was taken in, its plan, and measures against its risks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_help import set_helper, set_plan
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.household_records import set_measure, set_visit
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import GENERAL, begin, take_in

HELPER = {"name": "蒙𫘝", "phone": "13900000000", "unit": "镇政府", "post": "干事"}
MEASURE = {"kind": "就业帮扶", "risk": "因病", "made_on": "2022-05-20"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def test_a_helper_in_time_is_kept_whole_and_undone_at_once(town: Database):
    case_id = take_in(town)
    result = set_helper(town, case_id=case_id, values=HELPER | {"on": "2022-05-26"})
    assert result.warnings == ()
    (helper,) = read_case(town, case_id=case_id).helpers
    assert (helper.name, helper.unit, helper.post, helper.on, helper.deadline) == (
        "蒙𫘝",
        "镇政府",
        "干事",
        date(2022, 5, 26),
        None,
    )
    undo(town)
    assert read_case(town, case_id=case_id).helpers[0].name == ""


def test_a_late_helper_is_told_and_an_early_one_refused(town: Database):
    case_id = take_in(town)  # 2022-05-19; five working days end on the 26th
    late = set_helper(town, case_id=case_id, values=HELPER | {"on": "2022-05-28"})
    assert late.warnings == ("应在纳入后5个工作日内（2022-05-26前）落实帮扶责任人，已晚 2 天。",)
    with pytest.raises(UserError, match="早于纳入日期"):
        set_helper(town, case_id=case_id, values=HELPER | {"on": "2022-05-18"})


def test_the_second_helper_of_a_relocated_household_stands_beside_the_first(town: Database):
    case_id = take_in(town)
    for is_second, name in ((False, "蒙𫘝"), (True, "黄㛃")):
        values = {"name": name, "on": "2022-05-20"}
        set_helper(town, case_id=case_id, values=values, is_second=is_second)
    helpers = read_case(town, case_id=case_id).helpers
    assert [(each.title, each.name) for each in helpers] == [
        ("户籍地帮扶责任人", "蒙𫘝"),
        ("安置地帮扶责任人", "黄㛃"),
    ]


def test_nobody_is_helped_before_being_taken_in(town: Database):
    case_id = begin(town)
    with pytest.raises(UserError, match="还没有纳入监测"):
        set_helper(town, case_id=case_id, values=HELPER)
    with pytest.raises(UserError, match="还没有纳入监测"):
        set_plan(town, case_id=case_id, on=None, text="缺什么补什么")


def test_a_plan_is_written_and_taken_away(town: Database):
    case_id = take_in(town)
    set_plan(town, case_id=case_id, on=date(2022, 5, 20), text="就业一人")
    assert read_case(town, case_id=case_id).plan.text == "就业一人"
    set_plan(town, case_id=case_id, on=None, text=" ")
    assert read_case(town, case_id=case_id).plan.on is None


def test_training_alone_is_no_development(town: Database):
    case_id = take_in(town)
    for detail in ("技能培训", "劳务输出"):
        set_measure(town, household_id=GENERAL, values=MEASURE | {"detail": detail})
    measures = read_case(town, case_id=case_id).measures
    assert [measure.is_developmental for measure in measures] == [False, True]


def test_a_measure_against_no_risk_of_the_case_is_told(town: Database):
    take_in(town)
    none = set_measure(town, household_id=GENERAL, values=MEASURE | {"risk": ""})
    assert "还没有填针对哪个风险" in none.warnings[0]
    other = set_measure(town, household_id=GENERAL, values=MEASURE | {"risk": "因学"})
    assert "没有“因学”" in other.warnings[0]
    assert set_measure(town, household_id=GENERAL, values=MEASURE).warnings == ()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"done_on": "2022-05-19"}, "完成时间早于制定时间"),
        ({"started_on": "2022-06-01", "done_on": "2022-05-31"}, "完成时间早于开始实施时间"),
        ({"started_on": "2022-06-01", "stopped_on": "2022-05-31"}, "终止时间早于开始实施时间"),
        ({"stopped_on": "2022-05-01"}, "终止时间早于制定时间"),
    ],
)
def test_days_of_a_measure_hold_together(town: Database, days: dict[str, str], words: str):
    take_in(town)
    with pytest.raises(UserError, match=words):
        set_measure(town, household_id=GENERAL, values=MEASURE | days)


def test_a_quarter_gone_by_without_a_visit_is_named(town: Database):
    case_id = take_in(town)
    set_visit(town, household_id=GENERAL, values={"visited_on": "2022-08-01", "needs": "药费"})
    duty = read_case(town, case_id=case_id, today=date(2023, 1, 5)).visit_duty
    assert duty is not None
    assert (duty.is_met, duty.missed) == (False, ("2022年第四季度",))
