"""Steps of 附件1 taken back in any order: what is counted stays what the row says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done, redo, undo
from fangfan_desktop.usecases.campaigns import close_campaign, reopen_campaign
from fangfan_desktop.usecases.household_forms import (
    household_basis,
    load_rows,
    set_answers,
)
from tests.small_township import add_campaign, change_household, make_township


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


def answer(database: Database, row: int, **cells: Value) -> Changes:
    edits = [(row, key, value) for key, value in cells.items()]
    saved = set_answers(database, campaign_id=1, edits=edits, action_name=f"填{'、'.join(cells)}")
    assert not saved.refused
    return saved.changes


def assert_counts_are_right(database: Database) -> None:
    basis = household_basis(database, campaign_id=1)
    with database.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT id, answered_count FROM household_form"
        )
        answered = {row[0]: row[1] for row in found}
    for row in load_rows(database, campaign_id=1):
        check = basis.checker.check(row.values)
        counts = (row.is_complete, row.error_count, row.doubt_count, answered[row.id])
        assert counts == (int(check.is_complete), check.errors, check.doubts, check.answered)


def test_an_older_step_of_the_same_row_is_taken_back_and_the_row_counted_anew(database: Database):
    first = answer(database, 5, heavy_burden=1)
    answer(database, 5, needs="缺水𠮷", medical_secured=1)
    undo(database, first.action_id)
    row = next(each for each in load_rows(database, campaign_id=1) if each.id == 5)
    keys = household_basis(database, campaign_id=1).form.value_keys
    assert row.values[keys.index("heavy_burden")] is None
    assert row.values[keys.index("needs")] == "缺水𠮷"
    assert_counts_are_right(database)


def test_steps_taken_back_out_of_order_and_done_again_leave_right_counts(database: Database):
    whole = load_rows(database, campaign_id=1)
    steps = [
        answer(database, 4, elderly_apart=1),
        answer(database, 4, children_able=0, heavy_burden=0),
        answer(database, 4, income_per_capita=100, practical_difficulty=1),
    ]
    for at in (0, 2, 1):
        undo(database, steps[at].action_id)
        assert_counts_are_right(database)
    assert load_rows(database, campaign_id=1) == whole
    for _ in steps:
        redo(database)
        assert_counts_are_right(database)


def test_an_older_step_of_the_same_cell_is_still_refused(database: Database):
    first = answer(database, 5, heavy_burden=1)
    answer(database, 5, heavy_burden=0)
    with pytest.raises(UserError, match="又改了同一处"):
        undo(database, first.action_id)


def test_no_step_back_or_forth_changes_the_forms_of_a_closed_campaign(database: Database):
    row = load_rows(database, campaign_id=1)[0]
    done = answer(database, row.id, needs="修路")
    change_household(database, row.household_id, is_lifted=1)
    renamed = last_done(database)
    assert renamed is not None
    close_campaign(database, campaign_id=1, closed_on=date(2022, 6, 11))
    change_household(database, 6, left_on=date(2022, 7, 1))
    kept = load_rows(database, campaign_id=1)

    for step in (done.action_id, renamed.id):
        with pytest.raises(UserError, match="“2022年集中排查”已结束，数据已固定"):
            undo(database, step)
    assert load_rows(database, campaign_id=1) == kept

    reopen_campaign(database, campaign_id=1)
    opened = load_rows(database, campaign_id=1)
    assert len(opened) == len(kept) - 1
    undo(database)
    assert load_rows(database, campaign_id=1) == kept
    redo(database)
    assert load_rows(database, campaign_id=1) == opened
    undo(database, done.action_id)
    assert_counts_are_right(database)
