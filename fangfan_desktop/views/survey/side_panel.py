"""Beside the grid: the household of the current row, what differs, last time, the problems."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.usecases.household_panel import (
    Difference,
    HouseholdPanel,
    PersonLine,
)
from fangfan_desktop.usecases.previous_answers import Compared, PreviousAnswer
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.problem_list import ProblemList
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import Tag, label, set_level, wrapped

_TYPE_LEVELS = {"监测户": Level.WARN, "脱贫户": Level.INFO}
_SHOWN_DIFFERENCES = 8


class SidePanel(QFrame):
    """A card of sections.

    Signals:
        take_over_requested: household id and the field's key, "" for all that differ.
        note_written: row id, key of the note, text.
        note_left: Enter ended a note; the keys go back to the grid.
        household_opened: household id; show it in 农户档案.
    """

    take_over_requested = Signal(int, str)
    note_written = Signal(int, str, str)
    note_left = Signal()
    household_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("本户和本村情况")
        self.can_write = True
        self.is_of_villages = False  # no household stands in a row, only problems are listed
        self.can_open = True  # the household in 农户档案, with its forms of all campaigns
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setProperty("role", "plain")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = _Column()
        # Qt shows labels that were added only later, and does not always ask again then.
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(inner.fit)
        self._layout = QVBoxLayout(inner)
        self._part = QWidget()
        self._layout.addWidget(self._part)
        self._layout.addStretch()
        self._scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        self.problems = ProblemList()
        below = QWidget()
        self._around = QVBoxLayout(below)
        # Where there are no problems only that is said, and the household has the room.
        self._around.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self._around.addWidget(self.problems)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        for place, part in enumerate((self._scroll, below)):
            split.addWidget(part)
            split.setStretchFactor(place, 1)
        split.setSizes([1000, 1000])  # else the household had what the problems leave over
        outer.addWidget(split)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self.show_household(None)

    def show_household(self, panel: HouseholdPanel | None) -> None:
        """Show a household; None where no row is in hand."""
        part = self._fresh()
        self._scroll.setVisible(not self.is_of_villages)
        if self.is_of_villages and self._around.count() == 1:
            self._around.setStretch(0, 1)
            self._around.addStretch()  # where there are no problems, that is said at the top
        if panel is None and self.is_of_villages:
            return
        if panel is None:
            part.addWidget(wrapped("点一行，这里显示这一户的情况。", "secondary"))
            return
        self._add_heading(part, panel)
        _add_title(part, f"家庭成员 {len(panel.people)} 人")
        for person in panel.people:
            part.addWidget(wrapped(_person_text(person), "small"))
        self._add_notes(part, panel)
        if panel.differences:
            self._add_differences(part, panel.household_id, panel.differences)
        if panel.previous_name:
            _add_title(part, panel.previous_name)
            _add_previous(part, panel.previous_lines)

    def _add_heading(self, part: QVBoxLayout, panel: HouseholdPanel) -> None:
        row = QHBoxLayout()
        row.addWidget(label(panel.head_name, "heading"))
        if panel.household_type:
            level = _TYPE_LEVELS.get(panel.household_type, Level.PLAIN)
            row.addWidget(Tag(panel.household_type, level))
        row.addStretch()
        if self.can_open:
            row.addWidget(
                Button("档案", lambda: self.household_opened.emit(panel.household_id), role="link")
            )
        part.addLayout(row)
        where = " · ".join(
            text for text in (panel.place, f"户编号 {panel.code}", mask_phone(panel.phone)) if text
        )
        part.addWidget(wrapped(where, "small"))

    def _add_notes(self, part: QVBoxLayout, panel: HouseholdPanel) -> None:
        for key, name, text in panel.notes:
            _add_title(part, f"{name}：说明")
            box = QLineEdit(text)
            box.setPlaceholderText("请写明具体情况")
            box.setAccessibleName(f"{name}说明")
            box.setReadOnly(not self.can_write)
            box.editingFinished.connect(self._note_sender(panel.row_id, key, box, text))
            box.returnPressed.connect(self.note_left, Qt.ConnectionType.QueuedConnection)
            part.addWidget(box)

    def _note_sender(
        self, row_id: int, key: str, box: QLineEdit, before: str
    ) -> Callable[[], None]:
        sent = before

        def send() -> None:
            nonlocal sent  # Enter and the loss of the keys both end the note
            if box.text().strip() != sent:
                sent = box.text().strip()
                self.note_written.emit(row_id, key, sent)

        return send

    def _add_differences(
        self, part: QVBoxLayout, household_id: int, differences: tuple[Difference, ...]
    ) -> None:
        _add_title(part, "与台账不一致")
        for found in differences[:_SHOWN_DIFFERENCES]:
            row = QHBoxLayout()
            words = wrapped(
                f"{found.name}：档案{found.registry_text}，本表{found.answer_text}", "small"
            )
            row.addWidget(words, 1)
            if self.can_write:
                row.addWidget(self._taker("采用", household_id, found.key))
            part.addLayout(row)
        if len(differences) > 1 and self.can_write:
            words = f"全部采用 {len(differences)} 处"
            part.addWidget(self._taker(words, household_id, ""), 0, Qt.AlignmentFlag.AlignLeft)

    def _taker(self, text: str, household_id: int, key: str) -> Button:
        return Button(text, lambda: self.take_over_requested.emit(household_id, key), role="link")

    def _fresh(self) -> QVBoxLayout:
        """An empty part in the place of the one that was shown."""
        old, new = self._part, QWidget()
        layout = QVBoxLayout(new)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_1"))
        self._layout.replaceWidget(old, new)
        new.show()
        old.hide()
        old.deleteLater()
        self._fit_timer.start()
        self._part = new
        return layout

    def _resize(self) -> None:
        look = style.current()
        side = look.px("space_3")
        self._layout.setContentsMargins(side, side, side, side)
        self._layout.setSpacing(look.px("space_2"))
        self._around.setContentsMargins(side, look.px("space_2"), look.px("space_1"), side)
        self.setFixedWidth(look.scaled(_WIDTH))


_WIDTH = 232


class _Column(QWidget):
    """As high as its wrapped lines need at the width it has; Qt would ask for more."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def fit(self) -> None:
        """Ask for the height that the lines need beside the scroll bar."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            self.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _person_text(person: PersonLine) -> str:
    age = "" if person.age is None else str(person.age)
    return f"{person.name}  " + " · ".join(
        text for text in (person.relation, age, person.detail) if text
    )


def _add_previous(layout: QVBoxLayout, answers: Sequence[PreviousAnswer]) -> None:
    """What differs from now line by line, then the rest in one text: a long list comes quickly."""
    for answer in answers:
        if answer.compared is Compared.OTHER:
            words = wrapped(f"{answer.name}：上次 {answer.text}，本次 {answer.now}", "small")
            set_level(words, Level.WARN)
            layout.addWidget(words)
    for compared, title in ((Compared.OPEN, "本次未填，上次"), (Compared.SAME, "与上次相同")):
        lines = [f"{one.name}：{one.text}" for one in answers if one.compared is compared]
        if lines:
            layout.addWidget(wrapped(f"{title}（{len(lines)} 栏）", "secondary"))
            layout.addWidget(wrapped("\n".join(lines), "small"))
    if not answers:
        layout.addWidget(wrapped("没有填写", "small"))


def _add_title(layout: QVBoxLayout, text: str) -> None:
    rule = QFrame()
    rule.setProperty("role", "rule")
    layout.addSpacing(style.current().px("space_1"))
    layout.addWidget(rule)
    layout.addSpacing(style.current().px("space_1"))
    layout.addWidget(wrapped(text, "heading"))
