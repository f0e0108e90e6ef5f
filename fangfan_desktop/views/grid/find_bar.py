"""Find and replace below the grid (Ctrl+F, Ctrl+H)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.block_actions import BlockActions, silent
from fangfan_desktop.views.grid.faces import GridPart
from fangfan_desktop.views.grid.search import HitCount, Search, plan_replacing
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label

_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_OPENING = {Qt.Key.Key_F, Qt.Key.Key_H}
_INSIDE = "选区内"
_ROWS_AT_ONCE = 500  # counted between events: a few milliseconds
Blocks = list[tuple[range, list[int]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """A search that goes on while nothing of what it was asked changes."""

    asked: tuple[str, list[int], Blocks | None, int]  # text, columns, where, version of the rows
    rows: list[int]
    search: Search
    count: HitCount


class FindBar(QWidget):
    """One line of controls; what is replaced is one step."""

    closed = Signal()

    def __init__(
        self, view: GridView, actions: BlockActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._actions = actions
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
        self._known: _Known | None = None
        self._place = (0, 0)
        self._counter = QTimer(self, interval=0)
        self._counter.timeout.connect(self._count_on)
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
        self._stop_counting()
        self._known = None
        self._mark(None)
        self._view.setFocus()
        self.closed.emit()

    def find_next(self) -> bool:
        """Go to the next cell that holds the text, round the end; False where none does."""
        return self._find(1)

    def find_previous(self) -> bool:
        """Go to the one before."""
        return self._find(-1)

    def find_again(self, sign: int) -> None:
        """F3 in the grid: on with what was looked for last; the bar opens where there is none."""
        if not self.text.text():
            self.open(with_replace=False)
        elif not self._find(sign):
            self.open(with_replace=not self.new_text.isHidden())

    def replace(self) -> None:
        """Replace in the cell found, and go to the next."""
        if self._actions.is_refused():
            return
        row, column = self._view.place
        if row >= 0 and self.text.text() and self._view.grid.can_edit(row, column):
            part = self._view.grid.part(range(row, row + 1))
            plan = plan_replacing(part, [column], self.text.text(), self.new_text.text(), silent)
            if plan.wanted:
                self._actions.carry_out(plan, "替换 1 格")
        self.find_next()

    def replace_all(self) -> None:
        """Replace in every cell shown that may be typed in, as one step.

        Where several cells are selected, in these alone.
        """
        if not self.text.text() or self._actions.is_refused():
            return
        part, shown, scope = self._all(), self._view.shown_columns(), self._scope()
        old, new = self.text.text(), self.new_text.text()
        where = "" if scope is None else _INSIDE

        def done(plan: BlockPlan) -> None:
            if plan.wanted:
                self._actions.carry_out(plan, f"替换 {plan.cells:,} 格")
            self._stop_counting()
            self.note.setText(f"{where}替换了 {plan.cells:,} 格")

        self._actions.work(
            lambda progress: plan_replacing(part, shown, old, new, progress, scope),
            len(part.rows) * len(shown),
            "替换",
            done,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _ENTERS or event.key() == Qt.Key.Key_F3:
            self._find(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in _OPENING and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open(with_replace=event.key() == Qt.Key.Key_H)
        else:
            super().keyPressEvent(event)

    def _find_here(self) -> None:
        row, column = self._view.place
        text = self.text.text()
        if not text or row < 0:
            self._stop_counting()
            self.note.clear()
        elif text not in self._view.grid.copied_text(row, column):
            self._find(1)
        elif column in self._search()[0].in_row(row):
            self._mark((row, column))
            self._count((row, column))

    def _find(self, sign: int) -> bool:
        if not self.text.text() or not self._view.grid.rowCount():
            return False
        search, scope = self._search()
        place = search.find(self._view.place, sign)
        self._mark(place)
        if place is None:
            self._stop_counting()
            self.note.setText("没有找到" if scope is None else f"{_INSIDE}没有找到")
            return False
        self._view.reveal(place[1])
        (self._view.go if scope is None else self._view.go_inside)(*place)
        self._count(place)
        return True

    def _scope(self) -> Blocks | None:
        """The selected blocks, where several cells are selected; None: everything shown.

        What a paste has selected was not chosen by the clerk, and does not bound the search.
        """
        blocks = self._view.shown_blocks()
        is_one = sum(len(rows) * len(columns) for rows, columns in blocks) <= 1
        return None if is_one or blocks == self._actions.placed else blocks

    def _search(self) -> tuple[Search, Blocks | None]:
        """What is looked for now, and where; kept until anything of it changes."""
        view, text, scope = self._view, self.text.text(), self._scope()
        # What is folded is looked through too, and unfolded where it is found.
        columns = [c for c in view.columns_.order if c not in view.columns_.hidden]
        asked = (text, columns, scope, view.grid.version)
        rows = view.grid.visible_ids()
        known = self._known
        if known is None or known.asked != asked or known.rows is not rows:
            search = Search(self._all(), columns, text, scope)
            known = self._known = _Known(asked, rows, search, HitCount(search, len(rows)))
        return known.search, scope

    def _count(self, place: tuple[int, int]) -> None:
        """Say which hit this is, once all are counted; the clerk need not wait for it."""
        self._place = place
        self.note.setText("")
        self._count_on()

    def _count_on(self) -> None:
        known = self._known
        if known is None:
            return
        if not known.count.go_on(_ROWS_AT_ONCE):
            self._counter.start()
            return
        self._counter.stop()
        where = "" if known.asked[2] is None else _INSIDE
        number = known.count.number(self._place)
        self.note.setText(f"{where}第 {number:,}/{known.count.total:,} 处")

    def _stop_counting(self) -> None:
        self._counter.stop()

    def _all(self) -> GridPart:
        return self._view.grid.part(range(self._view.grid.rowCount()))

    def _mark(self, place: tuple[int, int] | None) -> None:
        self._view.painter.found = place
        self._view.viewport().update()
        self._view.frozen.viewport().update()
