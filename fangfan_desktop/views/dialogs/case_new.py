"""登记监测对象: find the household, then the category, day and risks of the identification."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field
from fangfan_desktop.usecases.household_records import set_identification
from fangfan_desktop.usecases.households import HouseholdList, search_households
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label

_MOST = 20
_ASKED = ("category", "identified_on", "risks", "helper_name", "helper_phone", "remarks")
_HOUSEHOLD = Qt.ItemDataRole.UserRole


class NewCase(ActionDialog):
    """The dialog; the fields come with the office's own choices."""

    def __init__(
        self, context: PageContext, fields: Sequence[Field], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            "登记监测对象",
            "登记",
            hint="先找到这一户，再填类别、识别时间和风险。人口和户信息以农户档案为准。",
            parent=parent,
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、户编号")
        self.search.setAccessibleName("查找农户")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的户")
        self.found.setProperty("role", "popup")
        self.found.setFixedHeight(style.current().px("row_wide") * 4)
        asked = [field for key in _ASKED for field in fields if field.key == key]
        self.form = FieldForm(asked, {"identified_on": context.today().isoformat()})
        self.body.addWidget(label("哪一户", "heading"))
        self.body.addWidget(self.search)
        self.body.addWidget(self.found)
        self.body.addWidget(self.form)
        self.search.textEdited.connect(self._look)
        self.search.setFocus()

    def call(self) -> Callable[[], RegistryResult]:
        chosen = self.found.selectedItems()
        if not chosen:
            raise UserError("请先查找并选中要登记的户。")
        household_id = int(chosen[0].data(_HOUSEHOLD))
        database, texts = self.context.database, self.form.texts()
        return lambda: set_identification(database, household_id=household_id, values=texts)

    def _look(self, text: str) -> None:
        database = self.context.database
        self.context.read(
            lambda: search_households(database, text=text, limit=_MOST),
            label="查找农户",
            on_done=self._show,
            latest="case-household",
            owner=self,
        )

    def _show(self, found: HouseholdList) -> None:
        self.found.clear()
        for row in found.rows:
            words = f"{row.head_name}户  {row.village}{row.group} · {row.people}人 · {row.code}"
            item = QListWidgetItem(words)
            item.setData(_HOUSEHOLD, row.household_id)
            self.found.addItem(item)
        if found.rows:
            self.found.setCurrentRow(0)
