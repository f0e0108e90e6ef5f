"""核实情况 of a case: what is typed, and beside it what the program knows already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSizePolicy, QWidget

from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.usecases.finding_suggestions import Suggestion
from fangfan_desktop.usecases.registry_values import shown
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.field_form import set_text, text_of
from fangfan_desktop.views.dialogs.record_edit import RecordEdit
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import wrapped

_TWO_COLUMNS = 660  # pixels at 100 %


class FindingEdit(RecordEdit):
    """The dialog; suggestions are told above the fields and taken only by their button."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Value],
        save: Callable[[dict[str, object]], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, fields, values, save, parent)
        self._fields = {field.key: field for field in fields}
        self.suggestions: list[Suggestion] = []
        self.take_button = Button("填入建议值", self.take_suggestions)
        self._split()

    def suggest(self, known: Sequence[Suggestion]) -> None:
        """Tell what is known of fields that are empty."""
        empty = {key for key, text in self.form.texts().items() if not text}
        self.suggestions = [each for each in known if each.key in empty]
        if self.suggestions:
            self.body.insertWidget(0, self._told())

    def take_suggestions(self) -> None:
        """Put what is suggested into the fields that are still empty."""
        for each in self.suggestions:
            editor = self.form.editor(each.key)
            if not text_of(editor).strip():
                set_text(editor, shown(self._fields[each.key], each.value))
        self.form.editor("found_on").setFocus()  # before the button that has the keys goes grey
        self.take_button.setEnabled(False)

    def _split(self) -> None:
        """Two columns where the screen is wide enough: all is seen at once."""
        look = style.current()
        gap = look.px("space_4")
        needed = look.scaled(_TWO_COLUMNS)
        if needed > self.screen().availableGeometry().width() * 9 // 10:
            return
        first, second = self.form.form, QFormLayout()
        second.setLabelAlignment(first.labelAlignment())
        second.setVerticalSpacing(first.verticalSpacing())
        second.setHorizontalSpacing(first.horizontalSpacing())
        middle = (first.rowCount() + 1) // 2
        while first.rowCount() > middle:
            name = first.itemAt(middle, QFormLayout.ItemRole.LabelRole).widget()
            editor = first.itemAt(middle, QFormLayout.ItemRole.FieldRole).widget()
            first.takeRow(middle)  # the widgets stay
            second.addRow(name, editor)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(gap)
        self.body.removeWidget(self.form)
        across.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        across.addLayout(second, 1)
        self.body.addWidget(row)
        self.setMinimumWidth(needed)

    def _told(self) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.current().px("space_3"))
        words = wrapped(self._words(), "small")
        across.addWidget(words, 1)
        self.take_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        across.addWidget(self.take_button)
        return row

    def _words(self) -> str:
        """建议（核对后保存）：家庭人口 2、住房安全 是（农户档案）；…, by where it comes from."""
        by_source: dict[str, list[str]] = {}
        for each in self.suggestions:
            field = self._fields[each.key]
            words = f"{field.name} {shown(field, each.value)}"
            by_source.setdefault(each.source, []).append(words)
        told = "；".join(f"{'、'.join(words)}（{source}）" for source, words in by_source.items())
        return f"建议，核对后再保存：{told}。"
