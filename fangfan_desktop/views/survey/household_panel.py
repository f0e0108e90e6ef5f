"""A form on the page 集中排查: villages as tabs, the grid, and the household beside it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Subject
from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.usecases.household_forms import (
    ANNEX_TABLE,
    FURTHER_TABLE,
    HOUSEHOLD_FORM,
    FormRow,
    RowChoice,
    SavedAnswers,
)
from fangfan_desktop.usecases.household_panel import ProblemList
from fangfan_desktop.views import style
from fangfan_desktop.views.grid.problems import ProblemKind
from fangfan_desktop.views.grid.unread import shelf_of
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.sheet_keys import step_by_key
from fangfan_desktop.views.survey.answer_writer import AnswerWriter
from fangfan_desktop.views.survey.campaign_grid import NOBODY, empty_words, make_grid
from fangfan_desktop.views.survey.count_words import count_words
from fangfan_desktop.views.survey.form_reader import FormReader, ShownForm
from fangfan_desktop.views.survey.jumps import Jumps
from fangfan_desktop.views.survey.refused_cells import refused_words, show_filtered
from fangfan_desktop.views.survey.row_store import RowStore
from fangfan_desktop.views.survey.side_panel import SidePanel
from fangfan_desktop.views.survey.village_bar import VillageBar
from fangfan_desktop.views.survey.village_names import name_villages
from fangfan_desktop.views.widgets.card import Card, EmptyState

if TYPE_CHECKING:
    from fangfan_desktop.views.grid.form_grid import FormGrid

_FIRST_ROWS = 150  # enough for any screen; the rest follows
_AFTER_MOVE_MS, _AFTER_WRITE_MS = 120, 300
_NARROW = 760  # pixels at 100 %, below which there is no room beside the grid
_LOWEST_GRID = 180  # header and a few rows
_REGISTRY_TABLES = ("household", "person", "income", "identification", "village", "village_group")
_NO_PROBLEMS = ProblemList((), 0, 0)


class HouseholdPanel(QWidget):
    """The grid of 附件1, or of a further form, with everything around it.

    Signals:
        campaign_shown: the CampaignBasis of the campaign that is shown now.
    """

    campaign_shown = Signal(object)
    reader_class, writer_class = FormReader, AnswerWriter
    done_word = "已完成"  # what the villages' tabs count

    def __init__(
        self,
        context: PageContext,
        parent: QWidget | None = None,
        *,
        form_key: str = HOUSEHOLD_FORM,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.form_key = form_key
        self._table = ANNEX_TABLE if form_key == HOUSEHOLD_FORM else FURTHER_TABLE
        self.grid: FormGrid | None = None
        self.store: RowStore | None = None
        self._reader: FormReader | None = None
        self._writer: AnswerWriter | None = None
        self._habits: HabitKeeper | None = None
        self._own_changes: object = None
        self._progress: list[VillageProgress] = []
        self._problems = _NO_PROBLEMS
        self._selected = ""
        self._is_wide = True
        self._words = "户", self.done_word
        self.bar = VillageBar()
        self._jumps = Jumps(self, self.bar, self._open_village)
        self.side = SidePanel()
        self._card = Card(is_padded=False)
        self._empty = EmptyState("users", "还没有农户", NOBODY)
        self._side_timer = QTimer(self, singleShot=True, interval=_AFTER_MOVE_MS)
        self._problem_timer = QTimer(self, singleShot=True, interval=_AFTER_WRITE_MS)
        self._lay_out()
        self._connect()

    # What the page tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Show another campaign's forms."""
        if campaign_id == (self._reader.campaign_id if self._reader else None):
            return
        self._drop_grid()
        self._reader = None
        if campaign_id is not None:
            self._reader = self.reader_class(self.context, campaign_id, self, self.form_key)
            self._reader.form(self._show_form)

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        if self._reader is None:
            return
        touches = getattr(changes, "touches", None)
        if touches is None or touches("campaign", "campaign_form"):
            self._reader.form(self._show_form)
            return
        if self._habits is not None and touches("setting"):
            self._habits.read()
        if touches(self._table):
            self._jumps.keep_step(changes)
            self._reader.progress(self._show_progress)
            self._problems_soon()
            if changes is not self._own_changes:
                self._load_changed(changes)
        if touches(self._table, *_REGISTRY_TABLES):
            self._side_soon()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to a village (`village_id`) or a household's cell (`household_id`, `field`)."""
        self._jumps.set_target(target)

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether the village of a target is shown."""
        return self.village_id in {None, target.get("village_id")}

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        return self.bar.village_id

    def show_status(self) -> None:
        """Counts of the village and the selection, in the bottom line."""
        if not self.isVisible() or self._reader is None:
            return
        counts = count_words(self._progress, self._problems, self.village_id, self._words)
        counts += refused_words(self.grid, self.store)
        if self.grid is not None and not self.bar.row_filter.is_empty:
            counts.append(f"筛出 {self.grid.model.rowCount():,} 行")
        self.context.show_status("     ".join(filter(None, (self._selected, " · ".join(counts)))))

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        body = QHBoxLayout()
        body.setSpacing(look.px("space_3"))
        self._card.body.addWidget(self._empty)
        self._empty.hide()
        body.addWidget(self._card, 1)
        body.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_3"))
        layout.addWidget(self.bar)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.bar.village_chosen.connect(self._village_chosen)
        self.bar.filter_changed.connect(self._filter_changed)
        self.bar.beside.toggled.connect(self.side.setVisible)
        self.side.take_over_requested.connect(self._take_over)
        self.side.problems.chosen.connect(self._jumps.go_to_problem)
        self.side.problems.left.connect(self.setFocus)
        self.side.note_written.connect(self._write_note)
        self.side.note_left.connect(self.setFocus)
        self.side.household_opened.connect(self._open_household)
        self._side_timer.timeout.connect(self._load_side)
        self._problem_timer.timeout.connect(self._load_problems)

    def _drop_grid(self) -> None:
        if self.grid is not None:
            shelf_of(self).put(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
        self.grid, self.store, self._writer, self._habits = None, None, None, None
        self._jumps.take(None, None)
        self.side.problems.set_grid(None)
        self.side.show_household(None)
        self._empty.hide()

    def _show_form(self, found: ShownForm) -> None:
        if self._reader is None or found.basis.id != self._reader.campaign_id:
            return
        self._drop_grid()
        is_open = found.basis.state == "open"
        grid = self.grid = make_grid(found)
        self.store = RowStore(found.form)
        self._jumps.take(grid, self.store)
        shelf_of(self).give((type(self).__name__, found.basis.id, self.form_key), grid)
        self._writer = self.writer_class(self.context, grid, found.basis.id, self.form_key)
        self._writer.saved.connect(self._take_saved)
        self._habits = HabitKeeper(self.context, grid, found.form.key)
        grid.current_moved.connect(self._side_soon)
        grid.selection_counted.connect(self._selection_counted)
        grid.told.connect(self.context.show_message)
        grid.row_opened.connect(self._open_row)
        grid.problems.changed.connect(self._load_problems)
        self.side.problems.set_grid(grid)
        self._card.body.addWidget(grid, 1)
        self.setFocusProxy(grid)
        self.setTabOrder(self.bar.beside, grid.view)
        self.setTabOrder(grid.view, self.side.problems.view)  # F6 leads to it
        self._words = "户" if found.form.subject is Subject.HOUSEHOLD else "行", self.done_word
        self._empty.set_detail(empty_words(found.form))
        self.side.can_write = is_open
        is_of_households = found.form.subject is Subject.HOUSEHOLD
        self.side.is_of_villages = not is_of_households
        self.bar.name_rows(are_households=is_of_households)
        self.bar.closed_tag.setVisible(not is_open)
        self.campaign_shown.emit(found.basis)
        self._reader.progress(self._show_progress)
        self._load_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and a page key go to the next village, as to the next sheet."""
        if not step_by_key(event, self.bar.tabs.step):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The household beside the grid gives way where there is little room."""
        super().resizeEvent(event)
        look = style.current()
        is_wide = self.width() >= look.scaled(_NARROW)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.bar.beside.setChecked(is_wide)
        self._card.setMinimumHeight(look.scaled(_LOWEST_GRID))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._side_soon()
        self._problems_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is asked for a page that nobody sees."""
        super().hideEvent(event)
        self._side_timer.stop()
        self._problem_timer.stop()

    # Reading

    def _show_progress(self, progress: list[VillageProgress]) -> None:
        self._progress = progress
        self.bar.show_progress(progress)
        if self.store is not None:
            self.store.villages = {each.village_id: each.village for each in progress}
        self._name_villages()
        self.show_status()

    def _name_villages(self) -> None:
        self.side.problems.set_place("全镇" if self.village_id is None else "本村")
        if self.grid is not None and self.store is not None:
            name_villages(self.grid, self.store, is_all=self.village_id is None)

    def _load_first(self) -> None:
        """First what fits on the screen, then all rows of the village in hand."""
        if self._reader is not None:
            first = RowChoice(village_id=self.village_id, most=_FIRST_ROWS)
            self._reader.rows(first, self._show_first)

    def _show_first(self, rows: list[FormRow]) -> None:
        self._show_rows(rows)
        if len(rows) == _FIRST_ROWS:
            self._load_all()
        else:
            self._all_shown()

    def _load_all(self) -> None:
        def show(rows: list[FormRow]) -> None:
            self._show_rows(rows)
            self._all_shown()

        if self._reader is not None:
            self._reader.rows(RowChoice(village_id=self.village_id), show)

    def _show_rows(self, rows: list[FormRow]) -> None:
        grid, store = self.grid, self.store
        if grid is None or store is None:
            return
        row, column = grid.view.place
        current = grid.model.row_id(row) if 0 <= row < grid.model.rowCount() else None
        scrolled = grid.view.verticalScrollBar().value()
        store.fill(rows)
        self._name_villages()
        grid.model.set_rows([each.id for each in rows], [each.values for each in rows])
        if not self.bar.row_filter.is_empty:
            show_filtered(grid, store, self.bar.row_filter)
        if current is not None and grid.model.view_row(current) is not None:
            grid.view.go_to_cell(current, grid.model.columns[max(0, column)].key)
            grid.view.verticalScrollBar().setValue(scrolled)
        self._empty.setVisible(not rows)
        grid.setVisible(bool(rows))
        self.show_status()

    def _all_shown(self) -> None:
        self._problems_soon()
        self._side_soon()
        self._jumps.follow()

    def _load_changed(self, changes: Any) -> None:
        """Rows that another page, an undo or an import changed."""
        ids = changes.ids(self._table)
        store, grid, reader = self.store, self.grid, self._reader
        if ids is None or store is None or grid is None or reader is None:
            self._load_all()
            return

        def show(rows: list[FormRow]) -> None:
            if grid is not self.grid:
                return  # another one was made meanwhile, and reads its rows itself
            here = {row.id for row in rows if self.village_id in {None, row.village_id}}
            if here != {row_id for row_id in ids if store.find(row_id)}:
                self._load_all()  # rows came or went
                return
            store.update({row.id: row for row in rows})
            grid.model.update_rows({row.id: row.values for row in rows})
            self._jumps.show_step()

        reader.rows(RowChoice(row_ids=ids), show, is_latest=False)

    # Writing

    def _take_saved(self, saved: SavedAnswers) -> None:
        self._own_changes = saved.changes
        if self.store is not None:
            self.store.update(saved.rows)

    def _write_note(self, row_id: int, key: str, text: str) -> None:
        if self._writer is not None:
            self._writer.write_note(row_id, key, text)

    def _take_over(self, household_id: int, key: str) -> None:
        if self._writer is not None:
            self._writer.take_over(household_id, key)

    # Beside the grid

    def _side_soon(self) -> None:
        if self.isVisible():
            self._side_timer.start()

    def _problems_soon(self) -> None:
        if self.isVisible():
            self._problem_timer.start()

    def _load_side(self) -> None:
        row = self._current_row()
        if row is None or self._reader is None or not row.household_id:
            self.side.show_household(None)
        else:
            self._reader.household(row.household_id, self.side.show_household)

    def _load_problems(self) -> None:
        """Errors and doubts of the rows in hand, as the grid counts them."""
        if self.grid is not None:
            counts = self.grid.problems.counts
            errors, doubts = counts[ProblemKind.ERROR], counts[ProblemKind.DOUBT]
            self._problems = ProblemList((), errors, doubts)
        self.show_status()

    def _current_row(self) -> FormRow | None:
        grid, store = self.grid, self.store
        if grid is None or store is None:
            return None
        row = grid.view.place[0]
        return store.find(grid.model.row_id(row)) if 0 <= row < grid.model.rowCount() else None

    def _open_row(self, row_id: int, _key: str) -> None:
        row = self.store.find(row_id) if self.store else None
        if row is not None and row.household_id:
            self._open_household(row.household_id)

    def _open_household(self, household_id: int) -> None:
        self.context.open_page("households", household_id=household_id)

    # Villages and filters

    def _village_chosen(self) -> None:
        self._problems = _NO_PROBLEMS
        self._load_first()

    def _filter_changed(self) -> None:
        if self.grid is not None and self.store is not None:
            show_filtered(self.grid, self.store, self.bar.row_filter)
            self.show_status()

    def _open_village(self, village_id: int | None) -> None:
        self.bar.select_village(village_id)
        self._load_first()

    def _selection_counted(self, text: str) -> None:
        self._selected = text
        self.show_status()
