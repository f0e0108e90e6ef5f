"""监测帮扶: clues and cases as a board by step and as a list; one case as a page of its own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop.usecases.case_list import (
    RUNNING_WORD,
    CaseBook,
    CaseLine,
    column_of,
    count_people,
    matching,
    read_cases,
)
from fangfan_desktop.usecases.case_new import CaseResult
from fangfan_desktop.usecases.clue_household import ClueChoices, clue_choices
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.board import CaseBoard
from fangfan_desktop.views.cases.case_bar import BOARD, LIST, CaseBar
from fangfan_desktop.views.dialogs.case_new import NewClue
from fangfan_desktop.views.page import Page, PageContext
from fangfan_desktop.views.pages.cases.bulk import BulkActions
from fangfan_desktop.views.pages.cases.table import CaseTable
from fangfan_desktop.views.sheet_keys import step_by_tab
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from fangfan_desktop.views.cases.case_desk import CaseDesk

_CONCERNS = (
    "monitoring_case",
    "case_step",
    "asset_hit",
    "procedure",
    "day_correction",
    "setting",
    "identification",
    "household",
    "person",
    "measure",
    "village",
    "village_group",
)
_NARROW = 900  # pixels at 100 %, below which the filters take two lines
_LOWEST = 300  # pixels at 100 %: a heading and a few cards


class CasesPage(Page):
    """Board and list over the same filters; a case opens over them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.book: CaseBook | None = None
        self._wanted: dict[str, Any] = {}
        self._is_narrow = False
        self.header = PageHeader("监测帮扶")
        self.bulk = BulkActions(context, self, self.header, lambda: self.chosen)
        self.new_button = self.header.add_button(
            "登记线索", self.add_clue, icon="plus", is_main=True, tip="Ctrl+N"
        )
        self.bar = CaseBar()
        self.board, self.table = CaseBoard(), CaseTable()
        self.desk: CaseDesk | None = None  # made when the first case is opened
        self._overview, self._all = QWidget(), QStackedWidget()
        self._body = QStackedWidget()
        self._lay_out()
        self._connect()

    # What the window tells

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        is_concerned = touches is None or touches(*_CONCERNS)
        # a page that nobody sees asks nothing; it reads anew when it is shown
        if is_concerned and self.isVisible():
            self.reload()
        if self.desk is not None:
            self.desk.refresh(changes)

    def on_shown(self) -> None:
        self.reload()

    @property
    def help_chapter(self) -> str:
        """The page's own."""
        return "cases"

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to what is named; filters that it does not name are taken away.

        Args:
            target: `case_id` or `case_code` opens a case; `new_clue` asks for a clue about that
                household; `state`, `village` (id), `lacking` and `light` filter the list.
        """
        if "case_id" in target:
            self.open_case(int(target["case_id"]))
            return
        self.show_overview()
        if "new_clue" in target:
            self.add_clue(target["new_clue"])
            return
        self._wanted = dict(target)
        self.bar.clear()
        self.bar.states.select(str(target.get("state", RUNNING_WORD)))
        self.bar.show_view(LIST)
        self._take_wanted()
        self._filter()

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether the case is open, or among what is listed."""
        case_id = target.get("case_id")
        if self.is_case_open and self.desk is not None:
            return self.desk.case_id == case_id
        return any(case.case_id == case_id for case in self.shown)

    # What is shown

    @property
    def shown(self) -> tuple[CaseLine, ...]:
        """The cases that the filters let through, as board or list shows them."""
        if self.book is None:
            return ()
        found = matching(self.book.lines, self.bar.chosen())
        if self.bar.view == BOARD and not self.bar.ended.isChecked():
            return tuple(case for case in found if not column_of(case).is_ended)
        return found

    @property
    def chosen(self) -> tuple[CaseLine, ...]:
        """The selected cases."""
        if self.is_case_open:
            return ()
        return self.board.chosen if self.bar.view == BOARD else self.table.chosen

    @property
    def is_case_open(self) -> bool:
        """Whether one case is shown, and not all of them."""
        return self.desk is not None and self._all.currentWidget() is self.desk

    def reload(self) -> None:
        """Read all cases again."""
        database = self.context.database
        self.context.read(
            lambda: read_cases(database),
            label="读取个案",
            on_done=self._take,
            latest="cases",
            owner=self,
        )

    def open_case(self, case_id: int) -> None:
        """Show one case."""
        desk = self._case_desk()
        desk.show_case(case_id)
        self._all.setCurrentWidget(desk)
        desk.take_keys()
        self.context.show_status("")

    def show_overview(self) -> None:
        """Back to all cases, with the card in hand where it was."""
        if self.is_case_open:
            self._all.setCurrentWidget(self._overview)
            self.reload()
            self._take_keys()

    def add_clue(self, household_id: object = None) -> None:
        """Ask for a clue; of a household that is known already where it is named."""
        database = self.context.database
        known = household_id if isinstance(household_id, int) else None

        def ask(choices: ClueChoices) -> None:
            dialog = NewClue(self.context, choices, self, household_id=known)
            dialog.succeeded.connect(self._open_new)
            dialog.case_wanted.connect(self.open_case)
            dialog.open()

        self.context.read(
            lambda: clue_choices(database), label="读取代码表", on_done=ask, owner=self
        )

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab changes between board and list; Ctrl+Enter records a step of the selection."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and is_control:
            self.bulk.record()
        elif self.is_case_open or not step_by_tab(event, self.bar.views.step):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        column = QVBoxLayout(self._overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space_3"))
        column.addWidget(self.header)
        column.addWidget(self.bar)
        self._list_card = Card(is_padded=False)
        self._list_card.body.addWidget(self.table)
        self._nothing = EmptyState(
            "activity",
            "还没有线索和个案",
            "农户打电话来申报、村里报上来、部门推送的，都点右上角“登记线索”；"
            "以前已经纳入的，导入花名册时带上监测类别和识别时间。",
        )
        self._none_fits = EmptyState(
            "filter", "没有符合条件的", "请换一个状态，或者去掉上面的筛选条件。"
        )
        for widget in (self.board, self._list_card, self._nothing, self._none_fits):
            self._body.addWidget(widget)
        column.addWidget(self._body, 1)
        self._all.addWidget(self._overview)
        self.content.addWidget(self._all, 1)

    def _connect(self) -> None:
        self.bar.view_chosen.connect(self._change_view)
        self.bar.filter_changed.connect(self._filter)
        self.bar.folding_changed.connect(self._fold)
        for view in (self.board, self.table):
            view.opened.connect(self.open_case)
            view.selection_changed.connect(self._show_selection)
        self.board.menu_requested.connect(self.bulk.open_menu)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_table_menu)
        self.bulk.open_requested.connect(self.open_case)
        style.current().zoom_changed.connect(self._share_room)
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.add_clue)

    def _case_desk(self) -> "CaseDesk":
        if self.desk is None:
            from fangfan_desktop.views.cases.case_desk import (  # noqa: PLC0415 - board comes first
                CaseDesk,
            )

            self.desk = CaseDesk(self.context, self)
            self.desk.left.connect(self.show_overview)
            self.desk.opened_household.connect(self._open_household)
            self._all.addWidget(self.desk)
        return self.desk

    def _open_household(self, household_id: int) -> None:
        self.context.open_page("households", household_id=household_id)

    def _share_room(self) -> None:
        # The page may be wider than what is seen of it, so its surroundings decide.
        around = self.parentWidget()
        width = min(self.width(), around.width() if around else self.width())
        self._is_narrow = width < style.current().scaled(_NARROW)
        self.bar.set_narrow(is_narrow=self._is_narrow)
        self._show_running()
        self._body.setMinimumHeight(style.current().scaled(_LOWEST))

    # Reading

    def _take(self, book: CaseBook) -> None:
        self.book = book
        villages = dict.fromkeys((line.village_id, line.village) for line in book.lines)
        self.bar.show_villages(sorted(villages))
        self.bar.show_steps(book.columns)
        self._take_wanted()
        self._filter()

    def _take_wanted(self) -> None:
        """Choose what a page that leads here named, when it is there to be chosen."""
        if self.book is None:
            return
        known = ("village", "lacking", "light", "category")
        self.bar.choose(**{key: self._wanted[key] for key in known if key in self._wanted})
        self._wanted = {}

    def _filter(self) -> None:
        if self.book is None:
            return
        without_state = matching(self.book.lines, self.bar.chosen(with_state=False))
        self.bar.show_state_counts(without_state)
        shown = self.shown
        if self.bar.view == BOARD:
            self.board.show_cases(shown, self.book.columns, self.book.today)
        else:
            self.table.show_cases(shown, self.book.today)
        if not self.book.lines:
            self._body.setCurrentWidget(self._nothing)
        elif not shown:
            self._body.setCurrentWidget(self._none_fits)
        else:
            is_board = self.bar.view == BOARD
            self._body.setCurrentWidget(self.board if is_board else self._list_card)
        self._show_running()
        self._show_selection()

    def _show_running(self) -> None:
        """Where letters are large the buttons need the room."""
        if self.book is not None:
            running = self.book.running
            words = f"未消除 {running.households:,} 户 {running.people:,} 人"
            self.header.set_subtitle("" if self._is_narrow else words)

    def _fold(self) -> None:
        self.board.with_empty = self.bar.empty.isChecked()
        self._filter()

    def _change_view(self) -> None:
        self._filter()
        self._take_keys()

    def _take_keys(self) -> None:
        if self.bar.view == BOARD:
            self.board.take_keys()
        else:
            self.table.take_keys()

    def _show_selection(self) -> None:
        """What can be done with the selection, and the counts in the bottom line."""
        chosen = self.chosen
        self.bulk.show_for(chosen)
        if self.is_case_open or not self.isVisible():
            return
        shown = self.shown
        households, people = count_people(shown)
        words = f"列出 {len(shown):,} 个个案，{households:,} 户 {people:,} 人"
        if chosen:
            households, people = count_people(chosen)
            words += f" · 已选 {len(chosen):,} 个，{households:,} 户 {people:,} 人"
        self.context.show_status(words)

    def _ask_table_menu(self, point: QPoint) -> None:
        self.bulk.open_menu(self.table.viewport().mapToGlobal(point))

    def _open_new(self, result: CaseResult) -> None:
        self.open_case(result.case_id)
