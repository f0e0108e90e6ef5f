"""The left side of 农户档案: village, filter, words to look for, the list."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from fangfan_desktop.usecases.areas import VillageAreas, village_areas
from fangfan_desktop.usecases.households import (
    FoundHousehold,
    HouseholdFilter,
    HouseholdList,
    household_lines,
    identity_choices,
    search_households,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.households.household_list import HouseholdListView
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_TYPING_MS = 120


class ListPanel(Card):
    """The card.

    Signals:
        chosen: id of the household that was taken in hand.
        counted: number of households and people listed, and the village's name.
    """

    chosen = Signal(int)
    counted = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(is_padded=False, parent=parent)
        self._context = context
        self._identities: set[str] = set()
        self._group_id: int | None = None
        self._has_left = False
        self._groups: VillageAreas | None = None
        self._wanted: int | None = None
        self._wanted_village: int | None = None
        self.village = QComboBox()
        self.village.setAccessibleName("村")
        self.filter_button = Button("筛选")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.filter_button.setMenu(self.menu)
        self.filter_button.setProperty("has_menu", True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、电话、户编号")
        self.search.setAccessibleName("查找农户")
        self.search.setClearButtonEnabled(True)
        self.list = HouseholdListView()
        self._empty = wrapped("", "secondary")
        self._empty.hide()
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._timer.timeout.connect(self.reload)
        self._lay_out()
        self.village.currentIndexChanged.connect(self._take_village)
        self.search.textChanged.connect(self._look_soon)
        self.list.needed.connect(self._fetch)
        self.list.chosen.connect(self.chosen)

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        return self.village.currentData()

    def set_villages(self, villages: Sequence[tuple[int, str]]) -> None:
        """List these villages; the one in hand stays."""
        current = self._wanted_village or self.village_id
        is_new = current != self.village_id
        self._wanted_village = None
        self.village.blockSignals(True)
        self.village.clear()
        self.village.addItem("全部村（社区）", None)
        for key, name in villages:
            self.village.addItem(name, key)
        self.village.setCurrentIndex(max(0, self.village.findData(current)))
        self.village.blockSignals(False)
        if is_new:
            self._take_village()

    def show_village(self, village_id: int) -> None:
        """Take a village in hand, as soon as the villages are known."""
        place = self.village.findData(village_id)
        if place < 0:
            self._wanted_village = village_id
        else:
            self.village.setCurrentIndex(place)

    def show_household(self, household_id: int) -> None:
        """Take a household in hand; filters that hide it are let go."""
        self._wanted = household_id
        if self.list.select(household_id):
            self._wanted = None
            return
        self._clear_filters()
        self.reload()

    def set_filters(self, identities: Sequence[str], *, has_left: bool = False) -> None:
        """Filter by identities (all must hold) and by whether the household has left."""
        self._identities, self._has_left = set(identities), has_left
        self._name_filter()
        self.reload()

    def reload(self) -> None:
        """Ask for the list anew."""
        typed, village = self.search.text(), self.village_id
        chosen = HouseholdFilter(
            village_id=village,
            group_id=self._group_id,
            identities=frozenset(self._identities),
            has_left=self._has_left,
        )
        self._context.read(
            lambda: search_households(self._context.database, text=typed, filters=chosen),
            label="查找农户",
            on_done=self._show,
            latest="household_list",
            owner=self,
        )

    def _lay_out(self) -> None:
        look = style.current()
        gap = look.px("space_2")
        head = QVBoxLayout()
        head.setContentsMargins(gap, gap, gap, gap)
        head.setSpacing(gap)
        row = QHBoxLayout()
        row.addWidget(self.village, 1)
        row.addWidget(self.filter_button)
        head.addLayout(row)
        head.addWidget(self.search)
        self._empty.setContentsMargins(gap, gap, gap, gap)
        self.body.addLayout(head)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.list, 1)

    def _show(self, found: HouseholdList) -> None:
        current = self._wanted or self.list.current_id
        self.list.delegate.names_villages = self.village_id is None
        self.list.rows.set_households(found.ids, found.rows)
        self._empty.setVisible(not found.ids)
        self._empty.setText(self._empty_words())
        name = self.village.currentText() if self.village_id is not None else "全乡镇"
        if self.search.text().strip():
            name = f"{name}找到"
        words = f"{name} {len(found.ids):,}户"
        if found.people is not None:
            words += f" {found.people:,}人"
        self.counted.emit(words)
        if not found.ids:
            return
        if current is not None and self.list.select(current):
            if self._wanted is not None:
                self._wanted = None
        elif not self.search.hasFocus():
            self.list.select(found.ids[0])
            self.chosen.emit(found.ids[0])

    def _empty_words(self) -> str:
        if self.search.text().strip():
            return "没有找到。可以输姓名、拼音首字母、身份证号任意一段、电话、户编号。"
        if self._identities or self._group_id or self._has_left:
            return "没有符合筛选条件的农户。"
        return "还没有农户。可以导入花名册，或者逐户新增。"

    def _fetch(self, ids: list[int]) -> None:
        self._context.read(
            lambda: household_lines(self._context.database, household_ids=ids),
            label="读取农户",
            on_done=self._add_rows,
            owner=self,
        )

    def _add_rows(self, rows: tuple[FoundHousehold, ...]) -> None:
        self.list.rows.add_rows(rows)

    def _look_soon(self) -> None:
        self._timer.start()

    def _take_village(self) -> None:
        self._group_id, self._groups = None, None
        village = self.village_id
        if village is not None:
            self._context.read(
                lambda: village_areas(self._context.database, village_id=village),
                label="读取村民小组",
                on_done=self._take_groups,
                latest="household_list_groups",
                owner=self,
            )
        self._name_filter()
        self.reload()

    def _take_groups(self, areas: VillageAreas) -> None:
        self._groups = areas

    def _fill_menu(self) -> None:
        self.menu.clear()
        self.menu.addSection("同时符合")
        for key, title in identity_choices():
            action = self.menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(key in self._identities)
            action.triggered.connect(lambda _=False, key=key: self._toggle(key))
        if self._groups is not None and self._groups.groups:
            groups = self.menu.addMenu("村民小组")
            for group in self._groups.groups:
                action = groups.addAction(group.name)
                action.setCheckable(True)
                action.setChecked(group.id == self._group_id)
                action.triggered.connect(lambda _=False, key=group.id: self._toggle_group(key))
        self.menu.addSeparator()
        left = self.menu.addAction("已离开的户")
        left.setCheckable(True)
        left.setChecked(self._has_left)
        left.triggered.connect(self._toggle_left)
        self.menu.addAction("清除筛选", self._clear_and_reload)

    def _toggle(self, key: str) -> None:
        self.set_filters(sorted(self._identities ^ {key}), has_left=self._has_left)

    def _toggle_group(self, key: int) -> None:
        self._group_id = None if key == self._group_id else key
        self._name_filter()
        self.reload()

    def _toggle_left(self) -> None:
        self.set_filters(sorted(self._identities), has_left=not self._has_left)

    def _clear_and_reload(self) -> None:
        self._clear_filters()
        self.reload()

    def _clear_filters(self) -> None:
        self._identities, self._group_id, self._has_left = set(), None, False
        self._name_filter()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.village.blockSignals(True)
        if self._wanted is not None:
            self.village.setCurrentIndex(0)
        self.village.blockSignals(False)

    def _name_filter(self) -> None:
        count = len(self._identities) + int(self._group_id is not None) + int(self._has_left)
        self.filter_button.setText(f"筛选 {count}" if count else "筛选")
