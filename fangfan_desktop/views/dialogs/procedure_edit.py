"""Editing a procedure: its limits, and its steps as a table of texts and choices."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.usecases.procedure_drafts import (
    LEVELS,
    NOTICES,
    SINCE,
    StepDraft,
    edited,
    step_drafts,
)
from fangfan_desktop.usecases.procedures import save_procedure
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_HEADINGS = ("步骤", "谁办", "等哪一步", "时限", "起算", "公示公告", "公示天数", "材料", "审定")
_STRETCH = (5, 0, 3, 2, 0, 0, 2, 5, 0)
_LEAST = (136, 0, 84, 92, 0, 0, 72, 160, 0)  # pixels at 100 %
_WIDE, _SEEN_ROWS = 1180, 10  # pixels at 100 %; rows in sight
_LARGE = 150  # percent
_LEVELS = tuple((word, word) for word in LEVELS)
_SINCE = tuple((words, key) for key, words in SINCE.items())
_NOTICES = tuple((words, key) for key, words in NOTICES.items())


class StepRow:
    """The boxes of one step."""

    def __init__(self, draft: StepDraft) -> None:
        self._key, self._note = draft.key, draft.note
        self.name = QLineEdit(draft.name)
        self.level = _choice(_LEVELS, draft.level)
        self.after = QLineEdit(draft.after)
        self.after.setPlaceholderText("上一步")
        self.limit = QLineEdit(draft.limit)
        self.since = _choice(_SINCE, draft.since)
        self.notice = _choice(_NOTICES, draft.notice)
        self.days = QLineEdit(draft.days)
        self.papers = QLineEdit(draft.papers)
        self.decision = QCheckBox()
        self.decision.setChecked(draft.is_decision)
        for words, box in zip(_HEADINGS, self.boxes, strict=True):
            box.setAccessibleName(f"{draft.name or '新步骤'}：{words}")

    @property
    def boxes(self) -> tuple[QWidget, ...]:
        """In the order of the headings."""
        return (
            self.name,
            self.level,
            self.after,
            self.limit,
            self.since,
            self.notice,
            self.days,
            self.papers,
            self.decision,
        )

    def draft(self) -> StepDraft:
        """What stands in the boxes."""
        return StepDraft(
            key=self._key,
            name=self.name.text().strip(),
            level=str(self.level.currentData()),
            after=self.after.text(),
            limit=self.limit.text(),
            since=str(self.since.currentData()),
            notice=str(self.notice.currentData()),
            days=self.days.text(),
            papers=self.papers.text(),
            is_decision=self.decision.isChecked(),
            note=self._note,
        )


class StepsTable(QWidget):
    """The steps of one stage, a row each; rows can be added, removed and moved."""

    def __init__(self, drafts: tuple[StepDraft, ...], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows: list[StepRow] = []
        look = style.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, look.px("space_2"), 0, 0)
        self._holder = QVBoxLayout()
        layout.addLayout(self._holder)
        self._grid: QWidget | None = None
        below = QHBoxLayout()
        below.addWidget(Button("添加一步", self.add_step, icon="plus", role="flat"))
        below.addStretch()
        layout.addLayout(below)
        layout.addStretch()
        self._show(drafts)

    def drafts(self) -> tuple[StepDraft, ...]:
        """What stands in the boxes."""
        return tuple(row.draft() for row in self.rows)

    def add_step(self) -> None:
        """A new step at the end; its name is typed next."""
        self._show((*self.drafts(), StepDraft()))
        self.rows[-1].name.setFocus()

    def remove_step(self, place: int) -> None:
        """Remove a step."""
        drafts = list(self.drafts())
        del drafts[place]
        self._show(tuple(drafts))

    def move_step(self, place: int, by: int) -> None:
        """Move a step up or down."""
        drafts = list(self.drafts())
        if 0 <= place + by < len(drafts):
            drafts.insert(place + by, drafts.pop(place))
            self._show(tuple(drafts))
            self.rows[place + by].name.setFocus()

    def _show(self, drafts: tuple[StepDraft, ...]) -> None:
        if self._grid is not None:
            self._holder.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        look = style.current()
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px("space_1"))
        grid.setVerticalSpacing(look.px("space_1"))
        for column, words in enumerate(_HEADINGS):
            grid.addWidget(label(words, "secondary"), 0, column)
            grid.setColumnStretch(column, _STRETCH[column])
            grid.setColumnMinimumWidth(column, look.scaled(_LEAST[column]))
        self.rows = [StepRow(draft) for draft in drafts]
        for place, row in enumerate(self.rows):
            for column, box in enumerate(row.boxes):
                grid.addWidget(box, place + 1, column)
            grid.setAlignment(row.decision, Qt.AlignmentFlag.AlignCenter)
            for number, button in enumerate(self._buttons(place)):
                grid.addWidget(button, place + 1, len(_HEADINGS) + number)
        self._holder.addWidget(self._grid)

    def _buttons(self, place: int) -> tuple[IconButton, ...]:
        return (
            IconButton("chevron-up", "上移", partial(self.move_step, place, -1)),
            IconButton("chevron-down", "下移", partial(self.move_step, place, 1)),
            IconButton("trash", "删除这一步", partial(self.remove_step, place)),
        )


class ProcedureEdit(ActionDialog):
    """The dialog; saving makes a new version, cases that run keep theirs."""

    def __init__(
        self, context: PageContext, procedure: Procedure, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            f"修改程序：{procedure.name}",
            "保存为新版本",
            hint="时限写“15天”或“5个工作日”；“等哪一步”空着就是等上一步，并行的写同一步的名称；"
            "“审定”那一步同意了才算纳入或消除。",
            parent=parent,
        )
        self._procedure = procedure
        self.name = QLineEdit(procedure.name)
        self.year = _number(2000, 2100, procedure.year)
        self.helper = QLineEdit(procedure.helper.words)
        self.measures = QLineEdit(procedure.measures.words)
        self.visit_months = _number(1, 12, procedure.visit_months)
        self.clear_after = _number(0, 36, procedure.clear_after_months)
        self.steps = {
            stage: StepsTable(step_drafts(procedure, stage), stage.label) for stage in Stage
        }
        self._lay_out()
        self.name.setFocus()

    def call(self) -> Callable[[], Any]:
        new = edited(
            self._procedure,
            name=self.name.text(),
            year=self.year.value(),
            helper=self.helper.text(),
            measures=self.measures.text(),
            visit_months=self.visit_months.value(),
            clear_after_months=self.clear_after.value(),
            steps={stage: table.drafts() for stage, table in self.steps.items()},
        )
        database = self.context.database
        return lambda: save_procedure(database, procedure=new)

    def _lay_out(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        rows = QVBoxLayout() if is_large else QHBoxLayout()
        columns = (
            (("名称", self.name), ("起用年份", self.year)),
            (("帮扶责任人", self.helper), ("帮扶措施", self.measures)),
            (("走访（月）", self.visit_months), ("满几个月可消除", self.clear_after)),
        )
        for pairs in columns:
            form = QFormLayout()
            for words, editor in pairs:
                editor.setAccessibleName(words)
                form.addRow(label(words, "secondary"), editor)
            rows.addLayout(form, 1)
        self.body.addLayout(rows)
        tabs = QTabWidget()
        for stage, table in self.steps.items():
            area = QScrollArea()
            area.setProperty("role", "plain")
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setMinimumHeight(look.px("row_wide") * _SEEN_ROWS)
            area.setWidget(table)
            tabs.addTab(area, stage.label)
        self.body.addWidget(tabs, 1)
        room = self.screen().availableSize().width() - look.px("space_4") * 2
        self.setMinimumWidth(min(look.scaled(_WIDE), room))


def _number(low: int, high: int, value: int) -> StillNumber:
    box = StillNumber()
    box.setRange(low, high)
    box.setValue(value)
    return box


def _choice(choices: tuple[tuple[str, str], ...], value: str) -> StillChoice:
    box = StillChoice()
    for words, key in choices:
        box.addItem(words, key)
    if box.findData(value) < 0:  # counted from one of the steps, or a kind of a later year
        box.addItem(value, value)
    box.setCurrentIndex(box.findData(value))
    return box
