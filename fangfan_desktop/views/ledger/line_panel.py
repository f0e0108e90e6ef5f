"""Beside the ledger: one line with its state, evidence, acceptance and notes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from fangfan_desktop.domain.ledger_rules import LedgerState, needs_reason
from fangfan_desktop.storage.ledger import LineEvidence
from fangfan_desktop.usecases.ledger import LinePage
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
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

_WIDTH = 290  # pixels at 100 %
_KILOBYTE = 1024


class LinePanel(QWidget):
    """Shows a line and asks for what may be done to it.

    Signals:
        step_requested: the state the line is to go to.
        note_requested, evidence_requested, acceptance_requested, household_requested,
        household_opened: the clerk asks for this.
        evidence_opened: id of a piece of evidence whose file is to be saved.
    """

    step_requested = Signal(object)
    note_requested = Signal()
    evidence_requested = Signal()
    acceptance_requested = Signal()
    household_requested = Signal()
    household_opened = Signal(int)
    evidence_opened = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: LinePage | None = None
        self.buttons: dict[str, Button] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setProperty("role", "plain")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card = Card()
        card.body.addWidget(self._scroll)
        outer.addWidget(card)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self.show_page(None)

    def show_page(self, page: LinePage | None) -> None:
        """Show a line; None where none is in hand."""
        self.page = page
        self.buttons = {}
        content = QWidget()
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(style.current().px("space_2"))
        if page is None:
            body.addWidget(wrapped("选中一条，这里显示它的状态、佐证、验收和进展。", "secondary"))
        else:
            self._add_head(body, page)
            self._add_steps(body, page)
            self._add_evidence(body, page)
            self._add_acceptance(body, page)
            self._add_notes(body, page)
        body.addStretch()
        has_keys = self.window().focusWidget() in self.findChildren(QWidget)
        self._scroll.setWidget(content)
        if has_keys:  # they would go to the window's first button, far from here
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_head(self, body: QVBoxLayout, page: LinePage) -> None:
        line = page.line
        row = line.row
        head = QHBoxLayout()
        head.addWidget(label(f"第{row.number}条", "title"))
        head.addWidget(Tag(row.state.value, STATE_LEVELS[row.state]))
        words = days_words(line)
        if words:
            head.addWidget(Tag(words, days_level(line)))
        head.addStretch()
        body.addLayout(head)
        body.addWidget(wrapped(f"{row.level.value} · {place_words(line)}", "secondary"))
        body.addWidget(wrapped(str(row.value("problem") or "（没有写具体问题）")))
        found = " · ".join(
            part for part in (row.source, row.found_by, day_words(row.found_on)) if part
        )
        if found:
            body.addWidget(wrapped(f"发现：{found}", "small"))
        links = QHBoxLayout()
        if row.household_id is not None:
            household = row.household_id
            links.addWidget(self._link("打开农户", lambda: self.household_opened.emit(household)))
        if row.state is not LedgerState.CLOSED:
            links.addWidget(self._link("选择农户…", self.household_requested.emit))
        links.addStretch()
        body.addLayout(links)

    def _add_steps(self, body: QVBoxLayout, page: LinePage) -> None:
        before = page.line.row.state
        steps = QHBoxLayout()
        forward = [state for state in page.next_states if not needs_reason(before, state)]
        back = [state for state in page.next_states if needs_reason(before, state)]
        for state in (*forward, *back):
            word = step_word(before, state)
            button = Button(word, lambda state=state: self.step_requested.emit(state))
            self.buttons[word] = button
            steps.addWidget(button)
        steps.addStretch()
        body.addLayout(steps)
        if LedgerState.CLOSED in page.next_states:
            for problem in page.missing:
                body.addWidget(_toned(problem.sentence, Level.WARN))

    def _add_evidence(self, body: QVBoxLayout, page: LinePage) -> None:
        self._section(body, f"佐证材料 {len(page.evidence)}", "添加…", self.evidence_requested.emit)
        for each in page.evidence:
            body.addWidget(wrapped(_evidence_words(each)))
            if each.file_name:
                save = partial(self.evidence_opened.emit, each.id, each.file_name)
                link = self._link("另存文件…", save)
                _left(body, link)

    def _add_acceptance(self, body: QVBoxLayout, page: LinePage) -> None:
        row = page.line.row
        if row.state is LedgerState.AWAITING_ACCEPTANCE:
            self._section(body, "验收", "填写…", self.acceptance_requested.emit)
        elif row.accepted_by:
            self._section(body, "验收")
        if row.accepted_by:
            body.addWidget(wrapped(f"{row.accepted_by}，{day_words(row.accepted_on)}"))

    def _add_notes(self, body: QVBoxLayout, page: LinePage) -> None:
        self._section(body, f"进展 {len(page.notes)}", "记一笔…", self.note_requested.emit)
        for note in page.notes:
            body.addWidget(wrapped(f"{day_words(note.noted_on)} {note.text}", "small"))

    def _section(
        self,
        body: QVBoxLayout,
        title: str,
        word: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        head = QHBoxLayout()
        head.addWidget(label(title, "heading"))
        head.addStretch()
        if on_click is not None:
            head.addWidget(self._link(word, on_click))
        body.addSpacing(style.current().px("space_1"))
        body.addLayout(head)

    def _link(self, word: str, on_click: Callable[[], object]) -> Button:
        button = Button(word, on_click, role="link")
        self.buttons[word] = button
        return button

    def _resize(self) -> None:
        self.setFixedWidth(style.current().scaled(_WIDTH))


def _left(body: QLayout, widget: QWidget) -> None:
    body.addWidget(widget)
    body.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)


def _toned(text: str, level: Level) -> QWidget:
    made = wrapped(text, "small")
    made.setProperty("level", level.value)
    return made


def _evidence_words(each: LineEvidence) -> str:
    if each.file_name is None:
        return f"{day_words(each.added_on)} {each.description}（纸质）"
    size = max(1, round(each.size / _KILOBYTE))
    return f"{day_words(each.added_on)} {each.description}（{each.file_name}，{size:,} KB）"
