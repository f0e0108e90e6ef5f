"""表样: every form that campaigns can use, the office's own and its versions of others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Subject
from fangfan_desktop.usecases.form_versions import BehindCampaign, list_behind, uses_form
from fangfan_desktop.usecases.office_forms import (
    FormEntry,
    SavedForm,
    list_forms,
    new_key,
    renamed,
    retire_form,
    save_form,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.help_key import CHAPTER
from fangfan_desktop.views.dialogs.new_version import NewVersion
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.forms.editor import FormEditor
from fangfan_desktop.views.forms.preview import FormPreview
from fangfan_desktop.views.forms.taking import start_using
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, wrapped

_ROWS = frozenset({Subject.HOUSEHOLD, Subject.VILLAGE})
_SUBJECTS = {
    Subject.HOUSEHOLD: "农户表",
    Subject.VILLAGE: "村表",
    Subject.VILLAGE_PROBLEM: "村表",
    Subject.VILLAGE_COUNT: "统计表",
    Subject.LEDGER_LINE: "台账",
    Subject.REGISTER: "名册台账",
}
_PREVIEW_HEIGHT = 200  # pixels at 100 %
_LIST_ROWS = 5  # with the heading, in sight at least
_LARGE = 150  # percent


@dataclass(frozen=True, slots=True)
class _Facts:
    """What else is known of the form in hand."""

    behind: list[BehindCampaign]
    is_in_use: bool  # by the campaign in hand


class FormsPanel(SettingsPanel):
    """The tab."""

    tables = ("office_form", "campaign_form", "campaign")
    help_chapter = CHAPTER

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._entries: list[FormEntry] = []
        self.editor: FormEditor | None = None
        self._wanted = ""  # a form to take in hand once it is listed
        self.list = LinesTable(
            ("表", "年度", "种类", "版本", "使用的排查", "状态"),
            name="表样",
            tight_columns=frozenset({1, 2, 3, 5}),
        )
        self.list.doubleClicked.connect(self.open_form)
        self.open_button = Button("打开", self.open_form, icon="edit", role="flat")
        self.copy_button = Button("另存为新表", self.ask_copy, icon="copy", role="flat")
        self.retire_button = Button("停用", self.retire, icon="eye-off", role="flat")
        self.use_button = Button("用于本次排查", self.use, icon="check", role="flat")
        self.blank_button = Button(
            "从空白表新建",
            lambda: context.open_page("exchange", blank_form=True),
            icon="upload",
            role="main",
            tip="打开县里发的空白工作簿，认出表头，做成表样",
        )
        upper, lower = Card("表样"), Card()
        for button in (
            self.open_button,
            self.copy_button,
            self.retire_button,
            self.use_button,
            self.blank_button,
        ):
            upper.head.addWidget(button)
        upper.body.addWidget(self.list)
        self._upper, self._lower = upper, lower
        self._tag = Tag()
        lower.head.insertWidget(1, self._tag)
        self._words = wrapped("", "small")
        lower.body.addWidget(self._words)
        self._behind = QVBoxLayout()
        lower.body.addLayout(self._behind)
        self.preview = FormPreview()
        lower.body.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(upper, 3)
        layout.addWidget(lower, 2)
        self.fit_margins(layout)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    @property
    def entry(self) -> FormEntry | None:
        """The form in hand."""
        key = self.list.current_key
        return next((entry for entry in self._entries if entry.form.key == key), None)

    @property
    def behind_words(self) -> list[str]:
        """What is said of campaigns that use an older version."""
        return self._behind_words

    def reload(self) -> None:
        self.context.read(
            lambda: list_forms(self.context.database),
            label="读取表样",
            on_done=self._show,
            latest="forms",
            owner=self,
        )

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Take the form in hand that another page named."""
        if target.get("form"):
            self.choose(str(target["form"]))

    def choose(self, key: str) -> None:
        """Take a form in hand."""
        self._wanted = key
        for row, line in enumerate(self.list.lines.lines):
            if line.key == key:
                self._wanted = ""
                self.list.selectRow(row)

    # --- what the buttons do -------------------------------------------------------------------

    def open_form(self) -> FormEditor | None:
        """Edit the form in hand."""
        entry = self.entry
        return None if entry is None else self._edit(entry.form)

    def ask_copy(self) -> AskTexts | None:
        """Ask for the name of a form like the one in hand, then edit it."""
        entry = self.entry
        if entry is None or entry.form.subject not in _ROWS:
            return None
        database, form = self.context.database, entry.form

        def copy(given: list[Any]) -> SavedForm:
            name = str(given[0]).strip()
            own = renamed(form, key=new_key(database), name=name)
            return save_form(database, form=replace(own, is_reference=False))

        asked = [Asked("新表的名称", f"{form.name}（本单位）")]
        dialog = AskTexts(self.context, "另存为新表", asked, copy, self)
        dialog.succeeded.connect(self._copied)
        dialog.open()
        return dialog

    def retire(self) -> None:
        """Offer the form in hand no more; a shipped one is itself again; a retired one is back."""
        entry, database = self.entry, self.context.database
        if entry is None:
            return
        form = entry.form
        if entry.is_retired:
            self.write(partial(save_form, database, form=form), "启用表样")
        else:
            self.write(partial(retire_form, database, form_key=form.key), "停用表样")

    def use(self) -> None:
        """Take the form in hand up in the campaign in hand."""
        entry, campaign_id = self.entry, self.context.campaign_id()
        if entry is not None and campaign_id is not None:
            form = entry.form
            start_using(
                self.context,
                campaign_id=campaign_id,
                form=(form.key, form.name),
                owner=self,
                on_done=lambda: self.context.open_page("survey", form=form.key),
            )

    def _edit(self, form: Any) -> FormEditor:
        self.editor = FormEditor(self.context, form, parent=self)
        self.editor.saved.connect(self._saved)
        self.editor.open()
        return self.editor

    def _copied(self, saved: SavedForm) -> None:
        self.choose(saved.form.key)
        self._edit(saved.form)

    def _saved(self, saved: SavedForm) -> None:
        self.choose(saved.form.key)
        self.context.show_message(
            f"“{saved.form.name}”已保存为本单位第{saved.version}版。新建的排查自动用这一版。",
            Level.OK,
        )

    # --- what is shown -------------------------------------------------------------------------

    def _show(self, entries: list[FormEntry]) -> None:
        # 附件1 to 附件4 first, then what the office has, then what the program ships
        self._entries = sorted(
            entries, key=lambda entry: (not entry.form.annex, entry.form.annex, not entry.is_own)
        )
        self.list.show_lines([_line(entry) for entry in self._entries])
        if self._wanted:
            self.choose(self._wanted)
        self._show_entry()

    def _chosen(self, _index: QModelIndex) -> None:
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.entry
        self._show_facts(_Facts([], is_in_use=True))
        if entry is None:
            return
        form = entry.form
        is_shipped = not entry.is_own
        self._lower.title.setText(form.name)
        self._lower.title.show()
        self._tag.set("参考样式" if form.is_reference else "", Level.INFO)
        self._words.setText(_about(entry))
        self.preview.show_form(form)
        self._name_buttons()
        self.retire_button.set_icon(
            "eye" if entry.is_retired else "undo" if is_shipped else "eye-off"
        )
        self.retire_button.setEnabled(entry.version > 0)
        self.copy_button.setEnabled(form.subject in _ROWS)
        database, campaign_id = self.context.database, self.context.campaign_id()

        def ask() -> _Facts:
            # a register belongs to no campaign
            is_in_use = (
                campaign_id is None
                or form.subject is Subject.REGISTER
                or uses_form(database, campaign_id=campaign_id, form_key=form.key)
            )
            behind = [] if entry.is_retired else list_behind(database, form_key=form.key)
            return _Facts(behind, is_in_use)

        self.context.read(
            ask,
            label="读取使用情况",
            on_done=self._show_facts,
            latest="form use",
            owner=self,
        )

    def _show_facts(self, facts: _Facts) -> None:
        entry = self.entry
        can_use = not facts.is_in_use and entry is not None and not entry.is_retired
        self.use_button.setEnabled(can_use)
        while self._behind.count():
            widget = self._behind.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self._behind_words: list[str] = []
        for campaign in facts.behind:
            words = f"“{campaign.name}”还在用旧版。"
            self._behind_words.append(words)
            self._behind.addWidget(_notice(words, partial(self.ask_version, campaign)))

    def ask_version(self, campaign: BehindCampaign) -> NewVersion | None:
        """Show what the newest version would change in a campaign, and take it."""
        entry = self.entry
        if entry is None:
            return None
        form = entry.form
        dialog = NewVersion(
            self.context,
            campaign=(campaign.id, campaign.name),
            form=(form.key, form.name),
            plan=campaign.plan,
            parent=self,
        )
        dialog.open()
        return dialog

    def _fit(self) -> None:
        self.preview.setMinimumHeight(style.current().scaled(_PREVIEW_HEIGHT))
        self.list.setMinimumHeight(style.current().px("row_wide") * _LIST_ROWS)
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Short names where the letters are large: all buttons stay in sight."""
        is_short, entry = style.current().zoom >= _LARGE, self.entry
        is_retired = entry is not None and entry.is_retired
        is_shipped = entry is not None and not entry.is_own
        self.copy_button.setText("另存" if is_short else "另存为新表")
        self.retire_button.setText("启用" if is_retired else "恢复内置" if is_shipped else "停用")
        self.use_button.setText("用于本次" if is_short else "用于本次排查")
        self.blank_button.setText("从空白表建" if is_short else "从空白表新建")
        self._upper.title.setVisible(not is_short)


def _notice(words: str, on_click: Callable[[], object]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Tag("旧版", Level.WARN))
    row.addWidget(wrapped(words), 1)
    row.addWidget(Button("换用新版…", on_click, icon="refresh"))
    return line


def _line(entry: FormEntry) -> Line:
    form = entry.form
    version = f"本单位第{entry.version}版" if entry.version else "内置"
    state = "已停用" if entry.is_retired else "参考样式" if form.is_reference else ""
    texts = (
        form.name,
        str(form.year),
        _SUBJECTS.get(form.subject, ""),
        version,
        "、".join(entry.campaigns),
        state,
    )
    return Line(form.key, texts, is_pale=entry.is_retired)


def _about(entry: FormEntry) -> str:
    form = entry.form
    parts = [f"{len(form.fields)}栏，{form.header_levels}级表头"]
    if form.source:
        parts.append(f"出处：{form.source}")
    if form.is_reference:
        parts.append("没有见到正式样表，按通知文字拟的，县里有样表的以样表为准")
    if entry.is_retired:
        parts.append("已停用，新建排查时不再列出；正在用它的排查不受影响")
    return "；".join(parts) + "。"
