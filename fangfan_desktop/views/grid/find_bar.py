"""Find and replace below the grid (Ctrl+F, Ctrl+H)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column import CellEdit
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label

_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FindBar(QWidget):
    """One line of controls; emits `replace_requested` with edits that are one step."""

    replace_requested = Signal(object, str)
    closed = Signal()

    def __init__(self, view: GridView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setProperty("role", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLineEdit()
        self.text.setPlaceholderText("查找")
        self.text.setAccessibleName("查找")
        self.new_text = QLineEdit()
        self.new_text.setPlaceholderText("替换为")
        self.new_text.setAccessibleName("替换为")
        self.note = label("", "small")
        self._replace_one = Button("替换", self.replace)
        self._replace_all = Button("全部替换", self.replace_all)
        layout = QHBoxLayout(self)
        look = style.current()
        side, above = look.px("space_2"), look.px("space_1")
        layout.setContentsMargins(side, above, side, above)
        layout.addWidget(self.text, 1)
        layout.addWidget(Button("下一个", self.find_next))
        layout.addWidget(Button("上一个", self.find_previous))
        for widget in (self.new_text, self._replace_one, self._replace_all, self.note):
            layout.addWidget(widget)
        layout.addWidget(IconButton("x", "关闭查找", self.close_bar))
        self.text.textEdited.connect(self._find_here)
        self.hide()

    def open(self, *, with_replace: bool) -> None:
        """Show the bar; what stands in the current cell is proposed."""
        for widget in (self.new_text, self._replace_one, self._replace_all):
            widget.setVisible(with_replace)
        self.note.clear()
        self.show()
        self.text.setFocus()
        self.text.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and go back to the grid."""
        self.hide()
        self._mark(None)
        self._view.setFocus()
        self.closed.emit()

    def find_next(self) -> bool:
        """Go to the next cell that holds the text, round the end; False where none does."""
        return self._find(1)

    def find_previous(self) -> bool:
        """Go to the one before."""
        return self._find(-1)

    def replace(self) -> None:
        """Replace in the cell found, and go to the next."""
        edit = self._edit_of(*self._view.place)
        if edit is not None:
            self.replace_requested.emit([edit], "替换 1 格")
        self.find_next()

    def replace_all(self) -> None:
        """Replace in every cell shown that may be typed in, as one step."""
        grid, shown = self._view.grid, self._view.shown_columns()
        edits = [
            edit
            for row in range(grid.rowCount())
            for column in shown
            if grid.columns[column].is_editable and (edit := self._edit_of(row, column)) is not None
        ]
        if edits:
            self.replace_requested.emit(edits, f"替换 {len(edits):,} 格")
        self.note.setText(f"替换了 {len(edits):,} 格")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _ENTERS:
            self._find(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _find_here(self) -> None:
        row, column = self._view.place
        if self.text.text() and row >= 0 and not self._holds(row, column):
            self._find(1)

    def _find(self, sign: int) -> bool:
        grid, shown = self._view.grid, self._view.shown_columns()
        row, column = self._view.place
        if not self.text.text() or not grid.rowCount():
            return False
        width = len(shown)
        cells = grid.rowCount() * width
        here = max(0, row) * width + (shown.index(column) if column in shown else 0)
        for step in range(1, cells + 1):
            at = (here + sign * step) % cells
            place = at // width, shown[at % width]
            if self._holds(*place):
                self._view.go(*place)
                self._mark(place)
                self.note.clear()
                return True
        self._mark(None)
        self.note.setText("没有找到")
        return False

    def _holds(self, row: int, column: int) -> bool:
        return self.text.text() in self._view.grid.copied_text(row, column)

    def _edit_of(self, row: int, column: int) -> CellEdit | None:
        grid = self._view.grid
        if row < 0 or not self._holds(row, column) or not grid.can_edit(row, column):
            return None
        field = grid.columns[column].field
        text = grid.copied_text(row, column).replace(self.text.text(), self.new_text.text())
        try:
            return CellEdit(grid.row_id(row), field.key, parse_value(field, text))
        except UserError:
            return None  # would not be a value of the column; the cell stays as it is

    def _mark(self, place: tuple[int, int] | None) -> None:
        self._view.painter.found = place
        self._view.viewport().update()
        self._view.frozen.viewport().update()
