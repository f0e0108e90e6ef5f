"""The differences of two keyings in a grid: which one is right, or what else, is chosen here."""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from fangfan_desktop.documents.sheet import flat_header
from fangfan_desktop.domain.characters import to_half_width
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source
from fangfan_desktop.forms.notes import read_cell
from fangfan_desktop.usecases.second_keying import Choice, Keep, KeyingDifference
from fangfan_desktop.views.grid.column import CellEdit, EditRequest, GridColumn, Refusal
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid

KEEP_WORDS: dict[Keep, str] = {Keep.FIRST: "第一遍", Keep.SECOND: "第二遍"}
_KEEPS = {word: keep for keep, word in KEEP_WORDS.items()}
_KEYS = {"1": Keep.FIRST, "2": Keep.SECOND}
_KEEP, _OTHER = "keep", "other"
_LOCKED = "这里只比对；第一遍、第二遍哪个对，在“采用”一栏选"
_FIELDS = (
    Field("village", ("村",), Kind.TEXT, Source.COMPUTED, width=92),
    Field("group", ("组",), Kind.TEXT, Source.COMPUTED, width=64),
    Field("head_name", ("户主",), Kind.TEXT, Source.COMPUTED, width=84),
    Field("name", ("栏",), Kind.TEXT, Source.COMPUTED, width=290),
    Field("first", ("第一遍",), Kind.TEXT, Source.COMPUTED, width=180),
    Field("second", ("第二遍",), Kind.TEXT, Source.COMPUTED, width=180),
    Field(_KEEP, ("采用",), Kind.CHOICE, choices=tuple(_KEEPS), width=72),
    Field(_OTHER, ("都不对，改为",), Kind.TEXT, width=180),
)
_Cell = tuple[int, str]  # household, key
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}


class DifferenceGrid(FormGrid):
    """A row a difference; what is chosen stays here until it is settled.

    Signals:
        chosen: what was chosen is another now.
    """

    chosen = Signal()

    def __init__(self) -> None:
        columns = [
            GridColumn(field, is_editable=field.key in {_KEEP, _OTHER}, locked=_locked(field))
            for field in _FIELDS
        ]
        header = flat_header(field.name for field in _FIELDS)
        # nothing frozen: in large letters what differs needs the width
        super().__init__(columns, header)
        self.set_unit("处")
        self.view.setAccessibleName("两遍不同的格")
        self._form: Form | None = None
        self._ids: dict[_Cell, int] = {}  # each difference keeps its row while the view is open
        self._found: dict[int, KeyingDifference] = {}
        self._choices: dict[int, Choice] = {}
        self.edits_requested.connect(self._take)
        self.row_opened.connect(self._choose_clicked)
        self.view.installEventFilter(self)

    def show_differences(self, form: Form, found: Iterable[KeyingDifference]) -> None:
        """Show these; what was chosen for those that are still there stays."""
        self._form = form
        self._found = {}
        for each in found:
            row_id = self._ids.setdefault((each.household_id, each.key), len(self._ids) + 1)
            self._found[row_id] = each
        self._choices = {i: choice for i, choice in self._choices.items() if i in self._found}
        self.model.set_rows(list(self._found), (self._row(row_id) for row_id in self._found))
        self.chosen.emit()

    @property
    def current_household(self) -> str:
        """坭桥村三组 韦某 of the current row; its column may not be in sight."""
        row = self.view.place[0]
        if not 0 <= row < self.model.rowCount():
            return ""
        each = self._found[self.model.row_id(row)]
        return f"{each.village}{each.group} {each.head_name}"

    def choices(self) -> list[Choice]:
        """What was chosen so far, in the order of the differences."""
        return [self._choices[i] for i in self._found if i in self._choices]

    def all_kept(self, keep: Keep) -> list[Choice]:
        """That keying for every row that is shown now, whatever was chosen."""
        shown = (self._found[row_id] for row_id in self.model.visible_ids())
        return [Choice(each.household_id, each.key, keep) for each in shown]

    def choose(self, keep: Keep) -> int:
        """Choose a keying for the rows of the selection; returns how many rows these are."""
        model = self.model
        rows = {r for run, _ in self.view.selected_ranges() for r in run if r < model.rowCount()}
        edits = [CellEdit(model.row_id(row), _KEEP, KEEP_WORDS[keep]) for row in sorted(rows)]
        model.request(edits, f"采用{KEEP_WORDS[keep]}")
        return len(rows)

    def _choose_clicked(self, _row_id: int, key: str) -> None:
        """A double click on what one keying has chooses it."""
        keep = {"first": Keep.FIRST, "second": Keep.SECOND}.get(key)
        if keep is not None:
            self.choose(keep)

    def show_refused(self, refused: Mapping[tuple[int, str], str]) -> None:
        """Mark what could not be settled: form's row and key → reason."""
        kept: list[tuple[int, int, Refusal]] = []
        for row_id, each in self._found.items():
            keys = {each.key, *self._note_keys(each.key)}
            sentence = next(
                (refused[each.row_id, k] for k in keys if (each.row_id, k) in refused), ""
            )
            if not sentence:
                continue
            choice = self._choices.pop(row_id, None)
            column = _OTHER if choice and choice.keep is Keep.OTHER else _KEEP
            text = choice.text or KEEP_WORDS.get(choice.keep, "") if choice else ""
            kept.append((row_id, self.model.column_of[column], Refusal(text, sentence)))
        self.model.update_rows({row_id: self._row(row_id) for row_id, _, _ in kept})
        self.model.keep_refused(kept)
        self.chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """1 and 2 choose for all selected rows, in whatever column, but where text is typed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        keep = _KEYS.get(to_half_width(event.text()))
        row, column = self.view.place
        is_typed = column >= 0 and self.model.columns[column].key == _OTHER
        if keep is None or row < 0 or is_typed or event.modifiers() not in _PLAIN:
            return super().eventFilter(watched, event)
        if self.choose(keep) == 1:
            self.view.go(row + 1, column)
        return True

    def _take(self, request: EditRequest) -> None:
        """Keep what was chosen; a text that the form cannot read stays in its cell, in red."""
        unread: list[tuple[int, int, Refusal]] = []
        for edit in request.edits:
            each = self._found.get(edit.row_id)
            if each is None:
                continue
            text = str(edit.value or "").strip()
            sentence = self._cannot_read(each.key, text) if edit.key == _OTHER and text else ""
            if sentence:
                column = self.model.column_of[_OTHER]
                unread.append((edit.row_id, column, Refusal(text, sentence)))
                text = ""
            self._choose_one(edit.row_id, each, edit.key, text)
        rows = {edit.row_id for edit in request.edits} & self._found.keys()
        self.model.apply_saved(request, {row_id: self._row(row_id) for row_id in rows})
        self._drop_refused(rows - {row_id for row_id, _, _ in unread})
        self.model.keep_refused(unread)
        self.chosen.emit()

    def _drop_refused(self, row_ids: Collection[int]) -> None:
        """A choice takes the place of a text that could not be taken."""
        for row_id, key in list(self.model.refused_cells()):
            row = self.model.view_row(row_id)
            if row_id in row_ids and row_id in self._choices and row is not None:
                self.model.drop_refused(row, self.model.column_of[key])

    def _choose_one(self, row_id: int, each: KeyingDifference, key: str, text: str) -> None:
        before = self._choices.get(row_id)
        if text:
            keep = Keep.OTHER if key == _OTHER else _KEEPS[text]
            other = text if keep is Keep.OTHER else ""
            self._choices[row_id] = Choice(each.household_id, each.key, keep, other)
        elif before is not None and (before.keep is Keep.OTHER) == (key == _OTHER):
            del self._choices[row_id]

    def _cannot_read(self, key: str, text: str) -> str:
        field = next((f for f in self._form.fields if f.key == key), None) if self._form else None
        if field is None:
            return ""
        try:
            read_cell(field, text)
        except UserError as error:
            return error.sentence
        return ""

    def _note_keys(self, key: str) -> list[str]:
        fields = self._form.fields if self._form else ()
        return [field.note_key for field in fields if field.key == key and field.note_key]

    def _row(self, row_id: int) -> Row:
        each, choice = self._found[row_id], self._choices.get(row_id)
        keep = KEEP_WORDS.get(choice.keep) if choice else None
        other = choice.text or None if choice else None
        whose = each.village, each.group, each.head_name
        return (*whose, each.name, each.first or None, each.second or None, keep, other)


def _locked(field: Field) -> str:
    return "" if field.key in {_KEEP, _OTHER} else _LOCKED
