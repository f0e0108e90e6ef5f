"""An editable table of records: one row a person or a period, one column a field.

The model keeps values and shows them; what is typed goes out as a request, and the table shows it
when the answer has come. The last row takes a new record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fangfan_desktop.domain.masking import mask, mask_phone
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.registry_fields import MULTIPLE
from fangfan_desktop.usecases.registry_values import shown
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.column_fitter import ColumnFitter

_Index = QModelIndex | QPersistentModelIndex
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER})
_CENTRED = frozenset({Kind.YES_NO})
_WORKED_OUT = 104  # pixels at 100 %: width of a column that nobody types into
_PHONE_KEYS = frozenset({"phone", "helper_phone"})


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its id, its values, and texts that stand for a value (出生 with the age)."""

    row_id: int
    values: Mapping[str, Value]
    texts: Mapping[str, str]


class RecordModel(QAbstractTableModel):
    """Records by fields; `worked_out` are further columns that cannot be edited.

    Signals:
        edit_requested: row id, key, text.
        add_requested: key → text of the new record, as soon as all it needs is there.
    """

    edit_requested = Signal(int, str, str)
    add_requested = Signal(dict)

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        worked_out: Sequence[tuple[str, str]] = (),
        add_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._worked_out = tuple(worked_out)
        self._add_hint = add_hint
        self._records: tuple[Record, ...] = ()
        self._draft: dict[str, str] = {}
        self._is_revealed = False
        self._is_editable = True

    @property
    def records(self) -> tuple[Record, ...]:
        """The rows."""
        return self._records

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Take the fields with the office's choices; the columns stay the same."""
        self._fields = tuple(fields)

    def set_records(self, records: Sequence[Record], *, is_editable: bool = True) -> None:
        """Show these rows; the cell in hand stays where the rows are the same."""
        new = tuple(records)
        if [r.row_id for r in new] == [r.row_id for r in self._records] and (
            is_editable == self._is_editable
        ):
            self._records = new
            self._tell_all()
            return
        self.beginResetModel()
        self._records, self._is_editable = new, is_editable
        self.endResetModel()

    def clear_draft(self) -> None:
        """Forget what was typed into the last row."""
        self._draft = {}
        self._tell_all()

    def reveal(self, *, is_revealed: bool) -> None:
        """Show ID numbers and telephones in full, or hide their middle."""
        self._is_revealed = is_revealed
        self._tell_all()

    def field_at(self, column: int) -> Field | None:
        """Field of a column; None for a worked-out one."""
        return self._fields[column] if column < len(self._fields) else None

    def column_of(self, key: str) -> int:
        """Column of a field."""
        return next(i for i, field in enumerate(self._fields) if field.key == key)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        if parent.isValid():
            return 0
        return len(self._records) + int(self._can_add)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._fields) + len(self._worked_out)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        field = self.field_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return field.name if field else self._worked_out[section - len(self._fields)][1]
        if role == Qt.ItemDataRole.ToolTipRole and field:
            return field.hint or None
        return _alignment(field) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_field = index.isValid() and self.field_at(index.column()) is not None
        if self._is_editable and is_field:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        field = self.field_at(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(field)
        if index.row() >= len(self._records):
            return self._draft_data(index.column(), role)
        record = self._records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.column(), record)
        if role == Qt.ItemDataRole.EditRole and field is not None:
            return shown(field, record.values.get(field.key))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        field = self.field_at(index.column())
        if role != Qt.ItemDataRole.EditRole or field is None:
            return False
        text = str(value)
        if index.row() < len(self._records):
            record = self._records[index.row()]
            if text.strip() != shown(field, record.values.get(field.key)):
                self.edit_requested.emit(record.row_id, field.key, text)
            return True
        self._draft[field.key] = text
        self.dataChanged.emit(index, index)
        needed = [one.key for one in self._fields if one.is_required]
        if all(self._draft.get(key, "").strip() for key in needed):
            self.add_requested.emit(dict(self._draft))
        return True

    @property
    def _can_add(self) -> bool:
        return bool(self._add_hint) and self._is_editable

    def _text(self, column: int, record: Record) -> str:
        field = self.field_at(column)
        if field is None:
            return record.texts.get(self._worked_out[column - len(self._fields)][0], "")
        if field.key in record.texts:
            return record.texts[field.key]
        value = record.values.get(field.key)
        if not self._is_revealed and isinstance(value, str):
            if field.kind is Kind.ID_NUMBER:
                return mask(value)
            if field.key in _PHONE_KEYS:
                return mask_phone(value)
        return shown(field, value)

    def _draft_data(self, column: int, role: int) -> Any:
        field = self.field_at(column)
        if field is None:
            return None
        if role == Qt.ItemDataRole.EditRole:
            return self._draft.get(field.key, "")
        if role == Qt.ItemDataRole.DisplayRole:
            typed = self._draft.get(field.key, "")
            return typed or (self._add_hint if column == 0 and not self._draft else "")
        if role == Qt.ItemDataRole.ForegroundRole:
            return style.current().colour("text_2")
        return None

    def _tell_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)


class RecordDelegate(QStyledItemDelegate):
    """Editors by the field's kind: a list of choices, or a line."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> QWidget:
        del option
        model = index.model()
        field = model.field_at(index.column()) if isinstance(model, RecordModel) else None
        choices = choices_of(field) if field else ()
        if choices:
            box = _ChoiceBox(parent)
            box.addItems(["", *choices])
            box.activated.connect(self._take_choice)
            return box
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        return line

    def _take_choice(self) -> None:
        """A choice taken from the list is saved at once."""
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
            editor.setEditText(text)
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: _Index,
    ) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class _ChoiceBox(QComboBox):
    """Choices in a cell; arrows open the list at the present value and never change it unseen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "cell")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.showPopup()
        else:
            super().keyPressEvent(e)

    def showPopup(self) -> None:
        """Wide enough to read every choice, however narrow the column."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + style.current().px("space_4"))
        super().showPopup()

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()  # scrolls the page; a turn of the wheel is no answer


class RecordTable(QTableView):
    """The table on the screen; Delete asks to remove a row through `on_remove`."""

    def __init__(
        self,
        model: RecordModel,
        *,
        name: str,
        on_remove: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.records = model
        self._on_remove = on_remove
        self._is_double_click = False
        self.setModel(model)
        self.setItemDelegate(RecordDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setHighlightSections(False)
        self.setTabKeyNavigation(True)
        self._resize()
        style.current().zoom_changed.connect(self._resize)
        fields = (model.field_at(column) for column in range(model.columnCount()))
        ColumnFitter(self, [field.width if field else _WORKED_OUT for field in fields])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        is_opening = bool(is_alt) and event.key() == Qt.Key.Key_Down
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if (
            (is_return or is_opening)
            and index.isValid()
            and self.state() is not self.State.EditingState
        ):
            self.edit(index)
            self._open_choices()
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.records.setData(index, "")
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._is_double_click = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._is_double_click:  # not sooner: the release would close the list again
            self._is_double_click = False
            self._open_choices()

    def _open_choices(self) -> None:
        """Show what can be chosen; with the list behind a small arrow nobody looks for it."""
        box = self.indexWidget(self.currentIndex())
        if isinstance(box, _ChoiceBox):
            box.showPopup()

    @property
    def current_record(self) -> Record | None:
        """The row in hand, or None."""
        row = self.currentIndex().row()
        records = self.records.records
        return records[row] if 0 <= row < len(records) else None

    def remove_current(self) -> None:
        """Ask to remove the row in hand."""
        record = self.current_record
        if record is not None and self._on_remove is not None:
            self._on_remove(record.row_id)

    def _resize(self) -> None:
        look = style.current()
        self.horizontalHeader().setFixedHeight(look.px("row_wide"))
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(look.scaled(look.tokens.sizes["row_wide"] - 2))


def choices_of(field: Field) -> tuple[str, ...]:
    """What the editor of a field lists; several items at once are typed."""
    if field.kind is Kind.YES_NO:
        return ("是", "否")
    return () if field.key in MULTIPLE else field.choices


def _alignment(field: Field | None) -> Qt.AlignmentFlag:
    middle = Qt.AlignmentFlag.AlignVCenter
    if field is None or field.kind in _NUMBERS:
        return middle | Qt.AlignmentFlag.AlignRight
    if field.kind in _CENTRED:
        return middle | Qt.AlignmentFlag.AlignHCenter
    return middle | Qt.AlignmentFlag.AlignLeft
