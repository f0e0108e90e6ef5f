"""What stands in cells and how they look: pure, so that it can be asked on any thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.forms.notes import format_cell
from fangfan_desktop.views.grid.column import GridColumn, Refusal, RowState, shown_text

Row = tuple[Value, ...]
Face = tuple[str, int]
OwnText = Callable[[int, Value], str]  # (row id, value) → text
Lock = Callable[[int, int, Row], str]  # (row id, column, values) → why it cannot be changed, or ""

# How a cell looks, as bits.
CLOSED = 1  # does not apply
ERROR = 2
DOUBT = 4
HINT = 8
PENDING = 16
LOCKED = 32  # from the registry or worked out
_BIT_OF_LEVEL = {Level.ERROR: ERROR, Level.DOUBT: DOUBT, Level.HINT: HINT}


def nothing_locked(_row_id: int, _column: int, _values: Row) -> str:
    """No cell is locked by what stands in its row."""
    return ""


@dataclass(slots=True)
class CellTexts:
    """Texts of cells; a column may have a text of its own making (`own`), by its place.

    `covers` hide a part of what is seen, as of ID numbers; what is copied and edited is whole.
    """

    columns: Sequence[GridColumn]
    own: dict[int, OwnText] = made(default_factory=dict[int, OwnText])
    # Row id → its own number (序号), which it keeps when rows are filtered or sorted. It is
    # replaced as a whole, never changed.
    numbers: Mapping[int, int] = made(default_factory=dict[int, int])
    covers: dict[int, Callable[[str], str]] = made(default_factory=dict[int, Callable[[str], str]])

    def copied(self, row_id: int, at: int, column: int, values: Row) -> str:
        """The cell as it is copied, without grouping; `at` is the row's place."""
        described, value = self.columns[column], values[column]
        if column in self.own:
            return self.own[column](row_id, value)
        if value is None and described.key == "seq":
            return str(self.numbers.get(row_id, at + 1))
        return format_cell(described.field, value, described.note(values))

    def shown(self, row_id: int, values: Row) -> list[str]:
        """The texts of a whole row; the place of a row that has no number is not among them."""
        texts = [
            shown_text(column, value, column.note(values))
            for column, value in zip(self.columns, values, strict=False)
        ]
        for column, text in self.own.items():
            texts[column] = text(row_id, values[column])
        for column, cover in self.covers.items():
            texts[column] = cover(texts[column])
        return texts


def make_faces(
    columns: Sequence[GridColumn],
    texts: list[str],
    state: RowState,
    pending: Sequence[int],
    refused: Mapping[int, Refusal],
    locked: Sequence[int] = (),
) -> list[Face]:
    """Text and look of each cell of a row; `pending` are columns that are not on disk yet."""
    looks = [0 if column.is_editable else LOCKED for column in columns]
    for column, reason in enumerate(state.reasons[: len(looks)]):
        if reason:
            looks[column] |= CLOSED
    for column in locked:
        looks[column] |= LOCKED
    for mark in state.marks:
        looks[mark.column] |= _BIT_OF_LEVEL[mark.level]
    for column in pending:
        looks[column] |= PENDING
    for column, refusal in refused.items():
        texts[column] = refusal.text
        looks[column] |= ERROR
    return list(zip(texts, looks, strict=True))


@dataclass(frozen=True, slots=True)
class GridPart:
    """Rows of a grid as they are at one moment, to be worked on off the window's thread.

    `rows` are ids and values from the row `first` on; `refused` are texts that stand in cells.
    """

    texts: CellTexts
    row_state: Callable[[int, Row], RowState]
    first: int
    rows: Sequence[tuple[int, Row]]
    refused: Mapping[int, Mapping[int, Refusal]]
    lock: Lock = nothing_locked
    beyond_words: str = ""  # what to do with rows that find no place below the last one

    @property
    def columns(self) -> Sequence[GridColumn]:
        """The columns of the grid."""
        return self.texts.columns

    def text(self, offset: int, column: int) -> str:
        """The cell as it is copied; a refused text as it was typed."""
        row_id, values = self.rows[offset]
        refusal = self.refused.get(row_id, {}).get(column)
        if refusal:
            return refusal.text
        return self.texts.copied(row_id, self.first + offset, column, values)
