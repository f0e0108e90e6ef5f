"""A year as twelve small months; a day is chosen by click or arrow keys.

Days off carry 休, make-up days 班, days that the office entered a corner: never colour alone.
"""

import calendar
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from fangfan_desktop.domain.holiday_notice import weekday_name
from fangfan_desktop.domain.workdays import is_known
from fangfan_desktop.usecases.holidays import CalendarDay, DayKind, HolidayYear
from fangfan_desktop.views import style

MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}

_WEEK = "一二三四五六日"
_MONTHS = 12
_ROWS = 8  # name of the month, names of the weekdays, up to six weeks
_GROUNDS = {DayKind.HOLIDAY: "ok_ground", DayKind.MAKE_UP: "warn_ground"}
_COLOURS = {
    DayKind.WORKED: "text",
    DayKind.WEEKEND: "text_3",
    DayKind.HOLIDAY: "ok_text",
    DayKind.MAKE_UP: "warn_text",
}
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_PRESSES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class YearCalendar(QWidget):
    """The calendar.

    Signals:
        chosen: another day is in hand.
        turned: the day in hand shall be worked where it is off, and the other way round.
    """

    chosen = Signal()
    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year: HolidayYear | None = None
        self._current = 0  # place in the year
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("年历")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    @property
    def current(self) -> CalendarDay | None:
        """The day in hand; None before a year is shown."""
        return self._year.days[self._current] if self._year is not None else None

    def show_year(self, year: HolidayYear) -> None:
        """Show a year; the day in hand stays at its place in the year."""
        before = self.current
        self._year = year
        if before is not None:
            last = calendar.monthrange(year.year, before.day.month)[1]
            self._take(before.day.replace(year=year.year, day=min(before.day.day, last)))
        self._tell()

    def choose(self, day: date) -> None:
        """Take a day of the year shown in hand."""
        self._take(day)
        self._tell()

    def day_box(self, day: date) -> QRect:
        """Where a day of the year shown is drawn."""
        box, cell = self._month_box(day.month), self._cell()
        before = day.replace(day=1).weekday() + day.day - 1
        row, column = divmod(before, len(_WEEK))
        return QRect(
            QPoint(box.left() + column * cell.width(), box.top() + (row + 2) * cell.height()), cell
        )

    def day_at(self, place: QPoint) -> date | None:
        """The day drawn there."""
        days = self._year.days if self._year is not None else ()
        return next((one.day for one in days if self.day_box(one.day).contains(place)), None)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._narrowest() + 2 * self._edge(), self._least_height())

    def sizeHint(self) -> QSize:
        return QSize(4 * (self._narrowest() + self._gap()), self._least_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.day_at(event.position().toPoint()) is not None:
            self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current, key = self.current, event.key()
        if current is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._step(current.day, _STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.choose(current.day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.choose(current.day.replace(day=_length(current.day)))
        elif key in _PRESSES:
            self.turned.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._year is not None:
            for month in range(1, _MONTHS + 1):
                if self._month_box(month).intersects(event.rect()):
                    self._paint_month(painter, month, self._year.months[month - 1])
        painter.end()

    def _paint_month(self, painter: QPainter, month: int, days: tuple[CalendarDay, ...]) -> None:
        look, box, cell = style.current(), self._month_box(month), self._cell()
        painter.setFont(look.font("text_cell", is_bold=True))
        painter.setPen(look.colour("text"))
        line = QRect(box.left(), box.top(), box.width(), cell.height())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line.adjusted(look.px("space_1"), 0, 0, 0), left, f"{month}月")
        painter.setFont(look.font("text_small"))
        painter.setPen(look.colour("text_2"))
        for column, name in enumerate(_WEEK):
            place = QPoint(box.left() + column * cell.width(), box.top() + cell.height())
            painter.drawText(QRect(place, cell), Qt.AlignmentFlag.AlignCenter, name)
        for day in days:
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: CalendarDay) -> None:
        look, inset = style.current(), style.current().px("hairline")
        box = self.day_box(day.day).adjusted(inset, inset, -inset, -inset)
        ground = _GROUNDS.get(day.kind)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(box, look.px("space_1"), look.px("space_1"))
        if day.is_entered:
            _paint_corner(painter, box)
        mark = MARKS.get(day.kind, "")
        painter.setPen(look.colour(_COLOURS[day.kind]))
        painter.setFont(look.font("text_small", is_bold=bool(mark)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{day.day.day}{mark}")
        if day == self.current:
            pen = look.colour("accent" if self.hasFocus() else "text_3")
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, look.px("space_1"), look.px("space_1"))

    def _step(self, day: date, days: int) -> None:
        moved = day + timedelta(days=days)
        if moved.year == day.year:
            self.choose(moved)
            self.keep_in_sight()

    def _take(self, day: date) -> None:
        self._current = day.timetuple().tm_yday - 1

    def _tell(self) -> None:
        day = self.current
        if day is not None:
            self.setAccessibleDescription(words_of(day))
        self.update()
        self.chosen.emit()

    def keep_in_sight(self) -> None:
        """Scroll the page so far that the day in hand is seen."""
        day, above = self.current, self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if day is not None and above is not None:
            box = self.day_box(day.day)
            centre = self.mapTo(above.widget(), box.center())
            above.ensureVisible(centre.x(), centre.y(), box.width(), 2 * box.height())

    def _columns(self) -> int:
        """Months beside each other: as many as fit, of those that leave no gap at the end."""
        gap = self._gap()
        room = (self.width() - 2 * self._edge() + gap) // (self._narrowest() + gap)
        return next((count for count in (6, 4, 3, 2) if count <= room), 1)

    def _month_box(self, month: int) -> QRect:
        row, column = divmod(month - 1, self._columns())
        cell, gap = self._cell(), self._gap()
        width, height = cell.width() * len(_WEEK), cell.height() * _ROWS
        left = self._edge() + column * (width + gap)
        return QRect(left, row * (height + gap), width, height)

    def _cell(self) -> QSize:
        """A day's size: the months share the room there is, within bounds."""
        columns, gap, look = self._columns(), self._gap(), style.current()
        rows = _MONTHS // columns
        wide = (self.width() - 2 * self._edge() - (columns - 1) * gap) // (columns * len(_WEEK))
        high = (self.height() - (rows - 1) * gap) // (rows * _ROWS)
        least = look.px("icon")
        return QSize(max(wide, look.px("tab")), max(least, min(high, look.px("row_wide"))))

    def _narrowest(self) -> int:
        return style.current().px("tab") * len(_WEEK)

    def _gap(self) -> int:
        return style.current().px("space_3")

    def _edge(self) -> int:
        return style.current().px("hairline")

    def _least_height(self) -> int:
        rows = _MONTHS // self._columns()
        return rows * style.current().px("icon") * _ROWS + (rows - 1) * self._gap()

    def _fit(self) -> None:
        self.setMinimumHeight(self._least_height())
        self.updateGeometry()
        self.update()


def words_of(day: CalendarDay) -> str:
    """The day in words: `2026年2月14日 星期六：上班（春节补班）`."""
    when = f"{day.day.year}年{day.day.month}月{day.day.day}日 {weekday_name(day.day)}"
    note = f"（{day.note}）" if day.note else ""
    own = ""
    if day.is_corrected and is_known(day.day.year):
        own = f"，本单位改的，原来{'上班' if day.built_in else '休息'}"
    elif day.is_entered:
        own = "，本单位填写的"
    return f"{when}：{'上班' if day.is_worked else '休息'}{note}{own}"


def _paint_corner(painter: QPainter, box: QRect) -> None:
    look = style.current()
    side = look.px("space_2")
    corner = QPointF(box.right() + 1, box.top())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("info"))
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(-side, 0), corner + QPointF(0, side)]))


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
