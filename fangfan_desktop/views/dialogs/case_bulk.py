"""The same step for many cases at once, and the start of clearing for many."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from fangfan_desktop.domain.case_progress import AGREED, RESULTS
from fangfan_desktop.domain.clearing_rules import HELPED, NATURAL
from fangfan_desktop.usecases.case_bulk import ReasonNeeded, reasons_needed, record_for_all
from fangfan_desktop.usecases.case_clearing import start_clearing
from fangfan_desktop.usecases.case_list import CaseLine, StepInHand
from fangfan_desktop.usecases.case_steps import StepEntry, StepsResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_NAMED = 5
_LATE_NAMED = 5
_WIDTH = 520  # pixels at 100 %


class _BulkDialog(ActionDialog):
    """Names the cases it is about; a refusal says that none was touched."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        button: str,
        cases: Sequence[CaseLine],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, button, hint=whom(cases), parent=parent)
        self.cases = tuple(cases)
        self.setMinimumWidth(style.current().scaled(_WIDTH))
        self.day = DateBox(context.today())
        self.form = QFormLayout()
        self.form.setVerticalSpacing(style.current().px("space_2"))
        self.form.setHorizontalSpacing(style.current().px("space_3"))
        self.body.addLayout(self.form)

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The cases."""
        return tuple(case.case_id for case in self.cases)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong, whose it is, and that nothing was changed."""
        for case in self.cases:
            sentence = sentence.replace(
                f"个案 {case.code}", f"个案 {case.code}（{case.place} {case.head_name}户）"
            )
        end = f"{len(self.cases)} 个个案都没有改动。" if len(self.cases) > 1 else ""
        super().show_problem(f"{sentence}{end}")

    def add_rows(self, rows: Sequence[tuple[str, QWidget]]) -> None:
        """Editors with their names."""
        for name, editor in rows:
            editor.setAccessibleName(name.removesuffix(" *"))
            self.form.addRow(label(name, "secondary"), editor)


class RecordStep(_BulkDialog):
    """记录这一步 for all selected cases: one undo step."""

    def __init__(
        self,
        context: PageContext,
        cases: Sequence[CaseLine],
        steps: Sequence[StepInHand],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, f"记录“{steps[0].title}”", "记录", cases, parent)
        self.step, self.verdict = StillChoice(), StillChoice()
        for step in steps:
            self.step.addItem(step.title, step)
        self.verdict.addItems(RESULTS)
        self.reason, self.late_reason = QLineEdit(), QLineEdit()
        self.done_by, self.note = QLineEdit(), QLineEdit()
        self.late_note = wrapped("", "small")
        self.late_note.setProperty("level", Level.WARN.value)
        self.late_reason.setPlaceholderText("对所选各户都记这个原因")
        self.reason.setPlaceholderText("不同意、退回的都要写明")
        self.done_by.setPlaceholderText("如：村民代表评议会")
        self.body.insertWidget(0, self.late_note)
        self.add_rows(
            (
                ("哪一步 *", self.step),
                ("日期 *", self.day),
                ("结论 *", self.verdict),
                ("理由 *", self.reason),
                ("迟办、补记原因 *", self.late_reason),
                ("经办", self.done_by),
                ("备注", self.note),
            )
        )
        self.form.setRowVisible(self.step, len(steps) > 1)
        self.step.currentIndexChanged.connect(self._look)
        self.day.dateChanged.connect(self._look)
        self.verdict.currentTextChanged.connect(self._show_reason)
        self._show_reason(AGREED)
        self._show_late(())
        self._look()
        self.day.setFocus()

    def call(self) -> Callable[[], StepsResult]:
        step: StepInHand = self.step.currentData()
        entry = StepEntry(
            done_on=self.day.day,
            result=self.verdict.currentText(),
            reason=self.reason.text(),
            late_reason=self.late_reason.text(),
            done_by=self.done_by.text(),
            note=self.note.text(),
        )
        database, case_ids = self.context.database, self.case_ids
        return lambda: record_for_all(
            database, case_ids=case_ids, stage=step.stage, step_key=step.key, entry=entry
        )

    def _look(self) -> None:
        """Ask which of the cases need a reason on that day."""
        step: StepInHand = self.step.currentData()
        database, case_ids, day = self.context.database, self.case_ids, self.day.day
        self.context.read(
            lambda: reasons_needed(
                database, case_ids=case_ids, stage=step.stage, step_key=step.key, done_on=day
            ),
            label="核对时限和顺序",
            on_done=self._show_late,
            latest="step-reasons",
            owner=self,
        )

    def _show_late(self, late: Sequence[ReasonNeeded]) -> None:
        heads = {case.case_id: case.head_name for case in self.cases}
        named = "；".join(
            f"{heads[one.case_id]}户：{one.why.rstrip('。')}" for one in late[:_LATE_NAMED]
        )
        more = f"；等 {len(late)} 户" if len(late) > _LATE_NAMED else ""
        self.late_note.setText(f"要写明原因：{named}{more}。" if late else "")
        self.late_note.setVisible(bool(late))
        self.form.setRowVisible(self.late_reason, bool(late))

    def _show_reason(self, result: str) -> None:
        self.form.setRowVisible(self.reason, result != AGREED)


class StartClearing(_BulkDialog):
    """启动消除 for all selected cases: one undo step."""

    def __init__(
        self, context: PageContext, cases: Sequence[CaseLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "启动风险消除", "启动", cases, parent)
        self.how = StillChoice()
        self.how.addItems([HELPED, NATURAL])
        self.add_rows((("启动日期 *", self.day), ("消除方式 *", self.how)))
        self.day.setFocus()

    def call(self) -> Callable[[], object]:
        database, case_ids = self.context.database, self.case_ids
        day, how = self.day.day, self.how.currentText()
        return lambda: start_clearing(database, case_ids=case_ids, on=day, how=how)


def whom(cases: Sequence[CaseLine]) -> str:
    """20 户：坭桥村一组 韦某、黄某…; the village is said where it is another."""
    parts: list[str] = []
    last = ""
    for case in cases[:_NAMED]:
        parts.append(case.head_name if case.place == last else f"{case.place} {case.head_name}")
        last = case.place
    more = " 等" if len(cases) > _NAMED else ""
    return f"{len(cases)} 户：{'、'.join(parts)}{more}"
