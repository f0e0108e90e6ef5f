"""Confirming the columns of a new form: what each is taken for, with the real header below."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.forms.draft import DraftColumn, FormDraft, loose_form
from fangfan_desktop.forms.draft_edits import (
    confirm,
    keep_columns,
    place_in_form,
    rematch,
    with_fields,
)
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.forms.known_fields import KnownField, known_fields
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.field_choice import FieldChoice
from fangfan_desktop.views.exchange.match_model import (
    CONDITION,
    CONTENT,
    FIELD,
    HEADING,
    KEPT,
    KIND,
    LETTERS,
    VERDICT,
    VERDICTS,
    MatchModel,
)
from fangfan_desktop.views.forms.field_side import FieldSide
from fangfan_desktop.views.forms.preview import FormPreview
from fangfan_desktop.views.forms.tinted import show_as_lines
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

_LARGE = 150  # percent
_SIDE_WIDTH = 372  # pixels at 100 %
_TABLE_ROWS = 8  # in sight at least, where the letters are large
_PREVIEW_HEIGHT = 250
_WIDTHS = {
    KEPT: 32,
    LETTERS: 34,
    VERDICT: 52,
    FIELD: 136,
    KIND: 72,
    CONTENT: 96,
    CONDITION: 80,
}
_HEADING_LEAST = 150
_LEVELS = {Verdict.SURE: Level.OK, Verdict.LIKELY: Level.WARN, Verdict.NEW: Level.INFO}


class MatchTable(QTableView):
    """Enter asks for another field, the space bar takes columns in or out."""

    field_asked = Signal()
    keep_toggled = Signal()

    def __init__(self, model: MatchModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("各栏对应的栏目")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        show_as_lines(self, path_at=HEADING)
        self.doubleClicked.connect(self.field_asked)
        style.current().zoom_changed.connect(self._resize)
        self._resize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.field_asked.emit()
        elif event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Delete}:
            self.keep_toggled.emit()
        else:
            super().keyPressEvent(event)

    def _resize(self) -> None:
        look = style.current()
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(look.px("row"))
        header.setFixedHeight(look.px("row_wide"))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.scaled(width))
        for column in (CONTENT, CONDITION):  # they stand beside, too
            self.setColumnHidden(column, look.zoom >= _LARGE)
        self.setMinimumWidth(look.scaled(_HEADING_LEAST + sum(_WIDTHS.values()) // 2))


class MatchView(QWidget):
    """The step of the wizard; `changed` after each correction."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: tuple[Field, ...] = ()
        self.model = MatchModel(self)
        self.table = MatchTable(self.model)
        self.side = FieldSide()
        self.preview = FormPreview()
        self._make_match_box()
        self._lay_out()
        self.model.changed.connect(self.take)
        self.side.edited.connect(self._take_form)
        self.table.field_asked.connect(self.ask_field)
        self.table.keep_toggled.connect(self.toggle_kept)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)

    @property
    def draft(self) -> FormDraft | None:
        """The draft as corrected."""
        return self.model.draft

    @property
    def row(self) -> int:
        """The column in hand, -1 without one."""
        return self.table.currentIndex().row()

    def show_draft(self, draft: FormDraft, own_fields: Sequence[Field]) -> None:
        """Confirm another draft; the first column that is not sure is in hand."""
        self._own = tuple(own_fields)
        self.model.mark_fault(None)
        self.take(draft)
        unsure = (i for i, one in enumerate(draft.columns) if one.verdict is not Verdict.SURE)
        self.go_to(next(unsure, 0))

    def take(self, draft: FormDraft) -> None:
        """Go on with a corrected draft."""
        self.model.show_draft(draft)
        self._show_row(self.table.currentIndex())
        if draft.kept:
            self.preview.show_form(loose_form(draft, key="own-draft"), self._place())
        self._count.setText(_counted(draft))
        self.changed.emit()

    def go_to(self, row: int) -> None:
        """Take a column in hand."""
        self.table.selectRow(row)
        self.table.setFocus()

    def mark_fault(self, row: int | None) -> None:
        """Mark the column at fault and go there."""
        self.model.mark_fault(row)
        if row is not None:
            self.go_to(row)

    # --- corrections ---------------------------------------------------------------------------

    def ask_field(self) -> FieldChoice | None:
        """Choose the field of the column in hand."""
        draft, row = self.draft, self.row
        if draft is None or row < 0:
            return None
        one = draft.columns[row]
        dialog = FieldChoice(
            known_fields(draft.subject, self._own),
            taken={each.key for each in draft.kept if each.verdict is not Verdict.NEW},
            title=f"“{one.heading}”是哪一栏",
            is_several=False,
            current=one.key,
            parent=self,
        )
        dialog.chosen.connect(self._take_chosen)
        dialog.open()
        return dialog

    def _take_chosen(self, chosen: Sequence[KnownField]) -> None:
        self.set_field(chosen[0])

    def set_field(self, known: KnownField | None) -> None:
        """Take the column in hand for another field, or for a new one."""
        draft, row = self.draft, self.row
        if draft is not None and row >= 0:
            self.take(rematch(draft, row, known))

    def confirm_rows(self) -> None:
        """The chosen likely matches are right."""
        draft = self.draft
        if draft is not None:
            self.take(confirm(draft, self._rows()))
            after = (
                i
                for i, one in enumerate(self.model.columns)
                if one.verdict is Verdict.LIKELY and i > self.row
            )
            self.go_to(next(after, self.row))

    def toggle_kept(self) -> None:
        """Leave the chosen columns out, or take them in again."""
        draft, rows = self.draft, self._rows()
        if draft is not None and rows:
            is_kept = not draft.columns[rows[0]].is_kept
            self.take(keep_columns(draft, rows, is_kept=is_kept))

    def _take_form(self, form: Form) -> None:
        draft = self.draft
        if draft is not None:
            self.take(with_fields(draft, form.fields))

    def _rows(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _place(self) -> int:
        draft, row = self.draft, self.row
        return max(0, place_in_form(draft, row)) if draft is not None and row >= 0 else 0

    # --- showing -------------------------------------------------------------------------------

    def _show_row(self, index: QModelIndex) -> None:
        draft, row = self.draft, index.row()
        if draft is None or not 0 <= row < len(draft.columns):
            self.side.clear()
            return
        one = draft.columns[row]
        self._show_match(draft, one)
        place = place_in_form(draft, row)
        if place < 0:
            self.side.clear()
            self.side.title.setText("表样里不要这一栏")
        else:
            self.side.show_column(loose_form(draft, key="own-draft"), place)
            self.preview.show_column(place)

    def _show_match(self, draft: FormDraft, one: DraftColumn) -> None:
        is_new = one.verdict is Verdict.NEW
        self._tag.set(VERDICTS[one.verdict], _LEVELS[one.verdict])
        name = "没有对上，作为新栏" if is_new else f"是“{self.model.field_name(one.field)}”"
        self._match.setText(name)
        self._note.setText(one.note)
        self._note.setVisible(bool(one.note))
        self.right_button.setVisible(one.verdict is Verdict.LIKELY)
        self.new_button.setVisible(not is_new)
        other = next(
            (
                known
                for known in known_fields(draft.subject, self._own)
                if known.field.key == one.runner_up and known.field.key != one.key
            ),
            None,
        )
        self._other = other
        self.other_button.setVisible(other is not None)
        if other is not None:
            self.other_button.setText(f"是“{other.field.name}”？")

    def _take_other(self) -> None:
        if self._other is not None:
            self.set_field(self._other)

    # --- looks ---------------------------------------------------------------------------------

    def _make_match_box(self) -> None:
        look = style.current()
        self._other: KnownField | None = None
        self._tag = Tag()
        self._match = wrapped("", "heading")
        self._note = wrapped("", "small")
        self.right_button = Button("对的", self.confirm_rows, icon="check")
        self.choose_button = Button("换一栏…", self.ask_field, icon="search", tip="Enter")
        self.new_button = Button("作新栏", lambda: self.set_field(None), icon="plus")
        self.other_button = Button("", self._take_other, role="link", tip="按相近的栏名推测")
        self._box = QWidget()
        box = QVBoxLayout(self._box)
        box.setContentsMargins(look.px("space_3"), 0, look.px("space_2"), look.px("space_2"))
        box.setSpacing(look.px("space_2"))
        above = QHBoxLayout()
        above.addWidget(self._tag)
        above.addWidget(self._match, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px("space_1"))
        for button in (self.right_button, self.choose_button, self.new_button):
            buttons.addWidget(button)
        buttons.addStretch()
        box.addLayout(above)
        box.addWidget(self._note)
        box.addLayout(buttons)
        box.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _lay_out(self) -> None:
        look = style.current()
        self._count = label("", "secondary")
        words = wrapped("“可能”和“新栏”的请看一眼。空格：要或不要这一栏；回车：换一栏。", "small")
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.px("space_1"))
        down.addWidget(self._count)
        down.addWidget(words)
        down.addWidget(self.table, 1)
        inner = QWidget()
        side = QVBoxLayout(inner)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._box)
        side.addWidget(self.side, 1)
        self._inner = inner
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setProperty("role", "plain")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        upper = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, upper)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(left, 1)
        self._across.addWidget(self._area)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(upper)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        look.zoom_changed.connect(self._fit)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # what is hidden is not measured rightly in letters of another size

    def _fit(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        self._area.setMinimumWidth(0 if is_large else look.scaled(_SIDE_WIDTH))
        self._area.setMaximumWidth(16_777_215 if is_large else look.scaled(_SIDE_WIDTH))
        row = look.px("row")
        self.table.setMinimumHeight(row * (_TABLE_ROWS if is_large else _TABLE_ROWS // 2))
        self._area.setMinimumHeight(self._inner.sizeHint().height() if is_large else 0)
        self.preview.setMinimumHeight(look.scaled(_PREVIEW_HEIGHT))


def _counted(draft: FormDraft) -> str:
    kept = draft.kept
    parts = [
        f"{word} {sum(one.verdict is verdict for one in kept)}"
        for verdict, word in VERDICTS.items()
    ]
    left_out = len(draft.columns) - len(kept)
    return f"{len(kept)} 栏：{'，'.join(parts)}" + (f"；不要 {left_out}" if left_out else "")
