"""A form keyed a second time blind: compared with the first, settled as one step."""

from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.change_place import find_change_place
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_rows
from fangfan_desktop.usecases.second_keying import (
    Choice,
    Comparison,
    Keep,
    compare_keyings,
    forget_keyings,
    key_again,
    load_second_rows,
    settle_differences,
)
from fangfan_desktop.usecases.second_keying_view import keying_progress, read_blind_panel
from tests.small_township import add_campaign, make_township

FORM = "household-form"


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def row_of(database: Database, household: int) -> int:
    return next(r.id for r in load_rows(database, campaign_id=1) if r.household_id == household)


def first(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {row_of(database, household): values}
    assert not set_rows(database, campaign_id=1, wanted=wanted, action_name="填写").refused


def second(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {row_of(database, household): values}
    assert not key_again(database, campaign_id=1, form_key=FORM, wanted=wanted).refused


def compare(database: Database, *, is_whole: bool = False) -> Comparison:
    return compare_keyings(database, campaign_id=1, form_key=FORM, is_whole=is_whole)


def told(found: Comparison) -> list[tuple[int, str, str, str]]:
    return [(each.household_id, each.key, each.first, each.second) for each in found.differences]


def shown(database: Database, household: int) -> dict[str, object]:
    keys = household_basis(database, campaign_id=1).form.value_keys
    rows = load_second_rows(database, campaign_id=1, form_key=FORM)
    row = next(r for r in rows if r.household_id == household)
    return dict(zip(keys, row.values, strict=True))


def test_the_second_keying_is_blind_but_knows_whose_row_it_is(town: Database):
    first(town, 1, heavy_burden=1, income_per_capita=900_000)
    row = shown(town, 1)
    assert (row["head_name"], row["group"], row["population"]) == ("韦𠮷祥", "三组", 2)
    answered = {key for key, value in row.items() if value is not None}
    assert answered == {"seq", "group", "head_name", "population", "household_type"}


def test_the_first_keying_stays_as_it_is(town: Database):
    first(town, 1, heavy_burden=1)
    before = load_rows(town, campaign_id=1)
    second(town, 1, heavy_burden=0, needs="想养牛")
    assert load_rows(town, campaign_id=1) == before
    assert shown(town, 1)["heavy_burden"] == 0
    undo(town)
    assert shown(town, 1)["heavy_burden"] is None


def test_only_cells_keyed_twice_are_compared_and_all_where_asked_for(town: Database):
    first(town, 1, heavy_burden=1, income_per_capita=900_000, needs="想养牛")
    second(town, 1, heavy_burden=0, income_per_capita=900_000)
    assert told(compare(town)) == [(1, "heavy_burden", "是", "否")]
    assert (1, "needs", "想养牛", "") in told(compare(town, is_whole=True))
    assert compare(town).cells == 2


def test_empty_is_not_no_in_either_keying(town: Database):
    second(town, 1, heavy_burden=0)
    assert told(compare(town)) == [(1, "heavy_burden", "", "否")]
    second(town, 1, heavy_burden=None)
    assert told(compare(town)) == []


def test_a_note_belongs_to_its_answer(town: Database):
    first(town, 1, practical_difficulty=1, practical_difficulty_note="就医")
    second(town, 1, practical_difficulty=1, practical_difficulty_note="就学")
    assert told(compare(town)) == [(1, "practical_difficulty", "是（就医）", "是（就学）")]
    settle_differences(
        town,
        campaign_id=1,
        form_key=FORM,
        choices=[Choice(1, "practical_difficulty", Keep.SECOND)],
    )
    assert told(compare(town)) == []
    keys = household_basis(town, campaign_id=1).form.value_keys
    row = next(r for r in load_rows(town, campaign_id=1) if r.household_id == 1)
    assert row.values[keys.index("practical_difficulty_note")] == "就学"


def test_differences_are_settled_for_either_side_in_one_step(town: Database):
    first(town, 1, heavy_burden=1, needs="想养牛")
    first(town, 2, heavy_burden=0)
    second(town, 1, heavy_burden=0, needs="想养羊")
    second(town, 2, heavy_burden=1)
    before = compare(town)
    choices = [
        Choice(1, "heavy_burden", Keep.SECOND),
        Choice(1, "needs", Keep.FIRST),
        Choice(2, "heavy_burden", Keep.SECOND),
    ]
    settle_differences(town, campaign_id=1, form_key=FORM, choices=choices)
    assert told(compare(town)) == []
    keys = household_basis(town, campaign_id=1).form.value_keys
    now = {
        row.household_id: dict(zip(keys, row.values, strict=True))
        for row in load_rows(town, campaign_id=1)
    }
    assert (now[1]["heavy_burden"], now[1]["needs"], now[2]["heavy_burden"]) == (0, "想养牛", 1)
    undo(town)
    assert compare(town) == before


def test_what_cannot_be_an_answer_is_refused_here_too(town: Database):
    wanted = {row_of(town, 1): {"heavy_burden": 5, "head_name": "别人", "children_able": 1}}
    saved = key_again(town, campaign_id=1, form_key=FORM, wanted=wanted)
    assert {key for _, key in saved.refused} == {"heavy_burden", "head_name", "children_able"}
    assert compare(town).households == 0


def test_a_second_keying_can_be_thrown_away(town: Database):
    second(town, 1, heavy_burden=0)
    forget_keyings(town, campaign_id=1, form_key=FORM)
    assert compare(town) == Comparison(0, 0, ())
    undo(town)
    assert compare(town).households == 1


def test_a_closed_campaign_is_not_keyed_again(town: Database):
    close_campaign(town, campaign_id=1)
    with pytest.raises(UserError, match="已结束"):
        key_again(town, campaign_id=1, form_key=FORM, wanted={1: {"heavy_burden": 1}})
    with pytest.raises(UserError, match="已结束"):
        settle_differences(town, campaign_id=1, form_key=FORM, choices=[])


def test_where_neither_keying_is_right_another_value_is_written_into_both(town: Database):
    first(town, 1, heavy_burden=1, practical_difficulty=0)
    second(town, 1, heavy_burden=0, practical_difficulty=1, practical_difficulty_note="就医")
    saved = settle_differences(
        town,
        campaign_id=1,
        form_key=FORM,
        choices=[
            Choice(1, "heavy_burden", Keep.OTHER, "或许"),
            Choice(1, "practical_difficulty", Keep.OTHER, "是（就学）"),
        ],
    )
    assert list(saved.refused) == [(row_of(town, 1), "heavy_burden")]
    assert "或许" in saved.refused[row_of(town, 1), "heavy_burden"]
    assert told(compare(town)) == [(1, "heavy_burden", "是", "否")]
    assert shown(town, 1)["practical_difficulty_note"] == "就学"


def test_what_was_compared_is_counted_by_cells(town: Database):
    first(town, 1, practical_difficulty=1, practical_difficulty_note="就医", needs="想养牛")
    second(town, 1, practical_difficulty=1, practical_difficulty_note="就医", heavy_burden=1)
    found = compare(town)
    assert (found.households, found.cells, len(found.differences)) == (1, 2, 1)
    assert found.agreement == 50
    assert Comparison(0, 0, ()).agreement is None


def test_villages_count_the_households_keyed_again(town: Database):
    second(town, 1, heavy_burden=0)
    second(town, 2, heavy_burden=0)
    counted = keying_progress(town, campaign_id=1, form_key=FORM)
    assert [(each.village, each.done) for each in counted] == [("坭桥村", 2), ("雒容社区", 0)]


def test_beside_the_grid_stands_nothing_of_the_first_keying(town: Database):
    first(town, 1, practical_difficulty=1, practical_difficulty_note="就医", housing_safe=0)
    beside = read_blind_panel(town, campaign_id=1, household_id=1, form_key=FORM)
    assert beside.head_name == "韦𠮷祥"
    assert (beside.differences, beside.previous_lines, beside.notes) == ((), (), ())
    assert [person.name for person in beside.people] == ["韦𠮷祥", "家人1"]
    second(town, 1, practical_difficulty=1)
    beside = read_blind_panel(town, campaign_id=1, household_id=1, form_key=FORM)
    assert [text for _, _, text in beside.notes] == [""]


def test_a_difference_that_the_form_cannot_take_stays_with_its_reason(town: Database):
    first(town, 4, elderly_apart=0)
    second(town, 4, elderly_apart=1, children_able=1)
    choices = [Choice(4, "elderly_apart", Keep.FIRST), Choice(4, "children_able", Keep.SECOND)]
    saved = settle_differences(town, campaign_id=1, form_key=FORM, choices=choices)
    assert list(saved.refused) == [(row_of(town, 4), "children_able")]
    assert saved.refused[row_of(town, 4), "children_able"].startswith("不适用：")
    assert told(compare(town)) == [(4, "children_able", "", "是")]


def test_a_step_of_the_second_keying_that_is_taken_back_can_be_gone_to(town: Database):
    second(town, 1, heavy_burden=0)
    second(town, 1, water_safe=1)
    place = find_change_place(town, changes=undo(town))
    assert place is not None
    assert (place.page, place.words) == ("survey", "坭桥村")
    assert place.target["form"] == FORM
    assert (place.target["household_id"], place.target["field"]) == (1, "water_safe")
