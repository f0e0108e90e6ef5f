"""The line in hand: its panel, and the dialogs in which its life goes on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from fangfan_desktop.domain.ledger_rules import LedgerState, needs_reason
from fangfan_desktop.usecases.ledger import ListedLine, line_page
from fangfan_desktop.usecases.ledger_life import save_evidence, set_state
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.ledger_household import PickHouseholdDialog
from fangfan_desktop.views.dialogs.ledger_steps import (
    AcceptanceDialog,
    EvidenceDialog,
    NoteDialog,
    ReasonDialog,
)
from fangfan_desktop.views.ledger.line_panel import LinePanel
from fangfan_desktop.views.ledger.words import step_word
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext

_AFTER_MOVE_MS = 120


class LineDesk(QObject):
    """Loads the line in hand into `panel` and does what is asked for there."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self.panel = LinePanel()
        self.dialog: ActionDialog | None = None
        self._context = context
        self._owner = owner
        self._line_id: int | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.load)
        self.panel.step_requested.connect(self._step)
        self.panel.note_requested.connect(lambda: self._ask(NoteDialog))
        self.panel.evidence_requested.connect(lambda: self._ask(EvidenceDialog))
        self.panel.acceptance_requested.connect(lambda: self._ask(AcceptanceDialog))
        self.panel.household_requested.connect(lambda: self._ask(PickHouseholdDialog))
        self.panel.household_opened.connect(self._open_household)
        self.panel.evidence_opened.connect(self._ask_where)

    def take(self, line_id: int, *, is_moving: bool = False) -> None:
        """Take a line in hand; while the clerk moves through the grid the panel waits a little."""
        self._line_id = line_id
        self._timer.start(_AFTER_MOVE_MS if is_moving else 0)

    def drop(self) -> None:
        """No line is in hand any more."""
        self._line_id = None
        self.panel.show_page(None)

    def load(self) -> None:
        """Read the line anew."""
        line_id, database = self._line_id, self._context.database
        if line_id is None:
            return
        self._context.operations.start(
            lambda: line_page(database, line_id=line_id),
            label="读取这一条",
            on_done=self.panel.show_page,
            on_error=lambda _sentence: self.drop(),  # its making was undone
            latest="ledger-line",
            owner=self,
        )

    def move_line(self, line: ListedLine, state: LedgerState) -> None:
        """Move a line to another state; a step back asks for the reason."""
        before, line_id = line.row.state, line.row.id
        word = step_word(before, state)
        if needs_reason(before, state):
            title = f"第{line.row.number}条：{word}"
            dialog = ReasonDialog(self._context, title, [line_id], state, self._owner.window())
            self.show_dialog(dialog)
            return
        database = self._context.database
        self._context.write(
            lambda: set_state(database, line_ids=[line_id], state=state),
            label=word,
            owner=self._owner,
        )

    def show_dialog(self, dialog: ActionDialog) -> None:
        """Open a dialog over the window."""
        self.dialog = dialog
        dialog.destroyed.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _step(self, state: LedgerState) -> None:
        if self.panel.page is not None:
            self.move_line(self.panel.page.line, state)

    def _ask(self, make: Callable[..., ActionDialog]) -> None:
        if self.panel.page is not None:
            row = self.panel.page.line.row
            self.show_dialog(make(self._context, row.id, row.number, self._owner.window()))

    def _open_household(self, household_id: int) -> None:
        self._context.open_page("households", household_id=household_id)

    def _ask_where(self, evidence_id: int, name: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._owner, "另存佐证文件", name)
        if chosen:
            self.save_file(evidence_id, Path(chosen))

    def save_file(self, evidence_id: int, path: Path) -> None:
        """Write a kept file out again."""
        database, show = self._context.database, self._context.show_message
        self._context.read(
            lambda: save_evidence(database, evidence_id=evidence_id, path=path),
            label="另存佐证文件",
            on_done=lambda saved: show(f"已存到“{saved}”。", Level.OK),
            owner=self._owner,
        )
