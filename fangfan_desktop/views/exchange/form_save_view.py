"""The last step of a new form: its name, whom it is about, and as what it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from fangfan_desktop.forms.draft import FormDraft
from fangfan_desktop.forms.draft_edits import (
    shared_part,
    suggested_name,
    suggested_scope,
    suggested_year,
)
from fangfan_desktop.forms.form import Form, Subject
from fangfan_desktop.usecases.office_forms import FormEntry
from fangfan_desktop.views import style
from fangfan_desktop.views.forms.words import LAYOUTS, SCOPES
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_HOUSEHOLD_FORM = "household-form"
_OFFERED = 0.5  # part of a form's columns that a new version of it has to have
_SUGGESTED = 0.8
_WIDTH, _MOST = 620, 1100  # pixels at 100 %, and at most
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_NEW_WORDS = "作为本单位的一张新表。以后再收到改版，可以存成它的新版。"
_VERSION_WORDS = (
    "存为“{name}”的新版：两版都有的栏，答案接得上；正在用旧版的排查，可以换用新版，"
    "已填的按栏目带过去。"
)
_ANNEX_WORDS = "附件3的数字从附件1数，新版里没有的栏，附件3相应的数是0。"


@dataclass(frozen=True, slots=True)
class SaveWishes:
    """How the form is to be kept; `key` is "" for a form of its own."""

    key: str
    name: str
    year: int
    scope: str
    layout: str


class FormSaveView(QWidget):
    """The step; `wishes` are what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: FormDraft | None = None
        self._offered: dict[str, Form] = {}
        self.name = QLineEdit()
        self.year = StillNumber()
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.scope, self.layout_box, self.kept_as = StillChoice(), StillChoice(), StillChoice()
        for key, word in SCOPES.items():
            self.scope.addItem(word, key)
        for key, word in LAYOUTS.items():
            self.layout_box.addItem(word, key)
        self.kept_as.currentIndexChanged.connect(self._say)
        self._words = wrapped("", "small")
        self._rows = QFormLayout()
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        look = style.current()
        self._rows.setVerticalSpacing(look.px("space_3"))
        self._rows.setHorizontalSpacing(look.px("space_3"))
        for name, editor in (
            ("表的名称", self.name),
            ("年度", self.year),
            ("哪些户", self.scope),
            ("打印排法", self.layout_box),
            ("保存为", self.kept_as),
        ):
            editor.setAccessibleName(name)
            self._rows.addRow(label(name, "secondary"), editor)
        self._rows.addRow(label(""), self._words)
        card = Card("起个名称，选好用在哪些户")
        self._inner = QWidget()
        self._inner.setLayout(self._rows)
        card.body.addWidget(self._inner, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        look.zoom_changed.connect(self._fit)
        self._fit()

    @property
    def wishes(self) -> SaveWishes:
        """What was chosen."""
        return SaveWishes(
            key=str(self.kept_as.currentData() or ""),
            name=self.name.text().strip(),
            year=self.year.value(),
            scope=str(self.scope.currentData()),
            layout=str(self.layout_box.currentData()),
        )

    def show_draft(self, draft: FormDraft, entries: Sequence[FormEntry]) -> None:
        """Offer names and versions for a draft."""
        is_other = self._draft is None or self._draft.sheet != draft.sheet
        self._draft = draft
        if is_other or not self.name.text().strip():
            self.name.setText(suggested_name(draft))
            self.name.setCursorPosition(0)
            self.year.setValue(suggested_year(draft))
            self.scope.setCurrentIndex(self.scope.findData(suggested_scope(draft)))
        self._rows.setRowVisible(self.scope, draft.subject is Subject.HOUSEHOLD)
        self._offer(draft, entries)
        self._fit()

    def forget(self) -> None:
        """Another file is in hand."""
        self._draft = None

    def _offer(self, draft: FormDraft, entries: Sequence[FormEntry]) -> None:
        known = [
            (shared_part(draft, entry.form), entry)
            for entry in entries
            if entry.form.subject is draft.subject
            and not entry.is_retired
            and (entry.is_own or entry.form.key == _HOUSEHOLD_FORM)
        ]
        offered = sorted((one for one in known if one[0] > _OFFERED), key=lambda one: -one[0])
        self._offered = {entry.form.key: entry.form for _, entry in offered}
        self.kept_as.clear()
        self.kept_as.addItem("一张新表", "")
        for part, entry in offered:
            self.kept_as.addItem(f"“{entry.form.name}”的新版（{part:.0%}的栏相同）", entry.form.key)
        is_next = bool(offered) and offered[0][0] >= _SUGGESTED
        self.kept_as.setCurrentIndex(1 if is_next else 0)

    @property
    def older(self) -> Form | None:
        """The form that a new version is kept of; None for a form of its own."""
        return self._offered.get(str(self.kept_as.currentData() or ""))

    def _say(self) -> None:
        older, draft = self.older, self._draft
        if draft is not None and self.name.text() in self._suggested(draft):
            self.name.setText(suggested_name(draft) if older is None else older.name)
            self.name.setCursorPosition(0)
        if older is None:
            self._words.setText(_NEW_WORDS)
            return
        self.scope.setCurrentIndex(self.scope.findData(older.scope))
        self.layout_box.setCurrentIndex(self.layout_box.findData(older.layout))
        words = _VERSION_WORDS.format(name=older.name)
        self._words.setText(words + (_ANNEX_WORDS if older.key == _HOUSEHOLD_FORM else ""))

    def _suggested(self, draft: FormDraft) -> set[str]:
        """Names that nobody has typed."""
        return {suggested_name(draft), *(form.name for form in self._offered.values())}

    def _fit(self) -> None:
        self._inner.setFixedWidth(min(style.current().scaled(_WIDTH), _MOST))
        line_up(self)
