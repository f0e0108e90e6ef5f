"""The ledger as a grid: what the program knows of a line, then the ten printed columns."""

from collections.abc import Sequence
from dataclasses import replace

from fangfan_desktop.domain.ledger_rules import (
    LedgerLevel,
    level_problems,
    required_keys,
)
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import Level as MarkLevel
from fangfan_desktop.forms.marks import Mark
from fangfan_desktop.usecases.ledger import ListedLine
from fangfan_desktop.views.grid.column import GridColumn, NoState, columns_of
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.ledger.words import days_words, state_words

_PLACE_KEYS = ("village", "head_name", "id_number")
_OWN_FIELDS = (
    Field("number", ("编号",), Kind.NUMBER, Source.COMPUTED, width=48),
    Field("state", ("状态",), Kind.TEXT, Source.COMPUTED, width=124),
    Field(
        "level",
        ("级别",),
        Kind.CHOICE,
        choices=tuple(level.value for level in LedgerLevel),
        width=64,
    ),
)
_FROZEN = 2


def ledger_fields(form: Form) -> Form:
    """The form with the columns that only the screen has in front."""
    return replace(form, fields=(*_OWN_FIELDS, *form.fields), frozen_columns=_FROZEN)


class LineGrid(FormGrid):
    """Lines in a grid."""

    def __init__(self, form: Form) -> None:
        self.form = ledger_fields(form)
        self._lines: dict[int, ListedLine] = {}
        super().__init__(
            columns_of(self.form),
            header_cells(self.form),
            frozen_columns=_FROZEN,
            name="整改台账",
            row_state=self._row_state,
        )
        self.set_unit("条")

    @property
    def grid_columns(self) -> list[GridColumn]:
        """Columns from the left."""
        return self.model.columns

    def keep(self, lines: Sequence[ListedLine]) -> dict[int, Row]:
        """Remember lines for their marks; returns their rows."""
        self._lines |= {line.row.id: line for line in lines}
        return {line.row.id: row_values(line) for line in lines}

    def _row_state(self, row_id: int, values: Row) -> NoState:
        line = self._lines.get(row_id)
        if line is None:
            return NoState()
        level = _level_of(line, values)
        return NoState(self._reasons(level), tuple(self._marks(level, line, values)))

    def _reasons(self, level: LedgerLevel) -> tuple[str, ...]:
        """Which of village, head and ID number stay empty, and why."""
        needed = required_keys(level)
        return tuple(
            f"{level.value}问题不填这一栏"
            if column.key in _PLACE_KEYS and column.key not in needed
            else ""
            for column in self.grid_columns
        )

    def _marks(self, level: LedgerLevel, line: ListedLine, values: Row) -> list[Mark]:
        keyed = {key: values[column] for key, column in self.model.column_of.items()}
        texts = [str(keyed[key]) if keyed[key] else None for key in _PLACE_KEYS]
        marks = [
            Mark(self.form.index(problem.key), problem.key, MarkLevel.ERROR, "", problem.sentence)
            for problem in level_problems(level, *texts)
            if not keyed[problem.key]
        ]
        words = days_words(line)
        if words and line.light.colour is not LightColour.NONE:
            is_late = line.light.colour is LightColour.OVERDUE
            mark_level = MarkLevel.ERROR if is_late else MarkLevel.DOUBT
            marks += [
                Mark(self.form.index(key), key, mark_level, "", words)
                for key in ("state", "deadline")
            ]
        return marks


def row_values(line: ListedLine) -> Row:
    """The values of a line from the left."""
    own: tuple[Value, ...] = (line.row.number, state_words(line), line.row.level.value)
    return (*own, *line.row.values)


def _level_of(line: ListedLine, values: Row) -> LedgerLevel:
    # cleared in the grid, and not refused yet: the line is still what it was
    return LedgerLevel(str(values[2])) if values[2] else line.row.level
