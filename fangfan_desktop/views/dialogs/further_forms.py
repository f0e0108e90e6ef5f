"""Check boxes of the forms that a new campaign uses besides 附件1 to 附件4."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from fangfan_desktop.usecases.form_choice import OfferedForm
from fangfan_desktop.views import style


class FurtherForms(QWidget):
    """The boxes; forms that are used already, such as the annexes, are not listed."""

    def __init__(self, forms: Sequence[OfferedForm], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.current().px("space_1"))
        self.boxes: dict[str, QCheckBox] = {}
        for each in forms:
            if each.is_basic:
                continue
            box = QCheckBox(f"{each.form.name}{_origin(each)}")
            column.addWidget(box)
            self.boxes[each.form.key] = box

    @property
    def has_choice(self) -> bool:
        """Whether there is a form to choose."""
        return bool(self.boxes)

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """Keys of the chosen forms; None where no list was given."""
        if not self.boxes:
            return None
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def choose(self, keys: Collection[str]) -> None:
        """Tick these, and no others."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)


def _origin(form: OfferedForm) -> str:
    if form.is_own:
        return "（本单位的表）"
    return "（参考样式）" if form.form.is_reference else ""
