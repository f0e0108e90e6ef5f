"""One line to find a household by name, pinyin, number or telephone, and the list below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fangfan_desktop.usecases.clue_household import Caller, find_callers
from fangfan_desktop.usecases.households import FoundHousehold, household_lines
from fangfan_desktop.views import style
from fangfan_desktop.views.page import PageContext

_MOST = 20
_LINES = 3
_HOUSEHOLD = Qt.ItemDataRole.UserRole


class HouseholdPick(QWidget):
    """Typing finds, arrows move in the list, Enter takes the household and goes on.

    Signals:
        picked: id of the household in hand; 0 where none is.
        taken: the clerk pressed Enter at a household.
    """

    picked = Signal(int)
    taken = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_taking = False
        self.search = _SearchLine(self)
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、电话、户编号")
        self.search.setAccessibleName("查找农户")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的户")
        self.found.setProperty("role", "popup")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_1"))
        layout.addWidget(self.search)
        layout.addWidget(self.found)
        self.search.textEdited.connect(self._look)
        self.search.moved.connect(self._move)
        self.search.entered.connect(self._take)
        self.found.currentRowChanged.connect(self._tell)
        self.found.itemActivated.connect(self._take)
        self.setFocusProxy(self.search)
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    @property
    def household_id(self) -> int | None:
        """The household in hand."""
        item = self.found.currentItem() if self.found.currentRow() >= 0 else None
        given = item.data(_HOUSEHOLD) if item is not None else None
        return int(given) if given is not None else None

    def show_household(self, household_id: int) -> None:
        """List this household alone."""
        database = self._context.database
        self._context.read(
            lambda: household_lines(database, household_ids=[household_id]),
            label="读取农户",
            on_done=self._show_lines,
            latest="pick-household",
            owner=self,
        )

    def _look(self, text: str) -> None:
        database = self._context.database
        if not text.strip():
            self._show_rows(())
            return
        self._context.read(
            lambda: find_callers(database, text=text, limit=_MOST),
            label="查找农户",
            on_done=self._show_found,
            latest="pick-household",
            owner=self,
        )

    def _show_lines(self, lines: tuple[FoundHousehold, ...]) -> None:
        self._show_rows(tuple(Caller(line, "") for line in lines))

    def _show_found(self, found: tuple[Caller, ...]) -> None:
        self._show_rows(found)
        if not found:
            note = QListWidgetItem("没有找到这一户。请换个说法再找，或者新增农户。")
            note.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(note)

    def _show_rows(self, rows: tuple[Caller, ...]) -> None:
        self.found.blockSignals(True)
        self.found.clear()
        for each in rows:
            row = each.household
            parts = (
                f"{row.village}{row.group}",
                f"{row.people}人",
                "、".join(tag.text for tag in row.tags),
                each.member,
            )
            words = f"{row.head_name}户  {' · '.join(part for part in parts if part)}"
            item = QListWidgetItem(words)
            item.setToolTip(f"户编号 {row.code}")
            item.setData(_HOUSEHOLD, row.household_id)
            self.found.addItem(item)
        if rows:
            self.found.setCurrentRow(0)
        self.found.blockSignals(False)
        self._tell()
        if self._is_taking:
            self._take()

    def _tell(self, _row: int = 0) -> None:
        self.picked.emit(self.household_id or 0)

    def _move(self, step: int) -> None:
        row = self.found.currentRow() + step
        if 0 <= row < self.found.count():
            self.found.setCurrentRow(row)

    def _take(self) -> None:
        """Go on with the household in hand; where it is still looked for, when it is found."""
        self._is_taking = self.household_id is None and not self.found.count()
        if self.household_id is not None:
            self.taken.emit()

    def _fit(self) -> None:
        self.found.setFixedHeight(style.current().px("row_wide") * _LINES)


class _SearchLine(QLineEdit):
    """Hands arrows up and down and Enter to the list below."""

    moved = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # the dialog's own button is for when all is filled in
            self.entered.emit()
        else:
            super().keyPressEvent(event)
