"""What the window shows of undo and redo."""

from collections.abc import Generator
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.history import (
    HistoryState,
    history_state,
    list_history,
    redo_last,
    undo_action,
    undo_last,
)
from fangfan_desktop.usecases.township import change_settings, create_township, office_settings


@pytest.fixture
def database(tmp_path: Path) -> Generator[Database]:
    with create_township(tmp_path / "a.db", township_code="450203100") as opened:
        yield opened


def test_the_making_of_the_township_is_not_offered_for_undo(database: Database):
    assert history_state(database) == HistoryState("", "")
    assert not undo_last(database).rows
    first = list_history(database)[0]
    assert first.name == "建立雒容镇数据库"
    with pytest.raises(UserError, match="不能撤销"):
        undo_action(database, action_id=first.id)


def test_the_last_action_is_undone_and_redone_by_name(database: Database):
    change_settings(database, values={"operator_name": "㛃"})
    assert history_state(database) == HistoryState("修改设置", "")
    assert undo_last(database).touches("setting")
    assert history_state(database) == HistoryState("", "修改设置")
    assert redo_last(database).touches("setting")
    assert office_settings(database)["operator_name"] == "㛃"


def test_undo_outlives_the_program(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        change_settings(database, values={"operator_name": "甲"})
    with open_database(tmp_path / "a.db") as database:
        assert history_state(database).undo == "修改设置"
        undo_last(database)
        assert not office_settings(database)["operator_name"]


def test_one_step_of_the_history_is_taken_back(database: Database):
    change_settings(database, values={"operator_name": "甲"})
    step = list_history(database)[0]
    change_settings(database, values={"checker_name": "乙"})
    undo_action(database, action_id=step.id)
    settings = office_settings(database)
    assert (settings["operator_name"], settings["checker_name"]) == ("", "乙")
