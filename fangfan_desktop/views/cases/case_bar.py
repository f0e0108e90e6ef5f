"""Above the cases: board or list, and which cases are shown."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from fangfan_desktop.usecases.case_list import (
    CATEGORIES,
    ENDED,
    RUNNING,
    RUNNING_WORD,
    CaseFilter,
    CaseLine,
    CaseState,
    ColumnKey,
    Lacking,
    LightColour,
    matching,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

BOARD, LIST = "board", "list"
_LACKING_WORDS = {Lacking.HELPER: "没有帮扶责任人", Lacking.MEASURE: "没有帮扶措施"}
_BOX_LETTERS = 5
_SEARCH_WIDTH = 120
_VIEWS_WIDTH = 130


class CaseBar(QWidget):
    """Says what is chosen.

    Signals:
        view_chosen: board or list.
        filter_changed: other cases are wanted.
        folding_changed: ended or empty columns are wanted, or not.
    """

    view_chosen = Signal(str)
    filter_changed = Signal()
    folding_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = TabStrip()
        self.views.set_items([TabItem(BOARD, "看板"), TabItem(LIST, "列表")])
        self.states = TabStrip()
        self.ended, self.empty = QCheckBox("已结束的"), QCheckBox("空的步骤")
        self.village, self.category = _box("村（社区）"), _box("监测类别")
        self.step, self.light, self.lacking = _box("待办步骤"), _box("时限"), _box("缺什么")
        self.text = QLineEdit()
        self.text.setPlaceholderText("户主、拼音、编号、风险、责任人")
        self.text.setAccessibleName("筛选")
        self.text.setClearButtonEnabled(True)
        self._fill_boxes()
        self._lay_out()
        self._connect()
        self.show_state_counts(())
        self.states.select(RUNNING_WORD)
        self.show_view(BOARD)

    @property
    def view(self) -> str:
        """Board or list."""
        return str(self.views.current)

    def show_view(self, view: str) -> None:
        """Take board or list in hand without a signal."""
        self.views.select(view)
        self._second.setCurrentIndex(0 if view == BOARD else 1)
        self.step.setVisible(view == LIST)

    def chosen(self, *, with_state: bool = True) -> CaseFilter:
        """Which cases are wanted; the state only goes for the list."""
        states: frozenset[CaseState] = frozenset()
        if with_state and self.view == LIST:
            states = _states_of(self.states.current)
        lacking, light = self.lacking.currentData(), self.light.currentData()
        step = self.step.currentData() if self.view == LIST else None
        return CaseFilter(
            states=states,
            step=step,
            category=self.category.currentData() or "",
            village_id=self.village.currentData(),
            light=LightColour(light) if light else None,
            lacking=Lacking(lacking) if lacking else None,
            text=self.text.text(),
        )

    def clear(self) -> None:
        """Take all filters away; without a signal."""
        for box in (self.village, self.category, self.step, self.light, self.lacking):
            _choose(box, None, is_first=True)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)

    def choose(self, **wanted: Any) -> None:
        """Choose village, category, light or what is lacking by value; without a signal."""
        boxes = {
            "village": self.village,
            "category": self.category,
            "light": self.light,
            "lacking": self.lacking,
        }
        for name, value in wanted.items():
            _choose(boxes[name], value)

    def show_state_counts(self, cases: Sequence[CaseLine]) -> None:
        """Numbers at the states, of the cases that the other filters let through."""
        self.states.set_items(
            [
                TabItem(word, f"{word}  {_count(cases, _states_of(word)):,}")
                for word in (RUNNING_WORD, *(state.value for state in CaseState), "全部")
            ]
        )
        self.ended.setText(f"已结束的 {_count(cases, ENDED):,}")

    def show_villages(self, villages: Iterable[tuple[int, str]]) -> None:
        """List the villages; the chosen one stays."""
        _refill(self.village, "全部村（社区）", villages)

    def show_steps(self, columns: Sequence[ColumnKey]) -> None:
        """List the steps; the chosen one stays."""
        steps = [((c.stage, c.name), c.title) for c in columns if c.stage is not None]
        _refill(self.step, "全部步骤", steps)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Two lines of filters where one is too short."""
        way = QBoxLayout.Direction
        self._halves.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def _fill_boxes(self) -> None:
        self.village.addItem("全部村（社区）", None)
        self.category.addItem("全部类别", "")
        for name in CATEGORIES:
            self.category.addItem(name, name)
        self.step.addItem("全部步骤", None)
        self.light.addItem("时限不限", "")
        self.light.addItem("已超期", LightColour.OVERDUE.value)
        self.light.addItem("3天内到期", LightColour.NEAR.value)
        self.lacking.addItem("缺项不限", "")
        for what, words in _LACKING_WORDS.items():
            self.lacking.addItem(words, what.value)

    def _lay_out(self) -> None:
        look = style.current()
        outer = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.px("space_2"))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        first, second = QHBoxLayout(), QHBoxLayout()
        for box in (self.village, self.category, self.step):
            first.addWidget(box, 1)
        for box in (self.light, self.lacking):
            second.addWidget(box, 1)
        second.addWidget(self.text, 2)
        self._halves.addLayout(first, 1)
        self._halves.addLayout(second, 1)
        outer.addLayout(self._halves)
        row = QHBoxLayout()
        self.views.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.views)
        self._second = QStackedWidget()
        folding = QWidget()
        ticks = QHBoxLayout(folding)
        ticks.setContentsMargins(0, 0, 0, 0)
        ticks.setSpacing(style.current().px("space_3"))
        ticks.addStretch()
        ticks.addWidget(self.ended)
        ticks.addWidget(self.empty)
        self._second.addWidget(folding)
        self._second.addWidget(self.states)
        self._second.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self._second, 1)
        outer.addLayout(row)

    def _connect(self) -> None:
        self.views.chosen.connect(self._take_view)
        self.states.chosen.connect(self._tell)
        for box in (self.village, self.category, self.step, self.light, self.lacking):
            box.currentIndexChanged.connect(self._tell)
        self.text.textChanged.connect(self._tell)
        for tick in (self.ended, self.empty):
            tick.toggled.connect(self.folding_changed)
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    def _take_view(self, view: object) -> None:
        self.show_view(str(view))
        self.view_chosen.emit(str(view))

    def _tell(self) -> None:
        self.filter_changed.emit()

    def _fit(self) -> None:
        look = style.current()
        self.views.setFixedWidth(look.scaled(_VIEWS_WIDTH))
        self.text.setMinimumWidth(look.scaled(_SEARCH_WIDTH))


def _states_of(word: object) -> frozenset[CaseState]:
    if word == RUNNING_WORD:
        return RUNNING
    return frozenset({CaseState(str(word))}) if word in set(CaseState) else frozenset()


def _count(cases: Sequence[CaseLine], states: frozenset[CaseState]) -> int:
    return len(matching(cases, CaseFilter(states=states)))


def _choose(box: QComboBox, value: object, *, is_first: bool = False) -> None:
    box.blockSignals(True)
    box.setCurrentIndex(0 if is_first else max(0, box.findData(value)))
    box.blockSignals(False)


def _refill(box: QComboBox, first: str, items: Iterable[tuple[Any, str]]) -> None:
    chosen = box.currentText()
    box.blockSignals(True)
    box.clear()
    box.addItem(first, None)
    for value, name in items:
        box.addItem(name, value)
    box.setCurrentIndex(max(0, box.findText(chosen)))
    box.blockSignals(False)


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_BOX_LETTERS)
    return box
