"""家庭成员: the people in an editable table, the income chart and what needs a look below."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.forms.registry_fields import PERSON_FIELDS
from fangfan_desktop.usecases.household_page import HouseholdPage, PersonLine
from fangfan_desktop.usecases.people import add_person, correct_person, remove_person
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import show_warnings
from fangfan_desktop.views.households.income_chart import IncomeChart
from fangfan_desktop.views.households.record_table import Record, RecordModel, RecordTable
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_ADD_HINT = "+ 添加成员"
_MOST_DOUBTS = 4


class PeopleTab(QWidget):
    """The tab."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._page: HouseholdPage | None = None
        self.model = RecordModel(PERSON_FIELDS, add_hint=_ADD_HINT, parent=self)
        self.model.edit_requested.connect(self._edit)
        self.model.add_requested.connect(self._add)
        self.table = RecordTable(self.model, name="家庭成员", on_remove=self._remove)
        self._gone = wrapped("", "small")
        self.chart = IncomeChart()
        self._doubts = wrapped("")
        self._lay_out()
        style.current().zoom_changed.connect(self._fit)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the people of a household."""
        is_other = self._page is None or self._page.household_id != page.household_id
        self._page = page
        if is_other:
            self.model.clear_draft()
        self.model.set_fields(page.fields.person)
        self.model.set_records(
            [_record(person) for person in page.people], is_editable=page.left_on is None
        )
        gone = "；".join(
            f"{p.name}（{p.relation}）{p.left_on} {p.left_reason or ''}" for p in page.gone
        )
        self._gone.setText(f"已离开：{gone}" if gone else "")
        self._gone.setVisible(bool(gone))
        self._show_income(page)
        self._show_doubts(page)
        QTimer.singleShot(0, self, self._fit)

    def _lay_out(self) -> None:
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space_2"), 0, 0)
        column.setSpacing(look.px("space_2"))
        column.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(self._gone, 100)
        row.addStretch(1)
        row.addWidget(Button("删除误录成员", self.table.remove_current, icon="trash", role="flat"))
        column.addLayout(row)
        cards = QHBoxLayout()
        income, self._doubt_card = Card("人均纯收入（元）"), Card("需要看一看")
        income.body.addWidget(self.chart)
        self._doubt_card.body.addWidget(self._doubts)
        self._doubt_card.body.addStretch()
        cards.addWidget(income, 1)
        cards.addWidget(self._doubt_card, 1)
        column.addLayout(cards)
        column.addStretch(1)

    def _fit(self) -> None:
        """As high as its rows, so that the cards follow close below; at most twelve rows."""
        rows = max(1, min(self.model.rowCount(), 12))
        height = self.table.verticalHeader().defaultSectionSize() * rows
        height += self.table.horizontalHeader().height()
        height += self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(height + 2 * self.table.frameWidth())

    def _show_income(self, page: HouseholdPage) -> None:
        points = [
            (str(line.period_to.year), line.net_per_capita_fen)
            for line in page.incomes
            if line.net_per_capita_fen is not None
        ]
        self.chart.set_figures(points, page.limit.line_fen if page.limit else None)

    def _show_doubts(self, page: HouseholdPage) -> None:
        words = [f"• {doubt}" for doubt in page.doubts[:_MOST_DOUBTS]]
        if len(page.doubts) > _MOST_DOUBTS:
            words.append(f"还有 {len(page.doubts) - _MOST_DOUBTS} 条")
        needs = next((form for form in page.forms if form.needs), None)
        if needs is not None:
            words.append(f"{needs.campaign}：困难诉求“{needs.needs}”")
        self._doubts.setText("\n".join(words) or "没有需要核对的。")
        count = f" {len(page.doubts)}" if page.doubts else ""
        self._doubt_card.title.setText(f"需要看一看{count}")

    def _edit(self, person_id: int, key: str, text: str) -> None:
        database = self._context.database
        self._context.write(
            lambda: correct_person(database, person_id=person_id, values={key: text}),
            label="修改家庭成员",
            on_done=lambda result: show_warnings(self._context, result),
            owner=self,
        )

    def _add(self, draft: dict[str, str]) -> None:
        page = self._page
        if page is None:
            return
        if draft.get("relation") == HEAD and any(p.relation == HEAD for p in page.people):
            self._context.show_message("这一户已有户主，请改新成员与户主的关系。", Level.WARN)
            return
        database, household_id = self._context.database, page.household_id
        today = self._context.today()

        def done(result: object) -> None:
            self.model.clear_draft()
            show_warnings(self._context, result)

        self._context.write(
            lambda: add_person(database, household_id=household_id, values=draft, on=today),
            label="新增家庭成员",
            on_done=done,
            owner=self,
        )

    def _remove(self, person_id: int) -> None:
        database = self._context.database
        self._context.write(
            lambda: remove_person(database, person_id=person_id),
            label="删除误录成员",
            owner=self,
        )


def _record(person: PersonLine) -> Record:
    texts: dict[str, str] = {}
    if person.age is not None:
        texts["born_on"] = f"{person.values['born_on']} · {person.age}岁"
    return Record(person.person_id, person.values, texts)
