"""One grid of the roster (花名册): a row a household, or a row a person."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.domain.masking import mask, mask_phone
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.usecases.roster_checks import row_checker
from fangfan_desktop.usecases.roster_entry import SavedRoster, set_roster_cells, set_roster_rows
from fangfan_desktop.usecases.roster_form import (
    LOCKED,
    RosterForm,
    RosterSheet,
    Row,
    column_reader,
    lock_of,
    roster_form,
)
from fangfan_desktop.usecases.roster_grid import ChangedRows, changed_rows, roster_rows
from fangfan_desktop.views import style
from fangfan_desktop.views.cell_writer import CellWriter
from fangfan_desktop.views.grid.column import GridColumn
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.problems import ProblemKind
from fangfan_desktop.views.grid.unread import shelf_of
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.replayed_step import ReplayedStep
from fangfan_desktop.views.widgets.card import Card, EmptyState

_FIRST = 150  # households, enough for any screen; the rest follows
_LOWEST = 300  # pixels at 100 %: header and a few rows
_TABLES = (
    "household",
    "person",
    "identification",
    "income",
    "village",
    "village_group",
    "campaign",  # says which period of income is shown
)
_FORM_TABLES = ("code_item",)  # choices
_COUNTED = (ProblemKind.ERROR, ProblemKind.DOUBT)
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_COVERS: Mapping[str, Callable[[str], str]] = {
    "head_id_number": mask,
    "id_number": mask,
    "phone": mask_phone,
}
_BEYOND = "表格里不能加行：整批的用“导入花名册”，一两个人点“新增成员…”，一户点“新增农户”"


class RosterGrid(QWidget):
    """The grid of one sheet, its rows read first for the screen and then all.

    Signals:
        household_opened: id of the household whose row was double-clicked where nothing is typed.
        counted: counts of the rows, or the words about the selection, are others now.
        import_requested: the empty sheet's button was pressed.
    """

    household_opened = Signal(int)
    counted = Signal()
    import_requested = Signal()

    def __init__(
        self, context: PageContext, sheet: RosterSheet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.grid: FormGrid | None = None
        self.unit = "户" if sheet is RosterSheet.HOUSEHOLDS else "人"
        self._context = context
        self._roster: RosterForm | None = None
        self._writer: CellWriter[SavedRoster] | None = None
        self._habits: HabitKeeper | None = None
        self._village_id: int | None = None
        self._selected = ""
        self._step = ReplayedStep(self)
        self._is_stale = True
        self._is_revealed = False
        self._card = Card(is_padded=False)
        self._empty = EmptyState(
            "users",
            "花名册还是空的",
            "先导入花名册，或者点“新增农户”；以后在这里像表格一样改。",
            "导入花名册",
            self.import_requested.emit,
        )
        self._empty.hide()
        self._card.body.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    # What the panel tells

    def show_village(self, village_id: int | None) -> None:
        """Show a village's rows; None for all."""
        if village_id != self._village_id:
            self._village_id = village_id
            self._is_stale = True
        self._load_where_seen()

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        touches = getattr(changes, "touches", None)
        is_own = changes is not None and self._writer is not None and changes is self._writer.own
        if self.grid is None or is_own:
            return
        if touches is None or touches(*_FORM_TABLES):
            self._drop_grid()
            self._is_stale = True
            self._load_where_seen()
            return
        if touches("setting") and self._habits is not None:
            self._habits.read()
        if touches(*_TABLES):
            if self.isVisible():
                self._step.keep(self.grid, changes)
                self._load_changed(changes)
            else:
                self._is_stale = True

    def reveal(self, *, is_revealed: bool) -> None:
        """Show ID numbers and telephones in full, or hide their middle."""
        self._is_revealed = is_revealed
        if self.grid is not None:
            places = self.grid.model.column_of
            covers = {places[key]: cover for key, cover in _COVERS.items() if key in places}
            self.grid.model.set_covers({} if is_revealed else covers)

    @property
    def household_id(self) -> int | None:
        """The household of the current row."""
        if self.grid is None:
            return None
        row = self.grid.view.place[0]
        if not 0 <= row < self.grid.model.rowCount():
            return None
        return self._household_of(self.grid.model.row_id(row))

    @property
    def words(self) -> str:
        """Counts of the rows and words about the selection, for the bottom line."""
        if self.grid is None:
            return ""
        model = self.grid.model
        total, shown = len(model.all_ids()), model.rowCount()
        counts = [f"花名册·{self.sheet.words} {total:,} {self.unit}"]
        if shown != total:
            counts.append(f"筛出 {shown:,} {self.unit}")
        found = self.grid.problems.counts
        counts += [f"{kind.value} {found[kind]:,}" for kind in _COUNTED if found[kind]]
        refused = len(model.refused_cells())
        if refused:
            counts.append(f"没读懂、没写入 {refused:,} 格")
        return "     ".join(filter(None, (self._selected, " · ".join(counts))))

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.grid.model.all_ids()) if self.grid is not None else 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_where_seen()

    # Making

    def _resize(self) -> None:
        # Where the letters are large the page scrolls, rather than showing a header alone.
        self._card.setMinimumHeight(style.current().scaled(_LOWEST))

    def _drop_grid(self) -> None:
        if self.grid is not None:
            shelf_of(self).put(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
        self.grid, self._roster, self._writer, self._habits = None, None, None, None

    def _make_grid(self, roster: RosterForm) -> None:
        locked, lock = LOCKED[self.sheet], lock_of(roster)
        columns = [
            GridColumn(
                field,
                is_editable=field.key not in locked,
                locked=locked.get(field.key, ""),
                read=column_reader(roster, field),
            )
            for field in roster.form.fields
        ]
        grid = self.grid = FormGrid(
            columns,
            header_cells(roster.form),
            frozen_columns=roster.form.frozen_columns,
            name="花名册",
            row_state=row_checker(roster, self._context.today()),
        )
        grid.set_unit(self.unit)
        shelf_of(self).give(self.sheet, grid)
        grid.model.lock = lambda _id, column, values: lock(column, values)
        grid.model.beyond_words = _BEYOND
        self._roster = roster
        self._writer = self._make_writer(grid, roster)
        self._habits = HabitKeeper(self._context, grid, self.sheet.value)
        grid.told.connect(self._context.show_message)
        grid.row_opened.connect(self._open_row)
        grid.selection_counted.connect(self._take_selected)
        grid.model.modelReset.connect(self.counted)
        grid.model.rowsInserted.connect(self.counted)
        grid.problems.changed.connect(self.counted)
        grid.problems.follow()
        grid.view.installEventFilter(self)
        self.reveal(is_revealed=self._is_revealed)
        self._card.body.addWidget(grid, 1)
        self.setFocusProxy(grid)

    def _make_writer(self, grid: FormGrid, roster: RosterForm) -> CellWriter[SavedRoster]:
        database = self._context.database
        return CellWriter(
            self._context,
            grid,
            lambda edits, name: set_roster_cells(database, roster, edits=edits, action_name=name),
            lambda saved: saved.rows,
            lambda plan, name, progress: set_roster_rows(
                database, roster, wanted=plan.wanted, action_name=name, progress=progress
            ),
        )

    # Reading

    def _load_where_seen(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self._load()

    def _load(self) -> None:
        """First what fits on the screen, then all rows."""
        database, sheet, village = self._context.database, self.sheet, self._village_id
        known = self._roster

        def read() -> tuple[RosterForm, dict[int, Row]]:
            roster = known or roster_form(database, sheet=sheet)
            return roster, roster_rows(database, roster, village_id=village, most=_FIRST)

        self._context.read(
            read,
            label="读取花名册",
            on_done=lambda found: self._show_first(*found),
            latest=f"roster-{sheet.value}",
            owner=self,
        )

    def _show_first(self, roster: RosterForm, rows: dict[int, Row]) -> None:
        if self.grid is None:
            self._make_grid(roster)
        self._show_rows(rows)
        if rows:
            self._load_all()

    def _load_all(self) -> None:
        database, roster, village = self._context.database, self._roster, self._village_id
        if roster is None:
            return
        self._context.read(
            lambda: roster_rows(database, roster, village_id=village),
            label="读取花名册",
            on_done=self._show_all,
            latest=f"roster-{self.sheet.value}",
            owner=self,
        )

    def _show_all(self, rows: dict[int, Row]) -> None:
        self._show_rows(rows)
        self._step.show(self.grid)

    def _show_rows(self, rows: dict[int, Row]) -> None:
        grid = self.grid
        if grid is None:
            return
        scrolled = grid.view.verticalScrollBar().value()
        grid.model.set_rows(list(rows), rows.values())
        grid.view.verticalScrollBar().setValue(scrolled)
        self._empty.setVisible(not rows)
        grid.setVisible(bool(rows))
        self.counted.emit()

    def _load_changed(self, changes: Any) -> None:
        """Rows that another page, an undo or an import changed."""
        database, roster, village = self._context.database, self._roster, self._village_id
        if roster is None:
            return
        self._context.read(
            lambda: changed_rows(database, roster, changes=changes, village_id=village),
            label="读取花名册",
            on_done=self._show_changed,
            owner=self,
        )

    def _show_changed(self, found: ChangedRows) -> None:
        grid = self.grid
        if grid is None:
            return
        touched = found.households
        here = {
            i for i in grid.model.all_ids() if touched and self._household_of(i) in touched
        }  # fmt: skip
        if touched is None or here != found.rows.keys():
            self._load_all()  # rows came or went
        else:
            grid.model.update_rows(found.rows)
            self._step.show(grid)

    def _household_of(self, row_id: int) -> int | None:
        if self.grid is None or self.sheet is RosterSheet.HOUSEHOLDS:
            return row_id
        household = self.grid.model.values(row_id)[len(self.grid.model.columns)]
        return household if isinstance(household, int) else None

    # Going to a household

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter where nothing can ever be typed opens the household."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTERS
            and event.modifiers() in {_NONE, _KEYPAD}
            and self.grid is not None
            and self.grid.view.place[1] >= 0
            and self.grid.model.columns[self.grid.view.place[1]].locked
        ):
            household = self.household_id
            if household is not None:
                self.household_opened.emit(household)
            return True
        return super().eventFilter(watched, event)

    def _open_row(self, row_id: int, _key: str) -> None:
        household = self._household_of(row_id)
        if household is not None:
            self.household_opened.emit(household)

    def _take_selected(self, words: str) -> None:
        self._selected = words
        self.counted.emit()


_NONE, _KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
