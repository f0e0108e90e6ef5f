"""新增农户: village, group, the head; the rest is filled in on the household's own page."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from fangfan_desktop.usecases.areas import VillageAreas, village_areas
from fangfan_desktop.usecases.households import add_household
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.occasion import OccasionForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label


class NewHousehold(ActionDialog):
    """The dialog."""

    def __init__(
        self,
        context: PageContext,
        villages: Sequence[tuple[int, str]],
        village_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            "新增农户",
            "新增",
            hint="先登记户主，其他成员到户里逐个添加。性别、出生日期由身份证号码得出。",
            parent=parent,
        )
        self.village, self.group = QComboBox(), QComboBox()
        self.name, self.number = QLineEdit(), QLineEdit()
        self.phone, self.code = QLineEdit(), QLineEdit()
        self.number.setPlaceholderText("18位；没有的先空着")
        self.code.setPlaceholderText("空着自动编号")
        form = QFormLayout()
        form.setVerticalSpacing(style.current().px("space_2"))
        for name, editor in (
            ("村（社区） *", self.village),
            ("村民小组", self.group),
            ("户主姓名 *", self.name),
            ("户主身份证号码", self.number),
            ("联系电话", self.phone),
            ("户编号", self.code),
        ):
            editor.setAccessibleName(name.removesuffix(" *"))
            form.addRow(label(name, "secondary"), editor)
        self.body.addLayout(form)
        self.occasion = OccasionForm(context.today(), ("补录", "整户迁入", "新立户"))
        self.body.addWidget(self.occasion)
        for key, name in villages:
            self.village.addItem(name, key)
        self.village.setCurrentIndex(self.village.findData(village_id))
        self.village.currentIndexChanged.connect(self._load_groups)
        self._load_groups()
        (self.name if village_id is not None else self.village).setFocus()

    def call(self) -> Callable[[], RegistryResult]:
        database, village = self.context.database, self.village.currentData()
        group = self.group.currentData()
        head = {"name": self.name.text(), "id_number": self.number.text()}
        values = {"code": self.code.text(), "phone": self.phone.text()}
        occasion = self.occasion.occasion()
        return lambda: add_household(
            database,
            village_id=village or 0,
            group_id=group,
            head=head,
            values=values,
            occasion=occasion,
        )

    def _load_groups(self) -> None:
        village = self.village.currentData()
        self.group.clear()
        if village is None:
            return
        self.context.read(
            lambda: village_areas(self.context.database, village_id=village),
            label="读取村民小组",
            on_done=self._show_groups,
            latest="new_household_groups",
            owner=self,
        )

    def _show_groups(self, areas: VillageAreas) -> None:
        self.group.clear()
        self.group.addItem("", None)
        for group in areas.groups:
            self.group.addItem(group.name, group.id)
