"""Above the ledger: grid or board, and which lines are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from fangfan_desktop.domain.code_lists import PROBLEM_TYPES
from fangfan_desktop.domain.ledger_rules import LedgerState
from fangfan_desktop.usecases.ledger import LedgerCounts, LedgerFilter
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

GRID, BOARD = "grid", "board"
_TOWNSHIP = -1
_OPEN = "open"  # every state but 已销号
_SEARCH_WIDTH = 150
_BOX_LETTERS = 5


class LedgerBar(QWidget):
    """Says what is chosen; emits `view_chosen` (grid or board) and `filter_changed`."""

    view_chosen = Signal(str)
    filter_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = TabStrip()
        self.views.set_items([TabItem(GRID, "台账"), TabItem(BOARD, "看板")])
        self.villages = _box("村（社区）")
        self.states = _box("状态")
        self.types = _box("问题类型")
        self.overdue = Button("只看超期")
        self.overdue.setCheckable(True)
        self.detail = Button("看这一条")
        self.detail.setCheckable(True)
        self.detail.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找台账")
        self.search.setAccessibleName("查找台账")
        self.search.setClearButtonEnabled(True)
        self.states.addItem("全部状态", None)
        self.states.addItem("未销号", _OPEN)
        for state in LedgerState:
            self.states.addItem(state.value, state)
        self.types.addItem("全部类型", "")
        for kind in PROBLEM_TYPES:
            self.types.addItem(kind, kind)
        self.set_villages([])
        self._lay_out()
        self.views.chosen.connect(self._tell_view)
        for box in (self.villages, self.states, self.types):
            box.currentIndexChanged.connect(self._tell)
        self.overdue.toggled.connect(self._tell)
        self.search.textChanged.connect(self._tell)
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    def _lay_out(self) -> None:
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.views, 1)
        first.addWidget(self.overdue)
        first.addWidget(self.detail)
        for box in (self.villages, self.states, self.types):
            second.addWidget(box)
        second.addWidget(self.search)
        self._halves.addLayout(first, 1)
        self._halves.addLayout(second)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Two lines where one is too short; then the line in hand is shown by a button."""
        way = QBoxLayout.Direction
        self._halves.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        self.detail.setVisible(is_narrow)

    @property
    def chosen(self) -> LedgerFilter:
        """Which lines are wanted."""
        village, state = self.villages.currentData(), self.states.currentData()
        return LedgerFilter(
            village_id=None if village == _TOWNSHIP else village,
            state=None if state == _OPEN else state,
            is_open=state == _OPEN,
            problem_type=self.types.currentData() or "",
            text=self.search.text(),
            is_overdue=self.overdue.isChecked(),
            is_township_level=village == _TOWNSHIP,
        )

    def set_villages(self, villages: Sequence[tuple[int, str]]) -> None:
        """List the villages; the chosen one stays."""
        chosen = self.villages.currentData()
        self.villages.blockSignals(True)
        self.villages.clear()
        self.villages.addItem("全部村", None)
        self.villages.addItem("镇级问题", _TOWNSHIP)
        for key, name in villages:
            self.villages.addItem(name, key)
        self.villages.setCurrentIndex(max(0, self.villages.findData(chosen)))
        self.villages.blockSignals(False)

    def show_counts(self, counts: LedgerCounts) -> None:
        """How many lines are late."""
        self.overdue.setText(f"只看超期 {counts.overdue}" if counts.overdue else "只看超期")

    def choose(
        self,
        *,
        village_id: int | None = None,
        state: LedgerState | None = None,
        is_open: bool = False,
        is_overdue: bool = False,
    ) -> None:
        """Choose lines anew, as a page that leads here asks for."""
        self.villages.setCurrentIndex(max(0, self.villages.findData(village_id)))
        self.states.setCurrentIndex(max(0, self.states.findData(_OPEN if is_open else state)))
        self.types.setCurrentIndex(0)
        self.search.clear()
        self.overdue.setChecked(is_overdue)

    def clear(self) -> None:
        """Show all lines."""
        self.choose()

    def _tell_view(self) -> None:
        self.view_chosen.emit(str(self.views.current))

    def _tell(self) -> None:
        self.filter_changed.emit()

    def _resize(self) -> None:
        look = style.current()
        self.search.setFixedWidth(look.scaled(_SEARCH_WIDTH))


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_BOX_LETTERS)
    return box
