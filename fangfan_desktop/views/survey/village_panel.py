"""附件2 on the page 集中排查: problems by village, and the way from a problem to the ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import Level as MarkLevel
from fangfan_desktop.forms.marks import Mark
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.usecases.village_forms import (
    PROBLEM_TYPES,
    AddedRow,
    ProblemLine,
    SavedCells,
    VillageFormTable,
    add_row,
    edit_cells,
    make_ledger_line,
    read_village_forms,
    remove_rows,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.cell_writer import CellWriter, show_rows
from fangfan_desktop.views.grid.column import CellEdit, NoState, columns_of
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.unread import shelf_of
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.grid_status import GridStatus
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.replayed_step import ReplayedStep
from fangfan_desktop.views.sheet_keys import step_by_key
from fangfan_desktop.views.survey.closed import CLOSED_WORDS
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.label import Tag
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

_ALL = "all"
_LOWEST_GRID = 300  # pixels at 100 %: header and a few rows
_FORM_TABLES = ("campaign", "campaign_form", "setting", "village")


class VillagePanel(QWidget):
    """The grid of 附件2 with villages as tabs."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.grid: FormGrid | None = None
        self.table: VillageFormTable | None = None
        self._campaign_id: int | None = None
        self._writer: CellWriter[SavedCells] | None = None
        self._status: GridStatus | None = None
        self._wanted_row: int | None = None
        self._step = ReplayedStep(self)
        self.tabs = TabStrip()
        self.closed_tag = Tag("已结束，只能查看", Level.WARN)
        self.add_button = Button("增加一行", self._ask_village, icon="plus")
        self.remove_button = Button("删除行", self._remove, icon="trash")
        self.ledger_button = Button(
            "列入整改台账",
            self._make_line,
            icon="list-check",
            tip="把选中的一格问题转为整改台账中的一条（村级）",
        )
        self._card = Card(is_padded=False)
        self._empty = EmptyState(
            "list-check",
            "还没有填写村级问题",
            "一村可填多行，一行一个问题。没有问题的村不用填。写好的问题可以一键列入整改台账。",
            "增加一行",
            self._ask_village,
        )
        self._lay_out()

    # What the page tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Show another campaign's form."""
        if campaign_id == self._campaign_id:
            return
        self._drop_grid()
        self._campaign_id = campaign_id
        self._load()

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        if self._writer is not None and changes is not None and changes is self._writer.own:
            self._show_counts()
            self._load()
            return
        touches = getattr(changes, "touches", None)
        if touches is None or touches(*_FORM_TABLES):
            self._drop_grid()
            self._load()
        elif touches("village_form", "ledger_line"):
            self._step.keep(self.grid, changes)
            self._load()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to a village (`village_id`) or a row (`row_id`)."""
        self._wanted_row = target.get("row_id", self._wanted_row)
        if "village_id" in target:
            village = target["village_id"]
            self.tabs.select(_ALL if village is None else village)
            self._show_village()

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether the village of a target is shown."""
        return self.village_id in {None, target.get("village_id")}

    def show_status(self) -> None:
        """Counts in the bottom line."""
        if self._status is not None:
            self._status.show()

    def _status_words(self) -> str:
        if self.table is None or not self.isVisible():
            return ""
        problems = sum(_problem_count(row.values, self.table.form) for row in self.table.rows)
        return (
            f"附件2 {len(self.table.rows)} 行 · 问题 {problems} 个 · "
            f"已列入台账 {len(self.table.in_ledger)} 个"
        )

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        key = self.tabs.current
        return key if isinstance(key, int) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and a page key go to the next village, as to the next sheet."""
        if not step_by_key(event, self.tabs.step):
            super().keyPressEvent(event)

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        bar = QHBoxLayout()
        bar.addWidget(self.tabs, 1)
        bar.addWidget(self.closed_tag)
        for button in (self.add_button, self.remove_button, self.ledger_button):
            bar.addWidget(button)
        self._card.body.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_3"))
        layout.addLayout(bar)
        layout.addWidget(self._card, 1)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self._empty.hide()
        self.closed_tag.hide()
        self.tabs.chosen.connect(self._show_village)
        self._enable("")

    def _resize(self) -> None:
        # Where the letters are large the page scrolls, rather than showing a header alone.
        self._card.setMinimumHeight(style.current().scaled(_LOWEST_GRID))

    def _drop_grid(self) -> None:
        if self.grid is not None:
            shelf_of(self).put(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
        self.grid, self._writer, self.table, self._status = None, None, None, None

    def _make_grid(self, table: VillageFormTable) -> FormGrid:
        columns = columns_of(table.form)
        if not table.is_open:
            columns = [replace(column, is_editable=False) for column in columns]
        grid = FormGrid(
            columns,
            header_cells(table.form),
            frozen_columns=table.form.frozen_columns,
            name="附件2",
            row_state=self._row_state,
        )
        grid.model.read_only = "" if table.is_open else CLOSED_WORDS
        shelf_of(self).give(("village-form", self._campaign_id), grid)
        grid.view.set_row_size("row_lines")  # problems are sentences
        # bound to the campaign of the grid: another may be in hand when the thread comes to it
        write = partial(self._write, self._campaign_id or 0)
        self._writer = CellWriter(self.context, grid, write, _rows_of)
        self._status = GridStatus(self.context, grid, self._status_words)
        HabitKeeper(self.context, grid, table.form.key)
        grid.current_moved.connect(self._current_moved)
        grid.told.connect(self.context.show_message)
        self._card.body.addWidget(grid)
        return grid

    # Reading

    def _load(self) -> None:
        campaign_id, database = self._campaign_id, self.context.database
        if campaign_id is None:
            return
        self.context.read(
            lambda: read_village_forms(database, campaign_id=campaign_id),
            label="读取附件2",
            on_done=self._show,
            latest="village-forms",
            owner=self,
        )

    def _show(self, table: VillageFormTable) -> None:
        self.table = table
        if self.grid is None:
            self.grid = self._make_grid(table)
            self.setFocusProxy(self.grid)
        show_rows(self.grid, {row.id: _without_number(row.values) for row in table.rows})
        self.closed_tag.setVisible(not table.is_open)
        self._show_counts()
        self._show_village()
        self._go_to_wanted()
        self._step.show(self.grid)

    def _show_counts(self) -> None:
        if self.table is None:
            return
        rows = self.table.rows
        items = [TabItem(_ALL, f"全部 {len(rows)}")]
        for key, name in self.table.villages:
            count = sum(row.village_id == key for row in rows)
            items.append(TabItem(key, f"{name} {count}" if count else name))
        self.tabs.set_items(items)
        self.show_status()

    def _show_village(self) -> None:
        if self.grid is None or self.table is None:
            return
        village = self.village_id
        shown = [row.id for row in self.table.rows if village in {None, row.village_id}]
        if shown != self.grid.model.base_ids():
            self.grid.model.set_visible(None if village is None else shown)
        self._empty.setVisible(not shown)
        self._empty.button.setVisible(self.table.is_open)
        self.grid.setVisible(bool(shown))
        row, column = self.grid.view.place
        self._enable(self.grid.model.columns[column].key if row >= 0 else "")

    def _go_to_wanted(self) -> None:
        if self._wanted_row is None or self.grid is None:
            return
        self.grid.reveal(self._wanted_row)
        row = self.grid.model.view_row(self._wanted_row)
        if row is not None:
            self.grid.view.go(row, self.grid.model.column_of["monitoring_problems"])
            self.grid.setFocus()
            self._wanted_row = None

    def _row_state(self, row_id: int, values: Row) -> NoState:
        """Says at a cell that its problem is in the ledger."""
        del values
        if self.table is None:
            return NoState()
        form = self.table.form
        marks = [
            Mark(form.index(key), key, MarkLevel.HINT, "", f"已列入整改台账，是第{number}条")
            for (row, key), number in self.table.in_ledger.items()
            if row == row_id
        ]
        return NoState(marks=tuple(marks))

    def _current_moved(self, row_id: object, key: str) -> None:
        self._enable(key if row_id is not None else "")

    def _enable(self, key: str) -> None:
        table = self.table
        is_open = table is not None and table.is_open
        self.add_button.setEnabled(is_open)
        self.remove_button.setEnabled(is_open and bool(key))
        self.ledger_button.setEnabled(key in PROBLEM_TYPES)

    # Writing

    def _write(self, campaign_id: int, edits: Sequence[CellEdit], action: str) -> SavedCells:
        return edit_cells(
            self.context.database,
            campaign_id=campaign_id,
            edits=edits,
            action_name=action,
        )

    def _ask_village(self) -> None:
        """Add a row to the village in hand; where all are shown, ask which."""
        if self.village_id is not None:
            self.add_row(self.village_id)
            return
        if self.table is None:
            return
        menu = QMenu(self)
        for key, name in self.table.villages:
            menu.addAction(name).triggered.connect(lambda _=False, key=key: self.add_row(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def add_row(self, village_id: int) -> None:
        """Add an empty row and go to it."""
        campaign_id, database = self._campaign_id or 0, self.context.database

        def done(added: AddedRow) -> None:
            self._wanted_row = added.id
            self._tell(added.changes)

        self._start(
            lambda: add_row(database, campaign_id=campaign_id, village_id=village_id),
            "增加一行",
            done,
        )

    def _remove(self) -> None:
        if self.grid is None:
            return
        chosen = {
            self.grid.model.row_id(row)
            for rows, _ in self.grid.view.selected_ranges()
            for row in rows
        }
        database = self.context.database
        self._start(lambda: remove_rows(database, row_ids=chosen), "删除行", self._tell)

    def _make_line(self) -> None:
        """Take the problem of the current cell into the ledger."""
        if self.grid is None:
            return
        row, column = self.grid.view.place
        if row < 0:
            return
        row_id, key = self.grid.model.row_id(row), self.grid.model.columns[column].key
        database = self.context.database

        def done(made: ProblemLine) -> None:
            self._tell(made.changes)
            self.context.show_message(f"已列入整改台账，是第{made.number}条。", Level.OK)

        self._start(
            lambda: make_ledger_line(database, row_id=row_id, field=key), "列入整改台账", done
        )

    def _start(self, call: Callable[[], Any], label: str, on_done: Callable[[Any], None]) -> None:
        self.context.operations.start(call, label=label, on_done=on_done, owner=self)

    def _tell(self, changes: Changes) -> None:
        self.context.show_saved()
        self.context.changed(changes)


def _rows_of(saved: SavedCells) -> dict[int, Row]:
    return {row_id: _without_number(row.values) for row_id, row in saved.rows.items()}


def _without_number(values: Sequence[Value]) -> Row:
    """The grid numbers the rows that it shows by itself."""
    return (None, *values[1:])


def _problem_count(values: Sequence[Value], form: Form) -> int:
    keyed = dict(zip(form.value_keys, values, strict=True))
    return sum(bool(keyed.get(key)) for key in PROBLEM_TYPES)
