"""Sorting by several columns, the weightiest above, as in spreadsheets."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Field
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ScrollingBody
from fangfan_desktop.views.grid.row_order import RowOrder, SortLevel
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import label

_FIRST, _NEXT = "排序依据", "其次"
_COLUMN_WIDTH = 290  # pixels at 100 %


class _LevelRow(QWidget):
    """One column and its direction."""

    def __init__(self, fields: Sequence[Field], level: SortLevel) -> None:
        super().__init__()
        self.word = label(_NEXT, "secondary")
        self.column = QComboBox()
        for field in fields:
            self.column.addItem(field.name, field.key)
        self.column.setCurrentIndex(max(0, self.column.findData(level.key)))
        self.column.setAccessibleName("列")
        look = style.current()
        self.column.setFixedWidth(look.scaled(_COLUMN_WIDTH))
        self.direction = QComboBox()
        self.direction.addItem("▲ 升序", userData=False)
        self.direction.addItem("▼ 降序", userData=True)
        self.direction.setCurrentIndex(int(level.is_down))
        self.direction.setAccessibleName("方向")
        self.up = IconButton("chevron-up", "上移")
        self.down = IconButton("chevron-down", "下移")
        self.remove = IconButton("x", "去掉这一级")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_2"))
        self.word.setFixedWidth(self.word.fontMetrics().horizontalAdvance(_FIRST))
        for widget in (self.word, self.column, self.direction, self.up, self.down, self.remove):
            layout.addWidget(widget)

    @property
    def level(self) -> SortLevel:
        return SortLevel(str(self.column.currentData()), bool(self.direction.currentData()))


class SortDialog(QDialog):
    """Levels are added, taken away, moved; Enter sorts, Esc gives up."""

    def __init__(
        self, order: RowOrder, fields: Sequence[Field], levels: Sequence[SortLevel], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._order, self._fields = order, list(fields)
        self._rows: list[_LevelRow] = []
        self.setWindowTitle("多列排序")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = style.current()
        inner = QWidget()
        self._levels = QVBoxLayout(inner)
        self._levels.setContentsMargins(0, 0, 0, 0)
        self._levels.setSpacing(look.px("space_2"))
        self._levels.addStretch()
        self._body = ScrollingBody(inner)
        self._body.grown.connect(self.adjustSize, Qt.ConnectionType.QueuedConnection)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        outer.addWidget(label("多列排序", "title"))
        outer.addWidget(label("先按第一列排，相同的再按下一列；空着的总在最后。", "secondary"))
        outer.addWidget(self._body, 1)
        row = QHBoxLayout()
        self.more = Button("添加一级", self.add_level, icon="plus")
        row.addWidget(self.more)
        row.addStretch()
        row.addWidget(Button("取消", self.reject))
        self.confirm = Button("排序", self.accept, role="main")
        self.confirm.setDefault(True)
        row.addWidget(self.confirm)
        outer.addLayout(row)
        for level in levels or [SortLevel(self._fields[0].key)]:
            self._add(level)
        self._rows[-1].column.setFocus()

    @property
    def levels(self) -> list[SortLevel]:
        """The levels as they are entered; a column counts where it stands first."""
        found: dict[str, SortLevel] = {}
        for row in self._rows:
            found.setdefault(row.level.key, row.level)
        return list(found.values())

    def add_level(self) -> None:
        """One more column, the first that is not there yet."""
        used = {row.level.key for row in self._rows}
        free = [field.key for field in self._fields if field.key not in used]
        if free:
            self._add(SortLevel(free[0]))
            self._rows[-1].column.setFocus()

    def move_level(self, place: int, by: int) -> None:
        """Move a level up (-1) or down (1)."""
        target = place + by
        if 0 <= target < len(self._rows):
            row = self._rows.pop(place)
            self._rows.insert(target, row)
            self._levels.insertWidget(target, row)
            self._show_places()

    def remove_level(self, place: int) -> None:
        """Sort by one column less; without any, the page's own order."""
        row = self._rows.pop(place)
        self._levels.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._show_places()

    def accept(self) -> None:
        """Sort."""
        self._order.set_levels(self.levels)
        super().accept()

    def _add(self, level: SortLevel) -> None:
        row = _LevelRow(self._fields, level)
        row.up.clicked.connect(lambda: self.move_level(self._rows.index(row), -1))
        row.down.clicked.connect(lambda: self.move_level(self._rows.index(row), 1))
        row.remove.clicked.connect(lambda: self.remove_level(self._rows.index(row)))
        self._levels.insertWidget(len(self._rows), row)
        self._rows.append(row)
        self._show_places()

    def _show_places(self) -> None:
        for place, row in enumerate(self._rows):
            row.word.setText(_NEXT if place else _FIRST)
            row.up.setEnabled(place > 0)
            row.down.setEnabled(place < len(self._rows) - 1)
        self.more.setEnabled(len(self._rows) < len(self._fields))
