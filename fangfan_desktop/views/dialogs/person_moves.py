"""A person comes (出生、婚入、迁入) or goes (死亡、婚出、迁出)."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.usecases.household_changes import person_left
from fangfan_desktop.usecases.household_page import HouseholdPage
from fangfan_desktop.usecases.people import JOIN_REASONS, LEAVE_REASONS, add_person
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.dialogs.occasion import HeadChoice, OccasionForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label

_JOIN_KEYS = ("name", "relation", "id_number", "sex", "born_on", "phone")


class PersonJoins(ActionDialog):
    """成员加入: 出生、婚入、迁入."""

    def __init__(
        self, context: PageContext, page: HouseholdPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            "成员加入",
            "登记",
            hint=f"{page.head_name}户。性别、出生日期由身份证号码得出，没有号码的请填写。",
            parent=parent,
        )
        self._household_id = page.household_id
        fields = {field.key: field for field in page.fields.person}
        self.person = FieldForm([fields[key] for key in _JOIN_KEYS])
        self.occasion = OccasionForm(context.today(), JOIN_REASONS)
        self.body.addWidget(self.person)
        self.body.addWidget(self.occasion)
        self.person.editor("name").setFocus()

    def call(self) -> Callable[[], RegistryResult]:
        database, household_id = self.context.database, self._household_id
        values, occasion = self.person.texts(), self.occasion.occasion()
        return lambda: add_person(
            database,
            household_id=household_id,
            values=values,
            reason=occasion.reason.strip() or JOIN_REASONS[0],
            on=occasion.on,
            note=occasion.note,
        )


class PersonLeaves(ActionDialog):
    """成员离开: 死亡、婚出、迁出; the head's going asks for a new head."""

    def __init__(
        self,
        context: PageContext,
        page: HouseholdPage,
        person_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context, "成员离开", "登记", hint=f"{page.head_name}户。人留在档案里。", parent=parent
        )
        self._people = page.people
        self.person = QComboBox()
        self.person.setAccessibleName("成员")
        for person in page.people:
            self.person.addItem(f"{person.name}（{person.relation}）", person.person_id)
        self.person.setCurrentIndex(self.person.findData(person_id))
        form = QFormLayout()
        form.addRow(label("成员 *", "secondary"), self.person)
        self.occasion = OccasionForm(context.today(), LEAVE_REASONS)
        relations = next(f for f in page.fields.person if f.key == "relation").choices
        self.head = HeadChoice("新户主", relations)
        self.body.addLayout(form)
        self.body.addWidget(self.occasion)
        self.body.addWidget(self.head)
        self.person.currentIndexChanged.connect(self._ask_head)
        self._ask_head()

    def call(self) -> Callable[[], RegistryResult]:
        database, person_id = self.context.database, self.person.currentData()
        occasion = self.occasion.occasion()
        head = self.head.new_head() if not self.head.isHidden() else None
        return lambda: person_left(
            database, person_id=person_id or 0, occasion=occasion, new_head=head
        )

    def _ask_head(self) -> None:
        chosen = self.person.currentData()
        staying = [p for p in self._people if p.person_id != chosen]
        is_head = any(p.person_id == chosen and p.relation == HEAD for p in self._people)
        if is_head and staying:
            self.head.set_people(staying)
        self.head.setVisible(is_head and bool(staying))
