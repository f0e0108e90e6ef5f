"""Above the grid: villages as tabs with n/m done, and what is filtered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.survey.row_store import RowFilter
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import Tag
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

ALL_VILLAGES = "all"
_SEARCH_WIDTH = 120


class VillageBar(QWidget):
    """Emits `village_chosen` and `filter_changed`; says what is chosen."""

    village_chosen = Signal()
    filter_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = TabStrip()
        self.closed_tag = Tag("已结束，只能查看", Level.WARN)
        self.closed_tag.hide()
        self.unfinished = Button("只看未完成")
        self.marked = Button("只看有问题")
        self.beside = Button("本户", icon="user", tip="在表旁显示这一户的情况和本村问题")
        self.beside.setCheckable(True)
        self.beside.setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("筛选户主、村组")
        self.search.setAccessibleName("筛选户主、村组")
        self.search.setClearButtonEnabled(True)
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.closed_tag)
        for button in (self.unfinished, self.marked):
            button.setCheckable(True)
            button.toggled.connect(self._tell)
            layout.addWidget(button)
        layout.addWidget(self.search)
        layout.addWidget(self.beside)
        self.tabs.chosen.connect(self._tell_village)
        self.search.textChanged.connect(self._tell)
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        key = self.tabs.current
        return key if isinstance(key, int) else None

    @property
    def row_filter(self) -> RowFilter:
        """What is filtered."""
        return RowFilter(
            self.unfinished.isChecked(), self.marked.isChecked(), self.search.text().strip()
        )

    def name_rows(self, *, are_households: bool) -> None:
        """Say what stands in the rows: households, or villages."""
        self.beside.setText("本户" if are_households else "问题")
        self.beside.setAccessibleName(self.beside.text())
        place = "筛选户主、村组" if are_households else "筛选村"
        self.search.setPlaceholderText(place)
        self.search.setAccessibleName(place)

    def show_progress(self, progress: Sequence[VillageProgress]) -> None:
        """Show the villages that have rows, with their counts."""
        total, done = sum(p.total for p in progress), sum(p.done for p in progress)
        items = [TabItem(ALL_VILLAGES, "全部", done, total)]
        items += [TabItem(p.village_id, p.village, p.done, p.total) for p in progress if p.total]
        self.tabs.set_items(items)

    def select_village(self, village_id: int | None) -> None:
        """Take a village in hand without a signal; None for all."""
        self.tabs.select(ALL_VILLAGES if village_id is None else village_id)

    def clear_filter(self) -> None:
        """Show all rows."""
        self.unfinished.setChecked(False)
        self.marked.setChecked(False)
        self.search.clear()

    def _tell(self) -> None:
        self.filter_changed.emit()

    def _tell_village(self) -> None:
        self.village_chosen.emit()

    def _resize(self) -> None:
        self.search.setFixedWidth(style.current().scaled(_SEARCH_WIDTH))
