"""The columns of a draft as lines: what the sheet calls them, and which field each becomes."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from fangfan_desktop.forms.draft import DraftColumn, FormDraft, loose_form
from fangfan_desktop.forms.draft_edits import keep_columns
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Field
from fangfan_desktop.forms.form_faults import kind_word
from fangfan_desktop.forms.known_fields import shipped_fields
from fangfan_desktop.views import style
from fangfan_desktop.views.exchange.blank_view import column_letters
from fangfan_desktop.views.forms.words import conditions_text, content_text

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("要", "列", "县表的栏名", "把握", "对应的栏目", "类型", "选项、说明", "条件")
KEPT, LETTERS, HEADING, VERDICT, FIELD, KIND, CONTENT, CONDITION = range(len(HEADINGS))
VERDICTS = {Verdict.SURE: "确定", Verdict.LIKELY: "可能", Verdict.NEW: "新栏"}
_COLOURS = {Verdict.SURE: "ok", Verdict.LIKELY: "warn", Verdict.NEW: "info"}
_TEXT_ROLES = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}


class MatchModel(QAbstractTableModel):
    """One line a column of the sheet. `changed` carries the next draft."""

    changed = QtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft: FormDraft | None = None
        self.fault_at: int | None = None
        self._names: dict[str, str] = {}
        self._conditions: dict[int, str] = {}

    @property
    def columns(self) -> tuple[DraftColumn, ...]:
        """The columns shown."""
        return () if self.draft is None else self.draft.columns

    def show_draft(self, draft: FormDraft) -> None:
        """Show a draft; lines stay where there are as many."""
        is_same = len(draft.columns) == len(self.columns)
        if not is_same:
            self.beginResetModel()
        self.draft = draft
        self._names = {one.field.key: one.field.name for one in shipped_fields(draft.subject)}
        self._conditions = _conditions_of(draft)
        if is_same:
            self._tell()
        else:
            self.endResetModel()

    def mark_fault(self, column: int | None) -> None:
        """Mark the column at fault; None takes the mark away."""
        self.fault_at = column
        self._tell()

    def field_name(self, field: Field) -> str:
        """What the catalogue calls a field; a new one has its own heading."""
        return self._names.get(field.key, field.name)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_shown = orientation is Qt.Orientation.Horizontal
        return HEADINGS[section] if is_shown and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == KEPT:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        one = self.columns[row]
        if role in _TEXT_ROLES:
            return self._text(row, one, column) or None
        if role == Qt.ItemDataRole.CheckStateRole and column == KEPT:
            return Qt.CheckState.Checked if one.is_kept else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {LETTERS, VERDICT}:
            return Qt.AlignmentFlag.AlignCenter
        return self._look(row, one, column, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or self.draft is None:
            return False
        is_kept = Qt.CheckState(value) is Qt.CheckState.Checked
        self.changed.emit(keep_columns(self.draft, [index.row()], is_kept=is_kept))
        return True

    def _text(self, row: int, one: DraftColumn, column: int) -> str:
        if column == HEADING:
            return one.heading
        if column == LETTERS:
            return column_letters(one.column.index)
        if column == CONTENT:
            return content_text(one.field)
        return {
            VERDICT: _verdict(one),
            FIELD: self.field_name(one.field) if one.verdict is not Verdict.NEW else "（新栏）",
            KIND: kind_word(one.field.kind),
            CONDITION: self._conditions.get(row, ""),
        }.get(column, "")

    def _look(self, row: int, one: DraftColumn, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(one, column)
        return self._ground(row, one, column) if role == Qt.ItemDataRole.BackgroundRole else None

    def _colour(self, one: DraftColumn, column: int) -> Any:
        look = style.current()
        if not one.is_kept:
            return look.colour("text_3")
        if column == VERDICT:
            return look.colour(f"{_COLOURS[one.verdict]}_text")
        return None

    def _ground(self, row: int, one: DraftColumn, column: int) -> Any:
        look = style.current()
        if row == self.fault_at:
            return look.colour("danger_ground")
        if column == VERDICT and one.is_kept:
            return look.colour(f"{_COLOURS[one.verdict]}_ground")
        return None

    def _tell(self) -> None:
        if self.columns:
            last = self.index(len(self.columns) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _verdict(one: DraftColumn) -> str:
    """The word for how sure it is; a sign where there is something to look at."""
    return f"{VERDICTS[one.verdict]}{' !' if one.note else ''}" if one.is_kept else "不要"


def _conditions_of(draft: FormDraft) -> dict[int, str]:
    if not draft.kept:
        return {}
    form = loose_form(draft, key="own-draft")
    rows = [row for row, one in enumerate(draft.columns) if one.is_kept]
    texts = (conditions_text(form, field) for field in form.fields)
    return dict(zip(rows, texts, strict=True))
