"""从栏目库选: the fields that forms and the registry know, found by a part of their name."""

import re
from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.pinyin import initials
from fangfan_desktop.forms.form_edits import heading_line
from fangfan_desktop.forms.form_faults import kind_word
from fangfan_desktop.forms.known_fields import KnownField
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_WIDTH, _HEIGHT = 560, 560  # pixels at 100 %
_SHARE = 0.9  # of the screen at most
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_DATA = Qt.ItemDataRole.UserRole


class FieldChoice(QDialog):
    """The dialog. Signals: `chosen` with a list of KnownField."""

    chosen = Signal(object)

    def __init__(
        self,
        known: Sequence[KnownField],
        *,
        taken: Collection[str] = (),
        title: str = "从栏目库插入",
        is_several: bool = True,
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Offer `known`; those in `taken` are listed last, as columns that the form has."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        outer.addWidget(label(title, "title"))
        words = "各表共用的栏目：从这里选的，能按农户档案预填，各年的答案接得上。"
        outer.addWidget(wrapped(words, "secondary"))
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入栏名的几个字，或拼音首字母")
        self.search.setAccessibleName("查找栏目")
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setProperty("role", "values")
        self.list.setAccessibleName("栏目")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mode = QListWidget.SelectionMode
        self.list.setSelectionMode(mode.ExtendedSelection if is_several else mode.SingleSelection)
        self.list.itemActivated.connect(self._take)
        self.list.itemSelectionChanged.connect(self._name_button)
        outer.addWidget(self.search)
        outer.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button("取消", self.reject))
        self._verb = "插入" if is_several else "选用"
        self.main_button = Button(self._verb, self._take, role="main")
        self.main_button.setDefault(True)
        row.addWidget(self.main_button)
        outer.addLayout(row)
        room = self.screen().availableGeometry()
        self.resize(
            min(look.scaled(_WIDTH), int(room.width() * _SHARE)),
            min(look.scaled(_HEIGHT), int(room.height() * _SHARE)),
        )
        self._fill(known, taken, current)
        self.search.setFocus()

    @property
    def shown(self) -> list[str]:
        """The lines in sight."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.text() for item in items if not item.isHidden()]

    def _fill(self, known: Sequence[KnownField], taken: Collection[str], current: str) -> None:
        for one in sorted(known, key=lambda one: one.field.key in taken):
            field = one.field
            words = kind_word(field.kind)
            note = "，本表已有" if field.key in taken else "，本单位的" if one.is_own else ""
            item = QListWidgetItem(f"{_PLACEHOLDER.sub('…', heading_line(field))}（{words}{note}）")
            names = " ".join((heading_line(field), field.short, *field.aliases))
            names += " ".join(wording.leaf for wording in one.wordings)
            item.setData(_DATA, one)
            item.setData(_DATA + 1, f"{names} {initials(names)} {field.key}".casefold())
            self.list.addItem(item)
            if field.key == current:
                self.list.setCurrentItem(item)
        self._name_button()

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold().split()
        first: QListWidgetItem | None = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_shown = all(word in str(item.data(_DATA + 1)) for word in wanted)
            item.setHidden(not is_shown)
            first = item if first is None and is_shown else first
        if first is not None:
            self.list.setCurrentItem(first)
        else:
            self.list.clearSelection()
        self._name_button()

    def _chosen(self) -> list[KnownField]:
        return [item.data(_DATA) for item in self.list.selectedItems() if not item.isHidden()]

    def _name_button(self) -> None:
        count = len(self._chosen())
        self.main_button.setText(f"{self._verb} {count} 栏" if count > 1 else self._verb)
        self.main_button.setEnabled(bool(count))

    def _take(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.chosen.emit(chosen)
            self.accept()
