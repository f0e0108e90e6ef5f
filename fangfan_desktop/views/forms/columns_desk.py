"""The columns of a form to work on: table and buttons, the column in hand beside, preview below."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QInputDialog,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.forms.form_edits import (
    add_fields,
    duplicate_field,
    group_fields,
    move_fields,
    new_field,
    remove_fields,
    ungroup_fields,
)
from fangfan_desktop.forms.known_fields import KnownField, known_fields
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.field_choice import FieldChoice
from fangfan_desktop.views.forms.columns_table import ColumnsTable
from fangfan_desktop.views.forms.field_side import FieldSide
from fangfan_desktop.views.forms.preview import FormPreview
from fangfan_desktop.views.widgets.button import Button

_LARGE = 150  # percent
_SIDE_WIDTH = 372  # pixels at 100 %
_TABLE_ROWS = 8  # in sight at least, where the letters are large
_PREVIEW_HEIGHT = 236
_IN_A_LINE = 4  # buttons, where the letters are large
_NEW = "新栏"


class ColumnsDesk(QWidget):
    """Works on the form that it is shown; `edited` carries the next form and a tag of the step."""

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: Form | None = None
        self._own: tuple[Field, ...] = ()
        self.table = ColumnsTable()
        self.side = FieldSide(offers_own=True)
        self.preview = FormPreview()
        self._lay_out()
        self.table.columns.edited.connect(self.edited)
        self.side.edited.connect(self.edited)
        self.table.column_changed.connect(self._show_column)
        self.table.moved.connect(self.move_columns)
        self.table.removed.connect(self.remove)
        self.table.copied.connect(self.duplicate)
        self.table.added.connect(self.add_new)
        self.table.selectionModel().selectionChanged.connect(self._name_buttons)

    def set_own_fields(self, fields: Sequence[Field]) -> None:
        """Fields of the office's other forms, to choose from beside the shipped ones."""
        self._own = tuple(fields)

    def show_form(self, form: Form) -> None:
        """Show a form; the line in hand stays where its number is still there."""
        column = max(0, self.table.currentIndex().row())
        self._form = form
        self.table.columns.show_form(form)
        self.preview.show_form(form, column)
        if not form.fields:
            self.side.clear()
        elif self.table.currentIndex().row() < 0:
            self.table.choose([min(column, len(form.fields) - 1)])
        else:
            self.side.show_column(form, self.table.currentIndex().row())
        self._name_buttons()

    def go_to(self, column: int) -> None:
        """Take a column in hand."""
        self.table.choose([column])
        self.table.setFocus()

    # --- whole columns -------------------------------------------------------------------------

    def add_new(self) -> None:
        """A new column behind the one in hand, ready for its heading."""
        form, at = self._form, self._behind
        if form is None:
            return
        above: list[str] = []
        if form.fields and at:
            above = [text for text in form.fields[at - 1].headings if text][:-1]
        self._do(add_fields(form, at, [new_field(form, _NEW, above)]), [at])
        self.side.headings.setFocus()
        self.side.headings.selectAll()

    def add_known(self) -> FieldChoice | None:
        """Choose fields of the catalogue; they come behind the column in hand."""
        form = self._form
        if form is None:
            return None
        dialog = FieldChoice(
            known_fields(form.subject, self._own), taken=form.value_keys, parent=self
        )
        dialog.chosen.connect(self.insert_known)
        dialog.open()
        return dialog

    def insert_known(self, chosen: Sequence[KnownField]) -> None:
        """Put fields behind the column in hand, under their lowest headings."""
        form, at = self._form, self._behind
        if form is None:
            return
        fields = [_alone(one.field) for one in chosen]
        grown = add_fields(form, at, fields)
        keys = {field.key for field in grown.fields}
        fields = [_with_known_conditions(field, keys) for field in fields]
        self._do(add_fields(form, at, fields), list(range(at, at + len(fields))))

    def duplicate(self) -> None:
        """A column like the one in hand, under a key of its own."""
        form, rows = self._form, self.table.chosen
        if form is not None and rows:
            self._do(duplicate_field(form, rows[-1]), [rows[-1] + 1])

    def remove(self) -> None:
        """Take the chosen columns out."""
        form, rows = self._form, self.table.chosen
        if form is not None and rows:
            left = remove_fields(form, rows)
            self._do(left, [min(rows[0], len(left.fields) - 1)])

    def move_columns(self, by: int) -> None:
        """Move the chosen columns one place up or down."""
        form, rows = self._form, self.table.chosen
        if form is not None and rows:
            moved, places = move_fields(form, rows, by)
            self._do(moved, places)

    def ask_group(self) -> None:
        """Ask for a heading over the chosen columns."""
        if self.table.chosen:
            dialog = QInputDialog(self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setWindowTitle("合并表头")
            dialog.setLabelText("选中各栏上面的表头：")
            dialog.setOkButtonText("确定")
            dialog.setCancelButtonText("取消")
            dialog.textValueSelected.connect(self.group)
            dialog.open()

    def group(self, heading: str) -> None:
        """Put a heading over the chosen columns."""
        form, rows = self._form, self.table.chosen
        if form is not None and rows and heading.strip():
            places = list(range(rows[0], rows[0] + len(rows)))
            self._do(group_fields(form, rows, heading.strip()), places)

    def ungroup(self) -> None:
        """Take away the lowest heading over the chosen columns."""
        form, rows = self._form, self.table.chosen
        if form is not None and rows:
            self._do(ungroup_fields(form, rows), rows)

    @property
    def _behind(self) -> int:
        rows = self.table.chosen
        return rows[-1] + 1 if rows else len(self.table.columns.fields)

    def _do(self, form: Form, rows: Sequence[int]) -> None:
        self.edited.emit(form, None)
        self.table.choose(rows)

    def _show_column(self, column: int) -> None:
        if self._form is not None and 0 <= column < len(self._form.fields):
            self.side.show_column(self._form, column)
            self.preview.show_column(column)

    # --- looks ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = style.current()
        self._buttons = self._make_buttons()
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.px("space_1"))
        down.addLayout(self._buttons)
        down.addWidget(self.table, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setProperty("role", "plain")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.side)
        upper = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, upper)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(left, 1)
        self._across.addWidget(self._area)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(upper)
        self._split.addWidget(self.preview)
        self._split.setStretchFactor(0, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look.px("space_2"), 0, 0)
        outer.addWidget(self._split)
        look.zoom_changed.connect(self._fit)
        self._fit()

    def _make_buttons(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(0)
        wanted: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("新栏", "plus", self.add_new, "在选中的栏后面增加一栏（Insert）"),
            ("从栏目库插入", "search", self.add_known, "各表共用的栏目，能预填、能接上往年"),
            ("复制", "copy", self.duplicate, "复制选中的栏（Ctrl+D）"),
            ("上移", "chevron-up", lambda: self.move_columns(-1), "Alt+↑"),
            ("下移", "chevron-down", lambda: self.move_columns(1), "Alt+↓"),
            ("合并表头", "merge", self.ask_group, "给选中的几栏加一个共同的上级表头"),
            ("拆开", "split", self.ungroup, "去掉选中各栏最近的上级表头"),
            ("删除", "trash", self.remove, "Delete"),
        )
        self.buttons: dict[str, Button] = {}
        for text, icon, call, tip in wanted:
            button = Button(text, call, icon=icon, role="flat", tip=tip)
            self.buttons[text] = button
        return grid

    def _name_buttons(self) -> None:
        has_rows = bool(self.table.chosen)
        for name, button in self.buttons.items():
            if name not in {"新栏", "从栏目库插入"}:
                button.setEnabled(has_rows)

    def _fit(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        self._area.setMinimumWidth(0 if is_large else look.scaled(_SIDE_WIDTH))
        self._area.setMaximumWidth(16_777_215 if is_large else look.scaled(_SIDE_WIDTH))
        buttons = list(self.buttons.values())
        for place, button in enumerate(buttons):
            self._buttons.addWidget(
                button, *divmod(place, _IN_A_LINE if is_large else len(buttons))
            )
        self._buttons.setColumnStretch(len(buttons), 1)
        row = look.px("row")
        self.table.setMinimumHeight(row * (_TABLE_ROWS if is_large else _TABLE_ROWS // 2))
        self._area.setMinimumHeight(self.side.sizeHint().height() if is_large else 0)
        self.preview.setMinimumHeight(look.scaled(_PREVIEW_HEIGHT))


def _alone(field: Field) -> Field:
    """A field of the catalogue as a column by itself, under its lowest heading."""
    texts = [text for text in field.headings if text]
    return replace(field, headings=(texts[-1],), aliases=())


def _with_known_conditions(field: Field, keys: Collection[str]) -> Field:
    return replace(field, applies=tuple(c for c in field.applies if c.field in keys))
