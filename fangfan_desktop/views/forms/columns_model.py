"""The columns of a form as lines of a table; what is typed there gives the next form."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from fangfan_desktop.forms.form import Field, Form, Kind, Source
from fangfan_desktop.forms.form_edits import (
    heading_line,
    read_choices,
    read_heading_line,
    set_field,
)
from fangfan_desktop.forms.form_faults import kind_word
from fangfan_desktop.views import style
from fangfan_desktop.views.forms.words import SOURCES, conditions_text, content_text

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("栏", "表头", "类型", "必填", "选项、说明", "条件", "来源", "列宽")
NUMBER, HEADING, KIND, REQUIRED, CONTENT, CONDITION, SOURCE, WIDTH = range(len(HEADINGS))
_TYPED = {Source.TYPED, Source.PREFILLED}
_TEXT_ROLES = {
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
}
_CHECKED = Qt.CheckState.Checked


class ColumnsModel(QAbstractTableModel):
    """One line a column of the form. `edited` carries the next form and a tag of the step."""

    edited = QtSignal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form: Form | None = None
        self.fault_at: int | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns shown."""
        return () if self.form is None else self.form.fields

    def show_form(self, form: Form) -> None:
        """Show the columns of a form; lines stay where their number does."""
        before = self.fields
        if len(before) == len(form.fields) and self.form is not None:
            self.form = form
            last = self.index(len(form.fields) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.form = form
        self.endResetModel()

    def mark_fault(self, column: int | None) -> None:
        """Mark the column at fault; None takes the mark away."""
        self.fault_at = column
        if self.fields:
            last = self.index(len(self.fields) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_shown = orientation is Qt.Orientation.Horizontal
        return HEADINGS[section] if is_shown and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        field = self.fields[index.row()]
        if index.column() == REQUIRED and field.source in _TYPED:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        is_choices = index.column() == CONTENT and field.kind is Kind.CHOICE
        if index.column() in {HEADING, KIND, WIDTH} or (is_choices and not field.code_list):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.form is None:
            return None
        field, column = self.fields[index.row()], index.column()
        if role in _TEXT_ROLES:
            return self._text(index.row(), field, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == REQUIRED:
            box = _CHECKED if field.is_required else Qt.CheckState.Unchecked
            return box if field.source in _TYPED else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {NUMBER, WIDTH}:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if role == Qt.ItemDataRole.BackgroundRole and index.row() == self.fault_at:
            return style.current().colour("danger_ground")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if self.form is None or not index.isValid():
            return False
        field = self.fields[index.row()]
        changed = self._changed(field, index.column(), value, role)
        if changed is None or changed == field:
            return False
        self.edited.emit(set_field(self.form, index.row(), changed), None)
        return True

    def _changed(self, field: Field, column: int, value: Any, role: int) -> Field | None:
        if role == Qt.ItemDataRole.CheckStateRole and column == REQUIRED:
            return replace(field, is_required=Qt.CheckState(value) is _CHECKED)
        if role != Qt.ItemDataRole.EditRole:
            return None
        if column == HEADING:
            headings = read_heading_line(str(value))
            return replace(field, headings=headings) if headings else None
        if column == KIND:
            return replace(field, kind=Kind(value))
        if column == CONTENT:
            return replace(field, choices=read_choices(str(value)))
        text = str(value).strip()
        return replace(field, width=int(text)) if text.isdecimal() and int(text) else None

    def _text(self, row: int, field: Field, column: int) -> str:
        if column == CONDITION:
            return "" if self.form is None else conditions_text(self.form, field)
        if column == CONTENT:
            return content_text(field)
        return {
            NUMBER: str(row + 1),
            HEADING: heading_line(field),
            KIND: kind_word(field.kind),
            SOURCE: SOURCES[field.source][0],
            WIDTH: str(field.width),
        }.get(column, "")
