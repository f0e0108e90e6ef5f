"""The household as a whole: a new head, moving out and back, another village or group."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.usecases.areas import VillageAreas, village_areas
from fangfan_desktop.usecases.household_changes import change_head
from fangfan_desktop.usecases.household_page import HouseholdPage
from fangfan_desktop.usecases.households import (
    move_household,
    move_out_household,
    return_household,
)
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.occasion import HeadChoice, OccasionForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label


class ChangeHead(ActionDialog):
    """更换户主."""

    def __init__(
        self, context: PageContext, page: HouseholdPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            "更换户主",
            "更换",
            hint="其他人与新户主的关系已按原来的关系推出，推不出的是“其他”，请改成实际关系。",
            parent=parent,
        )
        self._household_id = page.household_id
        relations = next(f for f in page.fields.person if f.key == "relation").choices
        self.head = HeadChoice("新户主", relations)
        self.head.set_people(page.people)
        old = next((i for i, p in enumerate(page.people) if p.relation == HEAD), -1)
        if old >= 0:
            self.head.head.model().item(old).setEnabled(False)  # pyright: ignore[reportAttributeAccessIssue] - a QStandardItemModel
        self.occasion = OccasionForm(context.today(), ("原户主年老", "原户主外出", "家庭协商"))
        self.body.addWidget(self.head)
        self.body.addWidget(self.occasion)

    def call(self) -> Callable[[], RegistryResult]:
        database, household_id = self.context.database, self._household_id
        head, occasion = self.head.new_head(), self.occasion.occasion()
        return lambda: change_head(
            database, household_id=household_id, new_head=head, occasion=occasion
        )


class MoveOut(ActionDialog):
    """整户迁出, and 整户迁回 for one that has left."""

    def __init__(
        self, context: PageContext, page: HouseholdPage, parent: QWidget | None = None
    ) -> None:
        has_left = page.left_on is not None
        super().__init__(
            context,
            "整户迁回" if has_left else "整户迁出",
            "迁回" if has_left else "迁出",
            hint=f"{page.head_name}户（{page.code}）。"
            + ("随户迁出的人一起回来。" if has_left else "档案留着，以后可以迁回。"),
            parent=parent,
        )
        self._household_id, self._has_left = page.household_id, has_left
        self.occasion = OccasionForm(context.today(), hint="如：迁往县城")
        self.body.addWidget(self.occasion)

    def call(self) -> Callable[[], RegistryResult]:
        database, household_id = self.context.database, self._household_id
        occasion = self.occasion.occasion()
        act = return_household if self._has_left else move_out_household
        return lambda: act(
            database,
            household_id=household_id,
            on=occasion.on,
            reason=occasion.reason,
            note=occasion.note,
        )


class Relocate(ActionDialog):
    """调整村、组、网格."""

    def __init__(
        self,
        context: PageContext,
        page: HouseholdPage,
        villages: Sequence[tuple[int, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "调整村组网格", "调整", parent=parent)
        self._page = page
        self.village, self.group, self.grid = QComboBox(), QComboBox(), QComboBox()
        form = QFormLayout()
        for name, box in (
            ("村（社区） *", self.village),
            ("村民小组", self.group),
            ("网格", self.grid),
        ):
            box.setAccessibleName(name.removesuffix(" *"))
            form.addRow(label(name, "secondary"), box)
        self.body.addLayout(form)
        self.occasion = OccasionForm(context.today(), ("搬家", "村组调整", "网格调整", "登记有误"))
        self.body.addWidget(self.occasion)
        for key, name in villages:
            self.village.addItem(name, key)
        self.village.setCurrentIndex(self.village.findData(page.village_id))
        self.village.currentIndexChanged.connect(self._load)
        self._load()

    def call(self) -> Callable[[], RegistryResult]:
        database, household_id = self.context.database, self._page.household_id
        village, group = self.village.currentData(), self.group.currentData()
        grid, occasion = self.grid.currentData(), self.occasion.occasion()
        return lambda: move_household(
            database,
            household_id=household_id,
            village_id=village,
            group_id=group,
            grid_id=grid,
            occasion=occasion,
        )

    def _load(self) -> None:
        village = self.village.currentData()
        self.context.read(
            lambda: village_areas(self.context.database, village_id=village),
            label="读取村组",
            on_done=self._show,
            latest="relocate_areas",
            owner=self,
        )

    def _show(self, areas: VillageAreas) -> None:
        for box, lines, current in (
            (self.group, areas.groups, self._page.group_id),
            (self.grid, areas.grids, self._page.grid_id),
        ):
            box.clear()
            box.addItem("", None)
            for line in lines:
                box.addItem(line.name, line.id)
            box.setCurrentIndex(max(0, box.findData(current)))
