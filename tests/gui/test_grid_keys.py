"""What a spreadsheet user's fingers do, on the real widget."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Value
from fangfan_desktop.views.grid.column import EditRequest
from fangfan_desktop.views.grid.form_grid import FormGrid
from tests.gui.grid_samples import (
    IDS,
    column,
    make_grid,
    messages,
    open_editor,
    press,
    save_at_once,
)


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    made.show()
    made.view.setFocus()
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


Place = tuple[int, str]

MOVES: list[tuple[Place, Sequence[str], Place]] = [
    ((0, "people"), ["Down"], (1, "people")),
    ((0, "people"), ["Up"], (0, "people")),
    ((0, "people"), ["Right", "Right"], (0, "apart")),
    ((0, "people"), ["Left"], (0, "head_name")),
    ((0, "people"), ["Tab"], (0, "income")),
    ((0, "needs"), ["Tab"], (1, "people")),
    ((1, "people"), ["Shift+Tab"], (0, "needs")),
    ((0, "people"), ["Return"], (1, "people")),
    ((1, "people"), ["Shift+Return"], (0, "people")),
    ((0, "people"), ["Tab", "Tab", "Return"], (1, "people")),
    ((0, "people"), ["Tab", "Down", "Return"], (2, "income")),
    ((1, "people"), ["Shift+Right", "Shift+Down", "Return"], (2, "people")),
    ((1, "people"), ["Shift+Right", "Shift+Down", "Tab", "Tab"], (2, "people")),
    ((1, "people"), ["Shift+Right", "Shift+Down", "Return", "Tab", "Return"], (1, "people")),
    ((1, "people"), ["Shift+Down", "Shift+Down", "Shift+Return"], (3, "people")),
    ((2, "apart"), ["Home"], (2, "people")),
    ((2, "apart"), ["End"], (2, "needs")),
    ((2, "apart"), ["Ctrl+Home"], (0, "people")),
    ((2, "apart"), ["Ctrl+End"], (4, "needs")),
    ((0, "people"), ["PgDown"], (4, "people")),
    ((4, "people"), ["PgUp"], (0, "people")),
    ((0, "people"), ["Ctrl+Down"], (4, "people")),
    ((0, "income"), ["Ctrl+Down"], (1, "income")),
    ((1, "income"), ["Ctrl+Down"], (3, "income")),
    ((3, "income"), ["Ctrl+Down"], (4, "income")),
    ((0, "people"), ["Ctrl+Right"], (0, "day")),
    ((0, "day"), ["Ctrl+Right"], (0, "needs")),
    ((4, "needs"), ["Ctrl+Left"], (4, "people")),
]


@pytest.mark.parametrize(("start", "keys", "end"), MOVES)
def test_keys_move(grid: FormGrid, start: Place, keys: Sequence[str], end: Place) -> None:
    grid.view.go(start[0], column(start[1]))
    press(grid, *keys)
    assert grid.view.place == (end[0], column(end[1]))


SELECTIONS: list[tuple[Place, Sequence[str], tuple[int, str, int, str]]] = [
    ((0, "people"), ["Shift+Down", "Shift+Right"], (0, "people", 1, "income")),
    ((2, "income"), ["Shift+Up", "Shift+Left"], (1, "people", 2, "income")),
    ((1, "people"), ["Shift+Down", "Shift+Down", "Shift+Up"], (1, "people", 2, "people")),
    ((1, "people"), ["Shift+End"], (1, "people", 1, "needs")),
    ((0, "people"), ["Ctrl+Shift+Down"], (0, "people", 4, "people")),
    ((2, "people"), ["Shift+Space"], (2, "seq", 2, "needs")),
    ((2, "people"), ["Ctrl+Space"], (0, "people", 4, "people")),
    ((2, "people"), ["Ctrl+A"], (0, "seq", 4, "needs")),
    ((0, "people"), ["Shift+Down", "Down"], (1, "people", 1, "people")),
]


@pytest.mark.parametrize(("start", "keys", "block"), SELECTIONS)
def test_keys_select(
    grid: FormGrid, start: Place, keys: Sequence[str], block: tuple[int, str, int, str]
) -> None:
    grid.view.go(start[0], column(start[1]))
    press(grid, *keys)
    assert grid.view.bounds() == (block[0], column(block[1]), block[2], column(block[3]))


ENTRIES: list[tuple[Place, Sequence[str], Place, Value]] = [
    # One key answers and the focus goes on.
    ((2, "apart"), ["<1>"], (3, "apart"), 1),
    ((2, "apart"), ["<y>"], (3, "apart"), 1),
    ((2, "apart"), ["<是>"], (3, "apart"), 1),
    ((0, "apart"), ["<0>"], (1, "apart"), 0),
    ((0, "apart"), ["<n>"], (1, "apart"), 0),
    ((0, "apart"), ["<否>"], (1, "apart"), 0),
    ((0, "apart"), ["Space"], (0, "apart"), 0),
    ((2, "apart"), ["Space"], (2, "apart"), 1),
    ((2, "apart"), ["Space", "Space"], (2, "apart"), 0),
    # Typing replaces; Enter, Tab and arrows take it.
    ((0, "people"), ["<12>", "Return"], (1, "people"), 12),
    ((0, "people"), ["<12>", "Tab"], (0, "income"), 12),
    ((0, "people"), ["<12>", "Down"], (1, "people"), 12),
    ((1, "people"), ["<12>", "Shift+Return"], (0, "people"), 12),
    ((2, "income"), ["<6480.5>", "Return"], (3, "income"), 648_050),
    ((0, "day"), ["<2022.5.7>", "Return"], (1, "day"), "2022-05-07"),
    ((2, "method"), ["<2>"], (3, "method"), "电话核查"),
    ((0, "needs"), ["<x>", "Alt+Return", "<y>", "Return"], (1, "needs"), "x\ny"),
    # F2 goes on with what is there; Esc gives up.
    ((0, "people"), ["F2", "<0>", "Return"], (1, "people"), 50),
    ((0, "people"), ["F2", "Left", "<1>", "Return"], (1, "people"), 15),
    ((0, "people"), ["<9>", "Escape"], (0, "people"), 5),
    # Deleting.
    ((0, "people"), ["Delete"], (0, "people"), None),
    ((0, "people"), ["Backspace", "Return"], (1, "people"), None),
    ((0, "apart"), ["Delete"], (0, "apart"), None),
    # Filling.
    ((1, "people"), ["Ctrl+D"], (1, "people"), 5),
    ((2, "income"), ["Ctrl+D"], (2, "income"), 648_050),
    ((0, "day"), ["Ctrl+;"], (0, "day"), date.today().isoformat()),  # noqa: DTZ011 - the clerk's day
]


@pytest.mark.parametrize(("start", "keys", "end", "value"), ENTRIES)
@pytest.mark.usefixtures("requests")
def test_keys_enter(
    grid: FormGrid, start: Place, keys: Sequence[str], end: Place, value: Value
) -> None:
    grid.view.go(start[0], column(start[1]))
    press(grid, *keys)
    assert open_editor(grid) is None
    assert grid.model.value(start[0], column(start[1])) == value
    assert grid.view.place == (end[0], column(end[1]))


def test_enter_can_go_right(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.keys.goes_down = False
    grid.view.go(2, column("apart"))
    press(grid, "<1>", "<1>")
    assert grid.view.place == (2, column("method"))
    assert len(requests) == 2


def test_each_entry_is_one_named_step(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, column("people"))
    press(grid, "<7>", "Return", "<7>", "Return")
    assert [request.action for request in requests] == ["小表：填写“家庭人口数”"] * 2


def test_entering_the_same_value_asks_for_nothing(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("people"))
    press(grid, "<5>", "Return")
    assert requests == []


def test_a_cell_of_the_registry_says_where_it_comes_from(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(0, column("head_name"))
    press(grid, "<a>", "F2", "Delete")
    assert requests == []
    assert told[0] == "“户主姓名”来自农户档案或自动得出，请在来处修改。"


def test_a_cell_that_does_not_apply_says_why_and_stays_empty(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    told = messages(grid)
    grid.view.go(1, column("able"))
    press(grid, "<1>")
    assert requests == []
    assert told == ["这一格不适用：独居老人户才填。"]


def test_the_answer_that_a_cell_hangs_on_opens_it(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.keys.goes_down = False
    grid.view.go(2, column("apart"))
    press(grid, "<1>", "<0>")
    assert [request.edits[0].value for request in requests] == [1, 0]
    assert requests[1].edits[0].key == "able"


def test_a_wrong_text_stays_in_its_cell_with_the_reason(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("people"))
    press(grid, "<many>", "Return", "Up")
    assert requests == []
    assert grid.model.face(0, column("people"))[0] == "many"
    assert "不是整数" in grid.model.message(0, column("people"))[0]
    press(grid, "F2")
    editor = open_editor(grid)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "many"
    press(grid, "Escape", "Escape")
    assert grid.model.face(0, column("people"))[0] == "5"


def test_ctrl_enter_fills_the_selection_with_what_is_typed(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.view.go(0, column("people"))
    press(grid, "Shift+Down", "Shift+Down", "<8>", "Ctrl+Return")
    assert [grid.model.value(row, column("people")) for row in range(4)] == [8, 8, 8, 4]
    assert requests[-1].action == "小表：填充 3 格"


def test_ctrl_r_fills_to_the_right(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, column("apart"))
    press(grid, "Shift+Right", "Ctrl+R")
    assert requests == []  # it is 是 already
    grid.view.go(3, column("apart"))
    press(grid, "Shift+Right", "Ctrl+R")
    assert requests == []  # does not apply there


def test_alt_down_opens_the_choices(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(2, column("method"))
    menu = grid.actions_.open_choices()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["入户排查", "电话核查"]
    menu.actions()[1].trigger()
    menu.close()
    assert requests[0].edits[0].value == "电话核查"


def test_leaving_the_window_takes_what_was_typed(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    other = QLineEdit(grid)
    other.show()
    grid.activateWindow()
    grid.view.go(0, column("people"))
    press(grid, "<6>")
    editor = open_editor(grid)
    assert editor is not None
    editor.clearFocus()
    other.setFocus()
    QApplication.processEvents()
    assert [request.edits[0].value for request in requests] == [6]
    assert requests[0].edits[0].row_id == IDS[0]


def _commit_by_input_method(grid: FormGrid, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(grid.view, event)
    QApplication.processEvents()


def test_an_input_method_answers_yes_and_no(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(0, column("apart"))
    _commit_by_input_method(grid, "否")
    _commit_by_input_method(grid, "是")
    assert [request.edits[0].value for request in requests] == [0, 1]
    assert grid.view.place == (2, column("apart"))


def test_an_input_method_begins_a_text(grid: FormGrid, requests: list[EditRequest]) -> None:
    grid.view.go(1, column("needs"))
    _commit_by_input_method(grid, "缺电𫘝")
    press(grid, "Return")
    assert grid.model.value(1, column("needs")) == "缺电𫘝"
    assert len(requests) == 1
