"""代码表: the lists at the left, the items of one at the right."""

from typing import Any

from PySide6.QtCore import QModelIndex

from fangfan_desktop.usecases import code_lists
from fangfan_desktop.usecases.code_lists import CodeListLine
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped


class CodeListsPanel(SettingsPanel):
    """The tab."""

    tables = ("code_item",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._lists: tuple[CodeListLine, ...] = ()
        self.lists = LinesTable(("代码表", "项"), name="代码表", number_columns=frozenset({1}))
        self.items = LinesTable(("内容", "状态"), name="代码表的内容")
        left, self._right = Card("代码表"), Card("内容")
        left.body.addWidget(self.lists)
        self._source = wrapped("", "small")
        self._right.body.addWidget(self._source)
        self._right.body.addWidget(self.items)
        self.hide_button = Button("停用", self.toggle, icon="eye-off", role="flat")
        for button in (
            Button("新增", self.add, icon="plus", role="flat"),
            self.hide_button,
            Button("上移", lambda: self.move_item(-1), icon="chevron-up", role="flat"),
            Button("下移", lambda: self.move_item(1), icon="chevron-down", role="flat"),
        ):
            self._right.head.addWidget(button)
        self.put_beside(left, self._right)
        self.lists.selectionModel().currentRowChanged.connect(self._list_chosen)
        self.items.selectionModel().currentRowChanged.connect(self._name_toggle)

    def reload(self) -> None:
        self.context.read(
            lambda: code_lists.list_code_lists(self.context.database),
            label="读取代码表",
            on_done=self._show,
            latest="code_lists",
            owner=self,
        )

    def add(self) -> AskTexts | None:
        """Ask for a new item."""
        database, key = self.context.database, self.lists.current_key
        if key is None:
            return None

        def save(given: list[Any]) -> Any:
            return code_lists.add_code_item(database, list_key=key, item=given[0])

        dialog = AskTexts(self.context, "新增代码", [Asked("内容")], save, self)
        dialog.open()
        return dialog

    def toggle(self) -> None:
        """Hide the item in hand from choosing, or show it again."""
        database, key, item = self.context.database, self.lists.current_key, self._item()
        if item is not None:
            self.write(
                lambda: code_lists.hide_code_item(
                    database, list_key=key, item=item.item, is_hidden=not item.is_hidden
                ),
                "停用代码",
            )

    def move_item(self, by: int) -> None:
        """Move the item in hand up or down."""
        database, key, item = self.context.database, self.lists.current_key, self._item()
        if item is not None:
            self.write(
                lambda: code_lists.move_code_item(database, list_key=key, item=item.item, by=by),
                "调整代码顺序",
            )

    def _show(self, lists: tuple[CodeListLine, ...]) -> None:
        self._lists = lists
        self.lists.show_lines([Line(one.key, (one.title, str(len(one.items)))) for one in lists])
        self._show_items()

    def _list_chosen(self, _current: QModelIndex) -> None:
        self._show_items()

    def _show_items(self) -> None:
        chosen = self._list()
        if chosen is None:
            return
        self._right.title.setText(chosen.title)
        self._source.setText(f"来源：{chosen.source}。停用的不再可选，已经登记的不受影响。")
        self.items.show_lines(
            [
                Line(
                    item.item,
                    (item.item, "停用" if item.is_hidden else "自加" if item.is_own else ""),
                    is_pale=item.is_hidden,
                )
                for item in chosen.items
            ]
        )
        self._name_toggle()

    def _name_toggle(self) -> None:
        item = self._item()
        is_hidden = item is not None and item.is_hidden
        self.hide_button.setText("启用" if is_hidden else "停用")
        self.hide_button.set_icon("eye" if is_hidden else "eye-off")

    def _list(self) -> CodeListLine | None:
        key = self.lists.current_key
        return next((one for one in self._lists if one.key == key), None)

    def _item(self) -> code_lists.ListedCode | None:
        chosen, key = self._list(), self.items.current_key
        items = chosen.items if chosen else ()
        return next((item for item in items if item.item == key), None)
