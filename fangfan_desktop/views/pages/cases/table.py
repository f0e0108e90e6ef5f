"""The table of identifications; nothing is edited in it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fangfan_desktop.usecases.monitored import CaseRow, CaseState, state_of, state_words
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.column_fitter import ColumnFitter

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


# heading, width at 100 %, alignment, text
_COLUMNS: tuple[tuple[str, int, Qt.AlignmentFlag, Callable[[CaseRow], str]], ...] = (
    ("村组", 140, _LEFT, lambda case: f"{case.village}{case.group}"),
    ("户主", 80, _LEFT, lambda case: case.head_name),
    ("人口", 48, _RIGHT, lambda case: str(case.people)),
    ("监测类别", 122, _LEFT, lambda case: case.category),
    ("识别时间", 96, _LEFT, lambda case: _day(case.identified_on)),
    ("致贫返贫风险", 160, _LEFT, lambda case: case.risks),
    ("状态", 124, _LEFT, lambda case: state_words(case) + ("·重新识别" if case.is_again else "")),
    ("消除时间", 96, _LEFT, lambda case: _day(case.cleared_on)),
    ("帮扶责任人", 92, _LEFT, lambda case: case.helper_name or "未落实"),
    ("帮扶措施", 72, _LEFT, lambda case: "无" if case.has_no_measure else "有"),
    ("户编号", 100, _LEFT, lambda case: case.household_code),
)
_HELPER, _MEASURE = 8, 9


class CaseModel(QAbstractTableModel):
    """Identifications as they were read and filtered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cases: Sequence[CaseRow] = ()

    def set_cases(self, cases: Sequence[CaseRow]) -> None:
        """Show other identifications."""
        self.beginResetModel()
        self.cases = cases
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
            return _COLUMNS[column][3](case)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _COLUMNS[column][2] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(case, column)
        return None


def _colour(case: CaseRow, column: int) -> Any:
    look = style.current()
    if state_of(case) is not CaseState.RUNNING:
        return look.colour("text_2")
    is_lacking = (column == _HELPER and not case.helper_name) or (
        column == _MEASURE and case.has_no_measure
    )
    return look.colour("warn_text") if is_lacking else None


class CaseTable(QTableView):
    """Emits `case_opened` with the CaseRow double-clicked, or taken with Enter."""

    case_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("监测对象")
        self.cases = CaseModel(self)
        self.setModel(self.cases)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self.doubleClicked.connect(self._open)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        ColumnFitter(self, [width for _name, width, _side, _text in _COLUMNS])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.case_opened.emit(self.cases.cases[index.row()])

    def _resize(self) -> None:
        look = style.current()
        self.verticalHeader().setDefaultSectionSize(look.px("row_wide"))
        self.horizontalHeader().setFixedHeight(look.px("row_wide"))
