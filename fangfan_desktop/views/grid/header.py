"""The official header of a form: merged cells over several levels, wrapped, lit at the cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.header_signs import ColumnSign, menu_sign, paint_signs

_WRAP = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_NO_LIMIT = 10_000
_FEWEST = "国…"  # characters that make a text worth showing


class HeadingHands(Protocol):
    """What the mouse does on headings, beside folding and changing widths."""

    @property
    def is_busy(self) -> bool:
        """Whether the button is held."""
        ...

    def press(self, cell: HeaderCell, x: int, held: Qt.KeyboardModifier) -> None:
        """The left button went down on a heading."""
        ...

    def move(self, x: int) -> None:
        """It was moved while held."""
        ...

    def release(self) -> None:
        """It was let go."""
        ...


class MergedHeader(QHeaderView):
    """Paints `cells`; emits `fold_requested` with a group whose sign was clicked."""

    fold_requested = Signal(object)
    column_menu_requested = Signal(int)
    column_actions_requested = Signal(int)

    def __init__(self, cells: Sequence[HeaderCell], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.cells = list(cells)
        self.levels = max((cell.row + cell.row_span for cell in cells), default=1)
        self.folded: set[tuple[int, int]] = set()  # level and first column of folded groups
        self.left_out: Mapping[tuple[int, int], int] = {}  # columns that each leaves out
        self.columns_of: Callable[[HeaderCell], list[int]] = _columns_of  # from the left
        self.hands: HeadingHands | None = None
        self._drop_at: int | None = None
        self.lit_column = -1
        self.signs: Mapping[int, ColumnSign] = {}  # of columns that are filtered or sorted by
        self._hovered = -1
        self.covered = 0  # pixels at the left that frozen columns lie over
        self._most = _NO_LIMIT
        self._heights: list[int] = []
        self._is_given = False
        self._is_cut = False
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(style.current().px("icon"))
        self.sectionResized.connect(self._forget)

    def set_lit(self, column: int) -> None:
        """Light the heading of the current column."""
        if column != self.lit_column:
            self.lit_column = column
            self.viewport().update()

    def menu_sign(self, column: int) -> QRect:
        """The sign in a column's lowest heading that opens its menu; empty where it is hidden."""
        rects = (self.cell_rect(cell) for cell in self.cells if self._is_lowest(cell, column))
        rect = next(rects, QRect())
        return QRect() if rect.isEmpty() else menu_sign(rect)

    def _is_lowest(self, cell: HeaderCell, column: int) -> bool:
        is_leaf = cell.column_span == 1 and cell.row + cell.row_span == self.levels
        return is_leaf and cell.column == column

    def _shows_menu_sign(self, column: int) -> bool:
        return column in {self.lit_column, self._hovered} or column in self.signs

    def forget_heights(self) -> None:
        """Measure anew, after a change of zoom or widths."""
        self._heights = []
        self.updateGeometry()
        self.geometriesChanged.emit()
        self.viewport().update()

    def set_most(self, height: int) -> None:
        """Be at most that high, in pixels, and at least a line a level; texts are cut to fit."""
        if height != self._most:
            self._most = height
            if sum(self.heights()) > height or self._is_cut:
                self.forget_heights()

    def take_heights(self, heights: list[int]) -> None:
        """Stand as high as another header of the same form."""
        self._heights = list(heights)
        self._is_given = self._is_cut = True
        self.updateGeometry()
        self.geometriesChanged.emit()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), sum(self.heights()))

    def heights(self) -> list[int]:
        """Height of each level in pixels, high enough for every wrapped text."""
        if not self._heights:
            measured = self._measure()
            # as `fitted_text` counts lines; else a level of one line would stay without its text
            metrics = QFontMetrics(style.current().font("text_header"))
            line = metrics.boundingRect(QRect(), 0, _FEWEST).height()
            self._is_cut = not self._is_given and sum(measured) > self._most
            if self._is_cut:
                share = self._most / sum(measured)
                measured = [max(line, int(height * share)) for height in measured]
            self._heights = measured
        return self._heights

    def cell_rect(self, cell: HeaderCell) -> QRect:
        """Where a cell stands; empty where all of its columns are hidden."""
        heights = self.heights()
        shown = [column for column in self.columns_of(cell) if not self.isSectionHidden(column)]
        if not shown:
            return QRect()
        left = self.sectionViewportPosition(shown[0])
        width = sum(self.sectionSize(column) for column in shown)
        top = sum(heights[: cell.row])
        return QRect(left, top, width, sum(heights[cell.row : cell.row + cell.row_span]))

    def folded_away(self) -> set[int]:
        """Columns that folded groups hide: all but the first one of each."""
        return {
            column
            for cell in self.cells
            if self._is_folded(cell)
            for column in self.columns_of(cell)[1:]
        }

    def cell_at(self, point: QPoint) -> HeaderCell | None:
        """The heading at a point."""
        return next((cell for cell in self.cells if self.cell_rect(cell).contains(point)), None)

    def set_drop(self, x: int | None) -> None:
        """Show where a heading that is dragged would go; None takes the line away."""
        if x != self._drop_at:
            self._drop_at = x
            self.viewport().update()

    def fold_sign(self, cell: HeaderCell) -> QRect:
        """The little box of a group that folds it; of a folded one, with the number left out.

        Empty where too little of the group is in sight.
        """
        look = style.current()
        side = look.px("icon_small")
        metrics = QFontMetrics(look.font("text_header"))
        width = max(side, metrics.horizontalAdvance(self._sign(cell)) + look.px("space_1"))
        box = self.cell_rect(cell).intersected(self.rect())
        if box.width() < width + look.px("space_1"):
            return QRect()
        corner = box.topRight() - QPoint(width + look.px("space_1"), -look.px("space_1"))
        return QRect(corner, QSize(width, side))

    def _sign(self, cell: HeaderCell) -> str:
        left_out = self.left_out.get((cell.row, cell.column), cell.column_span - 1)
        return f"+{left_out}" if self._is_folded(cell) else "−"

    def mousePressEvent(self, e: QMouseEvent) -> None:
        point = e.position().toPoint()
        for cell in self.cells:
            if cell.column_span > 1 and self.fold_sign(cell).contains(point):
                self.fold_requested.emit(cell)
                return
        cell = self.cell_at(point)
        is_left = e.button() == Qt.MouseButton.LeftButton
        column = self.logicalIndexAt(point)
        if is_left and self._shows_menu_sign(column) and self.menu_sign(column).contains(point):
            self.column_menu_requested.emit(column)
            return
        if self.hands is None or cell is None or not is_left or self._is_border(point.x(), cell):
            super().mousePressEvent(e)
        else:
            self.hands.press(cell, point.x(), e.modifiers())

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        self._hover(self.logicalIndexAt(e.position().toPoint()))
        if self.hands is not None and self.hands.is_busy:
            self.hands.move(e.position().toPoint().x())
        else:
            super().mouseMoveEvent(e)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        if self.hands is not None and self.hands.is_busy:
            self.hands.release()
        else:
            super().mouseReleaseEvent(e)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, column: int) -> None:
        if column != self._hovered:
            self._hovered = column
            self.viewport().update()

    def _is_border(self, x: int, cell: HeaderCell) -> bool:
        """Whether a width is changed there: at the ends of a heading, a group's columns aside."""
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        rect = self.cell_rect(cell)
        return (x < rect.left() + grip and rect.left() > 0) or x > rect.right() + 1 - grip

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        column = self.logicalIndexAt(arg__1.pos())
        if column >= 0:
            self.column_actions_requested.emit(column)

    def paintEvent(self, e: QPaintEvent) -> None:
        look = style.current()
        painter = QPainter(self.viewport())
        painter.setFont(look.font("text_header"))
        painter.fillRect(e.rect(), look.colour("header"))
        for cell in self.cells:
            rect = self.cell_rect(cell)
            if not rect.isEmpty() and rect.intersects(e.rect()):
                self._paint_cell(painter, cell, rect)
        if self._drop_at is not None:
            width = look.px("cell_frame") * 2
            line = QRect(self._drop_at - width // 2, 0, width, self.height())
            painter.fillRect(line, look.colour("accent"))
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: HeaderCell, rect: QRect) -> None:
        look = style.current()
        is_group = cell.column_span > 1
        is_lit = cell.column <= self.lit_column < cell.column + cell.column_span
        ground = "header_group" if is_group else "header_lit" if is_lit else "header"
        painter.fillRect(rect, look.colour(ground))
        painter.setPen(look.colour("line_strong"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(look.colour("accent_text" if is_lit else "text"))
        pad = look.px("header_pad")
        # A group that is scrolled half out keeps its text in sight.
        room = self.rect().adjusted(self.covered, 0, 0, 0)
        seen = rect.intersected(room) if is_group else rect
        # Centred text needs as much room at its other side as the sign takes at this one.
        side = pad + (self.fold_sign(cell).width() if is_group else 0)
        inner = seen.adjusted(pad if self._is_folded(cell) else side, 0, -side, 0)
        if self._is_lowest(cell, cell.column) and cell.column in self.signs:
            inner.adjust(0, 0, 0, -look.px("icon_small"))
        if is_group or self._is_cut:
            fitted = fitted_text(painter.fontMetrics(), cell.text, inner.size())
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, fitted)
        else:
            painter.drawText(inner, _WRAP, cell.text)
        if is_group:
            box = self.fold_sign(cell)
            if box.isEmpty():
                return
            painter.setPen(look.colour("text_2"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._sign(cell))
        elif self._is_lowest(cell, cell.column) and self._shows_menu_sign(cell.column):
            paint_signs(painter, rect, self.signs.get(cell.column, ColumnSign()), ground)

    def _is_folded(self, cell: HeaderCell) -> bool:
        return (cell.row, cell.column) in self.folded

    def _forget(self) -> None:
        if not self._is_given:
            self._heights = []

    def _measure(self) -> list[int]:
        look = style.current()
        metrics = QFontMetrics(look.font("text_header"))
        pad = look.px("header_pad")
        heights = [metrics.height() + pad] * self.levels
        for cell in sorted(self.cells, key=lambda cell: cell.row_span):
            span = range(cell.column, cell.column + cell.column_span)
            width = sum(self.sectionSize(c) for c in span if not self.isSectionHidden(c))
            if width <= 0 or self._is_folded(cell):
                continue  # the title of a folded group is cut to the column that is left of it
            side = pad + (look.px("icon_small") if cell.column_span > 1 else 0)
            room = QRect(0, 0, max(1, width - 2 * side), _NO_LIMIT)
            needed = metrics.boundingRect(room, _WRAP, cell.text).height() + 2 * pad
            if self._is_lowest(cell, cell.column) and cell.column in self.signs:
                needed += look.px("icon_small")
            last = cell.row + cell.row_span - 1
            missing = needed - sum(heights[cell.row : last + 1])
            heights[last] += max(0, missing)
        return heights


def _columns_of(cell: HeaderCell) -> list[int]:
    return list(range(cell.column, cell.column + cell.column_span))


def fitted_text(metrics: QFontMetrics, text: str, room: QSize) -> str:
    """The text broken into lines that the room holds, the last one cut with … where it must be.

    Nothing where not even a few characters fit.
    """
    # Not lineSpacing(): lines are drawn at whole pixels, and so further apart.
    most = room.height() // metrics.boundingRect(QRect(QPoint(), room), 0, _FEWEST).height()
    if most < 1 or room.width() < metrics.horizontalAdvance(_FEWEST):
        return ""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1:
        end = len(rest)
        while metrics.horizontalAdvance(rest[:end]) > room.width():
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    if rest:
        lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width()))
    return "\n".join(lines)
