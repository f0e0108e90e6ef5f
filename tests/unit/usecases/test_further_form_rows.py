"""Rows of further forms stay where somebody worked on them, and follow households and villages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases import areas
from fangfan_desktop.usecases.campaign_forms import (
    add_form_rows,
    give_up_form,
    remove_form_rows,
    use_form,
)
from fangfan_desktop.usecases.campaigns import close_campaign, create_campaign
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.household_panel import list_problems, read_household_panel
from fangfan_desktop.usecases.households import move_out_household, remove_household
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.second_keying import key_again, load_second_rows
from fangfan_desktop.usecases.township import change_settings
from tests.small_township import PERIOD, add_campaign, change_household, make_township
from tests.unit.usecases.own_forms import own_form


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def take_up(database: Database, form: Form) -> None:
    save_form(database, form=form)
    use_form(database, campaign_id=1, form_key=form.key)


def row_of(database: Database, household: int, form_key: str = "own-1") -> int:
    rows = load_rows(database, campaign_id=1, form_key=form_key)
    return next(row.id for row in rows if row.household_id == household)


def households(database: Database, form_key: str = "own-1") -> list[int]:
    return [row.household_id for row in load_rows(database, campaign_id=1, form_key=form_key)]


def column(database: Database, key: str, form_key: str) -> list[object]:
    place = household_basis(database, campaign_id=1, form_key=form_key).form.index(key)
    rows = load_rows(database, campaign_id=1, form_key=form_key)
    return [row.values[place] for row in rows]


def village_form() -> Form:
    return Form(
        key="own-2",
        name="村级摸底表",
        year=2022,
        subject=Subject.VILLAGE,
        title="",
        subtitle="",
        fields=(
            Field("township", ("乡镇",), Kind.TEXT, Source.REGISTRY, is_required=False),
            Field("village", ("行政村",), Kind.TEXT, Source.REGISTRY),
            Field("own_meetings", ("会议次数",), Kind.NUMBER),
        ),
    )


def key_second(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {row_of(database, household): values}
    key_again(database, campaign_id=1, form_key="own-1", wanted=wanted)


def test_a_row_that_was_keyed_a_second_time_stays_and_keeps_its_household(town: Database):
    take_up(town, own_form())
    key_second(town, 5, own_pigs=3)
    move_out_household(town, household_id=5, on=date(2022, 5, 20), reason="迁出")
    move_out_household(town, household_id=6, on=date(2022, 5, 20), reason="迁出")
    assert households(town) == [1, 2, 3, 4, 5]
    with pytest.raises(UserError, match="排查表1张"):
        remove_household(town, household_id=5)


def test_a_form_keyed_a_second_time_is_not_given_up(town: Database):
    take_up(town, own_form())
    key_second(town, 5, own_pigs=3)
    with pytest.raises(UserError, match="已填写1行"):
        give_up_form(town, campaign_id=1, form_key="own-1")


def test_rows_taken_out_take_their_second_keying_with_them(town: Database):
    take_up(town, own_form(scope="chosen"))
    add_form_rows(town, campaign_id=1, form_key="own-1", household_ids=[1, 2])
    key_second(town, 1, own_pigs=3)
    before = load_second_rows(town, campaign_id=1, form_key="own-1")
    remove_form_rows(town, campaign_id=1, form_key="own-1", row_ids=[row_of(town, 1)])
    undo(town)
    assert load_second_rows(town, campaign_id=1, form_key="own-1") == before
    remove_form_rows(town, campaign_id=1, form_key="own-1", row_ids=[row_of(town, 1)])
    add_form_rows(town, campaign_id=1, form_key="own-1", household_ids=[1])
    pigs = household_basis(town, campaign_id=1, form_key="own-1").form.index("own_pigs")
    rows = load_second_rows(town, campaign_id=1, form_key="own-1")
    assert [row.values[pigs] for row in rows] == [None, None]


def test_a_chosen_household_stays_though_the_campaign_is_about_others(town: Database):
    close_campaign(town, campaign_id=1)
    create_campaign(
        town,
        name="重点排查",
        year=2022,
        line_fen=700_000,
        income_from=PERIOD[0],
        income_to=PERIOD[1],
        starts_on=date(2022, 7, 1),
        ends_on=date(2022, 7, 31),
        scope="lifted-monitored",
    )
    save_form(town, form=own_form(scope="chosen"))
    use_form(town, campaign_id=2, form_key="own-1")
    add_form_rows(town, campaign_id=2, form_key="own-1", household_ids=[1, 5])
    change_household(town, 5, housing_safe=0)
    rows = load_rows(town, campaign_id=2, form_key="own-1")
    assert [row.household_id for row in rows] == [1, 5]
    change_household(town, 5, left_on=date(2022, 7, 9))
    rows = load_rows(town, campaign_id=2, form_key="own-1")
    assert [row.household_id for row in rows] == [1]


def test_a_new_village_has_its_row_and_goes_with_it_until_somebody_wrote_there(town: Database):
    take_up(town, village_form())
    added = areas.add_village(town, name="新村").id
    assert added is not None
    assert column(town, "village", "own-2") == ["坭桥村", "雒容社区", "新村"]
    areas.remove_village(town, village_id=added)
    assert column(town, "village", "own-2") == ["坭桥村", "雒容社区"]
    undo(town)
    row = load_rows(town, campaign_id=1, form_key="own-2")[-1].id
    set_answers(town, campaign_id=1, form_key="own-2", edits=[(row, "own_meetings", 2)])
    with pytest.raises(UserError, match="其他排查表1张"):
        areas.remove_village(town, village_id=added)


def test_forms_follow_the_names_of_villages_and_of_the_township(town: Database):
    take_up(town, village_form())
    form = own_form()
    place = (
        Field("township", ("乡镇",), Kind.TEXT, Source.REGISTRY, is_required=False),
        Field("village", ("行政村",), Kind.TEXT, Source.REGISTRY),
    )
    take_up(town, replace(form, fields=(*form.fields, *place)))
    areas.rename_village(town, village_id=1, name="㛃桥村")
    change_settings(town, values={"township_name": "雒容镇"})
    assert column(town, "village", "own-2") == ["㛃桥村", "雒容社区"]
    assert column(town, "village", "own-1") == ["㛃桥村"] * 5 + ["雒容社区"]
    assert set(column(town, "township", "own-2") + column(town, "township", "own-1")) == {"雒容镇"}


def test_a_form_that_asks_for_no_name_still_shows_whose_row_it_is(town: Database):
    form = own_form()
    take_up(town, replace(form, fields=tuple(f for f in form.fields if f.key != "head_name")))
    panel = read_household_panel(town, campaign_id=1, household_id=2, form_key="own-1")
    assert (panel.head_name, panel.household_type) == ("覃䶮", "监测户")
    with town.action("坏值") as unit:
        unit.connection.exec_driver_sql(
            "UPDATE further_form SET error_count = 1,"
            " answers = json_set(answers, '$.heavy_burden', 7) WHERE household_id = 2"
        )
    problems = list_problems(town, campaign_id=1, form_key="own-1")
    assert [found.head_name for found in problems.problems] == ["覃䶮"]
