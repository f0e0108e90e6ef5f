"""使用的表: which forms a campaign uses, in which order, and where a newer version is to be had."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fangfan_desktop.usecases.campaign_forms import (
    FormChange,
    VersionPlan,
    plan_version,
)
from fangfan_desktop.usecases.form_choice import OfferedForm, choose_forms, list_offered_forms
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog, Call
from fangfan_desktop.views.dialogs.new_version import NewVersion
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import wrapped

_KEY = Qt.ItemDataRole.UserRole
_HEIGHT, _WIDTH = 300, 620  # pixels at 100 %
_HINT = "打勾的表在本次排查中使用。启用后按农户档案自动列户、预填；填过的表不能去掉。"


class UsedForms(ActionDialog):
    """The dialog; `forms` as `list_offered_forms` gives them."""

    is_long = True

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        forms: Sequence[OfferedForm],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "使用的表", "确定", hint=_HINT, parent=parent)
        self._campaign_id = campaign_id
        self._forms: dict[str, OfferedForm] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("使用的表")
        self.list.setProperty("role", "values")
        self.list.setMinimumHeight(style.current().scaled(_HEIGHT))
        self.up = Button("上移", lambda: self._move(-1), icon="chevron-up")
        self.down = Button("下移", lambda: self._move(1), icon="chevron-down")
        self.newer = Button("换用新版…", self.ask_newer, icon="refresh")
        buttons = QVBoxLayout()
        for button in (self.up, self.down, self.newer):
            buttons.addWidget(button)
        buttons.addStretch()
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(buttons)
        self.body.addLayout(row)
        self.note = wrapped("", "secondary")
        self.body.addWidget(self.note)
        self.list.currentRowChanged.connect(self._show_current)
        self.list.itemChanged.connect(self._show_current)
        self.show_forms(forms)
        room = self.screen().availableSize().width() * 9 // 10
        self.setMinimumWidth(min(style.current().scaled(_WIDTH), room))
        self.list.setFocus()

    def show_forms(self, forms: Sequence[OfferedForm]) -> None:
        """List these; what is ticked or moved already stays."""
        ticked = self.chosen if self._forms else None
        key = self._current_key
        self._forms = {each.form.key: each for each in forms}
        self.list.clear()
        for each in forms:
            is_on = each.is_used if ticked is None else each.form.key in ticked
            self.list.addItem(_item(each, is_on=is_on))
        keys = list(self._forms)
        self.list.setCurrentRow(keys.index(key) if key in keys else 0)

    @property
    def chosen(self) -> list[str]:
        """Keys of the ticked forms in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def call(self) -> Call:
        database, campaign_id, keys = self.context.database, self._campaign_id, self.chosen

        def work(progress: Progress) -> FormChange:
            return choose_forms(
                database, campaign_id=campaign_id, form_keys=keys, progress=progress
            )

        return work

    def ask_newer(self) -> None:
        """Show what the newer version of the current form brings."""
        key, database, campaign_id = self._current_key, self.context.database, self._campaign_id

        def show(plan: VersionPlan) -> None:
            form = self._forms[key].form
            dialog = NewVersion(
                self.context,
                campaign=(campaign_id, ""),
                form=(form.key, form.name),
                plan=plan,
                parent=self,
            )
            dialog.succeeded.connect(self._reload)
            dialog.open()

        self.context.read(
            lambda: plan_version(database, campaign_id=campaign_id, form_key=key),
            label="比较新版表样",
            on_done=show,
            owner=self,
        )

    def _reload(self, _result: object) -> None:
        database, campaign_id = self.context.database, self._campaign_id
        self.context.read(
            lambda: list_offered_forms(database, campaign_id=campaign_id),
            label="读取表样",
            on_done=self.show_forms,
            owner=self,
        )

    @property
    def _current_key(self) -> str:
        row = self.list.currentRow()
        return str(self.list.item(row).data(_KEY)) if row >= 0 else ""

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        item = self.list.takeItem(row)
        self.list.insertItem(row + step, item)
        self.list.setCurrentRow(row + step)
        self.list.setFocus()

    def _show_current(self, _item: object = None) -> None:
        row, each = self.list.currentRow(), self._forms.get(self._current_key)
        if each is None:
            return
        movable = [self._is_further(row - 1), self._is_further(row + 1)]
        is_here = self._is_further(row)
        self.up.setEnabled(is_here and movable[0])
        self.down.setEnabled(is_here and movable[1])
        self.newer.setEnabled(each.has_newer)
        self.note.setText(_note(each))

    def _is_further(self, row: int) -> bool:
        """Whether the row is a form whose place the clerk chooses."""
        if not 0 <= row < self.list.count():
            return False
        return not self._forms[str(self.list.item(row).data(_KEY))].is_basic


def _item(each: OfferedForm, *, is_on: bool) -> QListWidgetItem:
    words = [each.form.name]
    if each.is_own:
        words.append("本单位")
    elif each.form.is_reference:
        words.append("参考样式")
    if each.begun:
        words.append(f"已填 {each.begun:,}/{each.rows:,} 行")
    if each.has_newer:
        words.append("新版可用")
    item = QListWidgetItem(" · ".join(words))
    item.setData(_KEY, each.form.key)
    is_fixed = each.is_basic or bool(each.begun)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    item.setFlags(flags if is_fixed else flags | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
    item.setToolTip(_note(each))
    return item


def _note(each: OfferedForm) -> str:
    words: list[str] = []
    if each.is_basic:
        words.append("本次排查的基本表，一直使用。")
    elif each.begun:
        words.append(f"已填写 {each.begun:,} 行，不能去掉。")
    if each.form.is_reference and not each.is_own:
        words.append("参考样式：文件没有给表样，本县有表时以本县的为准。")
    if each.form.source:
        words.append(f"依据：{each.form.source}。")
    if each.has_newer:
        words.append("表样有新版，点“换用新版…”看改了什么。")
    return "".join(words)
