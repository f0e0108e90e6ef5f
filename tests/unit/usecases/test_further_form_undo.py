"""Steps of further forms taken back in any order: a cell is a place of its own in the history."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases.campaign_forms import take_new_version, use_form
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.people import correct_person
from fangfan_desktop.usecases.second_keying import key_again, load_second_rows
from tests.small_township import add_campaign, make_township
from tests.unit.usecases.own_forms import own_form


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        save_form(opened, form=own_form())
        use_form(opened, campaign_id=1, form_key="own-1")
        yield opened


def answer(database: Database, row: int, **cells: Value) -> Changes:
    edits = [(row, key, value) for key, value in cells.items()]
    saved = set_answers(
        database,
        campaign_id=1,
        edits=edits,
        form_key="own-1",
        action_name=f"填{'、'.join(cells)}",
    )
    assert not saved.refused
    return saved.changes


def cells(database: Database, row: int) -> dict[str, Value]:
    keys = household_basis(database, campaign_id=1, form_key="own-1").form.value_keys
    found = next(r for r in load_rows(database, campaign_id=1, form_key="own-1") if r.id == row)
    return dict(zip(keys, found.values, strict=True))


def images(database: Database, changes: Changes) -> list[tuple[dict[str, object], ...]]:
    """What the history holds of the rows of further forms: before and after."""
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            'SELECT before, after FROM "change" WHERE action_id = ? AND table_name = ?',
            (changes.action_id, "further_form"),
        )
        return [tuple(json.loads(image) for image in row) for row in rows]


def test_the_history_of_a_cell_holds_that_cell_and_no_other(town: Database):
    answer(town, 1, own_note="长" * 500)
    [(before, after)] = images(town, answer(town, 1, own_pigs=3))
    assert (before["answers"], after["answers"]) == ({}, {"own_pigs": 3})
    [(before, after)] = images(town, answer(town, 1, own_pigs=None))
    assert (before["answers"], after["answers"]) == ({"own_pigs": 3}, {})


def test_an_older_step_of_another_cell_of_the_row_is_taken_back(town: Database):
    first = answer(town, 1, own_pigs=3)
    answer(town, 1, own_note="㛃䶮")
    undo(town, first.action_id)
    assert (cells(town, 1)["own_pigs"], cells(town, 1)["own_note"]) == (None, "㛃䶮")
    redo(town)
    assert (cells(town, 1)["own_pigs"], cells(town, 1)["own_note"]) == (3, "㛃䶮")


def test_an_older_step_of_the_same_cell_is_refused_also_where_it_was_cleared(town: Database):
    first = answer(town, 1, own_pigs=3)
    cleared = answer(town, 1, own_pigs=None)
    with pytest.raises(UserError, match="又改了同一处"):
        undo(town, first.action_id)
    answer(town, 1, own_pigs=4)
    with pytest.raises(UserError, match="又改了同一处"):
        undo(town, cleared.action_id)


def test_a_step_of_the_registry_is_taken_back_after_the_form_was_filled_in(town: Database):
    renamed = correct_person(town, person_id=1, values={"name": "韦𫘝"})
    answer(town, 1, own_pigs=3)
    undo(town, renamed.changes.action_id)
    assert (cells(town, 1)["head_name"], cells(town, 1)["own_pigs"]) == ("韦𠮷祥", 3)


def test_texts_that_look_like_json_come_back_as_they_were(town: Database):
    texts = ('{"a": null}', "null", "1", '"\\', "[]", "$.own_pigs")
    for text in texts:
        answer(town, 1, own_note=text)
    for text in reversed(texts):
        assert cells(town, 1)["own_note"] == text
        undo(town)
    for text in texts:
        redo(town)
        assert cells(town, 1)["own_note"] == text


def test_the_history_of_a_second_keying_tells_an_empty_cell_from_none(town: Database):
    def second() -> dict[str, object] | None:
        with town.read() as session:
            text = (
                session.connection()
                .exec_driver_sql("SELECT answers FROM second_keying WHERE household_id = 1")
                .scalar()
            )
        return None if text is None else json.loads(text)

    def key(**wanted: Value) -> None:
        key_again(town, campaign_id=1, form_key="own-1", wanted={1: wanted})

    states: list[dict[str, object] | None] = [None]
    for wanted in ({"own_pigs": 3}, {"own_note": None}, {"own_note": "甲"}, {"own_note": None}):
        key(**wanted)
        states.append(second())
    assert states[-1] == {"own_pigs": 3, "own_note": None}
    for state in reversed(states):
        assert second() == state
        undo(town)


def test_no_step_back_changes_second_keyings_or_forms_of_a_closed_campaign(town: Database):
    save_form(town, form=own_form(title="新的名称"))
    changed = take_new_version(town, campaign_id=1, form_key="own-1").changes
    keyed = key_again(town, campaign_id=1, form_key="own-1", wanted={1: {"own_pigs": 3}}).changes
    close_campaign(town, campaign_id=1)
    before = load_second_rows(town, campaign_id=1, form_key="own-1")
    for step in (keyed, changed):
        with pytest.raises(UserError, match="已结束，数据已固定"):
            undo(town, step.action_id)
    assert load_second_rows(town, campaign_id=1, form_key="own-1") == before
    form = household_basis(town, campaign_id=1, form_key="own-1").form
    assert form.title == "新的名称"


def test_a_step_of_an_older_history_that_holds_the_whole_text_is_taken_back(town: Database):
    def text() -> str:
        with town.read() as session:
            return (
                session.connection()
                .exec_driver_sql("SELECT answers FROM further_form WHERE id = 1")
                .scalar_one()
            )

    before = text()
    step = answer(town, 1, own_pigs=3)
    after = text()
    with town.replay() as session:
        session.connection().exec_driver_sql(
            "UPDATE \"change\" SET before = json_set(before, '$.answers', ?),"
            " after = json_set(after, '$.answers', ?) WHERE action_id = ?",
            (before, after, step.action_id),
        )
    undo(town, step.action_id)
    assert (text(), cells(town, 1)["own_pigs"]) == (before, None)
    redo(town)
    later = answer(town, 1, own_note="甲")
    with pytest.raises(UserError, match="不能撤销"):
        undo(town, step.action_id)
    undo(town, later.action_id)
    undo(town, step.action_id)
    assert text() == before
