"""Everything about one column of a form that is being edited, one thing below the other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source
from fangfan_desktop.forms.form_edits import make_own, read_choices, set_field, with_note
from fangfan_desktop.views import style
from fangfan_desktop.views.forms.condition_list import ConditionList
from fangfan_desktop.views.forms.words import KINDS, OWN, SOURCES, is_known, offered_sources
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillDecimal, StillNumber

_HEADING_LINES = 4.4
_NOTES = (("不用写明", None), ("填“是”的要写明", 1), ("填“否”的要写明", 0))


class FieldSide(QWidget):
    """Editors of one column; `edited` carries the form with the change and a tag of the step."""

    edited = Signal(object, object)

    def __init__(self, *, offers_own: bool = False, parent: QWidget | None = None) -> None:
        """Editors; with `offers_own` a column of the catalogue can be made the office's own."""
        super().__init__(parent)
        self._offers_own = offers_own
        self._form: Form | None = None
        self._column = -1
        self._is_showing = False
        self.title = wrapped("", "heading")
        self.headings = QPlainTextEdit()
        self.headings.setTabChangesFocus(True)
        self.headings.setAccessibleName("表头，每级一行")
        self.kind = _box([(word, kind.value) for word, kind in KINDS], "类型")
        self.is_required = QCheckBox("必填")
        self.choices = QLineEdit()
        self.choices.setPlaceholderText("用顿号隔开，如 入户、电话")
        self.note = _box(_NOTES, "说明")
        self.source = _box((), "来源")
        self.source_words = wrapped("", "small")
        self.conditions = ConditionList()
        self.hint = QLineEdit()
        self.hint.setPlaceholderText("给填表人的提示，可不填")
        self.short = QLineEdit()
        self.screen_width = StillNumber()
        self.screen_width.setRange(20, 600)
        self.screen_width.setSuffix(" 像素")
        self.print_width = StillDecimal()
        self.print_width.setRange(3, 200)
        self.print_width.setDecimals(1)
        self.print_width.setSuffix(" 毫米")
        self.key = QLineEdit()
        self.own_button = Button(
            "改成新栏",
            self._make_own,
            role="link",
            tip="不再是各表共用的栏目：另起一个键，由填表人填写",
        )
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def column(self) -> int:
        """The column shown; -1 where there is none."""
        return self._column

    def clear(self) -> None:
        """No column is in hand."""
        self._column = -1
        self.title.setText("没有选中的栏")
        self._body.setEnabled(False)

    def show_column(self, form: Form, column: int) -> None:
        """Show a column of the form; what is being typed in keeps its cursor."""
        is_same = column == self._column
        self._form, self._column = form, column
        field = form.fields[column]
        self._is_showing = True
        self._body.setEnabled(True)
        self.title.setText(f"第{column + 1}栏 {field.name}")
        self._show_texts(field, is_same=is_same)
        self._show_choices(form, field)
        if not (is_same and self.conditions.isAncestorOf(_focus(self))):
            self.conditions.show_conditions(form, column)
        self._show_rows(field)
        self._is_showing = False

    # --- showing -------------------------------------------------------------------------------

    def _show_texts(self, field: Field, *, is_same: bool) -> None:
        texts: tuple[tuple[QLineEdit, str], ...] = (
            (self.choices, "、".join(field.choices)),
            (self.hint, field.hint),
            (self.short, field.short),
            (self.key, field.key),
        )
        for line, text in texts:
            if line.text() != text and not (is_same and line.hasFocus()):
                line.setText(text)
                line.setCursorPosition(0)
        headings = "\n".join(text for text in field.headings if text)
        has_cursor = is_same and self.headings.hasFocus()
        if self.headings.toPlainText() != headings and not has_cursor:
            self.headings.setPlainText(headings)
        self.screen_width.setValue(field.width)
        self.print_width.setValue(field.print_width)
        self.is_required.setChecked(field.is_required)

    def _show_choices(self, form: Form, field: Field) -> None:
        self.kind.setCurrentIndex(self.kind.findData(field.kind.value))
        self.note.setCurrentIndex(self.note.findData(field.note_at if field.note_key else None))
        self.source.clear()
        for source in offered_sources(form, field):
            self.source.addItem(SOURCES[source][0], source.value)
        self.source.setCurrentIndex(self.source.findData(field.source.value))
        self.source_words.setText(SOURCES[field.source][1])
        is_own = field.key.startswith(OWN) and not is_known(form, field)
        self.key.setReadOnly(not is_own)
        self.own_button.setVisible(self._offers_own and not is_own and field.key != "seq")
        self.key.setToolTip(
            "同一个键的栏，各年各表的答案互相接得上；新栏由程序按栏名起名"
            if is_own
            else "各表共用的栏目，键不能改"
        )

    def _show_rows(self, field: Field) -> None:
        rows = (
            (self.choices, field.kind is Kind.CHOICE and not field.code_list),
            (self.note, field.kind is Kind.YES_NO),
        )
        for widget, is_shown in rows:
            self._rows.setRowVisible(widget, is_shown)
        self.is_required.setEnabled(field.source in {Source.TYPED, Source.PREFILLED})

    def _lay_out(self) -> None:
        look = style.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.px("space_3"), 0, look.px("space_2"), 0)
        layout.setSpacing(look.px("space_2"))
        layout.addWidget(self.title)
        self._body = QWidget()
        layout.addWidget(self._body)
        layout.addStretch(1)
        rows = self._rows = QFormLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setHorizontalSpacing(look.px("space_2"))
        rows.setVerticalSpacing(look.px("space_2"))
        rows.addRow(_name("表头\n每级一行"), self.headings)
        kind = QHBoxLayout()
        kind.addWidget(self.kind, 1)
        kind.addWidget(self.is_required)
        rows.addRow(_name("类型"), kind)
        rows.addRow(_name("选项"), self.choices)
        rows.addRow(_name("说明"), self.note)
        rows.addRow(_name("条件"), self.conditions)
        source = QVBoxLayout()
        source.setSpacing(look.px("space_1"))
        source.addWidget(self.source)
        source.addWidget(self.source_words)
        rows.addRow(_name("来源"), source)
        rows.addRow(_name("提示"), self.hint)
        rows.addRow(_name("简称"), self.short)
        rows.addRow(_name("屏幕列宽"), self.screen_width)
        rows.addRow(_name("打印列宽"), self.print_width)
        key = QHBoxLayout()
        key.addWidget(self.key, 1)
        key.addWidget(self.own_button)
        rows.addRow(_name("栏目键"), key)
        named = (
            (self.choices, "选项"),
            (self.hint, "提示"),
            (self.short, "简称"),
            (self.screen_width, "屏幕列宽"),
            (self.print_width, "打印列宽"),
            (self.key, "栏目键"),
        )
        for widget, name in named:
            widget.setAccessibleName(name)
        self._fit()
        look.zoom_changed.connect(self._fit)

    def _fit(self) -> None:
        line = self.headings.fontMetrics().lineSpacing()
        self.headings.setFixedHeight(round(line * _HEADING_LINES))

    # --- taking --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.headings.textChanged.connect(lambda: self._change("表头", self._with_headings))
        self.kind.activated.connect(lambda: self._change("", self._with_kind))
        self.is_required.clicked.connect(lambda: self._change("", self._with_required))
        self.choices.textEdited.connect(lambda: self._change("选项", self._with_choices))
        self.note.activated.connect(self._take_note)
        self.source.activated.connect(lambda: self._change("", self._with_source))
        self.conditions.changed.connect(self._take_conditions)
        self.hint.textEdited.connect(lambda: self._change("提示", self._with_words))
        self.short.textEdited.connect(lambda: self._change("简称", self._with_words))
        self.screen_width.valueChanged.connect(lambda: self._change("列宽", self._with_widths))
        self.print_width.valueChanged.connect(lambda: self._change("打印列宽", self._with_widths))
        self.key.editingFinished.connect(lambda: self._change("", self._with_key))

    def _change(self, what: str, change: Callable[[Field], Field]) -> None:
        form = self._form
        if self._is_showing or form is None or self._column < 0:
            return
        field = change(form.fields[self._column])
        if field != form.fields[self._column]:
            tag = (what, self._column) if what else None
            self.edited.emit(set_field(form, self._column, field), tag)

    def _with_headings(self, field: Field) -> Field:
        lines = [line.strip() for line in self.headings.toPlainText().split("\n")]
        return replace(field, headings=tuple(line for line in lines if line) or ("",))

    def _with_kind(self, field: Field) -> Field:
        return replace(field, kind=Kind(self.kind.currentData()))

    def _with_source(self, field: Field) -> Field:
        return replace(field, source=Source(self.source.currentData()))

    def _with_required(self, field: Field) -> Field:
        return replace(field, is_required=self.is_required.isChecked())

    def _with_choices(self, field: Field) -> Field:
        return replace(field, choices=read_choices(self.choices.text()))

    def _with_words(self, field: Field) -> Field:
        return replace(field, hint=self.hint.text().strip(), short=self.short.text().strip())

    def _with_widths(self, field: Field) -> Field:
        return replace(field, width=self.screen_width.value(), print_width=self.print_width.value())

    def _with_key(self, field: Field) -> Field:
        return replace(field, key=self.key.text().strip())

    def _take_note(self) -> None:
        form = self._form
        if form is not None and not self._is_showing:
            self.edited.emit(with_note(form, self._column, self.note.currentData()), None)

    def _make_own(self) -> None:
        form = self._form
        if form is not None:
            self.edited.emit(make_own(form, self._column), None)

    def _take_conditions(self, conditions: tuple[Condition, ...]) -> None:
        self._change("条件", lambda field: replace(field, applies=conditions))


def _box(items: Any, name: str) -> QComboBox:
    box = StillChoice()
    box.setAccessibleName(name)
    for text, data in items:
        box.addItem(text, data)
    return box


def _name(text: str) -> QLabel:
    return label(text, "secondary")


def _focus(within: QWidget) -> QWidget:
    # Qt gives nothing where nothing has the keys
    return cast("QWidget | None", within.window().focusWidget()) or within
