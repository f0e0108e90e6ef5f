"""Picking the household that a ledger line is about."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.households import HouseholdList, search_households
from fangfan_desktop.usecases.ledger import pick_household
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label

_MOST = 30


class HouseholdPicker(QWidget):
    """A search line, `name` before it, and the households it finds."""

    def __init__(
        self, context: PageContext, *, name: str = "查找", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、户编号")
        self.search.setAccessibleName("查找农户")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的农户")
        self.found.setMaximumHeight(style.current().px("row_wide") * 5)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setVerticalSpacing(style.current().px("space_2"))
        self._form.setHorizontalSpacing(style.current().px("space_3"))
        self._form.addRow(label(name, "secondary"), self.search)
        self._form.addRow("", self.found)
        self._form.setRowVisible(self.found, False)
        self.setFocusProxy(self.search)
        self.search.textEdited.connect(self.look)

    @property
    def household_id(self) -> int | None:
        """The household in hand."""
        row = self.found.currentRow()
        return int(self.found.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else None

    def look(self, text: str) -> None:
        """Search."""
        database = self._context.database
        if not text.strip():
            self._show(None)
            return
        self._context.read(
            lambda: search_households(database, text=text, limit=_MOST),
            label="查找农户",
            on_done=self._show,
            latest="ledger-household",
            owner=self,
        )

    def _show(self, found: HouseholdList | None) -> None:
        self.found.clear()
        for row in found.rows if found else ():
            words = f"{row.head_name}户  {row.village}{row.group} · {row.people}人 · {row.code}"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, row.household_id)
            self.found.addItem(item)
        self._form.setRowVisible(self.found, self.found.count() > 0)
        if self.found.count():
            self.found.setCurrentRow(0)


class PickHouseholdDialog(ActionDialog):
    """Makes a line one about a household."""

    def __init__(
        self, context: PageContext, line_id: int, number: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            f"第{number}条：选择农户",
            "选定",
            hint="这一条改为户级问题，村、户主姓名和身份证号码按农户档案填好。",
            parent=parent,
        )
        self._line_id = line_id
        self.picker = HouseholdPicker(context)
        self.body.addWidget(self.picker)
        self.picker.setFocus()

    def call(self) -> Callable[[], Any]:
        household_id = self.picker.household_id
        if household_id is None:
            raise UserError("请先查找并选中一户。")
        database = self.context.database
        return lambda: pick_household(database, line_id=self._line_id, household_id=household_id)
