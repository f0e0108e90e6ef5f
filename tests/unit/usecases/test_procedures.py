"""Procedures of the office: which one holds, versions, and the texts that a clerk edits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.procedures import DayUnit, Limit, Procedure, Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.cases import find_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.procedure_drafts import (
    StepDraft,
    edited,
    parse_days,
    step_drafts,
    steps_from,
)
from fangfan_desktop.usecases.procedures import (
    case_procedure,
    copy_procedure,
    list_procedures,
    office_procedure,
    retire_procedure,
    save_procedure,
    shipped_procedures,
)
from fangfan_desktop.usecases.township import change_settings
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import begin

LUAN = next(procedure for procedure in shipped_procedures() if procedure.key == "luan-2022")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def in_force(town: Database, on: date = date(2022, 6, 1)) -> str:
    with town.read() as session:
        return office_procedure(session, on).key


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("450203100", "liuzhou-2021"),
        ("341503100", "luan-2022"),
        ("411481100", "henan-2023"),
        ("530000100", "luan-2022"),
    ],
)
def test_the_region_says_which_procedure_holds(town: Database, code: str, key: str):
    change_settings(town, values={"township_code": code})
    assert in_force(town) == key


def test_what_the_office_chose_comes_first(town: Database):
    change_settings(town, values={"township_code": "450203100", "procedure_key": "henan-2023"})
    assert in_force(town) == "henan-2023"


def test_a_later_year_of_the_region_holds_from_that_year(town: Database):
    change_settings(town, values={"township_code": "450203100"})
    liuzhou = next(p for p in shipped_procedures() if p.key == "liuzhou-2021")
    save_procedure(town, procedure=replace(liuzhou, key="own-1", name="柳州2024", year=2024))
    assert in_force(town, date(2023, 12, 31)) == "liuzhou-2021"
    assert in_force(town, date(2024, 1, 1)) == "own-1"


def test_an_edit_holds_for_new_cases_and_a_running_one_keeps_its_copy(town: Database):
    first = begin(town, 4)
    longer = replace(
        LUAN,
        identify=tuple(
            replace(step, limit=Limit(20, DayUnit.CALENDAR)) if step.is_decision else step
            for step in LUAN.identify
        ),
    )
    save_procedure(town, procedure=longer)
    second = begin(town, 5)
    with town.read() as session:
        old = case_procedure(session, find_case(session, first))
        new = case_procedure(session, find_case(session, second))
    assert _decision_days(old) == 15
    assert _decision_days(new) == 20
    [entry] = [e for e in list_procedures(town) if e.procedure.key == "luan-2022"]
    assert (entry.version, entry.is_own) == (1, False)


def _decision_days(procedure: Procedure) -> int:
    limit = procedure.decision(Stage.IDENTIFY).limit
    assert limit is not None
    return limit.days


def test_a_copy_is_the_office_s_own_and_can_be_retired(town: Database):
    keys = [entry.procedure.key for entry in list_procedures(town)]
    save_procedure(town, procedure=copy_procedure(LUAN, name="本镇程序", taken=keys))
    change_settings(town, values={"procedure_key": "own-1", "township_code": "341503100"})
    assert in_force(town) == "own-1"
    retire_procedure(town, key="own-1")
    assert in_force(town) == "luan-2022"
    undo(town)
    assert in_force(town) == "own-1"
    with pytest.raises(UserError, match="不用停用"):
        retire_procedure(town, key="henan-2023")


def test_a_procedure_that_does_not_hold_together_is_not_kept(town: Database):
    with pytest.raises(UserError, match="有且只有一步是“审定”"):
        save_procedure(town, procedure=replace(LUAN, identify=LUAN.identify[:2]))


@pytest.mark.parametrize("procedure", shipped_procedures(), ids=lambda procedure: procedure.key)
def test_the_texts_of_a_procedure_read_back_as_it_is(procedure: Procedure):
    for stage in Stage:
        assert steps_from(step_drafts(procedure, stage), stage) == procedure.steps(stage)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15天", (15, DayUnit.CALENDAR)),
        ("5个工作日", (5, DayUnit.WORKING)),
        ("5工作日", (5, DayUnit.WORKING)),
        ("不少于7天", (7, DayUnit.CALENDAR)),
        ("7", (7, DayUnit.CALENDAR)),
        (" ", None),
    ],
)
def test_limits_are_read_as_people_write_them(text: str, days: tuple[int, DayUnit] | None):
    assert parse_days(text, "时限") == days


def test_a_renamed_step_keeps_its_key_and_a_new_one_gets_its_own():
    drafts = list(step_drafts(LUAN, Stage.IDENTIFY))
    drafts[3] = replace(drafts[3], name="村民代表会议评议")
    drafts.insert(1, StepDraft(name="受理登记", level="村", limit="2个工作日"))
    steps = steps_from(drafts, Stage.IDENTIFY)
    assert [(step.key, step.name) for step in steps[:2]] == [
        ("apply", "农户申请及承诺授权"),
        ("step-1", "受理登记"),
    ]
    assert next(step for step in steps if step.name == "村民代表会议评议").key == "meeting"
    assert steps[1].limit == Limit(2, DayUnit.WORKING)


def _edit(**changes: object) -> Procedure:
    values: dict[str, object] = {
        "name": "本镇",
        "year": 2024,
        "helper": "5个工作日",
        "measures": "10天",
        "visit_months": 3,
        "clear_after_months": 6,
        "steps": {stage: step_drafts(LUAN, stage) for stage in Stage},
    }
    return edited(LUAN, **(values | changes))  # pyright: ignore[reportArgumentType] - as given


def test_an_edit_changes_only_what_was_typed():
    same = _edit(name=LUAN.name, year=LUAN.year)
    assert same == LUAN
    assert _edit().measures == Limit(10, DayUnit.CALENDAR, "included")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"helper": "五天"}, "帮扶责任人的时限“五天”看不懂"),
        ({"measures": ""}, "请填写落实帮扶责任人和帮扶措施的时限"),
        ({"name": " "}, "名称"),
    ],
)
def test_what_cannot_be_understood_is_said(changes: dict[str, object], words: str):
    with pytest.raises(UserError, match=words):
        _edit(**changes)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (StepDraft(name="公示", notice="to-clear"), "请填公示天数"),
        (StepDraft(name="公示", after="没有这步"), "“没有这步”不是这套程序里的步骤"),
        (StepDraft(name="公示", limit="快点"), "看不懂"),
    ],
)
def test_a_step_that_cannot_be_understood_is_named(draft: StepDraft, words: str):
    with pytest.raises(UserError, match=words):
        steps_from([draft], Stage.IDENTIFY)
