"""暂不纳入: why a household is not taken in; reasons that are none are marked at once."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QLineEdit, QWidget

from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.refusal_reasons import REASONS, refusal_fault
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_HINT = "理由会一直保留在个案里，以后可以重新启动识别。不予纳入要综合研判，不能只看收入或财产检索。"


class RefuseDialog(ActionDialog):
    """The dialog, for one case or many."""

    def __init__(
        self,
        context: PageContext,
        case_ids: Sequence[int],
        whose: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, f"暂不纳入：{whose}", "暂不纳入", hint=_HINT, parent=parent)
        self._case_ids = tuple(case_ids)
        self.day = QLineEdit(context.today().isoformat())
        self.day.setAccessibleName("日期")
        self.note = QLineEdit()
        self.note.setAccessibleName("说明")
        self.note.setPlaceholderText("综合研判的情况；选“其他”时必填")
        self.fault = wrapped("", "small")
        set_level(self.fault, Level.WARN)
        self.boxes: dict[str, QCheckBox] = {}
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        form.addRow(label("日期 *", "secondary"), self.day)
        form.addRow(label("说明", "secondary"), self.note)
        self._add_reasons()
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.body.addLayout(form)
        next(iter(self.boxes.values())).setFocus()

    def _add_reasons(self) -> None:
        """Those that are reasons at the left; those that are none by themselves at the right."""
        look = style.current()
        grid = QGridLayout()
        grid.setVerticalSpacing(look.px("space_2"))
        grid.setHorizontalSpacing(look.px("space_4"))
        grid.addWidget(label("理由（可选几条）", "heading"), 0, 0)
        grid.addWidget(label("不能单独作为理由的", "heading"), 0, 1)
        rows = [1, 1]
        for reason in REASONS:
            words = f"{reason.words}（{reason.fault}）" if reason.fault else reason.words
            box = QCheckBox(words)
            box.toggled.connect(self._warn)
            self.boxes[reason.key] = box
            column = int(reason.is_forbidden_alone)
            grid.addWidget(box, rows[column], column)
            rows[column] += 1
        self.body.addLayout(grid)
        self.fit_width()

    @property
    def reasons(self) -> list[str]:
        """Keys of the chosen reasons, in the order of the list."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def call(self) -> Callable[[], Any]:
        database, reasons, note = self.context.database, self.reasons, self.note.text()
        case_ids, day = self._case_ids, parse_date(self.day.text().strip())
        return lambda: refuse_cases(database, case_ids=case_ids, on=day, reasons=reasons, note=note)

    def _warn(self) -> None:
        fault = refusal_fault(self.reasons)
        self.fault.setText(
            f"{fault}。这样的不予纳入会被标出来，请写明综合研判的情况。" if fault else ""
        )
        self.fault.setVisible(bool(fault))
