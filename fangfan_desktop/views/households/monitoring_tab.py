"""监测识别: identifications, measures and visits, each a short table with add and correct."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.registry_fields import (
    IDENTIFICATION_FIELDS,
    MEASURE_FIELDS,
    VISIT_FIELDS,
)
from fangfan_desktop.usecases import household_records
from fangfan_desktop.usecases.household_page import HouseholdPage, RecordLine
from fangfan_desktop.usecases.registry_values import shown
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.record_edit import RecordEdit
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.column_fitter import ColumnFitter
from fangfan_desktop.views.widgets.label import label

_Index = QModelIndex | QPersistentModelIndex
_ROWS_SHOWN = 5
_LARGE = 150  # percent
_HELPER_PHONE = "helper_phone"


def _alignment(field: Field) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if field.kind is Kind.MONEY else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class LinesModel(QAbstractTableModel):
    """Records that are read in the table and edited in a dialog."""

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._lines: tuple[RecordLine, ...] = ()
        self._is_revealed = False

    @property
    def lines(self) -> tuple[RecordLine, ...]:
        """The rows."""
        return self._lines

    def set_lines(self, lines: Sequence[RecordLine]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def reveal(self, *, is_revealed: bool) -> None:
        """Show telephones in full, or hide their middle."""
        self._is_revealed = is_revealed
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._fields[section])
        return self._fields[section].name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        field = self._fields[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            text = shown(field, self._lines[index.row()].values.get(field.key))
            is_hidden = field.key == _HELPER_PHONE and not self._is_revealed
            return mask_phone(text) if is_hidden else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(field)
        return None


class LinesCard(Card):
    """A card with a table of records; `save` and `remove` are use cases of the household."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        fields: Sequence[Field],
        id_name: str,
        save: Callable[..., Any],
        remove: Callable[..., Any],
    ) -> None:
        super().__init__(title)
        self._context, self._title = context, title
        self._fields = tuple(fields)
        self._id_name, self._save, self._remove = id_name, save, remove
        self._household_id = 0
        self.model = LinesModel(fields, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(title)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.view.doubleClicked.connect(self.correct)
        self._empty = label("还没有登记。", "secondary")
        self.add_button = Button("登记", self.add, icon="plus", role="flat")
        self.edit_button = Button("修改", self.correct, icon="edit", role="flat")
        self.remove_button = Button("删除误录", self.remove, icon="trash", role="flat")
        self._below = QHBoxLayout()
        self.body.addLayout(self._below)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.view)
        style.current().zoom_changed.connect(self._fit)
        self._fit()
        ColumnFitter(self.view, [field.width for field in self._fields])

    def show_lines(
        self, household_id: int, fields: Sequence[Field], lines: Sequence[RecordLine]
    ) -> None:
        """Show the records of a household."""
        self._household_id, self._fields = household_id, tuple(fields)
        self.model.set_lines(lines)
        self.title.setText(f"{self._title} {len(lines)}" if lines else self._title)
        self._empty.setVisible(not lines)
        self.view.setVisible(bool(lines))
        self.edit_button.setVisible(bool(lines))
        self.remove_button.setVisible(bool(lines))
        if lines:
            self.view.selectRow(0)
        self._fit()

    def add(self) -> RecordEdit:
        """Ask for a new record."""
        day = next(f.key for f in self._fields if f.kind is Kind.DATE and f.is_required)
        return self._ask(f"登记{self._title}", {day: self._context.today().isoformat()}, None)

    def correct(self) -> RecordEdit | None:
        """Ask for the record in hand."""
        line = self._current()
        return self._ask(f"修改{self._title}", line.values, line.row_id) if line else None

    def remove(self) -> None:
        """Remove the record in hand; undo brings it back."""
        line = self._current()
        if line is None:
            return
        database, household_id = self._context.database, self._household_id
        key = {self._id_name: line.row_id}
        self._context.write(
            lambda: self._remove(database, household_id=household_id, **key),
            label=f"删除{self._title}",
            owner=self,
        )

    def _ask(self, title: str, values: Mapping[str, Value], row_id: int | None) -> RecordEdit:
        database, household_id = self._context.database, self._household_id
        key = {self._id_name: row_id}
        dialog = RecordEdit(
            self._context,
            title,
            self._fields,
            values,
            lambda texts: self._save(database, household_id=household_id, values=texts, **key),
            parent=self,
        )
        dialog.open()
        return dialog

    def _current(self) -> RecordLine | None:
        row = self.view.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _fit(self) -> None:
        look = style.current()
        # beside the title, or below it where the letters are large
        where = self._below if look.zoom >= _LARGE else self.head
        for button in (self.add_button, self.edit_button, self.remove_button):
            where.addWidget(button)
        row = look.scaled(look.tokens.sizes["row_wide"] - 2)
        self.view.verticalHeader().setDefaultSectionSize(row)
        self.view.horizontalHeader().setFixedHeight(look.px("row_wide"))
        self.view.horizontalHeader().setHighlightSections(False)
        rows = min(self.model.rowCount(), _ROWS_SHOWN)
        height = look.px("row_wide") + rows * row
        height += self.view.horizontalScrollBar().sizeHint().height()
        self.view.setFixedHeight(height + 2 * self.view.frameWidth())


class MonitoringTab(QWidget):
    """The tab."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        records = household_records
        self.identifications = LinesCard(
            context,
            "监测识别",
            IDENTIFICATION_FIELDS,
            "identification_id",
            records.set_identification,
            records.remove_identification,
        )
        self.measures = LinesCard(
            context,
            "帮扶措施",
            MEASURE_FIELDS,
            "measure_id",
            records.set_measure,
            records.remove_measure,
        )
        self.visits = LinesCard(
            context, "走访", VISIT_FIELDS, "visit_id", records.set_visit, records.remove_visit
        )
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space_2"), 0, 0)
        for card in (self.identifications, self.measures, self.visits):
            column.addWidget(card)
        column.addStretch(1)

    def reveal(self, *, is_revealed: bool) -> None:
        """Show telephones in full, or hide their middle."""
        for card in (self.identifications, self.measures, self.visits):
            card.model.reveal(is_revealed=is_revealed)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the records of a household."""
        home, fields = page.household_id, page.fields
        self.identifications.show_lines(home, fields.identification, page.identifications)
        self.measures.show_lines(home, fields.measure, page.measures)
        self.visits.show_lines(home, fields.visit, page.visits)
