"""The lines of a trial: what becomes of each row, and why."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fangfan_desktop.usecases.roster_rows import Outcome, RowFinding
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level

Index = QModelIndex | QPersistentModelIndex

_ROWS_IN_SIGHT = 5
_HEADINGS = ("结果", "表", "行", "姓名", "村", "栏目", "原值", "原因与办法")
_SHARES = (1, 1.4, 0.9, 1.2, 1.4, 1.8, 2.6)  # of a step of the screen; the last column stretches
LEVELS = {
    Outcome.REFUSED: Level.DANGER,
    Outcome.WARNED: Level.WARN,
    Outcome.CHANGED: Level.INFO,
    Outcome.ADDED: Level.PLAIN,
}


class FindingsModel(QAbstractTableModel):
    """Rows of findings; holds them, reads nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[RowFinding] = ()

    def show_findings(self, rows: Sequence[RowFinding]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _HEADINGS.index("行"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.UserRole:
            return self._rows[index.row()].outcome
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.texts(index.row())[index.column()]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _HEADINGS.index("行"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return _HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def texts(self, row: int) -> tuple[str, ...]:
        """The cells of a line."""
        finding = self._rows[row]
        more = "".join(f"；{column}：{reason}" for column, _, reason in finding.more)
        return (
            finding.outcome.value,
            finding.sheet,
            str(finding.row),
            finding.name,
            finding.village or "—",
            finding.column,
            finding.value,
            finding.reason + more,
        )


class OutcomeDelegate(QStyledItemDelegate):
    """Paints the outcome as a rounded tag."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = style.current()
        outcome = index.data(Qt.ItemDataRole.UserRole)
        level = LEVELS[Outcome(outcome)].value
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("text_small"))
        # the stub of the option lacks its rectangle
        rect = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType]
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * look.px("space_2")
        height = painter.fontMetrics().height() + look.px("hairline") * 2
        tag = QRectF(rect.x() + look.px("space_2"), 0, width, height)
        tag.moveTop(rect.center().y() - height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{level}_ground"))
        painter.drawRoundedRect(tag, height / 2, height / 2)
        painter.setPen(look.colour(f"{level}_text"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class FindingsTable(QTableView):
    """The table of a trial."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings = FindingsModel(self)
        self.setModel(self.findings)
        self.setItemDelegateForColumn(0, OutcomeDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setAccessibleName("试运行结果")
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._fit()
        style.current().zoom_changed.connect(self._fit)

    def _fit(self) -> None:
        look = style.current()
        unit = look.px("icon_big") * 1.6
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, round(unit * share))
        self.verticalHeader().setDefaultSectionSize(look.px("row_wide"))
        # where the letters are large the page scrolls rather than showing a header alone
        self.setMinimumHeight(look.px("row_wide") * _ROWS_IN_SIGHT)
