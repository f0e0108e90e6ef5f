"""The list behind a number of 附件3: who and why, from which one household opens."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Field, Form, Kind, Subject, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.storage.selections import SelectedRow
from fangfan_desktop.usecases.statistics import FigureList
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column import GridColumn
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

FIGURE_LIST = "figure-list"  # all lists have the same columns, and look alike
_PROBLEMS = frozenset({"policy_problems", "funds_problems", "construction_problems"})
_WIDTH, _HEIGHT = 920, 520  # pixels at 100 %
_SHARE = 0.9  # of the screen at most


def _column(key: str, heading: str, width: int, kind: Kind = Kind.TEXT) -> Field:
    return Field(key, (heading,), kind, width=width)


_FORM = Form(
    key=FIGURE_LIST,
    name="名单",
    year=0,
    subject=Subject.HOUSEHOLD,
    title="名单",
    subtitle="",
    fields=(
        _column("seq", "序号", 48, Kind.NUMBER),
        _column("village", "村（社区）", 110),
        _column("group", "村组", 70),
        _column("code", "户编号", 100),
        _column("head_name", "户主姓名", 90),
        _column("people", "人口", 50, Kind.NUMBER),
        _column("evidence", "依据", 400),
    ),
    frozen_columns=0,
)


class FigureDialog(QDialog):
    """Shows a list; stays open beside the panel.

    Signals:
        opened: (page, target) that a row leads to, e.g. ("households", {"household_id": 5}).
    """

    opened = Signal(str, object)

    def __init__(self, found: FigureList, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = f"{place} · {found.title}"
        self.setWindowTitle(title)
        self._found = found
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        head = QHBoxLayout()
        head.addWidget(label(title, "title"))
        head.addWidget(label(count_text(found), "secondary"))
        head.addStretch()
        outer.addLayout(head)
        if found.note:
            outer.addWidget(wrapped(found.note, "small"))
        self.grid = FormGrid(
            [GridColumn(field, is_editable=False) for field in _FORM.fields],
            header_cells(_FORM),
            name="名单",
        )
        self.grid.model.set_rows(range(len(found.rows)), map(_values, found.rows))
        self.grid.row_opened.connect(self._open)
        self.grid.view.key_pressed.connect(self._key)
        self.grid.current_moved.connect(self._moved)
        outer.addWidget(self.grid, 1)
        if not found.rows:
            outer.addWidget(label("这里没有名单：这个数是 0。", "secondary"))
        row = QHBoxLayout()
        self.open_button = Button(self._open_words(), self._open, role="main")
        self.open_button.setEnabled(False)
        row.addStretch()
        row.addWidget(Button("关闭", self.close))
        row.addWidget(self.open_button)
        outer.addLayout(row)
        wanted = QSize(look.scaled(_WIDTH), look.scaled(_HEIGHT))
        self.resize(wanted.boundedTo(self.screen().availableSize() * _SHARE))
        if found.rows:
            self.grid.view.go(0, 4)
        self.grid.setFocus()

    def target(self, row: SelectedRow) -> tuple[str, dict[str, int]] | None:
        """Page and target that a row leads to; None for a grid or a grid worker."""
        if self._found.key in _PROBLEMS:
            return "ledger", {"line_id": row.item_id}
        if self._found.key == "mass_risk":
            return "survey", {"row_id": row.item_id}
        return (
            None
            if row.household_id is None
            else (
                "households",
                {"household_id": row.household_id},
            )
        )

    def _open_words(self) -> str:
        return "打开这一条" if self._found.key in {*_PROBLEMS, "mass_risk"} else "打开这一户"

    def _open(self, *_: object) -> None:
        row = self.grid.view.place[0]
        found = self.target(self._found.rows[self.grid.model.row_id(row)]) if row >= 0 else None
        if found is not None:
            self.opened.emit(*found)

    def _key(self, event: object) -> None:
        key = getattr(event, "key", lambda: None)()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif key == Qt.Key.Key_Escape:
            self.reject()  # the grid takes the key, so the dialog does not hear of it

    def _moved(self, row_id: object, _key: str) -> None:
        can_open = isinstance(row_id, int) and self.target(self._found.rows[row_id]) is not None
        self.open_button.setEnabled(can_open)


def count_text(found: FigureList) -> str:
    """How long the list is: 12 户 37 人, or 5 条."""
    if found.unit != "户":
        return f"{len(found.rows):,} {found.unit}"
    people = {row.household_id: row.people for row in found.rows}
    return f"{len(people):,} 户 {sum(people.values()):,} 人"


def _values(row: SelectedRow) -> tuple[Value, ...]:
    people = row.people if row.household_id is not None else None
    return (None, row.village, row.group, row.code, row.head_name, people, row.evidence)
