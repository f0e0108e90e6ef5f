"""The grid as pages use it: heading line, table and find bar in one widget."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.forms.marks import Level as MarkLevel
from fangfan_desktop.views.grid.actions import GridActions
from fangfan_desktop.views.grid.arranged import ROW_HEIGHTS
from fangfan_desktop.views.grid.arrangement import ColumnChoices
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.changed import block_of, changed_cells
from fangfan_desktop.views.grid.column import GridColumn, RowState
from fangfan_desktop.views.grid.column_actions import ColumnActions, make_column_actions
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.find_bar import FindBar
from fangfan_desktop.views.grid.heading_line import HeadingLine
from fangfan_desktop.views.grid.keys import GridKeys
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.mouse import GridMouse
from fangfan_desktop.views.grid.order_control import OrderControl
from fangfan_desktop.views.grid.paste_dialog import PasteDialog
from fangfan_desktop.views.grid.problems import Problems
from fangfan_desktop.views.grid.row_order import RowOrder
from fangfan_desktop.views.grid.statistics import SelectionCount, counting
from fangfan_desktop.views.grid.view import GridView
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.zoom_steps import ZoomSteps

_COUNT_AFTER_MS = 60
_ROW_WORDS = {"row_compact": "紧凑", "row": "普通", "row_wide": "宽松", "row_lines": "三行"}
_LEVELS = {
    MarkLevel.ERROR: Level.DANGER,
    MarkLevel.DOUBT: Level.WARN,
    MarkLevel.HINT: Level.INFO,
    None: Level.PLAIN,
}


class FormGrid(QWidget):
    """One form's rows in a grid.

    Signals:
        edits_requested: an EditRequest; write it as one step, then answer with
            `model.apply_saved(request, rows)` or `model.mark_refused(request, sentences)`.
        current_moved: id of the current row and key of the column; None, "" where there is none.
        selection_counted: text with count, sum and average of the selection.
        told: (sentence, Level) for the window's message line.
        row_opened: id of a row whose cell was double-clicked where it cannot be typed in.
        column_menu_requested: a heading's menu was asked for (key, QPoint on the screen).
        widths_changed: a width, the arrangement of columns or the height of rows was changed by
            the clerk; keep `view.column_widths()`, `view.columns_.choices()` and `view.row_size`.
    """

    edits_requested = Signal(object)
    current_moved = Signal(object, str)
    selection_counted = Signal(str)
    told = Signal(str, object)
    row_opened = Signal(object, str)
    widths_changed = Signal()
    column_menu_requested = Signal(str, object)

    def __init__(
        self,
        columns: Sequence[GridColumn],
        header: Sequence[HeaderCell],
        *,
        frozen_columns: int = 0,
        name: str = "",
        row_state: Callable[[int, Row], RowState] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = GridModel(columns, row_state, self)
        self.model.name = name
        self.view = GridView(self.model, header, frozen_columns)
        self.actions_ = GridActions(self.view, self)
        self.keys = GridKeys(self.view, self.actions_)
        self.column_actions = ColumnActions(self.view, self)
        self.mouse = GridMouse(self.view)
        self.find_bar = FindBar(self.view, self.actions_)
        self.ordering = OrderControl(self.view, self)
        self.problems = Problems(self.model, self)
        self._preview: PasteDialog | None = None
        self.heading = HeadingLine()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.ordering.line)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.find_bar)
        self.setFocusProxy(self.view)
        self._counter = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._stepper = QTimer(self, interval=0)
        self._counting: Iterator[SelectionCount] | None = None
        self._zoom = ZoomSteps(lambda words: self.told.emit(words, Level.INFO), self)
        self._connect()

    def set_action_name(self, name: str) -> None:
        """Name of the form that the steps of history begin with: 附件1, 二次录入."""
        self.model.name = name

    def _connect(self) -> None:
        self.model.edits_requested.connect(self.edits_requested)
        self.view.key_pressed.connect(self._handle_key)
        self.view.delegate.left.connect(self.keys.after_editor)
        self.view.frozen_delegate.left.connect(self.keys.after_editor)
        self.view.delegate.filling.connect(self.actions_.fill_with)
        self.view.frozen_delegate.filling.connect(self.actions_.fill_with)
        self.mouse.filled.connect(self.actions_.fill_over)
        self.actions_.find_again.connect(self.find_bar.find_again)
        self.actions_.menu_requested.connect(self._open_menu_here)
        self.actions_.problem_requested.connect(self._go_to_problem)
        self.view.current_moved.connect(self._show_current)
        self.model.dataChanged.connect(self._show_again)
        self.view.selectionModel().selectionChanged.connect(self._count_soon)
        self._counter.timeout.connect(self._begin_counting)
        self._stepper.timeout.connect(self._count_on)
        self.model.modelReset.connect(self._count_soon)
        self.actions_.told.connect(self.told)
        self.actions_.plan_ready.connect(self._show_plan)
        self.actions_.find_requested.connect(self._open_find)
        self.view.arrangement_changed.connect(self.widths_changed)
        self.view.arrangement_changed.connect(self._count_soon)
        self.column_actions.told.connect(self.told)
        self.mouse.zoomed.connect(self._zoom.take)
        for table in (self.view, self.view.frozen):
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(self._open_menu)
            table.head.column_menu_requested.connect(self._ask_column_menu)
            table.head.column_actions_requested.connect(self._open_column_actions)
            table.doubleClicked.connect(self._open_row)
            table.head.sectionResized.connect(self._tell_widths)

    @property
    def order(self) -> RowOrder:
        """Filters and sorts of the columns."""
        return self.ordering.order

    def set_unit(self, unit: str) -> None:
        """What a row is called where rows are counted: 户, 条; 行 without it."""
        self.ordering.line.unit = unit

    def reveal(self, row_id: int) -> bool:
        """Whether a row is shown; filters of columns that alone hide it are cleared, and told."""
        if self.ordering.reveal(row_id):
            self.told.emit("要看的这一行被列的筛选藏起来了，已清除筛选。", Level.INFO)
        return self.model.view_row(row_id) is not None

    def show_changed(
        self,
        before: Mapping[int, Row],
        reveal: Callable[[int], object] | None = None,
        *,
        is_any: bool = False,
    ) -> bool:
        """Go to what an undo or redo changed since the rows were `before`; False where nothing is.

        The changed cells are selected where they make one block; a selection that holds them all
        stays.

        Args:
            before: the rows as they were.
            reveal: shows a row that is filtered out; the columns' filters alone without it.
            is_any: whether columns that cannot be typed in count, too.
        """
        changed = changed_cells(self.model, before, is_any=is_any)
        if not changed:
            return False
        if all(self.model.view_row(row_id) is None for row_id in changed):
            (reveal or self.reveal)(next(iter(changed)))
        places = {self.model.view_row(row_id): set(c) for row_id, c in changed.items()}
        rows = sorted(row for row in places if row is not None)
        if not rows:
            return False
        first = min(places[rows[0]], key=self.view.columns_.position.__getitem__)
        self.view.reveal(first)
        columns = [places[row] for row in rows]
        if self.view.selects(zip(rows, columns, strict=True)):
            self.view.scrollTo(self.model.index(rows[0], first))
            return True
        block = block_of(rows, columns, self.view.shown_columns())
        self.view.go(rows[0], first)
        if block is not None and block[:2] != block[2:]:
            self.view.select_block(*block)
        return True

    def _handle_key(self, event: QKeyEvent) -> None:
        self.ordering.handle(event)
        if not event.isAccepted():
            self.column_actions.handle(event)
        if not event.isAccepted():
            self.keys.handle(event)

    @property
    def preview(self) -> PasteDialog:
        """The dialog that a large paste is looked at in."""
        if self._preview is None:
            self._preview = PasteDialog(self.actions_, self)
            self._preview.finished.connect(self._after_preview)
        return self._preview

    def _show_plan(self, plan: BlockPlan, action: str) -> None:
        self.preview.show_plan(plan, action)

    def _after_preview(self) -> None:
        self.view.setFocus()

    def _open_menu_here(self) -> None:
        """The menu by a key: below the current cell, its first line lit."""
        rect = self.view.cell_rect(*self.view.place)
        menu = self._open_menu(QPoint())
        menu.move(self.view.mapToGlobal(rect.bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _open_menu(self, _point: QPoint) -> QMenu:
        menu = self.actions_.make_menu()
        menu.addSeparator()
        columns = menu.addMenu("列")
        columns.addActions(make_column_actions(self, max(0, self.view.place[1]), columns))
        heights = menu.addMenu("行高")
        for name, words in _ROW_WORDS.items():
            action = heights.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == self.view.row_size)
            action.triggered.connect(lambda _=False, name=name: self._choose_rows(name))
        menu.popup(QCursor.pos())
        return menu

    def _choose_rows(self, name: str) -> None:
        self.view.set_row_size(name)
        self.widths_changed.emit()

    def _ask_column_menu(self, column: int) -> None:
        self.column_menu_requested.emit(self.model.columns[column].key, QCursor.pos())
        self.ordering.open_menu(column)

    def _open_column_actions(self, column: int) -> QMenu:
        """The menu of the right button on a heading: what can be done to the column."""
        self.column_menu_requested.emit(self.model.columns[column].key, QCursor.pos())
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        filtering = menu.addAction("筛选和排序…\tAlt+Shift+↓")
        filtering.triggered.connect(lambda _=False: self._ask_column_menu(column))
        menu.addSeparator()
        menu.addActions(make_column_actions(self, column, menu))
        menu.popup(QCursor.pos())
        return menu

    def _tell_widths(self) -> None:
        if not self.view.is_rescaling:
            self.widths_changed.emit()

    def set_layout(self, widths: Mapping[str, int], choices: ColumnChoices, row_size: str) -> None:
        """Show widths, arrangement of columns and height of rows that were kept."""
        if row_size in ROW_HEIGHTS:
            self.view.row_size = row_size
        self.view.set_column_widths(widths)
        self.view.set_choices(choices)

    def _go_to_problem(self, sign: int) -> None:
        place = self.problems.next_place(self.view.place, sign)
        if place is None:
            self.told.emit("显示的行里没有错误、疑问和没写入的内容。", Level.INFO)
            return
        self.view.reveal(place[1])
        self.view.go(*place)

    def _open_find(self, with_replace: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.find_bar.open(with_replace=with_replace)

    def _open_row(self) -> None:
        row, column = self.view.place
        if row >= 0 and not self.model.can_edit(row, column):
            self.row_opened.emit(self.model.row_id(row), self.model.columns[column].key)

    def _show_current(self, row: int, column: int) -> None:
        if row < 0 or row >= self.model.rowCount():
            self.heading.clear()
            self.current_moved.emit(None, "")
            return
        field = self.model.columns[column].field
        text, level = self.model.message(row, column)
        self.heading.show_field(column, field, text or self.model.read_only, _LEVELS[level])
        self.current_moved.emit(self.model.row_id(row), field.key)

    def _show_again(self) -> None:
        row, column = self.view.place
        if 0 <= row < self.model.rowCount():
            text, level = self.model.message(row, column)
            field = self.model.columns[column].field
            self.heading.show_field(column, field, text or self.model.read_only, _LEVELS[level])
        self._count_soon()

    def _count_soon(self) -> None:
        self._stop_counting()
        self._counter.start()

    def count_now(self) -> None:
        """Count the selection without waiting for the next pause."""
        self._begin_counting()
        while self._counting is not None:
            self._count_on()

    def _begin_counting(self) -> None:
        self._counting = counting(self.model, self.view.shown_blocks())
        self._counted = next(self._counting)
        self._stepper.start()

    def _count_on(self) -> None:
        """Some thousand rows at a time, between which the window answers."""
        more = next(self._counting, None) if self._counting is not None else None
        if more is not None:
            self._counted = more
            return
        self._stop_counting()
        self.selection_counted.emit(self._counted.text() if self._counted.cells else "")

    def _stop_counting(self) -> None:
        self._counting = None
        self._stepper.stop()
