"""What the grid knows of a column, and the small things that go to and fro with a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.forms.marks import Mark
from fangfan_desktop.forms.notes import format_cell, read_cell

_CENTRED = {Kind.DATE, Kind.YES_NO, Kind.CHOICE, Kind.PAIR}
_FEN_PER_YUAN = 100


class CellEdit(NamedTuple):
    """A cell that is to get a value."""

    row_id: int
    key: str
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class EditRequest:
    """Cells to be written as one step of history; the page hands it back with the answer."""

    number: int
    action: str  # name of the step, such as 附件1：粘贴 12 格
    edits: tuple[CellEdit, ...]


class Refusal(NamedTuple):
    """A typed text that could not be taken, kept in its cell with the reason."""

    text: str
    sentence: str


class RowState(Protocol):
    """What the checks say of a row; `forms.row_check.RowCheck` is one."""

    @property
    def reasons(self) -> Sequence[str]:
        """A column: why it does not apply; "" where it does. May be empty."""
        ...

    @property
    def marks(self) -> Sequence[Mark]:
        """Errors, doubts and hints of the row."""
        ...


@dataclass(frozen=True, slots=True)
class NoState:
    """A row that nothing is said about."""

    reasons: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A field as the grid shows it."""

    field: Field
    is_editable: bool = True
    note_place: int = -1  # where a row holds the note of the column; -1 where it has none
    locked: str = ""  # why it cannot be typed in, and where it is changed instead
    read: Callable[[str], Value] | None = None  # reads typed texts where the kind alone does not
    alignment: Qt.AlignmentFlag = made(init=False)

    def __post_init__(self) -> None:
        side = Qt.AlignmentFlag.AlignLeft
        if self.field.kind in _CENTRED or self.field.key == "seq":
            side = Qt.AlignmentFlag.AlignHCenter
        elif self.field.kind in {Kind.NUMBER, Kind.MONEY}:
            side = Qt.AlignmentFlag.AlignRight
        object.__setattr__(self, "alignment", side | Qt.AlignmentFlag.AlignVCenter)

    @property
    def key(self) -> str:
        """The field's key."""
        return self.field.key

    def read_text(self, text: str) -> tuple[Value, ...]:
        """What a typed or pasted text means: the value and, where it has one, the note.

        Raises:
            UserError: not a value of the column; the sentence says what to write instead.
        """
        return read_cell(self.field, text) if self.read is None else (self.read(text),)

    def note(self, values: Sequence[Value]) -> Value:
        """The text that goes with the column's answer in a row; None where there is none."""
        return values[self.note_place] if -1 < self.note_place < len(values) else None


def columns_of(form: Form) -> list[GridColumn]:
    """The columns of a form; what comes from the registry or is worked out cannot be typed."""
    typed = {Source.TYPED, Source.PREFILLED}
    places = {key: place for place, key in enumerate(form.value_keys)}
    return [
        GridColumn(each, each.source in typed, places.get(each.note_key, -1))
        for each in form.fields
    ]


def shown_text(column: GridColumn, value: Value, note: Value = None) -> str:
    """The text in the cell; money has its thousands grouped, which copies do not have."""
    if value is None and not note:
        return ""
    if column.field.kind is Kind.MONEY and isinstance(value, int):
        yuan, fen = divmod(abs(value), _FEN_PER_YUAN)
        sign = "-" if value < 0 else ""
        return f"{sign}{yuan:,}.{fen:02}" if fen else f"{sign}{yuan:,}"
    return format_cell(column.field, value, note)
