"""Cards of what was found, who helps, what is done, who visited, which papers are there."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.case_progress import CaseState
from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.case_lines import (
    CaseView,
    Deadline,
    FindingView,
    HelperView,
    MeasureView,
)
from fangfan_desktop.usecases.case_papers import PaperView
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.case_cards import CaseCard, yuan
from fangfan_desktop.views.cases.section_edits import SectionEdits
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.flow import Flow
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_ANSWERS: Mapping[str, str] = {
    "housing_safe": "住房安全",
    "medical_secured": "基本医疗有保障",
    "education_secured": "义务教育有保障",
    "water_safe": "饮水安全",
    "no_labour": "整户无劳动力",
}
_MOST_VISITS = 5


class EditedCard(CaseCard):
    """A card whose content is edited in dialogs; `view` is the case in hand."""

    def __init__(self, title: str, edits: SectionEdits) -> None:
        super().__init__(title)
        self.edits = edits
        self.view: CaseView | None = None
        self.buttons: dict[str, Button] = {}

    def start(self, view: CaseView, *, is_shown: bool) -> QVBoxLayout:
        """Begin anew for a case; where it has nothing to do with it, hide."""
        self.view = view
        self.setVisible(is_shown)
        return self.fill()

    def add_head(self, word: str, on_click: Callable[[CaseView], object]) -> None:
        """A button at the right of the title."""
        button = Button(word, lambda: self._with_view(on_click), role="link")
        self.buttons[word] = button
        self.head.addWidget(button)

    def line(
        self, words: QWidget, links: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> QWidget:
        """Words with links at the right."""
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(words, 1)
        for word, on_click in links:
            link = Button(word, on_click, role="link")
            link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            across.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _with_view(self, on_click: Callable[[CaseView], object]) -> None:
        if self.view is not None:
            on_click(self.view)


class HitsCard(EditedCard):
    """信息比对命中: a hit is information; without a verdict nothing is decided."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("信息比对命中", edits)
        self.add_head("登记命中…", lambda view: edits.hit(view, None))

    def show_view(self, view: CaseView) -> None:
        """Show the hits of a case, or how to enter one while it is being identified."""
        is_open = view.state is CaseState.IDENTIFYING
        inner = self.start(view, is_shown=bool(view.hits) or is_open)
        if not view.hits:
            inner.addWidget(wrapped("没有登记命中。命中只是提示，要综合研判。", "small"))
        for hit in view.hits:
            whose = "，".join(word for word in (hit.person, hit.detail) if word)
            words = wrapped(f"{hit.kind}{f'（{whose}）' if whose else ''}")
            links = (
                ("修改…" if hit.verdict else "研判…", partial(self.edits.hit, view, hit.hit_id)),
                ("删除", partial(self.edits.drop_hit, view, hit.hit_id)),
            )
            inner.addWidget(self.line(words, links))
            if hit.verdict:
                day = f"（{hit.verdict_on.isoformat()}）" if hit.verdict_on else ""
                inner.addWidget(toned(f"✓ 研判：{hit.verdict}{day}", Level.OK))
            else:
                inner.addWidget(toned("✗ 还没有研判结论。命中只是提示，须综合研判", Level.DANGER))


class FindingsCard(EditedCard):
    """认定时与消除时对照: income a head and 三保障, side by side."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("认定时与消除时对照", edits)
        self.add_head("填认定时…", lambda view: edits.finding(view, Stage.IDENTIFY))
        self.add_head("填消除时…", lambda view: edits.finding(view, Stage.CLEAR))

    def show_view(self, view: CaseView) -> None:
        """Show what was found; before a clearing only one column is filled."""
        is_ended = view.state in {CaseState.REFUSED, CaseState.REMOVED}
        inner = self.start(view, is_shown=bool(view.findings) or not is_ended)
        self.title.setText("认定时与消除时对照" if view.is_included else "认定时的核实情况")
        self.buttons["填认定时…"].setVisible(not is_ended)
        self.buttons["填消除时…"].setVisible(view.is_included and not is_ended)
        if not view.findings:
            inner.addWidget(wrapped("还没有登记收入和“三保障”的核实情况。", "small"))
            return
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(style.current().px("space_4"))
        cells.setVerticalSpacing(style.current().px("space_1"))
        columns = [("认定时", view.identified)]
        if view.is_included:
            columns.append(("消除时", view.clearing))
        names = _FIGURES if view.is_included else _FIGURES[: -len(_CLEARING)]
        for row, name in enumerate(names, start=1):
            cells.addWidget(label(name, "secondary"), row, 0)
        for column, (title, found) in enumerate(columns, start=1):
            cells.addWidget(label(title, "heading"), 0, column, Qt.AlignmentFlag.AlignRight)
            texts = ["—"] * len(names) if found is None else _figures(found)
            for row, (name, text) in enumerate(zip(names, texts, strict=False), start=1):
                cell = label(text)
                cell.setAccessibleName(f"{title}{name}：{text}")
                cells.addWidget(cell, row, column, Qt.AlignmentFlag.AlignRight)
        cells.setColumnStretch(0, 1)
        inner.addWidget(grid)


_CLEARING: Mapping[str, str] = {
    "income_steady": "收入持续稳定",
    "spending_settled": "大额支出已解决",
    "risk_gone": "风险稳定消除",
}
_FIGURES = (
    "核实日期",
    "人口",
    "收入周期",
    "人均纯收入",
    "人均收入参考范围",
    "监测范围",
    "高于监测范围",
    *_ANSWERS.values(),
    *_CLEARING.values(),
)


def _figures(found: FindingView) -> list[str]:
    """The texts that go with `_FIGURES`; the last three are asked at clearing only."""
    above = {True: "✓ 是", False: "✗ 否", None: "—"}[found.is_above_line]
    is_clearing = found.stage is Stage.CLEAR
    return [
        found.found_on.isoformat(),
        "—" if found.population is None else f"{found.population} 人",
        _months(found),
        _money(found.net_per_head_fen),
        _money(found.reference_per_head_fen),
        _money(found.line_fen),
        above,
        *(_yes_no(found.answers[key]) for key in _ANSWERS),
        *(_yes_no(found.answers[key]) if is_clearing else "—" for key in _CLEARING),
    ]


def _months(found: FindingView) -> str:
    if found.period_from is None or found.period_to is None:
        return "—"
    return f"{found.period_from:%Y.%m}—{found.period_to:%Y.%m}"


class HelpersCard(EditedCard):
    """帮扶责任人, one or two, and by when one that lacks has to be there."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("帮扶责任人", edits)

    def show_view(self, view: CaseView) -> None:
        """Show them once the household is taken in."""
        inner = self.start(view, is_shown=bool(view.helpers))
        for helper in view.helpers:
            word = "修改…" if helper.name else "落实…"
            link = (word, partial(self.edits.helper, view, helper))
            inner.addWidget(self.line(_helper(helper), (link,)))


def _helper(helper: HelperView) -> QWidget:
    if not helper.name:
        return toned(f"{helper.title}：还没有落实{_owed(helper.deadline)}", _level(helper.deadline))
    phone = mask_phone(helper.phone) if helper.phone else ""
    words = (helper.name, helper.unit, helper.post, phone)
    return wrapped(f"{helper.title}：{' · '.join(word for word in words if word)}")


class MeasuresCard(EditedCard):
    """计划和措施."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("计划和措施", edits)
        self.add_head("写计划…", edits.plan)
        self.add_head("登记措施…", lambda view: edits.measure(view, None))

    def show_view(self, view: CaseView) -> None:
        """Show plan and measures once the household is taken in."""
        inner = self.start(view, is_shown=view.is_included)
        if view.plan.text:
            inner.addWidget(wrapped(f"计划：{view.plan.text}", "small"))
        if not view.measures:
            owed = view.plan.deadline
            inner.addWidget(toned(f"还没有帮扶措施{_owed(owed)}", _level(owed)))
        for gap in view.plan.gaps if view.measures else ():
            inner.addWidget(toned(f"✗ {gap}", Level.WARN))
        for measure in view.measures:
            links = (
                ("修改…", partial(self.edits.measure, view, measure.measure_id)),
                ("删除", partial(self.edits.drop_measure, view, measure.measure_id)),
            )
            inner.addWidget(self.line(wrapped(_measure(measure)), links))
            if measure.deadline is not None:
                owed = measure.deadline
                day = f"计划 {owed.due_on.isoformat()} 完成（{owed.words}）"
                inner.addWidget(toned(day, _level(owed)))


def _measure(measure: MeasureView) -> str:
    words = (
        f"{measure.kind}{f'（{measure.detail}）' if measure.detail else ''}",
        measure.content,
        f"针对{measure.risk}" if measure.risk else "",
        f"受益 {measure.beneficiary}" if measure.beneficiary else "",
        "开发式" if measure.is_developmental else "",
        "、".join(word for word in (measure.owner, measure.department) if word),
        _money(measure.amount_fen) if measure.amount_fen is not None else "",
        measure.state,
    )
    return " · ".join(word for word in words if word)


class VisitsCard(EditedCard):
    """走访: what is owed this quarter, and the last visits."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("走访", edits)
        self.add_head("打印走访本…", edits.booklet)
        self.add_head("登记走访…", lambda view: edits.visit(view, None))

    def show_view(self, view: CaseView) -> None:
        """Show them once the household is taken in."""
        inner = self.start(view, is_shown=view.is_included)
        duty = view.visit_duty
        if duty is not None:
            level = Level.OK if duty.is_met else _level(duty.deadline)
            inner.addWidget(toned(f"{duty.words}{_owed(duty.deadline)}", level))
        if duty is not None and duty.missed:
            inner.addWidget(toned(f"没有走访的：{'、'.join(duty.missed)}", Level.WARN))
        for visit in list(reversed(view.visits))[:_MOST_VISITS]:
            words = (visit.visited_on.isoformat(), visit.visitor, visit.found, visit.needs)
            links = (
                ("修改…", partial(self.edits.visit, view, visit.visit_id)),
                ("删除", partial(self.edits.drop_visit, view, visit.visit_id)),
            )
            told = wrapped(" · ".join(word for word in words if word), "small")
            inner.addWidget(self.line(told, links))
        if not view.visits:
            inner.addWidget(wrapped("还没有走访记录。", "small"))


class PapersCard(EditedCard):
    """材料: the papers of the stages that have begun, each with a tick."""

    def __init__(self, edits: SectionEdits) -> None:
        super().__init__("材料", edits)
        self.add_head("存放和扫描件…", edits.paper_facts)
        self.boxes: dict[str, QCheckBox] = {}

    def show_view(self, view: CaseView) -> None:
        """Show the papers and how many are there."""
        stages = {stage.stage.value for stage in view.stages}
        papers = [paper for paper in view.papers if paper.stage in stages]
        inner = self.start(view, is_shown=bool(papers))
        self.boxes = {}
        count = sum(bool(paper.is_present) for paper in papers)
        self.title.setText(f"材料 {count}/{len(papers)}")
        flow = Flow()
        for paper in papers:
            kept = f"（{paper.kept_at}）" if paper.kept_at and paper.is_present else ""
            box = QCheckBox(f"{paper.name}{kept}")
            box.setChecked(bool(paper.is_present))
            self._watch(box, paper)
            self.boxes[paper.item_key] = box
            flow.add(box)
        inner.addWidget(flow)

    def _watch(self, box: QCheckBox, paper: PaperView) -> None:
        box.clicked.connect(lambda: self._tick(paper, is_present=box.isChecked()))

    def _tick(self, paper: PaperView, *, is_present: bool) -> None:
        if self.view is not None:
            self.edits.paper(self.view, paper, is_present=is_present)


SectionWidget = HitsCard | FindingsCard | HelpersCard | MeasuresCard | VisitsCard | PapersCard


def section_cards(context: PageContext, owner: QWidget) -> tuple[SectionWidget, ...]:
    """The cards in the order of the page, made once for all cases that are shown."""
    edits = SectionEdits(context, owner)
    return (
        HitsCard(edits),
        FindingsCard(edits),
        HelpersCard(edits),
        MeasuresCard(edits),
        VisitsCard(edits),
        PapersCard(edits),
    )


def toned(text: str, level: Level) -> QWidget:
    """Small words in a tone."""
    made = wrapped(text, "small")
    set_level(made, level)
    return made


def _owed(owed: Deadline | None) -> str:
    if owed is None:
        return ""
    return f"，{owed.due_on.isoformat()} 前（{owed.words}）"


def _level(owed: Deadline | None) -> Level:
    if owed is None:
        return Level.PLAIN
    levels = {LightColour.OVERDUE: Level.DANGER, LightColour.NEAR: Level.WARN}
    return levels.get(owed.colour, Level.PLAIN)


def _money(fen: int | None) -> str:
    return "—" if fen is None else f"{yuan(fen)} 元"


def _yes_no(answer: int | None) -> str:
    return "未核实" if answer is None else "是" if answer else "否"
