"""A new line of the ledger: whose problem it is, what it is, who puts it right until when."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from fangfan_desktop.domain.ledger_rules import LedgerLevel
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Value
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.usecases.ledger import add_line
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.dialogs.ledger_household import HouseholdPicker
from fangfan_desktop.views.page import PageContext

_NEEDED = frozenset({"problem_type", "problem"})
_KEYS = ("problem_type", "problem", "action", "owner", "deadline", "remarks")


class NewLineDialog(ActionDialog):
    """The dialog; `line_id` is the new line once it is made."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        form: Form,
        villages: Sequence[str],
        level: LedgerLevel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            "新增整改问题",
            "新增",
            hint="当场改好的问题（立行立改）不用列入台账。",
            parent=parent,
        )
        self.line_id: int | None = None
        self._campaign_id = campaign_id
        place = (
            Field("level", ("级别",), Kind.CHOICE, choices=tuple(LedgerLevel)),
            replace(form.field("village"), choices=tuple(villages), is_required=False),
        )
        self._fields = {key: form.field(key) for key in _KEYS}
        self.place = FieldForm(place, {"level": level.value})
        self.picker = HouseholdPicker(context, name="农户 *")
        self.form = FieldForm([_shown(field) for field in self._fields.values()])
        for widget in (self.place, self.picker, self.form):
            self.body.addWidget(widget)
        self.level_box().currentTextChanged.connect(self._follow_level)
        self._follow_level()
        first = self.picker if level is LedgerLevel.HOUSEHOLD else self.form.editor("problem")
        first.setFocus()

    def level_box(self) -> QComboBox:
        """The editor of the level."""
        box = self.place.editor("level")
        if not isinstance(box, QComboBox):
            raise TypeError(box)
        return box

    def call(self) -> Callable[[], Any]:
        level = self._level()
        values = self._values()
        household_id = None
        if level is LedgerLevel.HOUSEHOLD:
            household_id = self.picker.household_id
            if household_id is None:
                raise UserError("户级问题请先查找并选中一户。")
        elif level is LedgerLevel.VILLAGE:
            values["village"] = str(self.place.texts()["village"])
            if not values["village"]:
                raise UserError("村级问题请选村（社区）。")
        for key in sorted(_NEEDED):
            if not values[key]:
                raise UserError(f"请填写{self._fields[key].name}。")
        database = self.context.database

        def add() -> Changes:
            made = add_line(
                database,
                campaign_id=self._campaign_id,
                level=level,
                values=values,
                household_id=household_id,
                source="台账登记",
            )
            self.line_id = made.id
            return made.changes

        return add

    def _values(self) -> dict[str, Value]:
        texts = self.form.texts()
        return {key: parse_value(field, texts[key]) for key, field in self._fields.items()}

    def _level(self) -> LedgerLevel:
        try:
            return LedgerLevel(self.level_box().currentText())
        except ValueError:
            raise UserError("请选级别：乡镇级、村级或户级。") from None

    def _follow_level(self) -> None:
        """Show what the level asks for."""
        text = self.level_box().currentText()
        self.place.form.setRowVisible(1, text == LedgerLevel.VILLAGE.value)
        self.picker.setVisible(text == LedgerLevel.HOUSEHOLD.value)


def _shown(field: Field) -> Field:
    """The field as the dialog shows it: one line, a star where the dialog insists."""
    kind = Kind.TEXT if field.kind is Kind.LONG_TEXT else field.kind
    return replace(field, kind=kind, is_required=field.key in _NEEDED)
