"""列名对应: how headings of other workbooks were matched, to look at and to forget."""

from PySide6.QtCore import QModelIndex

from fangfan_desktop.usecases.roster_aliases import SavedMapping, forget_mapping, list_mappings
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_WHAT = "导入花名册时对应好的列名按文件名记在这里，以后遇到同样的列名自动认出。"
_NONE = "还没有记下的列名。在“数据交换”导入别处来的表、对应好各列以后，会自动记下。"


class MappingsPanel(SettingsPanel):
    """The tab."""

    tables = ("setting",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._mappings: tuple[SavedMapping, ...] = ()
        self.mappings = LinesTable(
            ("对应表", "列数"), name="列名对应表", number_columns=frozenset({1})
        )
        self.columns = LinesTable(("文件中的列名", "花名册的栏目"), name="对应的列")
        self._words = wrapped(_WHAT, "small")
        left, self._right = Card("列名对应表"), Card("对应的列")
        self.forget_button = Button("删除", self.forget, icon="trash", role="flat")
        left.head.addWidget(self.forget_button)
        left.body.addWidget(self._words)
        left.body.addWidget(self.mappings, 1)
        self._right.body.addWidget(self.columns)
        self.put_beside(left, self._right)
        self.mappings.selectionModel().currentRowChanged.connect(self._chosen)

    def reload(self) -> None:
        self.context.read(
            lambda: list_mappings(self.context.database),
            label="读取列名对应表",
            on_done=self._show,
            latest="mappings",
            owner=self,
        )

    def forget(self) -> None:
        """Take the mapping in hand away; undo brings it back."""
        database, name = self.context.database, self.mappings.current_key
        if name is not None:
            self.write(lambda: forget_mapping(database, name=name), "删除列名对应表")

    @property
    def words(self) -> str:
        """What is said above the list."""
        return self._words.text()

    def _show(self, mappings: tuple[SavedMapping, ...]) -> None:
        self._mappings = mappings
        self._words.setText(_WHAT if mappings else _NONE)
        self.mappings.show_lines(
            [Line(one.name, (one.name, str(len(one.columns)))) for one in mappings]
        )
        self._right.setVisible(bool(mappings))
        self.forget_button.setEnabled(bool(mappings))
        self._show_columns()

    def _chosen(self, _current: QModelIndex) -> None:
        self._show_columns()

    def _show_columns(self) -> None:
        key = self.mappings.current_key
        chosen = next((one for one in self._mappings if one.name == key), None)
        columns = chosen.columns if chosen else ()
        self.columns.show_lines([Line(place, texts) for place, texts in enumerate(columns)])
