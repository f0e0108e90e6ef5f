"""Editors for registry fields, one below the other."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QWidget,
)

from fangfan_desktop.domain.measure_rules import details_of
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.registry_fields import BY_KIND, MULTIPLE
from fangfan_desktop.usecases.registry_values import items_of, shown
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice

_HINTS = {Kind.DATE: "如 2022-05-09", Kind.MONEY: "元", Kind.NUMBER: ""}


class ItemsEdit(QWidget):
    """A line for several items of a code list, and a menu to tick them."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = field.choices
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.hint)
        self.line.setAccessibleName(field.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.current().px("space_1"))
        row.addWidget(self.line, 1)
        self._button = Button("选…", self._open)
        row.addWidget(self._button)
        self.setFocusProxy(self.line)

    def set_choices(self, choices: Sequence[str]) -> None:
        """What can be ticked; without any, the line is only typed into."""
        self.choices = tuple(choices)
        self._button.setVisible(bool(choices))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = items_of(self.line.text())
        for item in self.choices:
            action = menu.addAction(item)
            action.setCheckable(True)
            action.setChecked(item in chosen)
            action.triggered.connect(lambda _=False, item=item: self._toggle(item))
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _toggle(self, item: str) -> None:
        chosen = list(items_of(self.line.text()))
        if item in chosen:
            chosen.remove(item)
        else:
            chosen.append(item)
        self.line.setText("、".join(chosen))


class FieldForm(QWidget):
    """Editors by key; the values are texts, read by the use case."""

    def __init__(
        self,
        fields: Sequence[Field],
        values: Mapping[str, Value] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form.setVerticalSpacing(style.current().px("space_2"))
        self.form.setHorizontalSpacing(style.current().px("space_3"))
        self._fields = tuple(fields)
        self._editors: dict[str, QWidget] = {}
        for field in self._fields:
            editor = make_editor(field)
            self._editors[field.key] = editor
            name = f"{field.name} *" if field.is_required else field.name
            self.form.addRow(label(name, "secondary"), editor)
        self._follow_kind()
        self.set_values(values or {})

    def editor(self, key: str) -> QWidget:
        """The editor of a field."""
        return self._editors[key]

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show these values; fields without one are emptied."""
        for field in self._fields:
            set_text(self._editors[field.key], shown(field, values.get(field.key)))

    def _follow_kind(self) -> None:
        """The sub-items of a measure are those of its kind."""
        kind = self._editors.get("kind")
        for field in self._fields:
            detail = self._editors[field.key]
            if field.code_list != BY_KIND or not isinstance(detail, ItemsEdit):
                continue
            detail.set_choices(())
            if isinstance(kind, QComboBox):
                kind.currentTextChanged.connect(partial(_offer_details, detail))

    def texts(self) -> dict[str, object]:
        """What is typed, by key."""
        return {key: text_of(editor).strip() for key, editor in self._editors.items()}


def _offer_details(detail: ItemsEdit, kind: str) -> None:
    detail.set_choices(details_of(kind))


def make_editor(field: Field) -> QWidget:
    """An editor for a field of that kind."""
    if field.key in MULTIPLE or field.code_list == BY_KIND:
        return ItemsEdit(field)
    choices = ("是", "否") if field.kind is Kind.YES_NO else field.choices
    if choices:
        box = StillChoice()
        box.addItems(["", *choices])
        box.setAccessibleName(field.name)
        return box
    line = QLineEdit()
    line.setPlaceholderText(field.hint or _HINTS.get(field.kind, ""))
    line.setAccessibleName(field.name)
    return line


def set_text(editor: QWidget, text: str) -> None:
    """Show a text; a choice that is no longer listed is shown all the same."""
    if isinstance(editor, ItemsEdit):
        editor.line.setText(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, QComboBox):
        if editor.findText(text) < 0:
            editor.addItem(text)
        editor.setCurrentText(text)


def text_of(editor: QWidget) -> str:
    """What is typed."""
    if isinstance(editor, ItemsEdit):
        return editor.line.text()
    if isinstance(editor, QLineEdit):
        return editor.text()
    return editor.currentText() if isinstance(editor, QComboBox) else ""
