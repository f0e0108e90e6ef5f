"""Income, identifications, measures and visits of a household."""

from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.storage.household_search import HouseholdFilter
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_records import (
    remove_identification,
    remove_income,
    remove_measure,
    remove_visit,
    set_identification,
    set_income,
    set_measure,
    set_visit,
)
from fangfan_desktop.usecases.households import (
    correct_household,
    remove_household,
    search_households,
)
from tests.unit.usecases.registry_town import add_family, image, make_town

PERIOD = {"period_from": "2021-05-01", "period_to": "2022-04-30"}
CASE = {"category": "边缘易致贫户", "identified_on": "2022-01-10", "risks": "因病、因残"}


@pytest.fixture
def town(tmp_path: Path):
    with make_town(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def household(town: Database) -> int:
    return add_family(town)[0]


def test_income_is_worked_out_to_the_fen(town: Database, household: int):
    set_income(
        town,
        household_id=household,
        values=PERIOD
        | {
            "wages_fen": "20000",
            "business_fen": "3,000.50元",
            "business_cost_fen": "1000",
            "claims_fen": "500",
            "medical_self_paid_fen": "4000.5",
        },
    )
    line = household_page(town, household_id=household).incomes[0]
    assert line.net_fen == 2_200_050
    assert line.net_per_capita_fen == 550_013  # 5500.125 a head, half up
    assert line.reference_per_capita_fen == 462_500


def test_a_declared_figure_stands_where_no_part_is_known(town: Database, household: int):
    set_income(town, household_id=household, values=PERIOD | {"per_capita_fen": "6480"})
    line = household_page(town, household_id=household).incomes[0]
    assert (line.net_fen, line.net_per_capita_fen) == (None, 648_000)


def test_a_period_is_registered_once_and_runs_forward(town: Database, household: int):
    row = set_income(town, household_id=household, values=PERIOD).row_id
    with pytest.raises(UserError, match="已经登记过了"):
        set_income(town, household_id=household, values=PERIOD)
    with pytest.raises(UserError, match="起日在止日之后"):
        set_income(
            town, household_id=household, values={"period_from": "2022-12-31"}, income_id=row
        )
    with pytest.raises(UserError, match="周期止不能空着"):
        set_income(town, household_id=household, values={"period_from": "2022-01-01"})


def test_a_running_case_makes_a_monitored_household(town: Database, household: int):
    before = image(town)
    set_identification(town, household_id=household, values=CASE)
    undo(town)
    assert image(town) == before
    row = set_identification(town, household_id=household, values=CASE).row_id
    page = household_page(town, household_id=household)
    assert page.tags[0].text == "边缘易致贫户 · 未消除"
    marginal = HouseholdFilter(identities=frozenset({"marginal"}))
    assert search_households(town, filters=marginal).ids == (household,)
    set_identification(
        town,
        household_id=household,
        identification_id=row,
        values={"cleared_on": "2022-08-01", "cleared_how": "帮扶消除"},
    )
    assert search_households(town, filters=marginal).ids == ()
    cleared = HouseholdFilter(identities=frozenset({"cleared"}))
    assert search_households(town, filters=cleared).ids == (household,)


def test_a_rolled_back_case_runs_again(town: Database, household: int):
    set_identification(
        town,
        household_id=household,
        values=CASE
        | {"cleared_on": "2022-08-01", "cleared_how": "帮扶消除", "rolled_back_on": "2022-09-01"},
    )
    assert "未消除" in household_page(town, household_id=household).tags[0].text


def test_doubts_are_told_and_never_refused(town: Database, household: int):
    early = set_identification(
        town,
        household_id=household,
        values=CASE | {"cleared_on": "2022-03-01", "cleared_how": "帮扶消除"},
    )
    assert "识别不满半年就消除：2022年7月10日前" in early.warnings[0]
    unstable = set_identification(
        town, household_id=household, values=CASE | {"category": "脱贫不稳定户"}
    )
    assert "没有登记为脱贫户" in unstable.warnings[0]
    correct_household(town, household_id=household, values={"is_lifted": "是"})
    doubts = household_page(town, household_id=household).doubts
    assert any("边缘易致贫户不应是脱贫户" in doubt for doubt in doubts)


def test_a_natural_clearing_may_be_early(town: Database, household: int):
    done = set_identification(
        town,
        household_id=household,
        values=CASE | {"cleared_on": "2022-03-01", "cleared_how": "自然消除"},
    )
    assert done.warnings == ()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"category": None}, "监测对象类别不能空着"),
        ({"cleared_on": "2021-01-01"}, "风险消除时间早于识别时间"),
        ({"rolled_back_on": "2022-09-01"}, "没有消除过的不能回退"),
        (
            {"cleared_on": "2022-08-01", "rolled_back_on": "2022-01-01"},
            "回退时间早于识别时间",
        ),
        ({"cleared_how": "帮扶消除"}, "风险消除时间也填上"),
        ({"risks": "其他"}, "请在备注里写明"),
        ({"risks": "因病、因学、因残、缺劳动力、因安全住房、因安全饮水"}, "最多填5项"),
        ({"risks": "因穷"}, "“因穷”不在可选内容里"),
    ],
)
def test_what_cannot_be_is_refused(
    town: Database, household: int, values: dict[str, object], sentence: str
):
    before = image(town)
    with pytest.raises(UserError, match=sentence):
        set_identification(town, household_id=household, values=CASE | values)
    assert image(town) == before


def test_a_new_risk_after_a_clearing_is_a_new_case_that_knows_the_old(
    town: Database, household: int
):
    set_identification(
        town,
        household_id=household,
        values=CASE | {"cleared_on": "2022-08-01", "cleared_how": "帮扶消除"},
    )
    again = CASE | {"identified_on": "2022-12-01"}
    set_identification(town, household_id=household, values=again)
    with town.read() as session:
        previous = session.connection().exec_driver_sql(
            "SELECT previous_id FROM identification ORDER BY id"
        )
        assert [row[0] for row in previous] == [None, 1]
    with pytest.raises(UserError, match="重新识别"):
        remove_identification(town, household_id=household, identification_id=1)


def test_measures_and_visits_belong_to_the_running_case(town: Database, household: int):
    case = set_identification(town, household_id=household, values=CASE).row_id or 0
    measure = set_measure(
        town,
        household_id=household,
        values={"kind": "就业帮扶", "made_on": date(2022, 2, 1), "amount_fen": "1200"},
    ).row_id
    visit = set_visit(
        town, household_id=household, values={"visited_on": "2022-02-03", "visitor": "网格员"}
    ).row_id
    page = household_page(town, household_id=household)
    assert (len(page.measures), len(page.visits)) == (1, 1)
    with pytest.raises(UserError, match="下有帮扶措施"):
        remove_identification(town, household_id=household, identification_id=case)
    with pytest.raises(UserError, match="监测识别记录1条、监测个案1条、帮扶措施1条、走访记录1条"):
        remove_household(town, household_id=household)
    remove_measure(town, household_id=household, measure_id=measure or 0)
    remove_visit(town, household_id=household, visit_id=visit or 0)
    remove_identification(town, household_id=household, identification_id=case)
    remove_household(town, household_id=household)


def test_a_row_that_is_gone_is_told(town: Database, household: int):
    row = set_income(town, household_id=household, values=PERIOD).row_id or 0
    remove_income(town, household_id=household, income_id=row)
    with pytest.raises(UserError, match="已经不在了"):
        set_income(town, household_id=household, values=PERIOD, income_id=row)


def test_a_rolled_back_case_is_cleared_a_second_time(town: Database, household: int):
    first = CASE | {"cleared_on": "2022-08-01", "cleared_how": "帮扶消除"}
    case = set_identification(
        town, household_id=household, values=first | {"rolled_back_on": "2022-09-01"}
    )
    again = set_identification(
        town,
        household_id=household,
        identification_id=case.row_id,
        values={"cleared_on": "2023-03-01"},
    )
    assert any("再次消除" in warning for warning in again.warnings)
    assert "未消除" not in household_page(town, household_id=household).tags[0].text
    new = set_identification(
        town, household_id=household, values=CASE | {"identified_on": "2023-05-01"}
    )
    assert not any("未消除的监测识别" in warning for warning in new.warnings)
