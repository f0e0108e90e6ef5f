"""What may be done with the case in hand, and the dialogs in which it is done."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from fangfan_desktop.domain.case_progress import AGREED
from fangfan_desktop.usecases.case_lines import CaseAction, CaseView, StepView
from fangfan_desktop.usecases.case_new import CaseResult, remove_case
from fangfan_desktop.usecases.case_refusal import take_up_again
from fangfan_desktop.usecases.case_steps import take_back_step
from fangfan_desktop.usecases.clue_household import ClueChoices, clue_choices
from fangfan_desktop.views.dialogs.case_clearing import (
    RemoveWrong,
    RollBack,
    StartClearing,
    StopClearing,
)
from fangfan_desktop.views.dialogs.case_clue import EditClue
from fangfan_desktop.views.dialogs.case_new import NewClue
from fangfan_desktop.views.dialogs.case_refuse import RefuseDialog
from fangfan_desktop.views.dialogs.case_step import PlanStepDialog, StepDialog, step_task
from fangfan_desktop.views.page import PageContext


def last_recorded(view: CaseView) -> StepView | None:
    """The step that may be taken back: nothing recorded stands on it, and it decided nothing."""
    for stage in reversed(view.stages):
        recorded = [step for step in stage.steps if step.fact and step.fact.done_on]
        keys = {step.key for step in recorded}
        for step in reversed(recorded):
            after = [s for s in view.procedure.steps(stage.stage) if step.key in s.after]
            if not any(s.key in keys for s in after) and not _has_decided(step):
                return step
        if recorded:
            return None
    return None


def _has_decided(step: StepView) -> bool:
    return step.is_decision and step.fact is not None and step.fact.result == AGREED


class CaseActions(QObject):
    """Opens the dialogs; `view` is the case in hand.

    Signals:
        case_opened: id of a case that was opened anew for the household.
        removed: the case was deleted.
    """

    case_opened = Signal(int)
    removed = Signal()

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self.view: CaseView | None = None
        self.dialog: QDialog | None = None
        self._context, self._owner = context, owner

    def record(self, step: StepView) -> None:
        """Ask for a step: its day, result and papers."""
        view = self.view
        if view is not None:
            self._open(StepDialog(self._context, step_task(view, step), self._owner.window()))

    def plan(self, step: StepView) -> None:
        """Ask for the day that a step is planned for."""
        view = self.view
        if view is not None:
            day = step.fact.planned_on if step.fact else None
            task = step_task(view, step)
            self._open(PlanStepDialog(self._context, task, day, self._owner.window()))

    def take_back(self, step: StepView) -> None:
        """Take back a step that was recorded by mistake; undo brings it again."""
        view, database = self.view, self._context.database
        if view is not None:
            case_id, stage, key = view.case_id, step.stage, step.key
            self._context.write(
                lambda: take_back_step(database, case_id=case_id, stage=stage, step_key=key),
                label=f"撤回“{step.name}”",
                owner=self._owner,
            )

    def open_menu(self, step: StepView, point: QPoint) -> None:
        """The menu of a step in the time line."""
        menu = QMenu(self._owner)
        is_done = step.fact is not None and step.fact.done_on is not None
        menu.addAction("修改…" if is_done else "记录…", lambda: self.record(step))
        if is_done:
            menu.addAction("撤回这一步", lambda: self.take_back(step))
        else:
            menu.addAction("安排日期…", lambda: self.plan(step))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def act(self, action: CaseAction) -> None:
        """Do what the menu says, or ask for what it needs."""
        view, database = self.view, self._context.database
        if view is None:
            return
        case_id = view.case_id
        asked = {
            CaseAction.REFUSE: lambda: self._ask(RefuseDialog),
            CaseAction.START_CLEARING: self._start_clearing,
            CaseAction.STOP_CLEARING: lambda: self._ask(StopClearing),
            CaseAction.ROLL_BACK: lambda: self._ask(RollBack),
            CaseAction.REMOVE_WRONG: lambda: self._ask(RemoveWrong),
            CaseAction.CORRECT_CLUE: self.edit_clue,
            CaseAction.IDENTIFY_ANEW: self._identify_anew,
        }
        if action in asked:
            asked[action]()
        elif action is CaseAction.TAKE_UP:
            self._context.write(
                lambda: take_up_again(database, case_id=case_id),
                label="重新启动识别",
                owner=self._owner,
            )
        else:
            self._context.write(
                lambda: remove_case(database, case_id=case_id),
                label="删除误录线索",
                on_done=lambda _changes: self.removed.emit(),
                owner=self._owner,
            )

    def print_visits(self) -> None:
        """Show the helper's visit record, to be printed."""
        # the documents' libraries are imported when they are first asked for
        from fangfan_desktop.views.dialogs.booklet_paper import BookletPaper  # noqa: PLC0415

        if self.view is not None:
            self._open(BookletPaper(self._context, self.view.case_id, self._owner.window()))

    def edit_clue(self) -> None:
        """Ask for the clue, category and risks."""
        database = self._context.database
        self._context.read(
            lambda: clue_choices(database),
            label="读取选项",
            on_done=self._open_clue,
            latest="case-clue",
            owner=self._owner,
        )

    def _open_clue(self, choices: ClueChoices) -> None:
        if self.view is not None:
            self._open(EditClue(self._context, self.view, choices, self._owner.window()))

    def _identify_anew(self) -> None:
        database = self._context.database
        self._context.read(
            lambda: clue_choices(database),
            label="读取选项",
            on_done=self._open_new,
            latest="case-clue",
            owner=self._owner,
        )

    def _open_new(self, choices: ClueChoices) -> None:
        view = self.view
        if view is None:
            return
        dialog = NewClue(
            self._context, choices, self._owner.window(), household_id=view.household_id
        )
        dialog.succeeded.connect(self._take_new)
        dialog.case_wanted.connect(self.case_opened)
        self._open(dialog)

    def _take_new(self, result: CaseResult) -> None:
        self.case_opened.emit(result.case_id)

    def _start_clearing(self) -> None:
        view = self.view
        if view is None:
            return
        lacking = [line for line in view.conditions if line.is_met is not True]
        whose = f"{view.head}户"
        self._open(
            StartClearing(self._context, [view.case_id], whose, lacking, self._owner.window())
        )

    def _ask(self, make: type[RefuseDialog | StopClearing | RollBack | RemoveWrong]) -> None:
        view = self.view
        if view is not None:
            whose = f"{view.head}户"
            self._open(make(self._context, [view.case_id], whose, self._owner.window()))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None
