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
    QListView,
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
_EDGES = {Qt.Key.Key_Home, Qt.Key.Key_End}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
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
                line.completer().popup().installEventFilter(self)
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
        """Put the cursor behind the text of the editor just opened, and offer what begins so."""
        if not isinstance(self._editor, QLineEdit):
            return
        self._editor.end(False)
        completer = self._editor.completer()
        if completer and self._editor.property("typed") and self._editor.text():
            completer.setCompletionPrefix(self._editor.text())
            completer.complete()

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
        key = event if isinstance(event, QKeyEvent) else None
        if event.type() != QEvent.Type.KeyPress:
            key = None
        if isinstance(object, QListView):  # the list of an editor's choices, no editor itself
            return key is not None and self._chosen(object, key)
        is_editor = isinstance(object, QLineEdit | QPlainTextEdit)
        if key is not None and is_editor and self._takes(object, key):
            return True
        if isinstance(event, QInputMethodEvent) and isinstance(object, QLineEdit):
            return self._answered(object, event.commitString())
        return super().eventFilter(object, event)

    def _takes(self, editor: QLineEdit | QPlainTextEdit, event: QKeyEvent) -> bool:
        """Do what keys mean to a cell; False where they are the editor's own."""
        if self._leaves(editor, event):
            self._leave(editor, event.key(), event.modifiers())
        elif event.key() in _ENTERS:
            if isinstance(editor, QPlainTextEdit):
                editor.insertPlainText("\n")  # Alt+Enter, as in spreadsheets
        elif event.key() == Qt.Key.Key_F2:
            editor.setProperty("typed", not editor.property("typed"))
        elif event.key() in _EDGES and isinstance(editor, QLineEdit):
            # With Ctrl too, which Qt's line of text would not heed.
            is_marking = bool(event.modifiers() & _HELD.ShiftModifier)
            (editor.home if event.key() == Qt.Key.Key_Home else editor.end)(is_marking)
        else:
            return False
        return True

    def _chosen(self, popup: QListView, event: QKeyEvent) -> bool:
        """Enter and Tab in the list take what is lit, else what was typed; Esc gives both up."""
        editor = self._editor
        if not isinstance(editor, QLineEdit):
            return False
        if event.key() == Qt.Key.Key_Escape:
            popup.hide()
            return super().eventFilter(editor, event)
        if event.key() not in _ENTERS | _TABS or event.modifiers() & _HELD.AltModifier:
            return False
        if popup.currentIndex().isValid():
            editor.setText(popup.currentIndex().data())
        popup.hide()
        self._leave(editor, event.key(), event.modifiers())
        return True

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
        if key in _TABS:
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
