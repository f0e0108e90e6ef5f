"""整改台账: the ledger as grid and board, with the life of the line in hand beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.forms.form import Form
from fangfan_desktop.usecases.ledger import (
    LedgerCounts,
    ListedLine,
    SavedLines,
    edit_lines,
)
from fangfan_desktop.usecases.ledger_import import LedgerImport, import_ledger
from fangfan_desktop.usecases.ledger_view import LedgerView, read_ledger
from fangfan_desktop.views import style
from fangfan_desktop.views.cell_writer import CellWriter, show_rows
from fangfan_desktop.views.dialogs.ledger_new import NewLineDialog
from fangfan_desktop.views.grid.column import CellEdit
from fangfan_desktop.views.grid.unread import shelf_of
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.grid_status import GridStatus
from fangfan_desktop.views.ledger.board import LedgerBoard
from fangfan_desktop.views.ledger.filter_bar import BOARD, LedgerBar
from fangfan_desktop.views.ledger.line_desk import LineDesk
from fangfan_desktop.views.ledger.line_grid import LineGrid
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.replayed_step import ReplayedStep
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader

_LOWEST = 300  # pixels at 100 %: header and a few rows
_NARROW = 900  # pixels at 100 %, below which there is no room beside the grid
_TABLES = ("ledger_line", "ledger_note", "ledger_evidence")
_FORM_TABLES = ("campaign", "campaign_form", "setting", "village")


@dataclass(slots=True)
class _Hand:
    """What the page has in hand."""

    campaign_id: int | None = None
    wanted_line: int | None = None


class LedgerPage(Page):
    """The page."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: LedgerView | None = None
        self.grid: LineGrid | None = None
        self._hand = _Hand()
        self._step = ReplayedStep(self)
        self._shown: list[ListedLine] = []
        self._writer: CellWriter[SavedLines] | None = None
        self._status: GridStatus | None = None
        self.header = PageHeader("整改台账")
        self.import_button = self.header.add_button("导入…", self._ask_import, icon="upload")
        self.print_button = self.header.add_button(
            "打印", lambda: self._reports("print"), icon="printer"
        )
        self.export_button = self.header.add_button(
            "导出", lambda: self._reports("export"), icon="file-export"
        )
        self.new_button = self.header.add_button(
            "新增问题", self.ask_new_line, icon="plus", is_main=True
        )
        self.bar = LedgerBar()
        self.board = LedgerBoard()
        self.desk = LineDesk(context, self)
        self._card = Card(is_padded=False)
        self._stack = QStackedWidget()
        self._empty = EmptyState("list-check", "整改台账", "正在读取。")
        self._lay_out()
        self._connect()
        self.set_campaign(context.campaign_id())

    # What the window tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Another campaign was taken in hand."""
        self._hand = _Hand(campaign_id)
        self._drop_grid()
        self.desk.drop()
        for button in (self.import_button, self.print_button, self.export_button, self.new_button):
            button.setEnabled(campaign_id is not None)
        self._load()

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        touches = getattr(changes, "touches", None)
        if touches is None or touches(*_FORM_TABLES):
            self._drop_grid()
            self._load()
        elif touches(*_TABLES):
            self._step.keep(self.grid, changes)
            self._load()
            self.desk.load()

    def on_shown(self) -> None:
        """The clerk has come to this page."""
        self._show_status()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to a line (`line_id`), or show some (village_id, state, is_open, is_overdue)."""
        if "line_id" in target:
            self.bar.clear()
            self._hand.wanted_line = int(target["line_id"])
            self._go_to_wanted()
            return
        state = target.get("state")
        self.bar.choose(
            village_id=target.get("village_id"),
            state=LedgerState(state) if state else None,
            is_open=bool(target.get("is_open")),
            is_overdue=bool(target.get("is_overdue")),
        )

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        body = QHBoxLayout()
        body.setSpacing(look.px("space_3"))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._card)
        self._stack.addWidget(self.board)
        body.addWidget(self._stack, 1)
        body.addWidget(self.desk.panel)
        self.content.addWidget(self.header)
        self.content.addWidget(self.bar)
        self.content.addLayout(body, 1)

    def _connect(self) -> None:
        self.bar.view_chosen.connect(self._show_view)
        self.bar.filter_changed.connect(self._filter)
        self.bar.detail.toggled.connect(self._share_room)
        style.current().zoom_changed.connect(self._share_room)
        self.board.chosen.connect(self.desk.take)
        self.board.move_requested.connect(self._move_line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Grid and line side by side; where there is no room, one at a time."""
        # The page may be wider than what is seen of it, so its surroundings decide.
        around = self.parentWidget()
        width = min(self.width(), around.width() if around else self.width())
        is_narrow = width < style.current().scaled(_NARROW)
        self.bar.set_narrow(is_narrow=is_narrow)
        self._stack.setMinimumHeight(style.current().scaled(_LOWEST))
        is_line = is_narrow and self.bar.detail.isChecked()
        self.desk.panel.setVisible(not is_narrow or is_line)
        self._stack.setVisible(not is_line)

    def _drop_grid(self) -> None:
        if self.grid is not None:
            shelf_of(self).put(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
        self.grid, self._writer, self.view, self._status = None, None, None, None

    def _make_grid(self, form: Form) -> LineGrid:
        grid = LineGrid(form)
        grid.actions_.today = self.context.today
        shelf_of(self).give(("ledger", self._hand.campaign_id), grid)
        # bound to the campaign of the grid: another may be in hand when the thread comes to it
        write = partial(self._write, self._hand.campaign_id or 0)
        self._writer = CellWriter(
            self.context, grid, write, lambda saved: grid.keep(tuple(saved.lines.values()))
        )
        HabitKeeper(self.context, grid, form.key)
        grid.current_moved.connect(self._current_moved)
        grid.told.connect(self.context.show_message)
        self._status = GridStatus(self.context, grid, self._status_words)
        self._card.body.addWidget(grid)
        return grid

    # Reading

    def _load(self) -> None:
        campaign_id, database = self._hand.campaign_id, self.context.database
        if campaign_id is None:
            self._show_empty("还没有排查", "整改台账属于一次排查，请先在“集中排查”中新建排查。")
            return
        self.context.operations.start(
            lambda: read_ledger(database, campaign_id=campaign_id),
            label="读取台账",
            on_done=self._show,
            # said in the page: where the campaign is gone, the next moment brings another
            on_error=lambda sentence: self._show_empty("读不到台账", sentence),
            latest="ledger",
            owner=self,
        )

    def _show(self, view: LedgerView) -> None:
        self.view = view
        if self.grid is None:
            self.grid = self._make_grid(view.form)
            self.setFocusProxy(self.grid)
        self.bar.set_villages(view.villages)
        self.bar.show_counts(view.counts)
        show_rows(self.grid, self.grid.keep(view.lines))
        self._filter()
        self._go_to_wanted()
        self._step.show(self.grid, self._reveal, is_any=True)

    def _reveal(self, line_id: int) -> None:
        if self.grid is not None and not self.grid.reveal(line_id):
            self.bar.clear()
            self.grid.reveal(line_id)

    def _filter(self) -> None:
        if self.view is None or self.grid is None:
            return
        shown = self._shown = self.view.chosen(self.bar.chosen)
        ids = [line.row.id for line in shown]
        if ids != self.grid.model.base_ids():
            self.grid.model.set_visible(ids if len(ids) < len(self.view.lines) else None)
        self.board.show_lines(shown)
        self._show_view(str(self.bar.views.current))
        self._show_status()

    def _show_view(self, which: str) -> None:
        if self.view is None:
            return
        if not self._shown:
            is_filtered = bool(self.view.lines)
            self._show_empty(
                "没有符合条件的问题" if is_filtered else "还没有整改问题",
                "换一个条件再看。"
                if is_filtered
                else "排查中发现、不能当场改好的问题记在这里，整改、验收、销号都留痕。"
                "附件2的问题可以一键列入。",
            )
            return
        self._stack.setCurrentWidget(self.board if which == BOARD else self._card)

    def _show_empty(self, title: str, text: str) -> None:
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        is_new = self._hand.campaign_id is not None and not (self.view and self.view.lines)
        word = "新增问题" if is_new else ""
        self._empty = EmptyState("list-check", title, text, word, self.ask_new_line)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _show_status(self) -> None:
        if self._status is not None:
            self._status.show()

    def _status_words(self) -> str:
        if self.view is None or not self.isVisible():
            return ""
        counts: LedgerCounts = self.view.counts
        states = " · ".join(f"{state.value} {n}" for state, n in counts.by_state.items())
        return f"共 {counts.total} 条 · {states} · 超期 {counts.overdue}"

    def _go_to_wanted(self) -> None:
        line_id = self._hand.wanted_line
        if line_id is None or self.grid is None:
            return
        self.grid.reveal(line_id)
        row = self.grid.model.view_row(line_id)
        if row is None:
            return
        self._hand.wanted_line = None
        if self.bar.views.current == BOARD:
            self.board.select(line_id)
        else:
            self.grid.view.go(row, self.grid.model.column_of["problem"])
            self.grid.setFocus()
        self.desk.take(line_id)

    def _current_moved(self, row_id: object, _key: str) -> None:
        if isinstance(row_id, int):
            self.desk.take(row_id, is_moving=True)

    def line(self, line_id: int) -> ListedLine | None:
        """A line of the campaign in hand."""
        lines = self.view.lines if self.view else ()
        return next((line for line in lines if line.row.id == line_id), None)

    def _move_line(self, line_id: int, state: LedgerState) -> None:
        line = self.line(line_id)
        if line is not None:
            self.desk.move_line(line, state)

    # Writing and files

    def ask_new_line(self) -> None:
        """Ask for a new line."""
        if self.view is None or self._hand.campaign_id is None:
            return
        dialog = NewLineDialog(
            self.context,
            self._hand.campaign_id,
            self.view.form,
            [name for _, name in self.view.villages],
            LedgerLevel.HOUSEHOLD,
            self.window(),
        )

        def made() -> None:
            self.bar.clear()
            self._hand.wanted_line = dialog.line_id
            self._load()

        dialog.succeeded.connect(made)
        self.desk.show_dialog(dialog)

    def _write(self, campaign_id: int, edits: Sequence[CellEdit], action: str) -> SavedLines:
        return edit_lines(
            self.context.database,
            campaign_id=campaign_id,
            edits=edits,
            action_name=action,
        )

    def _ask_import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "导入整改台账", "", "工作簿 (*.xlsx *.xls *.ods *.csv)"
        )
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Take lines in from a workbook."""
        database, campaign_id = self.context.database, self._hand.campaign_id
        if campaign_id is None:
            return

        def done(result: LedgerImport) -> None:
            lines = result.lines
            words = f"新增 {lines.added} 条，更新 {lines.changed} 条，相同 {lines.same} 条"
            level = Level.OK
            if result.refusals:
                first = result.refusals[0]
                words += (
                    f"；{result.refused} 行没有导入，第一处：{first.sheet}第{first.row}行"
                    f"“{first.column}”{first.reason}"
                )
                level = Level.WARN
            self.context.show_saved()
            self.context.changed(result.changes)
            self.context.show_message(f"{words}。", level)

        self.context.operations.start(
            lambda: import_ledger(database, campaign_id=campaign_id, path=path),
            label="导入整改台账",
            on_done=done,
            owner=self,
        )

    def _reports(self, action: str) -> None:
        village_id = self.bar.chosen.village_id
        self.context.open_page("reports", table="ledger", village_id=village_id, action=action)


SPEC = PageSpec("ledger", "整改台账", "list-check", LedgerPage)
