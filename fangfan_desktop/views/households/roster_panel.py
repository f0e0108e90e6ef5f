"""The roster (花名册) on the page 农户档案: 农户 and 家庭成员 as grids, a village or all."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop.usecases.household_page import HouseholdPage, household_page
from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views.dialogs.person_moves import PersonJoins
from fangfan_desktop.views.households.roster_grid import RosterGrid
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.sheet_keys import step_by_key
from fangfan_desktop.views.widgets.button import Button

_REVEALED_MS = 10_000
_TOWNSHIP = 100  # villages; a township has fewer


class RosterPanel(QWidget):
    """Both grids; `bar` is what stands above them, for the page to place.

    Signals:
        household_opened: id of the household to show.
        counted: number of rows with the village's name.
        import_requested: the way to the import was asked for.
    """

    household_opened = Signal(int)
    counted = Signal(str)
    import_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.village = QComboBox()
        self.village.setAccessibleName("村")
        self.village.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.reveal_button = Button(
            "显示", self._toggle, tip="完整显示身份证号码和电话，10秒后自动遮盖"
        )
        self.add_button = Button(
            "新增成员…", self.add_person, icon="plus", tip="给当前这一行的户添一个人"
        )
        self.dialog: PersonJoins | None = None
        self.sheets = {sheet: RosterGrid(context, sheet) for sheet in RosterSheet}
        self._stack = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_REVEALED_MS)
        self._timer.timeout.connect(self._hide_again)
        self._is_revealed = False
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.village, self.reveal_button, self.add_button):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        for sheet in self.sheets.values():
            self._stack.addWidget(sheet)
            sheet.household_opened.connect(self.household_opened)
            sheet.import_requested.connect(self.import_requested)
            sheet.counted.connect(self.tell_counts)
        self.village.currentIndexChanged.connect(self._take_village)

    @property
    def current(self) -> RosterGrid:
        """The grid that is shown."""
        shown = self._stack.currentWidget()
        return next(sheet for sheet in self.sheets.values() if sheet is shown)

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        return self.village.currentData()

    def show_sheet(self, sheet: RosterSheet) -> None:
        """Show one of the two grids."""
        self._stack.setCurrentWidget(self.sheets[sheet])
        self.tell_counts()

    def set_villages(self, villages: Sequence[tuple[int, str]]) -> None:
        """List these villages; the one in hand stays."""
        current = self.village_id
        self.village.blockSignals(True)
        self.village.clear()
        self.village.addItem("全部村（社区）", None)
        for key, name in villages:
            self.village.addItem(name, key)
        self.village.setCurrentIndex(max(0, self.village.findData(current)))
        self.village.blockSignals(False)
        self._take_village()

    def take_village(self, village_id: int | None) -> None:
        """Take a village in hand; None for all."""
        if village_id is None and self.village.count() > _TOWNSHIP:
            village_id = self.village.itemData(1)  # all rows of a county are for who asks for them
        self.village.setCurrentIndex(max(0, self.village.findData(village_id)))

    def step_village(self, sign: int) -> None:
        """The next village (1) of the list, or the one before (-1)."""
        at = self.village.currentIndex() + sign
        if 0 <= at < self.village.count():
            self.village.setCurrentIndex(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and a page key go to the next village, as to the next sheet."""
        if not step_by_key(event, self.step_village):
            super().keyPressEvent(event)

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        for sheet in self.sheets.values():
            sheet.refresh(changes)

    def show_status(self) -> None:
        """Counts of the grid and the selection, in the bottom line."""
        if self.isVisible():
            self._context.show_status(self.current.words)

    def add_person(self) -> None:
        """Ask for one more person of the household in hand."""
        household = self.current.household_id
        if household is None:
            self._context.show_message("请先点一行，再给这一户新增成员。", Level.INFO)
            return
        self._context.read(
            lambda: household_page(self._context.database, household_id=household),
            label="读取农户",
            on_done=self._ask_person,
            owner=self,
        )

    def _ask_person(self, page: HouseholdPage) -> None:
        self.dialog = PersonJoins(self._context, page, self)
        self.dialog.destroyed.connect(self._forget_dialog)
        self.dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _take_village(self) -> None:
        for sheet in self.sheets.values():
            sheet.show_village(self.village_id)

    def tell_counts(self) -> None:
        """Tell the page how many rows there are, and show it in the bottom line."""
        if not self.isVisible():
            return
        self.show_status()
        place = self.village.currentText() if self.village_id is not None else "全乡镇"
        self.counted.emit(f"{place} {self.current.count:,}{self.current.unit}")

    def _toggle(self) -> None:
        self._set_revealed(is_revealed=not self._is_revealed)

    def _hide_again(self) -> None:
        self._set_revealed(is_revealed=False)

    def _set_revealed(self, *, is_revealed: bool) -> None:
        self._is_revealed = is_revealed
        self.reveal_button.setText("遮盖" if is_revealed else "显示")
        if is_revealed:
            self._timer.start()
        else:
            self._timer.stop()
        for sheet in self.sheets.values():
            sheet.reveal(is_revealed=is_revealed)
