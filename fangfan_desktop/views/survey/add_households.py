"""加入农户: households that a form is to be filled in for, picked one by one or drawn by lot."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from fangfan_desktop.domain.sampling import Lot
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.campaign_forms import add_form_rows
from fangfan_desktop.usecases.form_households import (
    Candidates,
    by_village,
    draw_candidates,
    find_candidates,
)
from fangfan_desktop.usecases.households import (
    FoundHousehold,
    HouseholdFilter,
    household_lines,
    identity_choices,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog, Call
from fangfan_desktop.views.households.pick_list import PickList
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_TYPING_MS = 120
_WIDTH, _HEIGHT = 640, 260  # pixels at 100 %
_HIGHEST_SEED = 9999


class AddHouseholds(ActionDialog):
    """The dialog; what is ticked stays ticked while the list is filtered otherwise."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        form: tuple[str, str],
        villages: dict[str, int],
        parent: QWidget | None = None,
    ) -> None:
        """`form` is key and name; `villages` names with their ids."""
        self._key, name = form
        super().__init__(
            context,
            "加入农户",
            "加入",
            hint=f"选出“{name}”要填的户：空格打勾，Ctrl+A 全选；或者按村随机抽取。",
            parent=parent,
        )
        self._campaign_id = campaign_id
        self._identities: set[str] = set()
        self._found = Candidates(())
        self._lot: tuple[Lot, frozenset[int]] | None = None
        self.village = StillChoice()
        self.village.setAccessibleName("村")
        self.village.addItem("全部村（社区）", None)
        for text, key in villages.items():
            self.village.addItem(text, key)
        self.filter_button = Button("筛选")
        self._menu = self._make_menu()
        self.filter_button.setMenu(self._menu)
        self.filter_button.setProperty("has_menu", True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、身份证号、户编号")
        self.search.setAccessibleName("查找农户")
        self.search.setClearButtonEnabled(True)
        self.list = PickList()
        self.counted = label("", "secondary")
        self.amount, self.seed = StillNumber(), StillNumber()
        self.measure = StillChoice()
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()
        self._connect()
        self.look()
        self.search.setFocus()

    @property
    def chosen(self) -> frozenset[int]:
        """The ticked households."""
        return frozenset(self.list.ticked)

    def call(self) -> Call:
        chosen, database = self.chosen, self.context.database
        if not chosen:
            raise UserError("还没有选户。请打勾，或者按村抽取。")
        campaign_id, key = self._campaign_id, self._key
        how = f"：{self._lot[0].words}" if self._lot and self._lot[1] == chosen else ""
        return lambda: add_form_rows(
            database,
            campaign_id=campaign_id,
            form_key=key,
            household_ids=chosen,
            action_name=f"加入农户{how}",
        )

    def look(self) -> None:
        """Ask for the list anew."""
        database, campaign_id, key = self.context.database, self._campaign_id, self._key
        typed = self.search.text()
        filters = HouseholdFilter(
            village_id=self.village.currentData(), identities=frozenset(self._identities)
        )
        self.context.read(
            lambda: find_candidates(
                database, campaign_id=campaign_id, form_key=key, text=typed, filters=filters
            ),
            label="查找农户",
            on_done=self._show,
            latest="form-candidates",
            owner=self,
        )

    def filter_by(self, identity: str) -> None:
        """Let only households of that identity through, or let go of it."""
        self._identities ^= {identity}
        count = len(self._identities)
        self.filter_button.setText(f"筛选 {count}" if count else "筛选")
        for action in self._menu.actions():
            action.setChecked(action.data() in self._identities)
        self.look()

    def draw(self) -> None:
        """Tick the households of the list that the lot falls on, and no others."""
        lot = Lot(self.amount.value(), self.measure.currentIndex() == 1, self.seed.value())
        try:
            drawn = frozenset(draw_candidates(self._found, lot))
        except UserError as error:
            self.show_problem(error.sentence)
            return
        self.list.tick(drawn)
        self._lot = (lot, drawn)

    def _lay_out(self) -> None:
        look = style.current()
        row = QHBoxLayout()
        row.addWidget(self.village, 1)
        row.addWidget(self.filter_button)
        row.addWidget(self.search, 2)
        self.list.setMinimumHeight(look.scaled(_HEIGHT))
        below = QHBoxLayout()
        below.addWidget(self.counted, 1)
        below.addWidget(Button("全部打勾", lambda: self.list.tick_all(self.chosen), role="flat"))
        below.addWidget(Button("全部不选", lambda: self.list.tick(()), role="flat"))
        lot = QHBoxLayout()
        self.amount.setRange(1, 9999)
        self.amount.setValue(5)
        self.amount.setAccessibleName("每村抽多少")
        self.measure.addItems(["户", "%"])
        self.measure.setAccessibleName("户或百分比")
        self.seed.setRange(1, _HIGHEST_SEED)
        # another number each day; whoever wants another draw types another number
        self.seed.setValue(self.context.today().toordinal() % _HIGHEST_SEED + 1)
        self.seed.setAccessibleName("抽取号")
        self.seed.setToolTip("同样的名单、同样的抽取号，抽到的户相同，便于复核。")
        for widget in (label("每村抽"), self.amount, self.measure, label("抽取号"), self.seed):
            lot.addWidget(widget)
        lot.addWidget(Button("从列出的户中抽取", self.draw, icon="refresh"))
        lot.addStretch()
        self.body.addLayout(row)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(below)
        self.body.addLayout(lot)
        room = self.screen().availableSize().width() * 9 // 10
        self.setMinimumWidth(min(look.scaled(_WIDTH), room))

    def _connect(self) -> None:
        self.village.currentIndexChanged.connect(self.look)
        self.search.textChanged.connect(self._timer.start)
        self.list.needed.connect(self._fetch)
        self.list.ticks_changed.connect(self._count)
        self.measure.currentIndexChanged.connect(self._limit)

    def _limit(self) -> None:
        self.amount.setMaximum(100 if self.measure.currentIndex() else 9999)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for key, title in identity_choices():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(key)
            action.triggered.connect(lambda _=False, key=key: self.filter_by(key))
        return menu

    def _fetch(self, ids: list[int]) -> None:
        database = self.context.database

        def show(rows: tuple[FoundHousehold, ...]) -> None:
            self.list.rows.add_rows(rows)

        self.context.read(
            lambda: household_lines(database, household_ids=ids),
            label="读取农户",
            on_done=show,
            owner=self,
        )

    def _show(self, found: Candidates) -> None:
        self._found = found
        self.list.rows.set_households(found.ids, ())
        self._count()

    def _count(self) -> None:
        chosen = self.chosen
        villages = len(by_village(chosen, self._found.villages))
        words = [f"列出 {len(self._found.ids):,} 户"]
        if self._found.taken:
            words.append(f"另有 {self._found.taken:,} 户已在表中")
        words.append(f"已选 {len(chosen):,} 户" + (f"，{villages} 个村" if villages else ""))
        self.counted.setText(" · ".join(words))
