"""Cells under the fingers: the editors of each kind."""

from operator import attrgetter
from typing import Any, cast

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.values import one_key
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.painting import CellPainter

Index = QModelIndex | QPersistentModelIndex
# Qt's stub lacks the fields of the option.
_place = attrgetter("rect", "state")
_LONG_TEXT_ROWS = 4
_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_FAR = {Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_NONE = Qt.KeyboardModifier.NoModifier
_HELD = Qt.KeyboardModifier


class CellDelegate(QStyledItemDelegate):
    """Opens editors; tells by `left` with which key one was left. Cells are painted by the view.

    `left` carries (key, has_shift, has_control); the value has been taken before. `filling` carries
    a text that was not taken yet: Ctrl+Enter puts it into every selected cell.
    """

    left = Signal(int, bool, bool)
    filling = Signal(str)

    def __init__(self, model: GridModel, painter: CellPainter, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._painter = painter
        # The text that opens the next editor; arrows leave such an editor, as in spreadsheets.
        self.typed: str | None = None
        self._editor: QWidget | None = None
        self._column = 0  # of the editor

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._model.columns[index.column()].field
        if field.kind is Kind.LONG_TEXT:
            editor: QWidget = QPlainTextEdit(parent)
        else:
            line = QLineEdit(parent)
            line.setFrame(False)
            line.setAlignment(self._model.columns[index.column()].alignment)
            if field.choices:
                line.setCompleter(_completer(field.choices, line))
            editor = line
        self._editor = editor
        self._column = index.column()
        editor.setProperty("role", "cell")
        editor.setAccessibleName(field.name)
        editor.setFont(self._painter.font)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property("begun"):
            return  # a refresh from elsewhere does not take away what is being typed
        editor.setProperty("begun", True)
        editor.setProperty("typed", self.typed is not None)
        stored = self._model.copied_text(index.row(), index.column())
        text = stored if self.typed is None else self.typed
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
        self.typed = None

    def deselect(self) -> None:
        """Put the cursor behind the text of the editor just opened."""
        if isinstance(self._editor, QLineEdit):
            self._editor.end(False)

    def take(self) -> None:
        """Take what stands in the open editor and close it."""
        if self._editor is not None and shiboken6.isValid(self._editor):
            self.commitData.emit(self._editor)
            self.closeEditor.emit(self._editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        text = editor_text(editor)
        before = self._model.copied_text(index.row(), index.column())
        if text != before:
            self._model.enter_text(index.row(), index.column(), text)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect: QRect = _place(option)[0]
        if isinstance(editor, QPlainTextEdit):
            wide = max(rect.width(), style.current().px("search"))
            rect.setSize(rect.size().expandedTo(rect.size() * _LONG_TEXT_ROWS))
            rect.setWidth(wide)
            room = cast("QWidget", editor.parent()).rect()
            if rect.right() > room.right():
                rect.moveRight(room.right())
            if rect.bottom() > room.bottom():
                rect.moveBottom(room.bottom())
        editor.setGeometry(rect)

    def eventFilter(self, object: QObject, event: QEvent) -> bool:  # noqa: A002 - Qt's name
        is_key = event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(object, QWidget) and isinstance(event, QKeyEvent):
            if self._leaves(object, event):
                self._leave(object, event.key(), event.modifiers())
                return True
            if event.key() in _ENTERS:
                if isinstance(object, QPlainTextEdit):
                    object.insertPlainText("\n")  # Alt+Enter, as in spreadsheets
                return True
            if event.key() == Qt.Key.Key_F2:
                object.setProperty("typed", not object.property("typed"))
                return True
        if isinstance(event, QInputMethodEvent) and isinstance(object, QLineEdit):
            return self._answered(object, event.commitString())
        return super().eventFilter(object, event)

    def _answered(self, editor: QLineEdit, text: str) -> bool:
        """One answer spelt with an input method is enough, as is one key."""
        is_new = bool(text) and not editor.text() and editor.property("typed")
        field = self._model.columns[self._column].field
        if not is_new or field.kind is not Kind.YES_NO or one_key(field, text) is None:
            return False
        editor.setText(text)
        self._leave(editor, Qt.Key.Key_Return, _NONE)
        return True

    def _leaves(self, editor: QWidget, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in _ENTERS:
            return not modifiers & Qt.KeyboardModifier.AltModifier
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return True
        if key in _ARROWS | _FAR and editor.property("typed") and modifiers & ~_KEYPAD == _NONE:
            completer = editor.completer() if isinstance(editor, QLineEdit) else None
            return not (completer and completer.popup().isVisible())
        return False

    def _leave(self, editor: QWidget, key: int, modifiers: Qt.KeyboardModifier) -> None:
        text = editor_text(editor)
        is_filling = key in _ENTERS and bool(modifiers & _HELD.ControlModifier)
        if not is_filling:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        view = self.parent()
        if isinstance(view, QAbstractItemView):
            view.setFocus()
        if is_filling:
            self.filling.emit(text)
        else:
            has_control = bool(modifiers & _HELD.ControlModifier)
            self.left.emit(key, bool(modifiers & _HELD.ShiftModifier), has_control)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def editor_text(editor: QWidget) -> str:
    """What stands in an editor."""
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _completer(choices: tuple[str, ...], line: QLineEdit) -> QCompleter:
    completer = QCompleter(list(choices), line)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
