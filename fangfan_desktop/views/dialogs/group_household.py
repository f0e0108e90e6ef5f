"""Putting a household into a group of people (人群分组)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.focus_groups import MemberNote, put_household
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.ledger_household import HouseholdPicker
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label


class GroupHousehold(ActionDialog):
    """The dialog."""

    def __init__(
        self, context: PageContext, group_id: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, f"放入“{name}”", "放入", parent=parent)
        self._group_id = group_id
        self.picker = HouseholdPicker(context)
        self.body.addWidget(self.picker)
        form = QFormLayout()
        self.lines: dict[str, QLineEdit] = {}
        for key, words in (("basis", "认定依据"), ("difficulty", "主要困难"), ("owner", "责任人")):
            line = QLineEdit()
            line.setAccessibleName(words)
            self.lines[key] = line
            form.addRow(label(words, "secondary"), line)
        self.body.addLayout(form)
        self.picker.setFocus()

    def call(self) -> Callable[[], Any]:
        household_id = self.picker.household_id
        if household_id is None:
            raise UserError("请先查找并选中一户。")
        database, group_id = self.context.database, self._group_id
        note = MemberNote(**{key: line.text() for key, line in self.lines.items()})
        return lambda: put_household(
            database, group_id=group_id, household_id=household_id, note=note
        )
