"""标题和纸张: what a form is called, who it is about, and the paper that it is printed on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.forms.form import Form, Layout, Page, Subject
from fangfan_desktop.views import style
from fangfan_desktop.views.forms.words import LAYOUTS, SCOPES, SUBJECTS
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillDecimal, StillNumber

_PLACEHOLDERS = (
    "标题和表头里可以写 {place}（乡镇、村）、{year}（年度）、{line}（监测范围）、"
    "{income_from}、{income_to}（收入期）、{fill_month}（填表年月），印表时换成本次排查的。"
)
_PAPERS = (
    ("A4 横向", ("A4", True)),
    ("A4 纵向", ("A4", False)),
    ("A3 横向", ("A3", True)),
    ("A3 纵向", ("A3", False)),
)
_MARGINS = (
    ("左", "margin_left"),
    ("右", "margin_right"),
    ("上", "margin_top"),
    ("下", "margin_bottom"),
)
_FOOT_LINES = 4.6
_WIDTH, _MOST = 720, 1240  # pixels at 100 %, and at most whatever the size of letters
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class HeadForm(QWidget):
    """Editors of all that is not a column; `edited` carries the next form and a tag."""

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: Form | None = None
        self._is_showing = False
        self.name = _line("表的名称")
        self.title = _line("标题")
        self.subtitle = _line("副标题")
        self.annex = _line("附件号")
        self.annex.setPlaceholderText("如 附件1，可不填")
        self.year = StillNumber()
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.subject = _box(((word, key.value) for key, word in SUBJECTS.items()), "面向")
        self.scope = _box(((word, key) for key, word in SCOPES.items()), "哪些户")
        self.layout_box = _box(((word, key) for key, word in LAYOUTS.items()), "排法")
        self.paper = _box(_PAPERS, "纸张")
        self.margins = {key: _millimetres(f"{word}边距") for word, key in _MARGINS}
        self.frozen = StillNumber()
        self.frozen.setSuffix(" 栏")
        self.has_hint_row = QCheckBox("表头下面印一行提示")
        self.footnotes = QPlainTextEdit()
        self.footnotes.setTabChangesFocus(True)
        self.footnotes.setAccessibleName("脚注，每条一行")
        self._lay_out()
        self._connect()

    def show_form(self, form: Form) -> None:
        """Show a form; what is being typed in keeps its cursor."""
        self._form = form
        self._is_showing = True
        for line, text in self._texts(form):
            if line.text() != text and not line.hasFocus():
                line.setText(text)
                line.setCursorPosition(0)
        if not self.footnotes.hasFocus():
            self.footnotes.setPlainText("\n".join(form.footnotes))
        self.year.setValue(form.year)
        is_row = form.subject in SUBJECTS
        self.subject.setCurrentIndex(self.subject.findData(form.subject.value))
        self.subject.setEnabled(is_row and form.key.startswith("own-"))
        self.scope.setCurrentIndex(self.scope.findData(form.scope))
        self.scope.setEnabled(form.subject is Subject.HOUSEHOLD)
        self.layout_box.setCurrentIndex(self.layout_box.findData(form.layout))
        page = form.page
        paper = (page.size, page.is_landscape)
        self.paper.setCurrentIndex(
            next((i for i, one in enumerate(_PAPERS) if one[1] == paper), -1)
        )
        for key, box in self.margins.items():
            box.setValue(getattr(page, key))
        self.frozen.setRange(0, min(len(form.fields), 8))
        self.frozen.setValue(form.frozen_columns)
        self.has_hint_row.setChecked(form.has_hint_row)
        self._is_showing = False

    def _texts(self, form: Form) -> tuple[tuple[QLineEdit, str], ...]:
        return (
            (self.name, form.name),
            (self.title, form.title),
            (self.subtitle, form.subtitle),
            (self.annex, form.annex),
        )

    def _lay_out(self) -> None:
        look = style.current()
        self._part = QWidget()
        across = QHBoxLayout(self)
        across.setContentsMargins(look.px("space_3"), look.px("space_3"), look.px("space_3"), 0)
        across.addWidget(self._part)
        across.addStretch(1)
        outer = QVBoxLayout(self._part)
        outer.setContentsMargins(0, 0, 0, 0)
        rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setHorizontalSpacing(look.px("space_3"))
        rows.setVerticalSpacing(look.px("space_2"))
        margins = QHBoxLayout()
        margins.setSpacing(look.px("space_2"))
        for word, key in _MARGINS:
            margins.addWidget(label(word, "secondary"))
            margins.addWidget(self.margins[key])
        margins.addStretch()
        for name, editor in (
            ("表的名称 *", self.name),
            ("标题", self.title),
            ("副标题", self.subtitle),
            ("附件号", self.annex),
            ("年度", self.year),
            ("面向", self.subject),
            ("哪些户", self.scope),
            ("打印排法", self.layout_box),
            ("纸张", self.paper),
            ("页边距", margins),
            ("左边固定", self.frozen),
            ("", self.has_hint_row),
            ("脚注\n每条一行", self.footnotes),
        ):
            rows.addRow(label(name, "secondary"), cast("QWidget", editor))
        outer.addLayout(rows)
        outer.addWidget(wrapped(_PLACEHOLDERS, "small"))
        outer.addStretch(1)
        look.zoom_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        line = self.footnotes.fontMetrics().lineSpacing()
        self.footnotes.setFixedHeight(round(line * _FOOT_LINES))
        self._part.setMinimumWidth(min(style.current().scaled(_WIDTH), _MOST))
        line_up(self)

    def _connect(self) -> None:
        for what, line in (
            ("名称", self.name),
            ("标题", self.title),
            ("副标题", self.subtitle),
            ("附件号", self.annex),
        ):
            line.textEdited.connect(lambda _text="", what=what: self._change(what, self._worded))
        self.footnotes.textChanged.connect(lambda: self._change("脚注", self._worded))
        for box in (self.subject, self.scope, self.layout_box, self.paper):
            box.activated.connect(lambda _index=0: self._change("", self._chosen))
        for spin in (self.year, self.frozen, *self.margins.values()):
            spin.valueChanged.connect(lambda _value=0: self._change("纸张", self._chosen))
        self.has_hint_row.clicked.connect(lambda _on=False: self._change("", self._chosen))

    def _change(self, what: str, change: Callable[[Form], Form]) -> None:
        form = self._form
        if not self._is_showing and form is not None:
            changed = change(form)
            if changed != form:
                self._form = changed
                self.edited.emit(changed, what or None)

    def _worded(self, form: Form) -> Form:
        lines = (line.strip() for line in self.footnotes.toPlainText().split("\n"))
        return replace(
            form,
            name=self.name.text().strip(),
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().rstrip(),
            annex=self.annex.text().strip(),
            footnotes=tuple(line for line in lines if line),
        )

    def _chosen(self, form: Form) -> Form:
        size, is_landscape = self.paper.currentData() or (form.page.size, form.page.is_landscape)
        subject = self.subject.currentData()
        return replace(
            form,
            year=self.year.value(),
            subject=Subject(subject) if subject else form.subject,
            scope=self.scope.currentData() or form.scope,
            layout=cast("Layout", self.layout_box.currentData() or form.layout),
            page=Page(
                size, is_landscape, **{key: box.value() for key, box in self.margins.items()}
            ),
            frozen_columns=self.frozen.value(),
            has_hint_row=self.has_hint_row.isChecked(),
        )


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    return line


def _box(items: Any, name: str) -> QComboBox:
    box = StillChoice()
    box.setAccessibleName(name)
    for text, data in items:
        box.addItem(text, data)
    return box


def _millimetres(name: str) -> QDoubleSpinBox:
    box = StillDecimal()
    box.setRange(0, 100)
    box.setDecimals(1)
    box.setSuffix(" 毫米")
    box.setAccessibleName(name)
    return box
