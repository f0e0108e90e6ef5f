"""附件3 on the page 集中排查: figures that count themselves, each opening its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import Level as MarkLevel
from fangfan_desktop.forms.marks import Mark
from fangfan_desktop.storage.statistics import TYPED_KEYS, Statistics, StatisticsRow
from fangfan_desktop.usecases.statistics import (
    Comparison,
    FigureList,
    SavedFigures,
    StatisticsTable,
    TakenSnapshot,
    compare_with_last,
    open_figure,
    read_statistics,
    set_figures,
    take_snapshot,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.cell_writer import CellWriter, show_rows
from fangfan_desktop.views.grid.column import CellEdit, GridColumn, NoState
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.grid_status import GridStatus
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.closed import CLOSED_WORDS
from fangfan_desktop.views.survey.comparison_words import arrow, compared_words
from fangfan_desktop.views.survey.figure_list import FIGURE_LIST, FigureDialog
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, wrapped

TOTAL_ROW = 0  # id of the total row; villages begin at 1
_AFTER_CHANGE_MS = 250
_LOWEST_GRID = 340  # pixels at 100 %: header and a few rows
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN_KEYS = frozenset({"seq", "village", *TYPED_KEYS})
_COUNTED_TABLES = (
    "household_form",
    "household",
    "person",
    "identification",
    "measure",
    "ledger_line",
    "village_form",
    "village_figures",
    "grid",
    "grid_worker",
)
_FORM_TABLES = ("campaign", "campaign_form", "setting", "village")


@dataclass(frozen=True, slots=True)
class _Read:
    table: StatisticsTable
    comparison: Comparison | None


class StatisticsPanel(QWidget):
    """The table of 附件3, with the week's snapshot and what changed since the last one."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.grid: FormGrid | None = None
        self.dialog: FigureDialog | None = None
        self._campaign_id: int | None = None
        self._writer: CellWriter[SavedFigures] | None = None
        self._status: GridStatus | None = None
        self._read: _Read | None = None
        self._is_stale = False
        self.note = wrapped("", "secondary")
        self.closed_tag = Tag("已结束，数据已固定", Level.WARN)
        self.open_button = Button("看名单", self._open, icon="search", tip="双击数字，或按回车")
        self.compare_button = Button("与上期相比", icon="arrows")
        self.compare_button.setCheckable(True)
        self.snapshot_button = Button(
            "记入本周",
            self.take_snapshot,
            icon="check",
            tip="把现在的数存成一期；以后再改数据，这一期不变",
        )
        self._card = Card(is_padded=False)
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_CHANGE_MS)
        self._lay_out()

    # What the page tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Show another campaign's figures."""
        if campaign_id == self._campaign_id:
            return
        self._campaign_id = campaign_id
        self._drop_grid()
        self.load()

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        touches = getattr(changes, "touches", None)
        if touches is None or touches(*_FORM_TABLES):
            self._drop_grid()
            self.load()
        elif touches("statistics_snapshot"):
            self.load()
        elif touches(*_COUNTED_TABLES):
            # Counting waits until the panel is looked at, and for a pause in typing.
            self._is_stale = True
            if self.isVisible():
                self._timer.start()

    def show_status(self) -> None:
        """The panel has come into sight: count anew where something changed."""
        if self._is_stale:
            self._timer.start(0)
        elif self._status is not None:
            self._status.show()

    def _status_words(self) -> str:
        table = self._read.table.statistics if self._read and self.isVisible() else None
        if table is None:
            return ""
        total = table.total.values
        return f"{len(table.rows)} 个村 · 应排查 {total['to_survey']} · 已排查 {total['surveyed']}"

    # Making

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.note, 1)
        bar.addWidget(self.closed_tag)
        for button in (self.open_button, self.compare_button, self.snapshot_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_3"))
        layout.addLayout(bar)
        layout.addWidget(self._card, 1)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self.closed_tag.hide()
        for button in (self.open_button, self.snapshot_button, self.compare_button):
            button.setEnabled(False)
        self.compare_button.toggled.connect(self._show_figures)
        self._timer.timeout.connect(self.load)

    def _resize(self) -> None:
        # Where the letters are large the page scrolls, rather than showing a header alone.
        self._card.setMinimumHeight(style.current().scaled(_LOWEST_GRID))

    def _drop_grid(self) -> None:
        if self.grid is not None:
            self.grid.hide()
            self.grid.deleteLater()
        self.grid, self._writer, self._read, self._status = None, None, None, None

    def _make_grid(self, table: StatisticsTable) -> FormGrid:
        form = table.form
        columns = [
            GridColumn(_shown_field(each), table.is_open and each.key in TYPED_KEYS)
            for each in form.fields
        ]
        grid = FormGrid(
            columns,
            header_cells(form),
            frozen_columns=form.frozen_columns,
            name="附件3",
            row_state=self._row_state,
        )
        grid.model.read_only = "" if table.is_open else CLOSED_WORDS
        grid.order.last_rows = frozenset({TOTAL_ROW})
        grid.set_unit("个村")
        # bound to the campaign of the grid: another may be in hand when the thread comes to it
        write = partial(self._write, self._campaign_id or 0)
        self._writer = CellWriter(self.context, grid, write, _no_rows)
        self._status = GridStatus(self.context, grid, self._status_words)
        HabitKeeper(self.context, grid, form.key)
        grid.row_opened.connect(self._open)
        grid.current_moved.connect(self._current_moved)
        grid.told.connect(self.context.show_message)
        grid.view.installEventFilter(self)
        self._card.body.addWidget(grid)
        return grid

    # Reading

    def load(self) -> None:
        """Count anew."""
        campaign_id, database = self._campaign_id, self.context.database
        if campaign_id is None:
            return
        self._is_stale = False
        self.context.read(
            lambda: _Read(
                read_statistics(database, campaign_id=campaign_id),
                compare_with_last(database, campaign_id=campaign_id),
            ),
            label="统计附件3",
            on_done=self._show,
            latest="statistics",
            owner=self,
        )

    def _show(self, read: _Read) -> None:
        self._read = read
        if self.grid is None:
            self.grid = self._make_grid(read.table)
            self.setFocusProxy(self.grid)
        self.closed_tag.setVisible(not read.table.is_open)
        self.snapshot_button.setEnabled(read.table.is_open)
        self.compare_button.setEnabled(read.comparison is not None)
        last = read.comparison.label if read.comparison else ""
        self.compare_button.setToolTip(
            f"上期：{last}" if last else "还没有记过一期，先点“记入本周”"
        )
        self._show_figures()
        self.show_status()

    def _show_figures(self) -> None:
        if self.grid is None or self._read is None:
            return
        table = self._read.table.statistics
        rows = {_row_id(row): self._values(row) for row in (*table.rows, table.total)}
        show_rows(self.grid, rows)
        self.note.setText(self._note(table))

    def _note(self, statistics: Statistics) -> str:
        comparison = self._compared
        if comparison is not None:
            count = len(comparison.differences)
            words = f"与{comparison.label}相比，{count} 格有变化，标黄处为“上期→现在”"
            return words if count else f"与{comparison.label}相比，没有变化"
        words = "数字由排查表、监测对象和台账自动统计；双击数字看名单"
        if statistics.township_problems:
            words += f"。另有镇级问题 {statistics.township_problems} 条，不分村，不计入本表"
        return words

    @property
    def _compared(self) -> Comparison | None:
        """The comparison, where the clerk wants to see it."""
        is_wanted = self._read is not None and self.compare_button.isChecked()
        return self._read.comparison if is_wanted and self._read else None

    def _values(self, row: StatisticsRow) -> Row:
        form = self._read.table.form if self._read else None
        if form is None:
            return ()
        known: dict[str, Value] = {"village": row.village, **row.values}
        if row.village_id is None:
            known["seq"] = " "  # not numbered by the grid
        comparison = self._compared
        if comparison is not None:
            for field in form.fields:
                difference = comparison.differences.get((row.village_id, field.key))
                if difference is not None and field.kind in {Kind.PAIR, Kind.NUMBER}:
                    known[field.key] = arrow(field, difference.old, difference.new)
        return tuple(known.get(key) for key in form.value_keys)

    def _row_state(self, row_id: int, values: Row) -> NoState:
        """The total row takes nothing; differences are marked."""
        del values
        comparison = self._compared
        if comparison is None or self._read is None:
            return NoState()
        form = self._read.table.form
        village = None if row_id == TOTAL_ROW else row_id
        marks = [
            Mark(
                form.index(field.key),
                field.key,
                MarkLevel.DOUBT,
                "",
                compared_words(field, comparison, at),
            )
            for field in form.fields
            if (at := (village, field.key)) in comparison.differences
        ]
        return NoState(marks=tuple(marks))

    # The list behind a number

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a number opens its list."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTERS
            and self._can_open()
        ):
            self._open()
            return True
        return super().eventFilter(watched, event)

    def _can_open(self) -> bool:
        return self._current_key() not in {"", *_PLAIN_KEYS}

    def _current_key(self) -> str:
        if self.grid is None or self.grid.view.place[0] < 0:
            return ""
        return self.grid.model.columns[self.grid.view.place[1]].key

    def _current_moved(self, row_id: object, key: str) -> None:
        self.open_button.setEnabled(row_id is not None and key not in _PLAIN_KEYS)

    def _open(self, *_: object) -> None:
        if self.grid is None or not self._can_open():
            return
        self.open_figure(self.grid.model.row_id(self.grid.view.place[0]), self._current_key())

    def open_figure(self, row_id: int, key: str) -> None:
        """Show the list behind a cell; `row_id` is the village's, `TOTAL_ROW` for all."""
        database, campaign_id = self.context.database, self._campaign_id or 0
        village = None if row_id == TOTAL_ROW else row_id
        place = "全镇" if village is None else self._village_name(village)

        def show(found: FigureList) -> None:
            if self.dialog is not None:
                self.dialog.close()
            dialog = FigureDialog(found, place, self.window())
            HabitKeeper(self.context, dialog.grid, FIGURE_LIST)
            dialog.opened.connect(self._open_target)
            dialog.destroyed.connect(self._forget_dialog)
            self.dialog = dialog
            dialog.show()

        self.context.read(
            lambda: open_figure(database, campaign_id=campaign_id, village_id=village, field=key),
            label="读取名单",
            on_done=show,
            latest="figure-list",
            owner=self,
        )

    def _open_target(self, page: str, target: Mapping[str, Any]) -> None:
        if page == "survey":
            target = {"form": "village-form", **target}
        if self.dialog is not None:
            self.dialog.close()
        self.context.open_page(page, **target)

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _village_name(self, village_id: int) -> str:
        rows = self._read.table.statistics.rows if self._read else ()
        return next((row.village for row in rows if row.village_id == village_id), "")

    # Writing

    def _write(self, campaign_id: int, edits: Sequence[CellEdit], _action: str) -> SavedFigures:
        return set_figures(self.context.database, campaign_id=campaign_id, edits=edits)

    def take_snapshot(self) -> None:
        """Keep the figures of this week."""
        database, campaign_id = self.context.database, self._campaign_id
        if campaign_id is None:
            return

        def done(taken: TakenSnapshot) -> None:
            self.context.show_saved()
            self.context.changed(taken.changes)
            words = f"已记入{taken.label}。以后改动数据，这一期的数不变。"
            self.context.show_message(words, Level.OK)

        self.context.operations.start(
            lambda: take_snapshot(database, campaign_id=campaign_id),
            label="记入本周",
            on_done=done,
            owner=self,
        )


def _shown_field(field: Field) -> Field:
    """Figures stand in the middle of their columns, as on the official table."""
    return (
        replace(field, kind=Kind.PAIR)
        if field.kind is Kind.NUMBER and (field.key not in {"seq", "training_visits"})
        else field
    )


def _row_id(row: StatisticsRow) -> int:
    return TOTAL_ROW if row.village_id is None else row.village_id


def _no_rows(_saved: SavedFigures) -> dict[int, Row]:
    """The panel counts anew instead: the total changes with every village."""
    return {}
