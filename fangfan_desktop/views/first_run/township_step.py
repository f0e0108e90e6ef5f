"""First step: which township; its villages are shown as they will be filled in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fangfan_desktop import places
from fangfan_desktop.errors import UserError
from fangfan_desktop.views import style
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.widgets.label import label, wrapped

_MOST_FOUND = 60
_TOWNSHIP_DIGITS = 9
_CODE = Qt.ItemDataRole.UserRole


class TownshipStep(QWidget):
    """Emits `changed` when a township is taken, or given up for another search."""

    changed = Signal()

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self.township: places.Township | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_2"))
        layout.addWidget(label("所在乡镇（街道）", "heading"))
        layout.addWidget(
            wrapped(
                "输入乡镇或村名的一部分，如“雒容”“柳州 雒容”。村和社区会自动填好。", "secondary"
            )
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText("乡镇名、村名或代码")
        self.search.setAccessibleName("乡镇名")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的乡镇")
        self.found.setProperty("role", "popup")
        self.found.setMinimumHeight(style.current().px("row") * 5)
        self.villages = wrapped("", "secondary")
        layout.addWidget(self.search)
        layout.addWidget(self.found, 1)
        layout.addWidget(self.villages)
        self.search.textEdited.connect(self._ask)
        self.found.currentItemChanged.connect(self._take)

    def _ask(self, text: str) -> None:
        typed = text.strip()
        if not typed:
            self._show(())
            return
        self._operations.start(
            lambda: _townships(typed),
            label="查找乡镇",
            on_done=self._show,
            on_error=self._show_problem,
            latest="first-run-places",
            owner=self,
            worker="background",
        )

    def _show(self, found: Sequence[tuple[str, str]]) -> None:
        self.found.clear()
        for code, name in found:
            item = QListWidgetItem(name)
            item.setData(_CODE, code)
            self.found.addItem(item)
        if len(found) == 1:
            self.found.setCurrentRow(0)
        elif self.search.text().strip() and not found:
            self._show_problem("没有找到。请换一个写法，或者只写乡镇名的前两个字。")

    def _show_problem(self, sentence: str) -> None:
        self.villages.setText(sentence)

    def _take(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self.township = places.township(str(item.data(_CODE))) if item is not None else None
        if self.township is None:
            self.villages.setText("")
        else:
            names = "、".join(village.short_name for village in self.township.villages)
            self.villages.setText(
                f"{self.township.name}共 {len(self.township.villages)} 个村（社区）：{names}"
            )
        self.changed.emit()


def _townships(text: str) -> list[tuple[str, str]]:
    """Code and full name of the townships found, or of the villages' townships."""
    found: dict[str, str] = {}
    for place in places.search(text, _MOST_FOUND):
        code = place.code[:_TOWNSHIP_DIGITS]
        if len(code) < _TOWNSHIP_DIGITS or code in found:
            continue
        if place.level is places.Level.TOWNSHIP:
            found[code] = place.full_name
        else:
            try:
                found[code] = places.place(code).full_name
            except UserError:
                continue  # a village below no township of the list cannot be started from
    return list(found.items())
