"""A form from the county's blank workbook, in four steps: file, header, columns, keeping it."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import FormDraft, form_from_draft, loose_form
from fangfan_desktop.forms.draft_edits import place_in_draft
from fangfan_desktop.forms.form import Field, Form, Layout, Subject
from fangfan_desktop.forms.form_faults import fault_of, find_fault
from fangfan_desktop.usecases.blank_sheets import BlankFile, SheetLook, open_blank
from fangfan_desktop.usecases.form_versions import BehindCampaign, list_behind, uses_form
from fangfan_desktop.usecases.office_forms import (
    FormEntry,
    SavedForm,
    list_forms,
    new_key,
    own_fields,
    save_form,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.new_version import NewVersion
from fangfan_desktop.views.exchange.blank_view import BlankView
from fangfan_desktop.views.exchange.form_save_view import FormSaveView
from fangfan_desktop.views.exchange.match_view import MatchView
from fangfan_desktop.views.exchange.steps import StepLine
from fangfan_desktop.views.forms.taking import start_using
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".docx", ".xlsm"})
_READABLE = "空白表 (*.xlsx *.xls *.ods *.xlsm *.docx);;所有文件 (*)"
_STEPS = ("选择文件", "核对表头", "核对各栏", "保存启用")
_LARGE = 150  # percent
_NO_KEY = "own-draft"  # until it is kept

Stage = Literal["start", "header", "columns", "save"]
_STAGES: tuple[Stage, ...] = ("start", "header", "columns", "save")


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a file was found to hold, and what the office has already."""

    file: BlankFile
    looks: list[SheetLook]
    own: tuple[Field, ...]
    entries: list[FormEntry]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A form that was kept, and how it stands in the campaign in hand."""

    saved: SavedForm
    is_used: bool
    behind: BehindCampaign | None

    @property
    def changes(self) -> object:
        """Of keeping it."""
        return self.saved.changes


class FormWizard(QWidget):
    """The wizard. Signals: `left` where the clerk goes back to the rosters."""

    left = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stage: Stage = "start"
        self._opened: _Opened | None = None
        self._is_busy = False
        self._header = PageHeader("从空白表新建表样")
        self._leave = self._header.add_button("花名册导入", self.left.emit, icon="arrows")
        self._back = self._header.add_button("上一步", self.go_back, icon="arrow-left")
        self._only_save = self._header.add_button("只保存", self.save)
        self._main = self._header.add_button("选择文件", self.go_on, is_main=True)
        self.setFocusProxy(self._main)
        self._steps = StepLine(_STEPS)
        self.blank, self.match, self.keeping = BlankView(), MatchView(), FormSaveView()
        self._stack = QStackedWidget()
        start, columns = Card(), Card()
        start.body.addWidget(
            EmptyState(
                "table",
                "把县里发的空白表变成能填的表",
                "选择或拖入空白表（.xlsx、.xls、.docx）：自动找出表头，认出各栏，"
                "您核对一遍，就能在集中排查里填写，农户档案里有的自动预填。",
                "选择文件",
                self.ask_file,
            ),
            1,
        )
        columns.body.addWidget(self.match, 1)
        for widget in (start, self.blank, columns, self.keeping):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(style.current().px("space_3"))
        outer.addWidget(self._header)
        outer.addWidget(self._steps)
        outer.addWidget(self._stack, 1)
        self.blank.header_asked.connect(self._draft_again)
        self.blank.chosen.connect(self._name_buttons)
        self.match.changed.connect(self._name_buttons)
        context.style.zoom_changed.connect(self._show_again)
        self._show_stage("start")

    @property
    def stage(self) -> Stage:
        """Where the wizard is."""
        return self._stage

    def show_campaign(self) -> None:
        """Another campaign was taken in hand."""
        self._name_buttons()

    # --- steps ---------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ask for the blank workbook."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择空白表", str(Path.home()), _READABLE)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a blank workbook and show what was found."""
        database = self.context.database

        def read() -> _Opened:
            file = open_blank(database, path=path)
            return _Opened(file, file.looks(), own_fields(database), list_forms(database))

        self._busy(is_busy=True)
        self.context.operations.start(
            read,
            label=f"读取“{path.name}”",
            on_done=self._show_file,
            on_error=self._refuse,
            owner=self,
        )

    def go_on(self) -> None:
        """The main button."""
        if self._is_busy:
            return
        steps: dict[Stage, Callable[[], object]] = {
            "start": self.ask_file,
            "header": self._to_columns,
            "columns": self._to_save,
            "save": self.save_and_use,
        }
        steps[self._stage]()

    def go_back(self) -> None:
        """One step back; nothing is lost."""
        self._show_stage(_STAGES[max(0, _STAGES.index(self._stage) - 1)])

    def save(self) -> None:
        """Keep the form; it is not used yet."""
        self._save(is_used=False)

    def save_and_use(self) -> None:
        """Keep the form and take it up in the campaign in hand."""
        self._save(is_used=self.context.campaign_id() is not None)

    def _show_file(self, opened: _Opened) -> None:
        self._busy(is_busy=False)
        if not opened.looks:
            name = opened.file.path.name
            self._refuse(f"“{name}”里没有内容，请核对是不是县里发的空白表。")
            return
        self._opened = opened
        self.keeping.forget()
        self.blank.show_file(opened.looks)
        self._show_stage("header")
        self.blank.sheets.setFocus()

    def _draft_again(self, sheet: str, first: int, last: int, subject: Subject) -> None:
        opened = self._opened
        if opened is None:
            return
        self._busy(is_busy=True)

        def show(draft: FormDraft) -> None:
            self._busy(is_busy=False)
            self.blank.show_draft(draft)

        def refuse(sentence: str) -> None:
            self._busy(is_busy=False)
            self.blank.show_problem(sentence)

        self.context.operations.start(
            lambda: opened.file.draft_at(sheet, first, last, subject),
            label="读取表头",
            on_done=show,
            on_error=refuse,
            latest="blank header",
            owner=self,
        )

    def _to_columns(self) -> None:
        draft, opened = self.blank.draft, self._opened
        if draft is None or opened is None:
            return
        now = self.match.draft
        is_same = now is not None and [c.column for c in now.columns] == [
            c.column for c in draft.columns
        ]
        if not is_same or now is None or now.sheet != draft.sheet or now.subject != draft.subject:
            self.match.show_draft(draft, opened.own)
        self._show_stage("columns")
        self.match.table.setFocus()

    def _to_save(self) -> None:
        draft, opened = self.match.draft, self._opened
        if draft is None or opened is None or self._form(_NO_KEY) is None:
            return
        self.keeping.show_draft(draft, opened.entries)
        self._show_stage("save")
        self.keeping.name.setFocus()

    def _form(self, key: str) -> Form | None:
        """The form as confirmed; None where a column is at fault, which is then in hand."""
        draft, wishes = self.match.draft, self.keeping.wishes
        opened = self._opened
        if draft is None or opened is None:
            return None
        try:
            form = form_from_draft(
                draft,
                key=key,
                name=wishes.name or draft.name,
                year=wishes.year if self._stage == "save" else draft.year,
                scope=wishes.scope if draft.subject is Subject.HOUSEHOLD else "all",
                layout=cast("Layout", wishes.layout),
                source=opened.file.path.name,
            )
        except UserError as error:
            self._show_fault(draft, None, error.sentence)
            return None
        fault = find_fault(form)
        if fault is not None:
            self._show_fault(draft, form, fault.sentence)
            return None
        self.match.model.mark_fault(None)
        older = self.keeping.older if wishes.key else None
        return replace(form, annex=form.annex or older.annex) if older is not None else form

    def _save(self, *, is_used: bool) -> None:
        wishes, database = self.keeping.wishes, self.context.database
        if not wishes.name:
            self.context.show_message("请给表起个名称。", Level.WARN)
            self.keeping.name.setFocus()
            return
        form = self._form(wishes.key or _NO_KEY)
        if form is None:
            return
        campaign_id = self.context.campaign_id() if is_used else None
        self._busy(is_busy=True)

        def keep() -> _Kept:
            key = wishes.key or new_key(database)
            saved = save_form(database, form=replace(form, key=key))
            if campaign_id is None:
                return _Kept(saved, is_used=False, behind=None)
            used = uses_form(database, campaign_id=campaign_id, form_key=key)
            behind = list_behind(database, form_key=key) if used else []
            mine = next((one for one in behind if one.id == campaign_id), None)
            return _Kept(saved, used, mine)

        self.context.write(
            keep,
            label=f"保存表样“{form.name}”",
            on_done=partial(self._kept, campaign_id),
            on_error=partial(self._refused, form),
            owner=self,
        )

    def _kept(self, campaign_id: int | None, kept: _Kept) -> None:
        self._busy(is_busy=False)
        form = kept.saved.form
        words = f"“{form.name}”已保存，在“设置与备份”的“表样”里可以修改。"
        self.context.show_message(words, Level.OK)
        self._show_stage("start")
        if campaign_id is None:
            self.context.open_page("settings", tab="表样", form=form.key)
        elif not kept.is_used:
            self._busy(is_busy=True)
            start_using(
                self.context,
                campaign_id=campaign_id,
                form=(form.key, form.name),
                owner=self,
                on_done=partial(self._open_survey, form.key),
                on_end=lambda: self._busy(is_busy=False),
            )
        elif kept.behind is not None:
            dialog = NewVersion(
                self.context,
                campaign=(kept.behind.id, kept.behind.name),
                form=(form.key, form.name),
                plan=kept.behind.plan,
                parent=self,
            )
            dialog.accepted.connect(partial(self._open_survey, form.key))
            dialog.open()
        else:
            self._open_survey(form.key)

    def _open_survey(self, key: str) -> None:
        self.context.open_page("survey", form=key)

    # --- refusals ------------------------------------------------------------------------------

    def _refuse(self, sentence: str) -> None:
        self._busy(is_busy=False)
        self.context.show_message(sentence, Level.DANGER)

    def _refused(self, form: Form, sentence: str) -> None:
        self._busy(is_busy=False)
        draft = self.match.draft
        if draft is not None:
            self._show_fault(draft, form, sentence)

    def _show_fault(self, draft: FormDraft, form: Form | None, sentence: str) -> None:
        """Say what is wrong and take the column at fault in hand."""
        column = None
        if form is not None or draft.kept:
            shown = form or loose_form(draft, key=_NO_KEY)
            fault = find_fault(shown) or fault_of(shown, sentence)
            sentence = fault.sentence
            column = None if fault.column is None else place_in_draft(draft, fault.column)
        self.context.show_message(sentence, Level.DANGER)
        if column is not None:
            self._show_stage("columns")
            self.match.mark_fault(column)

    # --- looks ---------------------------------------------------------------------------------

    def _busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._name_buttons()

    def _show_again(self, _zoom: int) -> None:
        self._show_stage(self._stage)

    def _show_stage(self, stage: Stage) -> None:
        self._stage = stage
        place = _STAGES.index(stage)
        self._steps.set_current(place)
        self._steps.set_short(is_short=style.current().zoom >= _LARGE)
        self._stack.setCurrentIndex(place)
        for other in range(self._stack.count()):
            # only what is shown says how wide and high the page must be
            policy = QSizePolicy.Policy.Preferred if other == place else QSizePolicy.Policy.Ignored
            self._stack.widget(other).setSizePolicy(policy, policy)
        is_large = style.current().zoom >= _LARGE
        name = self._opened.file.path.name if self._opened and stage != "start" else ""
        self._header.set_title("表样" if is_large and stage != "start" else "从空白表新建表样")
        self._header.set_subtitle("" if is_large else name)
        self._name_buttons()

    def _name_buttons(self) -> None:
        stage, has_campaign = self._stage, self.context.campaign_id() is not None
        is_large = style.current().zoom >= _LARGE
        self._leave.setVisible(stage == "start")
        self._back.setVisible(stage != "start")
        self._only_save.setVisible(stage == "save" and has_campaign)
        last = "保存并用于本次排查" if has_campaign else "保存"
        last = "保存并启用" if has_campaign and is_large else last
        words: dict[Stage, str] = {"start": "选择文件", "save": last}
        self._main.setText(words.get(stage, "下一步"))
        self._main.setAccessibleName(self._main.text())
        can = {
            "header": self.blank.draft is not None,
            "columns": self.match.draft is not None and bool(self.match.draft.kept),
        }
        self._main.setEnabled(not self._is_busy and can.get(stage, True))
        self._only_save.setEnabled(not self._is_busy)
