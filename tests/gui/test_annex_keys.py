"""Keys in the running program: from the finger to the disk, and back with Ctrl+Z.

Lines of `annex_keys/annex.txt` name cells as field@household; values are as they are stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.app import Program
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.history import list_steps
from fangfan_desktop.usecases.household_forms import load_rows
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.pages.survey import SurveyPage
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from tests.gui.key_rows import KeyRow, outcome, press_key, read_file, strokes
from tests.small_township import add_campaign, make_township

ROWS = read_file(Path(__file__).parent / "annex_keys" / "annex.txt")
KEYS = load_form("household-form", 2022).value_keys
Disk = dict[str, Value]  # by field@household


@dataclass(frozen=True)
class Desk:
    """The program with the grid of 附件1 in front."""

    program: Program
    panel: HouseholdPanel

    @property
    def grid(self) -> FormGrid:
        """The grid in hand."""
        assert self.panel.grid is not None
        return self.panel.grid

    def settle(self) -> None:
        """Wait until all is written and shown."""
        for _ in range(3):
            self.program.operations.wait_until_idle()
            QApplication.processEvents()

    def disk(self) -> Disk:
        """All answers that are on the disk."""
        assert self.program.database is not None
        return {
            f"{key}@{row.household_id}": value
            for row in load_rows(self.program.database, campaign_id=1)
            for key, value in zip(KEYS, row.values, strict=True)
        }

    def steps(self) -> int:
        """Steps that could be undone."""
        assert self.program.database is not None
        return sum(step.state == "done" for step in list_steps(self.program.database))

    def place(self, name: str) -> tuple[int, int]:
        """Row and column of field@household."""
        key, _, household = name.partition("@")
        assert self.panel.store is not None
        row = self.panel.store.of_household(int(household))
        assert row is not None
        shown = self.grid.model.view_row(row.id)
        assert shown is not None
        return shown, self.grid.model.column_of[key]

    def press(self, words: str) -> None:
        """Press keys, each after all that the one before has set going."""
        for stroke in strokes(words):
            press_key(stroke)
            self.settle()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, _dressed: Style) -> Iterator[Desk]:
    del _dressed
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FANGFAN_HOME", str(tmp_path_factory.mktemp("home")))
        path = paths.default_database()
        path.parent.mkdir(parents=True, exist_ok=True)
        with make_township(path, 8) as database:
            add_campaign(database)
        program = Program(path)
        program.start()
        program.operations.wait_until_idle()
        program.window.open_page("survey")
        program.operations.wait_until_idle()
        page = program.window.page("survey")
        assert isinstance(page, SurveyPage)
        panel = page.findChild(HouseholdPanel)
        assert isinstance(panel, HouseholdPanel)
        yield Desk(program, panel)
        program.window.close()
        program.operations.wait_until_idle()


@pytest.fixture
def desk(opened: Desk, qtbot: QtBot, look: Style) -> Desk:
    del qtbot, look
    opened.program.window.activateWindow()
    opened.settle()
    return opened


def _begin(desk: Desk, words: str) -> None:
    anchor, _, reach = words.partition(":")
    desk.grid.view.setFocus()
    desk.grid.view.go(*desk.place(anchor))
    if reach:
        desk.grid.view.go(*desk.place(reach), extend=True)
    desk.settle()


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_keys_reach_the_disk_and_ctrl_z_takes_them_back(desk: Desk, row: KeyRow) -> None:
    before, steps = desk.disk(), desk.steps()
    _begin(desk, row.start)
    desk.press(row.keys)
    after, done = desk.disk(), desk.steps() - steps
    wanted = dict(outcome(row.outcome))
    cells = {name: text for name, text in wanted.items() if "@" in name[1:]}
    changed = {
        name: "" if value is None else str(value)
        for name, value in after.items()
        if value != before[name]
    }
    assert changed == cells
    assert done == int(wanted.get("steps", "1"))
    if "@" in wanted:
        assert desk.grid.view.place == desk.place(wanted["@"])
    desk.press("Esc Esc")
    _undo_and_redo(desk, done, before, after)
    for row_id, key in desk.grid.model.refused_cells():
        shown = desk.grid.model.view_row(row_id)
        assert shown is not None
        desk.grid.model.drop_refused(shown, desk.grid.model.column_of[key])


def _undo_and_redo(desk: Desk, steps: int, before: Disk, after: Disk) -> None:
    if not steps:
        return
    desk.press(f"Ctrl+Z×{steps}")
    assert desk.disk() == before
    desk.press(f"Ctrl+Y×{steps}")
    assert desk.disk() == after
    desk.press(f"Ctrl+Z×{steps}")
    assert desk.disk() == before
