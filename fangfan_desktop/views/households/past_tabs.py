"""历次排查 and 历史: what was found in each campaign, what happened, what was changed."""

from html import escape

from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

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
        listed = {form.campaign_id for form in page.forms}
        for form in page.forms:
            card = self._form_card(page.household_id, form)
            self._add_further(card, page, form.campaign_id)
            self._column.addWidget(card)
        for key, name in {line.campaign_id: line.campaign for line in page.further}.items():
            if key not in listed:  # it was taken into a form though 附件1 is not about it
                card = Card(name)
                self._add_further(card, page, key)
                self._column.addWidget(card)
        for line in page.ledger:
            card = Card(f"整改台账 · {line.campaign}")
            card.head.addWidget(Tag(line.state, Level.OK if line.state == "已销号" else Level.WARN))
            card.body.addWidget(wrapped(f"{line.problem_type or ''}：{line.problem or ''}"))
            self._column.addWidget(card)
        if not page.forms and not page.further and not page.ledger:
            self._column.addWidget(
                EmptyState(
                    "table", "还没有参加过排查", "建立集中排查后，应排查的户会自动列入到户排查表。"
                ),
                1,
            )
        self._column.addStretch(1)

    def _form_card(self, household_id: int, form: FormLine) -> Card:
        card = Card(form.campaign)
        card.head.addWidget(_state(is_complete=form.is_complete))
        card.head.addWidget(
            self._opener("打开排查表", household_id, form.campaign_id, "household-form")
        )
        words = [_counts(form.answered, form.errors, form.doubts)]
        if form.income_per_capita_fen is not None:
            words.append(f"人均纯收入 {format_yuan(form.income_per_capita_fen)} 元")
        card.body.addWidget(label(" · ".join(words), "secondary"))
        for name, text in (("困难诉求", form.needs), ("备注", form.remarks)):
            if text:
                card.body.addWidget(wrapped(f"{name}：{text}"))
        return card

    def _add_further(self, card: Card, page: HouseholdPage, campaign_id: int) -> None:
        """The other forms of the campaign, one below the other."""
        for line in page.further:
            if line.campaign_id != campaign_id:
                continue
            row = QHBoxLayout()
            row.addWidget(label(line.form))
            row.addWidget(_state(is_complete=line.is_complete))
            row.addWidget(label(_counts(line.answered, line.errors, line.doubts), "secondary"), 1)
            row.addWidget(
                self._opener("打开", page.household_id, campaign_id, line.form_key, line.form)
            )
            card.body.addLayout(row)

    def _opener(
        self, text: str, household_id: int, campaign_id: int, form_key: str, form: str = ""
    ) -> Button:
        """A button to the row; the page 集中排查 shows only the campaign in hand."""
        button = Button(
            text,
            lambda: self._context.open_page("survey", form=form_key, household_id=household_id),
            icon="table",
            role="flat",
        )
        button.setAccessibleName(f"{text}{form}")
        if campaign_id != self._context.campaign_id():
            button.setEnabled(False)
            button.setToolTip("先在上方换到这次排查，再打开它的表。")
        return button


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


def _state(*, is_complete: bool) -> Tag:
    return Tag("已排查", Level.OK) if is_complete else Tag("未排查", Level.PLAIN)


def _counts(answered: int, errors: int, doubts: int) -> str:
    words = f"已填 {answered} 栏"
    return f"{words} · 错误 {errors}、疑问 {doubts}" if errors or doubts else words


def _event(event: EventLine) -> str:
    words = f"{event.happened_on} {event.kind}：{event.reason}"
    return f"<p>{escape(words)}{'　' + escape(event.note) if event.note else ''}</p>"


def _entry(entry: HistoryEntry) -> str:
    shown = "<br>".join(escape(detail) for detail in entry.details[:_MOST_DETAILS])
    more = len(entry.details) - _MOST_DETAILS
    rest = f"<br>还有 {more} 处" if more > 0 else ""
    head = escape(f"{entry.at[:16].replace('T', ' ')}　{entry.action}　{entry.who}")
    return f"<p><b>{head}</b><br>{shown}{rest}</p>"
