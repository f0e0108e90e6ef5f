"""The list of cases and the board: counts are those of the tables, lights those of the limits."""

from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path

import pytest

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_bulk import ReasonNeeded, reasons_needed, record_for_all
from fangfan_desktop.usecases.case_list import (
    CATEGORIES,
    RUNNING,
    CaseFilter,
    CaseLine,
    CaseState,
    Lacking,
    LightColour,
    board_columns,
    column_of,
    common_steps,
    count_people,
    find_line,
    matching,
    read_cases,
    states_named,
)
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_steps import StepEntry, StepsResult, record_step
from fangfan_desktop.usecases.change_place import find_change_place
from fangfan_desktop.usecases.clue_household import MARGINAL, UNSTABLE, clue_household
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.households import correct_household, move_out_household
from fangfan_desktop.usecases.procedures import shipped_procedures
from tests.unit.usecases.registry_town import add_family, make_town

CLUE_DAY = date(2022, 5, 6)


@pytest.fixture
def town(tmp_path: Path) -> Generator[Database]:
    with make_town(tmp_path / "a.db") as opened:
        add_family(opened)
        yield opened


@pytest.fixture
def demo(tmp_path: Path) -> Generator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(200, 0.2), seed=3) as opened:
        yield opened


def tell(database: Database, household_id: int = 1, procedure: str = "luan-2022") -> int:
    clue = Clue(CLUE_DAY, "农户自主申报", category="突发严重困难户", risks=(Risk("因病"),))
    made = open_case(database, household_id=household_id, clue=clue, procedure_key=procedure)
    return made.case_id


class RecordAll:
    """Records a step of these cases."""

    def __init__(self, database: Database, case_ids: tuple[int, ...]) -> None:
        self.database, self.case_ids = database, case_ids

    def __call__(self, step_key: str, entry: StepEntry) -> StepsResult:
        return record_for_all(
            self.database,
            case_ids=self.case_ids,
            stage=Stage.IDENTIFY,
            step_key=step_key,
            entry=entry,
        )


def only(database: Database, today: date = CLUE_DAY) -> CaseLine:
    [line] = read_cases(database, today).lines
    return line


def record(database: Database, *case_ids: int, on: date = CLUE_DAY) -> None:
    line = next(c for c in read_cases(database).lines if c.case_id == case_ids[0])
    step = line.steps[0]
    entry = StepEntry(on, late_reason="补记")
    record_step(database, case_ids=case_ids, stage=step.stage, step_key=step.key, entry=entry)


def test_running_cases_are_the_households_counted(demo: Database):
    book = read_cases(demo)
    running = matching(book.lines, CaseFilter(states=RUNNING))
    assert count_people(running) == (book.running.households, book.running.people)
    assert book.running.households > 0


def test_each_state_and_column_adds_up_to_all(demo: Database):
    book = read_cases(demo)
    by_state = [
        len(matching(book.lines, CaseFilter(states=frozenset({state})))) for state in CaseState
    ]
    assert sum(by_state) == len(book.lines) > 0
    assert {column_of(line) for line in book.lines} <= set(book.columns)
    assert len(set(book.columns)) == len(book.columns)


def test_the_longest_wait_comes_first_and_ended_cases_last(demo: Database):
    lines = read_cases(demo).lines
    days = [line.due_on for line in lines if line.due_on is not None]
    assert days == sorted(days)
    waiting = [line.wait is not None for line in lines]
    assert waiting == sorted(waiting, reverse=True)


def test_the_days_of_a_limit_are_counted_from_the_clue(town: Database):
    tell(town)
    words: dict[int, str] = {}
    for days in (0, 1, 11, 12, 13, 15, 18):
        line = only(town, CLUE_DAY + timedelta(days=days))
        assert line.wait is not None
        words[days] = line.wait.words
    assert words == {
        0: "第0天/15天",
        1: "第1天/15天",
        11: "第11天/15天",
        12: "第12天/15天 · 剩3天",
        13: "第13天/15天 · 剩2天",
        15: "第15天/15天 · 今天到期",
        18: "第18天/15天 · 超3天",
    }


def test_working_days_are_counted_as_such(town: Database):
    tell(town, procedure="liuzhou-2021")
    line = only(town, date(2022, 5, 9))
    assert line.wait is not None
    assert (line.wait.what, line.wait.limit.words) == ("农户申请", "5个工作日")
    assert line.wait.elapsed == 2  # Saturday the 7th was worked
    late = only(town, date(2022, 6, 1)).wait
    assert late is not None
    assert late.words.startswith("限5个工作日 · 超")


def test_a_case_lies_at_its_first_step_and_is_listed_at_each(town: Database):
    case_id = tell(town)
    assert column_of(only(town)).title == "农户申请及承诺授权"
    record(town, case_id)
    line = only(town)
    assert [step.name for step in line.steps] == ["入户核实", "信息比对"]
    assert column_of(line).title == "入户核实"
    for name in ("入户核实", "信息比对"):
        assert matching([line], CaseFilter(step=(Stage.IDENTIFY, name)))
    assert not matching([line], CaseFilter(step=(Stage.IDENTIFY, "民主评议")))
    assert not matching([line], CaseFilter(step=(Stage.CLEAR, "入户核实")))


def test_steps_of_the_same_name_share_a_column():
    columns = board_columns(shipped_procedures())
    titles = [column.title for column in columns]
    assert titles.count("入户核实") == titles.count("消除：入户核实") == 1
    own = [step.name for step in shipped_procedures()[0].identify]
    assert [title for title in titles if title in own] == own
    assert titles.index("录入系统") < titles.index("帮扶中") < titles.index("消除：入户核实")
    assert titles[-3:] == ["已消除", "未纳入", "已清退"]


def test_what_can_be_recorded_of_many_is_what_all_have_in_hand(town: Database):
    other, _people = add_family(town, head="黄㛃")
    first, second = tell(town), tell(town, other)
    record(town, first)
    lines = read_cases(town, CLUE_DAY).lines
    assert common_steps(lines) == ()
    record(town, second)
    lines = read_cases(town, CLUE_DAY).lines
    assert [step.key for step in common_steps(lines)] == ["visit", "compare"]
    assert common_steps(()) == ()


def test_which_cases_need_a_reason_is_known_before(town: Database):
    case_id = tell(town)

    def needed(step_key: str) -> tuple[ReasonNeeded, ...]:
        return reasons_needed(
            town,
            case_ids=(case_id,),
            stage=Stage.IDENTIFY,
            step_key=step_key,
            done_on=CLUE_DAY,
        )

    assert not needed("apply")
    [found] = needed("meeting")
    assert found.code == "2022-0001"
    assert "顺序不对" in found.why


def test_one_step_for_many_is_all_or_none_and_names_each_that_cannot(town: Database):
    others = [add_family(town, head=name)[0] for name in ("黄㛃", "韦𠮷")]
    first, second, third = tell(town), *(tell(town, household_id) for household_id in others)
    record(town, first)
    entry = StepEntry(CLUE_DAY)
    asked = RecordAll(town, (first, second, third))
    with pytest.raises(UserError) as refused:
        asked("visit", entry)
    sentence = refused.value.sentence
    assert "2022-0002" in sentence
    assert "2022-0003" in sentence
    assert "2022-0001" not in sentence
    assert [len(line.steps) for line in read_cases(town).lines] == [2, 1, 1]
    made = asked("visit", StepEntry(CLUE_DAY, late_reason="先核实后补申请"))
    assert made.changes.name == "记录个案步骤（3 户）"
    undo_last(town)
    assert [len(line.steps) for line in read_cases(town).lines] == [2, 1, 1]
    with pytest.raises(UserError, match="请先选"):
        RecordAll(town, ())("visit", entry)


def test_what_was_undone_is_looked_for_in_its_case(town: Database):
    case_id = tell(town)
    entry = StepEntry(CLUE_DAY)
    made = record_step(
        town, case_ids=[case_id], stage=Stage.IDENTIFY, step_key="apply", entry=entry
    )
    place = find_change_place(town, changes=made.changes)
    assert place is not None
    assert (place.page, place.target) == ("cases", {"case_id": case_id})
    assert place.words == "坭桥村"


def test_a_household_that_left_is_left_out(town: Database):
    tell(town)
    move_out_household(town, household_id=1, on=CLUE_DAY, reason="整户迁出")
    assert read_cases(town).lines == ()


def test_a_refusal_for_income_alone_is_marked(town: Database):
    case_id = tell(town)
    assert only(town).refusal_mark is None
    refuse_cases(town, case_ids=[case_id], on=CLUE_DAY, reasons=["income"])
    line = only(town)
    assert line.state is CaseState.REFUSED
    assert line.wait is None
    assert "唯收入论" in (line.refusal_mark or "")


def test_what_a_clue_lacks_is_said(town: Database):
    open_case(town, household_id=1, clue=Clue(CLUE_DAY, "信访舆情媒体"))
    assert only(town).missing == ("没有定类别", "没有填风险")


def test_text_finds_names_initials_codes_and_risks(demo: Database):
    lines = read_cases(demo).lines
    one = lines[5]
    words = (one.head_name, one.head_initials.upper(), one.household_code, one.code)
    for word in (*words, one.head_name[:1]):
        assert one in matching(lines, CaseFilter(text=f" {word} "))
    assert matching(lines, CaseFilter(text="没有这个人")) == ()


def test_filters_hold_together(demo: Database):
    lines = read_cases(demo).lines
    late = matching(lines, CaseFilter(light=LightColour.OVERDUE))
    assert all(line.light is LightColour.OVERDUE for line in late)
    lacking = matching(lines, CaseFilter(lacking=Lacking.HELPER))
    assert all(line.is_running and not line.helper_name for line in lacking)
    one = lines[0]
    found = matching(lines, CaseFilter(village_id=one.village_id, category=one.category))
    assert one in found
    assert not matching(found, CaseFilter(village_id=-1))
    by_category = [len(matching(lines, CaseFilter(category=name))) for name in CATEGORIES]
    assert sum(by_category) == len([line for line in lines if line.category])


def test_a_case_is_found_by_its_code(town: Database):
    case_id = tell(town)
    assert find_line(town, " 2022-0001 ").case_id == case_id
    with pytest.raises(UserError, match="没有编号为“2044-0001”的个案"):
        find_line(town, "2044-0001")


def test_states_go_by_their_words():
    assert states_named("识别中") == {CaseState.IDENTIFYING}
    assert states_named("未消除") == RUNNING
    with pytest.raises(ValueError, match="x"):
        states_named("x")


def test_a_household_says_its_cases_and_the_category_that_goes_with_it(town: Database):
    before = clue_household(town, household_id=1)
    assert (before.category, before.cases, before.words) == (MARGINAL, (), "")
    correct_household(town, household_id=1, values={"is_lifted": "是", "lifted_year": "2019"})
    case_id = tell(town)
    known = clue_household(town, household_id=1)
    assert known.category == UNSTABLE
    assert known.open_case is not None
    assert known.open_case.case_id == case_id
    assert "正在识别，个案 2022-0001" in known.words
    refuse_cases(town, case_ids=[case_id], on=CLUE_DAY, reasons=["no_risk"])
    again = clue_household(town, household_id=1)
    assert again.open_case is None
    assert "有过个案 2022-0001（未纳入）" in again.words
