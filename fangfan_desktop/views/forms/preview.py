"""What a form looks like on the screen: its real header with three made-up rows, in the grid."""

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import RowChecker
from fangfan_desktop.forms.sample_rows import sample_rows, sample_words
from fangfan_desktop.views.grid.column import NoState, columns_of
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid

_SETTLE_MS = 150
_HEADER_SHARE = 0.6  # of the height: here the header is what is looked at
_LINE_FEN = 700_000  # any; the rows are made up


class FormPreview(QWidget):
    """Follows a form while it is edited; nothing can be typed in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.grid: FormGrid | None = None
        self._form: Form | None = None
        self._column = 0
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.draw)
        self.setAccessibleName("表样预览")

    def show_form(self, form: Form, column: int = 0) -> None:
        """Show another form soon, and the column in hand."""
        self._form, self._column = form, column
        self._timer.start()

    def show_column(self, column: int) -> None:
        """Bring a column into sight."""
        self._column = column
        grid = self.grid
        if (
            grid is not None
            and not self._timer.isActive()
            and 0 <= column < len(grid.model.columns)
        ):
            grid.view.go(0, column)

    def draw(self) -> None:
        """Show it now."""
        self._timer.stop()
        form = self._form
        if self.grid is not None:
            self._layout.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None
        if form is None or not form.fields:
            return
        grid = self.grid = _grid(sample_words(form))
        rows = sample_rows(form)
        grid.model.set_rows(range(len(rows)), rows)
        self._layout.addWidget(grid)
        self.show_column(min(self._column, len(form.fields) - 1))


def _grid(form: Form) -> FormGrid:
    columns = [replace(column, is_editable=False) for column in columns_of(form)]
    check = RowChecker(form, CampaignFacts(_LINE_FEN)).check

    def state(_row_id: int, values: Row) -> NoState:
        return NoState(check(values).reasons)  # made-up rows have no findings

    grid = FormGrid(
        columns,
        header_cells(form),
        frozen_columns=form.frozen_columns,
        name=form.name,
        row_state=state,
    )
    grid.model.read_only = "这里只是看样子，不能填"
    grid.heading.hide()
    grid.view.header_share = _HEADER_SHARE
    return grid
