"""How the cells are painted: 400 of them make one frame, so whole rows are painted at once.

Grounds first (columns, then the lit row and column, then single cells), texts above them, lines and
the frame of the current cell last. Qt's own way, one call a cell, took twice as long.
"""

from dataclasses import dataclass

from PySide6.QtCore import QLine, QLineF, QObject, QRect, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QTableView

from fangfan_desktop.views.grid.faces import CLOSED, DOUBT, ERROR, HINT, PENDING
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.style import Style

_MARKED = ERROR | DOUBT | HINT | PENDING
_PALE = ERROR | CLOSED
# Row, top, column, left, width, text, look.
_Cell = tuple[int, int, int, int, int, str, int]


@dataclass(frozen=True, slots=True)
class _Area:
    """The cells of one painting: rows of one height, columns with their places."""

    top: int
    row_height: int
    rows: range
    columns: list[tuple[int, int, int]]  # column, left edge, width

    @property
    def height(self) -> int:
        return len(self.rows) * self.row_height

    @property
    def left(self) -> int:
        return self.columns[0][1]

    @property
    def width(self) -> int:
        return self.columns[-1][1] + self.columns[-1][2] - self.left

    def top_of(self, row: int) -> int:
        return self.top + (row - self.rows.start) * self.row_height

    def tops(self) -> list[tuple[int, int]]:
        return [(row, self.top_of(row)) for row in self.rows]


class CellPainter(QObject):
    """Colours and measures made ready for one zoom; the view says which cell is current."""

    def __init__(self, model: GridModel, look: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self.lit_row = -1
        self.lit_column = -1
        self.found: tuple[int, int] | None = None
        self.corner: tuple[int, int] | None = None  # the cell that holds the fill handle
        self.preview: tuple[int, int, int, int] | None = None  # what the handle would fill
        self.position = {column: column for column in range(len(model.columns))}  # as they stand
        self._aligned = [int(column.alignment) for column in model.columns]
        self.prepare()
        look.zoom_changed.connect(self.prepare)

    def prepare(self) -> None:
        """Take colours and sizes of the present zoom."""
        look = self._look
        self.font: QFont = look.font("text_cell")
        self._metrics = QFontMetrics(self.font)
        self._em = self._metrics.horizontalAdvance("国")
        self._pad = look.px("cell_pad")
        self._bar = look.px("cell_bar")
        self._frame = QPen(look.colour("accent"), look.px("cell_frame"))
        self._frame.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        # The keyboard is elsewhere: where it would go on is seen, but not mistaken for the focus.
        self._frame_away = QPen(look.colour("accent"), look.px("hairline"), Qt.PenStyle.DashLine)
        self._inset = look.px("cell_frame") // 2
        self.handle_side = 3 * look.px("cell_frame")
        self._line_pen = QPen(look.colour("grid_line"))
        self._text_pen = QPen(look.colour("text"))
        self._locked_pen = QPen(look.colour("text_2"))
        self._danger_pen = QPen(look.colour("danger_text"))
        self._hatch = self._make_hatch()
        self._dot = QBrush(look.colour("info"))

    def _make_hatch(self) -> QBrush:
        step = self._look.px("hatch_step") * 2
        tile = QPixmap(step, step)
        tile.fill(self._look.colour("computed_ground"))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("hatch"), step / 3))
        for start in (-step, 0, step):
            painter.drawLine(QLineF(start - 1, step + 1, start + step + 1, -1))
        painter.end()
        return QBrush(tile)

    def paint(self, painter: QPainter, table: QTableView, dirty: QRect) -> None:
        """Paint the cells of a table that lie in `dirty`."""
        painter.setFont(self.font)
        painter.fillRect(dirty, self._look.colour("surface"))
        rows = _rows_in(table, dirty)
        columns = _columns_in(table, dirty)
        if not rows or not columns:
            return
        area = _Area(table.rowViewportPosition(rows.start), table.rowHeight(0), rows, columns)
        self._paint_columns(painter, area)
        cells = [
            (row, top, column, x, width, *self._face(row, column))
            for row, top in area.tops()
            for column, x, width in columns
        ]
        self._paint_grounds(painter, area, cells)
        self._paint_selection(painter, table, area)
        self._paint_texts(painter, area, cells)
        self._paint_lines(painter, area)
        self._paint_current(painter, area, has_focus=_has_focus(table))
        self._paint_handle(painter, area)

    def _face(self, row: int, column: int) -> tuple[str, int]:
        return self._model.face(row, column)

    def _paint_columns(self, painter: QPainter, area: _Area) -> None:
        colour = self._look.colour
        for column, x, width in area.columns:
            if column == self.lit_column:
                painter.fillRect(x, area.top, width, area.height, colour("lit"))
            elif not self._model.columns[column].is_editable:
                painter.fillRect(x, area.top, width, area.height, colour("computed_ground"))
        if self.lit_row in area.rows:
            top = area.top_of(self.lit_row)
            painter.fillRect(area.left, top, area.width, area.row_height, colour("lit"))

    def _paint_grounds(self, painter: QPainter, area: _Area, cells: list[_Cell]) -> None:
        colour = self._look.colour
        height = area.row_height
        for row, top, column, x, width, _text, look in cells:
            if look & ERROR:
                painter.fillRect(x, top, width, height, colour("danger_ground"))
            elif look & DOUBT:
                painter.fillRect(x, top, width, height, colour("warn_ground"))
            elif look & CLOSED:
                painter.fillRect(x, top, width, height, self._hatch)
            if self.found == (row, column):
                painter.fillRect(x, top, width, height, colour("find_ground"))

    def _paint_selection(self, painter: QPainter, table: QTableView, area: _Area) -> None:
        selection = table.selectionModel().selection()
        colour = self._look.colour("selection")
        for number in range(selection.size()):
            block = selection.at(number)
            if selection.size() == 1 and block.width() == 1 and block.height() == 1:
                continue  # the current cell has its frame
            rows = range(max(block.top(), area.rows.start), min(block.bottom() + 1, area.rows.stop))
            spans = [(x, w) for c, x, w in area.columns if block.left() <= c <= block.right()]
            if rows and spans:
                top = area.top_of(rows.start)
                height = len(rows) * area.row_height
                for left, width in spans:
                    painter.fillRect(left, top, width, height, colour)

    def _paint_texts(self, painter: QPainter, area: _Area, cells: list[_Cell]) -> None:
        height, pad, em = area.row_height, self._pad, self._em
        is_high = height >= 2 * self._metrics.lineSpacing()
        painter.setPen(self._text_pen)
        for _row, top, column, x, width, text, look in cells:
            if look & _MARKED:
                self._paint_marks(painter, QRect(x, top, width, height), look)
            if not text:
                continue
            room = width - 2 * pad
            if is_high and (len(text) * em > room or "\n" in text):
                text = self._cut_to_lines(text, room, height)  # noqa: PLW2901 - as below
            elif len(text) * em > room:
                text = text.replace("\n", " ")  # noqa: PLW2901 - the same text, shortened
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)  # noqa: PLW2901 - as above
            if look & _PALE:
                painter.setPen(self._danger_pen if look & ERROR else self._locked_pen)
                painter.drawText(x + pad, top, room, height, self._aligned[column], text)
                painter.setPen(self._text_pen)
            else:
                painter.drawText(x + pad, top, room, height, self._aligned[column], text)

    def _cut_to_lines(self, text: str, room: int, height: int) -> str:
        """As many lines as the row is high; what does not fit is left out behind dots."""
        most = max(1, height // self._metrics.lineSpacing())
        lines = [line for part in text.split("\n") for line in self._broken(part, room)]
        if len(lines) > most:
            rest = "".join(lines[most - 1 :])
            last = self._metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: most - 1], last]
        return "\n".join(lines)

    def _broken(self, text: str, room: int) -> list[str]:
        """The text in lines of this width; Chinese breaks after any character."""
        lines, line, width = [""], "", 0
        for character in text:
            advance = self._metrics.horizontalAdvance(character)
            if line and width + advance > room:
                lines[-1], line, width = line, "", 0
                lines.append("")
            line, width = line + character, width + advance
        lines[-1] = line
        return lines

    def _paint_marks(self, painter: QPainter, rect: QRect, look: int) -> None:
        """The bar of an error, doubt or hint; the square of a cell being saved (保存中).

        Each has its own form, for eyes that do not tell the colours apart: an error's bar is whole,
        a doubt's is parted in three, a hint's is the middle alone.
        """
        name = "danger" if look & ERROR else "warn" if look & DOUBT else "info"
        part = rect.height() / 5
        spans = {"danger": (0, 5), "warn": (0, 1, 2, 3, 4, 5), "info": (2, 3)}[name]
        if not look & (ERROR | DOUBT | HINT):
            spans = ()
        for start, end in zip(spans[::2], spans[1::2], strict=True):
            top = round(start * part)
            bar = QRect(rect.x(), rect.y() + top, self._bar, round(end * part) - top)
            painter.fillRect(bar, self._look.colour(name))
        if look & PENDING:
            side = self._bar
            painter.fillRect(rect.right() - side, rect.y() + 1, side, side, self._dot)

    def _paint_lines(self, painter: QPainter, area: _Area) -> None:
        right, bottom = area.left + area.width - 1, area.top + area.height - 1
        lines = [
            QLine(x + width - 1, area.top, x + width - 1, bottom) for _, x, width in area.columns
        ]
        lines += [
            QLine(area.left, top + area.row_height - 1, right, top + area.row_height - 1)
            for _, top in area.tops()
        ]
        painter.setPen(self._line_pen)
        painter.drawLines(lines)

    def _paint_current(self, painter: QPainter, area: _Area, *, has_focus: bool) -> None:
        span = next(((x, w) for c, x, w in area.columns if c == self.lit_column), None)
        if span is None or self.lit_row not in area.rows:
            return
        rect = QRect(span[0], area.top_of(self.lit_row), span[1] - 1, area.row_height - 1)
        inset = self._inset
        painter.setPen(self._frame if has_focus else self._frame_away)
        painter.drawRect(rect.adjusted(inset, inset, -inset - 1, -inset - 1))

    def _paint_handle(self, painter: QPainter, area: _Area) -> None:
        colour, side = self._look.colour, self.handle_side
        if self.corner is not None and self.corner[0] in area.rows:
            for column, x, width in area.columns:
                if column == self.corner[1]:
                    bottom = area.top_of(self.corner[0]) + area.row_height
                    square = QRect(x + width - side - 1, bottom - side - 1, side, side)
                    painter.fillRect(square.adjusted(-1, -1, 0, 0), colour("surface"))
                    painter.fillRect(square, colour("accent"))
        if self.preview is None:
            return
        top, left, bottom, right = self.preview
        place = self.position
        spans = [(x, w) for c, x, w in area.columns if place[left] <= place[c] <= place[right]]
        if spans:
            pen = QPen(colour("accent"), self._look.px("cell_frame"), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            height = (bottom - top + 1) * area.row_height
            width = spans[-1][0] + spans[-1][1] - spans[0][0]
            rect = QRect(spans[0][0], area.top_of(top), width, height)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


def _has_focus(table: QTableView) -> bool:
    proxy = table.focusProxy()  # the frozen half's is the other one
    return table.hasFocus() or (proxy is not None and proxy.hasFocus())


def _rows_in(table: QTableView, dirty: QRect) -> range:
    first, last = table.rowAt(dirty.top()), table.rowAt(dirty.bottom())
    if first < 0:
        return range(0)
    return range(first, last + 1 if last >= 0 else table.model().rowCount())


def _columns_in(table: QTableView, dirty: QRect) -> list[tuple[int, int, int]]:
    """Column, left edge and width of each column that is to be painted, from the left."""
    head = table.horizontalHeader()
    spans = [
        (column, head.sectionViewportPosition(column), head.sectionSize(column))
        for column in map(head.logicalIndex, range(head.count()))
        if not head.isSectionHidden(column)
    ]
    return [span for span in spans if span[1] <= dirty.right() and span[1] + span[2] > dirty.left()]
