"""分户: tick who goes, choose the heads."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QLineEdit, QWidget

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.household_changes import split_household
from fangfan_desktop.usecases.household_page import HouseholdPage, PersonLine
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.occasion import HeadChoice, OccasionForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label


class SplitHousehold(ActionDialog):
    """The dialog."""

    def __init__(
        self, context: PageContext, page: HouseholdPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            "分户",
            "分户",
            hint=f"勾选从{page.head_name}户分出去的人。新户沿用村组和脱贫情况，低保、住房等重新登记。",
            parent=parent,
        )
        self._page = page
        self.ticks: dict[int, QCheckBox] = {}
        ticks = QGridLayout()  # two beside each other: large families fit a small screen
        for place, person in enumerate(page.people):
            tick = QCheckBox(f"{person.name}（{person.relation}）")
            tick.toggled.connect(self._choose)
            self.ticks[person.person_id] = tick
            ticks.addWidget(tick, *divmod(place, 2))
        self.body.addLayout(ticks)
        relations = next(f for f in page.fields.person if f.key == "relation").choices
        self.head = HeadChoice("新户的户主", relations)
        self.remaining = HeadChoice("原户的新户主", relations)
        self.code = QLineEdit()
        self.code.setPlaceholderText("空着自动编号")
        self.code.setAccessibleName("新户编号")
        form = QFormLayout()
        form.addRow(label("新户编号", "secondary"), self.code)
        self.occasion = OccasionForm(context.today(), ("结婚分家", "分户另过", "申请分户"))
        for widget in (self.head, self.remaining):
            self.body.addWidget(widget)
            widget.hide()
        self.body.addLayout(form)
        self.body.addWidget(self.occasion)

    def call(self) -> Callable[[], RegistryResult]:
        going = [person.person_id for person in self._going()]
        if not going or len(going) == len(self._page.people):
            raise UserError("请勾选一部分人：至少一人分出去，至少一人留下。")
        database, household_id = self.context.database, self._page.household_id
        head, occasion = self.head.new_head(), self.occasion.occasion()
        remaining = None if self.remaining.isHidden() else self.remaining.new_head()
        values = {"code": self.code.text()}
        return lambda: split_household(
            database,
            household_id=household_id,
            person_ids=going,
            head=head,
            occasion=occasion,
            remaining_head=remaining,
            values=values,
        )

    def _going(self) -> list[PersonLine]:
        return [p for p in self._page.people if self.ticks[p.person_id].isChecked()]

    def _choose(self) -> None:
        going = self._going()
        staying = [p for p in self._page.people if p not in going]
        self.head.set_people(going)
        self.head.setVisible(bool(going))
        head_goes = any(person.relation == HEAD for person in going)
        self.remaining.set_people(staying)
        self.remaining.setVisible(head_goes and bool(staying))
