"""列设置: all columns as the tree of the header, shown or not, moved; how many are frozen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.arranged import ArrangedTable
from fangfan_desktop.views.grid.arrangement import Arrangement
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_CELL = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_HEIGHT = 420  # pixels at 100 %


class ColumnDialog(QDialog):
    """What is chosen here shows in the grid with 确定; Esc leaves all as it was."""

    def __init__(self, view: ArrangedTable) -> None:
        super().__init__(view)
        self._view = view
        self._columns = view.columns_
        self.setWindowTitle("列设置")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("列")
        self.frozen = QSpinBox()
        self.frozen.setMaximum(len(view.grid.columns))
        self.frozen.setAccessibleName("冻结前几列")
        self._note = wrapped("", "error")
        self.up = Button("上移", lambda: self.move_item(-1), tip="Alt+↑")
        self.down = Button("下移", lambda: self.move_item(1), tip="Alt+↓")
        self.up.setShortcut("Alt+Up")
        self.down.setShortcut("Alt+Down")
        self.confirm = Button("确定", self.accept, role="main")
        self.confirm.setDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.addWidget(label("列设置", "title"))
        outer.addWidget(
            wrapped("去掉勾的列不显示；只影响屏幕上的表格，导出和打印不变。", "secondary")
        )
        middle = QHBoxLayout()
        middle.addWidget(self.tree, 1)
        side = QVBoxLayout()
        for button in (
            self.up,
            self.down,
            Button("全部显示", self.check_all),
            Button("恢复原样", self.set_back),
        ):
            side.addWidget(button)
        side.addStretch()
        middle.addLayout(side)
        outer.addLayout(middle, 1)
        row = QHBoxLayout()
        words = QLabel("左边冻结的列数")
        words.setBuddy(self.frozen)
        row.addWidget(words)
        row.addWidget(self.frozen)
        row.addStretch()
        outer.addLayout(row)
        outer.addWidget(self._note)
        ends = QHBoxLayout()
        ends.addStretch()
        ends.addWidget(Button("取消", self.reject))
        ends.addWidget(self.confirm)
        outer.addLayout(ends)

    def show_columns(self) -> None:
        """Open with the columns as they stand."""
        look = style.current()
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*[look.px("space_4")] * 4)
            layout.setSpacing(look.px("space_3"))
        self.tree.setIndentation(look.px("icon"))
        wanted = look.scaled(_HEIGHT)
        self.resize(look.px("dialog"), min(wanted, self.screen().availableSize().height() * 4 // 5))
        self._columns = self._copied()
        self._fill()
        self.open()
        self.tree.setFocus()

    def _copied(self) -> Arrangement:
        """The arrangement, to be changed here; the grid's own stays as it is until 确定."""
        now = self._view.columns_
        copied = Arrangement(now.keys, now.cells, now.own_frozen)
        copied.choose(now.choices())
        return copied

    def _fill(self) -> None:
        self._note.hide()
        self.tree.clear()
        for cell in self._columns.children(None):
            self._add(self.tree.invisibleRootItem(), cell)
        self.tree.expandAll()
        self.tree.setCurrentItem(self.tree.topLevelItem(0))
        self.frozen.setValue(self._columns.frozen)

    def _add(self, parent: QTreeWidgetItem, cell: HeaderCell) -> None:
        children = self._columns.children(cell)
        while len(children) == 1:  # a group of one: one line
            children = self._columns.children(children[0])
        item = QTreeWidgetItem(parent, [self._words(cell)])
        item.setData(0, _CELL, cell)
        if children:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            for child in children:
                self._add(item, child)
        else:
            is_shown = not self._columns.hidden.issuperset(self._columns.columns_of(cell))
            item.setCheckState(0, _ON if is_shown else _OFF)

    def _words(self, cell: HeaderCell) -> str:
        """The texts of a heading and of those in it that stand alone, so that it is told whole."""
        words, children = [cell.text], self._columns.children(cell)
        while len(children) == 1:
            words.append(children[0].text)
            children = self._columns.children(children[0])
        return " › ".join(filter(None, words))

    def move_item(self, step: int) -> None:
        """Move the line in hand up or down among those of its group."""
        item = self.tree.currentItem()
        around = item.parent() or self.tree.invisibleRootItem()
        at = around.indexOfChild(item)
        if 0 <= at + step < around.childCount():
            around.takeChild(at)
            around.insertChild(at + step, item)
            self._expand(item)
            self.tree.setCurrentItem(item)

    def _expand(self, item: QTreeWidgetItem) -> None:
        item.setExpanded(True)
        for at in range(item.childCount()):
            self._expand(item.child(at))

    def check_all(self) -> None:
        """Let all columns be shown."""
        for item in self._leaves(self.tree.invisibleRootItem()):
            item.setCheckState(0, _ON)

    def set_back(self) -> None:
        """The form's own order, all shown, its own number frozen."""
        now = self._view.columns_
        self._columns = Arrangement(now.keys, now.cells, now.own_frozen)
        self._fill()

    def _leaves(self, item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
        if not item.childCount():
            return [item]
        children = [item.child(at) for at in range(item.childCount())]
        return [leaf for child in children for leaf in self._leaves(child)]

    def accept(self) -> None:
        """Show the columns so."""
        columns = self._columns
        leaves = self._leaves(self.tree.invisibleRootItem())
        order: list[int] = []
        hidden: list[int] = []
        for leaf in leaves:
            span = columns.columns_of(leaf.data(0, _CELL))
            order += span
            hidden += span if leaf.checkState(0) == _OFF else []
        if len(hidden) == len(columns.keys):
            self._note.setText("至少要显示一列。")
            self._note.show()
            return
        frozen = self.frozen.value()
        self._view.arrange(lambda now: now.set_all(order, hidden, frozen))
        super().accept()
