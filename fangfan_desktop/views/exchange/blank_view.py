"""The sheets of a blank workbook as they look, with the rows lit that are taken for the header."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QTableView,
    QWidget,
)

from fangfan_desktop.forms.draft import FormDraft
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Subject
from fangfan_desktop.usecases.blank_sheets import MOST_LEVELS, SHOWN_ROWS, SheetLook
from fangfan_desktop.views import style
from fangfan_desktop.views.forms.tinted import TintedDelegate
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import label, set_level, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_Index = QModelIndex | QPersistentModelIndex
_LARGE = 150  # percent
_LIST_WIDTH = 250  # pixels at 100 %
_COLUMN_WIDTH = 76
_LETTERS = 26
_HIGH = 300
_SUBJECTS = (("一户", Subject.HOUSEHOLD), ("一个村", Subject.VILLAGE))


def column_letters(column: int) -> str:
    """What spreadsheets call a column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


class SheetModel(QAbstractTableModel):
    """The texts of one sheet; the header's rows have the header's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._header = (0, 0)

    def show_sheet(self, look: SheetLook, header: tuple[int, int]) -> None:
        """Show a sheet; `header` is the first and last row of the header, from 1."""
        self.beginResetModel()
        self._rows, self._header = look.rows, header
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or not self._rows else len(self._rows[0])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        is_column = orientation is Qt.Orientation.Horizontal
        return column_letters(section) if is_column else str(section + 1)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        is_header = self._header[0] <= index.row() + 1 <= self._header[1]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._rows[index.row()][index.column()] or None
        if role == Qt.ItemDataRole.BackgroundRole and is_header:
            return style.current().colour("header_lit")
        if role == Qt.ItemDataRole.FontRole and is_header:
            return style.current().font("text_cell", is_bold=True)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_header:
            return Qt.AlignmentFlag.AlignCenter
        return None


class BlankView(QWidget):
    """Sheets at the left, the one in hand at the right.

    Signals:
        header_asked: (sheet, first row, last row, Subject), rows from 1: draft it so.
        chosen: the sheet in hand is another one.
    """

    header_asked = Signal(str, int, int, object)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: list[SheetLook] = []
        self._drafts: dict[str, FormDraft] = {}
        self._is_showing = False
        self.sheets = QListWidget()
        self.sheets.setProperty("role", "values")
        self.sheets.setAccessibleName("文件中的表")
        self.sheets.currentRowChanged.connect(self._show_sheet)
        self.first, self.last = StillNumber(), StillNumber()
        for spin, name in ((self.first, "表头从第几行"), (self.last, "表头到第几行")):
            spin.setRange(1, SHOWN_ROWS)
            spin.setAccessibleName(name)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._ask)
        self.subject = StillChoice()
        self.subject.setAccessibleName("一行是什么")
        for word, subject in _SUBJECTS:
            self.subject.addItem(word, subject.value)
        self.subject.activated.connect(self._ask)
        self.words = wrapped("", "secondary")
        self.warning = wrapped("", "small")
        set_level(self.warning, Level.WARN)
        self.model = SheetModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("表的样子")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self._tinted = TintedDelegate(self)
        self.table.setItemDelegate(self._tinted)
        self._lay_out()

    @property
    def draft(self) -> FormDraft | None:
        """The draft of the sheet in hand; None where no header is known."""
        look = self._look
        return None if look is None else self._drafts.get(look.name)

    @property
    def _look(self) -> SheetLook | None:
        row = self.sheets.currentRow()
        return self._looks[row] if 0 <= row < len(self._looks) else None

    def show_file(self, looks: Sequence[SheetLook]) -> None:
        """Show the sheets of another file, the likeliest in hand."""
        self._looks = list(looks)
        self._drafts = {look.name: look.draft for look in looks if look.draft is not None}
        self._is_showing = True
        self.sheets.clear()
        for look in self._looks:
            self.sheets.addItem(_sheet_words(look))
        self._is_showing = False
        self.sheets.setCurrentRow(0)

    def show_draft(self, draft: FormDraft) -> None:
        """Take the draft of a sheet whose header the clerk has named."""
        self._drafts[draft.sheet] = draft
        look = self._look
        if look is not None and look.name == draft.sheet:
            self._show_sheet()

    def show_problem(self, sentence: str) -> None:
        """Say why the rows cannot be a header."""
        look = self._look
        if look is not None:
            self._drafts.pop(look.name, None)
        self.warning.setText(sentence)
        self.warning.show()
        self.chosen.emit()

    def _show_sheet(self) -> None:
        look = self._look
        if look is None or self._is_showing:
            return
        draft = self._drafts.get(look.name)
        rows = draft.header_rows if draft is not None else (0, 0)
        self._is_showing = True
        self.first.setValue(max(1, rows[0]))
        self.last.setValue(max(1, rows[1]))
        if draft is not None:
            self.subject.setCurrentIndex(self.subject.findData(draft.subject.value))
        self._is_showing = False
        self.table.clearSpans()
        self.model.show_sheet(look, rows)
        for row, column, height, width in look.merged:
            if height > 1 or width > 1:
                self.table.setSpan(row, column, height, width)
        self._fit()
        self.words.setText(_draft_words(draft))
        warnings = () if draft is None else draft.warnings
        self.warning.setText("".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.table.scrollToTop()
        self.chosen.emit()

    def _ask(self) -> None:
        look = self._look
        if self._is_showing or look is None:
            return
        first, last = self.first.value(), self.last.value()
        if last < first or last - first >= MOST_LEVELS:
            last = min(max(first, last), first + MOST_LEVELS - 1)
            self._is_showing = True
            self.last.setValue(last)
            self._is_showing = False
        self.header_asked.emit(look.name, first, last, Subject(self.subject.currentData()))

    def _lay_out(self) -> None:
        look = style.current()
        left, right = Card("文件中的表"), Card("表头在哪几行")
        left.body.addWidget(self.sheets)
        row = QHBoxLayout()
        row.setSpacing(look.px("space_2"))
        for widget in (
            label("表头是第"),
            self.first,
            label("行到第"),
            self.last,
            label("行，一行是"),
            self.subject,
            Button("按这几行读", self._ask, icon="refresh", role="flat"),
        ):
            row.addWidget(widget)
        row.addStretch()
        right.body.addLayout(row)
        right.body.addWidget(self.words)
        right.body.addWidget(self.warning)
        right.body.addWidget(self.table, 1)
        self._left = left
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(look.px("space_3"))
        self._across.addWidget(left)
        self._across.addWidget(right, 1)
        look.zoom_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        self._left.setMaximumWidth(16_777_215 if is_large else look.scaled(_LIST_WIDTH))
        self.table.setMinimumHeight(look.scaled(_HIGH) if is_large else 0)
        self.sheets.setMinimumHeight(look.px("row_wide") * 3)
        self.table.horizontalHeader().setDefaultSectionSize(look.scaled(_COLUMN_WIDTH))
        self.table.horizontalHeader().setFixedHeight(look.px("row_wide"))
        self.table.verticalHeader().setDefaultSectionSize(look.px("row"))
        shown = self._look
        header = (
            self._drafts[shown.name].header_rows if shown and shown.name in self._drafts else ()
        )
        lit = range(header[0] - 1, header[1]) if header else range(0)
        for row in range(self.model.rowCount()):
            self.table.setRowHeight(row, look.px("row_lines" if row in lit else "row"))


def _sheet_words(look: SheetLook) -> str:
    if look.draft is None:
        words = "没有找到表头"
    else:
        known = len(look.draft.columns) - look.draft.count(Verdict.NEW)
        words = f"{len(look.draft.columns)} 栏，认出 {known} 栏"
    return f"{look.name}{'（隐藏）' if look.is_hidden else ''}\n{words}"


def _draft_words(draft: FormDraft | None) -> str:
    if draft is None:
        return "没有找到表头：请看下面的样子，写上表头是第几行到第几行。"
    title = f"标题“{draft.title}”，" if draft.title else ""
    return f"{title}{len(draft.columns)}栏。下面涂色的是表头；不对就改行号。"
