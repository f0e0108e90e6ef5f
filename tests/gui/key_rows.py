"""The table of keys: how a row of it is read, how its keys are pressed, what is then the case.

A line is `name | start | keys | outcome`; see `grid_keys/README.md`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from fangfan_desktop.views.grid.arrangement import ColumnChoices
from tests.gui.key_sheet import IDS, LETTERS, KeySheet

FOLDER = Path(__file__).parent / "grid_keys"
_PLAIN = Qt.KeyboardModifier.NoModifier
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Pad": Qt.KeyboardModifier.KeypadModifier,
}
_NAMES = {
    "←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "PgUp": "PageUp", "PgDn": "PageDown",
    "Enter": "Return", "PadEnter": "Enter", "Esc": "Escape", "Del": "Delete", "Ins": "Insert",
    "Back": "Backspace", ";": "Semicolon",
}  # fmt: skip
_TOKEN = re.compile(r'(?:[^\s"{<\[(]|"[^"]*"|\{[^}]*\}|<[^>]*>|\[[^\]]*\]|\([^)]*\))+')
_STROKE = re.compile(r"(.+?)(?:×(\d+))?$")
_MOUSE = re.compile(r"((?:\w+\+)*)(\w+)\(([^)]*)\)")
_PLACE = re.compile(r"([A-M])(\d+)")
_LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class KeyRow:
    """One line of the table."""

    name: str
    start: str
    keys: str
    outcome: str


def read_rows() -> list[KeyRow]:
    """All lines of all files, in order."""
    return [row for path in sorted(FOLDER.glob("*.txt")) for row in read_file(path)]


def read_file(path: Path) -> list[KeyRow]:
    """The lines of one file."""
    rows: list[KeyRow] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, start, keys, outcome = (part.strip() for part in line.split(" | "))
            rows.append(KeyRow(f"{path.stem}: {name}", start, keys, outcome))
    return rows


def place(name: str) -> tuple[int, int]:
    """Row and column of C3, from 0."""
    match = _PLACE.fullmatch(name)
    assert match, name
    return int(match[2]) - 1, LETTERS.index(match[1])


def _text(quoted: str) -> str:
    return quoted.strip('"').replace("\\n", "\n").replace("\\t", "\t").replace("\\q", '"')


# Starting


def start(sheet: KeySheet, words: str) -> None:
    """Put the sheet as the second part of a line says: C3, C3:E5 or C3+E5, and settings."""
    sheet.begin()
    grid, view = sheet.grid, sheet.grid.view
    for word in _TOKEN.findall(words):
        name, _, value = word.partition("=")
        if name == "fold":
            level, letter = int(value[0]), value[1]
            key = grid.model.columns[LETTERS.index(letter)].key
            view.set_choices(ColumnChoices(folded=((level, key),)))
        elif name == "enter":
            grid.keys.goes_down = value == "down"
        elif name == "clip":
            QGuiApplication.clipboard().setText(_text(value))
        elif name == "closed":
            grid.model.read_only = "这次排查已经结束，不能再改。"
        else:
            _select(sheet, word)
    sheet.settle()
    sheet.told.clear()


def _select(sheet: KeySheet, word: str) -> None:
    view = sheet.grid.view
    for number, block in enumerate(word.split("+")):
        anchor, _, reach = block.partition(":")
        (view.go_beside if number else view.go)(*place(anchor))
        if reach:
            view.go(*place(reach), extend=True)


# Pressing


def press(sheet: KeySheet, words: str) -> None:
    """Press the keys and turn the mouse as the third part of a line says."""
    for stroke in strokes(words):
        mouse = _MOUSE.fullmatch(stroke)
        if mouse:
            _use_mouse(sheet, _held(mouse[1].split("+")[:-1]), mouse[2], mouse[3])
        else:
            press_key(stroke)
        sheet.settle()


def strokes(words: str) -> Iterator[str]:
    """The keys one by one, ×3 three times."""
    for word in _TOKEN.findall(words):
        match = _STROKE.fullmatch(word)
        assert match
        for _ in range(int(match[2] or 1)):
            yield match[1]


def press_key(word: str) -> None:
    """Press one key, type a text or use an input method, wherever the focus is."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert target is not None, f"nothing has the focus at {word}"
    if word[0] == '"':
        for letter in _text(word):
            now = QApplication.activePopupWidget() or QApplication.focusWidget()
            assert now is not None
            _type(now, letter)
    elif word[0] in "{<":
        event = QInputMethodEvent(word[1:-1] if word[0] == "<" else "", [])
        if word[0] == "{":
            event.setCommitString(word[1:-1])
        QApplication.sendEvent(target, event)
    else:
        *held, name = word.split("+")
        code: Qt.Key = getattr(Qt.Key, f"Key_{_NAMES.get(name, name)}")
        if "Shift" in held and name == "Tab":
            code = Qt.Key.Key_Backtab
        QTest.keyClick(target, code, _held(held))


def _held(names: list[str]) -> Qt.KeyboardModifier:
    held = _PLAIN
    for name in names:
        held |= _HELD[name]
    return held


def _type(target: QWidget, letter: str) -> None:
    if letter.isascii():
        QTest.keyClicks(target, letter)
    else:  # a key of a Chinese layout
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, _PLAIN, letter))


def _use_mouse(sheet: KeySheet, held: Qt.KeyboardModifier, what: str, where: str) -> None:
    if what == "wheel":
        _turn_wheel(sheet, held, int(where))
    elif what == "head":
        _click_heading(sheet, held, where)
    elif what in {"drag", "fill"}:
        _drag(sheet, held, where, is_fill=what == "fill")
    elif what in {"newtext", "replace", "replaceall"}:
        _use_bar(sheet, what, where)
    else:
        _click_cell(sheet, held, what, where)


def _turn_wheel(sheet: KeySheet, held: Qt.KeyboardModifier, notches: int) -> None:
    view = sheet.grid.view
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, notches * 120),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def _use_bar(sheet: KeySheet, what: str, words: str) -> None:
    bar = sheet.grid.find_bar
    if what == "newtext":
        bar.new_text.setText(words)
    elif what == "replace":
        bar.replace()
    else:
        bar.replace_all()


def _click_cell(sheet: KeySheet, held: Qt.KeyboardModifier, what: str, where: str) -> None:
    row, column = place(where)
    half, point = sheet.half(column), sheet.point(row, column)
    if what == "right":
        QTest.mouseClick(half, Qt.MouseButton.RightButton, held, point)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(half, QContextMenuEvent(reason, point, half.mapToGlobal(point)))
    elif what == "doublefill":
        QTest.mouseDClick(half, _LEFT, held, _handle(sheet, column))
    else:
        QTest.mouseClick(half, _LEFT, held, point)
        if what == "double":
            QTest.mouseDClick(half, _LEFT, held, point)


def _handle(sheet: KeySheet, column: int) -> QPoint:
    return sheet.half(column).mapFrom(sheet.grid.view, sheet.grid.mouse.handle_rect().center())


def _drag(sheet: KeySheet, held: Qt.KeyboardModifier, where: str, *, is_fill: bool) -> None:
    first, last = where.split(":")
    (row, column), (to_row, to_column) = place(first), place(last)
    half = sheet.half(column)
    begin = _handle(sheet, column) if is_fill else sheet.point(row, column)
    view = sheet.grid.view
    end = half.mapFrom(view, view.cell_rect(to_row, to_column).center())
    QTest.mousePress(half, _LEFT, held, begin)
    for point in (QRect(begin, end).center(), end):
        QTest.mouseMove(half, point)
        QApplication.processEvents()
    QTest.mouseRelease(half, _LEFT, held, end)


def _click_heading(sheet: KeySheet, held: Qt.KeyboardModifier, letter: str) -> None:
    view, column = sheet.grid.view, LETTERS.index(letter[0])
    head = (view.frozen if column < view.frozen_columns else view).head
    x = head.sectionViewportPosition(column) + head.sectionSize(column) // 2
    y = sum(head.heights()) - 4
    QTest.mouseClick(head.viewport(), _LEFT, held, QPoint(x, y))


# What is the case


def seen(sheet: KeySheet) -> dict[str, object]:
    """All that a line may speak of, by its words."""
    grid, view = sheet.grid, sheet.grid.view
    grid.count_now()
    row, column = view.place
    popup = QApplication.activePopupWidget()
    lines = [a.text().split("\t")[0] for a in popup.actions()] if isinstance(popup, QMenu) else []
    editor, bar = sheet.editor(), grid.find_bar
    focus = QApplication.focusWidget()
    found: dict[str, object] = {
        "@": f"{LETTERS[column]}{row + 1}",
        "sel": " ".join(sorted(_block(*block) for block in view.selected_ranges())),
        "edit": _edited(editor) if editor is not None else None,
        "steps": len(sheet.done),
        "says": "；".join(sheet.told),
        "clip": QGuiApplication.clipboard().text().replace("\r\n", "\n").removesuffix("\n"),
        "menu": "/".join(line for line in lines if line),
        "find": ("替换" if bar.new_text.isVisible() else "查找") if bar.isVisible() else "",
        "bar": bar.note.text(),
        "focus": "before" if focus is sheet.before else "after" if focus is sheet.after else "",
        "top": view.rowAt(1) + 1,
        "left": LETTERS[view.columnAt(view.frozen_width() + 1)],
        "note": grid.heading.note,
        "count": sheet.counted,
        "opened": " ".join(str(IDS.index(i) + 1) for i in sheet.opened),
        "preview": "yes" if grid.preview.isVisible() else "",
    }
    return found


def _block(rows: range, columns: range) -> str:
    first = f"{LETTERS[columns[0]]}{rows[0] + 1}"
    last = f"{LETTERS[columns[-1]]}{rows[-1] + 1}"
    return first if first == last else f"{first}:{last}"


def _edited(editor: QLineEdit | QPlainTextEdit) -> str:
    if isinstance(editor, QPlainTextEdit):
        text, at = editor.toPlainText(), editor.textCursor().position()
    else:
        text, at = editor.text(), editor.cursorPosition()
    return f"{text[:at]}|{text[at:]}"


def outcome(words: str) -> Iterator[tuple[str, str]]:
    """The words of the last part: (what, how); cells as ("C3", text), red ones as ("!C3", …)."""
    for word in _TOKEN.findall(words):
        if word[0] == "@":
            yield "@", word[1:]
        elif word[0] == "[":
            yield "sel", " ".join(sorted(word[1:-1].split()))
        else:
            name, _, value = word.partition("=")
            yield name, _text(value)
