"""What the monkey does to whatever window is in front: one random deed at each call."""

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QWheelEvent, QWindow
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from fangfan_desktop.app import Program
from fangfan_desktop.views.grid.view import GridView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Key = Qt.Key
Held = Qt.KeyboardModifier
_NONE, _SHIFT, _CONTROL, _ALT = (
    Held.NoModifier,
    Held.ShiftModifier,
    Held.ControlModifier,
    Held.AltModifier,
)
_SETTLE = 0.35  # the share of deeds before which the answer of the last one is awaited
_WORDS = (
    "𠮷㛃䶮",
    "韦小英",
    "务工",
    "2022-05-31",
    "2022年13月40日",
    "450203199001011234",
    "0",
    "-1",
    "7000.005",
    "99999999999999999999",
    "1e9",
    "是",
    "否",
    "=1+1",
    "'; DROP TABLE person;--",
    "%_*?[",
    "<b>粗</b>&amp;",
    " \u3000 ",
    "\u200b\u202e倒",
    "A" * 300,
    "长" * 3000,
    "👨\u200d👩\u200d👧",
    "",
)
_PLAIN_KEYS = (
    *(Key.Key_1, Key.Key_0, Key.Key_2, Key.Key_Y, Key.Key_N, Key.Key_Space, Key.Key_Minus),
    *(Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Delete),
    *(Key.Key_Backspace, Key.Key_F2, Key.Key_F3, Key.Key_F6, Key.Key_Escape),
    *(Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End),
    *(Key.Key_PageUp, Key.Key_PageDown),
)
_CONTROL_KEYS = (
    *(Key.Key_C, Key.Key_V, Key.Key_V, Key.Key_D, Key.Key_D, Key.Key_R, Key.Key_Z, Key.Key_Y),
    *(Key.Key_F, Key.Key_H, Key.Key_X, Key.Key_A, Key.Key_Return, Key.Key_Semicolon),
    *(Key.Key_Space, Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home),
    *(Key.Key_End, Key.Key_K, Key.Key_S, Key.Key_N, Key.Key_P),
)
_ARROWS = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right)
_LETTERS = "abz019是否.-,/ \t"


class Hands:
    """Deeds chosen by a seed; `folder` holds all files that may be named."""

    def __init__(self, program: Program, random: Random, folder: Path) -> None:
        self._program = program
        self._random = random
        self._folder = folder
        self._undoes = random.random() < 0.5  # else what is written stays until the end

    def wants_to_wait(self) -> bool:
        """Whether the answer to the last deed is awaited before the next."""
        return self._random.random() < _SETTLE

    def front(self) -> QWidget:
        """The popup, dialog or window that takes input now."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is not None:
            return front
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.isEnabled() and widget.isWindow()
        ]
        window = self._program.window
        return self._random.choice(others) if others and self._random.random() < 0.1 else window

    def act(self) -> str:
        """Do one thing to what is in front; returns what it was."""
        front = self.front()
        if isinstance(front, QMenu):
            return self._in_menu(front)
        if isinstance(front, QFileDialog):
            return self._in_file_dialog(front)
        is_enough = isinstance(front, QPrintDialog) or self._random.random() < 0.2
        if isinstance(front, QDialog) and is_enough:
            return self._end(front)
        if QApplication.activePopupWidget() is not None:
            return self._in_popup(front)
        return self._in_window(front)

    def _in_window(self, front: QWidget) -> str:
        if self._random.random() < 0.25 and self._some(front, GridView) is not None:
            return self._grid(front)
        deeds: Sequence[tuple[int, Callable[[QWidget], str]]] = (
            (30, self._click),
            (12, self._point),
            (12, self._fill),
            (25, self._keys),
            (4, self._clipboard),
            (4, self._pages),
            (2, self._storm),
            (1, self._zoom),
            (2, self._resize),
            (2, self._campaign),
            (3, self._drag),
            (2, self._wheel),
        )
        (deed,) = self._random.choices([d for _, d in deeds], weights=[w for w, _ in deeds])
        return deed(front)

    # Choosing

    def _some(self, front: QWidget, *kinds: type[QWidget]) -> QWidget | None:
        children = cast("list[QWidget]", front.findChildren(QWidget))
        found = [
            widget
            for widget in children
            if isinstance(widget, kinds)
            and widget.isVisible()
            and widget.isEnabled()
            and not widget.visibleRegion().isEmpty()
            and widget.window() is front.window()
        ]
        return self._random.choice(found) if found else None

    def _place(self, widget: QWidget) -> QPoint:
        box = widget.visibleRegion().boundingRect()
        return QPoint(
            self._random.randint(box.left(), max(box.left(), box.right())),
            self._random.randint(box.top(), max(box.top(), box.bottom())),
        )

    def word(self) -> str:
        """A random text, often rubbish."""
        return self._random.choice(_WORDS)

    # Deeds

    def _click(self, front: QWidget) -> str:
        widget = self._some(front, QAbstractButton, QTabBar, QComboBox)
        if widget is None:
            return self._point(front)
        words = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
        place = widget.visibleRegion().boundingRect().center()
        if isinstance(widget, QTabBar) and widget.count():
            place = widget.tabRect(self._random.randrange(widget.count())).center()
            if not widget.rect().contains(place):
                place = QPoint(2, 2)
        click(widget, Qt.MouseButton.LeftButton, _NONE, place)
        return f"click {type(widget).__name__} {words!r}"

    def _point(self, front: QWidget) -> str:
        view = self._some(front, QAbstractItemView, QHeaderView)
        widget = (
            view if view is not None and self._random.random() < 0.7 else self._some(front, QWidget)
        )
        if widget is None:
            return "nothing to point at"
        target = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        if target.visibleRegion().isEmpty():
            return "nothing to point at"
        place, kind = self._place(target), self._random.random()
        told = (
            f"point at {type(widget).__name__} {widget.objectName()} {place.toTuple()} {kind:.2f}"
        )
        held = self._random.choice((_NONE, _NONE, _NONE, _SHIFT, _CONTROL))
        if kind < 0.15:
            place = target.mapTo(target.window(), place)
            QTest.mouseDClick(_window(target), Qt.MouseButton.LeftButton, held, place)
        elif kind < 0.4:
            event = QContextMenuEvent(
                QContextMenuEvent.Reason.Mouse, place, target.mapToGlobal(place)
            )
            QApplication.sendEvent(target, event)
        else:
            click(target, Qt.MouseButton.LeftButton, held, place)
        return told

    def _fill(self, front: QWidget) -> str:
        kinds = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)
        widget = self._some(front, *kinds)
        if widget is None:
            return self._keys(front)
        text = self.word()
        told = f"fill {type(widget).__name__} {widget.accessibleName()!r} {text[:20]!r}"
        widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._random.random() < 0.5:
            press_key(widget, Key.Key_A, _CONTROL)
        self._type(widget, text)
        if isValid(widget) and self._random.random() < 0.5:
            press_key(widget, self._random.choice((Key.Key_Return, Key.Key_Tab)))
        return told

    def _type(self, widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def _keys(self, _front: QWidget) -> str:
        """A run of keys to whatever has the focus."""
        told: list[str] = []
        for _ in range(self._random.randint(1, 8)):
            widget = QApplication.focusWidget() or self.front()
            if QApplication.activePopupWidget() is not None or not isValid(widget):
                break
            told.append(self._key(widget))
        return f"keys {' '.join(told)}"

    def _key(self, widget: QWidget) -> str:
        kind = self._random.random()
        if kind < 0.15:
            letter = self._random.choice(_LETTERS)
            self._type(widget, letter)
            return repr(letter)
        if kind < 0.45:
            key, held = self._random.choice(_CONTROL_KEYS), _CONTROL
            if key == Key.Key_Z and not self._undoes:
                key = Key.Key_D
        elif kind < 0.6:
            key, held = self._random.choice(_ARROWS), _SHIFT
        elif kind < 0.63:
            key, held = Key.Key_Down, _ALT
        else:
            key, held = self._random.choice(_PLAIN_KEYS), _NONE
        told = f"{held.name or ''}+{key.name}".replace("Key_", "").replace("Modifier", "")
        press_key(widget, key, held)
        return told

    def _grid(self, front: QWidget) -> str:
        """To a cell of a grid, and work there."""
        view = self._some(front, GridView)
        if not isinstance(view, GridView) or not view.grid.rowCount():
            return self._keys(front)
        row = self._random.randrange(view.grid.rowCount())
        column = self._random.choice(view.shown_columns())
        view.setFocus()
        view.go(row, column)
        if self._random.random() < 0.3:
            self._type(view, self.word())
        if self._random.random() < 0.5:
            self._clipboard(front)
        return f"grid {row},{column} {self._keys(front)}"

    def _clipboard(self, _front: QWidget) -> str:
        random = self._random
        cell = self.word
        kind = random.choice(("block", "quoted", "huge", "html", "odd"))
        data = QMimeData()
        if kind == "block":
            rows, columns = random.choice(((1, 1), (3, 4), (40, 6), (400, 3), (2, 80)))
            data.setText("\n".join("\t".join(cell() for _ in range(columns)) for _ in range(rows)))
        elif kind == "quoted":
            data.setText('"第一行\n第二行\t""引号"""\t否\r\n"没有结尾\t是\n')
        elif kind == "huge":
            data.setText(random.choice(("长" * 200_000, "\t" * 5000, "\n" * 5000, '"' * 4999)))
        elif kind == "html":
            data.setHtml("<table><tr><td>是<td rowspan=2>否</tr><tr><td>&nbsp;</table>")
        else:
            data.setText(random.choice(("\0", "\r", "\ud800", "\u2028", "是\t否\n")))
        QApplication.clipboard().setMimeData(data)
        return f"clipboard {kind}"

    def _pages(self, _front: QWidget) -> str:
        """Pages one after the other, faster than their answers come."""
        window = self._program.window
        numbers = [self._random.randint(1, 8) for _ in range(self._random.choice((1, 1, 1, 6)))]
        for number in numbers:
            press_key(window, Qt.Key(Key.Key_0 + number), _CONTROL)
        return f"pages {numbers}"

    def _storm(self, front: QWidget) -> str:
        if not self._undoes:
            return self._pages(front)
        keys = [self._random.choice((Key.Key_Z, Key.Key_Z, Key.Key_Y)) for _ in range(12)]
        for key in keys:
            press_key(QApplication.focusWidget() or self._program.window, key, _CONTROL)
        return "storm of undo"

    def _zoom(self, _front: QWidget) -> str:
        key = self._random.choice((Key.Key_Plus, Key.Key_Minus, Key.Key_Minus, Key.Key_Equal))
        for _ in range(self._random.choice((1, 2, 10))):
            press_key(self._program.window, key, _CONTROL)
        return "zoom"

    def _resize(self, _front: QWidget) -> str:
        width, height = self._random.randint(900, 2200), self._random.randint(500, 1400)
        self._program.window.resize(width, height)
        QApplication.processEvents()  # the window system takes it before the next click
        return f"resize {width} {height}"

    def _campaign(self, _front: QWidget) -> str:
        if QApplication.activeModalWidget() is not None:
            return "no campaign now"
        click(self._program.window.top.campaign, Qt.MouseButton.LeftButton)
        return "campaign menu"

    def _drag(self, front: QWidget) -> str:
        widget = self._some(front, QAbstractItemView, QHeaderView)
        if not isinstance(widget, QAbstractItemView):
            return "nothing to drag in"
        target = widget.viewport()
        if target.visibleRegion().isEmpty():
            return "nothing to drag in"
        places = [self._place(target) for _ in range(4)]
        QTest.mousePress(target, Qt.MouseButton.LeftButton, _NONE, places[0])
        for _, place in pairwise(places):
            QTest.mouseMove(target, place)
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, _NONE, places[-1])
        return f"drag in {type(widget).__name__}"

    def _wheel(self, front: QWidget) -> str:
        widget = self._some(front, QWidget)
        if widget is None:
            return "nothing to turn"
        place = QPointF(self._place(widget))
        turn = QPoint(0, self._random.choice((-1200, -120, 120, 1200)))
        held = self._random.choice((_NONE, _NONE, _CONTROL, _SHIFT))
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(place.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        return f"wheel over {type(widget).__name__}"

    # Dialogs and menus

    def _in_menu(self, menu: QMenu) -> str:
        actions = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        if not actions or self._random.random() < 0.2:
            press_key(menu, Key.Key_Escape)
            return "leave the menu"
        action = self._random.choice(actions)
        words = action.text()
        if words.startswith("结束") and self._random.random() < 0.8:
            action = actions[0]  # else most runs have nothing that can be typed in
        menu.setActiveAction(action)
        press_key(menu, Key.Key_Return)
        return f"menu {words!r}"

    def _end(self, dialog: QDialog) -> str:
        words = dialog.windowTitle()
        if isinstance(dialog, QPrintDialog):
            dialog.reject()
            return "leave the printer"
        if self._random.random() < 0.4:
            press_key(dialog, Key.Key_Escape)
            return f"escape from {words!r}"
        found = cast("list[QPushButton]", dialog.findChildren(QPushButton))
        buttons = [one for one in found if one.isDefault() and one.isEnabled()]
        for button in buttons:
            click(button, Qt.MouseButton.LeftButton)
        if not buttons:
            press_key(dialog, Key.Key_Return)
        return f"accept {words!r}"

    def _in_popup(self, popup: QWidget) -> str:
        """A list of choices: take one, or leave it."""
        keys = [self._random.choice(_ARROWS) for _ in range(self._random.randint(0, 6))]
        keys.append(self._random.choice((Key.Key_Return, Key.Key_Return, Key.Key_Escape)))
        for key in keys:
            target = QApplication.activePopupWidget()
            if target is None:
                break
            press_key(target.focusWidget() or target, key)
        return f"keys in {type(popup).__name__}"

    def _in_file_dialog(self, dialog: QFileDialog) -> str:
        if self._random.random() < 0.25:
            dialog.reject()
            return "leave the file dialog"
        name = self._file_name()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(name)
        press_key(field, Key.Key_Return)
        if dialog.isVisible() and self._random.random() < 0.5:
            dialog.reject()
        return f"file {name[-60:]!r}"

    def _file_name(self) -> str:
        """Inside the folder, or where no file can be."""
        folder = self._folder
        files = sorted(str(one) for one in folder.rglob("*") if one.is_file())
        names = ("新 𠮷 表.xlsx", "a.xlsx", "b.csv", "c.db", "d.pdf", "无后缀", "e.xlsx.xlsx")
        rare = (
            str(folder),
            str(folder / "没有" / "这个.xlsx"),
            str(folder / ("长" * 300 + ".xlsx")),
            "/proc/没有.xlsx",
            "",
            " ",
            "a\tb\n.xlsx",
        )
        kind = self._random.random()
        if kind < 0.45 and files:
            return self._random.choice(files)
        if kind < 0.8:
            return str(folder / self._random.choice(names))
        return self._random.choice(rare)


def press_key(widget: QWidget, key: Qt.Key, held: Held = _NONE) -> None:
    """As the window system brings a key: to its window, where the focus may move meanwhile."""
    QTest.keyPress(_window(widget), key, held)
    if isValid(widget):  # else it went with the press, and nobody hears the release
        QTest.keyRelease(_window(widget), key, held)


def click(
    widget: QWidget, button: Qt.MouseButton, held: Held = _NONE, place: QPoint | None = None
) -> None:
    """As the window system brings a click: a widget that goes with the press gets no release."""
    place = widget.rect().center() if place is None else place
    place = widget.mapTo(widget.window(), place)
    QTest.mousePress(_window(widget), button, held, place)
    if isValid(widget):
        QTest.mouseRelease(_window(widget), button, held, place)


def _window(widget: QWidget) -> QWindow:
    return widget.window().windowHandle()


def leave(widget: QWidget) -> None:
    """Close a popup or dialog as a clerk does who wants nothing of it but to go."""
    buttons = widget.buttons() if isinstance(widget, QMessageBox) else []
    going = [one for one in buttons if "退出" in one.text()]
    if going:
        going[0].click()
    elif isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
