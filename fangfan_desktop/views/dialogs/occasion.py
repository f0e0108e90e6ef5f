"""Parts that the dialogs of 变更 share: day and reason, who becomes head, relations."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.relations import Member, relations_after
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.household_changes import NewHead
from fangfan_desktop.usecases.household_page import PersonLine
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice


class OccasionForm(QWidget):
    """Day, reason and note; `day` is suggested."""

    def __init__(
        self,
        day: date,
        reasons: Sequence[str] = (),
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        form.setHorizontalSpacing(style.current().px("space_3"))
        self.day = QLineEdit(day.isoformat())
        self.day.setAccessibleName("日期")
        self.reason = StillChoice()
        self.reason.setEditable(True)
        self.reason.addItems(list(reasons))
        self.reason.setAccessibleName("原因")
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText(hint or "写明原因")
        self.note = QLineEdit()
        self.note.setAccessibleName("说明")
        for name, editor in (
            ("日期 *", self.day),
            ("原因 *", self.reason),
            ("说明", self.note),
        ):
            form.addRow(label(name, "secondary"), editor)

    def occasion(self) -> Occasion:
        """What was typed.

        Raises:
            UserError: no day, or one that cannot be.
        """
        text = self.day.text().strip()
        if not text:
            raise UserError("请填日期。")
        return Occasion(parse_date(text), self.reason.currentText(), self.note.text())


class HeadChoice(QWidget):
    """Choose the head among some people; the others' relations are suggested and can be mended."""

    def __init__(self, title: str, relations: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed = [relation for relation in relations if relation != HEAD]
        self._people: tuple[PersonLine, ...] = ()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setVerticalSpacing(style.current().px("space_2"))
        self._form.setHorizontalSpacing(style.current().px("space_3"))
        self.head = StillChoice()
        self.head.setAccessibleName(title)
        self._form.addRow(label(f"{title} *", "secondary"), self.head)
        self._boxes: dict[int, QComboBox] = {}
        self.head.currentIndexChanged.connect(self._suggest)

    @property
    def boxes(self) -> dict[int, QComboBox]:
        """Relation boxes by person."""
        return self._boxes

    def set_people(self, people: Sequence[PersonLine]) -> None:
        """Choose among these; nobody is chosen where there are several."""
        if tuple(people) == self._people:
            return
        self._people = tuple(people)
        self.head.blockSignals(True)
        self.head.clear()
        for person in people:
            self.head.addItem(f"{person.name}（{person.relation}）", person.person_id)
        self.head.setCurrentIndex(0 if len(self._people) == 1 else -1)
        self.head.blockSignals(False)
        self._suggest()

    def new_head(self) -> NewHead:
        """Who becomes the head, and the relations of the others.

        Raises:
            UserError: nobody is chosen.
        """
        chosen = self.head.currentData()
        if chosen is None:
            raise UserError(f"请选{self.head.accessibleName()}。")
        return NewHead(chosen, {key: box.currentText() for key, box in self._boxes.items()})

    def _suggest(self) -> None:
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self._boxes = {}
        chosen = self.head.currentData()
        if chosen is None:
            return
        members = [_member(person) for person in self._people]
        told = relations_after(members, chosen)
        for person in self._people:
            if person.person_id != chosen:
                box = relation_box(self._listed, told[person.person_id])
                box.setAccessibleName(f"{person.name}与户主关系")
                self._boxes[person.person_id] = box
                self._form.addRow(label(f"{person.name} 是户主", "secondary"), box)


def relation_box(relations: Sequence[str], current: str) -> QComboBox:
    """A box to choose a relation to the head."""
    box = StillChoice()
    box.addItems(list(relations))
    box.setCurrentText(current)
    return box


def _member(person: PersonLine) -> Member:
    sex = person.values.get("sex")
    return Member(person.person_id, person.relation, sex if isinstance(sex, str) else None)
