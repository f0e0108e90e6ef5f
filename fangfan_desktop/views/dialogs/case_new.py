"""登记线索: find the household, say who told what, and the case is open."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.areas import village_choices
from fangfan_desktop.usecases.case_new import CATEGORIES, CaseResult, Clue, open_case
from fangfan_desktop.usecases.clue_household import ClueChoices, ClueHousehold, clue_household
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.household_new import NewHousehold
from fangfan_desktop.views.dialogs.household_pick import HouseholdPick
from fangfan_desktop.views.dialogs.risk_ticks import RiskTicks
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_UNKNOWN = "未定"
_WIDTH = 600  # pixels at 100 %: all of it in sight on a screen of 1366×768


class NewClue(ActionDialog):
    """The dialog; a self-application told on the phone needs a name, the ticks and Enter.

    Signals:
        case_wanted: id of a case that the household has already and that is to be opened.
    """

    case_wanted = Signal(int)

    def __init__(
        self,
        context: PageContext,
        choices: ClueChoices,
        parent: QWidget | None = None,
        *,
        household_id: int | None = None,
    ) -> None:
        super().__init__(
            context,
            "登记线索",
            "登记",
            hint="从线索这一天起计时限。登记后打开个案，按程序一步一步办。",
            parent=parent,
        )
        self._household: ClueHousehold | None = None
        self._is_category_chosen = False
        self.pick = HouseholdPick(context)
        self.warning = wrapped("", "small")
        self.warning.setProperty("level", Level.WARN.value)
        self.open_button = Button("打开这个个案", self._open_known, role="link")
        self.new_household = Button("没有这一户？新增农户", self.ask_new_household, role="link")
        self.source, self.category = StillChoice(), StillChoice()
        self.day = DateBox(context.today())
        self.risks = RiskTicks(choices.risks, choices.disasters)
        self.note = QLineEdit()
        self.unmoved = StillChoice()
        self._lay_out(choices)
        self._connect()
        self._show_household(None)
        self.pick.search.setFocus()
        if household_id is not None:
            self.pick.show_household(household_id)
            self.risks.setFocus()

    def call(self) -> Callable[[], CaseResult]:
        household_id = self.pick.household_id
        if household_id is None:
            raise UserError("请先查找并选中是哪一户。")
        if self._household is not None and self._household.open_case is not None:
            raise UserError(self._household.words)
        category = self.category.currentText()
        clue = Clue(
            on=self.day.day,
            source=self.source.currentText(),
            note=self.note.text(),
            category=None if category == _UNKNOWN else category,
            risks=self.risks.risks,
            is_unmoved=self.unmoved.currentData() if self._is_relocated else None,
        )
        database = self.context.database
        return lambda: open_case(database, household_id=household_id, clue=clue)

    def ask_new_household(self) -> None:
        """Add the household first, then go on with it."""
        database = self.context.database
        self.context.read(
            lambda: village_choices(database),
            label="读取村名",
            on_done=self._open_new_household,
            owner=self,
        )

    @property
    def _is_relocated(self) -> bool:
        return self._household is not None and self._household.is_relocated

    def _lay_out(self, choices: ClueChoices) -> None:
        look = style.current()
        self.setMinimumWidth(look.scaled(_WIDTH))
        self.body.addWidget(self.pick)
        row = QHBoxLayout()
        row.addWidget(self.warning, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.new_household)
        self.body.addLayout(row)
        self.source.addItems(choices.sources)
        self.category.addItems([_UNKNOWN, *CATEGORIES])
        for words, value in (("不清楚", None), ("是，户籍未迁", True), ("否，已迁", False)):
            self.unmoved.addItem(words, value)
        self.note.setPlaceholderText("说了什么，如：户主住院，自付较多")
        form = QFormLayout()
        form.setVerticalSpacing(look.px("space_2"))
        form.setHorizontalSpacing(look.px("space_3"))
        self._unmoved_name = label("户籍未迁", "secondary")
        day_name = label("线索日期 *", "secondary")
        for name, editor, beside in (
            ("线索来源 *", self.source, (day_name, self.day)),
            ("风险", self.risks, ()),
            ("拟定类别", self.category, (self._unmoved_name, self.unmoved)),
            ("情况说明", self.note, ()),
        ):
            editor.setAccessibleName(name.removesuffix(" *"))
            line = QHBoxLayout()
            line.setSpacing(look.px("space_3"))
            line.addWidget(editor, 1)
            for widget in beside:
                line.addWidget(widget)
            form.addRow(label(name, "secondary"), line)
        self.day.setAccessibleName("线索日期")
        self.unmoved.setAccessibleName("户籍未迁")
        self.body.addLayout(form)

    def _connect(self) -> None:
        self.pick.picked.connect(self._look_at)
        self.pick.taken.connect(self.risks.setFocus)
        self.category.activated.connect(self._choose_category)

    def _choose_category(self) -> None:
        self._is_category_chosen = True

    def _look_at(self, household_id: int) -> None:
        """Read what is to be known of the household in hand."""
        self._household = None
        if not household_id:
            self._show_household(None)
            return
        database = self.context.database
        self.context.read(
            lambda: clue_household(database, household_id=household_id),
            label="读取农户",
            on_done=self._show_household,
            latest="clue-household",
            owner=self,
        )

    def _show_household(self, household: ClueHousehold | None) -> None:
        self._household = household
        words = household.words if household is not None else ""
        self.warning.setText(words)
        self.warning.setVisible(bool(words))
        has_open = household is not None and household.open_case is not None
        self.open_button.setVisible(has_open)
        self.new_household.setVisible(not has_open)  # those found may be namesakes
        for widget in (self._unmoved_name, self.unmoved):
            widget.setVisible(self._is_relocated)
        if not self._is_category_chosen:
            self.category.setCurrentText(household.category if household else _UNKNOWN)

    def _open_known(self) -> None:
        if self._household is not None and self._household.open_case is not None:
            case_id = self._household.open_case.case_id
            self.reject()
            self.case_wanted.emit(case_id)

    def _open_new_household(self, villages: tuple[tuple[int, str], ...]) -> None:
        dialog = NewHousehold(self.context, villages, None, self)
        dialog.succeeded.connect(self._take_new_household)
        dialog.open()

    def _take_new_household(self, result: RegistryResult) -> None:
        if result.household_id is not None:
            self.pick.show_household(result.household_id)
            self.risks.setFocus()
