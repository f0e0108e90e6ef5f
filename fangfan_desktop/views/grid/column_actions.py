"""What can be done to columns: fold, move, freeze, hide, make wide; by menu, key and dialog."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QInputDialog

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views.grid.column_dialog import ColumnDialog
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.level import Level

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_WIDEST = 1_000  # pixels at 100 %
_Line = tuple[str, Callable[[], object], bool]  # words, what it does, whether it can


class ColumnActions(QObject):
    """Actions on the columns of one grid; exports and printed forms know nothing of them.

    Signals:
        told: a sentence about what could not be done, with its level.
    """

    told = Signal(str, object)

    def __init__(self, view: GridView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._dialog: ColumnDialog | None = None

    @property
    def dialog(self) -> ColumnDialog:
        """列设置: all columns with their order, and which of them are shown."""
        if self._dialog is None:
            self._dialog = ColumnDialog(self._view)
            self._dialog.finished.connect(self._view.setFocus)
        return self._dialog

    def chosen(self, column: int) -> list[int]:
        """The columns meant by one: all that are selected whole where it is one of them."""
        whole = self._view.whole_columns()
        return whole if column in whole else [column]

    def hide(self, column: int) -> None:
        """Hide the columns meant."""
        columns = self.chosen(column)
        if not self._view.arrange(lambda c: c.hide(columns)):
            self.told.emit("至少要留一列，没有隐藏。", Level.INFO)

    def show_all(self) -> None:
        """Show what was hidden, and unfold all groups."""
        view = self._view

        def show(columns: object) -> None:
            del columns
            view.columns_.show(view.columns_.order)
            view.columns_.fold(())

        view.arrange(show)

    def freeze(self, column: int) -> None:
        """Let the columns up to this one stay while the others scroll."""
        count = self._view.columns_.position[column] + 1
        self._freeze(count)
        if self._view.frozen_columns < count:
            self.told.emit("窗口不够宽，只冻结放得下的几列；窗口加宽后自动补上。", Level.INFO)

    def unfreeze(self) -> None:
        """Let all columns scroll."""
        self._freeze(0)

    def _freeze(self, count: int) -> None:
        self._view.arrange(lambda columns: setattr(columns, "frozen", count))

    def move(self, column: int, step: int) -> None:
        """Move a column past its neighbour in the same group of the header."""
        view = self._view
        node = view.columns_.node_of(column)
        if not view.arrange(lambda columns: columns.move(node, step)):
            side = "左" if step < 0 else "右"
            self.told.emit(f"已经在本组最{side}边。要移动整组，选中组标题再拖动。", Level.INFO)
        if view.place[1] == column:
            view.go(view.place[0], column)

    def move_group(self, cell: HeaderCell, step: int) -> None:
        """Move a whole group past its neighbour."""
        view = self._view
        if not view.arrange(lambda c: c.move(c.climbed(cell), step)):
            self.told.emit(f"已经在最{'左' if step < 0 else '右'}边。", Level.INFO)

    def fold(self) -> None:
        """Fold the smallest group around the cell in hand that is not folded."""
        view = self._view
        groups = [c for c in view.columns_.groups_of(view.place[1]) if not self._is_folded(c)]
        if groups:
            view.toggle_fold(groups[-1])
        else:
            self.told.emit("这一列不在能折叠的组里。", Level.INFO)

    def unfold(self) -> None:
        """Unfold the largest folded group around the cell in hand."""
        view = self._view
        groups = [c for c in view.columns_.groups_of(view.place[1]) if self._is_folded(c)]
        if groups:
            view.toggle_fold(groups[0])
        else:
            self.told.emit("这一列所在的组没有折叠。", Level.INFO)

    def _is_folded(self, cell: HeaderCell) -> bool:
        return (cell.row, cell.column) in self._view.columns_.folded

    def fit(self, column: int) -> None:
        """Make the columns meant as wide as what is seen of them needs."""
        for each in self.chosen(column):
            self._view.fit_column(each)
        self._view.arrangement_changed.emit()

    def ask_width(self, column: int) -> None:
        """Ask for the width of the columns meant."""
        view = self._view
        keys = [view.grid.columns[each].key for each in self.chosen(column)]
        now = view.column_widths()[view.grid.columns[column].key]
        title = "列宽（字号 100% 时的像素）"
        width, is_given = QInputDialog.getInt(view, "列宽", title, now, 16, _WIDEST, 4)
        if is_given:
            view.set_column_widths(dict.fromkeys(keys, width))
            view.arrangement_changed.emit()

    def restore(self) -> None:
        """Order, widths and frozen columns as the form has them, nothing hidden or folded."""
        self._view.restore()

    def open_dialog(self) -> None:
        """Open 列设置."""
        self.dialog.show_columns()

    def handle(self, event: QKeyEvent) -> None:
        """Alt+Shift+← → fold and unfold, with Ctrl too they move the column; others are left."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        column = self._view.place[1]
        if not step or column < 0:
            return
        if held == _ALT | _SHIFT:
            (self.fold if step < 0 else self.unfold)()
        elif held == _ALT | _SHIFT | _CONTROL:
            self.move(column, step)
        else:
            return
        event.accept()

    def make(self, column: int, parent: QObject | None = None) -> list[QAction]:
        """The lines of a menu for one column; a separator stands between kinds."""
        view, columns = self._view, self._view.columns_
        count = len(columns.hidden)
        lines: list[_Line | None] = [
            ("隐藏选中的列" if len(self.chosen(column)) > 1 else "隐藏本列",
             lambda: self.hide(column), True),
            (f"显示全部列（隐藏了 {count} 列）" if count else "显示全部列", self.show_all,
             bool(count or columns.folded)),
            ("冻结到本列", lambda: self.freeze(column), True),
            ("取消冻结", self.unfreeze, columns.frozen > 0),
            None,
            ("左移\tCtrl+Alt+Shift+←", lambda: self.move(column, -1), True),
            ("右移\tCtrl+Alt+Shift+→", lambda: self.move(column, 1), True),
        ]  # fmt: skip
        for cell in columns.groups_of(column):
            verb = "展开" if self._is_folded(cell) else "折叠"
            keys = "Alt+Shift+→" if self._is_folded(cell) else "Alt+Shift+←"
            words = f"{verb}“{cell.text}”\t{keys}"
            lines.append((words, partial(view.toggle_fold, cell), True))
        lines += [
            None,
            ("列宽…", lambda: self.ask_width(column), True),
            ("最适合的列宽", lambda: self.fit(column), True),
            ("列设置…", self.open_dialog, True),
            ("恢复原样", self.restore, True),
        ]
        return [self._line(line, parent or self) for line in lines]

    def _line(self, line: _Line | None, parent: QObject) -> QAction:
        action = QAction(parent)
        if line is None:
            action.setSeparator(True)
            return action
        text, call, is_enabled = line
        action.setText(text)
        action.setEnabled(is_enabled)
        action.triggered.connect(lambda _=False: call())
        return action


class HasColumnActions(Protocol):
    """A grid, as `FormGrid` is one."""

    column_actions: ColumnActions


def make_column_actions(
    grid: HasColumnActions, column: int, parent: QObject | None = None
) -> list[QAction]:
    """The lines that the menu of a heading has for its column; they belong to `parent`."""
    return grid.column_actions.make(column, parent)
