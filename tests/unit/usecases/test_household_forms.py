"""附件1: what is answered is written, the rest is refused alone, undo gives the start."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Kind, Source, Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.models import HouseholdForm
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.storage.household_forms import FormRow, RowChoice
from fangfan_desktop.usecases.campaigns import village_progress
from fangfan_desktop.usecases.household_forms import SavedAnswers, load_rows, set_answers
from fangfan_desktop.usecases.household_panel import (
    compare_with_registry,
    list_problems,
    read_household_panel,
    take_over_registry_values,
)
from fangfan_desktop.usecases.previous_answers import Compared
from tests.small_township import add_campaign, change_household, make_township

FORM = load_form("household-form", 2022)


@pytest.fixture
def database(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def row_of(database: Database, household: int) -> FormRow:
    return load_rows(database, campaign_id=1, choice=RowChoice(household_ids=[household]))[0]


def value(row: FormRow, key: str) -> Value:
    return row.values[FORM.value_keys.index(key)]


def put(database: Database, household: int, **cells: Value) -> SavedAnswers:
    row_id = row_of(database, household).id
    return set_answers(
        database, campaign_id=1, edits=[(row_id, key, cell) for key, cell in cells.items()]
    )


def content(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        return [tuple(row) for row in session.execute(select(HouseholdForm.__table__))]


def all_answers(row: FormRow) -> dict[str, Value]:
    """An answer for every cell that applies and is typed, all calm."""
    calm = {"survey_method": "入户排查", "income_per_capita": 1_200_000}
    good = {"housing_safe", "medical_secured", "education_secured", "water_safe"}
    good |= {"measures_in_place", "measures_targeted", "system_data_accurate"}
    good |= {"income_stable_half_year", "risk_stably_cleared"}
    same = {"single_person", "risk_marked_cleared"}
    answers: dict[str, Value] = {}
    for field in FORM.fields:
        if field.source not in {Source.TYPED, Source.PREFILLED} or field.key in same:
            continue
        if field.kind is Kind.YES_NO:
            answers[field.key] = int(field.key in good)
        elif field.key in calm:
            answers[field.key] = calm[field.key]
    del row
    return answers


def test_a_row_is_complete_when_all_that_applies_is_answered_without_error(database: Database):
    row = row_of(database, 5)
    saved = set_answers(
        database,
        campaign_id=1,
        edits=[(row.id, key, cell) for key, cell in all_answers(row).items()],
    )
    assert set(saved.refused) == {
        (row.id, key)
        for key in (
            "children_able",
            "children_support",
            "income_stable_half_year",
            "risk_stably_cleared",
            "measures_in_place",
            "measures_targeted",
            "benefits_only",
            "over_assisted",
            "system_data_accurate",
        )
    }
    assert saved.rows[row.id].is_complete == 1
    assert value(saved.rows[row.id], "needs") is None
    done = [p.done for p in village_progress(database, campaign_id=1)]
    assert done == [1, 0]
    put(database, 5, housing_safe=None)
    assert row_of(database, 5).is_complete == 0


def test_an_error_keeps_a_full_row_from_being_complete(database: Database):
    row = row_of(database, 5)
    cells = all_answers(row) | {"severely_disabled": 1, "has_disabled": 0}
    saved = put(database, 5, **cells)
    assert (saved.rows[row.id].is_complete, saved.rows[row.id].error_count) == (0, 1)


def test_above_the_line_follows_the_income(database: Database):
    assert value(put(database, 5, income_per_capita=700_000).rows[5], "above_line") == 0
    assert value(put(database, 5, income_per_capita=700_001).rows[5], "above_line") == 1
    assert value(put(database, 5, income_per_capita=None).rows[5], "above_line") is None


def test_refused_cells_keep_their_value_and_the_others_are_written(database: Database):
    row_id = row_of(database, 5).id
    saved = put(
        database,
        5,
        survey_method="电话核查",
        heavy_burden=2,
        head_name="别人",
        above_line=0,
        seq=99,
        measures_in_place=1,
        nowhere=1,
        needs="子女学费𠮷",
    )
    assert {key: reason for (_, key), reason in saved.refused.items()} == {
        "heavy_burden": "“是否刚性支出较大或收入大幅缩减”只能填是或否，没有排查的留空",
        "head_name": "本栏来自农户档案，请到农户档案中修改",
        "above_line": "本栏由程序按人均纯收入和监测范围算出，不用填",
        "measures_in_place": "不适用：本栏只由脱贫户和监测户填写。",
        "nowhere": "本次排查的这张表没有这一栏",
    }
    row = row_of(database, 5)
    assert value(row, "survey_method") == "电话核查"
    assert value(row, "needs") == "子女学费𠮷"
    assert value(row, "heavy_burden") is None
    assert row_id == row.id


def test_a_pasted_row_with_the_same_registry_columns_refuses_nothing(database: Database):
    row = row_of(database, 5)
    cells = dict(zip(FORM.value_keys, row.values, strict=True))
    assert not put(database, 5, **cells).refused


def test_a_cell_and_its_condition_may_be_answered_together(database: Database):
    saved = put(database, 4, elderly_apart=1, children_able=1, children_support=0)
    assert not saved.refused
    assert value(saved.rows[4], "children_able") == 1
    again = put(database, 4, elderly_apart=0, children_able=1)
    assert "不适用" in again.refused[4, "children_able"]
    assert again.rows[4].error_count > 0
    cleared = put(database, 4, children_able=None, children_support=None)
    assert not cleared.refused
    assert cleared.rows[4].error_count == 0


def test_a_row_that_is_gone_refuses_its_cells(database: Database):
    saved = set_answers(database, campaign_id=1, edits=[(999, "needs", "无")])
    assert saved.refused == {(999, "needs"): "这一户已不在本次排查中，请刷新后再填"}
    assert not saved.changes.rows


def test_a_cancelled_paste_leaves_nothing(database: Database):
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int, text: str) -> None:
        del done, total, text
        raise StoppedError

    before = content(database)
    with pytest.raises(StoppedError):
        set_answers(database, campaign_id=1, edits=[(1, "needs", "有")], progress=stop)
    assert content(database) == before


def test_an_unknown_campaign_is_refused(database: Database):
    with pytest.raises(UserError, match="没有找到这次排查"):
        load_rows(database, campaign_id=77)
    with pytest.raises(UserError, match="没有找到这次排查"):
        set_answers(database, campaign_id=77, edits=[])


def test_answers_are_on_the_disk(tmp_path: Path):
    path = tmp_path / "b.db"
    with make_township(path) as database:
        add_campaign(database)
        put(database, 2, remarks="䶮㛃𫘝")
    with open_database(path) as database:
        assert value(row_of(database, 2), "remarks") == "䶮㛃𫘝"


def test_rows_can_be_read_by_village_and_in_parts(database: Database):
    second = load_rows(database, campaign_id=1, choice=RowChoice(village_id=2))
    assert [row.household_id for row in second] == [6]
    part = load_rows(database, campaign_id=1, choice=RowChoice(first=1, most=2))
    assert [row.household_id for row in part] == [2, 3]


def test_problems_of_a_village_are_listed_errors_first(database: Database):
    put(database, 5, severely_disabled=1, has_disabled=0)
    found = list_problems(database, campaign_id=1, village_id=1)
    assert (found.errors, found.problems[0].household_id) == (1, 5)
    assert found.problems[0].key == "severely_disabled"
    assert list_problems(database, campaign_id=1, village_id=2).errors == 0


def test_what_differs_from_the_registry_is_shown_and_taken_over(database: Database):
    assert compare_with_registry(database, campaign_id=1) == []
    put(database, 1, water_safe=1, on_dibao=None)
    found = compare_with_registry(database, campaign_id=1, household_ids=[1])
    assert [(d.key, d.registry_text, d.answer_text) for d in found] == [
        ("water_safe", "否", "是"),
        ("on_dibao", "否", "未填"),
    ]
    take_over_registry_values(database, campaign_id=1, household_ids=[1], keys={"water_safe"})
    assert value(row_of(database, 1), "water_safe") == 0
    take_over_registry_values(database, campaign_id=1, household_ids=[1])
    assert compare_with_registry(database, campaign_id=1) == []


def test_the_panel_shows_the_household_beside_the_campaign_before(database: Database):
    put(database, 1, needs="学费", practical_difficulty=1)
    add_campaign(database, "2023年集中排查", 2023)
    panel = read_household_panel(database, campaign_id=2, household_id=1)
    assert (panel.code, panel.head_name, panel.place) == ("H001", "韦𠮷祥", "坭桥村三组")
    assert [(p.name, p.relation, p.age) for p in panel.people] == [
        ("韦𠮷祥", "户主", 73),
        ("家人1", "之子", 38),
    ]
    assert panel.previous_name == "2022年集中排查"
    before = {line.key: line for line in panel.previous_lines}
    assert before["income_per_capita"].text == "12000.50"
    assert (before["water_safe"].text, before["needs"].text) == ("否", "学费")
    assert before["needs"].compared is Compared.OPEN
    order = [line.compared for line in panel.previous_lines]
    assert order == sorted(order)
    before = read_household_panel(database, campaign_id=1, household_id=1)
    assert before.notes == (("practical_difficulty_note", "是否存在实际困难和潜在风险", ""),)


def test_a_household_outside_the_campaign_has_no_panel(database: Database):
    change_household(database, 6, code="H6")
    with pytest.raises(UserError, match="不在本次排查中"):
        read_household_panel(database, campaign_id=1, household_id=600)


KEYS = [key for key in FORM.value_keys if key != "seq"]
CELLS = st.tuples(
    st.integers(1, 7),
    st.sampled_from(KEYS),
    st.one_of(st.none(), st.integers(-1, 2), st.sampled_from(["入户排查", "无", "𠮷䶮"])),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(series=st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=6))
def test_any_series_of_answers_undone_one_by_one_gives_the_start(
    database: Database, series: list[list[tuple[int, str, Value]]]
):
    states = [content(database)]
    for edits in series:
        saved = set_answers(database, campaign_id=1, edits=edits)
        if saved.changes.rows:
            states.append(content(database))
    for state in reversed(states[:-1]):
        undo(database)
        assert content(database) == state
    for state in states[1:]:
        redo(database)
        assert content(database) == state
    for _ in states[1:]:
        undo(database)
