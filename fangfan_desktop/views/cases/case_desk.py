"""One case as a page, inside 监测帮扶."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.usecases.case_lines import CaseView, StepView
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.case_actions import CaseActions, last_recorded
from fangfan_desktop.views.cases.case_body import CaseBody
from fangfan_desktop.views.cases.case_head import CaseHead
from fangfan_desktop.views.page import PageContext

CONCERNS = (
    "monitoring_case",
    "case_step",
    "case_finding",
    "asset_hit",
    "archive_paper",
    "notice",
    "notice_case",
    "identification",
    "measure",
    "visit",
    "household",
    "person",
    "household_form",
    "ledger_line",
    "day_correction",
)


class CaseDesk(QWidget):
    """The page of a case; `show_case` loads it, `refresh` follows changes.

    Made with `CaseDesk(context, parent)`. Escape and the arrow lead back.

    Signals:
        left: the clerk goes back to the board or list; also where the case is gone.
        opened_household: id of the household that is to be opened.
    """

    left = Signal()
    opened_household = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._case_id: int | None = None
        self._is_stale = False
        self.view: CaseView | None = None
        self.head = CaseHead()
        self.body = CaseBody(context)
        self.doing = CaseActions(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.current().px("space_3"))
        column.addWidget(self.head)
        column.addWidget(self.body, 1)
        self._connect()
        self._show_content(is_shown=False)

    def _connect(self) -> None:
        head, body, doing = self.head, self.body, self.doing
        head.left.connect(self.left)
        head.step_requested.connect(doing.record)
        head.notice_requested.connect(self._open_notice)
        head.print_requested.connect(doing.print_visits)
        head.back_requested.connect(doing.take_back)
        head.action_requested.connect(doing.act)
        body.step_chosen.connect(doing.record)
        body.menu_requested.connect(doing.open_menu)
        body.edit_requested.connect(doing.edit_clue)
        body.case_opened.connect(self.show_case)
        body.household_opened.connect(self._open_household)
        body.ledger_opened.connect(self._open_ledger)
        doing.case_opened.connect(self.show_case)
        doing.removed.connect(self.left)

    @property
    def case_id(self) -> int | None:
        """The case in hand."""
        return self._case_id

    def show_case(self, case_id: int) -> None:
        """Load a case and show it."""
        if case_id != self._case_id:
            self._case_id = case_id
            self.view = None
            self._show_content(is_shown=False)
        self.load()

    def load(self) -> None:
        """Read the case anew."""
        case_id, database = self._case_id, self._context.database
        if case_id is None:
            return
        self._context.operations.start(
            lambda: read_case(database, case_id=case_id),
            label="读取个案",
            on_done=self._show,
            on_error=self._leave,
            latest="case-desk",
            owner=self,
        )

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        touches = getattr(changes, "touches", None)
        if self._case_id is None or not (touches is None or touches(*CONCERNS)):
            return
        if self.isVisible():
            self.load()
        else:
            self._is_stale = True

    def take_keys(self) -> None:
        """Give the keys to the main button, so that Enter goes on with the case."""
        if self.head.main.isVisible():
            self.head.main.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, view: CaseView) -> None:
        is_new = self.view is None or self.view.case_id != view.case_id
        had_keys = self._has_keys
        self.view = view
        self.doing.view = view
        self.head.show_view(view, last_recorded(view))
        self.body.show_view(view, is_new=is_new)
        self._show_content(is_shown=True)
        if is_new or had_keys:
            QTimer.singleShot(0, self, self._keep_keys)

    @property
    def _has_keys(self) -> bool:
        return self.window().focusWidget() in self.findChildren(QWidget)

    def _keep_keys(self) -> None:
        """What had the keys may have been made anew; they stay on this page."""
        if self.isVisible() and not self._has_keys:
            self.take_keys()

    def _leave(self, _sentence: str) -> None:
        """The case is gone: removed, or its opening was undone."""
        self._case_id, self.view = None, None
        self._show_content(is_shown=False)
        self.left.emit()

    def _show_content(self, *, is_shown: bool) -> None:
        self.head.setVisible(is_shown)
        self.body.setVisible(is_shown)

    def _open_notice(self, step: StepView) -> None:
        """The notice that hangs, or the making of one for this step's kind and village."""
        view = self.view
        if view is None:
            return
        rule = view.procedure.step(step.stage, step.key).notice
        if step.notice_id is not None:
            self._context.open_page("notices", notice_id=step.notice_id)
        elif rule is not None:
            self._context.open_page("notices", kind=rule.kind, village_id=view.village_id)

    def _open_household(self) -> None:
        if self.view is not None:
            self.opened_household.emit(self.view.household_id)

    def _open_ledger(self, line_id: int) -> None:
        self._context.open_page("ledger", line_id=line_id)
