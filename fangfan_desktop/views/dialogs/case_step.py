"""记录个案步骤: the day, the result, and which of the step's papers are there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QLineEdit, QWidget

from fangfan_desktop.domain.case_progress import AGREED, RESULTS, reason_needed
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.case_lines import CaseView, PaperMark, StepView
from fangfan_desktop.usecases.case_step_papers import record_with_papers
from fangfan_desktop.usecases.case_steps import StepEntry, plan_step, record_step
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label, set_level, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_WANTS_REASON = "写明原因"  # how the use case ends where a reason lacks
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class StepTask:
    """A step to be recorded of one case, or of many at once.

    Attributes:
        case_ids: The cases.
        stage: Of the step.
        key: Of the step.
        name: Of the step.
        hint: Whom it is about; the plan's word about it.
        papers: Of a single case, to be ticked.
        entry: What was recorded before, to be corrected; None for a new one.
        why: Why recording it on a day needs a reason; None where it needs none.
    """

    case_ids: tuple[int, ...]
    stage: Stage
    key: str
    name: str
    hint: str = ""
    papers: tuple[PaperMark, ...] = ()
    entry: StepEntry | None = None
    why: Callable[[date], str | None] | None = None


def step_task(view: CaseView, step: StepView) -> StepTask:
    """The task of recording a step of one case."""
    plan = view.procedure.step(step.stage, step.key)

    def why(day: date) -> str | None:
        return reason_needed(view.procedure, view.facts, step.stage, plan, day, view.corrections)

    fact = step.fact
    before = None
    if fact is not None and fact.done_on is not None and fact.is_passed:
        before = StepEntry(
            fact.done_on,
            fact.result or AGREED,
            fact.reason,
            fact.late_reason,
            fact.done_by,
            fact.note,
        )
    words = (f"{view.head}户", view.code, f"由{step.level}办理", step.plan_note)
    return StepTask(
        case_ids=(view.case_id,),
        stage=step.stage,
        key=step.key,
        name=step.name,
        hint=" · ".join(word for word in words if word),
        papers=step.papers,
        entry=before,
        why=why,
    )


class StepDialog(ActionDialog):
    """The dialog: Enter completes the step today, with consent."""

    def __init__(self, context: PageContext, task: StepTask, parent: QWidget | None = None) -> None:
        is_new = task.entry is None
        title = f"{'完成' if is_new else '修改'}“{task.name}”"
        many = f"（{len(task.case_ids)} 户）" if len(task.case_ids) > 1 else ""
        button = "完成这一步" if is_new else "保存"
        super().__init__(context, title + many, button, hint=task.hint, parent=parent)
        self._task = task
        self.day, self.reason, self.late = QLineEdit(), QLineEdit(), QLineEdit()
        self.done_by, self.note = QLineEdit(), QLineEdit()
        self.verdict = StillChoice()
        self.verdict.addItems(list(RESULTS))
        self.late_words = wrapped("", "small")
        set_level(self.late_words, Level.WARN)
        self.papers: dict[str, QCheckBox] = {}
        self._form = QFormLayout()
        self._lay_out()
        self._fill(task.entry or StepEntry(context.today()))
        self.verdict.currentTextChanged.connect(self._show_rows)
        self.day.textChanged.connect(self._show_rows)
        self._is_late_asked = False
        self._show_rows()
        self.day.setFocus()
        self.day.selectAll()

    def call(self) -> Callable[[], Any]:
        task, database = self._task, self.context.database
        entry = StepEntry(
            done_on=parse_date(self.day.text().strip()),
            result=self.verdict.currentText(),
            reason=self.reason.text().strip() if self._is_refused else "",
            late_reason=self.late.text().strip(),
            done_by=self.done_by.text().strip(),
            note=self.note.text().strip(),
        )
        if self._is_refused and not entry.reason:
            raise UserError(f"结论是“{entry.result}”，请写明理由。")
        if len(task.case_ids) > 1 or not self.papers:
            return lambda: record_step(
                database, case_ids=task.case_ids, stage=task.stage, step_key=task.key, entry=entry
            )
        ticked = {key: box.isChecked() for key, box in self.papers.items()}
        return lambda: record_with_papers(
            database,
            case_id=task.case_ids[0],
            stage=task.stage,
            step_key=task.key,
            entry=entry,
            papers=ticked,
        )

    def show_problem(self, sentence: str) -> None:
        if _WANTS_REASON in sentence:
            self._is_late_asked = True
            self._show_rows()
            self.late.setFocus()
        super().show_problem(sentence)

    @property
    def _is_refused(self) -> bool:
        return self.verdict.currentText() != AGREED

    def _lay_out(self) -> None:
        form, look = self._form, style.current()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(look.px("space_2"))
        form.setHorizontalSpacing(look.px("space_3"))
        rows = (
            ("日期 *", self.day),
            ("结论 *", self.verdict),
            ("理由 *", self.reason),
            ("", self.late_words),
            ("原因 *", self.late),
            ("经办人", self.done_by),
            ("说明", self.note),
        )
        for name, editor in rows:
            editor.setAccessibleName(name.rstrip(" *"))
            form.addRow(label(name, "secondary"), editor)
        self.late.setAccessibleName("补记或超期的原因")
        self.day.setPlaceholderText("如 2022-05-09")
        self.reason.setPlaceholderText("为什么不同意或退回，如：缺户主签字")
        self.late.setPlaceholderText("如：县级每月审定一次")
        self.done_by.setPlaceholderText("可不填")
        self.body.addLayout(form)
        if self._task.papers:
            self._add_papers(self._task.papers)

    def _add_papers(self, marks: Sequence[PaperMark]) -> None:
        self.body.addWidget(label("已有的材料（可以以后再补）", "heading"))
        grid = QGridLayout()
        for place, mark in enumerate(marks):
            box = QCheckBox(mark.name)
            box.setChecked(bool(mark.is_present))
            self.papers[mark.item_key] = box
            grid.addWidget(box, *divmod(place, _COLUMNS))
        self.body.addLayout(grid)

    def _fill(self, entry: StepEntry) -> None:
        self.day.setText(entry.done_on.isoformat())
        self.verdict.setCurrentText(entry.result)
        self.reason.setText(entry.reason)
        self.late.setText(entry.late_reason)
        self.done_by.setText(entry.done_by)
        self.note.setText(entry.note)

    def _show_rows(self) -> None:
        """The reasons stand there only where one is needed."""
        why = self._why()
        is_late = why is not None or self._is_late_asked
        if why is not None:
            self.late_words.setText(f"{why}请写明原因。")
        self._form.setRowVisible(self.reason, self._is_refused)
        self._form.setRowVisible(self.late_words, why is not None)
        self._form.setRowVisible(self.late, is_late)

    def _why(self) -> str | None:
        if self._task.why is None:
            return None
        try:
            day = parse_date(self.day.text().strip())
        except UserError:
            return None  # it is half typed
        return self._task.why(day)


class PlanStepDialog(ActionDialog):
    """Sets the day that a step is planned for; an empty one takes it back."""

    def __init__(self, context: PageContext, task: StepTask, day: date | None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(
            context, f"安排“{task.name}”", "保存", hint=f"{task.hint}。留空表示不安排。",
            parent=parent,
        )  # fmt: skip
        self._task = task
        self.day = QLineEdit(day.isoformat() if day else "")
        self.day.setPlaceholderText("如 2022-05-09")
        self.day.setAccessibleName("计划日期")
        form = QFormLayout()
        form.addRow(label("计划日期", "secondary"), self.day)
        self.body.addLayout(form)
        self.day.setFocus()

    def call(self) -> Callable[[], Any]:
        task, database, typed = self._task, self.context.database, self.day.text().strip()
        day = parse_date(typed) if typed else None
        return lambda: plan_step(
            database, case_ids=task.case_ids, stage=task.stage, step_key=task.key, planned_on=day
        )
