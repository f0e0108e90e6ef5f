"""更正: one thing that was registered wrongly is put right, with the day and the reason.

A slip is mended in its cell; this is for what somebody may ask about later.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Field
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS
from fangfan_desktop.usecases.household_page import HouseholdPage, PersonLine
from fangfan_desktop.usecases.households import correct_household
from fangfan_desktop.usecases.people import correct_person
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.dialogs.occasion import OccasionForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label

_REASONS = ("登记有误", "证件核对后更正", "群众反映", "数据比对")


class Correction(ActionDialog):
    """Whose, which field, the right value, when and why."""

    def __init__(
        self,
        context: PageContext,
        page: HouseholdPage,
        person_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            "更正",
            "更正",
            hint=f"{page.head_name}户（{page.code}）。平常改错字直接在表格里改，改动都有记录；"
            "要留下原因的在这里更正。",
            parent=parent,
        )
        self._page = page
        self.whose, self.field = QComboBox(), QComboBox()
        self.whose.addItem("这一户", None)
        for person in page.people:
            self.whose.addItem(f"{person.name}（{person.relation}）", person.person_id)
        form = QFormLayout()
        form.setVerticalSpacing(style.current().px("space_2"))
        for name, box in (("更正谁的", self.whose), ("栏目", self.field)):
            box.setAccessibleName(name)
            form.addRow(label(name, "secondary"), box)
        self.body.addLayout(form)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.occasion = OccasionForm(context.today(), _REASONS)
        self.body.addWidget(self.occasion)
        self.whose.currentIndexChanged.connect(self._show_fields)
        self.field.currentIndexChanged.connect(self._show_value)
        self.value: FieldForm | None = None
        self.whose.setCurrentIndex(max(0, self.whose.findData(person_id)))
        self._show_fields()

    def call(self) -> Callable[[], RegistryResult]:
        database, household_id = self.context.database, self._page.household_id
        person, occasion = self._person, self.occasion.occasion()
        values = self.value.texts() if self.value is not None else {}
        if person is None:
            return lambda: correct_household(
                database, household_id=household_id, values=values, occasion=occasion
            )
        person_id = person.person_id
        return lambda: correct_person(
            database, person_id=person_id, values=values, occasion=occasion
        )

    @property
    def _person(self) -> PersonLine | None:
        wanted = self.whose.currentData()
        return next((each for each in self._page.people if each.person_id == wanted), None)

    @property
    def _fields(self) -> tuple[Field, ...]:
        if self._person is not None:
            return self._page.fields.person
        listed = {field.key for field in HOUSEHOLD_FIELDS}
        return tuple(field for field in self._page.fields.household if field.key in listed)

    def _show_fields(self) -> None:
        self.field.blockSignals(True)
        self.field.clear()
        for field in self._fields:
            self.field.addItem(field.name, field.key)
        self.field.blockSignals(False)
        self._show_value()

    def _show_value(self) -> None:
        if self.value is not None:
            self._place.removeWidget(self.value)
            self.value.deleteLater()
        key, person = self.field.currentData(), self._person
        fields = [field for field in self._fields if field.key == key]
        values = person.values if person is not None else self._page.values
        self.value = FieldForm(fields, values)
        self._place.addWidget(self.value)
        self._fit()
