"""The form editor: columns, title and paper of one form; kept as a new version of it."""

from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.forms.form_faults import Fault, fault_of, find_fault
from fangfan_desktop.usecases.form_preview import preview_form
from fangfan_desktop.usecases.office_forms import SavedForm, own_fields, save_form
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.help_key import add_help_key
from fangfan_desktop.views.dialogs.paper import PaperDialog
from fangfan_desktop.views.forms.columns_desk import ColumnsDesk
from fangfan_desktop.views.forms.edit_history import EditHistory
from fangfan_desktop.views.forms.head_form import HeadForm
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import Tag, label, set_level, wrapped

_WIDTH, _HEIGHT = 1340, 740  # pixels at 100 %
_SHARE = 0.98  # of the screen at most


class FormEditor(QDialog):
    """The dialog. Signals: `saved` with a SavedForm."""

    saved = Signal(object)

    def __init__(
        self,
        context: PageContext,
        form: Form,
        *,
        is_new: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Edit a form; `is_new` where nothing of it is kept yet."""
        super().__init__(parent)
        self.context = context
        self._is_new = is_new
        self._is_saving = False
        self._fault: Fault | None = None
        self.history = EditHistory(form)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = ColumnsDesk()
        self.head = HeadForm()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._lay_out()
        self.desk.edited.connect(self.take)
        self.head.edited.connect(self.take)
        for keys, call in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+S", self.save),
        ):
            QShortcut(QKeySequence(keys), self, call)
        add_help_key(self)
        for line in self._typed_in():
            line.installEventFilter(self)
        self._show()
        self.desk.table.setFocus()
        context.read(
            lambda: own_fields(context.database),
            label="读取栏目库",
            on_done=self._take_own_fields,
            owner=self,
        )

    @property
    def form(self) -> Form:
        """The form as it is now."""
        return self.history.form

    @property
    def has_changes(self) -> bool:
        """Whether there is something to keep."""
        return self._is_new or self.history.is_changed

    @property
    def problem(self) -> str:
        """The sentence that says why it cannot be kept, or ""."""
        return "" if self._problem.isHidden() else self._problem.text()

    def take(self, form: Form, tag: object = None) -> None:
        """Go on with another form."""
        self.history.push(form, tag)
        self._show()

    def undo(self) -> None:
        """Take the last change back."""
        self.history.undo()
        self._show()

    def redo(self) -> None:
        """Make the change again."""
        self.history.redo()
        self._show()

    def save(self) -> None:
        """Keep the form as a new version; a refusal leads to the column at fault."""
        if self._is_saving or not self.has_changes:
            return
        form = replace(self.form, is_reference=False)  # what the office keeps is its own
        fault = find_fault(form)
        if fault is not None:
            self._show_fault(fault)
            return
        self._is_saving = True
        self._name_buttons()
        database = self.context.database
        self.context.write(
            partial(save_form, database, form=form),
            label=f"保存表样“{form.name}”",
            on_done=self._saved,
            on_error=lambda sentence: self._refused(form, sentence),
            owner=self,
        )

    def preview_paper(self) -> PaperDialog:
        """Show the empty form as it will be printed."""
        form = self.form
        dialog = PaperDialog(
            self.context,
            partial(preview_form, form),
            title="打印预览",
            heading=form.name or "表样",
            hint="空白表印出来的样子。乡镇、年度、收入期只是举例，印表时换成本次排查的。",
            size=(1100, 720),
            parent=self,
        )
        dialog.open()
        return dialog

    # --- closing -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; where something was changed, ask before it is lost."""
        if not self.has_changes or self._is_saving:
            super().reject()
            return
        box = self.ask_box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("放弃修改")
        box.setText("表样改了还没有保存，要放弃修改吗？")
        drop = box.addButton("放弃修改", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("继续修改", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        drop.clicked.connect(self._drop_changes)
        box.open()

    def _drop_changes(self) -> None:
        # by name, `reject` of the base class would be found here again
        self.done(QDialog.DialogCode.Rejected)

    def closeEvent(self, arg__1: QCloseEvent) -> None:
        if self.has_changes and not self._is_saving:
            arg__1.ignore()
            self.reject()
        else:
            super().closeEvent(arg__1)

    # --- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo in a line takes back the editor's last step, so that there is one order of steps."""
        if event.type() == QEvent.Type.ShortcutOverride:
            key = cast("QKeyEvent", event)
            for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo):
                if key.matches(keys):
                    event.ignore()
                    return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return  # Enter in a line never presses a button of a large dialog
        super().keyPressEvent(arg__1)

    def _typed_in(self) -> list[QWidget]:
        lines = cast("list[QWidget]", self.findChildren(QLineEdit))
        return [*lines, *cast("list[QWidget]", self.findChildren(QPlainTextEdit))]

    # --- showing -------------------------------------------------------------------------------

    def _take_own_fields(self, fields: tuple[Field, ...]) -> None:
        self.desk.set_own_fields(fields)

    def _show(self) -> None:
        form = self.form
        self._drop_fault()
        self.desk.show_form(form)
        self.head.show_form(form)
        self.setWindowTitle(f"表样：{form.name}")
        self._title.setText(form.name or "（没有名称）")
        self._count.setText(f"{form.year}年 · {len(form.fields)}栏")
        self._name_buttons()

    def _name_buttons(self) -> None:
        self.undo_button.setEnabled(self.history.can_undo)
        self.redo_button.setEnabled(self.history.can_redo)
        self.save_button.setEnabled(self.has_changes and not self._is_saving)
        words = "新表" if self._is_new else "未保存" if self.history.is_changed else ""
        self._tag.set(words, Level.WARN)

    def _show_fault(self, fault: Fault) -> None:
        self._fault = fault
        self._problem.setText(fault.sentence)
        self._problem.show()
        self.desk.table.columns.mark_fault(fault.column)
        if fault.column is not None:
            self.tabs.setCurrentIndex(0)
            self.desk.go_to(fault.column)
        elif not self.form.name.strip():
            self.tabs.setCurrentIndex(1)
            self.head.name.setFocus()

    def _drop_fault(self) -> None:
        if self._fault is not None:
            self._fault = None
            self.desk.table.columns.mark_fault(None)
        self._problem.hide()

    def _refused(self, form: Form, sentence: str) -> None:
        self._is_saving = False
        self._name_buttons()
        self._show_fault(fault_of(form, sentence))

    def _saved(self, saved: SavedForm) -> None:
        self.saved.emit(saved)
        self.accept()

    def _lay_out(self) -> None:
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_3")] * 4)
        outer.setSpacing(look.px("space_2"))
        top = QHBoxLayout()
        top.setSpacing(look.px("space_2"))
        self._title = wrapped("", "title")
        self._count = label("", "secondary")
        self._tag = Tag()
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        top.addWidget(self._tag)
        self.undo_button = IconButton("undo", "撤销（Ctrl+Z）", self.undo)
        self.redo_button = IconButton("redo", "重做（Ctrl+Y）", self.redo)
        self.save_button = Button("保存为新版本", self.save, role="main", tip="Ctrl+S")
        for button in (
            self.undo_button,
            self.redo_button,
            Button("打印预览", self.preview_paper, icon="printer"),
            Button("关闭", self.reject),
            self.save_button,
        ):
            top.addWidget(button)
        outer.addLayout(top)
        self._problem = wrapped("", "small")
        set_level(self._problem, Level.DANGER)
        self._problem.hide()
        outer.addWidget(self._problem)
        for name, part in (("栏目", self.desk), ("标题和纸张", self.head)):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidget(part)
            self.tabs.addTab(area, name)
        outer.addWidget(self.tabs, 1)
        for button in cast("list[Button]", self.findChildren(Button)):
            button.setAutoDefault(False)
        room = self.screen().availableGeometry()
        self.resize(
            min(look.scaled(_WIDTH), int(room.width() * _SHARE)),
            min(look.scaled(_HEIGHT), int(room.height() * _SHARE)),
        )
