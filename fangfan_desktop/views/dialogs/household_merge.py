"""合户: find the other household, say what its people are to the head."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.relations import OTHER
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.household_changes import merge_households
from fangfan_desktop.usecases.household_page import HouseholdPage, household_page
from fangfan_desktop.usecases.households import HouseholdList, search_households
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.occasion import OccasionForm, relation_box
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label

_MOST = 20


class MergeHouseholds(ActionDialog):
    """The dialog."""

    def __init__(
        self, context: PageContext, page: HouseholdPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            "合户",
            "合户",
            hint=f"选一户并入{page.head_name}户（{page.code}）。并入的户转为已离开，它的记录都留着。",
            parent=parent,
        )
        self._page = page
        relations = next(f for f in page.fields.person if f.key == "relation").choices
        self._listed = [relation for relation in relations if relation != HEAD]
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、户编号")
        self.search.setAccessibleName("查找并入的户")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的户")
        self.found.setMaximumHeight(style.current().px("row_wide") * 5)
        self.found.hide()
        self._form = QFormLayout()
        self.boxes: dict[int, QComboBox] = {}
        self.occasion = OccasionForm(context.today(), ("误分户", "父母随子女生活", "复婚"))
        self.body.addWidget(self.search)
        self.body.addWidget(self.found)
        self.body.addLayout(self._form)
        self.body.addWidget(self.occasion)
        self.search.textEdited.connect(self._look)
        self.found.currentItemChanged.connect(self._take)

    def call(self) -> Callable[[], RegistryResult]:
        if self.found.currentRow() < 0:
            raise UserError("请先查找并选中要并入的户。")
        other = int(self.found.currentItem().data(Qt.ItemDataRole.UserRole))
        database, household_id = self.context.database, self._page.household_id
        occasion = self.occasion.occasion()
        relations = {key: box.currentText() for key, box in self.boxes.items()}
        return lambda: merge_households(
            database,
            household_id=household_id,
            other_id=other,
            occasion=occasion,
            relations=relations,
        )

    def _look(self, text: str) -> None:
        self.context.read(
            lambda: search_households(self.context.database, text=text, limit=_MOST),
            label="查找农户",
            on_done=self._show,
            latest="merge_search",
            owner=self,
        )

    def _show(self, found: HouseholdList) -> None:
        self.found.clear()
        for row in found.rows:
            if row.household_id != self._page.household_id:
                words = f"{row.head_name}户  {row.village}{row.group} · {row.people}人 · {row.code}"
                item = QListWidgetItem(words)
                item.setData(Qt.ItemDataRole.UserRole, row.household_id)
                self.found.addItem(item)
        self.found.setVisible(self.found.count() > 0)

    def _take(self, item: QListWidgetItem | None) -> None:
        self._clear()
        if item is None:
            return
        other = int(item.data(Qt.ItemDataRole.UserRole))
        self.context.read(
            lambda: household_page(self.context.database, household_id=other),
            label="读取农户",
            on_done=self._ask_relations,
            latest="merge_other",
            owner=self,
        )

    def _ask_relations(self, other: HouseholdPage) -> None:
        self._clear()
        for person in other.people:
            box = relation_box(self._listed, OTHER)
            box.setAccessibleName(f"{person.name}与户主关系")
            self.boxes[person.person_id] = box
            self._form.addRow(label(f"{person.name} 是{self._page.head_name}", "secondary"), box)

    def _clear(self) -> None:
        self.boxes = {}
        while self._form.rowCount():
            self._form.removeRow(0)
