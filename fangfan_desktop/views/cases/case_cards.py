"""Cards of a case that only tell: risks, the refusal, what stands in the way, the household."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.domain.code_lists import MOST_RISKS
from fangfan_desktop.domain.money import FEN_PER_YUAN
from fangfan_desktop.domain.risks import Risk, format_risks
from fangfan_desktop.usecases.case_lines import CaseAction, CaseView, ConditionLine, FindingView
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.flow import Flow
from fangfan_desktop.views.widgets.label import Tag, label, set_level, wrapped

_MARKS = {True: ("✓", Level.OK), False: ("✗", Level.DANGER), None: ("○", Level.PLAIN)}
_SPOKEN = {True: "满足", False: "不满足", None: "还没有"}


class CaseCard(Card):
    """A card whose content is made anew for each reading."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self._content: QWidget | None = None

    def fill(self) -> QVBoxLayout:
        """Throw away what was shown; the layout to fill."""
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.deleteLater()
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(style.current().px("space_1"))
        self.body.addWidget(self._content)
        return inner


class RisksCard(CaseCard):
    """The risks in order, the main one first, and what was told of them.

    Signals:
        edit_requested: the clerk wants to change or add risks.
    """

    edit_requested = Signal()

    def __init__(self) -> None:
        super().__init__("风险")
        self.tags: list[Tag] = []

    def show_view(self, view: CaseView) -> None:
        """Show the risks of a case."""
        inner = self.fill()
        flow = Flow()
        self.tags = [
            Tag(f"{place} {_risk_words(risk)}", Level.DANGER)
            for place, risk in enumerate(view.risks, start=1)
        ]
        for tag in self.tags:
            flow.add(tag)
        if not view.risks:
            flow.add(Tag("还没有填风险", Level.WARN))
        if CaseAction.CORRECT_CLUE in view.actions:
            word = "修改" if len(view.risks) >= MOST_RISKS else f"添加（最多{MOST_RISKS}个）"
            flow.add(Button(word, self.edit_requested.emit, icon="plus", role="flat"))
        inner.addWidget(flow)
        for words in (view.clue_note, _income_words(view.identified)):
            if words:
                inner.addWidget(wrapped(words, "small"))


def _risk_words(risk: Risk) -> str:
    return format_risks((risk,)) if risk.detail or risk.remark else risk.name


def _income_words(found: FindingView | None) -> str:
    """收入参考范围 人均 2,140 元（纯收入 9,860 − 自付 7,720）."""
    if found is None or found.reference_per_head_fen is None or found.net_fen is None:
        return ""
    parts = [f"纯收入 {yuan(found.net_fen)}"]
    claims, paid = found.parts_fen["claims_fen"], found.parts_fen["medical_self_paid_fen"]
    parts += [f"+ 理赔 {yuan(claims)}"] if claims else []
    parts += [f"− 合规自付 {yuan(paid)}"] if paid else []
    return f"收入参考范围人均 {yuan(found.reference_per_head_fen)} 元（{' '.join(parts)}）"


def yuan(fen: int) -> str:
    """Yuan with thousands: 38,600."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'−' if fen < 0 else ''}{whole:,}{f'.{rest:02}' if rest else ''}"


class RefusalCard(CaseCard):
    """Why the household was not taken in; a refusal for reasons that are none is marked."""

    def __init__(self) -> None:
        super().__init__("暂不纳入的理由")

    def show_view(self, view: CaseView) -> None:
        """Show it, or nothing."""
        inner = self.fill()
        refusal = view.refusal
        self.setVisible(refusal is not None)
        if refusal is None:
            return
        inner.addWidget(wrapped(f"{refusal.on.isoformat()}：{'；'.join(refusal.reasons)}"))
        if refusal.note:
            inner.addWidget(wrapped(refusal.note, "secondary"))
        if refusal.fault:
            inner.addWidget(_toned(f"✗ {refusal.fault}", Level.DANGER))


class ConditionsCard(CaseCard):
    """为什么还不能纳入 / 消除: each condition with its mark and source."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ConditionLine, ...] = ()
        self.title.show()

    def show_view(self, view: CaseView) -> None:
        """Show the conditions, or nothing where nothing is to be decided."""
        self.lines = view.conditions
        lacking = sum(line.is_met is False for line in view.conditions)
        title = view.conditions_title
        if view.conditions and all(line.is_met for line in view.conditions):
            title = title.replace("为什么还不能", "条件都满足了，可以")
        self.title.setText(title)
        self.setVisible(bool(view.conditions))
        inner = self.fill()
        sources = [line.source for line in view.conditions]
        for line, following in zip(view.conditions, [*sources[1:], ""], strict=False):
            # one source of several conditions stands once, below the last of them
            inner.addWidget(_condition(line, has_source=line.source != following))
        self.setAccessibleName(f"{title}，不满足 {lacking} 项")


def _condition(line: ConditionLine, *, has_source: bool) -> QWidget:
    mark, level = _MARKS[line.is_met]
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(style.current().px("space_2"))
    sign = label(mark, "mark")
    set_level(sign, level)
    sign.setFixedWidth(style.current().px("icon"))
    sign.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(wrapped(line.words))
    if line.source and has_source:
        words.addWidget(wrapped(f"依据：{line.source}", "small"))
    across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    across.addLayout(words, 1)
    row.setAccessibleName(f"{_SPOKEN[line.is_met]}：{line.words}")
    return row


class AroundCard(CaseCard):
    """同户其他信息.

    Signals:
        household_opened: the clerk wants to see the household.
        case_opened: id of another case.
        ledger_opened: id of a ledger line.
    """

    household_opened = Signal()
    case_opened = Signal(int)
    ledger_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__("同户其他信息")
        self.head.addWidget(Button("打开农户", self.household_opened.emit, role="link"))

    def show_view(self, view: CaseView) -> None:
        """Show what else is known of the household."""
        inner, around = self.fill(), view.around
        inner.addWidget(wrapped(f"家庭成员：{'；'.join(around.people) or '没有登记'}", "small"))
        inner.addWidget(wrapped(f"身份：{'、'.join(around.tags)}", "small"))
        for note in around.forms:
            inner.addWidget(wrapped(f"{note.campaign}：{note.words}", "small"))
        inner.addWidget(wrapped(f"上次走访：{around.last_visit}", "small"))
        if not around.ledger:
            inner.addWidget(wrapped("整改台账：无", "small"))
        for entry in around.ledger:
            open_line = partial(self.ledger_opened.emit, entry.line_id)
            inner.addWidget(_linked(f"整改台账：{entry.words}", "打开", open_line))
        for other in around.cases:
            words = f"个案 {other.code} {other.state.value}（{other.words}）"
            open_case = partial(self.case_opened.emit, other.case_id)
            inner.addWidget(_linked(words, "打开个案", open_case))


def _linked(words: str, word: str, on_click: Callable[[], object]) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(wrapped(words, "small"), 1)
    link = Button(word, on_click, role="link")
    link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    across.addWidget(link)
    return row


def _toned(text: str, level: Level) -> QWidget:
    made = wrapped(text, "small")
    set_level(made, level)
    return made
