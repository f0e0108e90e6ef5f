"""A grid looks and moves as the clerk left it: columns, widths, rows, direction of Enter."""

from PySide6.QtCore import QObject, QTimer

from fangfan_desktop.usecases.grid_layout import (
    GridHabits,
    GridLayout,
    keep_grid_layout,
    read_grid_habits,
)
from fangfan_desktop.views.grid.arrangement import ColumnChoices
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.page import PageContext

_KEEP_AFTER_MS = 400


class HabitKeeper(QObject):
    """Gives one grid the kept layout, and keeps what is changed; goes with the grid."""

    def __init__(self, context: PageContext, grid: FormGrid, form_key: str) -> None:
        super().__init__(grid)
        self._context = context
        self._grid = grid
        self._form_key = form_key
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self._is_applying = False
        grid.actions_.today = context.today
        grid.widths_changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Read the habits again, such as after the settings were changed."""
        database, form_key = self._context.database, self._form_key
        self._context.read(
            lambda: read_grid_habits(database, form_key=form_key),
            label="读取表格样式",
            on_done=self._apply,
            latest=f"habits-{form_key}",
            owner=self._grid,
        )

    def _apply(self, habits: GridHabits) -> None:
        grid, layout = self._grid, habits.layout
        grid.keys.goes_down = habits.enter_moves_down
        self._is_applying = True
        choices = ColumnChoices(layout.order, layout.hidden, layout.folded, layout.frozen)
        grid.set_layout(layout.widths, choices, layout.row_size)
        self._is_applying = False

    def _changed(self) -> None:
        if not self._is_applying:
            self._timer.start()

    def _keep(self) -> None:
        view = self._grid.view
        chosen = view.columns_.choices()
        layout = GridLayout(
            view.column_widths(),
            chosen.folded,
            view.row_size,
            chosen.order,
            chosen.hidden,
            chosen.frozen,
        )
        form_key = self._form_key
        self._context.operations.start(
            lambda: keep_grid_layout(form_key=form_key, layout=layout),
            label="保存表格样式",
            latest=f"keep-{form_key}",
            worker="background",
        )
