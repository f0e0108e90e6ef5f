"""The rows of a form that the page holds: which household each is, what is done and shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.usecases.household_forms import FormRow


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What the clerk wants to see; everything where nothing is said."""

    is_unfinished_only: bool = False
    has_marks_only: bool = False
    text: str = ""  # part of the head's name, or of village and group

    @property
    def is_empty(self) -> bool:
        """Whether all rows are shown."""
        return not (self.is_unfinished_only or self.has_marks_only or self.text)


class RowStore:
    """Rows in their order, by id and by household."""

    def __init__(self, form: Form) -> None:
        keys = form.value_keys
        self._name, self._group = (
            keys.index(key) if key in keys else None for key in ("head_name", "group")
        )
        self.villages: dict[int, str] = {}  # names by id
        self._rows: dict[int, FormRow] = {}
        self._of_household: dict[int, int] = {}

    def fill(self, rows: Sequence[FormRow]) -> None:
        """Hold these rows instead."""
        self._rows = {row.id: row for row in rows}
        self._of_household = {row.household_id: row.id for row in rows}

    def update(self, rows: Mapping[int, FormRow]) -> None:
        """Rows held already that are different now; others are passed over."""
        for row_id in rows.keys() & self._rows.keys():
            self._rows[row_id] = rows[row_id]

    def ids(self) -> list[int]:
        """Ids of all rows in order."""
        return list(self._rows)

    def rows(self) -> Iterable[FormRow]:
        """All rows in order."""
        return self._rows.values()

    def find(self, row_id: object) -> FormRow | None:
        """The row of that id."""
        return self._rows.get(row_id) if isinstance(row_id, int) else None

    def of_household(self, household_id: int) -> FormRow | None:
        """The household's row, where it is held."""
        return self.find(self._of_household.get(household_id))

    def holds(self, ids: Iterable[int]) -> bool:
        """Whether all these rows are held."""
        return self._rows.keys() >= set(ids)

    def chosen(self, choice: RowFilter, refused: Collection[int] = ()) -> list[int] | None:
        """Ids of the rows that the filter lets through; None where it lets all through.

        `refused` are rows with a text that could not be read: marked, too, and not finished.
        """
        if choice.is_empty:
            return None
        return [
            row.id for row in self._rows.values() if self._passes(row, choice, row.id in refused)
        ]

    def _passes(self, row: FormRow, choice: RowFilter, is_refused: bool) -> bool:  # noqa: FBT001 - told apart by its only caller
        if choice.is_unfinished_only and row.is_complete and not is_refused:
            return False
        if choice.has_marks_only and not (row.error_count or row.doubt_count or is_refused):
            return False
        if not choice.text:
            return True
        name = row.values[self._name] if self._name is not None else None
        group = row.values[self._group] if self._group is not None else None
        return choice.text in str(name or "") or choice.text in self.place(row.id, group)

    def place(self, row_id: int, group: Value) -> str:
        """Village and group of a row: 坭桥村三组."""
        row = self._rows.get(row_id)
        return f"{self.villages.get(row.village_id, '') if row else ''}{group or ''}"
