"""The list of cases; nothing is edited in it."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fangfan_desktop.usecases.case_list import ENDED, CaseLine, LightColour
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.card import days_words, light_level
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.column_fitter import ColumnFitter

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _steps(case: CaseLine) -> str:
    return "、".join(step.title for step in case.steps)


def _waiting(case: CaseLine) -> str:
    """What the days in the next column are about."""
    return case.wait.what if case.wait else ""


# heading, width at 100 %, alignment, text
_COLUMNS: tuple[tuple[str, int, Qt.AlignmentFlag, Callable[[CaseLine], str]], ...] = (
    ("村组", 132, _LEFT, lambda case: case.place),
    ("户主", 72, _LEFT, lambda case: case.head_name),
    ("人口", 44, _RIGHT, lambda case: str(case.people)),
    ("类别", 112, _LEFT, lambda case: case.category or "未定"),
    ("状态", 96, _LEFT, lambda case: case.state_words()),
    ("待办步骤", 120, _LEFT, _steps),
    ("时限", 84, _LEFT, _waiting),
    ("天数", 150, _LEFT, _waiting),  # the model knows the day, and says days_words
    ("主要风险", 84, _LEFT, lambda case: case.main_risk),
    ("缺", 150, _LEFT, lambda case: "；".join((*case.missing, *_marks(case)))),
    ("线索日期", 92, _LEFT, lambda case: _day(case.clue_on)),
    ("线索来源", 104, _LEFT, lambda case: case.clue_source),
    ("纳入日期", 92, _LEFT, lambda case: _day(case.included_on)),
    ("消除日期", 92, _LEFT, lambda case: _day(case.cleared_on)),
    ("责任人", 72, _LEFT, lambda case: case.helper_name),
    ("个案", 88, _LEFT, lambda case: case.code),
    ("户编号", 96, _LEFT, lambda case: case.household_code),
)
_DAYS_COLUMN, _MISSING_COLUMN = 7, 9


def _marks(case: CaseLine) -> tuple[str, ...]:
    return (case.refusal_mark,) if case.refusal_mark else ()


class CaseModel(QAbstractTableModel):
    """Cases as they were read and filtered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cases: Sequence[CaseLine] = ()
        self.today: date | None = None

    def set_cases(self, cases: Sequence[CaseLine], today: date) -> None:
        """Show other cases."""
        self.beginResetModel()
        self.cases = cases
        self.today = today
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _COLUMNS[section][2] | Qt.AlignmentFlag.AlignVCenter
        return _COLUMNS[section][0] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        case, column = self.cases[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            if column == _DAYS_COLUMN:
                return days_words(case, self.today)
            return _COLUMNS[column][3](case)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _COLUMNS[column][2] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(case, column)
        return None


def _colour(case: CaseLine, column: int) -> Any:
    look = style.current()
    if column == _DAYS_COLUMN and case.light is not LightColour.NONE:
        return look.colour(f"{light_level(case).value}_text")
    if column == _MISSING_COLUMN and (case.missing or case.refusal_mark):
        return look.colour(f"{Level.WARN.value}_text")
    return look.colour("text_2") if case.state in ENDED else None


class CaseTable(QTableView):
    """The list.

    Signals:
        opened: id of the case double-clicked, or taken with Enter.
        selection_changed: other rows are selected.
    """

    opened = Signal(int)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("个案")
        self.cases = CaseModel(self)
        self.setModel(self.cases)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        ColumnFitter(self, [width for _name, width, _side, _text in _COLUMNS])

    def show_cases(self, cases: Sequence[CaseLine], today: date) -> None:
        """Show these cases; those selected before stay selected, without a signal."""
        kept, current = {case.case_id for case in self.chosen}, self.current_id
        model = self.selectionModel()
        model.blockSignals(True)
        self.cases.set_cases(cases, today)
        self.select(kept, current)
        model.blockSignals(False)
        self.viewport().update()

    @property
    def chosen(self) -> tuple[CaseLine, ...]:
        """The cases of the selected rows, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.cases.cases[row] for row in rows if row < len(self.cases.cases))

    @property
    def current_id(self) -> int | None:
        """The case of the row in hand."""
        row = self.currentIndex().row()
        return self.cases.cases[row].case_id if 0 <= row < len(self.cases.cases) else None

    def select(self, case_ids: Collection[int], current: int | None = None) -> None:
        """Select the rows of these cases, and take one in hand."""
        flag = self.selectionModel().SelectionFlag
        for row, case in enumerate(self.cases.cases):
            index = self.cases.index(row, 0)
            if case.case_id == current:
                self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
            if case.case_id in case_ids:
                self.selectionModel().select(index, flag.Select | flag.Rows)

    def take_keys(self) -> None:
        """Take the keys; a row is in hand wherever there is one."""
        self.setFocus()
        if self.cases.cases and not self.chosen:
            self.selectRow(max(0, self.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not is_control:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.cases.cases[index.row()].case_id)

    def _resize(self) -> None:
        look = style.current()
        self.verticalHeader().setDefaultSectionSize(look.px("row_wide"))
        self.horizontalHeader().setFixedHeight(look.px("row_wide"))
