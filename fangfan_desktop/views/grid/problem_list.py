"""The problems beside a grid: a list of thousands that is gone through with ↑, ↓ and Enter."""

from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.views import style
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.problem_lines import (
    Line,
    ProblemLines,
    lines_by_row,
    lines_by_sentence,
    of_kind,
)
from fangfan_desktop.views.grid.problems import ProblemKind
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

_ALL = "all"
_TONES = {
    ProblemKind.REFUSED: ("danger_ground", "danger_text"),
    ProblemKind.ERROR: ("danger_ground", "danger_text"),
    ProblemKind.DOUBT: ("warn_ground", "warn_text"),
}
_LAID_AT_ONCE = 200  # lines; the rest is laid out between events
_MOST_LINES = 3
_UNBOUND = 16_777_215  # Qt's own bound of a widget's height
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
Index = QModelIndex | QPersistentModelIndex


class _LineDelegate(QStyledItemDelegate):
    """Headings in bold with their count; below them what leads to a cell, word and sentence."""

    def __init__(self, view: "_LineView") -> None:
        super().__init__(view)
        self._view = view
        self._zoom = self._em = self._spacing = 0

    def _line(self, index: Index) -> Line:
        return cast("ProblemLines", index.model()).lines[index.row()]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        line, look = self._line(index), style.current()
        if look.zoom != self._zoom:
            self._zoom = look.zoom
            metrics = QFontMetrics(look.font("text_small", is_bold=True))
            self._em, self._spacing = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        # Not measured letter by letter: thousands of lines are laid out.
        room = max(self._em, self._view.viewport().width() - self._indent(line))
        lines = min(_MOST_LINES, -(-len(line.text) * self._em // room))
        return QSize(1, lines * self._spacing + look.px("space_1") * 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, look = self._line(index), style.current()
        seen: Any = option  # Qt's stub lacks its fields
        state: QStyle.StateFlag = seen.state
        rect: QRect = seen.rect
        pad = look.px("space_1")
        painter.save()
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        if is_current:
            painter.fillRect(rect, look.colour("selection"))
            painter.fillRect(
                rect.left(), rect.top(), look.px("cell_bar"), rect.height(), look.colour("accent")
            )
        painter.setFont(look.font("text_small", is_bold=line.problem is None))
        inside = rect.adjusted(2 * pad, pad, -pad, -pad)
        if line.problem is None:
            words = f"{line.count:,}"
            painter.setPen(look.colour("text_2"))
            painter.drawText(inside, Qt.AlignmentFlag.AlignRight, words)
            inside.setRight(inside.right() - self._indent(line) + 2 * pad)
            painter.setPen(look.colour("text"))
        else:
            inside.setLeft(self._draw_kind(painter, inside, line.kind))
            painter.setPen(look.colour("text"))
        wrap = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft
        painter.setClipRect(rect)
        painter.drawText(inside, wrap, line.text)
        painter.restore()

    def _draw_kind(self, painter: QPainter, inside: QRect, kind: ProblemKind) -> int:
        """Draw the word for how grave it is; returns where the sentence begins."""
        look, (ground, text) = style.current(), _TONES[kind]
        metrics, pad = painter.fontMetrics(), look.px("space_1")
        width = metrics.horizontalAdvance(kind.value) + 2 * pad
        box = QRect(inside.left(), inside.top(), width, metrics.height())
        painter.fillRect(box, look.colour(ground))
        painter.setPen(look.colour(text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, kind.value)
        return box.right() + 2 * pad

    def _indent(self, line: Line) -> int:
        """Pixels beside the text: the count of a heading, the word for the kind of a problem."""
        words = len(line.kind.value) if line.problem else len(f"{line.count:,}") / 2 + 1
        return round(words * self._em) + 7 * style.current().px("space_1")


class _LineView(QListView):
    """Enter, Space and a click lead to the cell, Esc and F6 back to the grid."""

    taken = Signal(object)  # CellProblem
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines = ProblemLines(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setProperty("role", "plain")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_LAID_AT_ONCE)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("问题")
        self.clicked.connect(self._take)

    def _take(self, index: QModelIndex) -> None:
        problem = self.lines.lines[index.row()].problem if index.isValid() else None
        if problem is not None:
            self.taken.emit(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            self._take(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F6}:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and len(self.lines.lines) > 1:
            self.setCurrentIndex(self.lines.index(1))  # below the first heading


class ProblemList(QWidget):
    """Problems of the grid in hand, with counts, by row or by sentence.

    Signals:
        chosen: a CellProblem; go to its cell.
        left: Esc; the keys go back to the grid.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid: FormGrid | None = None
        self._place = "本村"
        self.title = label("", "heading")
        self.kinds = TabStrip()
        self.grouping = Button(
            "按问题", self._regroup, role="link", tip="按户列出，或者把同样的问题列在一起"
        )
        self.grouping.setCheckable(True)
        self.view = _LineView()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.grouping)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_1"))
        layout.addLayout(head)
        layout.addWidget(self.kinds)
        layout.addWidget(self.view, 1)
        self.kinds.chosen.connect(self._fill)
        self.view.taken.connect(self.chosen)
        self.view.left.connect(self.left)
        self._show_counts()

    def set_grid(self, grid: FormGrid | None) -> None:
        """List the problems of another grid; None where there is none now."""
        self._grid = grid
        if grid is not None:
            grid.problems.changed.connect(self.refresh)
            grid.current_moved.connect(self._mark_current)
            grid.problems.follow()
        self.refresh()

    def set_place(self, place: str) -> None:
        """Whose problems they are: 本村, 全镇."""
        self._place = place
        self._show_counts()

    def refresh(self) -> None:
        """Show what was found last; the line in hand and the place in the list stay."""
        self._show_counts()
        self._fill()

    def _show_counts(self) -> None:
        counts = self._grid.problems.counts if self._grid else dict.fromkeys(ProblemKind, 0)
        total = sum(counts.values())
        self.title.setText(f"{self._place}问题 {total:,}" if total else f"{self._place}没有问题")
        items = [TabItem(_ALL, f"全部 {total:,}")]
        items += [TabItem(kind, f"{kind.value} {n:,}") for kind, n in counts.items() if n]
        self.kinds.set_items(items)
        for part in (self.kinds, self.grouping, self.view):
            part.setVisible(bool(total))
        self.setMaximumHeight(_UNBOUND if total else self.title.sizeHint().height())

    def _regroup(self) -> None:
        self.grouping.setText("按户" if self.grouping.isChecked() else "按问题")
        self._fill()

    def _fill(self) -> None:
        grid = self._grid
        lines: list[Line] = []
        if grid is not None:
            chosen = self.kinds.current
            kind = chosen if isinstance(chosen, ProblemKind) else None
            make = lines_by_sentence if self.grouping.isChecked() else lines_by_row
            lines = make(grid.model, of_kind(grid.problems.found, kind))
        scrolled = self.view.verticalScrollBar().value()
        if self.view.lines.show_lines(lines):
            self.view.verticalScrollBar().setValue(scrolled)
            self._mark_current()

    def _mark_current(self, *_moved: object) -> None:
        """The line of the grid's current cell is lit."""
        grid = self._grid
        if grid is None or not self.isVisible():
            return
        row, column = grid.view.place
        if not 0 <= row < grid.model.rowCount():
            return
        at = self.view.lines.row_of(grid.model.row_id(row), column)
        if at is not None:
            self.view.setCurrentIndex(self.view.lines.index(at))
        elif not self.view.hasFocus():
            self.view.setCurrentIndex(QModelIndex())
