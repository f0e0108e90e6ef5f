"""收入: the periods in an editable table with the worked-out figures, and the chart."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.registry_fields import INCOME_FIELDS
from fangfan_desktop.usecases.household_page import HouseholdPage, IncomeLine
from fangfan_desktop.usecases.household_records import remove_income, set_income
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import show_warnings
from fangfan_desktop.views.households.income_chart import IncomeChart
from fangfan_desktop.views.households.record_table import Record, RecordModel, RecordTable
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_WORKED_OUT = (
    ("net", "家庭纯收入"),
    ("per_capita", "人均纯收入"),
    ("reference", "人均收入参考范围"),
)
_FORMULA = (
    "单位：元。纯收入 = 工资性 + 生产经营性 + 财产性 + 转移性 − 生产经营性支出，人均按现有人口算；"
    "收入参考范围 = 纯收入 + 理赔收入 − 合规自付支出。只知道人均数的填“申报的人均纯收入”。"
)


class IncomeTab(QWidget):
    """The tab."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._page: HouseholdPage | None = None
        self.model = RecordModel(
            INCOME_FIELDS, worked_out=_WORKED_OUT, add_hint="+ 添加一期", parent=self
        )
        self.model.edit_requested.connect(self._edit)
        self.model.add_requested.connect(self._add)
        self.table = RecordTable(self.model, name="收入", on_remove=self._remove)
        self.chart = IncomeChart()
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space_2"), 0, 0)
        column.setSpacing(look.px("space_2"))
        column.addWidget(wrapped(_FORMULA, "small"))
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button("删除这一行", self.table.remove_current, icon="trash", role="flat"))
        column.addLayout(row)
        card = Card("人均纯收入（元）")
        card.body.addWidget(self.chart)
        column.addWidget(card)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the income of a household."""
        if self._page is None or self._page.household_id != page.household_id:
            self.model.clear_draft()
        self._page = page
        self.model.set_records([_record(line) for line in page.incomes])
        points = [
            (_period(line), line.net_per_capita_fen)
            for line in page.incomes
            if line.net_per_capita_fen is not None
        ]
        self.chart.set_figures(points, page.limit.line_fen if page.limit else None)

    def _edit(self, income_id: int, key: str, text: str) -> None:
        if self._page is not None:
            self._save({key: text}, income_id)

    def _add(self, draft: dict[str, str]) -> None:
        self._save(draft, None)

    def _save(self, values: dict[str, str], income_id: int | None) -> None:
        page = self._page
        if page is None:
            return
        database, household_id = self._context.database, page.household_id

        def done(result: object) -> None:
            if income_id is None:
                self.model.clear_draft()
            show_warnings(self._context, result)

        self._context.write(
            lambda: set_income(
                database, household_id=household_id, values=values, income_id=income_id
            ),
            label="登记收入",
            on_done=done,
            owner=self,
        )

    def _remove(self, income_id: int) -> None:
        page = self._page
        if page is not None:
            database, household_id = self._context.database, page.household_id
            self._context.write(
                lambda: remove_income(database, household_id=household_id, income_id=income_id),
                label="删除收入",
                owner=self,
            )


def _record(line: IncomeLine) -> Record:
    figures = (line.net_fen, line.net_per_capita_fen, line.reference_per_capita_fen)
    texts = {
        key: "" if fen is None else format_yuan(fen)
        for (key, _), fen in zip(_WORKED_OUT, figures, strict=True)
    }
    return Record(line.income_id, line.values, texts)


def _period(line: IncomeLine) -> str:
    return f"{line.period_from:%Y.%m}～{line.period_to:%Y.%m}"
