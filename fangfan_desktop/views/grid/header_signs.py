"""The signs in the lowest heading of a column: its menu, a funnel, the place in the sort."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter

from fangfan_desktop.views import icons, style


class ColumnSign(NamedTuple):
    """What a heading says of its column's filter and sort."""

    is_filtered: bool = False
    place: int = 0  # among the columns sorted by, from 1; 0 where it is not one of them
    is_down: bool = False
    tip: str = ""

    @property
    def text(self) -> str:
        """▲1, ▼2, or nothing where the column is not sorted by."""
        return f"{'▼' if self.is_down else '▲'}{self.place}" if self.place else ""


def menu_sign(rect: QRect) -> QRect:
    """Where the sign of the column's menu stands in a heading."""
    look = style.current()
    side = look.px("icon_small")
    # not at the very edge: there the width is changed
    corner = rect.bottomRight() - QPoint(side + look.px("space_1"), side)
    return QRect(corner, QSize(side, side))


def paint_signs(painter: QPainter, rect: QRect, sign: ColumnSign, ground: str) -> None:
    """Paint funnel, place and menu along the lower edge of a heading, from the right."""
    look = style.current()
    box = menu_sign(rect)
    colours = look.tokens.colours
    # As in spreadsheets the funnel stands in the place of the menu's sign: columns are narrow.
    name = "filter" if sign.is_filtered else "chevron-down"
    painter.fillRect(box, look.colour(ground))
    colour = colours["accent_text" if sign.is_filtered else "text_2"]
    ratio = painter.device().devicePixelRatio()
    picture = icons.pixmap(name, colour, round(box.width() * ratio))
    painter.drawPixmap(box, picture)
    box = box.translated(-box.width(), 0)
    if sign.text:
        width = painter.fontMetrics().horizontalAdvance(sign.text)
        place = QRect(box.right() - width, box.top(), width + 1, box.height())
        painter.fillRect(place, look.colour(ground))
        painter.setPen(look.colour("accent_text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign.text)
