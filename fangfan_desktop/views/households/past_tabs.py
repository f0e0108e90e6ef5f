"""历次排查 and 历史: what was found in each campaign, what happened, what was changed."""

from html import escape

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.usecases.household_history import HistoryEntry
from fangfan_desktop.usecases.household_page import EventLine, FormLine, HouseholdPage
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

_MOST_DETAILS = 8


class FormsTab(QWidget):
    """The household's row of every campaign, and its ledger lines."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, style.current().px("space_2"), 0, 0)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the campaigns of a household."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for form in page.forms:
            self._column.addWidget(self._form_card(page.household_id, form))
        for line in page.ledger:
            card = Card(f"整改台账 · {line.campaign}")
            card.head.addWidget(Tag(line.state, Level.OK if line.state == "已销号" else Level.WARN))
            card.body.addWidget(wrapped(f"{line.problem_type or ''}：{line.problem or ''}"))
            self._column.addWidget(card)
        if not page.forms and not page.ledger:
            self._column.addWidget(
                EmptyState(
                    "table", "还没有参加过排查", "建立集中排查后，应排查的户会自动列入到户排查表。"
                ),
                1,
            )
        self._column.addStretch(1)

    def _form_card(self, household_id: int, form: FormLine) -> Card:
        card = Card(form.campaign)
        card.head.addWidget(
            Tag("已排查", Level.OK) if form.is_complete else Tag("未排查", Level.PLAIN)
        )
        card.head.addWidget(
            Button(
                "打开排查表",
                lambda: self._context.open_page("survey", household_id=household_id),
                icon="table",
                role="flat",
            )
        )
        words = [f"已填 {form.answered} 栏"]
        if form.errors or form.doubts:
            words.append(f"错误 {form.errors}、疑问 {form.doubts}")
        if form.income_per_capita_fen is not None:
            words.append(f"人均纯收入 {format_yuan(form.income_per_capita_fen)} 元")
        card.body.addWidget(label(" · ".join(words), "secondary"))
        for name, text in (("困难诉求", form.needs), ("备注", form.remarks)):
            if text:
                card.body.addWidget(wrapped(f"{name}：{text}"))
        return card


class HistoryTab(QTextBrowser):
    """What happened to the household, and who changed what when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("历史")
        self.setOpenLinks(False)

    def show_page(self, page: HouseholdPage) -> None:
        """Show the history of a household."""
        parts = ["<h4>变更</h4>"]
        parts += [_event(event) for event in page.events] or ["<p>没有登记过变更。</p>"]
        parts.append("<h4>修改记录</h4>")
        parts += [_entry(entry) for entry in page.history]
        self.setHtml("".join(parts))


def _event(event: EventLine) -> str:
    words = f"{event.happened_on} {event.kind}：{event.reason}"
    return f"<p>{escape(words)}{'　' + escape(event.note) if event.note else ''}</p>"


def _entry(entry: HistoryEntry) -> str:
    shown = "<br>".join(escape(detail) for detail in entry.details[:_MOST_DETAILS])
    more = len(entry.details) - _MOST_DETAILS
    rest = f"<br>还有 {more} 处" if more > 0 else ""
    head = escape(f"{entry.at[:16].replace('T', ' ')}　{entry.action}　{entry.who}")
    return f"<p><b>{head}</b><br>{shown}{rest}</p>"
