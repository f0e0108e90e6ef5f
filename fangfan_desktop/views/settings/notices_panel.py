"""公示公告模板: the words of each kind of notice, its placeholders, and how it will read."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.notice_template import PLACEHOLDERS, NoticeTemplate
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.notice_texts import (
    TemplateLine,
    edited_template,
    list_templates,
    restore_template,
    sample_paper,
    save_template,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_SETTLE_MS = 200
_PARAGRAPH_ROWS, _CLOSING_ROWS, _PREVIEW_ROWS = 7, 2, 8
_DEFAULTS = ("公示地点", "异议方式")  # what an office words once for all
_HINT = (
    "花括号里的是占位，用的时候换成实际内容；双击左下的占位就插到光标处。"
    "正文一行一段。已经张贴的公示不受影响。"
)


class NoticesPanel(SettingsPanel):
    """The tab: kinds and placeholders at the left, the texts of one kind at the right."""

    tables = ("notice_text",)
    help_chapter = "notices"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._lines: tuple[TemplateLine, ...] = ()
        self._shown: NoticeKind | None = None
        self._last: QObject | None = None
        self.kinds = LinesTable(
            ("种类", "文字"), name="公示公告的种类", tight_columns=frozenset({1})
        )
        self.placeholders = LinesTable(
            ("占位", "是什么"), name="占位", tight_columns=frozenset({0})
        )
        self.lines = {key: QLineEdit() for key in ("title", "signature", "date", *_DEFAULTS)}
        self.texts = {key: QPlainTextEdit() for key in ("paragraphs", "closing")}
        self.preview = QPlainTextEdit()
        self.problem = wrapped("", "small")
        self.save_button = Button("保存", self.save, icon="check", role="flat")
        self.restore_button = Button("恢复原样", self.restore, icon="undo", role="flat")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._show_preview)
        self._lay_out()
        self.kinds.selectionModel().currentRowChanged.connect(self._take_kind)
        self.placeholders.activated.connect(self._insert)
        for line in self.lines.values():
            line.textChanged.connect(self._settle.start)
            line.installEventFilter(self)
        for text in self.texts.values():
            text.textChanged.connect(self._settle.start)
            text.installEventFilter(self)
        self._fit()
        style.current().zoom_changed.connect(self._fit)

    def reload(self) -> None:
        self.context.read(
            lambda: list_templates(self.context.database),
            label="读取公示公告模板",
            on_done=self._show,
            latest="notice_texts",
            owner=self,
        )

    def template(self) -> NoticeTemplate:
        """The template as it is typed.

        Raises:
            UserError: a placeholder is unknown, or title or text is empty.
        """
        shown = self._line()
        kind = NoticeKind.TO_INCLUDE_VILLAGE if shown is None else shown.template.kind
        texts = {key: self.lines[key].text() for key in ("title", "signature", "date")}
        texts |= {key: text.toPlainText() for key, text in self.texts.items()}
        defaults = {} if shown is None else dict(shown.template.defaults)
        defaults |= {name: self.lines[name].text() for name in _DEFAULTS}
        return edited_template(kind, texts, defaults)

    def save(self) -> None:
        """Keep what is typed as the office's own."""
        try:
            template = self.template()
        except UserError as error:
            self._show_problem(error.sentence)
            return
        database = self.context.database
        self.write(lambda: save_template(database, template=template), "修改公示公告模板")

    def restore(self) -> None:
        """Go back to the shipped text of the kind in hand."""
        shown, database = self._line(), self.context.database
        if shown is not None:
            kind = shown.template.kind
            self._shown = None  # what is typed gives way
            self.write(lambda: restore_template(database, kind=kind), "恢复公示公告模板")

    def _show(self, lines: tuple[TemplateLine, ...]) -> None:
        before = {one.template.kind: one.template for one in self._lines}
        self._lines = lines
        self.kinds.show_lines(
            [
                Line(one.template.kind, (one.template.kind.label, "自改" if one.is_own else "原样"))
                for one in lines
            ]
        )
        shown = self._line()
        if shown is not None and before.get(shown.template.kind) != shown.template:
            self._shown = None
        self._show_texts()

    def _take_kind(self, _current: QModelIndex) -> None:
        self._show_texts()

    def _show_texts(self) -> None:
        shown = self._line()
        if shown is None:
            return
        self.restore_button.setEnabled(shown.is_own)
        self._card.title.setText(shown.template.kind.label)
        if shown.template.kind is self._shown:
            return  # what is being typed stays
        self._shown = shown.template.kind
        template = shown.template
        for key, text in (
            ("title", template.title),
            ("signature", template.signature),
            ("date", template.date),
            *((name, template.defaults.get(name, "")) for name in _DEFAULTS),
        ):
            self.lines[key].setText(text)
            self.lines[key].setCursorPosition(0)
        self.texts["paragraphs"].setPlainText("\n".join(template.paragraphs))
        self.texts["closing"].setPlainText("\n".join(template.closing))
        self._show_preview()

    def _show_preview(self) -> None:
        try:
            paper = sample_paper(self.template())
        except UserError as error:
            self._show_problem(error.sentence)
            return
        table = ["　".join(paper.headings), *("　".join(row) for row in paper.rows)]
        parts = [paper.title_text, "", *paper.paragraphs, *table, *paper.closing]
        self.preview.setPlainText("\n".join([*parts, "", paper.signature, paper.date_line]))
        self.problem.hide()
        self.save_button.setEnabled(True)

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        set_level(self.problem, Level.DANGER)
        self.problem.show()
        self.save_button.setEnabled(False)

    def _insert(self, _index: QModelIndex) -> None:
        """Put the placeholder in hand where the cursor was last."""
        name = self.placeholders.current_key
        target = next(
            (one for one in (*self.lines.values(), *self.texts.values()) if one is self._last),
            self.texts["paragraphs"],
        )
        if isinstance(target, QLineEdit):
            target.insert(f"{{{name}}}")
        else:
            target.textCursor().insertText(f"{{{name}}}")
        target.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._last = watched
        return super().eventFilter(watched, event)

    def _line(self) -> TemplateLine | None:
        kind = self.kinds.current_key
        return next((one for one in self._lines if one.template.kind is kind), None)

    def _lay_out(self) -> None:
        left, self._card = Card("公示公告"), Card("")
        self._card.title.show()
        left.body.addWidget(self.kinds, 2)
        left.body.addWidget(label("占位", "heading"))
        left.body.addWidget(self.placeholders, 3)
        self.placeholders.show_lines(
            [Line(one.name, (f"{{{one.name}}}", one.explanation)) for one in PLACEHOLDERS]
        )
        self.placeholders.setToolTip("双击或按回车，插到光标处")
        for button in (self.restore_button, self.save_button):
            self._card.head.addWidget(button)
        self._card.body.addWidget(wrapped(_HINT, "small"))
        self._card.body.addLayout(self._form())
        self._card.body.addWidget(self.problem)
        self.problem.hide()
        self._card.body.addWidget(label("印出来的样子（编的例子）", "heading"))
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName("印出来的样子")
        self._card.body.addWidget(self.preview, 1)
        self.put_beside(left, self._card)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        rows: tuple[tuple[str, QWidget], ...] = (
            ("标题", self.lines["title"]),
            ("正文", self.texts["paragraphs"]),
            ("名单后面", self.texts["closing"]),
            ("落款", self.lines["signature"]),
            ("日期", self.lines["date"]),
            *((f"{name}（不填时）", self.lines[name]) for name in _DEFAULTS),
        )
        for name, editor in rows:
            editor.setAccessibleName(name)
            form.addRow(label(name, "secondary"), editor)
        for text in (*self.texts.values(), self.preview):
            text.setTabChangesFocus(True)
        return form

    def _fit(self) -> None:
        rows = (
            (self.texts["paragraphs"], _PARAGRAPH_ROWS),
            (self.texts["closing"], _CLOSING_ROWS),
            (self.preview, _PREVIEW_ROWS),
        )
        for text, number in rows:
            height = text.fontMetrics().lineSpacing() * number
            text.setMinimumHeight(height)
            if text is not self.preview:
                text.setMaximumHeight(height + style.current().px("space_4"))
        line_up(self)
