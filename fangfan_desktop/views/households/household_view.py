"""One household as one thing: name, tags, telephone, the menu 变更, and the tabs."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QScrollArea, QTabWidget, QWidget

from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.usecases.household_page import HouseholdPage
from fangfan_desktop.usecases.households import remove_household
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.correction import Correction
from fangfan_desktop.views.dialogs.household_merge import MergeHouseholds
from fangfan_desktop.views.dialogs.household_moves import ChangeHead, MoveOut, Relocate
from fangfan_desktop.views.dialogs.household_split import SplitHousehold
from fangfan_desktop.views.dialogs.person_moves import PersonJoins, PersonLeaves
from fangfan_desktop.views.households.facts_tab import FactsTab
from fangfan_desktop.views.households.income_tab import IncomeTab
from fangfan_desktop.views.households.monitoring_tab import MonitoringTab
from fangfan_desktop.views.households.past_tabs import FormsTab, HistoryTab
from fangfan_desktop.views.households.people_tab import PeopleTab
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

REVEALED_MS = 10_000
_LARGE = 150  # percent
_NARROW = 640  # pixels at 100 %: less than name, tags and buttons need


class HouseholdView(Card):
    """The card.

    Signals:
        opened: id of another household that came out of a change.
    """

    opened = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._villages: Sequence[tuple[int, str]] = ()
        self.page: HouseholdPage | None = None
        self._name = label("", "title")
        self._tags = QHBoxLayout()
        self._tag_row = QWidget()
        self._has_tags_below: bool | None = None
        self._line = wrapped("", "secondary")
        self.reveal_button = Button("显示", self.reveal, role="link", tip="显示10秒")
        self._timer = QTimer(self, singleShot=True, interval=REVEALED_MS)
        self._timer.timeout.connect(self.hide_again)
        self._is_revealed = False
        self.print_button = Button("打印一户一表", self.print_paper, icon="printer")
        self.change_button = Button("变更…")
        self.change_button.setProperty("has_menu", True)
        self.menu = QMenu(self)
        self._fill_menu()
        self.change_button.setMenu(self.menu)
        self.people, self.income = PeopleTab(context), IncomeTab(context)
        self.facts, self.monitoring = FactsTab(context), MonitoringTab(context)
        self.forms, self.history = FormsTab(context), HistoryTab()
        self.tabs = QTabWidget()
        self._tab_names = ("家庭成员", "收入", "住房饮水", "监测识别", "历次排查", "历史")
        self._lay_out()

    def set_villages(self, villages: Sequence[tuple[int, str]]) -> None:
        """Villages to move to."""
        self._villages = villages

    def show_page(self, page: HouseholdPage) -> None:
        """Show a household."""
        if self.page is None or self.page.household_id != page.household_id:
            self.hide_again()
        self.page = page
        self._name.setText(f"{page.head_name}户")
        while self._tags.count():
            item = self._tags.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for tag in page.tags:
            self._tags.addWidget(Tag(tag.text, Level(tag.tone)))
        self._tags.addStretch()
        self._show_line()
        for tab in (
            self.people,
            self.income,
            self.facts,
            self.monitoring,
            self.forms,
            self.history,
        ):
            tab.show_page(page)
        counts = (
            len(page.people),
            len(page.incomes),
            0,
            len(page.identifications),
            len(page.forms) + len(page.further),
            0,
        )
        for place, (name, count) in enumerate(zip(self._tab_names, counts, strict=True)):
            self.tabs.setTabText(place, f"{name} {count}" if count else name)
        self._name_actions(has_left=page.left_on is not None)

    def reveal(self) -> None:
        """Show numbers in full for ten seconds."""
        self._set_revealed(is_revealed=True)
        self._timer.start()

    def hide_again(self) -> None:
        """Hide the middle of numbers."""
        self._timer.stop()
        self._set_revealed(is_revealed=False)

    @property
    def is_revealed(self) -> bool:
        """Whether numbers are shown in full."""
        return self._is_revealed

    def _set_revealed(self, *, is_revealed: bool) -> None:
        self._is_revealed = is_revealed
        self.reveal_button.setText("遮盖" if is_revealed else "显示")
        self.people.model.reveal(is_revealed=is_revealed)
        self.facts.reveal(is_revealed=is_revealed)
        self.monitoring.reveal(is_revealed=is_revealed)
        self._show_line()

    def _lay_out(self) -> None:
        look = style.current()
        self._tags.setSpacing(look.px("space_2"))
        self._tags.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(look.px("space_3"))
        top.addWidget(self._name)
        top.addStretch(1)
        top.addWidget(self.change_button)
        top.addWidget(self.print_button)
        self._top = top
        self._tag_row.setLayout(self._tags)
        self._tag_row.setMinimumWidth(1)
        line = QHBoxLayout()
        line.addWidget(self._line, 1)
        line.addWidget(self.reveal_button)
        self.body.addLayout(top)
        self.body.addLayout(line)
        self._place_tags()
        look.zoom_changed.connect(self._place_tags)
        self.tabs.setDocumentMode(True)
        for name, tab in zip(
            self._tab_names,
            (self.people, self.income, self.facts, self.monitoring, self.forms, self.history),
            strict=True,
        ):
            is_scrolling = tab in {self.facts, self.history}
            self.tabs.addTab(tab if is_scrolling else _scrolled(tab), name)
        self.body.addWidget(self.tabs, 1)

    def _place_tags(self) -> None:
        """Beside the name; below it where it is narrow."""
        look = style.current()
        is_narrow = self.width() < look.scaled(_NARROW)
        if is_narrow is not self._has_tags_below:
            self._has_tags_below = is_narrow
            (self.body if is_narrow else self._top).insertWidget(1, self._tag_row)
        self.print_button.setText("打印" if look.zoom >= _LARGE else "打印一户一表")
        # Some rows of a table always show; the window scrolls the page where it must.
        self.tabs.setMinimumHeight(6 * style.current().px("icon_big"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tags()

    def _show_line(self) -> None:
        page = self.page
        if page is None:
            return
        phone = str(page.values.get("phone") or "")
        words = [
            f"{page.village}{page.group}",
            f"户编号 {page.code}",
            f"{len(page.people)} 人",
            page.grid,
            f"电话 {phone if self._is_revealed else mask_phone(phone)}" if phone else "",
            f"{page.left_on} 离开：{page.left_reason or '原因未记'}" if page.left_on else "",
        ]
        self._line.setText(" · ".join(word for word in words if word))

    def _fill_menu(self) -> None:
        add = self.menu.addAction
        clue = add("登记监测线索…", self.register_clue)
        self.menu.addSeparator()
        self._actions = {
            "clue": clue,
            "join": add("出生、婚入、迁入…", lambda: self.ask("join")),
            "leave": add("死亡、婚出、迁出…", lambda: self.ask("leave")),
            "head": add("更换户主…", lambda: self.ask("head")),
            "split": add("分户…", lambda: self.ask("split")),
            "merge": add("合户…", lambda: self.ask("merge")),
            "correct": add("更正并写明原因…", lambda: self.ask("correct")),
            "move": add("调整村组网格…", lambda: self.ask("move")),
            "out": add("整户迁出…", lambda: self.ask("out")),
        }
        self.menu.addSeparator()
        self._actions["remove"] = add("删除误录农户", self._remove)

    def _name_actions(self, *, has_left: bool) -> None:
        self._actions["out"].setText("整户迁回…" if has_left else "整户迁出…")
        page = self.page
        count = len(page.people) if page else 0
        for key in ("clue", "join", "merge", "move"):
            self._actions[key].setEnabled(not has_left)
        self._actions["leave"].setEnabled(not has_left and count > 0)
        for key in ("head", "split"):
            self._actions[key].setEnabled(not has_left and count > 1)

    def ask(self, change: str) -> QDialog | None:
        """Open the dialog of a change: join, leave, head, split, merge, correct, move, out."""
        page = self.page
        if page is None:
            return None
        person = self.people.table.current_record
        makers = {
            "join": lambda: PersonJoins(self._context, page, self),
            "leave": lambda: PersonLeaves(
                self._context, page, person.row_id if person else None, self
            ),
            "head": lambda: ChangeHead(self._context, page, self),
            "split": lambda: SplitHousehold(self._context, page, self),
            "merge": lambda: MergeHouseholds(self._context, page, self),
            "correct": lambda: Correction(
                self._context, page, person.row_id if person else None, self
            ),
            "move": lambda: Relocate(self._context, page, self._villages, self),
            "out": lambda: MoveOut(self._context, page, self),
        }
        dialog = makers[change]()
        if change == "split":
            dialog.succeeded.connect(self._open_new)
        dialog.open()
        return dialog

    def register_clue(self) -> None:
        """Ask for a clue about this household, on the page of cases."""
        if self.page is not None:
            self._context.open_page("cases", new_clue=self.page.household_id)

    def print_paper(self) -> QDialog | None:
        """Show the household's paper (一户一表), to be printed."""
        # the documents' libraries are imported when they are first asked for
        from fangfan_desktop.views.dialogs.household_paper import HouseholdPaper  # noqa: PLC0415

        if self.page is None:
            return None
        dialog = HouseholdPaper(self._context, self.page.household_id, self)
        dialog.open()
        return dialog

    def _open_new(self, result: RegistryResult) -> None:
        self.opened.emit(result.household_id)

    def _remove(self) -> None:
        page = self.page
        if page is not None:
            database, household_id = self._context.database, page.household_id
            self._context.write(
                lambda: remove_household(database, household_id=household_id),
                label="删除误录农户",
                owner=self,
            )


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setProperty("role", "plain")
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area
