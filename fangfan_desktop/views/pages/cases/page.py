"""监测帮扶: every identification as a list that can be filtered; each opens its household."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget

from fangfan_desktop.usecases.household_page import RegistryFields, registry_fields
from fangfan_desktop.usecases.monitored import (
    CATEGORIES,
    CaseFilter,
    CaseRow,
    CaseState,
    Lacking,
    Register,
    count_people,
    matching,
    read_register,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.case_new import NewCase
from fangfan_desktop.views.page import Page, PageContext
from fangfan_desktop.views.pages.cases.table import CaseTable
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

if TYPE_CHECKING:
    from fangfan_desktop.forms.form import Field

_CONCERNS = ("identification", "household", "person", "measure", "village", "village_group")
_LACKING_WORDS = {Lacking.HELPER: "没有帮扶责任人", Lacking.MEASURE: "没有帮扶措施"}
_STATES: tuple[CaseState | None, ...] = (CaseState.RUNNING, CaseState.CLEARED, CaseState.REMOVED)


class CasesPage(Page):
    """The register with its filters."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._register: Register | None = None
        self._fields: Sequence[Field] = ()
        self.header = PageHeader("监测帮扶")
        self.header.add_button("登记监测对象", self.add_case, icon="plus", is_main=True)
        self.states = TabStrip()
        self.category, self.village, self.lacking = QComboBox(), QComboBox(), QComboBox()
        self.text = QLineEdit()
        self.table = CaseTable()
        self._body = QStackedWidget()
        self._fill_boxes()
        self._lay_out()
        self._connect()
        self._show_states(())
        self.states.select(CaseState.RUNNING)

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        is_concerned = touches is None or touches(*_CONCERNS)
        # a page that nobody sees asks nothing; it reads anew when it is shown
        if is_concerned and self.isVisible():
            self.reload()

    def on_shown(self) -> None:
        self.reload()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Take a state (`state`) or what is lacking (`lacking`); other filters are taken away."""
        for box in (self.category, self.village, self.lacking):
            box.setCurrentIndex(0)
        self.text.clear()
        if "lacking" in target:
            self.lacking.setCurrentIndex(self.lacking.findData(target["lacking"]))
            self.states.select(CaseState.RUNNING)
        if "state" in target:
            self.states.select(CaseState(target["state"]))
        self._filter()

    def reload(self) -> None:
        """Read the register again."""
        database = self.context.database
        self.context.read(
            lambda: (read_register(database), registry_fields(database)),
            label="读取监测对象",
            on_done=self._take,
            latest="cases",
            owner=self,
        )

    def add_case(self) -> NewCase:
        """Ask for a new identification."""
        dialog = NewCase(self.context, self._fields, self)
        dialog.open()
        return dialog

    @property
    def shown(self) -> Sequence[CaseRow]:
        """The identifications of the list as it is filtered."""
        return self.table.cases.cases

    def _take(self, read: tuple[Register, RegistryFields]) -> None:
        self._register, fields = read
        self._fields = fields.identification
        self._show_villages(self._register.cases)
        self._filter()

    def _filter(self) -> None:
        if self._register is None:
            return
        cases = self._register.cases
        without_state = CaseFilter(
            category=self.category.currentData() or "",
            village_id=self.village.currentData(),
            lacking=self._lacking(),
            text=self.text.text(),
        )
        found = matching(cases, without_state)
        self._show_states(found)
        state: CaseState | None = self.states.current
        self.table.cases.set_cases(matching(found, CaseFilter(state=state)))
        self._show_counts(self._register)
        if not cases:
            self._body.setCurrentIndex(1)
        else:
            self._body.setCurrentIndex(0 if self.shown else 2)

    def _show_counts(self, register: Register) -> None:
        running = register.running
        self.header.set_subtitle(f"未消除风险 {running.households:,} 户 {running.people:,} 人")
        households, people = count_people(self.shown)
        self.context.show_status(
            f"列出 {len(self.shown):,} 条识别，{households:,} 户 {people:,} 人"
        )

    def _show_states(self, cases: Sequence[CaseRow]) -> None:
        items = [
            TabItem(state, f"{state.value if state else '全部'}  {_count(cases, state):,}")
            for state in (*_STATES, None)
        ]
        self.states.set_items(items)

    def _show_villages(self, cases: Sequence[CaseRow]) -> None:
        villages = dict.fromkeys((case.village_id, case.village) for case in cases)
        chosen = self.village.currentData()
        self.village.blockSignals(True)
        self.village.clear()
        self.village.addItem("全部村（社区）", None)
        for village_id, name in sorted(villages):
            self.village.addItem(name, village_id)
        self.village.setCurrentIndex(max(0, self.village.findData(chosen)))
        self.village.blockSignals(False)

    def _lacking(self) -> Lacking | None:
        chosen = self.lacking.currentData()
        return Lacking(chosen) if chosen else None

    def _open(self, case: CaseRow) -> None:
        self.context.open_page("households", household_id=case.household_id)

    def _connect(self) -> None:
        self.table.case_opened.connect(self._open)
        self.states.chosen.connect(self._filter)
        self.text.textChanged.connect(self._filter)
        for box in (self.category, self.village, self.lacking):
            box.currentIndexChanged.connect(self._filter)

    def _fill_boxes(self) -> None:
        self.category.addItem("全部类别", "")
        for name in CATEGORIES:
            self.category.addItem(name, name)
        self.village.addItem("全部村（社区）", None)
        self.lacking.addItem("责任人和措施不限", "")
        for what, words in _LACKING_WORDS.items():
            self.lacking.addItem(words, what.value)
        self.text.setPlaceholderText("户主、拼音首字母、户编号、风险、责任人")
        for widget, name in (
            (self.category, "监测类别"),
            (self.village, "村（社区）"),
            (self.lacking, "缺什么"),
            (self.text, "筛选"),
        ):
            widget.setAccessibleName(name)
        self.text.setClearButtonEnabled(True)

    def _lay_out(self) -> None:
        self.content.addWidget(self.header)
        card = Card(is_padded=False)
        filters = QHBoxLayout()
        gap = style.current().px("space_2")
        filters.setContentsMargins(gap, gap, gap, gap)
        filters.setSpacing(gap)
        for box in (self.category, self.village, self.lacking):
            filters.addWidget(box)
        filters.addWidget(self.text, 1)
        card.body.addLayout(filters)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(gap, 0, gap, gap)
        tabs.addWidget(self.states)
        card.body.addLayout(tabs)
        self._body.addWidget(self.table)
        self._body.addWidget(
            EmptyState(
                "activity",
                "还没有监测对象",
                "点右上角“登记监测对象”，或者导入花名册时带上监测类别和识别时间。",
            )
        )
        self._body.addWidget(
            EmptyState("filter", "没有符合条件的", "请换一个状态，或者去掉上面的筛选条件。")
        )
        card.body.addWidget(self._body, 1)
        self.content.addWidget(card, 1)


def _count(cases: Sequence[CaseRow], state: CaseState | None) -> int:
    return len(matching(cases, CaseFilter(state=state)))
