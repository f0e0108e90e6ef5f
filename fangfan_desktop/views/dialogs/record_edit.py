"""Adding or correcting one record of a household: an identification, a measure, a visit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.page import PageContext


class RecordEdit(ActionDialog):
    """The dialog; `save` gets the typed texts by key and runs the use case."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Value],
        save: Callable[[dict[str, object]], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, "保存", parent=parent)
        self._save = save
        self.form = FieldForm(fields, values)
        self.body.addWidget(self.form)
        self.form.editor(fields[0].key).setFocus()

    def call(self) -> Callable[[], Any]:
        texts, save = self.form.texts(), self._save
        return lambda: save(texts)
