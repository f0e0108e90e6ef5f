"""What a spreadsheet user's fingers do: a table of keys and outcomes, run on the real widget."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from fangfan_desktop.views import style
from fangfan_desktop.views.style import Style
from tests.gui.key_rows import KeyRow, outcome, place, press, read_rows, seen, start
from tests.gui.key_sheet import IDS, LETTERS, KeySheet

ROWS = read_rows()
_PARTLY = {"says", "menu", "note", "count"}  # what is said may be longer than what a line names
_UNTOLD = {"top", "left", "note", "count", "clip", "bar"}  # of no concern where a line is silent


@pytest.fixture(scope="module")
def shown(_dressed: Style) -> Iterator[KeySheet]:
    del _dressed
    sheet = KeySheet()
    sheet.show_ready()
    yield sheet
    sheet.begin()
    sheet.close()
    sheet.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def sheet(shown: KeySheet, look: Style) -> KeySheet:
    del look
    shown.activateWindow()
    return shown


def test_the_table_has_hundreds_of_rows_each_with_a_name_of_its_own() -> None:
    assert len(ROWS) >= 500
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len({(row.start, row.keys) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_keys_do_what_fingers_expect(sheet: KeySheet, row: KeyRow) -> None:
    start(sheet, row.start)
    before = sheet.texts()
    press(sheet, row.keys)
    wanted = dict(outcome(row.outcome))
    faults = [*_state_faults(seen(sheet), wanted), *_cell_faults(sheet, before, wanted)]
    assert not faults, _report(sheet, row, faults)


def _state_faults(found: dict[str, object], wanted: dict[str, str]) -> Iterator[str]:
    cells = {name for name in wanted if name.strip("!")[:1] in LETTERS and name not in found}
    unknown = wanted.keys() - cells - found.keys()
    assert not unknown, unknown
    silent = {
        "sel": wanted.get("@", ""),
        "edit": None,
        "steps": int(any(not name.startswith("!") for name in cells)),
    }
    for name, value in found.items():
        if name in _UNTOLD and name not in wanted:
            continue
        expected, actual = str(wanted.get(name, silent.get(name, ""))), str(value)
        if name == "edit" and "|" not in expected:
            actual = actual.replace("|", "", 1)  # where the caret is, is not said
        is_same = expected in actual if name in _PARTLY and expected else expected == actual
        if not is_same:
            yield f"{name}: wanted {expected!r}, found {actual!r}"


def _cell_faults(sheet: KeySheet, before: dict[str, str], wanted: dict[str, str]) -> Iterator[str]:
    texts = sheet.texts()
    cells = {
        name.strip("!"): text for name, text in wanted.items() if name.strip("!")[-1:].isdigit()
    }
    for name in sorted(before.keys() | texts.keys() | cells.keys()):
        expected = cells.get(name, before.get(name, ""))
        if texts.get(name, "") != expected:
            yield f"{name}: wanted {expected!r}, found {texts.get(name, '')!r}"
    refused = {
        f"{LETTERS[sheet.grid.model.column_of[key]]}{IDS.index(row_id) + 1}"
        for row_id, key in sheet.grid.model.refused_cells()
    }
    if refused != {name[1:] for name in wanted if name.startswith("!")}:
        yield f"in red: found {sorted(refused)}"
    if sheet.grid.model.pending_count:
        yield "something is not on disk yet"
    if "top" not in wanted and "left" not in wanted and not _is_in_sight(sheet, wanted):
        yield "the current cell is not in sight"


def _is_in_sight(sheet: KeySheet, wanted: dict[str, str]) -> bool:
    """Whether the frame of the cell in hand is seen; a selection that grows scrolls to its end."""
    if "sel" in wanted:
        return True
    view = sheet.grid.view
    rect = view.cell_rect(*view.place)
    room = view.viewport().rect().translated(view.viewport().pos())
    if view.place[1] >= view.frozen_columns:
        room.setLeft(room.left() + view.frozen_width() - 1)
    return room.contains(rect.topLeft()) and room.contains(rect.center())


def _report(sheet: KeySheet, row: KeyRow, faults: list[str]) -> str:
    """What was wanted and what is, with the whole grid."""
    model = sheet.grid.model
    lines = [f"{row.start} | {row.keys} | {row.outcome}", *faults, str(seen(sheet))]
    for number in range(len(IDS)):
        texts = [model.copied_text(number, c) or "·" for c in range(len(LETTERS))]
        lines.append(f"{number + 1}  " + "  ".join(text.replace("\n", "↵") for text in texts))
    return "\n".join(lines)


def _accent_pixels(sheet: KeySheet, row: int, column: int) -> int:
    """Pixels of the frame's colour along the edges of a cell."""
    view = sheet.grid.view
    rect = view.cell_rect(row, column)
    picture = view.grab(rect).toImage()
    accent = style.current().colour("accent").rgb()
    edge = range(picture.width())
    return sum(picture.pixel(x, 1) == accent for x in edge)


@pytest.mark.parametrize("name", ["C3", "B3", "F2", "H6"])
def test_the_cell_in_hand_has_a_frame_wherever_it_is(sheet: KeySheet, name: str) -> None:
    start(sheet, name)
    row, column = place(name)
    width = sheet.grid.view.cell_rect(row, column).width()
    assert _accent_pixels(sheet, row, column) > width / 2
    press(sheet, "↓")
    assert _accent_pixels(sheet, row, column) == 0


def test_the_frame_stays_while_the_focus_is_elsewhere(sheet: KeySheet) -> None:
    start(sheet, "D3")
    press(sheet, "F6")
    assert QApplication.focusWidget() is sheet.after
    assert _accent_pixels(sheet, *place("D3")) > 0
