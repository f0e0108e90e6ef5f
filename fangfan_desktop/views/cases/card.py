"""A case as a card of the board: painted, so that a column of thousands costs nothing."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangfan_desktop.usecases.case_list import CaseLine, CaseState, LightColour
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level

CASE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_SMALL_LINES = 3
_LEVELS = {
    LightColour.NONE: Level.PLAIN,
    LightColour.NEAR: Level.WARN,
    LightColour.OVERDUE: Level.DANGER,
}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def light_level(case: CaseLine) -> Level:
    """The tone of a case's nearest last day."""
    return _LEVELS[case.light]


def days_words(case: CaseLine, today: Any) -> str:
    """第13天/15天 · 剩2天 where something has a last day, else how long it has stood there."""
    if case.wait is not None:
        return case.wait.words
    if case.since is None:
        return ""
    if case.state in {CaseState.CLEARED, CaseState.REFUSED, CaseState.REMOVED}:
        return str(case.since.isoformat())
    days = (today - case.since).days
    if case.state is CaseState.HELPING:
        return f"帮扶{days:,}天"
    return f"第{days:,}天"


def kind_words(case: CaseLine) -> str:
    """Category and main risk in one line."""
    category = case.category.removesuffix("户") or "类别未定"
    return " · ".join(word for word in (category, case.main_risk) if word)


def spoken(case: CaseLine, today: Any) -> str:
    """All of a card, for whoever reads aloud, and for the tooltip."""
    steps = "、".join(step.title for step in case.steps)
    parts = [
        f"{case.code} {case.head_name}户，{case.place}，{case.people}人",
        kind_words(case),
        case.state_words() + (f"，待办：{steps}" if steps else ""),
        f"{case.wait.what}：{case.wait.words}" if case.wait else days_words(case, today),
        "；".join(case.missing),
        case.refusal_mark or "",
    ]
    return "\n".join(part for part in parts if part)


class CardDelegate(QStyledItemDelegate):
    """Paints name and people, place, category and risk, and the days with their light."""

    today: Any = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        look = style.current()
        small = QFontMetrics(look.font("text_small")).height() + look.px("space_1")
        name = QFontMetrics(look.font()).height() + look.px("space_1")
        around = 2 * look.px("space_2") + look.px("space_2")
        return QSize(look.px("icon_big"), name + _SMALL_LINES * small + around)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        case = index.data(CASE)
        if not isinstance(case, CaseLine):
            return
        look = style.current()
        seen: Any = option  # Qt's stub lacks its fields
        box: QRect = seen.rect.adjusted(0, 0, 0, -look.px("space_2"))
        state: QStyle.StateFlag = seen.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = is_selected or bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "accent_ground" if is_selected else "hover" if is_lit else "surface"
        pen = painter.pen()
        pen.setColor(look.colour("accent" if is_selected or has_focus else "line_strong"))
        pen.setWidth(look.px("focus") if has_focus else look.px("hairline"))
        painter.setPen(pen)
        painter.setBrush(look.colour(ground))
        edge = look.px("hairline")
        shape = box.adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(shape, look.px("radius"), look.px("radius"))
        self._paint_words(painter, shape, case)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, case: CaseLine) -> None:
        look = style.current()
        pad, gap = look.px("space_2"), look.px("space_1")
        left, width = box.left() + pad, box.width() - 2 * pad
        font = look.font(is_bold=True)
        top = box.top() + pad
        height = QFontMetrics(font).height()
        people = f"{case.people}人"
        small = look.font("text_small")
        room = QFontMetrics(small).horizontalAdvance(people) + pad
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        _draw(painter, QRect(left, top, width - room, height), case.head_name or "（没有户主）")
        painter.setFont(small)
        painter.setPen(look.colour("text_2"))
        right = Qt.AlignmentFlag.AlignRight | _MIDDLE
        painter.drawText(QRect(left, top, width, height), right, people)
        top += height + gap
        line = QFontMetrics(small).height()
        for words in (case.place, kind_words(case)):
            _draw(painter, QRect(left, top, width, line), words)
            top += line + gap
        self._paint_days(painter, QRect(left, top, width, line), case)

    def _paint_days(self, painter: QPainter, box: QRect, case: CaseLine) -> None:
        look = style.current()
        level = light_level(case).value
        words = days_words(case, self.today)
        if case.refusal_mark:
            words, level = f"理由不成立 · {words}", Level.WARN.value
        if not words:
            return
        metrics = QFontMetrics(look.font("text_small"))
        pad = look.px("space_2")
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - pad)
        shape = QRect(box.left(), box.top(), metrics.horizontalAdvance(shown) + pad, box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{level}_ground"))
        painter.drawRoundedRect(shape, box.height() / 2, box.height() / 2)
        painter.setPen(look.colour(f"{level}_text"))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, shown)


def _draw(painter: QPainter, box: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _MIDDLE, shown)
