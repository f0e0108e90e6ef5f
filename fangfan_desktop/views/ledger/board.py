"""The ledger as a board: a column a state, a card a line; moved by menu or keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.ledger_rules import TRANSITIONS, LedgerState
from fangfan_desktop.usecases.ledger import ListedLine
from fangfan_desktop.views import style
from fangfan_desktop.views.ledger.words import (
    STATE_LEVELS,
    day_words,
    days_level,
    days_words,
    place_words,
    step_word,
)
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag

_ROLE = Qt.ItemDataRole.UserRole
_MOST_TEXT = 60  # characters of the problem on a card
_SLACK = 3  # pixels that the style keeps free beside a text
_COLUMN = 168  # pixels at 100 %
_NO_LIMIT = 10_000  # pixels, higher than any card


class _Column(QListWidget):
    """Cards of one state."""

    move_requested = Signal(int, object)  # line, state
    side_key = Signal(int)  # -1 left, 1 right

    def __init__(self, state: LedgerState) -> None:
        super().__init__()
        self.line_state = state
        self.setAccessibleName(state.value)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.open_menu)

    def show_lines(self, lines: Sequence[ListedLine]) -> None:
        """Show these lines as cards."""
        chosen = self.line_id
        self.clear()
        look = style.current()
        for line in lines:
            item = QListWidgetItem(_card_text(line))
            item.setData(_ROLE, line.row.id)
            level = days_level(line)
            if level in {Level.WARN, Level.DANGER}:
                item.setForeground(look.colour(f"{level.value}_text"))
            self.addItem(item)
            if line.row.id == chosen:
                self.setCurrentItem(item)
        self._size_cards()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_cards()

    def _size_cards(self) -> None:
        """As high as the lines need beside the scroll bar; Qt forgets the padding of the sheet."""
        look = style.current()
        pad = look.px("space_2")
        room = QRect(0, 0, self.width() - look.px("scroll") - 2 * pad - 2 * _SLACK, _NO_LIMIT)
        metrics = self.fontMetrics()
        for row in range(self.count()):
            item = self.item(row)
            lines = metrics.boundingRect(room, Qt.TextFlag.TextWrapAnywhere, item.text())
            height = lines.height() + 2 * pad + look.px("hairline")
            item.setSizeHint(QSize(room.width(), height))

    @property
    def line_id(self) -> int | None:
        """The card in hand."""
        row = self.currentRow()
        return int(self.item(row).data(_ROLE)) if row >= 0 else None

    def open_menu(self, point: QPoint) -> QMenu | None:
        """The steps that the card in hand may take."""
        line_id = self.line_id
        if line_id is None:
            return None
        menu = QMenu(self)
        for state in TRANSITIONS[self.line_state]:
            action = menu.addAction(step_word(self.line_state, state))
            action.triggered.connect(
                lambda _=False, state=state: self.move_requested.emit(line_id, state)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(point))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif is_control:
            self._move(step)
        else:
            self.side_key.emit(step)

    def _move(self, step: int) -> None:
        """Ctrl and an arrow move the card to the neighbouring state."""
        order = tuple(LedgerState)
        at = order.index(self.line_state) + step
        if self.line_id is not None and 0 <= at < len(order):
            self.move_requested.emit(self.line_id, order[at])


class LedgerBoard(QWidget):
    """Four columns.

    Signals:
        chosen: id of the line whose card is in hand.
        move_requested: line and the state it is to go to.
    """

    chosen = Signal(int)
    move_requested = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = QScrollArea()
        self._area.setProperty("role", "plain")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        inner = QWidget()
        layout = QHBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_3"))
        self.columns: dict[LedgerState, _Column] = {}
        self._tags: dict[LedgerState, Tag] = {}
        self._cards: list[Card] = []
        for state in LedgerState:
            column = self.columns[state] = _Column(state)
            column.currentItemChanged.connect(self._choose)
            column.itemClicked.connect(self._choose)
            column.move_requested.connect(self.move_requested)
            column.side_key.connect(self._step_aside)
            tag = self._tags[state] = Tag("0", STATE_LEVELS[state])
            card = Card(state.value)
            self._cards.append(card)
            card.head.insertWidget(1, tag)
            card.body.addWidget(column)
            box = QVBoxLayout()
            box.addWidget(card)
            layout.addLayout(box, 1)
        self._area.setWidget(inner)
        self.setFocusProxy(self.columns[LedgerState.OPEN])
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """A card holds some words a line; where there is no room for four, the board scrolls."""
        for card in self._cards:
            card.setMinimumWidth(style.current().scaled(_COLUMN))

    def show_lines(self, lines: Sequence[ListedLine]) -> None:
        """Sort lines into the columns; overdue and near ones come first."""
        for state, column in self.columns.items():
            here = [line for line in lines if line.row.state is state]
            here.sort(key=_urgency)
            column.blockSignals(True)
            column.show_lines(here)
            column.blockSignals(False)
            self._tags[state].set(str(len(here)), STATE_LEVELS[state])

    def select(self, line_id: int) -> None:
        """Take a card in hand."""
        for column in self.columns.values():
            for row in range(column.count()):
                if column.item(row).data(_ROLE) == line_id:
                    column.setCurrentRow(row)
                    column.setFocus()
                    return

    def _choose(self) -> None:
        column = self.sender()
        if isinstance(column, _Column) and column.line_id is not None:
            self._area.ensureWidgetVisible(column, 0, 0)
            self.chosen.emit(column.line_id)

    def _step_aside(self, step: int) -> None:
        order = tuple(self.columns)
        column = self.sender()
        if not isinstance(column, _Column):
            return
        at = order.index(column.line_state) + step
        if 0 <= at < len(order):
            target = self.columns[order[at]]
            target.setFocus()
            if target.currentRow() < 0 and target.count():
                target.setCurrentRow(0)
            elif target.line_id is not None:
                self.chosen.emit(target.line_id)


def _card_text(line: ListedLine) -> str:
    problem = str(line.row.value("problem") or "（没有写具体问题）").replace("\n", " ")
    if len(problem) > _MOST_TEXT:
        problem = f"{problem[:_MOST_TEXT]}…"
    owner = str(line.row.value("owner") or "")
    last = " · ".join(filter(None, (_deadline_words(line), owner)))
    return "\n".join(filter(None, (f"第{line.row.number}条 {place_words(line)}", problem, last)))


def _deadline_words(line: ListedLine) -> str:
    """超期 3 天 where it presses, else the day."""
    if days_level(line) in {Level.WARN, Level.DANGER}:
        return days_words(line)
    day = day_words(line.row.deadline)
    return f"时限 {day}" if day else ""


def _urgency(line: ListedLine) -> tuple[int, int, int]:
    if not line.has_deadline:
        return 1, 0, line.row.number
    return 0, line.light.days_left, line.row.number
