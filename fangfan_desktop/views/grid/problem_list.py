"""The problems beside a grid: a list of thousands that is gone through with ↑, ↓ and Enter."""

from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.documents.text_lines import break_lines
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

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL = "all"
_TONES = {
    ProblemKind.REFUSED: ("danger_ground", "danger_text"),
    ProblemKind.ERROR: ("danger_ground", "danger_text"),
    ProblemKind.DOUBT: ("warn_ground", "warn_text"),
}
_LINES_AT_ONCE = 2_000  # some five milliseconds
_WIDE = 1000  # pixels; room for any letter
_HEADING_COUNT = 2  # letters' room for the number at a heading's right
_UNBOUND = 16_777_215  # Qt's own bound of a widget's height
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
Index = QModelIndex | QPersistentModelIndex


class _LineDelegate(QStyledItemDelegate):
    """Headings in bold with their count; below them what leads to a cell, word and sentence."""

    def __init__(self, view: "_LineView") -> None:
        super().__init__(view)
        self._view = view
        self._broken: dict[tuple[str, int], list[str]] = {}  # by text and pixels beside it
        self._widths: dict[str, float] = {}  # pixels of letters
        self.measure()

    def _line(self, index: Index) -> Line:
        return cast("ProblemLines", index.model()).lines[index.row()]

    def measure(self) -> None:
        """Letters or the room for them have another size now."""
        look = style.current()
        # Headings have the wider letters: what has room in these has it in both.
        fonts = look.font("text_small"), look.font("text_small", is_bold=True)
        both = [QFontMetricsF(font) for font in fonts]
        self._metrics = both[1]
        self._spacing = max(ceil(metrics.lineSpacing()) for metrics in both)
        self._ascent = max(ceil(metrics.ascent()) for metrics in both)
        self._pad = look.px("space_1")
        self._room = self._view.viewport().width()
        self._broken.clear()
        self._widths.clear()

    def size(self, line: Line) -> QSize:
        """How high a line is: Qt asks for all that it knows of, so texts are broken once."""
        return QSize(1, len(self.texts(line)) * self._spacing + 2 * self._pad)

    def texts(self, line: Line) -> list[str]:
        """The lines in which a text is drawn."""
        beside = self._indent(line)
        texts = self._broken.get((line.text, beside))
        if texts is None:
            room = max(self._width("国"), self._room - beside)
            texts = self._broken[line.text, beside] = break_lines(line.text, room, self._width)
        return texts

    def _width(self, text: str) -> float:
        widths = self._widths
        for letter in text:
            if letter not in widths:
                widths[letter] = self._metrics.horizontalAdvance(letter)
        return sum(widths[letter] for letter in text)

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
            words = f"{line.below:,}"
            painter.setPen(look.colour("text_2"))
            painter.drawText(inside, Qt.AlignmentFlag.AlignRight, words)
            painter.setPen(look.colour("text"))
        else:
            inside.setLeft(self._draw_kind(painter, inside, line.kind))
            painter.setPen(look.colour("text"))
        painter.setClipRect(rect)
        baseline = inside.top() + self._ascent
        for place, text in enumerate(self.texts(line)):
            painter.drawText(inside.left(), baseline + place * self._spacing, text)
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
        letters = len(line.kind.value) if line.problem else _HEADING_COUNT
        return round(letters * self._width("国")) + 7 * self._pad


class _LineView(QListView):
    """Enter, Space and a click lead to the cell, Esc and F6 back to the grid."""

    taken = Signal(object)  # CellProblem
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hand = _LineDelegate(self)
        self.lines = ProblemLines(self.hand.size, self)
        self.setModel(self.lines)
        self.setItemDelegate(self.hand)
        self.setProperty("role", "plain")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: the heights of lines go by the room beside it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.hand.measure()
        super().resizeEvent(event)

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
        self._made: list[Line] = []
        self._making: Iterator[Line] = iter(())
        self._stepper = QTimer(self, interval=0)
        self._stepper.timeout.connect(self._go_on)
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
        style.current().zoom_changed.connect(self._rezoom)

    def _rezoom(self) -> None:
        """Lines have other heights; the lit one stays in sight."""
        self.view.hand.measure()
        self.view.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._mark_current)

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
        self._made, self._making = [], iter(())
        if grid is not None:
            chosen = self.kinds.current
            kind = chosen if isinstance(chosen, ProblemKind) else None
            make = lines_by_sentence if self.grouping.isChecked() else lines_by_row
            self._making = make(grid.model, of_kind(grid.problems.found, kind))
        self._go_on()

    def _go_on(self) -> None:
        """Make some lines; thousands of them are made between the window's events."""
        some = list(islice(self._making, _LINES_AT_ONCE))
        self._made += some
        if len(some) == _LINES_AT_ONCE:
            self._stepper.start()
            return
        self._stepper.stop()
        scrolled = self.view.verticalScrollBar().value()
        if self.view.lines.show_lines(self._made):
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
            self.view.scrollTo(self.view.currentIndex())
        elif not self.view.hasFocus():
            self.view.setCurrentIndex(QModelIndex())
