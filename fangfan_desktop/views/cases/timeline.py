"""The time line of a case: a rail of dots, each step beside it with days, state and papers.

A dot tells by its shape what it tells by its colour: a tick is done, a bar in hand, a
exclamation mark late, a cross refused, an arrow returned, a ring not yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.usecases.case_lines import CaseView, StageView, StepState, StepView
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.step_words import (
    LIGHT_LEVELS,
    STEP_LEVELS,
    opening_words,
    paper_tag,
    step_line,
    step_side,
)
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label, set_level, wrapped

_HOLLOW = frozenset({StepState.WAITING, StepState.PLANNED})
_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class _Rail(QWidget):
    """The dot of a step and the line to the next."""

    def __init__(self, state: StepState, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self._state = state
        self._is_first, self._is_last = is_first, is_last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = style.current()
        return QSize(look.px("icon") + look.px("focus"), look.px("icon"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = look.px("icon_small")
        middle = self.width() / 2
        centre = QPointF(middle, look.px("space_1") + look.px("icon") / 2)
        is_done = self._state is StepState.DONE
        painter.setPen(QPen(look.colour("ok" if is_done else "line_strong"), look.px("focus")))
        if not self._is_first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, centre.y() - across / 2))
        if not self._is_last:
            painter.drawLine(
                QPointF(middle, centre.y() + across / 2), QPointF(middle, self.height())
            )
        self._paint_dot(painter, centre, across)
        painter.end()

    def _paint_dot(self, painter: QPainter, centre: QPointF, across: float) -> None:
        look = style.current()
        box = QRectF(centre.x() - across / 2, centre.y() - across / 2, across, across)
        if self._state in _HOLLOW:
            half = look.px("focus") / 2
            painter.setPen(QPen(look.colour("plain"), look.px("focus")))
            painter.setBrush(look.colour("surface"))
            painter.drawEllipse(box.adjusted(half, half, -half, -half))
            if self._state is StepState.PLANNED:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("plain"))
                painter.drawEllipse(centre, across / 6, across / 6)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(STEP_LEVELS[self._state].value))
        painter.drawEllipse(box)
        painter.setPen(QPen(look.colour("on_accent"), max(1.0, look.px("focus") * 0.8)))
        for start, end in _SHAPES[self._state]:
            painter.drawLine(_at(centre, across, start), _at(centre, across, end))


Point = tuple[float, float]
# Lines of the shape in a dot, in shares of its width from the centre.
_SHAPES: dict[StepState, tuple[tuple[Point, Point], ...]] = {
    StepState.DONE: (((-0.22, 0.02), (-0.05, 0.18)), ((-0.05, 0.18), (0.24, -0.16))),
    StepState.IN_HAND: (((-0.2, 0.0), (0.2, 0.0)),),
    StepState.LATE: (((0.0, -0.26), (0.0, 0.06)), ((0.0, 0.22), (0.0, 0.26))),
    StepState.REFUSED: (((-0.17, -0.17), (0.17, 0.17)), ((-0.17, 0.17), (0.17, -0.17))),
    StepState.RETURNED: (
        ((0.24, 0.0), (-0.22, 0.0)),
        ((-0.22, 0.0), (-0.04, -0.18)),
        ((-0.22, 0.0), (-0.04, 0.18)),
    ),
}


def _at(centre: QPointF, across: float, point: Point) -> QPointF:
    return QPointF(centre.x() + across * point[0], centre.y() + across * point[1])


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of the time line shows; the tag is words and tone."""

    name: str
    side: str
    line: str
    state: StepState
    tag: tuple[str, Level] = ("", Level.PLAIN)
    is_first: bool = False
    is_last: bool = False


class StepRow(QWidget):
    """One entry; click or Enter takes it in hand, a right click asks for its menu.

    Signals:
        chosen: the step was taken.
        menu_requested: the point on the screen.
    """

    chosen = Signal()
    menu_requested = Signal(object)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        look = style.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space_3"))
        row.addWidget(_Rail(entry.state, is_first=entry.is_first, is_last=entry.is_last))
        text = QVBoxLayout()
        text.setContentsMargins(0, look.px("space_1"), 0, look.px("space_2"))
        text.setSpacing(look.px("hairline"))
        head = QHBoxLayout()
        head.setSpacing(look.px("space_2"))
        head.addWidget(label(entry.name, "heading"))
        head.addWidget(label(entry.side, "small"))
        head.addStretch()
        text.addLayout(head)
        below = wrapped(entry.line, "small")
        if entry.state is StepState.LATE:
            set_level(below, Level.DANGER)
        words, level = entry.tag
        if words:
            paper = Tag(words, level)
            paper.setToolTip(words)
            head.addWidget(paper)
        text.addWidget(below)
        below.setVisible(bool(entry.line))
        row.addLayout(text, 1)
        told = (entry.name, entry.side, entry.state.value, entry.line, words)
        self.setAccessibleName("，".join(word for word in told if word))

    def make_choosable(self) -> None:
        """Let it be taken by keyboard and mouse."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._is_choosable:
            self.chosen.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._is_choosable:
            self.menu_requested.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            look = style.current()
            painter = QPainter(self)
            painter.setPen(QPen(look.colour("accent"), look.px("focus")))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()

    @property
    def _is_choosable(self) -> bool:
        return self.focusPolicy() is not Qt.FocusPolicy.NoFocus


class HelpCard(Card):
    """What is owed and done between taking in and clearing; nothing in it can be chosen."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__("帮扶")
        self.entries = tuple(entries)
        self.body.setSpacing(0)
        for place, entry in enumerate(entries):
            ends = replace(entry, is_first=place == 0, is_last=place == len(entries) - 1)
            self.body.addWidget(StepRow(ends))


class StageCard(Card):
    """The time line of one stage.

    Signals:
        step_chosen: StepView that was clicked.
        menu_requested: StepView and the point on the screen.
    """

    step_chosen = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(self, stage: StageView, view: CaseView) -> None:
        super().__init__(stage.title)
        self.rows: dict[str, StepRow] = {}
        level = Level.PLAIN if stage.clock is None else LIGHT_LEVELS[stage.clock]
        tag = Tag(stage.clock_words, level)
        self.head.insertWidget(1, tag)
        tag.setVisible(bool(stage.clock_words))
        self.clock = tag
        self.body.setSpacing(0)
        name, side, line = opening_words(stage, view)
        self.body.addWidget(StepRow(Entry(name, side, line, StepState.DONE, is_first=True)))
        for step in stage.steps:
            self._add(step, view, is_last=step is stage.steps[-1])

    def _add(self, step: StepView, view: CaseView, *, is_last: bool) -> None:
        row = StepRow(
            Entry(
                step.name,
                step_side(step),
                step_line(step, view),
                step.state,
                paper_tag(step),
                is_last=is_last,
            )
        )
        row.make_choosable()
        row.chosen.connect(lambda: self.step_chosen.emit(step))
        row.menu_requested.connect(partial(self.menu_requested.emit, step))
        self.rows[step.key] = row
        self.body.addWidget(row)
