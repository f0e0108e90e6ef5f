"""A dialog that asks for one or a few short texts: a name, a worker, an item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for; with `choices` (text, value) it is chosen, else typed."""

    name: str
    value: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    hint: str = ""


class AskTexts(ActionDialog):
    """The dialog; `save` gets the answers in order and runs the use case."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        asked: Sequence[Asked],
        save: Callable[[list[Any]], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, "保存", parent=parent)
        self._save = save
        self.editors: list[QLineEdit | QComboBox] = []
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        for one in asked:
            editor = _choice(one) if one.choices else _line(one)
            editor.setAccessibleName(one.name)
            self.editors.append(editor)
            form.addRow(label(one.name, "secondary"), editor)
        self.body.addLayout(form)
        self.editors[0].setFocus()

    def call(self) -> Callable[[], Any]:
        answers = [
            editor.currentData() if isinstance(editor, QComboBox) else editor.text()
            for editor in self.editors
        ]
        save = self._save
        return lambda: save(answers)


def _line(asked: Asked) -> QLineEdit:
    line = QLineEdit(str(asked.value or ""))
    line.setPlaceholderText(asked.hint)
    line.selectAll()
    return line


def _choice(asked: Asked) -> QComboBox:
    box = StillChoice()
    for text, value in asked.choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(asked.value)))
    return box
