"""Cases as a board: a column a step, a card a case; ended ones are folded away."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.usecases.case_list import (
    CaseLine,
    ColumnKey,
    LightColour,
    column_of,
    count_people,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.board_column import BoardColumn
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label

_COLUMN = 188  # pixels at 100 %


class _Heading(QLabel):
    """A heading that ends in … where the column is narrow; the whole of it in the tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setProperty("role", "heading")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        end = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, end, self.width()))


class _Pillar(Card):
    """A column with its heading and counts."""

    def __init__(self, key: ColumnKey) -> None:
        super().__init__(is_padded=False)
        self.list = BoardColumn(key)
        self.count, self.late = label("", "small"), Tag("", Level.DANGER)
        self._inner = QVBoxLayout()
        counts = QHBoxLayout()
        counts.addWidget(self.count)
        counts.addStretch()
        counts.addWidget(self.late)
        self._inner.addWidget(_Heading(key.title))
        self._inner.addLayout(counts)
        self._inner.addWidget(self.list, 1)
        self.body.addLayout(self._inner)
        self.fit()

    def fit(self) -> None:
        """Take the sizes of the present zoom."""
        look = style.current()
        self.setMinimumWidth(look.scaled(_COLUMN))
        self._inner.setContentsMargins(*[look.px("space_2")] * 4)
        self._inner.setSpacing(look.px("space_1"))

    def show_cases(self, cases: Sequence[CaseLine], today: date) -> None:
        """Show these cases."""
        late = sum(case.light is LightColour.OVERDUE for case in cases)
        households, people = count_people(cases)
        self.count.setText(f"{households:,} 户 {people:,} 人" if cases else "没有")
        self.late.set(f"超期 {late:,}" if late else "", Level.DANGER)
        self.list.show_cases(cases, today)


class CaseBoard(QWidget):
    """The columns.

    Signals:
        opened: id of the case to open.
        selection_changed: other cards are selected; all of them lie in one column.
        menu_requested: the point on the screen where the menu of the selection is wanted.
    """

    opened = Signal(int)
    selection_changed = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.with_empty = False
        self._keys: tuple[ColumnKey, ...] = ()
        self._pillars: dict[ColumnKey, _Pillar] = {}
        self._active: BoardColumn | None = None
        self._area = QScrollArea()
        self._area.setProperty("role", "plain")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.current().px("space_3"))
        self._area.setWidget(inner)
        style.current().zoom_changed.connect(self._fit)

    def show_cases(self, cases: Sequence[CaseLine], keys: Sequence[ColumnKey], today: date) -> None:
        """Sort cases into the columns; they keep their order, the longest wait first."""
        self._set_columns(tuple(keys))
        by_column: dict[ColumnKey, list[CaseLine]] = {key: [] for key in self._keys}
        for case in cases:
            by_column.setdefault(column_of(case), []).append(case)
        if missing := [key for key in by_column if key not in self._pillars]:
            # a step of an old procedure that nobody follows any more: still there to be done
            self._set_columns((*missing, *self._keys))
        for key, pillar in self._pillars.items():
            pillar.show_cases(by_column.get(key, []), today)
        self.fold()

    def fold(self) -> None:
        """Show the columns that have cards; of those without, the steps, where they are wanted."""
        for key, pillar in self._pillars.items():
            has_cards = bool(pillar.list.cards.cases)
            pillar.setVisible(has_cards or (self.with_empty and key.stage is not None))

    @property
    def columns(self) -> tuple[BoardColumn, ...]:
        """The columns in sight, from left to right."""
        return tuple(self._pillars[key].list for key in self._keys if self._is_shown(key))

    @property
    def chosen(self) -> tuple[CaseLine, ...]:
        """The cases of the selected cards."""
        return self._active.chosen if self._active is not None else ()

    @property
    def current_id(self) -> int | None:
        """The case of the card in hand."""
        return self._active.current_id if self._active is not None else None

    def take_keys(self) -> None:
        """Give the keys to the column in hand, else to the first."""
        shown = self.columns
        target = self._active if self._active in shown else next(iter(shown), None)
        if target is not None:
            target.take_first()

    def _is_shown(self, key: ColumnKey) -> bool:
        return not self._pillars[key].isHidden()

    def _set_columns(self, keys: tuple[ColumnKey, ...]) -> None:
        if keys == self._keys:
            return
        self._keys = keys
        for key in [key for key in self._pillars if key not in keys]:
            gone = self._pillars.pop(key)
            if self._active is gone.list:
                self._active = None
            gone.hide()
            gone.deleteLater()
        for place, key in enumerate(keys):
            if key not in self._pillars:
                self._pillars[key] = self._made(key)
            self._row.insertWidget(place, self._pillars[key], 1)
        for before, after in pairwise(keys):
            self.setTabOrder(self._pillars[before].list, self._pillars[after].list)

    def _made(self, key: ColumnKey) -> _Pillar:
        pillar = _Pillar(key)
        column = pillar.list

        def step_aside(step: int) -> None:
            self._step_aside(column, step)

        def ask_menu(point: QPoint) -> None:
            self.menu_requested.emit(column.viewport().mapToGlobal(point))

        column.opened.connect(self.opened)
        column.selected.connect(lambda: self._select(column))
        column.side_key.connect(step_aside)
        column.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        column.customContextMenuRequested.connect(ask_menu)
        return pillar

    def _select(self, column: BoardColumn) -> None:
        """Cards of one column are selected together; another column's selection goes."""
        if column is not self._active and not column.chosen:
            return
        before, self._active = self._active, column
        if before is not None and before is not column:
            before.selectionModel().blockSignals(True)
            before.clearSelection()
            before.selectionModel().blockSignals(False)
            before.viewport().update()
        self._area.ensureWidgetVisible(self._pillars[column.key], 0, 0)
        self.selection_changed.emit()

    def _step_aside(self, column: BoardColumn, step: int) -> None:
        shown = [each for each in self.columns if each.cards.cases]
        if column not in shown:
            return
        at = shown.index(column) + step
        if 0 <= at < len(shown):
            target = shown[at]
            target.setFocus()
            row = max(0, target.currentIndex().row())
            target.setCurrentIndex(target.cards.index(row))

    def _fit(self) -> None:
        for pillar in self._pillars.values():
            pillar.fit()
        self._row.setSpacing(style.current().px("space_3"))
