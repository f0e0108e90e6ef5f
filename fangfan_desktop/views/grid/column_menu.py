"""The menu of one column: sort by it, filter by its values, by a condition, by states of cells."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.errors import UserError
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.column_filter import (
    CellState,
    ColumnFilter,
    Compare,
    needs_text,
    tests_of,
)
from fangfan_desktop.views.grid.row_order import RowOrder
from fangfan_desktop.views.grid.value_list import ListedValues, ValueList
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_CHECKED_AT_ONCE = 400  # rows: some ten milliseconds
_LIST_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_WIDTH, _LEAST_LIST = 300, 100  # pixels at 100 %: width of the values' list, its least height
_ANY = "不限"


class ColumnMenu(QDialog):
    """Letters search the values, ↓ ↑ go through them, Space ticks, Enter applies, Esc closes.

    Args:
        order: filters and sorts of the grid.
        key: the column.
        ask_sort: opens the dialog of sorting by several columns, with this one added.
    """

    def __init__(
        self, order: RowOrder, key: str, ask_sort: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._order, self._key = order, key
        self._field = order.field(key)
        self._before = order.filters.get(key, ColumnFilter())
        self._ask_sort = ask_sort
        self.setWindowTitle(f"筛选和排序：{self._field.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.values = ListedValues(self)
        self.list = ValueList(self.values)
        self.search = QLineEdit()
        self.everything = QCheckBox("全选")
        self.test = QComboBox()
        self.text, self.upper = QLineEdit(), QLineEdit()
        self.states: dict[CellState, QCheckBox] = {}
        self._problem = wrapped("", "small")
        self._checker = QTimer(self, interval=0)
        self._checker.timeout.connect(self._check_some)
        self._lay_out()
        self._fill()
        self._connect()
        self._order_tabs()
        self.search.setFocus()

    def open_at(self, point: QPoint) -> None:
        """Show it with its upper left corner there, or where the screen has room."""
        self.adjustSize()
        self._place(point)
        self.open()
        self._checker.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts come later and may need more room: it stays on the screen."""
        super().resizeEvent(event)
        if self.isVisible():
            self._place(self.pos())

    def _place(self, point: QPoint) -> None:
        room = self.screen().availableGeometry()
        left = max(room.left(), min(point.x(), room.right() - self.width()))
        top = max(room.top(), min(point.y(), room.bottom() - self.height()))
        self.move(left, top)

    @property
    def problem(self) -> str:
        """What is wrong with the condition, or ""."""
        return self._problem.text()

    def wanted(self) -> ColumnFilter:
        """The filter as it is entered."""
        test = self.test.currentData()
        return ColumnFilter(
            values=self.values.chosen,
            test=Compare(test) if test else None,
            text=self.text.text().strip(),
            upper=self.upper.text().strip(),
            states=frozenset(state for state, box in self.states.items() if box.isChecked()),
        )

    def accept(self) -> None:
        """Filter; a condition that cannot be read is said here, and the menu stays."""
        try:
            self._order.set_filter(self._key, self.wanted())
        except UserError as error:
            self._problem.setText(error.sentence)
            self._problem.show()
            self.text.setFocus()
            return
        super().accept()

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_3")] * 4)
        outer.setSpacing(look.px("space_2"))
        sides = QHBoxLayout()
        sides.setSpacing(look.px("space_4"))
        sides.addLayout(self._left_side())
        sides.addLayout(self._right_side(), 1)
        outer.addLayout(sides, 1)
        outer.addLayout(self._state_row())
        outer.addWidget(self._problem)
        self._problem.setProperty("level", Level.DANGER.value)
        self._problem.hide()
        row = QHBoxLayout()
        self.clear_this = Button("清除本列筛选", self._clear_this)
        self.clear_all = Button("清除全部筛选", self._clear_all)
        self.clear_this.setEnabled(not self._before.is_empty)
        self.clear_all.setEnabled(bool(self._order.filters))
        row.addWidget(self.clear_this)
        row.addWidget(self.clear_all)
        row.addStretch()
        self.give_up = Button("取消", self.reject)
        row.addWidget(self.give_up)
        self.confirm = Button("确定", self.accept, role="main")
        self.confirm.setDefault(True)
        row.addWidget(self.confirm)
        outer.addLayout(row)

    def _left_side(self) -> QVBoxLayout:
        look = style.current()
        side = QVBoxLayout()
        side.setSpacing(look.px("space_2"))
        side.addWidget(label("排序", "heading"))
        sorts = QGridLayout()
        self.ascending = Button("▲ 升序", lambda: self._sort(is_down=False))
        self.descending = Button("▼ 降序", lambda: self._sort(is_down=True))
        self.several = Button("多列排序…", self._sort_several)
        self.unsort = Button("清除排序", self._clear_sort)
        for place, button in enumerate(
            (self.ascending, self.descending, self.several, self.unsort)
        ):
            button.setAutoDefault(False)
            sorts.addWidget(button, *divmod(place, 2))
        side.addLayout(sorts)
        side.addWidget(label("条件", "heading"))
        side.addWidget(self.test)
        ends = QHBoxLayout()
        self._and = label("和", "secondary")
        for widget in (self.text, self._and, self.upper):
            ends.addWidget(widget)
        side.addLayout(ends)
        side.addStretch()
        return side

    def _state_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.current().px("space_3"))
        row.addWidget(label("状态", "heading"))
        for state in CellState:
            box = self.states[state] = QCheckBox(state)
            box.setToolTip(f"只看这一栏{state}的")
            row.addWidget(box)
        row.addStretch()
        return row

    def _right_side(self) -> QVBoxLayout:
        look = style.current()
        side = QVBoxLayout()
        side.setSpacing(look.px("space_2"))
        side.addWidget(label("按值", "heading"))
        self.search.setPlaceholderText("查找值，可用拼音首字母")
        self.search.setAccessibleName("查找值")
        side.addWidget(self.search)
        self.everything.setTristate(True)
        side.addWidget(self.everything)
        self.list.setMinimumHeight(look.scaled(_LEAST_LIST))
        self.list.setMinimumWidth(look.scaled(_WIDTH))
        side.addWidget(self.list, 1)
        return side

    def _fill(self) -> None:
        before = self._before
        self.values.show_values(self._order.values_of(self._key), before.values)
        self.list.setCurrentIndex(self.values.index(0))
        self.test.addItem(_ANY, "")
        for test in tests_of(self._field):
            self.test.addItem(test.value, test.value)
        self.test.setAccessibleName("条件")
        self.test.setCurrentIndex(max(0, self.test.findData(before.test or "")))
        self.text.setText(before.text)
        self.upper.setText(before.upper)
        self.text.setAccessibleName("条件的内容")
        self.upper.setAccessibleName("到")
        for state, box in self.states.items():
            box.setChecked(state in before.states)
        has_level = any(level.key == self._key for level in self._order.levels)
        self.unsort.setEnabled(bool(self._order.levels))
        self.several.setText(
            "多列排序…" if has_level or not self._order.levels else "加入多列排序…"
        )
        self._show_ends()
        self._show_ticks()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list.typed.connect(self._type)
        self.values.ticked.connect(self._show_ticks)
        self.everything.clicked.connect(self._tick_all)
        self.test.currentIndexChanged.connect(self._show_ends)

    def _order_tabs(self) -> None:
        stops = [self.search, self.everything, self.list, self.test, self.text, self.upper]
        stops += [*self.states.values(), self.clear_this, self.clear_all, self.give_up]
        stops += [self.confirm, self.ascending, self.descending, self.several, self.unsort]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # What the clerk does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search, arrows and Space are the list's."""
        if watched is self.search and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            is_plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            }
            if is_press and is_plain and event.key() in {*_LIST_KEYS, Qt.Key.Key_Space}:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.values.search(text)
        self.list.setCurrentIndex(self.values.index(0))

    def _type(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def _tick_all(self) -> None:
        is_all = self.values.tick_state is Qt.CheckState.Checked
        self.values.tick_all(is_on=not is_all)
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.everything.setCheckState(self.values.tick_state)
        self.confirm.setEnabled(self.values.chosen != frozenset())  # nothing would be left

    def _show_ends(self) -> None:
        test = self.test.currentData()
        has_two = test == Compare.BETWEEN
        self.text.setVisible(needs_text(Compare(test) if test else None))
        for widget in (self._and, self.upper):
            widget.setVisible(has_two)
        self._problem.hide()

    def _check_some(self) -> None:
        """Check rows in the pauses, until the states can be counted."""
        if self._order.look_at_states(_CHECKED_AT_ONCE):
            self._checker.stop()
            for state, count in self._order.states_of(self._key).items():
                self.states[state].setText(f"{state} · {count:,}")

    def _sort(self, *, is_down: bool) -> None:
        self._order.sort_by(self._key, is_down=is_down)
        super().accept()

    def _sort_several(self) -> None:
        super().accept()
        self._ask_sort(self._key)

    def _clear_sort(self) -> None:
        self._order.set_levels(())
        super().accept()

    def _clear_this(self) -> None:
        self._order.set_filter(self._key, None)
        super().accept()

    def _clear_all(self) -> None:
        self._order.clear_filters()
        super().accept()
