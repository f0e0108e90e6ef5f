"""修改线索: the day, source, category and risks of a case that is open already."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.usecases.case_new import CATEGORIES, Clue, correct_clue
from fangfan_desktop.usecases.clue_household import ClueChoices
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.risk_ticks import RiskTicks
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice

_UNKNOWN = "未定"
_MOVED = (("不清楚", None), ("是，户籍未迁", True), ("否，已迁", False))


class EditClue(ActionDialog):
    """The dialog; the keys are where risks are ticked."""

    def __init__(
        self,
        context: PageContext,
        view: CaseView,
        choices: ClueChoices,
        parent: QWidget | None = None,
    ) -> None:
        hint = "已经纳入的，类别和风险同时改到监测识别记录。" if view.is_included else ""
        super().__init__(context, f"修改线索：{view.head}户", "保存", hint=hint, parent=parent)
        self._case_id = view.case_id
        self.day = QLineEdit(view.clue_on.isoformat() if view.clue_on else "")
        self.source, self.category, self.unmoved = StillChoice(), StillChoice(), StillChoice()
        sources = dict.fromkeys(
            (*choices.sources, *([view.clue_source] if view.clue_source else ()))
        )
        self.source.addItems(list(sources))
        self.source.setCurrentText(view.clue_source)
        self.category.addItems([_UNKNOWN, *CATEGORIES])
        self.category.setCurrentText(view.category or _UNKNOWN)
        for words, value in _MOVED:
            self.unmoved.addItem(words, value)
        self.unmoved.setCurrentIndex(max(0, self.unmoved.findData(view.is_unmoved)))
        names = dict.fromkeys((*choices.risks, *(risk.name for risk in view.risks)))
        self.risks = RiskTicks(list(names), choices.disasters)
        self.risks.set_risks(view.risks)
        self.note = QLineEdit(view.clue_note)
        self._lay_out()
        self.risks.setFocus()

    def call(self) -> Callable[[], Any]:
        category = self.category.currentText()
        clue = Clue(
            on=parse_date(self.day.text().strip()),
            source=self.source.currentText(),
            note=self.note.text(),
            category=None if category == _UNKNOWN else category,
            risks=self.risks.risks,
            is_unmoved=self.unmoved.currentData(),
        )
        database, case_id = self.context.database, self._case_id
        return lambda: correct_clue(database, case_id=case_id, clue=clue)

    def _lay_out(self) -> None:
        form, look = QFormLayout(), style.current()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(look.px("space_2"))
        form.setHorizontalSpacing(look.px("space_3"))
        for name, editor in (
            ("线索日期 *", self.day),
            ("线索来源 *", self.source),
            ("风险", self.risks),
            ("监测对象类别", self.category),
            ("户籍未迁", self.unmoved),
            ("情况说明", self.note),
        ):
            editor.setAccessibleName(name.removesuffix(" *"))
            form.addRow(label(name, "secondary"), editor)
        self.body.addLayout(form)
        self.fit_width()
