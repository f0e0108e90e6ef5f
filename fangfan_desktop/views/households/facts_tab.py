"""住房饮水: housing, water, identities and the rest of what is known of the household."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.forms.form import Field
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS
from fangfan_desktop.usecases.household_page import HouseholdPage
from fangfan_desktop.usecases.households import correct_household
from fangfan_desktop.usecases.registry_values import shown
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import show_warnings
from fangfan_desktop.views.dialogs.field_form import FieldForm, text_of
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_LEFT = ("housing_safe", "housing_note", "water_safe", "water_note")
_MIDDLE = (
    "is_lifted",
    "lifted_year",
    "on_dibao",
    "dibao_since",
    "scattered_tekun",
    "relocated",
    "registration_moved",
    "elderly_apart",
)
_RIGHT = ("code", "phone", "address", "remarks")
_NARROW = 560  # pixels at 100 %: less than two cards need
_PHONE = "phone"
_COLUMNS = ((("住房和饮水", _LEFT), ("联系", _RIGHT)), (("身份", _MIDDLE),))


class FactsTab(QScrollArea):
    """The tab; every field is saved when it is left."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._page: HouseholdPage | None = None
        self._fields = {field.key: field for field in HOUSEHOLD_FIELDS}
        self._forms: list[tuple[tuple[str, ...], FieldForm]] = []
        self._keys: dict[QObject, str] = {}
        self._is_revealed = False
        self.setWidgetResizable(True)
        self.setProperty("role", "plain")
        inner = QWidget()
        look = style.current()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, look.px("space_2"), 0, 0)
        column.addWidget(wrapped("空着表示还没有核实，不等于“否”。离开一格就保存。", "small"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for cards in _COLUMNS:
            side = QVBoxLayout()
            for title, keys in cards:
                side.addWidget(self._card(title, keys))
            side.addStretch(1)
            self._row.addLayout(side, 1)
        column.addLayout(self._row)
        column.addStretch(1)
        self.setWidget(inner)
        look.zoom_changed.connect(self._place)

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        self._place()

    def _place(self) -> None:
        """Two columns of cards; one below the other where it is narrow."""
        is_narrow = self.viewport().width() < style.current().scaled(_NARROW)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if is_narrow else across)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the facts of a household."""
        self._page = page
        for keys, form in self._forms:
            focused = next((key for key in keys if form.editor(key).hasFocus()), None)
            for key in keys:
                # What is being typed is not overwritten by an answer to something else.
                editor = form.editor(key)
                is_typing = isinstance(editor, QLineEdit) and editor.isModified()
                if key != focused or not is_typing:
                    self._show_value(key, in_full=key == focused)
            form.setEnabled(page.left_on is None)

    def reveal(self, *, is_revealed: bool) -> None:
        """Show the telephone in full, or hide its middle; while it is edited it stays whole."""
        self._is_revealed = is_revealed
        editor = self.editor(_PHONE)
        if not editor.hasFocus():
            self._show_value(_PHONE)

    def editor(self, key: str) -> QWidget:
        """The editor of a field."""
        return next(form.editor(key) for keys, form in self._forms if key in keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit):
            key = self._keys[watched]
            if event.type() == QEvent.Type.FocusIn and not watched.isModified():
                self._show_value(key, in_full=True)
            elif event.type() == QEvent.Type.FocusOut:
                is_changed = self._save(key, watched)
                if not is_changed and not watched.isModified():
                    self._show_value(key)
        return super().eventFilter(watched, event)

    def _show_value(self, key: str, *, in_full: bool = False) -> None:
        page = self._page
        if page is None:
            return
        text = _text(self._fields[key], page)
        if key == _PHONE and not in_full and not self._is_revealed:
            text = mask_phone(text)
        _show(self.editor(key), text)

    def _card(self, title: str, keys: tuple[str, ...]) -> Card:
        card = Card(title)
        form = FieldForm([self._fields[key] for key in keys])
        form.form.setRowWrapPolicy(form.form.RowWrapPolicy.WrapLongRows)
        for key in keys:
            editor = form.editor(key)
            self._keys[editor] = key
            if isinstance(editor, QComboBox):
                editor.activated.connect(self._save_chosen)
            elif isinstance(editor, QLineEdit):
                editor.returnPressed.connect(lambda key=key, editor=editor: self._save(key, editor))
                editor.installEventFilter(self)
        self._forms.append((keys, form))
        card.body.addWidget(form)
        card.body.addStretch()
        return card

    def _save_chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self._save(self._keys[box], box)

    def _save(self, key: str, editor: QWidget) -> bool:
        """Save what was changed; False where nothing was."""
        page = self._page
        if page is None:
            return False
        typed, known = text_of(editor).strip(), _text(self._fields[key], page)
        if typed == known or (key == _PHONE and typed == mask_phone(known)):
            return False
        if isinstance(editor, QLineEdit):
            editor.setModified(False)
        text = text_of(editor)
        database, household_id = self._context.database, page.household_id
        self._context.write(
            lambda: correct_household(database, household_id=household_id, values={key: text}),
            label="修改农户",
            on_done=lambda result: show_warnings(self._context, result),
            on_error=lambda sentence: self._refused(key, sentence),
            owner=self,
        )
        return True

    def _refused(self, key: str, sentence: str) -> None:
        """The sentence is shown; what was typed stays, to be mended."""
        self._context.operations.failed.emit(sentence)
        editor = self.editor(key)
        if isinstance(editor, QLineEdit):
            editor.setModified(True)
        editor.setFocus()


def _text(field: Field, page: HouseholdPage) -> str:
    return shown(field, page.values.get(field.key))


def _show(editor: QWidget, text: str) -> None:
    if isinstance(editor, QLineEdit):
        if editor.text() != text:
            editor.setText(text)
        editor.setModified(False)
    elif isinstance(editor, QComboBox):
        editor.setCurrentText(text)
