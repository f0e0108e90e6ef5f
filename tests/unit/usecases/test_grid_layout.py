"""How grids look is kept for this computer, outside of the history."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.grid_layout import (
    GridLayout,
    keep_grid_layout,
    read_grid_habits,
)
from fangfan_desktop.usecases.history import history_state
from fangfan_desktop.usecases.township import change_settings, create_township

LAYOUT = GridLayout(
    {"head_name": 120, "needs": 300},
    ((0, "housing_safe"),),
    "row_wide",
    ("needs", "head_name"),
    ("phone",),
    4,
)


@pytest.fixture
def database(tmp_path: Path) -> Generator[Database]:
    with create_township(tmp_path / "a.db", township_code="450203100") as opened:
        yield opened


def test_each_form_has_its_own_layout_and_undo_knows_nothing_of_it(database: Database):
    keep_grid_layout(form_key="household-form", layout=LAYOUT)
    keep_grid_layout(form_key="ledger", layout=GridLayout({"state": 50}))
    assert read_grid_habits(database, form_key="household-form").layout == LAYOUT
    assert read_grid_habits(database, form_key="ledger").layout.widths == {"state": 50}
    assert read_grid_habits(database, form_key="village-form").layout == GridLayout()
    assert history_state(database).undo == ""


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"household-form": 5}', '{"household-form": {"widths": {"a": "x"}}}']
)
def test_a_spoilt_file_costs_nothing_but_the_layout(database: Database, own_home: Path, text: str):
    (own_home / "grids.json").write_text(text, encoding="utf-8")
    assert read_grid_habits(database, form_key="household-form").layout == GridLayout()
    keep_grid_layout(form_key="household-form", layout=LAYOUT)
    assert read_grid_habits(database, form_key="household-form").layout == LAYOUT


def test_the_direction_of_enter_is_the_office_s(database: Database):
    assert read_grid_habits(database, form_key="ledger").enter_moves_down
    change_settings(database, values={"enter_moves_down": False})
    assert not read_grid_habits(database, form_key="ledger").enter_moves_down


def test_a_file_of_an_earlier_version_is_read(database: Database, own_home: Path):
    keep_grid_layout(form_key="ledger", layout=LAYOUT)
    path = own_home / "grids.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    for name in ("order", "hidden", "frozen"):
        del kept["ledger"][name]
    path.write_text(json.dumps(kept), encoding="utf-8")
    found = read_grid_habits(database, form_key="ledger").layout
    assert found == GridLayout(LAYOUT.widths, LAYOUT.folded, LAYOUT.row_size)
