"""Every key that the manual names is pressed in the table of keys, or is one of the window."""

import re
from typing import cast

import pytest
from PySide6.QtGui import QShortcut
from pytestqt.qtbot import QtBot

from fangfan_desktop.usecases.key_list import GROUPS
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from tests.gui.key_rows import read_rows

_NAMES = {
    "PageUp": "PgUp",
    "PageDown": "PgDn",
    "Backspace": "Back",
    "Delete": "Del",
    "Insert": "Ins",
    "空格": "Space",
}
# Tried by the tests of filters and of the arrangement of columns.
_ELSEWHERE = {"Ctrl+Shift+L", "Ctrl+Alt+L", "Alt+Shift+←", "Alt+Shift+→"} | {
    "Ctrl+Alt+Shift+←",
    "Ctrl+Alt+Shift+→",
    "Ctrl+PgUp",  # test_undo_place.py, in the page
    "Ctrl+PgDn",
    "Ctrl+Tab",
    "Ctrl+Shift+Tab",
}
_GRID = [group for group in GROUPS if group.title.startswith("表格") and "鼠标" not in group.title]


def keys_of(words: str) -> list[str]:
    names = [key.split("+") for key in words.split("、")]
    return ["+".join(_NAMES.get(part, part) for part in parts) for parts in names]


@pytest.mark.parametrize("group", _GRID, ids=lambda group: group.title)
def test_each_key_of_the_grid_is_pressed_in_the_table(group: object) -> None:
    pressed: set[str] = set()
    for row in read_rows():
        for word in row.keys.split():
            pressed.add(re.sub(r"×\d+$", "", word))
            pressed.update(word.strip('"{}') if word[0] in '"{' else "")
    lines = [line for each in GROUPS if each is group for line in each.lines]
    for words, _ in lines:
        for key in keys_of(words):
            assert key in pressed | _ELSEWHERE | {"直接打字"}, key


def test_the_keys_of_the_window_are_its_shortcuts(qtbot: QtBot, operations: Operations) -> None:
    window = MainWindow([], operations)
    qtbot.addWidget(window)
    found = {child.objectName().partition(":")[2] for child in window.children()}
    for words, _ in GROUPS[-1].lines:
        for key in keys_of(words):
            assert key in found or "…" in key, key


def test_ctrl_slash_asks_for_the_chapter_of_keys(qtbot: QtBot, operations: Operations) -> None:
    window = MainWindow([], operations)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.help_requested) as asked:
        cast("QShortcut", window.findChild(QShortcut, "keys:Ctrl+/")).activated.emit()
    assert asked.args == ["keys"]
