"""When a column is to be filled in: conditions on other columns, one below the other."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Condition, Field, Form
from fangfan_desktop.forms.form_edits import asked_values, can_be_asked, suggest_reason
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class ConditionList(QWidget):
    """The conditions of one column; `changed` carries them all."""

    changed = Signal(object)  # tuple[Condition, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: list[Field] = []
        self._conditions: list[Condition] = []
        self.rows: list[_ConditionRow] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_2"))
        self._list = QVBoxLayout()
        layout.addLayout(self._list)
        self.add_button = Button("只在…时才填", self.add, icon="plus", role="flat")
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch()
        layout.addLayout(row)

    def show_conditions(self, form: Form, column: int) -> None:
        """Show those of a column."""
        key = form.fields[column].key
        self._asked = [field for field in form.fields if can_be_asked(field) and field.key != key]
        self._conditions = list(form.fields[column].applies)
        self._lay_rows()

    def add(self) -> None:
        """One more condition, on the first column that can be asked for."""
        used = {condition.field for condition in self._conditions}
        asked = next((field for field in self._asked if field.key not in used), None)
        if asked is not None:
            values = asked_values(asked)[:1]
            self._conditions.append(Condition(asked.key, values, suggest_reason(asked, values)))
            self._lay_rows()
            self._tell()
            self.rows[-1].field_box.setFocus()

    def _lay_rows(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, condition in enumerate(self._conditions):
            row = _ConditionRow(self._asked, condition, self._changer(place))
            self.rows.append(row)
            self._list.addWidget(row)
            row.show()
        self.add_button.setEnabled(len(self._conditions) < len(self._asked))
        self.add_button.setText("还要…时才填" if self._conditions else "只在…时才填")
        tip = "" if self._asked else "本表还没有是否栏或选项栏，不能设条件"
        self.add_button.setToolTip(tip)

    def _changer(self, place: int) -> Callable[[Condition | None], None]:
        def change(condition: Condition | None) -> None:
            if condition is None:
                del self._conditions[place]
                self._lay_rows()
                self.add_button.setFocus()
            else:
                self._conditions[place] = condition
            self._tell()

        return change

    def _tell(self) -> None:
        self.changed.emit(tuple(self._conditions))


class _ConditionRow(QWidget):
    """One condition: which column, which of its values, and the sentence that is shown."""

    def __init__(
        self,
        asked: list[Field],
        condition: Condition,
        change: Callable[[Condition | None], None],
    ) -> None:
        super().__init__()
        self._asked = asked
        self._condition = condition
        self._change = change
        self.field_box = StillChoice()
        self.field_box.setAccessibleName("条件用到的栏")
        self.field_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.field_box.setMinimumContentsLength(6)
        for field in asked:
            self.field_box.addItem(field.name, field.key)
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(condition.field)))
        self.field_box.activated.connect(self._take_field)
        self.values_button = Button("")
        self.values_button.setProperty("has_menu", True)
        self._menu = QMenu(self)
        self.values_button.setMenu(self._menu)
        self.value_actions: dict[int | str, QAction] = {}
        self.reason = QLineEdit(condition.reason)
        self.reason.setAccessibleName("不填时显示的话")
        self.reason.setPlaceholderText("不填时显示的话")
        self.reason.setCursorPosition(0)
        self.reason.textEdited.connect(self._take_reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_1"))
        above = QHBoxLayout()
        above.addWidget(self.field_box, 1)
        above.addWidget(label("是", "secondary"))
        above.addWidget(self.values_button, 1)
        above.addWidget(IconButton("trash", "去掉这个条件", lambda: change(None)))
        layout.addLayout(above)
        layout.addWidget(self.reason)
        self._fill_menu()

    def _field(self) -> Field | None:
        key = self._condition.field
        return next((field for field in self._asked if field.key == key), None)

    def _fill_menu(self) -> None:
        self._menu.clear()
        self.value_actions = {}
        field = self._field()
        for value in asked_values(field) if field is not None else ():
            action = self._menu.addAction(format_value(field, value) if field else str(value))
            action.setCheckable(True)
            action.setChecked(value in self._condition.values)
            action.toggled.connect(self._take_values)
            self.value_actions[value] = action
        self._name_values()

    def _name_values(self) -> None:
        chosen = [action.text() for action in self.value_actions.values() if action.isChecked()]
        self.values_button.setText("、".join(chosen) or "选值")
        self.values_button.setToolTip("、".join(chosen))
        self.values_button.setAccessibleName(f"条件的值：{'、'.join(chosen) or '未选'}")

    def _take_field(self) -> None:
        field = next(f for f in self._asked if f.key == self.field_box.currentData())
        values = asked_values(field)[:1]
        self._condition = Condition(field.key, values, suggest_reason(field, values))
        self.reason.setText(self._condition.reason)
        self._fill_menu()
        self._change(self._condition)

    def _take_values(self) -> None:
        field = self._field()
        if field is None:
            return
        was_suggested = self._condition.reason == suggest_reason(field, self._condition.values)
        values = tuple(value for value, one in self.value_actions.items() if one.isChecked())
        self._condition = replace(self._condition, values=values)
        if was_suggested or not self._condition.reason:
            self._condition = replace(self._condition, reason=suggest_reason(field, values))
            self.reason.setText(self._condition.reason)
        self._name_values()
        self._change(self._condition)

    def _take_reason(self, text: str) -> None:
        self._condition = replace(self._condition, reason=text)
        self._change(self._condition)
