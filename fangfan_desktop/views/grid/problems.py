"""What is wrong in a grid's rows: texts that were not written, errors and doubts.

Rows are checked some at a time between the window's events, and again only when they are others:
20,000 rows take a third of a second, one edited row nothing.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from fangfan_desktop.forms.marks import Level, Mark
from fangfan_desktop.views.grid.model import GridModel

if TYPE_CHECKING:
    from fangfan_desktop.views.grid.faces import Row

_AFTER_CHANGE_MS = 150
_ROWS_AT_ONCE = 300  # some five milliseconds
Place = tuple[int, int]  # row, column


class ProblemKind(StrEnum):
    """How a cell is wrong, the gravest first."""

    REFUSED = "未写入"
    ERROR = "错误"
    DOUBT = "疑问"


_KINDS = {Level.ERROR: ProblemKind.ERROR, Level.DOUBT: ProblemKind.DOUBT}


class CellProblem(NamedTuple):
    """One cell that is wrong; `rule` tells sentences of one kind."""

    row_id: int
    column: int
    kind: ProblemKind
    rule: str
    message: str


class Problems(QObject):
    """The problems of all rows that a grid holds, shown or not.

    Signals:
        changed: `found` and the counts are others now.
    """

    changed = Signal()

    def __init__(self, model: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.found: list[CellProblem] = []  # what was not written first, then by row
        self.counts = dict.fromkeys(ProblemKind, 0)
        self._known: dict[int, tuple[Row, tuple[Mark, ...]]] = {}
        self._state_version = -1
        self._work: Iterator[None] | None = None
        self._is_following = False
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_CHANGE_MS)
        self._timer.timeout.connect(self._begin)
        self._stepper = QTimer(self, interval=0)
        self._stepper.timeout.connect(self._go_on)

    def follow(self) -> None:
        """Keep in step with the rows from now on."""
        if not self._is_following:
            self._is_following = True
            model = self._model
            for told in (model.dataChanged, model.modelReset, model.rowsInserted):
                told.connect(self._soon)
            self._soon()

    def collect_now(self) -> None:
        """Check all rows without waiting."""
        self._begin()
        while self._work is not None:
            self._go_on()

    def next_place(self, here: Place, sign: int) -> Place | None:
        """The next cell after `here`, among the rows shown, that is wrong; round the end.

        Args:
            here: row and column.
            sign: 1 for the next one, -1 for the one before.
        """
        self._renew()
        ids = self._model.visible_ids()
        for step in range(len(ids) + 1 if ids else 0):
            row = (max(0, here[0]) + sign * step) % len(ids)
            columns = self._columns(ids[row])
            if step == 0:
                columns = [c for c in columns if (c - here[1]) * sign > 0]
            if columns:
                return row, columns[0 if sign > 0 else -1]
        return None

    def at(self, row_id: int, column: int) -> bool:
        """Whether the cell is wrong."""
        return column in self._columns(row_id)

    def _columns(self, row_id: int) -> list[int]:
        wrong = {mark.column for mark in self._marks(row_id)}
        wrong |= {c for c in range(len(self._model.columns)) if self._model.is_refused(row_id, c)}
        return sorted(wrong)

    def _marks(self, row_id: int) -> tuple[Mark, ...]:
        values = self._model.values(row_id)
        known = self._known.get(row_id)
        if known is None or known[0] is not values:
            marks = self._model.row_state(row_id, values).marks
            known = values, tuple(mark for mark in marks if mark.level in _KINDS)
            self._known[row_id] = known
        return known[1]

    def _renew(self) -> None:
        if self._state_version != self._model.state_version:
            self._state_version = self._model.state_version
            self._known.clear()

    # Collecting

    def _soon(self) -> None:
        self._timer.start()

    def _begin(self) -> None:
        self._renew()
        self._work = self._collect()
        self._stepper.start()

    def _go_on(self) -> None:
        done = object()
        if self._work is None or next(self._work, done) is done:
            self._work = None
            self._stepper.stop()

    def _collect(self) -> Iterator[None]:
        model = self._model
        found = [
            CellProblem(row_id, model.column_of[key], ProblemKind.REFUSED, "", refusal.sentence)
            for (row_id, key), refusal in model.refused_cells().items()
            if row_id in model.rows()
        ]
        refused = {(problem.row_id, problem.column) for problem in found}
        ids = iter(list(model.all_ids()))
        while some := list(islice(ids, _ROWS_AT_ONCE)):
            for row_id in some:
                if row_id in model.rows():
                    found += [
                        CellProblem(row_id, m.column, _KINDS[m.level], m.rule, m.message)
                        for m in self._marks(row_id)
                        if (row_id, m.column) not in refused
                    ]
            yield
        self._known = {i: each for i, each in self._known.items() if i in model.rows()}
        if found != self.found:
            self.found = found
            kinds = [problem.kind for problem in found]
            self.counts = {kind: kinds.count(kind) for kind in ProblemKind}
            self.changed.emit()
