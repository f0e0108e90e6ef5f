"""The body of a case's page: the time line at the left, cards at the right."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.case_cards import (
    AroundCard,
    ConditionsCard,
    RefusalCard,
    RisksCard,
)
from fangfan_desktop.views.cases.case_sections import section_cards
from fangfan_desktop.views.cases.help_entries import help_entries
from fangfan_desktop.views.cases.timeline import HelpCard, StageCard
from fangfan_desktop.views.page import PageContext

_NARROW = 820  # pixels at 100 %: less than two columns need
_LEFT, _RIGHT = 2, 3  # shares of the width


class CaseBody(QWidget):
    """The columns.

    Signals:
        step_chosen: StepView of the time line that was clicked.
        menu_requested: StepView and the point on the screen.
        edit_requested: the clue or the risks are to be changed.
        household_opened: the household is to be shown.
        case_opened, ledger_opened: ids.
    """

    step_chosen = Signal(object)
    menu_requested = Signal(object, object)
    edit_requested = Signal()
    household_opened = Signal()
    case_opened = Signal(int)
    ledger_opened = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.risks, self.refusal = RisksCard(), RefusalCard()
        self.conditions, self.around = ConditionsCard(), AroundCard()
        self.sections = section_cards(context, self)
        self.stages: list[StageCard] = []
        self.help: HelpCard | None = None
        self._line = QWidget()
        self._line_column = QVBoxLayout(self._line)
        self._left, self._left_column = _scrolled()
        self._right, self._right_column = _scrolled()
        self._is_narrow: bool | None = None
        # it takes the room that is left and scrolls in it; the page must not scroll as well
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._lay_out()
        self.risks.edit_requested.connect(self.edit_requested)
        self.around.household_opened.connect(self.household_opened)
        self.around.case_opened.connect(self.case_opened)
        self.around.ledger_opened.connect(self.ledger_opened)

    def show_view(self, view: CaseView, *, is_new: bool) -> None:
        """Show a case; another one is shown from its top."""
        self._show_stages(view)
        for card in (self.risks, self.refusal, self.conditions, self.around):
            card.show_view(view)
        for section in self.sections:
            section.show_view(view)
        if is_new:
            QTimer.singleShot(0, self, self._to_top)

    def _show_stages(self, view: CaseView) -> None:
        for old in self.stages:
            self._line_column.removeWidget(old)
            old.deleteLater()
        if self.help is not None:
            self._line_column.removeWidget(self.help)
            self.help.deleteLater()
        entries = help_entries(view)
        self.help = HelpCard(entries) if entries else None
        self.stages = [StageCard(stage, view) for stage in reversed(view.stages)]
        for card in self.stages:
            card.step_chosen.connect(self.step_chosen)
            card.menu_requested.connect(self.menu_requested)
        for card in self._in_order(view):
            self._line_column.addWidget(card)
        self._fit()

    def _in_order(self, view: CaseView) -> list[QWidget]:
        """What is in hand first, then backwards: clearing, helping, identification."""
        pairs = list(zip(reversed(view.stages), self.stages, strict=True))
        clearing = [card for stage, card in pairs if stage.stage is Stage.CLEAR]
        identifying = [card for stage, card in pairs if stage.stage is Stage.IDENTIFY]
        helping = [self.help] if self.help is not None else []
        if clearing and not view.stages[-1].is_in_hand:
            return [*helping, *clearing, *identifying]
        return [*clearing, *helping, *identifying]

    def _lay_out(self) -> None:
        look = style.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space_3"))
        row.addWidget(self._left, _LEFT)
        row.addWidget(self._right, _RIGHT)
        self._line_column.setContentsMargins(0, 0, 0, 0)
        self._line_column.setSpacing(look.px("space_3"))
        self._left_column.addWidget(self._line)
        self._left_column.addStretch(1)
        for card in (self.risks, self.refusal, self.conditions, *self.sections, self.around):
            self._right_column.addWidget(card)
        self._right_column.addStretch(1)

    def _to_top(self) -> None:
        for area in (self._left, self._right):
            area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Two columns; one where it is narrow."""
        is_narrow = self.width() < style.current().scaled(_NARROW)
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            column = self._right_column if is_narrow else self._left_column
            column.insertWidget(0, self._line)
            self._line.show()  # a widget that moves house is hidden by it
        self._left.setVisible(not is_narrow)


def _scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea()
    area.setProperty("role", "plain")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, style.current().px("space_1"), 0)  # off the scroll bar
    column.setSpacing(style.current().px("space_3"))
    area.setWidget(inner)
    return area, column
